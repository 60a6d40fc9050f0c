//! Which files the open site has, and how each is written. A build writes all of them, a preview those that are asked for.

use rayon::prelude::*;

use super::{Builder, PageFile, READER_SEARCH, status::Status};
use crate::{diagnostic::Outcome, plan::GeneratedPage};

/// A file of the open site besides those of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SiteFile {
    /// Leads to the version in force.
    Pointer,
    Versions,
    VersionsJson,
    /// Status of this version.
    Status,
    /// Status of an earlier version, by its place among them.
    EarlierStatus(usize),
    Cover,
    /// By its place among the open generated pages.
    Generated(usize),
    Contents,
    /// In a preview, as copies show it.
    SealedGenerated(GeneratedPage),
    /// By its index in the outline.
    Section(usize),
    Print,
    Reader,
    ReaderSearch,
    Stylesheet,
    /// By its place among the open assets.
    Asset(usize),
}

impl Builder<'_> {
    /// Every file by its path below the site's root.
    pub(super) fn site_files(&self) -> Vec<(String, SiteFile)> {
        let version = &self.edition.plan.version;
        let open = self.open;
        let mut files = vec![
            ("index.html".to_owned(), SiteFile::Pointer),
            ("versions/index.html".to_owned(), SiteFile::Versions),
            ("versions/versions.json".to_owned(), SiteFile::VersionsJson),
            (format!("versions/{version}.css"), SiteFile::Status),
            (format!("{version}/index.html"), SiteFile::Cover),
            (format!("{version}/{}", self.common.stylesheet), SiteFile::Stylesheet),
        ];
        let earlier = self.edition.earlier.iter().enumerate();
        files.extend(
            earlier.map(|(at, earlier)| (format!("versions/{}.css", earlier.number), SiteFile::EarlierStatus(at))),
        );
        let generated = open.generated.iter().enumerate();
        files.extend(generated.map(|(at, page)| {
            (
                format!("{version}/{}/index.html", page.page.id()),
                SiteFile::Generated(at),
            )
        }));
        let sealed = self.titles.pages.iter();
        files.extend(sealed.map(|(page, _)| {
            (
                format!("{version}/{}/index.html", page.id()),
                SiteFile::SealedGenerated(*page),
            )
        }));
        if self.edition.plan.is_open_page(GeneratedPage::Contents) || self.shown.is_some() {
            files.push((format!("{version}/contents/index.html"), SiteFile::Contents));
        }
        let sections = open.fragments.iter().filter_map(|fragment| {
            let path = open.outline.get(fragment.section)?.path()?;
            Some((
                format!("{version}/{path}index.html"),
                SiteFile::Section(fragment.section),
            ))
        });
        files.extend(sections);
        let sealed = self.titles.sections.iter().enumerate().filter_map(|(index, title)| {
            title.as_ref()?;
            let id = open.outline.get(index)?.id();
            Some((format!("{version}/{id}/index.html"), SiteFile::Section(index)))
        });
        files.extend(sealed);
        if self.shown.is_some() || !open.fragments.is_empty() || !open.generated.is_empty() {
            files.push((format!("{version}/print/index.html"), SiteFile::Print));
        }
        if self.edition.has_sealed {
            files.push((format!("{version}/read/index.html"), SiteFile::Reader));
            files.push((
                format!("{version}/{}", self.common.scripts.reader_search),
                SiteFile::ReaderSearch,
            ));
        }
        let assets = open.assets.iter().enumerate();
        files.extend(assets.map(|(at, asset)| {
            (
                format!("{version}/{}", self.common.assets.path(asset.index)),
                SiteFile::Asset(at),
            )
        }));
        files
    }

    /// Writes one of them.
    pub(super) fn site_file(&self, file: SiteFile) -> Outcome<Vec<u8>> {
        let text = match file {
            SiteFile::Pointer => self.common.templates.render("pointer.html", &self.context("", ""))?,
            SiteFile::Versions => self.versions()?,
            SiteFile::VersionsJson => self.versions_json(),
            SiteFile::Status if self.edition.draft => Status::Draft.style().to_owned(),
            SiteFile::Status => Status::InForce.style().to_owned(),
            SiteFile::EarlierStatus(_) => Status::Superseded.style().to_owned(),
            SiteFile::Cover => self.cover()?,
            SiteFile::Generated(at) => self.generated(&self.open.generated[at])?,
            SiteFile::SealedGenerated(page) => self.sealed_generated(page)?,
            SiteFile::Contents => self.contents()?,
            SiteFile::Section(index) => self.section(index)?,
            SiteFile::Print => self.print()?,
            SiteFile::Reader => self.reader("site")?.fill(&[""]),
            SiteFile::ReaderSearch => READER_SEARCH.trim().to_owned(),
            SiteFile::Stylesheet => self.common.style.clone(),
            SiteFile::Asset(at) => return Ok(self.open.assets[at].bytes.to_vec()),
        };
        Ok(text.into_bytes())
    }

    /// Writes all of them and the search, sorted by path.
    pub(super) fn all_files(&self) -> Outcome<Vec<PageFile>> {
        let mut files: Vec<PageFile> = self
            .site_files()
            .into_par_iter()
            .map(|(path, file)| {
                let bytes = self.site_file(file)?;
                Ok(PageFile { path, bytes })
            })
            .collect::<Outcome<_>>()?;
        files.extend(self.search_files()?);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(files)
    }

    /// The files of the search, when there is anything to be found.
    pub(super) fn search_files(&self) -> Outcome<Vec<PageFile>> {
        if !self.has_search() {
            return Ok(Vec::new());
        }
        let version = &self.edition.plan.version;
        let files = self.search()?.into_iter().map(|(path, text)| PageFile {
            path: format!("{version}/{path}"),
            bytes: text.into_bytes(),
        });
        Ok(files.collect())
    }
}
