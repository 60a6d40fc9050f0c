// The passphrase on a slip: NN[-NN]-XXXXXX-XXXXXX-XXXXXX-XXXXXX, in Crockford's base32, last character a check.
// A typing error is found here, before scrypt is asked, and before a wrong passphrase is suspected.

import { ReaderError } from "./errors";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BODY_LENGTH = 24;

/** A passphrase whose check character is right; only {@link readPassphrase} makes one. */
export interface Passphrase {
  /** The copy number that the slip was printed for, such as `03-01`. */
  readonly copy: string;
  /** The exact text that is the age passphrase. */
  readonly text: string;
}

/**
 * Reads what was typed from a slip.
 *
 * @param copies - the copies it may be for: without its hyphen `0301` is read as the one of them with these digits
 * @throws ReaderError `passphrase-empty`, `passphrase-length` or `passphrase-typing`
 */
export function readPassphrase(typed: string, copies: readonly string[] = []): Passphrase {
  const clean = normalise(typed);
  const characters = clean.replace(/-/g, "");
  if (characters === "") throw new ReaderError("passphrase-empty");
  const body = characters.slice(-BODY_LENGTH);
  const digits = characters.slice(0, -BODY_LENGTH);
  const copy = copyOf(numberPart(clean), digits, copies);
  if (copy === null) {
    // With the usual number of characters, a letter among the digits is a slip of the finger.
    const usual = digits.length === 2 || digits.length === 4;
    throw usual ? new ReaderError("passphrase-typing") : new ReaderError("passphrase-length", { count: characters.length });
  }
  const sound = [...body].every((c) => ALPHABET.includes(c));
  if (!sound || checkCharacter(digits, body.slice(0, -1)) !== body.slice(-1)) throw new ReaderError("passphrase-typing");
  return { copy, text: [copy, ...(body.match(/.{6}/g) ?? [])].join("-") };
}

/** What was typed before the last 24 characters, with its hyphens. */
function numberPart(clean: string): string {
  let end = clean.length;
  for (let left = BODY_LENGTH; left > 0 && end > 0; ) {
    end -= 1;
    if (clean.charAt(end) !== "-") left -= 1;
  }
  return clean.slice(0, end).replace(/-$/, "");
}

/** The copy number, or null when this is none. */
function copyOf(number: string, digits: string, copies: readonly string[]): string | null {
  if (!number.includes("-")) {
    const known = copies.find((copy) => copy.replace("-", "") === digits);
    if (known !== undefined) return known;
    if (/^[0-9]{4}$/.test(digits)) return `${digits.slice(0, 2)}-${digits.slice(2)}`;
  }
  return /^[0-9]{2,5}(-[0-9]{2,5})?$/.test(number) ? number : null;
}

/** Upper case, look-alikes mapped, every run of spaces, dots and dashes made one hyphen, ends trimmed. */
export function normalise(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\s.\-\u2010-\u2015\u2212_]+/g, "-")
    .replace(/^-|-$/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
}

/** Luhn mod 32 over the digits of the copy number, then the random characters. */
export function checkCharacter(copyDigits: string, random: string): string {
  const values = [...copyDigits, ...random].map((c) => ALPHABET.indexOf(c));
  let sum = 0;
  let factor = 2;
  for (const value of values.reverse()) {
    const addend = factor * value;
    sum += Math.floor(addend / 32) + (addend % 32);
    factor = 3 - factor;
  }
  return ALPHABET.charAt((32 - (sum % 32)) % 32);
}
