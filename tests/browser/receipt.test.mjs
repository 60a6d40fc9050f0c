// The receipt from end to end: a version is issued, its holder opens the copy and reads the code, the secretary records it.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, describe, test } from "node:test";
import { closeBrowser, noChromium, opened, submit, temporary, terkawal, withPage, word } from "./lib.mjs";

const day = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** A plan with one holder who keeps the key, issued as version 1.0: `{ plan, key, slip }`. */
function issued() {
  const folder = temporary();
  const plan = join(folder, "plan");
  mkdirSync(join(plan, "content"), { recursive: true });
  mkdirSync(join(plan, "distribution"));
  const key = join(folder, "01.key");
  terkawal("keygen", "holder", "01", "-o", key);
  const recipient = /age1[0-9a-z]+/.exec(readFileSync(key, "utf8"))[0];
  const signed = (name) => `{name: ${name}, post: Pegawai, date: ${day(9)}}`;
  writeFileSync(
    join(plan, "plan.yaml"),
    `title: Pelan Ujian\nreference: UJI/RESIT\nversion: "1.0"\ndate: ${day(9)}\norganisation: Majlis Ujian\nclassification: TERHAD\n` +
      `control:\n  prepared: ${signed("A")}\n  reviewed: ${signed("B")}\n  approved: ${signed("C")}\n`,
  );
  writeFileSync(join(plan, "content/01-umum.md"), "---\ntitle: Umum\nclassification: TERBUKA\n---\nSemua orang boleh membaca.\n");
  writeFileSync(join(plan, "content/02-khusus.md"), "---\ntitle: Khusus\n---\nHanya pemegang membaca ayat khas ini.\n");
  writeFileSync(
    join(plan, "distribution/list.yaml"),
    `groups: {}\ncopies:\n  - number: "01"\n    post: Ketua\n    clearance: TERHAD\n    recipients: [${recipient}]\n`,
  );
  const slip = join(folder, "p.txt");
  terkawal("keygen", "publisher", "--slip", slip);
  terkawal("keygen", "master", "--slip", join(folder, "m.txt"));
  terkawal("-r", plan, "approve", "--by", "C", "--post", "Pegawai", "--date", day(8), "--passphrase-file", slip);
  terkawal("-r", plan, "issue", "--date", day(7), "--passphrase-file", slip);
  return { plan, key, slip };
}

describe("the receipt", { skip: noChromium }, () => {
  after(closeBrowser);

  test("of an issued copy is shown by the reader and taken by the register, once", () =>
    withPage(async (page) => {
      const { plan, key, slip } = issued();
      await page.goto(pathToFileURL(join(plan, "copies/1.0/salinan-01.html")).href);
      assert.equal(await page.locator(".reader-receipt").count(), 0);
      await page.setInputFiles("#reader-key-file", key);
      await submit(page);
      await opened(page);
      assert.equal(await page.textContent(".reader-receipt h2"), word("reader-receipt-title"));
      const code = await page.textContent(".reader-code");
      assert.match(code, /^01(-[0-9A-Z]{6}){3}$/);

      const register = join(plan, "distribution/register.jsonl");
      assert.ok(!readFileSync(register, "utf8").includes(code.slice(3)), "the register keeps no code");
      const ack = (...typed) => terkawal("-r", plan, "register", "ack", "01", ...typed, "--by", "A", "--passphrase-file", slip);
      assert.match(ack(...code.toLowerCase().split("-")), /copy 01 of version 1\.0 is acknowledged/);
      assert.throws(() => ack(code), /E470/);
      const status = JSON.parse(terkawal("-r", plan, "--format", "json", "status"));
      assert.deepEqual(status.copies.map(({ copy, state }) => [copy, state]), [["01", "acknowledged"]]);
    }));
});
