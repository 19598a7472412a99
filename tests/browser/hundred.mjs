// A hundred references by keyboard alone. Prints what was pressed, how long it took, and the slowest.
import { strict as assert } from "node:assert";
import { browser, decide, open } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
const page = await open(chromium, address);
assert.ok(Number(await page.textContent("[data-count=review]")) >= 100);
const KEYS = [[["i"], "include", ""], [["4"], "exclude", "uk"], [["m"], "unsure", ""], [["e", "1"], "exclude", "year"]];
const pressed = [];
let slowest = 0;
const began = Date.now();
for (let at = 0; at < 100; at += 1) {
  const [keys, verdict, criterion] = KEYS[at % KEYS.length];
  const start = Date.now();
  await decide(page, ...keys);
  slowest = Math.max(slowest, Date.now() - start);
  pressed.push({ verdict, criterion });
}
console.log(JSON.stringify({ pressed, seconds: (Date.now() - began) / 1000, slowest }));
await chromium.close();
