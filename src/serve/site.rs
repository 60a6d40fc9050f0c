//! Everything that is served at a time: one verified state of the folder.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Arc,
};

use super::{content::Content, encoding::Encoding, kind};
use crate::{
    inspect::SiteSummary,
    release::{MANIFEST, SITE_MANIFEST},
    world::Stamp,
};

/// A verified site. The keys are the only addresses that answer.
pub(super) struct Site {
    pub(super) plan: String,
    pub(super) version: String,
    pub(super) draft: bool,
    /// What must change on the disk before all of it is looked at again.
    pub(super) mark: Mark,
    /// The same of every file, as seen from outside.
    pub(super) stamps: Stamps,
    files: HashMap<String, Served>,
}

/// The SHA-256 of the small files of which at least one differs between any two states, by path.
pub(super) type Mark = BTreeMap<String, Option<String>>;

/// Size and time of every file when it was verified; `None` for one that is gone.
pub(super) type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

/// One file with its packed forms.
pub(super) struct Served {
    pub(super) plain: Form,
    /// Smallest first.
    pub(super) packed: Vec<(Encoding, Form)>,
    pub(super) media_type: &'static str,
    pub(super) cache: &'static str,
    pub(super) policy: &'static str,
    /// Version and number of the copy that the file belongs to.
    pub(super) copy: Option<Arc<CopyName>>,
}

/// Bytes with the SHA-256 under which they were verified.
#[derive(Clone)]
pub(super) struct Form {
    pub(super) content: Content,
    pub(super) sha256: String,
}

/// Which copy was downloaded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CopyName {
    pub(super) version: String,
    pub(super) number: String,
}

/// What an address leads to.
pub(super) enum Found<'s> {
    File(&'s Served),
    /// A folder without its slash.
    Folder,
    Nothing,
}

impl Site {
    pub(super) fn new(summary: &SiteSummary, draft: bool, stamps: Stamps, forms: &HashMap<String, Form>) -> Self {
        let packed = |path: &str| {
            let forms = Encoding::ALL.into_iter().filter_map(|encoding| {
                let form = forms.get(&format!("{path}{}", encoding.suffix()))?;
                Some((encoding, form.clone()))
            });
            let mut forms: Vec<_> = forms.collect();
            forms.sort_by_key(|(_, form)| form.content.length());
            forms
        };
        let files = forms.iter().map(|(path, plain)| {
            let served = Served {
                plain: plain.clone(),
                packed: packed(path),
                media_type: kind::media_type(path),
                cache: kind::cache(path),
                policy: kind::policy(path),
                copy: copy_of(path).map(Arc::new),
            };
            (path.clone(), served)
        });
        Self {
            files: files.collect(),
            plan: summary.plan.clone(),
            version: summary.version.clone(),
            draft,
            mark: mark(&summary.version, forms),
            stamps,
        }
    }

    /// What a decoded path leads to, which begins with a slash. Names are compared as they are: nothing in them means
    /// anything, so neither dots nor slashes of any kind lead anywhere else.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let Some(name) = path.strip_prefix('/') else {
            return Found::Nothing;
        };
        if let Some(file) = self.files.get(name) {
            return Found::File(file);
        }
        let is_folder = name.is_empty() || name.ends_with('/');
        let index = if is_folder {
            format!("{name}index.html")
        } else {
            format!("{name}/index.html")
        };
        match self.files.get(&index) {
            Some(file) if is_folder => Found::File(file),
            Some(_) => Found::Folder,
            None => Found::Nothing,
        }
    }

    /// How many addresses answer.
    pub(super) fn count(&self) -> usize {
        self.files.len()
    }

    /// Everything there is, by SHA-256.
    pub(super) fn contents(&self) -> HashMap<&str, &Content> {
        let forms = self.files.values().map(|file| &file.plain);
        forms.map(|form| (form.sha256.as_str(), &form.content)).collect()
    }
}

/// The pointer, the manifests, and, since manifests of drafts do not know the bytes of copies, one copy.
fn mark(version: &str, forms: &HashMap<String, Form>) -> Mark {
    let manifests = [SITE_MANIFEST.to_owned(), format!("{version}/{MANIFEST}")];
    let signatures = manifests.iter().map(|manifest| format!("{manifest}.minisig"));
    let mut names: Vec<String> = signatures.collect();
    names.extend(manifests);
    names.push("index.html".to_owned());
    let copies = forms.keys().filter(|path| path.ends_with("/copy.json"));
    names.extend(copies.min().cloned());
    let known = |name: String| {
        let sha256 = forms.get(&name).map(|form| form.sha256.clone());
        (name, sha256)
    };
    names.into_iter().map(known).collect()
}

/// `2.0/copies/03-01/bundle.age`
fn copy_of(path: &str) -> Option<CopyName> {
    let mut parts = path.split('/');
    let (version, folder, number, _, end) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next());
    (folder == "copies" && end.is_none()).then(|| CopyName {
        version: version.to_owned(),
        number: number.to_owned(),
    })
}
