// The open site from a folder: every link leads somewhere, pages fit the window, navigation works.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { closeBrowser, copyUrl, follow, insertAll, noChromium, passphraseOf, sample, unlock, withPage } from "./lib.mjs";

const address = (path) => pathToFileURL(join(sample().site, path)).href;
const pages = noChromium ? [] : readdirSync(sample().site, { recursive: true }).filter((path) => path.endsWith(".html")).sort();

describe("links of the open site", { skip: noChromium }, () => {
  const attribute = (html, name) => [...html.matchAll(new RegExp(`\\s${name}\\s*=\\s*("([^"]*)"|'([^']*)'|[^\\s>"']+)`, "g"))].map((m) => (m[2] ?? m[3] ?? m[1]).replaceAll("&amp;", "&"));
  // Data blocks and the reader's program are no markup.
  const markup = (html) => html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<style[\s\S]*?<\/style>/g, "");

  function check(file, html, anchorsOf) {
    const broken = [];
    let links = 0;
    for (const link of [...attribute(html, "href"), ...attribute(html, "src")]) {
      if (/^(mailto:|tel:|https?:|data:)/.test(link)) continue;
      links += 1;
      const target = new URL(link, pathToFileURL(file));
      const path = fileURLToPath(Object.assign(new URL(target), { hash: "" }));
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (link.startsWith("/")) broken.push(`${link} is not relative`);
      else if (!existsSync(path) || path.endsWith("/")) broken.push(`${link}: no such file`);
      else if (anchor !== "" && !anchorsOf(path).has(anchor)) broken.push(`${link}: no such anchor`);
    }
    return { broken, links };
  }
  const known = new Map();
  const anchorsOf = (path) => {
    if (!known.has(path)) known.set(path, new Set(attribute(markup(readFileSync(path, "utf8")), "id")));
    return known.get(path);
  };

  test("every link and source of every page exists, and every anchor in its page", () => {
    assert.ok(pages.length > 25);
    let checked = 0;
    const faults = [];
    for (const path of pages) {
      const file = join(sample().site, path);
      const { broken, links } = check(file, markup(readFileSync(file, "utf8")), anchorsOf);
      faults.push(...broken.map((fault) => `${path}: ${fault}`));
      checked += links;
    }
    assert.deepEqual(faults, []);
    assert.ok(checked > 500, `${checked} links`);
  });

  test("every page can be reached from the first one", () => {
    const seen = new Set();
    const queue = [join(sample().site, "index.html")];
    while (queue.length > 0) {
      const file = queue.pop();
      if (seen.has(file) || !file.endsWith(".html")) continue;
      seen.add(file);
      const html = markup(readFileSync(file, "utf8"));
      for (const link of attribute(html, "href")) {
        if (!/^(\w+:|#)/.test(link)) queue.push(join(dirname(file), link.replace(/#.*/, "")));
      }
    }
    assert.deepEqual(pages.filter((path) => !seen.has(join(sample().site, path))), []);
  });

  test("ids stand once in their page, and every anchor of an opened copy exists in it", () =>
    withPage(async (page) => {
      for (const path of pages) {
        const ids = attribute(markup(readFileSync(join(sample().site, path), "utf8")), "id");
        assert.equal(new Set(ids).size, ids.length, `an id stands twice in ${path}`);
      }
      await page.goto(copyUrl("05-01"));
      await unlock(page, passphraseOf("05-01"));
      await insertAll(page);
      const { ids, targets } = await page.evaluate(() => ({
        ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
        targets: [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
      }));
      assert.equal(new Set(ids).size, ids.length);
      const lost = targets.filter((href) => (href.startsWith("#") ? !ids.includes(decodeURIComponent(href.slice(1))) : !/^(mailto:|tel:|https?:|data:)/.test(href)));
      assert.deepEqual(lost, []);
    }));
});

describe("the open site from a folder", { skip: noChromium }, () => {
  before(() => assert.ok(pages.includes("1.0/komponen-pelan/index.html")));
  after(closeBrowser);

  test("every page loads without complaint, with its style and its classification", () =>
    withPage(async (page) => {
      for (const path of pages) {
        await page.goto(address(path));
        if (path === "index.html") {
          await page.waitForURL(/1\.0\/index\.html$/);
          continue;
        }
        const styled = await page.evaluate(() => getComputedStyle(document.querySelector(".classification")).textAlign);
        assert.equal(styled, "center", path);
        const marks = await page.$$eval(".band .classification", (marks) => marks.map((mark) => mark.textContent));
        assert.equal(marks.length, 2, path);
        for (const mark of marks) assert.match(mark, /^(TERBUKA|TERHAD)$/);
        const broken = await page.$$eval("img", (images) => images.filter((image) => image.complete && image.naturalWidth === 0).map(({ src }) => src));
        assert.deepEqual(broken, [], path);
        assert.match(await page.textContent("header"), /DRAF.*DEMONSTRASI/s);
      }
    }));

  test("reading on with 'next' passes every open page until a sealed section, and 'previous' leads back", () =>
    withPage(async (page) => {
      await page.goto(address("1.0/index.html"));
      await follow(page, ".chapters a");
      const passed = [];
      for (;;) {
        passed.push(relative(sample().site, fileURLToPath(page.url())));
        await follow(page, "a[rel=next]");
        if (page.url().includes("/read/")) break;
      }
      assert.deepEqual(passed.slice(0, 4).map((path) => path.split("/").at(-2)), ["prakata", "pengenalan", "definisi", "rangka-kerja"]);
      await page.goto(address(passed.at(-1)));
      for (const path of passed.slice(0, -1).reverse()) {
        await follow(page, "a[rel=prev]");
        assert.equal(relative(sample().site, fileURLToPath(page.url())), path);
      }
      assert.equal(await page.locator("a[rel=prev]").count(), 0);
    }));

  test("side navigation marks the page, the trail leads up, sealed neighbours show number and lock only", () =>
    withPage(async (page) => {
      await page.goto(address("1.0/komponen-pelan/tindak-balas-kecemasan/pengungsian-bangunan/index.html"));
      const heading = (await page.textContent("h2.heading")).replace(/\s+/g, " ").trim();
      assert.equal((await page.textContent(".side [aria-current=page]")).trim(), heading);
      assert.equal(await page.locator(".side [aria-current=page]").count(), 1);
      const trail = await page.$$eval(".trail a", (links) => links.map((link) => link.textContent.trim()));
      assert.equal(trail.length, 2);
      await follow(page, ".trail li:last-child a");
      assert.ok((await page.textContent("h2.heading")).replace(/\s+/g, " ").includes(trail[1]));
      const sealed = await page.$$eval(".side .sealed a", (links) => links.map((link) => [link.textContent.trim(), link.querySelector(".lock").getAttribute("aria-label")]));
      assert.ok(sealed.length > 0);
      for (const [text, label] of sealed) {
        assert.match(text, /^(\d\.\d(\.\d)?|Lampiran I+)$/);
        assert.ok(label.length > 3);
      }
      await follow(page, ".side-all a");
      assert.equal(await page.locator(".contents li").count() > 45, true);
      await follow(page, "h1 a");
      assert.match(page.url(), /1\.0\/index\.html$/);
    }));

  const WIDE = ["index", "gambaran-pelan/kumpulan-sasaran/index", "komponen-pelan/index", "contents/index", "control/index", "distribution/index", "print/index", "read/index"];
  for (const width of [390, 1280]) {
    test(`nothing is wider than a window of ${width} pixels`, () =>
      withPage(async (page) => {
        const wide = [];
        const look = async (name) => {
          const { scroll, inner } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, inner: innerWidth }));
          if (scroll > inner) wide.push(`${name}: ${scroll} > ${inner}`);
        };
        for (const path of [...WIDE.map((path) => `1.0/${path}.html`), "versions/index.html"]) {
          await page.goto(address(path));
          await look(path);
        }
        await page.goto(copyUrl("05-01"));
        await look("locked copy");
        await unlock(page, passphraseOf("05-01"));
        await insertAll(page);
        // Sections that are laid out only when seen are seen.
        await page.addStyleTag({ content: ".section { content-visibility: visible !important }" });
        await look("open copy");
        assert.deepEqual(wide, []);
      }, { viewport: { width, height: 844 }, bypassCSP: true }));
  }
});
