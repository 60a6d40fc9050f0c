//! Where a numbered heading ends and running text begins.

/// What a numbered line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A heading, with the text that ran on after it.
    Heading { title: String, body: Option<String> },
    /// A numbered paragraph.
    Paragraph,
}

const VERBS: [&str; 14] = [
    "hendaklah",
    "adalah",
    "ialah",
    "merupakan",
    "perlu",
    "boleh",
    "akan",
    "telah",
    "bertujuan",
    "merujuk",
    "mestilah",
    "menerangkan",
    "dilaksanakan",
    "bagi",
];

const SHORTENED: [&str; 16] = [
    "no", "bil", "dr", "hj", "peg", "pen", "sdn", "bhd", "en", "pn", "ts", "ybhg", "prof", "jld", "ms", "dll",
];

/// Judges the text after a heading's number; `announced` is its title in the contents list.
pub(super) fn judge(level: usize, text: &str, announced: Option<&str>, has_contents: bool) -> Verdict {
    let short = text.chars().count() <= 160;
    let ends = text.trim_end().ends_with(['.', ';', ':', ',']);
    let cut = sentence_end(text);
    if text.is_empty() {
        return heading(text, None);
    }
    if short && cut.is_none() && (!ends || level == 1) {
        return heading(text, None);
    }
    let Some(announced) = announced else {
        return unannounced(level, text, cut, short, has_contents);
    };
    let words = announced.split_whitespace().count();
    if let Some(at) = cut.filter(|at| text[..*at].split_whitespace().count() <= words + words / 2 + 3) {
        return heading(&text[..at], Some(text[at..].trim().to_owned()));
    }
    if short && cut.is_none() {
        return heading(text, None);
    }
    match matching_head(text, announced).or_else(|| head(text)) {
        Some(title) => heading(title, Some(text.to_owned())),
        None => Verdict::Paragraph,
    }
}

/// Without a contents entry only what looks like a title is one.
fn unannounced(level: usize, text: &str, cut: Option<usize>, short: bool, has_contents: bool) -> Verdict {
    let title_like = |part: &str| part.chars().count() <= 80 && part.split_whitespace().count() <= 10;
    if let Some(at) = cut.filter(|at| level < 3 && title_like(&text[..*at])) {
        return heading(&text[..at], Some(text[at..].trim().to_owned()));
    }
    if short && cut.is_none() && title_like(text) && level < 3 {
        return heading(text, None);
    }
    if (level == 1 || (level == 2 && !has_contents))
        && let Some(title) = head(text)
    {
        return heading(title, Some(text.to_owned()));
    }
    Verdict::Paragraph
}

fn heading(title: &str, body: Option<String>) -> Verdict {
    Verdict::Heading {
        title: title
            .trim()
            .trim_end_matches(['.', ':', ';', ','])
            .trim_end()
            .to_owned(),
        body,
    }
}

/// End of the first sentence when another one follows.
pub(super) fn sentence_end(text: &str) -> Option<usize> {
    let limit = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
    let near = &text[..limit];
    near.match_indices(['.', ':']).map(|(at, _)| at + 1).find(|end| {
        let rest = &text[*end..];
        let next = rest.trim_start().chars().next();
        let new =
            rest.starts_with([' ', '\n', '\u{1}']) && next.is_some_and(|c| c.is_uppercase() || c == '(' || c == '“');
        let word = near[..*end - 1].split_whitespace().next_back().unwrap_or("");
        let word = word.trim_start_matches('(').to_lowercase();
        let colon = near[..*end].ends_with(':');
        new && !colon && word.chars().count() > 1 && !SHORTENED.contains(&word.as_str())
    })
}

/// The head of a running sentence that answers to its title in the contents list.
fn matching_head<'t>(text: &'t str, announced: &str) -> Option<&'t str> {
    let expected: Vec<String> = announced.split_whitespace().map(bare).collect();
    let words = word_ends(text);
    let first = words.first()?;
    if bare(&text[..*first]) != *expected.first()? {
        return None;
    }
    let last = expected.last()?;
    let mut start = 0;
    for (index, end) in words.iter().enumerate().take(expected.len() + 4) {
        let word = bare(&text[start..*end]);
        if index + 4 > expected.len() && word == *last {
            return Some(&text[..*end]);
        }
        start = *end;
    }
    None
}

/// The words before the verb of a running sentence.
fn head(text: &str) -> Option<&str> {
    let words = word_ends(text);
    let mut start = 0;
    for (index, end) in words.iter().enumerate().take(16) {
        if index > 0 && VERBS.contains(&bare(&text[start..*end]).as_str()) {
            return Some(text[..start].trim());
        }
        start = *end;
    }
    None
}

fn word_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if inside {
                ends.push(at);
            }
            inside = false;
            if ends.len() > 40 {
                return ends;
            }
        } else {
            inside = true;
        }
    }
    if inside {
        ends.push(text.len());
    }
    ends
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
