// Firefox ESR with the sample plan: a one-file copy through file://, the site over plain http.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { startFirefox } from "../../reader/test/bidi.mjs";
import { copyUrl, firefoxBinary, openedWithoutBrowser, passphraseOf, piecesOf, sample, serve } from "./lib.mjs";

const skip = firefoxBinary ? false : "skipped: Firefox is not installed";
if (skip) console.log(skip);

describe("Firefox", { skip }, () => {
  let firefox, server;
  before(async () => {
    server = await serve(sample().site);
    firefox = await startFirefox(firefoxBinary);
  });
  after(async () => {
    await firefox?.close();
    await server?.close();
  });

  const open = (url) => firefox.send("browsingContext.navigate", { url, wait: "complete" });
  const attempt = (passphrase) =>
    firefox.evaluate(`(() => {
      document.getElementById("reader-passphrase").value = ${JSON.stringify(passphrase)};
      document.querySelector(".reader-submit").click();
    })()`);
  const until = (condition) =>
    firefox.evaluate(`new Promise((resolve, reject) => {
      const ends = Date.now() + 60000;
      const look = () => (${condition}) ? resolve(true) : Date.now() > ends ? reject(new Error("waited in vain")) : setTimeout(look, 50);
      look();
    })`);
  const text = (expression) => firefox.evaluate(`(${expression}).textContent.replace(/\\s+/g, " ").trim()`);

  /** The copy is open and holds what it holds when opened without a browser. */
  async function holdsAll(number) {
    await until(`document.body.dataset.reader === "open" || document.querySelector("#reader-status[data-error]")`);
    assert.equal(await firefox.evaluate(`document.querySelector("#reader-status")?.dataset.error`), null);
    await firefox.evaluate(`dispatchEvent(new Event("beforeprint"))`);
    const { report, facts, html } = openedWithoutBrowser(number);
    assert.equal(await firefox.evaluate(`document.querySelectorAll(".reader-inserted").length`), report.sections);
    const whole = await text(`document.getElementById("document")`);
    for (const { id, title } of facts.sections) for (const piece of [title, ...piecesOf(html[id])]) assert.ok(whole.includes(piece), `${id}: ${piece}`);
    assert.match(await text(`document.querySelector(".reader-bar-top")`), new RegExp(`SALINAN TERKAWAL NO\\. ${number}`));
  }

  test("a one-file copy refuses a wrong passphrase, opens with its own, and locks again", async () => {
    await open(copyUrl("05-02"));
    const locked = await firefox.evaluate(`document.getElementById("document").innerHTML`);
    await attempt(passphraseOf("05-03"));
    await until(`document.querySelector("#reader-status[data-error=slip-other-copy]")`);
    const [copy, body] = [passphraseOf("05-02").slice(0, 5), passphraseOf("05-02").slice(6).split("-")];
    await attempt([copy, body[1], body[0], body[2], body[3]].join("-"));
    await until(`document.querySelector("#reader-status[data-error=passphrase-wrong]")`);
    assert.equal(await firefox.evaluate(`document.querySelectorAll(".reader-inserted, .reader-bar").length`), 0);

    await attempt(passphraseOf("05-02"));
    await holdsAll("05-02");
    await firefox.evaluate(`document.querySelector(".reader-relock").click()`);
    assert.equal(await firefox.evaluate(`document.getElementById("document").innerHTML`), locked);
  });

  test("the site opens over plain http and over 127.0.0.1", async () => {
    for (const [host, secure] of [["intranet.test", false], ["127.0.0.1", true]]) {
      await open(`http://${host}:${server.port}/1.0/read/`);
      assert.equal(await firefox.evaluate("isSecureContext"), secure);
      await attempt(passphraseOf("06"));
      await holdsAll("06");
    }
  });

  const find = async (query) => {
    await firefox.evaluate(`(() => {
      const field = document.getElementById("search-field");
      field.focus();
      field.value = ${JSON.stringify(query)};
      field.dispatchEvent(new Event("input"));
    })()`);
    await until(`document.querySelector(".search-panel:not([hidden]) .search-count")`);
    return firefox.evaluate(`[...document.querySelectorAll(".search-list a")].map(({ textContent, href }) => ({ text: textContent, href }))`);
  };

  test("the open site is searched from a folder and over http", async () => {
    for (const base of [pathToFileURL(sample().site).href, `http://127.0.0.1:${server.port}`]) {
      await open(`${base}/1.0/pengenalan/index.html`);
      const found = await find("pulih");
      assert.ok(found.length > 3, JSON.stringify(found));
      assert.ok(await firefox.evaluate(`[...document.querySelectorAll("mark")].some(({ textContent }) => textContent === "pemulihan")`));
      const anchored = found.find(({ href }) => href.includes("#"));
      await open(anchored.href);
      assert.ok(await firefox.evaluate(`document.querySelector(decodeURIComponent(location.hash)) !== null`));
      await open(`${base}/1.0/search/index.html#q=selamat`);
      await until(`document.querySelector(".search-list a")`);
      assert.equal(await firefox.evaluate(`document.getElementById("search-field").value`), "selamat");
    }
  });

  test("a one-file copy is searched, locked and open, and forgets when it is locked again", async () => {
    await open(copyUrl("05-02"));
    const before = (await find("pemulihan")).length;
    assert.ok(before > 3);
    await attempt(passphraseOf("05-02"));
    await until(`document.body.dataset.reader === "open"`);
    assert.ok((await find("pemulihan")).length > before);
    await firefox.evaluate(`document.querySelector(".reader-relock").click()`);
    assert.equal(await firefox.evaluate(`document.querySelectorAll(".search-panel *").length`), 0);
    assert.equal(await firefox.evaluate(`document.getElementById("search-field").value`), "");
    assert.equal((await find("pemulihan")).length, before);
  });
});
