//! The report: a page with names, sealed to the master key, never in a site.

use std::path::{Path, PathBuf};

use jiff::{Timestamp, civil::Date};

use crate::{
    cli::open::refuse_shared,
    diagnostic::{Diagnostic, Failure, Outcome},
    inspect::{Account, Attention, Kind, Row, Status},
    keys::{Home, Secret, seal_to},
    layout::{Paper, PaperTable},
    plan::{DistributionList, Medium, Plan},
    theme::{Catalogue, Theme},
    world::World,
};

/// Where it goes, and who opens it.
pub(super) struct Target {
    file: PathBuf,
    master: age::x25519::Recipient,
}

impl Target {
    /// # Errors
    /// `E475` without a master key, `E476` for a name that does not say that it is an age file, `E474` for a file that is
    /// there, `E508` for a place that is published or part of a plan.
    pub(super) fn new(world: &dyn World, home: &Home, file: &Path) -> Outcome<Self> {
        if file.extension().is_none_or(|extension| extension != "age") {
            return Err(Diagnostic::error("E476", "the report is an age file")
                .hint("name it so that it ends with .age, such as status.html.age")
                .into());
        }
        refuse_shared(world, file, "a file elsewhere with --html")?;
        if world.exists(file) {
            return Err(
                Diagnostic::error("E474", format!("{} is there already", file.display()))
                    .hint("name another file, or remove it")
                    .into(),
            );
        }
        let path = home.public(Secret::Master);
        let text = if world.exists(&path) {
            world
                .read_up_to(&path, 4096)
                .map_err(|error| Failure::io("read", &path, &error))?
        } else {
            Vec::new()
        };
        let master = std::str::from_utf8(&text)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        let Some(master) = master else {
            return Err(
                Diagnostic::error("E475", format!("there is no master key: {}", path.display()))
                    .hint("the report names people and is sealed to it: terkawal keygen master")
                    .into(),
            );
        };
        Ok(Self {
            file: file.to_owned(),
            master,
        })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    pub(super) fn write(
        &self,
        world: &dyn World,
        plan: &Plan,
        list: &DistributionList,
        status: &Status,
        today: Date,
    ) -> Outcome<()> {
        let theme = Theme::load(world, plan)?;
        let html = paper(plan, list, status, today, &theme.catalogue).html(plan, &theme)?;
        let failed = |doing: &'static str| move |error: std::io::Error| Failure::io(doing, &self.file, &error);
        let sealed = seal_to(std::slice::from_ref(&self.master), html.as_bytes()).map_err(failed("seal"))?;
        world.write_private(&self.file, &sealed).map_err(failed("write"))
    }
}

/// The last moment of a day in the officer's zone.
pub(super) fn end_of(day: Date, world: &dyn World) -> Timestamp {
    let next = day.tomorrow().ok().and_then(|next| next.to_zoned(world.zone()).ok());
    next.map_or(Timestamp::MAX, |next| next.timestamp())
}

fn paper(plan: &Plan, list: &DistributionList, status: &Status, today: Date, catalogue: &Catalogue) -> Paper {
    let fact = |key: &str, value: String| (catalogue.word(key), value);
    let mut tables = vec![copies(list, &status.rows, catalogue)];
    tables.extend(status.accounts.iter().map(|account| of_account(account, catalogue)));
    Paper {
        title: catalogue.word("report-title"),
        mark: Some(plan.scheme.mark(plan.classification).to_owned()),
        facts: vec![
            fact("control-date", catalogue.date(today)),
            fact("report-overdue", status.overdue().to_string()),
            fact("paper-entry", status.head.number.to_string()),
            fact("paper-head", status.head.hash.as_str().to_owned()),
        ],
        statements: status
            .matters
            .iter()
            .map(|matter| matter_line(matter.is_late, &matter.warning, catalogue))
            .collect(),
        tables,
        signatures: Vec::new(),
        notes: vec![catalogue.word("report-honest")],
    }
}

/// Dates of plan.yaml by their line, since messages are English.
fn matter_line(is_late: bool, warning: &Diagnostic, catalogue: &Catalogue) -> String {
    let key = if is_late {
        "report-plan-late"
    } else {
        "report-plan-near"
    };
    let line = warning.place.as_ref().map_or(1, |place| place.line_column().0);
    format!("{} plan.yaml:{line}", catalogue.word(key))
}

fn copies(list: &DistributionList, rows: &[Row], catalogue: &Catalogue) -> PaperTable {
    let cells = |row: &Row| {
        let listed = list.copy(&row.number).and_then(|copy| copy.holder.as_ref());
        let name = listed
            .filter(|holder| holder.post == row.holder)
            .and_then(|holder| holder.name.as_deref());
        let holder = name.map_or_else(|| row.holder.clone(), |name| format!("{name}, {}", row.holder));
        let held = row.held.as_ref().map(|(version, generation)| match generation {
            1 => version.clone(),
            _ => format!("{version} ({generation})"),
        });
        let cells = vec![
            row.number.to_string(),
            holder,
            held.unwrap_or_default(),
            match row.medium {
                Medium::File => state(row.state, catalogue),
                Medium::Paper => format!("{}, {}", state(row.state, catalogue), catalogue.word("medium-paper")),
            },
            row.since.map(|day| catalogue.date(day)).unwrap_or_default(),
            row.attention
                .iter()
                .map(|found| attention(found, catalogue))
                .collect::<Vec<_>>()
                .join("; "),
        ];
        (cells, row.attention.iter().any(|found| found.is_overdue))
    };
    let head = [
        "distribution-number",
        "holder",
        "version",
        "report-state",
        "report-since",
        "report-attention",
    ];
    PaperTable {
        caption: catalogue.word("report-copies"),
        head: head.iter().map(|key| catalogue.word(key)).collect(),
        rows: rows.iter().map(cells).collect(),
    }
}

fn of_account(account: &Account, catalogue: &Catalogue) -> PaperTable {
    let states = account.states.iter();
    let states = states.map(|(name, count)| (vec![state(name, catalogue), count.to_string()], false));
    let list = |numbers: Vec<String>| {
        if numbers.is_empty() {
            "0".to_owned()
        } else {
            numbers.join(", ")
        }
    };
    let mut rows: Vec<_> = states.collect();
    let reserved = account.reserved.len().to_string();
    rows.push((vec![state("reserved", catalogue), reserved], false));
    let open: Vec<String> = account
        .open
        .iter()
        .map(|(copy, known)| format!("{} ({})", copy.number, state(known.name(), catalogue)))
        .collect();
    let is_open = !open.is_empty();
    rows.push((vec![catalogue.word("report-open"), list(open)], is_open));
    let missing: Vec<String> = account.missing.iter().map(ToString::to_string).collect();
    let is_missing = !missing.is_empty();
    rows.push((vec![catalogue.word("report-missing"), list(missing)], is_missing));
    PaperTable {
        caption: format!(
            "{} {}, {}",
            catalogue.word("version"),
            account.version,
            catalogue.date(account.issued)
        ),
        head: vec![catalogue.word("report-state"), catalogue.word("report-count")],
        rows,
    }
}

fn state(name: &str, catalogue: &Catalogue) -> String {
    catalogue.word(&format!("state-{}", name.replace(' ', "-")))
}

fn attention(found: &Attention, catalogue: &Catalogue) -> String {
    let key = match (found.kind, found.days) {
        (Kind::NoReceipt, _) => "attention-no-receipt",
        (Kind::Inactive, _) => "attention-inactive",
        (Kind::Recall, 1) => "attention-recall-yesterday",
        (Kind::Recall, 0) => "attention-recall-today",
        (Kind::Recall, -1) => "attention-recall-tomorrow",
        (Kind::Recall, 2..) => "attention-recall",
        (Kind::Recall, _) => "attention-recall-ahead",
        (Kind::Leaver, 1) => "attention-leaver-yesterday",
        (Kind::Leaver, 0) => "attention-leaver-today",
        (Kind::Leaver, -1) => "attention-leaver-tomorrow",
        (Kind::Leaver, 2..) => "attention-leaver",
        (Kind::Leaver, _) => "attention-leaver-ahead",
        (Kind::Untold, _) if found.is_overdue => "attention-untold",
        (Kind::Untold, _) => "attention-untold-ahead",
    };
    catalogue.with(key, &[("count", &found.days.abs().to_string())])
}
