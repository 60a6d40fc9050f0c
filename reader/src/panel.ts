// The lock panel: what the holder sees first, and where each failure is told.

import { make } from "./dom";
import type { ReaderError } from "./errors";
import type { Shell } from "./shell";

/** What the holder has entered. */
export interface Entry {
  readonly passphrase: string;
  readonly keyFile: File | null;
  /** The copy number chosen by hand, or null for automatic. */
  readonly copy: string | null;
  readonly files: readonly File[];
}

/** Standing remarks above the form. */
export type Notice = { readonly kind: "info" | "warning"; readonly text: string };

const STATUS_ID = "reader-status";

/** The form in `#unlock`. */
export class Panel {
  private readonly passphrase: HTMLInputElement;
  private readonly keyFile: HTMLInputElement;
  private readonly files: HTMLInputElement | null;
  private readonly copy: HTMLSelectElement | null;
  private readonly submit: HTMLButtonElement;
  private readonly status: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly box: HTMLElement;

  /**
   * @param byHand - true where the files of the copy must be picked, since the page may not fetch them
   * @param open - called with the entry when the holder asks to open
   */
  constructor(
    private readonly shell: Shell,
    notices: readonly Notice[],
    byHand: boolean,
    open: (entry: Entry) => void,
  ) {
    const say = (key: string) => shell.words.say(key);
    this.passphrase = make("input", {
      id: "reader-passphrase",
      type: "text",
      autocomplete: "off",
      autocapitalize: "characters",
      autocorrect: "off",
      spellcheck: "false",
      maxlength: "120",
      "aria-describedby": `reader-passphrase-hint ${STATUS_ID}`,
    });
    this.keyFile = make("input", { id: "reader-key-file", type: "file", "aria-describedby": `reader-key-file-hint ${STATUS_ID}` });
    this.files = byHand
      ? make("input", { id: "reader-files", type: "file", multiple: "", "aria-describedby": `reader-files-hint ${STATUS_ID}` })
      : null;
    this.copy = shell.mode === "site" && !byHand ? this.copySelect() : null;
    this.submit = make("button", { type: "submit", class: "reader-submit" }, say("unlock"));
    this.status = make("p", { id: STATUS_ID, class: "reader-status", role: "status", "aria-live": "polite", tabindex: "-1" });
    this.form = make(
      "form",
      { class: "reader-form", novalidate: "" },
      // Above the fields: below them a phone would not show it.
      this.status,
      this.files && field(this.files, say("files-label"), say("files-hint")),
      field(this.passphrase, say("passphrase-label"), say("passphrase-hint"), this.showButton()),
      make("p", { class: "reader-or" }, make("span", {}, say("or"))),
      field(this.keyFile, say("key-file-label"), say("key-file-hint")),
      this.copy && field(this.copy, say("copy-label"), say("copy-hint")),
      make("div", { class: "reader-actions" }, this.submit),
    );
    this.box = make(
      "section",
      { class: "reader-panel", "aria-labelledby": "reader-panel-title" },
      make("h2", { id: "reader-panel-title" }, say("panel-title")),
      make("p", { class: "reader-lead" }, say(shell.mode === "file" ? "panel-lead-file" : "panel-lead-site")),
      ...notices.map(({ kind, text }) => make("p", { class: `reader-notice reader-${kind}` }, text)),
      this.form,
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      open(this.entry());
    });
    // One way of unlocking at a time: the later choice sets the earlier aside.
    this.passphrase.addEventListener("input", () => {
      this.keyFile.value = "";
      this.clearError();
    });
    this.keyFile.addEventListener("change", () => {
      if (this.keyFile.files?.length) this.passphrase.value = "";
      this.clearError();
    });
    shell.panel.replaceChildren(this.box);
  }

  /** Shows that the copy is being opened; nothing can be entered meanwhile. */
  showWorking(): void {
    this.clearError();
    this.status.textContent = this.shell.words.say("working");
    this.setBusy(true);
  }

  /** Tells a failure, marks the field it lies in, and puts the cursor there. */
  showError(error: ReaderError): void {
    this.setBusy(false);
    this.status.textContent = this.shell.words.say(`error-${error.code}`, error.values);
    this.status.dataset["error"] = error.code;
    const field = this.fieldOf(error);
    field?.setAttribute("aria-invalid", "true");
    (field ?? this.status).focus();
  }

  /** Replaces the form by the remark that the copy is open and by the receipt, and moves reading there. */
  showOpened(notices: readonly Notice[], text: string, receipt: HTMLElement | null): void {
    this.setBusy(false);
    this.clear();
    const opened = make("p", { class: "reader-opened", tabindex: "-1", role: "status" }, text);
    this.shell.panel.replaceChildren(
      opened,
      ...notices.map(({ kind, text }) => make("p", { class: `reader-notice reader-${kind}` }, text)),
      ...(receipt === null ? [] : [receipt]),
    );
    opened.focus({ preventScroll: true });
    opened.scrollIntoView({ block: "nearest" });
  }

  /** Shows the form again, with a remark why it is there. */
  showLocked(text: string): void {
    this.setBusy(false);
    this.clear();
    this.status.textContent = text;
    this.shell.panel.replaceChildren(this.box);
  }

  /** Moves the cursor into the form. */
  focus(): void {
    this.passphrase.focus();
  }

  /** Empties every field. */
  clear(): void {
    this.form.reset();
    this.clearError();
  }

  private entry(): Entry {
    return {
      passphrase: this.passphrase.value,
      keyFile: this.keyFile.files?.[0] ?? null,
      copy: this.copy?.value || null,
      files: [...(this.files?.files ?? [])],
    };
  }

  private clearError(): void {
    this.status.textContent = "";
    delete this.status.dataset["error"];
    for (const field of this.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }

  private setBusy(busy: boolean): void {
    this.form.setAttribute("aria-busy", String(busy));
    for (const control of this.form.querySelectorAll<HTMLInputElement | HTMLButtonElement | HTMLSelectElement>("input, button, select")) {
      control.disabled = busy;
    }
  }

  private fieldOf({ code }: ReaderError): HTMLElement | null {
    if (code.startsWith("passphrase") || code === "slip-other-copy") return this.passphrase;
    if (code.startsWith("key-") || code === "no-passphrase") return this.keyFile;
    if (code === "choose-copy" || code === "copy-not-found") return this.copy;
    if (code === "choose-files") return this.files;
    return null;
  }

  private copySelect(): HTMLSelectElement {
    const { site, words } = this.shell;
    return make(
      "select",
      { id: "reader-copy", "aria-describedby": `reader-copy-hint ${STATUS_ID}` },
      make("option", { value: "" }, words.say("copy-auto")),
      ...site.copies.map((copy) => make("option", { value: copy }, copy)),
    );
  }

  private showButton(): HTMLButtonElement {
    const { words } = this.shell;
    const button = make("button", { type: "button", class: "reader-show", "aria-controls": "reader-passphrase" }, words.say("hide"));
    button.addEventListener("click", () => {
      const hide = this.passphrase.type === "text";
      this.passphrase.type = hide ? "password" : "text";
      button.textContent = words.say(hide ? "show" : "hide");
    });
    return button;
  }
}

function field(control: HTMLElement, label: string, hint: string, beside: HTMLElement | null = null): HTMLElement {
  return make(
    "div",
    { class: "reader-field" },
    make("label", { for: control.id }, label),
    make("div", { class: "reader-control" }, control, beside),
    make("p", { id: `${control.id}-hint`, class: "reader-hint" }, hint),
  );
}
