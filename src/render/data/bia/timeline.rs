//! Bars from the disruption on: until the service is back, until the work is caught up, until it may not last longer.
//!
//! Times run from minutes to weeks, so the axis goes in steps: each step is as wide as the next, and longer in time.

use super::label;
use crate::{
    document::data::bia::Function,
    render::drawing::{Align, Drawing, Units, part_title, text},
    theme::Catalogue,
};

const WIDTH: Units = 720;
/// Where the axis begins: names stand left of it.
const LEFT: Units = 196;
const RIGHT: Units = WIDTH - 32;
const ROW: Units = 58;
const HEAD: Units = 34;
const BAR: Units = 16;
/// As many as have room on a sheet; the rest gets further pictures.
const MOST: usize = 14;
/// Steps that an axis may have before their names touch.
const STEPS: usize = 8;

/// Minutes at which a step may end.
const NICE: [u32; 16] = [
    15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10_080, 20_160, 43_200, 129_600, 525_600, 5_256_000,
];

pub(super) fn draw(functions: &[Function], id: &str, catalogue: &Catalogue) -> String {
    let ticks = ticks(functions);
    let parts = functions.chunks(MOST).enumerate();
    let count = functions.len().div_ceil(MOST);
    parts
        .map(|(part, rows)| {
            let title = part_title(catalogue.word("bia-timeline"), part, count);
            one(
                rows,
                part * MOST,
                &ticks,
                &format!("{id}-{}", part + 1),
                &title,
                catalogue,
            )
        })
        .collect()
}

fn one(rows: &[Function], first: usize, ticks: &[u32], id: &str, title: &str, catalogue: &Catalogue) -> String {
    let bottom = HEAD + ROW * Units::try_from(rows.len()).expect("few rows");
    let mut drawing = Drawing::new(id, WIDTH, bottom + 34);
    for tick in ticks {
        let x = place(*tick, ticks);
        drawing.line((x, HEAD - 8), (x, bottom), "grid");
        drawing.text(x, HEAD - 14, Align::Middle, "small", &tick_name(*tick, catalogue));
    }
    let mut words = Vec::new();
    let mut y = HEAD;
    for (index, function) in rows.iter().enumerate() {
        let label = label(function, first + index);
        write_name(&mut drawing, y, &format!("{label} {}", function.name.value));
        let zero = place(0, ticks);
        let work = function.wrt.as_ref().map_or(0, |time| time.minutes);
        let back = place(function.recovered(), ticks);
        let caught_up = place(function.recovered() + work, ticks);
        let limit = place(function.mtd.minutes, ticks);
        drawing.rect(zero, y + 8, limit - zero, BAR, "slack");
        drawing.rect(zero, y + 8, back - zero, BAR, "rto");
        drawing.rect(back, y + 8, caught_up - back, BAR, "wrt");
        drawing.line((limit, y + 4), (limit, y + 12 + BAR), "limit");
        let times = times(function, catalogue);
        drawing.text(zero + 4, y + 42, Align::Left, "small", &times);
        words.push(format!("{label}: {times}"));
        y += ROW;
    }
    let mut x = LEFT;
    for (class, key) in [("rto", "bia-rto"), ("wrt", "bia-wrt"), ("slack", "bia-until-mtd")] {
        let word = catalogue.word(key);
        drawing.rect(x, bottom + 14, 14, 14, class);
        drawing.text(x + 20, bottom + 26, Align::Left, "small", &word);
        x += 40 + text::width(&word);
    }
    drawing.finish(title, &words.join("; "))
}

/// Two lines of a name; what has no room stands in the table.
fn write_name(drawing: &mut Drawing, y: Units, name: &str) {
    let mut lines = text::wrap(name, LEFT - 16);
    if lines.len() > 2 {
        lines.truncate(2);
        lines[1].push('…');
    }
    for (at, line) in lines.iter().enumerate() {
        let down = 20 + text::LINE * Units::try_from(at).expect("two lines");
        drawing.text(LEFT - 12, y + down, Align::Right, "label", line);
    }
}

fn times(function: &Function, catalogue: &Catalogue) -> String {
    let mut times = vec![format!("{} {}", catalogue.word("bia-rto"), function.rto.text)];
    if let Some(system) = &function.rto_system {
        times.push(format!("{} {}", catalogue.word("bia-rto-system"), system.text));
    }
    if let Some(wrt) = &function.wrt {
        times.push(format!("{} {}", catalogue.word("bia-wrt"), wrt.text));
    }
    times.push(format!("{} {}", catalogue.word("bia-mtd"), function.mtd.text));
    times.join(" · ")
}

/// Nought, then steps from the fastest recovery to the longest downtime.
fn ticks(functions: &[Function]) -> Vec<u32> {
    let fastest = functions.iter().map(|function| function.rto.minutes);
    let fastest = fastest.filter(|minutes| *minutes > 0).min().unwrap_or(NICE[0]);
    let longest = functions.iter().map(|function| function.mtd.minutes).max().unwrap_or(1);
    let first = NICE.iter().rposition(|nice| *nice <= fastest).unwrap_or(0);
    let last = NICE.iter().position(|nice| *nice >= longest).unwrap_or(NICE.len() - 1);
    let steps = &NICE[first.min(last)..=last];
    let every = steps.len().div_ceil(STEPS);
    let mut ticks: Vec<u32> = steps.iter().rev().step_by(every).copied().collect();
    ticks.push(0);
    ticks.reverse();
    ticks
}

fn place(minutes: u32, ticks: &[u32]) -> Units {
    let step = i64::from(RIGHT - LEFT) / i64::try_from(ticks.len() - 1).expect("few ticks");
    let at = ticks.partition_point(|tick| *tick <= minutes).clamp(1, ticks.len() - 1);
    let (low, high) = (i64::from(ticks[at - 1]), i64::from(ticks[at]));
    let within = (i64::from(minutes) - low) * step / (high - low);
    let steps = i64::try_from(at - 1).expect("few ticks") * step;
    LEFT + Units::try_from(steps + within.clamp(0, step)).expect("within the drawing")
}

fn tick_name(minutes: u32, catalogue: &Catalogue) -> String {
    let (key, count) = match minutes {
        0 => return "0".to_owned(),
        1..60 => ("bia-minutes", minutes),
        60..2880 => ("bia-hours", minutes / 60),
        _ => ("bia-days", minutes / 1440),
    };
    catalogue.with(key, &[("count", &count.to_string())])
}
