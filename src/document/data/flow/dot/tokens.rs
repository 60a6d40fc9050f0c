//! Words and signs of the `dot` language.

use std::ops::Range;

#[derive(Clone, PartialEq)]
pub(super) enum Token {
    /// A name, a number or a text in quotes.
    Id(String),
    /// `->`
    Arrow,
    /// `{ } [ ] = ; ,`
    Mark(char),
    End,
}

pub(super) struct Fault {
    pub(super) at: Range<usize>,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

pub(super) type Result<T> = std::result::Result<T, Fault>;

pub(super) fn fault(at: Range<usize>, message: &'static str, hint: &'static str) -> Fault {
    Fault {
        at,
        code: "E271",
        message,
        hint,
    }
}

pub(super) fn unknown(at: Range<usize>, message: &'static str, hint: &'static str) -> Fault {
    Fault {
        at,
        code: "E272",
        message,
        hint,
    }
}

/// A text, and how far it is read.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn peek(&mut self) -> Result<Token> {
        let at = self.at;
        let (token, _) = self.next()?;
        self.at = at;
        Ok(token)
    }

    pub(super) fn next(&mut self) -> Result<(Token, Range<usize>)> {
        self.skip()?;
        let start = self.at;
        let rest = &self.text[start..];
        let Some(first) = rest.chars().next() else {
            // The last thing there is, which is where the author looks.
            let end = self.text.trim_end();
            let last = end.chars().next_back().map_or(0, char::len_utf8);
            return Ok((Token::End, end.len() - last..end.len()));
        };
        let (token, length) = match first {
            '{' | '}' | '[' | ']' | '=' | ';' | ',' => (Token::Mark(first), 1),
            '"' => {
                let (text, length) = quoted(rest, start)?;
                (Token::Id(text), length)
            }
            '-' if rest.starts_with("->") => (Token::Arrow, 2),
            '-' if rest.starts_with("--") => {
                return Err(fault(
                    start..start + 2,
                    "links of a diagram have a direction",
                    "write `->` instead of `--`",
                ));
            }
            '<' => {
                return Err(unknown(
                    start..start + 1,
                    "HTML in diagrams is not used",
                    "write the text in quotes",
                ));
            }
            ':' => {
                return Err(unknown(
                    start..start + 1,
                    "ports of nodes are not used",
                    "write the name of the node only; put a name with a colon in quotes",
                ));
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '.' | '-') => {
                let is_rest = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                let length = rest[c.len_utf8()..]
                    .find(|c: char| !is_rest(c))
                    .map_or(rest.len(), |end| end + c.len_utf8());
                (Token::Id(rest[..length].to_owned()), length)
            }
            c => {
                return Err(fault(
                    start..start + c.len_utf8(),
                    "this character has no meaning here",
                    "put text that is more than letters and digits in quotes",
                ));
            }
        };
        self.at = start + length;
        Ok((token, start..start + length))
    }

    /// Blanks, `// …`, `# …` at the start of a line, `/* … */`.
    fn skip(&mut self) -> Result<()> {
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = &rest[blank..];
            let at_line = self.text[..self.at].trim_end_matches([' ', '\t']).ends_with('\n') || self.at == 0;
            if rest.starts_with("//") || (rest.starts_with('#') && at_line) {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let Some(end) = rest.find("*/") else {
                    return Err(fault(
                        self.at..self.at + 2,
                        "this remark is not closed",
                        "close it with `*/`",
                    ));
                };
                self.at += end + 2;
            } else {
                return Ok(());
            }
        }
    }
}

/// A text in quotes and its length with them. Of escapes, `\"` is undone; the others are the label's.
fn quoted(rest: &str, start: usize) -> Result<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((text, at + 1)),
            '\\' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                text.push('"');
                chars.next();
            }
            c => text.push(c),
        }
    }
    Err(fault(
        start..start + 1,
        "this text is not closed",
        "close it with a quotation mark; write one inside as \\\"",
    ))
}
