// The reader in Chromium: one-file copies through file://, the site on 127.0.0.1 and on a plain http name.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import {
  SEALED, ageUnder, copyJson, keyFileText, makeIdentity, makePassphrase, readWords, sealCopy, sha256, shellHtml, titleOf, tokenOf, writeCopyFolder,
} from "./fixture.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "out");
const script = readFileSync(join(out, "reader.js"), "utf8");
const words = readWords();
const say = (key, values = {}) => words[`reader-${key}`].replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

let browser, server, port;
const copies = {};
const hits = [];

before(async () => {
  mkdirSync(join(out, "site/1.0/read"), { recursive: true });
  copies["01"] = await sealCopy("01");
  copies["02"] = await sealCopy("02", { bundle: { receipt: "02-ABCDEF-\u202eGHJKMN-PQRSTV<b>" } });
  copies["03-01"] = await sealCopy("03-01", {
    bundle: { holder: { name: 'Siti "Besar" \\ <b>\n}*{', post: "Ketua ERT" }, generation: 2, valid_until: "2020-01-31" },
  });
  copies["03-02"] = await sealCopy("03-02", { bundle: { generation: 1 }, json: { generation: 2 } });
  copies["04"] = await sealCopy("04", { passphrase: null });
  copies["05"] = await sealCopy("05");
  for (const copy of Object.values(copies)) writeCopyFolder(join(out, "site/1.0/copies", copy.copy), copy);
  // Copy 05 lacks its bundle on the server.
  rmSync(join(out, "site/1.0/copies/05/bundle.age"));
  writeFileSync(join(out, "site/1.0/read/index.html"), shellHtml({ script }));

  const types = { ".html": "text/html; charset=utf-8", ".json": "application/json", ".age": "application/octet-stream" };
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    hits.push(path);
    try {
      const file = join(out, "site", path.endsWith("/") ? `${path}index.html` : path);
      const data = readFileSync(file);
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(data);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = server.address().port;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP intranet.test 127.0.0.1",
    ],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Runs with a fresh page; fails on page errors and on console output that is not the browser's own policy report. */
async function withPage(options, run) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const problems = [];
  const logged = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => logged.push(message.text()));
  const workers = [];
  page.on("worker", (worker) => workers.push(worker));
  try {
    await run(page, { workers, logged, context });
    assert.deepEqual(problems, []);
    for (const line of logged) assert.doesNotMatch(line, /TOKEN|Tajuk terkawal|AGE-SECRET/);
  } finally {
    await context.close();
  }
}

let counter = 0;
/** Writes a page and returns its file:// address. */
function fileUrl(html) {
  const path = join(out, `page-${++counter}.html`);
  writeFileSync(path, html);
  return pathToFileURL(path).href;
}
const oneFile = (copy, extra = {}) => fileUrl(shellHtml({ script, copy, ...extra }));
const siteUrl = (host = "127.0.0.1") => `http://${host}:${port}/1.0/read/`;

const submit = (page) => page.click(".reader-submit");
const state = (page) => page.evaluate(() => document.body.dataset.reader);
const settled = (page) => page.waitForFunction(() => document.body.dataset.reader !== "working");
async function unlock(page, passphrase) {
  await page.fill("#reader-passphrase", passphrase);
  await submit(page);
  await page.waitForFunction(() => document.body.dataset.reader === "open");
}
async function failure(page) {
  await page.waitForFunction(() => document.getElementById("reader-status")?.dataset.error);
  return page.evaluate(() => {
    const status = document.getElementById("reader-status");
    return { code: status.dataset.error, text: status.textContent, focus: document.activeElement?.id, state: document.body.dataset.reader };
  });
}
const keyFile = (text, name = "key.txt") => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
const has = (page, id, text) => page.waitForFunction(([id, text]) => document.getElementById(id).textContent.includes(text), [id, text]);
const inserted = (page) => page.evaluate(() => [...document.querySelectorAll(".reader-inserted")].map((place) => place.id));

