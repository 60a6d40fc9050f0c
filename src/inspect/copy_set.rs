//! The files of one copy, from a folder or out of a one-file copy.

use std::{collections::BTreeMap, path::Path};

use base64::Engine as _;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::files::{LARGEST_JSON, LARGEST_MEMBER, LARGEST_PAGE, read};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    digest,
    plan::{CopyNumber, Medium},
    register::Head,
    world::World,
};

/// Names that may stand beside `copy.json`.
const MEMBERS: [&str; 3] = ["holder.age", "key.age", "bundle.age"];

/// The signature of `copy.json`, in issued copies.
const SIGNATURE: &str = "copy.json.minisig";

/// `copy.json`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyJson {
    /// Always `terkawal-copy`.
    pub r#type: String,
    /// Always 1.
    pub format: u32,
    /// Reference of the plan.
    pub plan: String,
    /// Title of the plan.
    pub title: String,
    /// Version.
    pub version: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// Copy number.
    pub copy: String,
    /// 1, 2 … when the copy of a version is issued again.
    pub generation: u32,
    /// Date of issue.
    pub issued: String,
    /// Last day on which the copy opens without a warning.
    #[serde(deserialize_with = "Option::deserialize")]
    pub valid_until: Option<String>,
    /// `paper` for a copy that the plan secretary prints; others have none.
    #[serde(default)]
    pub medium: Medium,
    /// Head of the register before the issue; drafts have none.
    #[serde(default)]
    pub register: Option<Head>,
    /// Size and SHA-256 of each age file.
    #[serde(deserialize_with = "different")]
    pub files: BTreeMap<String, FileEntry>,
}

impl CopyJson {
    /// The number on the slip or key that opens it: its own, or that of the master key for a copy on paper.
    pub fn opened_by(&self) -> String {
        match self.medium {
            Medium::File => self.copy.clone(),
            Medium::Paper => CopyNumber::master().to_string(),
        }
    }
}

/// A table in which no name stands twice: of two entries, other tools might believe the other one.
fn different<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, FileEntry>, D::Error> {
    struct Table;
    impl<'de> serde::de::Visitor<'de> for Table {
        type Value = BTreeMap<String, FileEntry>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a table of files")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut table = BTreeMap::new();
            while let Some((name, entry)) = map.next_entry::<String, FileEntry>()? {
                if table.insert(name, entry).is_some() {
                    return Err(A::Error::custom("a name stands twice"));
                }
            }
            Ok(table)
        }
    }
    deserializer.deserialize_map(Table)
}

/// Size and hash of a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// All files of a copy as found, not yet checked.
pub struct CopySet {
    /// `copy.json`
    pub json: CopyJson,
    /// The age files that are there.
    pub members: BTreeMap<String, Vec<u8>>,
    /// The text of `copy.json` that is signed.
    pub signed: String,
    /// `copy.json.minisig`, if it is there.
    pub signature: Option<String>,
}

impl CopySet {
    /// Reads `copies/NN/` or `salinan-NN.html`.
    ///
    /// # Errors
    /// Missing files, and files of another kind.
    pub fn read(world: &dyn World, path: &Path) -> Outcome<Self> {
        if world.exists(&path.join("copy.json")) {
            return Self::from_folder(world, path);
        }
        let bytes = read(world, path, LARGEST_PAGE).map_err(|failure| {
            if world.list(path).is_err() {
                return failure;
            }
            Diagnostic::error("E500", format!("{} holds no copy.json", path.display()))
                .hint("name the folder of a copy, such as build/site/1.0/copies/03, or its salinan-03.html")
                .into()
        })?;
        Self::from_page(path, &bytes)
    }

    fn from_folder(world: &dyn World, folder: &Path) -> Outcome<Self> {
        let path = folder.join("copy.json");
        let text = read(world, &path, LARGEST_JSON)?;
        let json = parse(&text, &path)?;
        let path = folder.join(SIGNATURE);
        let signature = if world.exists(&path) {
            let bytes = read(world, &path, LARGEST_JSON)?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        } else {
            None
        };
        let mut members = BTreeMap::new();
        for name in MEMBERS {
            let path = folder.join(name);
            if world.exists(&path) {
                members.insert(name.to_owned(), read(world, &path, LARGEST_MEMBER)?);
            }
        }
        Ok(Self {
            json,
            members,
            signed: String::from_utf8_lossy(&text).into_owned(),
            signature,
        })
    }

