//! Takes the tree of a data block apart, key by key, and reports everything that is wrong with it.

use std::{
    collections::BTreeSet,
    ops::{Range, RangeInclusive},
};

use super::node::{Key, Node, Value};
use crate::{
    diagnostic::{Diagnostic, Findings, Place, SourceText},
    plan::Scheme,
    theme::Catalogue,
};

/// Where the faults of one block go, and the file that it was read from.
pub(super) struct Report<'a> {
    pub(super) source: &'a SourceText,
    /// Words of the plan's language, where a block has names of its own for them.
    pub(super) catalogue: &'a Catalogue,
    /// The plan's names of markings.
    pub(super) scheme: &'a Scheme,
    /// Whether everybody may read what the block says.
    pub(super) open: bool,
    /// Byte of the file at which the block's text begins.
    pub(super) start: usize,
    /// Bytes of unknown keys that were told: the head of a column is the key of every row.
    pub(super) unknown: BTreeSet<usize>,
    pub(super) findings: &'a mut Findings,
}

impl Report<'_> {
    pub(super) fn place(&self, at: &Range<usize>) -> Place {
        self.source.place(self.start + at.start..self.start + at.end)
    }

    pub(super) fn fault(&mut self, at: &Range<usize>, code: &'static str, message: &str, hint: &str) {
        let place = self.place(at);
        self.findings
            .push(Diagnostic::error(code, message).at(place).hint(hint));
    }

    pub(super) fn warning(&mut self, at: &Range<usize>, code: &'static str, message: &str, hint: &str) {
        let place = self.place(at);
        self.findings
            .push(Diagnostic::warning(code, message).at(place).hint(hint));
    }
}

/// A text and the bytes it stands in, within the block.
#[derive(Clone, Default)]
pub struct Text {
    /// Without blanks at its ends.
    pub value: String,
    pub(super) at: Range<usize>,
}

#[cfg(test)]
impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            at: 0..0,
        }
    }
}

/// A whole number and the bytes it stands in.
#[derive(Clone)]
pub struct Number {
    /// The number.
    pub value: u32,
    pub(super) at: Range<usize>,
}

/// One mapping. What is asked for is taken out; what is left at [`Fields::finish`] is unknown.
pub(super) struct Fields {
    pub(super) at: Range<usize>,
    entries: Vec<(Key, Node)>,
    known: Vec<&'static str>,
}

impl Fields {
    /// The mapping of a node; anything else is a fault.
    pub(super) fn of(node: Node, report: &mut Report<'_>) -> Option<Self> {
        let at = node.at;
        let Value::Map(entries) = node.value else {
            report.fault(
                &at,
                "E213",
                "keys and values were expected here",
                "write `key: value` on each line, with a blank after the colon",
            );
            return None;
        };
        Some(Self {
            at,
            entries,
            known: Vec::new(),
        })
    }

