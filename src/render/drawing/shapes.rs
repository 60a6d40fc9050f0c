//! Boxes with text in them, and arrows between them.

use std::fmt::Write as _;

use super::{Align, Drawing, Units, text};

/// A place in a drawing.
pub(in crate::render) type Point = (Units, Units);

/// Between a box and its text.
const PAD: Units = 8;
/// How far the sides of a long decision run to their points.
const POINT: Units = 16;
/// A fold at the corner of a document.
const FOLD: Units = 10;
/// From one base line to the next in small text.
pub(in crate::render) const SMALL_LINE: Units = 14;

/// A count as a length.
pub(in crate::render) fn units(count: usize) -> Units {
    Units::try_from(count).unwrap_or(Units::MAX)
}

/// What a shape says by its outline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::render) enum Outline {
    Step,
    Terminal,
    /// A diamond.
    Decision,
    /// A decision with much text: pointed at its sides only.
    LongDecision,
    Document,
}

/// A shape that holds its text.
pub(in crate::render) struct Shape {
    pub(in crate::render) outline: Outline,
    pub(in crate::render) width: Units,
    pub(in crate::render) height: Units,
    pub(in crate::render) lines: Vec<String>,
}

impl Shape {
    /// A shape of this width, as high as its text needs.
    pub(in crate::render) fn new(outline: Outline, content: &str, width: Units) -> Self {
        let inside = match outline {
            Outline::Decision => {
                if let Some((lines, height)) = diamond(content, width) {
                    return Self {
                        outline,
                        width,
                        height,
                        lines,
                    };
                }
                return Self::new(Outline::LongDecision, content, width);
            }
            _ => width - Self::beside(outline),
        };
        let lines = text::wrap(content, inside);
        let height = units(lines.len()) * text::LINE + 2 * PAD;
        Self {
            outline,
            width,
            height,
            lines,
        }
    }

    /// What stands beside the text of a shape, from side to side.
    fn beside(outline: Outline) -> Units {
        match outline {
            Outline::Decision | Outline::LongDecision => 2 * POINT + PAD,
            Outline::Terminal => 4 * PAD,
            Outline::Step => 2 * PAD,
            Outline::Document => 2 * PAD + FOLD,
        }
    }

    /// The least width that breaks no word.
    pub(in crate::render) fn least_width(outline: Outline, content: &str) -> Units {
        let longest = content.split_whitespace().map(text::width).max().unwrap_or(0);
        longest + Self::beside(outline)
    }

    /// How far inside the box of the shape its side stands, so far above or below the middle.
    pub(in crate::render) fn inset(&self, from_middle: Units) -> Units {
        let most = match self.outline {
            Outline::Decision => self.width / 2,
            Outline::LongDecision => POINT,
            _ => 0,
        };
        most * from_middle.abs() / (self.height / 2).max(1)
    }

    /// Draws it with its middle at a place.
    pub(in crate::render) fn draw(&self, drawing: &mut Drawing, middle: Point) {
        let (x, y) = (middle.0 - self.width / 2, middle.1 - self.height / 2);
        let (right, low) = (x + self.width, y + self.height);
        match self.outline {
            Outline::Step => drawing.rect(x, y, self.width, self.height, "shape"),
            Outline::Terminal => drawing.rounded((x, y), (self.width, self.height), "shape terminal"),
            Outline::Decision => drawing.polygon(
                &[(middle.0, y), (right, middle.1), (middle.0, low), (x, middle.1)],
                "shape decision",
            ),
            Outline::LongDecision => drawing.polygon(
                &[
                    (x + POINT, y),
                    (right - POINT, y),
                    (right, middle.1),
                    (right - POINT, low),
                    (x + POINT, low),
                    (x, middle.1),
                ],
                "shape decision",
            ),
            Outline::Document => {
                let corner = [(right - FOLD, y), (right - FOLD, y + FOLD), (right, y + FOLD)];
                drawing.polygon(&[(x, y), corner[0], corner[2], (right, low), (x, low)], "shape");
                drawing.polyline(&corner, "fold");
            }
        }
        drawing.lines(middle, "", &self.lines);
    }
}

/// Lines and height of a diamond of this width, unless it would be too tall or break a word.
fn diamond(content: &str, width: Units) -> Option<(Vec<String>, Units)> {
    let longest = content.split_whitespace().map(text::width).max().unwrap_or(0);
    let fits = (30..=75)
        .step_by(5)
        .map(|share| width * share / 100)
        .filter(|inside| *inside >= longest)
        .filter_map(|inside| {
            let lines = text::wrap(content, inside);
            let widest = lines.iter().map(|line| text::width(line)).max().unwrap_or(0) + 4;
            let high = units(lines.len()) * text::LINE + 4;
            (widest < width).then(|| (lines, (high * width / (width - widest)).max(56)))
        });
    fits.min_by_key(|(_, height)| *height)
        .filter(|(_, height)| *height <= (width * 4 / 5).max(64))
}

