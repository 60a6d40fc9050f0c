//! Grid tables.

use pulldown_cmark::Event;

use super::{Inside, Renderer};
use crate::{
    document::{
        dialect::grid::{Align, Cell, Grid},
        markdown,
    },
    render::table::frame,
};

impl<'a> Renderer<'a> {
    pub(super) fn grid(&mut self, grid: &'a Grid, out: &mut Vec<Event<'a>>) {
        out.push(Event::Html(format!("{}<table>\n", frame(grid.columns)).into()));
        for (row, cells) in grid.rows.iter().enumerate() {
            let part = match row {
                _ if row < grid.heads => "thead",
                _ if row < grid.foot => "tbody",
                _ => "tfoot",
            };
            if row == 0 || row == grid.heads || row == grid.foot {
                out.push(Event::Html(format!("<{part}>\n").into()));
            }
            out.push(Event::Html("<tr>".into()));
            for cell in cells {
                self.cell(cell, row < grid.heads, out);
            }
            out.push(Event::Html("</tr>\n".into()));
            if [grid.heads, grid.foot, grid.rows.len()].contains(&(row + 1)) {
                out.push(Event::Html(format!("</{part}>\n").into()));
            }
        }
        out.push(Event::Html("</table></div>\n".into()));
    }

    fn cell(&mut self, cell: &'a Cell, head: bool, out: &mut Vec<Event<'a>>) {
        let tag = if head { "th" } else { "td" };
        let mut attributes = String::new();
        if head {
            attributes.push_str(if cell.colspan > 1 {
                " scope=\"colgroup\""
            } else {
                " scope=\"col\""
            });
        }
        for (name, span) in [("colspan", cell.colspan), ("rowspan", cell.rowspan)] {
            if span > 1 {
                attributes.push_str(&format!(" {name}=\"{span}\""));
            }
        }
        attributes.push_str(match cell.align {
            Align::Usual => "",
            Align::Left => " class=\"left\"",
            Align::Center => " class=\"center\"",
            Align::Right => " class=\"right\"",
        });
        out.push(Event::Html(format!("<{tag}{attributes}>").into()));
        self.text.push('\n');
        let events = markdown::events(&cell.text, self.definitions);
        let outside = std::mem::replace(&mut self.depth, 1);
        let inside = std::mem::replace(&mut self.inside, Inside::Text);
        let figure = self.in_figure.take();
        self.run(&single(events), &[], out);
        self.depth = outside;
        self.inside = inside;
        self.in_figure = figure;
        self.text.push('\n');
        out.push(Event::Html(format!("</{tag}>").into()));
    }
}

/// One paragraph alone needs no paragraph around it.
fn single<T: Clone>(events: Vec<(Event<'_>, T)>) -> Vec<(Event<'_>, T)> {
    use pulldown_cmark::{Tag, TagEnd};
    let starts = |(event, _): &(Event<'_>, T)| matches!(event, Event::Start(Tag::Paragraph));
    let ends = |(event, _): &(Event<'_>, T)| matches!(event, Event::End(TagEnd::Paragraph));
    let paragraphs = events.iter().filter(|event| starts(event)).count();
    if paragraphs == 1 && events.first().is_some_and(starts) && events.last().is_some_and(ends) {
        return events[1..events.len() - 1].to_vec();
    }
    events
}
