//! `register ack`: a holder has the copy.

use std::path::Path;

use clap::Args;

use super::book::{Book, CopyArgument, Recording, tell};
use crate::{
    cli::{keygen::copy_number, output::Output},
    diagnostic::{Diagnostic, Exit, Outcome},
    keys::{PassphraseError, ReceiptCode},
    plan::CopyNumber,
    register::{CopyId, Entry, Event, Means, Receipt, State, States},
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    copy: CopyArgument,
    /// The receipt code that the holder reads out, in whatever case and grouping
    #[arg(conflicts_with = "form")]
    code: Vec<String>,
    /// The holder signed a receipt form instead
    #[arg(long)]
    form: bool,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    if arguments.code.is_empty() && !arguments.form {
        return Err(Diagnostic::error("E466", "there is no receipt code")
            .hint("write it behind the copy number, as the holder reads it out from the opened copy")
            .hint("for a receipt form that the holder signed: --form")
            .into());
    }
    let code = if arguments.form {
        None
    } else {
        Some(read(&arguments.code.join(" "), &copy_number(arguments.copy.number())?)?)
    };
    let mut receipts = Receipts::default();
    let mut book = Book::open(world, root, &mut |entry| receipts.note(entry))?;
    let copy = book.copy(&arguments.copy)?;
    let owner = code
        .as_ref()
        .map(|code| receipts.owner(code, &copy, &book.states))
        .transpose()?;
    // Without a code, or by its own one.
    if owner.as_ref().is_none_or(Option::is_some) {
        used(&copy, &book.states)?;
    }
    let means = if code.is_some() { Means::Code } else { Means::Form };
    let event = Event::Acknowledged {
        copy: copy.clone(),
        means,
    };
    book.check(&event, &arguments.recording)?;
    if owner == Some(None) {
        return Err(receipts.unknown(&copy).into());
    }
    let head = book.record(event, &arguments.recording, output)?;
    tell(&format!("{copy} is acknowledged"), Some(&copy), &head, output);
    for (older, _) in book.states.copies().filter(|(older, known)| {
        older.number == copy.number && older.version != copy.version && known.state == State::Recalled
    }) {
        output.line(&format!("  {older} is to come back now"));
    }
    Ok(Exit::Done)
}

/// The receipts of every copy that was issued.
#[derive(Default)]
struct Receipts(Vec<(CopyId, Receipt)>);

impl Receipts {
    fn note(&mut self, entry: &Entry) {
        let Event::Issued { version, copies, .. } = &entry.event else {
            return;
        };
        for issued in copies {
            if let Some(receipt) = &issued.receipt {
                let copy = CopyId {
                    number: issued.number.clone(),
                    version: version.clone(),
                    generation: issued.generation,
                };
                self.0.push((copy, receipt.clone()));
            }
        }
    }

    /// Whether the code is this copy's; `None` for a code that is nobody's.
    ///
    /// # Errors
    /// `E467` for the code of another copy.
    fn owner(&self, code: &ReceiptCode, copy: &CopyId, states: &States) -> Outcome<Option<()>> {
        let owner = self
            .0
            .iter()
            .find(|(_, receipt)| receipt.fits(code))
            .map(|(owner, _)| owner);
        match owner {
            Some(owner) if owner == copy => Ok(Some(())),
            None => Ok(None),
            Some(owner) => {
                let message = format!("this is the receipt code of {owner}, not of {copy}");
                let hint = match states.copy(owner) {
                    Some(known) if states.may_move(owner, State::Acknowledged).is_err() => {
                        let state = known.state.name();
                        format!("that copy is {state}, and needs no receipt: ask the holder to open the newest copy")
                    }
                    _ if owner.number == copy.number => {
                        let (version, generation) = (&owner.version, owner.generation);
                        format!("if it is meant, add --copy-version {version} --generation {generation}")
                    }
                    _ => "ask the holder which copy was opened".to_owned(),
                };
                Err(Diagnostic::error("E467", message).hint(hint).into())
            }
        }
    }

    /// Why a code is nobody's.
    fn unknown(&self, copy: &CopyId) -> Diagnostic {
        if self.0.iter().all(|(known, _)| known != copy) {
            return Diagnostic::error("E469", format!("{copy} was issued without a receipt code"))
                .hint("its receipt is the signed form: --form");
        }
        Diagnostic::error("E468", "this receipt code belongs to no copy in the register")
            .hint("ask the holder to read it out again from the opened copy; a draft has none")
    }
}

fn used(copy: &CopyId, states: &States) -> Outcome<()> {
    match states.copy(copy) {
        Some(known) if known.state == State::Acknowledged => {
            let message = format!("the receipt of {copy} is recorded already, since {}", known.since);
            Err(Diagnostic::error("E470", message).hint("nothing is to be done").into())
        }
        _ => Ok(()),
    }
}

fn read(typed: &str, number: &CopyNumber) -> Outcome<ReceiptCode> {
    // The number need not be read out.
    let code = ReceiptCode::parse(typed, number)
        .or_else(|error| ReceiptCode::parse(&format!("{number}-{typed}"), number).map_err(|_| error))
        .map_err(unreadable)?;
    if code.copy() != number {
        let message = format!("this is the receipt code of copy {}, not of copy {number}", code.copy());
        return Err(Diagnostic::error("E467", message)
            .hint("ask the holder which copy was opened")
            .into());
    }
    Ok(code)
}

fn unreadable(error: PassphraseError) -> Diagnostic {
    match error {
        PassphraseError::Check => Diagnostic::error("E466", "the receipt code has a typing error")
            .hint("compare it group by group; the letters I, L, O and U are not used"),
        PassphraseError::Shape => Diagnostic::error("E466", "this is not a receipt code")
            .hint("it is the copy number and three groups of six, shown once the copy is open; never the passphrase"),
    }
}
