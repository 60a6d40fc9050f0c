//! Tags and comments of raw HTML with their places, told from text as a browser tells them.

use std::{cell::RefCell, ops::Range};

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind::{Rawtext, Rcdata, ScriptData},
    },
};

use super::{
    Fault,
    advice::{self, Refusal},
};

/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// Elements that the next one of their kind closes.
const CLOSED_BY_THE_NEXT: [&str; 8] = ["p", "li", "dt", "dd", "tr", "td", "th", "option"];

/// Elements that end with what is around them.
const CLOSED_BY_THE_PARENT: [&str; 6] = ["thead", "tbody", "tfoot", "colgroup", "rt", "rp"];

/// Parts of a table, which are dropped outside one.
const TABLE_PARTS: [&str; 9] = [
    "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th",
];

/// Reads pieces of HTML that follow one another in a text.
pub(super) struct Tokens {
    tokenizer: Tokenizer<Sink>,
    /// The tag or comment that is not complete yet.
    pending: Option<Pending>,
    faults: Vec<Fault>,
    /// Elements that are open.
    open: Vec<Open>,
    deepest: usize,
}

impl Tokens {
    pub(super) fn new(deepest: usize) -> Self {
        Self {
            tokenizer: tokenizer(),
            pending: None,
            faults: Vec::new(),
            open: Vec::new(),
            deepest,
        }
    }

    /// The words of a block end: whatever began among them would take in what follows.
    pub(super) fn words_end(&mut self) {
        self.unclosed(|open| open.within.is_inline);
    }

    /// A block of this depth ends.
    pub(super) fn block_ends(&mut self, depth: usize) {
        self.unclosed(|open| open.within.depth >= depth);
    }

    /// Tells of open elements, which are closed then.
    fn unclosed(&mut self, ends: impl Fn(&Open) -> bool) {
        let (closed, open) = std::mem::take(&mut self.open).into_iter().partition(ends);
        self.open = open;
        for element in closed {
            let name = element.name.as_str();
            if !element.is_told && !CLOSED_BY_THE_NEXT.contains(&name) && !CLOSED_BY_THE_PARENT.contains(&name) {
                self.fault(element.range, &advice::NOT_ENDED);
            }
        }
    }

