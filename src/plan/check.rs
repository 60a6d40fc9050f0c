//! Checks of single values of plan.yaml.

use jiff::civil::Date;
use serde_yaml::Spanned;

use super::yaml;
use crate::diagnostic::{Diagnostic, Findings, Place, SourceText};

/// Checks values and collects what is wrong with them.
pub(super) struct Check<'a> {
    pub(super) source: &'a SourceText,
    pub(super) findings: &'a mut Findings,
}

impl Check<'_> {
    pub(super) fn place<T>(&self, value: &Spanned<T>) -> Place {
        yaml::place(self.source, 0, self.source.text(), value)
    }

    pub(super) fn fault<T>(&mut self, value: &Spanned<T>, code: &'static str, message: &str, hint: &str) {
        let place = self.place(value);
        self.findings
            .push(Diagnostic::error(code, message).at(place).hint(hint));
    }

    pub(super) fn text(&mut self, value: &Spanned<String>, what: &str) -> String {
        if value.value.trim().is_empty() {
            self.fault(value, "E110", &format!("{what} is empty"), "fill it in");
        }
        value.value.trim().to_owned()
    }

    pub(super) fn date(&mut self, value: &Spanned<String>) -> Option<Date> {
        let date = value.value.trim().parse().ok();
        if date.is_none() {
            self.fault(value, "E111", "not a date", "write year-month-day, such as 2026-11-01");
        }
        date
    }

    pub(super) fn months(&mut self, value: &Spanned<u32>) -> u32 {
        if !(1..=120).contains(&value.value) {
            self.fault(value, "E116", "the interval is out of range", "use 1 to 120 months");
        }
        // A value that is out of range is a fault; what goes on with it must not be made worse by it.
        value.value.clamp(1, 120)
    }

    pub(super) fn choose<T>(
        &mut self,
        value: Option<&Spanned<String>>,
        what: &str,
        default: T,
        parse: impl Fn(&str) -> Option<T>,
        hint: &str,
    ) -> T {
        let Some(value) = value else { return default };
        parse(value.value.trim()).unwrap_or_else(|| {
            self.fault(value, "E114", &format!("unknown {what}"), hint);
            default
        })
    }
}
