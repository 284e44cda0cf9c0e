//! What every chart has around its picture: a title that says the finding, what is shown, notes, labels and source.

use super::scene::{Colour, DASHES, Face, INK, QUIET, RULE, SHADE, Scene, WHITE};
use crate::told::Told;

/// Page width of every chart, in units.
pub const WIDTH: f64 = 1000.0;
/// Space left and right.
pub const MARGIN: f64 = 28.0;

/// Text sizes in ems.
pub const TITLE: Face = Face::new(21.0).bold();
/// The same where it is long.
const LONG_TITLE: Face = Face::new(15.0).bold();
/// Below the title.
pub const SUBTITLE: Face = Face::new(14.0).colour(QUIET);
/// Names of rows, columns and axes.
pub const LABEL: Face = Face::new(13.0);
/// Notes and ticks.
pub const SMALL: Face = Face::new(12.0).colour(QUIET);
/// For names that fit no other way.
const FINE: Face = Face::new(11.0);

/// Starts a page; returns it with the y below its heading.
pub fn page(title: &str, subtitle: &str) -> (Scene, f64) {
    let mut scene = Scene::new(WIDTH);
    let room = WIDTH - 2.0 * MARGIN;
    // A finding whose end is cut off may say the opposite: long names take more lines of smaller letters.
    let lines = TITLE.wrap(title, room, 3);
    let mut y = match lines.iter().any(|line| line.ends_with('…')) {
        false => scene.lines((MARGIN, 40.0), &lines, TITLE, 28.0),
        true => scene.lines((MARGIN, 38.0), &LONG_TITLE.wrap(title, room, 12), LONG_TITLE, 20.0) + 6.0,
    };
    y = scene.lines((MARGIN, y - 2.0), &SUBTITLE.wrap(subtitle, room, 3), SUBTITLE, 19.0);
    (scene, y + 2.0)
}

/// Ends a page below `y` with notes and the source line, and sets its height.
pub fn close(scene: &mut Scene, y: f64, notes: &[&str], told: &Told) {
    close_with(scene, y, notes, &told.source());
}

/// Closes a page with these notes and this source.
pub fn close_with(scene: &mut Scene, y: f64, notes: &[&str], source: &str) {
    let room = WIDTH - 2.0 * MARGIN;
    scene.line(vec![(MARGIN, y), (WIDTH - MARGIN, y)], crate::kit::scene::GRID, 1.0, DASHES[0]);
    let mut y = y + 19.0;
    for note in notes.iter().copied().filter(|n| !n.is_empty()).chain([source]) {
        y = scene.lines((MARGIN, y), &SMALL.wrap(note, room, 4), SMALL, 16.5);
    }
    scene.height = (y + 4.0).ceil();
}

/// The baseline's line.
pub const BASELINE: (Colour, f64) = (INK, 2.4);

