// A section of this page cut at its headings, as src/search/text.rs of the program cuts its HTML.

/** What stands below one heading; the first part has none. */
export interface Part {
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

const INLINE = new Set("a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var".split(" "));
/** Not read: drawings, the section's own heading, places of sealed text and what the reader adds. */
const UNREAD = "svg, script, style, template, .heading, .locked, .reader-absent, [data-hole]";

/** The parts of a section, places of sealed blocks left out. */
export function partsOf(root: ParentNode): Part[] {
  const parts: { anchor: string; heading: string; text: string }[] = [];
  const begin = (anchor: string) => {
    const part = { anchor, heading: "", text: "" };
    parts.push(part);
    return part;
  };
  let part = begin("");
  let into: "heading" | "text" = "text";
  let broken = false;
  const write = (text: string) => {
    const words = text.replace(/\s+/g, " ");
    if (words.trim() === "") {
      if (part[into] !== "") part[into] = `${part[into].trimEnd()} `;
      return;
    }
    if (broken && part[into] !== "") part[into] = `${part[into].trimEnd()} · `;
    broken = false;
    part[into] += /(^|\s)$/.test(part[into]) ? words.trimStart() : words;
  };
  const read = (node: Node) => {
    if (node instanceof Text) write(node.data);
    if (!(node instanceof Element) || node.matches(UNREAD)) return;
    const inline = INLINE.has(node.localName);
    broken ||= !inline;
    if (node.localName === "img") write(node.getAttribute("alt") ?? "");
    const isHeading = /^h[3-6]$/.test(node.localName) && node.id !== "";
    const isBlock = node.localName === "section" && node.classList.contains("block");
    const around = part;
    if (isHeading || isBlock) part = begin(node.id);
    if (isHeading) into = "heading";
    node.childNodes.forEach(read);
    if (isHeading) into = "text";
    // Behind a block goes on what stood before it.
    if (isBlock) part = around;
    broken ||= !inline;
  };
  root.childNodes.forEach(read);
  return parts.map(({ anchor, heading, text }) => ({ anchor, heading: heading.trim(), text: text.trim() }));
}
