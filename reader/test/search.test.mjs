// The search without a page: which sections are found, and in which order.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryIndex, matcher, readPostings, roots, search, terms, words } from "./out/units.mjs";

/** Sections as lists of parts: title, heading, text. */
function indexOf(sections) {
  const index = new MemoryIndex();
  sections.forEach((parts, section) => parts.forEach(([title, heading, text]) => index.add(section, title, heading, text)));
  return index.finish();
}
const found = async (sections, query) => (await search(indexOf(sections), query)).map(({ section, part }) => [section, part]);

test("a title counts more than a heading, a heading more than text, the very word more than its relatives", async () => {
  const sections = [
    [["1.0 Umum", "", "Kerja pemulihan."]],
    [["2.0 Umum", "", "Teks."], ["", "Pulih", "Teks."]],
    [["3.0 Pulih", "", "Teks."]],
    [["4.0 Umum", "", "Kerja pulih."]],
    [["5.0 Pemulihan", "", "Teks."]],
  ];
  assert.deepEqual(await found(sections, "pulih"), [[2, 3], [4, 5], [1, 2], [3, 4], [0, 0]]);
  assert.deepEqual(await found(sections, "memulihkan"), [[2, 3], [4, 5], [1, 2], [0, 0], [3, 4]]);
});

test("all words must occur in a section, in whichever of its parts", async () => {
  const sections = [
    [["1.0 Satu", "", "bilik pelayan"], ["", "Akses", "kawalan"]],
    [["2.0 Dua", "", "bilik mesyuarat"]],
  ];
  assert.deepEqual(await found(sections, "bilik akses"), [[0, 1]]);
  assert.deepEqual(await found(sections, "bilik"), [[0, 0], [1, 2]]);
  assert.deepEqual(await found(sections, "bilik tiada"), []);
  assert.deepEqual(await found(sections, "  !? "), []);
  assert.deepEqual(await found(sections, "mesyu"), [[1, 2]]);
  assert.deepEqual(await found(sections, "constructor"), []);
});

test("words and what is typed are cut alike; codes stay whole", () => {
  assert.deepEqual(terms("RTO 3.3.1 garis-garis Caf\u00e9"), ["rto", "3.3.1", "garis", "cafe"]);
  assert.ok(terms("x ".repeat(5) + "a b c d e f g h i j k").length <= 8);
  for (const text of ["RTO 3.3.1", "garis-garis", "03-01", "pe\u00admulihan"]) {
    for (const term of terms(text)) assert.ok(words(text).has(term), `${term} of ${text}`);
  }
  assert.ok(roots("mengawal").has("kawal") && roots("kawalan").has("kawal"));
  const fits = matcher(["pulih"]);
  assert.ok(fits("Pemulihan") && fits("pulihkan") && !fits("Pulau"));
});

test("lists of parts are differences", () => {
  assert.deepEqual(readPostings("2;0;7;1"), [2, 2, 9, 10]);
});
