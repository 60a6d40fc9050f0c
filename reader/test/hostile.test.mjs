// copy.json, bundle.json and bundles as somebody hostile would make them: each is refused by a code, never by a crash.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { ReaderError, openCopy, parseCopyFacts, readBundle } from "./out/units.mjs";
import { ageTo, bundleJson, copyJson, makeIdentity } from "./fixture.mjs";

const code = (...expected) => (error) => {
  assert.ok(error instanceof ReaderError, error?.stack);
  assert.ok(expected.includes(error.code), error.code);
  return true;
};

const entry = { size: 3, sha256: "ab".repeat(32) };

test("copy.json of any shape is read or refused as damaged", () => {
  const good = copyJson("01", { "key.age": Buffer.from("x"), "bundle.age": Buffer.from("y") });
  assert.equal(parseCopyFacts(JSON.stringify(good)).copy, "01");
  const changes = [
    { copy: 1 }, { copy: null }, { plan: ["x"] }, { title: {} }, { version: 1.0 }, { draft: "true" }, { generation: "1" }, { generation: 1.5 },
    { generation: 1e300 }, { issued: 20261101 }, { valid_until: 7 }, { valid_until: {} }, { files: null }, { files: [] }, { files: "x" },
    { files: { "key.age": null } }, { files: { "key.age": [] } }, { files: { "key.age": { ...entry, size: "3" } } },
    { files: { "key.age": { ...entry, size: 1e300 } } }, { files: { "key.age": { ...entry, sha256: 7 } } }, { files: { "key.age": { size: 3 } } },
  ];
  for (const change of changes) {
    assert.throws(() => parseCopyFacts(JSON.stringify({ ...good, ...change })), code("damaged"), JSON.stringify(change));
  }
  for (const key of Object.keys(good)) {
    const { [key]: _, ...rest } = good;
    assert.throws(() => parseCopyFacts(JSON.stringify(rest)), code("damaged", "format-unknown"), key);
  }
  const deep = "[".repeat(200_000);
  for (const text of ["", "null", "7", "[]", '"x"', "{", JSON.stringify(good).slice(0, -1), deep, `{"files":${deep}`, "\u0000", "{}"]) {
    assert.throws(() => parseCopyFacts(text), code("damaged"), text.slice(0, 20));
  }
});

/** A tar header and its bytes; `size` may say something else than the truth. */
function member(name, data = "", { type = "0", size = data.length.toString(8).padStart(11, "0") + "\0" } = {}) {
  const header = Buffer.alloc(512);
  header.write(name, 0, "latin1");
  header.write("0000644\0", 100);
  header.write(size, 124, "latin1");
  header.write("00000000000\0", 136);
  header.write(type, 156, "latin1");
  header.write("ustar\u000000", 257, "latin1");
  const body = Buffer.alloc(Math.ceil(data.length / 512) * 512);
  body.write(data, "latin1");
  return Buffer.concat([header, body]);
}

const bundle = (...members) => new Uint8Array(Buffer.concat([...members, Buffer.alloc(1024)])).buffer;
const facts = copyJson("01", {});
const described = (changes = {}) => member("bundle.json", JSON.stringify(bundleJson("01", { sections: [], ...changes })));

test("a tar of anything but whole ordinary files is refused", () => {
  assert.equal(readBundle(bundle(described()), facts).facts.copy, "01");
  const bad = [
    ...[..."1234567", "g", "x", "L", "K", "S", "D"].map((type) => member("a.html", "x", { type })),
    ...["-0000001000\0", "-1000\0", "77777777777\0", "\u0080\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0002\u0000", "            ", "zzz\0"].map((size) => member("a.html", "x", { size })),
    member("a.html", "x".repeat(600)).subarray(0, 700),
    Buffer.concat([member("a.html", "x"), member("a.html", "y")]),
    described(),
  ];
  for (const [at, members] of bad.entries()) {
    // What follows is cut off, or would never be reached.
    assert.throws(() => readBundle(new Uint8Array(Buffer.concat([described(), members])).buffer, facts), code("altered"), String(at));
  }
});

test("names that lead elsewhere are refused as by the program", () => {
  for (const name of ["../a.html", "/etc/a.html", "a\\b.html", "C:a.html", "./bundle.json", "a/b/c.html", ".a", "a/.b", "a//b", "a b", "a/", ""]) {
    // An empty name ends the archive before its time.
    const refused = code(name === "" ? "member-missing" : "altered");
    assert.throws(() => readBundle(bundle(member(name, "x"), described()), facts), refused, name);
  }
  const { members } = readBundle(bundle(described(), member("__proto__", "x")), facts);
  assert.equal(new TextDecoder().decode(members.get("__proto__")), "x");
});

test("bundle.json of any shape is read or refused", () => {
  const section = { id: "s001", number: null, title: "", classification: "TERHAD", file: "bundle.json" };
  assert.ok(readBundle(bundle(described({ sections: [section] })), facts));
  const changes = [
    { sections: null }, { sections: {} }, { sections: "x" }, { sections: [null] }, { sections: [7] }, { sections: [[]] },
    { sections: [{ ...section, file: 7 }] }, { sections: [{ ...section, id: null }] }, { sections: [{ ...section, title: {} }] },
    { sections: [{ ...section, number: 1 }] }, { sections: [{ ...section, within: null }] }, { holder: null }, { holder: "x" }, { holder: {} },
    { holder: { name: 7, post: "x" } }, { holder: { name: null } }, { classification: 7 }, { title: null }, { issued: 7 }, { valid_until: 7 },
    { generation: "1" }, { draft: 1 }, { receipt: null }, { receipt: ["x"] },
  ];
  for (const change of changes) assert.throws(() => readBundle(bundle(described(change)), facts), code("damaged"), JSON.stringify(change));
  assert.throws(() => readBundle(bundle(described({ sections: [{ ...section, file: "../x" }] })), facts), code("member-missing"));
  for (const text of ["", "[", "null", "[".repeat(100_000), "\xff"]) {
    assert.throws(() => readBundle(bundle(member("bundle.json", text)), facts), code("damaged"), text.slice(0, 9));
  }
});

test("a bundle that unpacks to more than 512 MB is stopped on the way", async () => {
  const identity = await makeIdentity();
  const copyKey = await makeIdentity();
  // Zeros in zeros: a small file that would fill any memory.
  const block = gzipSync(Buffer.alloc(64 << 20));
  const inner = Buffer.concat(Array.from({ length: 3 }, () => gzipSync(Buffer.alloc(320 << 20, 0), { level: 1 })));
  assert.ok(block.length < 1 << 20 && inner.length < 8 << 20);
  const open = async (packed) => {
    const files = { "key.age": ageTo(identity.recipient, copyKey.secret), "bundle.age": ageTo(copyKey.recipient, packed) };
    return openCopy({ facts: copyJson("01", files), members: files, credential: { identities: [identity.secret] } });
  };
  assert.equal((await open(block)).byteLength, 64 << 20);
  await assert.rejects(open(gzipSync(Buffer.alloc(600 << 20), { level: 1 })), code("work-excessive"));
  await assert.rejects(open(inner), code("work-excessive", "altered"));
});
