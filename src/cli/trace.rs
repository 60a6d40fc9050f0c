//! `trace`: which controlled copy a leaked text came from.

mod editions;
mod input;
mod markup;
mod report;
mod show;

use std::path::{Path, PathBuf};

use clap::Args;

use super::{open::refuse_shared, output::Output, secrets::PassphraseFile, sources::Archives};
use crate::{
    diagnostic::{Diagnostic, Exit, Outcome},
    inspect::trace::{Leaked, Verdict, sightings, trace},
    issue::Folders,
    keys::{Secret, open_master, pinned_publisher},
    marks::Code,
    plan::Plan,
    theme::Catalogue,
    world::World,
};

use editions::Wanted;

#[derive(Args)]
pub(super) struct Arguments {
    /// The leaked text: a text file, HTML, a PDF with text (pdftotext), or a picture (tesseract); - reads from the terminal
    #[arg(value_name = "FILE", required_unless_present = "code")]
    file: Option<PathBuf>,
    /// A code that was read off a sheet, a screen or the square on the first sheet
    #[arg(long, value_name = "CODE", conflicts_with = "file")]
    code: Option<String>,
    /// Compare with this version alone [default: every version that was issued]
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// Also write a report that can be printed
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// The master key that opens the sources of issued versions [default: the one in TERKAWAL_HOME]
    #[arg(long, value_name = "FILE")]
    master_identity: Option<PathBuf>,
    /// The publisher's public key, or its file [default: the one in TERKAWAL_HOME; never the one in the plan]
    #[arg(long, value_name = "KEY|FILE")]
    publisher_key: Option<String>,
    /// The folder that holds copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let plan = Plan::read(world, root)?;
    let folders = Folders::new(root, arguments.output_dir.as_deref());
    let pin = pinned_publisher(world, arguments.publisher_key.as_deref())?;
    let archives = Archives::read(world, &plan, pin.as_ref(), &folders)?;
    // Whatever needs no passphrase is asked before it.
    let wanted = Wanted::of(&archives, arguments.version.as_deref())?;
    if let Some(file) = &arguments.report {
        refuse_report(world, file)?;
    }
    let code = arguments.code.as_deref().map(typed_code).transpose()?;
    let leaked = match &arguments.file {
        Some(file) => Some(input::read(world, file)?),
        None => None,
    };
    let passphrase = || arguments.passphrase.read(world, Secret::Master);
    let master = open_master(world, arguments.master_identity.as_deref(), &passphrase)?;
    let editions = wanted.open(world, &plan, &master, leaked.is_some())?;
    let verdict = match (&leaked, &code) {
        (Some(leaked), _) => trace(leaked, &editions.found),
        (None, code) => Verdict {
            letters: 0,
            suspects: editions.found.iter().map(|edition| edition.suspects.len()).sum(),
            extents: Vec::new(),
            scores: Vec::new(),
            sightings: sightings(code.as_slice(), &editions.found),
        },
    };
    let told = show::Told {
        verdict: &verdict,
        holders: &editions.holders,
        is_code: code.is_some(),
        marks: leaked.as_ref().map_or(0, Leaked::marks),
    };
    let catalogue = Catalogue::embedded(plan.language);
    show::tell(&told, &catalogue, output);
    if let Some(file) = &arguments.report {
        report::write(world, file, &plan, &told)?;
        output.line(&format!("report: {}", file.display()));
        output.fact("report", serde_json::json!(file.display().to_string()));
    }
    output.diagnostics(archives.remarks);
    output.diagnostics(editions.remarks);
    Ok(if verdict.named().is_empty() {
        Exit::Findings
    } else {
        Exit::Done
    })
}

fn refuse_report(world: &dyn World, file: &Path) -> Outcome<()> {
    if world.exists(file) {
        return Err(
            Diagnostic::error("E575", format!("{} is there already", file.display()))
                .hint("name another file, or remove it")
                .into(),
        );
    }
    refuse_shared(world, file, "a file elsewhere with --report")
}

/// The code alone, or the whole line that a telephone reads from the square.
fn typed_code(typed: &str) -> Outcome<Code> {
    let last = typed
        .split_whitespace()
        .next_back()
        .filter(|_| typed.starts_with("TERKAWAL"));
    Code::parse(last.unwrap_or(typed)).ok_or_else(|| {
        Diagnostic::error("E574", "this is no code of a copy")
            .hint("it has ten letters and digits, such as 7K3MQ-2XPRT; it stands at the head and foot of each sheet")
            .into()
    })
}
