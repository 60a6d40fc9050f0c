//! Gathers what goes into plan.yaml and list.yaml, and what becomes a section of its own.

use jiff::civil::Date;

use super::blocks::Block;
use super::control::{self, Control};
use super::cover::{self, Cover};
use super::distribution::{self, Copy, Distribution, Holder};
use super::inline;
use super::listings;
use super::notes::Notes;
use super::number::Style;
use super::outline::{Node, Outline};
use super::parts::{self, Part, Role};
use super::running::Running;
use super::validity::{self, Validity};

/// The plan, ready to be written.
#[derive(Debug)]
pub(super) struct Plan {
    pub cover: Cover,
    pub control: Control,
    pub date: Date,
    pub reference: String,
    pub organisation: String,
    pub short_title: Option<String>,
    pub references: Vec<String>,
    pub abbreviations: Vec<(String, String)>,
    pub circulated_to: Vec<String>,
    pub validity: Option<Validity>,
    pub distribution: Distribution,
    /// Sections before the first chapter; they carry no number.
    pub front: Vec<Node>,
    pub nodes: Vec<Node>,
    pub style: Style,
}

/// What the parts before the first chapter hold.
#[derive(Default)]
struct Front {
    cover: Cover,
    control: Control,
    references: Vec<String>,
    abbreviations: Vec<(String, String)>,
    circulated_to: Vec<String>,
    /// Distribution lists, each with the section that keeps its other text.
    lists: Vec<(Option<usize>, Vec<Block>)>,
    sections: Vec<Section>,
}

/// What of a part stays text, and the number of chapters and sections before it; none for the front.
struct Section {
    node: Node,
    behind: Option<usize>,
}

impl Front {
    fn take(&mut self, part: Part, behind: Option<usize>, notes: &mut Notes) {
        let Part {
            role,
            title,
            line,
            blocks,
        } = part;
        let mut title = title;
        let rest = match role {
            Role::Cover if behind.is_some() => blocks,
            Role::Cover => {
                "Muka Hadapan".clone_into(&mut title);
                self.cover = cover::read(blocks);
                std::mem::take(&mut self.cover.rest)
            }
            Role::Control => {
                self.control.read(blocks, notes);
                std::mem::take(&mut self.control.rest)
            }
            Role::References => {
                self.references.extend(listings::references(&blocks, notes));
                Vec::new()
            }
            Role::Abbreviations => listings::abbreviations(blocks, &mut self.abbreviations),
            Role::Circulation => listings::circulation(blocks, &mut self.circulated_to),
            Role::Distribution => {
                self.lists.push((Some(self.sections.len()), blocks));
                Vec::new()
            }
            Role::Other => blocks,
        };
        if !rest.is_empty() && matches!(role, Role::Cover | Role::Control) {
            let message = "text of the front pages with no place in plan.yaml, kept as a section";
            notes.attention_at(message, line, &title);
        }
        if !rest.is_empty() || matches!(role, Role::Other | Role::Distribution) {
            let node = Node {
                level: 1,
                number: None,
                title,
                blocks: rest,
            };
            self.sections.push(Section { node, behind });
        }
    }

    /// Reads what a chapter or section says that has a number of its own; it keeps its text.
    fn look_into(&mut self, nodes: &[Node], notes: &mut Notes) {
        for node in nodes {
            let blocks = || node.blocks.clone();
            match parts::role(&node.title) {
                Some(Role::Distribution) if self.lists.is_empty() => self.lists.push((None, blocks())),
                Some(Role::Control) if self.control.version.is_empty() => {
                    self.control.read(blocks(), notes);
                    self.control.rest.clear();
                }
                Some(Role::Abbreviations) => {
                    listings::abbreviations(blocks(), &mut self.abbreviations);
                }
                _ => continue,
            }
            notes.placed("sections read for plan.yaml or list.yaml that also keep their text", 1);
        }
    }
}

/// Reads front and closing matter.
pub(super) fn read(outline: Outline, running: &Running, notes: &mut Notes) -> Plan {
    let Outline {
        front,
        mut nodes,
        back,
        style,
    } = outline;
    let mut found = Front::default();
    for part in parts::split(front) {
        found.take(part, None, notes);
    }
    for (behind, blocks) in back {
        for part in parts::split(blocks).into_iter().filter(|part| !part.blocks.is_empty()) {
            found.take(part, Some(behind), notes);
        }
    }
    found.look_into(&nodes, notes);
    notes.placed(
        "abbreviations, in content/data/abbreviations.yaml",
        found.abbreviations.len(),
    );
    let Front {
        mut cover,
        mut control,
        references,
        abbreviations,
        circulated_to,
        lists,
        mut sections,
    } = found;
    notes.placed("those to whom the document goes, in plan.yaml", circulated_to.len());
    let mut reader = distribution::Reader::new(&abbreviations);
    for (at, blocks) in lists {
        let rest = reader.read(blocks, notes);
        if let Some(at) = at {
            sections[at].node.blocks = rest;
        }
    }
    let mut distribution = reader.finish(notes);
    sections.retain(|section| !section.node.blocks.is_empty() || !is_distribution(&section.node.title));
    let mut front = Vec::new();
    for Section { node, behind } in sections.into_iter().rev() {
        match behind {
            Some(at) => nodes.insert(at, node),
            None => front.push(node),
        }
    }
    front.reverse();
    let mut sections = front;
    closing(&mut nodes, &mut cover, notes);
    version(&mut control, &mut sections, notes);

    write_names(&mut cover, &control, &nodes.iter().chain(&sections));
    if cover.title.is_empty() {
        // Never the words of a section: the title is published, whatever the section's mark.
        let running = most_frequent(running).unwrap_or_else(|| "Pelan".to_owned());
        notes.attention("no title found on a cover: write the true one in plan.yaml");
        cover.title = running;
    }
    let organisation = cover
        .organisation
        .clone()
        .or_else(|| cover.owner.clone())
        .unwrap_or_else(|| {
            notes.attention("no organisation found: write it in plan.yaml");
            "Organisasi".to_owned()
        });
    if distribution.copies.is_empty() {
        notes.attention("no distribution list found: copy 01 for the owner stands in distribution/list.yaml");
        let post = cover.owner.clone().unwrap_or_else(|| organisation.clone());
        distribution.copies.push(Copy {
            number: "01".to_owned(),
            holder: Holder::One {
                post: Some(post),
                name: None,
            },
        });
    }
    let validity = validity::find(nodes.iter().chain(&sections).flat_map(|node| &node.blocks));
    notes.placed(
        "day from which the document is in force, in plan.yaml",
        usize::from(validity.is_some()),
    );
    Plan {
        date: date(&control, &cover, running, notes),
        reference: reference(&control, &cover.title, notes),
        short_title: most_frequent(running).filter(|title| *title != cover.title),
        organisation,
        cover,
        control,
        references,
        abbreviations,
        circulated_to,
        validity,
        distribution,
        front: sections,
        nodes,
        style,
    }
}

