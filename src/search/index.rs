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

    /// All words are known.
    pub fn close(self) -> Words {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by(|a, b| compare(&self.words[*a], &self.words[*b]));
        Words {
            words: self.words,
            order,
        }
    }
}

/// All words of a vocabulary, and their order.
pub struct Words {
    words: Vec<String>,
    order: Vec<usize>,
}

impl Words {
    /// An index: words with the numbers of the parts in which they stand. Parts come in order.
    pub fn index<'a>(&self, parts: impl IntoIterator<Item = (usize, &'a Numbered)>) -> Postings<'_> {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); self.words.len()];
        for (part, Numbered(words)) in parts {
            let part = u32::try_from(part).unwrap_or(u32::MAX >> 2);
            for (number, place) in words {
                lists[*number].push(part << 2 | place);
            }
        }
        let in_order = self
            .order
            .iter()
            .map(|number| (self.words[*number].as_str(), std::mem::take(&mut lists[*number])));
        Postings(in_order.filter(|(_, list)| !list.is_empty()).collect())
    }
}

/// Each word with the parts in which it stands: four times the part's number, and the place.
pub struct Postings<'a>(pub(super) Vec<(&'a str, Vec<u32>)>);

impl Postings<'_> {
    /// A JSON list of word, list, word, list; as the browser reads it.
    pub fn json(&self) -> String {
        let mut out = String::from("[");
        for (word, list) in &self.0 {
            out.push_str(if out.len() > 1 { ",\"" } else { "\"" });
            // Letters, figures and what may join them: nothing that JSON escapes.
            out.push_str(word);
            out.push_str("\",\"");
            write(list, &mut out);
            out.push('"');
        }
        out.push(']');
        out
    }
}

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
        let words = vocabulary.close();
        let index = words.index(parts.iter().enumerate());
        assert_eq!(
            index.json(),
            r#"["1","2","1.1","2","ini","4;4","pelan","0;5","skop","2"]"#
        );
        // Of some parts only their own words.
        assert_eq!(words.index([(0, &parts[2])]).json(), r#"["ini","0"]"#);
    }
}
