// Search in the reader: the open sections of this page, and those of an opened copy until it is locked again.

import { SearchBox, type Found } from "./box";
import { search, type Hit, type Source } from "./engine";
import { MemoryIndex, MemorySource } from "./memory";
import { partsOf, type Part } from "./parts";
import { matcher, terms } from "./words";

/** What an opened copy gives to be searched. */
export interface SealedMatter {
  /** `search/*.json` of the bundle. */
  readonly indexes: readonly string[];
  /** Number and title of a section or block. */
  readonly label: (id: string) => { number: string | null; title: string };
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

/** Takes the box of the page. */
export function startReader(say: (key: string, values?: { count: number }) => string): ReaderSearch | null {
  const form = document.querySelector<HTMLFormElement>("form.search");
  if (form === null) return null;
  let open: Corpus | null = null;
  let sealed: readonly Corpus[] = [];
  let matter: SealedMatter | null = null;
  const box = new SearchBox({
    form,
    stays: false,
    say,
    find: async (query) => {
      open ??= openCorpus();
      if (matter !== null) [sealed, matter] = [sealedCorpora(matter), null];
      const order = orderOfPage();
      const found = await Promise.all([open, ...sealed].map(async (corpus) => (await search(corpus.source, query)).map((hit) => ({ corpus, hit }))));
      const place = ({ corpus, hit }: { corpus: Corpus; hit: Hit }) => order.get(corpus.id(hit.section)) ?? Infinity;
      return found
        .flat()
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
      [open, sealed, matter] = [null, [], null];
    },
  };
}

function orderOfPage(): Map<string, number> {
  const places = document.querySelectorAll("#document .section, #document [data-hole]");
  return new Map([...places].map((place, at) => [place.id, at]));
}

function openCorpus(): Corpus {
  const index = new MemoryIndex();
  const ids: string[] = [];
  const titles: (readonly [string | null, string])[] = [];
  const all: Part[] = [];
  for (const section of document.querySelectorAll<HTMLElement>("#document .section[data-open]")) {
    const heading = section.querySelector(":scope > .heading");
    const number = heading?.querySelector(".number")?.textContent ?? "";
    const title = (heading?.textContent ?? "").trim().slice(number.length).trim();
    const at = ids.push(section.id) - 1;
    titles.push([number === "" ? null : number, title]);
    partsOf(section).forEach((part, first) => {
      index.add(at, first === 0 ? `${number} ${title}` : "", part.heading, part.text);
      all.push(part);
    });
  }
  return {
    source: index.finish(),
    id: (section) => ids[section] ?? "",
    show: ({ section, part }) => {
      const { anchor, heading, text } = all[part] ?? { anchor: "", heading: "", text: "" };
      const [number, title] = titles[section] ?? [null, ""];
      return { href: `#${encodeURIComponent(anchor || (ids[section] ?? ""))}`, number, title, heading, text };
    },
  };
}

// The index of a bundle knows sections; which part of one to show, its page tells.
function sealedCorpora(matter: SealedMatter): Corpus[] {
  return matter.indexes.map((json) => {
    const { sections, words } = JSON.parse(json) as { sections: string[]; words: string[] };
    return {
      source: MemorySource.of(words, sections.map((_, at) => at)),
      id: (section) => sections[section] ?? "",
      show: ({ section }, query) => {
        const id = sections[section] ?? "";
        const { anchor, heading, text } = bestPart(partsOf(matter.content(id)), query);
        return { href: `#${encodeURIComponent(anchor || id)}`, ...matter.label(id), heading, text };
      },
    };
  });
}

function bestPart(parts: readonly Part[], query: string): Part {
  const fits = terms(query).map((term) => matcher([term]));
  const worth = ({ heading, text }: Part) => {
    const count = (where: string) => fits.filter((fit) => fit(where)).length;
    return count(`${heading} ${text}`) + count(heading) / 10;
  };
  let best: Part = { anchor: "", heading: "", text: "" };
  let highest = -1;
  for (const part of parts) {
    const each = worth(part);
    if (each > highest) [best, highest] = [part, each];
  }
  return best;
}