    /// Reads more of a piece. It goes in cut before each `<`, because the tokenizer knows no places but lines.
    pub(super) fn feed(&mut self, html: &str, range: &Range<usize>, within: Within) {
        let mut at = 0;
        while at < html.len() {
            let first = html[at..].chars().next().map_or(1, char::len_utf8);
            let next = html[at + first..]
                .find('<')
                .map_or(html.len(), |next| at + first + next);
            let chunk = &html[at..next];
            let queue = BufferQueue::default();
            queue.push_back(StrTendril::from_slice(chunk));
            let _ = self.tokenizer.feed(&queue);
            let tokens = std::mem::take(&mut *self.tokenizer.sink.tokens.borrow_mut());
            let place = |at: usize| (range.start + at).min(range.end);
            // A tag ends with the first `>` that completes it; for what has none, one line is enough.
            let end = chunk.find('>').map_or(chunk.trim_end().len(), |end| end + 1);
            let here = place(at)..place(at + end);
            at = next;
            let pending = self.pending.take().map_or_else(
                || Pending {
                    range: here.clone(),
                    is_comment: chunk.starts_with("<!--"),
                },
                |pending| Pending {
                    range: pending.range.start..here.end,
                    ..pending
                },
            );
            // After a lone `<` the tokenizer tells a text first and is in the next tag all the same.
            let begins = chunk.strip_prefix('<').is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
            });
            let only_text = tokens.iter().all(|token| matches!(token, Found::Text));
            let waits = tokens.is_empty() && (pending.range.start < here.start || chunk.starts_with('<'));
            if waits || begins && only_text {
                self.pending = Some(Pending {
                    is_comment: pending.is_comment || chunk.starts_with("<!--"),
                    ..pending
                });
                continue;
            }
            for token in tokens {
                self.token(&token, &pending, within);
            }
        }
    }

    /// A piece must leave no tag or comment open: it would swallow the text that follows.
    pub(super) fn end_of_piece(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.fault(pending.range, &advice::UNCLOSED);
            self.tokenizer = tokenizer();
        }
    }

    pub(super) fn finish(mut self) -> Vec<Fault> {
        self.unclosed(|_| true);
        self.faults.sort_by_key(|fault| fault.range.start);
        self.faults
    }

    fn token(&mut self, token: &Found, read: &Pending, within: Within) {
        match token {
            Found::Text => {}
            Found::Comment if read.is_comment => {}
            // `<?…?>`, `<![CDATA[…]]>` and the like are comments to a browser.
            Found::Comment | Found::Declaration => self.fault(read.range.clone(), &advice::DECLARATION),
            Found::Tag(tag) if tag.kind == TagKind::EndTag => {
                if let Some(at) = self.open.iter().rposition(|open| *open.name == *tag.name) {
                    self.open.truncate(at);
                }
            }
            Found::Tag(tag) => self.start_tag(tag, &read.range, within),
        }
    }

    fn start_tag(&mut self, tag: &Tag, range: &Range<usize>, within: Within) {
        let name = &*tag.name;
        let stray = TABLE_PARTS.contains(&name) && !self.open.iter().any(|open| open.name == "table");
        let refusals = advice::refusals(tag, stray);
        let is_told = !refusals.is_empty();
        for refusal in refusals {
            self.fault(range.clone(), refusal);
        }
        if VOID.contains(&name) {
            return;
        }
        if CLOSED_BY_THE_NEXT.contains(&name) && self.open.last().is_some_and(|open| open.name == name) {
            self.open.pop();
        }
        if self.open.len() < self.deepest {
            self.open.push(Open {
                name: name.to_owned(),
                range: range.clone(),
                within,
                is_told,
            });
        } else if !self.faults.iter().any(|fault| fault.code == advice::TOO_DEEP.code) {
            self.fault(range.clone(), &advice::TOO_DEEP);
        }
    }

    fn fault(&mut self, range: Range<usize>, refusal: &'static Refusal) {
        self.faults.push(Fault {
            range,
            code: refusal.code,
            message: refusal.message,
            hint: refusal.hint,
        });
    }
}

/// Where a piece of HTML stands.
#[derive(Clone, Copy)]
pub(super) struct Within {
    /// How many blocks of Markdown are open around it.
    pub(super) depth: usize,
    /// Whether it stands among words.
    pub(super) is_inline: bool,
}

/// An element that is open.
struct Open {
    name: String,
    /// Its tag.
    range: Range<usize>,
    within: Within,
    /// Its tag is a fault already.
    is_told: bool,
}

/// What was read since the last complete token.
struct Pending {
    range: Range<usize>,
    /// Whether it begins as a comment does.
    is_comment: bool,
}

fn tokenizer() -> Tokenizer<Sink> {
    Tokenizer::new(Sink::default(), TokenizerOpts::default())
}

enum Found {
    Tag(Tag),
    Comment,
    /// `<!DOCTYPE …>`
    Declaration,
    Text,
}

#[derive(Default)]
struct Sink {
    tokens: RefCell<Vec<Found>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut after = TokenSinkResult::Continue;
        let found = match token {
            Token::TagToken(tag) => {
                // What stands inside these is no markup.
                if tag.kind == TagKind::StartTag {
                    after = match &*tag.name {
                        "script" => TokenSinkResult::RawData(ScriptData),
                        "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
                        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
                            TokenSinkResult::RawData(Rawtext)
                        }
                        "plaintext" => TokenSinkResult::Plaintext,
                        _ => TokenSinkResult::Continue,
                    };
                }
                Found::Tag(tag)
            }
            Token::CommentToken(_) => Found::Comment,
            Token::DoctypeToken(_) => Found::Declaration,
            Token::CharacterTokens(_) | Token::NullCharacterToken => Found::Text,
            Token::EOFToken | Token::ParseError(_) => return after,
        };
        self.tokens.borrow_mut().push(found);
        after
    }
}
