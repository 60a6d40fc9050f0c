// The figures, all measured in this one run, each beside its goal.
//
//   cargo build --release && (cd reader && npm ci) && node benches/figures.mjs [--peers] [--write]
//
//   --peers   installs StatiCrypt from npm in a temporary folder for the comparison
//   --write   puts the table into the manual, docs/content/11-prestasi.md
//
// Needs bash; the `age` command and Chromium for their lines. What is missing is said in its line.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writePlan } from "./plan.mjs";
import { interleaved, run } from "./run.mjs";
import { unlocking } from "./unlocking.mjs";

const SECTIONS = 50;
const SIZE = 20_000;
const COPIES = 18;
const ROUNDS = 9;
const STATICRYPT = "3.5.4";
/** One process of `age` costs about the same each time: two copies stand for all. */
const SEALED_BY_AGE = 2;

const options = new Set(process.argv.slice(2));
for (const option of options) if (!["--peers", "--write"].includes(option)) throw new Error(`unknown option ${option}`);

const [load] = loadavg();
const isBusy = load > availableParallelism();
const root = new URL("..", import.meta.url).pathname;
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/terkawal");
const page = join(root, "docs/content/11-prestasi.md");
// In memory where there is such a folder: programs are compared, not disks.
const work = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "terkawal-bench-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
process.env.TERKAWAL_HOME = join(work, "home");

// Plans: one with copies, the first of them under a passphrase, and the same without copies.
const age = await import(createRequire(join(root, "reader/package.json")).resolve("age-encryption"));
const identities = await Promise.all(Array.from({ length: COPIES }, () => age.generateX25519Identity()));
const recipients = await Promise.all(identities.map((identity) => age.identityToRecipient(identity)));
const [plan, bare] = [join(work, "plan"), join(work, "bare")];
writePlan(plan, { sections: SECTIONS, size: SIZE, recipients });
writePlan(bare, { sections: SECTIONS, size: SIZE, recipients: [] });
const slip = join(work, "01.slip");
run(program, ["-q", "-r", plan, "enrol", "01", "--passphrase", "--replace", "--slip", slip]);
run(program, ["-q", "-r", plan, "build"]);
const [site, copies] = [join(plan, "build/site"), join(plan, "build/copies/1.0")];
const fileOf = (number) => join(copies, `salinan-${number}.html`);

// The pages that every program is given: the sections as copy 02 shows them.
const [opened, pages] = [join(work, "opened"), join(work, "pages")];
writeFileSync(join(work, "02.key"), `${identities[1]}\n`);
run(program, ["-q", "open", fileOf("02"), "--identity", join(work, "02.key"), "--to", opened]);
const members = readdirSync(join(opened, "sections")).map((name) => [name, readFileSync(join(opened, "sections", name))]);
mkdirSync(pages);
for (const [name, bytes] of members.filter(([name]) => /^s\d+\.html$/.test(name))) writeFileSync(join(pages, name), bytes);
if (readdirSync(pages).length !== SECTIONS) throw new Error(`${readdirSync(pages).length} pages instead of ${SECTIONS}`);

// Time.
const commands = {
  build: [program, ["-q", "-r", plan, "build"]],
  bare: [program, ["-q", "-r", bare, "build"]],
};
const hasAge = spawnSync("age", ["--version"]).status === 0;
if (hasAge) {
  const loop = 'out=$1; shift; for page in "$1"/*; do for recipient in "${@:2}"; do age -r "$recipient" -o "$out" "$page"; done; done';
  commands.age = ["bash", ["-c", loop, "bash", join(work, "sealed.age"), pages, ...recipients.slice(0, SEALED_BY_AGE)]];
}
if (options.has("--peers")) {
  const peers = join(work, "peers");
  mkdirSync(peers);
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", peers, `staticrypt@${STATICRYPT}`]);
  const cli = join(peers, "node_modules/staticrypt/cli/index.js");
  const password = "lapan perkataan yang panjang tetapi tidak rahsia langsung";
  commands.staticrypt = ["node", [cli, pages, "-r", "-d", join(work, "staticrypt"), "-c", "false", "-p", password]];
}
const spent = interleaved(ROUNDS, commands);

// Sizes.
const reader = statSync(join(root, "reader/staged/reader.js")).size;
const packed = gzipSync(Buffer.concat(members.map(([, bytes]) => bytes)), { level: 6 }).length;
const bound = 1.5 * packed * (4 / 3) + reader;

const opening = await unlocking(site, "1.0/read/index.html", fileOf, {
  key: { number: "02", key: readFileSync(join(work, "02.key")) },
  passphrase: { number: "01", passphrase: passphraseOf(readFileSync(slip, "utf8")) },
});

/** The passphrase on a slip is the one line that is nothing but groups of letters and digits. */
function passphraseOf(text) {
  const line = text.split("\n").map((line) => line.trim()).find((line) => /^01(-[0-9A-Z]+){3,}$/.test(line));
  if (!line) throw new Error("no passphrase on the slip");
  return line;
}

