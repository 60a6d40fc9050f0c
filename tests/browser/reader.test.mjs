// An open copy of the sample plan on screen: opened in a worker, filled as it is read, and forgotten again.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  closeBrowser, copyUrl, insertAll, noChromium, openedWithoutBrowser, outerHtml, passphraseOf, piecesOf, reaches, sample, serve, unlock, withPage, word,
} from "./lib.mjs";

const NUMBER = "05-01"; // holds every sealed section
const FAR = "s059"; // the last one
const flat = (text) => text.replace(/\s+/g, " ");
const passphrase = () => passphraseOf(NUMBER);
const inserted = (page) => page.$$eval(".reader-inserted", (places) => places.map(({ id }) => id));

after(closeBrowser);

describe("without JavaScript", { skip: noChromium }, () => {
  test("a one-file copy says what it needs and shows its open sections", () =>
    withPage(async (page) => {
      await page.goto(copyUrl(NUMBER));
      const notice = page.locator(".notice", { hasText: word("noscript") });
      assert.equal(await notice.isVisible(), true);
      assert.equal(await page.locator("#reader-passphrase").count(), 0);
      for (const id of ["s001", "s032", "distribution"]) {
        await page.locator(`#${id}`).scrollIntoViewIfNeeded();
        assert.equal(await page.locator(`#${id} p`).first().isVisible(), true, id);
      }
      assert.match(await page.textContent("#s032"), /Melaporkan kejadian/);
      assert.equal((await page.textContent(`#${FAR} .locked`)).trim(), word("sealed"));
      assert.ok((await page.textContent("#s032-b1")).includes(word("sealed-block")));
    }, { javaScriptEnabled: false }));

  test("the site's reading page does so too", () =>
    withPage(async (page) => {
      await page.goto(pathToFileURL(join(sample().site, "1.0/read/index.html")).href);
      assert.equal(await page.locator(".notice", { hasText: word("noscript") }).isVisible(), true);
      assert.equal(await page.locator("#s001").isVisible(), true);
    }, { javaScriptEnabled: false }));

  test("with JavaScript the explanation is not shown", () =>
    withPage(async (page) => {
      await page.goto(copyUrl(NUMBER));
      assert.equal(await page.locator("noscript").isVisible(), false);
    }));
});

describe("opening", { skip: noChromium }, () => {
  test("scrypt runs in a worker that ends; far sections wait until they are scrolled to", () =>
    withPage(async (page) => {
      await page.goto(copyUrl(NUMBER));
      const locked = flat(await outerHtml(page));
      const worker = page.waitForEvent("worker");
      await unlock(page, passphrase());
      assert.match((await worker).url(), /^blob:/);
      assert.equal(page.workers().length, 0);

      const { facts, html } = openedWithoutBrowser(NUMBER);
      const { title } = facts.sections.find(({ id }) => id === FAR);
      const others = flat(Object.entries(html).map(([id, text]) => (id === FAR ? "" : text)).join());
      const pieces = piecesOf(html[FAR]).filter((piece) => !`${others} ${title}`.includes(piece) && !locked.includes(piece));
      assert.ok(pieces.length > 5);
      const before = flat(await outerHtml(page));
      for (const piece of pieces) assert.ok(!before.includes(piece), `${FAR} is in the page before it is needed`);
      const shown = await inserted(page);
      assert.ok(shown.length < facts.sections.length / 2, `${shown.length} sections at once`);
      // What is not there yet has its title in the contents already.
      assert.equal(await page.textContent(`[data-section=${FAR}] .title`), title);

      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), FAR);
      await page.waitForSelector(`#${FAR}.reader-inserted`);
      const text = flat(await page.textContent(`#${FAR}`));
      for (const piece of pieces) assert.ok(text.includes(piece), piece);
      assert.ok((await inserted(page)).length < facts.sections.length, "those passed over still wait");
    }));

  for (const [hash, section] of [["s039", "s039"], ["s042-h1", "s042"], ["s032-b1", "s032-b1"]]) {
    test(`an address that ends in #${hash} opens there`, () =>
      withPage(async (page) => {
        await page.goto(`${copyUrl(NUMBER)}#${hash}`);
        await unlock(page, passphrase());
        await page.waitForSelector(`#${section}.reader-inserted`);
        await page.waitForFunction((id) => {
          const { top } = document.getElementById(id).getBoundingClientRect();
          return top >= 0 && top < innerHeight / 2;
        }, hash);
      }));
  }

  test("links between sealed sections, and the contents, lead there", () =>
    withPage(async (page) => {
      await page.goto(copyUrl(NUMBER));
      await unlock(page, passphrase());
      await page.click(`[data-section=${FAR}]`);
      await page.waitForSelector(`#${FAR}.reader-inserted`);
      await page.waitForFunction((id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight, FAR);
      await page.evaluate(() => document.getElementById("s028").scrollIntoView());
      await page.waitForSelector("#s028.reader-inserted");
      await page.click('#s028 a[href="#s021-h1"]');
      await page.waitForSelector("#s021-h1");
      await page.waitForFunction(() => Math.abs(document.getElementById("s021-h1").getBoundingClientRect().top) < innerHeight);
    }));

  test("pictures of sealed sections are shown out of the copy", () =>
    withPage(async (page) => {
      await page.goto(copyUrl(NUMBER));
      await unlock(page, passphrase());
      await insertAll(page);
      const images = await page.$$eval("#document img", (images) => Promise.all(images.map(async (image) => {
        image.loading = "eager";
        await image.decode();
        return [image.getAttribute("src").slice(0, 11), image.naturalWidth > 0];
      })));
      assert.ok(images.length >= 5, `${images.length} pictures`);
      for (const image of images) assert.deepEqual(image, ["data:image/", true]);
    }));
});

