//! Sealed fragments to sealed copies: one bundle for each controlled copy, with exactly what its holder may read.

mod addresses;
mod archive;
mod bundle;
mod form;
mod marks;

use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use jiff::civil::Date;
use serde_json::json;

use crate::{
    classify::{OpenAsset, Outline, SealedPart, is_entitled},
    diagnostic::{Diagnostic, Failure, Outcome},
    digest,
    keys::{self, CopyKey, ReceiptCode},
    layout::Pages,
    marks::{CopyMarks, TraceSecret},
    plan::{Classification, ControlledCopy, CopyNumber, DistributionList, Holder, Medium, Plan},
    register::Head,
    theme::Catalogue,
    world::World,
};

/// Everything that sealing needs, the same for all copies.
pub struct Sealing<'a> {
    /// Entropy and holder files.
    pub world: &'a dyn World,
    /// The plan.
    pub plan: &'a Plan,
    /// The shells and the style of pages in a bundle.
    pub pages: &'a Pages,
    /// Words.
    pub catalogue: &'a Catalogue,
    /// Ids of all sections.
    pub outline: &'a Outline,
    /// What is sealed.
    pub sealed: &'a SealedPart,
    /// Open pictures that sealed sections show too.
    pub open_assets: &'a [OpenAsset],
    /// What makes it an issue; without it the copies are drafts and say so.
    pub imprint: Option<&'a Imprint<'a>>,
}

/// What an issue puts into its copies, and a draft has not.
pub struct Imprint<'a> {
    /// The day of the issue.
    pub issued: Date,
    /// Head of the register before the issue counts: each holder is a witness of it.
    pub head: &'a Head,
    /// What the marks of its copies are made from.
    pub secret: &'a TraceSecret,
    /// How often a copy of this version was issued, this time included.
    pub generation: &'a (dyn Fn(&CopyNumber) -> u32 + Sync),
}

/// The master key, as the master copy needs it.
pub struct Master {
    /// What everything is sealed to.
    pub recipient: age::x25519::Recipient,
    /// The identity under its passphrase.
    pub identity_file: Vec<u8>,
}

/// One controlled copy, sealed.
pub struct SealedCopy {
    /// Copy number.
    pub number: CopyNumber,
    /// 1 unless it is issued again.
    pub generation: u32,
    /// What the holder reads out after opening it; drafts have none.
    pub receipt: Option<ReceiptCode>,
    /// `copy.json`
    pub copy_json: String,
    /// `holder.age`, for holders with a passphrase.
    pub holder_age: Option<Vec<u8>>,
    /// `key.age`
    pub key_age: Vec<u8>,
    /// `bundle.age`
    pub bundle_age: Vec<u8>,
    /// Sections and blocks inside, for the summary.
    pub sections: usize,
}

/// Path of a passphrase holder's own identity, below the plan folder.
pub fn holder_file(number: &str) -> String {
    format!("distribution/holders/{number}.age")
}

/// Path of the file that says which recipient a holder file belongs to: the age file itself does not.
pub fn recipient_file(holder_file: &Path) -> PathBuf {
    holder_file.with_extension("pub")
}

/// Text of that file: the recipient, and the SHA-256 of the holder file.
pub fn with_recipient(recipient: &str, holder_file: &[u8]) -> String {
    format!("{recipient}\n{}\n", digest::hex(holder_file))
}

/// Every copy that has a holder needs a key before anything is sealed.
pub fn check_keys(list: &DistributionList) -> Vec<Diagnostic> {
    list.filed()
        .filter(|(_, holder)| holder.recipients.is_empty())
        .map(|(copy, _)| {
            Diagnostic::error("E300", format!("copy {} has no key", copy.number))
                .at(copy.place.clone())
                .hint(format!(
                    "run `terkawal enrol {} --passphrase`, or `--recipient age1…` with the holder's own",
                    copy.number
                ))
        })
        .collect()
}

