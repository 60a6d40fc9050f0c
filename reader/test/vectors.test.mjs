// The age test vectors of C2SP through the decryption of the reader: whole, byte by byte, and without WebCrypto.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import * as files from "cctv-age";
import { ReaderError, installCryptoFallback, openWithIdentities, openWithPassphrase, parseKeyFile } from "./out/units.mjs";
import { makeIdentity, sha256 } from "./fixture.mjs";

const VECTORS = Object.entries(files).map(([name, data]) => {
  const bytes = Buffer.from(data);
  const end = bytes.indexOf("\n\n");
  const facts = {};
  for (const line of bytes.subarray(0, end).toString().split("\n")) {
    const [key, ...value] = line.split(": ");
    (facts[key] ??= []).push(value.join(": "));
  }
  const body = bytes.subarray(end + 2);
  return { name, facts, body: new Uint8Array(facts.compressed ? inflateSync(body) : body) };
});

/** What the reader must say; null when the vector opens. It takes X25519 keys, passphrases and binary files. */
function expected({ name, facts }) {
  if (facts.armored || name === "empty" || name === "version_unsupported") return "format-unknown";
  if (name.startsWith("hybrid") && name !== "hybrid_and_x25519" && name !== "hybrid_x25519_arg") return "post-quantum";
  // To the other recipient of this file we have no key.
  if (name === "hybrid_and_x25519") return "misfit";
  if (name === "scrypt_uppercase" || name === "x25519_lowercase") return "stanza-unknown";
  if (name === "scrypt_work_factor_23" || name === "scrypt_work_factor_overflow") return "work-excessive";
  switch (facts.expect[0]) {
    case "success": return null;
    case "no match": return "misfit";
    case "header failure": return "damaged";
    case "HMAC failure": case "payload failure": return "altered";
  }
  throw new Error(`${name}: ${facts.expect}`);
}

async function open({ name, facts, body }) {
  try {
    if (facts.passphrase) return await openWithPassphrase(body, facts.passphrase[0], name);
    let identities = (facts.identity ?? []).filter((identity) => !identity.startsWith("AGE-SECRET-KEY-PQ-"));
    // A post-quantum key is refused before any file is looked at; an ordinary one stands for it.
    if (identities.length === 0) identities = [(await makeIdentity()).secret];
    return await openWithIdentities(body, identities, "key-wrong", name);
  } catch (error) {
    assert.ok(error instanceof ReaderError, `${name}: ${error?.stack}`);
    return ["key-wrong", "passphrase-wrong"].includes(error.code) ? "misfit" : error.code;
  }
}

async function judge(vectors) {
  assert.ok(vectors.length > 100);
  const wrong = [];
  for (const vector of vectors) {
    const found = await open(vector);
    const wanted = expected(vector);
    const right = typeof found === "string" ? found === wanted : wanted === null && sha256(found) === vector.facts.payload[0];
    if (!right) wrong.push(`${vector.name}: ${typeof found === "string" ? found : sha256(found)}, not ${wanted}`);
  }
  assert.deepEqual(wrong, []);
}

test("each vector opens, or is refused by the right code", async () => {
  assert.equal(VECTORS.length, 143);
  await judge(VECTORS);
});

test("the same when the bytes come one at a time", async (context) => {
  context.mock.method(Blob.prototype, "stream", function () {
    const blob = this;
    // Large ones would be a matter of minutes so; pieces of an odd size do for them.
    const step = blob.size < 2500 ? 1 : 997;
    let bytes;
    let at = 0;
    return new ReadableStream({
      async pull(controller) {
        bytes ??= new Uint8Array(await blob.arrayBuffer());
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, at + step));
        at += step;
      },
    });
  });
  await judge(VECTORS);
});

test("the same where the browser withholds WebCrypto", async () => {
  const whole = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const { getRandomValues } = crypto;
  const bare = { getRandomValues: (array) => getRandomValues.call(whole.get ? whole.get.call(globalThis) : whole.value, array) };
  Object.defineProperty(globalThis, "crypto", { value: bare, configurable: true });
  try {
    installCryptoFallback();
    assert.ok(crypto.subtle, "the stand-in is there");
    await judge(VECTORS);
  } finally {
    Object.defineProperty(globalThis, "crypto", whole);
  }
});

test("post-quantum keys of the vectors are refused by name", () => {
  const keys = VECTORS.flatMap(({ facts }) => facts.identity ?? []).filter((identity) => identity.startsWith("AGE-SECRET-KEY-PQ-"));
  assert.ok(keys.length > 5);
  for (const key of keys) assert.throws(() => parseKeyFile(key), (error) => error.code === "key-post-quantum");
});
