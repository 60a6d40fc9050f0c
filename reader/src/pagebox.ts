// The margin boxes of printed sheets, as a stylesheet made by script: the page's policy allows no inline styles.

/** What the margin boxes say. */
export interface SheetMarks {
  readonly classification: string;
  readonly copy: string;
  readonly holder: string;
  readonly version: string;
  readonly title: string;
  readonly page: string;
  readonly printed: string;
  readonly code: string;
}

/** A CSS string literal that holds exactly this text, whatever is in it. */
export function cssString(text: string): string {
  const escaped = [...text].map((c) => (/^[\p{L}\p{N} .,:;/()-]$/u.test(c) ? c : `\\${(c.codePointAt(0) ?? 0xfffd).toString(16)} `));
  return `"${escaped.join("").replace(/\\0 /g, "\\fffd ")}"`;
}

/** The `@page` rules for these marks: sheets before the first chapter are counted apart, as the page's style says. */
export function pageRules(marks: SheetMarks): string {
  return ["", " front", " front-wide"].map((name) => pageRule(marks, name)).join("\n");
}

function pageRule(marks: SheetMarks, name: string): string {
  const number = name === "" ? "counter(page)" : "counter(front, lower-roman)";
  const line = `letter-spacing: normal; font: 8pt/1.35 system-ui, sans-serif; color: #222; white-space: pre-line;`;
  const mark = `font: bold 10pt/1.35 system-ui, sans-serif; color: #000;`;
  const two = (first: string, second: string) => `${cssString(first)} "\\a " ${cssString(second)}`;
  return `@page${name} {
  margin: ${hasMarginBoxes() ? "24mm 16mm 22mm" : "12mm 16mm"};
  @top-left { content: ${two(marks.copy, marks.holder)}; text-align: left; width: 38%; ${line} }
  @top-center { content: ${cssString(marks.classification)}; width: 24%; ${mark} }
  @top-right { content: ${two(marks.version, marks.title)}; text-align: right; width: 38%; ${line} }
  @bottom-left { content: ${marks.code === "" ? cssString(marks.printed) : two(marks.code, marks.printed)}; text-align: left; width: 38%; ${line} }
  @bottom-center { content: ${cssString(marks.classification)}; width: 24%; ${mark} }
  @bottom-right { content: ${cssString(`${marks.page} `)} ${number}; text-align: right; width: 38%; ${line} }
}`;
}

/** True where printed sheets can carry margin boxes, made by script; elsewhere the bars are printed. */
export function hasMarginBoxes(): boolean {
  return "CSSMarginRule" in globalThis && "adoptedStyleSheets" in document;
}
