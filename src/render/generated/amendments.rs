//! The amendment record, and the list of effective sections: when each section last changed.

use super::{GeneratedFragment, Lists};
use crate::{
    document::{Document, RecordedRow, RecordedVersion, Section},
    plan::{GeneratedPage, Plan},
    render::markup::{Markup, Piece, escape},
    theme::Catalogue,
};

/// A row for each amendment, under a heading for each version. Rows are as closed as the sections they are about.
pub(super) fn page(plan: &Plan, catalogue: &Catalogue, document: &Document) -> Option<GeneratedFragment> {
    let versions = &document.record.versions;
    if versions.is_empty() {
        return None;
    }
    let page = GeneratedPage::Amendments;
    let mut lists = Lists::new(vec![Piece::Html(head(&["section", "kind", "text"], catalogue))]);
    for version in versions {
        let words = [("version", version.version.as_str())];
        let date = version.date.map(|date| format!(", {}", catalogue.date(date)));
        lists.shared(&format!(
            "<tbody>\n<tr><th colspan=\"3\" scope=\"rowgroup\">{}{}</th></tr>\n",
            escape(&catalogue.with("amendments-version", &words)),
            escape(&date.unwrap_or_default())
        ));
        for row in &version.rows {
            let line = || vec![Piece::Html(table_row(row, catalogue))];
            lists.add(page, (None, &row.marking), line, || readings(&row.text));
        }
        lists.shared("</tbody>\n");
    }
    lists.shared(&format!(
        "</table></div>\n<h3>{}</h3>\n{}<tbody>\n",
        escape(&catalogue.word("effective-title")),
        head(&["section", "title", "effective"], catalogue)
    ));
    for (index, section) in document.sections.iter().enumerate() {
        let number = escape(section.number.as_deref().unwrap_or_default());
        let since = escape(last_changed(plan, versions, index, section));
        let line = || {
            vec![
                Piece::Html(format!("<tr><td>{number}</td><td><a href=\"")),
                Piece::Section { index, anchor: None },
                Piece::Html(format!("\">{}</a></td><td>{since}</td></tr>\n", escape(&section.title))),
            ]
        };
        lists.add(page, (Some(&section.id), section.marking()), line, || {
            section.title.clone()
        });
    }
    lists.finish(page, catalogue, "</tbody>\n</table></div>\n")
}

/// Of a version in the record what anybody may read, for the page of versions.
pub struct OpenVersion {
    /// The version.
    pub version: String,
    /// SHA-256 of the content that was compared, when that is on record.
    pub content: Option<String>,
    /// Rows of a table.
    pub rows: Markup,
}

/// Of each version the rows that anybody may read.
pub(in crate::render) fn open_rows(catalogue: &Catalogue, document: &Document) -> Vec<OpenVersion> {
    let versions = document.record.versions.iter();
    let rows = |version: &RecordedVersion| {
        let open = version.rows.iter().filter(|row| row.marking.is_open());
        open.map(|row| table_row(row, catalogue)).collect::<String>()
    };
    versions
        .map(|version| OpenVersion {
            version: version.version.clone(),
            content: version.content.clone(),
            rows: Markup::plain(rows(version)),
        })
        .collect()
}

/// The version in which a section last changed, as far as those who may read the section may know.
fn last_changed<'a>(plan: &'a Plan, versions: &'a [RecordedVersion], index: usize, section: &Section) -> &'a str {
    let is_known = |row: &RecordedRow| row.section == Some(index) && row.marking == *section.marking();
    let last = versions.iter().rev().find(|version| version.rows.iter().any(is_known));
    match (last, versions.first()) {
        (Some(version), _) => &version.version,
        // It is as it was before anything was recorded.
        (None, Some(first)) => first.against.as_deref().unwrap_or(&first.version),
        (None, None) => &plan.version,
    }
}

fn head(columns: &[&str], catalogue: &Catalogue) -> String {
    let mut html = String::from("<div class=\"table\" tabindex=\"0\"><table class=\"amendments\"><thead><tr>");
    for column in columns {
        let word = catalogue.word(&format!("amendments-{column}"));
        html.push_str(&format!("<th scope=\"col\">{}</th>", escape(&word)));
    }
    html + "</tr></thead>\n"
}

fn table_row(row: &RecordedRow, catalogue: &Catalogue) -> String {
    let number = escape(row.number.as_deref().unwrap_or_default());
    let number = match &row.was {
        Some(was) => format!("{} → {number}", escape(was)),
        None => number,
    };
    let kinds: Vec<String> = row
        .kinds
        .iter()
        .map(|kind| escape(&catalogue.word(&format!("change-{}", kind.name()))))
        .collect();
    let text = marked(&row.text);
    format!(
        "<tr><td>{number}</td><td>{}</td><td>{text}</td></tr>\n",
        kinds.join(", ")
    )
}

/// A stretch of a row's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words<'t> {
    Same(&'t str),
    Deleted(&'t str),
    Inserted(&'t str),
}

/// `[-deleted-]` and `{+inserted+}`; a mark that is not closed is text.
fn words(text: &str) -> Vec<Words<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut same = 0;
    while let Some(at) = rest[same..].find(['[', '{']).map(|at| same + at) {
        let (close, is_deleted) = match &rest[at..] {
            open if open.starts_with("[-") => ("-]", true),
            open if open.starts_with("{+") => ("+}", false),
            _ => {
                same = at + 1;
                continue;
            }
        };
        let Some(length) = rest[at + 2..].find(close) else {
            same = at + 1;
            continue;
        };
        if at > 0 {
            found.push(Words::Same(&rest[..at]));
        }
        let inside = &rest[at + 2..at + 2 + length];
        found.push(if is_deleted {
            Words::Deleted(inside)
        } else {
            Words::Inserted(inside)
        });
        rest = &rest[at + length + 4..];
        same = 0;
    }
    if !rest.is_empty() {
        found.push(Words::Same(rest));
    }
    found
}

fn marked(text: &str) -> String {
    let html = words(text).into_iter().map(|words| match words {
        Words::Same(text) => escape(text),
        Words::Deleted(text) => format!("<del>{}</del>", escape(text)),
        Words::Inserted(text) => format!("<ins>{}</ins>", escape(text)),
    });
    html.collect()
}

/// The text as it read before, and as it reads now, for the leak gate.
fn readings(text: &str) -> String {
    let reading = |now: bool| -> String {
        let shown = words(text).into_iter().map(|words| match words {
            Words::Same(text) => text,
            Words::Deleted(text) if !now => text,
            Words::Inserted(text) if now => text,
            _ => "",
        });
        shown.collect()
    };
    format!("{}\n{}\n", reading(false), reading(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_text_is_escaped() {
        assert_eq!(marked("a [-b-]{+<c>+} d"), "a <del>b</del><ins>&lt;c&gt;</ins> d");
        assert_eq!(marked("[x] [-y {+z+} {"), "[x] [-y <ins>z</ins> {");
        assert_eq!(marked("{+a [-b-] c+}"), "<ins>a [-b-] c</ins>");
        assert_eq!(readings("a [-b-]{+c+} d"), "a b d\na c d\n");
        assert_eq!(marked("é[-ü-]é"), "é<del>ü</del>é");
    }
}
