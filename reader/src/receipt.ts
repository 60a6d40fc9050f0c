// How the receipt of an open copy is given: the holder reads out a code, or signs the form that is printed with the copy.

import { make } from "./dom";
import type { Words } from "./shell";
import { plain } from "./watermark";

/** The code with a button that copies it; where the page may not write to the clipboard, the code is selected instead. */
export function receiptPanel(receipt: string, words: Words): HTMLElement {
  const say = (key: string) => words.say(`receipt-${key}`);
  const code = make("code", { class: "reader-code", tabindex: "0" }, plain(receipt));
  const button = make("button", { type: "button" }, say("copy"));
  const told = make("span", { role: "status" });
  button.addEventListener("click", () => {
    const select = () => {
      getSelection()?.selectAllChildren(code);
      told.textContent = say("select");
    };
    const copying = (navigator.clipboard as Clipboard | undefined)?.writeText(code.textContent ?? "");
    if (copying === undefined) select();
    else copying.then(() => (told.textContent = say("copied")), select);
  });
  return make(
    "section",
    { class: "reader-receipt", "aria-labelledby": "reader-receipt-title" },
    make("h2", { id: "reader-receipt-title" }, say("title")),
    make("p", {}, say("lead")),
    make("p", {}, code, " ", button, " ", told),
  );
}

/** Of a copy on paper: what the plan secretary does with it, and a button that does it. */
export function printPanel(words: Words): HTMLElement {
  const say = (key: string) => words.say(`print-${key}`);
  const button = make("button", { type: "button" }, say("button"));
  button.addEventListener("click", () => print());
  return make(
    "section",
    { class: "reader-receipt", "aria-labelledby": "reader-receipt-title" },
    make("h2", { id: "reader-receipt-title" }, say("title")),
    make("p", {}, say("lead")),
    make("p", {}, button),
  );
}
