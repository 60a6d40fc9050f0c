//! Years from left to right, a row for each programme: points for what is due, bars for what runs.

use super::{
    super::thrusts::{Step, walk},
    letter, lines,
};
use crate::{
    document::data::actionplan::{ActionPlan, Programme, Span, When},
    render::drawing::{
        Align, Drawing, PAGE, SHEET, Units, part_id, part_title,
        shapes::{units, wrap_label},
        text,
    },
    theme::Catalogue,
};

/// Room for the names of programmes, and then for the letters of measures.
const NAMES: Units = 236;
const LETTERS: Units = 24;
/// Height of a line of dates.
const TRACK: Units = 20;
const PAD: Units = 6;
/// The row of years.
const YEARS: Units = 26;
/// Explains points and bars.
const LEGEND: Units = 26;

/// A line across the chart.
enum Row<'a> {
    /// The name of a thrust, or of a strategy.
    Band { lines: Vec<String>, is_thrust: bool },
    Programme {
        name: Vec<String>,
        tracks: Vec<(String, &'a When)>,
        words: String,
    },
}

impl Row<'_> {
    fn height(&self) -> Units {
        match self {
            Row::Band { lines, .. } => units(lines.len()) * text::LINE + 8,
            Row::Programme { name, tracks, .. } => {
                (units(name.len()) * text::LINE).max(units(tracks.len()) * TRACK) + 2 * PAD
            }
        }
    }
}

pub(super) fn draw(plan: &ActionPlan, id: &str, catalogue: &Catalogue) -> String {
    let rows = rows(plan, catalogue);
    let sheets = sheets(&rows);
    let count = sheets.len();
    let mut html = String::new();
    for (index, sheet) in sheets.into_iter().enumerate() {
        let id = part_id(id, index);
        let (first, last) = plan.period;
        let title = format!("{} {first}–{last}", catalogue.word("actionplan-chart"));
        let title = part_title(title, index, count);
        let words: Vec<&str> = sheet
            .iter()
            .filter_map(|row| match row {
                Row::Programme { words, .. } => Some(words.as_str()),
                Row::Band { .. } => None,
            })
            .collect();
        html.push_str(&one(sheet, &id, plan.period, catalogue).finish(&title, &words.join(". ")));
    }
    html
}

fn rows<'a>(plan: &'a ActionPlan, catalogue: &Catalogue) -> Vec<Row<'a>> {
    let band = |name: &str, is_thrust| Row::Band {
        lines: wrap_label(name, PAGE - 2 * PAD),
        is_thrust,
    };
    let mut rows = Vec::new();
    walk(&plan.thrusts, catalogue, |step| {
        rows.push(match step {
            Step::Thrust(name) => band(&name, true),
            Step::Strategy(name) => band(&name, false),
            Step::Programme(number, programme) => row(programme, &number, catalogue),
        });
    });
    rows
}

fn row<'a>(programme: &'a Programme, number: &str, catalogue: &Catalogue) -> Row<'a> {
    let name = format!("{number} {}", programme.name.value);
    let said: Vec<String> = lines(programme, catalogue)
        .into_iter()
        .map(|(what, when)| format!("{what}, {when}"))
        .collect();
    let words = format!("{name}: {}", said.join("; "));
    let mut tracks: Vec<(String, &When)> = programme.when.iter().map(|when| (String::new(), when)).collect();
    for (at, measure) in programme.measures.iter().enumerate() {
        let name = if programme.measures.len() > 1 {
            letter(at)
        } else {
            String::new()
        };
        tracks.push((name, &measure.when));
    }
    Row::Programme {
        name: text::wrap(&name, NAMES - 2 * PAD),
        tracks,
        words,
    }
}

/// Rows by sheet; a name of a thrust or strategy stays with the row below it.
fn sheets<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<&'r [Row<'a>]> {
    let mut sheets = Vec::new();
    let mut start = 0;
    let mut height = YEARS + LEGEND;
    let mut at = 0;
    while at < rows.len() {
        let bands = rows[at..]
            .iter()
            .take_while(|row| matches!(row, Row::Band { .. }))
            .count();
        let end = (at + bands + 1).min(rows.len());
        let need: Units = rows[at..end].iter().map(Row::height).sum();
        if height + need > SHEET && at > start {
            sheets.push(&rows[start..at]);
            start = at;
            height = YEARS + LEGEND;
        }
        height += need;
        at = end;
    }
    if start < rows.len() {
        sheets.push(&rows[start..]);
    }
    sheets
}

/// Where days stand across.
struct Scale {
    first: i16,
    year: Units,
}

impl Scale {
    fn new(period: (i16, i16)) -> Self {
        let count = Units::from(period.1 - period.0) + 1;
        Self {
            first: period.0,
            year: (PAGE - 2 - NAMES - LETTERS) / count,
        }
    }

    fn left(&self, year: i16) -> Units {
        NAMES + LETTERS + Units::from(year - self.first) * self.year
    }

