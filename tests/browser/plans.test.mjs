// Plans of other kinds and languages: the three that `init` writes and the three of tests/fixtures, on screen and on paper.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { htmlValidate, missing, noJava, nuChecker, violations } from "./checkers.mjs";
import { closeBrowser, hasTool, insertAll, noChromium, root, temporary, terkawal, unlock, withPage } from "./lib.mjs";

/** Each plan with its language, a copy that reads all, the mark of its sheets, and what stands together on one of them. */
const PLANS = {
  "starter ms": { init: "ms", copy: "01", language: "ms", mark: "SULIT" },
  "starter id": { init: "id", copy: "01", language: "id", mark: "RAHASIA" },
  "starter en": { init: "en", copy: "01", language: "en", mark: "CONFIDENTIAL" },
  pekeliling: { fixture: "pekeliling", copy: "01", language: "ms", mark: "TERHAD", together: ["Pekeliling ini menetapkan", "Tiga buah peranti", "Peranti tidak boleh dipinjamkan"] },
  prosedur: { fixture: "prosedur", copy: "01", language: "id", mark: "TERBATAS" },
  strategi: { fixture: "strategi", copy: "01", language: "ms", mark: "TERHAD", together: ["3.0 Pelan tindakan", "Strategi 1.1"] },
};

const built = new Map();
/** Builds a plan with a passphrase for each holder: `{ site, version, copy, passphrase, opened }`. */
function plan(name) {
  if (built.has(name)) return built.get(name);
  const { init, fixture, copy } = PLANS[name];
  const folder = temporary();
  const at = join(folder, "plan");
  if (init) terkawal("init", at, "--language", init);
  else cpSync(join(root, "tests/fixtures", fixture), at, { recursive: true });
  for (const seat of readFileSync(join(at, "distribution/list.yaml"), "utf8").split(/- number: "/).slice(1)) {
    const number = seat.slice(0, seat.indexOf('"'));
    if (!/members:|reserved: true/.test(seat)) terkawal("-r", at, "enrol", number, "--passphrase", "--slip", join(folder, `${number}.txt`));
  }
  const output = join(folder, "out");
  terkawal("-q", "-r", at, "build", "-o", output);
  const version = readdirSync(join(output, "copies"))[0];
  const slip = join(folder, `${copy}.txt`);
  const file = join(output, "copies", version, readdirSync(join(output, "copies", version)).find((name) => name.endsWith(`-${copy}.html`)));
  const opened = join(folder, "opened");
  terkawal("-q", "open", file, "--passphrase-file", slip, "--to", opened);
  const passphrase = readFileSync(slip, "utf8").match(/[A-Z0-9]+(?:-[A-Z0-9]+){4,}/)[0];
  const all = { site: join(output, "site"), version, file, passphrase, opened };
  built.set(name, all);
  return all;
}

const pagesIn = (folder) => readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html")).map((path) => join(folder, path));
const everyPage = () => Object.keys(PLANS).flatMap((name) => [...pagesIn(plan(name).site), plan(name).file, ...pagesIn(plan(name).opened)]);
after(closeBrowser);

describe("other plans in the checkers of markup", { skip: missing }, () => {
  test("html-validate finds no fault in any page", async () => assert.deepEqual(await htmlValidate(everyPage()), []));
  test("the Nu checker finds no error in any page", { skip: noJava }, () => assert.deepEqual(nuChecker(everyPage()), []));
});

describe("other plans in the browser", { skip: missing || noChromium }, () => {
  for (const name of Object.keys(PLANS)) {
    test(`${name}: axe-core finds no violation, and nothing is wider than a phone`, () =>
      withPage(
        async (page) => {
          const { site, version, file, passphrase } = plan(name);
          for (const path of ["index.html", "print/index.html", "search/index.html"]) {
            if (!existsSync(join(site, version, path))) continue;
            await page.goto(pathToFileURL(join(site, version, path)).href);
            assert.deepEqual(await violations(page), [], path);
          }
          await page.goto(pathToFileURL(file).href);
          assert.equal(await page.getAttribute("html", "lang"), PLANS[name].language);
          assert.deepEqual(await violations(page), []);
          await unlock(page, passphrase);
          await insertAll(page);
          assert.deepEqual(await violations(page), []);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
        },
        { bypassCSP: true, colorScheme: "dark", viewport: { width: 390, height: 844 } },
      ));

    test(`${name}: every sheet of a copy has its mark at the top and at the bottom`, { skip: hasTool("pdftotext") ? false : "skipped: pdftotext is not installed" }, () =>
      withPage(async (page) => {
        const { file, passphrase } = plan(name);
        await page.goto(pathToFileURL(file).href);
        await unlock(page, passphrase);
        const path = join(temporary(), "print.pdf");
        await page.pdf({ path, preferCSSPageSize: true, format: "A4" });
        const sheets = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8", maxBuffer: 1e8 }).split("\f").slice(0, -1);
        assert.ok(sheets.length > 3);
        for (const [at, sheet] of sheets.entries()) {
          const lines = sheet.split("\n").filter((line) => line.trim() !== "").map((line) => line.replace(/\s+/g, ""));
          const marks = [lines.slice(0, 4), lines.slice(-4)].map((ends) => ends.some((line) => line.includes(PLANS[name].mark)));
          assert.deepEqual(marks, [true, true], `sheet ${at + 1}: ${lines.slice(0, 3).join(" / ")} … ${lines.slice(-3).join(" / ")}`);
        }
        const words = (PLANS[name].together ?? []).map((words) => words.replace(/\s+/g, ""));
        const bare = sheets.map((sheet) => sheet.replace(/\s+/g, ""));
        assert.ok(bare.some((sheet) => words.every((each) => sheet.includes(each))), `no sheet has ${words}`);
      }));
  }
});
