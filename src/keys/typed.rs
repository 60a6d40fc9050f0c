//! Codes that people type: a copy number, then groups of six characters of Crockford's base32 alphabet, the last of them
//! a check character (Luhn mod 32 over the digits of the number and the random characters).

use std::io;

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use super::PassphraseError;
use crate::{plan::CopyNumber, world::World};

/// Crockford's base32: no letter that is taken for another one or for a digit.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 6;

/// A kind of code, known by its length.
pub(super) struct Shape {
    /// Random characters of five bits each, before the check character.
    pub(super) random: usize,
}

impl Shape {
    /// Makes a code that begins with a label of digits and letters of the alphabet.
    pub(super) fn generate(&self, world: &dyn World, label: &str) -> io::Result<SecretString> {
        let mut random = Zeroizing::new(vec![0_u8; self.random]);
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

    /// The label as typed, and the characters behind it without hyphens.
    pub(super) fn split<'t>(&self, clean: &'t str) -> Option<(&'t str, Zeroizing<String>)> {
        let mut left = self.random + 1;
        let start = clean.char_indices().rev().find_map(|(at, c)| {
            left -= usize::from(c != '-');
            (left == 0).then_some(at)
        })?;
        let secret = clean[start..].chars().filter(|c| *c != '-').collect();
        Some((clean[..start].trim_end_matches('-'), Zeroizing::new(secret)))
    }

    /// The code in its one spelling, when its check character fits.
    pub(super) fn checked(&self, label: &str, secret: &str) -> Result<SecretString, PassphraseError> {
        let values: Option<Vec<u8>> = secret.bytes().map(value_of).collect();
        let values = Zeroizing::new(values.ok_or(PassphraseError::Shape)?);
        if check_value(label, &values[..self.random]) != values[self.random] {
            return Err(PassphraseError::Check);
        }
        Ok(grouped(label, secret))
    }
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
pub(super) fn normalise(typed: &str) -> Option<String> {
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

/// The copy that a number names as it was typed.
pub(super) fn copy_of(number: &str, expected: Option<&CopyNumber>) -> Option<CopyNumber> {
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
