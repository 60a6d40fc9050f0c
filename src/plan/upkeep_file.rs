//! The keys of plan.yaml about circulation, validity, reviews, activities and appointments.

use serde::Deserialize;
use serde_yaml::Spanned;

use super::{
    check::Check,
    upkeep::{Activity, ActivityKind, Appointment, InForce, Period, ReviewEntry, When, last_day},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InForceFile {
    from: Spanned<String>,
    #[serde(default)]
    until: Option<Spanned<String>>,
    #[serde(default)]
    years: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodFile {
    from: Spanned<i16>,
    until: Spanned<i16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewEntryFile {
    what: Spanned<String>,
    #[serde(default)]
    by: String,
    #[serde(default)]
    date: Option<Spanned<String>>,
    #[serde(default)]
    due: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActivityFile {
    kind: Spanned<String>,
    what: Spanned<String>,
    #[serde(default)]
    by: String,
    #[serde(default)]
    last: Option<Spanned<String>>,
    #[serde(default)]
    due: Option<Spanned<String>>,
    #[serde(default)]
    interval_months: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppointmentFile {
    role: Spanned<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    post: Option<String>,
    #[serde(default)]
    letter: Option<String>,
    #[serde(default)]
    date: Option<Spanned<String>>,
}

impl Check<'_> {
    pub(super) fn in_force(&mut self, file: &InForceFile) -> Option<InForce> {
        let from = self.date(&file.from);
        let mut place = self.place(&file.from);
        let mut until = None;
        match (&file.until, &file.years) {
            (Some(_), Some(years)) => self.fault(
                years,
                "E203",
                "the end is given twice, as a day and in years",
                "keep one of `until` and `years`",
            ),
            (Some(day), None) => {
                place = self.place(day);
                until = self.date(day);
                if from > until && until.is_some() {
                    self.fault(
                        day,
                        "E203",
                        "this ends before it begins",
                        "write the later day as `until`",
                    );
                }
            }
            (None, Some(years)) => {
                place = self.place(years);
                if !(1..=100).contains(&years.value) {
                    self.fault(years, "E203", "so many years cannot be meant", "use 1 to 100 years");
                }
                until = from.and_then(|from| last_day(from, years.value.clamp(1, 100)));
            }
            (None, None) => {}
        }
        Some(InForce {
            from: from?,
            until,
            years: file.years.as_ref().map(|years| years.value),
            place,
        })
    }

    pub(super) fn period(&mut self, file: &PeriodFile) -> Period {
        let (from, until) = (file.from.value, file.until.value);
        if from > until {
            let hint = "write the later year as `until`";
            self.fault(&file.until, "E203", "this ends before it begins", hint);
        }
        for year in [&file.from, &file.until] {
            if !(1900..=2200).contains(&year.value) {
                self.fault(
                    year,
                    "E203",
                    "not a year",
                    "write the year with four digits, such as 2026",
                );
            }
        }
        Period {
            from,
            until,
            place: self.place(&file.until),
        }
    }

    pub(super) fn review_entry(&mut self, file: &ReviewEntryFile) -> Option<ReviewEntry> {
        let what = self.text(&file.what, "what the review was about");
        let when = match (&file.date, &file.due) {
            (Some(date), None) => self.date(date).map(When::Held),
            (None, Some(due)) => self.date(due).map(When::Planned),
            _ => {
                self.fault(
                    &file.what,
                    "E138",
                    "this review has no day, or two",
                    "write `date` for a review that was held and `due` for one that is planned",
                );
                None
            }
        };
        Some(ReviewEntry {
            when: when?,
            what,
            by: file.by.trim().to_owned(),
            place: self.place(&file.what),
        })
    }

    pub(super) fn activity(&mut self, file: &ActivityFile) -> Activity {
        let kinds = [ActivityKind::Audit, ActivityKind::Exercise, ActivityKind::Briefing];
        let kind = self.choose(
            Some(&file.kind),
            "kind of activity",
            ActivityKind::Exercise,
            |text| kinds.into_iter().find(|kind| kind.id() == text),
            "use audit, exercise or briefing",
        );
        if file.last.is_none() && file.due.is_none() && file.interval_months.is_none() {
            self.fault(
                &file.what,
                "E138",
                "nothing says when this is done",
                "write at least one of `last`, `due` and `interval_months`",
            );
        }
        Activity {
            kind,
            what: self.text(&file.what, "what is done"),
            by: file.by.trim().to_owned(),
            last: file.last.as_ref().and_then(|day| self.date(day)),
            due: file.due.as_ref().and_then(|day| self.date(day)),
            interval_months: file.interval_months.as_ref().map(|months| self.months(months)),
            place: self.place(&file.what),
        }
    }

    pub(super) fn appointment(&mut self, file: &AppointmentFile) -> Appointment {
        let filled = |text: &Option<String>| {
            text.as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let (name, post) = (filled(&file.name), filled(&file.post));
        if name.is_none() && post.is_none() {
            self.fault(
                &file.role,
                "E138",
                "nobody is appointed here",
                "write `name`, `post` or both",
            );
        }
        Appointment {
            role: self.text(&file.role, "the role"),
            name,
            post,
            letter: filled(&file.letter),
            date: file.date.as_ref().and_then(|day| self.date(day)),
            place: self.place(&file.role),
        }
    }
}
