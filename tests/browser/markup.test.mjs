// The markup as checkers read it: html-validate, the W3C's Nu checker, axe-core on each page type, locked and open.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { htmlValidate, missing, noJava, nuChecker, violations } from "./checkers.mjs";
import { closeBrowser, copyUrl, insertAll, noChromium, passphraseOf, root, sample, terkawal, unlock, withPage } from "./lib.mjs";

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
  test("html-validate finds no fault in any page", async () => assert.deepEqual(await htmlValidate(everyPage()), []));
  test("the Nu checker finds no error in any page", { skip: noJava }, () => assert.deepEqual(nuChecker(everyPage()), []));
});

describe("axe-core finds no violation", { skip: missing || noChromium }, () => {
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
