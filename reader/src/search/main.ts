// The search script: on a page of the open site it starts by itself, in the reader it waits to be asked.

import { startReader, type ReaderSearch } from "./reader";
import { take } from "./shards";
import { startSite } from "./site";

/** What other scripts of the page may call. */
export interface SearchScript {
  take(name: string, content: unknown): void;
  reader(say: (key: string, values?: { count: number }) => string): ReaderSearch | null;
}

const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
(globalThis as { terkawalSearch?: SearchScript }).terkawalSearch = { take, reader: startReader };
if (document.body.dataset["reader"] === undefined && !document.body.classList.contains("reader")) void startSite(own);
