//! What was changed, put back together.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    Change, Passage, Piece, compare,
    words::{self, in_words},
};
use crate::plan::{Audience, Classification, Marking};

fn readings(pieces: &[Piece]) -> (String, String) {
    let (mut old, mut new) = (String::new(), String::new());
    for piece in pieces {
        match piece {
            Piece::Equal(text) => {
                old += text;
                new += text;
            }
            Piece::Deleted(text) => old += text,
            Piece::Inserted(text) => new += text,
        }
    }
    (old, new)
}

fn paragraph() -> impl Strategy<Value = String> {
    proptest::collection::vec("(a|b|c|dua|082-1|\\(x\\)|é\\.|[-+{}\\[\\]]{1,2})", 0..12)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn pieces_give_both_paragraphs(old in "\\PC{0,40}", new in "\\PC{0,40}") {
        prop_assert_eq!(readings(&in_words(&old, &new)), (old, new));
    }

    #[test]
    fn pieces_of_like_paragraphs_give_both(old in paragraph(), new in paragraph()) {
        let pieces = in_words(&old, &new);
        prop_assert_eq!(readings(&pieces), (old.clone(), new.clone()));
        let is_same = pieces.iter().all(|piece| matches!(piece, Piece::Equal(_)));
        prop_assert_eq!(is_same, old == new);
    }

    /// What was deleted taken away and what was inserted put in, paragraph by paragraph, makes the new text of the old.
    #[test]
    fn edits_lead_from_the_old_paragraphs_to_the_new(
        old in proptest::collection::vec(paragraph(), 0..8),
        new in proptest::collection::vec(paragraph(), 0..8),
    ) {
        let (mut gone, mut come): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for pieces in words::compare(&old, &new) {
            let has = |is: fn(&Piece) -> bool| pieces.iter().any(is);
            let is_whole = pieces.len() == 1 && !has(|piece| matches!(piece, Piece::Equal(_)));
            let (before, after) = readings(&pieces);
            if !is_whole || has(|piece| matches!(piece, Piece::Deleted(_))) {
                gone.push(before);
            }
            if !is_whole || has(|piece| matches!(piece, Piece::Inserted(_))) {
                come.push(after);
            }
        }
        let mut made = old.clone();
        for text in gone {
            let at = made.iter().position(|paragraph| *paragraph == text);
            prop_assert!(at.is_some(), "{text:?} was not there");
            made.remove(at.unwrap_or_default());
        }
        made.extend(come);
        made.sort();
        let mut expected = new;
        expected.sort();
        prop_assert_eq!(made, expected);
    }
}

fn passage(path: &str, within: Option<usize>, number: &str, text: &str) -> Passage {
    let slug = path
        .trim_end_matches(".md")
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    Passage {
        path: path.to_owned(),
        block: None,
        id: String::new(),
        number: Some(number.to_owned()),
        title: slug.to_owned(),
        marking: Marking {
            classification: Classification::Terhad,
            audience: Audience::default(),
        },
        within,
        slug: slug.to_owned(),
        paragraphs: vec![slug.to_owned(), text.to_owned()],
    }
}

fn told(old: &[Passage], new: &[Passage]) -> Vec<String> {
    let line = |amendment: &super::Amendment<'_>| {
        let kinds: Vec<&str> = amendment.kinds.iter().map(|kind| kind.name()).collect();
        format!("{} {}", amendment.passage().path, kinds.join("+"))
    };
    compare(old, new).iter().map(line).collect()
}

const TEXTS: [&str; 4] = [
    "satu dua tiga empat lima enam",
    "air api angin tanah besi kayu",
    "pagi petang malam subuh senja siang",
    "merah biru hijau kuning hitam putih",
];

#[test]
fn what_gives_way_has_not_moved() {
    let old = [
        passage("01-a.md", None, "1.0", TEXTS[0]),
        passage("02-b.md", None, "2.0", TEXTS[1]),
    ];
    let new = [
        passage("01-x.md", None, "1.0", TEXTS[2]),
        passage("02-a.md", None, "2.0", TEXTS[0]),
        passage("03-b.md", None, "3.0", TEXTS[1]),
    ];
    assert_eq!(
        told(&old, &new),
        ["01-x.md added", "02-a.md renumbered", "03-b.md renumbered"]
    );
    assert_eq!(
        told(&new, &old),
        ["01-x.md removed", "01-a.md renumbered", "02-b.md renumbered"]
    );
}

