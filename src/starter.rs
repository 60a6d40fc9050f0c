//! Plan folders to begin with: one in each language, in which every structure stands once.
//!
//! They are the files of `starters/`, inside the binary. Days count from the day they are made for, so that a new plan
//! has nothing overdue.

use include_dir::{Dir, include_dir};
use jiff::{Span, ToSpan as _, civil::Date};

use crate::plan::Language;

static STARTERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starters");

/// Copies that have a holder and await a key.
pub const COPIES: [&str; 3] = ["01", "02-01", "02-02"];

/// The files of a new plan by path, with its dates counted from a day.
pub fn files(language: Language, day: Date) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in ["common", language.code()] {
        let folder = STARTERS.get_dir(folder).expect("a starter for every language");
        collect(folder, folder, day, &mut files);
    }
    files.sort();
    files
}

fn collect(top: &Dir<'_>, folder: &Dir<'_>, day: Date, files: &mut Vec<(String, Vec<u8>)>) {
    for file in folder.files() {
        let path = file.path().strip_prefix(top.path()).expect("below the top");
        let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
        let text = file.contents_utf8().expect("starters are UTF-8");
        files.push((names.join("/"), dated(text, day).into_bytes()));
    }
    for folder in folder.dirs() {
        collect(top, folder, day, files);
    }
}

/// Puts days and years in the place of their names.
fn dated(text: &str, day: Date) -> String {
    let after = |span: Span| day.saturating_add(span).to_string();
    let days = [
        ("@today@", after(0.days())),
        ("@last-month@", after((-1).months())),
        ("@in-six-months@", after(6.months())),
        ("@in-a-year@", after(1.year())),
        ("@year@", day.year().to_string()),
        ("@year+1@", (day.year() + 1).to_string()),
        ("@year+4@", (day.year() + 4).to_string()),
    ];
    days.iter()
        .fold(text.to_owned(), |text, (name, day)| text.replace(name, day))
}
