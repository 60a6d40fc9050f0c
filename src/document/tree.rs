//! The order of sections, and what they inherit from their chapter.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde_yaml::Spanned;

use super::{
    dialect::labels::is_label,
    foreword::{self, Foreword, Placed},
    front_matter::{self, Parsed},
};
use crate::{
    diagnostic::{Diagnostic, Findings, Place, SourceText},
    plan::{Audience, Classification, DistributionList, Marking, ParseMarkError, Plan, RESERVED_FOLDERS, Scheme},
    source::Sources,
};

/// How a section is numbered.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum NumberWish {
    /// By its place.
    Counted,
    /// `number: false`
    Without,
    /// As written.
    Fixed(String),
}

/// A section before its number and blocks are known.
pub(super) struct Page {
    pub(super) id: String,
    pub(super) source: SourceText,
    pub(super) slugs: Vec<String>,
    pub(super) parent: Option<usize>,
    pub(super) depth: usize,
    pub(super) title: String,
    pub(super) number: NumberWish,
    pub(super) description: Option<String>,
    /// Whether it stands before the first chapter.
    pub(super) front: bool,
    pub(super) foreword: Option<Foreword>,
    /// `sec-x`
    pub(super) label: Option<String>,
    pub(super) marking: Marking,
    pub(super) body: Range<usize>,
    /// Whether its marking is known.
    pub(super) is_known: bool,
}

/// Chapters may be nested this deep: every page shows those above it.
const DEEPEST: usize = 12;

/// A folder or file of `content/` with what is in it.
#[derive(Default)]
struct Node {
    file: Option<String>,
    children: BTreeMap<String, Node>,
}

/// Sections in document order.
pub(super) fn arrange(plan: &Plan, list: &DistributionList, sources: &Sources, findings: &mut Findings) -> Vec<Page> {
    let mut root = Node::default();
    for path in sources.sections.keys() {
        let mut node = &mut root;
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            if names.peek().is_none() {
                if name == "_index.md" {
                    node.file = Some(path.clone());
                } else {
                    node.children.entry(name.to_owned()).or_default().file = Some(path.clone());
                }
            } else {
                node = node.children.entry(name.to_owned()).or_default();
            }
        }
    }
    if let Some(path) = root.file.take() {
        let source = SourceText::new(format!("content/{path}"), "", true);
        findings.push(
            Diagnostic::error("E153", "the plan folder's own _index.md is not used")
                .at(source.line(1))
                .hint("the cover is made from plan.yaml; move this text into a section of its own"),
        );
    }
    let mut arranger = Arranger {
        plan,
        list,
        sources,
        findings,
        pages: Vec::new(),
    };
    let top = Marking {
        classification: plan.classification,
        audience: Audience::default(),
    };
    arranger.children(root, None, false, &[], &top);
    let width = arranger.pages.len().to_string().len().max(3);
    // Forewords are counted apart: one more of them changes no other address.
    let mut counts = [0, 0];
    for page in &mut arranger.pages {
        let letter = if page.front { 'f' } else { 's' };
        let count = &mut counts[usize::from(page.front)];
        *count += 1;
        page.id = format!("{letter}{count:0width$}");
    }
    same_paths(&arranger.pages, arranger.findings);
    arranger.pages
}

struct Arranger<'a> {
    plan: &'a Plan,
    list: &'a DistributionList,
    sources: &'a Sources,
    findings: &'a mut Findings,
    pages: Vec<Page>,
}

