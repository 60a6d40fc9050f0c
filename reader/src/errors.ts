// Everything that can go wrong, by name. A holder who reads "it did not work" is helpless; a code picks the right words.

/** Each way of failing that the reader tells apart; the words are under `reader-error-<code>`. */
export type FailureCode =
  | "passphrase-empty"
  | "passphrase-length"
  | "passphrase-typing"
  | "passphrase-wrong"
  | "no-passphrase"
  | "slip-other-copy"
  | "key-unreadable"
  | "key-encrypted"
  | "key-public"
  | "key-post-quantum"
  | "key-other-copy"
  | "key-wrong"
  | "choose-copy"
  | "choose-files"
  | "copy-not-found"
  | "network"
  | "damaged"
  | "altered"
  | "member-missing"
  | "swapped"
  | "format-unknown"
  | "post-quantum"
  | "stanza-unknown"
  | "work-excessive"
  | "browser-old"
  | "unexpected";

/** What is filled into a message: the argument names that the message catalogue knows. */
export type Values = Partial<
  Record<"copy" | "other" | "version" | "date" | "time" | "holder" | "minutes" | "number" | "count" | "title" | "code", string | number>
>;

/** A failure with a code; nothing in it ever comes from sealed text. */
export class ReaderError extends Error {
  constructor(
    readonly code: FailureCode,
    readonly values: Values = {},
  ) {
    super(`reader: ${code}`);
    this.name = "ReaderError";
  }
}

/** Any thrown value as a {@link ReaderError}; what has no code becomes `unexpected` without its text. */
export function asReaderError(thrown: unknown): ReaderError {
  return thrown instanceof ReaderError ? thrown : new ReaderError("unexpected");
}
