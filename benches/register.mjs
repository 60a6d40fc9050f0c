// The register of copies at three lengths, measured in this one run: appending should not depend on its length, verifying
// should grow with it, and neither should take more memory.
//
//   cargo build --release && (cd reader && npm ci) && node benches/register.mjs [entries]
//
//   entries   the longest register [default: 100000]; the others have a tenth and a hundredth of it
//
// The entries are written here and not by the program: one at a time would take hours.

import { createHash, createPrivateKey, randomBytes, sign } from "node:crypto";
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writePlan } from "./plan.mjs";
import { median, run } from "./run.mjs";

const longest = Number(process.argv[2] ?? 100_000);
const ROUNDS = 5;
const REFERENCE = "BENCH/01";

const root = new URL("..", import.meta.url).pathname;
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/terkawal");
const work = mkdtempSync(join(tmpdir(), "terkawal-register-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
process.env.TERKAWAL_HOME = join(work, "home");

const plan = join(work, "plan");
writePlan(plan, { sections: 1, size: 1000, recipients: [] });
const planFile = readFileSync(join(plan, "plan.yaml"), "utf8").replace(/^reference:.*$/m, `reference: ${REFERENCE}`);
writeFileSync(join(plan, "plan.yaml"), planFile);
const slip = join(work, "slip");
run(program, ["-q", "-r", plan, "keygen", "publisher", "--slip", slip]);

// The minisign key, out of its age file: key number, seed, public key.
const age = await import(createRequire(join(root, "reader/package.json")).resolve("age-encryption"));
const decrypter = new age.Decrypter();
decrypter.addPassphrase(/P(-[0-9A-Z]{6}){4}/.exec(readFileSync(slip, "utf8"))[0]);
const text = await decrypter.decrypt(readFileSync(join(work, "home/publisher.age")), "text");
const secret = Buffer.from(text.split("\n")[1], "base64");
const keyNumber = secret.subarray(54, 62);
const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret.subarray(62, 94)]);
const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
const publicKey = readFileSync(join(work, "home/publisher.pub"), "utf8").split("\n")[1];

/** The text of a `.minisig` file as the program writes it. */
function minisig(bytes, comment) {
  const signature = sign(null, createHash("blake2b512").update(bytes).digest(), key);
  const all = sign(null, Buffer.concat([signature, Buffer.from(comment)]), key);
  const line = Buffer.concat([Buffer.from("ED"), keyNumber, signature]).toString("base64");
  return `untrusted comment: signature of terkawal\n${line}\ntrusted comment: ${comment}\n${all.toString("base64")}\n`;
}

/** JSON as `jq -cS` prints it. */
const canonical = (value) =>
  typeof value === "object" ? `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}` : JSON.stringify(value);
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Writes a register of so many entries. */
function writeRegister(path, entries) {
  const file = openSync(path, "w");
  let previous = sha256(`terkawal register\n${REFERENCE}\n`);
  for (let number = 1; number <= entries; number++) {
    const entry = {
      type: "terkawal-register-entry", number, previous, date: "2026-01-02", recorded: "2026-01-02T04:00:00Z", by: "Setiausaha", key: publicKey,
      ...(number === 1 ? { kind: "reclassified", section: "s001", from: "TERHAD", to: "TERBUKA", approver: "YDP", reason: randomBytes(4).toString("hex") }
        : { kind: "corrected", entry: 1, text: `pembetulan ${number}` }),
    };
    const line = `{"entry":${canonical(entry)},"minisig":${JSON.stringify(minisig(canonical(entry), `terkawal register entry ${number}`))}}\n`;
    writeSync(file, line);
    previous = sha256(line);
  }
  closeSync(file);
}

/** Runs the program: milliseconds, and the most memory that it held, in MB. */
function measured(args) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    let peak = 0;
    let said = "";
    child.stderr.on("data", (data) => (said += data));
    const look = setInterval(() => {
      try {
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024);
      } catch {
        // It has ended.
      }
    }, 2);
    child.on("exit", (code) => {
      clearInterval(look);
      const time = performance.now() - start;
      if (code === 0) done({ time, peak });
      else fail(new Error(`${args.join(" ")}: ${said}`));
    });
  });
}

const lengths = [longest / 100, longest / 10, longest].map(Math.round);
const registers = lengths.map((entries) => {
  const path = join(work, `register-${entries}.jsonl`);
  writeRegister(path, entries);
  return path;
});
mkdirSync(join(plan, "distribution"), { recursive: true });
const figures = [];
for (const [at, entries] of lengths.entries()) {
  copyFileSync(registers[at], join(plan, "distribution/register.jsonl"));
  rmSync(join(work, "home/heads"), { recursive: true, force: true });
  const correct = ["-q", "-r", plan, "register", "correct", "1", "lagi", "--by", "S", "--passphrase-file", slip];
  // The first one reads all of a register that this computer does not know.
  run(program, correct);
  const appends = [];
  const verifies = [];
  for (let round = 0; round < ROUNDS; round++) {
    appends.push(await measured(correct));
    verifies.push(await measured(["-q", "-r", plan, "register", "verify"]));
  }
  const of = (runs, what) => median(runs.map((one) => one[what]));
  figures.push({ entries, append: of(appends, "time"), appendMemory: of(appends, "peak"), verify: of(verifies, "time"), memory: of(verifies, "peak") });
}

const round = (value, digits = 1) => value.toFixed(digits);
console.log("entries   append ms   MB     verify ms   µs an entry   MB");
for (const { entries, append, appendMemory, verify, memory } of figures) {
  const each = (1000 * verify) / entries;
  console.log([String(entries).padEnd(9), round(append).padEnd(11), round(appendMemory).padEnd(6), round(verify).padEnd(11), round(each).padEnd(13), round(memory)].join(" "));
}
const [, middle, long] = figures;
console.log(`ten times as long: append ${round(long.append / middle.append, 2)} times, verify ${round(long.verify / middle.verify, 2)} times, memory of verify ${round(long.memory / middle.memory, 2)} times`);
