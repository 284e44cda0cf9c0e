//! Why girls are drawn in: Shapley shares by department, and how far communities differ.

use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, Face, GRID, INK, Scene, WHITE};
use crate::said::baseline::weighs;
use crate::said::columns::Unit;
use crate::said::runs;
use crate::told::Told;
use crate::words::baseline::OfBaseline;
use amparo_decide::result::{DriverProfile, Drivers, SUPPRESS_BELOW};
use amparo_tables::numbers::number;

const ROW: f64 = 32.0;

/// One colour per driver, light and dark by turns so that neighbours differ in greyscale, with the text colour on it.
pub(crate) const COLOURS: [(Colour, Colour); 6] = [
    (Colour(0x00, 0x5a, 0x8f, 1.0), WHITE),
    (Colour(0x8f, 0xcd, 0xf0, 1.0), INK),
    (Colour(0x00, 0x7d, 0x5b, 1.0), WHITE),
    (Colour(0xf0, 0xc2, 0x5a, 1.0), INK),
    (Colour(0xb3, 0x4d, 0x00, 1.0), WHITE),
    (Colour(0xe2, 0xb4, 0xcd, 1.0), INK),
];

/// Shares of the six drivers by department (bars) and over communities (ranges), baseline.
pub fn drivers(told: &Told, drivers: &Drivers) -> Chart {
    let shown: Vec<&DriverProfile> = drivers.departments.iter().filter(|d| d.girls >= SUPPRESS_BELOW).collect();
    let hidden = drivers.departments.len() - shown.len();
    let words = told.words;
    let title = words.drivers_title(weighs(&shown).as_ref());
    let (mut scene, top) =
        frame::page(&title, &words.drivers_subtitle(runs::world(told.result), drivers.sampled_girls));
    let first = key(&mut scene, told, top) + 30.0;
    let end = bars(&mut scene, told, &shown, first);
    let right = spread_panel(&mut scene, told, drivers, first);
    let largest = shown.iter().flat_map(|d| d.se).fold(0.0, f64::max);
    let note = words.drivers_note(drivers, hidden, 100.0 * largest);
    let notes = [&*note, words.baseline(OfBaseline::ProtectedLevels)];
    frame::close(&mut scene, end.max(right) + 16.0, &notes, told);
    let alt = words.drivers_alt(&title, &shown);
    Chart { name: "drivers", alt, title, scene }
}

/// Names of the drivers in the bars' order; returns the y of their row.
fn key(scene: &mut Scene, told: &Told, top: f64) -> f64 {
    let y = top + 12.0;
    let mut x = MARGIN;
    for (driver, (colour, _)) in COLOURS.into_iter().enumerate() {
        let name = told.words.driver(driver);
        scene.rect((x, y - 11.0), (x + 14.0, y + 2.0), colour);
        scene.text((x + 20.0, y), name, LABEL);
        x += 20.0 + LABEL.width(name) + 24.0;
    }
    y
}

fn bars(scene: &mut Scene, told: &Told, shown: &[&DriverProfile], first: f64) -> f64 {
    let (left, right) = (MARGIN + 118.0, 524.0);
    scene.text((MARGIN, first), told.words.baseline(OfBaseline::ByDepartment), LABEL.bold());
    scene.text((right + 60.0, first), told.words.baseline(OfBaseline::EffectiveDrivers), SMALL.end());
    let mut y = first + 12.0;
    for profile in shown {
        scene.text((left - 10.0, y + ROW / 2.0 + 4.5), LABEL.fit(&profile.place, 108.0), LABEL.end());
        let mut x = left;
        for (driver, share) in profile.shares.iter().enumerate() {
            let panel = told.words.baseline(OfBaseline::ByDepartment);
            let series = format!("{} · {}", profile.place, told.words.driver(driver));
            scene.plots(Plotted::new(panel, series, told.words.baseline(OfBaseline::AxisDriver), 100.0 * share));
        }
        for (share, (colour, ink)) in profile.shares.iter().zip(COLOURS) {
            // Shares below 0 (a driver that protects here) have no length in a stack; their number is in the report's table.
            let width = share.max(0.0) * (right - left);
            let face: Face = Face::new(12.0).colour(ink).middle();
            let text = number(100.0 * share, 0);
            let to = (x + width).min(right);
            scene.rect((x, y + 4.0), (to, y + ROW - 4.0), colour);
            if x > left {
                scene.line(vec![(x, y + 4.0), (x, y + ROW - 4.0)], WHITE, 1.4, DASHES[0]);
            }
            if to - x > face.width(&text) + 8.0 {
                scene.text(((x + to) / 2.0, y + ROW / 2.0 + 4.2), text, face);
            }
            x = to;
        }
        scene.text((right + 34.0, y + ROW / 2.0 + 4.5), number(profile.effective_drivers, 1), LABEL.end());
        y += ROW;
    }
    y
}

