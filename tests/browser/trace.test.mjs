// Marks from end to end: an issued copy is opened, its text is copied, printed and shown, and the program names the copy.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { startFirefox } from "../../reader/test/bidi.mjs";
import { issuedSample } from "./issued.mjs";
import { closeBrowser, firefoxBinary, hasTool, insertAll, noChromium, opened, submit, terkawal, withPage } from "./lib.mjs";

const MARK = /[\ufe00-\ufe0f]/g;
const MARKED_WORD = /[\ufe00-\ufe0f]\p{L}/gu;

describe("marks of an issued copy", { skip: noChromium }, () => {
  let made;
  before(() => (made = issuedSample()));
  after(closeBrowser);

  const open = async (page, number) => {
    await page.goto(pathToFileURL(made.file(number)).href);
    await page.setInputFiles("#reader-key-file", made.keys[number]);
    await submit(page);
    await opened(page);
  };
  const traced = (name, content) => {
    const file = join(made.folder, name);
    if (content !== undefined) writeFileSync(file, content);
    return JSON.parse(terkawal("-r", made.plan, "--format", "json", "trace", file, "--passphrase-file", made.master));
  };
  const numbers = ({ named }) => named.map(({ copy }) => copy);

  test("stand where the program sets them too, in every section", () =>
    withPage(async (page) => {
      await open(page, "01");
      await insertAll(page);
      const ids = readdirSync(join(made.without, "sections")).map((name) => name.replace(".html", ""));
      let marks = 0;
      for (const id of ids) {
        const html = readFileSync(join(made.without, "sections", `${id}.html`), "utf8");
        const ours = html.slice(html.indexOf("<main")).match(MARKED_WORD) ?? [];
        const theirs = (await page.evaluate((id) => document.getElementById(id).textContent, id)).match(MARKED_WORD) ?? [];
        assert.deepEqual(theirs, ours, id);
        marks += ours.length;
      }
      assert.ok(marks > 3000, `${marks} marks`);
    }));

  test("name the copy in 500 characters that were selected and copied", () =>
    withPage(async (page) => {
      await open(page, "02");
      await insertAll(page);
      const text = await page.evaluate(() => {
        getSelection().selectAllChildren(document.getElementById("document"));
        return getSelection().toString();
      });
      const middle = text.search(MARK) + 20_000;
      const verdict = traced("selected.txt", text.slice(middle, middle + 560));
      assert.deepEqual(numbers(verdict), ["02"]);
      assert.ok(verdict.scores[0].chance <= 1e-6 && verdict.scores[0].agreeing === verdict.scores[0].marks);
      assert.deepEqual(numbers(traced("page.html", await page.content())), ["02"]);
      // What nobody sees is in nobody's way: finding, and the words themselves.
      const seen = text.replace(MARK, "");
      const words = /\p{L}{4,} \p{L}{4,} \p{L}{4,}/u.exec(seen.slice(middle))[0];
      assert.ok(await page.evaluate((words) => find(words, true, false, true), words), words);
      assert.ok(await page.evaluate(() => [...document.querySelectorAll("code, svg, h2, h3")].every((e) => !/[\ufe00-\ufe0f]/.test(e.textContent))));
    }));

  test("are in the text of a printed file, and the code is on its sheets", { skip: !hasTool("pdftotext") }, () =>
    withPage(async (page) => {
      await open(page, "01");
      const seen = await page.textContent(".reader-bar-top .reader-mark-code");
      assert.match(seen, /^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
      assert.equal(await page.locator(".reader-square").isVisible(), false);
      await page.emulateMedia({ media: "print" });
      await insertAll(page);
      assert.equal(await page.locator("#cover .reader-square svg").isVisible(), true);
      const file = join(made.folder, "printed.pdf");
      await page.pdf({ path: file, preferCSSPageSize: true });
      const text = execFileSync("pdftotext", ["-f", "3", "-l", "5", file, "-"], { encoding: "utf8" });
      assert.ok(text.split(seen).length >= 4, "at the head and foot of each sheet");
      assert.deepEqual(numbers(traced("printed.pdf")), ["01"]);
      const asked = terkawal("-r", made.plan, "trace", "--code", seen.toLowerCase(), "--passphrase-file", made.master);
      assert.match(asked, /^copy 01 of version/);
    }));

  test("are read off a picture of a sheet", { skip: !hasTool("tesseract") || !hasTool("pdftoppm") }, () => {
    const pdf = join(made.folder, "printed.pdf");
    execFileSync("pdftoppm", ["-r", "300", "-f", "4", "-l", "4", "-png", pdf, join(made.folder, "sheet")]);
    const picture = readdirSync(made.folder).find((name) => /^sheet.*png$/.test(name));
    const verdict = traced(picture);
    assert.deepEqual(numbers(verdict), ["01"]);
    assert.equal(verdict.scores.filter(({ named }) => named).length, 0, "by its code alone");
  });

  test("are set in Firefox too", { skip: !firefoxBinary }, async () => {
    const firefox = await startFirefox(firefoxBinary);
    try {
      await firefox.send("browsingContext.navigate", { url: pathToFileURL(made.file("01")).href, wait: "complete" });
      const key = readFileSync(made.keys["01"], "utf8");
      await firefox.evaluate(`(() => {
        const files = new DataTransfer();
        files.items.add(new File([${JSON.stringify(key)}], "01.key"));
        const field = document.querySelector("#reader-key-file");
        field.files = files.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
        document.querySelector(".reader-submit").click();
      })()`);
      const text = await firefox.evaluate(`new Promise((resolve) => {
        const look = () => {
          if (document.body.dataset.reader !== "open") return setTimeout(look, 50);
          dispatchEvent(new Event("beforeprint"));
          const section = [...document.querySelectorAll(".reader-inserted")].find((e) => e.textContent.length > 2500);
          // Firefox copies what is laid out, and lays out what is near the window.
          section.style.contentVisibility = "visible";
          section.scrollIntoView();
          requestAnimationFrame(() => requestAnimationFrame(() => {
            getSelection().selectAllChildren(section);
            resolve(getSelection().toString());
          }));
        };
        look();
      })`);
      assert.deepEqual(numbers(traced("firefox.txt", text.slice(-560))), ["01"]);
    } finally {
      await firefox.close();
    }
  });
});
