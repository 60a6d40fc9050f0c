//! Drawings made at build time: SVG without script, with text that can be selected and read aloud.
//!
//! Colours come from classes of the stylesheet, so that a drawing follows dark mode and print.

use std::fmt::Write as _;

use super::markup::escape;

pub(super) mod layered;
pub(super) mod shapes;
pub(super) mod text;

/// Units are pixels at the size of the text around.
pub(super) type Units = i32;

/// What fits the text of an A4 page.
pub(super) const PAGE: Units = 700;
/// What fits its height, with a caption or a heading.
pub(super) const SHEET: Units = 880;

/// The id of one of several drawings of a block; the first has the block's own.
pub(super) fn part_id(id: &str, index: usize) -> String {
    match index {
        0 => id.to_owned(),
        _ => format!("{id}-{}", index + 1),
    }
}

/// The title of one of several drawings of a block.
pub(super) fn part_title(title: String, index: usize, count: usize) -> String {
    match count {
        0 | 1 => title,
        _ => format!("{title} ({}/{count})", index + 1),
    }
}

/// An SVG being drawn.
pub(super) struct Drawing {
    id: String,
    body: String,
    width: Units,
    height: Units,
}

/// Where a text begins from its place.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

impl Drawing {
    /// `id` is unique in the document.
    pub(super) fn new(id: &str, width: Units, height: Units) -> Self {
        Self {
            id: id.to_owned(),
            body: String::new(),
            width,
            height,
        }
    }

    /// A rectangle.
    pub(super) fn rect(&mut self, x: Units, y: Units, width: Units, height: Units, class: &str) {
        let _ = writeln!(
            self.body,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (Units, Units), to: (Units, Units), class: &str) {
        let _ = writeln!(
            self.body,
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            from.0, from.1, to.0, to.1
        );
    }

    /// One line of text; `y` is its base line.
    pub(super) fn text(&mut self, x: Units, y: Units, align: Align, class: &str, text: &str) {
        let anchor = match align {
            Align::Left => "start",
            Align::Middle => "middle",
            Align::Right => "end",
        };
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
            escape(text)
        );
    }

    /// One line of text that runs upwards, its middle at the place given.
    pub(super) fn turned_text(&mut self, x: Units, y: Units, class: &str, text: &str) {
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" transform=\"translate({x} {y}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            escape(text)
        );
    }

    /// The finished figure. The description says in words what the drawing shows.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let Self {
            id,
            body,
            width,
            height,
        } = self;
        // Too broad for a telephone: it keeps its size there and can be moved, with the keys too. On paper small letters stay
        // readable down to a third of their size, so only what is broader still is set across the sheet.
        let frame = match width {
            ..=560 => "",
            561..=1000 => " broad\" tabindex=\"0",
            _ => " broad wide\" tabindex=\"0",
        };
        format!(
            "<figure class=\"drawing{frame}\"><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{id}-t {id}-x\" \
             viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-x\">{}</desc>\n\
             {body}</svg></figure>\n",
            escape(title),
            escape(description)
        )
    }
}
