//! What happened: the kinds of entries, each with fields of its own.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::json;

use super::{Receipt, states::State};
use crate::plan::{Classification, CopyNumber, Holder, Medium};

/// A SHA-256 in lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

impl Digest {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(crate::digest::hex(bytes))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(is_digit) {
            Ok(Self(text))
        } else {
            Err("not a SHA-256 in hexadecimal digits")
        }
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

/// One copy of one version; a copy that is issued again has the next generation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub struct CopyId {
    /// Copy number.
    pub number: CopyNumber,
    /// Version of the plan.
    pub version: String,
    /// 1 for the first issue of this copy of this version.
    pub generation: u32,
}

impl std::fmt::Display for CopyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "copy {} of version {}", self.number, self.version)?;
        if self.generation > 1 {
            write!(f, ", generation {}", self.generation)?;
        }
        Ok(())
    }
}

/// A file of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct IssuedFile {
    /// Path below the folder that holds `public/` and `copies/`.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// A key to which a copy was sealed, and whose it was, in hashes that tell nobody who has not seen the key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct IssuedKey {
    /// SHA-256 of the age recipient.
    pub recipient: Digest,
    /// SHA-256 of recipient, post and name: no name can be guessed from it without the recipient.
    pub holder: Digest,
}

impl IssuedKey {
    /// Of every key of a holder.
    pub fn of(holder: &Holder) -> Vec<Self> {
        let (post, name) = (holder.post.trim(), holder.name.as_deref().map(str::trim));
        let key = |recipient: String| Self {
            holder: Digest::of(json!([recipient, post, name]).to_string().as_bytes()),
            recipient: Digest::of(recipient.as_bytes()),
        };
        holder.recipients.iter().map(ToString::to_string).map(key).collect()
    }
}

/// A copy as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct IssuedCopy {
    /// Copy number.
    pub number: CopyNumber,
    /// Generation within the version.
    pub generation: u32,
    /// The holder's post. Names stay out of the register.
    pub holder: String,
    /// File or paper.
    pub medium: Medium,
    /// Its files with their hashes; none for paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<IssuedFile>,
    /// Of its receipt code, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The keys it was sealed to; none for paper, and in registers from before they were recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<IssuedKey>,
}

/// How a holder said that the copy came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// The receipt code from inside the copy.
    Code,
    /// A signed receipt form.
    Form,
}

/// A minisign signature of an approver.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ApprovalSignature {
    /// The approver's public key.
    pub key: String,
    /// The `.minisig` file in base64: stock signatures have tabs in them, which no entry may have.
    pub minisig: String,
}

/// A classification, written as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionMark(pub Classification);

impl Serialize for SectionMark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.mark())
    }
}

impl<'de> Deserialize<'de> for SectionMark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map(Self)
            .map_err(|_| D::Error::custom("not a classification"))
    }
}

