// `terkawal serve` beside nginx, serving the same files with the same headers and a log each: requests a second, in turn, in
// this one run; then thousands of slow clients, and whether memory and open files stay what they were.
//
//   apt-get install nginx-light wrk
//   cargo build --release && (cd reader && npm ci) && node benches/serve.mjs
//
// TERKAWAL_LONG_TESTS=1 sends millions of requests, and has ten thousand slow clients.

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withNginx, withServe } from "../tests/browser/host.mjs";
import { writePlan } from "./plan.mjs";
import { median, run } from "./run.mjs";

const long = process.env.TERKAWAL_LONG_TESTS === "1";
const [rounds, seconds, crowd, soak] = long ? [9, 10, 10_000, 120] : [5, 3, 3000, 6];

const root = new URL("..", import.meta.url).pathname;
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/terkawal");
const work = mkdtempSync(join(tmpdir(), "terkawal-serve-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
process.env.TERKAWAL_HOME = join(work, "home");

const plan = join(work, "plan");
writePlan(plan, { sections: 100, size: 4000, recipients: [], open: true });
run(program, ["-q", "-r", plan, "build"]);
const site = join(plan, "build/site");

const hosts = {
  serve: await withServe(site, ["--allow-unsigned", "--access-log", join(work, "access.log"), "--timeout", "20", "--connections", "100000"], program),
  nginx: await withNginx(site, "worker_processes auto; worker_rlimit_nofile 65536;"),
};
const files = () => readdirSync(`/proc/${hosts.serve.pid}/fd`).length;
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hosts.serve.pid}/status`, "utf8"))[1]) / 1024;

/** Requests a second; every answer must be a success. */
function wrk(host, path, time = seconds) {
  const done = spawnSync("wrk", ["-t1", "-c64", `-d${time}s`, `http://127.0.0.1:${hosts[host].port}${path}`], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`wrk: ${done.error ?? done.stderr}`);
  if (/Non-2xx|Socket errors/.test(done.stdout)) throw new Error(`${host}${path}: ${done.stdout}`);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(done.stdout)[1]), count: Number(/(\d+) requests in/.exec(done.stdout)[1]) };
}

const asset = readdirSync(join(site, "1.0/assets")).find((name) => name.startsWith("site-"));
console.log("requests a second, median of", rounds, "rounds in turn, 64 connections:");
for (const path of ["/", "/1.0/", `/1.0/assets/${asset}`, "/1.0/print/"]) {
  const rates = { serve: [], nginx: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const host of Object.keys(rates)) {
      const { rate } = wrk(host, path);
      // The first round warms both.
      if (round > 0) rates[host].push(rate);
    }
  }
  const [ours, theirs] = [median(rates.serve), median(rates.nginx)];
  const size = statSync(join(site, path.endsWith("/") ? `${path}index.html` : path)).size;
  console.log(`  ${path} (${size} bytes): serve ${ours.toFixed(0)}, nginx ${theirs.toFixed(0)}, ratio ${(ours / theirs).toFixed(2)}`);
}

/** Waits until the server gave connections back that are closed already; tells how many files it has open then. */
async function settled(most) {
  for (let at = 0; at < 100 && files() > most; at++) await new Promise((done) => setTimeout(done, 50));
  return files();
}

await settled(16);
const [filesBefore, memoryBefore] = [files(), memory()];
let requests = 0;
for (let round = 0; round < 5; round++) requests += wrk("serve", "/1.0/", soak).count;
const filesAfter = await settled(filesBefore);
console.log(`after ${requests} more requests: ${memoryBefore.toFixed(1)} -> ${memory().toFixed(1)} MB, ${filesBefore} -> ${filesAfter} open files`);
/** What grows with requests would end the server one day. */
function flat() {
  if (files() > filesBefore) throw new Error(`${files() - filesBefore} files stay open`);
  if (memory() > 1.25 * memoryBefore + 32) throw new Error(`memory grew to ${memory().toFixed(1)} MB`);
}
flat();

const slow = [];
for (let at = 0; at < crowd; at++) {
  slow.push(
    await new Promise((done, failed) => {
      const socket = connect(hosts.serve.port, "127.0.0.1", () => {
        socket.write(["", "GET /1.0/ HT", "GET /1.0/ HTTP/1.1\r\nHost: x\r\nX: "][at % 3]);
        // In an object: a promise inside a promise would be waited for here.
        done({ closed: new Promise((closed) => socket.on("close", closed)) });
      });
      socket.on("error", failed);
      socket.resume();
    }),
  );
}
const [filesCrowded, memoryCrowded] = [files(), memory()];
const { rate } = wrk("serve", "/1.0/");
await Promise.all(slow.map(({ closed }) => closed));
console.log(
  `${crowd} slow clients: ${memoryCrowded.toFixed(1)} MB, ${filesCrowded} open files, ${rate.toFixed(0)} requests a second beside them;`,
  `when they were cut off: ${memory().toFixed(1)} MB, ${await settled(filesBefore)} open files`,
);
flat();
await Promise.all(Object.values(hosts).map((host) => host.close()));
