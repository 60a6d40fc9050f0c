//! Clock, entropy and file system in one place, so that tests can make each of them fail.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

#[cfg(test)]
mod faulty;
mod memory;
mod real;
mod together;

#[cfg(test)]
pub(crate) use faulty::{Fault, FaultyWorld};
pub use memory::MemoryWorld;
pub use real::RealWorld;
pub use together::{NewFile, fill_folder, settle_together, write_together};

/// What is found when a folder is walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path below the walked folder, `/` between names.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Kinds of directory entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, never followed.
    Symlink,
    /// Device, socket, pipe.
    Other,
    /// Anything under a name that is not Unicode; the path shows what can be shown of it.
    Unnamed,
}

/// A lock that is held until it is dropped.
pub trait Lock: Sync {}

/// A file that stays open: when another file takes its name, or its name goes, this one is still read.
pub trait HeldFile: Send + Sync {
    /// Reads from a place in the file into the buffer; 0 bytes at its end.
    ///
    /// # Errors
    /// Those of the operating system.
    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<usize>;

    /// Tells whether somebody wrote into the file meanwhile.
    ///
    /// # Errors
    /// Those of the operating system.
    fn stamp(&self) -> io::Result<Stamp>;
}

/// What changes when a file is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When it was last written.
    pub modified: SystemTime,
}

/// Everything outside the program that it reads or changes. Errors are those of the operating system.
#[allow(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait World: Sync {
    /// Today in the officer's time zone.
    fn today(&self) -> Date;

    /// This moment.
    fn now(&self) -> Timestamp;

    /// The officer's time zone.
    fn zone(&self) -> TimeZone;

    /// Fills the buffer with bytes from the system's generator.
    fn fill_random(&self, buffer: &mut [u8]) -> io::Result<()>;

    /// Reads a whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Reads a whole file of at most this many bytes. `FileTooLarge` for a larger one, of which nothing is read;
    /// `InvalidInput` for devices and pipes, which may have no end.
    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// How many bytes an ordinary file has. `InvalidInput` for devices and pipes.
    fn size(&self, path: &Path) -> io::Result<u64>;

    /// Reads so many bytes from a place in a file; fewer only at its end.
    fn read_at(&self, path: &Path, start: u64, length: usize) -> io::Result<Vec<u8>>;

    /// Opens an ordinary file to be read piece by piece. `InvalidInput` for devices and pipes.
    fn stream(&self, path: &Path) -> io::Result<Box<dyn Read>>;

    /// Holds an ordinary file open. `InvalidInput` for devices and pipes; `Unsupported` where nothing can be held.
    fn hold(&self, path: &Path) -> io::Result<Arc<dyn HeldFile>> {
        let _ = path;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Adds bytes at the end of a file and syncs nothing; makes file and folder if needed. When it fails some of the
    /// bytes may be there.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Waits until a file, and its name in its folder, are on the disk.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Cuts a file off behind so many bytes, and syncs it.
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()>;

    /// Writes a new file and syncs nothing; makes its folder if needed.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file that only the owner may read (slips, keys), in a folder that, when new, only the owner may enter.
    fn write_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Replaces a file at once: writes beside it, syncs, renames; makes its folder if needed.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Makes a folder and those above it.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Renames a file or folder within one volume.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a folder with everything in it.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes one file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// The real path with links resolved, also of something that is not there yet.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// Names in a folder, not below it.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Whether something is there (a dangling link counts).
    fn exists(&self, path: &Path) -> bool;

    /// Everything below a folder, sorted by path, links not followed.
    fn walk(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// Locks a file against other processes; `WouldBlock` when another holds it.
    fn lock(&self, path: &Path) -> io::Result<Box<dyn Lock>>;

    /// `TERKAWAL_HOME`, or the user's data directory.
    fn home(&self) -> io::Result<PathBuf>;

    /// Runs a program that is installed, hands it the bytes and returns what it writes; an error of kind `NotFound` when
    /// there is none.
    fn tool(&self, program: &str, arguments: &[&str], input: &[u8]) -> io::Result<Vec<u8>>;
}
