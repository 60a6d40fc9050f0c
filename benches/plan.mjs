// Writes a plan of a given size: sections of running text, copies with fresh keys. Deterministic but for the keys.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WORDS = (
  "pelan jabatan perkhidmatan gangguan bencana pasukan tindakan pemulihan masa laporan bilik kawalan sistem rangkaian " +
  "pegawai kaunter penduduk bangunan bekalan salinan semakan latihan keputusan arahan lokasi peralatan komunikasi"
).split(" ");

/** A small generator of numbers, so that every run writes the same text. */
function generator(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Running text of about `size` bytes with headings, lists and a table. */
export function text(size, seed) {
  const random = generator(seed + 1);
  const sentence = () => {
    const words = Array.from({ length: 8 + random(10) }, () => WORDS[random(WORDS.length)]);
    words[random(words.length)] += `-${seed}-${random(10000)}`;
    return `${words.join(" ")}.`.replace(/^./, (c) => c.toUpperCase());
  };
  let out = "";
  for (let part = 1; out.length < size; part++) {
    out += `## Bahagian ${part}\n\n${sentence()} ${sentence()} ${sentence()}\n\n- ${sentence()}\n- ${sentence()}\n\n`;
    out += `| Perkara | Masa |\n|---|---|\n| ${sentence()} | ${random(48)} jam |\n\n`;
  }
  return out;
}

/** Writes the plan folder; every section is TERHAD unless `open`. */
export function writePlan(folder, { sections, size, recipients, open = false }) {
  mkdirSync(join(folder, "distribution"), { recursive: true });
  writeFileSync(
    join(folder, "plan.yaml"),
    "title: Pelan Ukuran\nreference: UKUR/01\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis Ukuran\nclassification: TERHAD\n",
  );
  const copies = recipients.map(
    (recipient, i) =>
      `  - number: "${String(i + 1).padStart(2, "0")}"\n    post: Pemegang ${i + 1}\n    clearance: TERHAD\n    recipients: [${recipient}]\n`,
  );
  writeFileSync(join(folder, "distribution/list.yaml"), `copies:\n${copies.join("")}`);
  const mark = open ? "classification: TERBUKA\n" : "";
  const width = String(sections).length;
  for (let i = 0; i < sections; i++) {
    const chapter = String(Math.floor(i / 10) + 1).padStart(width, "0");
    const name = i % 10 === 0 ? "_index" : `${i % 10}-bahagian-${i % 10}`;
    mkdirSync(join(folder, "content", `${chapter}-bab-${chapter}`), { recursive: true });
    writeFileSync(
      join(folder, "content", `${chapter}-bab-${chapter}`, `${name}.md`),
      `---\ntitle: Seksyen ${i + 1}\n${mark}---\n${text(size, i)}`,
    );
  }
}
