// The open sections in the page. Titles come at once, bodies when they are needed; everything can be taken out again.

import type { Bundle, BundleSection } from "./bundle";
import { contentOf } from "./content";
import { make } from "./dom";
import type { Shell } from "./shell";

/** How far outside the window a section is inserted, so that reading never meets an empty place. */
const AHEAD = "1500px 0px";
/** Longest stretch of insertion in one go when all sections are wanted, in milliseconds. */
const STRETCH = 40;
/** The same for what comes near by scrolling: a part of one frame. */
const FRAME = 8;

/** A section of the bundle whose body is not in the page yet. */
interface Waiting {
  readonly section: BundleSection;
  readonly place: HTMLElement;
  /** The heading that goes above the body; a block has none. */
  readonly heading: HTMLElement | null;
}

/** The inserted part of the page; {@link UnlockedDocument.remove} restores the locked one. */
export class UnlockedDocument {
  private readonly waiting = new Map<string, Waiting>();
  private readonly undo: (() => void)[] = [];
  private readonly observer: IntersectionObserver | null;
  private removed = false;

  constructor(
    private readonly shell: Shell,
    private readonly bundle: Bundle,
  ) {
    this.observer =
      typeof IntersectionObserver === "undefined"
        ? null
        : new IntersectionObserver((entries) => this.sight(entries), { rootMargin: AHEAD });
    for (const section of bundle.facts.sections) this.prepare(section);
    // The holder stands at the panel, above the first one: it is read next, and everything else can follow.
    const [first] = this.waiting.keys();
    if (first !== undefined && location.hash === "") this.insert(first);
    this.markAbsent();
    this.fillTitles();
    this.addForm();
    this.observeHash();
    if (this.observer === null) this.insertAll();
  }

  /** How many sections are not inserted yet. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Inserts every section now, as printing needs. */
  insertAll(): void {
    for (const id of [...this.waiting.keys()]) this.insert(id);
  }

  /** Inserts every section in short stretches, as searching in the page needs, without freezing it. */
  insertAllGently(): void {
    if (this.removed) return;
    const until = performance.now() + STRETCH;
    for (const id of [...this.waiting.keys()]) {
      if (performance.now() > until) {
        setTimeout(() => this.insertAllGently());
        return;
      }
      this.insert(id);
    }
  }

  /** Inserts the section that holds the target of an address such as `#s017-x`, and goes there. */
  goTo(hash: string): void {
    const id = decodeHash(hash);
    const holder = this.sectionOf(id);
    if (holder === null) return;
    this.insert(holder);
    (document.getElementById(id) ?? document.getElementById(holder))?.scrollIntoView();
  }

  /** Takes out every inserted node and puts the locked placeholders back. */
  remove(): void {
    this.removed = true;
    this.observer?.disconnect();
    this.waiting.clear();
    for (const restore of this.undo.splice(0).reverse()) restore();
  }

  private prepare(section: BundleSection): void {
    const place = document.getElementById(section.id);
    if (place === null) {
      // A block inside another section of this bundle gets its place when that section is inserted.
      if (section.within !== undefined) return;
      const added = make("section", { class: "section sealed", id: section.id });
      this.shell.main.append(added);
      this.undo.push(() => added.remove());
      this.wait(section, added);
      return;
    }
    this.wait(section, place);
  }

  private wait(section: BundleSection, place: HTMLElement): void {
    this.keep(place);
    this.show(place);
    const heading = section.within === undefined ? headingOf(section, place) : null;
    // An open section or a block shows its open content until then.
    if (heading !== null && place.classList.contains("sealed")) place.replaceChildren(heading);
    place.classList.remove("sealed");
    place.classList.add("reader-waiting");
    this.waiting.set(section.id, { section, place, heading });
    this.observer?.observe(place);
  }

  // Nearest first. Each one that is inserted pushes others out of sight, so what is left after a while is looked at again.
  private sight(entries: readonly IntersectionObserverEntry[]): void {
    const until = performance.now() + FRAME;
    const near = entries.filter(({ isIntersecting }) => isIntersecting).sort((one, other) => distance(one) - distance(other));
    for (const { target } of near) {
      if (performance.now() < until) {
        this.insert(target.id);
      } else {
        this.observer?.unobserve(target);
        this.observer?.observe(target);
      }
    }
  }

  /** Shows what the locked page hides because not every copy has it. */
  private show(element: HTMLElement | null): void {
    if (element === null || !element.hidden) return;
    element.hidden = false;
    this.undo.push(() => (element.hidden = true));
  }