#[test]
fn files_named_by_number_alone_are_known_by_their_text() {
    let with_title = |path: &str, title: &str, number: &str, text: &str| Passage {
        title: title.to_owned(),
        slug: String::new(),
        paragraphs: vec![title.to_owned(), text.to_owned()],
        ..passage(path, None, number, text)
    };
    let old = [
        with_title("01.md", "A", "1.0", TEXTS[0]),
        with_title("02.md", "B", "2.0", TEXTS[1]),
    ];
    let new = [
        with_title("01.md", "X", "1.0", TEXTS[2]),
        with_title("02.md", "A", "2.0", TEXTS[0]),
        with_title("03.md", "B besar", "3.0", TEXTS[1]),
    ];
    let expected = ["01.md added", "02.md renumbered", "03.md renumbered+changed"];
    assert_eq!(told(&old, &new), expected);
}

#[test]
fn a_chapter_that_moves_takes_its_sections_along() {
    let old = [
        passage("01-a.md", None, "1.0", TEXTS[0]),
        passage("02-b.md", None, "2.0", TEXTS[1]),
        passage("02-b/01-c.md", Some(1), "2.1", TEXTS[2]),
        passage("03-d.md", None, "3.0", TEXTS[3]),
    ];
    let new = [
        passage("01-b.md", None, "1.0", TEXTS[1]),
        passage("02-b/01-c.md", Some(0), "1.1", TEXTS[2]),
        passage("02-a.md", None, "2.0", TEXTS[0]),
        passage("03-d.md", None, "3.0", TEXTS[3]),
    ];
    let told = told(&old, &new);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.contains(&"02-b/01-c.md renumbered".to_owned()), "{told:?}");
    assert_eq!(told.iter().filter(|line| line.contains("moved")).count(), 1, "{told:?}");
}

#[test]
fn a_new_marking_parts_the_sides() {
    let open = |passage: Passage| Passage {
        marking: Marking {
            classification: Classification::Terbuka,
            audience: Audience::default(),
        },
        ..passage
    };
    let narrow = |passage: Passage| {
        let names = BTreeSet::from(["DRT".to_owned()]);
        let audience = passage.marking.audience.narrowed(names);
        Passage {
            marking: Marking {
                audience,
                ..passage.marking
            },
            ..passage
        }
    };
    let plain = || passage("01-a.md", None, "1.0", TEXTS[0]);
    // Narrower, wider, opened: each side under its own marking, with its own words alone.
    for (old, new) in [
        (plain(), narrow(plain())),
        (narrow(plain()), plain()),
        (plain(), open(plain())),
    ] {
        let (old, new) = ([old], [new]);
        let found = compare(&old, &new);
        assert_eq!(found.len(), 2);
        assert!(found[0].kinds == [Change::Removed] && found[0].new.is_none() && !found[0].is_withheld);
        assert!(found[1].kinds == [Change::Added] && found[1].old.is_none() && !found[1].is_withheld);
        assert!(*found[0].marking() == old[0].marking && *found[1].marking() == new[0].marking);
    }
    // What was open and is sealed now is told to nobody as what was open.
    let (old, new) = ([open(plain())], [plain()]);
    let found = compare(&old, &new);
    assert!(found[0].marking().is_open() && !found[0].is_open() && found[0].is_withheld);
    // Also when it went to another, sealed section.
    let other = || passage("02-b.md", None, "2.0", TEXTS[1]);
    let moved = Passage {
        paragraphs: vec!["b".to_owned(), TEXTS[1].to_owned(), TEXTS[0].to_owned()],
        ..other()
    };
    let emptied = || Passage {
        paragraphs: vec!["a".to_owned()],
        ..open(plain())
    };
    let (old, new) = ([open(plain()), other()], [emptied(), moved]);
    let found = compare(&old, &new);
    assert!(found[0].kinds == [Change::Changed] && found[0].is_withheld && !found[1].is_withheld);
    let (old, new) = ([open(plain()), other()], [emptied(), other()]);
    assert!(!compare(&old, &new)[0].is_withheld);
}
