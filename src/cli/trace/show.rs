//! The verdict on the terminal and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::editions::Holder;
use crate::{
    cli::output::{Output, counted},
    inspect::trace::{RATE, Score, Sighting, Verdict},
    plan::{CopyNumber, Medium},
    register::CopyId,
    theme::Catalogue,
};

/// Everything that is told.
pub(super) struct Told<'a> {
    pub(super) verdict: &'a Verdict,
    pub(super) holders: &'a BTreeMap<CopyId, Holder>,
    /// Whether a code was asked about, and no text.
    pub(super) is_code: bool,
    /// Marks that the text carries, wherever they stand.
    pub(super) marks: usize,
}

impl Told<'_> {
    /// The post that held a copy.
    pub(super) fn post(&self, copy: &CopyId, catalogue: &Catalogue) -> String {
        let held = self.holders.get(copy);
        held.map(|holder| holder.post.clone())
            .or_else(|| (copy.number == CopyNumber::master()).then(|| catalogue.word("master-holder")))
            .unwrap_or_default()
    }

    fn medium(&self, copy: &CopyId) -> Medium {
        self.holders.get(copy).map_or(Medium::File, |holder| holder.medium)
    }
}

/// A chance as it is read: never as nothing.
pub(super) fn chance(value: f64) -> String {
    if value >= 0.001 {
        format!("{value:.3}")
    } else if value < 1e-300 {
        "< 1e-300".to_owned()
    } else {
        format!("{value:.1e}")
    }
}

pub(super) fn tell(told: &Told<'_>, catalogue: &Catalogue, output: &mut Output) {
    let verdict = told.verdict;
    let named = verdict.named();
    for copy in &named {
        let paper = if told.medium(copy) == Medium::Paper {
            ", on paper"
        } else {
            ""
        };
        output.line(&format!("{copy}: {}{paper}", told.post(copy, catalogue)));
    }
    if named.is_empty() {
        output.line(&format!("{}: no copy is named", catalogue.word("trace-inconclusive")));
    }
    if !told.is_code {
        for extent in &verdict.extents {
            output.line(&format!(
                "version {}: {} of {} are in it; {} of {} carry a mark",
                extent.version,
                extent.letters,
                counted(verdict.letters, "letter", "letters"),
                extent.places,
                counted(extent.slots, "place", "places"),
            ));
        }
        for score in &verdict.scores {
            output.line(&score_line(score));
        }
    }
    for sighting in &verdict.sightings {
        output.line(&sighting_line(sighting));
    }
    output.line(&format!(
        "{} asked about; named when the chance that any wrong one fits so well is at most {}",
        counted(verdict.suspects, "copy was", "copies were"),
        chance(RATE)
    ));
    output.line("this says which copy, not who: a copy can be lent, stolen, or left open");
    facts(told, catalogue, output);
}

fn score_line(score: &Score) -> String {
    format!(
        "  {}: {} of {} agree; chance {}",
        score.copy,
        score.agreeing,
        counted(score.places, "mark", "marks"),
        chance(score.chance)
    )
}

fn sighting_line(sighting: &Sighting) -> String {
    let misread = match sighting.misread {
        0 => String::new(),
        count => format!(" with {} misread", counted(count, "character", "characters")),
    };
    format!(
        "  code {} is that of {}{misread}; chance {}",
        sighting.code,
        sighting.copy,
        chance(sighting.chance)
    )
}

fn facts(told: &Told<'_>, catalogue: &Catalogue, output: &mut Output) {
    let verdict = told.verdict;
    let named: Vec<Value> = verdict
        .named()
        .into_iter()
        .map(|copy| {
            json!({
                "copy": copy.number,
                "version": copy.version,
                "generation": copy.generation,
                "holder": told.post(copy, catalogue),
                "medium": told.medium(copy),
            })
        })
        .collect();
    let scores = verdict.scores.iter().map(|score| {
        let sections = score.sections.iter();
        let sections = sections.map(|(id, places, agreeing)| json!({"id": id, "marks": places, "agreeing": agreeing}));
        json!({
            "copy": score.copy.number,
            "version": score.copy.version,
            "generation": score.copy.generation,
            "marks": score.places,
            "agreeing": score.agreeing,
            "chance": score.chance,
            "named": score.is_named(),
            "sections": sections.collect::<Vec<_>>(),
        })
    });
    let codes = verdict.sightings.iter().map(|sighting| {
        json!({
            "copy": sighting.copy.number,
            "version": sighting.copy.version,
            "generation": sighting.copy.generation,
            "code": sighting.code.to_string(),
            "misread": sighting.misread,
            "chance": sighting.chance,
        })
    });
    let versions = verdict.extents.iter().map(|extent| {
        json!({
            "version": extent.version,
            "letters": extent.letters,
            "places": extent.slots,
            "marks": extent.places,
        })
    });
    output.fact("conclusive", json!(!named.is_empty()));
    output.fact("named", json!(named));
    output.fact("letters", json!(verdict.letters));
    output.fact("marks", json!(told.marks));
    output.fact("asked", json!(verdict.suspects));
    output.fact("rate", json!(RATE));
    output.fact("versions", json!(versions.collect::<Vec<_>>()));
    output.fact("scores", json!(scores.collect::<Vec<_>>()));
    output.fact("codes", json!(codes.collect::<Vec<_>>()));
}
