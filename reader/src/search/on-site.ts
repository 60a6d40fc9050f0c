// The search script of the open site's pages; it starts by itself.

import { take } from "./shards";
import { startSite } from "./site";

const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
// The files of the index are scripts that hand their content over.
(globalThis as { terkawalSearch?: { take: typeof take } }).terkawalSearch = { take };
void startSite(own);
