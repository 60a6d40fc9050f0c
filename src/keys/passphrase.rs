//! Generated passphrases: `03-01-ABCDEF-GHJKMN-PQRSTV-WXYZ23`.
//!
//! The copy number, then four groups of six characters of Crockford's base32 alphabet: 23 random ones (115 bits) and a
//! check character (Luhn mod 32 over the digits of the number and the random characters), so that a typing error and
//! the slip of another copy are found before scrypt runs. The plan secretary's own passphrases have a letter in place of
//! the number, which counts in the check as its place in the alphabet does.

use std::io;

use age::secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::{plan::CopyNumber, world::World};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 23;
const GROUP: usize = 6;

/// A passphrase with the number of its copy. Its text is shown on the slip only.
pub struct Passphrase {
    text: SecretString,
    copy: CopyNumber,
}

/// Why typed text is no passphrase of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseError {
    /// Another shape altogether.
    Shape,
    /// The check character does not fit: a typing error.
    Check,
}

impl Passphrase {
    /// Makes a new one.
    ///
    /// # Errors
    /// When the system's generator fails.
    pub fn generate(world: &dyn World, copy: &CopyNumber) -> io::Result<Self> {
        Ok(Self {
            text: generate_labelled(world, copy.as_str())?,
            copy: copy.clone(),
        })
    }

    /// Reads what was typed: case, spaces, missing hyphens, O for 0, I and L for 1 do not matter.
    ///
    /// Without its hyphen `0301` may be copy 0301 or 03-01; then the copy that is to be opened decides.
    ///
    /// # Errors
    /// Text of another shape, or a check character that does not fit.
    pub fn parse(typed: &str, expected: Option<&CopyNumber>) -> Result<Self, PassphraseError> {
        let clean = Zeroizing::new(normalise(typed).ok_or(PassphraseError::Shape)?);
        let (number, secret) = split(&clean).ok_or(PassphraseError::Shape)?;
        let copy = copy_of(number, expected).ok_or(PassphraseError::Shape)?;
        Ok(Self {
            text: checked(copy.as_str(), &secret)?,
            copy,
        })
    }

    /// The copy it belongs to.
    pub fn copy(&self) -> &CopyNumber {
        &self.copy
    }

    /// The text that age is given, also printed on the slip.
    pub fn secret(&self) -> &SecretString {
        &self.text
    }

    /// The text for the slip.
    pub fn slip_text(&self) -> &str {
        self.text.expose_secret()
    }
}

/// Makes a passphrase that begins with a label of digits and letters of the alphabet.
pub(super) fn generate_labelled(world: &dyn World, label: &str) -> io::Result<SecretString> {
    let mut random = Zeroizing::new([0_u8; RANDOM]);
    world.fill_random(random.as_mut())?;
    // 256 is a multiple of 32, so the low bits are uniform.
    let mut values = Zeroizing::new(random.iter().map(|byte| byte % 32).collect::<Vec<u8>>());
    let check = check_value(label, &values);
    values.push(check);
    let secret = Zeroizing::new(
        values
            .iter()
            .map(|value| char::from(ALPHABET[usize::from(*value)]))
            .collect::<String>(),
    );
    Ok(grouped(label, &secret))
}

/// Reads a passphrase that must begin with this label.
pub(super) fn parse_labelled(typed: &str, label: &str) -> Result<SecretString, PassphraseError> {
    let clean = Zeroizing::new(normalise(typed).ok_or(PassphraseError::Shape)?);
    let (found, secret) = split(&clean).ok_or(PassphraseError::Shape)?;
    if found != label {
        return Err(PassphraseError::Shape);
    }
    checked(label, &secret)
}

fn checked(label: &str, secret: &str) -> Result<SecretString, PassphraseError> {
    let values: Option<Vec<u8>> = secret.bytes().map(value_of).collect();
    let values = Zeroizing::new(values.ok_or(PassphraseError::Shape)?);
    if check_value(label, &values[..RANDOM]) != values[RANDOM] {
        return Err(PassphraseError::Check);
    }
    Ok(grouped(label, secret))
}

fn grouped(label: &str, secret: &str) -> SecretString {
    let mut text = Zeroizing::new(label.to_owned());
    for (index, c) in secret.chars().enumerate() {
        if index % GROUP == 0 {
            text.push('-');
        }
        text.push(c);
    }
    SecretString::from(text.as_str())
}

fn value_of(byte: u8) -> Option<u8> {
    let at = ALPHABET.iter().position(|known| *known == byte)?;
    u8::try_from(at).ok()
}

