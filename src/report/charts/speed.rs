//! How fast the program was, record by record: small panels, one per figure, on one scale.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::{Chart, VERSION};
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::scene::{DASHES, PALETTE, QUIET, Scene, Shape};
use crate::speed::{Moved, SpeedLine, SpeedOverTime};
use crate::words::language::Language;

/// Panels in a row.
const COLUMNS: usize = 2;
const HEIGHT: f64 = 170.0;
const GAP: f64 = 44.0;
/// Room for numbers of an axis.
const AXIS: f64 = 44.0;
/// Records drawn: the last ones.
const MOST: usize = 40;

/// A panel per figure; the first record is 1 in each.
pub fn speed(told: &SpeedOverTime, language: Language) -> Chart {
    let words = language.words();
    let from = told.records.len().saturating_sub(MOST);
    let lines: Vec<(&SpeedLine, Vec<Option<[f64; 3]>>)> =
        told.lines.iter().filter_map(|line| Some((line, shares(&line.values[from..])?))).collect();
    let moved = lines.first().and_then(|(line, shares)| moved(line, shares));
    let title = words.speed_title(moved.as_ref());
    let (mut scene, top) = frame::page(&title, &words.speed_subtitle(told));
    let values = lines.iter().flat_map(|(_, shares)| shares.iter().flatten()).flat_map(|v| *v);
    let (low, high) = nice_range(values.chain([0.0, 1.1]), 5);
    let width = (WIDTH - 2.0 * MARGIN - GAP * (COLUMNS as f64 - 1.0)) / COLUMNS as f64;
    for (i, (line, shares)) in lines.iter().enumerate() {
        let left = MARGIN + (width + GAP) * (i % COLUMNS) as f64;
        let upper = top + 10.0 + (HEIGHT + GAP) * (i / COLUMNS) as f64;
        panel(&mut scene, told, from, (line, shares), (left, left + width), upper, (low, high));
    }
    let rows = lines.len().div_ceil(COLUMNS).max(1) as f64;
    let bottom = top + 10.0 + (HEIGHT + GAP) * rows;
    frame::close_with(&mut scene, bottom, &[words.speed_note()], &words.speed_source(VERSION));
    let said: Vec<String> = lines
        .iter()
        .map(|(line, shares)| {
            words.speed_line(&line.title, &shares.iter().flatten().map(|v| v[1]).collect::<Vec<f64>>())
        })
        .collect();
    let alt = if said.is_empty() { format!("{title}.") } else { format!("{title}. {}.", said.join("; ")) };
    Chart { name: "speed", title, alt, scene }
}

/// Values as shares of the first one's median; `None` where fewer than two are known.
fn shares(values: &[Option<[f64; 3]>]) -> Option<Vec<Option<[f64; 3]>>> {
    let [_, first, _] = values.iter().flatten().next().copied()?;
    let known = values.iter().flatten().count();
    (known >= 2 && first > 0.0).then(|| values.iter().map(|v| v.map(|v| v.map(|x| x / first))).collect())
}

/// How far the last record's median is from the first's.
fn moved(line: &SpeedLine, shares: &[Option<[f64; 3]>]) -> Option<Moved> {
    let known: Vec<(usize, f64)> = shares.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?[1]))).collect();
    let ((first, _), (last, times)) = (known.first()?, known.last()?);
    Some(Moved { figure: line.title.clone(), times: *times, records: last - first })
}

fn panel(
    scene: &mut Scene,
    told: &SpeedOverTime,
    from: usize,
    (line, shares): (&SpeedLine, &[Option<[f64; 3]>]),
    (left, right): (f64, f64),
    upper: f64,
    (low, high): (f64, f64),
) {
    let (first, last) = (upper + 26.0, upper + HEIGHT - 22.0);
    scene.text((left, upper + 12.0), LABEL.bold().fit(&line.title, right - left), LABEL.bold());
    let y = Scale::linear(low, high, (last, first));
    let ticks = y.ticks(4);
    frame::horizontal_grid(scene, &ticks, &tick_labels(&ticks), |v| y.at(v), left + AXIS, right);
    scene.line(vec![(left + AXIS, y.at(1.0)), (right, y.at(1.0))], QUIET, 1.0, DASHES[2]);
    let n = shares.len().max(2) as f64;
    let x = |i: usize| left + AXIS + 12.0 + (right - left - AXIS - 24.0) * i as f64 / (n - 1.0);
    let points: Vec<(usize, [f64; 3])> = shares.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?))).collect();
    let path: Vec<(f64, f64)> = points.iter().map(|(i, v)| (x(*i), y.at(v[1]))).collect();
    scene.line(path, PALETTE[0], 1.6, DASHES[0]);
    for (i, [quarter, median, three_quarters]) in &points {
        scene.line(vec![(x(*i), y.at(*quarter)), (x(*i), y.at(*three_quarters))], PALETTE[0], 1.4, DASHES[0]);
        let noisy = told.records[from + i].noisy;
        scene.point((x(*i), y.at(*median)), Shape::Circle, 4.0, PALETTE[0], noisy);
    }
    let ends = [(0, left + AXIS, false), (shares.len() - 1, right, true)];
    for (i, at, end) in ends {
        let label = SMALL.fit(&told.records[from + i].label, (right - left - AXIS) / 2.0 - 8.0);
        let face = if end { SMALL.end() } else { SMALL };
        scene.text((at, upper + HEIGHT - 2.0), label, face);
    }
}
