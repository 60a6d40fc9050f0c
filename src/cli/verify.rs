//! `verify`: published files against their manifest.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::output::Output;
use crate::{
    diagnostic::{Exit, Outcome},
    inspect::verify,
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    /// A site, a version's folder, a folder of copies, a copy's folder, or a one-file copy
    #[arg(value_name = "DIR|FILE")]
    path: PathBuf,
}

pub(super) fn run(world: &dyn World, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let report = verify(world, &arguments.path)?;
    output.line(&format!("{} open files and {} copies fit", report.files, report.copies));
    if report.draft {
        output.line("draft: not signed, so nothing here proves who made it");
    }
    output.fact("files", json!(report.files));
    output.fact("copies", json!(report.copies));
    output.fact("draft", json!(report.draft));
    output.fact("signed", json!(false));
    let exit = if report.problems.is_empty() {
        Exit::Done
    } else {
        Exit::Findings
    };
    output.fact("problems", json!(report.problems.len()));
    output.diagnostics(report.problems);
    Ok(exit)
}
