//! Tera with the theme's templates.

use std::{
    io::{self, Write},
    sync::Arc,
};

use tera::{ErrorKind, Tera};

use crate::{
    diagnostic::{Diagnostic, Findings, Outcome, SourceText},
    theme::{Catalogue, Theme, ThemeFiles},
};

pub(super) use tera::Context;

/// No page is near this size in bytes; a template that goes on and on is stopped here.
const LARGEST_PAGE: usize = 64 << 20;

/// The templates of a theme, parsed.
pub(super) struct Templates {
    tera: Tera,
    files: Arc<ThemeFiles>,
}

impl Templates {
    pub(super) fn load(theme: &Theme) -> Outcome<Self> {
        let files = &theme.files;
        let mut findings = Findings::default();
        // Each one alone first, so that the syntax errors of all are told.
        for (name, text) in files.below("templates") {
            let alone = new_tera(&theme.catalogue).add_raw_template(name, text);
            if let Err(error) = alone
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                findings.extend(faults(files, name, &error));
            }
        }
        findings.finish()?;
        let mut tera = new_tera(&theme.catalogue);
        if let Err(error) = tera.add_raw_templates(files.below("templates")) {
            let mut findings = Findings::default();
            findings.extend(faults(files, "base.html", &error));
            findings.finish()?;
        }
        Ok(Self {
            tera,
            files: Arc::clone(files),
        })
    }

    pub(super) fn render(&self, name: &str, context: &Context) -> Outcome<String> {
        let mut page = Page(Vec::new());
        let mut findings = Findings::default();
        match self.tera.render_to(name, context, &mut page) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::Io(_)) => {
                let message = format!(
                    "a template of the theme makes a page of more than {} MB",
                    LARGEST_PAGE >> 20
                );
                findings.push(in_template(&self.files, name, &message, None));
            }
            Err(error) => findings.extend(faults(&self.files, name, &error)),
        }
        findings.finish()?;
        Ok(String::from_utf8_lossy(&page.0).into_owned())
    }
}

fn new_tera(catalogue: &Arc<Catalogue>) -> Tera {
    let mut tera = Tera::new();
    let catalogue = Arc::clone(catalogue);
    tera.register_function(
        "t",
        move |args: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<String> {
            let key = args.must_get::<&str>("key")?;
            let mut arguments = Vec::new();
            for name in ["owner", "year", "count"] {
                if let Some(value) = args.get::<&str>(name)? {
                    arguments.push((name, value));
                }
            }
            catalogue.find(key, &arguments).ok_or_else(|| {
                tera::Error::message(format!(
                    "the catalogue has no words under `{key}`, or not for these arguments"
                ))
            })
        },
    );
    tera
}

/// A page that is being written.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PAGE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What Tera says, each with its place if it has one. `name` is the template at work.
fn faults(files: &ThemeFiles, name: &str, error: &tera::Error) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = (report.span().start_line, report.span().start_col + 1);
            vec![in_template(files, report.filename(), report.message(), Some(at))]
        }
        // Names that are not known are told as one text of many reports.
        ErrorKind::Msg(text) if text.starts_with("error: ") => {
            let reports = text.split("\n\n").filter_map(|report| report.strip_prefix("error: "));
            reports.map(|report| of_report(files, name, report)).collect()
        }
        ErrorKind::CircularExtend { tpl, .. } => vec![in_template(files, tpl, "this template extends itself", None)],
        ErrorKind::CircularInclude { tpl, .. } => vec![in_template(files, tpl, "this template includes itself", None)],
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("the template {parent}, which this one extends, is not there");
            vec![in_template(files, current, &message, None)]
        }
        other => vec![in_template(files, name, &other.to_string(), None)],
    }
}

/// `MESSAGE`, then on the next line `--> NAME:LINE:COLUMN`.
fn of_report(files: &ThemeFiles, name: &str, report: &str) -> Diagnostic {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or_default();
    let place = lines.next().and_then(|line| {
        let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some((parts.next()?, (line, column)))
    });
    match place {
        Some((name, at)) => in_template(files, name, message, Some(at)),
        None => in_template(files, name, message, None),
    }
}

/// A fault at a line and column of a template, both counted from 1; without them at what names other templates.
fn in_template(files: &ThemeFiles, name: &str, message: &str, at: Option<(usize, usize)>) -> Diagnostic {
    let hint = "compare the overriding template below themes/ with the default one";
    let Some(source) = files.override_of(&format!("templates/{name}")) else {
        let at = at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        return Diagnostic::error(
            "E145",
            format!("the default template {name}{at} does not go with those of the theme: {message}"),
        )
        .hint(hint);
    };
    let start = match at {
        Some((line, column)) => offset(source, line, column),
        None => ["extends", "include"]
            .iter()
            .find_map(|word| source.text().find(word))
            .unwrap_or(0),
    };
    Diagnostic::error("E145", format!("a template of the theme fails: {message}"))
        .at(source.place(start..start))
        .hint(hint)
}

fn offset(source: &SourceText, line: usize, column: usize) -> usize {
    let start = source.line(line).span().start;
    let before = source.text()[start..].chars().take(column.saturating_sub(1));
    start + before.map(char::len_utf8).sum::<usize>()
}
