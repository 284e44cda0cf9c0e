//! Communities in driver space: how much of why girls accept is money, how much not knowing, and what is left.

use super::drivers::COLOURS;
use crate::kit::axis::Scale;
use crate::kit::chart::{Chart, VERSION};
use crate::kit::format::upper_first;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, GRID, INK, RULE, SHADE, Scene, Shape, WHITE};
use crate::said::diagnosis::{Dot, counts, dots, weighing};
use crate::words::diagnosis::OfDiagnosis;
use crate::words::language::Language;
use crate::words::voice::Words;
use amparo_decide::diagnosis::{Diagnosis, PlaceSeen, Z95};
use amparo_tables::numbers::{number, percent};

/// Side of the square that holds the triangle of possible shares.
const SIDE: f64 = 520.0;
const LEFT: f64 = MARGIN + 62.0;
/// Radius of the community with the largest exposure.
const LARGEST: f64 = 15.0;
/// Radius of the least exposed ones: still to be seen.
const SMALLEST: f64 = 2.2;

/// Every community as surveyed, against the first set of protected levels.
pub fn driver_space(diagnosis: &Diagnosis, language: Language) -> Chart {
    let (set, words) = (&diagnosis.level_sets[0], language.words());
    let (dots, levels) = (dots(diagnosis), set.levels.name());
    let weighing = weighing(&dots);
    let title = words.driver_space_title(&weighing);
    let (mut scene, top) = frame::page(&title, &words.driver_space_subtitle(diagnosis, levels));
    let (upper, lower) = (top + 14.0, top + 14.0 + SIDE);
    let x = Scale::linear(0.0, 1.0, (LEFT, LEFT + SIDE));
    let y = Scale::linear(0.0, 1.0, (lower, upper));
    triangle(&mut scene, words, &x, &y);
    let most = dots.first().map_or(0.0, |d| d.place.exposure);
    let radius = |exposure: f64| if most > 0.0 { (LARGEST * (exposure / most).sqrt()).max(SMALLEST) } else { SMALLEST };
    // The least exposed last, so that none hides behind a larger one.
    for dot in &dots {
        let at = (x.at(dot.seen.economic[0]), y.at(dot.seen.unaware[0]));
        let unit = words.diagnosis(OfDiagnosis::AxisNotKnowing);
        let one = Plotted::new(words.driver(dot.driver), &dot.place.name, unit, dot.seen.unaware[0]);
        scene.plots(one.at(dot.seen.economic[0], words.diagnosis(OfDiagnosis::AxisMoney)));
        let r = radius(dot.place.exposure);
        scene.point(at, Shape::Circle, r + 0.8, WHITE, false);
        scene.point(at, Shape::Circle, r, COLOURS[dot.driver].0.alpha(0.85), false);
    }
    reference(&mut scene, &x, &y);
    let end = key(&mut scene, words, &dots, (upper, lower), &radius, |share| x.at(share) - x.at(0.0));
    let hidden = diagnosis.communities.len() - dots.len();
    let notes = [&*words.driver_space_reading(&set.estimated, hidden), &*words.driver_space_certainty(&weighing)];
    frame::close_with(&mut scene, end.max(lower + 58.0) + 10.0, &notes, &words.diagnosis_source(VERSION, diagnosis));
    let alt = words.driver_space_alt(&title, &counts(&dots));
    Chart { name: "driver_space", alt, title, scene }
}

/// The triangle of possible shares with its axes and what its corners mean.
fn triangle(scene: &mut Scene, words: &dyn Words, x: &Scale, y: &Scale) {
    let corner = |a: f64, b: f64| (x.at(a), y.at(b));
    scene.area(vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0)], SHADE.alpha(0.7));
    for step in 1..5 {
        let share = f64::from(step) / 5.0;
        scene.line(vec![corner(share, 0.0), corner(share, 1.0 - share)], GRID, 1.0, DASHES[0]);
        scene.line(vec![corner(0.0, share), corner(1.0 - share, share)], GRID, 1.0, DASHES[0]);
    }
    for step in 0..=5 {
        let (share, label) = (f64::from(step) / 5.0, number(20.0 * f64::from(step), 0));
        scene.text((x.at(share), y.at(0.0) + 17.0), label.as_str(), SMALL.middle());
        scene.text((x.at(0.0) - 9.0, y.at(share) + 4.3), label, SMALL.end());
    }
    scene.line(vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(0.0, 0.0)], RULE, 1.2, DASHES[0]);
    scene.text((x.at(0.0), y.at(0.0) + 38.0), words.diagnosis(OfDiagnosis::AxisMoney), LABEL);
    scene.text((x.at(0.0) + 34.0, y.at(1.0) + 4.0), words.diagnosis(OfDiagnosis::NotKnowing), LABEL.bold());
    scene.text((x.at(0.0) + 34.0, y.at(1.0) + 20.0), words.diagnosis(OfDiagnosis::AxisNotKnowing), SMALL);
    scene.text((x.at(1.0) + 14.0, y.at(0.0) - 18.0), words.diagnosis(OfDiagnosis::Money), LABEL.bold());
    scene.text((x.at(1.0) + 14.0, y.at(0.0) - 2.0), words.diagnosis(OfDiagnosis::MoneyDrivers), SMALL);
    scene.text((x.at(0.0) + 10.0, y.at(0.0) - 24.0), words.diagnosis(OfDiagnosis::Neither), LABEL.bold());
    scene.text((x.at(0.0) + 10.0, y.at(0.0) - 9.0), words.diagnosis(OfDiagnosis::NeitherMore), LABEL.bold());
}

