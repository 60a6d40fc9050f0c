// From a saved edit to the page that shows it, in watch mode, on plans of 1,000 and 10,000 sections of 4 kB.
//
//   cargo build --release && node benches/watch.mjs [SECTIONS …]
//
// The clock runs from the write of the file until the page with the new words is there, asked for when the server tells of the
// new state, as the browser does. Edits are of paragraphs, of headings, of titles; files that come behind all others, that
// come before all others and so move every number and id, and that go. TERKAWAL names another program to measure.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { writePlan } from "./plan.mjs";

const EDITS = { paragraph: 40, heading: 8, title: 8, "file behind": 4, "file before": 4, "file gone": 4 };
const GOALS = { 1000: 50, 10000: 60 };
const sizes = process.argv.slice(2).map(Number);
const program = process.env.TERKAWAL ?? join(process.env.CARGO_TARGET_DIR ?? new URL("../target", import.meta.url).pathname, "release/terkawal");
const work = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "terkawal-watch-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

/** One preview with its browser: `fetch(path)` and `changed()`, which waits for the next state. */
async function preview(folder) {
  const child = spawn(program, ["--format", "json", "-r", folder, "watch", "--no-open", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((found) => lines.on("line", (line) => JSON.parse(line).preview && found(new URL(JSON.parse(line).preview))));
  const agent = new Agent({ keepAlive: true });
  const ask = (path, headers, each) =>
    new Promise((done, failed) => {
      get({ host: address.hostname, port: address.port, path, headers, agent: each ? undefined : agent }, (answer) => {
        if (each) return each(answer);
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () => done({ status: answer.statusCode, headers: answer.headers, text }));
      }).on("error", failed);
    });
  const entered = await ask(`${address.pathname}${address.search}`, {});
  const cookie = entered.headers["set-cookie"][0].split(";")[0];
  const base = address.pathname.replace(/\/$/, "");
  let told = () => {};
  ask(`${base}/.preview/events`, { cookie }, (answer) => answer.on("data", (part) => /^data:/m.test(part) && told()));
  await new Promise((ready) => (told = ready));
  return {
    fetch: (path) => ask(`${base}${path}`, { cookie }),
    changed: () => new Promise((ready) => (told = ready)),
    /** Bytes of memory, and the most there ever were. */
    memory: () => [...readFileSync(`/proc/${child.pid}/status`, "utf8").matchAll(/^Vm(?:HWM|RSS):\s*(\d+)/gm)].map((found) => found[1] / 1024),
    end: () => child.kill("SIGINT"),
  };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const results = [];
for (const sections of sizes.length > 0 ? sizes : [1000, 10000]) {
  const folder = join(work, String(sections));
  writePlan(folder, { sections, size: 4000, recipients: [], open: true });
  const began = performance.now();
  const server = await preview(folder);
  const start = performance.now() - began;
  const width = String(sections).length;
  /** Makes one edit, and waits for the page at `path` to show `word`; without a word, for it to be gone. */
  const measure = async (edit, path, word) => {
    const change = server.changed();
    const begin = performance.now();
    edit();
    await change;
    const page = await server.fetch(`/open/1.0/${path}/index.html`);
    const time = performance.now() - begin;
    if (word === null ? page.status !== 404 : !page.text.includes(word)) throw new Error(`${word} is not at ${path} (${page.status})`);
    return time;
  };
  let count = 0;
  const inSection = (pattern, text) => () => {
    const edit = count++;
    const chapter = String(1 + ((edit * 7919) % (sections / 10))).padStart(width, "0");
    const part = 1 + (edit % 9);
    const file = join(folder, "content", `${chapter}-bab-${chapter}`, `${part}-bahagian-${part}.md`);
    const word = `suntingan${edit}x`;
    const changed = readFileSync(file, "utf8").replace(pattern, (found) => text(found, word));
    return measure(() => writeFileSync(file, changed), `bab-${chapter}/bahagian-${part}`, word);
  };
  const page = (name, word) => measure(() => writeFileSync(join(folder, "content", `${name}.md`), `---\ntitle: Baharu ${word}\nclassification: TERBUKA\n---\nTeks baharu.\n`), name.replace(/^\d+-/, ""), word);
  const added = [];
  const kinds = {
    paragraph: inSection("\n\n- ", (found, word) => ` ${word}${found}`),
    heading: inSection("## Bahagian 2", (found, word) => `${found} ${word}`),
    title: inSection(/title: .*/, (found, word) => `${found} ${word}`),
    "file behind": () => page(`99999-akhir-${count++}`, `akhir${count}x`),
    "file before": () => {
      added.push(`00-awal-${count++}`);
      return page(added.at(-1), `awal${count}x`);
    },
    "file gone": () => {
      const name = added.shift();
      return measure(() => rmSync(join(folder, "content", `${name}.md`)), name.replace(/^\d+-/, ""), null);
    },
  };
  const times = {};
  for (const [kind, edits] of Object.entries(EDITS)) {
    const all = [];
    for (let edit = 0; edit < edits; edit++) all.push(await kinds[kind]());
    times[kind] = median(all);
  }
  const [most, now] = server.memory();
  server.end();
  results.push({ sections, times });
  console.log(`${sections} sections: ready after ${start.toFixed(0)} ms, memory ${now.toFixed(0)} MB, at most ${most.toFixed(0)} MB`);
  for (const [kind, time] of Object.entries(times)) {
    const goal = kind === "paragraph" && GOALS[sections] ? ` (goal: below ${GOALS[sections]})` : "";
    console.log(`  ${kind}: ${time.toFixed(1)} ms${goal}, median of ${EDITS[kind]}`);
  }
}
if (results.length > 1) console.log(`paragraph, ${results.at(-1).sections} against ${results[0].sections} sections: ${(results.at(-1).times.paragraph / results[0].times.paragraph).toFixed(2)} times`);
console.log(`load at the end: ${loadavg()[0].toFixed(1)}`);
