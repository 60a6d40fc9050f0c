//! The command line: one file a verb, and the only place that composes stages.

mod approve;
mod build;
mod diff;
mod enrol;
mod import;
mod init;
mod issue;
mod keygen;
mod keys;
mod new_folder;
mod open;
mod output;
mod register;
mod rotate;
mod secret_key;
mod secrets;
mod serve;
mod sources;
mod status;
#[cfg(test)]
mod tests;
mod trace;
mod verify;
mod watch;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    diagnostic::{Exit, Outcome},
    world::{RealWorld, World},
};

use output::Output;

/// Static site generator for controlled plan publishing.
#[derive(Parser)]
#[command(name = "terkawal", version, about, max_term_width = 100)]
struct Arguments {
    /// The plan folder
    #[arg(short, long, global = true, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Print nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print more
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Subcommand)]
enum Verb {
    /// Write a small complete plan to begin with
    Init(init::Arguments),
    /// Check everything that build checks; write nothing
    Check,
    /// Write a draft of the site and of every controlled copy
    Build(BuildArguments),
    /// Record the approval of exactly this content, and write the page that is signed
    Approve(approve::Arguments),
    /// Release the approved version: seal, sign, register, recall the one before
    Issue(issue::Arguments),
    /// Make keys
    Keygen(keygen::Arguments),
    /// Back up the plan secretary's keys, or put them back
    Keys(keys::Arguments),
    /// Give a copy number its holder key
    Enrol(enrol::Arguments),
    /// Open a copy without a browser
    Open(open::Arguments),
    /// Check published files against their manifest and the publisher's key, or the register against a copy
    Verify(verify::Arguments),
    /// Serve a published site to browsers, read only; it is verified first
    Serve(serve::Arguments),
    /// Read or check the register of copies, or record what becomes of them
    Register(register::Arguments),
    /// Show who holds what, what is overdue, and whether every number is accounted for
    Status(status::Arguments),
    /// Show what changed between two versions, and write the amendment record
    Diff(diff::Arguments),
    /// Say which controlled copy a leaked text came from
    Trace(trace::Arguments),
    /// Turn an existing plan (text or Markdown) into a plan folder
    Import(import::Arguments),
    /// Show the plan in the browser while it is written
    Watch(watch::Arguments),
}

#[derive(Args)]
struct BuildArguments {
    /// Where to write; only a folder that is empty or was written by terkawal is used
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Build as if on this day, instead of the date in plan.yaml
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() {
                Exit::Fault as u8
            } else {
                Exit::Done as u8
            });
        }
    };
    let mut output = Output::new(arguments.format == Format::Json, arguments.quiet, arguments.verbose);
    let done = match &arguments.verb {
        // It ends when the officer says so, and answers from threads of its own.
        Verb::Watch(watch) => watch::run(&RealWorld, &arguments.root, watch, &mut output),
        _ => run(&RealWorld, &arguments, &mut output),
    };
    let exit = match done {
        Ok(exit) => exit,
        Err(failure) => {
            let exit = failure.exit;
            output.diagnostics(failure.diagnostics);
            exit
        }
    };
    output.finish(exit);
    ExitCode::from(exit as u8)
}

/// Runs one verb.
fn run(world: &dyn World, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let root = arguments.root.as_path();
    match &arguments.verb {
        Verb::Init(init) => init::run(world, root, init, output),
        Verb::Check => build::check(world, root, output),
        Verb::Build(build) => build::build(world, root, build, output),
        Verb::Approve(approve) => approve::run(world, root, approve, output),
        Verb::Issue(issue) => issue::run(world, root, issue, output),
        Verb::Keygen(keygen) => keygen::run(world, root, keygen, output),
        Verb::Keys(keys) => keys::run(world, keys, output),
        Verb::Enrol(enrol) => enrol::run(world, root, enrol, output),
        Verb::Open(open) => open::run(world, open, output),
        Verb::Verify(verify) => verify::run(world, root, verify, output),
        Verb::Serve(serve) => serve::run(world, root, serve, output),
        Verb::Register(register) => register::run(world, root, register, output),
        Verb::Status(status) => status::run(world, root, status, output),
        Verb::Diff(diff) => diff::run(world, root, diff, output),
        Verb::Trace(trace) => trace::run(world, root, trace, output),
        Verb::Import(import) => import::run(world, import, output),
        Verb::Watch(_) => unreachable!("watch mode is run by itself"),
    }
}
