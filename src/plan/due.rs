//! What of a plan's upkeep is overdue or about to end: warnings, which change nothing that is written.

use jiff::{ToSpan as _, civil::Date};

use super::{
    Plan,
    upkeep::{When, months_after},
};
use crate::diagnostic::{Diagnostic, Place};

/// So many days before an end it is said to be near.
const NEAR: i64 = 90;

/// A date of plan.yaml that wants attention.
pub struct DueMatter {
    /// What it is, with its place.
    pub warning: Diagnostic,
    /// Late already; the others come to their end soon.
    pub is_late: bool,
}

impl Plan {
    /// Everything that is due on this day, with its place in plan.yaml.
    pub fn due(&self, today: Date) -> Vec<Diagnostic> {
        let mut due = self.dates_due(today);
        for appointment in &self.upkeep.appointed {
            let missing = match (&appointment.letter, &appointment.date) {
                (None, None) => "neither the letter nor the date of this appointment is given",
                (None, Some(_)) => "the letter of this appointment is not given",
                (Some(_), None) => "the date of this appointment is not given",
                (Some(_), Some(_)) => continue,
            };
            let hint = "write the reference of the letter as `letter` and its day as `date`";
            due.warn("E139", missing, &appointment.place, hint);
        }
        due.matters.into_iter().map(|matter| matter.warning).collect()
    }

    /// Ends, reviews and activities that are due on this day.
    pub fn matters_due(&self, today: Date) -> Vec<DueMatter> {
        self.dates_due(today).matters
    }

    fn dates_due(&self, today: Date) -> Due {
        let mut due = Due {
            today,
            matters: Vec::new(),
        };
        due.ends(self);
        due.reviews(self);
        due.activities(self);
        due
    }

    /// What of the reviews is overdue on this day, or not on record.
    pub fn overdue_reviews(&self, today: Date) -> Vec<Diagnostic> {
        let mut due = Due {
            today,
            matters: Vec::new(),
        };
        due.reviews(self);
        due.matters.into_iter().map(|matter| matter.warning).collect()
    }
}

struct Due {
    today: Date,
    matters: Vec<DueMatter>,
}

impl Due {
    fn warn(&mut self, code: &'static str, message: impl Into<String>, place: &Place, hint: &str) {
        self.matters.push(DueMatter {
            warning: Diagnostic::warning(code, message).at(place.clone()).hint(hint),
            is_late: true,
        });
    }

    fn near(&mut self, message: String, place: &Place, hint: &str) {
        self.matters.push(DueMatter {
            warning: Diagnostic::warning("E136", message).at(place.clone()).hint(hint),
            is_late: false,
        });
    }

    fn ends(&mut self, plan: &Plan) {
        let upkeep = &plan.upkeep;
        let in_force = upkeep
            .in_force
            .as_ref()
            .and_then(|span| Some((span.until?, &span.place)));
        let period = upkeep.period.as_ref().and_then(|period| {
            let last = Date::new(period.until, 12, 31).ok()?;
            Some((last, &period.place))
        });
        let copies = plan.valid_until.zip(plan.valid_until_place.as_ref());
        let near = self.today.saturating_add(NEAR.days());
        for (what, end) in [("validity", in_force), ("period", period), ("copies' validity", copies)] {
            let Some((last, place)) = end else { continue };
            if last < self.today {
                let hint = "prepare a new version, or extend it by a decision and write the new end here";
                self.warn("E136", format!("the plan's {what} ended on {last}"), place, hint);
            } else if last <= near {
                let hint = "begin the review now, so that the next version is approved in time";
                self.near(format!("the plan's {what} ends on {last}"), place, hint);
            }
        }
    }

    fn reviews(&mut self, plan: &Plan) {
        let entries = &plan.upkeep.reviews;
        let held = |day: &Date| *day <= self.today;
        let listed = entries.iter().filter_map(|entry| match entry.when {
            When::Held(day) => Some((day, &entry.place)),
            When::Planned(_) => None,
        });
        let own = plan
            .review
            .as_ref()
            .and_then(|review| Some((review.last?, &review.place)));
        let last = listed
            .chain(own)
            .filter(|(day, _)| held(day))
            .max_by_key(|(day, _)| *day);
        let mut warnings = Vec::new();
        if let Some(review) = &plan.review {
            let next = last.and_then(|(day, place)| Some((months_after(day, review.interval_months)?, place)));
            match next {
                None => warnings.push(("no review is on record".to_owned(), &review.place)),
                Some((next, place)) if next < self.today => {
                    warnings.push((format!("the review of the plan was due on {next}"), place));
                }
                Some(_) => {}
            }
        }
        for entry in entries {
            match entry.when {
                When::Held(day) if day > self.today => {
                    warnings.push((format!("this review is said to be held, on {day}"), &entry.place));
                }
                When::Planned(day) if day < self.today && last.is_none_or(|(last, _)| last < day) => {
                    warnings.push((format!("this review was planned for {day}"), &entry.place));
                }
                _ => {}
            }
        }
        let hint = "review the plan and write the day down: `date` is for what was held, `due` for what is planned";
        for (message, place) in warnings {
            self.warn("E137", message, place, hint);
        }
    }

    fn activities(&mut self, plan: &Plan) {
        for activity in &plan.upkeep.activities {
            let message = match (activity.next(), activity.last) {
                (_, Some(last)) if last > self.today => format!("this is said to be done, on {last}"),
                (None, None) => "this has never been done and has no day".to_owned(),
                (Some(next), _) if next < self.today => format!("this was due on {next}"),
                _ => continue,
            };
            let hint = "write the day on which it was done as `last`, and the next one as `due`";
            self.warn("E137", message, &activity.place, hint);
        }
    }
}