    /// Whether a value stands under a key, good or not: what is told as wrong is not told as missing too.
    pub(super) fn has(&self, key: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|(known, node)| known.name == key && !matches!(node.value, Value::Empty))
    }

    /// Takes a value out, unless it is missing or empty.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let at = self.entries.iter().position(|(known, _)| known.name == key)?;
        let (_, node) = self.entries.remove(at);
        (!matches!(node.value, Value::Empty)).then_some(node)
    }

    /// Takes out a value that must be there.
    pub(super) fn required(&mut self, key: &'static str, report: &mut Report<'_>) -> Option<Node> {
        let node = self.take(key);
        if node.is_none() {
            report.fault(
                &first_line(&self.at, report),
                "E212",
                &format!("`{key}` is missing or empty"),
                "fill it in; the manual lists the keys of each block",
            );
        }
        node
    }

    /// One text that must be there.
    pub(super) fn text(&mut self, key: &'static str, report: &mut Report<'_>) -> Option<Text> {
        let node = self.required(key, report)?;
        text(node, report)
    }

    /// One text that may be missing.
    pub(super) fn optional(&mut self, key: &'static str, report: &mut Report<'_>) -> Option<Text> {
        let node = self.take(key)?;
        text(node, report)
    }

    /// One text, or a list of texts; none when missing.
    pub(super) fn texts(&mut self, key: &'static str, report: &mut Report<'_>) -> Vec<Text> {
        match self.take(key) {
            None => Vec::new(),
            Some(Node {
                value: Value::List(items),
                ..
            }) => items.into_iter().filter_map(|item| text(item, report)).collect(),
            Some(node) => text(node, report).into_iter().collect(),
        }
    }

    /// The items of a list that must be there and have some.
    pub(super) fn list(&mut self, key: &'static str, report: &mut Report<'_>) -> Vec<Node> {
        let Some(node) = self.required(key, report) else {
            return Vec::new();
        };
        if node.is_empty() {
            no_entries(&node.at, key, report);
            return Vec::new();
        }
        list(node, report)
    }

    /// One entry, or a list of them, that must be there.
    pub(super) fn entries(&mut self, key: &'static str, report: &mut Report<'_>) -> Vec<Node> {
        match self.required(key, report) {
            None => Vec::new(),
            Some(node) if matches!(node.value, Value::Text(_)) => vec![node],
            Some(node) if node.is_empty() => {
                no_entries(&node.at, key, report);
                Vec::new()
            }
            Some(node) => list(node, report),
        }
    }

    /// The items of a list that may be missing.
    pub(super) fn optional_list(&mut self, key: &'static str, report: &mut Report<'_>) -> Vec<Node> {
        self.take(key).map_or_else(Vec::new, |node| list(node, report))
    }

    /// A whole number within bounds that must be there.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<u32>,
        report: &mut Report<'_>,
    ) -> Option<Number> {
        let text = self.text(key, report)?;
        number(&text, &bounds, report)
    }

    /// A word out of a fixed set, by its position; a fault names the set.
    pub(super) fn choice(&mut self, key: &'static str, words: &[&str], report: &mut Report<'_>) -> Option<usize> {
        let text = self.optional(key, report)?;
        let found = words.iter().position(|word| *word == text.value);
        if found.is_none() {
            report.fault(
                &text.at,
                "E216",
                &format!("`{key}` has a value that is not known"),
                &format!("use {}", words.join(", ")),
            );
        }
        found
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, report: &mut Report<'_>) {
        for (key, _) in &self.entries {
            if !report.unknown.insert(key.at.start) {
                continue;
            }
            report.fault(
                &key.at,
                "E211",
                "unknown key in this block",
                &format!("use {}", self.known.join(", ")),
            );
        }
    }

    /// What is left, for blocks whose keys are words of the author.
    pub(super) fn rest(self) -> Vec<(Key, Node)> {
        self.entries
    }
}

fn no_entries(at: &Range<usize>, key: &str, report: &mut Report<'_>) {
    report.fault(
        at,
        "E223",
        &format!("`{key}` has no entries"),
        "begin each entry on a line of its own with `- `",
    );
}

/// The items of a list; one value alone is a fault.
pub(super) fn list(node: Node, report: &mut Report<'_>) -> Vec<Node> {
    match node.value {
        Value::List(items) => items,
        Value::Empty => Vec::new(),
        _ => {
            report.fault(
                &first_line(&node.at, report),
                "E213",
                "a list was expected here",
                "begin each entry on a line of its own with `- `",
            );
            Vec::new()
        }
    }
}

/// A text; a list or a mapping is a fault.
pub(super) fn text(node: Node, report: &mut Report<'_>) -> Option<Text> {
    match node.value {
        Value::Text(value) if !value.trim().is_empty() => Some(Text {
            value: value.trim().to_owned(),
            at: node.at,
        }),
        Value::Text(_) | Value::Empty => {
            report.fault(
                &node.at,
                "E214",
                "this text is empty",
                "write it, or take the line away",
            );
            None
        }
        Value::List(_) | Value::Map(_) => {
            report.fault(
                &first_line(&node.at, report),
                "E213",
                "one text was expected here",
                "put the text on one line; quote it if it holds `: `",
            );
            None
        }
    }
}

/// A whole number within bounds.
pub(super) fn number(text: &Text, bounds: &RangeInclusive<u32>, report: &mut Report<'_>) -> Option<Number> {
    let value = text.value.parse().ok().filter(|value| bounds.contains(value));
    if value.is_none() {
        let (first, last) = (bounds.start(), bounds.end());
        report.fault(
            &text.at,
            "E215",
            &format!("not a whole number from {first} to {last}"),
            &format!("write one number in digits, {first} or {last} or one between them; no words, decimals or signs"),
        );
    }
    value.map(|value| Number {
        value,
        at: text.at.clone(),
    })
}

/// A fault of a whole mapping is shown at its first line, not over all of it.
pub(super) fn first_line(at: &Range<usize>, report: &Report<'_>) -> Range<usize> {
    let text = report.source.text();
    let start = (report.start + at.start).min(text.len());
    let length = text[start..].lines().next().map_or(0, str::len);
    at.start..at.start + length.max(1)
}
