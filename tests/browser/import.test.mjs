// The real plan, where it is at hand: imported, enrolled, built, and a copy of it opened. None of its text stands here.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { closeBrowser, insertAll, noChromium, root, temporary, terkawal, unlock, withPage } from "./lib.mjs";

const seed = join(root, "../shared/seeds/pkp-plan.txt");
const skip = noChromium || (existsSync(seed) ? false : "skipped: the plan to import is not there");
if (skip && !noChromium) console.log(skip);
after(closeBrowser);

/** Copy numbers with a holder: not reserved, and no team that only has members. */
function holders(plan) {
  const entries = readFileSync(join(plan, "distribution/list.yaml"), "utf8").split(/^\s*- number: /m).slice(1);
  return entries.filter((entry) => !/reserved: true|members:/.test(entry)).map((entry) => /^"?([\d-]+)/.exec(entry)[1]);
}

/** Three stretches of running text, from the first, middle and last part of the document. */
function phrases() {
  const flowing = readFileSync(seed, "utf8").split("\n").filter((line) => /^[A-Z][A-Za-z ,.()-]{120,}$/.test(line));
  assert.ok(flowing.length >= 10, "the document has running text");
  return [0.1, 0.5, 0.9].map((part) => flowing[Math.floor(flowing.length * part)].split(" ").slice(2, 12).join(" "));
}

describe("the imported plan", { skip }, () => {
  test("is published, and a copy of it opens", async () => {
    const plan = join(temporary(), "plan");
    const output = join(temporary(), "output");
    const slips = temporary();
    terkawal("-q", "import", seed, plan);
    const numbers = holders(plan);
    assert.ok(numbers.includes("01") && numbers.includes("03-01"), numbers.join());
    for (const number of numbers) terkawal("-q", "enrol", number, "--passphrase", "--slip", join(slips, number), "-r", plan);
    terkawal("-q", "build", "-r", plan, "-o", output);

    const slip = readFileSync(join(slips, "03-01"), "utf8");
    const passphrase = /\b03-01(-[0-9A-Z]{6}){4}\b/.exec(slip)[0];
    const expected = phrases();
    await withPage(async (page) => {
      await page.goto(pathToFileURL(join(output, "copies/2.0/salinan-03-01.html")).href);
      const text = () => page.evaluate(() => document.getElementById("document").textContent.replace(/\s+/g, " "));
      const locked = await text();
      expected.forEach((phrase, i) => assert.ok(!locked.includes(phrase), `phrase ${i + 1} is sealed`));
      await unlock(page, passphrase);
      await insertAll(page);
      const open = await text();
      expected.forEach((phrase, i) => assert.ok(open.includes(phrase), `phrase ${i + 1} is there`));
      const shown = await page.$$eval(".section > .heading .number", (numbers) => numbers.map((number) => number.textContent));
      assert.ok(shown.includes("3.42"), "the document's own numbers are kept");
      assert.ok((await page.$$eval("#contents .number", (numbers) => numbers.map((number) => number.textContent))).includes("3.42"));
      assert.match(await page.innerText(".reader-bar-top"), /TERHAD[\s\S]*SALINAN TERKAWAL NO\. 03-01[\s\S]*Versi 2\.0/);
    });
  });
});
