//! What to say about markers of lists.

use crate::document::dialect::lists::Stray;

/// Code, message and hint for a marker that makes no item, or another one than is written.
pub(super) fn stray(kind: Stray) -> (&'static str, &'static str, &'static str) {
    const PRINTED: &str = "this looks like an item of a list and would be printed as part of the text";
    match kind {
        Stray::Within => (
            "E285",
            PRINTED,
            "leave an empty line above the first item and indent it less than 4 blanks, in a list to the words of the item above; a backslash before . or ) or ( makes it plain text",
        ),
        Stray::Code => (
            "E285",
            "this looks like an item of a list and would be printed as code",
            "indent it to the words of the item above; code in a list stands between lines of ```",
        ),
        Stray::Path => (
            "E285",
            "this looks like a paragraph number and would be printed as part of the text",
            "write two blanks behind it and no period at its end, as in 1.4.1  words; an amount is written 1\\.4",
        ),
        Stray::Doubled => (
            "E285",
            PRINTED,
            "letters end with z: use numbers, as in (27), or split the list; \\( and \\) are plain signs",
        ),
        Stray::Bullet => (
            "E285",
            PRINTED,
            "write - and a blank for a bullet; &#8226; is the plain sign",
        ),
        Stray::Series('-') => (
            "E285",
            PRINTED,
            "leave a blank behind - and an empty line above the first item; \\- is the plain sign",
        ),
        Stray::Series(_) => (
            "E285",
            PRINTED,
            "write - and a blank for a bullet; as plain text write the sign as its number, as in &#8211; for –",
        ),
        Stray::Glued => (
            "E285",
            PRINTED,
            "leave a blank behind the number or letter, as in (a) words; a backslash before . or ) or ( makes it plain text",
        ),
        Stray::OddBlank => (
            "E285",
            "this looks like an item or heading and would be printed as text: the blank in it is of another kind",
            "delete what looks like a blank behind the sign and type it anew; word processors put no-break spaces there",
        ),
        Stray::Box => (
            "E277",
            "this looks like the box of a check list and would be printed as it stands",
            "write - [ ] words for what is open, and - [x] words or √ words for what is done; \\[ is a plain bracket",
        ),
        Stray::Repeated => (
            "E286",
            "this item has the number or letter of the one above it",
            "count on; where a second list begins, put a line of text or <!-- --> between the two",
        ),
    }
}
