// On a phone: every list and every way to decide is in sight, and nothing is wider than the screen.
import { strict as assert } from "node:assert";
import { browser, open, picture } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
for (const width of [390, 360, 320]) {
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
  await page.tap("#filters summary");
  const panel = await page.locator(".filters").boundingBox();
  assert.ok(panel.x >= 0 && panel.x + panel.width <= width, `${width}: the filter stands at ${panel.x} to ${panel.x + panel.width}`);
  for (const field of await page.locator(".filters select, .filters input, .filters button").all()) {
    const box = await field.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width, `${width}: a field of the filter stands at ${box.x} to ${box.x + box.width}`);
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "nor with the filter open");
  await picture(page, `phone-filter-${width}`);
  await page.tap("#filters summary");
  // What the ranking has to say is folded: the reference comes first.
  const advice = await page.locator("#advice details").all();
  assert.ok(advice.length > 0, "the ranking says something");
  for (const box of advice) {
    assert.equal(await box.evaluate((one) => one.open), false);
    assert.ok((await box.boundingBox()).height < 100, "one sentence");
  }
  await page.close();
}
console.log(JSON.stringify({ done: true }));
await chromium.close();
