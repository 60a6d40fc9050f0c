//! Relabelling is the leak that no gate sees: TERHAD mistyped as TERBUKA, a container closed early. What was sealed in the
//! last issue must not be open in this one, unless the register has a decision about it.
//!
//! What was sealed is kept as the leak gate's hashes, under the publisher's passphrase, beside the copies of each issue.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
};

use age::secrecy::SecretString;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use zeroize::Zeroizing;

use super::{
    Folders,
    history::{History, PastIssue, Reclassified},
};
use crate::{
    classify::{Entry, OpenPart},
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::{open_with_passphrase, seal_with_passphrase},
    plan::{Classification, GeneratedPage, Scheme},
    register::Digest,
    release::{
        MEMORY,
        leak::{GateMemory, LeakGate},
    },
    render::NoAddresses,
    world::World,
};

/// No memory unpacks to more bytes.
const LARGEST: u64 = 1 << 30;

/// Seals what the gate knows.
///
/// # Errors
/// None in practice: everything is in memory.
pub fn seal_memory(memory: &[u8], passphrase: &SecretString) -> Outcome<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    let sealed = packed
        .write_all(memory)
        .and_then(|()| packed.finish())
        .map(Zeroizing::new)
        .and_then(|packed| seal_with_passphrase(passphrase, &packed));
    sealed.map_err(|error| Failure::io("seal", MEMORY.as_ref(), &error))
}

/// Whether what is there tells what was sealed in the version in force, so that nobody has to compare by hand.
pub fn is_comparable(world: &dyn World, folders: &Folders, history: &History, passphrases: &[SecretString]) -> bool {
    let last = history.in_force();
    let gate = |last| gate(folders, last, memory(world, folders, last, passphrases)?);
    last.is_some_and(|last| gate(last).is_ok())
}

/// The names of everything that was sealed in the version in force, as messages give them, with the classifications that
/// each had, as far as they are known; none before the first issue.
///
/// # Errors
/// `E440` when nothing tells what was sealed; disk errors.
pub fn sealed_names(
    world: &dyn World,
    folders: &Folders,
    history: &History,
    passphrases: &[SecretString],
) -> Outcome<BTreeMap<String, BTreeSet<Classification>>> {
    let Some(last) = history.in_force() else {
        return Ok(BTreeMap::new());
    };
    let memory = memory(world, folders, last, passphrases)?;
    let mut names: BTreeMap<String, BTreeSet<Classification>> = BTreeMap::new();
    for label in memory.labels() {
        let levels = names.entry(section_of(label).to_owned()).or_default();
        levels.extend(level(memory.marks(), label));
    }
    Ok(names)
}

fn level(marks: &BTreeMap<String, String>, label: &str) -> Option<Classification> {
    marks.get(label).and_then(|mark| mark.parse().ok())
}

/// A sealed block goes by its section.
fn section_of(label: &str) -> &str {
    label.split("-b").next().unwrap_or(label)
}

/// What was sealed in the version in force, and is open now. `passphrases` are the publisher's, the present one first.
///
/// # Errors
/// `E440` when nothing tells what was sealed; disk errors.
pub fn reopened(
    world: &dyn World,
    folders: &Folders,
    history: &History,
    passphrases: &[SecretString],
    (open, scheme): (&OpenPart, &Scheme),
) -> Outcome<Vec<Diagnostic>> {
    let Some(last) = history.in_force() else {
        return Ok(Vec::new());
    };
    let memory = memory(world, folders, last, passphrases)?;
    let marks = memory.marks().clone();
    let gate = gate(folders, last, memory)?;
    let mut findings = Vec::new();
    for (label, at, shown) in found(&gate, open) {
        let section = section_of(&label);
        // A decision is about what was sealed and not about the place where it stands now, since anything could stand
        // there. Only a file has no other name than its own.
        let name = if is_sealed_name(section) { section } else { at.as_str() };
        let level = level(&marks, &label);
        let is_decided = |decision: &Reclassified| {
            // What was decided before the last issue was taken into account there; what was decided about another level
            // is about something else.
            decision.entry > last.before.number
                && decision.section == name
                && level.is_none_or(|level| decision.from == level)
        };
        if history.reclassified.iter().any(is_decided) {
            continue;
        }
        let message = format!(
            "what was sealed in version {} ({name}) is open now, in {shown}",
            last.version
        );
        findings.push(
            Diagnostic::error("E440", message)
                .hint("look for a classification that was mistyped, or a ::: that closes too early")
                .hint(format!(
                    "if it may be open, record who decided so: terkawal register reclassify {name}{}",
                    level.map_or_else(String::new, |level| format!(
                        " --from {:?} --to {:?}",
                        scheme.mark(level),
                        scheme.mark(Classification::Terbuka)
                    ))
                )),
        );
    }
    Ok(findings)
}

