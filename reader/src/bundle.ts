// The bundle: a tar of bundle.json, sections and assets. Ties the plaintext to the copy that it claims to be.

import { parseTar } from "nanotar";
import { isEdition, isRecord, parseJsonObject, type CopyFacts } from "./copy";
import { ReaderError } from "./errors";
import type { Marks } from "./marks";

/** One sealed fragment: a whole section, or a block `within` one. */
export interface BundleSection {
  readonly id: string;
  readonly within?: string;
  readonly number: string | null;
  readonly title: string;
  readonly classification: string;
  readonly file: string;
}

/** bundle.json, checked against copy.json. */
export interface BundleFacts {
  readonly plan: string;
  readonly title: string;
  readonly version: string;
  readonly draft: boolean;
  readonly copy: string;
  readonly generation: number;
  readonly holder: { readonly name: string | null; readonly post: string };
  readonly classification: string;
  readonly issued: string;
  readonly valid_until: string | null;
  /** What the holder reads out as receipt; drafts have none. */
  readonly receipt?: string;
  /** What tells this copy from others; drafts have none. */
  readonly marks?: Marks;
  /** The file of the receipt form, in copies on paper. */
  readonly form?: string;
  readonly sections: readonly BundleSection[];
}

/** An opened bundle, in page memory only. */
export interface Bundle {
  readonly facts: BundleFacts;
  /** Member bytes by path; `padding` is left out. */
  readonly members: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads the tar and proves that it is the bundle of this copy.
 *
 * @throws ReaderError `altered`, `member-missing`, `format-unknown` or `swapped`
 */
export function readBundle(tar: ArrayBuffer, copy: CopyFacts): Bundle {
  const members = readMembers(tar);
  const described = members.get("bundle.json");
  if (described === undefined) throw new ReaderError("member-missing", { title: "bundle.json" });
  const json = parseJsonObject(new TextDecoder().decode(described), "bundle.json");
  if (json["type"] !== "terkawal-bundle" || json["format"] !== 1) {
    throw new ReaderError("format-unknown", { title: "bundle.json", number: String(json["format"]) });
  }
  if (!isSound(json)) throw new ReaderError("damaged", { title: "bundle.json" });
  const facts = json as unknown as BundleFacts;
  // age ties no ciphertext to its place: only this comparison shows that files of two copies were mixed.
  const sameCopy = (["plan", "version", "copy", "generation", "draft"] as const).every((key) => facts[key] === copy[key]);
  if (!sameCopy) throw new ReaderError("swapped", { copy: copy.copy });
  for (const file of [...facts.sections.map(({ file }) => file), ...(facts.form === undefined ? [] : [facts.form])]) {
    if (!members.has(file)) throw new ReaderError("member-missing", { title: "bundle.age" });
  }
  return { facts, members };
}

function isSound(json: Record<string, unknown>): boolean {
  const { holder, sections } = json;
  if (!isEdition(json) || !isRecord(holder) || !Array.isArray(sections) || typeof json["classification"] !== "string") return false;
  const text = (value: unknown) => typeof value === "string";
  const textOr = (value: unknown, other: null | undefined) => value === other || text(value);
  return (
    text(holder["post"]) && textOr(holder["name"], null) && textOr(json["receipt"], undefined) && textOr(json["form"], undefined) &&
    areSound(json["marks"]) &&
    sections.every(
      (section: unknown) =>
        isRecord(section) && ["id", "title", "classification", "file"].every((key) => text(section[key])) &&
        textOr(section["number"], null) && textOr(section["within"], undefined),
    )
  );
}

function areSound(marks: unknown): boolean {
  if (marks === undefined) return true;
  if (!isRecord(marks) || typeof marks["code"] !== "string" || !Array.isArray(marks["square"])) return false;
  const { key, square } = marks;
  const isRow = (row: unknown) => typeof row === "string" && /^[0-9a-f]{1,64}$/.test(row);
  return (key === undefined || (typeof key === "string" && /^[A-Za-z0-9+/]{43}=$/.test(key))) && square.length <= 177 && square.every(isRow);
}

function readMembers(tar: ArrayBuffer): Map<string, Uint8Array> {
  const altered = new ReaderError("altered", { title: "bundle.age" });
  if (!holdsFilesOnly(new Uint8Array(tar))) throw altered;
  try {
    const files = parseTar(tar, { filter: (file) => file.name !== "padding" });
    const members = new Map(files.map((file) => [file.name, file.data ?? new Uint8Array()]));
    // Of two files of one name, other tools might take the other one.
    if (members.size === files.length) return members;
  } catch {
    // As below.
  }
  throw altered;
}

// As the program writes them: plain, at most one folder deep.
const PLAIN_NAME = /^[\w-][\w.-]*(\/[\w-][\w.-]*)?\0*$/;

// Walks the headers before they are believed: whole, ordinary files of a size that leads on to the next.
function holdsFilesOnly(tar: Uint8Array): boolean {
  let at = 0;
  while (at + 512 <= tar.length && tar[at] !== 0) {
    const header = String.fromCharCode(...tar.subarray(at, at + 512));
    const size = /^[0-7]{1,11}(?=[ \0])/.exec(header.slice(124, 136))?.[0];
    if (size === undefined || !/[0\0]/.test(header.charAt(156)) || !PLAIN_NAME.test(header.slice(0, 100))) return false;
    at += 512 + Math.ceil(parseInt(size, 8) / 512) * 512;
  }
  return at <= tar.length;
}
