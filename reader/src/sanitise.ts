// The second lock on inserted content. The generator has already cleaned it; nothing here trusts that.

const FORBIDDEN = [
  "script,meta,base,iframe,frame,object,embed,applet,form,link,style,template,noscript,portal",
  "button,textarea,select,input:not([type=checkbox]),video,audio,source,track,dialog",
  "animate,animateTransform,animateMotion,set,foreignObject",
].join(",");

const SAFE_LINK = /^(#|https?:|mailto:|tel:)/i;

/** Removes from a parsed fragment all that could run, load, submit, restyle or take over names of the page. */
export function sanitise(root: ParentNode): void {
  for (const element of root.querySelectorAll(FORBIDDEN)) element.remove();
  for (const element of root.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (/^on|^(style|srcset|srcdoc|name|action|formaction|background|ping|target|nonce|autofocus|popover|slot|part|is)$/i.test(name)) {
        element.removeAttribute(name);
      }
    }
    if (element.localName === "input") element.setAttribute("disabled", "");
    // An id of the page itself, such as `unlock`, must not be taken by content.
    if (element.id !== "" && document.getElementById(element.id) !== null) element.removeAttribute("id");
  }
}

/** Removes each link target that is neither an address in this page nor an ordinary outward one. */
export function sanitiseLinks(root: ParentNode): void {
  for (const element of root.querySelectorAll("[href], [*|href]")) {
    for (const attribute of [...element.attributes]) {
      if (attribute.localName !== "href") continue;
      const target = attribute.value.trim();
      const fits = element.localName === "a" ? SAFE_LINK.test(target) : target.startsWith("#");
      if (!fits) element.removeAttributeNode(attribute);
    }
  }
  for (const link of root.querySelectorAll("a[href]:not([href^='#'])")) {
    // Leaving the page would lock it, so outward links open beside it.
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
}
