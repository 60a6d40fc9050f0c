// An index that lies in memory: of the open sections of this page, or of those of an opened bundle.

import { FIT, type Match, type Postings, type Source } from "./engine";
import { roots, words } from "./words";

/** Words with their parts. */
export class MemorySource implements Source {
  private byRoot: Map<string, string[]> | null = null;

  /** @param sections - the section of each part */
  constructor(
    private readonly lists: ReadonlyMap<string, Postings>,
    private readonly sections: readonly number[],
  ) {}

  sectionOf(part: number): number {
    return this.sections[part] ?? -1;
  }

  async find(term: string): Promise<Match[]> {
    const matches: Match[] = [];
    const add = (word: string, fit: number) => {
      const postings = this.lists.get(word);
      if (postings !== undefined) matches.push({ postings, fit });
    };
    add(term, FIT.same);
    if (term.length > 1) for (const word of this.lists.keys()) if (word.startsWith(term) && word !== term) add(word, FIT.begins);
    this.byRoot ??= this.groupByRoot();
    for (const root of [term, ...roots(term)]) {
      if (root !== term) add(root, FIT.root);
      for (const word of this.byRoot.get(root) ?? []) add(word, FIT.root);
    }
    return matches;
  }

  private groupByRoot(): Map<string, string[]> {
    const groups = new Map<string, string[]>();
    for (const word of this.lists.keys()) {
      for (const root of roots(word)) {
        const group = groups.get(root);
        if (group === undefined) groups.set(root, [word]);
        else group.push(word);
      }
    }
    return groups;
  }
}

/** Collects the words of parts as they come. */
export class MemoryIndex {
  private readonly lists = new Map<string, number[]>();
  private readonly sections: number[] = [];

  /** Adds a part; returns its number. `title` is given with the first part of a section alone. */
  add(section: number, title: string, heading: string, text: string): void {
    const part = this.sections.push(section) - 1;
    const places = new Map<string, number>();
    [text, heading, title].forEach((each, place) => words(each).forEach((word) => places.set(word, place)));
    for (const [word, place] of places) {
      const list = this.lists.get(word);
      if (list === undefined) this.lists.set(word, [part * 4 + place]);
      else list.push(part * 4 + place);
    }
  }

  /** The index of what was added. */
  finish(): MemorySource {
    return new MemorySource(this.lists, this.sections);
  }
}