describe("opening", () => {
  test("a one-file copy opens through file:// with its passphrase, in a worker that then ends", () =>
    withPage({}, async (page, { workers }) => {
      await page.goto(oneFile(copies["01"]));
      await page.fill("#reader-passphrase", copies["01"].passphrase.toLowerCase().replaceAll("-", " "));
      const beats = page.evaluate(
        () => new Promise((resolve) => {
          let beats = 0;
          const beat = () => (document.body.dataset.reader === "open" ? resolve(beats) : (beats++, setTimeout(beat, 1)));
          beat();
        }),
      );
      await submit(page);
      await page.waitForFunction(() => document.body.dataset.reader === "open");
      assert.equal(workers.length, 1);
      assert.match(workers[0].url(), /^blob:/);
      assert.equal(page.workers().length, 0);
      assert.ok((await beats) > 3, "the page went on while the worker worked");
      await has(page, "s004", tokenOf("s004"));
      assert.equal(await page.textContent("#s004 h2"), `2.1 ${titleOf("s004")}`);
      assert.equal(await page.locator("#s004 h1").count(), 0);
      await has(page, "distribution", tokenOf("distribution"));
      assert.match(await page.textContent("#s003"), /Sebelum\.\s*TOKENS003B1\s*Selepas\./);
      assert.match(await page.textContent("#distribution"), /^\s*Senarai edaran\s*TOKENDISTRIBUTION/);
      // What not every copy has is hidden until a copy has it, and again when it is locked.
      const shown = (id) => page.evaluate((id) => [document.getElementById(id), document.querySelector(`[data-section=${id}]`)].map((element) => element.checkVisibility()), id);
      assert.match(await page.textContent("#figures"), /^\s*Senarai rajah\s*TOKENFIGURES/);
      assert.deepEqual([await shown("figures"), await shown("tables")], [[true, true], [false, false]]);
      assert.equal(await page.textContent("[data-section=figures] .title"), "Senarai rajah");
      assert.equal(await page.textContent(".reader-opened"), say("opened", { copy: "01", count: 31 }));
      assert.equal(await page.evaluate(() => document.activeElement.className), "reader-opened");
    }));

  test("the receipt code is shown once the copy is open, is copied or selected, never printed, and gone with the copy", () =>
    withPage({}, async (page, { context }) => {
      const shown = "02-ABCDEF- GHJKMN-PQRSTV<b>";
      const selected = () => page.evaluate(() => getSelection().toString());
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: `http://127.0.0.1:${port}` });
      for (const host of ["127.0.0.1", "intranet.test"]) {
        await page.goto(siteUrl(host));
        assert.equal(await page.locator(".reader-receipt").count(), 0);
        await unlock(page, copies["02"].passphrase);
        assert.equal(await page.textContent(".reader-receipt code"), shown);
        assert.equal(await page.textContent(".reader-receipt h2"), say("receipt-title"));
        await page.click(".reader-receipt button");
        const isSecure = host === "127.0.0.1";
        const told = say(isSecure ? "receipt-copied" : "receipt-select");
        await page.waitForFunction((told) => document.querySelector(".reader-receipt [role=status]").textContent === told, told);
        if (isSecure) assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
        else assert.equal(await selected(), shown);
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.isVisible(".reader-receipt"), false);
        await page.emulateMedia({ media: "screen" });
        await page.click(".reader-relock");
        assert.ok(!(await page.evaluate(() => document.documentElement.outerHTML)).includes("GHJKMN-PQ"));
      }
      await page.goto(oneFile(copies["01"]));
      await unlock(page, copies["01"].passphrase);
      assert.equal(await page.locator(".reader-receipt").count(), 0, "a draft has none");
    }));

  test("key file on a one-file copy, and a stock key file without a copy line", () =>
    withPage({}, async (page) => {
      for (const text of [keyFileText(copies["04"].identity, "04"), copies["04"].identity.secret]) {
        await page.goto(oneFile(copies["04"]));
        await page.setInputFiles("#reader-key-file", keyFile(text));
        await submit(page);
        await settled(page);
        assert.equal(await state(page), "open");
      }
    }));

  for (const host of ["127.0.0.1", "intranet.test"]) {
    test(`the site on ${host} finds the copy by itself and tells whether it can vouch`, () =>
      withPage({}, async (page) => {
        await page.goto(siteUrl(host));
        const plainHttp = host === "intranet.test";
        assert.equal(await page.evaluate(() => crypto.subtle === undefined), plainHttp);
        assert.equal((await page.locator(".reader-notice", { hasText: say("notice-http") }).count()) > 0, plainHttp);
        assert.equal(await page.locator(".reader-notice", { hasText: say("notice-draft") }).count(), 1);
        hits.length = 0;
        await unlock(page, copies["01"].passphrase);
        assert.deepEqual(hits.filter((path) => path.includes("copies")).sort(), ["bundle.age", "copy.json", "holder.age", "key.age"].map((name) => `/1.0/copies/01/${name}`));
        await has(page, "s004", tokenOf("s004"));

        await page.goto("about:blank");
        await page.goto(siteUrl(host));
        await page.setInputFiles("#reader-key-file", keyFile(keyFileText(copies["04"].identity, "04")));
        await submit(page);
        await settled(page);
        assert.equal(await state(page), "open");
      }));
  }

  test("the site opened from a folder explains itself and takes picked files", () =>
    withPage({}, async (page) => {
      await page.goto(pathToFileURL(join(out, "site/1.0/read/index.html")).href);
      assert.match(await page.textContent(".reader-panel"), /salinan-NN\.html/);
      assert.equal(await page.locator("#reader-copy").count(), 0);
      await page.fill("#reader-passphrase", copies["01"].passphrase);
      await submit(page);
      assert.equal((await failure(page)).code, "choose-files");
      const dir = join(out, "site/1.0/copies/01");
      await page.setInputFiles("#reader-files", ["copy.json", "key.age", "bundle.age"].map((name) => join(dir, name)));
      await submit(page);
      assert.equal((await failure(page)).code, "member-missing");
      await page.setInputFiles("#reader-files", ["copy.json", "holder.age", "key.age", "bundle.age"].map((name) => join(dir, name)));
      await page.fill("#reader-passphrase", copies["02"].passphrase);
      await submit(page);
      assert.equal((await failure(page)).code, "slip-other-copy");
      await unlock(page, copies["01"].passphrase);
    }));

  test("a worker is started when the holder comes to the panel, before anything is asked of it", () =>
    withPage({}, async (page, { workers }) => {
      await page.goto(oneFile(copies["01"]));
      assert.equal(workers.length, 0, "a page that is only looked at costs nothing");
      const started = page.waitForEvent("worker");
      await page.focus("#reader-passphrase");
      await started;
      await page.hover("#reader-passphrase");
      await page.focus("#reader-key-file");
      await unlock(page, copies["01"].passphrase);
      assert.equal(workers.length, 1);
    }));

  test("without workers the page opens the copy itself", () =>
    withPage({}, async (page, { workers }) => {
      const html = shellHtml({ script, copy: copies["01"] }).replace("worker-src blob:", "worker-src 'none'");
      await page.goto(fileUrl(html));
      await unlock(page, copies["01"].passphrase);
      assert.equal(workers.length, 0);
    }));

  test("in a browser without trusted types", () =>
    withPage({}, async (page) => {
      await page.addInitScript(() => Reflect.deleteProperty(window, "trustedTypes"));
      const html = shellHtml({ script, copy: copies["01"] }).replace(/; require-trusted-types-for.*?terkawal/, "");
      await page.goto(fileUrl(html));
      await unlock(page, copies["01"].passphrase);
      await has(page, "s004", tokenOf("s004"));
    }));
});