/// What an entry records.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Event {
    /// A version's content was approved.
    Approved {
        /// The version.
        version: String,
        /// SHA-256 of exactly this content.
        content: Digest,
        /// Who approved it.
        approver: String,
        /// In which post.
        post: String,
        /// Where the approver has a key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signature: Option<ApprovalSignature>,
    },
    /// An issue is about to be made; the head after this entry goes into every copy and manifest.
    Prepared {
        /// The version.
        version: String,
        /// SHA-256 of its content.
        content: Digest,
        /// The copies that will be issued.
        copies: Vec<CopyNumber>,
    },
    /// The commit point of an issue, or of single copies issued again.
    Issued {
        /// The version.
        version: String,
        /// SHA-256 of its content.
        content: Digest,
        /// SHA-256 of its content without the distribution list, which single copies issued again may differ from.
        document: Digest,
        /// Every published file that is no copy's, such as the manifest.
        files: Vec<IssuedFile>,
        /// SHA-256 of the source archive, sealed to the master copy.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        archive: Option<Digest>,
        /// The trace secret of its copies, sealed to the master key; none in registers from before there were marks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        marks: Option<String>,
        /// The copies.
        copies: Vec<IssuedCopy>,
        /// Numbers without a holder, so that every number is accounted for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reserved: Vec<CopyNumber>,
        /// Outstanding copies of the version before, due when the new copy is received.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        recalls: Vec<CopyId>,
        /// Why, when single copies are issued again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Copies whose new keys were meant.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        new_keys: Vec<CopyNumber>,
        /// Copies whose holder is the same person under another post or name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        same_holders: Vec<CopyNumber>,
    },
    /// The holder has the copy.
    Acknowledged {
        /// Which.
        copy: CopyId,
        /// By code or form.
        means: Means,
    },
    /// The copy passes to a successor, who gets the next generation.
    Transferred {
        /// Which.
        copy: CopyId,
        /// Post of who gives it.
        from: String,
        /// Post of who gets it.
        to: String,
    },
    /// The holder was asked for the copy.
    Recalled {
        /// Which.
        copy: CopyId,
        /// Why.
        reason: String,
        /// By when; without it when the next copy is received.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// The copy came back.
    Returned {
        /// Which.
        copy: CopyId,
    },
    /// The copy is no more.
    Destroyed {
        /// Which.
        copy: CopyId,
        /// How.
        method: String,
        /// Two witnesses.
        witnesses: [String; 2],
    },
    /// The copy is lost; the originator is to be told within 24 hours of the discovery.
    Lost {
        /// Which.
        copy: CopyId,
        /// When that was found; the 24 hours run from then.
        discovered: Timestamp,
        /// Who is responsible for what the plan holds and was told, if that was done already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        originator: Option<String>,
    },
    /// The originator was told of a loss.
    Told {
        /// Which copy was lost.
        copy: CopyId,
        /// Who was told.
        originator: String,
    },
    /// Matter that was sealed in the last issue may be open, or the other way round.
    Reclassified {
        /// Id or number of the section, or path of a picture.
        section: String,
        /// Mark until now.
        from: SectionMark,
        /// Mark from now on.
        to: SectionMark,
        /// Who decided.
        approver: String,
        /// Why.
        reason: String,
    },
    /// A version that was issued never came out: what was staged is lost.
    Voided {
        /// The version.
        version: String,
        /// Why.
        reason: String,
    },
    /// Something an earlier entry has wrong; that entry stays as it is.
    Corrected {
        /// Number of the earlier entry.
        entry: u64,
        /// What is right.
        text: String,
    },
    /// The last entry that this publisher key signs; the key after it is named.
    KeyRetired {
        /// The next public key.
        next: String,
        /// Why.
        reason: String,
    },
    /// The first entry that the next publisher key signs.
    KeyAdopted {
        /// The public key that was retired.
        old: String,
    },
}

impl Event {
    /// The name of the kind as it stands in the register.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Approved { .. } => "approved",
            Self::Prepared { .. } => "prepared",
            Self::Issued { .. } => "issued",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Transferred { .. } => "transferred",
            Self::Recalled { .. } => "recalled",
            Self::Returned { .. } => "returned",
            Self::Destroyed { .. } => "destroyed",
            Self::Lost { .. } => "lost",
            Self::Told { .. } => "told",
            Self::Reclassified { .. } => "reclassified",
            Self::Voided { .. } => "voided",
            Self::Corrected { .. } => "corrected",
            Self::KeyRetired { .. } => "key-retired",
            Self::KeyAdopted { .. } => "key-adopted",
        }
    }

    /// The copy it is about, when it is about one.
    pub fn copy(&self) -> Option<&CopyId> {
        match self {
            Self::Acknowledged { copy, .. }
            | Self::Transferred { copy, .. }
            | Self::Recalled { copy, .. }
            | Self::Returned { copy }
            | Self::Destroyed { copy, .. }
            | Self::Lost { copy, .. }
            | Self::Told { copy, .. } => Some(copy),
            _ => None,
        }
    }

    /// The state into which it takes that copy, when it does.
    pub fn leads_to(&self) -> Option<State> {
        Some(match self {
            Self::Acknowledged { .. } => State::Acknowledged,
            Self::Transferred { .. } => State::Transferred,
            Self::Recalled { .. } => State::Recalled,
            Self::Returned { .. } => State::Returned,
            Self::Destroyed { .. } => State::Destroyed,
            Self::Lost { .. } => State::Lost,
            _ => return None,
        })
    }

    /// The version it is about, when it is about one.
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Approved { version, .. }
            | Self::Prepared { version, .. }
            | Self::Issued { version, .. }
            | Self::Voided { version, .. } => Some(version),
            other => other.copy().map(|copy| copy.version.as_str()),
        }
    }
}
