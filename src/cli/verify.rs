//! `verify`: published files against their manifest and the publisher's key, a register against a copy.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output::{Output, counted};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome, Severity},
    digest,
    inspect::{CopyJson, CopySet, PublishedRecord, Report, verify},
    keys::{Home, PublicKey, pinned_publisher},
    plan::{CopyNumber, Medium, Plan},
    register::{self, Entry, Event, Head, KnownHead},
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    /// A site, a version's folder, a folder of copies, a copy's folder, or a one-file copy; what was issued is held against
    /// the register of the plan folder around it, or of --root
    #[arg(value_name = "DIR|FILE", required_unless_present = "against")]
    path: Option<PathBuf>,
    /// A copy: check that the register of the plan folder goes on from the state that the copy carries
    #[arg(long, value_name = "COPY")]
    against: Option<PathBuf>,
    /// The publisher's public key, or its file; more than once after a change of keys [default: the one in TERKAWAL_HOME;
    /// never the one in the plan]
    #[arg(long, value_name = "KEY|FILE")]
    publisher_key: Vec<String>,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let pins = pins(world, &arguments.publisher_key)?;
    output.fact("publisher", json!(pins.first().map(PublicKey::text)));
    let mut problems = Vec::new();
    let mut is_unverified = false;
    if let Some(path) = &arguments.path {
        let record = PublishedRecord::beside(world, path, root, &pins, &known_head(world)?)?;
        let trusted = trusted(world, record.as_ref(), &pins, &arguments.publisher_key)?;
        let mut report = verify(world, path, &trusted)?;
        if let Some(record) = record.as_ref() {
            record.compare(&mut report);
        }
        problems.append(&mut report.problems);
        if report.draft && !arguments.publisher_key.is_empty() {
            problems.push(
                Diagnostic::error("E447", "what is there calls itself a draft, which nobody signed")
                    .hint("an issue of this publisher was expected: ask the plan secretary"),
            );
        }
        is_unverified |= report.unverified > 0;
        tell(&report, output);
        let record_is_of_another = record.as_ref().is_some_and(|record| !record.is_about(&report));
        let record = record.as_ref().filter(|record| record.is_about(&report));
        if let Some(plan) = report.plan().filter(|_| record_is_of_another)
            && let Some(head) = known_head(world)?(plan)?
        {
            let message = format!(
                "this computer knows a register of {plan}, up to entry {}; the one of the plan folder here is of another plan",
                head.number
            );
            problems.push(
                Diagnostic::warning("E558", message)
                    .hint("was `reference` in plan.yaml changed? name the plan folder of that register with --root"),
            );
        }
        match record {
            Some(record) => output.line(&format!("held against the register, at entry {}", record.head.number)),
            None if report.is_of_an_issue() && record_is_of_another => output.line(
                "the plan folder here has another reference, so whether it is the last issue was not asked",
            ),
            None if report.is_of_an_issue() => output.line(
                "no register of its plan is here, so whether it is the last issue was not asked; --root names the plan folder",
            ),
            None => {}
        }
        output.fact("register", json!(record.map(|record| &record.head)));
    }
    if let Some(copy) = &arguments.against {
        problems.extend(against(world, root, copy, (&pins, &arguments.publisher_key), output)?);
        is_unverified |= pins.is_empty();
    }
    if is_unverified {
        output.diagnostics(vec![
            Diagnostic::warning(
                "E421",
                "publisher not verified: there is no publisher key on this computer",
            )
            .hint("add --publisher-key with the key that the plan secretary gave you on paper"),
        ]);
    }
    let count = problems
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .count();
    let exit = if count == 0 { Exit::Done } else { Exit::Findings };
    output.fact("problems", json!(count));
    output.diagnostics(problems);
    Ok(exit)
}

/// The keys that were named, or the one of this computer.
pub(super) fn pins(world: &dyn World, given: &[String]) -> Outcome<Vec<PublicKey>> {
    if given.is_empty() {
        return Ok(pinned_publisher(world, None)?.into_iter().collect());
    }
    let pins = given.iter().map(|key| pinned_publisher(world, Some(key)));
    let pins: Vec<Option<PublicKey>> = pins.collect::<Outcome<_>>()?;
    Ok(pins.into_iter().flatten().collect())
}

/// The head that this computer knows of the register of a plan.
fn known_head(world: &dyn World) -> Outcome<impl Fn(&str) -> Outcome<Option<Head>>> {
    let home = Home::of(world)?;
    Ok(move |reference: &str| KnownHead::of(&home, reference).read(world))
}

