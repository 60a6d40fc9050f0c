// Search on the open site: the box in the header of every page, and the page that is all search.

import { SearchBox, type Found } from "./box";
import { search } from "./engine";
import { ShardSource, load, type Facts } from "./shards";

/** Starts the boxes of this page; `own` is the address of this script, below the version's `assets/`. */
export async function startSite(own: string): Promise<void> {
  const root = new URL("../", own).href;
  const form = document.querySelector<HTMLFormElement>("form.search");
  if (form === null) return;
  let facts: Facts;
  try {
    facts = (await load(`${root}search/`, "index")) as Facts;
  } catch {
    facts = { counts: [], words: [], sections: [], messages: {} };
    form.append(document.createTextNode(form.dataset["failed"] ?? ""));
    return;
  }
  const source = new ShardSource(`${root}search/`, facts);
  const stays = form.classList.contains("stays");
  const field = form.querySelector("input");
  if (stays && field !== null && field.value === "") field.value = queryOf(location.hash);
  const page = `${root}search/index.html`;
  new SearchBox({
    form,
    stays,
    find: async (query) => (await search(source, query)).map(({ section, part }) => () => show(source, root, section, part)),
    say: (key, { count } = { count: 0 }) => (facts.messages[`reader-${key}`] ?? key).replace("{count}", String(count)),
    ...(stays
      ? { onQuery: (query: string) => history.replaceState(null, "", query === "" ? location.pathname : `#q=${encodeURIComponent(query)}`) }
      : { onEnter: (query: string) => location.assign(`${page}#q=${encodeURIComponent(query)}`) }),
  });
}

async function show(source: ShardSource, root: string, section: number, part: number): Promise<Found> {
  const { number, title, path, parts } = await source.section(section);
  const [anchor, heading, text] = parts[source.placeOf(part)] ?? ["", "", ""];
  const href = `${root}${path}index.html${anchor === "" ? "" : `#${encodeURIComponent(anchor)}`}`;
  return { href, number: number === null ? null : unescaped(number), title: unescaped(title), heading: unescaped(heading), text: unescaped(text) };
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

// The index writes text as HTML does. It becomes text again here, and never an element.
const unescaped = (text: string) => text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) => (code ? String.fromCharCode(+code) : NAMED[name] ?? whole));

function queryOf(hash: string): string {
  try {
    return hash.startsWith("#q=") ? decodeURIComponent(hash.slice(3)) : "";
  } catch {
    return "";
  }
}
