//! `distribution/list.yaml` as a plan secretary would write it.

use std::collections::BTreeMap;

/// A copy number of the list.
pub(crate) struct Seat {
    pub(crate) number: String,
    pub(crate) lines: String,
    pub(crate) recipient: Option<String>,
}

/// The text of the list.
pub(crate) fn list(seats: &[Seat], teams: &BTreeMap<String, String>) -> String {
    let mut text = String::from("groups:\n  ERT: Pasukan Kecemasan\n  DRT: Pasukan Pemulihan\n");
    text.push_str("# kekal di sini\ncopies:\n");
    let mut team = None;
    for seat in seats {
        let of = seat.number.split_once('-').map(|(team, _)| team);
        if of.is_some() && of != team {
            let number = of.unwrap_or_default();
            text.push_str(&entry(
                "  ",
                number,
                &format!("post: Pasukan {number}\n{}", teams[number]),
                None,
            ));
            text.push_str("    members:\n");
        }
        team = of;
        let indent = if of.is_some() { "      " } else { "  " };
        let post = if seat.lines.contains("reserved") {
            ""
        } else {
            "post: Jawatan\n"
        };
        text.push_str(&entry(
            indent,
            &seat.number,
            &format!("{post}{}", seat.lines),
            seat.recipient.as_deref(),
        ));
    }
    if seats.is_empty() {
        text.push_str("  - {number: \"99\", reserved: true}\n");
    }
    text
}

fn entry(indent: &str, number: &str, lines: &str, recipient: Option<&str>) -> String {
    let mut text = format!("{indent}- number: \"{number}\"\n");
    for line in lines.lines().filter(|line| !line.is_empty()) {
        text.push_str(&format!("{indent}  {line}\n"));
    }
    if let Some(recipient) = recipient {
        text.push_str(&format!("{indent}  recipients: [{recipient}]\n"));
    }
    text
}