describe("failures, each told apart", () => {
  const cases = {
    "nothing typed": [() => copies["01"], "", "passphrase-empty"],
    "too short": [() => copies["01"], () => copies["01"].passphrase.slice(0, -1), "passphrase-length"],
    "a typing error": [() => copies["01"], () => copies["01"].passphrase.replace(/.$/, (c) => (c === "7" ? "8" : "7")), "passphrase-typing"],
    "the slip of another copy": [() => copies["01"], () => copies["02"].passphrase, "slip-other-copy"],
    "a wrong passphrase": [() => copies["01"], () => makePassphrase("01"), "passphrase-wrong"],
    "no passphrase for this copy": [() => copies["04"], () => makePassphrase("04"), "no-passphrase"],
    "a bundle of another generation": [() => copies["03-02"], () => copies["03-02"].passphrase, "swapped"],
  };
  for (const [name, [copy, typed, expected]] of Object.entries(cases)) {
    test(name, () =>
      withPage({}, async (page, { workers }) => {
        await page.goto(oneFile(copy()));
        await page.fill("#reader-passphrase", typeof typed === "function" ? typed() : typed);
        await submit(page);
        const { code, text, focus, state } = await failure(page);
        assert.equal(code, expected);
        assert.equal(state, "locked");
        assert.doesNotMatch(text, /\{\w+\}|reader-/, "all places are filled in");
        if (expected.startsWith("passphrase") || expected === "slip-other-copy") {
          assert.equal(focus, "reader-passphrase");
          assert.equal(await page.getAttribute("#reader-passphrase", "aria-invalid"), "true");
          assert.match(await page.getAttribute("#reader-passphrase", "aria-describedby"), /reader-status/);
        }
        if (["passphrase-empty", "passphrase-length", "passphrase-typing", "slip-other-copy"].includes(expected)) {
          assert.deepEqual(page.workers(), workers, "found before scrypt: the prepared worker has had nothing to do");
        }
        if (expected === "slip-other-copy") assert.match(text, /No\. 02.*No\. 01/);
        assert.equal((await inserted(page)).length, 0);
      }));
  }

  const keyCases = {
    "another copy's key file": [() => keyFileText(copies["02"].identity, "02"), "key-other-copy"],
    "a key that does not fit": [() => copies["02"].identity.secret, "key-wrong"],
    "no key file at all": [() => "Mesyuarat pagi", "key-unreadable"],
    "a public key": [() => copies["01"].identity.recipient, "key-public"],
    "an encrypted key file": [() => copies["01"].files["holder.age"], "key-encrypted"],
    "a post-quantum key": [() => "AGE-SECRET-KEY-PQ-1QQQ", "key-post-quantum"],
  };
  for (const [name, [text, expected]] of Object.entries(keyCases)) {
    test(name, () =>
      withPage({}, async (page) => {
        await page.goto(oneFile(copies["01"]));
        await page.setInputFiles("#reader-key-file", keyFile(text()));
        await submit(page);
        const { code, text: told, focus } = await failure(page);
        assert.equal(code, expected);
        assert.equal(focus, "reader-key-file");
        assert.doesNotMatch(told, /\{\w+\}/);
      }));
  }

  test("damaged, altered, missing, unreadable, of another version, of a newer format, post-quantum: before any key is asked", () =>
    withPage({}, async (page) => {
      const copy = copies["01"];
      const flipped = Buffer.from(copy.files["bundle.age"]);
      flipped[400] ^= 1;
      const pq = Buffer.from(`age-encryption.org/v1\n-> mlkem768x25519 AAAA\n${"A".repeat(43)}\n--- ${"A".repeat(43)}\nxxxxxxxxxxxxxxxx`);
      const { "key.age": _, ...withoutKey } = copy.files;
      const variants = {
        damaged: { embedded: { ...copy.files, "bundle.age": copy.files["bundle.age"].subarray(0, 5000) } },
        altered: { embedded: { ...copy.files, "bundle.age": flipped } },
        "member-missing": { embedded: withoutKey },
        swapped: { site: { version: "2.0" } },
        "format-unknown": { copy: { ...copy, json: { ...copy.json, format: 2 } } },
        "post-quantum": { copy: { ...copy, files: { ...copy.files, "key.age": pq }, json: copyJson("01", { ...copy.files, "key.age": pq }) } },
      };
      for (const [expected, change] of Object.entries(variants)) {
        await page.goto(oneFile(copy, change));
        // With the right passphrase for the last, a wrong one for the others: the fault of the file is told, not that of the passphrase.
        await page.fill("#reader-passphrase", expected === "post-quantum" ? copy.passphrase : makePassphrase("01"));
        await submit(page);
        const told = await failure(page);
        assert.equal(told.code, expected);
        assert.doesNotMatch(told.text, /\{\w+\}/);
      }
    }));

  test("on the site: copy not there, member not there, number to be chosen, chosen against the slip, network gone", () =>
    withPage({}, async (page, { context }) => {
      const attempt = async (typed) => {
        await page.fill("#reader-passphrase", typed);
        await submit(page);
        await settled(page);
        return (await failure(page)).code;
      };
      await page.goto(siteUrl());
      assert.equal(await attempt(makePassphrase("06")), "copy-not-found"); // listed, but not on the server
      assert.equal(await attempt(makePassphrase("17")), "copy-not-found"); // not listed
      assert.equal(await attempt(copies["05"].passphrase), "member-missing");
      await page.selectOption("#reader-copy", "02");
      assert.equal(await attempt(copies["01"].passphrase), "slip-other-copy");
      await page.selectOption("#reader-copy", "");
      await page.setInputFiles("#reader-key-file", keyFile(copies["04"].identity.secret));
      await submit(page);
      const { code, focus } = await failure(page);
      assert.deepEqual([code, focus], ["choose-copy", "reader-copy"]);
      await page.selectOption("#reader-copy", "04");
      await context.setOffline(true);
      await submit(page);
      await page.waitForFunction(() => document.getElementById("reader-status").dataset.error === "network");
      await context.setOffline(false);
      await submit(page);
      await settled(page);
      assert.equal(await state(page), "open");
    }));

  test("a server that answers every address with a page", () =>
    withPage({}, async (page) => {
      await page.route("**/copy.json", (route) => route.fulfill({ contentType: "text/html", body: "<!DOCTYPE html>" }));
      await page.goto(siteUrl());
      await page.fill("#reader-passphrase", copies["01"].passphrase);
      await submit(page);
      assert.equal((await failure(page)).code, "damaged");
    }));

  test("a browser too old says so instead of failing strangely", () =>
    withPage({}, async (page) => {
      await page.addInitScript(() => Reflect.deleteProperty(window, "DecompressionStream"));
      await page.goto(oneFile(copies["01"]));
      assert.match(await page.textContent(".reader-panel"), new RegExp(say("error-browser-old").slice(0, 30)));
    }));

  test("a failure leaves the panel ready for the next try", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"]));
      await page.fill("#reader-passphrase", makePassphrase("01"));
      await submit(page);
      assert.equal((await failure(page)).code, "passphrase-wrong");
      await unlock(page, copies["01"].passphrase);
    }));
});

