// Each copy of the sample plan in its one-file page: it opens for its holder, and holds what the holder may read.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  closeBrowser, copyUrl, insertAll, keyFileOf, noChromium, opened, openedWithoutBrowser, outerHtml, passphraseOf, piecesOf, reaches, refusal,
  sample, sequencesOf, serve, submit, unlock, withPage, word,
} from "./lib.mjs";

const numbers = noChromium ? [] : sample().numbers;
/** The open text, as the site publishes it. */
let open;
/** Every sealed fragment of the plan by id, from the copies that hold it. */
const sealed = new Map();
const flat = (text) => text.replace(/\s+/g, " ");
/** Who holds the two restricted sections, by the distribution list. */
const RESTRICTED = {
  "5.3.3": /^05-0[1-4]$/, // audience: [DRT]
  "5.3.4": /^(01|02|06|05-01)$/, // SULIT
};

describe("one-file copies", { skip: noChromium }, () => {
  before(() => {
    open = readFileSync(join(sample().site, "1.0/read/index.html"), "utf8");
    for (const number of numbers) {
      const { facts, html } = openedWithoutBrowser(number);
      for (const { id, title, within } of facts.sections) {
        // A block for higher clearance stands inside its section, so the copies' texts of one section differ.
        const sequences = [title, ...piecesOf(html[id])].flatMap((piece) => [...sequencesOf(piece)]);
        sealed.set(id, { title, within, sequences: new Set([...(sealed.get(id)?.sequences ?? []), ...sequences]) });
      }
    }
  });
  after(closeBrowser);

  test("there are fourteen, one for each holder", () => assert.equal(numbers.length, 14));

  for (const number of numbers) {
    test(`copy ${number} opens with its passphrase and shows exactly its own sections`, () =>
      withPage(async (page) => {
        const { report, facts, html } = openedWithoutBrowser(number);
        await page.goto(copyUrl(number));
        await unlock(page, passphraseOf(number));
        await insertAll(page);

        const shown = await page.$$eval(".reader-inserted", (places) => places.map(({ id }) => id));
        assert.equal(shown.length, report.sections);
        assert.deepEqual(shown.sort(), facts.sections.map(({ id }) => id).sort());
        assert.equal(new Set(shown).size, shown.length);

        const text = (selector) => page.$eval(selector, (element) => element.textContent.replace(/\s+/g, " ").trim());
        for (const { id, number: own, title, within } of facts.sections) {
          if (within !== undefined) continue;
          assert.equal(await text(`#${id} > .heading`), own === null ? title : `${own} ${title}`);
          assert.equal(await text(`[data-section="${id}"] .title`), title);
        }
        const whole = await page.evaluate(() => document.getElementById("document").textContent).then(flat);
        for (const { id } of facts.sections) for (const piece of piecesOf(html[id])) assert.ok(whole.includes(piece), `${id}: ${piece}`);

        for (const [section, holders] of Object.entries(RESTRICTED)) {
          assert.equal(facts.sections.some((held) => held.number === section), holders.test(number), `${section} in copy ${number}`);
        }
        await notHeld(page, `${open}\n${facts.sections.map(({ title }) => title).join("\n")}\n${Object.values(html).join("\n")}`, new Set(shown));
      }));
  }

  /** What this copy does not hold is named as such, and none of its text is anywhere in the page. */
  async function notHeld(page, ownText, shown) {
    const html = sequencesOf(await outerHtml(page));
    const own = sequencesOf(ownText);
    for (const [id, { title, within, sequences }] of sealed) {
      const foreign = [...sequences].filter((sequence) => !own.has(sequence));
      for (const sequence of foreign) assert.ok(!html.has(sequence), `text of ${id} is in a copy that does not hold it`);
      if (shown.has(id)) continue;
      assert.ok(foreign.length > 0, `${id} has text of its own`);
      assert.equal(await page.textContent(`#${id} .reader-absent`), word("reader-absent"));
      if (within === undefined) {
        assert.ok((await page.textContent(`[data-section="${id}"]`)).includes(word("reader-absent-short")));
        assert.ok(!(await page.textContent(`#${id}`)).includes(title));
      }
    }
  }

  test("no text of any sealed section is in a locked copy", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("01"));
      const html = sequencesOf(await outerHtml(page));
      // The program's own words stand in sealed sections as well.
      for (const sequence of sequencesOf(word("not-in-copy"))) html.delete(sequence);
      let checked = 0;
      for (const [id, { sequences }] of sealed) {
        // The open lists have the posts and the open captions too.
        if (["distribution", "figures", "tables"].includes(id)) continue;
        for (const sequence of sequences) assert.ok(!html.has(sequence), `${id} is not sealed`);
        checked += sequences.size;
      }
      assert.ok(checked > 3000, `${checked} sequences of words`);
    }));
});

describe("the holder's own key file", { skip: noChromium }, () => {
  let server, own, other;
  before(async () => {
    [own, other] = [await keyFileOf("04-02"), await keyFileOf("04-03")];
    server = await serve(sample().site);
  });
  after(async () => {
    await closeBrowser();
    await server?.close();
  });
  const addresses = { "a one-file copy": () => copyUrl("04-02"), "the site": () => `http://127.0.0.1:${server.port}/1.0/read/` };

  for (const [name, url] of Object.entries(addresses)) {
    test(`opens ${name}`, () =>
      withPage(async (page) => {
        await page.goto(url());
        await page.setInputFiles("#reader-key-file", own);
        await submit(page);
        await opened(page);
        assert.match(await page.innerText(".reader-bar-top"), /SALINAN TERKAWAL NO\. 04-02/);
        await insertAll(page);
        assert.equal(await page.locator(".reader-inserted").count(), openedWithoutBrowser("04-02").report.sections);
      }));
  }

  test("of another copy is told by its number", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("04-02"));
      await page.setInputFiles("#reader-key-file", other);
      await submit(page);
      const { code, text } = await refusal(page);
      assert.equal(code, "key-other-copy");
      assert.match(text, /04-03.*04-02/);
    }));

  test("without its number, or under its passphrase still, is told as what it is", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("04-02"));
      const secret = /AGE-SECRET-KEY-1\w+/.exec(other.buffer.toString())[0];
      await page.setInputFiles("#reader-key-file", { ...other, buffer: Buffer.from(secret) });
      await submit(page);
      assert.equal((await refusal(page)).code, "key-wrong");
      const buffer = readFileSync(join(sample().site, "1.0/copies/04-02/holder.age"));
      await page.setInputFiles("#reader-key-file", { name: "holder.age", mimeType: "application/octet-stream", buffer });
      await submit(page);
      await page.waitForSelector("#reader-status[data-error=key-encrypted]");
    }));

  test("a slip of another copy, and a wrong passphrase, open nothing", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("04-02"));
      await page.fill("#reader-passphrase", passphraseOf("04-03"));
      await submit(page);
      assert.equal((await refusal(page)).code, "slip-other-copy");
      // Two groups changed places: every character is right, and so is the check character.
      const [first, ...groups] = passphraseOf("04-02").match(/^\d\d-\d\d|[^-]{6}$|[^-]{6}/g);
      assert.equal(groups.length, 4);
      await page.fill("#reader-passphrase", [first, groups[1], groups[0], groups[2], groups[3]].join("-"));
      await submit(page);
      await reaches(page, "locked");
      assert.equal((await refusal(page)).code, "passphrase-wrong");
      assert.equal(await page.locator(".reader-inserted, .reader-bar").count(), 0);
    }));
});
