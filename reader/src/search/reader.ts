// Search in the reader: the open sections of this page, and those of an opened copy until it is locked again.

import { SearchBox, type Found } from "./box";
import { search, type Hit, type Source } from "./engine";
import { MemoryIndex } from "./memory";
import { partsOf, type Part } from "./parts";

/** Number and title of a section. */
export interface Label {
  readonly number: string | null;
  readonly title: string;
}

const UNNAMED: Label = { number: null, title: "" };

/** The name of a section that stands in the page. */
function labelOf(section: Element | null): Label {
  const heading = section?.querySelector(":scope > .heading");
  const number = heading?.querySelector(".number")?.textContent ?? "";
  return { number: number === "" ? null : number, title: (heading?.textContent ?? "").trim().slice(number.length).trim() };
}

/** What an opened copy gives to be searched. */
export interface SealedMatter {
  /** Its sections and blocks. */
  readonly ids: readonly string[];
  /** The section or block around a block. */
  readonly within: (id: string) => string | undefined;
  /** What a section, or the section around a block, is called; null when that is an open one. */
  readonly label: (id: string) => Label | null;
  /** The section's content as it would be inserted. */
  readonly content: (id: string) => ParentNode;
}

/** The reader's handle on the box. */
export interface ReaderSearch {
  /** Searches sealed matter too. */
  open(matter: SealedMatter): void;
  /** Forgets query, results and every index. */
  lock(): void;
}

interface Corpus {
  readonly source: Source;
  readonly show: (hit: Hit, query: string) => Found;
  /** The element in the page by which results of the same worth are ordered. */
  readonly id: (section: number) => string;
}

/** Longest stretch of reading in one go, in milliseconds. */
const STRETCH = 40;

/** Takes the box of the page. */
export function startReader(say: (key: string, values?: { count: number }) => string): ReaderSearch | null {
  const form = document.querySelector<HTMLFormElement>("form.search");
  if (form === null) return null;
  let open: Corpus | null = null;
  let sealed: Promise<Corpus> | null = null;
  let matter: SealedMatter | null = null;
  const box = new SearchBox({
    form,
    stays: false,
    say,
    find: async (query) => {
      open ??= openCorpus();
      const given = matter;
      if (given !== null) sealed ??= sealedCorpus(given, () => matter !== given);
      const corpora = sealed === null ? [open] : [open, await sealed];
      const order = orderOfPage();
      const found = await Promise.all(corpora.map(async (corpus) => (await search(corpus.source, query)).map((hit) => ({ corpus, hit }))));
      const place = ({ corpus, hit }: { corpus: Corpus; hit: Hit }) => order.get(corpus.id(hit.section)) ?? Infinity;
      // What an opened copy adds to is found there with it.
      const known = new Set(found[1]?.map(({ corpus, hit }) => corpus.id(hit.section)));
      return found
        .flatMap((hits, at) => (at > 0 ? hits : hits.filter(({ corpus, hit }) => !known.has(corpus.id(hit.section)))))
        .sort((a, b) => b.hit.score - a.hit.score || place(a) - place(b))
        .map(({ corpus, hit }) => async () => corpus.show(hit, query));
    },
  });
  return {
    open: (given) => {
      matter = given;
      void box.run();
    },
    lock: () => {
      box.reset();
      [open, sealed, matter] = [null, null, null];
    },
  };
}

function orderOfPage(): Map<string, number> {
  const places = document.querySelectorAll("#document .section, #document [data-hole]");
  return new Map([...places].map((place, at) => [place.id, at]));
}

/** Sections as they are read, with what is shown of them. */
class Reading {
  private readonly index = new MemoryIndex();
  private readonly ids: string[] = [];
  private readonly labels: Label[] = [];
  private readonly parts: Part[] = [];

  /** Adds to a section, which is the last one or begins here; `own` is the place of what stands before a heading. */
  add(id: string, label: Label, content: ParentNode, own = id): void {
    const isNew = this.ids[this.ids.length - 1] !== id;
    if (isNew) this.labels.push(label);
    const at = isNew ? this.ids.push(id) - 1 : this.ids.length - 1;
    partsOf(content).forEach((part, first) => {
      this.index.add(at, isNew && first === 0 ? `${label.number ?? ""} ${label.title}` : "", part.heading, part.text);
      this.parts.push({ ...part, anchor: part.anchor || own });
    });
  }

  finish(): Corpus {
    const { ids, labels, parts } = this;
    return {
      source: this.index.finish(),
      id: (section) => ids[section] ?? "",
      show: ({ section, part }) => {
        const { anchor, heading, text } = parts[part] ?? { anchor: "", heading: "", text: "" };
        return { href: `#${encodeURIComponent(anchor)}`, ...(labels[section] ?? UNNAMED), heading, text };
      },
    };
  }
}

function openCorpus(): Corpus {
  const reading = new Reading();
  for (const section of document.querySelectorAll<HTMLElement>("#document .section[data-open]")) {
    reading.add(section.id, labelOf(section), section);
  }
  return reading.finish();
}

/** The section around a block; blocks are nested a few levels deep. */
function outermost(id: string, matter: SealedMatter, deepest = 16): string {
  const outer = deepest > 0 ? matter.within(id) : undefined;
  return outer === undefined ? id : outermost(outer, matter, deepest - 1);
}

// Read when it is first searched: an index inside the bundle would make each copy a third larger.
async function sealedCorpus(matter: SealedMatter, isOver: () => boolean): Promise<Corpus> {
  const reading = new Reading();
  let until = performance.now() + STRETCH;
  let last = "";
  for (const id of matter.ids) {
    if (performance.now() > until) {
      await new Promise((resolve) => setTimeout(resolve));
      if (isOver()) break;
      until = performance.now() + STRETCH;
    }
    // Blocks are read with the section around them, so that words on both sides of a fence meet.
    const around = outermost(id, matter);
    const shown = document.getElementById(around);
    const label = matter.label(id) ?? labelOf(shown);
    if (around !== last && shown?.hasAttribute("data-open")) reading.add(around, label, shown);
    reading.add(around, label, matter.content(id), id);
    last = around;
  }
  return reading.finish();
}