/// Upper case, look-alikes mapped, every run of spaces, dots and dashes made one hyphen. `None` for other characters.
fn normalise(typed: &str) -> Option<String> {
    let mut clean = String::new();
    for c in typed.trim().chars().flat_map(char::to_uppercase) {
        match c {
            'O' => clean.push('0'),
            'I' | 'L' => clean.push('1'),
            c if c.is_ascii_alphanumeric() => clean.push(c),
            c if c.is_whitespace() || matches!(c, '.' | '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}') => {
                if !clean.is_empty() && !clean.ends_with('-') {
                    clean.push('-');
                }
            }
            _ => return None,
        }
    }
    Some(clean.trim_end_matches('-').to_owned())
}

/// The number as typed, and the last 24 characters without hyphens.
fn split(clean: &str) -> Option<(&str, Zeroizing<String>)> {
    let mut left = RANDOM + 1;
    let start = clean.char_indices().rev().find_map(|(at, c)| {
        left -= usize::from(c != '-');
        (left == 0).then_some(at)
    })?;
    let secret = clean[start..].chars().filter(|c| *c != '-').collect();
    Some((clean[..start].trim_end_matches('-'), Zeroizing::new(secret)))
}

fn copy_of(number: &str, expected: Option<&CopyNumber>) -> Option<CopyNumber> {
    let digits = |text: &str| text.chars().filter(|c| *c != '-').collect::<String>();
    if !number.contains('-')
        && let Some(expected) = expected
        && digits(expected.as_str()) == number
    {
        return Some(expected.clone());
    }
    let typed = || number.parse().ok();
    if number.len() == 4 && expected.is_none_or(|expected| expected.as_str() != number) {
        // Two and two digits are by far the more usual.
        return format!("{}-{}", number.get(..2)?, number.get(2..)?)
            .parse()
            .ok()
            .or_else(typed);
    }
    typed()
}

/// Luhn mod N with N = 32, from the right end.
fn check_value(label: &str, random: &[u8]) -> u8 {
    let values: Vec<u8> = label
        .bytes()
        .filter_map(value_of)
        .chain(random.iter().copied())
        .collect();
    let mut factor = 2_u32;
    let mut sum = 0_u32;
    for value in values.iter().rev() {
        let product = factor * u32::from(*value);
        sum += product / 32 + product % 32;
        factor = 3 - factor;
    }
    u8::try_from((32 - sum % 32) % 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::RealWorld;

    fn number(text: &str) -> CopyNumber {
        text.parse().expect("a copy number")
    }

    #[test]
    fn what_was_made_is_read_back_however_it_is_typed() {
        for copy in ["03", "03-01", "12-118", "118", "1001", "20456", "104-20"] {
            for _ in 0..200 {
                let made = Passphrase::generate(&RealWorld, &number(copy)).expect("random bytes");
                let text = made.slip_text().to_owned();
                let typed = text
                    .to_lowercase()
                    .replace('-', " ")
                    .replace('0', "o")
                    .replace('1', "l");
                let forms = [text.clone(), typed, text.replace('-', ""), text.replace('-', " – ")];
                for form in &forms {
                    let read = Passphrase::parse(form, Some(&number(copy))).expect("readable");
                    assert_eq!(read.slip_text(), text, "typed as {form}");
                    assert_eq!(read.copy(), &number(copy));
                }
            }
        }
    }

    #[test]
    fn text_of_any_length_is_refused_or_read_but_never_a_panic() {
        for copy in ["03", "03-01"] {
            let made = Passphrase::generate(&RealWorld, &number(copy)).expect("random bytes");
            let text = made.slip_text();
            for end in 0..text.len() {
                let is_refused = Passphrase::parse(&text[..end], None).is_err();
                // Two characters short it has the shape of one of copy 03, and the check fits once in 32 times.
                assert!(is_refused || (copy == "03-01" && end + 2 == text.len()), "{end}");
                assert!(Passphrase::parse(&text[end + 1..], None).is_err(), "{end}");
            }
        }
        assert!(Passphrase::parse("ñandú ☂ 03", None).is_err());
    }

    #[test]
    fn a_slip_of_the_finger_is_found() {
        let made = Passphrase::generate(&RealWorld, &number("03")).expect("random bytes");
        let text = made.slip_text().to_owned();
        for at in 3..text.len() {
            for other in ALPHABET {
                let mut bytes = text.clone().into_bytes();
                if bytes[at] == b'-' || bytes[at] == *other {
                    continue;
                }
                bytes[at] = *other;
                let typed = String::from_utf8(bytes).expect("ASCII");
                assert_eq!(
                    Passphrase::parse(&typed, None).err(),
                    Some(PassphraseError::Check),
                    "{typed}"
                );
            }
        }
    }
}
