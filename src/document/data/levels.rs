//! Levels of risk, for the blocks that name one.

use super::{
    fields::{self, Fields, Number, Report},
    node::Node,
};

/// Likelihood and impact run from 1 to this.
pub const SCALE: u32 = 5;

/// A level of risk: every product of likelihood and impact up to `most` that no lower level has.
pub struct Level {
    /// Its name: the plan's own, or the catalogue's.
    pub name: String,
    /// The highest product that belongs to it.
    pub most: u32,
}

/// Low, medium, high, extreme with the bounds of a 5 × 5 matrix that councils commonly use.
const USUAL: [(&str, u32); 4] = [
    ("risk-low", 4),
    ("risk-medium", 10),
    ("risk-high", 16),
    ("risk-extreme", SCALE * SCALE),
];

/// The levels that the block gives, or the usual ones; they rise, and the last one reaches to 25.
pub(super) fn parse(node: Option<Node>, report: &mut Report<'_>) -> Vec<Level> {
    node.and_then(|node| own(node, report)).unwrap_or_else(|| {
        let usual = USUAL.iter().map(|(key, most)| Level {
            name: report.catalogue.word(key),
            most: *most,
        });
        usual.collect()
    })
}

/// Index of the level that a product of likelihood and impact has.
pub fn level_of(levels: &[Level], product: u32) -> usize {
    let found = levels.iter().position(|level| product <= level.most);
    found.unwrap_or(levels.len().saturating_sub(1))
}

/// `levels: {RENDAH: 4, SEDERHANA: 12, TINGGI: 25}`
fn own(node: Node, report: &mut Report<'_>) -> Option<Vec<Level>> {
    let at = node.at.clone();
    let fields = Fields::of(node, report)?;
    let mut levels: Vec<Level> = Vec::new();
    let mut good = true;
    for (key, value) in fields.rest() {
        let most = fields::text(value, report).and_then(|text| fields::number(&text, &(1..=SCALE * SCALE), report));
        let Some(Number { value: most, at }) = most else {
            good = false;
            continue;
        };
        if levels.last().is_some_and(|last| last.most >= most) {
            report.fault(
                &at,
                "E230",
                "the levels do not rise",
                "give each level the highest product that belongs to it",
            );
            good = false;
        }
        levels.push(Level { name: key.name, most });
    }
    if good && levels.last().is_none_or(|last| last.most != SCALE * SCALE) {
        report.fault(
            &at,
            "E230",
            "the highest level does not reach 25",
            "end the last level at 25",
        );
        good = false;
    }
    good.then_some(levels)
}
