//! `risk`: threats to functions, with likelihood and impact from 1 to 5 and the level that follows from them.

use super::{
    fields::{Fields, Report, Text},
    levels::{self, Level, SCALE},
    node::{Node, Value},
};

/// A checked risk register.
pub struct RiskRegister {
    /// Levels in rising order; the last one reaches to 25.
    pub levels: Vec<Level>,
    /// Rows as written.
    pub risks: Vec<Risk>,
}

/// One row.
pub struct Risk {
    /// The plan's own code, such as R01.
    pub code: Option<Text>,
    /// The function that would stop.
    pub function: Text,
    /// What may happen.
    pub threat: Text,
    /// Why it could happen here.
    pub weaknesses: Vec<Text>,
    /// What is done against it already.
    pub controls: Vec<Text>,
    /// 1 to 5.
    pub likelihood: u32,
    /// 1 to 5.
    pub impact: u32,
    /// Index of its level.
    pub level: usize,
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<RiskRegister> {
    // A list alone is a register with the usual levels.
    let (levels, rows) = match node.value {
        Value::List(rows) => (None, rows),
        _ => {
            let mut fields = Fields::of(node, report)?;
            let levels = fields.take("levels");
            let rows = fields.list("risks", report);
            fields.finish(report);
            (levels, rows)
        }
    };
    let levels = levels::parse(levels, report);
    let risks = rows.into_iter().filter_map(|row| risk(row, &levels, report)).collect();
    Some(RiskRegister { levels, risks })
}

fn risk(node: Node, levels: &[Level], report: &mut Report<'_>) -> Option<Risk> {
    let mut fields = Fields::of(node, report)?;
    let code = fields.optional("code", report);
    let function = fields.text("function", report);
    let threat = fields.text("threat", report);
    let weaknesses = fields.texts("weaknesses", report);
    let controls = fields.texts("controls", report);
    let likelihood = fields.number("likelihood", 1..=SCALE, report);
    let impact = fields.number("impact", 1..=SCALE, report);
    let stated = fields.optional("level", report);
    fields.finish(report);
    let (likelihood, impact) = (likelihood?.value, impact?.value);
    let level = levels::level_of(levels, likelihood * impact);
    if let Some(stated) = stated
        && stated.value.to_lowercase() != levels[level].name.to_lowercase()
    {
        // Values and the name of the right level may be sealed.
        let right = if report.open {
            format!(
                "{likelihood} × {impact} = {} is {}",
                likelihood * impact,
                levels[level].name
            )
        } else {
            "multiply likelihood and impact, and see which level reaches so far".to_owned()
        };
        report.fault(
            &stated.at,
            "E231",
            "the stated level is not that of likelihood × impact",
            &format!("{right}: mend one of the three, or take `level` away, since the program works it out"),
        );
    }
    Some(Risk {
        code,
        function: function?,
        threat: threat?,
        weaknesses,
        controls,
        likelihood,
        impact,
        level,
    })
}
