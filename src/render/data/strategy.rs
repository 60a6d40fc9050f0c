//! Thrusts with their strategies and programmes: a numbered table, and a figure to see all strategies at once.

use super::{
    super::{
        drawing::{
            Align, Drawing, PAGE, SHEET, Units, part_id, part_title,
            shapes::{units, wrap_label},
            text,
        },
        table::{Cell, Table},
    },
    Rendered,
    thrusts::{Step, thrust_name, walk},
};
use crate::{document::data::strategy::StrategicPlan, theme::Catalogue};

/// Width of the box of a thrust.
const THRUST: Units = 190;
/// Boxes of strategies beside each other.
const COLUMNS: usize = 2;
const APART: Units = 12;
const PAD: Units = 8;

pub(super) fn render(plan: &StrategicPlan, id: &str, catalogue: &Catalogue) -> Rendered {
    let mut table = Table::new(&[catalogue.word("strategy-number"), catalogue.word("strategy-programme")]);
    walk(&plan.thrusts, catalogue, |step| match step {
        Step::Thrust(name) => table.group(&name, ""),
        Step::Strategy(name) => table.subgroup(&name),
        Step::Programme(number, programme) => table.row(&[Cell::Short(&number), Cell::Text(&programme.value)]),
    });
    let (html, text) = table.finish();
    Rendered {
        html: overview(plan, id, catalogue) + &html,
        text,
    }
}

/// A thrust with its strategies, as it stands in the figure.
struct Band {
    name: Vec<String>,
    /// Lines of each strategy, and how many programmes it has.
    boxes: Vec<(Vec<String>, String)>,
    /// Whether it goes on from the sheet before.
    continued: bool,
    words: String,
}

impl Band {
    fn row_heights(&self) -> Vec<Units> {
        let height = |row: &[(Vec<String>, String)]| row.iter().map(|(lines, _)| box_height(lines)).max().unwrap_or(0);
        self.boxes.chunks(COLUMNS).map(height).collect()
    }

    fn thrust_height(&self) -> Units {
        units(self.name.len()) * text::LINE + 2 * PAD
    }

    fn height(&self) -> Units {
        let rows = self.row_heights();
        let boxes = rows.iter().sum::<Units>() + APART * (units(rows.len()) + 1);
        boxes.max(self.thrust_height())
    }
}

fn box_height(lines: &[String]) -> Units {
    units(lines.len() + 1) * text::LINE + 2 * PAD
}

fn box_width() -> Units {
    let columns = units(COLUMNS);
    (PAGE - 4 - THRUST - APART * (columns + 1)) / columns
}

fn overview(plan: &StrategicPlan, id: &str, catalogue: &Catalogue) -> String {
    let sheets = sheets(plan, catalogue);
    let count = sheets.len();
    let mut html = String::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let id = part_id(id, index);
        let title = part_title(catalogue.word("strategy-overview"), index, count);
        let words: Vec<&str> = sheet.iter().map(|band| band.words.as_str()).collect();
        html.push_str(&draw(sheet, &id).finish(&title, &words.join(". ")));
    }
    html
}