/// Whether a text is what the memory calls a section (`s017`), a foreword (`f001`), a generated page (`control`), or a line
/// of one (`figures-1`).
pub fn is_sealed_name(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_section = text
        .strip_prefix(['s', 'f'])
        .is_some_and(|digits| digits.len() >= 3 && is_digits(digits));
    let (page, line) = text.split_once('-').unwrap_or((text, "0"));
    is_section || is_digits(line) && GeneratedPage::ALL.iter().any(|known| known.id() == page)
}

fn gate(folders: &Folders, last: &PastIssue, memory: GateMemory) -> Outcome<LeakGate> {
    memory
        .gate()
        .ok_or_else(|| unknown(folders, last, "is of another version of this program"))
}

fn unknown(folders: &Folders, last: &PastIssue, why: &str) -> Failure {
    let path = folders.place(&memory_path(last));
    let message = format!(
        "nothing tells what was sealed in version {}: {} {why}",
        last.version,
        path.display()
    );
    Diagnostic::error("E440", message)
        .hint("put it back from a backup; after a change of keys add --old-passphrase-file")
        .hint("if it is lost, compare by hand and say so: --uncompared WHY")
        .into()
}

fn memory_path(last: &PastIssue) -> String {
    format!("copies/{}/{MEMORY}", last.version)
}

fn memory(world: &dyn World, folders: &Folders, last: &PastIssue, passphrases: &[SecretString]) -> Outcome<GateMemory> {
    let name = memory_path(last);
    let path = folders.place(&name);
    let unknown = |why: &str| unknown(folders, last, why);
    if !world.exists(&path) {
        return Err(unknown("is missing"));
    }
    let sealed = world
        .read_up_to(&path, LARGEST)
        .map_err(|error| Failure::io("read", &path, &error))?;
    let is_recorded = last
        .files
        .iter()
        .any(|file| file.path == name && file.sha256 == Digest::of(&sealed));
    if !is_recorded {
        return Err(unknown("is not the file that was issued"));
    }
    let packed = passphrases
        .iter()
        .find_map(|passphrase| open_with_passphrase(passphrase, sealed.as_slice()).ok())
        .ok_or_else(|| unknown("is under another passphrase"))?;
    let mut memory = Zeroizing::new(Vec::new());
    let read = GzDecoder::new(packed.as_slice()).take(LARGEST).read_to_end(&mut memory);
    read.map_err(|_| unknown("is damaged"))?;
    let memory: Option<GateMemory> = serde_json::from_slice(&memory).ok();
    memory.ok_or_else(|| unknown("is of another version of this program"))
}

/// Labels of what was sealed, with the id and the number of the place where they are open now.
fn found(gate: &LeakGate, open: &OpenPart) -> BTreeSet<(String, String, String)> {
    let mut all = BTreeSet::new();
    let mut look = |at: &str, shown: &str, bytes: &[u8]| {
        let leaks = gate.scan("", bytes).into_iter().filter(|leak| !leak.label.is_empty());
        all.extend(leaks.map(|leak| (leak.label, at.to_owned(), shown.to_owned())));
    };
    let place = |index: usize| {
        open.outline
            .get(index)
            .map_or(("", ""), |entry| (entry.id(), entry.number().unwrap_or(entry.id())))
    };
    for (index, entry) in open.outline.entries().iter().enumerate() {
        if let Entry::Open { title, description, .. } = entry {
            let (id, shown) = place(index);
            look(id, shown, title.as_bytes());
            look(id, shown, description.as_deref().unwrap_or_default().as_bytes());
        }
    }
    let mut html = String::new();
    for fragment in &open.fragments {
        html.clear();
        fragment.markup.write(&NoAddresses, &mut html);
        let (id, shown) = place(fragment.section);
        look(id, shown, html.as_bytes());
    }
    // The record is looked at by itself; its list of sections has titles that were looked at.
    let pages = open
        .generated
        .iter()
        .filter(|page| page.page != GeneratedPage::Amendments);
    for page in pages {
        html.clear();
        page.markup.write(&NoAddresses, &mut html);
        look(page.page.id(), page.page.id(), html.as_bytes());
    }
    for asset in &open.assets {
        look(&asset.path, &asset.path, &asset.bytes);
    }
    let mut recorded = BTreeSet::new();
    for version in &open.amendments {
        html.clear();
        version.rows.write(&NoAddresses, &mut html);
        recorded.extend(gate.scan("", html.as_bytes()).into_iter().map(|leak| leak.label));
    }
    // The record says of a section that was opened what the section says: the decision is about the section.
    recorded.retain(|label| !label.is_empty() && !all.iter().any(|(known, ..)| known == label));
    let page = GeneratedPage::Amendments.id();
    all.extend(
        recorded
            .into_iter()
            .map(|label| (label, page.to_owned(), page.to_owned())),
    );
    all
}
