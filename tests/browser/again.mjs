// A note is begun, the server is killed and started again (its new address comes on the standard input): the note stands in the new
// page, and the page that lay open saves the decision by itself.
import { createInterface } from "node:readline/promises";
import { browser, open, shown } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
const page = await open(chromium, address, { tolerant: true });
await page.keyboard.press("n");
await page.keyboard.type("a long careful note");
await page.keyboard.press("Escape");
console.log(`TYPED ${await shown(page)}`);
const next = await createInterface({ input: process.stdin }).question("");
const alert = async () => { await page.waitForFunction(() => document.getElementById("alert").textContent); return page.textContent("#alert"); };
await page.keyboard.press("m");
const told = await alert();
const other = await page.context().newPage();
await other.goto(next);
await other.waitForSelector("#title");
const note = await other.inputValue("#note");
await page.click("#alert button");
await page.waitForFunction(() => document.getElementById("said").textContent.includes("left"), null, { timeout: 20000 });
await chromium.close();
console.log(JSON.stringify({ told, note }));
