//! `contacts`: whom to call. People's numbers are always sealed; those of fire brigade, police and hospital may be open.

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// A checked list of contacts.
pub struct Contacts {
    /// Whether they are services that everybody may call.
    pub emergency: bool,
    /// Rows as written.
    pub contacts: Vec<Contact>,
}

/// One row.
pub struct Contact {
    /// Name of the person, or of the service.
    pub name: Option<Text>,
    /// Post or part in the plan; of a service, its place.
    pub post: Option<Text>,
    /// Fixed lines.
    pub phones: Vec<Text>,
    /// Mobile numbers.
    pub mobiles: Vec<Text>,
    /// Mail addresses.
    pub emails: Vec<Text>,
    /// Who stands in.
    pub alternate: Option<Text>,
    /// When to call, or anything else.
    pub note: Option<Text>,
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Contacts> {
    let at = fields::first_line(&node.at, report);
    let (kind, rows) = match node.value {
        Value::List(rows) => (None, rows),
        _ => {
            let mut fields = Fields::of(node, report)?;
            let kind = fields.choice("kind", &["team", "emergency"], report);
            let rows = fields.list("contacts", report);
            fields.finish(report);
            (kind, rows)
        }
    };
    let emergency = kind == Some(1);
    if report.open && !emergency {
        let hint = format!(
            "seal the section, put the block between {} and `:::`, or write `kind: emergency` if all are public services",
            report.scheme.fences()
        );
        report.fault(
            &at,
            "E244",
            "contacts of people stand where everybody can read them",
            &hint,
        );
    }
    let read = if emergency { service } else { person };
    let contacts = rows.into_iter().filter_map(|row| read(row, report)).collect();
    Some(Contacts { emergency, contacts })
}

fn person(node: Node, report: &mut Report<'_>) -> Option<Contact> {
    let mut fields = Fields::of(node, report)?;
    let is_named = fields.has("name") || fields.has("post");
    let is_reached = ["phone", "mobile", "email"].into_iter().any(|key| fields.has(key));
    let name = fields.optional("name", report);
    let post = fields.optional("post", report);
    let lines = phones(&mut fields, "phone", report);
    let mobiles = phones(&mut fields, "mobile", report);
    let emails: Vec<Text> = fields.texts("email", report);
    for email in &emails {
        if !is_email(&email.value) {
            let hint = format!(
                "write it as {}, one on each line",
                report.catalogue.word("example-email")
            );
            report.fault(&email.at, "E247", "not an e-mail address", &hint);
        }
    }
    let alternate = fields.optional("alternate", report);
    let note = fields.optional("note", report);
    let at = fields::first_line(&fields.at, report);
    fields.finish(report);
    if !is_named {
        report.fault(
            &at,
            "E245",
            "this contact has no name and no post",
            "add `name` or `post`",
        );
    }
    if !is_reached {
        report.fault(
            &at,
            "E245",
            "this contact cannot be reached",
            "add `phone`, `mobile` or `email`",
        );
    }
    Some(Contact {
        name,
        post,
        phones: lines,
        mobiles,
        emails,
        alternate,
        note,
    })
}

/// A public service. It has no mobile number and no address of a person, so that none gets into the open by its side.
fn service(node: Node, report: &mut Report<'_>) -> Option<Contact> {
    let mut fields = Fields::of(node, report)?;
    let is_reached = fields.has("phone");
    let name = fields.text("name", report);
    let post = fields.optional("place", report);
    let lines = phones(&mut fields, "phone", report);
    for line in lines.iter().filter(|line| is_mobile(&line.value)) {
        report.fault(
            &line.at,
            "E499",
            "a mobile number is somebody's own",
            "give the number of the service's desk, or put this contact into a sealed block without `kind: emergency`",
        );
    }
    let note = fields.optional("note", report);
    for text in [&name, &post, &note].into_iter().flatten() {
        if report.open && holds_address(&text.value) {
            report.fault(
                &text.at,
                "E228",
                "a telephone number or e-mail address stands in this text, where nobody checks whose it is",
                "write the number of the service under `phone`; people's own belong into a sealed block",
            );
        }
    }
    let at = fields::first_line(&fields.at, report);
    fields.finish(report);
    if !is_reached {
        report.fault(&at, "E245", "this contact cannot be reached", "add `phone`");
    }
    Some(Contact {
        name: Some(name?),
        post,
        phones: lines,
        mobiles: Vec::new(),
        emails: Vec::new(),
        alternate: None,
        note,
    })
}

fn phones(fields: &mut Fields, key: &'static str, report: &mut Report<'_>) -> Vec<Text> {
    let numbers = fields.texts(key, report);
    for number in &numbers {
        if dialled(&number.value).is_none() {
            let hint = format!(
                "write digits with blanks or hyphens, such as {}, one on each line",
                report.catalogue.word("example-phones")
            );
            report.fault(&number.at, "E246", "not a telephone number", &hint);
        }
    }
    numbers
}

/// What is dialled: digits, `+` before them, `;ext=` and digits after. None when the text is not a telephone number.
pub fn dialled(number: &str) -> Option<String> {
    const EXTENSIONS: [&str; 5] = ["samb.", "samb", "ext.", "ext", "x"];
    let lower = number.to_lowercase();
    let cut = EXTENSIONS.iter().find_map(|word| lower.split_once(word));
    let (main, extension) = cut.map_or((lower.as_str(), None), |(main, rest)| (main, Some(rest.trim())));
    let main = main.trim();
    let plus = if main.starts_with('+') { "+" } else { "" };
    let rest = &main[plus.len()..];
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let plain = rest
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | '(' | ')' | '.'));
    if !plain || !(3..=15).contains(&digits.len()) {
        return None;
    }
    let Some(extension) = extension else {
        return Some(format!("{plus}{digits}"));
    };
    let good = (1..=6).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| format!("{plus}{digits};ext={extension}"))
}

