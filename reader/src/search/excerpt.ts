// A stretch of text around the words that were found, marked. Nodes only: the text is never read as markup.

import { make } from "../dom";
import { shownWords } from "./words";

/** Characters before the first found word, and in all. */
const BEFORE = 60;
const LENGTH = 220;

/** The stretch, with `<mark>` around what fits. */
export function excerpt(text: string, fits: (word: string) => boolean): HTMLElement {
  const found = [...shownWords(text)].filter((match) => fits(match[0])).map((match) => [match.index ?? 0, (match.index ?? 0) + match[0].length] as const);
  const start = wordStart(text, (found[0]?.[0] ?? 0) - BEFORE);
  const end = wordEnd(text, Math.max(start + LENGTH, Math.min(found[0]?.[1] ?? 0, start + 2 * LENGTH)));
  const out = make("p", { class: "search-excerpt", dir: "auto" }, start > 0 ? "… " : null);
  let at = start;
  for (const [from, to] of found) {
    if (from < at || to > end) continue;
    out.append(text.slice(at, from), make("mark", {}, text.slice(from, to)));
    at = to;
  }
  out.append(text.slice(at, end), end < text.length ? " …" : "");
  return out;
}

/** Text with what fits marked. */
export function marked(text: string, fits: (word: string) => boolean, name: "span" | "bdi", attributes: Record<string, string>): HTMLElement {
  const out = make(name, attributes);
  let at = 0;
  for (const match of shownWords(text)) {
    if (!fits(match[0])) continue;
    const from = match.index ?? 0;
    out.append(text.slice(at, from), make("mark", {}, match[0]));
    at = from + match[0].length;
  }
  out.append(text.slice(at));
  return out;
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = text.indexOf(" ", at);
  return space < 0 || space - at > 30 ? whole(text, at) : space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(" ", at);
  return space < at - 30 ? whole(text, at) : space;
}

// Never between the halves of a character.
const whole = (text: string, at: number) => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at);
