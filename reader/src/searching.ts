// The reader's side of the search, which is a script of its own: a page without it is read all the same.

import type { Bundle } from "./bundle";
import type { SearchScript } from "./search/in-reader";
import type { ReaderSearch } from "./search/reader";
import type { Words } from "./shell";
import { parseInertly } from "./trusted";

/** The search of this page, if it has one. */
export function startSearch(words: Words): ReaderSearch | null {
  const script = (globalThis as { terkawalSearch?: SearchScript }).terkawalSearch;
  return script?.reader((key, values) => words.say(key, values)) ?? null;
}

/** Lets an opened copy be searched. */
export function openSearch(search: ReaderSearch | null, { facts, members }: Bundle): void {
  const text = (name: string) => new TextDecoder().decode(members.get(name));
  const sections = new Map(facts.sections.map((section) => [section.id, section]));
  search?.open({
    ids: facts.sections.map(({ id }) => id),
    within: (id) => sections.get(id)?.within,
    label: (id) => {
      const section = sections.get(id);
      // A block is known by the section around it.
      const around = section?.within === undefined ? section : sections.get(section.within);
      return around === undefined ? null : { number: around.number, title: around.title };
    },
    content: (id) => {
      const page = parseInertly(text(sections.get(id)?.file ?? ""));
      return page.querySelector("main") ?? page.body;
    },
  });
}
