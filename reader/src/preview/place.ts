// Where the reader was, across a reload. What is kept are ids and numbers, never text: the browser may write it down.

const KEY = "terkawal-preview-place";

interface Kept {
  readonly path: string;
  /** The first thing with an id that is seen, or the last one above, and how far it is from the upper edge. */
  readonly id: string;
  readonly offset: number;
  readonly top: number;
}

function marked(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main [id]")];
}

/** Keeps the present place for the page at `path`. */
export function keepPlace(path: string): void {
  const topOf = (element: HTMLElement) => element.getBoundingClientRect().top;
  const all = marked();
  const seen = all.find((element) => topOf(element) >= 0 && topOf(element) < window.innerHeight);
  const mark = seen ?? all.filter((element) => topOf(element) < 0).pop();
  const kept: Kept = { path, id: mark?.id ?? "", offset: mark === undefined ? 0 : topOf(mark), top: window.scrollY };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Goes back there. What was added above moves with it. */
export function returnToPlace(): void {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (text === null) return;
  const kept = JSON.parse(text) as Kept;
  if (kept.path !== location.pathname) return;
  history.scrollRestoration = "manual";
  const element = kept.id === "" ? null : document.getElementById(kept.id);
  if (element === null) window.scrollTo({ top: kept.top, behavior: "instant" });
  else window.scrollBy({ top: element.getBoundingClientRect().top - kept.offset, behavior: "instant" });
}
