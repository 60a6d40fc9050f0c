//! `approve`: records that exactly this content was approved, and writes the page that is signed by hand.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use clap::Args;
use serde_json::json;

use super::{
    build::{self, Prepared},
    output::Output,
    secrets::{self, PassphraseFile},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome, Severity},
    issue::{Content, draft_mark_on_the_cover, draft_marks, incomplete_control, statement},
    keys::{Home, PublicKey, Secret, pinned_publisher},
    layout::signature_page,
    register::{ApprovalSignature, Digest, Event, Log, Record},
    world::{NewFile, World, write_together},
};

#[derive(Args)]
pub(super) struct Arguments {
    /// Who approves
    #[arg(long, value_name = "NAME", required_unless_present = "statement")]
    by: Option<String>,
    /// In which post
    #[arg(long, requires = "by")]
    post: Option<String>,
    /// The day of the approval [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
    /// Write what an approver with a minisign key signs, and record nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["by", "signature"])]
    statement: Option<PathBuf>,
    /// The approver's signature of the statement, made with `minisign -Sm FILE`
    #[arg(long, value_name = "FILE", requires = "key")]
    signature: Option<PathBuf>,
    /// The approver's minisign public key, or its file
    #[arg(long, value_name = "KEY|FILE", requires = "signature")]
    key: Option<String>,
    /// Where to write the page with the lines to sign [default: records/approval-VERSION.html in the plan]
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let prepared = build::prepare(world, root, None)?;
    let plan = &prepared.plan;
    let content = Content::read(world, plan, &prepared.list)?;
    let outdated = outdated_record(&prepared, &content);
    let content = content.digest();
    let statement = statement(&plan.reference, &plan.version, &content);
    output.fact("version", json!(plan.version));
    output.fact("content", json!(content));
    if let Some(path) = &arguments.statement {
        world
            .replace(path, statement.as_bytes())
            .map_err(|error| Failure::io("write", path, &error))?;
        output.line(&format!("statement of version {}: {}", plan.version, path.display()));
        output.line("  the approver signs it with: minisign -Sm FILE");
        return Ok(Exit::Done);
    }
    let (by, post) = (
        arguments.by.clone().unwrap_or_default(),
        arguments.post.clone().unwrap_or_default(),
    );
    if post.trim().is_empty() {
        return Err(Diagnostic::error("E431", "nothing says in which post the approver is")
            .hint("add --post, such as --post \"Yang DiPertua\"")
            .into());
    }
    if let Some(day) = arguments.date.filter(|day| *day > world.today()) {
        return Err(
            Diagnostic::error("E432", format!("the day of the approval is {day}, in the future"))
                .hint("leave --date out on the day itself; today is what this computer's clock says")
                .into(),
        );
    }
    let signature = signature(world, arguments, &statement)?;
    let page = page(&prepared, &content)?;
    let home = Home::of(world)?;
    let mut log = Log::open(world, &plan.root, &plan.reference, &home)?;
    let passphrase = arguments.passphrase.read(world, Secret::Publisher)?;
    let key = home.open_publisher(world, &home.sealed(Secret::Publisher), &passphrase)?;
    let path = arguments.page.clone().unwrap_or_else(|| {
        let name = format!("records/approval-{}.html", plan.version);
        plan.root.join(name)
    });
    let record = Record {
        date: arguments.date,
        by: by.clone(),
        note: None,
        clock: None,
        event: Event::Approved {
            version: plan.version.clone(),
            content: content.clone(),
            approver: by,
            post,
            signature,
        },
    };
    let file = NewFile {
        path: &path,
        bytes: page.as_bytes(),
        private: false,
    };
    let mut appended = None;
    write_together(world, &[file], || {
        appended = Some(log.append(&[(&key, record)])?);
        Ok(())
    })?;
    let appended = appended.expect("written together");
    output.line(&format!(
        "version {} approved: content {}",
        plan.version,
        content.as_str()
    ));
    output.line(&format!("  print and sign: {}", path.display()));
    output.line(&format!(
        "register: entry {} {}",
        appended.head.number,
        appended.head.hash.as_str()
    ));
    output.fact("page", json!(path.display().to_string()));
    output.fact("head", json!(appended.head));
    output.diagnostics(appended.warnings);
    output.diagnostics(incomplete(&prepared));
    output.diagnostics(somebody_else(&prepared, arguments).into_iter().collect());
    output.diagnostics(outdated.into_iter().collect());
    output.diagnostics(prepared.warnings);
    Ok(Exit::Done)
}

/// The amendment record was made of other content than this.
pub(super) fn outdated_record(prepared: &Prepared, content: &Content) -> Option<Diagnostic> {
    let version = &prepared.plan.version;
    let mut recorded = prepared.partition.open.amendments.iter();
    let recorded = recorded.find(|recorded| recorded.version == *version)?;
    let compared = recorded.content.as_deref()?;
    (compared != content.amended.as_str()).then(|| {
        let message = format!("the amendment record of version {version} was made before the content was changed last");
        Diagnostic::warning("E456", message)
            .hint("make it anew before the approval: terkawal diff OLD --record; what was edited by hand stays")
    })
}

/// The control block names another approver than the one who approves.
fn somebody_else(prepared: &Prepared, arguments: &Arguments) -> Option<Diagnostic> {
    let named = prepared.plan.control.approved.as_ref()?;
    let same = |given: &Option<String>, named: &str| {
        let given = given.as_deref().unwrap_or_default().trim().to_lowercase();
        named.trim().is_empty() || given == named.trim().to_lowercase()
    };
    if same(&arguments.by, &named.name) && same(&arguments.post, &named.post) {
        return None;
    }
    let message = format!("the control block names {}, {} as the approver", named.name, named.post);
    Some(
        Diagnostic::warning("E557", message)
            .hint("the register and the plan say different things: correct plan.yaml, or approve again in that name"),
    )
}

/// What `issue` will refuse is part of the content: it had better be in order when it is approved.
fn incomplete(prepared: &Prepared) -> Vec<Diagnostic> {
    let control = incomplete_control(&prepared.plan).into_iter();
    let drafts = draft_mark_on_the_cover(&prepared.plan).into_iter();
    let warned = control
        .chain(drafts)
        .chain(draft_marks(&prepared.document))
        .map(|mut found| {
            found.severity = Severity::Warning;
            found.hint("issue refuses it as it is, and mended the content needs another approval")
        });
    warned.collect()
}

/// The approver's own signature, which must be of exactly this content.
fn signature(world: &dyn World, arguments: &Arguments, statement: &str) -> Outcome<Option<ApprovalSignature>> {
    let (Some(file), Some(key)) = (&arguments.signature, &arguments.key) else {
        return Ok(None);
    };
    let unfit = |message: &str| {
        Diagnostic::error("E441", message)
            .hint("write the statement with --statement FILE, have it signed, and try again")
    };
    let key = pinned_publisher(world, Some(key))?.ok_or_else(|| unfit("there is no key"))?;
    let text = secrets::read(world, file)?;
    let minisig = text.replace("\r\n", "\n");
    if !key.vouches_for(statement.as_bytes(), &minisig) {
        return Err(unfit("the signature is not by this key, or of other content").into());
    }
    Ok(Some(ApprovalSignature {
        key: PublicKey::text(&key).to_owned(),
        minisig: base64::engine::general_purpose::STANDARD.encode(minisig.as_bytes()),
    }))
}

fn page(prepared: &Prepared, content: &Digest) -> Outcome<String> {
    signature_page(&prepared.plan, &prepared.theme, content.as_str())
}