const least = (goal) => ({ goal: `≥ ${goal}`, met: (value) => value >= goal });
const most = (goal, unit = "") => ({ goal: `≤ ${goal}${unit}`, met: (value) => value <= goal, unit });
const sealing = (key) => spent.build[key] - spent.bare[key];
const byAge = (key) => hasAge && (spent.age[key] * (COPIES / SEALED_BY_AGE)) / sealing(key);
const toStatiCrypt = (key) => spent.staticrypt && spent.build[key] / spent.staticrypt[key];
const unlock = (way, place, until) => opening && opening[way][place][until];
const rows = [
  ["one `age` process for each copy and section / sealing here, wall clock", "satu proses `age` bagi setiap salinan dan seksyen ÷ pengedapan `terkawal`, masa sebenar", byAge("wall"), least(20)],
  ["the same, processor time", "yang sama, masa pemproses", byAge("cpu"), {}],
  [`whole build / StatiCrypt ${STATICRYPT} on the same ${SECTIONS} pages, one password, wall clock`, `seluruh \`build\` ÷ StatiCrypt ${STATICRYPT} bagi ${SECTIONS} halaman yang sama dengan satu kata laluan, masa sebenar`, toStatiCrypt("wall"), most(1)],
  ["the same, processor time", "yang sama, masa pemproses", toStatiCrypt("cpu"), {}],
  ["one-file copy / (1.5 × gzip × 4/3 + reader)", "salinan satu fail ÷ (1.5 × gzip kandungan × 4/3 + pembaca)", statSync(fileOf("02")).size / bound, most(1)],
  ["reader", "pembaca", reader / 1000, most(90, " kB")],
  ...[["file", "one-file copy", "salinan satu fail"], ["site", "site over http", "laman melalui http"]].flatMap(([place, english, malay]) => [
    [`unlocking by key, first section shown, ${english}`, `membuka dengan kunci hingga seksyen pertama dipaparkan, ${malay}`, unlock("key", place, "first"), most(150, " ms")],
    ["the same, processor time", "yang sama, masa pemproses", unlock("key", place, "cpu"), { unit: " ms" }],
    ["by key, pressed at once instead of a second after touching the panel", "dengan kunci, ditekan serta-merta dan bukan sesaat selepas panel disentuh", unlock("key", place, "hasty"), { unit: " ms" }],
    ["by key, all sections inserted", "dengan kunci, hingga semua seksyen dimasukkan", unlock("key", place, "all"), { unit: " ms" }],
    [`unlocking by passphrase, first section shown, ${english}`, `membuka dengan kata laluan hingga seksyen pertama dipaparkan, ${malay}`, unlock("passphrase", place, "first"), most(500, " ms")],
    ["the same, processor time", "yang sama, masa pemproses", unlock("passphrase", place, "cpu"), { unit: " ms" }],
    ["by passphrase, pressed at once", "dengan kata laluan, ditekan serta-merta", unlock("passphrase", place, "hasty"), { unit: " ms" }],
    ["by passphrase, all sections inserted", "dengan kata laluan, hingga semua seksyen dimasukkan", unlock("passphrase", place, "all"), { unit: " ms" }],
  ]),
];

const shown = (value, { unit = "" }) => (value ? `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}${unit}` : null);
const verdict = (value, { met }, words) => (value && met ? words[met(value) ? 1 : 0] : "");
console.log(`${SECTIONS} sections of ${SIZE / 1000} kB, ${COPIES} copies; medians of ${ROUNDS} runs in turn`);
const seconds = Object.entries(spent).map(([name, { wall, cpu }]) => `${name} ${wall.toFixed(3)} (${cpu.toFixed(3)})`);
console.log(`seconds by the clock (on processors): ${seconds.join(", ")}`);
for (const [english, , value, goal] of rows) {
  const figure = shown(value, goal) ?? "not measured";
  console.log([figure.padStart(12), (goal.goal ?? "").padEnd(9), verdict(value, goal, ["NOT MET", "met"]).padEnd(7), english].join("  "));
}
if (isBusy) console.log(`load ${load.toFixed(1)} on ${availableParallelism()} processors before the start: only processor time and sizes tell anything`);
if (!hasAge) console.log("age is not installed: no comparison with it");
if (!commands.staticrypt) console.log("run with --peers to install StatiCrypt and compare with it");

if (options.has("--write")) {
  if (isBusy) throw new Error("the machine was busy, so nothing was written");
  if (rows.some(([, , value]) => !value)) throw new Error("not everything was measured, so nothing was written");
  const lines = rows.map(([, malay, value, goal]) => `| ${malay} | ${shown(value, goal)} | ${goal.goal ?? ""} | ${verdict(value, goal, ["tidak", "ya"])} |`);
  const table = ["| Ukuran | Hasil | Sasaran | Dicapai |", "|---|---|---|---|", ...lines].join("\n");
  writeFileSync(page, readFileSync(page, "utf8").replace(/^\| Ukuran \|(?:.*\n)(?:\|.*\n)*/m, () => `${table}\n`));
}
