//! The trace secret of an issue, and the keys that each copy gets from it.

use std::io;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use super::Code;
use crate::{
    keys::{OpenError, open_with_identity, seal_to},
    plan::CopyNumber,
    world::World,
};

/// Bytes of a secret and of a key.
const SIZE: usize = 32;

/// What the marks of all copies of one issue are made from. It exists sealed to the master key, in the register, and
/// nowhere else.
#[derive(ZeroizeOnDrop)]
pub struct TraceSecret([u8; SIZE]);

impl TraceSecret {
    /// Makes a new one.
    ///
    /// # Errors
    /// When the system's generator fails.
    pub fn generate(world: &dyn World) -> io::Result<Self> {
        let mut bytes = [0; SIZE];
        world.fill_random(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Sealed to the master key: an age file in base64.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn seal(&self, master: &age::x25519::Recipient) -> io::Result<String> {
        seal_to(std::slice::from_ref(master), &self.0).map(|sealed| STANDARD.encode(sealed))
    }

    /// Opens what [`TraceSecret::seal`] made.
    ///
    /// # Errors
    /// Another key, or what is no sealed secret.
    pub fn open(sealed: &str, master: &age::x25519::Identity) -> Result<Self, OpenError> {
        let sealed = STANDARD.decode(sealed).map_err(|_| OpenError::Damaged)?;
        let mut bytes = open_with_identity(master, sealed.as_slice())?;
        let secret = bytes.as_slice().try_into().map(Self).map_err(|_| OpenError::Damaged);
        bytes.zeroize();
        secret
    }

    /// The marks of one copy: HMAC over plan, version, generation and copy.
    pub fn marks(&self, plan: &str, version: &str, generation: u32, copy: &CopyNumber) -> CopyMarks {
        let name = json!(["terkawal marks 1", plan, version, generation, copy.as_str()]);
        let key = mac(&self.0, &[name.to_string().as_bytes()]);
        CopyMarks {
            code: Code::of(&mac(&*key, &[b"code"])),
            characters: CharacterKey(*mac(&*key, &[b"characters"])),
        }
    }
}

/// What marks one copy.
pub struct CopyMarks {
    /// What everybody sees.
    pub code: Code,
    /// What the characters are made from.
    pub characters: CharacterKey,
}

/// The key of a copy's characters. It stands in that copy and tells nothing of another's.
#[derive(ZeroizeOnDrop)]
pub struct CharacterKey([u8; SIZE]);

impl CharacterKey {
    /// In base64, as it stands in the bundle.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0))
    }

    /// Reads what [`CharacterKey::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
        bytes.as_slice().try_into().ok().map(Self)
    }

    /// 32 bytes for a block, of which each number gives others.
    pub(super) fn bytes(&self, letters: &str, number: u32) -> Zeroizing<[u8; SIZE]> {
        mac(&self.0, &[&number.to_be_bytes(), letters.as_bytes()])
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; SIZE]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}
