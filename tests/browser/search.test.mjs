// Search with the real program: the open site over http, below any path and from a folder; copies locked and open.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  closeBrowser, copyUrl, noChromium, openedWithoutBrowser, outerHtml, passphraseOf, root, sample, serve, temporary, terkawal, unlock, withPage, word,
} from "./lib.mjs";

const HOSTILE = "Kata \\\\n & &amp; 'petik' Seksyen <img src=x onerror=\"document.title='diserang'\"> dan \u202eterbalik\u202c serta ";

/** A plan of our own, for what the sample plan has no place for. */
let made;
function own() {
  if (made) return made;
  const folder = temporary();
  const put = (path, text) => (mkdirSync(join(folder, "plan", path, ".."), { recursive: true }), writeFileSync(join(folder, "plan", path), text));
  put("plan.yaml", `title: Pelan Ujian\nreference: UJI/01\nversion: "1.0"\ndate: 2026-11-01\norganisation: Majlis Ujian\nclassification: TERHAD\n`);
  put("distribution/list.yaml", "copies: []\n");
  put("content/01-jahat.md", `---\ntitle: "Tajuk <b onclick=x()>jahat</b>"\nclassification: TERBUKA\n---\n${HOSTILE.replace(/&/g, "&amp;").replace(/</g, "&lt;")}${"panjang".repeat(300)} tamat.\n`);
  for (let at = 0; at < 45; at++) {
    put(`content/02-${String(at).padStart(2, "0")}-s${at}.md`, `---\ntitle: Bahagian ${at}\nclassification: TERBUKA\n---\nKata sepunya di sini, kata unik${at}.\n\n## Garis-garis ${at}\n\nLihat 7.${at}.1 dan café ${at}.\n`);
  }
  terkawal("-q", "-r", join(folder, "plan"), "build", "-o", join(folder, "out"));
  return (made = join(folder, "out/site"));
}

const links = (page) => page.$$eval(".search-panel:not([hidden]) .search-list a", (all) => all.map((link) => ({ href: link.getAttribute("href"), text: link.textContent.trim() })));
const settled = (page, query) => page.waitForFunction((query) => document.querySelector("#search-field").value === query && document.querySelector(".search-panel:not([hidden]) > *"), query);
async function find(page, query) {
  await page.fill("#search-field", "");
  await page.fill("#search-field", query);
  await settled(page, query);
  return links(page);
}

