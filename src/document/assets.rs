//! Pictures and attachments: found, read and checked once each.

use std::{collections::BTreeMap, io::ErrorKind, path::Path, sync::Arc};

use super::Asset;
use crate::{
    diagnostic::Diagnostic,
    plan::Plan,
    source::{Sources, has_extension},
    world::World,
};

/// Larger files are refused: each copy would carry them.
const LARGEST: u64 = 32 << 20;

const IMAGES: [(&str, &str); 6] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("svg", "image/svg+xml"),
];

const ATTACHMENTS: [(&str, &str); 6] = [
    ("pdf", "application/pdf"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("csv", "text/csv"),
    ("txt", "text/plain"),
];

pub(super) struct Assets<'w> {
    world: &'w dyn World,
    plan: &'w Plan,
    sources: &'w Sources,
    known: BTreeMap<String, usize>,
    list: Vec<Asset>,
}

impl<'w> Assets<'w> {
    pub(super) fn new(world: &'w dyn World, plan: &'w Plan, sources: &'w Sources) -> Self {
        Self {
            world,
            plan,
            sources,
            known: BTreeMap::new(),
            list: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<Asset> {
        self.list
    }

    pub(super) fn image(&mut self, path: &str) -> Result<usize, Diagnostic> {
        let Some(media_type) = media_type(path, &IMAGES) else {
            return Err(not_a_picture());
        };
        self.load(path, media_type)
    }

    pub(super) fn attachment(&mut self, path: &str) -> Result<usize, Diagnostic> {
        match media_type(path, &IMAGES).or_else(|| media_type(path, &ATTACHMENTS)) {
            Some(media_type) => self.load(path, media_type),
            None => Err(
                Diagnostic::error("E181", "this link leads to no section and to no attachment")
                    .hint("attachments may be PDF, DOCX, XLSX, PPTX, CSV, TXT or pictures"),
            ),
        }
    }

    /// The picture on the cover, which may stand in the plan folder itself.
    pub(super) fn logo(&mut self, path: &str) -> Result<usize, Diagnostic> {
        if let Some(path) = path.strip_prefix("content/") {
            return self.image(path);
        }
        let Some(media_type) = media_type(path, &IMAGES) else {
            return Err(not_a_picture());
        };
        let file = self.plan.root.join(path);
        let folder = self.world.resolve(&self.plan.root);
        let is_own = match (folder, self.world.resolve(&file)) {
            (Ok(folder), Ok(resolved)) => resolved == folder.join(path),
            _ => false,
        };
        if !self.world.exists(&file) {
            return Err(Diagnostic::error("E182", "the file is missing")
                .hint("the name is relative to the plan folder; upper and lower case count"));
        }
        if !is_own {
            return Err(Diagnostic::error("E129", "the logo is not a file of this plan")
                .hint("put the file itself into the plan folder"));
        }
        self.read(&file, &format!("../{path}"), media_type)
    }

    fn load(&mut self, path: &str, media_type: &'static str) -> Result<usize, Diagnostic> {
        if let Some(index) = self.known.get(path) {
            return Ok(*index);
        }
        // The walk listed ordinary files only, so a path from it is no link to elsewhere.
        if self
            .sources
            .files
            .binary_search_by(|file| file.as_str().cmp(path))
            .is_err()
        {
            return Err(Diagnostic::error("E182", "the file is missing")
                .hint("the name is relative to the section's file; upper and lower case count"));
        }
        let index = self.read(&self.plan.root.join("content").join(path), path, media_type)?;
        self.known.insert(path.to_owned(), index);
        Ok(index)
    }

    fn read(&mut self, file: &Path, path: &str, media_type: &'static str) -> Result<usize, Diagnostic> {
        let bytes = self
            .world
            .read_up_to(file, LARGEST)
            .map_err(|error| match error.kind() {
                ErrorKind::FileTooLarge => Diagnostic::error("E184", "the file is too large")
                    .hint("each copy would carry it; keep it below 32 MB"),
                _ => Diagnostic::error("E183", format!("the file cannot be read: {error}"))
                    .hint("check who may read it, and the disk")
                    .of_environment(),
            })?;
        check_kind(media_type, &bytes)?;
        let index = self.list.len();
        self.list.push(Asset {
            path: path.to_owned(),
            media_type,
            bytes: Arc::from(bytes),
        });
        Ok(index)
    }
}

fn not_a_picture() -> Diagnostic {
    Diagnostic::error("E180", "not a picture format that every browser shows").hint("use SVG, PNG, JPEG, WebP or GIF")
}

fn media_type(path: &str, kinds: &[(&str, &'static str)]) -> Option<&'static str> {
    kinds
        .iter()
        .find(|(extension, _)| has_extension(path, extension))
        .map(|(_, media_type)| *media_type)
}

/// A file must be what its name says: a script behind a picture's name would run on the intranet's own address.
fn check_kind(media_type: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let fits = match media_type {
        "image/png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg" => bytes.starts_with(b"\xff\xd8\xff"),
        "image/webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        "image/gif" => bytes.starts_with(b"GIF8"),
        "image/svg+xml" => return check_svg(bytes),
        "application/pdf" => bytes.starts_with(b"%PDF-"),
        "text/csv" | "text/plain" => std::str::from_utf8(bytes).is_ok(),
        _ => bytes.starts_with(b"PK\x03\x04"),
    };
    if fits {
        Ok(())
    } else {
        Err(Diagnostic::error("E185", "the file is not what its name says").hint("save it again in the right format"))
    }
}

/// SVG is a document that can hold scripts and load others; only drawings pass.
fn check_svg(bytes: &[u8]) -> Result<(), Diagnostic> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Diagnostic::error("E186", "the drawing is not UTF-8 text").hint("save it as plain SVG"))?;
    if is_crowded(text) {
        return Err(Diagnostic::error(
            "E186",
            "an element of the drawing has too many attributes to be read safely",
        )
        .hint("save it again as plain SVG"));
    }
    let document = roxmltree::Document::parse(text).map_err(|error| {
        Diagnostic::error(
            "E186",
            format!("the drawing is not valid SVG, see its line {}", error.pos().row),
        )
        .hint("save it again as plain SVG")
    })?;
    let refused = |what: &str| {
        Err(Diagnostic::error("E187", format!("the drawing holds {what}"))
            .hint("save it as plain SVG without scripts, embedded pages and files from elsewhere"))
    };
    if document.root_element().tag_name().name() != "svg" {
        return refused("no SVG");
    }
    if document.descendants().any(|node| node.is_pi()) {
        return refused("a processing instruction");
    }
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name().to_ascii_lowercase();
        if matches!(
            name.as_str(),
            "script" | "foreignobject" | "iframe" | "object" | "embed" | "handler" | "listener"
        ) {
            return refused("a script or an embedded page");
        }
        if name == "style" {
            // Comments split a style sheet into several texts; together they are what the browser reads.
            let style: String = node.children().filter_map(|child| child.text()).collect();
            if loads_from_elsewhere(&style) {
                return refused("a file from elsewhere");
            }
        }
        let animates_link = matches!(name.as_str(), "set" | "animate")
            && node
                .attribute("attributeName")
                .is_some_and(|attribute| attribute.ends_with("href"));
        if animates_link {
            return refused("a link that changes by itself");
        }
        for attribute in node.attributes() {
            let name = attribute.name().to_ascii_lowercase();
            let value = attribute.value().trim();
            if name.starts_with("on") {
                return refused("an event handler");
            }
            let link = name == "href" && !value.starts_with('#') && !value.starts_with("data:image/");
            if link || loads_from_elsewhere(value) {
                return refused("a file from elsewhere");
            }
        }
    }
    Ok(())
}

/// The parser compares each attribute with all others of its element, and each namespace with all around it.
fn is_crowded(svg: &str) -> bool {
    const MOST: usize = 500;
    let elements = || svg.split('<').filter(|element| !element.starts_with('!'));
    svg.matches("xmlns").count() > MOST || elements().any(|element| element.matches('=').count() > MOST)
}

/// White space, control characters and CSS escapes are a way to hide a name; drawings need none of them in one.
fn loads_from_elsewhere(css: &str) -> bool {
    let css: String = css
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    let outside = |function: &str| {
        css.split(function).skip(1).any(|rest| {
            let target = rest.trim_start_matches(['"', '\'']);
            !target.starts_with('#') && !target.starts_with("data:image/")
        })
    };
    css.contains('\\')
        || css.contains("@import")
        || css.contains("javascript:")
        || css.contains("image-set(")
        || outside("url(")
}
