//! Text to words: everything that makes two spellings of one sentence the same to a reader.
//!
//! A *fragment* is a run of letters, digits and combining marks. Fragments are joined *softly* (inline tag, hyphen,
//! apostrophe: a reader may take both as one word) or by a space. Matching tries both, so `<b>kri</b>tikal` is
//! `kritikal` as well as `kri tikal`.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Odd, so that no factor of the modulus 2^64 is lost; otherwise arbitrary.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// One run of letters and digits, reduced to what matching needs: the word itself is not kept.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, read in one place"
)]
#[derive(Clone, Copy, Default)]
pub(super) struct Fragment {
    pub(super) hash: u64,
    /// `BASE` to the number of letters, so that neighbours can be appended.
    pub(super) power: u64,
    pub(super) letters: u32,
    /// Holds ASCII digits only.
    pub(super) digits: bool,
    /// No space stands between this fragment and the one before.
    pub(super) soft: bool,
    /// What stands between this fragment and the one before may stand inside a telephone number.
    pub(super) number_gap: bool,
    /// Part of a long encoded run or of binary data, where short words occur by chance.
    pub(super) weak: bool,
    pub(super) offset: usize,
}

/// Takes the words of one view in reading order.
pub(super) trait Sink {
    fn fragment(&mut self, fragment: Fragment);
    /// Nothing after this point continues what stands before it.
    fn boundary(&mut self);
}

/// What ends a sequence of words, apart from `·`, `|` and `—`, which always do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Sealed reading text: every line is a block.
    Blocks,
    /// Plain text: a blank line.
    Prose,
    /// Markup, JSON or script read byte by byte: string and tag delimiters, a blank line.
    Code,
    /// Text content of markup, where only tags end a block.
    Reading,
}

#[derive(Clone, Copy)]
enum Class {
    Letter,
    Digit,
    Space,
    Newline,
    Soft,
    Point,
    Comma,
    Delimiter,
    Bar,
    Other,
}

const CLASSES: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b' ' | b'\t' | b'\r' | 0x0c => Class::Space,
            b'\n' => Class::Newline,
            b'\'' | b'-' => Class::Soft,
            b'.' | b'(' | b')' => Class::Point,
            b',' => Class::Comma,
            b'"' | b'<' | b'>' | b'{' | b'}' | b'=' | b'`' => Class::Delimiter,
            b'|' => Class::Bar,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
};

/// What was seen since the last word.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, read in one place"
)]
#[derive(Clone, Copy, Default)]
struct Gap {
    hard: bool,
    spaced: bool,
    not_number: bool,
    comma: bool,
    width: u8,
    newlines: u8,
}

/// Splits text into fragments and hands them to a [`Sink`].
pub(super) struct Tokenizer<S> {
    pub(super) sink: S,
    style: Style,
    weak: bool,
    word: Fragment,
    gap: Gap,
}

impl<S: Sink> Tokenizer<S> {
    pub(super) fn new(sink: S, style: Style) -> Self {
        let word = EMPTY;
        let gap = Gap::default();
        Tokenizer {
            sink,
            style,
            weak: false,
            word,
            gap,
        }
    }

    /// Marks what follows as data in which short words occur by chance.
    pub(super) fn set_weak(&mut self, weak: bool) {
        self.end_word();
        self.weak = weak;
    }

