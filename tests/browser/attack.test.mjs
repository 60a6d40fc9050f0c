// What an open copy leaves behind in the browser, and what another page can do to it.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { closeBrowser, insertAll, noChromium, openedWithoutBrowser, outerHtml, passphraseOf, sample, serve, unlock, withPage } from "./lib.mjs";

const NUMBER = "04-02";

after(closeBrowser);

async function withSite(run, host = "127.0.0.1", options = {}) {
  const server = await serve(sample().site);
  try {
    await withPage(async (page, context) => run(page, context, `http://${host}:${server.port}`, server), options);
  } finally {
    await server.close();
  }
}

describe("an open copy", { skip: noChromium }, () => {
  test("has addresses without words, since the history keeps them", () =>
    withSite(async (page, _context, site) => {
      await page.goto(`${site}/1.0/read/index.html`);
      await unlock(page, passphraseOf(NUMBER));
      await insertAll(page);
      const links = await page.$$eval(".reader-inserted a[href^='#']", (all) => all.map((link) => link.getAttribute("href")));
      const ids = await page.$$eval(".reader-inserted [id]", (all) => all.map(({ id }) => id));
      const sealed = new Set(openedWithoutBrowser(NUMBER).facts.sections.map(({ id }) => id));
      const toSealed = links.map((href) => href.slice(1)).filter((id) => sealed.has(/^s\d+(-b\d+)*/.exec(id)?.[0]));
      assert.ok(toSealed.length > 3 && ids.some((id) => /-h\d+$/.test(id)));
      for (const id of [...toSealed, ...ids]) assert.match(id, /^(s\d+(-b\d+)*(-(h|c|fn-|fnref-)\d+|-d\d+(-\d+)*-[a-z])?|figures|tables)$/);
    }));

  test("leaves nothing in any storage, name, title or history", () =>
    withSite(async (page, context, site) => {
      await page.goto(`${site}/1.0/read/index.html`);
      const title = await page.title();
      await unlock(page, passphraseOf(NUMBER));
      await insertAll(page);
      const left = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: globalThis.caches === undefined ? 0 : (await caches.keys()).length,
        workers: navigator.serviceWorker === undefined ? 0 : (await navigator.serviceWorker.getRegistrations()).length,
        state: history.state,
        name: window.name,
        hash: location.hash,
      }));
      assert.deepEqual(left, { local: 0, session: 0, databases: 0, caches: 0, workers: 0, state: null, name: "", hash: "" });
      assert.equal(await page.title(), title);
      assert.deepEqual(await context.cookies(), []);
    }));

  test("tells nothing to a page that opened it, whatever that page sends", () =>
    withSite(async (page, context, site, server) => {
      // The attacker's page has another origin: another name of the same server.
      await page.goto(`http://localhost:${server.port}/1.0/control/index.html`);
      const [reader] = await Promise.all([
        context.waitForEvent("page"),
        page.evaluate((address) => void (window.victim = window.open(address)), `${site}/1.0/read/index.html`),
      ]);
      await reader.waitForSelector("#reader-passphrase");
      await page.evaluate(() => {
        window.heard = [];
        addEventListener("message", (event) => window.heard.push(event.data));
      });
      await unlock(reader, passphraseOf(NUMBER));
      const seen = await page.evaluate(async () => {
        for (const message of [{ kind: "ready" }, { kind: "opened", tar: new ArrayBuffer(0) }, "unlock"]) window.victim.postMessage(message, "*");
        await new Promise((done) => setTimeout(done));
        try {
          return window.victim.document.body.textContent;
        } catch (error) {
          return error.name;
        }
      });
      assert.equal(seen, "SecurityError");
      assert.deepEqual(await page.evaluate(() => window.heard), []);
      assert.equal(await reader.evaluate(() => document.body.dataset.reader), "open");
    }));

  test("is taken out of the page whole: names, titles and marks of print too", () =>
    withSite(async (page, _context, site) => {
      await page.goto(`${site}/1.0/read/index.html`);
      const before = await outerHtml(page);
      await unlock(page, passphraseOf(NUMBER));
      await insertAll(page);
      await page.click(".reader-relock");
      const { facts } = openedWithoutBrowser(NUMBER);
      const after = await page.evaluate(() => {
        const rules = document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
        return document.documentElement.outerHTML + rules.join() + getSelection();
      });
      const words = [facts.holder.name, ...facts.sections.map(({ title }) => title)].filter((word) => word !== "" && !before.includes(word));
      assert.ok(words.length > 20);
      for (const word of words) assert.ok(!after.includes(word), word);
    }));
});