/// Mobile numbers begin with 01 in Malaysia and with 08 in Indonesia, where 0800 is free of charge.
fn is_mobile(number: &str) -> bool {
    let Some(digits) = dialled(number) else {
        return false;
    };
    let main = digits.split(';').next().unwrap_or_default();
    let national = ["+60", "+62"].iter().find_map(|country| main.strip_prefix(country));
    let national = national.or_else(|| main.strip_prefix('0')).unwrap_or_default();
    let is_long = (8..=12).contains(&national.len());
    is_long && (national.starts_with('1') || national.starts_with('8') && !national.starts_with("800"))
}

/// Whether a text holds an e-mail address, or digits as many as a telephone number has that are no date, hours or years.
fn holds_address(text: &str) -> bool {
    const FEWEST: usize = 7;
    let is_part = |c: char| c.is_numeric() || c.is_whitespace() || "+-–—‑()./".contains(c);
    let runs = text.split(|c: char| !is_part(c));
    let is_number = |run: &str| {
        let words = run.split_whitespace().filter(|word| !is_day(word));
        let rest: Vec<&str> = words.collect();
        let rest = rest.join(" ");
        rest.chars().filter(|c| c.is_numeric()).count() >= FEWEST && !is_span(&rest)
    };
    text.contains('@') || text.contains('＠') || runs.into_iter().any(is_number)
}

/// `2027-06-30`, `30/6/2027`
fn is_day(word: &str) -> bool {
    let word = word.trim_matches(|c| matches!(c, '(' | ')' | '.'));
    let Some(mark) = word.chars().find(|c| !c.is_ascii_digit()) else {
        return false;
    };
    let lengths: Vec<usize> = word.split(mark).map(str::len).collect();
    let is_short = |length: &usize| (1..=2).contains(length);
    matches!(mark, '-' | '/' | '.')
        && word.chars().all(|c| c.is_ascii_digit() || c == mark)
        && matches!(lengths.as_slice(), [4, month, day] | [day, month, 4] if is_short(month) && is_short(day))
}

/// `0800-1700`, `2027 – 2031`
fn is_span(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = text.split(['-', '–', '—', '‑']).map(str::trim).collect();
    let is_hour = |part: &&str| part.len() == 4 && part.parse().is_ok_and(|number: u32| number <= 2400);
    parts.len() == 2 && parts.iter().all(is_hour)
}

/// Something, `@`, and a name with a dot; none of the characters that mean something else in an address line.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |c: char| !c.is_whitespace() && !"<>\"'(),;:[]\\/?#%&@".contains(c);
    let labels: Vec<&str> = domain.split('.').collect();
    text.len() <= 254
        && !local.is_empty()
        && text.chars().filter(|c| *c != '@').all(plain)
        && !domain.contains('@')
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{dialled, holds_address, is_email};

    #[test]
    fn numbers_become_what_is_dialled() {
        for (number, expected) in [
            ("999", "999"),
            ("09-0000 4711", "0900004711"),
            ("+60 9-123 4567", "+6091234567"),
            ("(09) 123.4567", "091234567"),
            ("09-1234567 samb. 12", "091234567;ext=12"),
            ("09-1234567 ext 12", "091234567;ext=12"),
        ] {
            assert_eq!(dialled(number).as_deref(), Some(expected), "{number}");
        }
        for number in [
            "",
            "12",
            "telefon",
            "09-123 4567 / 09-765 4321",
            "1234567890123456",
            "12+345",
            "09-1234567 samb.",
            "09-1234567 samb. x",
            "٠٩١٢٣٤٥",
        ] {
            assert_eq!(dialled(number), None, "{number}");
        }
    }

    #[test]
    fn numbers_are_found_in_other_texts() {
        for text in [
            "010-000 0101",
            "Hubungi En. Contoh 0100000101 selepas 1700",
            "+60 10-000 0101",
            "(09) 000.0101",
            "010–000–0101",
            "tel:09-0000101",
            "٠١٠٠٠٠٠١٠١",
            "tulis a@b.my",
            "sejak 1/2/2026 010-000 0101",
        ] {
            assert!(holds_address(text), "{text}");
        }
        for text in [
            "Bomba, polis, ambulans",
            "24 jam",
            "0800-1700",
            "Isnin – Jumaat (0800 – 1700)",
            "Berkuat kuasa 2026-11-01",
            "1.1.2026 - 31.12.2027",
            "2027-2031",
            "Jalan Contoh 1, 15000 Bandar",
            "Aras 3, Lot 12-14",
        ] {
            assert!(!holds_address(text), "{text}");
        }
    }

    #[test]
    fn addresses_have_a_name_and_a_place() {
        for good in ["a@b.my", "ketua.ert@contoh.example", "pkp+1@a-b.gov.my"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.my",
            "a@",
            "a@b",
            "a@.my",
            "a@b..my",
            "a b@c.my",
            "a@b@c.my",
            "<a@b.my>",
            "a@b.my?cc=c@d.my",
            "mailto:a@b.my",
            "a@b.my,c@d.my",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
