//! Any `list.yaml` works or is refused; enrolment changes one recipient and nothing else.

use proptest::{collection::vec, prelude::*, sample::select};
use terkawal::{
    diagnostic::SourceText,
    plan::{CopyNumber, DistributionList, Scheme, enrolled},
};

use crate::{
    fuzzing::{
        sample::{self, RECIPIENT},
        targets::list_yaml,
    },
    properties::{cases, changed, pieces},
};

const PIECES: [&str; 48] = [
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "\r\n",
    ": ",
    "- ",
    "  - ",
    "groups:\n",
    "copies:\n",
    "copies: [",
    "- number: \"03\"\n",
    "- {number: \"04\", reserved: true}\n",
    "number: \"01\"\n",
    "number: 1\n",
    "number: \"00\"\n",
    "number: \"03-01\"\n",
    "post: Ketua\n",
    "post: \"recipients: [x]\"\n",
    "name: Puan\n",
    "clearance: TERHAD\n",
    "clearance: RAHSIA\n",
    "groups: [ERT]\n",
    "groups: [X]\n",
    "members:\n",
    "reserved: true\n",
    "recipients: []\n",
    "recipients:\n",
    "recipients: [age1x]\n",
    "recipients: [",
    RECIPIENT,
    "]",
    "}",
    "{",
    ",",
    "# komen\n",
    "# recipients:\n",
    "'",
    "\"",
    "&a ",
    "*a",
    "|\n",
    ">-\n",
    "? ",
    "!!str ",
    "---\n",
    "\t",
];

fn list() -> impl Strategy<Value = Vec<u8>> {
    let teams = format!(
        "{}  # pasukan\n  - number: \"03\"\n    post: Pasukan\n    clearance: TERHAD\n    members:\n      - number: \"03-01\"\n        \
         post: Ahli\n      - {{number: \"03-02\", post: Ahli}}\n",
        sample::list()
    );
    prop_oneof![
        pieces(&PIECES, 14).prop_map(String::into_bytes),
        changed(teams, &PIECES)
    ]
}

/// One entry as a secretary may write it: keys in any order, comments between them, with or without a key so far.
#[derive(Clone, Debug)]
struct Entry {
    order: Vec<&'static str>,
    flow: bool,
    has_key: bool,
    comment: bool,
    quote: &'static str,
}

fn entry() -> impl Strategy<Value = Entry> {
    let order = Just(vec!["number", "post", "clearance", "recipients", "groups"]).prop_shuffle();
    let quote = select(vec!["\"", "'"]);
    (order, any::<bool>(), any::<bool>(), any::<bool>(), quote).prop_map(|(order, flow, has_key, comment, quote)| {
        Entry {
            order,
            flow,
            has_key,
            comment,
            quote,
        }
    })
}

impl Entry {
    fn text(&self, number: usize, newline: &str) -> String {
        let quote = self.quote;
        let lines: Vec<String> = self
            .order
            .iter()
            .filter(|key| self.has_key || **key != "recipients")
            .map(|key| match *key {
                "number" => format!("number: {quote}{number:02}{quote}"),
                "post" => format!("post: {quote}Ketua, unit {number}{quote}"),
                "clearance" => "clearance: TERHAD".to_owned(),
                "groups" => "groups: [ERT]".to_owned(),
                _ => format!("recipients: [{}]", age::x25519::Identity::generate().to_public()),
            })
            .collect();
        if self.flow {
            return format!("  - {{{}}}{newline}", lines.join(", "));
        }
        let comment = if self.comment {
            format!("    # nota{newline}")
        } else {
            String::new()
        };
        format!("  - {}{newline}", lines.join(&format!("{newline}{comment}    ")))
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_list_works_or_is_refused_and_enrolment_changes_one_recipient(text in list()) {
        list_yaml(&text);
    }

    #[test]
    fn every_ordinary_layout_can_be_enrolled(
        entries in vec(entry(), 1..5),
        windows in any::<bool>(),
        chosen in any::<prop::sample::Index>(),
    ) {
        let newline = if windows { "\r\n" } else { "\n" };
        let mut text = format!("groups:{newline}  ERT: Pasukan{newline}copies:{newline}");
        for (index, entry) in entries.iter().enumerate() {
            text += &entry.text(index + 1, newline);
        }
        list_yaml(text.as_bytes());
        let list = DistributionList::parse(&SourceText::new("list.yaml", text.as_str(), true), false, &Scheme::default()).expect("a list");
        let number: CopyNumber = format!("{:02}", chosen.index(entries.len()) + 1).parse().expect("a number");
        let edited = enrolled(&list, &number, RECIPIENT, false, &Scheme::default());
        prop_assert!(edited.is_ok(), "{:?}\n{text}", edited.err());
        prop_assert!(!windows || !edited.expect("just seen").replace("\r\n", "").contains('\n'), "line endings are kept");
    }
}
