//! Files that exist in memory alone: sealed sources are read there and never touch the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Cursor, ErrorKind, Read},
    path::{Component, Path, PathBuf},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use zeroize::Zeroizing;

use super::{Entry, EntryKind, Lock, World};

/// A folder that can be read and not changed. Clock, chance and home are those of another world.
pub struct MemoryWorld<'w> {
    outer: &'w dyn World,
    files: BTreeMap<PathBuf, Zeroizing<Vec<u8>>>,
}

impl<'w> MemoryWorld<'w> {
    /// Files by path below `root`, `/` between names; `root` itself is nowhere.
    pub fn new(outer: &'w dyn World, root: &Path, files: BTreeMap<String, Zeroizing<Vec<u8>>>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (root.join(path), bytes))
            .collect();
        Self { outer, files }
    }

    fn bytes(&self, path: &Path) -> io::Result<&[u8]> {
        match self.files.get(path) {
            Some(bytes) => Ok(bytes),
            None if self.exists(path) => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }
}

fn read_only<T>() -> io::Result<T> {
    Err(ErrorKind::ReadOnlyFilesystem.into())
}

impl World for MemoryWorld<'_> {
    fn today(&self) -> Date {
        self.outer.today()
    }

    fn now(&self) -> Timestamp {
        self.outer.now()
    }

    fn zone(&self) -> TimeZone {
        self.outer.zone()
    }

    fn fill_random(&self, buffer: &mut [u8]) -> io::Result<()> {
        self.outer.fill_random(buffer)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.bytes(path).map(<[u8]>::to_vec)
    }

    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        if self.size(path)? > most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.read(path)
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        self.bytes(path).map(|bytes| bytes.len() as u64)
    }

    fn read_at(&self, path: &Path, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(start).map_err(io::Error::other)?;
        Ok(self.bytes(path)?.iter().skip(start).take(length).copied().collect())
    }

    fn stream(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }

    fn append(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        read_only()
    }

    fn sync(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn truncate(&self, _: &Path, _: u64) -> io::Result<()> {
        read_only()
    }

    fn write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        read_only()
    }

    fn write_private(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        read_only()
    }

    fn replace(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        read_only()
    }

    fn create_folder(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn remove_folder(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn remove_file(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut resolved = PathBuf::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    resolved.pop();
                }
                part => resolved.push(part),
            }
        }
        Ok(resolved)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let entries = self.walk(folder)?;
        let names: BTreeSet<String> = entries
            .into_iter()
            .filter_map(|entry| entry.path.split('/').next().map(str::to_owned))
            .collect();
        Ok(names.into_iter().collect())
    }

    fn exists(&self, path: &Path) -> bool {
        // Paths are sorted name by name, so what is below a folder follows it.
        let next = self.files.range(path.to_owned()..).next();
        next.is_some_and(|(file, _)| file.starts_with(path))
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if self.files.contains_key(folder) {
            return Err(ErrorKind::NotADirectory.into());
        }
        let mut entries = BTreeMap::new();
        for file in self.files.keys() {
            let Ok(below) = file.strip_prefix(folder) else { continue };
            let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
            for depth in 1..names.len() {
                entries.insert(names[..depth].join("/"), EntryKind::Folder);
            }
            entries.insert(names.join("/"), EntryKind::File);
        }
        if entries.is_empty() {
            return Err(ErrorKind::NotFound.into());
        }
        let entries = entries.into_iter().map(|(path, kind)| Entry { path, kind });
        Ok(entries.collect())
    }

    fn lock(&self, _: &Path) -> io::Result<Box<dyn Lock>> {
        read_only()
    }

    fn home(&self) -> io::Result<PathBuf> {
        self.outer.home()
    }

    fn tool(&self, program: &str, arguments: &[&str], input: &[u8]) -> io::Result<Vec<u8>> {
        self.outer.tool(program, arguments, input)
    }
}