    /// Reads `text`; byte `i` of it stands at `origin.at(i)` of the file.
    pub(super) fn text(&mut self, text: &str, origin: super::Origin) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] < 0x80 {
                self.ascii(bytes[at], origin.at(at));
                at += 1;
            } else if let Some(wide) = text[at..].chars().next() {
                self.wide(wide, origin.at(at));
                at += wide.len_utf8();
            }
        }
    }

    /// Reads bytes that are no text: only ASCII words are looked for, anything else separates.
    pub(super) fn bytes(&mut self, bytes: &[u8], origin: super::Origin) {
        for (at, byte) in bytes.iter().enumerate() {
            self.ascii(if *byte < 0x80 { *byte } else { 0 }, origin.at(at));
        }
    }

    /// Reads one character, as an entity gives it.
    pub(super) fn character(&mut self, character: char, offset: usize) {
        match u8::try_from(character) {
            Ok(byte) if byte < 0x80 => self.ascii(byte, offset),
            _ => self.wide(character, offset),
        }
    }

    /// An inline tag: the words on both sides may be one word or two.
    pub(super) fn soft(&mut self) {
        self.end_word();
    }

    /// Something that a reader sees as a space.
    pub(super) fn space(&mut self) {
        self.ascii(b' ', 0);
    }

    /// The end of a block.
    pub(super) fn boundary(&mut self) {
        self.end_word();
        self.sink.boundary();
        self.gap = Gap::default();
    }

    /// Ends the view and gives the sink back.
    pub(super) fn finish(mut self) -> S {
        self.boundary();
        self.sink
    }

    #[inline]
    fn ascii(&mut self, byte: u8, offset: usize) {
        match CLASSES[usize::from(byte)] {
            Class::Letter => self.push(u32::from(byte | 0x20), false, offset),
            Class::Digit => self.push(u32::from(byte), true, offset),
            class => self.separator(class),
        }
    }

    #[cold]
    fn wide(&mut self, wide: char, offset: usize) {
        match wide {
            _ if is_invisible(wide) => {}
            '·' | '—' => self.boundary(),
            '‘'..='‟' | '′' | '″' | '«' | '»' | '‹' | '›' | 'ʼ' | '´' | '‐'..='–' | '−' => {
                self.separator(Class::Soft);
            }
            _ if wide.is_whitespace() => self.separator(Class::Space),
            // Compatibility decomposition without Latin accents: NFC equals NFD, and a slug equals its title.
            _ => decompose_compatible(wide, |part| match part {
                '\u{300}'..='\u{36f}' => {}
                '\0'..='\x7f' => self.ascii(part as u8, offset),
                _ if part.is_alphanumeric() || is_combining_mark(part) => {
                    part.to_lowercase()
                        .for_each(|lower| self.push(u32::from(lower), false, offset));
                }
                _ => self.separator(Class::Other),
            }),
        }
    }

    #[inline]
    fn push(&mut self, letter: u32, digit: bool, offset: usize) {
        let word = &mut self.word;
        if word.letters == 0 {
            word.offset = offset;
        }
        word.hash = step(word.hash, letter);
        word.power = word.power.wrapping_mul(BASE);
        word.letters = word.letters.saturating_add(1);
        word.digits &= digit;
    }

    fn separator(&mut self, class: Class) {
        self.end_word();
        let gap = &mut self.gap;
        match class {
            Class::Letter | Class::Digit | Class::Soft | Class::Point | Class::Comma => {}
            Class::Space => {
                gap.hard = true;
                gap.width = gap.width.saturating_add(u8::from(!gap.spaced));
                gap.spaced = true;
                return;
            }
            Class::Newline if self.style == Style::Blocks => return self.boundary(),
            Class::Newline => {
                gap.newlines += 1;
                if gap.newlines == 2 && self.style != Style::Reading {
                    return self.boundary();
                }
                gap.newlines = gap.newlines.min(2);
                gap.not_number = true;
            }
            Class::Delimiter if self.style == Style::Code => return self.boundary(),
            Class::Bar => return self.boundary(),
            Class::Delimiter | Class::Other => gap.not_number = true,
        }
        gap.spaced = false;
        gap.width = gap.width.saturating_add(1);
        gap.comma |= matches!(class, Class::Comma);
        // Quotation marks that delimit nothing here are as good as absent.
        gap.hard |= !matches!(class, Class::Soft | Class::Delimiter);
    }

    fn end_word(&mut self) {
        if self.word.letters == 0 {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        let mut word = std::mem::replace(&mut self.word, EMPTY);
        word.soft = !gap.hard;
        // "09-513 2000", "(09) 513 2000", "10.20.30.40", "1,500,000"; but "1, 2" are two numbers.
        word.number_gap = !gap.not_number && gap.width <= 3 && !(gap.comma && gap.width > 1);
        word.weak = self.weak;
        self.sink.fragment(word);
    }
}

/// Soft hyphen, joiners, zero-width spaces, direction marks, variation selectors.
fn is_invisible(wide: char) -> bool {
    matches!(
        wide,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
    )
}

const EMPTY: Fragment = Fragment {
    hash: 0,
    power: 1,
    letters: 0,
    digits: true,
    soft: false,
    number_gap: false,
    weak: false,
    offset: 0,
};

fn step(hash: u64, letter: u32) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(letter) + 1)
}

/// The same hash for a string that is known to be one word of ASCII digits.
pub(super) fn hash_digits(digits: &str) -> u64 {
    digits.bytes().fold(0, |hash, digit| step(hash, u32::from(digit)))
}

/// Splits sealed text into blocks of fragments.
pub(super) fn blocks(text: &str) -> Vec<Vec<Fragment>> {
    let mut words = Tokenizer::new(Blocks(vec![Vec::new()]), Style::Blocks);
    words.text(text, super::Origin::exact(0));
    let mut blocks = words.finish().0;
    blocks.retain(|block| !block.is_empty());
    blocks
}

struct Blocks(Vec<Vec<Fragment>>);

impl Sink for Blocks {
    fn fragment(&mut self, fragment: Fragment) {
        if let Some(block) = self.0.last_mut() {
            block.push(fragment);
        }
    }

    fn boundary(&mut self) {
        self.0.push(Vec::new());
    }
}