/// Bands by sheet; a thrust with more strategies than a sheet holds goes on on the next.
fn sheets(plan: &StrategicPlan, catalogue: &Catalogue) -> Vec<Vec<Band>> {
    let mut sheets: Vec<Vec<Band>> = vec![Vec::new()];
    let mut left = SHEET;
    for (index, thrust) in plan.thrusts.iter().enumerate() {
        let number = index + 1;
        let name = thrust_name(thrust, number, catalogue);
        let mut boxes = Vec::new();
        let mut words = Vec::new();
        for (index, strategy) in thrust.strategies.iter().enumerate() {
            let name = format!("{number}.{} {}", index + 1, strategy.name.value);
            let count = strategy.programmes.len().to_string();
            let programmes = catalogue.with("strategy-programmes", &[("count", &count)]);
            words.push(format!("{name} ({programmes})"));
            boxes.push((text::wrap(&name, box_width() - 2 * PAD), programmes));
        }
        let mut parts: Vec<Vec<(Vec<String>, String)>> = vec![Vec::new()];
        let mut height = 0;
        let mut pair = Vec::new();
        let count = boxes.len();
        for (at, one) in boxes.into_iter().enumerate() {
            pair.push(one);
            if pair.len() == COLUMNS || at + 1 == count {
                let row = pair.iter().map(|(lines, _)| box_height(lines)).max().unwrap_or(0) + APART;
                if height + row > SHEET && height > 0 {
                    parts.push(Vec::new());
                    height = 0;
                }
                height += row;
                parts.last_mut().expect("never empty").append(&mut pair);
            }
        }
        for (at, boxes) in parts.into_iter().enumerate() {
            let band = Band {
                name: wrap_label(&name, THRUST - 2 * PAD),
                boxes,
                continued: at > 0,
                words: if at == 0 {
                    format!("{name}: {}", words.join("; "))
                } else {
                    name.clone()
                },
            };
            let need = band.height() + APART;
            if need > left && left < SHEET {
                sheets.push(Vec::new());
                left = SHEET;
            }
            left -= need;
            sheets.last_mut().expect("never empty").push(band);
        }
    }
    sheets
}

fn draw(bands: &[Band], id: &str) -> Drawing {
    let height: Units = bands.iter().map(|band| band.height() + APART).sum::<Units>() - APART;
    let mut drawing = Drawing::new(id, PAGE, height + 4);
    let mut top = 2;
    for band in bands {
        let left = 2 + THRUST + APART;
        drawing.rect(2, top, PAGE - 4, band.height(), "lane");
        let class = if band.continued { "shape" } else { "shape head" };
        drawing.rect(2, top, THRUST, band.height(), class);
        drawing.lines((2 + THRUST / 2, top + band.height() / 2), "label", &band.name);
        let mut y = top + APART;
        for (row, height) in band.boxes.chunks(COLUMNS).zip(band.row_heights()) {
            for (column, (lines, programmes)) in row.iter().enumerate() {
                let x = left + units(column) * (box_width() + APART);
                drawing.rect(x, y, box_width(), height, "shape");
                let all = units(lines.len() + 1) * text::LINE;
                let start = y + (height - all) / 2;
                let middle = x + box_width() / 2;
                drawing.lines((middle, start + (all - text::LINE) / 2), "", lines);
                drawing.text(middle, start + all - 4, Align::Middle, "small", programmes);
            }
            y += height + APART;
        }
        top += band.height() + APART;
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::data::{
            Text,
            thrusts::{Strategy, Thrust},
        },
        plan::Language,
    };

    fn text(value: &str) -> Text {
        value.into()
    }

    #[test]
    fn text_fits_its_boxes_and_bands_their_sheets() {
        let catalogue = Catalogue::embedded(Language::Ms);
        let strategy = |at: usize| Strategy {
            name: text(&"Memperkukuh pengurusan data bersepadu ".repeat(1 + at % 4)),
            programmes: vec![text("Program"); at % 5],
        };
        let plan = StrategicPlan {
            thrusts: (0..6)
                .map(|at| Thrust {
                    name: text(&"Perkhidmatan digital ".repeat(1 + at)),
                    strategies: (0..at * at * 3).map(strategy).collect(),
                })
                .collect(),
        };
        let sheets = sheets(&plan, &catalogue);
        assert!(sheets.len() > 1);
        let mut count = 0;
        for sheet in &sheets {
            let height: Units = sheet.iter().map(|band| band.height() + APART).sum();
            assert!(height <= SHEET + 3 * APART, "{height}");
            for band in sheet {
                count += band.boxes.len();
                assert!(band.name.iter().all(|line| text::width(line) <= THRUST - 2 * PAD));
                for (lines, _) in &band.boxes {
                    assert!(lines.iter().all(|line| text::width(line) <= box_width() - 2 * PAD));
                }
            }
        }
        assert_eq!(count, (0..6).map(|at| at * at * 3).sum::<usize>());
    }
}
