// What people who use a keyboard or a screen reader need, on the real pages.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { closeBrowser, copyUrl, insertAll, noChromium, passphraseOf, sample, unlock, withPage } from "./lib.mjs";

const address = (path) => pathToFileURL(join(sample().site, path)).href;
after(closeBrowser);

const PAGES = {
  cover: "1.0/index.html", contents: "1.0/contents/index.html", control: "1.0/control/index.html", distribution: "1.0/distribution/index.html",
  figures: "1.0/figures/index.html", tables: "1.0/tables/index.html", attachments: "1.0/attachments/index.html",
  references: "1.0/references/index.html", abbreviations: "1.0/abbreviations/index.html", chapter: "1.0/pengenalan/index.html",
  "section with a block": "1.0/komponen-pelan/index.html", "section with pictures": "1.0/komponen-pelan/tindak-balas-kecemasan/pengungsian-bangunan/index.html",
  print: "1.0/print/index.html", search: "1.0/search/index.html", versions: "versions/index.html", "reading page": "1.0/read/index.html",
};

/** Faults of the page's structure, as words. */
const faultsOf = (page) =>
  page.evaluate(() => {
    const faults = [];
    const say = (fault) => faults.push(fault);
    const shown = (element) => element.checkVisibility({ contentVisibilityAuto: false });
    if (document.documentElement.lang !== "ms") say(`lang is ${document.documentElement.lang}`);
    if (document.title.trim() === "") say("no title");
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown);
    const first = headings.filter(({ localName }) => localName === "h1").length;
    if (first !== 1) say(`${first} headings of the first level`);
    let last = 0;
    for (const heading of headings) {
      const level = Number(heading.localName[1]);
      const words = heading.textContent.replace(/\s+/g, " ").trim();
      if (level > last + 1) say(`from level ${last} to ${level}: ${words}`);
      if (words === "") say(`an empty heading of level ${level}`);
      last = level;
    }
    for (const image of document.querySelectorAll("img")) if (!image.getAttribute("alt")?.trim()) say(`no alt: ${image.src.slice(0, 60)}`);
    for (const control of document.querySelectorAll("input, select, textarea, button")) {
      const name = control.localName === "button" ? control.textContent : control.labels[0]?.textContent ?? control.getAttribute("aria-label");
      if (!name?.trim()) say(`no label: ${control.outerHTML.slice(0, 80)}`);
    }
    for (const link of document.querySelectorAll("a[href]")) {
      const name = link.textContent.trim() || link.querySelector("[aria-label]")?.getAttribute("aria-label") || link.getAttribute("aria-label");
      if (!name) say(`a link without words: ${link.getAttribute("href")}`);
    }
    for (const reference of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
      for (const element of document.querySelectorAll(`[${reference}]`)) {
        for (const id of element.getAttribute(reference).split(/\s+/)) if (!document.getElementById(id)) say(`${reference} names no element: ${id}`);
      }
    }
    if (document.querySelectorAll("main").length !== 1) say("not exactly one main");
    for (const nav of document.querySelectorAll("nav")) if (!nav.getAttribute("aria-label")) say("a nav without a name");
    for (const table of document.querySelectorAll("table")) if (!table.querySelector("th")) say(`a table without heads: ${table.textContent.slice(0, 40)}`);
    return faults;
  });

describe("structure", { skip: noChromium }, () => {
  for (const [name, path] of Object.entries(PAGES)) {
    test(name, () => withPage(async (page) => (await page.goto(address(path)), assert.deepEqual(await faultsOf(page), []))));
  }
  test("a one-file copy, locked and open", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("05-01"));
      assert.deepEqual(await faultsOf(page), []);
      await unlock(page, passphraseOf("05-01"));
      await insertAll(page);
      assert.deepEqual(await faultsOf(page), []);
    }));
});

describe("keyboard", { skip: noChromium }, () => {
  const focused = (page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const onScreen = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
      return { tag: element.localName, what: element.outerHTML.slice(0, 80), ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, onScreen };
    });
  const views = {
    "the cover": [() => address("1.0/index.html"), "#main"],
    "a section": [() => address("1.0/komponen-pelan/index.html"), "#main"],
    "the search": [() => address("1.0/search/index.html"), "#main"],
    "the reading page": [() => address("1.0/read/index.html"), "#document"],
    "a one-file copy": [() => copyUrl("05-01"), "#document"],
  };
  for (const [name, [url, target]] of Object.entries(views)) {
    test(`${name}: every stop has a ring and is on the screen; the skip link comes first and skips`, () =>
      withPage(async (page) => {
        await page.goto(url());
        for (let stop = 0; stop < 20; stop++) {
          await page.keyboard.press("Tab");
          const { tag, what, ring, onScreen } = await focused(page);
          if (tag === "body") break;
          assert.ok(ring, `no ring: ${what}`);
          assert.ok(onScreen, `out of sight: ${what}`);
        }
        await page.goto("about:blank");
        await page.goto(url());
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
        await page.keyboard.press("Enter");
        // The key returns before the browser has gone there.
        await page.waitForFunction((target) => location.hash === target, target);
        await page.keyboard.press("Tab");
        assert.ok(await page.evaluate((target) => document.activeElement.closest(target) !== null, target), "the next stop is in the text");
      }));
  }

  test("a copy is opened, read and locked without a mouse", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("05-01"));
      await page.focus("#reader-passphrase");
      await page.keyboard.type(passphraseOf("05-01"));
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.body.dataset.reader === "open");
      assert.equal(await page.evaluate(() => document.activeElement.className), "reader-opened");
      await page.focus(".reader-relock");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.body.dataset.reader === "locked");
      assert.equal(await page.evaluate(() => document.activeElement.id), "reader-passphrase");
    }));
});
