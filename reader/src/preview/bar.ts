// The preview's bar and overlay: which view, what is wrong, and the page anew when the plan changes.

import type { BundleFacts } from "../bundle";
import { make } from "../dom";
import { Words } from "../shell";
import { Watermark } from "../watermark";
import { listen } from "./events";
import { keepPlace, returnToPlace } from "./place";

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly before: string | null;
  readonly marked: string | null;
  readonly after: string | null;
}

interface Fault {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hints: readonly string[];
  readonly place: Place | null;
}

interface State {
  readonly generation: number;
  readonly styles: boolean;
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly words: Readonly<Record<string, string>>;
  readonly language: string;
  readonly version: string | null;
  readonly title: string | null;
  readonly views: readonly { readonly id: string; readonly holder?: string }[] | null;
  readonly copy: { readonly facts: BundleFacts; readonly words: Readonly<Record<string, string>> } | null;
}

/** `/ROOM/open/2.0/…`: what all addresses of this preview begin with, the view, and what is below it. */
const [, room = "", view = "open", ...rest] = location.pathname.split("/");
const below = rest.join("/");

let shown: State | null = null;
let marks: Watermark | null = null;
const bar = make("div", { class: "preview-bar", role: "region" });
const overlay = make("div", { class: "preview-overlay", role: "region", tabindex: "0", hidden: "" });

function say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = shown?.words[`preview-${key}`] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

async function load(): Promise<State> {
  const answer = await fetch(`/${room}/.preview/state/${encodeURIComponent(view)}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as State;
}

/** One fault with its line, the place in it marked. */
function faultItem(fault: Fault): HTMLElement {
  const { place } = fault;
  const where = place === null ? null : make("p", { class: "preview-place" }, `${place.path}:${place.line}:${place.column}`);
  const line =
    place === null || place.marked === null
      ? null
      : make("pre", {}, place.before ?? "", make("mark", {}, place.marked === "" ? "\u200b" : place.marked), place.after ?? "");
  return make(
    "li",
    { class: `preview-${fault.severity}` },
    make("p", { class: "preview-message" }, make("span", { class: "preview-code" }, fault.code), ` ${fault.message}`),
    where,
    line,
    ...fault.hints.map((hint) => make("p", { class: "preview-hint" }, `${say("hint")}: ${hint}`)),
  );
}

function chooser(state: State): HTMLElement {
  const select = make("select", { id: "preview-view" });
  for (const { id, holder } of state.views ?? []) {
    const name = id === "open" || id === "all" ? say(`view-${id}`) : `${say("view-copy", { copy: id })}${holder === undefined ? "" : `, ${holder}`}`;
    const option = make("option", { value: id }, name);
    option.selected = id === view;
    select.append(option);
  }
  if (select.value !== view) select.selectedIndex = -1;
  select.addEventListener("change", () => {
    const chosen = `/${room}/${select.value}/${below}`;
    keepPlace(chosen);
    location.assign(`${chosen}${location.hash}`);
  });
  return make("span", { class: "preview-views" }, make("label", { for: "preview-view" }, say("view")), select);
}

/** From the screen to the sheets of the same view, and back. */
function paper(state: State): HTMLElement | null {
  if (state.version === null) return null;
  const onPaper = below === `${state.version}/print/index.html`;
  const to = onPaper ? "index.html" : "print/index.html";
  return make("a", { class: "preview-paper", href: `/${room}/${view}/${state.version}/${to}` }, say(onPaper ? "screen" : "paper"));
}

function drawBar(state: State): void {
  const warnings = state.warnings.length;
  const list = make("ol", {}, ...state.warnings.map(faultItem));
  // While something is wrong, nobody knows of warnings.
  const details =
    state.errors.length > 0
      ? null
      : warnings === 0
      ? make("span", { class: "preview-fine" }, say("no-warnings"))
      : make("details", { class: "preview-warnings" }, make("summary", {}, say("warnings", { count: warnings })), list);
  bar.setAttribute("aria-label", say("label"));
  bar.replaceChildren(
    ...[make("strong", {}, say("label")), state.views === null ? null : chooser(state), paper(state), details].filter((part) => part !== null),
  );
}

function drawOverlay(state: State): void {
  overlay.hidden = state.errors.length === 0;
  document.body.classList.toggle("preview-stale", !overlay.hidden);
  const count = say("errors", { count: state.errors.length });
  overlay.setAttribute("aria-label", count);
  overlay.replaceChildren(
    make("div", { role: "alert" }, make("h2", {}, count)),
    make("p", {}, say(state.version === null ? "nothing-yet" : "stale")),
    make("ol", {}, ...state.errors.map(faultItem)),
  );
}

function draw(state: State): void {
  shown = state;
  document.documentElement.lang ||= state.language;
  drawBar(state);
  drawOverlay(state);
  if (marks === null && state.copy !== null && !document.body.classList.contains("preview-alone")) {
    marks = new Watermark(state.copy.facts, new Words(state.copy.words), state.language, make("span"), null);
    marks.stampTime();
  }
}

/** Takes the stylesheets of the new state without loading the page again. */
async function swapStyles(): Promise<void> {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const links = (root: ParentNode) => [...root.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter((link) => !link.href.includes("/.preview/"));
  const [old, fresh] = [links(document), links(page)];
  fresh.forEach((link, at) => {
    const made = make("link", { rel: "stylesheet", href: link.getAttribute("href") ?? "" });
    // The old one goes when the new one is there, so that the page is never without styles.
    made.addEventListener("load", () => old[at]?.remove());
    (old[at] ?? document.head.lastElementChild)?.after(made);
  });
}

async function changed(generation: number): Promise<void> {
  if (shown !== null && generation === shown.generation) return;
  const state = await load();
  const follows = shown !== null && state.generation === shown.generation + 1;
  const hadPage = shown?.version != null;
  if (state.errors.length > 0 && (hadPage || state.version === null)) return draw(state);
  if (follows && state.styles && shown?.errors.length === 0) {
    await swapStyles();
    return draw(state);
  }
  if (state.version === null) return draw(state);
  keepPlace(location.pathname);
  location.reload();
}

function lost(): void {
  bar.classList.add("preview-lost");
  bar.replaceChildren(make("strong", {}, say("label")), say("lost"));
}

function found(): void {
  if (!bar.classList.contains("preview-lost")) return;
  bar.classList.remove("preview-lost");
  if (shown !== null) drawBar(shown);
}

async function begin(): Promise<void> {
  document.body.append(bar, overlay);
  draw(await load());
  returnToPlace();
  listen(`/${room}/.preview/events`, { changed: (generation) => void changed(generation).catch(lost), lost, found });
}

void begin().catch(lost);
