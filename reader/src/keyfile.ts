// The holder's own key file: what `terkawal enrol` wrote, or a stock age-keygen file.

import { bech32 } from "@scure/base";
import { ReaderError } from "./errors";

/** The identities of a key file, each one checked to be a whole X25519 identity. */
export interface HolderKey {
  /** The copy number in its `# copy:` line, if it has one. */
  readonly copy: string | null;
  readonly identities: readonly string[];
}

/** No key file is near this size; a wrongly chosen film is not read into memory. */
const LARGEST = 65_536;

/**
 * Reads a key file that the holder chose.
 *
 * @throws ReaderError `key-unreadable`, `key-encrypted`, `key-public` or `key-post-quantum`
 */
export async function readKeyFile(file: Blob): Promise<HolderKey> {
  if (file.size > LARGEST) throw new ReaderError("key-unreadable");
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new ReaderError("key-unreadable");
  }
  return parseKeyFile(decodeText(bytes));
}

/** Parses the text of a key file; the same errors as {@link readKeyFile}. */
export function parseKeyFile(text: string): HolderKey {
  if (/^\s*(age-encryption\.org\/|-----BEGIN AGE ENCRYPTED FILE-----)/.test(text)) throw new ReaderError("key-encrypted");

  let copy: string | null = null;
  let publicKeys = 0;
  const identities: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/).map((line) => line.trim())) {
    if (line === "") continue;
    if (line.startsWith("#")) {
      copy ??= /^#\s*copy:\s*(\d\d(?:-\d\d)?)$/.exec(line)?.[1] ?? null;
    } else if (line.startsWith("AGE-SECRET-KEY-PQ-1")) {
      throw new ReaderError("key-post-quantum");
    } else if (isIdentity(line)) {
      identities.push(line);
    } else if (/^age1[0-9a-z]+$/.test(line)) {
      publicKeys += 1;
    } else {
      throw new ReaderError("key-unreadable");
    }
  }
  if (identities.length === 0) throw new ReaderError(publicKeys > 0 ? "key-public" : "key-unreadable");
  return { copy, identities };
}

function isIdentity(line: string): boolean {
  if (!line.startsWith("AGE-SECRET-KEY-1")) return false;
  try {
    return bech32.decodeToBytes(line).bytes.length === 32;
  } catch {
    return false;
  }
}

// A key file saved from a PowerShell pipe is UTF-16 with a byte order mark.
function decodeText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
