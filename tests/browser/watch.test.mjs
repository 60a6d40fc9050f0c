// Watch mode as the secretary meets it: reload at the same place, styles without reload, faults over the page, views.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, test } from "node:test";
import { missing, violations } from "./checkers.mjs";
import { closeBrowser, noChromium, root, temporary, withPage } from "./lib.mjs";

after(closeBrowser);

/** A copy of the sample plan, watched: `{ folder, address, end }`. */
async function watched(prepare = () => {}) {
  const folder = join(temporary(), "plan");
  mkdirSync(folder);
  for (const part of ["plan.yaml", "content", "distribution", "jata.svg"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  prepare(folder);
  const program = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/terkawal");
  const child = spawn(program, ["--format", "json", "-r", folder, "watch", "--no-open", "--port", "0", "--as", "open"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((found) => lines.on("line", (line) => JSON.parse(line).preview && found(JSON.parse(line).preview)));
  return { folder, address, end: () => child.kill() };
}

/** Runs with a page that has entered the preview. */
async function withPreview(run, prepare, options) {
  const preview = await watched(prepare);
  try {
    await withPage(async (page, context) => {
      await page.goto(preview.address);
      await page.waitForSelector(".preview-bar strong");
      await run(page, { ...preview, site: new URL(".", preview.address).href.slice(0, -1) }, context);
    }, options);
  } finally {
    preview.end();
  }
}

const SECTION = "content/02-gambaran-pelan/_index.md";
const PAGE = "1.0/gambaran-pelan/index.html";
/** A theme of the plan's own, as far as one of its stylesheets. */
function ownStyles(folder) {
  const plan = join(folder, "plan.yaml");
  writeFileSync(plan, readFileSync(plan, "utf8").replace(/^theme:.*$/m, "theme: majlis"));
  mkdirSync(join(folder, "themes/majlis/styles"), { recursive: true });
  cpSync(join(root, "themes/default/theme.toml"), join(folder, "themes/majlis/theme.toml"), { force: true });
  cpSync(join(root, "themes/default/styles/text.css"), join(folder, "themes/majlis/styles/text.css"));
}

describe("watch mode", { skip: noChromium }, () => {
  test("loads the page anew at the place where the reader was", () =>
    withPreview(async (page, { folder, site }) => {
      await page.goto(`${site}/open/${PAGE}`);
      await page.waitForSelector(".preview-bar select");
      const heading = page.locator("article h2:not(.heading), article h3").last();
      await heading.evaluate((element) => scrollTo({ top: scrollY + element.getBoundingClientRect().top - 120, behavior: "instant" }));
      const id = await heading.evaluate(({ id }) => id);
      const before = await heading.evaluate((element) => element.getBoundingClientRect().top);
      const text = readFileSync(join(folder, SECTION), "utf8");
      // Above the place, so that keeping the number of pixels alone would not do.
      const added = "Satu perenggan baharu yang agak panjang, ".repeat(30);
      writeFileSync(join(folder, SECTION), text.replace(/\n---\n/, `\n---\n${added}kzbaru.\n\n`));
      await page.waitForFunction(() => document.querySelector("article")?.textContent.includes("kzbaru"));
      await page.waitForSelector(".preview-bar select");
      await page.waitForFunction((id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight, id);
      const now = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
      assert.ok(Math.abs(now - before) < 3, `${before} before, ${now} now`);
    }));

  test("takes new styles without loading the page", () =>
    withPreview(
      async (page, { folder, site }) => {
        await page.goto(`${site}/open/${PAGE}`);
        await page.waitForSelector(".preview-bar select");
        await page.evaluate(() => (window.kept = true));
        appendFileSync(join(folder, "themes/majlis/styles/text.css"), "article p { letter-spacing: 7px; }\n");
        await page.waitForFunction(() => getComputedStyle(document.querySelector("article p")).letterSpacing === "7px");
        await page.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length === 3);
        assert.equal(await page.evaluate(() => window.kept), true);
      },
      ownStyles,
    ));

  test("shows all faults over the last good page, and takes them away when they are mended", () =>
    withPreview(async (page, { folder, site }) => {
      await page.goto(`${site}/open/${PAGE}`);
      await page.waitForSelector(".preview-bar select");
      const text = readFileSync(join(folder, SECTION), "utf8");
      writeFileSync(join(folder, SECTION), `${text}\n[satu](tiada.md) dan [dua](juga-tiada.md)\n`);
      await page.waitForSelector(".preview-overlay:not([hidden]) li:nth-child(2)");
      const faults = await page.$$eval(".preview-overlay li", (items) => items.map((item) => item.textContent));
      assert.match(faults[0], /E172.*content\/02-gambaran-pelan\/_index\.md:\d+:1\[satu\]\(tiada\.md\) dan.*petunjuk:/s);
      assert.equal(await page.$eval(".preview-overlay mark", ({ textContent }) => textContent), "[satu](tiada.md)");
      assert.ok((await page.textContent("article")).length > 200, "the page stays");
      assert.match(await page.textContent(".preview-overlay [role=alert]"), /Ralat: \d/);
      await page.focus(".preview-overlay");
      writeFileSync(join(folder, SECTION), `${text}\nSudah dibetulkan.\n`);
      await page.waitForFunction(() => document.querySelector("article")?.textContent.includes("Sudah dibetulkan"));
      assert.equal(await page.locator(".preview-overlay:not([hidden])").count(), 0);
    }));

  test("shows what each viewer sees, with the marks of a copy, on screen and on paper", () =>
    withPreview(async (page, { site }) => {
      await page.goto(`${site}/open/1.0/index.html`);
      await page.waitForSelector(".preview-bar select");
      assert.equal(await page.locator(".chapters .sealed").count() > 0, true);
      await page.selectOption("#preview-view", "all");
      await page.waitForURL(`${site}/all/1.0/index.html`);
      await page.waitForSelector(".preview-bar select");
      assert.equal(await page.locator(".chapters .sealed").count(), 0);
      await page.selectOption("#preview-view", "03-02");
      await page.waitForURL(`${site}/03-02/1.0/index.html`);
      assert.match(await page.textContent(".reader-bar-top"), /SALINAN TERKAWAL NO\. 03-02/);
      await page.click(".preview-paper");
      await page.waitForURL(`${site}/03-02/1.0/print/index.html`);
      await page.waitForSelector(".reader-watermark");
      const sheets = await page.pdf({ format: "A4" });
      assert.ok(sheets.length > 50_000, `${sheets.length} bytes`);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".preview-bar").isVisible(), false);
    }));

  test("stays usable by keyboard and has no fault for axe, with and without faults", { skip: missing }, () =>
    withPreview(async (page, { folder, site }) => {
      await page.goto(`${site}/03-02/${PAGE}`);
      await page.waitForSelector(".preview-bar select");
      assert.deepEqual(await violations(page), []);
      appendFileSync(join(folder, SECTION), "\n[satu](tiada.md)\n");
      await page.waitForSelector(".preview-overlay:not([hidden]) li");
      assert.deepEqual(await violations(page), []);
      await page.focus("#preview-view");
      assert.equal(await page.evaluate(() => document.activeElement.id), "preview-view");
    }, undefined, { bypassCSP: true }));

  test("says that the connection is lost, and leaves nothing of the text behind in the browser", () =>
    withPreview(
      async (page, { end, site }, context) => {
        await page.goto(`${site}/all/1.0/print/index.html`);
        await page.waitForSelector(".preview-bar select");
        await page.evaluate(() => dispatchEvent(new Event("pagehide")));
        const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
        assert.equal(kept, "[{},{}]");
        const cookies = await context.cookies();
        assert.deepEqual(cookies.map(({ httpOnly, sameSite, expires }) => [httpOnly, sameSite, expires]), [[true, "Strict", -1]]);
        end();
        await page.waitForSelector(".preview-lost");
      },
      undefined,
      { expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/ },
    ));

  test("keeps any number of tabs up to date", () =>
    withPreview(async (page, { folder, site }, context) => {
      const tabs = [page];
      while (tabs.length < 9) tabs.push(await context.newPage());
      for (const tab of tabs) {
        await tab.goto(`${site}/open/${PAGE}`);
        await tab.waitForSelector(".preview-bar select");
      }
      const changed = (word) => Promise.all(tabs.map((tab) => tab.waitForFunction((word) => document.querySelector("article")?.textContent.includes(word), word)));
      appendFileSync(join(folder, SECTION), "\nUntuk semua tab.\n");
      await changed("Untuk semua tab");
      // Whichever of them listened to the server: another one goes on.
      for (const tab of tabs.splice(0, 4)) await tab.close();
      appendFileSync(join(folder, SECTION), "\nUntuk tab yang tinggal.\n");
      await changed("Untuk tab yang tinggal");
    }));

  test("says that a page is gone when its section was taken away", () =>
    withPreview(
      async (page, { folder, site }) => {
        await page.goto(`${site}/open/1.0/prakata/index.html`);
        await page.waitForSelector(".preview-bar select");
        rmSync(join(folder, "content/00-prakata.md"));
        await page.waitForSelector(".preview-alone .preview-bar select, .preview-overlay:not([hidden]) li");
      },
      undefined,
      { expected: /404/ },
    ));
});
