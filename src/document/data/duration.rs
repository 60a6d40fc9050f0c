//! Lengths of time as plans write them: `4 jam`, `2 hari`, `1 jam 30 minit`, `1,5 hours`.

use std::ops::Range;

use super::fields::{Report, Text};

/// A length of time.
#[derive(Clone)]
pub struct Duration {
    /// As written.
    pub text: String,
    /// In minutes.
    pub minutes: u32,
    pub(super) at: Range<usize>,
}

/// Words of the three languages and their minutes. Months have no fixed length, so they are not among them.
const UNITS: [(&str, u32); 26] = [
    ("minit", 1),
    ("menit", 1),
    ("mnt", 1),
    ("min", 1),
    ("mins", 1),
    ("minute", 1),
    ("minutes", 1),
    ("jam", 60),
    ("j", 60),
    ("hour", 60),
    ("hours", 60),
    ("hr", 60),
    ("hrs", 60),
    ("h", 60),
    ("hari", 1440),
    ("day", 1440),
    ("days", 1440),
    ("d", 1440),
    ("minggu", 10_080),
    ("mgg", 10_080),
    ("pekan", 10_080),
    ("week", 10_080),
    ("weeks", 10_080),
    ("wk", 10_080),
    ("wks", 10_080),
    ("w", 10_080),
];

/// Words that may stand between two lengths.
const AND: [&str; 2] = ["dan", "and"];

/// Ten years: longer ones are slips.
const LONGEST: u64 = 10 * 366 * 1440;

/// Reads a length of time; anything else is a fault.
pub(super) fn duration(text: Text, report: &mut Report<'_>) -> Option<Duration> {
    let Some(minutes) = minutes(&text.value) else {
        let hint = format!(
            "write numbers with their units: {}; months differ in length, so count them in days or weeks",
            report.catalogue.word("example-times")
        );
        report.fault(&text.at, "E232", "not a length of time", &hint);
        return None;
    };
    Some(Duration {
        text: text.value,
        minutes,
        at: text.at,
    })
}

/// One or several numbers, each with its unit.
fn minutes(text: &str) -> Option<u32> {
    let mut rest = text.trim();
    let mut total = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))?;
        let (number, after) = rest.split_at(end);
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let word = after[..end].to_lowercase();
        let (_, unit) = UNITS.iter().find(|(name, _)| *name == word)?;
        total += product(number, *unit)?;
        if total > LONGEST {
            return None;
        }
        // The point of an abbreviation.
        rest = after[end..].strip_prefix('.').unwrap_or(&after[end..]).trim_start();
        rest = AND
            .iter()
            .find_map(|and| rest.strip_prefix(and)?.strip_prefix(' '))
            .unwrap_or(rest);
    }
    (!text.trim().is_empty()).then(|| u32::try_from(total).ok())?
}

/// A number with up to two decimals times whole minutes; None when it is not whole minutes.
fn product(number: &str, unit: u32) -> Option<u64> {
    let (whole, part) = number.split_once([',', '.']).unwrap_or((number, ""));
    if whole.len() > 7 || part.len() > 2 || number.ends_with([',', '.']) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let hundredths: u64 = format!("{part:0<2}").parse().ok()?;
    let minutes = (whole * 100 + hundredths) * u64::from(unit);
    minutes.is_multiple_of(100).then_some(minutes / 100)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn the_three_languages_write_lengths_of_time() {
        for (text, expected) in [
            ("30 minit", 30),
            ("45 menit", 45),
            ("4 jam", 240),
            ("4jam", 240),
            ("24 Jam", 1440),
            ("1 jam 30 minit", 90),
            ("1,5 jam", 90),
            ("1.25 hours", 75),
            ("2 hari", 2880),
            ("1 minggu", 10_080),
            ("2 weeks", 20_160),
            ("0 minit", 0),
            ("1 hr", 60),
            ("2 hrs", 120),
            ("1h", 60),
            ("1h 30min", 90),
            ("30 min.", 30),
            ("1 hour and 15 mins", 75),
            ("1 jam dan 30 minit", 90),
            ("1 wk", 10_080),
            ("2 mgg.", 20_160),
        ] {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
        for text in [
            "",
            " ",
            "4",
            "jam",
            "empat jam",
            "4 bulan",
            "-1 jam",
            "1.2.3 jam",
            "1. jam",
            ".5 jam",
            "0,01 minit",
            "9999999 hari",
            "99999999999 jam",
            "4 jam lebih",
            "1 jam 2",
            "1 jam dan",
            "dan 1 jam",
            "1 jam..",
            "1h30",
            "٤ jam",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