/// Lines of heavy text no wider than `most`.
pub(in crate::render) fn wrap_label(content: &str, most: Units) -> Vec<String> {
    text::wrap(content, most * 10 / 11)
}

/// Lines of small text no wider than `most`.
pub(in crate::render) fn wrap_small(content: &str, most: Units) -> Vec<String> {
    text::wrap(content, most * text::SIZE / 12)
}

/// Width of the widest of some lines of small text.
pub(in crate::render) fn small_width(lines: &[String]) -> Units {
    lines.iter().map(|line| text::width(line)).max().unwrap_or(0) * 12 / text::SIZE + 1
}

impl Drawing {
    /// A closed outline.
    pub(in crate::render) fn polygon(&mut self, points: &[Point], class: &str) {
        let points = list(points);
        let _ = writeln!(self.body, "<polygon class=\"{class}\" points=\"{points}\"/>");
    }

    /// A line with corners.
    pub(in crate::render) fn polyline(&mut self, points: &[Point], class: &str) {
        let points = list(points);
        let _ = writeln!(self.body, "<polyline class=\"{class}\" points=\"{points}\"/>");
    }

    /// A box with round ends.
    pub(in crate::render) fn rounded(&mut self, at: Point, size: Point, class: &str) {
        let round = (size.1 / 2).min(18);
        let _ = writeln!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
            at.0, at.1, size.0, size.1
        );
    }

    /// A line that ends in an arrow head.
    pub(in crate::render) fn arrow(&mut self, points: &[Point]) {
        let [.., before, end] = points else { return };
        let along = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
        let across = (along.1, along.0);
        let back = (end.0 - 9 * along.0, end.1 - 9 * along.1);
        let mut line = points.to_vec();
        let last = line.len() - 1;
        line[last] = (end.0 - 6 * along.0, end.1 - 6 * along.1);
        self.polyline(&line, "route");
        let side = |sign: Units| (back.0 + sign * 4 * across.0, back.1 + sign * 4 * across.1);
        self.polygon(&[*end, side(1), side(-1)], "tip");
    }

    /// Lines of text around a middle.
    pub(in crate::render) fn lines(&mut self, middle: Point, class: &str, lines: &[String]) {
        let top = middle.1 - units(lines.len()) * text::LINE / 2;
        for (at, line) in lines.iter().enumerate() {
            let y = top + units(at) * text::LINE + 14;
            self.text(middle.0, y, Align::Middle, class, line);
        }
    }

    /// Small lines on the ground of the page, around a middle, over whatever runs below them.
    pub(in crate::render) fn note(&mut self, middle: Point, lines: &[String]) {
        let (width, height) = (small_width(lines) + 4, units(lines.len()) * SMALL_LINE);
        self.rect(middle.0 - width / 2, middle.1 - height / 2, width, height, "ground");
        for (at, line) in lines.iter().enumerate() {
            let y = middle.1 - height / 2 + units(at) * SMALL_LINE + 11;
            self.text(middle.0, y, Align::Middle, "small", line);
        }
    }
}

fn list(points: &[Point]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    points.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line stands inside the outline at the height where it stands.
    #[test]
    fn text_stays_inside_every_outline() {
        let long = "Pasukan-yang-amat-panjang-sekali-namanya";
        for outline in [
            Outline::Step,
            Outline::Terminal,
            Outline::Decision,
            Outline::LongDecision,
            Outline::Document,
        ] {
            for text in [
                "Ya?",
                "Adakah kejadian ini disahkan oleh ketua pasukan bertugas?",
                long,
                "",
                "مبنى البلدية الرئيسي",
            ] {
                for width in [104, 150, 220] {
                    let shape = Shape::new(outline, text, width);
                    let block = units(shape.lines.len()) * text::LINE;
                    assert!(block <= shape.height, "{text} is too high");
                    let room = match shape.outline {
                        Outline::Decision | Outline::LongDecision => {
                            shape.width - 2 * shape.inset(block.min(shape.height) / 2)
                        }
                        _ => shape.width,
                    };
                    for line in &shape.lines {
                        assert!(text::width(line) <= room + 1, "{line} in {room} of {:?}", shape.outline);
                    }
                }
            }
        }
    }
}
