//! `register transfer`: a copy passes to a successor, who gets it anew: next generation, key, marks and receipt code.

use std::path::{Path, PathBuf};

use clap::Args;

use super::book::{Book, CopyArgument, Recording, said};
use crate::{
    cli::{
        issue::{self, Task},
        output::Output,
    },
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    issue::{Folders, Wish},
    plan::{DistributionList, Medium},
    register::{CopyId, Digest, Entry, Event},
    seal::holder_file,
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    copy: CopyArgument,
    /// Post of the successor, as the distribution list has it now
    #[arg(long, value_name = "POST")]
    to: String,
    /// The folder that holds public/ and copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let to = said("the successor's post", &arguments.to)?.trim().to_owned();
    let (recording, mut holders) = (&arguments.recording, Holders::default());
    let book = Book::open(world, root, &mut |entry| holders.note(entry))?;
    if Folders::new(&book.plan.root, arguments.output_dir.as_deref()).is_unfinished(world) {
        return Err(Diagnostic::error("E477", "an issue was cut short")
            .hint("run terkawal issue first: it finishes or undoes what was begun")
            .into());
    }
    let copy = book.copy(&arguments.copy)?;
    let from = book
        .states
        .copy(&copy)
        .map(|known| known.holder.clone())
        .unwrap_or_default();
    let transferred = Event::Transferred {
        copy: copy.clone(),
        from: from.clone(),
        to: to.clone(),
    };
    book.check(&transferred, recording)?;
    let list = DistributionList::read(world, &book.plan)?;
    let holder = list.copy(&copy.number).and_then(|listed| listed.holder.as_ref());
    let is_printed = holder.is_some_and(|holder| holder.medium == Medium::Paper);
    let listed = holder.map(|holder| holder.post.trim());
    if listed != Some(to.as_str()) {
        let message = match listed {
            Some(post) => format!("the distribution list names {post} for copy {}", copy.number),
            None => format!("the distribution list has no holder for copy {}", copy.number),
        };
        return Err(Diagnostic::error("E478", message)
            .hint("write the successor into the list, give a copy that is no paper a new key with terkawal enrol --replace, and try again")
            .into());
    }
    // Sheets open with no slip.
    if !is_printed && holders.is_same(world, &book, &copy)? {
        let number = &copy.number;
        let message = format!("copy {number} would open with the passphrase of its holder until now");
        let hint = format!("give the successor a key: terkawal enrol {number} --passphrase --replace");
        let mut found = Diagnostic::error("E479", message).hint(hint);
        if from == to {
            found = found.hint(format!(
                "{to} holds it already: for the same person nothing is to be transferred"
            ));
        }
        return Err(found.into());
    }
    // Another person in the same post is told by the key alone.
    if from == to && !holders.had_slip(&copy) {
        let number = &copy.number;
        let found = Diagnostic::error("E478", format!("{to} holds {copy} already")).hint(format!(
            "for the same post no transfer is recorded: terkawal issue --copies {number} --reason WHY"
        ));
        return Err(if is_printed {
            found
        } else {
            found.hint(format!(
                "for another person in it, give the copy a key: terkawal enrol {number} --passphrase --replace"
            ))
        }
        .into());
    }
    // The issue takes the lock itself, and looks at everything again.
    drop(book);
    let task = Task {
        wish: Wish {
            date: recording.day(world),
            reviewed: None,
            copies: vec![copy.number.clone()],
            reason: Some(format!("transfer: {from} to {to}")),
            uncompared: None,
            // The successor's key is what a transfer is about; a printed copy has none.
            new_keys: if is_printed {
                Vec::new()
            } else {
                vec![copy.number.clone()]
            },
            same_holders: Vec::new(),
            is_transfer: true,
        },
        zip: false,
        by: Some(recording.by().to_owned()),
        note: recording.note(),
        clock: recording.clock(),
        before: vec![transferred],
        output_dir: arguments.output_dir.as_deref(),
        passphrase: recording.passphrase(),
        old_passphrase: None,
    };
    let exit = issue::perform(world, root, &task, output)?;
    output.line(&format!("{copy} passed from {from} to {to}"));
    output.line(if is_printed {
        "  the one before has the sheets: ask for them back, and record it with register return"
    } else {
        "  what the one before downloaded stays readable: ask for it back, and record it with register return"
    });
    Ok(exit)
}

/// The holder files that went out with each copy.
#[derive(Default)]
struct Holders(Vec<(CopyId, Digest)>);

impl Holders {
    fn note(&mut self, entry: &Entry) {
        let Event::Issued { version, copies, .. } = &entry.event else {
            return;
        };
        for issued in copies {
            let file = issued.files.iter().find(|file| file.path.ends_with("/holder.age"));
            if let Some(file) = file {
                let copy = CopyId {
                    number: issued.number.clone(),
                    version: version.clone(),
                    generation: issued.generation,
                };
                self.0.push((copy, file.sha256.clone()));
            }
        }
    }

    /// Whether the copy came with a slip.
    fn had_slip(&self, copy: &CopyId) -> bool {
        self.0.iter().any(|(known, _)| known == copy)
    }

    /// Whether the slip that came with the copy would open the next one too. Whoever had the copy has the slip: the successor
    /// needs another one.
    fn is_same(&self, world: &dyn World, book: &Book<'_>, copy: &CopyId) -> Outcome<bool> {
        let path = book.plan.root.join(holder_file(copy.number.as_str()));
        if !world.exists(&path) {
            return Ok(false);
        }
        let bytes = world.read(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let now = Digest::of(&bytes);
        Ok(self.0.iter().any(|(known, file)| known == copy && *file == now))
    }
}
