// What a reader would be annoyed by: a note that is gone, a focus that is nowhere, a search that does not show what it found.
import { strict as assert } from "node:assert";
import { browser, decide, go, open, picture, shown } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
const page = await open(chromium, address);
const note = async (text) => {
  await page.keyboard.press("n");
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
};
const focused = () => page.evaluate(() => document.activeElement.dataset.do || document.activeElement.id);

// An undo gives the note back, and what was begun for the next reference stays with that.
const first = await shown(page);
await note("for the first");
await decide(page, "i");
const second = await shown(page);
assert.equal(await page.inputValue("#note"), "");
await note("for the second");
const said = await decide(page, "u");
assert.match(said, /^Took back: include, “/, "it says of what");
assert.equal(await shown(page), first);
assert.equal(await page.inputValue("#note"), "for the first");
await page.keyboard.press("j");
await page.waitForFunction((name) => location.hash.endsWith(name), second);
assert.equal(await page.inputValue("#note"), "for the second");
await page.fill("#note", "");
await page.keyboard.press("Escape");

// The focus is on the title after a decision, and stays on a button of the page that is pressed.
await decide(page, "m");
assert.equal(await focused(), "title");
const criterion = page.locator("[data-criterion]").nth(3);
await page.keyboard.press("Shift+Digit4");
await page.waitForFunction(() => document.querySelectorAll("[data-criterion]")[3].dataset.own === "met");
await criterion.locator("[data-answer=unclear]").focus();
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.querySelectorAll("[data-criterion]")[3].dataset.own === "unclear");
assert.equal(await criterion.locator("[data-answer=unclear]").getAttribute("aria-pressed"), "true");
assert.equal(await focused(), "criterion");
await picture(page, "criteria");
await go(page, "t", "texts");
await page.keyboard.press("f");
await page.waitForSelector(".full-text .tag.sought");
await page.focus("[data-do=retrieved]");
await page.keyboard.press("Enter");
await page.waitForSelector(".full-text .tag.retrieved");
assert.equal(await focused(), "retrieved");
assert.match(await page.textContent("#progress-words"), /^0 of \d+ assessed or given up/);

// What is looked for is marked; one button shows everything again.
await go(page, "a", "all");
const all = await page.textContent("#place");
await page.keyboard.press("/");
await page.keyboard.type("leadership");
await page.keyboard.press("Enter");
await page.waitForSelector("b.wanted");
await page.click("#filters summary");
await page.fill("#f-from", "2010");
await page.selectOption("#f-search", { index: 1 });
await page.waitForTimeout(300);
await page.click("[data-do=clear]");
await page.waitForFunction((all) => document.getElementById("place").textContent.split(" ").pop() === all.split(" ").pop(), all);
console.log(JSON.stringify({ done: true }));
await chromium.close();
