// age files, opened with age-encryption. Its errors are bare strings; here each becomes a code.

import { Decrypter } from "age-encryption";
import { ReaderError, type FailureCode } from "./errors";

const POST_QUANTUM = /^mlkem|^xwing|^(tag)?pq/i;
const VERSION_1 = /^age-encryption\.org\/v1[\r\n]/;
// age-encryption compares a MAC of another length like one of other bytes, but it is the header that is cut.
const WHOLE_MAC = /\n--- [A-Za-z0-9+/]{43}\n/;

/** As in the program: a file that asks for more would stall an old computer for minutes. */
const HIGHEST_WORK_FACTOR = 18;

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
  const text = headText(bytes);
  const end = text.indexOf("\n---");
  if (!VERSION_1.test(text) || end < 0) return null;
  return [...text.slice(0, end).matchAll(/^-> (\S+)/gm)].map((match) => match[1] ?? "");
}

function headText(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 65_536));
}

function requireStanza(bytes: Uint8Array, wanted: string, name: string): void {
  const text = headText(bytes);
  if (!VERSION_1.test(text)) throw new ReaderError("format-unknown", { title: name });
  const types = stanzaTypes(bytes);
  if (types === null || !WHOLE_MAC.test(text)) throw new ReaderError("damaged", { title: name });
  if (!types.includes(wanted)) {
    const quantum = types.find((type) => POST_QUANTUM.test(type));
    const other = quantum ?? types.find((type) => !type.endsWith("-grease")) ?? "?";
    throw new ReaderError(quantum === undefined ? "stanza-unknown" : "post-quantum", { title: name, other });
  }
  const factor = /^-> scrypt \S+ ([1-9][0-9]*)$/m.exec(text)?.[1];
  if (Number(factor) > HIGHEST_WORK_FACTOR) throw new ReaderError("work-excessive", { title: name });
}

// The header is read before the stream of the payload is handed over, so a fault is known by where it shows.
async function decrypt(decrypter: Decrypter, bytes: Uint8Array, misfit: FailureCode, name: string): Promise<Uint8Array> {
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream());
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    if (reason.startsWith("no identity matched")) throw new ReaderError(misfit);
    throw new ReaderError(reason.includes("HMAC") ? "altered" : "damaged", { title: name });
  }
  try {
    return new Uint8Array(await new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
  } catch {
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