describe("the open copy", () => {
  test("sections come when they are needed: near, by address, for searching, for printing", () =>
    withPage({}, async (page) => {
      const url = oneFile(copies["01"]);
      await page.goto(url);
      await unlock(page, copies["01"].passphrase);
      await page.waitForFunction(() => document.querySelectorAll(".reader-inserted").length > 0);
      assert.ok((await inserted(page)).length < 15, "far sections wait");
      assert.equal(await page.textContent("#s033 .title"), titleOf("s033"), "their titles do not");
      assert.equal(await page.evaluate(() => document.body.textContent.includes("TOKENS033")), false);

      await page.click("#s004-link");
      await page.waitForFunction(() => document.getElementById("s030-jadual") !== null);
      assert.equal(await page.evaluate(() => location.hash), "#s030-jadual");
      assert.ok(await page.evaluate(() => Math.abs(document.getElementById("s030-jadual").getBoundingClientRect().top) < innerHeight));
      assert.ok((await inserted(page)).length < 29);

      await page.keyboard.press("Control+f");
      await page.waitForFunction(() => document.querySelectorAll(".reader-waiting").length === 0);

      await page.goto(`${url}#s028`);
      await page.reload();
      await unlock(page, copies["01"].passphrase);
      assert.ok((await inserted(page)).includes("s028"), "the address in the page is followed at once");
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      assert.equal(await page.locator(".reader-waiting").count(), 0);
    }));

  test("scrolling brings the rest", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"]));
      await unlock(page, copies["01"].passphrase);
      await page.locator("#s033").scrollIntoViewIfNeeded();
      await page.waitForFunction(() => document.getElementById("s033").classList.contains("reader-inserted"));
    }));

  test("titles, absent sections, links and images", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"]));
      await unlock(page, copies["01"].passphrase);
      await has(page, "s004", tokenOf("s004"));
      assert.equal(await page.textContent("[data-section=s004]"), `2.1 ${titleOf("s004")}`);
      assert.match(await page.textContent("[data-section=s017]"), new RegExp(`2\\.14 .*${say("absent-short").replace(/[()]/g, "\\$&")}`));
      assert.match(await page.textContent("#s017"), new RegExp(say("absent")));
      const links = await page.evaluate(() => ["s004-link", "s004-whole", "s004-out"].map((id) => document.getElementById(id).getAttribute("href")));
      assert.deepEqual(links, ["#s030-jadual", "#s029", "https://example.org/"]);
      assert.equal(await page.getAttribute("#s004-out", "rel"), "noopener noreferrer");
      assert.ok(await page.evaluate(() => document.getElementById("s004-image").naturalWidth === 10));
      assert.equal(await page.getAttribute("#s004-lost", "src"), null);
      assert.equal(await page.getAttribute("#s004-remote", "src"), null);
    }));

  test("hostile content does nothing", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"]));
      await unlock(page, copies["01"].passphrase);
      await page.keyboard.press("Control+f");
      await page.waitForFunction(() => document.querySelectorAll(".reader-waiting").length === 0);
      const found = await page.evaluate(() => ({
        hostile: window.hostile,
        elements: document.querySelectorAll("#document :is(script, meta, base, iframe, form, input, button, object, embed, style, link, animate)").length,
        attributes: [...document.querySelectorAll("#document *")].flatMap((e) => [...e.attributes]).filter((a) => /^on|^style$/.test(a.name)).length,
        unlocks: document.querySelectorAll("#unlock").length,
        hrefs: ["s005-js", "s005-data", "s005-rel"].map((id) => document.getElementById(id).getAttribute("href")),
        svg: [...document.querySelectorAll("#s005 svg *")].flatMap((e) => [...e.attributes]).filter((a) => a.localName === "href" || /href/.test(a.name)).length,
        where: location.href.startsWith("file:"),
      }));
      assert.deepEqual(found, { hostile: undefined, elements: 0, attributes: 0, unlocks: 1, hrefs: [null, null, null], svg: 0, where: true });
    }));

  test("the title and the address never carry sealed text, nor does any storage carry anything", () =>
    withPage({}, async (page, { context }) => {
      await page.goto(siteUrl());
      await unlock(page, copies["01"].passphrase);
      await page.click("[data-section=s020]");
      assert.equal(await page.title(), "Pelan Ujian");
      assert.equal(await page.evaluate(() => location.hash), "#s020");
      const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
      assert.deepEqual(stored, [0, 0, 0, ""]);
      assert.equal(await page.evaluate(() => document.querySelector("#reader-passphrase")?.value ?? ""), "");
      assert.deepEqual(await context.cookies(), []);
    }));
});

