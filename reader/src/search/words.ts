// Words as they are compared; src/search/words.rs of the program must follow every rule here.

import { stemmer } from "@orama/stemmers/indonesian";

const LONGEST = 40;
const INVISIBLE = /[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const LETTER = "\\p{Alphabetic}\\p{N}\\p{M}";
const RUN = new RegExp(`[${LETTER}]+(?:[-./_':][${LETTER}]+)*`, "gu");
const JOINT = /[-./_':]/;
/** The same in text as it is shown, accents and invisible characters inside. */
const SHOWN = new RegExp(`[${LETTER}\\u00ad\\u200b-\\u200f\\u2060-\\u206f]+(?:[-./_':\\u2010-\\u2015\\u2212\\u2018\\u2019\\u02bc][${LETTER}]+)*`, "gu");

function normalise(text: string): string {
  return text.normalize("NFKD").toLowerCase().replace(INVISIBLE, "").replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\u2018\u2019\u02bc]/g, "'");
}

const cut = (word: string) => (word.length <= LONGEST ? word : [...word].slice(0, LONGEST).join(""));

/** All words of a text, with `3.3.1` as a whole and in pieces, and `garis-garis` as pieces and `garisgaris`. */
export function words(text: string): Set<string> {
  const found = new Set<string>();
  for (const [whole] of normalise(text).matchAll(RUN)) {
    const pieces = whole.split(JOINT);
    for (const piece of pieces) found.add(cut(piece));
    if (pieces.length === 1 || [...whole].length > LONGEST) continue;
    if (/[0-9]/.test(whole)) found.add(whole);
    else if (!/[./_:]/.test(whole)) found.add(pieces.join(""));
  }
  return found;
}

/** What is typed, as words that must all occur: a code as a whole, other joined words in pieces. */
export function terms(query: string): string[] {
  const found = new Set<string>();
  for (const [whole] of normalise(query).matchAll(RUN)) {
    if (/[0-9]/.test(whole)) found.add(cut(whole));
    else for (const piece of whole.split(JOINT)) found.add(cut(piece));
  }
  return [...found].slice(0, 8);
}

/** Other forms under which a word is found: its root, what the root may be, the singular of an English plural. */
export function roots(word: string): Set<string> {
  const found = new Set<string>();
  if (!/^[a-z]{4,}$/.test(word)) return found;
  for (const form of [word, ...singular(word), ...unswallowed(word)]) {
    const root = stemmer(form);
    for (const each of [form, root, stemmer(root)]) if (each !== word && each.length > 2) found.add(each);
  }
  return found;
}

function singular(word: string): string[] {
  if (word.endsWith("ies")) return [`${word.slice(0, -3)}y`];
  if (/(ss|us|is)$/.test(word)) return [];
  if (/(x|ch|sh|ss)es$/.test(word)) return [word.slice(0, -2)];
  return word.endsWith("s") ? [word.slice(0, -1)] : [];
}

// `mengawal` from `kawal`, `menulis` from `tulis`: the prefix has swallowed the first letter.
function unswallowed(word: string): string[] {
  const rest = /^[mp]e(.*)/.exec(word)?.[1] ?? "";
  const swallowed = [["ng", "k"], ["n", "t"], ["n", "n"], ["m", "m"]] as const;
  return swallowed.flatMap(([nasal, first]) => (new RegExp(`^${nasal}[aeiou]`).test(rest) ? [first + rest.slice(nasal.length)] : []));
}

/** Whether a word of the text is what one of the terms asks for. */
export function matcher(wanted: readonly string[]): (shown: string) => boolean {
  const forms = new Set(wanted.flatMap((term) => [term, ...roots(term)]));
  return (shown) => {
    for (const word of words(shown)) {
      if (forms.has(word) || wanted.some((term) => term.length > 1 && word.startsWith(term))) return true;
      for (const root of roots(word)) if (forms.has(root)) return true;
    }
    return false;
  };
}

/** The words of a text as they stand there. */
export const shownWords = (text: string): IterableIterator<RegExpMatchArray> => text.matchAll(SHOWN);
