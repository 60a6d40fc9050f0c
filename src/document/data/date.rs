//! Days and months in blocks.

use jiff::civil::Date;

use super::fields::{Report, Text};

/// When something is due or was done.
pub enum Due {
    /// `2027-06-30`
    Day(Date),
    /// `2027-06`: the first of that month.
    Month(Date),
}

/// Reads a day or a month; anything else is a fault.
pub(super) fn due(text: &Text, report: &mut Report<'_>) -> Option<Due> {
    let value = text.value.as_str();
    let day = |text: &str| text.parse::<Date>().ok();
    let read = match value.len() {
        10 => day(value).map(Due::Day),
        7 => day(&format!("{value}-01")).map(Due::Month),
        _ => None,
    };
    if read.is_none() {
        report.fault(
            &text.at,
            "E225",
            "not a day or a month",
            "write 2027-06-30 for a day, 2027-06 for a month",
        );
    }
    read
}
