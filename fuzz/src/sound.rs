//! What every refusal must be.

use std::path::Path;

use terkawal::diagnostic::{Audience, Exit, Failure, Severity, render_human, to_json};

use super::{
    memory::Memory,
    pipeline::{Built, ROOT},
};

/// Demands a refusal that tells a council officer what is wrong where, and nothing of what is sealed.
#[track_caller]
pub fn refusal(failure: &Failure, world: &Memory, sealed: &[&str]) {
    assert_eq!(failure.exit, Exit::Fault, "{:?}", failure.diagnostics);
    let is_error = |severity| severity == Severity::Error;
    assert!(failure.diagnostics.iter().any(|found| is_error(found.severity)));
    // The first hundred will do: each is looked up in its file.
    for found in failure.diagnostics.iter().take(100) {
        let digits = found.code.strip_prefix(['E', 'W']).unwrap_or_default();
        assert!(
            digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{found:?}"
        );
        assert!(
            !found.message.trim().is_empty() && !found.message.contains('\n'),
            "{found:?}"
        );
        assert!(
            !found.hints.is_empty() && found.hints.iter().all(|hint| !hint.trim().is_empty()),
            "{found:?}"
        );
        if let Some(place) = &found.place {
            let text = world.text(&Path::new(ROOT).join(place.path()));
            let text = text.expect("a file of the plan");
            // Sections are read with one line ending throughout; faults of their bytes are told before.
            let read = text.replace("\r\n", "\n").replace('\r', "\n");
            let (line, column) = place.line_column();
            let is_inside = |text: &str| {
                let line = text.split('\n').nth(line.wrapping_sub(1));
                line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&column))
            };
            assert!(is_inside(&text) || is_inside(&read), "{found:?}");
        }
    }
    let piped = render_human(&failure.diagnostics, Audience::Pipe, false).to_lowercase();
    let json: Vec<String> = failure
        .diagnostics
        .iter()
        .map(|found| to_json(found).to_string().to_lowercase())
        .collect();
    for word in sealed {
        assert!(!piped.contains(word), "sealed text in a message:\n{piped}");
        assert!(
            !json.iter().any(|json| json.contains(word)),
            "sealed text in JSON:\n{json:?}"
        );
    }
    // On a terminal anything may be quoted; it must only be possible to print it.
    render_human(&failure.diagnostics, Audience::Terminal, true);
}

/// Demands that no file holds one of the words, however the letters are written.
#[track_caller]
pub fn without(built: &Built, words: &[&str]) {
    for (path, bytes) in &built.files {
        let lower = String::from_utf8_lossy(bytes).to_ascii_lowercase();
        for word in words {
            let stands = lower.contains(word) || path.to_lowercase().contains(word);
            assert!(!stands, "{word} stands in {path}");
        }
    }
}
