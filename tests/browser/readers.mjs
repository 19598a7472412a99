// Two readers who must not see each other's votes, and an adjudicator.
import { strict as assert } from "node:assert";
import { browser, decide, go, open, picture, shown } from "./page.mjs";

const [first, second, third, others] = process.argv.slice(2);
const chromium = await browser();
const ann = await open(chromium, first), bo = await open(chromium, second);
const names = [];
for (const key of ["4", "i", "i"]) {
  names.push(await shown(ann));
  await decide(ann, key);
}
// Everything that the second reader's browser is sent, until the vote is given.
const sent = [];
bo.on("response", async (response) => sent.push(await response.text().catch(() => "")));
await bo.reload();
await bo.waitForSelector(".card");
for (const list of [["a", "all"], ["c", "conflicts"], ["t", "texts"], ["r", "review"]]) await go(bo, ...list);
for (const name of names) {
  await bo.evaluate((name) => { location.hash = "#all/" + name; }, name);
  await bo.waitForFunction((name) => document.title && location.hash.endsWith(name), name);
  await bo.waitForTimeout(150);
}
assert.ok(sent.length > 6, "the pages were sent");
assert.ok(sent.every((text) => !text.includes(others)), "nothing names the other reader before the vote");
assert.equal(await bo.textContent("[data-count=conflicts]"), "0");
for (const name of names.slice(0, 2)) {
  await bo.evaluate((name) => { location.hash = "#review/" + name; }, name);
  await bo.waitForFunction((name) => location.hash.endsWith(name) && document.getElementById("content").dataset.queue === "review", name);
  await bo.waitForTimeout(200);
  await decide(bo, "i");
}
assert.equal(await bo.textContent("[data-count=conflicts]"), "1", "the first is a conflict, the second is agreed");
const judge = await open(chromium, third);
await go(judge, "c", "conflicts");
const page = await judge.textContent("#content");
assert.ok(page.includes(others) && page.includes("exclude"), "the adjudicator sees both votes");
await picture(judge, "conflict");
await decide(judge, "e", "4");
assert.equal(await judge.textContent("[data-count=conflicts]"), "0");
console.log(JSON.stringify({ settled: decodeURIComponent(names[0]) }));
await chromium.close();