  private insert(id: string): void {
    const entry = this.waiting.get(id);
    if (entry === undefined) return;
    const { section, place, heading } = entry;
    this.waiting.delete(id);
    this.observer?.unobserve(place);

    const content = contentOf(this.bundle, section.file);
    if (heading !== null) dropOwnHeading(content, section);
    place.replaceChildren(...(heading === null ? [] : [heading]), content);
    place.classList.remove("reader-waiting");
    place.classList.add("reader-inserted");
    for (const inner of this.bundle.facts.sections) {
      if (inner.within !== id || this.waiting.has(inner.id)) continue;
      const hole = place.querySelector<HTMLElement>(`#${CSS.escape(inner.id)}`);
      if (hole !== null) this.wait(inner, hole);
    }
  }

  /** Remembers an element's children and classes as they are now, for the way back. */
  private keep(element: Element): void {
    const children = [...element.childNodes];
    const classes = element.getAttribute("class");
    this.undo.push(() => {
      element.replaceChildren(...children);
      if (classes === null) element.removeAttribute("class");
      else element.setAttribute("class", classes);
    });
  }

  private markAbsent(): void {
    const present = new Set(this.bundle.facts.sections.map(({ id }) => id));
    for (const place of this.shell.main.querySelectorAll<HTMLElement>(".section.sealed, [data-hole]")) {
      if (present.has(place.id)) continue;
      const note = make("p", { class: "reader-absent" }, this.shell.words.say("absent"));
      this.keep(place);
      place.append(note);
      place.classList.add("reader-not-held");
    }
  }

  private fillTitles(): void {
    const titles = new Map(this.bundle.facts.sections.map(({ id, title }) => [id, title]));
    for (const link of document.querySelectorAll<HTMLElement>("[data-section]")) {
      const place = document.getElementById(link.dataset["section"] ?? "");
      const title = titles.get(link.dataset["section"] ?? "");
      const slot = link.querySelector(".title");
      if (slot !== null && title) {
        this.keep(slot);
        this.keep(link);
        this.show(link.closest("li"));
        slot.replaceChildren(title);
        link.classList.add("reader-titled");
      } else if (place?.classList.contains("reader-not-held")) {
        this.keep(link);
        link.append(make("span", { class: "reader-absent" }, ` ${this.shell.words.say("absent-short")}`));
      }
    }
  }

  /** The receipt form of a copy on paper is its last sheet: it is signed and stays with the plan secretary. */
  private addForm(): void {
    const { form } = this.bundle.facts;
    if (form === undefined) return;
    const sheet = make("section", { class: "sheet receipt-form" });
    sheet.append(contentOf(this.bundle, form));
    this.shell.main.append(sheet);
    this.undo.push(() => sheet.remove());
  }

  private observeHash(): void {
    const follow = () => this.goTo(location.hash);
    // A second click on the same address changes no hash, yet the holder wants to go there.
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
      if (link !== null && link.getAttribute("href") === location.hash) follow();
    };
    addEventListener("hashchange", follow);
    document.addEventListener("click", click);
    this.undo.push(() => {
      removeEventListener("hashchange", follow);
      document.removeEventListener("click", click);
    });
  }

  private sectionOf(id: string): string | null {
    if (id === "") return null;
    let best: string | null = null;
    for (const { id: candidate, within } of this.bundle.facts.sections) {
      const fits = id === candidate || id.startsWith(`${candidate}-`);
      if (!fits) continue;
      // A block is reached through the section around it.
      if (within !== undefined && this.waiting.has(within)) this.insert(within);
      if (best === null || candidate.length > best.length) best = candidate;
    }
    return best;
  }
}

/** How far outside the window a place stands, in pixels. */
function distance({ boundingClientRect: { top, bottom } }: IntersectionObserverEntry): number {
  return Math.max(0, top - innerHeight, -bottom);
}

function decodeHash(hash: string): string {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}

/** The heading in the page's own form: its element and number from the shell, the title from the bundle. */
function headingOf(section: BundleSection, place: HTMLElement): HTMLElement {
  const shown = place.querySelector<HTMLElement>(":scope > .heading, :scope > h1, :scope > h2, :scope > h3, :scope > h4");
  const heading = (shown?.cloneNode(true) as HTMLElement | undefined) ?? make("h2", { class: "heading" });
  const complete = shown !== null && (!place.classList.contains("sealed") || section.title === "");
  if (complete) return heading;
  const number = heading.querySelector(".number") ?? (section.number === null ? null : make("span", { class: "number" }, section.number));
  heading.replaceChildren(...(number === null ? [] : [number, " "]), make("span", { class: "title" }, section.title));
  return heading;
}

// A section is a whole page for who opens it with stock tools, so it carries its own heading; here that would be a second one.
function dropOwnHeading(content: DocumentFragment, section: BundleSection): void {
  const first = content.firstElementChild;
  if (first === null || !/^h[1-6]$/.test(first.localName)) return;
  const text = (first.textContent ?? "").replace(/\s+/g, " ").trim();
  const own = [section.title, `${section.number ?? ""} ${section.title}`.trim()];
  if (first.localName === "h1" || own.includes(text)) first.remove();
}
