// A whole session by keyboard alone, with a reload in the middle. Prints what was pressed and how long it took.
import { strict as assert } from "node:assert";
import { browser, decide, open, picture, shown } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
const page = await open(chromium, address);
await picture(page, "session-first");
await page.keyboard.press("?");
assert.ok(await page.isVisible("#help"));
await picture(page, "session-help");
await page.keyboard.press("Escape");
const total = Number(await page.textContent("[data-count=review]"));
const pressed = [];
const began = Date.now();
for (let at = 0; at < total; at += 1) {
  const name = decodeURIComponent(await shown(page));
  const keys = [["i"], ["4"], ["m"], ["e", "1"], ["e", "Escape", "i"]][at % 5];
  if (at === 7) {
    await page.keyboard.press("n");
    await page.keyboard.type("A note with <b>marks</b> & \"quotes\"; i e m");
    await page.keyboard.press("Escape");
  }
  await decide(page, ...keys);
  pressed.push({ name, verdict: ["include", "exclude", "unsure", "exclude", "include"][at % 5], criterion: ["", "uk", "", "year", ""][at % 5] });
  if (at === Math.floor(total / 2)) {
    const next = await shown(page);
    await page.reload();
    await page.waitForSelector(".card");
    assert.equal(await shown(page), next, "a reload shows what was shown");
    await picture(page, "session-middle");
  }
}
const seconds = (Date.now() - began) / 1000;
assert.match(await page.textContent("#title"), /Nothing is left/);
await picture(page, "session-end");
for (let at = 0; at < 3; at += 1) await decide(page, "u");
assert.equal(await page.textContent("[data-count=review]"), "3", "three are open again");
for (let at = 0; at < 3; at += 1) await decide(page, "r");
assert.equal(await page.textContent("[data-count=review]"), "0");
console.log(JSON.stringify({ pressed, seconds }));
await chromium.close();
