// The sample plan, issued.

import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, temporary, terkawal } from "./lib.mjs";

/**
 * The sample plan as a real one, issued to two holders with key files: its folder, the slip of the master key, copy 01 opened
 * without a browser, and where the one-file copies are.
 */
export function issuedSample() {
  const folder = temporary();
  const plan = join(folder, "plan");
  mkdirSync(join(plan, "distribution"), { recursive: true });
  cpSync(join(root, "content"), join(plan, "content"), { recursive: true });
  cpSync(join(root, "jata.svg"), join(plan, "jata.svg"));
  const yaml = readFileSync(join(root, "plan.yaml"), "utf8").replace(/^demonstration:.*$/m, "");
  writeFileSync(join(plan, "plan.yaml"), yaml);
  const keys = {};
  const copies = ["01", "02"].map((number) => {
    keys[number] = join(folder, `${number}.key`);
    terkawal("keygen", "holder", number, "-o", keys[number]);
    const recipient = /age1[0-9a-z]+/.exec(readFileSync(keys[number], "utf8"))[0];
    return `  - number: "${number}"\n    post: Ketua ${number}\n    clearance: SULIT\n    recipients: [${recipient}]\n`;
  });
  const groups = /^groups:\n(?: .*\n)+/m.exec(readFileSync(join(root, "distribution/list.yaml"), "utf8"))[0];
  writeFileSync(join(plan, "distribution/list.yaml"), `${groups}copies:\n${copies.join("")}`);
  const slip = join(folder, "p.txt");
  const master = join(folder, "m.txt");
  terkawal("keygen", "publisher", "--slip", slip);
  terkawal("keygen", "master", "--slip", master);
  const name = /approved:[\s\S]*?name: *([^,\n]+)/.exec(yaml)[1].trim();
  terkawal("-r", plan, "approve", "--by", name, "--post", "Setiausaha", "--passphrase-file", slip);
  terkawal("-r", plan, "issue", "--reviewed", "ujian", "--passphrase-file", slip);
  const version = readdirSync(join(plan, "copies"))[0];
  const file = (number) => join(plan, "copies", version, `salinan-${number}.html`);
  const without = join(folder, "opened");
  terkawal("open", file("01"), "--identity", keys["01"], "--to", without);
  return { folder, plan, keys, master, without, file };
}
