//! The sections as the open site may know them.

use crate::document::Document;

/// All sections in order; of sealed ones only number and id.
pub struct Outline {
    entries: Vec<Entry>,
}

/// One section.
pub enum Entry {
    /// An open section.
    Open {
        /// Id.
        id: String,
        /// Number.
        number: Option<String>,
        /// 1 for a chapter.
        depth: usize,
        /// Index of the chapter.
        parent: Option<usize>,
        /// Whether it stands before the first chapter.
        front: bool,
        /// Title.
        title: String,
        /// Description.
        description: Option<String>,
        /// Folder on the site, `/` at the end.
        path: String,
    },
    /// A sealed section.
    Sealed {
        /// Id.
        id: String,
        /// Number.
        number: Option<String>,
        /// 1 for a chapter.
        depth: usize,
        /// Index of the chapter.
        parent: Option<usize>,
        /// Whether it stands before the first chapter.
        front: bool,
    },
}

impl Outline {
    pub(super) fn of(document: &Document) -> Self {
        let mut paths: Vec<String> = Vec::with_capacity(document.sections.len());
        let mut entries = Vec::with_capacity(document.sections.len());
        for section in &document.sections {
            let own = section.slugs.last().map_or("", String::as_str);
            let above = section.parent.map_or("", |parent| paths[parent].as_str());
            // The name of a sealed chapter's folder is sealed too: its id stands in the addresses below it.
            let is_open = section.marking().is_open();
            let path = format!("{above}{}/", if is_open { own } else { &section.id });
            paths.push(path.clone());
            let (id, number) = (section.id.clone(), section.number.clone());
            let (depth, parent, front) = (section.depth, section.parent, section.front);
            entries.push(if is_open {
                Entry::Open {
                    id,
                    number,
                    depth,
                    parent,
                    front,
                    title: section.title.clone(),
                    description: section.description.clone(),
                    path,
                }
            } else {
                Entry::Sealed {
                    id,
                    number,
                    depth,
                    parent,
                    front,
                }
            });
        }
        Self { entries }
    }

    /// All entries in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a section.
    pub fn get(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// Indexes of the sections directly below one, or of all chapters.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        (0..self.entries.len()).filter(move |index| self.entries[*index].parent() == parent)
    }
}

impl Entry {
    /// Id.
    pub fn id(&self) -> &str {
        match self {
            Self::Open { id, .. } | Self::Sealed { id, .. } => id,
        }
    }

    /// Title, when it is open.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Open { title, .. } => Some(title),
            Self::Sealed { .. } => None,
        }
    }

    /// Folder on the site, when it is open.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Open { path, .. } => Some(path),
            Self::Sealed { .. } => None,
        }
    }

    /// Number.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Open { number, .. } | Self::Sealed { number, .. } => number.as_deref(),
        }
    }

    /// 1 for a chapter.
    pub fn depth(&self) -> usize {
        match self {
            Self::Open { depth, .. } | Self::Sealed { depth, .. } => *depth,
        }
    }

    /// Index of the chapter.
    pub fn parent(&self) -> Option<usize> {
        match self {
            Self::Open { parent, .. } | Self::Sealed { parent, .. } => *parent,
        }
    }

    /// Whether it stands before the first chapter.
    pub fn is_front(&self) -> bool {
        match self {
            Self::Open { front, .. } | Self::Sealed { front, .. } => *front,
        }
    }
}
