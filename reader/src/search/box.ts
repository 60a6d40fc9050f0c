// The search box: a field, the results below it, and the number of them for who cannot see the list.

import { make } from "../dom";
import { excerpt, marked } from "./excerpt";
import { matcher, terms } from "./words";

/** A section that was found, as the list shows it. */
export interface Found {
  readonly href: string;
  readonly number: string | null;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

/** What stands around the box. */
export interface Place {
  readonly form: HTMLFormElement;
  /** Finds sections, best first; what the list shows of each is fetched when it is shown. */
  readonly find: (query: string) => Promise<readonly (() => Promise<Found>)[]>;
  /** Words of the interface: `search-results` and so on. */
  readonly say: (key: string, values?: { count: number }) => string;
  /** Whether the list is part of the page and stays; otherwise it lies over the page. */
  readonly stays: boolean;
  /** Told of each query that is searched for. */
  readonly onQuery?: (query: string) => void;
  /** Enter in the field; without it the first result is focused. */
  readonly onEnter?: (query: string) => void;
}

/** Results that are shown at once. */
const BATCH = 20;
/** So long nothing is typed before the number of results is told, in milliseconds. */
const PAUSE = 400;

/** A search box at work. */
export class SearchBox {
  private readonly field: HTMLInputElement;
  private readonly panel = make("div", { class: "search-panel", hidden: "" });
  private readonly status = make("p", { class: "search-status", role: "status" });
  private readonly leave = new AbortController();
  private round = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: Place) {
    const { form, stays } = place;
    this.field = form.querySelector("input") as HTMLInputElement;
    this.panel.classList.toggle("stays", stays);
    form.append(this.status, this.panel);
    const { signal } = this.leave;
    this.field.addEventListener("input", () => void this.run(), { signal });
    form.addEventListener("submit", (event) => (event.preventDefault(), this.enter()), { signal });
    form.addEventListener("keydown", (event) => this.key(event), { signal });
    form.addEventListener("focusin", () => this.reopen(), { signal });
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !form.contains(event.target)) this.close();
    }, { signal });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !form.contains(event.relatedTarget)) this.close();
    }, { signal });
    document.addEventListener("keydown", (event) => this.shortcut(event), { signal });
    if (this.field.value !== "") void this.run();
  }

  /** Searches for what stands in the field. */
  async run(): Promise<void> {
    const round = ++this.round;
    const query = this.field.value;
    this.place.onQuery?.(query.trim());
    if (terms(query).length === 0) {
      this.panel.replaceChildren();
      this.panel.hidden = true;
      this.tell("");
      return;
    }
    try {
      const found = await this.place.find(query);
      if (round === this.round) await this.show(found, matcher(terms(query)), round);
    } catch {
      if (round === this.round) this.fail();
    }
  }

  /** Forgets query and results. */
  reset(): void {
    this.round++;
    this.field.value = "";
    this.panel.replaceChildren();
    this.close();
    this.panel.hidden = true;
    clearTimeout(this.timer);
    this.status.textContent = "";
  }

  private async show(found: readonly (() => Promise<Found>)[], fits: (word: string) => boolean, round: number): Promise<void> {
    const { say } = this.place;
    const words = found.length === 0 ? say("search-none") : say("search-results", { count: found.length });
    const list = make("ol", { class: "search-list" });
    const more = make("button", { type: "button", class: "search-more" }, say("search-more"));
    let shown = 0;
    const next = async () => {
      const batch = await Promise.all(found.slice(shown, shown + BATCH).map((get) => get()));
      if (round !== this.round) return;
      const items = batch.map((each) => this.item(each, fits));
      const focus = document.activeElement === more ? items[0]?.querySelector("a") : null;
      list.append(...items);
      shown += items.length;
      more.hidden = shown >= found.length;
      focus?.focus();
    };
    more.addEventListener("click", () => void next().catch(() => this.fail()));
    await next();
    if (round !== this.round) return;
    this.panel.replaceChildren(make("p", { class: "search-count", "aria-hidden": "true" }, words), list, more);
    this.panel.scrollTop = 0;
    this.panel.hidden = false;
    this.tell(words);
  }

  private item(found: Found, fits: (word: string) => boolean): HTMLElement {
    const link = make(
      "a",
      { href: found.href },
      found.number === null ? null : marked(found.number, fits, "span", { class: "number" }),
      " ",
      marked(found.title, fits, "bdi", { class: "title" }),
      ...(found.heading === "" ? [] : [make("span", { class: "search-where", "aria-hidden": "true" }, " › "), marked(found.heading, fits, "bdi", {})]),
    );
    link.addEventListener("click", () => this.close());
    return make("li", {}, link, found.text === "" ? null : excerpt(found.text, fits));
  }

  private fail(): void {
    const words = this.place.form.dataset["failed"] ?? "";
    this.panel.replaceChildren(make("p", { class: "search-count", "aria-hidden": "true" }, words));
    this.panel.hidden = false;
    this.tell(words);
  }

  // A screen reader speaks each change, so not at each letter.
  private tell(words: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.status.textContent = words), words === "" ? 0 : PAUSE);
  }

  private enter(): void {
    const query = this.field.value.trim();
    if (query === "") return;
    if (this.place.onEnter === undefined) this.links()[0]?.focus();
    else this.place.onEnter(query);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (this.place.stays && !this.panel.hidden) return;
      event.preventDefault();
      const inField = document.activeElement === this.field;
      if (inField && this.panel.hidden) {
        this.field.value = "";
        this.field.blur();
      }
      this.close();
      if (!inField) this.field.focus({ preventScroll: true });
      this.panel.hidden = true;
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops: HTMLElement[] = [this.field, ...this.links()];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = stops[at + step];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  private shortcut(event: KeyboardEvent): void {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    const { form } = this.place;
    // Far down a long page the box comes to the reader.
    if (!this.place.stays) form.classList.toggle("over", form.getBoundingClientRect().bottom < 0);
    this.field.focus({ preventScroll: form.classList.contains("over") });
    this.field.select();
  }

  private links(): HTMLElement[] {
    return this.panel.hidden ? [] : [...this.panel.querySelectorAll<HTMLElement>(".search-list a")];
  }

  private reopen(): void {
    if (this.panel.childElementCount > 0) this.panel.hidden = false;
  }

  private close(): void {
    if (this.place.stays) return;
    this.panel.hidden = true;
    this.place.form.classList.remove("over");
  }
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/.test(target.localName));
