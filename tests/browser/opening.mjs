// How long a report takes to open, and how long its frames are while it scrolls. No test: it measures and prints.
import { browser } from "./page.mjs";

const [address] = process.argv.slice(2);
const chromium = await browser();
for (let turn = 0; turn < 3; turn += 1) {
  const page = await chromium.newPage({ viewport: { width: 1280, height: 860 } });
  const began = performance.now();
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const opened = performance.now() - began;
  const frames = await page.evaluate(() => new Promise((done) => {
    const frames = [];
    let last = performance.now();
    const step = (now) => {
      frames.push(now - last);
      last = now;
      window.scrollBy(0, 400);
      if (frames.length < 200) requestAnimationFrame(step); else done(frames.sort((a, b) => a - b));
    };
    requestAnimationFrame(step);
  }));
  console.log(`opened after ${opened.toFixed(0)} ms; frames: median ${frames[100].toFixed(1)} ms, 95 % within ${frames[190].toFixed(1)} ms`);
  await page.close();
}
await chromium.close();
