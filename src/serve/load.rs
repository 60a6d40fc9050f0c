//! A folder becomes a [`Site`]: verified as a whole, and every file read once more against the hash that was found.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Options,
    content::{Content, Held},
    site::{Form, Mark, Site, Stamps},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    digest,
    inspect::{Report, verify_site},
    world::World,
};

/// Small files that are read again and again are no longer than this.
const LARGEST_MARK: u64 = 64 << 20;
const PIECE: usize = 1 << 20;

/// Verifies the folder and reads it. What `before` holds already is not read into memory twice.
pub(super) fn load(world: &dyn World, options: &Options, before: Option<&Site>) -> Outcome<Site> {
    let report = verified(world, options)?;
    // Taken before the bytes are read: whatever is written later differs.
    let stamps = stamps(world, report.vouched.keys());
    let forms = read(world, options, &report, before)?;
    let site = report.site.ok_or_else(|| changed(&options.folder))?;
    Ok(Site::new(&site, report.draft, stamps, &forms))
}

/// Size and time of each file now.
pub(super) fn stamps<'p>(world: &dyn World, files: impl Iterator<Item = &'p PathBuf>) -> Stamps {
    let stamp = |path: &PathBuf| world.hold(path).and_then(|file| file.stamp()).ok();
    files.map(|path| (path.clone(), stamp(path))).collect()
}

/// What the files of a mark are now.
pub(super) fn mark(world: &dyn World, folder: &Path, known: &Mark) -> Mark {
    let now = |name: &String| {
        let bytes = world.read_up_to(&folder.join(name), LARGEST_MARK);
        (name.clone(), bytes.ok().map(|bytes| digest::hex(&bytes)))
    };
    known.keys().map(now).collect()
}

fn verified(world: &dyn World, options: &Options) -> Outcome<Report> {
    let report = verify_site(world, &options.folder, &options.pins)?;
    let mut problems = report.problems.clone();
    if problems.is_empty() && !options.allow_unsigned {
        if report.draft {
            let message = format!("{} is a draft, which nobody signed", options.folder.display());
            let hint = "serve the folder public of an issue; --allow-unsigned shows a draft all the same";
            problems.push(Diagnostic::error("E541", message).hint(hint));
        } else if options.pins.is_empty() {
            let message = "there is no publisher key on this computer to check the signatures with";
            let hint = "add --publisher-key with the key that the plan secretary gave you on paper";
            problems.push(Diagnostic::error("E542", message).hint(hint));
        }
    }
    if problems.is_empty() {
        return Ok(report);
    }
    Err(Failure {
        exit: Exit::Findings,
        diagnostics: problems,
    })
}

/// Small files go into memory first, since there are most of them.
fn read(
    world: &dyn World,
    options: &Options,
    report: &Report,
    before: Option<&Site>,
) -> Outcome<HashMap<String, Form>> {
    let known = before.map(Site::contents).unwrap_or_default();
    let mut sizes: Vec<(u64, &PathBuf, &String)> = Vec::new();
    for (path, sha256) in &report.vouched {
        let size = world.size(path).map_err(|error| Failure::io("read", path, &error))?;
        sizes.push((size, path, sha256));
    }
    sizes.sort();
    let mut left = options.memory;
    let mut forms = HashMap::new();
    for (size, path, sha256) in sizes {
        let content = match known.get(sha256.as_str()) {
            Some(content) if content.is_unchanged() => (*content).clone(),
            _ if size <= left => memory(world, path, size, sha256)?,
            _ => held(world, path, sha256)?,
        };
        if let Content::Memory(bytes) = &content {
            left = left.saturating_sub(bytes.len() as u64);
        }
        let form = Form {
            content,
            sha256: sha256.clone(),
        };
        forms.insert(address(&options.folder, path), form);
    }
    Ok(forms)
}

/// Path below the folder, `/` between names.
fn address(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

fn memory(world: &dyn World, path: &Path, size: u64, sha256: &str) -> Outcome<Content> {
    let bytes = world.read_up_to(path, size);
    let bytes = bytes.map_err(|error| Failure::io("read", path, &error))?;
    if digest::hex(&bytes) != sha256 {
        return Err(changed(path));
    }
    Ok(Content::Memory(bytes.into()))
}

fn held(world: &dyn World, path: &Path, sha256: &str) -> Outcome<Content> {
    let failed = |error| Failure::io("read", path, &error);
    let file = world.hold(path).map_err(failed)?;
    let stamp = file.stamp().map_err(failed)?;
    let mut sum = digest::Running::default();
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        let length = file.read_at(at, &mut piece).map_err(failed)?;
        if length == 0 {
            break;
        }
        sum.add(&piece[..length]);
        at += length as u64;
    }
    if sum.hex() != sha256 || file.stamp().map_err(failed)? != stamp {
        return Err(changed(path));
    }
    Ok(Content::Held(Arc::new(Held { file, stamp })))
}

fn changed(path: &Path) -> Failure {
    let message = format!("{} was changed while it was read", path.display());
    Failure {
        exit: Exit::Findings,
        diagnostics: vec![Diagnostic::error("E543", message).hint("run the command again when nobody writes there")],
    }
}
