//! `diff --record`: the amendment record of the version in the plan folder.

use serde_json::json;

use super::side::Side;
use crate::{
    amendment::{Amendment, Header, Layout, merge},
    cli::output::{Output, counted},
    diagnostic::{Diagnostic, Failure, Outcome},
    document::RECORD,
    issue::Content,
    plan::{Plan, read_text},
    world::World,
};

/// The record is of a version that is not issued yet.
pub(super) fn refuse(plan: &Plan, old: &str) -> Outcome<()> {
    if plan.version != old {
        return Ok(());
    }
    let message = format!("plan.yaml still has version {old}");
    Err(Diagnostic::error("E484", message)
        .hint("write the number of the next version into plan.yaml, then record what it changes")
        .into())
}

pub(super) fn write(
    world: &dyn World,
    old: &Side,
    new: &Side,
    amendments: &[Amendment<'_>],
    output: &mut Output,
) -> Outcome<()> {
    let plan = &new.plan;
    let path = plan.root.join(RECORD);
    let existing = if world.exists(&path) {
        read_text(world, &plan.root, RECORD)?
    } else {
        String::new()
    };
    let content = Content::read(world, plan, &new.list)?;
    let header = Header {
        version: &plan.version,
        date: plan.date,
        against: &old.plan.version,
        content: content.amended.as_str(),
    };
    let merged = merge(&existing, &header, amendments, &plan.scheme, &new.catalogue).map_err(|Layout| {
        let message = format!("{RECORD} is not laid out as terkawal writes it, so nothing in it was replaced");
        Diagnostic::error("E484", message)
            .hint("begin versions with `- version:` at the margin, rows with `  - path:`, one key a line")
            .hint("or move the file away, record again, and put your own rows back")
    })?;
    if merged.text != existing {
        world
            .replace(&path, merged.text.as_bytes())
            .map_err(|error| Failure::io("write", &path, &error))?;
    }
    output.line(&format!(
        "record: {}: {} made, {} edited by hand and kept",
        path.display(),
        counted(merged.made, "row", "rows"),
        merged.kept
    ));
    output.fact("record", json!({"made": merged.made, "kept": merged.kept}));
    Ok(())
}
