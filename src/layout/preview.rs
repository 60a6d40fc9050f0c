//! Pages for a preview, laid out one by one when they are asked for.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    Builder, Common, Edition, PageFile, Titles,
    addresses::Shown,
    site_files::SiteFile,
    view::{View, ViewPage, ViewPlace},
};
use crate::{classify::OpenPart, diagnostic::Outcome, plan::GeneratedPage, theme::Theme};

/// What all pages of a preview share.
pub struct PreviewPages {
    common: Common,
    hole: String,
    search: OnceLock<Vec<PageFile>>,
    /// The open site's own files.
    open: OnceLock<ViewFiles>,
}

/// Which files a view has, and what stands for titles in it. The same as long as the plan is not compiled again.
pub struct ViewFiles {
    titles: Titles,
    by_path: BTreeMap<String, SiteFile>,
}

/// From what pages are laid out.
#[derive(Clone, Copy)]
pub struct Matter<'a> {
    /// Plan and edition.
    pub edition: &'a Edition<'a>,
    /// Templates and words.
    pub theme: &'a Theme,
    /// The open part.
    pub open: &'a OpenPart,
}

impl PreviewPages {
    /// `secret` is a fresh random text in hexadecimal digits, so that no page can hold the marks of the places.
    ///
    /// # Errors
    /// A template of an overriding theme that does not parse.
    pub fn new(matter: Matter<'_>, secret: &str) -> Outcome<Self> {
        Ok(Self {
            common: Common::new(matter.edition, matter.theme, matter.open)?,
            hole: format!("hole-{secret}-"),
            search: OnceLock::new(),
            open: OnceLock::new(),
        })
    }

    /// To be called when the text of a section changed.
    pub fn forget_search(&mut self) {
        self.search = OnceLock::new();
    }

    /// Path of an open picture or attachment below the version's folder; empty when it is sealed.
    pub fn asset_path(&self, index: usize) -> &str {
        self.common.assets.path(index)
    }

    /// A file of the open site as a build writes it; `None` when there is none of this path.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn open_file(&self, matter: Matter<'_>, path: &str) -> Outcome<Option<Vec<u8>>> {
        let files = self.open.get_or_init(|| self.files(matter, None));
        let builder = self.builder(matter, None, &files.titles);
        match files.by_path.get(path) {
            Some(file) => builder.site_file(*file).map(Some),
            None if builder.may_be_of_search(path) => self.search_file(&builder, path),
            None => Ok(None),
        }
    }

    /// Paths of all files of the open site.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn open_paths(&self, matter: Matter<'_>) -> Outcome<Vec<String>> {
        let files = self.open.get_or_init(|| self.files(matter, None));
        let builder = self.builder(matter, None, &files.titles);
        let mut paths: Vec<String> = files.by_path.keys().cloned().collect();
        paths.extend(self.searched(&builder)?.iter().map(|file| file.path.clone()));
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// The files of a view.
    pub fn view_files(&self, matter: Matter<'_>, view: &View<'_>) -> ViewFiles {
        self.files(matter, Some(view))
    }

    fn files(&self, matter: Matter<'_>, view: Option<&View<'_>>) -> ViewFiles {
        let titles = view.map_or_else(Titles::default, |view| self.titles(matter.open, view));
        let mut by_path = BTreeMap::new();
        for (path, file) in self.builder(matter, view, &titles).site_files() {
            by_path.entry(path).or_insert(file);
        }
        ViewFiles { titles, by_path }
    }

    /// A page in a view, with places for what is sealed. Files that hold nothing sealed come without places.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn view_page(
        &self,
        matter: Matter<'_>,
        view: &View<'_>,
        files: &ViewFiles,
        path: &str,
    ) -> Outcome<Option<ViewPage>> {
        let builder = self.builder(matter, Some(view), &files.titles);
        let Some(file) = files.by_path.get(path) else {
            return Ok(None);
        };
        let page = String::from_utf8_lossy(&builder.site_file(*file)?).into_owned();
        Ok(Some(ViewPage::cut(&page, &self.hole)))
    }

    fn builder<'a>(&'a self, matter: Matter<'a>, view: Option<&'a View<'a>>, titles: &'a Titles) -> Builder<'a> {
        Builder {
            edition: matter.edition,
            theme: matter.theme,
            open: matter.open,
            common: &self.common,
            hole: &self.hole,
            shown: view.map(|view| Shown { view, hole: &self.hole }),
            titles,
        }
    }

    fn titles(&self, open: &OpenPart, view: &View<'_>) -> Titles {
        let token = |id: &str| (view.shows)(id).then(|| ViewPlace::Title(id.to_owned()).token(&self.hole));
        let sections = open.outline.entries().iter();
        let is_open = |page| open.generated.iter().any(|open| open.page == page);
        let pages = GeneratedPage::ALL.into_iter().filter(|page| !is_open(*page));
        Titles {
            sections: sections
                .map(|entry| {
                    if entry.title().is_some() {
                        None
                    } else {
                        token(entry.id())
                    }
                })
                .collect(),
            pages: pages.filter_map(|page| Some((page, token(page.id())?))).collect(),
        }
    }

    fn search_file(&self, builder: &Builder<'_>, path: &str) -> Outcome<Option<Vec<u8>>> {
        let files = self.searched(builder)?.iter();
        let found = files.into_iter().find(|file| file.path == path);
        Ok(found.map(|file| file.bytes.clone()))
    }

    fn searched(&self, builder: &Builder<'_>) -> Outcome<&[PageFile]> {
        if let Some(files) = self.search.get() {
            return Ok(files);
        }
        let files = builder.search_files()?;
        Ok(self.search.get_or_init(|| files))
    }
}
