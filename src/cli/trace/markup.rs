//! The text of any HTML: a saved page, a mail.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind::{Rawtext, ScriptData},
    },
};
use zeroize::Zeroizing;

/// Everything that is read, tags as blanks.
pub(super) fn text_of_html(html: &str) -> Zeroizing<String> {
    let tokenizer = Tokenizer::new(Text::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // A script that ends hands control back, and the rest is still to be read.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    Zeroizing::new(tokenizer.sink.text.take())
}

#[derive(Default)]
struct Text {
    text: RefCell<String>,
    /// Inside an element whose text nobody reads.
    hidden: RefCell<bool>,
}

impl TokenSink for Text {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !*self.hidden.borrow() => self.text.borrow_mut().push_str(&text),
            Token::TagToken(tag) => {
                self.text.borrow_mut().push(' ');
                let raw = match &*tag.name {
                    "script" => Some(ScriptData),
                    "style" => Some(Rawtext),
                    _ => None,
                };
                if let Some(kind) = raw {
                    *self.hidden.borrow_mut() = tag.kind == TagKind::StartTag;
                    if tag.kind == TagKind::StartTag {
                        return TokenSinkResult::RawData(kind);
                    }
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
