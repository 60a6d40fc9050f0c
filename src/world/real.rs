//! The world as it is.

#![allow(
    clippy::disallowed_methods,
    reason = "the one place that touches clock, entropy and disk"
)]

use std::{
    fs,
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use etcetera::BaseStrategy as _;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use super::{Entry, EntryKind, HeldFile, Lock, Stamp, World};

/// The real clock, entropy and disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealWorld;

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Asked before a file is opened: a pipe would wait for somebody to write.
fn metadata_of_file(path: &Path) -> io::Result<fs::Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not an ordinary file"));
    }
    Ok(metadata)
}

/// The operating system frees it when the file is closed, also after a crash.
struct FileLock(#[expect(dead_code, reason = "held, never read")] fs::File);

impl Lock for FileLock {}

/// Read at places, never from where the last reader stopped: many read at once.
struct OpenFile(fs::File);

impl HeldFile for OpenFile {
    #[cfg(unix)]
    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buffer, start)
    }

    #[cfg(windows)]
    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.0, buffer, start)
    }

    fn stamp(&self) -> io::Result<Stamp> {
        let metadata = self.0.metadata()?;
        Ok(Stamp {
            size: metadata.len(),
            modified: metadata.modified()?,
        })
    }
}

impl World for RealWorld {
    fn today(&self) -> Date {
        Zoned::now().date()
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn fill_random(&self, buffer: &mut [u8]) -> io::Result<()> {
        getrandom::fill(buffer).map_err(io::Error::other)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let metadata = metadata_of_file(path)?;
        let mut bytes = Vec::new();
        if metadata.len() <= most {
            // A file that grows meanwhile is read no further.
            fs::File::open(path)?
                .take(most.saturating_add(1))
                .read_to_end(&mut bytes)?;
        }
        if metadata.len().max(bytes.len() as u64) > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        Ok(metadata_of_file(path)?.len())
    }

    fn read_at(&self, path: &Path, start: u64, length: usize) -> io::Result<Vec<u8>> {
        metadata_of_file(path)?;
        let mut file = fs::File::open(path)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn stream(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        metadata_of_file(path)?;
        Ok(Box::new(fs::File::open(path)?))
    }

    fn hold(&self, path: &Path) -> io::Result<Arc<dyn HeldFile>> {
        metadata_of_file(path)?;
        Ok(Arc::new(OpenFile(fs::File::open(path)?)))
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(folder_of(path))?;
        fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(path)?
            .write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        fs::OpenOptions::new().append(true).open(path)?.sync_all()?;
        #[cfg(unix)]
        fs::File::open(folder_of(path))?.sync_all()?;
        Ok(())
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let file = fs::OpenOptions::new().write(true).open(path)?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(folder_of(path))?;
        fs::write(path, bytes)
    }

    fn write_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = folder_of(path);
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        // `tempfile` makes the file readable by its owner alone from the start.
        let mut file = tempfile::Builder::new().prefix(".terkawal-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = folder_of(path);
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".terkawal-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        // The replaced file keeps its permissions; a new one gets the ordinary ones.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let permissions = match fs::metadata(path) {
                Ok(old) => old.permissions(),
                Err(_) => fs::Permissions::from_mode(0o644),
            };
            file.as_file().set_permissions(permissions)?;
        }
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut existing = std::path::absolute(path)?;
        let mut missing = Vec::new();
        loop {
            match fs::canonicalize(&existing) {
                Ok(real) => return Ok(missing.iter().rev().fold(real, |path, name| path.join(name))),
                Err(error) => {
                    // `..` behind a name that is not there cannot be resolved, and might lead anywhere.
                    let Some(name) = existing.file_name().map(std::ffi::OsStr::to_owned) else {
                        return Err(error);
                    };
                    missing.push(name);
                    existing.pop();
                }
            }
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if !fs::metadata(folder)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let mut entries = Vec::new();
        for entry in walkdir::WalkDir::new(folder)
            .min_depth(1)
            .follow_links(false)
            .sort_by_file_name()
        {
            let entry = entry?;
            let kind = entry.file_type();
            let below = entry.path().strip_prefix(folder).map_err(io::Error::other)?;
            let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
            entries.push(Entry {
                path: names.join("/"),
                kind: if below.to_str().is_none() {
                    EntryKind::Unnamed
                } else if kind.is_symlink() {
                    EntryKind::Symlink
                } else if kind.is_dir() {
                    EntryKind::Folder
                } else if kind.is_file() {
                    EntryKind::File
                } else {
                    EntryKind::Other
                },
            });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn lock(&self, path: &Path) -> io::Result<Box<dyn Lock>> {
        let file = fs::File::open(path)?;
        file.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            fs::TryLockError::Error(error) => error,
        })?;
        Ok(Box::new(FileLock(file)))
    }

    fn home(&self) -> io::Result<PathBuf> {
        if let Some(home) = std::env::var_os("TERKAWAL_HOME") {
            return Ok(PathBuf::from(home));
        }
        let base = etcetera::choose_base_strategy().map_err(io::Error::other)?;
        Ok(base.data_dir().join("terkawal"))
    }

    fn tool(&self, program: &str, arguments: &[&str], input: &[u8]) -> io::Result<Vec<u8>> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut pipe = child.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?;
        // Written while it is read: a tool that answers before it has everything would else wait for ever.
        let output = std::thread::scope(|scope| {
            scope.spawn(move || {
                // A tool that wants no more says by its answer what it made of it.
                let _ = pipe.write_all(input);
            });
            child.wait_with_output()
        })?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(io::Error::other(format!("{program} ended with {}", output.status)))
        }
    }
}