    fn from_page(path: &Path, bytes: &[u8]) -> Outcome<Self> {
        let page = std::str::from_utf8(bytes).map_err(|_| not_a_copy(path))?;
        let text = element(page, "terkawal-copy").ok_or_else(|| not_a_copy(path))?;
        let json = parse(text.as_bytes(), path)?;
        let inside = |name: &str| -> Outcome<Option<Vec<u8>>> {
            let Some(text) = element(page, &format!("terkawal-{name}")) else {
                return Ok(None);
            };
            let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim());
            bytes.map(Some).map_err(|_| {
                Diagnostic::error("E501", format!("{name} inside {} is damaged", path.display()))
                    .hint("ask the plan secretary for the copy again")
                    .into()
            })
        };
        let mut members = BTreeMap::new();
        for name in MEMBERS {
            members.extend(inside(name)?.map(|bytes| (name.to_owned(), bytes)));
        }
        let signature = inside(SIGNATURE)?;
        Ok(Self {
            json,
            members,
            signed: format!("{text}\n"),
            signature: signature.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        })
    }

    /// What differs between `copy.json` and the files.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let copy = &self.json.copy;
        let mut problem = |code, message: String| {
            problems.push(Diagnostic::error(code, message).hint("ask the plan secretary for the copy again"));
        };
        if copy.parse::<CopyNumber>().is_err() {
            problem("E505", "copy.json has no proper copy number".to_owned());
        }
        for name in ["key.age", "bundle.age"] {
            if !self.json.files.contains_key(name) {
                problem("E502", format!("copy.json of copy {copy} does not name {name}"));
            }
        }
        for (name, entry) in &self.json.files {
            match self.members.get(name) {
                None => problem("E502", format!("copy {copy}: {name} is missing")),
                Some(bytes) if bytes.len() as u64 != entry.size => {
                    let found = bytes.len();
                    problem(
                        "E503",
                        format!(
                            "copy {copy}: {name} is damaged: {found} bytes instead of {}",
                            entry.size
                        ),
                    );
                }
                Some(bytes) if digest::hex(bytes) != entry.sha256 => {
                    problem(
                        "E504",
                        format!("copy {copy}: {name} was altered: its SHA-256 is not the one in copy.json"),
                    );
                }
                Some(_) => {}
            }
        }
        for name in self.members.keys().filter(|name| !self.json.files.contains_key(*name)) {
            problem("E506", format!("copy {copy}: {name} is not named in copy.json"));
        }
        problems
    }
}

fn parse(bytes: &[u8], path: &Path) -> Outcome<CopyJson> {
    let json: CopyJson = serde_json::from_slice(bytes).map_err(|_| not_a_copy(path))?;
    if json.r#type != "terkawal-copy" || json.format != 1 {
        return Err(Diagnostic::error(
            "E507",
            format!("{} is of a format this version does not know", path.display()),
        )
        .hint("use a newer terkawal")
        .into());
    }
    // Its words are shown on terminals.
    let words = [&json.plan, &json.title, &json.version, &json.copy, &json.issued];
    let names = json.files.keys().chain(json.valid_until.as_ref());
    if words
        .into_iter()
        .chain(names)
        .any(|text| text.chars().any(char::is_control))
    {
        return Err(not_a_copy(path));
    }
    Ok(json)
}

fn not_a_copy(path: &Path) -> Failure {
    Diagnostic::error("E500", format!("{} is not a controlled copy", path.display()))
        .hint("name salinan-03.html, or the folder of a copy with its copy.json")
        .into()
}

/// The text of a `<script>` element by its id; the copy writes no `<` into them.
fn element<'a>(page: &'a str, id: &str) -> Option<&'a str> {
    let at = page.find(&format!(" id=\"{id}\">"))?;
    let start = at + page[at..].find('>')? + 1;
    let end = start + page[start..].find('<')?;
    Some(&page[start..end])
}
