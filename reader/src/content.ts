// One section of the bundle as nodes of this page: parsed inertly, cleaned, links and images made to work here.

import type { Bundle } from "./bundle";
import { readKey, setMarks } from "./marks";
import { sanitise, sanitiseLinks } from "./sanitise";
import { parseInertly } from "./trusted";

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  svg: "image/svg+xml",
};

/** The children of the `<main>` of a section's file, or of the receipt form, ready to be inserted. */
export function contentOf(bundle: Bundle, file: string): DocumentFragment {
  const parsed = parseInertly(new TextDecoder().decode(bundle.members.get(file)));
  const root = parsed.querySelector("main") ?? parsed.body;
  const key = bundle.facts.marks?.key;
  if (key !== undefined) setMarks(root, readKey(key));
  sanitise(root);
  for (const image of root.querySelectorAll("img")) embedImage(image, bundle);
  const attachments = new Map<Element, string>();
  for (const link of root.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href") ?? "";
    const data = link.hasAttribute("download") ? attachment(address, bundle) : null;
    if (data !== null) attachments.set(link, data);
    link.setAttribute("href", addressInPage(address));
  }
  sanitiseLinks(root);
  // Only now, since links to anything but sections and outward addresses have just been taken away.
  for (const [link, data] of attachments) link.setAttribute("href", data);
  const content = document.createDocumentFragment();
  content.append(...root.childNodes);
  return content;
}

/** `s017.html#s017-x` and `../index.html?s017-x#s017` as `#s017-x`; other addresses as they are. */
export function addressInPage(href: string): string {
  // What is not in the bundle: the line of its contents, and before it the place in the section.
  const elsewhere = /^\.\.\/index\.html(?:\?([^#]*))?#(.+)$/.exec(href);
  if (elsewhere !== null) return `#${elsewhere[1] ?? elsewhere[2]}`;
  const match = /^(?:\.\.?\/)*(?:sections\/)?([a-z][a-z0-9-]*)\.html(?:#(.*))?$/.exec(href);
  if (match === null) return href;
  const [, id = "", anchor = ""] = match;
  if (anchor === "" || anchor === id) return `#${id}`;
  return anchor.startsWith(`${id}-`) ? `#${anchor}` : `#${id}-${anchor}`;
}

// An attachment leaves the page as a download of plain bytes, whatever it claims to be.
function attachment(address: string, bundle: Bundle): string | null {
  const bytes = bundle.members.get(address.replace(/^(\.\.?\/)+/, ""));
  return bytes === undefined ? null : `data:application/octet-stream;base64,${encodeBase64(bytes)}`;
}

// The policy of a one-file copy allows images from data: addresses only.
function embedImage(image: HTMLImageElement, bundle: Bundle): void {
  const source = image.getAttribute("src") ?? "";
  if (/^data:image\//.test(source)) return;
  const path = source.replace(/^(\.\.?\/)+/, "");
  const bytes = bundle.members.get(path);
  const type = IMAGE_TYPES[path.split(".").pop() ?? ""];
  image.removeAttribute("src");
  image.removeAttribute("loading");
  if (bytes !== undefined && type !== undefined) image.setAttribute("src", `data:${type};base64,${encodeBase64(bytes)}`);
}

function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}