impl Sealing<'_> {
    /// Seals one copy.
    ///
    /// # Errors
    /// A holder file that cannot be read or is not what `enrol` wrote; failing entropy.
    pub fn seal(&self, copy: &ControlledCopy, holder: &Holder) -> Outcome<SealedCopy> {
        let holder_age = self.holder_file(copy.number.as_str(), holder)?;
        self.seal_with(&copy.number, holder, holder_age)
    }

    /// Seals the plan secretary's own copy, 00, which holds everything: to the master key, whose file comes with it.
    ///
    /// # Errors
    /// Failing entropy.
    pub fn seal_master(&self, master: &Master) -> Outcome<SealedCopy> {
        let holder = Holder {
            post: self.catalogue.word("master-holder"),
            name: None,
            clearance: Classification::HIGHEST,
            groups: Vec::new(),
            medium: Medium::File,
            leaves: None,
            recipients: vec![master.recipient.clone()],
        };
        self.seal_with(&CopyNumber::master(), &holder, Some(master.identity_file.clone()))
    }

    /// Seals a copy that is printed: what its holder may read and no more, to the master key, whose file comes with it.
    ///
    /// # Errors
    /// Failing entropy.
    pub fn seal_printed(&self, copy: &ControlledCopy, holder: &Holder, master: &Master) -> Outcome<SealedCopy> {
        let holder = Holder {
            recipients: vec![master.recipient.clone()],
            ..holder.clone()
        };
        self.seal_with(&copy.number, &holder, Some(master.identity_file.clone()))
    }

    fn seal_with(&self, copy: &CopyNumber, holder: &Holder, holder_age: Option<Vec<u8>>) -> Outcome<SealedCopy> {
        let number = copy.as_str();
        let key = CopyKey::generate();
        let receipt = self
            .imprint
            // On paper the holder signs a form instead.
            .filter(|_| holder.medium == Medium::File)
            .map(|_| ReceiptCode::generate(self.world, copy))
            .transpose()
            .map_err(|error| sealing_failed(number, &error))?;
        let generation = self.imprint.map_or(1, |imprint| (imprint.generation)(copy));
        let marks = |imprint: &Imprint<'_>| {
            let (plan, version) = (&self.plan.reference, &self.plan.version);
            imprint.secret.marks(plan, version, generation, copy)
        };
        let facts = CopyFacts {
            number: copy,
            generation,
            marks: self.imprint.map(marks),
            issued: self.imprint.map_or(self.plan.date, |imprint| imprint.issued),
            receipt: receipt.as_ref().map(ReceiptCode::text),
        };
        let entitled = |marking: &crate::plan::Marking| is_entitled(marking, copy, holder);
        let (archive, sections) =
            bundle::write(self, &facts, holder, &entitled).map_err(|error| sealing_failed(number, &error))?;
        let bundle_age = keys::seal_to(&[key.recipient()], &archive).map_err(|error| sealing_failed(number, &error))?;
        let key_age = keys::seal_to(&holder.recipients, key.text().expose_secret().as_bytes())
            .map_err(|error| sealing_failed(number, &error))?;
        let mut files = serde_json::Map::new();
        let entry = |bytes: &[u8]| json!({ "size": bytes.len(), "sha256": digest::hex(bytes) });
        if let Some(bytes) = &holder_age {
            files.insert("holder.age".to_owned(), entry(bytes));
        }
        files.insert("key.age".to_owned(), entry(&key_age));
        files.insert("bundle.age".to_owned(), entry(&bundle_age));
        let mut json = json!({
            "type": "terkawal-copy",
            "format": 1,
            "plan": self.plan.reference,
            "title": self.plan.title,
            "version": self.plan.version,
            "draft": self.imprint.is_none(),
            "copy": number,
            "generation": facts.generation,
            "issued": facts.issued.to_string(),
            "valid_until": self.plan.valid_until.map(|day| day.to_string()),
            "files": files,
        });
        if let Some(imprint) = self.imprint {
            json["register"] = json!(imprint.head);
        }
        if holder.medium == Medium::Paper {
            json["medium"] = json!(holder.medium);
        }
        Ok(SealedCopy {
            number: copy.clone(),
            generation: facts.generation,
            receipt,
            copy_json: digest::canonical_json(&json),
            holder_age,
            key_age,
            bundle_age,
            sections,
        })
    }

    fn holder_file(&self, number: &str, holder: &Holder) -> Outcome<Option<Vec<u8>>> {
        let path = self.plan.root.join(holder_file(number));
        let public = recipient_file(&path);
        let read = |path: &Path| self.world.read(path).map_err(|error| Failure::io("read", path, &error));
        let stated = if self.world.exists(&public) {
            read(&public)?
        } else {
            Vec::new()
        };
        let replace = format!("run `terkawal enrol {number} --passphrase --replace` to make a new one");
        if !self.world.exists(&path) {
            // The holder has a slip for a file that is gone.
            let stated = String::from_utf8_lossy(&stated);
            let stated = stated.lines().next().unwrap_or_default();
            if holder
                .recipients
                .iter()
                .any(|recipient| recipient.to_string() == stated)
            {
                let message = format!("{} is missing", holder_file(number));
                return Err(Diagnostic::error("E303", message).hint(replace).into());
            }
            return Ok(None);
        }
        let bytes = read(&path)?;
        if !keys::check_holder_file(&bytes) {
            let message = format!("{} is not a holder file", holder_file(number));
            return Err(Diagnostic::error("E301", message).hint(replace).into());
        }
        // A copy whose holder file opens another key would open for nobody.
        let fits = |recipient: &age::x25519::Recipient| {
            with_recipient(&recipient.to_string(), &bytes).as_bytes() == stated.as_slice()
        };
        if !holder.recipients.iter().any(fits) {
            let message = format!("{} does not belong to the key in the list", holder_file(number));
            return Err(Diagnostic::error("E303", message).hint(replace).into());
        }
        Ok(Some(bytes))
    }
}

/// What a copy says of itself.
struct CopyFacts<'a> {
    number: &'a CopyNumber,
    generation: u32,
    issued: Date,
    receipt: Option<&'a str>,
    marks: Option<CopyMarks>,
}

fn sealing_failed(number: &str, error: &std::io::Error) -> Failure {
    Failure::environment(
        Diagnostic::error("E302", format!("copy {number} could not be sealed: {error}"))
            .hint("check its key in the list; if that is in order, run the command again"),
    )
}
