//! The publisher's key: minisign files as the stock tool reads and writes them.

use std::io::{self, Cursor};

use age::secrecy::SecretString;
use minisign::{KeyPair, PublicKeyBox, SecretKeyBox, SignatureBox};

/// Not signed, so it says nothing; fixed, so that nobody can write into it.
const UNTRUSTED_COMMENT: &str = "signature of terkawal";

/// The secret half. No `Debug`: the crate's would print the key.
pub struct PublisherKey {
    secret: minisign::SecretKey,
}

/// The public half, compared by all of its text, key id included.
#[derive(Clone)]
pub struct PublicKey {
    key: minisign::PublicKey,
    text: String,
}

impl PublisherKey {
    /// Makes a new key.
    ///
    /// # Errors
    /// When the system's generator fails.
    pub fn generate() -> io::Result<Self> {
        let pair = KeyPair::generate_unencrypted_keypair().map_err(io::Error::other)?;
        Ok(Self { secret: pair.sk })
    }

    /// Reads an unencrypted secret key file; `None` when it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let boxed = SecretKeyBox::from_string(text).ok()?;
        let secret = boxed.into_unencrypted_secret_key().ok()?;
        Some(Self { secret })
    }

    /// The text of a secret key file that `minisign -S -s FILE` takes.
    ///
    /// # Errors
    /// None in practice: the text is written into memory.
    pub fn text(&self) -> io::Result<SecretString> {
        let comment = Some("minisign unencrypted secret key of terkawal");
        let text = self.secret.to_box(comment).map_err(io::Error::other)?;
        Ok(SecretString::from(text.into_string()))
    }

    /// The public half.
    ///
    /// # Errors
    /// A secret key without its public part, which no file has.
    pub fn public(&self) -> io::Result<PublicKey> {
        let key = minisign::PublicKey::from_secret_key(&self.secret).map_err(io::Error::other)?;
        Ok(PublicKey::of(key))
    }

    /// Signs bytes; the answer is the text of a `.minisig` file. The trusted comment is signed too.
    ///
    /// # Errors
    /// When the system's generator fails.
    pub fn sign(&self, bytes: &[u8], trusted_comment: &str) -> io::Result<String> {
        let signature = minisign::sign(
            None,
            &self.secret,
            Cursor::new(bytes),
            Some(trusted_comment),
            Some(UNTRUSTED_COMMENT),
        );
        Ok(signature.map_err(io::Error::other)?.into_string())
    }
}

impl PublicKey {
    fn of(key: minisign::PublicKey) -> Self {
        let text = key.to_base64();
        Self { key, text }
    }

    /// Reads the base64 text of a key (`RW…`), or a public key file, which has it on its second line.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let key = if text.contains('\n') {
            PublicKeyBox::from_string(text).ok()?.into_public_key()
        } else {
            minisign::PublicKey::from_base64(text)
        };
        let key = key.ok().filter(|key| key.to_bytes().starts_with(b"Ed"))?;
        Some(Self::of(key))
    }

    /// The base64 text, as `minisign -P` takes it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The key's id as the stock tool prints it.
    pub fn id(&self) -> String {
        let number = self
            .key
            .keynum()
            .iter()
            .rev()
            .fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        format!("{number:016X}")
    }

    /// The text of a public key file, as `minisign -p` takes it.
    pub fn file_text(&self) -> String {
        format!("untrusted comment: minisign public key {}\n{}\n", self.id(), self.text)
    }

    /// Whether a signature is by this key, over these bytes and this trusted comment, and written as
    /// [`PublisherKey::sign`] writes it, to the byte.
    pub fn verifies(&self, bytes: &[u8], trusted_comment: &str, minisig: &str) -> bool {
        let Ok(signature) = SignatureBox::from_string(minisig) else {
            return false;
        };
        let is_ours = signature
            .untrusted_comment()
            .is_ok_and(|text| text == UNTRUSTED_COMMENT)
            && signature.trusted_comment().is_ok_and(|text| text == trusted_comment)
            && signature.to_string() == minisig;
        is_ours && minisign::verify(&self.key, &signature, Cursor::new(bytes), true, false, false).is_ok()
    }
}

impl PublicKey {
    /// Whether a signature that somebody made with the stock tool is by this key over these bytes.
    pub fn vouches_for(&self, bytes: &[u8], minisig: &str) -> bool {
        let signature = SignatureBox::from_string(minisig);
        signature.is_ok_and(|signature| {
            minisign::verify(&self.key, &signature, Cursor::new(bytes), true, false, false).is_ok()
        })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PublicKey {}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_signature_is_of_its_key_bytes_and_comment_only() {
        let key = PublisherKey::generate().expect("a key");
        let public = key.public().expect("public");
        let minisig = key.sign(b"teks", "terkawal 1").expect("signed");
        assert!(public.verifies(b"teks", "terkawal 1", &minisig));
        assert!(!public.verifies(b"teks.", "terkawal 1", &minisig));
        assert!(!public.verifies(b"teks", "terkawal 2", &minisig));
        let other = PublisherKey::generate().expect("a key").public().expect("public");
        assert!(!other.verifies(b"teks", "terkawal 1", &minisig));
        for at in 0..minisig.len() {
            let mut altered = minisig.clone().into_bytes();
            altered[at] ^= 1;
            let altered = String::from_utf8(altered).expect("ASCII");
            assert!(!public.verifies(b"teks", "terkawal 1", &altered), "byte {at}");
            assert!(!public.verifies(b"teks", "terkawal 1", &minisig[..at]), "cut at {at}");
        }
    }

    #[test]
    fn keys_are_read_back_from_their_files() {
        let key = PublisherKey::generate().expect("a key");
        let public = key.public().expect("public");
        let text = key.text().expect("text");
        let read = PublisherKey::parse(text.expose_secret()).expect("a secret key");
        assert!(read.public().expect("public") == public);
        for text in [
            public.text().to_owned(),
            public.file_text(),
            format!(" {}\n", public.text()),
        ] {
            assert!(PublicKey::parse(&text).is_some_and(|read| read == public), "{text}");
        }
        for text in [
            "",
            "RW",
            "surat\nsurat",
            &public.text().replacen("RW", "RA", 1),
            &public.text()[1..],
        ] {
            assert!(PublicKey::parse(text).is_none(), "{text}");
        }
        assert!(PublisherKey::parse(&public.file_text()).is_none());
        let stock = public.key.to_box().expect("text").into_string();
        assert!(stock.contains(&public.id()), "{stock}");
    }
}
