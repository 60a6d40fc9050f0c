//! Marks in whatever HTML, and traces of whatever text: nothing panics, and what is seen stays as it is.

use proptest::prelude::*;
use terkawal::{
    inspect::trace::{Edition, IssuedText, Leaked, Suspect, trace},
    marks::{Symbol, TraceSecret, blocks, mark_page, slots},
    register::CopyId,
    world::RealWorld,
};

use crate::properties::cases;

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z ]{0,40}",
        "\\PC{0,12}",
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<td><strong>".to_owned()),
        Just("</strong>".to_owned()),
        Just("<code>".to_owned()),
        Just("</code>".to_owned()),
        Just("<svg><text>".to_owned()),
        Just("</svg>".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("<a href=\"a>b\" title='".to_owned()),
        Just("&amp;&#39;&#xfe00;&nbsp;&".to_owned()),
        Just("\u{fe03}\u{fe0f}".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn suspect(number: &str) -> Suspect {
    let secret = TraceSecret::generate(&RealWorld).expect("random bytes");
    let number: terkawal::plan::CopyNumber = number.parse().expect("a number");
    Suspect {
        marks: secret.marks("UJI", "1.0", 1, &number),
        copy: CopyId {
            number,
            version: "1.0".to_owned(),
            generation: 1,
        },
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn marks_are_all_that_marking_adds(body in markup()) {
        let page = format!("<main>{body}</main>");
        let suspect = suspect("01");
        let marked = mark_page(&page, &suspect.marks.characters);
        let without = |text: &str| text.chars().filter(|c| Symbol::of(*c).is_none()).collect::<String>();
        prop_assert_eq!(without(&marked), without(&page));
        let expected: usize = blocks(&page).iter().map(|block| slots(block).len()).sum();
        let count = |text: &str| text.chars().count();
        prop_assert_eq!(count(&marked) - count(&page), expected);
    }

    #[test]
    fn any_text_is_traced_and_a_copy_in_it_agrees_with_itself(body in markup(), other in "\\PC{0,400}") {
        let page = format!("<main>{body}</main>");
        let edition = Edition {
            version: "1.0".to_owned(),
            text: IssuedText::new([("s001", blocks(&page))].into_iter()),
            suspects: vec![suspect("01"), suspect("02")],
        };
        let marked = mark_page(&page, &edition.suspects[0].marks.characters);
        for text in [&marked, &other, &format!("{other}{marked}")] {
            let verdict = trace(&Leaked::read(text), std::slice::from_ref(&edition));
            prop_assert!(verdict.named().iter().all(|copy| copy.number.as_str() == "01"));
        }
    }
}
