//! The real documents, where they are at hand: nothing of their text may get lost.

#![allow(
    clippy::disallowed_methods,
    reason = "the test reads documents from outside the plan"
)]

use std::collections::BTreeSet;
use std::path::Path;

use super::super::{Imported, Options, import};

fn seed(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: {name} is not at hand");
    }
    text
}

fn words(text: &str) -> Vec<String> {
    let mut flat = String::with_capacity(text.len());
    let mut tag = false;
    for c in text.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => {
                tag = false;
                flat.push(' ');
            }
            '*' | '\\' => {}
            c if !tag => flat.push(c),
            _ => {}
        }
    }
    flat.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn sequences(text: &str) -> Vec<Vec<String>> {
    words(text).windows(5).map(<[String]>::to_vec).collect()
}

/// Blocks and cells of the source's body: what stands after its contents list.
fn body(text: &str, first: &str) -> Vec<String> {
    let at = text.rfind(first).expect("the first chapter");
    let mut blocks = vec![String::new()];
    for line in text[at..].lines() {
        let header = line.trim() == "TERHAD" || line.starts_with("Muka Surat :");
        if header || line.trim().is_empty() || line.trim_start().starts_with("- ") || line.contains('\t') {
            blocks.push(String::new());
        }
        if line.contains('\t') && !header {
            blocks.extend(line.split('\t').map(str::to_owned));
        } else if !header {
            let block = blocks.last_mut().expect("a block");
            block.push_str(line);
            block.push(' ');
        }
    }
    blocks
}

fn kept(imported: &Imported, text: &str, first: &str) -> f64 {
    let found: BTreeSet<Vec<String>> = imported.files.iter().flat_map(|(_, text)| sequences(text)).collect();
    let blocks = body(text, first);
    let wanted: Vec<Vec<String>> = blocks.iter().flat_map(|block| sequences(unnumbered(block))).collect();
    assert!(wanted.len() > 1000, "the body is there");
    let missing: Vec<_> = wanted.iter().filter(|sequence| !found.contains(*sequence)).collect();
    println!("{} sequences, {} missing {missing:?}", wanted.len(), missing.len());
    #[allow(clippy::cast_precision_loss, reason = "a share of a few thousand")]
    let share = 1.0 - missing.len() as f64 / wanted.len() as f64;
    share
}

/// A heading without its number, which the build puts back.
fn unnumbered(block: &str) -> &str {
    let text = block.trim_start();
    let rest = text.strip_prefix("BAB ").unwrap_or(text);
    let number = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if rest[..number].contains('.') || rest.len() < text.len() {
        &rest[number..]
    } else {
        text
    }
}

#[test]
fn the_real_plan() {
    let Some(text) = seed("pkp-plan.txt") else { return };
    let imported = import(&text, &Options::default()).expect("the plan imports");
    let report = &imported.report;
    assert_eq!(
        (report.classification.as_str(), report.version.as_str(), report.copies),
        ("TERHAD", "2.0", 18)
    );
    assert_eq!(report.sections, 41);
    assert!(kept(&imported, &text, "\n1.0 ") >= 0.995);
}

#[test]
fn the_real_guideline() {
    let Some(text) = seed("mygovuc-guideline.txt") else {
        return;
    };
    assert!(import(&text, &Options::default()).is_err(), "it carries no mark");
    let given = Options {
        classification: Some("TERHAD".to_owned()),
    };
    let imported = import(&text, &given).expect("the guideline imports");
    assert!(kept(&imported, &text, "\nBAB 1: ") >= 0.995);
}
