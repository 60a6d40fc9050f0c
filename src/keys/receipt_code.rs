//! The receipt code inside a copy: `03-01-ABCDEF-GHJKMN-PQRSTV`. Who reads it out has opened the copy.

use std::io;

use age::secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::{
    PassphraseError,
    typed::{Shape, copy_of, normalise},
};
use crate::{plan::CopyNumber, world::World};

/// 17 random characters, 85 bits.
const SHAPE: Shape = Shape { random: 17 };

/// A receipt code in its one spelling.
pub struct ReceiptCode {
    text: SecretString,
    copy: CopyNumber,
}

impl ReceiptCode {
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

    /// Reads what was typed for a copy, as passphrases are read: case, grouping and look-alikes do not matter.
    ///
    /// # Errors
    /// Text of another shape, or a check character that does not fit.
    pub fn parse(typed: &str, expected: &CopyNumber) -> Result<Self, PassphraseError> {
        let clean = Zeroizing::new(normalise(typed).ok_or(PassphraseError::Shape)?);
        let (number, secret) = SHAPE.split(&clean).ok_or(PassphraseError::Shape)?;
        let copy = copy_of(number, Some(expected)).ok_or(PassphraseError::Shape)?;
        Ok(Self {
            text: SHAPE.checked(copy.as_str(), &secret)?,
            copy,
        })
    }

    /// The copy it belongs to.
    pub fn copy(&self) -> &CopyNumber {
        &self.copy
    }

    /// The text that stands inside the copy.
    pub fn text(&self) -> &str {
        self.text.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::Passphrase, world::RealWorld};

    #[test]
    fn a_code_is_read_back_however_it_is_typed_and_is_no_passphrase() {
        for copy in ["03", "03-01", "118"] {
            let number: CopyNumber = copy.parse().expect("a copy number");
            let made = ReceiptCode::generate(&RealWorld, &number).expect("random bytes");
            let text = made.text();
            for typed in [
                text.to_owned(),
                text.to_lowercase(),
                text.replace('-', ""),
                format!(" {} ", text.replace('-', " ").replace('0', "o")),
            ] {
                let read = ReceiptCode::parse(&typed, &number).expect("readable");
                assert_eq!((read.text(), read.copy()), (text, &number), "{typed}");
            }
            assert!(Passphrase::parse(text, Some(&number)).is_err());
            let slip = Passphrase::generate(&RealWorld, &number).expect("random bytes");
            assert!(ReceiptCode::parse(slip.slip_text(), &number).is_err());
            let last = text.len() - 1;
            let other = if text.ends_with('Z') { "Y" } else { "Z" };
            let wrong = format!("{}{other}", &text[..last]);
            assert_eq!(ReceiptCode::parse(&wrong, &number).err(), Some(PassphraseError::Check));
        }
    }
}