describe("search on the open site", { skip: noChromium }, () => {
  let server, deep;
  before(async () => {
    server = await serve(sample().site);
    const folder = temporary();
    cpSync(sample().site, join(folder, "jauh di sana/é"), { recursive: true });
    deep = await serve(folder);
  });
  after(async () => {
    await closeBrowser();
    await Promise.all([server?.close(), deep?.close()]);
  });

  const places = {
    "over http": () => `http://127.0.0.1:${server.port}`,
    "below another path": () => `http://127.0.0.1:${deep.port}/jauh%20di%20sana/%C3%A9`,
    "from a folder": () => pathToFileURL(sample().site).href,
  };
  for (const [name, base] of Object.entries(places)) {
    test(`${name}: an affixed word is found, marked, and its link leads there`, () =>
      withPage(async (page) => {
        await page.goto(`${base()}/1.0/pengenalan/index.html`);
        const found = await find(page, "pulih");
        assert.ok(found.length > 3, JSON.stringify(found));
        const marks = await page.$$eval(".search-list mark", (marks) => marks.map((mark) => mark.textContent));
        assert.ok(marks.includes("pemulihan") && marks.includes("memulihkan"), String(marks));
        const anchored = found.find(({ href }) => href.includes("#"));
        await page.click(`.search-list a[href="${anchored.href}"]`);
        await page.waitForURL(anchored.href);
        assert.ok(await page.evaluate(() => document.querySelector(decodeURIComponent(location.hash)) !== null), "the heading is there");
      }));
  }

  test("nothing is loaded before the box is used, and then only what is needed", () =>
    withPage(async (page) => {
      server.requests.length = 0;
      await page.goto(`${places["over http"]()}/1.0/pengenalan/index.html`);
      await page.waitForLoadState("networkidle");
      const asked = () => server.requests.map(({ url }) => url).filter((url) => url.endsWith(".js"));
      assert.deepEqual(asked().filter((url) => !url.includes("/assets/find-")), []);
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "search-field");
      await page.waitForFunction(() => document.querySelector(".search-panel"));
      assert.deepEqual(asked().slice(1).map((url) => url.replace(/-[0-9a-f]{16}/, "")), ["/1.0/assets/search.js", "/1.0/search/index.js"]);
      await find(page, "selamat");
      assert.deepEqual(asked().slice(3).filter((url) => !/^\/1\.0\/search\/[0-9a-f]{16}\.js$/.test(url)), []);
      const policy = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
      assert.equal(policy, "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'");
    }));

  test("keyboard alone: to the results, through them, and back; the number is announced", () =>
    withPage(async (page) => {
      await page.goto(`${places["from a folder"]()}/1.0/pengenalan/index.html`);
      await page.keyboard.press("/");
      await page.keyboard.type("selamat");
      await settled(page, "selamat");
      const found = await links(page);
      await page.waitForFunction((words) => document.querySelector(".search-status").textContent === words, word("reader-search-results").replace("{ $count }", String(found.length)));
      assert.equal(await page.getAttribute(".search-status", "role"), "status");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), found[1].href);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await page.evaluate(() => document.activeElement.id), "search-field");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".search-panel").isVisible(), false);
      assert.equal(await page.inputValue("#search-field"), "selamat");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/search\/index\.html#q=selamat$/);
      await page.waitForSelector(".search-list a");
      assert.deepEqual(await links(page), found);
      await page.keyboard.press("/");
      await page.keyboard.press("End");
      await page.keyboard.type("an");
      await page.waitForURL(/#q=selamatan$/);
    }));

  test("far down a long page the box comes to the reader", () =>
    withPage(async (page) => {
      await page.goto(`${places["from a folder"]()}/1.0/print/index.html`);
      await page.evaluate(() => scrollTo(0, 5000));
      await page.keyboard.press("/");
      await page.keyboard.type("rto");
      await settled(page, "rto");
      assert.ok((await page.evaluate(() => scrollY)) > 4000);
      const box = await page.locator("#search-field").boundingBox();
      assert.ok(box.y >= 0 && box.y < 200, JSON.stringify(box));
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("form.search.over").count(), 0);
    }));

  test("without scripts the page says so and lists the contents", () =>
    withPage(async (page) => {
      await page.goto(`${places["from a folder"]()}/1.0/pengenalan/index.html`);
      assert.equal(await page.locator("form.search").isVisible(), false);
      await page.click(".search-link a");
      await page.waitForURL(/search\/index\.html$/);
      assert.equal(await page.locator(".notice", { hasText: word("search-noscript") }).isVisible(), true);
      assert.ok((await page.locator("nav.contents a").count()) > 10);
    }, { javaScriptEnabled: false }));

  test("an index that cannot be loaded is told", async () => {
    const broken = await serve(sample().site, (path, data) => (/\/search\/[0-9a-f]{16}\.js$/.test(path) ? null : data));
    try {
      await withPage(async (page) => {
        await page.goto(`http://127.0.0.1:${broken.port}/1.0/pengenalan/index.html`);
        await page.fill("#search-field", "pulih");
        await page.waitForFunction((words) => document.querySelector(".search-panel")?.textContent === words, word("search-failed"));
      }, { expected: /404/ });
    } finally {
      await broken.close();
    }
  });

  test("text and queries are never read as markup", () =>
    withPage(async (page) => {
      await page.goto(pathToFileURL(join(own(), "1.0/index.html")).href);
      const [first] = await find(page, "onerror terbalik");
      assert.equal(first.text, "1.0 Tajuk <b onclick=x()>jahat</b>");
      assert.match(await page.textContent(".search-excerpt"), /<img src=x onerror="/);
      await find(page, "petik");
      assert.match(await page.textContent(".search-excerpt"), /Kata \\n & &amp; ['\u2018\u2019]petik/);
      for (const query of ["<img src=x onerror=\"document.title='diserang'\">", "\u202e", "'); alert(1)//", "__proto__", "constructor", "(", "a".repeat(100_000), "%", "\ud800"]) {
        await page.fill("#search-field", query);
        await page.waitForTimeout(0);
      }
      assert.equal(await page.locator(".search img, .search b").count(), 0);
      assert.ok(!(await page.title()).includes("diserang"));
      // A word without an end stays within the window.
      await page.setViewportSize({ width: 390, height: 800 });
      await find(page, "panjangpanjang");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page has become wider");
    }));

  test("all words must occur, codes are found whole, accents are not needed, and more comes on demand", () =>
    withPage(async (page) => {
      await page.goto(pathToFileURL(join(own(), "1.0/index.html")).href);
      const numbers = async (query) => (await find(page, query)).map(({ text }) => text.split(" ")[0]);
      assert.deepEqual(await numbers("sepunya unik7"), ["9.0"]);
      assert.deepEqual(await numbers("7.31.1"), ["33.0"]);
      assert.deepEqual(await numbers("garis-garis unik44 cafe"), ["46.0"]);
      assert.deepEqual(await numbers("sepunya tiadalangsung"), []);
      assert.equal(await page.textContent(".search-count"), word("reader-search-none"));
      // A title counts more than a heading, a heading more than the text.
      assert.equal((await numbers("bahagian 12"))[0], "14.0");
      assert.equal((await numbers("sepunya")).length, 20);
      await page.focus(".search-more");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelectorAll(".search-list a").length === 40);
      assert.equal(await page.evaluate(() => document.activeElement.textContent.trim().split(" ")[0]), "22.0");
      await page.keyboard.press("Escape");
      await page.fill("#search-field", "sepu");
      await settled(page, "sepu");
      assert.equal((await links(page)).length, 20);
    }));
});