/// The keys that were named, with those that took over from them and handed over to them: as the register says, or where
/// there is none, those that were replaced on this computer.
fn trusted(
    world: &dyn World,
    record: Option<&PublishedRecord>,
    pins: &[PublicKey],
    given: &[String],
) -> Outcome<Vec<PublicKey>> {
    let mut trusted = record.map_or_else(|| pins.to_vec(), |record| record.keys(pins));
    if given.is_empty() && !pins.is_empty() {
        let retired = Home::of(world)?.retired_publishers(world)?;
        trusted.extend(retired.into_iter().filter(|key| !pins.contains(key)));
    }
    Ok(trusted)
}

fn tell(report: &Report, output: &mut Output) {
    output.line(&format!(
        "{} and {} fit",
        counted(report.files, "open file", "open files"),
        counted(report.copies, "copy", "copies")
    ));
    if report.signatures > 0 {
        let signatures = counted(report.signatures, "signature is", "signatures are");
        output.line(&format!("{signatures} of the publisher key"));
    }
    if report.draft {
        output.line("draft: not signed, so nothing here proves who made it");
    }
    if let Some(page) = &report.page {
        output.line(if page.is_checked {
            "the whole file was looked at, the page and the reader in it too"
        } else {
            "only the sealed part was checked: nothing here vouches for the page and the reader around it"
        });
        if !page.is_checked {
            output.line("  put the SHA256SUMS and SHA256SUMS.minisig of its issue beside it, or name the plan folder with --root");
        }
        output.fact("page_checked", json!(page.is_checked));
    }
    output.fact("files", json!(report.files));
    output.fact("copies", json!(report.copies));
    output.fact("draft", json!(report.draft));
    output.fact("signed", json!(report.signatures > 0 && report.unverified == 0));
    output.fact("signatures", json!(report.signatures));
}

/// Today's register must contain the head that a copy carries.
fn against(
    world: &dyn World,
    root: &Path,
    copy: &Path,
    (pins, given): (&[PublicKey], &[String]),
    output: &mut Output,
) -> Outcome<Vec<Diagnostic>> {
    let plan = Plan::read(world, root)?;
    // A copy that was altered would vouch for anything.
    let record = PublishedRecord::beside(world, &plan.root, root, pins, &known_head(world)?)?;
    let trusted = trusted(world, record.as_ref(), pins, given)?;
    let mut problems = verify(world, copy, &trusted)?.problems;
    let json = CopySet::read(world, copy)?.json;
    let Some(head) = json.register.clone().filter(|_| json.plan == plan.reference) else {
        let message = format!("{} carries no head of this plan's register", copy.display());
        let hint = "name an issued copy of this plan; drafts have none";
        return Err(Diagnostic::error("E448", message).hint(hint).into());
    };
    // The head inside a copy is that before its own issue, so the issue itself must be there too.
    let page = match json.medium {
        Medium::Paper => Some(read_page(world, copy)?),
        Medium::File => None,
    };
    let mut is_issued = false;
    let report = register::verify(
        world,
        &plan.root,
        &plan.reference,
        pins.first(),
        Some(&head),
        &mut |entry| is_issued |= issues(entry, &json, page.as_deref()),
    )?;
    problems.extend(report.findings);
    if !is_issued {
        let message = format!(
            "the register has no entry by which copy {} of version {} was issued",
            json.copy, json.version
        );
        problems.push(Diagnostic::error("E449", message).hint(
            "it was put back to a state before that issue, or the copy never counted: look for a newer register",
        ));
    }
    if problems.is_empty() {
        output.line(&format!(
            "the register, now at entry {}, goes on from entry {} in copy {} of version {}",
            report.head.number, head.number, json.copy, json.version
        ));
    }
    output.fact("copy_head", json!(head));
    output.fact("head", json!(report.head));
    Ok(problems)
}

/// The SHA-256 of a whole page.
fn read_page(world: &dyn World, path: &Path) -> Outcome<String> {
    let bytes = world.read(path).map_err(|error| Failure::io("read", path, &error))?;
    Ok(digest::hex(&bytes))
}

/// Whether an entry issued exactly this copy. Of one on paper the register knows the `page` alone. The master copy is no
/// numbered one: its version counts.
fn issues(entry: &Entry, json: &CopyJson, page: Option<&str>) -> bool {
    let Event::Issued { version, copies, .. } = &entry.event else {
        return false;
    };
    let bundle = json.files.get("bundle.age").map(|file| file.sha256.as_str());
    let is_it = |number: &CopyNumber, generation: u32| number.as_str() == json.copy && generation == json.generation;
    let mut copies = copies.iter().filter(|copy| is_it(&copy.number, copy.generation));
    let is_listed = copies.any(|copy| {
        let mut files = copy.files.iter();
        files.any(|file| {
            let sum = Some(file.sha256.as_str());
            file.path.ends_with("/bundle.age") && sum == bundle || page.is_some() && sum == page
        })
    });
    *version == json.version && (is_listed || CopyNumber::master().as_str() == json.copy)
}
