//! Writes the content files with the source's own numbers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::body;
use super::captioned::Captioned;
use super::front::Plan;
use super::mark::{Mark, Marking};
use super::notes::Notes;
use super::number::Style;
use super::outline::Node;
use super::placeholder;
use super::slug;
use super::yaml;
use crate::plan::RESERVED_FOLDERS;

#[derive(Serialize)]
struct FrontMatter<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<Shown<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<&'static str>,
}

/// `number:` where counting would not give what the source shows.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(untagged)]
enum Shown<'a> {
    Not(bool),
    Text(&'a str),
}

/// A title without what names the language of a phrase.
fn plain(title: &str) -> String {
    title.replace("]{lang=", "] {lang=")
}

/// Paths and texts of all sections.
pub(super) fn write(plan: &Plan, marking: Marking, notes: &mut Notes) -> Vec<(String, String)> {
    let all: Vec<&Node> = plan.front.iter().chain(&plan.nodes).collect();
    let paths = paths(&all);
    let numbers = numbers(&all, plan.front.len(), plan.style);
    let open = (marking.found == Mark::Terbuka).then_some("TERBUKA");
    let captions = Captioned::of(all.iter().map(|node| node.blocks.as_slice()));
    let mut pictures = BTreeSet::new();
    let mut files: Vec<(String, String)> = all
        .iter()
        .zip(paths)
        .zip(numbers)
        .map(|((node, path), number)| {
            let front = yaml::document(&FrontMatter {
                title: &plain(&node.title),
                number,
                classification: open,
            });
            let up = "../".repeat(path.matches('/').count().saturating_sub(1));
            let body = body::write(&node.blocks, &captions, &up, &mut pictures, notes);
            let gap = if body.is_empty() { "" } else { "\n" };
            (path, format!("---\n{front}---\n{gap}{body}"))
        })
        .collect();
    files.extend(pictures.iter().map(|number| {
        let path = format!("content/{}", placeholder::path(number));
        (path, placeholder::drawing(number))
    }));
    files
}

/// Where each node stands: its parent's index and its place among its siblings.
fn paths(nodes: &[&Node]) -> Vec<String> {
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(nodes.len());
    let mut children = vec![0_usize; nodes.len() + 1];
    let mut ordinals = Vec::with_capacity(nodes.len());
    let mut open: [Option<usize>; 4] = [None; 4];
    for (index, node) in nodes.iter().enumerate() {
        let parent = if node.level == 1 { None } else { open[node.level - 1] };
        let slot = parent.map_or(0, |parent| parent + 1);
        children[slot] += 1;
        ordinals.push(children[slot]);
        parents.push(parent);
        open[node.level] = Some(index);
    }
    let mut folders: Vec<String> = Vec::with_capacity(nodes.len());
    let mut taken = BTreeSet::new();
    let mut again = BTreeMap::new();
    let mut out = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let count = children[parents[index].map_or(0, |parent| parent + 1)];
        let width = count.to_string().len().max(2);
        let base = parents[index].map_or("content", |parent| folders[parent].as_str());
        // The number before the name does not count in an address, so the name itself must differ.
        let slug = slug::slug(&node.title);
        let mut own = slug.clone();
        let again = again.entry(format!("{base}/{slug}")).or_insert(1_usize);
        while is_reserved(&own, node.level) || !taken.insert(format!("{base}/{own}")) {
            *again += 1;
            own = format!("{slug}-{again}");
        }
        let name = format!("{:0width$}-{own}", ordinals[index]);
        let folder = format!("{base}/{name}");
        let has_children = children[index + 1] > 0;
        out.push(if node.level == 1 || has_children {
            format!("{folder}/_index.md")
        } else {
            format!("{folder}.md")
        });
        folders.push(folder);
    }
    out
}

/// Names that the site needs for itself: its own folders, and the ids of sealed sections.
fn is_reserved(slug: &str, level: usize) -> bool {
    let is_id = slug
        .strip_prefix('s')
        .is_some_and(|rest| rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    is_id || level == 1 && RESERVED_FOLDERS.contains(&slug)
}

/// Counts as the build will and notes what differs from the source.
fn numbers<'a>(nodes: &[&'a Node], front: usize, style: Style) -> Vec<Option<Shown<'a>>> {
    // for each level: numbers counted so far, and whether one was given by hand
    let mut counts = [0_usize; 4];
    let mut by_hand = [false; 4];
    // the counted number of the open node at each level, while it is a counted one
    let mut counted: [Option<String>; 4] = [Some(String::new()), None, None, None];
    let mut out = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let level = node.level;
        for below in level + 1..4 {
            counts[below] = 0;
            by_hand[below] = false;
            counted[below] = None;
        }
        counted[level] = None;
        let Some(shown) = node.number.as_deref() else {
            let silent = style == Style::None && index >= front;
            out.push((!silent).then_some(Shown::Not(false)));
            continue;
        };
        counts[level] += 1;
        let n = counts[level];
        let (expected, stem) = match (level, style, counted[level - 1].as_deref()) {
            (_, _, None) => (None, String::new()),
            (1, Style::Bab, _) => (Some(format!("BAB {n}")), n.to_string()),
            (1, _, _) => (Some(format!("{n}.0")), n.to_string()),
            (_, _, Some(above)) => {
                let number = format!("{above}.{n}");
                (Some(number.clone()), number)
            }
        };
        if expected.as_deref() == Some(shown) && !by_hand[level] {
            counted[level] = Some(stem);
            out.push(None);
        } else {
            by_hand[level] = true;
            out.push(Some(Shown::Text(shown)));
        }
    }
    out
}
