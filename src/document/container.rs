//! Sealed blocks: `::: terhad {audience="DRT CCT"}` to `:::`, and notes, which have the same fences and seal nothing.
//!
//! A fence that is overlooked would publish sealed text, so everything that looks like one and is not is an error.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::{
    Container, Resolved, attributes,
    dialect::{Note, NoteKind},
    lookalike::Lookalikes,
    markdown,
    tree::{bad_mark, unknown_audience},
};
use crate::{
    diagnostic::{Diagnostic, Findings, Place, SourceText},
    plan::{Classification, DistributionList, Language, Marking, ParseMarkError, Plan, Scheme},
};

/// Containers may be nested this deep.
const DEEPEST: usize = 8;

/// The body of a section with its blocks; `marking` is the section's, `body` its bytes of the file.
pub(super) fn split(
    source: &SourceText,
    id: &str,
    marking: &Marking,
    body: Range<usize>,
    list: &DistributionList,
    plan: &Plan,
    findings: &mut Findings,
) -> Container {
    let scheme = &plan.scheme;
    let text = source.text();
    let lookalikes = Lookalikes::of(scheme);
    let code = code_blocks(&text[body.clone()], body.start, &lookalikes);
    let mut splitter = Splitter {
        source,
        list,
        scheme,
        language: plan.language,
        lookalikes,
        findings,
        too_deep: 0,
        open: vec![Container {
            id: id.to_owned(),
            marking: marking.clone(),
            outer: body.clone(),
            inner: body.clone(),
            blocks: Vec::new(),
            notes: Vec::new(),
            resolved: Resolved::default(),
        }],
        opened: Vec::new(),
    };
    for block in code.iter().filter(|block| block.names_mark) {
        let line = text[block.range.clone()].lines().next().unwrap_or_default().len();
        splitter.fault(
            &(block.range.start..block.range.start + line),
            "E160",
            "this is a code block and would not seal anything",
            &format!("a sealed block begins with {}", scheme.fences()),
        );
    }
    let mut offset = body.start;
    let mut code = code.into_iter().peekable();
    for line in text[body.clone()].split_inclusive('\n') {
        let range = offset..offset + line.len();
        while code.next_if(|block| block.range.end <= range.start).is_some() {}
        let block = code.peek().filter(|block| block.range.start <= range.start);
        splitter.line(line, &range, block);
        offset = range.end;
    }
    splitter.finish(body.end)
}

struct CodeBlock {
    range: Range<usize>,
    /// A fenced block that says it shows Markdown may show fences.
    shows_markdown: bool,
    /// A fenced block with a mark in the place of its language: other dialects seal with such fences.
    names_mark: bool,
}

fn code_blocks(body: &str, start: usize, lookalikes: &Lookalikes) -> Vec<CodeBlock> {
    Parser::new_ext(body, markdown::OPTIONS)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(kind)) => Some(CodeBlock {
                range: range.start + start..range.end + start,
                shows_markdown: matches!(&kind, CodeBlockKind::Fenced(info)
                    if matches!(info.split_whitespace().next(), Some("markdown" | "md")))
                    && is_closed(&body[range.clone()]),
                names_mark: matches!(&kind, CodeBlockKind::Fenced(info) if lookalikes.is_mark(info)),
            }),
            _ => None,
        })
        .collect()
}

/// Text between quotation marks of any kind, or without any; a mark on one side only is a slip.
fn unquoted(text: &str) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’');
    let inner = text.trim_matches(is_mark);
    let marks = text.chars().filter(|c| is_mark(*c)).count();
    (marks == 0 || marks == 2 && text.starts_with(is_mark) && text.ends_with(is_mark)).then_some(inner)
}

/// An unclosed code block runs to the end of the file and swallows every fence on its way.
fn is_closed(block: &str) -> bool {
    let opener = block.trim_start();
    let fence = opener.chars().next().unwrap_or('`');
    let length = opener.chars().take_while(|c| *c == fence).count();
    block.lines().skip(1).last().is_some_and(|line| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let closer = line.trim();
        indent <= 3 && closer.len() >= length && closer.chars().all(|c| c == fence)
    })
}

