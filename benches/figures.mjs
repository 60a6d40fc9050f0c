// Figures of the main job as ratios, everything measured in this one run.
//
//   cargo build --release && (cd reader && npm ci) && node benches/figures.mjs
//
// Needs the `age` command for the comparison; without it that line says so.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRequire } from "node:module";
import { writePlan } from "./plan.mjs";

const SECTIONS = 50;
const SIZE = 20_000;
const COPIES = 18;
const RUNS = 5;

const root = new URL("..", import.meta.url).pathname;
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/terkawal");
const age = await import(createRequire(join(root, "reader/package.json")).resolve("age-encryption"));

const work = mkdtempSync(join(tmpdir(), "terkawal-bench-"));
const identities = await Promise.all(Array.from({ length: COPIES }, () => age.generateX25519Identity()));
const recipients = await Promise.all(identities.map((identity) => age.identityToRecipient(identity)));
const plan = join(work, "plan");
writePlan(plan, { sections: SECTIONS, size: SIZE, recipients });
const bare = join(work, "bare");
writePlan(bare, { sections: SECTIONS, size: SIZE, recipients: [] });

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const time = (work) => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
};
const build = (folder) => execFileSync(program, ["-q", "-r", folder, "build"], { stdio: "inherit" });

const withCopies = [];
const without = [];
for (let i = 0; i < RUNS; i++) {
  withCopies.push(time(() => build(plan)));
  without.push(time(() => build(bare)));
}
const [whole, open] = [median(withCopies), median(without)];
const sealing = Math.max(whole - open, 1);
console.log(`${SECTIONS} sections of ${SIZE / 1000} kB, ${COPIES} copies; median of ${RUNS}`);
console.log(`build with copies / build without: ${(whole / open).toFixed(2)}`);

if (spawnSync("age", ["--version"]).status === 0) {
  const page = join(work, "page.html");
  writeFileSync(page, readFileSync(join(plan, "content", readdirSync(join(plan, "content"))[0], "_index.md")));
  const count = 60;
  const spent = time(() => {
    for (let i = 0; i < count; i++) {
      execFileSync("age", ["-r", recipients[i % COPIES], "-o", join(work, "sealed.age"), page]);
    }
  });
  const all = (spent / count) * SECTIONS * COPIES;
  console.log(`one age process for each copy and section / sealing here: ${(all / sealing).toFixed(1)}`);
} else {
  console.log("age is not installed: no comparison with one process for each copy and section");
}

const copies = join(plan, "build/copies/1.0");
const page = readFileSync(join(copies, "salinan-01.html"));
const bundle = statSync(join(plan, "build/site/1.0/copies/01/bundle.age")).size;
const reader = readFileSync(join(root, "reader/staged/reader.js")).length;
const opened = join(work, "opened");
writeFileSync(join(work, "01.key"), `${identities[0]}\n`);
execFileSync(program, ["-q", "open", join(copies, "salinan-01.html"), "--identity", join(work, "01.key"), "--to", opened]);
const content = readdirSync(join(opened, "sections")).map((name) => readFileSync(join(opened, "sections", name)));
const packed = gzipSync(Buffer.concat(content), { level: 6 }).length;
console.log(`reader: ${reader} bytes`);
console.log(`bundle / gzip of its sections: ${(bundle / packed).toFixed(2)}`);
console.log(`one-file copy / (1.5 × gzip × 4/3 + reader): ${(page.length / (1.5 * packed * (4 / 3) + reader)).toFixed(2)}`);
rmSync(work, { recursive: true, force: true });
