// The pure parts, in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addressInPage, checkCharacter, cssString, formatDay, isPastValidity, openCopy, pageRules, parseCopyFacts, parseKeyFile, plain, readBundle, readKeyFile,
  readPassphrase, stanzaTypes, Words,
} from "./out/units.mjs";
import { ageTo, ageUnder, bundleFiles, bundleJson, copyJson, keyFileText, makeIdentity, makePassphrase, readWords, sealCopy, sha256, tarGz } from "./fixture.mjs";

const code = (expected) => (error) => {
  assert.equal(error.code, expected);
  return true;
};

test("a passphrase is read as it was printed, and as people type it", () => {
  for (const copy of ["01", "03-01", "12-10"]) {
    const printed = makePassphrase(copy);
    const typings = [
      printed, printed.toLowerCase(), ` ${printed} \n`, printed.replaceAll("-", " "), printed.replaceAll("-", ""), printed.replaceAll("-", "\u2013"),
      printed.replaceAll("-", " . "), printed.replaceAll("0", "o").replaceAll("1", "l"), printed.replaceAll("1", "I"),
      [...printed].map((c) => (/[A-Z0-9]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(""), // full width
    ];
    for (const typed of typings) assert.deepEqual(readPassphrase(typed), { copy, text: printed }, typed);
  }
});

test("the check character agrees with a worked example", () => {
  // 0,3 then twenty-two zeros and a one: the one is doubled (2), the zeros add nothing, 3 stands at an even place from the right.
  assert.equal(checkCharacter("03", "0".repeat(22) + "1"), "V");
  assert.equal(checkCharacter("03-01".replace("-", ""), "ABCDEFGHJKMNPQRSTVWXYZ2"), makeCheck([0, 3, 0, 1], "ABCDEFGHJKMNPQRSTVWXYZ2"));
});

function makeCheck(digits, random) {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const values = [...digits, ...[...random].map((c) => alphabet.indexOf(c))];
  const sum = values.reduceRight(([sum, factor], v) => [sum + Math.trunc((factor * v) / 32) + ((factor * v) % 32), 3 - factor], [0, 2])[0];
  return alphabet[(32 - (sum % 32)) % 32];
}

test("every single wrong character, and nearly every swap of neighbours, is a typing error", () => {
  const printed = makePassphrase("03-01");
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (let i = 0; i < printed.length; i++) {
    if (printed[i] === "-") continue;
    for (const wrong of i < 5 ? "0123456789" : alphabet) {
      if (wrong === printed[i]) continue;
      assert.throws(() => readPassphrase(printed.slice(0, i) + wrong + printed.slice(i + 1)), code("passphrase-typing"));
    }
  }
  assert.throws(() => readPassphrase(printed.slice(0, -1) + "U"), code("passphrase-typing"));
  for (let i = 6; i + 1 < printed.length; i++) {
    const pair = printed.slice(i, i + 2);
    // The two values that Luhn cannot tell apart when swapped are the lowest and the highest.
    if (pair.includes("-") || pair[0] === pair[1] || pair === "0Z" || pair === "Z0") continue;
    assert.throws(() => readPassphrase(printed.slice(0, i) + pair[1] + pair[0] + printed.slice(i + 2)), code("passphrase-typing"));
  }
});

test("length is told apart from a slip of the finger", () => {
  const printed = makePassphrase("01");
  assert.throws(() => readPassphrase("  - "), code("passphrase-empty"));
  assert.throws(() => readPassphrase(printed.slice(0, -1)), code("passphrase-length"));
  assert.throws(() => readPassphrase(`${printed}00000`), code("passphrase-length"));
  assert.throws(() => readPassphrase(printed.slice(3)), code("passphrase-length"));
});

test("copy numbers of every length, with and without their hyphen", () => {
  for (const copy of ["03", "118", "1001", "20456", "03-01", "12-118"]) {
    const printed = makePassphrase(copy);
    assert.deepEqual(readPassphrase(printed.replace(/-/g, ""), ["01", copy]), { copy, text: printed }, copy);
    assert.deepEqual(readPassphrase(printed.replace(/-/g, " "), []), { copy: copy === "1001" ? "10-01" : copy, text: copy === "1001" ? printed.replace("1001", "10-01") : printed }, copy);
  }
});

test("key files: the kinds that are accepted and the mistakes that are named", async () => {
  const identity = await makeIdentity();
  assert.deepEqual(parseKeyFile(keyFileText(identity, "03-01")), { copy: "03-01", identities: [identity.secret] });
  const stock = `# created: 2026-11-01T00:00:00Z\r\n# public key: ${identity.recipient}\r\n${identity.secret}\r\n`;
  assert.deepEqual(parseKeyFile(stock), { copy: null, identities: [identity.secret] });
  const utf16 = Buffer.from(`\ufeff${stock}`, "utf16le");
  assert.deepEqual((await readKeyFile(new Blob([utf16]))).identities, [identity.secret]);
  assert.deepEqual((await readKeyFile(new Blob([Buffer.from(`\ufeff${stock}`)]))).identities, [identity.secret]);

  const damaged = identity.secret.slice(0, -1) + (identity.secret.endsWith("Q") ? "P" : "Q");
  const cases = {
    "key-unreadable": ["", "hello", damaged, identity.secret.toLowerCase(), "AGE-PLUGIN-YUBIKEY-1QQQ", `${identity.secret}\nrubbish`],
    "key-public": [identity.recipient, `# public key: ${identity.recipient}\n${identity.recipient}\n`],
    "key-post-quantum": ["AGE-SECRET-KEY-PQ-1QQQQ"],
    "key-encrypted": ["age-encryption.org/v1\n-> scrypt x 15\n", "-----BEGIN AGE ENCRYPTED FILE-----\n"],
  };
  for (const [expected, texts] of Object.entries(cases)) {
    for (const text of texts) assert.throws(() => parseKeyFile(text), code(expected), text);
  }
  await assert.rejects(readKeyFile(new Blob([new Uint8Array(70_000)])), code("key-unreadable"));
});

test("a copy opens with its passphrase, with its key file, and with a stock age-keygen file", async () => {
  const copy = await sealCopy("03-01");
  for (const credential of [{ passphrase: copy.passphrase }, { identities: [copy.identity.secret] }]) {
    const tar = await openCopy({ facts: copy.json, members: copy.files, credential });
    const bundle = readBundle(tar, copy.json);
    assert.equal(bundle.facts.copy, "03-01");
    assert.equal(bundle.members.has("padding"), false);
    assert.ok(bundle.members.get("sections/s004.html"));
  }
  const base64 = Object.fromEntries(Object.entries(copy.files).map(([name, data]) => [name, data.toString("base64")]));
  assert.ok(await openCopy({ facts: copy.json, members: base64, credential: { passphrase: copy.passphrase } }));
});

test("a gzip header with an extra field is read", async () => {
  const identity = await makeIdentity();
  const copyKey = await makeIdentity();
  const plainGz = tarGz(bundleFiles(bundleJson("01")));
  const extra = Buffer.concat([plainGz.subarray(0, 3), Buffer.from([4]), plainGz.subarray(4, 10), Buffer.from([6, 0, 84, 75, 2, 0, 1, 2]), plainGz.subarray(10)]);
  const files = { "key.age": ageTo(identity.recipient, copyKey.secret), "bundle.age": ageTo(copyKey.recipient, extra) };
  const facts = copyJson("01", files);
  assert.ok(readBundle(await openCopy({ facts, members: files, credential: { identities: [identity.secret] } }), facts));
});

test("damage is found before any key is tried, size before hash", async () => {
  const copy = await sealCopy("01");
  // A passphrase that is wrong as well: the fault of the file must win, and scrypt must not be asked.
  const attempt = (members, facts = copy.json) => openCopy({ facts, members, credential: { passphrase: makePassphrase("01") } });
  const flip = (data) => {
    const changed = Buffer.from(data);
    changed[changed.length - 20] ^= 1;
    return changed;
  };
  for (const name of ["holder.age", "key.age", "bundle.age"]) {
    const { files } = copy;
    await assert.rejects(attempt({ ...files, [name]: files[name].subarray(0, -1) }), code("damaged"));
    await assert.rejects(attempt({ ...files, [name]: Buffer.concat([files[name], Buffer.from([0])]) }), code("damaged"));
    await assert.rejects(attempt({ ...files, [name]: flip(files[name]) }), code("altered"));
    await assert.rejects(attempt({ ...files, [name]: undefined }), code("member-missing"));
    await assert.rejects(attempt({ ...files, [name]: "%%%" }), code("damaged"));
  }
  await assert.rejects(attempt({ ...copy.files, "bundle.age": copy.files["key.age"] }), code("damaged"));
  await assert.rejects(attempt(copy.files), code("passphrase-wrong"));
});

test("wrong keys, swapped members and foreign stanzas are told apart", async () => {
  const [copy, other] = [await sealCopy("01"), await sealCopy("02")];
  const open = (files, credential, changes = {}) => openCopy({ facts: copyJson("01", files, changes), members: files, credential });
  const mine = { passphrase: copy.passphrase };

  await assert.rejects(open(copy.files, { identities: [other.identity.secret] }), code("key-wrong"));
  await assert.rejects(open({ ...copy.files, "bundle.age": other.files["bundle.age"] }, mine), code("swapped"));
  await assert.rejects(open({ ...copy.files, "key.age": other.files["key.age"] }, mine), code("key-wrong"));
  const { "holder.age": _, ...withoutHolder } = copy.files;
  await assert.rejects(open(withoutHolder, mine), code("no-passphrase"));
  const relabelled = await ageUnder(copy.passphrase, keyFileText(copy.identity, "02"));
  await assert.rejects(open({ ...copy.files, "holder.age": relabelled }, mine), code("swapped"));

  const header = (stanza) => Buffer.from(`age-encryption.org/v1\n-> ${stanza}\n${"A".repeat(43)}\n--- ${"A".repeat(43)}\n0123456789abcdef`);
  await assert.rejects(open({ ...copy.files, "key.age": header("mlkem768x25519 AAAA") }, mine), (e) => e.code === "post-quantum" && e.values.other === "mlkem768x25519");
  await assert.rejects(open({ ...copy.files, "key.age": header("ssh-rsa AAAA") }, mine), code("stanza-unknown"));
  await assert.rejects(open({ ...copy.files, "key.age": Buffer.from("age-encryption.org/v2\n") }, mine), code("format-unknown"));
  const heavy = Buffer.from(copy.files["holder.age"].toString("latin1").replace(/(-> scrypt \S+) 15/, "$1 22"), "latin1");
  await assert.rejects(open({ ...copy.files, "holder.age": heavy }, mine), code("work-excessive"));
  // The header is whole but its last byte is not: the hash is right, the seal is not.
  const broken = Buffer.from(copy.files["bundle.age"]);
  broken[broken.length - 1] ^= 1;
  await assert.rejects(open({ ...copy.files, "bundle.age": broken }, mine), code("altered"));
});

test("the bundle must be the one that copy.json speaks of", async () => {
  for (const change of [{ plan: "X" }, { version: "0.9" }, { copy: "02" }, { generation: 2 }, { draft: false }]) {
    const copy = await sealCopy("01", { bundle: change, json: { generation: 1 }, passphrase: null });
    const tar = await openCopy({ facts: copy.json, members: copy.files, credential: { identities: [copy.identity.secret] } });
    assert.throws(() => readBundle(tar, copy.json), code("swapped"), JSON.stringify(change));
  }
  const newer = await sealCopy("01", { bundle: { format: 2 }, passphrase: null });
  const tar = await openCopy({ facts: newer.json, members: newer.files, credential: { identities: [newer.identity.secret] } });
  assert.throws(() => readBundle(tar, newer.json), code("format-unknown"));
  assert.throws(() => readBundle(new ArrayBuffer(1024), newer.json), code("member-missing"));
  assert.throws(() => readBundle(new TextEncoder().encode("x".repeat(5000)).buffer, newer.json), (e) => ["member-missing", "altered"].includes(e.code));
});

test("a section that the tar lacks is missed at once, not when it is reached", async () => {
  const json = bundleJson("01");
  const files = bundleFiles(json);
  delete files["sections/s020.html"];
  const { gunzipSync } = await import("node:zlib");
  const tar = gunzipSync(tarGz(files));
  assert.throws(() => readBundle(new Uint8Array(tar).buffer, copyJson("01", {})), code("member-missing"));
});

test("copy.json: what is none, and what is newer", () => {
  assert.throws(() => parseCopyFacts("<!DOCTYPE html>"), code("damaged"));
  assert.throws(() => parseCopyFacts('{"type":"other"}'), code("damaged"));
  assert.throws(() => parseCopyFacts(JSON.stringify({ ...copyJson("01", {}), format: 2 })), code("format-unknown"));
  assert.equal(parseCopyFacts(JSON.stringify(copyJson("01", {}))).copy, "01");
});

test("the last valid day is still valid", () => {
  assert.equal(isPastValidity("2027-11-01", new Date(2027, 10, 1, 23, 59)), false);
  assert.equal(isPastValidity("2027-11-01", new Date(2027, 10, 2, 0, 0)), true);
  assert.equal(isPastValidity(null, new Date()), false);
  assert.equal(formatDay("2027-11-01", "en"), "1 November 2027");
  assert.equal(formatDay("soon", "ms"), "soon");
});

test("stanza types are read from the header only", () => {
  const text = "age-encryption.org/v1\n-> X25519 a\nb\n-> x-grease c\n\n--- mac\n-> scrypt d 15\n";
  assert.deepEqual(stanzaTypes(Buffer.from(text)), ["X25519", "x-grease"]);
  assert.equal(stanzaTypes(Buffer.from("PK")), null);
});

test("addresses between sections become addresses in the page", () => {
  const cases = {
    "s017.html": "#s017", "s017.html#s017-x": "#s017-x", "s017.html#x": "#s017-x", "./s017.html": "#s017", "../sections/s017.html#s017": "#s017",
    "../index.html#s002": "#s002", "../index.html?s002-skop#s002": "#s002-skop",
    "distribution.html": "#distribution", "https://example.org/s017.html": "https://example.org/s017.html", "#s003-a": "#s003-a", "mailto:a@example.org": "mailto:a@example.org",
  };
  for (const [from, to] of Object.entries(cases)) assert.equal(addressInPage(from), to);
});

test("hostile names cannot leave a CSS string", () => {
  assert.equal(cssString('a"b'), '"a\\22 b"');
  assert.equal(cssString("a\\b\nc\rd\fe"), '"a\\5c b\\a c\\d d\\c e"');
  assert.equal(cssString("</style>{}"), '"\\3c /style\\3e \\7b \\7d "');
  assert.equal(cssString("Dato' Siti é 日本"), '"Dato\\27  Siti é 日本"');
  assert.equal(cssString("\0"), '"\\fffd "');
  const rules = pageRules({ classification: 'X"; } @page { size: 1cm', copy: "\\", holder: '"}\n*{display:none}', version: "", title: '</style>{"', page: "", printed: "", code: '{"}' });
  assert.equal((rules.match(/[{}]/g) ?? []).length, 3 * 14, "only the braces of the rules themselves");
});

test("names are one harmless line in the watermark", () => {
  assert.equal(plain("A\nB\u202eC\u2028D\u0000E"), "A B C D E");
});

test("words fill in arguments, and only those", () => {
  const words = new Words({ "reader-x": "No. {copy} of {title}, {unknown}" });
  assert.equal(words.say("x", { copy: "03", title: "{copy}" }), "No. 03 of {copy}, {unknown}");
  assert.equal(words.say("gone"), "reader-gone");
});

test("the three languages have the same words with the same arguments, and every code has words", async () => {
  const { readFileSync } = await import("node:fs");
  const table = Object.fromEntries(["ms", "id", "en"].map((language) => [language, readWords(language)]));
  const shape = (words) => Object.entries(words).map(([key, text]) => `${key} ${[...text.matchAll(/\{\w+\}/g)].sort().join()}`).sort();
  assert.deepEqual(shape(table.id), shape(table.ms));
  assert.deepEqual(shape(table.en), shape(table.ms));
  const source = readFileSync(new URL("../src/errors.ts", import.meta.url), "utf8");
  const codes = [...source.split("export type Values")[0].matchAll(/^ {2}\| "([a-z-]+)"/gm)].map((match) => match[1]);
  assert.ok(codes.length > 20);
  for (const name of codes) assert.ok(table.ms[`reader-error-${name}`], name);
  for (const key of Object.keys(table.ms).filter((key) => key.startsWith("reader-error-"))) assert.ok(codes.includes(key.slice(13)), key);
  assert.ok(Object.values(table.ms).every((text) => /^\S.*\S$/.test(text)));
});

test("the fixture's hashes are hashes", () => assert.equal(sha256("abc").slice(0, 8), "ba7816bf"));