/// Where a community would be in which all six drivers weigh alike.
fn reference(scene: &mut Scene, x: &Scale, y: &Scale) {
    let (at, r) = ((x.at(1.0 / 3.0), y.at(1.0 / 3.0)), 7.0);
    scene.line(vec![(at.0 - r, at.1 - r), (at.0 + r, at.1 + r)], INK, 2.0, DASHES[0]);
    scene.line(vec![(at.0 - r, at.1 + r), (at.0 + r, at.1 - r)], INK, 2.0, DASHES[0]);
}

/// The column beside the triangle: drivers and their communities, sizes, the interval; returns the y below it.
fn key(
    scene: &mut Scene,
    words: &dyn Words,
    dots: &[Dot],
    (upper, lower): (f64, f64),
    radius: &impl Fn(f64) -> f64,
    width: impl Fn(f64) -> f64,
) -> f64 {
    let (left, right) = (LEFT + SIDE + 78.0, WIDTH - MARGIN);
    let mut y = upper + 4.0;
    scene.text((left, y), words.diagnosis(OfDiagnosis::LargestDriver), LABEL.bold());
    scene.text((right, y), words.diagnosis(OfDiagnosis::CommunitiesColumn), SMALL.end());
    for (driver, n) in counts(dots) {
        y += 24.0;
        scene.point((left + 8.0, y - 4.5), Shape::Circle, 7.0, COLOURS[driver].0, false);
        scene.text((left + 24.0, y), upper_first(words.driver(driver)), LABEL);
        scene.text((right, y), number(n as f64, 0), LABEL.end());
    }
    y += 40.0;
    scene.text((left, y), words.diagnosis(OfDiagnosis::Size), LABEL.bold());
    scene.text((left, y + 16.0), words.diagnosis(OfDiagnosis::SizeIs), SMALL);
    let most = dots.first().map_or(0.0, |d| d.place.exposure);
    y += 44.0;
    let mut at = left + LARGEST;
    for exposure in [most, most / 4.0] {
        let r = radius(exposure);
        scene.point((at, y - 4.5), Shape::Circle, r, RULE, false);
        let label = percent(exposure);
        scene.text((at + r + 7.0, y), label.as_str(), LABEL);
        at += r + LABEL.width(&label) + 44.0;
    }
    y += 44.0;
    scene.text((left, y), words.diagnosis(OfDiagnosis::Cross), LABEL.bold());
    scene.text((left, y + 16.0), words.diagnosis(OfDiagnosis::CrossIs), SMALL);
    y += 16.0;
    if let Some((a, b)) = median_half_widths(dots) {
        let (a, b) = (width(a), width(b));
        let centre = (left + a.max(24.0), y + 18.0 + b);
        interval(scene, centre, a, b);
        y = centre.1 + b;
    } else {
        scene.text((left, y + 20.0), words.diagnosis(OfDiagnosis::TooFewAnswers), SMALL);
        y += 24.0;
    }
    y += 34.0;
    let r = 6.0;
    scene.line(vec![(left + 2.0, y - 4.5 - r), (left + 2.0 + 2.0 * r, y - 4.5 + r)], INK, 2.0, DASHES[0]);
    scene.line(vec![(left + 2.0, y - 4.5 + r), (left + 2.0 + 2.0 * r, y - 4.5 - r)], INK, 2.0, DASHES[0]);
    scene.text((left + 24.0, y), words.diagnosis(OfDiagnosis::Alike), LABEL);
    y.max(lower)
}

fn interval(scene: &mut Scene, at: (f64, f64), a: f64, b: f64) {
    const COLOUR: Colour = INK;
    scene.line(vec![(at.0 - a, at.1), (at.0 + a, at.1)], COLOUR, 1.6, DASHES[0]);
    scene.line(vec![(at.0, at.1 - b), (at.0, at.1 + b)], COLOUR, 1.6, DASHES[0]);
    for side in [-1.0, 1.0] {
        scene.line(vec![(at.0 + side * a, at.1 - 4.0), (at.0 + side * a, at.1 + 4.0)], COLOUR, 1.6, DASHES[0]);
        scene.line(vec![(at.0 - 4.0, at.1 + side * b), (at.0 + 4.0, at.1 + side * b)], COLOUR, 1.6, DASHES[0]);
    }
}

/// Half widths of the 95 % intervals of both shares, each the median over communities.
fn median_half_widths(dots: &[Dot]) -> Option<(f64, f64)> {
    let median = |of: fn(&PlaceSeen) -> f64| {
        let mut all: Vec<f64> = dots.iter().map(|d| Z95 * of(d.seen)).filter(|v| v.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Some((median(|s| s.economic[1])?, median(|s| s.unaware[1])?))
}