describe("locking again", () => {
  const bare = (page) =>
    page.evaluate(() => ({
      html: document.documentElement.outerHTML.includes("TOKEN") || document.documentElement.outerHTML.includes("Tajuk terkawal"),
      shell: [...document.querySelectorAll("main, nav")].map((e) => e.outerHTML).join(""),
      marks: document.querySelectorAll(".reader-bar, .reader-watermark, .reader-countdown, .reader-inserted, .reader-absent").length,
      sheets: document.adoptedStyleSheets.length,
      classes: document.body.className,
      style: document.documentElement.getAttribute("style") ?? "",
      state: document.body.dataset.reader,
      passphrase: document.getElementById("reader-passphrase").value,
    }));

  test("the button restores the locked page exactly, and the copy opens once more", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"]));
      const locked = await bare(page);
      for (let round = 0; round < 2; round++) {
        await unlock(page, copies["01"].passphrase);
        await page.click("[data-section=s004]");
        await page.click("#s004-link");
        await page.waitForFunction(() => document.getElementById("s030-jadual") !== null);
        assert.notDeepEqual(await bare(page).catch(() => null), locked);
        await page.click(".reader-relock");
        assert.deepEqual(await bare(page), locked);
        assert.equal(await page.textContent("#reader-status"), say("locked-asked"));
        assert.equal(await page.evaluate(() => document.activeElement.id), "reader-passphrase");
      }
      // What was open stays out of reach of later events.
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      await page.keyboard.press("Control+f");
      assert.deepEqual(await bare(page), locked);
    }));

  test("leaving the page locks it, also when the browser keeps it for going back", () =>
    withPage({}, async (page) => {
      await page.goto(siteUrl());
      await unlock(page, copies["01"].passphrase);
      await page.evaluate(() => addEventListener("pageshow", (event) => (window.kept = event.persisted)));
      await page.goto(`http://127.0.0.1:${port}/1.0/copies/01/copy.json`);
      await page.goBack({ waitUntil: "commit" });
      await page.waitForSelector("#reader-passphrase");
      assert.equal((await bare(page)).html, false);
      assert.equal(await state(page), "locked");
      // The event alone must do it too, since not every run of the browser keeps pages.
      await unlock(page, copies["01"].passphrase);
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
      assert.equal((await bare(page)).html, false);
    }));

  test("leaving while the copy is being opened stops the opening", () =>
    withPage({}, async (page, { workers }) => {
      await page.goto(oneFile(copies["01"]));
      await page.fill("#reader-passphrase", copies["01"].passphrase);
      await submit(page);
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
      await page.waitForTimeout(1500);
      assert.equal(await state(page), "locked");
      assert.ok(!page.workers().includes(workers[0]), "the one that was at it is gone");
      await unlock(page, copies["01"].passphrase);
    }));

  test("fifteen idle minutes by the clock, with a countdown in the last one, and activity that counts", () =>
    withPage({}, async (page) => {
      await page.clock.install({ time: new Date("2026-11-01T08:00:00") });
      await page.goto(oneFile(copies["01"]));
      await unlock(page, copies["01"].passphrase);
      await page.clock.runFor("13:50");
      assert.equal(await page.isVisible(".reader-countdown"), false);
      await page.keyboard.press("Shift");
      await page.clock.runFor("13:50");
      assert.equal(await state(page), "open");
      await page.clock.runFor(40_000);
      const [shown] = /\d+/.exec(await page.textContent(".reader-countdown")) ?? [];
      assert.ok(shown === "30" || shown === "40", shown);
      assert.equal(await page.textContent(".reader-countdown"), say("idle-soon", { count: shown }));
      await page.keyboard.press("Shift");
      await page.clock.runFor(1_000);
      assert.equal(await page.isVisible(".reader-countdown"), false);
      await page.clock.runFor("15:01");
      assert.equal(await state(page), "locked");
      assert.equal(await page.textContent("#reader-status"), say("locked-idle", { minutes: 15 }));
      assert.equal((await bare(page)).html, false);
    }));

  test("a laptop that slept is locked by the first sign of life, not kept open by it", () =>
    withPage({}, async (page) => {
      await page.clock.install({ time: new Date("2026-11-01T08:00:00") });
      await page.goto(oneFile(copies["01"]));
      await unlock(page, copies["01"].passphrase);
      // Time passes while no timer runs.
      await page.clock.setSystemTime(new Date("2026-11-01T09:00:00"));
      await page.keyboard.press("Shift");
      assert.equal(await state(page), "locked");
    }));

  test("the limit can be set by the page", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"], { body: 'data-idle-minutes="0.05"' }));
      await unlock(page, copies["01"].passphrase);
      await page.waitForFunction(() => document.body.dataset.reader === "locked", null, { timeout: 8000 });
    }));
});

