// One script, two lives: in the page it is the reader, in a worker it opens one copy.

import { Reader } from "./reader";
import { readShell } from "./shell";
import { serveAsWorker } from "./worker";

if (typeof document === "undefined") serveAsWorker();
else new Reader(readShell(), document.getElementById("terkawal-reader")?.textContent ?? "");
