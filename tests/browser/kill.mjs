// Decides without a pause and prints each decision once the page has said that it is saved. Somebody kills the server meanwhile.
import { browser, decide, open } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
const page = await open(chromium, address, { tolerant: true });
try {
  for (;;) console.log(await decide(page, Math.random() < 0.5 ? "i" : "4"));
} catch {
  const alert = await page.textContent("#alert").catch(() => "");
  console.log(`END ${alert}`);
}
await chromium.close();
