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
 * @throws ReaderError `passphrase-empty`, `passphrase-length` or `passphrase-typing`
 */
export function readPassphrase(typed: string): Passphrase {
  const characters = normalise(typed).replace(/-/g, "");
  if (characters === "") throw new ReaderError("passphrase-empty");
  const copyDigits = characters.length - BODY_LENGTH;
  if (copyDigits !== 2 && copyDigits !== 4) throw new ReaderError("passphrase-length", { count: characters.length });

  const digits = characters.slice(0, copyDigits);
  const body = characters.slice(copyDigits);
  const sound = /^[0-9]+$/.test(digits) && [...body].every((c) => ALPHABET.includes(c));
  if (!sound || checkCharacter(digits, body.slice(0, -1)) !== body.slice(-1)) throw new ReaderError("passphrase-typing");

  const copy = copyDigits === 4 ? `${digits.slice(0, 2)}-${digits.slice(2)}` : digits;
  return { copy, text: [copy, ...(body.match(/.{6}/g) ?? [])].join("-") };
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
