// Checkers of markup that several tests use: html-validate, the W3C's Nu checker, axe-core.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasTool, root } from "./lib.mjs";

const folder = join(root, "tests/markup");
/** False, or why the checkers are left out. */
export const missing = existsSync(join(folder, "node_modules")) ? false : "skipped: the checkers of tests/markup are not installed";
if (missing) console.log(missing);
export const noJava = hasTool("java") ? false : "skipped: java is not installed";
const load = createRequire(join(folder, "package.json"));

/** What html-validate says of these files. */
export async function htmlValidate(paths) {
  const { HtmlValidate } = await import(pathToFileURL(load.resolve("html-validate")).href);
  const rules = {
    // HTML forbids blanks only; the ids of embedded files carry their names.
    "valid-id": ["error", { relaxed: true }],
    // Telephone numbers are searched and copied, which other hyphens and blanks would spoil.
    "tel-non-breaking": "off",
  };
  const validate = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules });
  const faults = [];
  for (const path of paths) {
    for (const { messages } of (await validate.validateFile(path)).results) {
      for (const { ruleId, message, line } of messages) faults.push(`${path}:${line} ${ruleId}: ${message}`);
    }
  }
  return faults;
}

/** The errors that the Nu checker finds in these files. */
export function nuChecker(paths) {
  const jar = join(folder, "node_modules/vnu-jar/build/dist/vnu.jar");
  const run = spawnSync("java", ["-Xss4m", "-jar", jar, "--format", "json", ...paths], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const { messages } = JSON.parse(run.stderr);
  const faults = messages.filter(({ type }) => type === "error" || type === "non-document-error");
  return faults.map(({ url, lastLine, message }) => `${url}:${lastLine} ${message}`);
}

const script = missing ? "" : readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
/** What axe-core finds in a page that was opened with `bypassCSP`. */
export const violations = (page) =>
  page.evaluate(async (script) => {
    // The page's own policy lets no script in; the tests' browser looks past it for this one.
    if (!window.axe) (0, eval)(script);
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"], preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).slice(0, 3).join(" … ")}`);
  }, script);
