//! The index of the open site in small files, each a script: under `file://` a page may load scripts and nothing else.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    index::{Postings, compare, write},
    words::roots,
};
use crate::digest;

/// A shard is closed once it holds so many bytes.
const LARGE: usize = 32 << 10;

/// A file of the index.
pub struct Shard {
    /// Name, by content.
    pub name: String,
    /// The script.
    pub text: String,
}

/// The files of an index, and where in them what begins.
#[derive(Default)]
pub struct Shards {
    /// The files.
    pub files: Vec<Shard>,
}

impl Shards {
    /// Writes words and roots; returns the first key of each file and its name.
    pub fn words(&mut self, postings: &Postings) -> Value {
        let mut entries: Vec<(String, String)> = postings
            .0
            .iter()
            .map(|(word, list)| (word.clone(), written(list)))
            .collect();
        let derived: Vec<(String, &[u32])> = postings
            .0
            .par_iter()
            .flat_map_iter(|(word, list)| roots(word).into_iter().map(|root| (root, list.as_slice())))
            .collect();
        let mut by_root: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (root, list) in derived {
            by_root.entry(root).or_default().extend_from_slice(list);
        }
        entries.extend(
            by_root
                .into_iter()
                .map(|(root, list)| (broken(&root), written(&best(list)))),
        );
        entries.sort_by(|(a, _), (b, _)| compare(a, b));
        let entries = entries.into_iter().map(|(key, list)| {
            let size = key.len() + list.len() + 6;
            (key.clone(), size, vec![json!(key), json!(list)])
        });
        self.cut(entries)
    }

    /// Writes what results show of sections; returns the first section of each file and its name.
    pub fn sections(&mut self, sections: impl Iterator<Item = (Value, usize)>) -> Value {
        let entries = sections.enumerate().map(|(at, (value, size))| (at, size, vec![value]));
        self.cut(entries)
    }

    fn cut<K>(&mut self, entries: impl Iterator<Item = (K, usize, Vec<Value>)>) -> Value
    where
        Value: From<K>,
    {
        let mut starts = Vec::new();
        let mut held: Vec<Value> = Vec::new();
        let (mut first, mut total) = (None, 0);
        for (key, size, values) in entries {
            if total > 0 && total + size > LARGE {
                let first = first.take().map_or(Value::Null, Value::from);
                starts.push(json!([first, self.file(std::mem::take(&mut held))]));
                total = 0;
            }
            first.get_or_insert(key);
            total += size;
            held.extend(values);
        }
        if let Some(first) = first {
            starts.push(json!([Value::from(first), self.file(held)]));
        }
        Value::Array(starts)
    }

    fn file(&mut self, held: Vec<Value>) -> String {
        let json = digest::canonical_json(&Value::Array(held));
        let json = json.trim_end();
        let name = digest::hex(json.as_bytes())[..16].to_owned();
        let text = script(&name, json);
        self.files.push(Shard {
            name: name.clone(),
            text,
        });
        name
    }
}

/// The call by which a file hands its content over.
fn script(name: &str, json: &str) -> String {
    format!("terkawalSearch.take(\"{name}\",{json})\n")
}

/// The first file, which says where everything is.
pub fn entry(facts: &Value) -> String {
    script("index", digest::canonical_json(facts).trim_end())
}

/// A root as a key: `|pu|li|h`. Roots need not stand in any open text, and the leak gate would take one for a sealed title;
/// in pieces of two letters it is no word.
fn broken(root: &str) -> String {
    let mut out = String::with_capacity(root.len() * 2);
    for (at, c) in root.chars().enumerate() {
        if at % 2 == 0 {
            out.push('|');
        }
        out.push(c);
    }
    out
}

fn written(list: &[u32]) -> String {
    let mut out = String::new();
    write(list, &mut out);
    out
}

/// Sorted, of each part the best place alone.
fn best(mut list: Vec<u32>) -> Vec<u32> {
    list.sort_unstable_by(|a, b| (a >> 2).cmp(&(b >> 2)).then(b.cmp(a)));
    list.dedup_by_key(|value| *value >> 2);
    list
}

#[cfg(test)]
mod tests {
    use super::{best, broken};

    #[test]
    fn a_root_is_broken_into_pairs_of_letters() {
        assert_eq!(broken("pulih"), "|pu|li|h");
        assert_eq!(broken("aktif"), "|ak|ti|f");
    }

    #[test]
    fn of_each_part_the_best_place_stays() {
        assert_eq!(best(vec![4, 9, 8, 2, 6]), [2, 6, 9]);
    }
}