impl Arranger<'_> {
    fn children(&mut self, node: Node, parent: Option<usize>, in_front: bool, slugs: &[String], above: &Marking) {
        let mut entries = Vec::new();
        for (name, child) in node.children {
            let Some(path) = &child.file else {
                let first = first_file(&child);
                self.findings.push(
                    Diagnostic::error("E154", format!("the folder of {first} has no _index.md"))
                        .at(whole(first))
                        .hint("a chapter's own title and text stand in _index.md of its folder"),
                );
                // Its sections are still looked at, so that their faults are told in the same run.
                let slugs = [slugs, &[slug(&name)]].concat();
                self.children(child, parent, in_front, &slugs, above);
                continue;
            };
            if slugs.len() >= DEEPEST {
                self.findings.push(
                    Diagnostic::error("E147", "chapters are nested too deeply")
                        .at(whole(path))
                        .hint("a number such as 1.2.3.4 is long enough; move the section up"),
                );
                continue;
            }
            // Until the mark is known, the text counts as sealed.
            let source = SourceText::new(format!("content/{path}"), self.sources.sections[path].as_str(), true);
            let parsed = front_matter::parse(&source, self.findings);
            let is_front = parsed.front_matter.front.as_ref().is_some_and(|front| front.value);
            let weight = parsed.front_matter.weight.unwrap_or(0);
            // Forewords come before everything else.
            let order = (parent.is_some() || !is_front, weight);
            entries.push((order, name, child, source, parsed));
        }
        entries.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for (_, name, child, source, parsed) in entries {
            let mut slugs = slugs.to_vec();
            slugs.push(slug(&name));
            let page = self.page(source, &parsed, parent, in_front, slugs.clone(), above);
            // An open section is an exception of its own: what is below it inherits from above it.
            let marking = if page.marking.is_open() {
                above.clone()
            } else {
                page.marking.clone()
            };
            let is_front = page.front;
            self.pages.push(page);
            self.children(child, Some(self.pages.len() - 1), is_front, &slugs, &marking);
        }
    }

    fn page(
        &mut self,
        source: SourceText,
        parsed: &Parsed,
        parent: Option<usize>,
        in_front: bool,
        slugs: Vec<String>,
        above: &Marking,
    ) -> Page {
        let front = &parsed.front_matter;
        let classification = match &front.classification {
            // Without a mark of its own a section is never lower than the plan or its chapter.
            None => above.classification.max(self.plan.classification),
            Some(mark) => match self.plan.scheme.parse(&mark.value) {
                Ok(classification) => classification,
                Err(error) => {
                    let diagnostic = bad_mark(error, &self.plan.scheme);
                    self.findings.push(diagnostic.at(parsed.place(&source, mark)));
                    // Sealed, and so low that no block in it is called lower.
                    Classification::Terhad
                }
            },
        };
        if front.title.value.trim().is_empty() {
            self.findings.push(
                Diagnostic::error("E155", "the title is empty")
                    .at(parsed.place(&source, &front.title))
                    .hint("write the heading as it should be printed"),
            );
        }
        if front.title.value.contains("]{lang=") {
            self.findings.push(
                Diagnostic::error("E493", "a title is plain text and has no phrase in another language")
                    .at(parsed.place(&source, &front.title))
                    .hint("take brackets and braces away; headings below `---` may have such phrases"),
            );
        }
        let names = self.audience(&front.audience, |name| parsed.place(&source, name));
        if classification.is_open() && !names.is_empty() {
            self.findings.push(
                Diagnostic::error("E156", "an open section has an audience")
                    .at(parsed.place(&source, &front.audience[0]))
                    .hint(format!(
                        "everybody reads open sections; take `audience` away, or mark the section {}",
                        self.plan.scheme.sealed()
                    )),
            );
        }
        let audience = if classification.is_open() {
            Audience::default()
        } else {
            above.audience.narrowed(names)
        };
        if let Some(text) = front
            .number
            .as_ref()
            .filter(|text| super::numbering::is_yes_or_no(&text.value))
        {
            self.findings.push(
                Diagnostic::error("E299", "this word would be printed as the number of the section")
                    .at(parsed.place(&source, text))
                    .hint("write number: false for none, a number such as \"3.0\", or take the key away to have it counted"),
            );
        }
        let number = match &front.number {
            None => NumberWish::Counted,
            Some(text) if text.value.trim() == "false" => NumberWish::Without,
            Some(text) => NumberWish::Fixed(text.value.trim().to_owned()),
        };
        if let (NumberWish::Fixed(text), Some(place)) = (&number, &front.number)
            && !classification.is_open()
            && !is_plain_number(text)
        {
            self.findings.push(
                Diagnostic::error(
                    "E149",
                    "the number of a sealed section is published and must not tell its title",
                )
                .at(parsed.place(&source, place))
                .hint("write a number alone, or with Lampiran, Bab, Bahagian, Jadual, Seksyen or Annex before it"),
            );
        }
        let placed = match (parent, in_front) {
            (_, true) => Placed::InFront,
            (None, false) => Placed::Top,
            (Some(_), false) => Placed::InChapter,
        };
        let (is_front, foreword) = foreword::read(&source, parsed, &placed, self.findings);
        let number = if is_front { NumberWish::Without } else { number };
        let (title, label) = labelled(front.title.value.trim());
        Page {
            id: String::new(),
            slugs,
            parent,
            depth: parent.map_or(1, |parent| self.pages[parent].depth + 1),
            title: title.to_owned(),
            label,
            number,
            front: is_front,
            foreword,
            description: front.description.clone(),
            marking: Marking {
                classification,
                audience,
            },
            body: parsed.body_start..source.text().len(),
            is_known: parsed.is_known,
            source,
        }
    }

    fn audience(&mut self, names: &[Spanned<String>], place: impl Fn(&Spanned<String>) -> Place) -> BTreeSet<String> {
        for name in names {
            if let Some(diagnostic) = unknown_audience(self.list, &name.value) {
                self.findings.push(diagnostic.at(place(name)));
            }
        }
        names.iter().map(|name| name.value.clone()).collect()
    }
}

