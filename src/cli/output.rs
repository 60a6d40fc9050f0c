//! What a verb says: a summary on stdout, diagnostics on stderr, or all of it as one JSON document on stdout.

use std::io::{IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};

use crate::diagnostic::{self, Audience, Diagnostic, Exit, Severity};

/// A count with its word.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Collects the output of one verb.
pub(super) struct Output {
    json: bool,
    quiet: bool,
    verbose: bool,
    facts: Map<String, Value>,
    diagnostics: Vec<Diagnostic>,
}

impl Output {
    pub(super) fn new(json: bool, quiet: bool, verbose: bool) -> Self {
        Self {
            json,
            quiet,
            verbose,
            facts: Map::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Whether everything is said in one JSON document.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether only errors are told.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// For verbs that go on: says things while they happen.
    pub(super) fn talk(&self) -> Talk {
        Talk {
            json: self.json,
            quiet: self.quiet,
        }
    }

    /// Whether a person at a terminal reads the summary, so that sealed text may stand in it.
    pub(super) fn is_interactive(&self) -> bool {
        !self.json && std::io::stdout().is_terminal()
    }

    /// A line of the summary.
    pub(super) fn line(&self, line: &str) {
        if !self.json && !self.quiet {
            // A closed pipe is the reader's wish, not an error.
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }

    /// A line for those who asked for more.
    pub(super) fn detail(&self, line: &str) {
        if self.verbose {
            self.line(line);
        }
    }

    /// A fact of the JSON document.
    pub(super) fn fact(&mut self, key: &str, value: Value) {
        self.facts.insert(key.to_owned(), value);
    }

    /// Adds diagnostics; they are printed at the end.
    pub(super) fn diagnostics(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// The diagnostics so far.
    #[cfg(test)]
    pub(super) fn collected(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// A progress bar when somebody is looking.
    pub(super) fn progress(&self, length: usize, what: &'static str) -> ProgressBar {
        if self.json || self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(length as u64).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        bar
    }

    /// Prints what was collected.
    pub(super) fn finish(mut self, exit: Exit) {
        if self.json {
            self.facts.insert("exit".to_owned(), json!(exit as u8));
            let diagnostics: Vec<Value> = self.diagnostics.iter().map(diagnostic::to_json).collect();
            self.facts.insert("diagnostics".to_owned(), json!(diagnostics));
            let _ = writeln!(std::io::stdout(), "{}", Value::Object(self.facts));
            return;
        }
        if self.quiet {
            self.diagnostics
                .retain(|diagnostic| diagnostic.severity == Severity::Error);
        }
        if self.diagnostics.is_empty() {
            return;
        }
        let mut text = human(&self.diagnostics);
        let errors = self
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count();
        if errors > 1 {
            let written = if exit == Exit::Findings {
                ""
            } else {
                "; nothing was written"
            };
            text.push_str(&format!("{errors} problems{written}\n"));
        }
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Diagnostics as stderr wants them.
fn human(diagnostics: &[Diagnostic]) -> String {
    let is_terminal = std::io::stderr().is_terminal();
    let audience = if is_terminal {
        Audience::Terminal
    } else {
        Audience::Pipe
    };
    let styled = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    diagnostic::render_human(diagnostics, audience, styled)
}

/// What a verb says while it goes on; in JSON each time one line.
#[derive(Clone, Copy)]
pub(super) struct Talk {
    json: bool,
    quiet: bool,
}

impl Talk {
    /// Says one thing on stdout.
    pub(super) fn say(self, words: &str, facts: &Value) {
        let mut stdout = std::io::stdout().lock();
        let said = match (self.json, self.quiet) {
            (true, _) => writeln!(stdout, "{facts}"),
            (false, false) => writeln!(stdout, "{words}"),
            (false, true) => Ok(()),
        };
        // A closed pipe is the reader's wish, not an error.
        let _ = said.and_then(|()| stdout.flush());
    }

    /// Tells problems on stderr.
    pub(super) fn warn(self, diagnostics: &[Diagnostic]) {
        let mut stderr = std::io::stderr().lock();
        let _ = if self.json {
            let told: Vec<Value> = diagnostics.iter().map(diagnostic::to_json).collect();
            writeln!(stderr, "{}", json!({ "diagnostics": told }))
        } else {
            stderr.write_all(human(diagnostics).as_bytes())
        };
    }
}
