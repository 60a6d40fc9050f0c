//! Dates as officers write them: "Jun 2019", "Mac & Sept setiap tahun (2020-2023)", "Suku pertama 2020".

mod reader;

use std::ops::Range;

use jiff::civil::Date;

use super::words;
use crate::document::data::fields::{Report, Text};
use reader::Reader;

/// Years that a plan may name.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2150;

/// When something is due or runs.
pub struct When {
    /// As written.
    pub text: Text,
    /// Every occurrence, in order.
    pub spans: Vec<Span>,
}

/// One occurrence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Whether it is due at the end of it, not all through it.
    pub is_point: bool,
}

/// A text that was understood, before the period of the plan is known.
pub(super) struct Written {
    pub(super) at: Range<usize>,
    text: Text,
    items: Vec<Item>,
}

struct Item {
    at: Range<usize>,
    what: What,
}

enum What {
    Once(Stretch, (i16, i16)),
    /// In years given, or in every year of the plan; an open start runs to its end.
    Yearly(Stretch, Option<(i16, Option<i16>)>),
    /// All through the plan.
    Ongoing,
}

/// A part of a year, from the start of one unit to the end of another.
#[derive(Clone, Copy)]
struct Stretch {
    from: Unit,
    to: Unit,
}

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Day(i8, i8),
    Month(i8),
    /// First and last month.
    Months(i8, i8),
}

const WHOLE_YEAR: Unit = Unit::Months(1, 12);

impl Unit {
    fn is_point(self) -> bool {
        !matches!(self, Unit::Months(..))
    }

    fn first(self, year: i16) -> Option<Date> {
        match self {
            Unit::Day(month, day) => Date::new(year, month, day).ok(),
            Unit::Month(month) | Unit::Months(month, _) => Date::new(year, month, 1).ok(),
        }
    }

    fn last(self, year: i16) -> Option<Date> {
        match self {
            Unit::Day(month, day) => Date::new(year, month, day).ok(),
            Unit::Month(month) | Unit::Months(_, month) => Some(Date::new(year, month, 1).ok()?.last_of_month()),
        }
    }
}

/// Reads a text; what is not understood is a fault at its place.
pub(super) fn parse(text: &Text, report: &mut Report<'_>) -> Option<Written> {
    let read = words::words(&text.value).and_then(|words| Reader::new(words, text.value.len()).read());
    let items = match read {
        Ok(items) => items,
        Err(at) => {
            let at = within(text, &at, report);
            let hint = format!("write dates such as: {}", report.catalogue.word("example-dates"));
            report.fault(&at, "E280", "this date is not understood from here on", &hint);
            return None;
        }
    };
    if let Some(item) = items.iter().find(|item| item.is_never()) {
        nowhere(text, item, report);
        return None;
    }
    Some(Written {
        at: text.at.clone(),
        text: text.clone(),
        items,
    })
}

fn nowhere(text: &Text, item: &Item, report: &mut Report<'_>) {
    report.fault(
        &within(text, &item.at, report),
        "E281",
        "this date does not exist, or ends before it begins",
        "look it up in a calendar: February has 28 or 29 days, and the earlier date stands first",
    );
}

/// The place of a part of a text, which may stand in quotes.
fn within(text: &Text, part: &Range<usize>, report: &Report<'_>) -> Range<usize> {
    let start = report.start + text.at.start;
    let raw = report.source.text().get(start..report.start + text.at.end);
    match raw.and_then(|raw| raw.find(&text.value)) {
        Some(skip) => text.at.start + skip + part.start..text.at.start + skip + part.end,
        None => text.at.clone(),
    }
}

impl Stretch {
    fn of(unit: Unit) -> Self {
        Self { from: unit, to: unit }
    }

    fn span(self, years: (i16, i16)) -> Option<Span> {
        let from = self.from.first(years.0)?;
        let to = self.to.last(years.1)?;
        let is_point = self.from == self.to && self.from.is_point() && years.0 == years.1;
        (from <= to).then_some(Span { from, to, is_point })
    }
}

impl Item {
    /// Whether it is in no year: `31 Feb`, or an end before its beginning.
    fn is_never(&self) -> bool {
        // 2000 has a 29 February.
        let (stretch, years) = match &self.what {
            What::Once(stretch, years) => (stretch, *years),
            What::Yearly(stretch, _) => (stretch, (2000, 2000)),
            What::Ongoing => return false,
        };
        stretch.span(years).is_none()
    }

    fn is_within_year(&self) -> bool {
        !matches!(&self.what, What::Once(stretch, _) if stretch.from == WHOLE_YEAR)
    }
}

impl Written {
    /// The years, when it is nothing but years.
    pub(super) fn years(&self) -> Option<(i16, i16)> {
        match self.items.as_slice() {
            [
                Item {
                    what: What::Once(stretch, years),
                    ..
                },
            ] if stretch.from == WHOLE_YEAR => Some(*years),
            _ => None,
        }
    }

    /// First and last year that it names.
    pub(super) fn bounds(&self) -> Option<(i16, i16)> {
        let years = self.items.iter().filter_map(|item| match &item.what {
            What::Once(_, years) => Some(*years),
            What::Yearly(_, Some((first, last))) => Some((*first, last.unwrap_or(*first))),
            What::Yearly(_, None) | What::Ongoing => None,
        });
        years.reduce(|(first, last), (start, end)| (first.min(start), last.max(end)))
    }

    /// Every occurrence within the period; what is outside it or does not exist is a fault.
    pub(super) fn resolve(self, period: (i16, i16), report: &mut Report<'_>) -> Option<When> {
        let mut spans = Vec::new();
        let mut good = true;
        for item in &self.items {
            let found = match &item.what {
                What::Ongoing => vec![(Stretch::of(WHOLE_YEAR), period)],
                What::Once(stretch, years) => vec![(*stretch, *years)],
                What::Yearly(stretch, years) => {
                    let (first, last) = match years {
                        None => period,
                        Some((first, last)) => (*first, last.unwrap_or(period.1.max(*first))),
                    };
                    (first..=last).map(|year| (*stretch, (year, year))).collect()
                }
            };
            for (stretch, years) in found {
                let Some(span) = stretch.span(years) else {
                    nowhere(&self.text, item, report);
                    good = false;
                    break;
                };
                if years.0 < period.0 || years.1 > period.1 {
                    let at = within(&self.text, &item.at, report);
                    report.fault(
                        &at,
                        "E282",
                        "this date is outside the period of the plan",
                        "mend the date, or `period`",
                    );
                    good = false;
                    break;
                }
                spans.push(span);
            }
        }
        spans.sort();
        spans.dedup();
        good.then_some(When { text: self.text, spans })
    }
}
