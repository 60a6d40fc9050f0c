// Finds sections in which every term occurs, best first. Where the lists come from is the source's affair.

import { terms } from "./words";

/** Parts in which a word stands: four times the part's number, and the place: 0 text, 1 heading, 2 title. */
export type Postings = readonly number[];

/** Lists of one term, with how well their word fits it. */
export interface Match {
  readonly postings: Postings;
  readonly fit: number;
}

/** How well words fit: the very word, one that begins so, one of the same root. */
export const FIT = { same: 1, begins: 0.7, root: 0.5 } as const;
const PLACE = [1, 10, 100] as const;

/** A section in an index, and the part that fits best. */
export interface Hit {
  readonly section: number;
  readonly part: number;
  readonly score: number;
}

/** An index. */
export interface Source {
  /** Everything that a term asks for. */
  find(term: string): Promise<Match[]>;
  /** The section of a part. */
  sectionOf(part: number): number;
}

/** The sections that hold all terms of a query. */
export async function search(source: Source, query: string): Promise<Hit[]> {
  const lists = await Promise.all(terms(query).map((term) => source.find(term)));
  let sections: Map<number, Map<number, number>> | null = null;
  for (const matches of lists) {
    const scored = partsOf(matches);
    const next = new Map<number, Map<number, number>>();
    for (const [part, score] of scored) {
      const section = source.sectionOf(part);
      const before = sections === null ? new Map<number, number>() : sections.get(section);
      if (before === undefined) continue;
      const parts = next.get(section) ?? new Map(before);
      parts.set(part, (parts.get(part) ?? 0) + score);
      next.set(section, parts);
    }
    sections = next;
  }
  return [...(sections ?? [])].map(([section, parts]) => best(section, parts)).sort((a, b) => b.score - a.score || a.section - b.section);
}

function partsOf(matches: readonly Match[]): Map<number, number> {
  const parts = new Map<number, number>();
  for (const { postings, fit } of matches) {
    for (const posting of postings) {
      const part = posting >> 2;
      const score = fit * (PLACE[posting & 3] ?? 1);
      if (score > (parts.get(part) ?? 0)) parts.set(part, score);
    }
  }
  return parts;
}

// The best part leads; the others count as little as a tie needs.
function best(section: number, parts: Map<number, number>): Hit {
  let part = -1;
  let highest = 0;
  let sum = 0;
  for (const [each, score] of parts) {
    sum += score;
    if (score > highest || (score === highest && each < part)) [part, highest] = [each, score];
  }
  return { section, part, score: highest + sum / 100 };
}

/** A list as the program writes it: differences between neighbours. */
export function readPostings(text: string): number[] {
  let last = 0;
  return text.split(";").map((difference) => (last += Number(difference)));
}
