//! Attributes in braces, as Pandoc and Quarto write them: `{#fig-peta .wide alt="Peta bilik"}`.

/// What stands between the braces.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// After `#`.
    pub(super) id: Option<String>,
    /// After `.`.
    pub(super) classes: Vec<String>,
    /// `key=value` and `key="several words"`.
    pub(super) pairs: Vec<(String, String)>,
}

/// Reads `{…}`, the whole of it. `None` when it is anything else.
pub(super) fn parse(text: &str) -> Option<Attributes> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut attributes = Attributes::default();
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).map_or(rest, |end| &rest[..end]);
        if let Some(id) = word.strip_prefix('#') {
            if !is_name(id) || attributes.id.is_some() {
                return None;
            }
            attributes.id = Some(id.to_owned());
            rest = &rest[word.len()..];
        } else if let Some(class) = word.strip_prefix('.') {
            if !is_name(class) {
                return None;
            }
            attributes.classes.push(class.to_owned());
            rest = &rest[word.len()..];
        } else {
            let (key, after) = rest.split_once('=')?;
            if !is_name(key) {
                return None;
            }
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?,
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            attributes.pairs.push((key.to_owned(), value.to_owned()));
            rest = after;
        }
        rest = rest.trim_start();
    }
    Some(attributes)
}

/// A letter, then letters, digits, `-`, `_`, `.` and `:`.
fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_whole_or_not_at_all() {
        let read = parse("{#fig-a .wide file=risiko.yaml alt=\"Dua kata\"}").expect("good");
        assert_eq!(read.id.as_deref(), Some("fig-a"));
        assert_eq!(read.classes, ["wide"]);
        assert_eq!(
            read.pairs,
            [
                ("file".to_owned(), "risiko.yaml".to_owned()),
                ("alt".to_owned(), "Dua kata".to_owned())
            ]
        );
        assert_eq!(parse("{}"), Some(Attributes::default()));
        for bad in [
            "", "#a", "{#a", "{#}", "{#a #b}", "{a}", "{a=\"b}", "{=b}", "{.}", "{#1}",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
