//! The versions that a text is compared with, and the copies of each.

use std::collections::BTreeMap;

use crate::{
    cli::{
        build::prepare,
        sources::{Archives, Sealed},
    },
    diagnostic::{Diagnostic, Outcome},
    inspect::trace::{Edition, IssuedText, Suspect},
    keys::OpenError,
    marks::TraceSecret,
    plan::{CopyNumber, Medium, Plan},
    register::CopyId,
    world::World,
};

/// Whose a copy is, from the register.
pub(super) struct Holder {
    pub(super) post: String,
    pub(super) medium: Medium,
}

/// The copies of one issue, and the secret of their marks, still sealed.
struct Copies {
    secret: String,
    ids: Vec<CopyId>,
}

/// A version before anything is opened.
struct Version {
    name: String,
    sources: Sealed,
    issues: Vec<Copies>,
}

/// What is asked about.
pub(super) struct Wanted {
    versions: Vec<Version>,
    holders: BTreeMap<CopyId, Holder>,
    remarks: Vec<Diagnostic>,
}

/// What is asked about, opened in memory.
pub(super) struct Editions {
    pub(super) found: Vec<Edition>,
    pub(super) holders: BTreeMap<CopyId, Holder>,
    pub(super) remarks: Vec<Diagnostic>,
}

impl Wanted {
    /// All versions with marks, or one.
    ///
    /// # Errors
    /// `E480` for a version that was never issued, `E572` when no copy has marks, and what stands against an archive.
    pub(super) fn of(archives: &Archives<'_>, version: Option<&str>) -> Outcome<Self> {
        let history = &archives.history;
        let mut wanted = Self {
            versions: Vec::new(),
            holders: BTreeMap::new(),
            remarks: Vec::new(),
        };
        let names: Vec<&str> = match version {
            Some(version) => vec![version],
            None => history.versions().map(|issue| issue.version.as_str()).collect(),
        };
        for name in names {
            let sources = archives.of(name)?;
            let mut issues = Vec::new();
            for issue in history.issues.iter().filter(|issue| issue.version == name) {
                let Some(secret) = &issue.marks else { continue };
                let id = |number: &CopyNumber, generation| CopyId {
                    number: number.clone(),
                    version: name.to_owned(),
                    generation,
                };
                let mut ids = Vec::new();
                for copy in &issue.copies {
                    let id = id(&copy.number, copy.generation);
                    let holder = Holder {
                        post: copy.holder.clone(),
                        medium: copy.medium,
                    };
                    wanted.holders.insert(id.clone(), holder);
                    ids.push(id);
                }
                // The secretary's own copy is nobody's in the register.
                let master = id(&CopyNumber::master(), 1);
                if !issue.is_again && !ids.contains(&master) {
                    ids.push(master);
                }
                issues.push(Copies {
                    secret: secret.clone(),
                    ids,
                });
            }
            if issues.is_empty() {
                let message = format!("version {name}: its copies carry no marks, so none of them can be named");
                let hint = "nothing in it is sealed, or it was issued before terkawal had marks";
                wanted.remarks.push(Diagnostic::warning("E572", message).hint(hint));
            } else {
                wanted.versions.push(Version {
                    name: name.to_owned(),
                    sources,
                    issues,
                });
            }
        }
        if wanted.versions.is_empty() {
            let fault = Diagnostic::error("E572", "no copy that carries marks was issued");
            return Err(fault.hint("marks come with `terkawal issue`; drafts have none").into());
        }
        Ok(wanted)
    }

    /// Opens secrets, and the sources where a text is to be compared.
    ///
    /// # Errors
    /// `E573` for a secret that the key does not open; what stands against opening an archive.
    pub(super) fn open(
        self,
        world: &dyn World,
        plan: &Plan,
        master: &age::x25519::Identity,
        with_text: bool,
    ) -> Outcome<Editions> {
        let mut found = Vec::new();
        for version in self.versions {
            let mut suspects = Vec::new();
            for issue in version.issues {
                let secret =
                    TraceSecret::open(&issue.secret, master).map_err(|error| unopened(&version.name, error))?;
                suspects.extend(issue.ids.into_iter().map(|copy| Suspect {
                    marks: secret.marks(&plan.reference, &copy.version, copy.generation, &copy.number),
                    copy,
                }));
            }
            let text = if with_text {
                let read = |world: &dyn World, root: &std::path::Path| {
                    prepare(world, root, None).map(|prepared| IssuedText::of(&prepared.partition.sealed))
                };
                version.sources.open(world, master, read)?
            } else {
                IssuedText::default()
            };
            found.push(Edition {
                version: version.name,
                text,
                suspects,
            });
        }
        Ok(Editions {
            found,
            holders: self.holders,
            remarks: self.remarks,
        })
    }
}

fn unopened(version: &str, error: OpenError) -> Diagnostic {
    let message = format!("the secret of the marks of version {version} cannot be opened");
    Diagnostic::error("E573", message).hint(if error == OpenError::WrongKey {
        "use the master key of that time: --master-identity FILE"
    } else {
        "put the register back from a backup"
    })
}
