//! Nothing on a chart runs through anything else.

use super::*;
use crate::{
    document::data::{
        Text,
        procedure::{Exit, Step},
    },
    plan::Language,
};

fn text(value: &str) -> Text {
    value.into()
}

/// A procedure made of numbers: every fourth step is a decision with branches here and there.
fn procedure(steps: usize, lanes: usize, mut seed: usize) -> Procedure {
    let mut next = |most: usize| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12345) % (1 << 31);
        (seed >> 8) % most
    };
    let step = |index: usize, next: &mut dyn FnMut(usize) -> usize| {
        let is_decision = index % 4 == 2;
        let mut exits = Vec::new();
        if is_decision {
            for branch in 0..2 + next(4) {
                let to = next(steps + 1);
                exits.push(Exit {
                    label: Some(text(["Ya", "Tidak", "Belum lengkap", "Kuarantin"][branch % 4])),
                    to: (to < steps).then_some(to),
                });
            }
        } else {
            exits.push(Exit {
                label: None,
                to: (index + 1 < steps).then_some(index + 1),
            });
        }
        Step {
            actor: next(lanes),
            text: text(&"Semak laporan keadaan ".repeat(1 + next(4))),
            exits,
            is_decision,
            record: None,
            time: None,
        }
    };
    let steps = (0..steps).map(|index| step(index, &mut next)).collect();
    let actors = (0..lanes).map(|lane| format!("Pasukan Pemulihan {lane}")).collect();
    Procedure { actors, steps }
}

#[test]
fn lines_keep_clear_of_shapes_and_charts_fit_their_sheets() {
    let catalogue = Catalogue::embedded(Language::Ms);
    for (count, lanes, seed) in [(3, 1, 1), (9, 3, 2), (30, 4, 3), (60, 6, 4), (40, 10, 5)] {
        let procedure = procedure(count, lanes, seed);
        let (rows, edges) = rows(&procedure, &catalogue);
        let (columns, sheets) = place(&rows, &edges, &procedure);
        assert!(sheets.len() > count / 20, "{} sheets", sheets.len());
        assert!(columns.lane >= LANES.0);
        for sheet in &sheets {
            assert!(
                sheet.height <= ONE_SHEET + GAP || sheet.rows.len() == 1,
                "{} high",
                sheet.height
            );
            let boxes: Vec<(Units, Units, Units, Units)> = sheet
                .rows
                .iter()
                .enumerate()
                .map(|(row, placed)| {
                    let x = columns.left(placed.row.lane);
                    (x, sheet.upper(row), x + columns.lane, sheet.lower(row))
                })
                .collect();
            for pair in boxes.windows(2) {
                assert!(pair[0].3 + ENTRY <= pair[1].1, "two rows meet");
            }
            for route in &sheet.plan.routes {
                let points = sheet.points(route, &columns);
                for line in points.windows(2) {
                    let (from, to) = (line[0], line[1]);
                    assert!(from.0 == to.0 || from.1 == to.1, "lines run straight");
                    assert!(from.0.min(to.0) >= 0 && from.0.max(to.0) <= columns.width() + 2);
                    for shape in &boxes {
                        // The outline of a decision stands inside its box, so a line may begin there.
                        let inside = from.0.max(to.0) > shape.0
                            && from.0.min(to.0) < shape.2
                            && from.1.max(to.1) > shape.1
                            && from.1.min(to.1) < shape.3;
                        let starts_here = line[0] == points[0] && from.1 > shape.1 && from.1 < shape.3;
                        assert!(
                            !inside || starts_here,
                            "a line runs through a shape: {line:?} {shape:?}"
                        );
                    }
                }
            }
        }
    }
}
