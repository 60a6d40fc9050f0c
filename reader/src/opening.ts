// Opening a copy, from age files to the tar inside: checks first, keys after. Pure: runs in a worker or in the page.

import { checkMember, openedBy, type CopyFacts, type MemberName } from "./copy";
import { ReaderError } from "./errors";
import { openWithIdentities, openWithPassphrase } from "./agefile";
import { parseKeyFile, type HolderKey } from "./keyfile";

/** As in the program: no bundle unpacks to more bytes than this. */
const LARGEST_BUNDLE = 512 * 2 ** 20;

/** What the holder unlocks with. */
export type Credential = { readonly passphrase: string } | { readonly identities: readonly string[] };

/** Everything that opening needs; members come as bytes, or as base64 from a one-file copy. */
export interface OpeningJob {
  readonly facts: CopyFacts;
  readonly members: Readonly<Partial<Record<MemberName, Uint8Array | string>>>;
  readonly credential: Credential;
}

/**
 * Checks the members, opens them one with the other, and returns the bytes of the tar.
 *
 * @throws ReaderError for each fault of the files or of the credential
 */
export async function openCopy(job: OpeningJob): Promise<ArrayBuffer> {
  const { facts, credential } = job;
  if ("passphrase" in credential && facts.files["holder.age"] === undefined) throw new ReaderError("no-passphrase");
  // All sizes and hashes before any key: damage must never look like a wrong passphrase.
  const holderFile = "passphrase" in credential ? take(job, "holder.age") : null;
  const keyFile = take(job, "key.age");
  const bundleFile = take(job, "bundle.age");

  let identities: readonly string[];
  if ("passphrase" in credential && holderFile !== null) {
    const holder = parseInner(await openWithPassphrase(holderFile, credential.passphrase, "holder.age"), "holder.age");
    if (holder.copy !== null && holder.copy !== openedBy(facts)) throw new ReaderError("swapped", { copy: facts.copy });
    identities = holder.identities;
  } else {
    identities = "identities" in credential ? credential.identities : [];
  }
  const copyKey = parseInner(await openWithIdentities(keyFile, identities, "key-wrong", "key.age"), "key.age");
  const bundle = await openWithIdentities(bundleFile, copyKey.identities, "swapped", "bundle.age");
  return gunzip(bundle);
}

function take(job: OpeningJob, name: MemberName): Uint8Array {
  const member = job.members[name];
  return checkMember(job.facts, name, typeof member === "string" ? decodeBase64(member, name) : member);
}

function parseInner(plain: Uint8Array, name: string): HolderKey {
  try {
    return parseKeyFile(new TextDecoder().decode(plain));
  } catch {
    throw new ReaderError("altered", { title: name });
  }
}

/** The bytes of a member of a one-file copy; `damaged`, naming it, when the text is no base64. */
export function decodeBase64(text: string, name: string): Uint8Array {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    throw new ReaderError("damaged", { title: name });
  }
}

async function gunzip(bytes: Uint8Array): Promise<ArrayBuffer> {
  if (typeof DecompressionStream === "undefined") throw new ReaderError("browser-old");
  let left = LARGEST_BUNDLE;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      left -= chunk.length;
      if (left < 0) controller.error();
      else controller.enqueue(chunk);
    },
  });
  try {
    const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
    return await new Response(packed.pipeThrough(new DecompressionStream("gzip")).pipeThrough(limit)).arrayBuffer();
  } catch {
    throw new ReaderError(left < 0 ? "work-excessive" : "altered", { title: "bundle.age" });
  }
}
