// Every list, every dialog, light and dark, wide and on a phone, without a violation.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { browser, decide, go, open, picture } from "./page.mjs";

const [address] = process.argv.slice(2);
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chromium = await browser();
const violations = [];
let looks = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1280, 860], [390, 800]]) {
    const page = await open(chromium, address, { options: { colorScheme, viewport: { width, height }, bypassCSP: true } });
    const look = async (name) => {
      await page.waitForTimeout(250);
      await page.evaluate(source);
      const found = await page.evaluate(() => window.axe.run());
      looks += 1;
      for (const { id, help, nodes } of found.violations) violations.push(`${name} ${colorScheme} ${width}: ${id}, ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
      if (wide) violations.push(`${name} ${colorScheme} ${width}: the page scrolls sideways`);
      await picture(page, `${name}-${colorScheme}-${width}`);
    };
    await look("review");
    for (const [key, dialog] of [["?", "help"], ["e", "exclude"], ["d", "pick"], ["l", "jump"]]) {
      await page.keyboard.press(key);
      await look(dialog);
      await page.keyboard.press("Escape");
    }
    await page.keyboard.press("n");
    await look("note");
    await page.keyboard.press("Escape");
    await decide(page, "i");
    for (const [key, queue] of [["p", "pairs"], ["c", "conflicts"], ["t", "texts"], ["a", "all"]]) {
      await go(page, key, queue);
      await look(queue);
    }
    await decide(page, "u");
    await page.close();
  }
}
if (violations.length) {
  console.error(violations.join("\n"));
  process.exit(1);
}
console.log(JSON.stringify({ looks }));
await chromium.close();
