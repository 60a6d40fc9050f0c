// The index of the open site. Its files are scripts, since pages from a folder may load nothing else.

import { FIT, readPostings, type Match, type Source } from "./engine";
import { roots } from "./words";

/** `index.js`: where everything is. */
export interface Facts {
  /** How many parts each section has. */
  readonly counts: readonly number[];
  /** First key and name of each file of words. */
  readonly words: readonly (readonly [string, string])[];
  /** First section and name of each file of texts. */
  readonly sections: readonly (readonly [number, string])[];
  readonly messages: Readonly<Record<string, string>>;
}

/** A section as results show it. */
export interface SectionText {
  readonly number: string | null;
  readonly title: string;
  readonly path: string;
  /** Anchor, heading and text of each part. */
  readonly parts: readonly (readonly [string, string, string])[];
}

/** More files than these are not read for words that begin so: it would be half the index. */
const MOST_FILES = 6;

const waiting = new Map<string, (content: unknown) => void>();
const loaded = new Map<string, Promise<unknown>>();

/** Called by each file with its content. */
export function take(name: string, content: unknown): void {
  waiting.get(name)?.(content);
  waiting.delete(name);
}

/** Loads a file of the index once; a failure is forgotten, so that it is tried again. */
export function load(folder: string, name: string): Promise<unknown> {
  let content = loaded.get(name);
  if (content === undefined) {
    content = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = `${folder}${name}.js`;
      script.onload = () => {
        script.remove();
        if (waiting.delete(name)) reject(new Error(`${name} is another file`));
      };
      script.onerror = () => {
        script.remove();
        waiting.delete(name);
        reject(new Error(`${name} cannot be loaded`));
      };
      document.head.append(script);
    });
    content.catch(() => loaded.delete(name));
    loaded.set(name, content);
  }
  return content;
}

/** The index below `folder`, read as far as it is needed. */
export class ShardSource implements Source {
  private readonly firstParts: number[] = [];
  private readonly sections: number[] = [];

  constructor(
    private readonly folder: string,
    private readonly facts: Facts,
  ) {
    facts.counts.forEach((count, section) => {
      this.firstParts.push(this.sections.length);
      for (let part = 0; part < count; part++) this.sections.push(section);
    });
  }

  sectionOf(part: number): number {
    return this.sections[part] ?? -1;
  }

  /** Which part of its section a part is. */
  placeOf(part: number): number {
    return part - (this.firstParts[this.sectionOf(part)] ?? 0);
  }

  /** What results show of a section. */
  async section(section: number): Promise<SectionText> {
    const at = lastAtMost(this.facts.sections, section, (a, b) => a - b);
    const [first, name] = this.facts.sections[at] ?? [0, ""];
    const texts = (await load(this.folder, name)) as SectionText[];
    const text = texts[section - first];
    if (text === undefined) throw new Error("the index does not fit");
    return text;
  }

  async find(term: string): Promise<Match[]> {
    const forms = [term, ...roots(term)];
    const found = await Promise.all([
      this.beginning(term),
      ...forms.slice(1).map((form) => this.exact(form)),
      ...forms.map((form) => this.exact(broken(form))),
    ]);
    return found.flat();
  }

  private async exact(key: string): Promise<Match[]> {
    const pairs = await this.file(lastAtMost(this.facts.words, key, compare));
    const at = pairs.findIndex((each, index) => index % 2 === 0 && each === key);
    return at < 0 ? [] : [{ postings: readPostings(pairs[at + 1] ?? ""), fit: FIT.root }];
  }

  private async beginning(term: string): Promise<Match[]> {
    const first = lastAtMost(this.facts.words, term, compare);
    let last = lastAtMost(this.facts.words, `${term}\uffff`, compare);
    if (term.length < 2 || last - first >= MOST_FILES) last = first;
    const files = await Promise.all(Array.from({ length: last - first + 1 }, (_, at) => this.file(first + at)));
    const matches: Match[] = [];
    for (const pairs of files) {
      for (let at = 0; at + 1 < pairs.length; at += 2) {
        const word = pairs[at] ?? "";
        if (word !== term && (term.length < 2 || !word.startsWith(term))) continue;
        matches.push({ postings: readPostings(pairs[at + 1] ?? ""), fit: word === term ? FIT.same : FIT.begins });
      }
    }
    return matches;
  }

  private async file(at: number): Promise<readonly string[]> {
    const name = this.facts.words[at]?.[1];
    return name === undefined ? [] : ((await load(this.folder, name)) as string[]);
  }
}

/** `|pu|li|h`: as the program writes roots, so that none of them is a word. */
const broken = (root: string) => root.replace(/..?/gs, "|$&");

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The last entry whose key is not beyond `key`, or the first one. */
function lastAtMost<K>(entries: readonly (readonly [K, string])[], key: K, order: (a: K, b: K) => number): number {
  let [low, high] = [0, entries.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && order(entry[0], key) <= 0) low = middle;
    else high = middle;
  }
  return low;
}
