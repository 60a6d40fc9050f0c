// How often `trace` is right and how often wrong: node benches/trace.mjs [--quick] [--import FILE]...
//
// Makes a draft of the sample plan, and of each plan that is imported from a text, opens the copy that holds most, and hands
// the text to `cargo bench --bench trace`, which plays a thousand copies on it and prints the table.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(tmpdir(), "terkawal-trace-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const cargo = (...args) => execFileSync("cargo", args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
cargo("build", "--release", "--quiet");
const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/terkawal");
const terkawal = (...args) => execFileSync(binary, args, { cwd: root, env: { ...process.env, TERKAWAL_HOME: folder } });

/** A copy of a draft, opened: its text carries no marks. */
function opened(name, plan, number, ...key) {
  const [drafts, to] = [join(folder, `${name}-drafts`), join(folder, name)];
  terkawal("-q", "-r", plan, "build", "-o", drafts);
  const version = /^version: *"?([\d.]+)/m.exec(readFileSync(join(plan, "plan.yaml"), "utf8"))[1];
  terkawal("open", join(drafts, "copies", version, `salinan-${number}.html`), ...key, "--to", to);
  return `${name}=${to}`;
}

const plans = [opened("sample", root, "01", "--passphrase-file", join(root, "distribution/demo/01.passphrase"))];
const args = process.argv.slice(2);
args.forEach((flag, at) => {
  if (flag !== "--import") return;
  const name = basename(args[at + 1]).replace(/\.\w+$/, "");
  const [plan, key] = [join(folder, `${name}-plan`), join(folder, `${name}.key`)];
  terkawal("-q", "import", resolve(args[at + 1]), plan, "--classification", "TERHAD");
  terkawal("keygen", "holder", "01", "-o", key);
  const recipient = /age1[0-9a-z]+/.exec(readFileSync(key, "utf8"))[0];
  writeFileSync(
    join(plan, "distribution/list.yaml"),
    `groups: {}\ncopies:\n  - number: "01"\n    post: Ketua\n    clearance: SULIT\n    recipients: [${recipient}]\n`,
  );
  plans.push(opened(name, plan, "01", "--identity", key));
});
cargo("bench", "--quiet", "--bench", "trace", "--", ...(args.includes("--quick") ? ["--quick"] : []), ...plans);