describe("marks", () => {
  test("on the screen: classification, copy, holder, version, reissue, draft; past its day it warns and opens", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["03-01"]));
      const date = new Intl.DateTimeFormat("ms-MY", { dateStyle: "long" }).format(new Date(2020, 0, 31));
      assert.equal(await page.locator(".reader-notice", { hasText: say("notice-expired", { date }) }).count(), 1);
      await unlock(page, copies["03-01"].passphrase);
      const top = await page.innerText(".reader-bar-top");
      const bottom = await page.innerText(".reader-bar-bottom");
      for (const bar of [top, bottom]) for (const part of ["SULIT", "SALINAN TERKAWAL NO. 03-01", "Versi 1.0", "Terbitan semula 2", "DRAF"]) assert.ok(bar.includes(part), part);
      assert.ok(bottom.includes('Siti "Besar" \\ <b> }*{, Ketua ERT'));
      assert.equal(await page.locator(".reader-notice", { hasText: say("notice-expired", { date }) }).count(), 1);
      const mark = await page.evaluate(() => {
        const svg = document.querySelector(".reader-watermark");
        const style = getComputedStyle(svg);
        return { text: svg.textContent, hidden: svg.getAttribute("aria-hidden"), position: style.position, events: style.pointerEvents };
      });
      assert.match(mark.text, /SULIT · SALINAN TERKAWAL NO\. 03-01/);
      assert.deepEqual([mark.hidden, mark.position, mark.events], ["true", "fixed", "none"]);
    }));

  test("on paper: every sheet, all sections, page numbers and the time of printing", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["03-01"]));
      await unlock(page, copies["03-01"].passphrase);
      const path = join(out, "print.pdf");
      await page.pdf({ path, preferCSSPageSize: true, format: "A4" });
      const sheets = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
      assert.ok(sheets.length > 5);
      const whole = sheets.join("\n");
      for (const id of SEALED.filter((id) => id !== "s017")) assert.ok(whole.includes(tokenOf(id)), id);
      sheets.forEach((sheet, i) => {
        assert.equal(sheet.split("SULIT").length - 1 >= 2, true, `classification at top and bottom of sheet ${i + 1}`);
        for (const part of ["SALINAN TERKAWAL NO. 03-01", 'Siti "Besar"', "Ketua ERT", "Versi 1.0", "DRAF", `Muka Surat : ${i + 1}`, "Dicetak:"]) {
          assert.ok(sheet.replace(/\s+/g, " ").includes(part), `${part} on sheet ${i + 1}`);
        }
      });
      assert.doesNotMatch(whole, /Kunci semula/);
      const images = execFileSync("pdfimages", ["-list", path], { encoding: "utf8" });
      assert.match(images, /image +20 +10 /, "the image of a section that was inserted for printing is printed");
    }));

  test("in each language", () =>
    withPage({}, async (page) => {
      const marks = { ms: "SALINAN TERKAWAL NO. 01", id: "SALINAN TERKENDALI NO. 01", en: "CONTROLLED COPY NO. 01" };
      for (const [language, mark] of Object.entries(marks)) {
        await page.goto(oneFile(copies["01"], { language }));
        await unlock(page, copies["01"].passphrase);
        assert.ok((await page.innerText(".reader-bar-top")).includes(mark));
      }
    }));
});

