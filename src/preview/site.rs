//! The prepared plan: pages are laid out from it when they are asked for, and a changed section is taken in.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use super::{Viewer, fill::Seen};
use crate::{
    classify::{Prepared, SealedFragment},
    diagnostic::Outcome,
    document::dialect::abbreviations::uses,
    layout::{Edition, Matter, PreviewPages, View, ViewFiles},
    plan::CopyNumber,
    render::Fragment,
};

/// A plan without errors as the browser asks for it.
pub struct Site {
    pub(super) prepared: Prepared,
    pages: PreviewPages,
    /// What views that were looked at consist of.
    views: Mutex<HashMap<Viewer, Arc<ViewFiles>>>,
    copies: Vec<CopyNumber>,
    /// Indexes of sections by file.
    sections: BTreeMap<String, usize>,
    /// Places of sealed fragments by id.
    sealed: BTreeMap<String, usize>,
    /// Places of the parts of a sealed fragment, by its id.
    parts: BTreeMap<String, Vec<usize>>,
}

/// A file of the preview.
pub struct SiteFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Media type.
    pub media_type: &'static str,
}

impl Site {
    /// `secret` is a fresh random text in hexadecimal digits.
    ///
    /// # Errors
    /// A template of the theme that does not parse.
    pub fn new(prepared: Prepared, secret: &str) -> Outcome<Self> {
        let copies = prepared.list.filed().map(|(copy, _)| copy.number.clone()).collect();
        let sections = prepared.document.sections.iter().enumerate();
        let sections = sections
            .map(|(index, section)| (section.source.path().to_owned(), index))
            .collect();
        let mut sealed = BTreeMap::new();
        let mut parts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, fragment) in prepared.partition.sealed.fragments.iter().enumerate() {
            sealed.insert(fragment.id().to_owned(), at);
            if let (true, Some(within)) = (fragment.is_part(), fragment.within()) {
                parts.entry(within.to_owned()).or_default().push(at);
            }
        }
        let pages = PreviewPages::new(matter(&prepared, &edition(&prepared, &[])), secret)?;
        Ok(Self {
            prepared,
            pages,
            views: Mutex::default(),
            copies,
            sections,
            sealed,
            parts,
        })
    }

    /// Title and version, for the terminal.
    pub fn name(&self) -> String {
        format!("{} {}", self.prepared.plan.short_title, self.prepared.plan.version)
    }

    /// What is not in order before an issue.
    pub fn warnings(&self) -> &[crate::diagnostic::Diagnostic] {
        &self.prepared.warnings
    }

    /// Whether there is such a reader: copies that nobody holds have none.
    pub fn has_view(&self, viewer: &Viewer) -> bool {
        match viewer {
            Viewer::Open | Viewer::All => true,
            Viewer::Copy(number) => self.prepared.list.held().any(|(copy, _)| copy.number == *number),
        }
    }

    /// Numbers of the copies that somebody holds.
    pub fn held(&self) -> Vec<&str> {
        let held = self.prepared.list.held();
        held.map(|(copy, _)| copy.number.as_str()).collect()
    }

    /// Whether a file, by its path below the plan folder, is a section.
    pub fn has_section(&self, path: &str) -> bool {
        self.sections.contains_key(path)
    }

    /// Whether a section has this text already.
    pub fn has_text(&self, path: &str, text: &str) -> bool {
        let section = self
            .sections
            .get(path)
            .map(|index| &self.prepared.document.sections[*index]);
        section.is_some_and(|section| section.source.text() == text)
    }

    /// Takes the new text of a section in when it changes that section alone. Tells whether it did.
    pub fn revise(&mut self, path: &str, text: &str) -> bool {
        let Some(index) = self.sections.get(path).copied() else {
            return false;
        };
        let Prepared {
            plan,
            list,
            theme,
            document,
            partition,
            warnings,
        } = &mut self.prepared;
        // The places of its warnings would be those of the old text.
        let has_warning =
            |warning: &crate::diagnostic::Diagnostic| warning.place.as_ref().is_some_and(|place| place.path() == path);
        if warnings.iter().any(has_warning) {
            return false;
        }
        let abbreviations = |fragments: &[Fragment]| -> BTreeSet<String> {
            let texts = fragments.iter();
            texts
                .flat_map(|fragment| uses(&fragment.text, &plan.abbreviations))
                .map(|(_, short, _)| short.to_owned())
                .collect()
        };
        let used = abbreviations(&Fragment::of_section(plan, &theme.catalogue, document, index));
        if !document.revise(plan, list, index, text) {
            return false;
        }
        let fragments = Fragment::of_section(plan, &theme.catalogue, document, index);
        let same = abbreviations(&fragments) == used;
        partition.revise(document, fragments);
        self.pages.forget_search();
        // Otherwise a word may be in use no more, or again: the warnings of the plan are others.
        same
    }

    /// A file as a viewer sees it, by its path below the site's root.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn file(&self, viewer: &Viewer, path: &str) -> Outcome<Option<SiteFile>> {
        let media_type = media_type(path);
        let edition = edition(&self.prepared, &self.copies);
        let matter = matter(&self.prepared, &edition);
        let bytes = match viewer {
            Viewer::Open => self.pages.open_file(matter, path)?,
            viewer if media_type == HTML => {
                let root = "../".repeat(path.matches('/').count().saturating_sub(1));
                let seen = Seen { site: self, viewer };
                let page = seen.page(
                    |view| {
                        let files = self.view_files(viewer, matter, view);
                        self.pages.view_page(matter, view, &files, path)
                    },
                    &root,
                )?;
                match page {
                    Some(page) => Some(page.into_bytes()),
                    // A page that shows nothing of the sections, such as that of the search.
                    None => self.pages.open_file(matter, path)?,
                }
            }
            viewer => match self.sealed_asset(viewer, path) {
                Some(bytes) => Some(bytes),
                None => self.pages.open_file(matter, path)?,
            },
        };
        Ok(bytes.map(|bytes| SiteFile { bytes, media_type }))
    }

    fn view_files(&self, viewer: &Viewer, matter: Matter<'_>, view: &View<'_>) -> Arc<ViewFiles> {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        let files = views
            .entry(viewer.clone())
            .or_insert_with(|| Arc::new(self.pages.view_files(matter, view)));
        Arc::clone(files)
    }

    /// Every file of the open site by path, as a build writes it.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn open_files(&self) -> Outcome<BTreeMap<String, Vec<u8>>> {
        let edition = edition(&self.prepared, &self.copies);
        let matter = matter(&self.prepared, &edition);
        let mut files = BTreeMap::new();
        for path in self.pages.open_paths(matter)? {
            let bytes = self.pages.open_file(matter, &path)?.unwrap_or_default();
            files.insert(path, bytes);
        }
        Ok(files)
    }

    pub(super) fn sealed(&self, id: &str) -> Option<&SealedFragment> {
        self.sealed
            .get(id)
            .map(|at| &self.prepared.partition.sealed.fragments[*at])
    }

    pub(super) fn parts(&self, id: &str) -> impl Iterator<Item = &SealedFragment> {
        let at = self.parts.get(id).into_iter().flatten();
        at.map(|at| &self.prepared.partition.sealed.fragments[*at])
    }

    /// Where a picture or attachment is, below the version's folder.
    pub(super) fn asset_path(&self, index: usize) -> Option<String> {
        let open = self.pages.asset_path(index);
        if !open.is_empty() {
            return Some(open.to_owned());
        }
        let mut sealed = self.prepared.partition.sealed.assets.iter();
        let asset = sealed.find(|asset| asset.index == index)?;
        Some(format!("{SEALED}{}", asset.name))
    }

    fn sealed_asset(&self, viewer: &Viewer, path: &str) -> Option<Vec<u8>> {
        let (_, name) = path.split_once('/')?;
        let name = name.strip_prefix(SEALED)?;
        let mut sealed = self.prepared.partition.sealed.assets.iter();
        let asset = sealed.find(|asset| asset.name == name)?;
        let seen = Seen { site: self, viewer };
        seen.shows_asset(asset.index).then(|| asset.bytes.to_vec())
    }
}

/// Folder of sealed pictures, which no site has.
const SEALED: &str = "assets/sealed/";

const HTML: &str = "text/html; charset=utf-8";

fn edition<'a>(prepared: &'a Prepared, copies: &'a [CopyNumber]) -> Edition<'a> {
    Edition {
        plan: &prepared.plan,
        draft: true,
        issued: prepared.plan.date,
        earlier: &[],
        copies,
        has_sealed: prepared.partition.has_sealed(),
    }
}

fn matter<'a>(prepared: &'a Prepared, edition: &'a Edition<'a>) -> Matter<'a> {
    Matter {
        edition,
        theme: &prepared.theme,
        open: &prepared.partition.open,
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "txt" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
