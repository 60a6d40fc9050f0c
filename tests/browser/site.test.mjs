// The site over http: what opens, what the server gets to see, and what a server that was tampered with brings about.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  closeBrowser, follow, insertAll, noChromium, openedWithoutBrowser, passphraseOf, refusal, sample, serve, submit, unlock, withPage, word,
} from "./lib.mjs";

describe("reading on the site", { skip: noChromium }, () => {
  let server;
  before(async () => (server = await serve(sample().site)));
  after(async () => {
    await closeBrowser();
    await server?.close();
  });

  for (const [host, secure] of [["127.0.0.1", true], ["intranet.test", false]]) {
    test(`${host}: the slip alone finds and opens the copy, and nothing about it reaches the server`, () =>
      withPage(async (page) => {
        server.requests.length = 0;
        const base = `http://${host}:${server.port}/1.0`;
        await page.goto(`${base}/read/`);
        assert.equal(await page.evaluate(() => isSecureContext), secure);
        assert.equal(await page.evaluate(() => crypto.subtle === undefined), !secure);
        assert.equal(await page.inputValue("#reader-copy"), "");
        const warnings = await page.locator(".reader-notice", { hasText: word("reader-notice-http") }).count();
        assert.equal(warnings, secure ? 0 : 1);
        assert.deepEqual(server.requests.filter(({ url }) => url.includes("/copies/")), []);

        const passphrase = passphraseOf("05-02");
        await unlock(page, passphrase);
        await insertAll(page);
        assert.equal(await page.locator(".reader-inserted").count(), openedWithoutBrowser("05-02").report.sections);
        await page.click('[data-section="s045"]');

        const asked = server.requests.map(({ url }) => url);
        const copies = asked.filter((url) => url.includes("/copies/"));
        assert.deepEqual(copies.sort(), ["bundle.age", "copy.json", "holder.age", "key.age"].map((name) => `/1.0/copies/05-02/${name}`));
        // Every other request is for a file of the open site, by its bare name.
        const manifest = JSON.stringify(JSON.parse(readFileSync(join(sample().site, "1.0/manifest.json"), "utf8")));
        for (const url of asked.filter((url) => !copies.includes(url) && !["/1.0/read/", "/versions/1.0.css", "/favicon.ico"].includes(url))) {
          assert.ok(url.startsWith("/1.0/") && manifest.includes(`"${url.slice(5)}"`), url);
        }
        const parts = passphrase.split("-").slice(2);
        for (const { method, url, text } of server.requests) {
          assert.equal(method, "GET");
          assert.ok(!url.includes("?"), url);
          for (const part of [...parts, passphrase]) assert.ok(!text.toUpperCase().includes(part), "a request carries the passphrase");
          assert.doesNotMatch(text, /AGE-SECRET-KEY|s045/i);
        }
      }));
  }

  test("a number chosen by hand must fit the slip", () =>
    withPage(async (page) => {
      await page.goto(`http://127.0.0.1:${server.port}/1.0/read/`);
      const offered = await page.$$eval("#reader-copy option", (options) => options.map(({ value }) => value));
      assert.deepEqual(offered, ["", ...sample().numbers]);
      await page.selectOption("#reader-copy", "05-01");
      await page.fill("#reader-passphrase", passphraseOf("05-02"));
      await submit(page);
      const { code, text } = await refusal(page);
      assert.equal(code, "slip-other-copy");
      assert.match(text, /05-02.*05-01/);
      await page.selectOption("#reader-copy", "05-02");
      await unlock(page, passphraseOf("05-02"));
    }));

  test("a link of an open page to a sealed section leads there once the copy is open", () =>
    withPage(async (page) => {
      await page.goto(`http://127.0.0.1:${server.port}/1.0/komponen-pelan/`);
      await follow(page, '.side a[href$="#s042"]');
      assert.match(page.url(), /\/1\.0\/read\/index\.html#s042$/);
      await unlock(page, passphraseOf("05-02"));
      await page.waitForSelector("#s042.reader-inserted");
      await page.waitForFunction(() => Math.abs(document.getElementById("s042").getBoundingClientRect().top) < innerHeight / 2);
    }));
});

describe("a server that gives other bytes than were published", { skip: noChromium }, () => {
  let server, change;
  const pick = (number, name) => readFileSync(join(sample().site, "1.0/copies", number, name));
  before(async () => (server = await serve(sample().site, (path, data) => change(path, data))));
  after(async () => {
    await closeBrowser();
    await server?.close();
  });
  const flip = (data, at) => {
    const copy = Buffer.from(data);
    copy[at] ^= 1;
    return copy;
  };
  const own = "/1.0/copies/03-01/";
  const only = (name, alter) => (path, data) => (path === own + name ? alter(data) : data);
  const from = (other, names) => (path, data) => (names.some((name) => path === own + name) ? pick(other, path.slice(own.length)) : data);
  /** copy.json that fits the given bytes of one file: what an attacker who rewrites both brings. */
  const refitted = async (name, bytes) => {
    const { createHash } = await import("node:crypto");
    const facts = JSON.parse(pick("03-01", "copy.json"));
    facts.files[name] = { size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    return (path, data) => (path === own + name ? bytes : path === `${own}copy.json` ? Buffer.from(JSON.stringify(facts)) : data);
  };
  const FILES = ["holder.age", "key.age", "bundle.age"];

  const cases = {
    "one byte at the start of bundle.age": [() => only("bundle.age", (data) => flip(data, 30)), "altered"],
    "one byte in the middle of bundle.age": [() => only("bundle.age", (data) => flip(data, data.length >> 1)), "altered"],
    "the last byte of bundle.age": [() => only("bundle.age", (data) => flip(data, data.length - 1)), "altered"],
    "one byte of key.age": [() => only("key.age", (data) => flip(data, data.length - 1)), "altered"],
    "one byte of holder.age": [() => only("holder.age", (data) => flip(data, data.length - 1)), "altered"],
    "bundle.age cut short": [() => only("bundle.age", (data) => data.subarray(0, data.length >> 1)), "damaged"],
    "bundle.age empty": [() => only("bundle.age", () => Buffer.alloc(0)), "damaged"],
    "bundle.age of another copy": [() => from("03-02", ["bundle.age"]), /^(altered|damaged)$/],
    "bundle.age and copy.json of another copy": [() => from("03-02", ["bundle.age", "copy.json"]), "swapped"],
    "the whole folder of another copy": [() => from("03-02", ["copy.json", ...FILES]), "swapped"],
    "bundle.age of another copy, copy.json made to fit": [() => refitted("bundle.age", pick("03-02", "bundle.age")), "swapped"],
    "key.age of another copy, copy.json made to fit": [() => refitted("key.age", pick("03-02", "key.age")), "key-wrong"],
    "holder.age of another copy, copy.json made to fit": [() => refitted("holder.age", pick("03-02", "holder.age")), "passphrase-wrong"],
    "bundle.age altered, copy.json made to fit": [() => refitted("bundle.age", flip(pick("03-01", "bundle.age"), 3000)), "altered"],
    "copy.json that is no JSON": [() => only("copy.json", () => Buffer.from("<!doctype html>")), "damaged"],
    "bundle.age gone": [() => only("bundle.age", () => null), "member-missing", /404/],
    "the folder of the copy gone": [() => (path, data) => (path.startsWith(own) ? null : data), "copy-not-found", /404/],
  };
  const told = new Map();
  for (const [name, [altered, code, expected = null]] of Object.entries(cases)) {
    test(name, () =>
      withPage(async (page) => {
        change = await altered();
        await page.goto(`http://127.0.0.1:${server.port}/1.0/read/`);
        await page.fill("#reader-passphrase", passphraseOf("03-01"));
        await submit(page);
        const refused = await refusal(page);
        if (typeof code === "string") assert.equal(refused.code, code);
        else assert.match(refused.code, code);
        assert.doesNotMatch(refused.text, /\{|reader-error/);
        assert.equal(await page.locator(".reader-inserted, .reader-bar").count(), 0);
        told.set(refused.code, refused.text);
        // The same page opens the copy as soon as the server tells the truth again.
        change = (path, data) => data;
        await unlock(page, passphraseOf("03-01"));
      }, { expected }));
  }
  test("each kind of fault has words of its own", () => assert.equal(new Set(told.values()).size, told.size));
});
