// The marks of this copy in the text it shows: characters of no width before words. `src/marks/` of the program sets the same
// ones, and says where they stand and why.

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64 } from "@scure/base";

/** What bundle.json says of the marks; drafts have none. */
export interface Marks {
  /** What everybody sees, as `7K3MQ-2XPRT`. */
  readonly code: string;
  /** The key of the characters in base64; absent where the plan wants none. */
  readonly key?: string;
  /** The square that carries the code: its rows, a hexadecimal digit for four modules. */
  readonly square: readonly string[];
}

/** The first of the sixteen characters. */
const FIRST = 0xfe00;
/** How many slots one HMAC serves. */
const PER_MAC = 64;

const set = (names: string) => new Set(names.split(" "));
const OBJECTS = set(
  "audio button canvas code h1 h2 h3 h4 h5 h6 iframe img input kbd math object picture pre samp script select style svg template " +
    "textarea video wbr",
);
const INLINE = set("a abbr b bdi bdo cite del dfn em i ins mark q s small span strong sub sup time u var");

const LATIN = "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u1e00-\\u1eff";
const PLAIN = new RegExp(`^["'\\u201c\\u2018(\\[]*[${LATIN}]+(?:-[${LATIN}]+)*["'\\u201d\\u2019)\\].,;:!?\\u2026]*$`);
const TOKEN = /[^ \t\n\r\f]+/g;
const NO_LETTERS = /[^\p{Alphabetic}\p{N}]+/gu;

/** A text node and where it begins in its block. */
interface Piece {
  readonly node: Text | null;
  readonly start: number;
}

/** Sets the marks below an element, block by block. */
export function setMarks(root: Element, key: Uint8Array): void {
  let pieces: Piece[] = [];
  let text = "";
  const end = () => {
    if (text !== "") markBlock(pieces, text, key);
    pieces = [];
    text = "";
  };
  const walk = (parent: Node) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        pieces.push({ node: node as Text, start: text.length });
        text += (node as Text).data;
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        const name = (node as Element).localName;
        if (OBJECTS.has(name)) {
          pieces.push({ node: null, start: text.length });
          text += "\ufffc";
        } else if (INLINE.has(name)) {
          walk(node);
        } else {
          end();
          walk(node);
          end();
        }
      }
    }
  };
  walk(root);
  end();
}

/** The key as bytes. */
export const readKey = (text: string): Uint8Array => base64.decode(text);

function markBlock(pieces: readonly Piece[], text: string, key: Uint8Array): void {
  const words = [...text.matchAll(TOKEN)];
  const plain = words.map(([word]) => PLAIN.test(word));
  const slots = words.flatMap(({ index }, at) =>
    plain.slice(Math.max(0, at - 2), at + 2).every(Boolean) ? [index] : [],
  );
  if (slots.length === 0) return;
  const symbols = symbolsOf(text, slots.length, key);
  let piece = pieces.length - 1;
  // From the end, so that what stands before stays where it was.
  for (let at = slots.length - 1; at >= 0; at -= 1) {
    const place = slots[at] ?? 0;
    while ((pieces[piece]?.start ?? 0) > place) piece -= 1;
    const { node, start } = pieces[piece] ?? { node: null, start: 0 };
    node?.insertData(place - start, String.fromCharCode(FIRST + (symbols[at] ?? 0)));
  }
}

function symbolsOf(text: string, count: number, key: Uint8Array): number[] {
  // Letter by letter, since the whole word in lower case may differ from its letters in lower case.
  const letters = [...text.replace(NO_LETTERS, "")].map((c) => c.toLowerCase()).join("");
  const bytes = new TextEncoder().encode(letters);
  const symbols: number[] = [];
  for (let number = 0; symbols.length < count; number += 1) {
    const part = Math.min(PER_MAC, count - symbols.length);
    const mac = hmac(sha256, key, concat(number, bytes));
    for (let at = 0; at < part; at += 1) symbols.push(((mac[at >> 1] ?? 0) >> (4 - 4 * (at & 1))) & 15);
  }
  return symbols;
}

function concat(number: number, bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 + bytes.length);
  new DataView(whole.buffer).setUint32(0, number);
  whole.set(bytes, 4);
  return whole;
}
