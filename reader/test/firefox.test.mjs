// The reader in Firefox ESR: a one-file copy through file://, on screen and on paper, and the site on a plain http name.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { startFirefox } from "./bidi.mjs";
import { SEALED, makePassphrase, sealCopy, shellHtml, tokenOf, writeCopyFolder } from "./fixture.mjs";

const binary = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const out = join(dirname(fileURLToPath(import.meta.url)), "out");
const skip = existsSync(binary) ? false : "Firefox is not installed";

let firefox, copy, url;

before(async () => {
  if (skip) return;
  mkdirSync(out, { recursive: true });
  copy = await sealCopy("03-01", { bundle: { holder: { name: 'Siti "Besar" \\ <b>', post: "Ketua ERT" } } });
  const path = join(out, "firefox.html");
  writeFileSync(path, shellHtml({ script: readFileSync(join(out, "reader.js"), "utf8"), copy }));
  url = pathToFileURL(path).href;
  firefox = await startFirefox(binary);
});
after(() => firefox?.close());

const type = (passphrase) =>
  firefox.evaluate(`(() => {
    document.getElementById("reader-passphrase").value = ${JSON.stringify(passphrase)};
    document.querySelector(".reader-submit").click();
  })()`);
const until = (condition) =>
  firefox.evaluate(`new Promise((resolve, reject) => {
    const started = Date.now();
    const look = () => (${condition}) ? resolve(true) : Date.now() - started > 20000 ? reject(new Error("waited in vain")) : setTimeout(look, 50);
    look();
  })`);

test("a one-file copy: wrong passphrase told, right one opens in a worker, sections wait, locking restores", { skip }, async () => {
  await firefox.send("browsingContext.navigate", { url, wait: "complete" });
  const before = await firefox.evaluate("document.getElementById('document').innerHTML");
  await firefox.evaluate(`(() => {
    const Real = Worker;
    window.started = 0;
    window.Worker = class extends Real { constructor(url) { super(url); window.started++; } };
  })()`);
  await type(makePassphrase("03-01"));
  await until("document.getElementById('reader-status').dataset.error");
  assert.equal(await firefox.evaluate("document.getElementById('reader-status').dataset.error"), "passphrase-wrong");
  await type(copy.passphrase);
  await until("document.body.dataset.reader === 'open'");
  assert.equal(await firefox.evaluate("window.started"), 2);
  await until(`document.body.textContent.includes(${JSON.stringify(tokenOf("s004"))})`);
  assert.ok((await firefox.evaluate("document.querySelectorAll('.reader-inserted').length")) < 20);
  assert.equal(await firefox.evaluate("document.getElementById('s004-image').naturalWidth"), 10);
  assert.equal(await firefox.evaluate("window.hostile"), null);

  const { data } = await firefox.send("browsingContext.captureScreenshot");
  writeFileSync(join(out, "firefox-open.png"), Buffer.from(data, "base64"));

  const printed = await firefox.send("browsingContext.print", { page: { width: 21, height: 29.7 } });
  writeFileSync(join(out, "firefox.pdf"), Buffer.from(printed.data, "base64"));
  const sheets = execFileSync("pdftotext", ["-layout", join(out, "firefox.pdf"), "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  assert.ok(sheets.length > 5);
  for (const id of SEALED.filter((id) => id !== "s017")) assert.ok(sheets.join().includes(tokenOf(id)), id);
  sheets.forEach((sheet, i) => {
    for (const part of ["SULIT", "SALINAN TERKAWAL NO. 03-01", 'Siti "Besar"', "Versi 1.0", "Dicetak:"]) {
      assert.ok(sheet.replace(/\s+/g, " ").includes(part), `${part} on sheet ${i + 1}`);
    }
  });

  await firefox.evaluate("document.querySelector('.reader-relock').click()");
  assert.equal(await firefox.evaluate("document.getElementById('document').innerHTML"), before);
  assert.equal(await firefox.evaluate("document.adoptedStyleSheets.length"), 0);
});

test("the site on a plain http name, where the browser has no WebCrypto", { skip }, async () => {
  const site = join(out, "firefox-site");
  mkdirSync(join(site, "read"), { recursive: true });
  writeFileSync(join(site, "read/index.html"), shellHtml({ script: readFileSync(join(out, "reader.js"), "utf8") }));
  writeCopyFolder(join(site, "copies/03-01"), copy);
  const server = createServer((request, response) => {
    try {
      const data = readFileSync(join(site, request.url.endsWith("/") ? `${request.url}index.html` : request.url));
      response.writeHead(200, { "content-type": request.url.endsWith("/") ? "text/html; charset=utf-8" : "application/octet-stream" }).end(data);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await firefox.send("browsingContext.navigate", { url: `http://intranet.test:${server.address().port}/read/`, wait: "complete" });
    assert.equal(await firefox.evaluate("crypto.subtle === undefined"), true);
    assert.match(await firefox.evaluate("document.querySelector('.reader-warning').textContent"), /http/);
    await type(copy.passphrase);
    await until("document.body.dataset.reader === 'open'");
    await until(`document.body.textContent.includes(${JSON.stringify(tokenOf("s004"))})`);
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
});
