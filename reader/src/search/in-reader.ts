// The search script beside the reader, which starts it. Without the parts for the site's index: every copy carries it.

import { startReader, type ReaderSearch } from "./reader";

/** What the reader calls. */
export interface SearchScript {
  reader(say: (key: string, values?: { count: number }) => string): ReaderSearch | null;
}

(globalThis as { terkawalSearch?: SearchScript }).terkawalSearch = { reader: startReader };
