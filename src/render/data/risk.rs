//! The risk register as a table, and its heat map of likelihood and impact.

use super::{
    super::{
        drawing::{Align, Drawing, Units, text},
        table::{Cell, Table},
    },
    Rendered, tone, values,
};
use crate::{
    document::data::{
        levels::{SCALE, level_of},
        risk::{Risk, RiskRegister},
    },
    theme::Catalogue,
};

/// Side of a square of the heat map.
const SQUARE: Units = 88;
/// Room for the names of the axes.
const MARGIN: Units = 56;

pub(super) fn render(register: &RiskRegister, id: &str, catalogue: &Catalogue) -> Rendered {
    let heads = [
        "risk-code",
        "risk-function",
        "risk-threat",
        "risk-weaknesses",
        "risk-controls",
        "risk-likelihood",
        "risk-impact",
        "risk-level",
    ]
    .map(|key| catalogue.word(key));
    let mut table = Table::new(&heads);
    for (index, risk) in register.risks.iter().enumerate() {
        table.row(&[
            Cell::Text(&label(risk, index)),
            Cell::Text(&risk.function.value),
            Cell::Text(&risk.threat.value),
            Cell::Texts(values(&risk.weaknesses)),
            Cell::Texts(values(&risk.controls)),
            Cell::Number(risk.likelihood),
            Cell::Number(risk.impact),
            Cell::Tone(
                tone(risk.level, register.levels.len()),
                &format!("{} {}", risk.likelihood * risk.impact, register.levels[risk.level].name),
            ),
        ]);
    }
    let (html, text) = table.finish();
    Rendered {
        html: html + &heat_map(register, id, catalogue),
        text,
    }
}

/// The plan's code of a risk, or its place in the list.
fn label(risk: &Risk, index: usize) -> String {
    risk.code
        .as_ref()
        .map_or_else(|| (index + 1).to_string(), |code| code.value.clone())
}

fn heat_map(register: &RiskRegister, id: &str, catalogue: &Catalogue) -> String {
    let scale = Units::try_from(SCALE).expect("a small number");
    let side = SQUARE * scale;
    let mut drawing = Drawing::new(id, MARGIN + side + 8, side + MARGIN);
    let mut words = Vec::new();
    for likelihood in 1..=SCALE {
        for impact in 1..=SCALE {
            let x = MARGIN + SQUARE * Units::try_from(impact - 1).expect("a small number");
            let y = SQUARE * Units::try_from(SCALE - likelihood).expect("a small number");
            let level = level_of(&register.levels, likelihood * impact);
            let class = format!("square tone-{}", tone(level, register.levels.len()));
            drawing.rect(x, y, SQUARE, SQUARE, &class);
            drawing.text(
                x + SQUARE - 6,
                y + 16,
                Align::Right,
                "small",
                &(likelihood * impact).to_string(),
            );
            let here: Vec<String> = register
                .risks
                .iter()
                .enumerate()
                .filter(|(_, risk)| (risk.likelihood, risk.impact) == (likelihood, impact))
                .map(|(index, risk)| label(risk, index))
                .collect();
            if !here.is_empty() {
                write_labels(&mut drawing, x, y, &here);
                words.push(format!("{likelihood} × {impact}: {}", here.join(", ")));
            }
        }
    }
    for step in 1..=scale {
        let middle = SQUARE * (step - 1) + SQUARE / 2;
        drawing.text(MARGIN + middle, side + 20, Align::Middle, "small", &step.to_string());
        let y = side - middle + 5;
        drawing.text(MARGIN - 10, y, Align::Right, "small", &step.to_string());
    }
    drawing.text(
        MARGIN + side / 2,
        side + 44,
        Align::Middle,
        "label",
        &catalogue.word("risk-impact"),
    );
    drawing.turned_text(18, side / 2, "label", &catalogue.word("risk-likelihood"));
    drawing.finish(&catalogue.word("risk-map"), &words.join("; "))
}

/// Codes in a square, as many as have room; the rest is counted.
fn write_labels(drawing: &mut Drawing, x: Units, y: Units, labels: &[String]) {
    const LINES: usize = 3;
    let mut lines = text::wrap(&labels.join(" "), SQUARE - 12);
    if lines.len() > LINES {
        // Whole codes only, and none that fills the square alone.
        let (mut shown, mut text) = (0, String::new());
        for label in labels {
            let longer = format!("{text} {label}");
            if text::wrap(&longer, SQUARE - 12).len() > LINES - 1 {
                break;
            }
            (shown, text) = (shown + 1, longer);
        }
        lines = if shown == 0 {
            Vec::new()
        } else {
            text::wrap(&text, SQUARE - 12)
        };
        lines.push(format!("+ {}", labels.len() - shown));
    }
    for (at, line) in lines.iter().enumerate() {
        let down = 34 + text::LINE * Units::try_from(at).expect("three lines");
        drawing.text(x + SQUARE / 2, y + down, Align::Middle, "label", line);
    }
}
