// Firefox ESR with the sample plan: a one-file copy through file://, the site over plain http.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
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
});
