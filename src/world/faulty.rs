//! The real world, in which one operation fails: a full disk, a folder that may not be written.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Entry, HeldFile, Lock, RealWorld, World};

/// What goes wrong, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// From one operation on nothing can be written; renames and removals go on. Half of the first file is written.
    DiskFull,
    /// One operation is refused.
    Refused,
    /// From one operation on every one is refused, as if the process had been killed.
    Dead,
}

/// Fails at the operation of a number, counted from 0 in the order in which they happen.
pub(crate) struct FaultyWorld {
    fault: Fault,
    at: usize,
    count: AtomicUsize,
    home: Option<PathBuf>,
    now: Option<Timestamp>,
    bytes_read: Arc<AtomicU64>,
}

/// Counts what goes through it.
struct Counted(Box<dyn Read>, Arc<AtomicU64>);

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(buffer)?;
        self.1.fetch_add(length as u64, Ordering::SeqCst);
        Ok(length)
    }
}

impl FaultyWorld {
    pub(crate) fn new(fault: Fault, at: usize) -> Self {
        Self {
            fault,
            at,
            count: AtomicUsize::new(0),
            home: None,
            now: None,
            bytes_read: Arc::default(),
        }
    }

    /// The clock stands still at this moment.
    pub(crate) fn at_time(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// How many bytes of files were read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::SeqCst)
    }

    fn counted(&self, bytes: Vec<u8>) -> Vec<u8> {
        self.bytes_read.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        bytes
    }

    /// A world in which nothing fails.
    pub(crate) fn sound() -> Self {
        Self::new(Fault::Refused, usize::MAX)
    }

    /// Secrets are kept in this folder.
    pub(crate) fn with_home(mut self, home: PathBuf) -> Self {
        self.home = Some(home);
        self
    }

    /// How many operations there were that could have failed.
    pub(crate) fn operations(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Whether the operation that fails was reached.
    pub(crate) fn has_failed(&self) -> bool {
        self.count.load(Ordering::SeqCst) > self.at
    }

    /// Counts an operation that changes the disk, and says whether it fails.
    fn fails(&self) -> Option<io::Error> {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        let fails = match self.fault {
            Fault::Refused => count == self.at,
            Fault::Dead | Fault::DiskFull => count >= self.at,
        };
        let kind = match self.fault {
            Fault::DiskFull => io::ErrorKind::StorageFull,
            Fault::Refused | Fault::Dead => io::ErrorKind::PermissionDenied,
        };
        fails.then(|| kind.into())
    }

    /// What needs no space goes on when the disk is full.
    fn fails_without_space(&self) -> Option<io::Error> {
        if self.fault == Fault::DiskFull {
            None
        } else {
            self.fails()
        }
    }
}

fn or<T>(error: Option<io::Error>, go_on: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    match error {
        Some(error) => Err(error),
        None => go_on(),
    }
}

impl World for FaultyWorld {
    fn today(&self) -> Date {
        let told = self.now.map(|now| now.to_zoned(self.zone()).date());
        told.unwrap_or_else(|| RealWorld.today())
    }

    fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(|| RealWorld.now())
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn fill_random(&self, buffer: &mut [u8]) -> io::Result<()> {
        or(self.fails_without_space(), || RealWorld.fill_random(buffer))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        or(self.fails_without_space(), || {
            RealWorld.read(path).map(|bytes| self.counted(bytes))
        })
    }

    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        or(self.fails_without_space(), || {
            RealWorld.read_up_to(path, most).map(|bytes| self.counted(bytes))
        })
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        or(self.fails_without_space(), || RealWorld.size(path))
    }

    fn read_at(&self, path: &Path, start: u64, length: usize) -> io::Result<Vec<u8>> {
        or(self.fails_without_space(), || {
            RealWorld.read_at(path, start, length).map(|bytes| self.counted(bytes))
        })
    }

    fn stream(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        or(self.fails_without_space(), || {
            let stream = RealWorld.stream(path)?;
            Ok(Box::new(Counted(stream, Arc::clone(&self.bytes_read))) as Box<dyn Read>)
        })
    }

    fn hold(&self, path: &Path) -> io::Result<Arc<dyn HeldFile>> {
        or(self.fails_without_space(), || RealWorld.hold(path))
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.fails() {
            None => RealWorld.append(path, bytes),
            Some(error) => {
                // A disk is full, or a process dies, in the middle of a line.
                if self.fault != Fault::Refused && RealWorld.exists(path) {
                    RealWorld.append(path, &bytes[..bytes.len() / 2])?;
                }
                Err(error)
            }
        }
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        or(self.fails(), || RealWorld.sync(path))
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        or(self.fails_without_space(), || RealWorld.truncate(path, length))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.fails() {
            None => RealWorld.write(path, bytes),
            Some(error) => {
                // A disk is full in the middle of a file.
                if self.fault == Fault::DiskFull {
                    RealWorld.write(path, &bytes[..bytes.len() / 2])?;
                }
                Err(error)
            }
        }
    }

    fn write_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        or(self.fails(), || RealWorld.write_private(path, bytes))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        or(self.fails(), || RealWorld.replace(path, bytes))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        or(self.fails(), || RealWorld.create_folder(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        or(self.fails_without_space(), || RealWorld.rename(from, to))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        or(self.fails_without_space(), || RealWorld.remove_folder(path))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        or(self.fails_without_space(), || RealWorld.remove_file(path))
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        or(self.fails_without_space(), || RealWorld.resolve(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        or(self.fails_without_space(), || RealWorld.list(folder))
    }

    fn exists(&self, path: &Path) -> bool {
        RealWorld.exists(path)
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        or(self.fails_without_space(), || RealWorld.walk(folder))
    }

    fn lock(&self, path: &Path) -> io::Result<Box<dyn Lock>> {
        or(self.fails_without_space(), || RealWorld.lock(path))
    }

    fn home(&self) -> io::Result<PathBuf> {
        or(self.fails_without_space(), || match &self.home {
            Some(home) => Ok(home.clone()),
            None => RealWorld.home(),
        })
    }

    fn tool(&self, program: &str, arguments: &[&str], input: &[u8]) -> io::Result<Vec<u8>> {
        or(self.fails(), || RealWorld.tool(program, arguments, input))
    }
}