/// The diagnostic for a mark that is not accepted.
pub(super) fn bad_mark(error: ParseMarkError, scheme: &Scheme) -> Diagnostic {
    match error {
        ParseMarkError::TooHigh => Diagnostic::error(
            "E201",
            "matter of this classification may not be published by this system",
        )
        .hint(scheme.refusal()),
        ParseMarkError::Unknown => {
            Diagnostic::error("E202", "unknown classification").hint(format!("use {}", scheme.all()))
        }
    }
}

/// The diagnostic when a name is neither a group nor a copy number of the list.
pub(super) fn unknown_audience(list: &DistributionList, name: &str) -> Option<Diagnostic> {
    let known = !list.complete
        || list.groups.contains_key(name)
        || list.copies.iter().any(|copy| copy.number.as_str() == name)
        || list.teams.iter().any(|team| team.number.as_str() == name);
    (!known).then(|| {
        let groups = list.groups.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        Diagnostic::error("E157", "unknown audience").hint(format!(
            "use a group ({groups}) or a copy number of distribution/list.yaml"
        ))
    })
}

/// `3.42`, `BAB 3`, `Lampiran IV`, `A.1`: at most one of the usual words, and an ordinal.
fn is_plain_number(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "lampiran", "bab", "bahagian", "bagian", "seksyen", "jadual", "tabel", "annex", "appendix", "part", "chapter",
        "section",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let ordinal = match words.as_slice() {
        [ordinal] => ordinal,
        [word, ordinal] if WORDS.contains(&word.to_lowercase().as_str()) => ordinal,
        _ => return false,
    };
    let part = |part: &str| {
        let is_roman = part.len() <= 8 && part.chars().all(|c| "IVXLCDMivxlcdm".contains(c));
        let is_number = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = part.len() <= 2 && part.chars().all(|c| c.is_ascii_alphanumeric());
        !part.is_empty() && (is_roman || is_number || is_letter)
    };
    ordinal.len() <= 16 && ordinal.trim_matches(['(', ')', '.']).split(['.', '-', '/']).all(part)
}

/// The place of a whole file; nothing of its text is quoted.
fn whole(path: &str) -> Place {
    SourceText::new(format!("content/{path}"), "", true).line(1)
}

/// `Skop {#sec-skop}`
fn labelled(title: &str) -> (&str, Option<String>) {
    let label = title.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    match label {
        Some((words, label)) if is_label(label) && label.starts_with("sec-") && !words.trim().is_empty() => {
            (words.trim_end(), Some(label.to_owned()))
        }
        _ => (title, None),
    }
}

fn first_file(node: &Node) -> &str {
    node.file
        .as_deref()
        .or_else(|| node.children.values().next().map(first_file))
        .unwrap_or("an empty folder")
}

/// `01-pengenalan` and `01-pengenalan.md` are `pengenalan`.
fn slug(name: &str) -> String {
    let name = name.strip_suffix(".md").unwrap_or(name);
    let rest = name
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(['-', '_', '.']);
    let bare = if rest.is_empty() { name } else { rest };
    let slug = super::markdown::slug(bare);
    if slug.is_empty() {
        super::markdown::slug(name)
    } else {
        slug
    }
}

fn same_paths(pages: &[Page], findings: &mut Findings) {
    let mut seen: BTreeMap<&[String], &Page> = BTreeMap::new();
    for page in pages {
        let own = page.slugs.last().map_or("", String::as_str);
        let is_id = own
            .strip_prefix(['s', 'f'])
            .is_some_and(|rest| rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_digit()));
        if own.is_empty() || is_id || page.slugs.len() == 1 && RESERVED_FOLDERS.contains(&own) {
            findings.push(
                Diagnostic::error("E158", "this name is empty or used by a page that the program makes")
                    .at(page.source.line(1))
                    .hint("rename the file or folder"),
            );
        }
        if let Some(first) = seen.insert(&page.slugs, page) {
            findings.push(
                Diagnostic::error(
                    "E159",
                    format!("two sections have the same address: {}", first.source.path()),
                )
                .at(page.source.line(1))
                .hint("rename one of the two files; the number before the name does not count"),
            );
        }
    }
}
