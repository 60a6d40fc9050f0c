//! Writes a recipient into `distribution/list.yaml` without touching anything else the secretary wrote.

use super::{ControlledCopy, CopyNumber, DistributionList, Scheme, list_file};
use crate::diagnostic::{Diagnostic, Outcome, SourceText};

/// The text of the list with `recipient` as the only recipient of a copy.
///
/// The result is parsed again and compared, so an unusual layout of the file leads to an error and never to a list that
/// says something else.
///
/// # Errors
/// A recipient that the list would not accept, or a layout that cannot be edited safely.
pub fn enrolled(
    list: &DistributionList,
    number: &CopyNumber,
    recipient: &str,
    demonstration: bool,
    scheme: &Scheme,
) -> Outcome<String> {
    let text = list.source.text();
    let recipient = recipient.trim();
    let Some(copy) = list.copy(number) else {
        return Err(Diagnostic::error("E324", format!("there is no copy {number} in the distribution list")).into());
    };
    list_file::check_recipient(recipient)?;
    let span = copy.place.span();
    let (stripped, at) = without_recipients(text, span.end);
    let mut fault = None;
    let candidates = in_place(text, copy, recipient).into_iter().chain([
        block_style(&stripped, at, recipient),
        flow_style(&stripped, at, recipient),
    ]);
    for candidate in candidates {
        let source = SourceText::new(DistributionList::PATH, candidate.as_str(), true);
        match DistributionList::parse(&source, demonstration, scheme) {
            Ok(new) if differs_only_in(list, &new, number, recipient) => return Ok(candidate),
            Ok(_) => {}
            // A recipient that is refused is the officer's answer; a layout that does not parse is not.
            Err(failure) => {
                fault = fault.or(failure
                    .diagnostics
                    .into_iter()
                    .find(|found| matches!(found.code, "E130" | "E131" | "E132" | "E133" | "E438")));
            }
        }
    }
    let diagnostic = fault.map_or_else(
        || {
            Diagnostic::error("E326", format!("the entry of copy {number} cannot be changed safely"))
                .at(copy.place.clone())
                .hint(format!("add this line to it by hand: recipients: [{recipient}]"))
        },
        |fault| Diagnostic { place: None, ..fault },
    );
    Err(diagnostic.into())
}

/// The old recipient stands once in the list, so the new one can take its place in any layout.
fn in_place(text: &str, copy: &ControlledCopy, recipient: &str) -> Option<String> {
    let [old] = copy.holder.as_ref()?.recipients.as_slice() else {
        return None;
    };
    let old = old.to_string();
    (text.matches(&old).count() == 1).then(|| text.replacen(&old, recipient, 1))
}

/// Takes the `recipients:` of the entry away whose number ends at `at`, and says where the number ends then.
fn without_recipients(text: &str, at: usize) -> (String, usize) {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let line_start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    // Flow style: the key stands on the same line.
    if let Some(key) = text[line_start..line_end].find("recipients:") {
        let start = line_start + key;
        if let Some(close) = text[start..line_end].find(']') {
            let before = text[..start].trim_end().trim_end_matches(',');
            let after = &text[start + close + 1..];
            let after = if before.ends_with('{') {
                after.trim_start_matches(',')
            } else {
                after
            };
            // Keys have no order: the recipients may stand before the number.
            let at = if at > before.len() {
                at.saturating_sub(text.len() - before.len() - after.len())
                    .max(before.len())
            } else {
                at
            };
            return (format!("{before}{after}"), at);
        }
    }
    let indent = entry_indent(text, at);
    let mut out = text[..line_end].to_owned();
    let mut rest = text[line_end..].split_inclusive('\n').peekable();
    while let Some(line) = rest.next() {
        let inner = line.trim_start_matches(' ');
        let own = line.len() - inner.len();
        let ends_entry = !inner.trim().is_empty()
            && !inner.starts_with('#')
            && (own < indent || inner.starts_with("- ") && own <= indent);
        if ends_entry {
            out.push_str(line);
            out.extend(rest);
            return (out, at);
        }
        if own == indent && inner.starts_with("recipients:") {
            // The items of a block sequence belong to the key.
            while rest.peek().is_some_and(|next| {
                let inner = next.trim_start_matches(' ');
                inner.starts_with("- age1") || inner.starts_with("- \"age1")
            }) {
                rest.next();
            }
            continue;
        }
        out.push_str(line);
    }
    (out, at)
}

/// The column at which the keys of the entry begin.
fn entry_indent(text: &str, at: usize) -> usize {
    let line_start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    text[line_start..at].find("number").unwrap_or(0)
}

