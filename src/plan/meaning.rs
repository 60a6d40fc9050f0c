//! What an abbreviation stands for, and phrases of which the language is told: `[recovery time objective]{lang=en}`.

use unic_langid::LanguageIdentifier;

/// What an abbreviation stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meaning {
    /// In words.
    pub words: String,
    /// BCP 47 tag of their language, when it is not the plan's.
    pub language: Option<String>,
}

/// What is wrong with a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadMeaning {
    /// Braces that say something else than a language, or of a part of the words only.
    Braces,
    /// No language tag.
    Tag,
}

impl BadMeaning {
    /// Code, message and hint.
    pub fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Braces => (
                "E490",
                "the braces behind a phrase cannot be read",
                "the whole meaning stands in the brackets: [Recovery Time Objective]{lang=en}",
            ),
            Self::Tag => NO_TAG,
        }
    }
}

/// Code, message and hint for a language that is not known.
pub const NO_TAG: (&str, &str, &str) = (
    "E491",
    "this is not the tag of a language",
    "write the short tag: ms, id, en, ar, zh, ta, or with more behind it as in ms-Arab and en-GB",
);

impl Meaning {
    /// Reads a meaning: words, or one phrase in another language.
    ///
    /// # Errors
    ///
    /// When it begins or ends like such a phrase and is none.
    pub fn read(text: &str) -> Result<Self, BadMeaning> {
        let text = text.trim();
        if !text.contains("]{") {
            return Ok(Self {
                words: text.to_owned(),
                language: None,
            });
        }
        let phrase = text
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]{"))
            .filter(|(words, _)| !words.trim().is_empty() && !words.contains(['[', ']']));
        let (words, braces) = phrase.ok_or(BadMeaning::Braces)?;
        let tag = braces
            .strip_suffix('}')
            .and_then(|inner| inner.trim().strip_prefix("lang="))
            .ok_or(BadMeaning::Braces)?;
        let tag = tag
            .strip_prefix('"')
            .and_then(|tag| tag.strip_suffix('"'))
            .unwrap_or(tag);
        if !is_language_tag(tag) {
            return Err(BadMeaning::Tag);
        }
        Ok(Self {
            words: words.trim().to_owned(),
            language: Some(tag.to_owned()),
        })
    }
}

/// Tags of two letters in ISO 639-1.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv \
    cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn \
    mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk \
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za \
    zh zu";

/// Whether a text is a tag of BCP 47: a language that is known by two letters or named by three, and perhaps script,
/// region and variants behind it.
pub fn is_language_tag(text: &str) -> bool {
    // The reader of tags takes underscores too.
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let Some(tag) = text.parse::<LanguageIdentifier>().ok().filter(|_| plain) else {
        return false;
    };
    let language = tag.language.as_str();
    match language.len() {
        2 => TWO_LETTERS.split_whitespace().any(|known| known == language),
        // Those that have a tag of two letters are written with it; `und` says nothing.
        3 => !matches!(language, "msa" | "zsm" | "ind" | "eng" | "und"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_other_words() {
        for good in [
            "en",
            "ms",
            "id",
            "ms-Arab",
            "en-GB",
            "zh-Hant-TW",
            "MS",
            "jav",
            "sl-rozaj",
        ] {
            assert!(is_language_tag(good), "{good}");
        }
        for bad in [
            "",
            "english",
            "xx",
            "e",
            "en_GB",
            "en-",
            "-en",
            "eng",
            "msa",
            "en-Melayu2024x",
            "inggeris",
            "e n",
            "und",
        ] {
            assert!(!is_language_tag(bad), "{bad}");
        }
    }

    #[test]
    fn a_meaning_is_one_phrase_or_plain_words() {
        let read = |text| Meaning::read(text).map(|meaning| (meaning.words, meaning.language));
        assert_eq!(
            read("[Recovery Time]{lang=\"en\"}"),
            Ok(("Recovery Time".to_owned(), Some("en".to_owned())))
        );
        assert_eq!(read(" Masa [x] "), Ok(("Masa [x]".to_owned(), None)));
        for bad in [
            "Masa [x]{lang=en}",
            "[x]{lang=en} y",
            "[]{lang=en}",
            "[x]{.kelas}",
            "[x]{lang=en",
        ] {
            assert_eq!(read(bad), Err(BadMeaning::Braces), "{bad}");
        }
        assert_eq!(read("[x]{lang=inggeris}"), Err(BadMeaning::Tag));
    }
}
