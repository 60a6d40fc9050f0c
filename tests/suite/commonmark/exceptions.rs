//! The examples that a plan changes on purpose, each with its reason.

use std::collections::BTreeMap;

/// How an example differs from the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Refused whatever its addresses: nothing is built.
    Nothing,
    /// Refused for addresses that lead nowhere. With addresses that lead somewhere it is as specified.
    Addresses,
    /// Comments are the author's notes and are not published.
    Comments,
    /// The list has a class for the bracket of its numbers.
    Delimiters,
    /// The bullets stand inside the number above them.
    Inside,
    /// The language of a code block is not published.
    Languages,
}

/// An example that is listed.
pub(super) struct Exception {
    /// By which faults it is refused as it is written.
    pub(super) codes: &'static [&'static str],
    pub(super) change: Change,
}

/// Reason, faults, kind, and numbers of the examples.
type Group = (&'static str, &'static [&'static str], Change, &'static [u16]);

const GROUPS: [Group; 39] = [
    (
        "elements that load, run, send, or that HTML does not know would be taken out by the sanitiser",
        &["E190"],
        Change::Nothing,
        &[163, 170, 171, 172, 173, 176, 178, 201, 475, 491, 524, 617],
    ),
    (
        "declarations and processing instructions would be taken out by the sanitiser",
        &["E190"],
        Change::Nothing,
        &[180, 181, 182, 627, 628, 629],
    ),
    (
        "attributes for looks, ids and unknown ones would be taken out by the sanitiser",
        &["E193"],
        Change::Nothing,
        &[152, 153, 154, 164, 169, 616],
    ),
    (
        "addresses in HTML are not followed through the plan: sections and files are linked in Markdown",
        &["E193"],
        Change::Nothing,
        &[21, 31, 159, 162, 187, 344, 476, 477, 630, 631, 642, 643],
    ),
    (
        "a tag that is not closed would swallow the text after it in a browser",
        &["E194"],
        Change::Nothing,
        &[156, 157, 158],
    ),
    (
        "what looks like a link and is none was meant as one",
        &["E177"],
        Change::Nothing,
        &[41, 488, 490, 493, 497, 508, 513, 546, 547],
    ),
    (
        "an element that is not closed would take in the text after it",
        &["E194"],
        Change::Nothing,
        &[155, 174, 175],
    ),
    (
        "one that would be taken out and one that is not closed",
        &["E190", "E194"],
        Change::Nothing,
        &[150, 613, 614, 615],
    ),
    (
        "and so would one in what looks like a link",
        &["E177", "E194"],
        Change::Nothing,
        &[494],
    ),
    (
        "a number at the beginning of a line that makes no item was meant as one",
        &["E285"],
        Change::Nothing,
        &[304],
    ),
    (
        "a blank of another kind behind a marker was to be a blank",
        &["E285"],
        Change::Nothing,
        &[353],
    ),
    (
        "stars with a blank on their inner side were to be emphasis, and those between digits were to be printed",
        &["E278"],
        Change::Nothing,
        &[356, 379, 391],
    ),
    ("an address is defined once", &["E171", "E297"], Change::Nothing, &[544]),
    ("one that is a file is, too", &["E181", "E297"], Change::Nothing, &[204]),
    (
        "schemes other than those of the web, mail and telephone do not work in a copy",
        &["E171"],
        Change::Nothing,
        &[596, 598, 599, 601],
    ),
    (
        "a picture needs a description, wherever it leads",
        &["E174"],
        Change::Nothing,
        &[581],
    ),
    (
        "an address from the root of a server leads nowhere in a copy",
        &["E171"],
        Change::Addresses,
        &[
            22, 23, 32, 33, 192, 193, 196, 198, 202, 205, 206, 214, 215, 216, 217, 218, 404, 419, 422, 433, 473, 474,
            482, 483, 489, 505, 506, 507, 509, 510, 512, 514, 515, 516, 518, 519, 521, 527, 528, 529, 530, 532, 533,
            534, 535, 539, 540, 541, 542, 543, 549, 550, 553, 554, 555, 556, 557, 558, 559, 560, 561, 562, 564, 566,
            568, 569, 570, 593,
        ],
    ),
    (
        "an address with a colon is one of an unknown scheme",
        &["E171"],
        Change::Addresses,
        &[500],
    ),
    ("no such heading", &["E173"], Change::Addresses, &[501]),
    (
        "no such attachment",
        &["E181"],
        Change::Addresses,
        &[194, 195, 203, 492, 495, 496, 498, 499, 502, 503, 504, 522],
    ),
    (
        "a picture from a server is missing in a copy",
        &["E174"],
        Change::Addresses,
        &[572, 574, 579, 582, 583, 584, 585, 586, 587, 588, 589, 591],
    ),
    ("and so is the link in it", &["E171", "E174"], Change::Addresses, &[575]),
    (
        "the file of the picture is missing",
        &["E182"],
        Change::Addresses,
        &[573, 576, 577, 578],
    ),
    (
        "and so is the link around it",
        &["E171", "E182"],
        Change::Addresses,
        &[517, 531],
    ),
    ("not a name of a picture", &["E180"], Change::Addresses, &[580]),
    (
        "and no such attachments in it",
        &["E180", "E181"],
        Change::Addresses,
        &[520],
    ),
    (
        "comments are the author's notes and are not published",
        &[],
        Change::Comments,
        &[177, 179, 308, 625, 626],
    ),
    (
        "fancy lists: numbers keep the bracket they are written with",
        &[],
        Change::Delimiters,
        &[296, 302],
    ),
    (
        "a list that is indented, but not to the words of the item above, is inside that item",
        &[],
        Change::Inside,
        &[297],
    ),
    (
        "a link without an address or without words leads nobody anywhere",
        &["E494"],
        Change::Nothing,
        &[200, 484, 485, 486, 487],
    ),
    (
        "code is not coloured, and classes of the author's would be those of the theme",
        &[],
        Change::Languages,
        &[24, 34, 142, 143, 144, 146],
    ),
    (
        "a code block that is not closed would take in the text below it",
        &["E291"],
        Change::Nothing,
        &[126, 127, 128, 137, 139, 237],
    ),
    (
        "text that is indented is no code: code stands between fences",
        &["E295"],
        Change::Nothing,
        &[
            1, 2, 3, 6, 8, 18, 36, 48, 69, 85, 100, 107, 110, 111, 112, 114, 115, 116, 117, 118, 134, 183, 191, 211,
            225, 231, 236, 252, 253, 257, 272, 289, 309, 313,
        ],
    ),
    (
        "and an element that is not closed around it",
        &["E194", "E295"],
        Change::Nothing,
        &[184],
    ),
    (
        "a definition that no link uses is not printed, and was meant as text",
        &["E293"],
        Change::Nothing,
        &[207, 208, 210, 317, 537, 538, 563, 592],
    ),
    (
        "one that an element that would be taken out hides from its link",
        &["E190", "E293"],
        Change::Nothing,
        &[536],
    ),
    (
        "one beside what looks like a link and is none",
        &["E177", "E293"],
        Change::Nothing,
        &[545],
    ),
    (
        "one beside a link to the root of a server",
        &["E171", "E293"],
        Change::Nothing,
        &[565, 571],
    ),
    (
        "one beside a link without an address",
        &["E293", "E494"],
        Change::Nothing,
        &[567],
    ),
];

/// Exceptions by the number of their example.
pub(super) fn all() -> BTreeMap<u16, Exception> {
    let mut all = BTreeMap::new();
    for (reason, codes, change, numbers) in GROUPS {
        assert!(!reason.is_empty());
        for number in numbers {
            let before = all.insert(*number, Exception { codes, change });
            assert!(before.is_none(), "example {number} is listed twice");
        }
    }
    all
}

/// Where addresses lead that led nowhere.
pub(super) const SITE: &str = "https://a.example";

/// Beginnings of the specification's addresses from the root of a server.
const ROOTED: [&str; 9] = ["/url", "/uri", "/foo", "/bar", "/baz", "/f&", "/my", "/φ", "/link"];

/// Examples whose addresses are led elsewhere one by one.
const ONE_BY_ONE: [(u16, &[(&str, &str)]); 25] = [
    (194, &[("my_", "https://a.example/my_")]),
    (195, &[("my url", "https://a.example/my url")]),
    (203, &[(": url", ": https://a.example/url")]),
    (492, &[("<b", "<https://a.example/b")]),
    (495, &[("](", "](https://a.example/")]),
    (496, &[("](", "](https://a.example/")]),
    (498, &[("](", "](https://a.example/")]),
    (499, &[("<foo", "<https://a.example/foo")]),
    (500, &[("](", "](https://a.example/")]),
    (501, &[("(#", "(https://a.example/#")]),
    (502, &[("](", "](https://a.example/")]),
    (503, &[("](", "](https://a.example/")]),
    (504, &[("](", "](https://a.example/")]),
    (517, &[("moon.jpg", "gambar.svg"), ("/uri", "https://a.example/uri")]),
    (520, &[("(uri3", "(gambar.svg"), ("(uri", "(https://a.example/uri")]),
    (522, &[("](", "](https://a.example/")]),
    (531, &[("moon.jpg", "gambar.svg"), ("/uri", "https://a.example/uri")]),
    (573, &[("train.jpg", "gambar.svg")]),
    (575, &[("/url2", "gambar.svg"), ("/url", "https://a.example/url")]),
    (576, &[("train.jpg", "gambar.svg")]),
    (577, &[("train.jpg", "gambar.svg")]),
    (578, &[("train.jpg", "gambar.svg")]),
    (579, &[("/path/to/train.jpg", "gambar.svg")]),
    (580, &[("<url", "<gambar.svg")]),
    (593, &[("/url", "https://a.example/url")]),
];

/// An example with addresses that lead somewhere: links to a site, pictures to a file.
pub(super) fn leads(number: u16, markdown: &str) -> String {
    if let Some((_, pairs)) = ONE_BY_ONE.iter().find(|(example, _)| *example == number) {
        return pairs
            .iter()
            .fold(markdown.to_owned(), |text, (from, to)| text.replace(from, to));
    }
    if (572..=592).contains(&number) {
        return markdown.replace("/url2", "gambar.svg").replace("/url", "gambar.svg");
    }
    ROOTED.iter().fold(markdown.to_owned(), |text, beginning| {
        text.replace(beginning, &format!("{SITE}{beginning}"))
    })
}
