// The reader of one page: locked, working, or open. The only place that holds an opened copy, and that forgets it.

import { readBundle, type Bundle } from "./bundle";
import { checkBelongsToSite, openedBy, type CopyFacts, type MemberName } from "./copy";
import { formatDay, isPastValidity } from "./dates";
import { make } from "./dom";
import { ReaderError, asReaderError, type Values } from "./errors";
import { IdleLock } from "./idle";
import { readKeyFile } from "./keyfile";
import type { Credential, OpeningJob } from "./opening";
import { Panel, type Entry, type Notice } from "./panel";
import { readPassphrase } from "./passphrase";
import { printPanel, receiptPanel } from "./receipt";
import { openSearch, startSearch } from "./searching";
import type { Shell } from "./shell";
import { embeddedSource, fetchedSource, pickedSource, type CopySource } from "./sources";
import { UnlockedDocument } from "./unlocked";
import { Watermark } from "./watermark";
import { Opener } from "./worker";

const IDLE_MINUTES = 15;
/** What a holder does at the panel before the copy is asked for. */
const AT_WORK = ["focusin", "pointerover", "input", "change"] as const;

interface Opened {
  readonly content: UnlockedDocument;
  readonly watermark: Watermark;
  readonly idle: IdleLock;
  readonly countdown: HTMLElement;
}

/** Credential and the copy number that it names, if it names one. */
interface Claim {
  readonly credential: Credential;
  readonly copy: string | null;
  readonly kind: "slip-other-copy" | "key-other-copy";
}

/** Runs the lock panel and the open copy of a page. */
export class Reader {
  private readonly panel: Panel;
  private readonly opener: Opener;
  private readonly byHand: boolean;
  private readonly search;
  private opened: Opened | null = null;
  private attempt: AbortController | null = null;

  /** @param script - the text of this very program, for the worker */
  constructor(
    private readonly shell: Shell,
    script: string,
  ) {
    this.opener = new Opener(script);
    this.byHand = shell.mode === "site" && location.protocol === "file:";
    this.panel = new Panel(shell, this.standingNotices(), this.byHand, (entry) => void this.open(entry));
    for (const type of AT_WORK) shell.panel.addEventListener(type, () => this.prepare(), { passive: true });
    this.search = startSearch(shell.words);
    this.setState("locked");
    addEventListener("pagehide", () => this.lock("left"));
    addEventListener("beforeprint", () => {
      this.opened?.content.insertAll();
      this.opened?.watermark.stampTime();
    });
    addEventListener("keydown", (event) => {
      const finds = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f";
      if (finds || event.key === "F3") this.opened?.content.insertAllGently();
    });
  }

  private async open(entry: Entry): Promise<void> {
    if (this.attempt !== null || this.opened !== null) return;
    const attempt = new AbortController();
    this.attempt = attempt;
    let known: Values = {};
    try {
      this.panel.showWorking();
      this.setState("working");
      const claim = await this.readClaim(entry);
      const facts = await this.findCopy(entry, claim);
      known = { copy: facts.copy };
      const job = await this.gather(this.source(entry), facts, claim.credential);
      if (attempt.signal.aborted) return;
      const tar = await this.opener.open(job, attempt.signal);
      if (attempt.signal.aborted) return;
      this.show(readBundle(tar, facts));
    } catch (thrown) {
      if (attempt.signal.aborted) return;
      this.setState("locked");
      const { code, values } = asReaderError(thrown);
      this.panel.showError(new ReaderError(code, { ...known, ...values }));
    } finally {
      if (this.attempt === attempt) this.attempt = null;
    }
  }

  private prepare(): void {
    if (this.attempt === null && this.opened === null) this.opener.prepare();
  }

  private async readClaim(entry: Entry): Promise<Claim> {
    if (entry.passphrase.trim() === "" && entry.keyFile !== null) {
      const { copy, identities } = await readKeyFile(entry.keyFile);
      return { credential: { identities }, copy, kind: "key-other-copy" };
    }
    const { copy, text } = readPassphrase(entry.passphrase, await this.possibleCopies(entry));
    return { credential: { passphrase: text }, copy, kind: "slip-other-copy" };
  }

  private async possibleCopies(entry: Entry): Promise<readonly string[]> {
    if (entry.copy !== null) return [entry.copy];
    return this.shell.mode === "file" ? [openedBy(await this.source(entry).facts(null))] : this.shell.site.copies;
  }

  // The number in the holder's hand against the number of the copy: a mix-up is told before anything is tried.
  private async findCopy(entry: Entry, claim: Claim): Promise<CopyFacts> {
    const misfit = (copy: string) => new ReaderError(claim.kind, { copy, other: claim.copy ?? "" });
    if (entry.copy !== null && claim.copy !== null && entry.copy !== claim.copy) throw misfit(entry.copy);
    const facts = await this.source(entry).facts(entry.copy ?? claim.copy);
    checkBelongsToSite(facts, this.shell.site);
    if (claim.copy !== null && claim.copy !== openedBy(facts)) throw misfit(facts.copy);
    return facts;
  }

