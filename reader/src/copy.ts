// copy.json: which copy this is, and the size and SHA-256 of its members. It is read before any key is tried.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ReaderError } from "./errors";
import type { Site } from "./shell";

/** The age files of a copy. */
export type MemberName = "holder.age" | "key.age" | "bundle.age";

/** The parsed copy.json, of a type and format that this reader knows. */
export interface CopyFacts {
  readonly plan: string;
  readonly title: string;
  readonly version: string;
  readonly draft: boolean;
  readonly copy: string;
  readonly generation: number;
  readonly issued: string;
  readonly valid_until: string | null;
  /** `paper` for a copy that the plan secretary prints; others have none. */
  readonly medium?: string;
  readonly files: Readonly<Partial<Record<MemberName, { readonly size: number; readonly sha256: string }>>>;
}

/**
 * Parses copy.json.
 *
 * @throws ReaderError `damaged` when it is not copy.json at all, `format-unknown` when a newer reader is needed
 */
export function parseCopyFacts(text: string): CopyFacts {
  const facts = parseJsonObject(text, "copy.json");
  if (facts["type"] !== "terkawal-copy") throw new ReaderError("damaged", { title: "copy.json" });
  if (facts["format"] !== 1) throw new ReaderError("format-unknown", { title: "copy.json", number: String(facts["format"]) });
  const files = facts["files"];
  const sound =
    isEdition(facts) && isRecord(files) &&
    Object.values(files).every((file) => isRecord(file) && Number.isSafeInteger(file["size"]) && typeof file["sha256"] === "string");
  if (!sound) throw new ReaderError("damaged", { title: "copy.json" });
  return facts as unknown as CopyFacts;
}

/** The number on the slip or key that opens a copy: its own, or that of the master key for one on paper. */
export function openedBy(facts: CopyFacts): string {
  return facts.medium === "paper" ? "00" : facts.copy;
}

/** Whether the fields that copy.json and bundle.json share are there and of their kinds. */
export function isEdition(facts: Record<string, unknown>): boolean {
  const texts = ["plan", "title", "version", "copy", "issued"].every((key) => typeof facts[key] === "string");
  const until = facts["valid_until"];
  return texts && typeof facts["draft"] === "boolean" && Number.isSafeInteger(facts["generation"]) && (until === null || typeof until === "string");
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a JSON object; `damaged`, naming the file, when it is none. */
export function parseJsonObject(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (!isRecord(value)) throw new ReaderError("damaged", { title: name });
  return value;
}

/** Refuses a copy that belongs to another plan or version than the page: `swapped`. */
export function checkBelongsToSite(facts: CopyFacts, site: Site): void {
  if (facts.plan !== site.plan || facts.version !== site.version || facts.draft !== site.draft) {
    throw new ReaderError("swapped", { copy: facts.copy });
  }
}

/**
 * Checks one member against copy.json, size before hash: a cut download is damage, not forgery.
 *
 * @throws ReaderError `member-missing`, `damaged` or `altered`
 */
export function checkMember(facts: CopyFacts, name: MemberName, bytes: Uint8Array | undefined): Uint8Array {
  const expected = facts.files[name];
  if (expected === undefined || bytes === undefined) throw new ReaderError("member-missing", { title: name });
  if (bytes.length !== expected.size) throw new ReaderError("damaged", { title: name });
  if (bytesToHex(sha256(bytes)) !== expected.sha256.toLowerCase()) throw new ReaderError("altered", { title: name });
  return bytes;
}