describe("search in copies", { skip: noChromium }, () => {
  after(closeBrowser);

  /** A word of a section that only a copy has, and that finds nothing in the page as it is. */
  async function sealedWord(page, number) {
    const { facts, html } = openedWithoutBrowser(number);
    const published = readFileSync(join(sample().copies, `salinan-${number}.html`), "utf8").toLowerCase();
    const section = facts.sections.find(({ id, within }) => within === undefined && /^s\d+$/.test(id));
    const all = html[section.id].replace(/<[^>]*>/g, " ").match(/[a-z]{8,}/g).filter((each) => !published.includes(each));
    for (const term of new Set(all)) if ((await find(page, term)).length === 0) return { section, term };
    assert.fail("no such word");
  }

  test("locked it finds what is open; open, what the holder may read; locked again, nothing is left", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("01"));
      const { section, term } = await sealedWord(page, "01");
      assert.ok((await find(page, "pulih")).length > 3);
      await page.fill("#search-field", "");
      await unlock(page, passphraseOf("01"));
      const found = await find(page, term);
      const hit = found.find(({ text }) => text.includes(section.title));
      assert.ok(hit, JSON.stringify({ found, section, term }));
      assert.equal(await page.locator(`#${section.id}.reader-inserted`).count(), 0, "nothing is inserted by searching");
      await page.click(`.search-list a[href="${hit.href}"]`);
      await page.waitForSelector(`#${section.id}.reader-inserted`);
      await page.waitForFunction((id) => {
        const { top } = document.getElementById(id).getBoundingClientRect();
        return top > -50 && top < innerHeight;
      }, decodeURIComponent(hit.href.slice(1)));

      await find(page, term);
      await page.click(".reader-relock");
      const after = await outerHtml(page);
      for (const trace of [term, section.title]) assert.ok(!after.includes(trace), `${trace} is left`);
      assert.equal(await page.inputValue("#search-field"), "");
      assert.equal(await page.locator(".search-panel *").count(), 0);
      assert.deepEqual(await find(page, term), []);
    }));

  test("a sealed block of an open section is found, and reached, by who holds it alone", () =>
    withPage(async (page) => {
      const numbers = sample().numbers.filter((number) => openedWithoutBrowser(number).facts.sections.some(({ within }) => within !== undefined));
      const { facts, html } = openedWithoutBrowser(numbers[0]);
      const block = facts.sections.find(({ within }) => within !== undefined);
      await page.goto(copyUrl(numbers[0]));
      const open = (await page.textContent(`#${block.within}`)).toLowerCase();
      const words = html[block.id].replace(/^[\s\S]*<main>/, "").replace(/<[^>]*>/g, " ").match(/[a-z]{7,}/g);
      const term = words.find((each) => !open.includes(each));
      await unlock(page, passphraseOf(numbers[0]));
      const found = await find(page, term);
      const hit = found.find(({ href }) => href.startsWith(`#${block.id}`));
      assert.ok(hit, JSON.stringify({ found, block, term }));
      // A word of the open text around it and one of the block meet, and the section is told once.
      const around = await page.$eval(`#${block.within}`, (section) => section.textContent.match(/[a-z]{9,}/g).find((word) => word.length > 8));
      const both = await find(page, `${term} ${around}`);
      const place = ({ href }) => href.startsWith(`#${block.within}`);
      assert.equal(both.filter(place).length, 1, JSON.stringify({ both, around, term }));
      assert.equal((await find(page, around)).filter(place).length, 1);
      await find(page, term);
      await page.click(`.search-list a[href="${hit.href}"]`);
      await page.waitForSelector(`#${block.id}.reader-inserted`);
    }));

  test("the reading page on a server searches in the same way", async () => {
    const server = await serve(sample().site);
    try {
      await withPage(async (page) => {
        await page.goto(`http://127.0.0.1:${server.port}/1.0/read/`);
        const { section, term } = await sealedWord(page, "05-02");
        assert.ok((await find(page, "pulih")).length > 3);
        await page.fill("#search-field", "");
        await unlock(page, passphraseOf("05-02"));
        assert.ok((await find(page, term)).some(({ text }) => text.includes(section.title)));
        for (const { url } of server.requests) assert.ok(!url.includes(term) && !url.includes("/search/"), url);
        assert.ok(!page.url().includes(term));
      });
    } finally {
      await server.close();
    }
  });
});

