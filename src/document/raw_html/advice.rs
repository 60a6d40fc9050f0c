//! Why a piece of raw HTML is refused, and what to write instead.

use html5ever::tokenizer::Tag;

use super::{ELEMENTS, GENERIC, SCHEMES, is_external};

/// A reason. Messages never repeat a name that the author wrote: text in angle brackets is often no HTML at all.
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

const fn refusal(code: &'static str, message: &'static str, hint: &'static str) -> Refusal {
    Refusal { code, message, hint }
}

const AWAY: &str = "take it away";
const DRAWN_BY_THEME: &str = "take it away; how text looks is decided by the theme";

pub(super) const DECLARATION: Refusal = refusal(
    "E190",
    "a declaration or processing instruction would be taken out of the page",
    "take it away; notes that are not to be published stand in <!-- and -->",
);
pub(super) const UNCLOSED: Refusal = refusal(
    "E194",
    "this tag or comment is not closed and would swallow the text after it",
    "close the tag with > and the comment with -->; write \\< for a plain <",
);
pub(super) const NOT_ENDED: Refusal = refusal(
    "E194",
    "this HTML element is not closed and would take in the text after it",
    "write its end tag, such as </b>, before the paragraph, item, cell or caption ends in which it begins",
);
pub(super) const TOO_DEEP: Refusal = refusal(
    "E191",
    "HTML elements are nested too deeply or not closed",
    "close each element where its text ends",
);
const ACTIVE: Refusal = refusal(
    "E190",
    "an HTML element that runs, loads or embeds something has no place in a plan",
    "take it away; pages and copies run nothing of their own and load nothing from elsewhere",
);
const FORM: Refusal = refusal(
    "E190",
    "an HTML form has no place in a plan: pages send nothing",
    "write a table or a list, or attach the form as PDF or DOCX",
);
const PICTURE: Refusal = refusal(
    "E190",
    "a picture written in HTML would be taken out of the page",
    "write ![what it shows](file.svg), with the file beside the section",
);
const DRAWING: Refusal = refusal(
    "E190",
    "a drawing or formula written in HTML would be taken out of the page",
    "save it as an SVG file beside the section and write ![what it shows](file.svg)",
);
const PAGE: Refusal = refusal(
    "E190",
    "an HTML element of a whole page has no place in a section",
    "take it away; a section holds its own text only",
);
const LOOKS: Refusal = refusal(
    "E190",
    "an HTML element that only changes how text looks would be taken out of the page",
    "write **bold** or *italic*; the rest is decided by the theme",
);
const UNKNOWN: Refusal = refusal(
    "E190",
    "what stands in angle brackets here is no HTML element that a section may use and would be taken out of the page",
    "write \\< for a plain <; the manual lists the elements",
);
const TABLE_PART: Refusal = refusal(
    "E190",
    "a row, cell or other part of an HTML table stands outside a table and would be taken out of the page",
    "put <table> before it",
);
const HANDLER: Refusal = refusal("E193", "an event handler would be taken out of the page", AWAY);
const STYLE: Refusal = refusal(
    "E193",
    "an HTML attribute that changes how text looks would be taken out of the page",
    DRAWN_BY_THEME,
);
const ID: Refusal = refusal(
    "E193",
    "an id written in HTML would be taken out of the page",
    "give a heading an id with {#id} and link to that",
);
const ADDRESS: Refusal = refusal(
    "E193",
    "the address of this HTML link is not allowed",
    "write links to sections and files as [text](file.md); in HTML an address begins with https://, http://, mailto: or tel:",
);
const LOAD: Refusal = refusal(
    "E193",
    "an HTML attribute that loads something would be taken out of the page",
    "take it away; save what is needed beside the section and link to it",
);
const TWICE: Refusal = refusal("E193", "an HTML attribute stands here twice", "keep one of the two");
const ATTRIBUTE: Refusal = refusal("E193", "an HTML attribute would be taken out of the page", AWAY);

/// Everything that is wrong with a start tag, each reason once.
pub(super) fn refusals(tag: &Tag, stray_table_part: bool) -> Vec<&'static Refusal> {
    let mut all: Vec<&'static Refusal> = Vec::new();
    let mut add = |refusal: &'static Refusal| {
        if !all.iter().any(|known| known.message == refusal.message) {
            all.push(refusal);
        }
    };
    let own = ELEMENTS.iter().find(|(name, _)| *name == &*tag.name);
    match own {
        None => add(element(&tag.name)),
        Some(_) if stray_table_part => add(&TABLE_PART),
        Some(_) => {}
    }
    if tag.had_duplicate_attributes {
        add(&TWICE);
    }
    for attribute in &tag.attrs {
        let name = &*attribute.name.local;
        let is_known = GENERIC.contains(&name) || own.is_some_and(|(_, attributes)| attributes.contains(&name));
        if name == "href" && is_known {
            if !is_external(&attribute.value) {
                add(&ADDRESS);
            }
        } else if !is_known && (own.is_some() || is_dangerous(name, &attribute.value)) {
            add(refused_attribute(name));
        }
    }
    all
}

/// Of an element that goes as a whole, only attributes that do something are told too.
fn is_dangerous(name: &str, value: &str) -> bool {
    let scheme = value.trim_start().split_once(':').map_or("", |(scheme, _)| scheme);
    let is_harmless_link = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    name.starts_with("on") || name == "href" && !scheme.is_empty() && !is_harmless_link
}

fn element(name: &str) -> &'static Refusal {
    match name {
        "script" | "noscript" | "template" | "slot" | "style" | "link" | "meta" | "base" | "iframe" | "frame"
        | "frameset" | "noframes" | "object" | "embed" | "param" | "applet" | "audio" | "video" | "source"
        | "track" | "portal" | "fencedframe" | "dialog" | "canvas" | "bgsound" => &ACTIVE,
        "form" | "input" | "button" | "select" | "option" | "optgroup" | "datalist" | "textarea" | "label"
        | "fieldset" | "legend" | "output" | "progress" | "meter" | "isindex" | "keygen" => &FORM,
        "img" | "image" | "picture" | "map" | "area" => &PICTURE,
        "svg" | "math" => &DRAWING,
        "html" | "head" | "body" | "title" | "main" => &PAGE,
        "font" | "big" | "basefont" | "blink" | "marquee" | "nobr" => &LOOKS,
        _ => &UNKNOWN,
    }
}

fn refused_attribute(name: &str) -> &'static Refusal {
    match name {
        _ if name.starts_with("on") => &HANDLER,
        "style" | "class" | "align" | "valign" | "width" | "height" | "bgcolor" | "color" | "border"
        | "cellpadding" | "cellspacing" | "face" | "size" | "nowrap" | "hidden" => &STYLE,
        "id" | "name" => &ID,
        "src" | "srcset" | "background" | "poster" | "data" | "action" | "formaction" | "ping" | "cite"
        | "longdesc" | "xlink:href" | "href" | "manifest" | "lowsrc" | "dynsrc" | "usemap" | "codebase" => &LOAD,
        _ => &ATTRIBUTE,
    }
}
