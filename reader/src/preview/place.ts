// Where the reader was, across a reload. What is kept are ids and numbers, never text: the browser may write it down.

const KEY = "terkawal-preview-place";

interface Kept {
  readonly path: string;
  /** The last thing with an id above the upper edge, and how far above. */
  readonly id: string;
  readonly offset: number;
  readonly top: number;
}

function marked(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main [id]")];
}

/** Keeps the present place for the page at `path`. */
export function keepPlace(path: string): void {
  const above = marked().filter((element) => element.getBoundingClientRect().top <= 1);
  const last = above[above.length - 1];
  const kept: Kept = { path, id: last?.id ?? "", offset: last?.getBoundingClientRect().top ?? 0, top: window.scrollY };
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