// Program and browser must agree on every word: the index of the one is looked up with the words of the other.
describe("words", () => {
  test("the script makes the same words and roots as the program", async () => {
    const { build } = createRequire(join(root, "reader/package.json"))("esbuild");
    const outfile = join(temporary(), "words.mjs");
    const contents = `export { words, roots } from "./words"; export { readPostings } from "./engine";`;
    await build({ stdin: { contents, resolveDir: join(root, "reader/src/search"), loader: "ts" }, bundle: true, format: "esm", outfile, logLevel: "warning" });
    const { words, roots, readPostings } = await import(pathToFileURL(outfile).href);
    const manual = join(temporary(), "manual");
    terkawal("-q", "-r", join(root, "docs"), "build", "-o", manual);
    let compared = 0;
    for (const site of [sample().site, join(manual, "site"), own(), strange()]) {
      const folder = readdirSync(site).map((name) => join(site, name, "search")).find((folder) => readdirSync(join(folder, "..")).includes("search"));
      const files = {};
      for (const name of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
        globalThis.terkawalSearch = { take: (key, content) => (files[key] = content) };
        (0, eval)(readFileSync(join(folder, name), "utf8"));
      }
      const { words: starts, sections } = files.index;
      const said = new Map(starts.flatMap(([, name]) => files[name].flatMap((key, at, all) => (at % 2 === 0 ? [[key, all[at + 1]]] : []))));
      const keys = [...said.keys()];
      assert.deepEqual(keys, [...keys].sort((a, b) => (a < b ? -1 : 1)), "keys are in the browser's order");
      const expected = new Map();
      let part = 0;
      const plain = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&#92;/g, "\\").replace(/&amp;/g, "&");
      const put = (key, value) => expected.set(key, new Map(expected.get(key) ?? []).set(part, Math.max(value, expected.get(key)?.get(part) ?? 0)));
      for (const section of sections.flatMap(([, name]) => files[name])) {
        section.parts.forEach(([, heading, text], first) => {
          const places = [text, heading, first === 0 ? `${section.number ?? ""} ${section.title}` : ""];
          places.map(plain).forEach((each, place) => words(each).forEach((word) => {
            put(word, place);
            roots(word).forEach((root) => put(root.replace(/..?/gs, "|$&"), place));
          }));
          part++;
        });
      }
      const written = (lists) => Object.fromEntries([...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
      assert.deepEqual(
        written([...said].map(([key, list]) => [key, String(readPostings(list))])),
        written([...expected].map(([key, list]) => [key, String([...list].map(([part, place]) => part * 4 + place))])),
      );
      compared += said.size;
    }
    assert.ok(compared > 4000, `${compared} words were compared`);
  });
});

/** Words of other scripts, with marks, ligatures, figures and joints of every kind. */
function strange() {
  const folder = temporary();
  const put = (path, text) => (mkdirSync(join(folder, "plan", path, ".."), { recursive: true }), writeFileSync(join(folder, "plan", path), text));
  put("plan.yaml", `title: Pelan Ujian\nreference: UJI/01\nversion: "1.0"\ndate: 2026-11-01\norganisation: Majlis Ujian\nclassification: TERHAD\n`);
  put("distribution/list.yaml", "copies: []\n");
  const text = "ﬁre ½ jam ²m ΣΊΣΥΦΟΣ İstanbul ŞIĞIR straße سُلَامَة हिन्दी 日本語 ไทย 😀emoji é e\u0301 a\u0308\u0301 co\u00adop Qur’an e‑mel e-mel A/B a.b.c 1,5 1.5 10:30 " +
    "03_01 --x-- x--y .z. o'clock rock'n'roll 𝔸𝔹 ① Ⅳ ﷺ न्न १२३ mengecek mengengkang penyanyi menyanyi memperoleh pelajar belajar berajar kekuatan keibuan sebesar " +
    `${"m".repeat(39)}é ${"n".repeat(60)} ${"o-".repeat(30)}o 1-${"2".repeat(50)} classes buses buzzes boxes matches wishes series tugas proses akses analisis`;
  put("content/01-a.md", `---\ntitle: Aneh\nclassification: TERBUKA\n---\n${text}\n`);
  terkawal("-q", "-r", join(folder, "plan"), "build", "-o", join(folder, "out"));
  return join(folder, "out/site");
}