describe("the panel", () => {
  test("works by keyboard alone, with a name for every field", () =>
    withPage({}, async (page) => {
      await page.goto(siteUrl());
      for (const control of await page.locator("#unlock :is(input, select)").all()) {
        assert.ok(await control.evaluate((e) => e.labels.length === 1 && e.labels[0].textContent.length > 3));
        for (const id of (await control.getAttribute("aria-describedby")).split(" ")) assert.equal(await page.locator(`#${id}`).count(), 1);
      }
      await page.focus("#reader-passphrase");
      await page.keyboard.type(copies["01"].passphrase);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      assert.equal(await page.getAttribute("#reader-passphrase", "type"), "password");
      await page.keyboard.press("Space");
      assert.equal(await page.getAttribute("#reader-passphrase", "type"), "text");
      await page.focus("#reader-passphrase");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.body.dataset.reader === "open");
    }));

  test("key file and passphrase set each other aside", () =>
    withPage({}, async (page) => {
      await page.goto(oneFile(copies["01"]));
      await page.fill("#reader-passphrase", "abc");
      await page.setInputFiles("#reader-key-file", keyFile("x"));
      assert.equal(await page.inputValue("#reader-passphrase"), "");
      await page.fill("#reader-passphrase", "abc");
      assert.equal(await page.evaluate(() => document.getElementById("reader-key-file").files.length), 0);
    }));

  test("screenshots for looking at", async () => {
    for (const [name, width, height, colorScheme] of [["desktop", 1280, 900, "light"], ["phone", 390, 844, "light"], ["dark", 390, 844, "dark"]]) {
      await withPage({ viewport: { width, height }, colorScheme }, async (page) => {
        const shot = (what) => page.screenshot({ path: join(out, `${name}-${what}.png`) });
        await page.goto(oneFile(copies["03-01"]));
        await page.locator(".reader-panel").scrollIntoViewIfNeeded();
        await page.evaluate(() => document.querySelector(".reader-panel").scrollIntoView());
        await shot("panel");
        await page.fill("#reader-passphrase", makePassphrase("03-01"));
        await submit(page);
        await failure(page);
        await shot("wrong");
        await unlock(page, copies["03-01"].passphrase);
        await shot("open");
        await page.goto(siteUrl("intranet.test"));
        await page.evaluate(() => document.querySelector(".reader-panel").scrollIntoView());
        await shot("site");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing wider than the window");
      });
    }
  });
});
