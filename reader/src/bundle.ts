// The bundle: a tar of bundle.json, sections and assets. Ties the plaintext to the copy that it claims to be.

import { parseTar } from "nanotar";
import { parseJsonObject, type CopyFacts } from "./copy";
import { ReaderError } from "./errors";

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
  const facts = json as unknown as BundleFacts;
  // age ties no ciphertext to its place: only this comparison shows that files of two copies were mixed.
  const sameCopy = (["plan", "version", "copy", "generation", "draft"] as const).every((key) => facts[key] === copy[key]);
  if (!sameCopy) throw new ReaderError("swapped", { copy: copy.copy });
  for (const { file } of facts.sections) {
    if (!members.has(file)) throw new ReaderError("member-missing", { title: "bundle.age" });
  }
  return { facts, members };
}

function readMembers(tar: ArrayBuffer): Map<string, Uint8Array> {
  try {
    const files = parseTar(tar, { filter: (file) => file.type === "file" && file.name !== "padding" });
    return new Map(files.map((file) => [file.name.replace(/^\.\//, ""), file.data ?? new Uint8Array()]));
  } catch {
    throw new ReaderError("altered", { title: "bundle.age" });
  }
}
