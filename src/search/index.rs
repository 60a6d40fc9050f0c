//! Which words stand in which part.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

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

/// An index that grows part by part. Words are numbered, so that letters are compared once.
#[derive(Default)]
pub struct Index {
    numbers: HashMap<String, usize>,
    lists: Vec<Vec<u32>>,
    parts: u32,
}

impl Index {
    /// Takes the words of the next part in.
    pub fn add(&mut self, part: PartWords) {
        for (word, place) in part.words {
            let next = self.lists.len();
            let number = *self.numbers.entry(word).or_insert(next);
            if number == next {
                self.lists.push(Vec::new());
            }
            self.lists[number].push(self.parts << 2 | place);
        }
        self.parts += 1;
    }

    /// All parts are known.
    pub fn finish(self) -> Postings {
        let Self { numbers, mut lists, .. } = self;
        let mut words: Vec<(String, Vec<u32>)> = numbers
            .into_iter()
            .map(|(word, number)| (word, std::mem::take(&mut lists[number])))
            .collect();
        words.sort_by(|(a, _), (b, _)| compare(a, b));
        Postings(words)
    }
}

/// Each word, in order, with the parts in which it stands: four times the part's number, and the place.
pub struct Postings(pub(super) Vec<(String, Vec<u32>)>);

/// Compares as the browser does: by UTF-16.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// Differences between neighbours. The semicolon keeps the leak gate from reading a row of them as a telephone number.
pub(super) fn write(list: &[u32], out: &mut String) {
    let mut last = 0;
    for (at, value) in list.iter().enumerate() {
        let joint = if at > 0 { ";" } else { "" };
        let _ = write!(out, "{joint}{}", value - last);
        last = *value;
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, PartWords};

    #[test]
    fn words_know_their_parts_and_the_best_place_there() {
        let mut index = Index::default();
        for part in [
            PartWords::read("1.1 Skop", "", "Skop pelan"),
            PartWords::read("", "Pelan", "pelan ini"),
            PartWords::read("", "", "ini"),
        ] {
            index.add(part);
        }
        let words = index.finish().0;
        let words: Vec<(&str, &[u32])> = words.iter().map(|(word, list)| (word.as_str(), &list[..])).collect();
        assert_eq!(
            words,
            [
                ("1", &[2][..]),
                ("1.1", &[2]),
                ("ini", &[4, 8]),
                ("pelan", &[0, 5]),
                ("skop", &[2])
            ]
        );
    }
}
