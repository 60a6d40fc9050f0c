//! Words as they are compared. `reader/src/search/words.ts` must follow every rule here.

use std::collections::BTreeSet;

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Longer words are compared by their beginning.
const LONGEST: usize = 40;

/// All words of a text, each once: small letters without accents. Of a code such as `3.3.1` or `03-01` the whole and its
/// pieces, of `garis-garis` the pieces and `garisgaris`.
pub fn words(text: &str) -> BTreeSet<String> {
    let text: Vec<char> = text
        .nfkd()
        .collect::<String>()
        .to_lowercase()
        .chars()
        .filter_map(plain)
        .collect();
    let mut words = BTreeSet::new();
    let mut at = 0;
    while at < text.len() {
        if !is_letter(text[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut pieces = 0;
        loop {
            let piece = at;
            while at < text.len() && is_letter(text[at]) {
                at += 1;
            }
            words.insert(cut(&text[piece..at]));
            pieces += 1;
            let goes_on = at + 1 < text.len() && is_joint(text[at]) && is_letter(text[at + 1]);
            if !goes_on {
                break;
            }
            at += 1;
        }
        let whole = &text[start..at];
        if pieces == 1 || whole.len() > LONGEST {
            continue;
        }
        if whole.iter().any(char::is_ascii_digit) {
            words.insert(whole.iter().collect());
        } else if whole.iter().all(|c| is_letter(*c) || matches!(c, '-' | '\'')) {
            words.insert(whole.iter().filter(|c| is_letter(**c)).collect());
        }
    }
    words
}

/// Other forms under which a word is found: its root, and what the root may be where a prefix has swallowed its first
/// letter (`mengawal` from `kawal`, `menulis` from `tulis`, `memohon` from `mohon`); of an English plural the singular.
pub fn roots(word: &str) -> BTreeSet<String> {
    let mut roots = BTreeSet::new();
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return roots;
    }
    let stemmer = Stemmer::create(Algorithm::Indonesian);
    for form in [vec![word.to_owned()], singular(word), unswallowed(word)].concat() {
        let root = stemmer.stem(&form).into_owned();
        roots.insert(stemmer.stem(&root).into_owned());
        roots.insert(root);
        roots.insert(form);
    }
    roots.retain(|root| root != word && root.len() > 2);
    roots
}

fn singular(word: &str) -> Vec<String> {
    let stem = |ending: &str| word.strip_suffix(ending);
    if let Some(stem) = stem("ies") {
        return vec![format!("{stem}y")];
    }
    if ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return Vec::new();
    }
    if let Some(stem) = ["xes", "ches", "shes", "sses"]
        .iter()
        .find(|ending| word.ends_with(*ending))
    {
        return vec![word[..word.len() - 2].to_owned()]
            .into_iter()
            .filter(|_| !stem.is_empty())
            .collect();
    }
    stem("s").map(str::to_owned).into_iter().collect()
}

fn unswallowed(word: &str) -> Vec<String> {
    let swallowed = [("ng", "k"), ("n", "t"), ("n", "n"), ("m", "m")];
    let Some(rest) = word.strip_prefix("me").or_else(|| word.strip_prefix("pe")) else {
        return Vec::new();
    };
    swallowed
        .iter()
        .filter_map(|(nasal, first)| {
            Some(format!(
                "{first}{}",
                rest.strip_prefix(nasal).filter(|rest| begins_with_vowel(rest))?
            ))
        })
        .collect()
}

fn begins_with_vowel(text: &str) -> bool {
    text.starts_with(['a', 'e', 'i', 'o', 'u'])
}

fn cut(word: &[char]) -> String {
    word.iter().take(LONGEST).collect()
}

/// Leaves out accents and what is invisible; all dashes and apostrophes are one.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{300}'..='\u{36f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => Some('\''),
        c => Some(c),
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | '_' | '\'' | ':')
}

#[cfg(test)]
mod tests {
    use super::{roots, words};

    #[track_caller]
    fn meet(one: &str, other: &str) {
        let forms = |word: &str| {
            let mut forms = roots(word);
            forms.insert(word.to_owned());
            forms
        };
        assert!(
            !forms(one).is_disjoint(&forms(other)),
            "{one} and {other}: {:?} {:?}",
            forms(one),
            forms(other)
        );
    }

    #[test]
    fn malay_and_indonesian_words_meet_their_roots() {
        for (word, root) in [
            ("pemulihan", "pulih"),
            ("memulihkan", "pemulihan"),
            ("dipulihkan", "pulih"),
            ("mengaktifkan", "aktif"),
            ("pengaktifan", "aktif"),
            ("keselamatan", "selamat"),
            ("mengawal", "kawal"),
            ("pengawal", "kawalan"),
            ("terkawal", "kawal"),
            ("menulis", "tulisan"),
            ("menilai", "nilai"),
            ("memohon", "permohonan"),
            ("menerima", "terima"),
            ("penyimpanan", "simpan"),
            ("pelaksanaan", "laksana"),
            ("melaporkan", "laporan"),
        ] {
            meet(word, root);
        }
    }

    #[test]
    fn english_plurals_meet_their_singulars() {
        for (plural, singular) in [
            ("copies", "copy"),
            ("sections", "section"),
            ("boxes", "box"),
            ("processes", "process"),
        ] {
            meet(plural, singular);
        }
        assert!(!roots("status").contains("statu"), "{:?}", roots("status"));
    }

    #[test]
    fn codes_and_joined_words_are_found_whole_and_in_pieces() {
        let all = |text: &str| words(text).into_iter().collect::<Vec<_>>();
        assert_eq!(all("RTO 3.3.1"), ["1", "3", "3.3.1", "rto"]);
        assert_eq!(all("salinan 03-01."), ["01", "03", "03-01", "salinan"]);
        assert_eq!(all("garis\u{2011}garis"), ["garis", "garisgaris"]);
        assert_eq!(all("Café, CAFÉ naïve"), ["cafe", "naive"]);
        assert_eq!(all("pe\u{ad}mu\u{200b}lihan"), ["pemulihan"]);
        assert_eq!(
            all("<img onerror=x> \u{202e}terbalik"),
            ["img", "onerror", "terbalik", "x"]
        );
        assert_eq!(all(&"a".repeat(500)), ["a".repeat(40)]);
    }
}