/// A vertical grid with labels below, for horizontal values.
pub fn vertical_grid(
    scene: &mut Scene,
    ticks: &[f64],
    labels: &[String],
    at: impl Fn(f64) -> f64,
    top: f64,
    bottom: f64,
) {
    for (tick, label) in ticks.iter().zip(labels) {
        let x = at(*tick);
        scene.line(vec![(x, top), (x, bottom)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        scene.text((x, bottom + 16.0), label, SMALL.middle());
    }
}

/// The same for one of several panels side by side: a label that would stand out by more than `room` is left out, so that it
/// cannot run into the next panel's.
pub fn vertical_grid_within(
    scene: &mut Scene,
    ticks: &[f64],
    at: impl Fn(f64) -> f64,
    (top, bottom): (f64, f64),
    (left, right): (f64, f64),
    room: f64,
) {
    let mut end = f64::NEG_INFINITY;
    for (tick, label) in ticks.iter().zip(crate::kit::axis::tick_labels(ticks)) {
        let (x, half) = (at(*tick), SMALL.width(&label) / 2.0);
        scene.line(vec![(x, top), (x, bottom)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        if x - half >= left - room && x + half <= right + room && x - half > end + 4.0 {
            scene.text((x, bottom + 16.0), label, SMALL.middle());
            end = x + half;
        }
    }
}

/// A horizontal grid with labels left, for vertical values.
pub fn horizontal_grid(
    scene: &mut Scene,
    ticks: &[f64],
    labels: &[String],
    at: impl Fn(f64) -> f64,
    left: f64,
    right: f64,
) {
    for (tick, label) in ticks.iter().zip(labels) {
        let y = at(*tick);
        scene.line(vec![(left, y), (right, y)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        scene.text((left - 8.0, y + 4.3), label, SMALL.end());
    }
}

/// An axis line.
pub fn rule(scene: &mut Scene, from: (f64, f64), to: (f64, f64)) {
    scene.line(vec![from, to], RULE, 1.2, DASHES[0]);
}

/// A stripe behind every second row of a table-like chart.
pub fn stripe(scene: &mut Scene, row: usize, top: f64, bottom: f64) {
    scene.rect((MARGIN, top), (WIDTH - MARGIN, bottom), row_colour(row));
}

/// Leading of names at the end of lines.
pub const NAME_LINE: f64 = 14.0;

/// Names for the ends of lines: in two lines where `space` holds them all, in one otherwise; with the room each needs. Names that would
/// be cut to the same are told apart by `apart`.
pub fn end_names(names: &[String], apart: Apart, room: f64, space: f64) -> (Vec<Vec<String>>, Vec<f64>) {
    let wrapped = |most: usize| {
        let wrap = |name: &str| LABEL.wrap(name, room, most);
        let texts: Vec<Vec<String>> = names.iter().map(|n| wrap(&apart(n, &wrap))).collect();
        let heights: Vec<f64> = texts.iter().map(|t| NAME_LINE * t.len() as f64 + 4.0).collect();
        (texts, heights)
    };
    Some(wrapped(2)).filter(|(_, h)| h.iter().sum::<f64>() <= space).unwrap_or_else(|| wrapped(1))
}

/// Tells a name from others that are cut to the same lines.
pub type Apart<'a> = &'a dyn Fn(&str, &dyn Fn(&str) -> Vec<String>) -> String;

/// The stripe's colour.
pub fn row_colour(row: usize) -> Colour {
    if row.is_multiple_of(2) { SHADE } else { WHITE }
}

/// The name of a policy as a label centred on `y`, from `x`, told apart from others that would be cut to the same.
pub fn row_name(scene: &mut Scene, told: &Told, (x, y): (f64, f64), name: &str, room: f64, most: usize) {
    let text = told.apart(name, |text| fitted(text, room, most).0);
    row_label_of(scene, x, y, &text, room, most);
}

/// A label of up to `most` lines, centred on `y`, from `x`.
pub fn row_label_of(scene: &mut Scene, x: f64, y: f64, text: &str, room: f64, most: usize) {
    let (lines, face, leading) = fitted(text, room, most);
    let first = y + 0.35 * face.size - leading / 2.0 * (lines.len() as f64 - 1.0);
    scene.lines((x, first), &lines, face, leading);
}

/// Lines, face and leading of a label.
fn fitted(text: &str, room: f64, most: usize) -> (Vec<String>, Face, f64) {
    let whole = |face: Face, most: usize| {
        let lines = face.wrap(text, room, most);
        (!lines.iter().any(|line| line.ends_with('…'))).then_some(lines)
    };
    match (whole(LABEL, most), whole(FINE, most + 1)) {
        // One more line of smaller letters rather than a name cut short.
        (None, Some(lines)) => (lines, FINE, 12.4),
        (lines, _) => (lines.unwrap_or_else(|| LABEL.wrap(text, room, most)), LABEL, 15.5),
    }
}
