// How often the code on a printed sheet is read from its picture: node benches/sheets.mjs [SHEETS]
//
// Prints a copy from Chromium, makes pictures of some of its sheets at several resolutions, and hands each to `trace`, which
// reads it with Tesseract. Needs Chromium, poppler-utils and tesseract-ocr, and a debug build.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { issuedSample } from "../tests/browser/issued.mjs";
import { closeBrowser, insertAll, opened, submit, terkawal, withPage } from "../tests/browser/lib.mjs";

const SHEETS = Number(process.argv[2] ?? 12);
const FORMS = [
  ["100 dpi", ["-r", "100", "-png"]],
  ["150 dpi", ["-r", "150", "-png"]],
  ["200 dpi", ["-r", "200", "-png"]],
  ["300 dpi", ["-r", "300", "-png"]],
  ["200 dpi, black and white as a fax", ["-r", "200", "-mono"]],
  ["200 dpi, JPEG of quality 15", ["-r", "200", "-jpeg", "-jpegopt", "quality=15"]],
];

const made = issuedSample();
const pdf = join(made.folder, "sheets.pdf");
await withPage(async (page) => {
  await page.goto(pathToFileURL(made.file("01")).href);
  await page.setInputFiles("#reader-key-file", made.keys["01"]);
  await submit(page);
  await opened(page);
  await page.emulateMedia({ media: "print" });
  await insertAll(page);
  await page.pdf({ path: pdf, preferCSSPageSize: true });
});
await closeBrowser();
const pages = Number(/Pages: +(\d+)/.exec(execFileSync("pdfinfo", [pdf], { encoding: "utf8" }))[1]);

console.log(`| picture of a sheet | sheets | copy named | not conclusive | wrong copy named |\n|---|---|---|---|---|`);
for (const [name, options] of FORMS) {
  const count = { right: 0, none: 0, wrong: 0 };
  for (let at = 0; at < SHEETS; at += 1) {
    const sheet = String(1 + Math.floor((at * (pages - 1)) / Math.max(1, SHEETS - 1)));
    const stem = join(made.folder, "picture");
    execFileSync("pdftoppm", [...options, "-singlefile", "-f", sheet, "-l", sheet, pdf, stem]);
    const extension = options.includes("-png") ? "png" : options.includes("-jpeg") ? "jpg" : "pbm";
    const run = traced(`${stem}.${extension}`);
    const numbers = run.named.map(({ copy }) => copy).join();
    count[numbers === "01" ? "right" : numbers === "" ? "none" : "wrong"] += 1;
  }
  console.log(`| ${name} | ${SHEETS} | ${count.right} | ${count.none} | ${count.wrong} |`);
}

/** What the program says; where it names no copy, its exit code is not 0. */
function traced(file) {
  try {
    return JSON.parse(terkawal("-r", made.plan, "--format", "json", "trace", file, "--passphrase-file", made.master));
  } catch {
    return { named: [] };
  }
}
