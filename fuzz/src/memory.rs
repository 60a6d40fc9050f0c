//! A world in memory: files in a map, a fixed day, numbers instead of chance.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read},
    path::{Component, Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::{Timestamp, civil::Date};
use terkawal::world::{Entry, EntryKind, Lock, World};

/// Files by path; folders are there because files are in them.
#[derive(Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    drawn: AtomicU64,
}

struct Held;

impl Lock for Held {}

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files().insert(PathBuf::from(path), bytes.as_ref().to_vec());
        self
    }

    pub fn text(&self, path: &Path) -> Option<String> {
        let bytes = self.files().get(path).cloned()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World for Memory {
    fn today(&self) -> Date {
        jiff::civil::date(2026, 11, 1)
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }

    fn fill_random(&self, buffer: &mut [u8]) -> io::Result<()> {
        for byte in buffer {
            let count = self.drawn.fetch_add(1, Ordering::Relaxed);
            *byte = (count.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56).to_le_bytes()[0];
        }
        Ok(())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.files().get(path) {
            return Ok(bytes.clone());
        }
        let is_folder = self.exists(path);
        Err(if is_folder {
            io::ErrorKind::IsADirectory
        } else {
            io::ErrorKind::NotFound
        }
        .into())
    }

    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        if bytes.len() as u64 > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        Ok(self.read(path)?.len() as u64)
    }

    fn read_at(&self, path: &Path, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(start).map_err(io::Error::other)?;
        Ok(self.read(path)?.into_iter().skip(start).take(length).collect())
    }

    fn stream(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files()
            .entry(path.to_owned())
            .or_default()
            .extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(io::Error::other)?;
        self.files().entry(path.to_owned()).or_default().truncate(length);
        Ok(())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn write_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes)
    }

    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.files();
        let moved: Vec<PathBuf> = files.keys().filter(|path| path.starts_with(from)).cloned().collect();
        for old in moved {
            let below = old.strip_prefix(from).map_err(io::Error::other)?;
            let new = if below.as_os_str().is_empty() {
                to.to_owned()
            } else {
                to.join(below)
            };
            if let Some(bytes) = files.remove(&old) {
                files.insert(new, bytes);
            }
        }
        Ok(())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.files().retain(|file, _| !file.starts_with(path));
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.files()
            .remove(path)
            .map(drop)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut resolved = PathBuf::new();
        for part in path.components() {
            if part == Component::ParentDir {
                resolved.pop();
            } else if part != Component::CurDir {
                resolved.push(part);
            }
        }
        Ok(resolved)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names: BTreeSet<String> = self
            .walk(folder)?
            .into_iter()
            .filter_map(|entry| entry.path.split('/').next().map(str::to_owned))
            .collect();
        Ok(names.into_iter().collect())
    }

    fn exists(&self, path: &Path) -> bool {
        self.files().keys().any(|file| file.starts_with(path))
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let files = self.files();
        let mut entries = BTreeMap::new();
        if files.contains_key(folder) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        for file in files.keys() {
            let Ok(below) = file.strip_prefix(folder) else { continue };
            entries.insert(below.to_owned(), EntryKind::File);
            for above in below.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
                entries.insert(above.to_owned(), EntryKind::Folder);
            }
        }
        if entries.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let mut entries: Vec<Entry> = entries
            .into_iter()
            .map(|(path, kind)| Entry {
                path: path.to_string_lossy().into_owned(),
                kind,
            })
            .collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn lock(&self, _: &Path) -> io::Result<Box<dyn Lock>> {
        Ok(Box::new(Held))
    }

    fn home(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from("home"))
    }

    fn tool(&self, _: &str, _: &[&str], _: &[u8]) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
}
