// Paper: what stands on every printed sheet of the print page, of a locked and of an opened copy.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  closeBrowser, copyUrl, hasTool, noChromium, openedWithoutBrowser, passphraseOf, piecesOf, sample, temporary, unlock, withPage,
} from "./lib.mjs";

const skip = noChromium || (hasTool("pdftotext") ? false : "skipped: pdftotext is not installed");
if (skip && !noChromium) console.log(skip);
after(closeBrowser);

// Kerning and letter spacing put blanks between letters, so words are compared without any.
const bare = (text) => text.replace(/\s+/g, "");
const MILLIMETRE = 72 / 25.4;

/** Prints the page: one `{ top, bottom, whole, written, isTurned }` for each sheet of A4; `written` has cell after cell. */
async function print(page) {
  const path = join(temporary(), "print.pdf");
  await page.pdf({ path, preferCSSPageSize: true, format: "A4" });
  const text = (...crop) => execFileSync("pdftotext", [...crop, path, "-"], { encoding: "utf8", maxBuffer: 1e8 }).split("\f").slice(0, -1).map(bare);
  const band = (from, height) => text("-x", "0", "-W", "850", "-y", String(Math.round(from * MILLIMETRE)), "-H", String(Math.round(height * MILLIMETRE)));
  const [whole, written, top, upright, turned] = [text("-layout"), text("-raw"), band(0, 24), band(297 - 22, 22), band(210 - 22, 22)];
  assert.equal(top.length, whole.length);
  const sizes = execFileSync("pdfinfo", ["-f", "1", "-l", String(whole.length), path], { encoding: "utf8" });
  const isTurned = [...sizes.matchAll(/^Page +\d+ size: +([\d.]+) x ([\d.]+)/gm)].map(([, width, height]) => Number(width) > Number(height));
  assert.equal(isTurned.length, whole.length);
  return whole.map((whole, i) => ({ whole, written: written[i], top: top[i], bottom: (isTurned[i] ? turned : upright)[i], isTurned: isTurned[i] }));
}

const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"];

/** Sheets are counted i, ii, iii up to the first chapter, which begins on sheet 1. */
function checkSheets(sheets, { classification, top = [], bottom = [] }) {
  const first = sheets.findIndex(({ whole }) => whole.includes("1.0Pengenalan") && whole.includes("Sampahdikutip"));
  assert.ok(first > 3 && first < ROMAN.length, `the first chapter begins on sheet ${first + 1}`);
  sheets.forEach((sheet, i) => {
    const place = `sheet ${i + 1} of ${sheets.length}`;
    for (const part of [classification, ...top]) assert.ok(sheet.top.includes(bare(part)), `${part} at the top of ${place}: ${sheet.top}`);
    for (const part of [classification, ...bottom]) assert.ok(sheet.bottom.includes(bare(part)), `${part} at the bottom of ${place}: ${sheet.bottom}`);
    const number = i < first ? ROMAN[i + 1] : i - first + 1;
    assert.match(sheet.bottom, new RegExp(`MukaSurat:${number}(?![\\divx])`), place);
  });
}

