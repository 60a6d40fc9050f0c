//! Words behind a fence that nearly name a data block: what is below them would be published as code.

use super::KINDS;

/// Other names by which writers call a data block, without hyphens and blanks.
const MEANT: [(&str, &str); 37] = [
    ("actionplans", "actionplan"),
    ("pelantindakan", "actionplan"),
    ("rencanaaksi", "actionplan"),
    ("analisisimpak", "bia"),
    ("businessimpact", "bia"),
    ("senaraisemak", "checklist"),
    ("daftarperiksa", "checklist"),
    ("kenalan", "contacts"),
    ("kenalankecemasan", "contacts"),
    ("kontak", "contacts"),
    ("kontakdarurat", "contacts"),
    ("direktori", "contacts"),
    ("directory", "contacts"),
    ("telefon", "contacts"),
    ("telepon", "contacts"),
    ("telephone", "contacts"),
    ("phone", "contacts"),
    ("graphviz", "dot"),
    ("cartaalir", "flow"),
    ("flowchart", "flow"),
    ("aliran", "flow"),
    ("arahan", "instructions"),
    ("pemetaan", "mapping"),
    ("mitigasi", "mitigation"),
    ("cartaorganisasi", "orgchart"),
    ("organisasi", "orgchart"),
    ("prosedur", "procedure"),
    ("risiko", "risk"),
    ("riskregister", "risk"),
    ("daftarrisiko", "risk"),
    ("peranan", "roles"),
    ("peran", "roles"),
    ("strategi", "strategy"),
    ("strategies", "strategy"),
    ("instruksi", "instructions"),
    ("struktur", "orgchart"),
    ("registers", "risk"),
];

/// What lists are called in front of what they list.
const LISTS: [&str; 4] = ["senarai", "daftar", "direktori", "nombor"];

/// Whether the words behind a fence say that code is meant, whatever stands in it.
pub(in crate::document) fn is_shown(info: &str) -> bool {
    let first = info.split_whitespace().next().unwrap_or_default();
    matches!(first, "text" | "markdown")
}

/// The data block that a fence means and does not name.
pub(in crate::document) fn meant(info: &str) -> Option<&'static str> {
    if is_shown(info) {
        return None;
    }
    let mut words: Vec<String> = info
        .split(|c: char| c.is_whitespace() || matches!(c, '{' | '}'))
        .map(plain)
        .collect();
    words.retain(|word| !word.is_empty());
    let first = words.first()?;
    let joined = words.concat();
    let listed = || LISTS.iter().find_map(|list| other(joined.strip_prefix(list)?));
    let kind = KINDS.into_iter().find(|kind| is_near(first, kind));
    let later = || words[1..].iter().find_map(|word| exact(word));
    kind.or_else(|| other(first))
        .or_else(|| other(&joined))
        .or_else(listed)
        .or_else(later)
}

/// Small letters without signs around them and hyphens in them.
fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn exact(word: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| *kind == word).or_else(|| other(word))
}

fn other(word: &str) -> Option<&'static str> {
    MEANT.into_iter().find(|(name, _)| *name == word).map(|(_, kind)| kind)
}

fn is_near(word: &str, kind: &str) -> bool {
    let (word, kind) = (word.trim_end_matches('s'), kind.trim_end_matches('s'));
    word == kind || is_slip(word, kind)
}

/// Whether one letter more, less or other makes a long word of another one, or two letters that changed places any word.
fn is_slip(word: &str, kind: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), kind.chars().collect());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a[start..]
        .iter()
        .rev()
        .zip(b[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let is_swapped = matches!((a, b), ([a, b], [c, d]) if a == d && b == c);
    is_swapped && kind.len() > 3 || kind.len() > 4 && a.len() <= 1 && b.len() <= 1
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn slips_are_told_from_other_languages() {
        for (info, kind) in [
            ("conatcts", "contacts"),
            ("cotnacts", "contacts"),
            ("conatct", "contacts"),
            ("\"contacts\"", "contacts"),
            ("yaml contacts", "contacts"),
            ("senarai kenalan", "contacts"),
            ("Senarai Telefon", "contacts"),
            ("rsik", "risk"),
            ("{.risk}", "risk"),
            ("carta alir", "flow"),
        ] {
            assert_eq!(meant(info), Some(kind), "{info}");
        }
        for info in [
            "",
            "rust",
            "text",
            "text contacts",
            "markdown",
            "yaml",
            "fluid",
            "disk",
            "rules",
            "json {.x}",
        ] {
            assert_eq!(meant(info), None, "{info}");
        }
    }
}
