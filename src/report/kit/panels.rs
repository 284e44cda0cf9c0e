//! Estimates in rows, side by side in panels of one scale: what most charts of the chapter look like.

use super::answered::{self, Verdict};
use super::axis::{Scale, nice_range};
use super::chart::Chart;
use super::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use super::intervals;
use super::scene::{DASHES, INK, PALETTE, QUIET, Scene, Shape};
use crate::told::Told;
use amparo_decide::estimate::Estimate;

const LABELS: f64 = 256.0;
const GAP: f64 = 24.0;
const ROW: f64 = 48.0;

/// What stands in one panel of one row.
#[derive(Clone)]
pub struct Cell {
    /// Value with its noise and its spread over draws.
    pub estimate: Estimate,
    /// Where its own zero lies: the end of the step before it, or 0.
    pub start: f64,
    /// The number in words.
    pub text: String,
}

/// A row with a cell per panel; `None` where the study has none.
pub struct Row {
    /// Name of the row, left of the panels.
    pub label: String,
    /// One entry per panel.
    pub cells: Vec<Option<Cell>>,
}

/// What all panels share.
pub struct Grid<'a> {
    /// Heading of each panel.
    pub heads: &'a [String],
    /// What the axis counts, with its unit.
    pub unit: &'a str,
    /// Whether each row starts where the one before ended.
    pub ladder: bool,
    /// Said in an empty cell.
    pub absent: &'a str,
}

/// What stands around the panels.
pub struct Around<'a> {
    /// Name of the chart's files.
    pub name: &'static str,
    /// The finding.
    pub title: String,
    /// Line below the title.
    pub subtitle: &'a str,
    /// How to read it, before what is said below every chart of estimates.
    pub notes: &'a [&'a str],
}

/// Rows in panels as a chart that stands alone.
pub fn chart(told: &Told, around: Around, grid: &Grid, rows: &[Row]) -> Chart {
    let Around { name, title, subtitle, notes } = around;
    let (mut scene, top) = frame::page(&title, subtitle);
    let last = draw(&mut scene, told, top, grid, rows);
    let intervals = told.intervals();
    let notes: Vec<&str> = notes.iter().copied().chain([&*intervals, told.words.conditional()]).collect();
    frame::close(&mut scene, last + 48.0, &notes, told);
    let mut all: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for row in rows {
        let known =
            grid.heads.iter().zip(&row.cells).filter_map(|(h, c)| Some((h.as_str(), c.as_ref()?.text.as_str())));
        all.push((&row.label, known.collect()));
    }
    let alt = told.words.panels_alt(&title, &all);
    Chart { name, title, alt, scene }
}

fn moved(e: &Estimate, by: f64) -> Estimate {
    Estimate {
        mean: e.mean + by,
        draws_low: e.draws_low.map(|v| v + by),
        draws_high: e.draws_high.map(|v| v + by),
        ..*e
    }
}

/// Draws the panels below `top`, with the key of both intervals; returns the y of the axis.
fn draw(scene: &mut Scene, told: &Told, top: f64, grid: &Grid, rows: &[Row]) -> f64 {
    let cells = || rows.iter().flat_map(|r| r.cells.iter().flatten());
    intervals::interval_key(scene, told, top + 6.0, cells().map(|c| &c.estimate));
    let n = grid.heads.len().max(1) as f64;
    let left = MARGIN + LABELS;
    let width = (WIDTH - MARGIN - 10.0 - left - GAP * (n - 1.0)) / n;
    let head = top + 32.0;
    let (first, last) = (head + 10.0, head + 10.0 + ROW * rows.len().max(1) as f64);
    for row in 0..rows.len() {
        frame::stripe(scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let wanted = (18.0 / n).ceil() as usize;
    let reach = cells().flat_map(|c| {
        let here = moved(&c.estimate, c.start);
        answered::reach(&here).chain([c.start]).collect::<Vec<f64>>()
    });
    let (low, high) = nice_range(reach, wanted);
    for (panel, name) in grid.heads.iter().enumerate() {
        let from = left + (width + GAP) * panel as f64;
        let x = Scale::linear(low, high, (from, from + width));
        scene.text((from + width / 2.0, head), LABEL.bold().fit(name, width + GAP - 8.0), LABEL.bold().middle());
        let ticks = x.ticks((9.0 / n).ceil() as usize);
        frame::vertical_grid_within(scene, &ticks, |v| x.at(v), (first, last), (from, from + width), GAP / 2.0 - 2.0);
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
        scene.text((from + width / 2.0, last + 34.0), SMALL.fit(grid.unit, width + GAP - 8.0), SMALL.middle());
        for (place, row) in rows.iter().enumerate() {
            let y = first + ROW * place as f64;
            match row.cells.get(panel).and_then(Option::as_ref) {
                Some(cell) => {
                    draw_cell(scene, grid, cell, &x, y, (from, from + width), place);
                    intervals::plots(scene, (name, &row.label, grid.unit), &cell.estimate);
                }
                None => scene.text((from + width / 2.0, y + 29.0), SMALL.fit(grid.absent, width), SMALL.middle()),
            }
        }
    }
    for (place, row) in rows.iter().enumerate() {
        frame::row_label_of(scene, MARGIN + 8.0, first + ROW * (place as f64 + 0.5), &row.label, LABELS - 26.0, 3);
    }
    last
}

fn draw_cell(scene: &mut Scene, grid: &Grid, cell: &Cell, x: &Scale, top: f64, panel: (f64, f64), place: usize) {
    let verdict = answered::verdict(&cell.estimate);
    let (colour, hollow) = match verdict {
        Verdict::More => (PALETTE[0], false),
        Verdict::Fewer => (PALETTE[1], false),
        _ => (QUIET, true),
    };
    let y = top + 34.0;
    let here = moved(&cell.estimate, cell.start);
    if grid.ladder {
        // From where the step before ended to where this one does; a short upright line is this step's own zero.
        let (a, b) = (x.at(cell.start), x.at(here.mean));
        scene.rect((a.min(b), y - 6.0), (a.max(b), y + 6.0), colour.alpha(0.25));
        scene.line(vec![(a, top + 21.0), (a, top + ROW)], INK, 1.6, DASHES[0]);
    }
    intervals::draw_estimate(scene, &here, x, y, colour, Shape::Circle, hollow);
    let face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    let text = face.fit(&cell.text, panel.1 - panel.0);
    let half = face.width(&text) / 2.0;
    let middle = x.at(here.mean).clamp(panel.0 + half, (panel.1 - half).max(panel.0 + half));
    scene.rect((middle - half - 2.0, top + 4.0), (middle + half + 2.0, top + 19.0), frame::row_colour(place));
    scene.text((middle, top + 16.5), text, face.middle());
}