fn block_style(text: &str, at: usize, recipient: &str) -> String {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let newline = if line_end == text.len() { "\n" } else { "" };
    // Lists from Windows keep their line endings.
    let carriage = if text[..line_end].ends_with('\r') { "\r" } else { "" };
    let indent = " ".repeat(entry_indent(text, at));
    format!(
        "{}\n{indent}recipients: [{recipient}]{carriage}{newline}{}",
        &text[..line_end],
        &text[line_end..]
    )
}

fn flow_style(text: &str, at: usize, recipient: &str) -> String {
    format!("{}, recipients: [{recipient}]{}", &text[..at], &text[at..])
}

fn differs_only_in(old: &DistributionList, new: &DistributionList, number: &CopyNumber, recipient: &str) -> bool {
    old.groups == new.groups
        && old.copies.len() == new.copies.len()
        && old.teams.len() == new.teams.len()
        && old.copies.iter().zip(&new.copies).all(|(old, new)| {
            let texts = |copy: &ControlledCopy| -> Vec<String> {
                copy.holder.as_ref().map_or_else(Vec::new, |holder| {
                    holder.recipients.iter().map(ToString::to_string).collect()
                })
            };
            let same_holder = match (&old.holder, &new.holder) {
                (None, None) => true,
                (Some(old), Some(new)) => {
                    (&old.post, &old.name, old.clearance, &old.groups)
                        == (&new.post, &new.name, new.clearance, &new.groups)
                }
                _ => false,
            };
            let recipients = if new.number == *number {
                texts(new) == [recipient.to_lowercase()]
            } else {
                texts(old) == texts(new)
            };
            old.number == new.number && same_holder && recipients
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipient() -> String {
        age::x25519::Identity::generate().to_public().to_string()
    }

    fn check(text: &str) {
        let scheme = Scheme::default();
        let parse = |text: &str| DistributionList::parse(&SourceText::new("list.yaml", text, true), false, &scheme);
        let list = parse(text).expect("a list");
        let number: CopyNumber = "03-01".parse().expect("a number");
        let (first, second) = (recipient(), recipient());
        let once = enrolled(&list, &number, &first, false, &scheme).expect("enrolled");
        let again = parse(&once).expect("a list");
        let twice = enrolled(&again, &number, &second, false, &scheme).expect("enrolled again");
        assert!(!twice.contains(&first) && twice.contains(&second), "{twice}");
        assert!(twice.contains("# a comment"), "{twice}");
    }

    #[test]
    fn recipients_may_stand_before_the_number() {
        check(&format!(
            "# a comment\ncopies:\n- members:\n  - {{post: Ketua, recipients: [{}], number: 03-01}}\n  number: 03\n  clearance: TERHAD\n",
            recipient()
        ));
    }

    #[test]
    fn the_old_recipient_is_replaced_in_any_layout() {
        for entry in [
            "recipients: [OLD]\n    number: \"03-01\"\n    post: Ketua",
            "post: Ketua\n    recipients:\n      - 'OLD'\n    number: \"03-01\"",
            "{recipients: [\n    OLD,\n  ], number: 03-01, post: Ketua}",
        ] {
            let entry = entry.replace("OLD", &recipient());
            check(&format!(
                "# a comment\ncopies:\n- number: \"03\"\n  clearance: TERHAD\n  members:\n  - {entry}\n  - number: 03-02\n    post: Ahli\n"
            ));
        }
    }

    #[test]
    fn the_recipients_of_another_copy_on_the_same_line_do_not_matter() {
        let text = format!(
            "copies: [{{number: 01, post: A, clearance: SULIT, recipients: [{}]}}, {{post: B, clearance: TERHAD, number: 03}}]\n",
            recipient()
        );
        let list = DistributionList::parse(&SourceText::new("list.yaml", text, true), false, &Scheme::default())
            .expect("a list");
        let refused = enrolled(
            &list,
            &"03".parse().expect("a number"),
            &recipient(),
            false,
            &Scheme::default(),
        )
        .expect_err("not safely");
        assert_eq!(refused.diagnostics[0].code, "E326");
    }

    #[test]
    fn block_and_flow_lists_keep_their_layout() {
        check(
            "copies:\n  # a comment\n  - number: \"03\"\n    post: ERT\n    clearance: TERHAD\n    members:\n      - number: \"03-01\"\n        post: Ketua\n      - number: \"03-02\"\n        post: Ahli\n",
        );
        check(
            "copies:\n  - number: \"03\"\n    post: \"ERT\" # a comment\n    clearance: TERHAD\n    members:\n      - {number: \"03-01\", post: Ketua}\n      - {number: \"03-02\", post: Ahli}\n",
        );
        check("copies:\n- members:\n  - post: Ketua\n    number: 03-01 # a comment\n    recipients:\n      - age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq3290gq\n  number: 03\n  clearance: TERHAD\n".replace("    recipients:\n      - age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq3290gq\n", &format!("    recipients:\n      - {}\n", recipient())).as_str());
    }
}
