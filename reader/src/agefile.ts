// age files, opened with age-encryption. Its errors are bare strings; here each becomes a code.

import { Decrypter } from "age-encryption";
import { ReaderError, type FailureCode } from "./errors";

const POST_QUANTUM = /^mlkem|^xwing|pq/i;

/** Opens an age file that lies under a passphrase; `passphrase-wrong` when it is not this one. */
export async function openWithPassphrase(bytes: Uint8Array, passphrase: string, name: string): Promise<Uint8Array> {
  requireStanza(bytes, "scrypt", name);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypt(decrypter, bytes, "passphrase-wrong", name);
}

/** Opens an age file with X25519 identities; `misfit` is the code when none of them fits. */
export async function openWithIdentities(
  bytes: Uint8Array,
  identities: readonly string[],
  misfit: FailureCode,
  name: string,
): Promise<Uint8Array> {
  requireStanza(bytes, "X25519", name);
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch {
    throw new ReaderError(misfit);
  }
  return decrypt(decrypter, bytes, misfit, name);
}

/** The stanza types in the header of an age file, or null when the bytes are no age file of version 1. */
export function stanzaTypes(bytes: Uint8Array): string[] | null {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 65_536));
  if (!text.startsWith("age-encryption.org/v1\n")) return null;
  const end = text.indexOf("\n---");
  if (end < 0) return null;
  return [...text.slice(0, end).matchAll(/^-> (\S+)/gm)].map((match) => match[1] ?? "");
}

function requireStanza(bytes: Uint8Array, wanted: string, name: string): void {
  const types = stanzaTypes(bytes);
  if (types === null) throw new ReaderError("format-unknown", { title: name });
  if (types.includes(wanted)) return;
  const other = types.find((type) => !type.endsWith("-grease")) ?? "?";
  throw new ReaderError(POST_QUANTUM.test(other) ? "post-quantum" : "stanza-unknown", { title: name, other });
}

async function decrypt(decrypter: Decrypter, bytes: Uint8Array, misfit: FailureCode, name: string): Promise<Uint8Array> {
  try {
    return await decrypter.decrypt(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    if (reason.startsWith("no identity matched")) throw new ReaderError(misfit);
    if (reason.includes("work factor")) throw new ReaderError("stanza-unknown", { title: name, other: "scrypt" });
    throw new ReaderError("altered", { title: name });
  }
}

/**
 * Makes age-encryption work where the browser withholds `crypto.subtle`, as on plain http: a stand-in that refuses by the
 * name that sends it to its own implementation of X25519.
 */
export function installCryptoFallback(): void {
  if (typeof crypto === "undefined" || crypto.subtle !== undefined) return;
  const refuse = () => Promise.reject(new DOMException("no WebCrypto here", "NotSupportedError"));
  Object.defineProperty(crypto, "subtle", { value: { importKey: refuse, deriveBits: refuse }, configurable: true });
}
