//! The code that everybody sees: on the screen, on each sheet, and in the square on the first one.

use std::fmt;

use crate::keys::CODE_ALPHABET;

const GROUP: usize = 5;

/// 50 bits of a copy's HMAC, as `7K3MQ-2XPRT`, in Crockford's base32.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code([u8; Code::LENGTH]);

impl Code {
    /// Characters, of five bits each.
    pub const LENGTH: usize = 10;
    /// How many codes there are, as a power of two.
    pub const BITS: u32 = 50;

    pub(super) fn of(mac: &[u8; 32]) -> Self {
        let number = u64::from_be_bytes(std::array::from_fn(|at| mac[at])) >> (64 - Self::BITS);
        Self(std::array::from_fn(|at| {
            let value = number >> (5 * (Self::LENGTH - 1 - at)) & 31;
            CODE_ALPHABET[usize::try_from(value).unwrap_or(0)]
        }))
    }

    /// Reads what was typed or recognised: case, grouping and look-alikes do not matter. `None` for text of another shape.
    pub fn parse(typed: &str) -> Option<Self> {
        let is_separator =
            |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        let mut clean = typed
            .chars()
            .filter(|c| !is_separator(*c))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => Some(b'0'),
                'I' | 'L' => Some(b'1'),
                // No code has it, and a V is often read so.
                'U' => Some(b'V'),
                c => u8::try_from(c).ok().filter(|byte| CODE_ALPHABET.contains(byte)),
            });
        let mut code = [0; Self::LENGTH];
        for place in &mut code {
            *place = clean.next()??;
        }
        clean.next().is_none().then_some(Self(code))
    }

    /// In how many characters two codes differ.
    pub fn distance(&self, other: &Self) -> usize {
        self.0
            .iter()
            .zip(other.0)
            .filter(|(one, other)| **one != *other)
            .count()
    }

    /// How many codes differ from one in this many characters at most.
    pub fn within(distance: usize) -> f64 {
        let mut ways = 1.0;
        let mut sum = 1.0;
        for taken in 0..distance.min(Self::LENGTH) {
            #[allow(clippy::cast_precision_loss, reason = "both are below 11")]
            let (left, count) = ((Self::LENGTH - taken) as f64, (taken + 1) as f64);
            ways *= 31.0 * left / count;
            sum += ways;
        }
        sum
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if at == GROUP {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*byte))?;
        }
        Ok(())
    }
}
