// From a saved paragraph to the page that shows it, in watch mode, on plans of 1,000 and 10,000 sections of 4 kB.
//
//   cargo build --release && node benches/watch.mjs [SECTIONS …]
//
// The clock runs from the write of the file until the page with the new words is there, asked for when the server tells of the
// new state, as the browser does. Every twentieth edit changes a heading, which the whole plan is compiled for; those are
// told apart.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { writePlan } from "./plan.mjs";

const EDITS = 60;
const GOALS = { 1000: 50, 10000: 60 };
const sizes = process.argv.slice(2).map(Number);
const program = join(process.env.CARGO_TARGET_DIR ?? new URL("../target", import.meta.url).pathname, "release/terkawal");
const work = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "terkawal-watch-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

/** One preview with its browser: `fetch(path)` and `changed()`, which waits for the next state. */
async function preview(folder) {
  const process = spawn(program, ["--format", "json", "-r", folder, "watch", "--no-open", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: process.stdout });
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
  let told = () => {};
  ask("/.preview/events", { cookie }, (answer) => answer.on("data", () => told()));
  await new Promise((ready) => (told = ready));
  return {
    fetch: (path) => ask(path, { cookie }),
    changed: () => new Promise((ready) => (told = ready)),
    end: () => process.kill("SIGINT"),
  };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const results = [];
for (const sections of sizes.length > 0 ? sizes : [1000, 10000]) {
  const folder = join(work, String(sections));
  writePlan(folder, { sections, size: 4000, recipients: [], open: true });
  const server = await preview(folder);
  const times = { paragraph: [], heading: [] };
  const width = String(sections).length;
  for (let edit = 0; edit < EDITS; edit++) {
    const chapter = String(1 + ((edit * 7919) % (sections / 10))).padStart(width, "0");
    const part = 1 + (edit % 9);
    const file = join(folder, "content", `${chapter}-bab-${chapter}`, `${part}-bahagian-${part}.md`);
    const kind = edit % 20 === 19 ? "heading" : "paragraph";
    const word = `suntingan${edit}x`;
    const text = readFileSync(file, "utf8").replace(kind === "heading" ? "## Bahagian 2" : "\n\n- ", (found) => (kind === "heading" ? `${found} ${word}` : ` ${word}${found}`));
    const change = server.changed();
    const start = performance.now();
    writeFileSync(file, text);
    await change;
    const page = await server.fetch(`/open/1.0/bab-${chapter}/bahagian-${part}/index.html`);
    times[kind].push(performance.now() - start);
    if (!page.text.includes(word)) throw new Error(`edit ${edit} is not on its page (${page.status})`);
  }
  server.end();
  results.push({ sections, paragraph: median(times.paragraph), heading: median(times.heading) });
}
for (const { sections, paragraph, heading } of results) {
  const goal = GOALS[sections] ? ` (goal: below ${GOALS[sections]})` : "";
  console.log(`${sections} sections: a paragraph ${paragraph.toFixed(1)} ms${goal}; a heading ${heading.toFixed(1)} ms (medians of ${EDITS} edits)`);
}
if (results.length > 1) console.log(`paragraph, ${results.at(-1).sections} against ${results[0].sections} sections: ${(results.at(-1).paragraph / results[0].paragraph).toFixed(2)} times`);
console.log(`load at the end: ${loadavg()[0].toFixed(1)}`);
