// On a phone: every list and every way to decide is in sight, and nothing is wider than the screen.
import { strict as assert } from "node:assert";
import { browser, open, picture } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
for (const width of [375, 320]) {
  const page = await open(chromium, address, { options: { viewport: { width, height: 667 }, hasTouch: true, isMobile: true } });
  for (const [list, count] of [["nav a", 5], ["#actions button:visible", 7]]) {
    const boxes = await page.locator(list).evaluateAll((all) => all.map((one) => ({ name: one.textContent, box: one.getBoundingClientRect().toJSON() })));
    assert.ok(boxes.length >= count, `${list}: ${boxes.length}`);
    for (const { name, box } of boxes) {
      assert.ok(box.left >= 0 && box.right <= width && box.width > 20, `${width}: ${name} stands at ${box.left} to ${box.right}`);
      assert.ok(box.top >= 0 && box.bottom <= 667, `${width}: ${name} stands at ${box.top} to ${box.bottom}`);
    }
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "nothing is wider than the screen");
  await picture(page, `phone-${width}`);
  await page.close();
}
console.log(JSON.stringify({ done: true }));
await chromium.close();
