// Paper: what stands on every printed sheet of the print page, of a locked and of an opened copy.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  closeBrowser, copyUrl, hasTool, noChromium, opened, openedWithoutBrowser, passphraseOf, piecesOf, sample, submit, temporary, terkawal,
  unlock, withPage, word,
} from "./lib.mjs";

const skip = noChromium || (hasTool("pdftotext") ? false : "skipped: pdftotext is not installed");
if (skip && !noChromium) console.log(skip);
after(closeBrowser);

// Kerning and letter spacing put blanks between letters, so words are compared without any.
const bare = (text) => text.replace(/[\s\ufe00-\ufe0f]+/g, "");
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

  test("a copy on paper opens with the master key and prints under its own number, without what is above its holder, the form last", () =>
    withPage(async (page) => {
      const { plan, passphrase } = issuedOnPaper();
      await page.goto(pathToFileURL(join(plan, "copies/1.0/salinan-05.html")).href);
      assert.match(await page.textContent(".reader-notice"), /Salinan No\. 05 ini untuk dicetak/);
      await page.fill("#reader-passphrase", passphraseOf("01"));
      await submit(page);
      await page.waitForSelector("#reader-status[data-error=slip-other-copy]");
      await page.fill("#reader-passphrase", passphrase.toLowerCase().replaceAll("-", " "));
      await submit(page);
      await opened(page);
      assert.equal(await page.textContent(".reader-receipt h2"), word("reader-print-title"));
      const printed = page.evaluate(() => new Promise((done) => (window.print = () => done(true))));
      await page.click(".reader-receipt button");
      assert.ok(await printed);
      const sheets = await print(page);
      assert.ok(sheets.length >= 5, `${sheets.length} sheets`);
      const place = (i) => `sheet ${i + 1} of ${sheets.length}`;
      sheets.forEach(({ top, bottom }, i) => {
        for (const part of ["TERHAD", "SALINAN TERKAWAL NO. 05", "Encik Contoh, Penghulu", "Versi 1.0"]) assert.ok(top.includes(bare(part)), `${part}, ${place(i)}: ${top}`);
        assert.ok(bottom.includes("TERHAD") && bottom.includes(bare("Dicetak:")), `${place(i)}: ${bottom}`);
      });
      const whole = sheets.map(({ whole }) => whole).join("");
      assert.ok(whole.includes(bare("Hanya pemegang membaca ayat terhad ini")));
      assert.doesNotMatch(whole, /Ayatsulit|Senaraidapur|SULIT/);
      const form = bare("Akuan penerimaan salinan bercetak");
      assert.deepEqual(sheets.flatMap(({ whole }, i) => (whole.includes(form) ? [i] : [])), [sheets.length - 1]);
      for (const part of ["Tanda tangan", "Penghulu", "Encik Contoh", "Kepala daftar", "UJI/KERTAS"]) {
        assert.ok(sheets.at(-1).whole.includes(bare(part)), `${part} on the form`);
      }
      await page.click(".reader-relock");
      assert.equal(await page.locator(".receipt-form, .reader-inserted").count(), 0);
    }));
});

/** A plan of three markings whose holder of copy 05 has it on paper: `{ plan, passphrase }`, that of the master key. */
function issuedOnPaper() {
  const day = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const folder = temporary();
  const plan = join(folder, "plan");
  mkdirSync(join(plan, "content"), { recursive: true });
  mkdirSync(join(plan, "distribution"));
  const signed = (name) => `{name: ${name}, post: Pegawai, date: ${day(9)}}`;
  writeFileSync(
    join(plan, "plan.yaml"),
    `title: Pelan Ujian\nreference: UJI/KERTAS\nversion: "1.0"\ndate: ${day(9)}\norganisation: Majlis Ujian\nclassification: TERHAD\n` +
      `control:\n  prepared: ${signed("A")}\n  reviewed: ${signed("B")}\n  approved: ${signed("C")}\n`,
  );
  writeFileSync(join(plan, "content/01-umum.md"), "---\ntitle: Umum\nclassification: TERBUKA\n---\nSemua orang boleh membaca.\n");
  writeFileSync(join(plan, "content/02-khusus.md"), "---\ntitle: Khusus\n---\nHanya pemegang membaca ayat terhad ini.\n");
  writeFileSync(join(plan, "content/03-dapur.md"), "---\ntitle: Senarai dapur\nclassification: SULIT\n---\nAyat sulit bagi pelepasan yang lebih tinggi.\n");
  writeFileSync(
    join(plan, "distribution/list.yaml"),
    `groups: {}\ncopies:\n  - number: "05"\n    post: Penghulu\n    name: Encik Contoh\n    clearance: TERHAD\n    medium: paper\n`,
  );
  const [publisher, master] = [join(folder, "p.txt"), join(folder, "m.txt")];
  terkawal("keygen", "publisher", "--slip", publisher);
  terkawal("keygen", "master", "--slip", master);
  terkawal("-r", plan, "approve", "--by", "C", "--post", "Pegawai", "--date", day(8), "--passphrase-file", publisher);
  terkawal("-r", plan, "issue", "--date", day(7), "--passphrase-file", publisher);
  return { plan, passphrase: /00(-[0-9A-Z]{6}){4}/.exec(readFileSync(master, "utf8"))[0] };
}