/// The value below which a share `q` of the sorted values lies, interpolated.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let at = q * (sorted.len() - 1) as f64;
    let (i, part) = (at.floor() as usize, at.fract());
    let next = sorted[(i + 1).min(sorted.len() - 1)];
    sorted[i] + part * (next - sorted[i])
}

/// From 0, or from the lowest whisker where one lies below, to a round number above the highest.
fn reach(ends: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (_, high) = crate::kit::axis::nice_range(ends.clone().map(|v| v.max(0.0)), 4);
    let low = ends.fold(0.0, f64::min);
    (if low < 0.0 { low.min(-0.02 * high) } else { 0.0 }, high)
}

fn spread_panel(scene: &mut Scene, told: &Told, drivers: &Drivers, first: f64) -> f64 {
    let (left, right) = (754.0, WIDTH - MARGIN - 8.0);
    let names = 622.0;
    let places: Vec<&DriverProfile> = drivers.communities.iter().filter(|c| c.girls >= SUPPRESS_BELOW).collect();
    let heading = told.words.communities_differ(places.len());
    scene.text((names, first), heading, LABEL.bold());
    if places.len() < 2 {
        scene.text((names, first + 28.0), told.words.baseline(OfBaseline::TooFewCommunities), SMALL);
        return first + 40.0;
    }
    let columns: Vec<Vec<f64>> = (0..6)
        .map(|k| {
            let mut column: Vec<f64> = places.iter().map(|p| 100.0 * p.shares[k]).collect();
            column.sort_by(f64::total_cmp);
            column
        })
        .collect();
    let ends = columns.iter().flat_map(|c| [quantile(c, 0.05), quantile(c, 0.95)]);
    // Whole steps below 0 only where a whisker is there: half a point of one would cost a fifth of the panel.
    let (low, high) = reach(ends);
    let x = crate::kit::axis::Scale::linear(low, high, (left, right));
    let bottom = first + 12.0 + ROW * 6.0;
    let ticks = x.ticks((4.0 * (high - low) / high.max(1.0)).ceil() as usize);
    frame::vertical_grid(scene, &ticks, &crate::kit::axis::tick_labels(&ticks), |v| x.at(v), first + 12.0, bottom);
    for (k, column) in columns.iter().enumerate() {
        let colour = COLOURS[k].0;
        let (mid, at) = (first + 12.0 + ROW * (k as f64 + 0.5), |q: f64| x.at(quantile(column, q)));
        for q in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let (heading, unit) =
                (told.words.communities_differ(places.len()), told.words.baseline(OfBaseline::AxisDriver));
            let one = Plotted::new(heading, told.words.driver(k), unit, quantile(column, q));
            scene.plots(one.at(100.0 * q, told.words.unit_of(Unit::Percent)));
        }
        scene.text((left - 10.0, mid + 4.5), told.words.driver(k), LABEL.end());
        scene.line(vec![(at(0.05), mid), (at(0.95), mid)], INK, 1.4, DASHES[0]);
        scene.rect((at(0.25), mid - 5.0), (at(0.75), mid + 5.0), colour);
        scene.line(vec![(at(0.5), mid - 7.5), (at(0.5), mid + 7.5)], INK, 2.6, DASHES[0]);
    }
    scene.line(vec![(left, bottom), (right, bottom)], GRID, 1.0, DASHES[0]);
    scene.text(((left + right) / 2.0, bottom + 34.0), told.words.baseline(OfBaseline::AxisDriver), SMALL.middle());
    bottom + 40.0
}
