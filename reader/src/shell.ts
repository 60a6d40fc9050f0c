// What the page says about itself: the JSON blocks that the generator wrote into it.

import type { Values } from "./errors";

/** The facts of `#terkawal-site`. */
export interface Site {
  readonly plan: string;
  readonly title: string;
  readonly version: string;
  readonly draft: boolean;
  readonly language: string;
  readonly copies: readonly string[];
  readonly copies_path: string;
}

/** The words of the page's language, filled in by {@link Words.say}. */
export class Words {
  constructor(private readonly table: Readonly<Record<string, string>>) {}

  /** The message `reader-<key>` with its `{name}` places filled; an unknown key shows as itself. */
  say(key: string, values: Values = {}): string {
    const message = this.table[`reader-${key}`] ?? `reader-${key}`;
    return message.replace(/\{(\w+)\}/g, (place, name: string) => String((values as Record<string, unknown>)[name] ?? place));
  }
}

/** The page around the reader. */
export interface Shell {
  readonly site: Site;
  readonly words: Words;
  /** `file`: a one-file copy that carries its own members; `site`: members lie beside the page. */
  readonly mode: "site" | "file";
  readonly panel: HTMLElement;
  readonly main: HTMLElement;
}

/** Reads the shell; throws when the page is not one. */
export function readShell(): Shell {
  return {
    site: JSON.parse(blockText("terkawal-site") ?? "") as Site,
    words: new Words(JSON.parse(blockText("terkawal-words") ?? "{}") as Record<string, string>),
    mode: document.body.dataset["mode"] === "file" ? "file" : "site",
    panel: mustFind("unlock"),
    main: mustFind("document"),
  };
}

/** The text of a data block of the page, or null when it is not there. */
export function blockText(id: string): string | null {
  return document.getElementById(id)?.textContent ?? null;
}

function mustFind(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}
