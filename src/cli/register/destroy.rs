//! `register destroy`: a copy is no more, and two witnesses sign for it.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    book::{Book, CopyArgument, Recording, faults, said, tell},
    certificate::Certificate,
    hosted::Hosting,
};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Exit, Outcome},
    register::{CopyId, Event, State},
    theme::Theme,
    world::{NewFile, World, write_together},
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    copy: CopyArgument,
    /// How it was destroyed
    #[arg(long, value_name = "TEXT")]
    method: String,
    /// A witness; give it twice
    #[arg(long, value_name = "NAME", required = true)]
    witness: Vec<String>,
    /// Where to write the certificate [default: records/destroyed-VERSION-NN-GENERATION.html in the plan]
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    #[command(flatten)]
    hosting: Hosting,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let (method, witnesses) = match (said("the method", &arguments.method), witnesses(&arguments.witness)) {
        (Ok(method), Ok(witnesses)) => (method, witnesses),
        (method, witnesses) => {
            let all = method.err().into_iter().chain(witnesses.err());
            return faults(all.collect()).map(|()| Exit::Fault);
        }
    };
    let mut book = Book::open(world, root, &mut |_| {})?;
    let copy = book.copy(&arguments.copy)?;
    let (hosting, recording) = (&arguments.hosting, &arguments.recording);
    if hosting.only_leaves(world, &book, (&copy, Some(State::Destroyed)), recording, output)? {
        return Ok(Exit::Done);
    }
    let theme = Theme::load(world, &book.plan)?;
    let holder = book
        .states
        .copy(&copy)
        .map(|known| known.holder.clone())
        .unwrap_or_default();
    let event = Event::Destroyed {
        copy: copy.clone(),
        method: method.clone(),
        witnesses: witnesses.clone(),
    };
    book.check(&event, recording)?;
    let path = file(world, &book, &copy, arguments.certificate.as_deref())?;
    let plan = book.plan.clone();
    let mut leaving = hosting.leaving(world, &book, &copy)?;
    let head = book.record_with(event, recording, output, |key, head, commit| {
        let certificate = Certificate {
            copy: &copy,
            holder: &holder,
            method: &method,
            witnesses: &witnesses,
            date: recording.day(world),
            by: recording.by(),
            head,
        };
        let page = certificate.paper(&theme.catalogue).html(&plan, &theme)?;
        let file = NewFile {
            path: &path,
            bytes: page.as_bytes(),
            private: false,
        };
        leaving.leave(key, &mut || write_together(world, &[file], &mut *commit))
    })?;
    leaving.tell(output);
    tell(&format!("{copy} is destroyed"), Some(&copy), &head, output);
    output.line(&format!("  certificate to print and sign: {}", path.display()));
    output.fact("certificate", json!(path.display().to_string()));
    Ok(Exit::Done)
}

fn file(world: &dyn World, book: &Book<'_>, copy: &CopyId, wish: Option<&Path>) -> Outcome<PathBuf> {
    let path = wish.map_or_else(
        || {
            let name = format!(
                "records/destroyed-{}-{}-{}.html",
                copy.version, copy.number, copy.generation
            );
            book.plan.root.join(name)
        },
        Path::to_owned,
    );
    if world.exists(&path) {
        return Err(
            Diagnostic::error("E474", format!("{} is there already", path.display()))
                .hint("name another file with --certificate; certificates are never overwritten")
                .into(),
        );
    }
    Ok(path)
}

/// Two different people.
fn witnesses(given: &[String]) -> Outcome<[String; 2]> {
    let names: Vec<&str> = given
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .collect();
    match names.as_slice() {
        [first, second] if first.to_lowercase() != second.to_lowercase() => {
            Ok([(*first).to_owned(), (*second).to_owned()])
        }
        _ => Err(Diagnostic::error("E473", "a destruction has two witnesses")
            .hint("give --witness twice, with the names of two people")
            .into()),
    }
}
