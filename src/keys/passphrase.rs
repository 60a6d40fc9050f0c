//! Generated passphrases: `03-01-ABCDEF-GHJKMN-PQRSTV-WXYZ23`.
//!
//! The copy number, then four groups of six characters of Crockford's base32 alphabet: 23 random ones (115 bits) and a
//! check character (Luhn mod 32 over the digits of the number and the random characters), so that a typing error and
//! the slip of another copy are found before scrypt runs. The plan secretary's own passphrases have a letter in place of
//! the number, which counts in the check as its place in the alphabet does.

use std::io;

use age::secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::typed::{Shape, copy_of, normalise};
use crate::{plan::CopyNumber, world::World};

/// 23 random characters, 115 bits.
const SHAPE: Shape = Shape { random: 23 };

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
            text: SHAPE.generate(world, copy.as_str())?,
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
        let (number, secret) = SHAPE.split(&clean).ok_or(PassphraseError::Shape)?;
        let copy = copy_of(number, expected).ok_or(PassphraseError::Shape)?;
        Ok(Self {
            text: SHAPE.checked(copy.as_str(), &secret)?,
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
    SHAPE.generate(world, label)
}

/// Reads a passphrase that must begin with this label.
pub(super) fn parse_labelled(typed: &str, label: &str) -> Result<SecretString, PassphraseError> {
    let clean = Zeroizing::new(normalise(typed).ok_or(PassphraseError::Shape)?);
    let (found, secret) = SHAPE.split(&clean).ok_or(PassphraseError::Shape)?;
    if found != label {
        return Err(PassphraseError::Shape);
    }
    SHAPE.checked(label, &secret)
}

#[cfg(test)]
mod tests {
    use super::{super::typed::ALPHABET, *};
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
