// The protocol and the exports change under the open page; a list is narrowed and decided together, by keyboard.
import { strict as assert } from "node:assert";
import { appendFileSync } from "node:fs";
import { browser, decide, open, picture, shown } from "./page.mjs";

const [address, folder] = process.argv.slice(2);
const chromium = await browser();
const page = await open(chromium, address);
assert.ok(await page.isHidden("#changed"));
const first = await shown(page);
await page.keyboard.press("n");
await page.keyboard.type("a note that was begun");
await page.keyboard.press("Escape");

// A comment is a change too: nobody but the reader can say that it means nothing.
appendFileSync(`${folder}/protocol.toml`, "\n# changed while somebody was screening\n");
await page.waitForSelector("#changed:not([hidden])", { timeout: 60000 });
await picture(page, "changed");
await page.click("[data-do=reload]");
await page.waitForSelector(".card");
await page.waitForFunction(() => document.getElementById("changed").hidden);
assert.equal(await shown(page), first, "what was shown is shown");
assert.equal(await page.inputValue("#note"), "a note that was begun");
await page.fill("#note", "");
await page.keyboard.press("Escape");

// A number of the list.
await page.keyboard.press("l");
await page.keyboard.type("7");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.getElementById("place").textContent.startsWith("7 of "));

// Not the whole list, only what it was narrowed to, and only with the right number.
await page.keyboard.press("b");
assert.match(await page.textContent("#alert"), /Search or filter/);
await page.keyboard.press("/");
await page.keyboard.type("volunteers");
await page.keyboard.press("Enter");
await page.waitForSelector("[data-do=batch]:not([hidden])");
const total = Number(await page.textContent("#batch-count"));
const waiting = Number(await page.textContent("[data-count=review]"));
const batch = async (number) => {
  await page.keyboard.press("b");
  await page.selectOption("#batch-criterion", "uk");
  await page.fill("#batch-note", "not ours");
  await page.fill("#batch-number", String(number));
  await picture(page, "batch");
};
await batch(total + 1);
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.getElementById("alert").textContent.includes("Nothing was saved"));
await batch(total);
const said = await decide(page, "Enter");
assert.match(said, new RegExp(`^Excluded: ${total} references together`));
assert.equal(Number(await page.textContent("[data-count=review]")), waiting - total);
await decide(page, "u");
assert.equal(Number(await page.textContent("[data-count=review]")), waiting, "one undo takes all of them back");
await decide(page, "r");
assert.equal(Number(await page.textContent("[data-count=review]")), waiting - total);
console.log(JSON.stringify({ together: total }));
await chromium.close();
