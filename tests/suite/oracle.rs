//! Who may read what, worked out anew from the plan folder: a second opinion on entitlement that shares no code with
//! the program.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde::Deserialize;

use crate::oracle_list::{Holder, holders, rank};

/// A section or block with its marks.
pub(crate) struct Part {
    pub(crate) id: String,
    /// Id of the section or block whose file in the bundle shows it.
    pub(crate) shown_in: String,
    rank: usize,
    layers: Vec<Vec<String>>,
    /// Words of its own text that begin with `tanda`.
    pub(crate) marks: BTreeSet<String>,
}

/// A plan as the oracle sees it.
pub(crate) struct Oracle {
    pub(crate) parts: Vec<Part>,
    pub(crate) holders: BTreeMap<String, Holder>,
    default_rank: usize,
}

#[derive(Deserialize)]
struct PlanFile {
    classification: String,
}

#[derive(Deserialize)]
struct Front {
    classification: Option<String>,
    #[serde(default)]
    audience: Vec<String>,
    #[serde(default)]
    weight: i64,
    #[serde(default)]
    front: bool,
}

impl Oracle {
    pub(crate) fn read(root: &Path) -> Self {
        let read = |path: &str| fs::read_to_string(root.join(path)).expect("read");
        let plan: PlanFile = serde_yaml::from_str(&read("plan.yaml")).expect("plan.yaml");
        let holders = holders(&read("distribution/list.yaml"));
        let mut oracle = Self {
            parts: Vec::new(),
            holders,
            default_rank: rank(&plan.classification),
        };
        let mut count = 0;
        oracle.folder(&root.join("content"), oracle.default_rank, &[], &mut count);
        oracle
    }

    fn folder(&mut self, folder: &Path, above: usize, layers: &[Vec<String>], count: &mut usize) {
        let mut pages = Vec::new();
        let mut forewords = 0;
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
            let file = if path.is_dir() {
                path.join("_index.md")
            } else {
                path.clone()
            };
            if name == "_index.md" || file.extension().is_none_or(|extension| extension != "md") || !file.exists() {
                continue;
            }
            let text = fs::read_to_string(&file).expect("read");
            let (front, body) = text["---\n".len()..].split_once("\n---\n").expect("front matter");
            let front: Front = serde_yaml::from_str(front).expect("front matter");
            pages.push((front.weight, name, path, front, body.to_owned()));
        }
        pages.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for (_, _, path, front, body) in pages {
            // Forewords are counted apart; those of the sample have no sections below them.
            let id = if front.front {
                forewords += 1;
                format!("f{forewords:03}")
            } else {
                *count += 1;
                format!("s{count:03}")
            };
            let rank = front
                .classification
                .as_deref()
                .map_or(above.max(self.default_rank), rank);
            let mut layers = layers.to_vec();
            if rank == 0 {
                layers.clear();
            } else if !front.audience.is_empty() {
                layers.push(front.audience);
            }
            self.body(&id, rank, &layers, &body);
            if path.is_dir() {
                self.folder(&path, rank, &layers, count);
            }
        }
    }

    fn body(&mut self, section: &str, rank_: usize, layers: &[Vec<String>], body: &str) {
        let part = |id: &str, shown_in: &str, rank, layers: &[Vec<String>]| Part {
            id: id.to_owned(),
            shown_in: shown_in.to_owned(),
            rank,
            layers: layers.to_vec(),
            marks: BTreeSet::new(),
        };
        let first = self.parts.len();
        self.parts.push(part(section, section, rank_, layers));
        let mut open = vec![first];
        for line in body.lines() {
            let top = open[open.len() - 1];
            let Some(fence) = line.strip_prefix(":::") else {
                let words = line
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| word.starts_with("tanda"));
                self.parts[top].marks.extend(words.map(str::to_owned));
                continue;
            };
            if fence.trim().is_empty() {
                open.pop();
                continue;
            }
            let (mark, rest) = fence.trim().split_once(' ').unwrap_or((fence.trim(), ""));
            if ["nota", "amaran"].contains(&mark) {
                // A note belongs to what is around it.
                open.push(top);
                continue;
            }
            let mut layers = self.parts[top].layers.clone();
            if let Some((_, names)) = rest.split_once("audience=\"") {
                let names = names.trim_end_matches(['"', '}']);
                layers.push(names.split(' ').map(str::to_owned).collect());
            }
            // Blocks are counted within what is around them.
            let around = format!("{}-b", self.parts[top].id);
            let before = self.parts[first..]
                .iter()
                .filter_map(|part| part.id.strip_prefix(&around));
            let id = format!("{around}{}", before.filter(|rest| !rest.contains('-')).count() + 1);
            // A block directly in an open section has a file of its own; any other is shown where it stands.
            let shown_in = if self.parts[top].rank == 0 {
                id.clone()
            } else {
                self.parts[top].shown_in.clone()
            };
            open.push(self.parts.len());
            self.parts.push(part(&id, &shown_in, rank(mark), &layers));
        }
        assert_eq!(open, [first], "the blocks of {section} are balanced");
    }

    /// The sealed sections and blocks that a copy entitles to.
    pub(crate) fn entitled(&self, copy: &str) -> impl Iterator<Item = &Part> {
        let holder = &self.holders[copy];
        self.parts.iter().filter(move |part| {
            let admits = |layer: &Vec<String>| layer.iter().any(|name| holder.names.contains(name));
            part.rank > 0 && part.rank <= holder.rank && part.layers.iter().all(admits)
        })
    }

    /// Ids of the files of a bundle, without generated pages.
    pub(crate) fn ids(&self, copy: &str) -> BTreeSet<String> {
        self.entitled(copy)
            .filter(|part| part.id == part.shown_in)
            .map(|part| part.id.clone())
            .collect()
    }

    /// Whether the holder is cleared for the plan's own classification, which generated pages carry.
    pub(crate) fn reads_generated(&self, copy: &str) -> bool {
        self.default_rank <= self.holders[copy].rank
    }
}