struct Splitter<'a> {
    source: &'a SourceText,
    list: &'a DistributionList,
    scheme: &'a Scheme,
    language: Language,
    lookalikes: Lookalikes,
    findings: &'a mut Findings,
    /// Fences beyond the deepest level, which are counted and not kept.
    too_deep: usize,
    /// The body, then the blocks that are open.
    open: Vec<Container>,
    /// Everything that is open, in the order in which it must be closed.
    opened: Vec<Opened>,
}

/// What a fence opened.
enum Opened {
    /// The last block of [`Splitter::open`].
    Block,
    /// A note, which seals nothing.
    Note(Note),
}

impl Splitter<'_> {
    fn line(&mut self, line: &str, range: &Range<usize>, code: Option<&CodeBlock>) {
        if code.is_some_and(|block| block.shows_markdown) {
            return;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_fence = indent <= 3 && line[indent..].starts_with(":::");
        if code.is_some() {
            if is_fence || self.lookalikes.in_code(line) {
                self.fault(
                    range,
                    "E160",
                    "this fence stands in a code block and would not seal anything",
                    "close the code block before it, or begin the code block with ```markdown to show it as an example",
                );
            }
            return;
        }
        if !is_fence {
            if self.lookalikes.is_front_matter(line) {
                self.fault(
                    range,
                    "E148",
                    "this line of front matter stands in the text and would not seal anything",
                    "were two sections joined? give each a file of its own; as an example, put it into a code block",
                );
            }
            if self.lookalikes.in_text(line) {
                self.fault(
                    range,
                    "E161",
                    "this looks like a fence and would not seal anything",
                    "a fence begins its line with three plain colons; type the line anew",
                );
            }
            return;
        }
        let rest = line.trim().trim_start_matches(':').trim();
        if rest.is_empty() {
            self.close(range);
        } else {
            self.open(rest, range);
        }
    }

    fn open(&mut self, rest: &str, range: &Range<usize>) {
        if self.opened.len() >= DEEPEST {
            if self.too_deep == 0 {
                self.fault(
                    range,
                    "E164",
                    "blocks are nested too deeply",
                    "two levels are enough for a plan",
                );
            }
            self.too_deep += 1;
            return;
        }
        let (mark, attributes) = match rest.split_once(|c: char| c.is_whitespace() || c == '{') {
            Some((mark, _)) => (mark, rest[mark.len()..].trim()),
            None => (rest, ""),
        };
        if let Some(kind) = NoteKind::named(mark) {
            self.open_note(kind, attributes, range);
            return;
        }
        let around = self.open.last().expect("the body is always open");
        // Blocks are counted within what is around them: the next number tells of no block inside this one.
        let id = format!("{}-b{}", around.id, around.blocks.len() + 1);
        let above = around.marking.clone();
        // A mark may be of several words.
        let (whole, braces) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
        let (mark, attributes) = match self.scheme.parse(whole) {
            Err(ParseMarkError::Unknown) => (mark, attributes),
            _ => (whole, braces.trim()),
        };
        let mut classification = match self.scheme.parse(mark) {
            Ok(classification) => classification,
            Err(error) => {
                let diagnostic = bad_mark(error, self.scheme);
                let diagnostic = diagnostic
                    .hint(format!("a sealed block begins with {}", self.scheme.fences()))
                    .hint(format!("a note begins with ::: {}", NoteKind::names(self.language)));
                self.findings.push(diagnostic.at(self.line_place(range)));
                above.classification.max(Classification::Terhad)
            }
        };
        if classification < above.classification {
            self.fault(
                range,
                "E162",
                "a block cannot be lower than what is around it",
                "put open text into an open section, and seal blocks in it",
            );
            classification = above.classification;
        }
        if classification.is_open() {
            self.fault(
                range,
                "E163",
                "an open block seals nothing",
                &format!("write {}", self.scheme.fences()),
            );
        }
        let names = self.attributes(attributes, range);
        self.opened.push(Opened::Block);
        self.open.push(Container {
            id,
            marking: Marking {
                classification,
                audience: above.audience.narrowed(names),
            },
            outer: range.clone(),
            inner: range.end..range.end,
            blocks: Vec::new(),
            notes: Vec::new(),
            resolved: Resolved::default(),
        });
    }

    fn open_note(&mut self, kind: NoteKind, text: &str, range: &Range<usize>) {
        let read = if text.is_empty() {
            Some(None)
        } else {
            attributes::parse(text).and_then(|read| match read.pairs.as_slice() {
                [(key, title)] if key == "title" && read.id.is_none() && read.classes.is_empty() => {
                    Some(Some(title.trim().to_owned()))
                }
                _ => None,
            })
        };
        if read.is_none() {
            self.fault(
                range,
                "E165",
                "the attributes of this block cannot be read",
                "a note may have {title=\"…\"} and nothing else",
            );
        }
        self.opened.push(Opened::Note(Note {
            kind,
            title: read.flatten().filter(|title| !title.is_empty()),
            opener: range.clone(),
            closer: range.end..range.end,
        }));
    }

    /// `{audience="DRT CCT"}`
    fn attributes(&mut self, text: &str, range: &Range<usize>) -> BTreeSet<String> {
        if text.is_empty() {
            return BTreeSet::new();
        }
        let inner = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
            .and_then(|text| text.trim().strip_prefix("audience"))
            .and_then(|text| text.trim_start().strip_prefix('='))
            .and_then(|text| unquoted(text.trim()));
        let Some(inner) = inner else {
            self.fault(
                range,
                "E165",
                "the attributes of this block cannot be read",
                "write them as {audience=\"DRT CCT\"}",
            );
            return BTreeSet::new();
        };
        let names: BTreeSet<String> = inner
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        for name in &names {
            if let Some(diagnostic) = unknown_audience(self.list, name) {
                self.findings.push(diagnostic.at(self.line_place(range)));
            }
        }
        if names.is_empty() {
            self.fault(
                range,
                "E166",
                "the audience is empty",
                "name groups or copy numbers, or take it away",
            );
        }
        names
    }

    fn close(&mut self, range: &Range<usize>) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.opened.pop() {
            None => self.fault(
                range,
                "E167",
                "this fence closes nothing",
                &format!(
                    "a block begins with {}; was the one before closed too early?",
                    self.scheme.fences()
                ),
            ),
            Some(Opened::Note(mut note)) => {
                note.closer = range.clone();
                self.innermost().notes.push(note);
            }
            Some(Opened::Block) => {
                let mut block = self.open.pop().expect("it was opened");
                block.inner.end = range.start;
                block.outer.end = range.end;
                block.notes.sort_by_key(|note| note.opener.start);
                self.innermost().blocks.push(block);
            }
        }
    }

    fn innermost(&mut self) -> &mut Container {
        self.open.last_mut().expect("the body is always open")
    }

    fn finish(mut self, end: usize) -> Container {
        self.too_deep = 0;
        while let Some(opened) = self.opened.last() {
            let line = match opened {
                Opened::Note(note) => note.opener.clone(),
                Opened::Block => self.open.last().expect("it was opened").outer.clone(),
            };
            self.fault(&line, "E168", "this block is not closed", "close it with a line `:::`");
            self.close(&(end..end));
        }
        let mut body = self.open.pop().expect("the body is always open");
        body.notes.sort_by_key(|note| note.opener.start);
        body
    }

    fn fault(&mut self, range: &Range<usize>, code: &'static str, message: &str, hint: &str) {
        let place = self.line_place(range);
        self.findings
            .push(Diagnostic::error(code, message).at(place).hint(hint));
    }

    /// The line without its end, so that no excerpt shows the next one.
    fn line_place(&self, range: &Range<usize>) -> Place {
        let line = self.source.text()[range.clone()].trim_end().len();
        self.source.place(range.start..range.start + line)
    }
}