describe("paper", { skip }, () => {
  test("the print page is marked as not controlled, and holds nothing that is sealed", () =>
    withPage(async (page) => {
      await page.goto(pathToFileURL(join(sample().site, "1.0/print/index.html")).href);
      const sheets = await print(page);
      assert.ok(sheets.length > 15);
      checkSheets(sheets, { classification: "TERBUKA", top: ["Tidak terkawal apabila dicetak"], bottom: ["Pelan PKP MPC", "2026"] });
      const whole = sheets.map(({ whole }) => whole).join("");
      assert.doesNotMatch(whole, /SALINANTERKAWALNO/);
      for (const part of ["Kawalan Dokumen", "Senarai Edaran", "Melaporkan kejadian", "Bahagian ini terkawal"]) assert.ok(whole.includes(bare(part)), part);
    }));

  test("cover, contents, foreword and generated pages come before the first chapter, the statement first and last", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("05-01"));
      await unlock(page, passphraseOf("05-01"));
      const sheets = await print(page);
      const statement = bare("Kandungan pelan ini untuk kegunaan pemegang salinan terkawal sahaja");
      const at = (text) => sheets.findIndex(({ whole }) => whole.includes(bare(text)));
      assert.deepEqual([at(statement), sheets.findLastIndex(({ whole }) => whole.includes(statement))], [0, sheets.length - 1]);
      const order = ["No. rujukan: MPC/BTM/PKP/01", "7.0 Penyelenggaraan", "HAJI MARZUKI ALIF BIN SENAWI", "Diedarkan kepada", "Pengesahan dokumen", "Simpanan", "Cara membaca pelan ini"].map(at);
      assert.ok(order.every((sheet, i) => sheet >= 0 && (i === 0 || sheet > order[i - 1])), String(order));
      // The sheet to be signed has nothing else on it.
      assert.ok(!sheets[at("Pengesahan dokumen")].whole.includes(bare("Diedarkan kepada")));
      // The logo and the portrait are inside the file.
      assert.equal(await page.locator("#cover .logo img, .portrait img").evaluateAll((images) => images.filter((image) => image.complete && image.naturalWidth > 0).length), 2);
    }));

  test("a locked copy prints its open sections, as not controlled", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("05-01"));
      const sheets = await print(page);
      checkSheets(sheets, { classification: "TERBUKA", top: ["Tidak terkawal apabila dicetak"] });
      const whole = sheets.map(({ whole }) => whole).join("");
      for (const part of ["Buka salinan terkawal", "Fail kunci"]) assert.ok(!whole.includes(bare(part)), part);
    }));

  test("an open copy names itself, its holder and the time on every sheet, and prints everything it holds", () =>
    withPage(async (page) => {
      await page.clock.setFixedTime(new Date(2026, 10, 2, 8, 5));
      await page.goto(copyUrl("05-01"));
      await unlock(page, passphraseOf("05-01"));
      await page.clock.setFixedTime(new Date(2026, 10, 2, 8, 9));
      const { facts, html } = openedWithoutBrowser("05-01");
      const sheets = await print(page);
      checkSheets(sheets, {
        classification: "SULIT",
        top: ["SALINAN TERKAWAL NO. 05-01", facts.holder.name, "Versi 1.0", "DRAF", "Pelan Pengurusan Kesinambungan Perkhidmatan, 2026"],
        bottom: ["Dicetak: 2 Nov 2026, 8:09"],
      });
      const turned = sheets.filter(({ isTurned }) => isTurned);
      assert.ok(turned.length > 0 && turned.length < 10, `${turned.length} of ${sheets.length} sheets are turned`);
      assert.ok(turned.some(({ whole }) => whole.includes("Rancanganrawatan") && whole.includes("Lokasialternatif")), "a heading goes with its table");
      const whole = sheets.map(({ whole }) => whole).join("");
      assert.doesNotMatch(whole, /Tidakterkawalapabiladicetak|Kuncisemula/);
      // Sheets break some of them; a section is there when most of its text is.
      const written = sheets.map(({ written }) => written).join("");
      for (const { id, title } of facts.sections) {
        const pieces = piecesOf(html[id]);
        const found = pieces.filter((piece) => written.includes(bare(piece).slice(0, 24))).length;
        assert.ok(found >= pieces.length * 0.6, `${id}: ${found} of ${pieces.length}`);
        assert.ok(whole.includes(bare(title)), id);
      }
    }));

  test("after locking again a print is an open one", () =>
    withPage(async (page) => {
      await page.goto(copyUrl("05-01"));
      const before = await print(page);
      await unlock(page, passphraseOf("05-01"));
      await page.click(".reader-relock");
      assert.deepEqual(await print(page), before);
    }));
});