describe("locking again", { skip: noChromium }, () => {
  let server, secrets;
  before(async () => {
    server = await serve(sample().site);
    const { facts, html } = openedWithoutBrowser(NUMBER);
    // The open lists have posts and open captions too.
    const all = facts.sections.filter(({ id }) => !["distribution", "figures", "tables"].includes(id)).flatMap(({ id, title }) => [title, ...piecesOf(html[id])]);
    secrets = [...new Set([...all.filter((piece) => piece.split(" ").length >= 5), facts.holder.name])];
  });
  after(() => server?.close());

  /** The page is locked, and neither it nor anything that the browser keeps has sealed text. */
  async function isForgotten(page, locked) {
    await reaches(page, "locked");
    const html = await outerHtml(page);
    for (const secret of secrets) assert.ok(!flat(html).includes(secret), "sealed text is left in the page");
    // Compared in short: the difference of two whole pages is nothing to read.
    assert.ok(html.replace(/ (data-idle-minutes="\d+"|aria-busy="false"|style="")/g, "") === locked, "the page is as it was");
    const kept = await page.evaluate(async () => ({
      stored: [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie, history.state],
      caches: await caches.keys().catch(() => []),
      typed: document.getElementById("reader-passphrase").value,
      sheets: document.adoptedStyleSheets.length,
    }));
    assert.deepEqual(kept, { stored: [0, 0, 0, "", null], caches: [], typed: "", sheets: 0 });
  }
  const addresses = { "one-file copy": () => copyUrl(NUMBER), site: () => `http://127.0.0.1:${server.port}/1.0/read/` };

  for (const [name, url] of Object.entries(addresses)) {
    const opened = (run) =>
      withPage(async (page) => {
        await page.clock.install({ time: new Date("2026-11-02T08:00:00") });
        await page.goto(url());
        const locked = await outerHtml(page);
        await page.evaluate(() => (document.body.dataset.idleMinutes = "2"));
        await unlock(page, passphrase());
        await insertAll(page);
        assert.ok(flat(await page.evaluate(() => document.body.textContent)).includes(secrets.at(-2)));
        await run(page, locked);
      });
    const check = async (page, locked) => {
      const status = await page.textContent("#reader-status");
      await page.evaluate(() => (document.getElementById("reader-status").textContent = ""));
      await isForgotten(page, locked);
      return status;
    };

    test(`${name}: by the button`, () =>
      opened(async (page, locked) => {
        await page.click(".reader-relock");
        assert.equal(await check(page, locked), word("reader-locked-asked"));
        await unlock(page, passphrase());
      }));

    test(`${name}: by leaving the page and coming back`, () =>
      opened(async (page, locked) => {
        await page.goto("about:blank");
        await page.goBack({ waitUntil: "commit" });
        await page.waitForSelector("#reader-passphrase");
        await check(page, locked);
      }));

    test(`${name}: by two idle minutes where the page says two`, () =>
      opened(async (page, locked) => {
        await page.clock.runFor("01:50");
        await reaches(page, "open");
        assert.equal(await page.isVisible(".reader-countdown"), true);
        await page.clock.runFor("00:12");
        assert.equal(await check(page, locked), word("reader-locked-idle").replace("{ $minutes }", "2"));
      }));
  }
});
