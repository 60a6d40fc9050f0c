// The marks of an unlocked copy, on screen and on each printed sheet. They tell which copy leaked, not who leaked it.

import type { BundleFacts } from "./bundle";
import { formatMoment } from "./dates";
import { make, makeSvg } from "./dom";
import { hasMarginBoxes, pageRules } from "./pagebox";
import type { Words } from "./shell";
import { squareOf } from "./square";

/** The marks in the page; removed as a whole on relocking. */
export class Watermark {
  private readonly nodes: Element[];
  private readonly printed: HTMLElement;
  private readonly top: HTMLElement;
  private readonly bottom: HTMLElement;
  private readonly size = new ResizeObserver(() => this.measure());
  private sheet: CSSStyleSheet | null = null;
  private readonly stamping: ReturnType<typeof setTimeout>;

  /** @param relock - the button that stands in the upper bar, so that it can always be reached
   * @param first - the first printed sheet */
  constructor(
    private readonly facts: BundleFacts,
    private readonly words: Words,
    private readonly language: string,
    relock: HTMLElement,
    first: Element | null,
  ) {
    const classification = plain(facts.classification);
    const copy = words.say("mark-copy", { copy: plain(facts.copy) });
    const state = this.versionLine();
    const code = () => (this.code === "" ? null : make("span", { class: "reader-mark-code" }, this.code));
    this.printed = make("span", { class: "reader-printed" });
    this.top = make(
      "div",
      { class: "reader-bar reader-bar-top", role: "region", "aria-label": words.say("mark-label") },
      make(
        "div",
        { class: "reader-marks" },
        make("strong", { class: "reader-classification" }, classification),
        make("span", { class: "reader-copy" }, copy),
        code(),
        make("span", { class: "reader-state" }, state),
      ),
      relock,
    );
    this.bottom = make(
      "div",
      { class: "reader-bar reader-bar-bottom", role: "region", "aria-label": words.say("mark-holder-label") },
      make(
        "div",
        { class: "reader-marks" },
        make("strong", { class: "reader-classification" }, classification),
        make("span", { class: "reader-copy" }, copy),
        make("span", { class: "reader-holder" }, this.holder()),
        make("span", { class: "reader-state" }, state),
        code(),
        this.printed,
      ),
    );
    this.nodes = [this.top, this.bottom, diagonal([joined(classification, copy, this.code), joined(this.holder(), state)])];
    document.body.prepend(this.top);
    document.body.append(...this.nodes.slice(1));
    if (facts.marks !== undefined) {
      const square = squareOf(facts.marks, this.code, words);
      this.nodes.push(square);
      (first ?? document.body).append(square);
    }
    document.body.classList.add("reader-open");
    document.body.classList.toggle("reader-margin-boxes", hasMarginBoxes());
    for (const bar of [this.top, this.bottom]) this.size.observe(bar);
    // For browsers that do not say when they print; the words of a date take a while, and reading comes first.
    this.stamping = setTimeout(() => this.stampTime());
  }

  /** Puts the present time into everything that is printed. */
  stampTime(): void {
    const printed = this.words.say("mark-printed", { time: formatMoment(new Date(), this.language) });
    this.printed.textContent = printed;
    if (!("adoptedStyleSheets" in document)) return;
    this.sheet ??= new CSSStyleSheet();
    this.sheet.replaceSync(
      pageRules({
        classification: plain(this.facts.classification),
        copy: joined(this.words.say("mark-copy", { copy: plain(this.facts.copy) }), this.code),
        holder: this.holder(),
        version: this.versionLine(),
        title: `${plain(this.facts.title)}, ${this.facts.issued.slice(0, 4)}`,
        page: this.words.say("mark-page"),
        printed,
        code: this.code,
      }),
    );
    if (!document.adoptedStyleSheets.includes(this.sheet)) {
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    }
  }

  /** Takes all marks away. */
  remove(): void {
    this.size.disconnect();
    clearTimeout(this.stamping);
    for (const node of this.nodes) node.remove();
    document.body.classList.remove("reader-open", "reader-margin-boxes");
    for (const name of ["--reader-top", "--reader-bottom"]) document.documentElement.style.removeProperty(name);
    if (this.sheet !== null) {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
    }
  }

  private get code(): string {
    return plain(this.facts.marks?.code ?? "");
  }

  private holder(): string {
    const { name, post } = this.facts.holder;
    return plain(name === null || name === "" ? post : `${name}, ${post}`);
  }

  private versionLine(): string {
    const { version, generation, draft } = this.facts;
    return joined(
      this.words.say("mark-version", { version: plain(version) }),
      generation > 1 ? this.words.say("mark-generation", { number: generation }) : "",
      draft ? this.words.say("mark-draft") : "",
    );
  }

  // The page leaves as much room as the bars take, which depends on the holder's name and the window.
  private measure(): void {
    const root = document.documentElement.style;
    root.setProperty("--reader-top", `${this.top.offsetHeight}px`);
    root.setProperty("--reader-bottom", `${this.bottom.offsetHeight}px`);
  }
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(" · ");

/** One line of harmless characters: a hostile name must neither break lines nor turn text round. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

// SVG, since printed sheets keep it where they drop background images, and searching in the page does not find it.
function diagonal(lines: readonly [string, string]): SVGElement {
  const width = 8 * Math.max(...lines.map((line) => line.length)) + 160;
  const text = (line: string, x: number, y: number) => makeSvg("text", { x, y }, line);
  const pattern = makeSvg(
    "pattern",
    { id: "reader-watermark-tile", width, height: 320, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-30)" },
    // The second row is shifted by half a tile, so it crosses the tile's edge and needs both halves.
    ...[[width / 2, 80], [0, 240], [width, 240]].flatMap(([x = 0, y = 0]) => [text(lines[0], x, y), text(lines[1], x, y + 24)]),
  );
  const fill = makeSvg("rect", { width: "100%", height: "100%", fill: "url(#reader-watermark-tile)" });
  return makeSvg(
    "svg",
    { class: "reader-watermark", "aria-hidden": "true", width: "100%", height: "100%" },
    makeSvg("defs", {}, pattern),
    fill,
  );
}