/// Gives organisation and owner the mixed case that the text has somewhere.
fn write_names<'n>(cover: &mut Cover, control: &Control, nodes: &(impl Iterator<Item = &'n Node> + Clone)) {
    let posts = [&control.approved, &control.reviewed, &control.prepared].map(|who| who.post.clone());
    let owner = cover.owner.clone();
    for name in [&mut cover.organisation, &mut cover.owner] {
        let stated = posts.iter().chain([&owner]).filter_map(Option::as_deref);
        let texts = nodes
            .clone()
            .flat_map(|node| &node.blocks)
            .map(|block| block.text.as_str());
        if let Some(written) = name
            .as_deref()
            .and_then(|name| cover::as_written(name, stated.chain(texts)))
        {
            *name = Some(written);
        }
    }
}

fn is_distribution(title: &str) -> bool {
    let upper = title.to_uppercase();
    upper.contains("EDARAN") || upper.contains("PEMEGANG") || upper.contains("DISTRIBUTION")
}

/// Statement, copyright and owner once more on the last page.
fn closing(sections: &mut [Node], cover: &mut Cover, notes: &mut Notes) {
    let Some(last) = sections.last_mut() else {
        return;
    };
    let mut kept = Vec::new();
    while let Some(block) = last.blocks.pop() {
        let Some(imprint) = cover::imprint(&block) else {
            last.blocks.push(block);
            break;
        };
        if cover.take(imprint) {
            notes.dropped("statement, copyright and owner line of the last page", 1);
        } else {
            notes.attention_at(
                "closing line that differs from the cover, kept as text",
                block.line,
                &block.text,
            );
            kept.push(block);
        }
    }
    last.blocks.extend(kept.into_iter().rev());
}

/// The version of the control block, else one on the front pages, else 1.0.
fn version(control: &mut Control, sections: &mut [Node], notes: &mut Notes) {
    if !control.version.is_empty() {
        return;
    }
    let stated = sections.iter().flat_map(|node| &node.blocks).find_map(|block| {
        let text = inline::plain(&block.text);
        let words = ["Versi ", "VERSI ", "Version ", "Ver. "];
        let rest = words.iter().find_map(|word| text.strip_prefix(word))?;
        Some(control::version(rest)).filter(|version| !version.is_empty() && text.len() < 40)
    });
    control.version = stated.unwrap_or_else(|| {
        notes.attention("no version found: 1.0 is written in plan.yaml");
        "1.0".to_owned()
    });
}

fn most_frequent(running: &Running) -> Option<String> {
    let best = running.titles.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
    Some(best.0.clone())
}

/// The date of the document; where only a year stands, its first day.
fn date(control: &Control, cover: &Cover, running: &Running, notes: &mut Notes) -> Date {
    let stated = control
        .date
        .or(control.approved.date)
        .or(control.reviewed.date)
        .or(control.prepared.date)
        .or(cover.date);
    if let Some(date) = stated {
        return date;
    }
    let year = cover.year.or_else(|| {
        running
            .years
            .iter()
            .max_by_key(|(_, count)| **count)
            .map(|(year, _)| *year)
    });
    let (year, message) = match year {
        Some(year) => (
            year,
            "only a year found for the date: its first day is written in plan.yaml",
        ),
        None => (
            1970,
            "no date found: 1970-01-01 stands in plan.yaml until you write the true one",
        ),
    };
    notes.attention(message);
    jiff::civil::date(year, 1, 1)
}

/// The reference number, else the short name that the title gives in brackets.
fn reference(control: &Control, title: &str, notes: &mut Notes) -> String {
    let given = control.reference.as_deref().map(str::trim);
    if let Some(reference) = given.filter(|reference| !reference.is_empty()) {
        return reference.to_owned();
    }
    notes.attention("no reference number found: write the true one in plan.yaml");
    let bracketed = title
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .find(|word| !word.contains(char::is_whitespace) && (2..=20).contains(&word.len()));
    bracketed.map_or_else(|| super::slug::slug(title).to_uppercase(), str::to_owned)
}