  private async gather(source: CopySource, facts: CopyFacts, credential: Credential): Promise<OpeningJob> {
    const names: MemberName[] = ["key.age", "bundle.age"];
    if ("passphrase" in credential) {
      if (facts.files["holder.age"] === undefined) throw new ReaderError("no-passphrase");
      names.unshift("holder.age");
    }
    const members = await Promise.all(names.map(async (name) => [name, await source.member(name, facts)] as const));
    return { facts, members: Object.fromEntries(members), credential };
  }

  private source(entry: Entry): CopySource {
    const { mode, site } = this.shell;
    if (mode === "file") return embeddedSource();
    return this.byHand ? pickedSource(entry.files) : fetchedSource(site.copies_path, site.copies);
  }

  private show(bundle: Bundle): void {
    const { shell } = this;
    const { facts } = bundle;
    const relock = make("button", { type: "button", class: "reader-relock" }, shell.words.say("relock"));
    relock.addEventListener("click", () => this.lock("asked"));
    const countdown = make("p", { class: "reader-countdown", role: "status", hidden: "" });
    document.body.append(countdown);

    this.opened = {
      content: new UnlockedDocument(shell, bundle),
      watermark: new Watermark(facts, shell.words, shell.site.language, relock, document.getElementById("cover")),
      idle: new IdleLock(this.idleLimit(), (seconds) => this.warnIdle(seconds), () => this.lock("idle")),
      countdown,
    };
    const whole = facts.sections.filter((section) => section.within === undefined).length;
    this.setState("open");
    this.panel.showOpened(
      this.validityNotices(facts.valid_until),
      shell.words.say("opened", { copy: facts.copy, count: whole }),
      facts.form !== undefined ? printPanel(shell.words) : facts.receipt === undefined ? null : receiptPanel(facts.receipt, shell.words),
    );
    openSearch(this.search, bundle);
    if (location.hash !== "") this.opened.content.goTo(location.hash);
  }

  private lock(reason: "asked" | "idle" | "left"): void {
    this.attempt?.abort();
    this.attempt = null;
    const opened = this.opened;
    this.opened = null;
    if (opened !== null) {
      opened.idle.stop();
      opened.content.remove();
      opened.watermark.remove();
      opened.countdown.remove();
    }
    this.search?.lock();
    this.setState("locked");
    this.panel.showLocked(opened === null ? "" : this.shell.words.say(`locked-${reason}`, { minutes: this.idleLimit() / 60_000 }));
    if (opened !== null && reason !== "left") {
      this.shell.panel.scrollIntoView({ block: "nearest" });
      this.panel.focus();
    }
  }

  private warnIdle(seconds: number | null): void {
    const countdown = this.opened?.countdown;
    if (countdown === undefined) return;
    // Steps of ten: a screen reader speaks each change.
    const text = seconds === null ? "" : this.shell.words.say("idle-soon", { count: Math.ceil(seconds / 10) * 10 });
    if (countdown.textContent !== text) countdown.textContent = text;
    countdown.hidden = seconds === null;
  }

  private idleLimit(): number {
    const minutes = Number(document.body.dataset["idleMinutes"]);
    return (minutes > 0 ? minutes : IDLE_MINUTES) * 60_000;
  }

  private standingNotices(): Notice[] {
    const { shell } = this;
    const notices: Notice[] = [];
    // Most pages say in their own header that they are drafts.
    const said = document.querySelector(".notice.draft") !== null;
    if (shell.site.draft && !said) notices.push({ kind: "info", text: shell.words.say("notice-draft") });
    if (location.protocol === "http:" && !isSecureContext) notices.push({ kind: "warning", text: shell.words.say("notice-http") });
    if (this.byHand) notices.push({ kind: "info", text: shell.words.say("notice-folder") });
    if (typeof DecompressionStream === "undefined" || typeof TransformStream === "undefined") {
      notices.push({ kind: "warning", text: shell.words.say("error-browser-old") });
    }
    return [...notices, ...this.embeddedNotices()];
  }

  // A one-file copy knows before it is opened what its last day is, and whether it is to be printed.
  private embeddedNotices(): Notice[] {
    const text = this.shell.mode === "file" ? document.getElementById("terkawal-copy")?.textContent : null;
    try {
      const facts = JSON.parse(text ?? "null") as CopyFacts | null;
      const paper: Notice[] =
        facts?.medium === "paper" ? [{ kind: "info", text: this.shell.words.say("notice-paper", { copy: facts.copy }) }] : [];
      return [...paper, ...this.validityNotices(facts?.valid_until ?? null)];
    } catch {
      return [];
    }
  }

  private validityNotices(validUntil: string | null): Notice[] {
    if (validUntil === null || !isPastValidity(validUntil, new Date())) return [];
    const date = formatDay(validUntil, this.shell.site.language);
    return [{ kind: "warning", text: this.shell.words.say("notice-expired", { date }) }];
  }

  private setState(state: "locked" | "working" | "open"): void {
    document.body.dataset["reader"] = state;
  }
}
