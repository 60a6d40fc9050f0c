//! `check` and `build`: the whole pipeline.

use std::path::Path;

use serde_json::json;

use super::{
    BuildArguments,
    output::{Output, counted},
};
pub(super) use crate::classify::Prepared;
use crate::{
    classify::Partition,
    diagnostic::{Diagnostic, Exit, Findings, Outcome, Severity},
    document::{Document, Scans},
    layout::{Edition, Pages},
    plan::{CopyNumber, DistributionList, Plan},
    preview::Before,
    release::{Release, Sink, Staging, Summary},
    render::Fragments,
    seal,
    source::Sources,
    theme::{Catalogue, Theme},
    world::World,
};

/// What the folder of a plan holds; what could not be read is among the findings.
struct Gathered {
    plan: Plan,
    list: DistributionList,
    theme: Option<Theme>,
    document: Option<Document>,
}

/// A plan in which everything was read and nothing is wrong, with its fragments.
pub(super) struct Rendered {
    pub(super) plan: Plan,
    pub(super) list: DistributionList,
    pub(super) theme: Theme,
    pub(super) document: Document,
    pub(super) fragments: Fragments,
    pub(super) warnings: Vec<Diagnostic>,
}

/// Steps 1 to 3 of the pipeline. Every stage goes on with what it has, so that all faults are told in one run.
fn gather(
    world: &dyn World,
    root: &Path,
    date: Option<jiff::civil::Date>,
    scans: &mut Scans,
    findings: &mut Findings,
) -> Outcome<Gathered> {
    let mut plan = Plan::collect(world, root, findings)?;
    if let Some(date) = date {
        plan.date = date;
    }
    // Without plan.yaml nobody knows which theme it is.
    let theme = plan
        .is_known
        .then(|| findings.collect(Theme::load(world, &plan)))
        .flatten();
    let list = DistributionList::collect(world, &plan, findings);
    let list = findings
        .collect(list)
        .unwrap_or_else(|| DistributionList::unreadable(plan.source.clone()));
    let sources = Sources::read(world, &plan, findings);
    let sources = findings.collect(sources);
    // Without its theme a plan is still looked through, in the words of the default one.
    let embedded = theme.is_none().then(|| Catalogue::embedded(plan.language));
    let catalogue = theme.as_ref().map(|theme| &*theme.catalogue).or(embedded.as_ref());
    let catalogue = catalogue.expect("one of the two is there");
    let document =
        sources.map(|sources| Document::build_changed(world, &plan, &list, &sources, catalogue, scans, findings));
    if !plan.is_known {
        // The plan's own names of markings are not known either.
        findings.forget("E202");
    }
    Ok(Gathered {
        plan,
        list,
        theme,
        document,
    })
}

/// Steps 1 to 3 of a plan in which everything was read and nothing is wrong.
struct Checked {
    plan: Plan,
    list: DistributionList,
    theme: Theme,
    document: Document,
    warnings: Vec<Diagnostic>,
}

fn checked(
    world: &dyn World,
    root: &Path,
    date: Option<jiff::civil::Date>,
    scans: &mut Scans,
    further: impl FnOnce(&Plan, &DistributionList, Option<&Document>, &mut Findings),
) -> Outcome<Checked> {
    let mut findings = Findings::default();
    let Gathered {
        plan,
        list,
        theme,
        document,
    } = gather(world, root, date, scans, &mut findings)?;
    further(&plan, &list, document.as_ref(), &mut findings);
    let warnings = findings.finish()?;
    let (Some(theme), Some(document)) = (theme, document) else {
        unreachable!("a stage failed without saying why");
    };
    Ok(Checked {
        plan,
        list,
        theme,
        document,
        warnings,
    })
}

/// Steps 1 to 4 of the pipeline; `further` looks for faults of its own in a document that was read.
pub(super) fn render(
    world: &dyn World,
    root: &Path,
    date: Option<jiff::civil::Date>,
    further: impl FnOnce(&Plan, &DistributionList, Option<&Document>, &mut Findings),
) -> Outcome<Rendered> {
    let checked = checked(world, root, date, &mut Scans::default(), further)?;
    let fragments = Fragments::render(
        &checked.plan,
        &checked.list,
        &checked.theme.catalogue,
        &checked.document,
    );
    Ok(checked.with(fragments))
}

impl Checked {
    fn with(self, fragments: Fragments) -> Rendered {
        Rendered {
            plan: self.plan,
            list: self.list,
            theme: self.theme,
            document: self.document,
            fragments,
            warnings: self.warnings,
        }
    }
}

/// Steps 1 to 5 of the pipeline.
pub(super) fn prepare(world: &dyn World, root: &Path, date: Option<jiff::civil::Date>) -> Outcome<Prepared> {
    Ok(split(render(
        world,
        root,
        date,
        keys_and_dates(world, |missing| missing),
    )?))
}

/// The same for a preview: a plan is written before its holders have keys, so that is a warning, and so are numbers without
/// a holder. What is as it was `before` is not scanned and rendered again.
pub(super) fn prepare_preview(world: &dyn World, root: &Path, before: &mut Before) -> Outcome<Prepared> {
    let further = keys_and_dates(world, |missing| Diagnostic {
        severity: Severity::Warning,
        ..missing
    });
    let checked = checked(world, root, None, &mut before.scans, further)?;
    let fragments = Fragments::render_changed(
        &checked.plan,
        &checked.list,
        &checked.theme.catalogue,
        &checked.document,
        &mut before.fragments,
    );
    let mut prepared = split(checked.with(fragments));
    let mut reserved = prepared.list.copies.iter().filter(|copy| copy.holder.is_none());
    if let Some(first) = reserved.next() {
        let count = 1 + reserved.count();
        prepared.warnings.push(
            Diagnostic::warning("E554", format!("copy numbers without a holder: {count}"))
                .at(first.place.clone())
                .hint("that is in order for numbers kept in reserve; the others need a holder before the issue"),
        );
    }
    Ok(prepared)
}