    /// The start of a day, or its end.
    fn day(&self, date: jiff::civil::Date, is_end: bool) -> Units {
        let day = Units::from(date.day_of_year()) - Units::from(!is_end);
        self.left(date.year()) + day * self.year / Units::from(date.days_in_year())
    }

    fn span(&self, span: &Span) -> (Units, Units) {
        (self.day(span.from, false), self.day(span.to, true))
    }
}

fn one(rows: &[Row<'_>], id: &str, period: (i16, i16), catalogue: &Catalogue) -> Drawing {
    let scale = Scale::new(period);
    let height = YEARS + rows.iter().map(Row::height).sum::<Units>();
    let right = scale.left(period.1 + 1);
    let mut drawing = Drawing::new(id, PAGE, height + LEGEND);
    drawing.rect(1, 1, right - 1, height - 1, "lane");
    for year in period.0..=period.1 {
        let x = scale.left(year);
        drawing.rect(x, 1, scale.year, YEARS - 1, "lane head");
        let middle = x + scale.year / 2;
        drawing.text(middle, 18, Align::Middle, "small label", &year.to_string());
    }
    let mut y = YEARS;
    for row in rows {
        let height = row.height();
        match row {
            Row::Band { lines, is_thrust } => {
                let class = if *is_thrust { "lane head" } else { "lane sub" };
                drawing.rect(1, y, right - 1, height, class);
                for (at, line) in lines.iter().enumerate() {
                    let base = y + 4 + units(at) * text::LINE + 14;
                    drawing.text(PAD + 1, base, Align::Left, "label", line);
                }
            }
            Row::Programme { name, tracks, .. } => {
                drawing.line((1, y), (right, y), "grid");
                for year in period.0..=period.1 {
                    drawing.line((scale.left(year), y), (scale.left(year), y + height), "grid");
                }
                for (at, line) in name.iter().enumerate() {
                    let base = y + PAD + units(at) * text::LINE + 14;
                    drawing.text(PAD + 1, base, Align::Left, "", line);
                }
                for (at, (name, when)) in tracks.iter().enumerate() {
                    let middle = y + PAD + units(at) * TRACK + TRACK / 2;
                    if !name.is_empty() {
                        let text = format!("({name})");
                        drawing.text(NAMES + LETTERS - 4, middle + 4, Align::Right, "small", &text);
                    }
                    for span in &when.spans {
                        mark(&mut drawing, &scale, span, middle);
                    }
                }
            }
        }
        y += height;
    }
    let base = y + 18;
    point(&mut drawing, PAD + 8, base - 4);
    drawing.text(
        PAD + 18,
        base,
        Align::Left,
        "small",
        &catalogue.word("actionplan-point"),
    );
    let x = NAMES;
    drawing.rect(x, base - 9, 28, 10, "bar");
    drawing.text(x + 36, base, Align::Left, "small", &catalogue.word("actionplan-bar"));
    drawing
}

fn mark(drawing: &mut Drawing, scale: &Scale, span: &Span, y: Units) {
    let (from, to) = scale.span(span);
    if span.is_point {
        point(drawing, i32::midpoint(from, to), y);
    } else {
        drawing.rect(from + 1, y - 5, (to - from - 2).max(3), 10, "bar");
    }
}

fn point(drawing: &mut Drawing, x: Units, y: Units) {
    drawing.polygon(&[(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], "point");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_stand_in_their_years() {
        for period in [(2027, 2027), (2027, 2031), (2020, 2034)] {
            let scale = Scale::new(period);
            assert!(scale.left(period.1 + 1) < PAGE, "the last year ends on the page");
            for year in period.0..=period.1 {
                assert_eq!(scale.day(date(year, 1, 1), false), scale.left(year));
                assert_eq!(scale.day(date(year, 12, 31), true), scale.left(year + 1));
                let middle = scale.day(date(year, 7, 2), false) - scale.left(year);
                assert!((middle - scale.year / 2).abs() <= 1);
            }
        }
    }

    #[test]
    fn rows_stand_on_one_sheet_each_and_names_stay_with_their_first_row() {
        let band = || Row::Band {
            lines: vec!["Teras".to_owned()],
            is_thrust: true,
        };
        let rows: Vec<Row<'_>> = (0..200)
            .map(|at| {
                if at % 7 < 2 {
                    band()
                } else {
                    Row::Programme {
                        name: vec![String::new(); 1 + at % 4],
                        tracks: Vec::new(),
                        words: String::new(),
                    }
                }
            })
            .collect();
        let sheets = sheets(&rows);
        assert_eq!(sheets.iter().map(|sheet| sheet.len()).sum::<usize>(), rows.len());
        assert!(sheets.len() > 4);
        for sheet in &sheets {
            let height: Units = sheet.iter().map(Row::height).sum();
            assert!(height + YEARS + LEGEND <= SHEET);
            assert!(matches!(sheet.last(), Some(Row::Programme { .. })));
        }
    }
}
