//! Which words stand in which part.

use std::collections::{BTreeMap, HashMap};

use super::words;

/// Where in a part a word stands; the greater counts more.
const TEXT: u32 = 0;
const HEADING: u32 = 1;
const TITLE: u32 = 2;

/// Words of one part, each once with the best place where it stands.
pub struct PartWords {
    words: BTreeMap<String, u32>,
}

impl PartWords {
    /// Reads a part; `title` is the number and title of the section, given with its first part alone.
    pub fn read(title: &str, heading: &str, text: &str) -> Self {
        let mut all = BTreeMap::new();
        // The best place last, so that it stays.
        for (place, text) in [(TEXT, text), (HEADING, heading), (TITLE, title)] {
            all.extend(words(text).into_iter().map(|word| (word, place)));
        }
        Self { words: all }
    }
}

/// Words by number, so that an index of many parts is made without comparing letters.
#[derive(Default)]
pub struct Vocabulary {
    numbers: HashMap<String, usize>,
    words: Vec<String>,
}

/// Words of one part as numbers of a [`Vocabulary`], each with its place.
pub struct Numbered(Vec<(usize, u32)>);

impl Vocabulary {
    /// Takes the words of a part in.
    pub fn number(&mut self, part: PartWords) -> Numbered {
        let mut numbered = Vec::with_capacity(part.words.len());
        for (word, place) in part.words {
            let next = self.words.len();
            let number = *self.numbers.entry(word).or_insert_with_key(|word| {
                self.words.push(word.clone());
                next
            });
            numbered.push((number, place));
        }
        Numbered(numbered)
    }

    /// An index of some parts, counted in the order in which they come.
    pub fn index<'a>(&self, parts: impl IntoIterator<Item = &'a Numbered>) -> Postings<'_> {
        let mut lists = vec![Vec::new(); self.words.len()];
        for (part, Numbered(words)) in parts.into_iter().enumerate() {
            let part = u32::try_from(part).unwrap_or(u32::MAX >> 2);
            for (number, place) in words {
                lists[*number].push(part << 2 | place);
            }
        }
        let mut lists: Vec<(&str, Vec<u32>)> = self
            .words
            .iter()
            .map(String::as_str)
            .zip(lists)
            .filter(|(_, list)| !list.is_empty())
            .collect();
        sort(&mut lists, |(word, _)| word);
        Postings(lists)
    }
}

/// Each word with the parts in which it stands: four times the part's number, and the place.
pub struct Postings<'a>(pub(super) Vec<(&'a str, Vec<u32>)>);

impl Postings<'_> {
    /// Word, list, word, list; as the browser reads it.
    pub fn pairs(&self) -> Vec<String> {
        let pairs = self.0.iter();
        pairs
            .flat_map(|(word, list)| [(*word).to_owned(), written(list)])
            .collect()
    }
}

/// Sorts as the browser compares: by UTF-16.
pub(super) fn sort<T>(entries: &mut [T], key: impl Fn(&T) -> &str) {
    entries.sort_by(|a, b| key(a).encode_utf16().cmp(key(b).encode_utf16()));
}

/// Differences between neighbours. The semicolon keeps the leak gate from reading a row of them as a telephone number.
pub(super) fn written(list: &[u32]) -> String {
    let mut last = 0;
    let mut out = String::new();
    for value in list {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&(value - last).to_string());
        last = *value;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{PartWords, Vocabulary};

    #[test]
    fn words_know_their_parts_and_the_best_place_there() {
        let mut vocabulary = Vocabulary::default();
        let parts = [
            PartWords::read("1.1 Skop", "", "Skop pelan"),
            PartWords::read("", "Pelan", "pelan ini"),
            PartWords::read("", "", "ini"),
        ]
        .map(|part| vocabulary.number(part));
        let index = vocabulary.index(&parts);
        assert_eq!(
            index.pairs(),
            ["1", "2", "1.1", "2", "ini", "4;4", "pelan", "0;5", "skop", "2"]
        );
        // Of some parts only their own words, counted anew.
        assert_eq!(vocabulary.index(&parts[2..]).pairs(), ["ini", "0"]);
    }
}