/// What is looked for before anything is rendered; `missing_key` says how much it is that a holder has no key.
fn keys_and_dates(
    world: &dyn World,
    missing_key: fn(Diagnostic) -> Diagnostic,
) -> impl FnOnce(&Plan, &DistributionList, Option<&Document>, &mut Findings) {
    move |plan, list, document, findings| {
        if document.is_some_and(Document::has_sealed) {
            findings.extend(seal::check_keys(list).into_iter().map(missing_key));
        }
        findings.extend(demonstration_files(world, plan));
        // Warnings only: what is due depends on the day, and what is written must not.
        findings.extend(plan.due(world.today()));
    }
}

fn split(rendered: Rendered) -> Prepared {
    let Rendered {
        plan,
        list,
        theme,
        document,
        fragments,
        mut warnings,
    } = rendered;
    warnings.extend(fragments.unused_abbreviations(&plan, &document));
    let partition = Partition::split(&plan, &document, fragments);
    Prepared {
        plan,
        list,
        theme,
        document,
        partition,
        warnings,
    }
}

/// Passphrases beside the plan belong to the sample alone.
fn demonstration_files(world: &dyn World, plan: &Plan) -> Option<Diagnostic> {
    let folder = plan.root.join("distribution/demo");
    (!plan.demonstration && world.exists(&folder)).then(|| {
        Diagnostic::error("E134", "distribution/demo keeps passphrases beside a real plan")
            .hint("remove the folder and enrol every holder in it anew with `terkawal enrol NN --replace`")
    })
}

pub(super) fn check(world: &dyn World, root: &Path, output: &mut Output) -> Outcome<Exit> {
    let prepared = prepare(world, root, None)?;
    // The same pages and copies as build makes, read by the same gate, and kept nowhere.
    make(world, &prepared, &|_, _| Ok(()), output)?;
    let sections = prepared.partition.open.outline.entries().len();
    output.fact("sections", json!(sections));
    output.line(&format!(
        "{} {}: {}, no errors",
        prepared.plan.short_title,
        prepared.plan.version,
        counted(sections, "section", "sections")
    ));
    output.diagnostics(prepared.warnings);
    Ok(Exit::Done)
}

/// Steps 6 to 8: lays out, seals, and hands every file to the sink.
fn make(world: &dyn World, prepared: &Prepared, sink: &Sink<'_>, output: &Output) -> Outcome<Summary> {
    let Prepared {
        plan,
        list,
        theme,
        partition,
        ..
    } = prepared;
    let copies: Vec<CopyNumber> = list.filed().map(|(copy, _)| copy.number.clone()).collect();
    let edition = Edition {
        plan,
        draft: true,
        issued: plan.date,
        earlier: &[],
        copies: &copies,
        has_sealed: partition.has_sealed(),
    };
    let pages = Pages::lay_out(&edition, theme, &partition.open)?;
    let release = Release {
        world,
        plan,
        list,
        theme,
        partition,
        pages: &pages,
        issue: None,
    };
    let bar = output.progress(copies.len(), "sealing copies");
    let summary = release.stage(sink, &|count| bar.inc(count as u64))?;
    bar.finish_and_clear();
    Ok(summary)
}

pub(super) fn build(world: &dyn World, root: &Path, arguments: &BuildArguments, output: &mut Output) -> Outcome<Exit> {
    let prepared = prepare(world, root, arguments.date)?;
    let plan = &prepared.plan;
    let folder = arguments.output_dir.clone().unwrap_or_else(|| root.join("build"));
    let staging = Staging::begin(world, plan, &folder)?;
    let summary = make(world, &prepared, &|path, bytes| staging.write(path, bytes), output)?;
    staging.publish()?;
    for copy in &summary.copies {
        output.detail(&format!(
            "  copy {}: {}",
            copy.number,
            counted(copy.sections, "sealed section or block", "sealed sections and blocks")
        ));
    }
    let sections = prepared.partition.open.outline.entries().len();
    let open = prepared.partition.open.fragments.len();
    let version = &plan.version;
    output.line(&format!("{} {version}, draft", plan.short_title));
    output.line(&format!(
        "  {}: {open} open, {} sealed",
        counted(sections, "section", "sections"),
        sections - open
    ));
    output.line(&format!("  open site: {}", folder.join("site/index.html").display()));
    if !summary.copies.is_empty() {
        output.line(&format!(
            "  {}: {}",
            counted(summary.copies.len(), "copy", "copies"),
            folder.join("copies").join(version).display()
        ));
    }
    output.fact("version", json!(version));
    output.fact("draft", json!(true));
    output.fact("sections", json!(sections));
    output.fact("open_sections", json!(open));
    output.fact("open_files", json!(summary.open_files));
    output.fact(
        "copies",
        json!(summary.copies.iter().map(|copy| &copy.number).collect::<Vec<_>>()),
    );
    output.fact("output", json!(folder.display().to_string()));
    output.diagnostics(prepared.warnings);
    Ok(Exit::Done)
}
