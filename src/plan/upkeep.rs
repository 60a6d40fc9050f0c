//! How a plan is kept alive: to whom it goes, how long it is in force, its reviews, activities and appointments.

use jiff::{ToSpan as _, civil::Date};

use crate::diagnostic::Place;

/// Everything of plan.yaml about that; all of it is shown on the document control page.
#[derive(Clone, Default)]
pub struct Upkeep {
    /// Posts and bodies that the document is sent to.
    pub circulated_to: Vec<String>,
    /// From when to when it is in force.
    pub in_force: Option<InForce>,
    /// The years that it plans for.
    pub period: Option<Period>,
    /// Reviews that were held or are planned, in the order of plan.yaml.
    pub reviews: Vec<ReviewEntry>,
    /// Audits, exercises and briefings.
    pub activities: Vec<Activity>,
    /// Who was appointed to what.
    pub appointed: Vec<Appointment>,
}

/// "Berkuat kuasa mulai … selama lima tahun".
#[derive(Clone)]
pub struct InForce {
    /// First day.
    pub from: Date,
    /// Last day, if it ends.
    pub until: Option<Date>,
    /// For so many years, if it is put so.
    pub years: Option<u32>,
    /// What says when it ends.
    pub place: Place,
}

/// First and last year.
#[derive(Clone)]
pub struct Period {
    /// First year.
    pub from: i16,
    /// Last year.
    pub until: i16,
    /// The last year in plan.yaml.
    pub place: Place,
}

/// One review.
#[derive(Clone)]
pub struct ReviewEntry {
    /// When.
    pub when: When,
    /// What was or will be done.
    pub what: String,
    /// By whom.
    pub by: String,
    /// In plan.yaml.
    pub place: Place,
}

/// Done, or to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// `date:`
    Held(Date),
    /// `due:`
    Planned(Date),
}

impl When {
    /// The day.
    pub fn day(self) -> Date {
        match self {
            Self::Held(day) | Self::Planned(day) => day,
        }
    }
}

/// Something that is done again and again.
#[derive(Clone)]
pub struct Activity {
    /// Of what kind.
    pub kind: ActivityKind,
    /// What is done.
    pub what: String,
    /// By whom.
    pub by: String,
    /// When it was done last.
    pub last: Option<Date>,
    /// When it is to be done next.
    pub due: Option<Date>,
    /// Months between two of them.
    pub interval_months: Option<u32>,
    /// In plan.yaml.
    pub place: Place,
}

impl Activity {
    /// The day on which it falls due: as written, or, once that was kept, an interval after the last one.
    pub fn next(&self) -> Option<Date> {
        let kept = |due: &Date| self.last.is_some_and(|last| last >= *due);
        let due = self.due.filter(|due| !kept(due));
        due.or_else(|| months_after(self.last?, self.interval_months?))
    }
}

/// Kinds of activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// Audit.
    Audit,
    /// Exercise.
    Exercise,
    /// Briefing.
    Briefing,
}

impl ActivityKind {
    /// Its name in plan.yaml and the end of its key in the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Exercise => "exercise",
            Self::Briefing => "briefing",
        }
    }
}

/// A letter of appointment.
#[derive(Clone)]
pub struct Appointment {
    /// What for.
    pub role: String,
    /// Who, when named.
    pub name: Option<String>,
    /// The post of the appointed.
    pub post: Option<String>,
    /// Reference of the letter.
    pub letter: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// In plan.yaml.
    pub place: Place,
}

impl Upkeep {
    /// Every day that it names or that is shown of it.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let in_force = self.in_force.iter().flat_map(|span| [Some(span.from), span.until]);
        let reviews = self.reviews.iter().map(|review| Some(review.when.day()));
        let activities = self
            .activities
            .iter()
            .flat_map(|activity| [activity.last, activity.next()]);
        let appointed = self.appointed.iter().map(|appointment| appointment.date);
        in_force.chain(reviews).chain(activities).chain(appointed).flatten()
    }
}

/// The day so many months later; `None` beyond the calendar.
pub(super) fn months_after(day: Date, months: u32) -> Option<Date> {
    day.checked_add(i64::from(months).months()).ok()
}

/// The last day of a span of years that begins on a day.
pub(super) fn last_day(from: Date, years: u32) -> Option<Date> {
    let after = from.checked_add(i64::from(years).years()).ok()?;
    after.yesterday().ok()
}
