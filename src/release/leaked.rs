//! What the gate found, told by section and file.

use super::leak;
use crate::{
    classify::Partition,
    diagnostic::{Diagnostic, Failure, Findings},
};

/// One problem for each thing that leaks and each file of the site; one-file copies repeat the site's open part and are
/// named only where they alone leak.
pub(super) fn leaked(mut leaks: Vec<leak::Leak>, partition: &Partition) -> Failure {
    leaks.sort_by(|a, b| (&a.label, a.kind, &a.file, a.offset).cmp(&(&b.label, b.kind, &b.file, b.offset)));
    leaks.dedup_by(|a, b| (&a.file, &a.label, a.kind) == (&b.file, &b.label, b.kind));
    let mut findings = Findings::default();
    for same in leaks.chunk_by(|a, b| (&a.label, a.kind) == (&b.label, b.kind)) {
        let in_site = |leak: &leak::Leak| !leak.file.starts_with("copies/");
        let repeated = same.iter().any(in_site);
        for leak in same.iter().filter(|leak| in_site(leak) || !repeated) {
            findings.push(of_leak(leak, partition));
        }
    }
    match findings.finish() {
        Err(failure) => failure,
        Ok(_) => Failure::fault(Diagnostic::error("E400", "sealed matter would be published")),
    }
}

fn of_leak(leak: &leak::Leak, partition: &Partition) -> Diagnostic {
    let file = &leak.file;
    if leak.kind == leak::LeakKind::Unreadable {
        let message = format!("{file} cannot be read through, so it cannot be cleared for publication");
        return Diagnostic::error("E401", message)
            .hint("replace the attachment or picture by an ordinary file of its format");
    }
    let entries = partition.open.outline.entries();
    let id = leak.label.split("-b").next().unwrap_or(&leak.label);
    let number = entries
        .iter()
        .find(|entry| entry.id() == id)
        .and_then(|entry| entry.number());
    let section = number.map_or_else(String::new, |number| format!(" (section {number})"));
    let message = format!(
        "sealed matter of {}{section} would be published in {file}: {}",
        leak.label,
        leak.kind.as_str()
    );
    Diagnostic::error("E400", message).hint(
        "look for it in attachments and pictures of open sections, in plan.yaml and in changed templates; take it out \
         there, or seal what holds it",
    )
}
