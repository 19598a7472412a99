// What the scenarios share: a browser, a page that must not complain, keys, and what the page says.
import { strict as assert } from "node:assert";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run",
];

/** Opens a browser with nothing of this machine's settings. */
export async function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
}

/** Opens an address; what the page's console complains of is a failure, but for a server that is killed on purpose. */
export async function open(on, address, { options = {}, tolerant = false } = {}) {
  const context = await on.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => { if (!tolerant) throw error; });
  page.on("console", (message) => assert.ok(tolerant || message.type() !== "error", `the console says: ${message.text()}`));
  await page.goto(address);
  await page.waitForSelector("#title");
  return page;
}

/** The name of what is shown. */
export const shown = (page) => page.evaluate(() => location.hash.split("/")[1] || "");

/** Presses keys and waits until the page has said that the decision is saved. */
export async function decide(page, ...keys) {
  const before = await page.textContent("#said");
  const name = await shown(page);
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForFunction(([said, name]) => {
    const now = document.getElementById("said").textContent;
    return now && (now !== said || (location.hash.split("/")[1] || "") !== name);
  }, [before, name], { timeout: 20000 });
  return page.textContent("#said");
}

/** Goes to a list and waits until it shows. */
export async function go(page, key, queue) {
  await page.keyboard.press("g");
  await page.keyboard.press(key);
  await page.waitForFunction((queue) => document.getElementById("content").dataset.queue === queue, queue);
}

export const picture = async (page, name) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
