//! Which item serves which: a table with marks, and two columns with lines between them.

use super::{
    super::{
        drawing::{Align, Drawing, Units, text},
        markup::escape,
        table::{Cell, Table},
    },
    Rendered,
};
use crate::{
    document::data::mapping::{Item, Mapping, Side},
    theme::Catalogue,
};

/// A table with more columns is read worse than a list.
const COLUMNS: usize = 8;
/// More items on a side make a tangle, and the table alone is shown.
const DRAWN: usize = 30;
const WIDTH: Units = 720;
const BOX: Units = 250;
const GAP: Units = 12;

pub(super) fn render(mapping: &Mapping, id: &str, catalogue: &Catalogue) -> Rendered {
    let (html, text) = if mapping.to.items.len() <= COLUMNS {
        matrix(mapping, catalogue)
    } else {
        list(mapping, catalogue)
    };
    let most = mapping.from.items.len().max(mapping.to.items.len());
    let drawn = if most <= DRAWN {
        draw(mapping, id, catalogue)
    } else {
        String::new()
    };
    Rendered {
        html: html + &drawn,
        text,
    }
}

fn title(side: &Side, key: &str, catalogue: &Catalogue) -> String {
    side.title.clone().unwrap_or_else(|| catalogue.word(key))
}

fn whole(item: &Item) -> String {
    item.code
        .as_ref()
        .map_or_else(|| item.text.clone(), |code| format!("{code} {}", item.text))
}

/// Indexes of what an item serves.
fn served(mapping: &Mapping, from: usize) -> impl Iterator<Item = usize> {
    mapping.links.range((from, 0)..=(from, usize::MAX)).map(|(_, to)| *to)
}

fn matrix(mapping: &Mapping, catalogue: &Catalogue) -> (String, String) {
    let mut heads = vec![title(&mapping.from, "mapping-from", catalogue)];
    heads.extend(mapping.to.items.iter().map(whole));
    let mut table = Table::new(&heads);
    for (from, item) in mapping.from.items.iter().enumerate() {
        let name = whole(item);
        let mut marks = vec![false; mapping.to.items.len()];
        for to in served(mapping, from) {
            marks[to] = true;
        }
        let mut cells = vec![Cell::Head(&name)];
        cells.extend(marks.into_iter().map(|mark| mark_cell(mark, catalogue)));
        table.row(&cells);
    }
    let (html, mut text) = table.finish();
    text.push_str(&title(&mapping.to, "mapping-to", catalogue));
    text.push('\n');
    (html, text)
}

fn mark_cell(mark: bool, catalogue: &Catalogue) -> Cell<'static> {
    if !mark {
        return Cell::Text("");
    }
    let word = catalogue.word("mapping-serves");
    let label = escape(&word);
    Cell::Made(
        format!("<span class=\"serves\" role=\"img\" aria-label=\"{label}\">●</span>"),
        String::new(),
    )
}

fn list(mapping: &Mapping, catalogue: &Catalogue) -> (String, String) {
    let mut table = Table::new(&[
        title(&mapping.from, "mapping-from", catalogue),
        title(&mapping.to, "mapping-to", catalogue),
    ]);
    for (from, item) in mapping.from.items.iter().enumerate() {
        let name = whole(item);
        let targets: Vec<String> = served(mapping, from).map(|to| whole(&mapping.to.items[to])).collect();
        let targets = targets.iter().map(String::as_str).collect();
        table.row(&[Cell::Head(&name), Cell::Texts(targets)]);
    }
    let (html, mut text) = table.finish();
    // What nothing serves is in no row.
    for item in &mapping.to.items {
        text.push_str(&whole(item));
        text.push('\n');
    }
    (html, text)
}

/// A column of boxes: lines of each, its top, its middle.
struct Boxes {
    lines: Vec<Vec<String>>,
    tops: Vec<Units>,
    bottom: Units,
}

impl Boxes {
    fn new(side: &Side, top: Units) -> Self {
        const LINES: usize = 4;
        let mut boxes = Self {
            lines: Vec::new(),
            tops: Vec::new(),
            bottom: top,
        };
        for item in &side.items {
            let mut lines = text::wrap(&whole(item), BOX - 20);
            if lines.len() > LINES {
                lines.truncate(LINES);
                lines[LINES - 1].push('…');
            }
            boxes.tops.push(boxes.bottom);
            boxes.bottom += height(&lines) + GAP;
            boxes.lines.push(lines);
        }
        boxes
    }

    fn middle(&self, index: usize) -> Units {
        self.tops[index] + height(&self.lines[index]) / 2
    }

    fn draw(&self, x: Units, drawing: &mut Drawing) {
        for (lines, top) in self.lines.iter().zip(&self.tops) {
            drawing.rect(x, *top, BOX, height(lines), "box");
            for (at, line) in lines.iter().enumerate() {
                let down = 20 + text::LINE * Units::try_from(at).expect("few lines");
                drawing.text(x + 10, top + down, Align::Left, "", line);
            }
        }
    }
}

fn height(lines: &[String]) -> Units {
    text::LINE * Units::try_from(lines.len()).expect("few lines") + 12
}

fn draw(mapping: &Mapping, id: &str, catalogue: &Catalogue) -> String {
    const TOP: Units = 34;
    let from = Boxes::new(&mapping.from, TOP);
    let to = Boxes::new(&mapping.to, TOP);
    let right = WIDTH - BOX - 1;
    let mut drawing = Drawing::new(id, WIDTH, from.bottom.max(to.bottom));
    let mut words = Vec::new();
    for (first, second) in &mapping.links {
        let (start, end) = ((BOX + 1, from.middle(*first)), (right, to.middle(*second)));
        drawing.line(start, end, "link");
    }
    for (index, item) in mapping.from.items.iter().enumerate() {
        let targets: Vec<&str> = served(mapping, index).map(|to| mapping.to.items[to].label()).collect();
        if !targets.is_empty() {
            words.push(format!("{} → {}", item.label(), targets.join(", ")));
        }
    }
    from.draw(1, &mut drawing);
    to.draw(right, &mut drawing);
    let (left_title, right_title) = (
        title(&mapping.from, "mapping-from", catalogue),
        title(&mapping.to, "mapping-to", catalogue),
    );
    for (x, title) in [(1, &left_title), (right, &right_title)] {
        let line = text::wrap(title, BOX).swap_remove(0);
        drawing.text(x, 20, Align::Left, "label", &line);
    }
    let name = format!("{}: {left_title}, {right_title}", catalogue.word("mapping-figure"));
    drawing.finish(&name, &words.join("; "))
}
