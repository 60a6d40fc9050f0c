// The square on the first printed sheet: a telephone reads the code of the copy from it.

import { make, makeSvg } from "./dom";
import type { Marks } from "./marks";
import type { Words } from "./shell";

/** Light around a square, in modules, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** The square with its code below. */
export function squareOf(marks: Marks, code: string, words: Words): HTMLElement {
  const size = marks.square.length;
  const dark: string[] = [];
  marks.square.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      const digit = parseInt(row.charAt(x >> 2), 16);
      if ((digit >> (3 - (x & 3))) & 1) dark.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
    }
  });
  const whole = size + 2 * QUIET;
  const label = words.say("mark-square", { code });
  const picture = makeSvg(
    "svg",
    { viewBox: `0 0 ${whole} ${whole}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    makeSvg("rect", { width: whole, height: whole, fill: "#ffffff" }),
    makeSvg("path", { d: dark.join(""), fill: "#000000" }),
  );
  return make("figure", { class: "reader-square" }, picture, make("figcaption", {}, code));
}
