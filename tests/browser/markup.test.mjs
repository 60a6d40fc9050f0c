// The markup as checkers read it: html-validate, the W3C's Nu checker, axe-core on each page type, locked and open.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { closeBrowser, copyUrl, hasTool, insertAll, noChromium, passphraseOf, root, sample, terkawal, unlock, withPage } from "./lib.mjs";

const checkers = join(root, "tests/markup");
const missing = existsSync(join(checkers, "node_modules")) ? false : "skipped: the checkers of tests/markup are not installed";
if (missing) console.log(missing);
const load = createRequire(join(checkers, "package.json"));

/** A copy cleared for everything, and one that holds little. */
const COPIES = ["01", "04-02"];
const opened = mkdtempSync(join(tmpdir(), "terkawal-markup-"));
after(closeBrowser);
after(() => rmSync(opened, { recursive: true, force: true }));

const pagesIn = (folder) => readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html")).map((path) => join(folder, path));

/** Every page of the open site, the one-file copies, and the sections that stock tools unpack. */
function everyPage() {
  const { site, copies } = sample();
  for (const number of COPIES) {
    const to = join(opened, number);
    if (existsSync(to)) continue;
    terkawal("-q", "open", join(copies, `salinan-${number}.html`), "--passphrase-file", join(root, `distribution/demo/${number}.passphrase`), "--to", to);
  }
  const files = COPIES.map((number) => join(copies, `salinan-${number}.html`));
  return [...pagesIn(site), ...files, ...pagesIn(opened)];
}

describe("checkers of markup", { skip: missing }, () => {
  test("html-validate finds no fault in any page", async () => {
    const { HtmlValidate } = await import(pathToFileURL(load.resolve("html-validate")).href);
    const rules = {
      // HTML forbids blanks only; the ids of embedded files carry their names.
      "valid-id": ["error", { relaxed: true }],
      // Telephone numbers are searched and copied, which other hyphens and blanks would spoil.
      "tel-non-breaking": "off",
    };
    const validate = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules });
    const faults = [];
    for (const path of everyPage()) {
      for (const { messages } of (await validate.validateFile(path)).results) {
        for (const { ruleId, message, line } of messages) faults.push(`${path}:${line} ${ruleId}: ${message}`);
      }
    }
    assert.deepEqual(faults, []);
  });

  test("the Nu checker finds no error in any page", { skip: hasTool("java") ? false : "skipped: java is not installed" }, () => {
    const jar = join(checkers, "node_modules/vnu-jar/build/dist/vnu.jar");
    const pages = everyPage();
    const run = spawnSync("java", ["-Xss4m", "-jar", jar, "--format", "json", ...pages], { encoding: "utf8", maxBuffer: 2 ** 28 });
    const { messages } = JSON.parse(run.stderr);
    const faults = messages.filter(({ type }) => type === "error" || type === "non-document-error");
    assert.deepEqual(faults.map(({ url, lastLine, message }) => `${url}:${lastLine} ${message}`), []);
  });
});

describe("axe-core finds no violation", { skip: missing || noChromium }, () => {
  const script = missing ? "" : readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
  const violations = (page) =>
    page.evaluate(async (script) => {
      // The page's own policy lets no script in; the tests' browser looks past it for this one.
      if (!window.axe) (0, eval)(script);
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"], preload: false });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).slice(0, 3).join(" … ")}`);
    }, script);

  for (const [name, options] of Object.entries({
    "on a desktop": { colorScheme: "light", viewport: { width: 1280, height: 900 } },
    "on a phone in the dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  })) {
    const browser = { ...options, bypassCSP: true };
    test(`open pages ${name}`, () =>
      withPage(async (page) => {
        for (const path of pagesIn(sample().site)) {
          // The front door only sends on to the version in force.
          if (path === join(sample().site, "index.html")) continue;
          await page.goto(pathToFileURL(path).href);
          assert.deepEqual(await violations(page), [], path);
        }
      }, browser));
    for (const number of COPIES) {
      test(`copy ${number}, locked and open, ${name}`, () =>
        withPage(async (page) => {
          await page.goto(copyUrl(number));
          assert.deepEqual(await violations(page), []);
          await unlock(page, passphraseOf(number));
          await insertAll(page);
          assert.deepEqual(await violations(page), []);
        }, browser));
    }
  }
});
