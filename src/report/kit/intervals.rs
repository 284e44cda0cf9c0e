//! Estimates as marks: the error of the mean thick and short, the interval over draws thin, and the key to both.

use super::answered::over_draws;
use super::axis::Scale;
use super::frame::{MARGIN, SMALL, WIDTH};
use super::plotted::Plotted;
use super::scene::{Colour, DASHES, INK, Scene, Shape};
use crate::told::Told;
use amparo_decide::estimate::Estimate;

/// An estimate on a scale: thick and short for the error of the mean, thin for the interval over draws, a point for the mean.
pub fn draw_estimate(scene: &mut Scene, e: &Estimate, x: &Scale, y: f64, colour: Colour, shape: Shape, hollow: bool) {
    if let Some((low, high)) = over_draws(e) {
        let (a, b) = (x.at(low), x.at(high));
        scene.line(vec![(a, y), (b, y)], colour, 1.5, DASHES[0]);
        for end in [a, b] {
            scene.line(vec![(end, y - 3.5), (end, y + 3.5)], colour, 1.5, DASHES[0]);
        }
    }
    if let Some((low, high)) = e.of_mean() {
        scene.line(vec![(x.at(low), y), (x.at(high), y)], colour.alpha(0.45), 8.0, DASHES[0]);
    }
    scene.point((x.at(e.mean), y), shape, 4.2, colour, hollow);
}

/// Notes the numbers of an estimate that [`draw_estimate`] draws: in which panel, whose, and what it counts.
pub fn plots(scene: &mut Scene, (panel, series, unit): (&str, &str, &str), e: &Estimate) {
    scene.plots(Plotted::new(panel, series, unit, e.mean).within(e.of_mean(), over_draws(e)));
}

/// Draws a sample of both lines with their names, ending at the right margin; its baseline is `y`. The line of draws only where
/// `shown` has one.
pub fn interval_key<'a>(scene: &mut Scene, told: &Told, y: f64, shown: impl IntoIterator<Item = &'a Estimate>) {
    let (thin, thick) = (told.words.key_draws(), told.words.key_mean());
    let (mut any_draws, mut any_mean) = (false, false);
    for e in shown {
        any_draws |= over_draws(e).is_some();
        any_mean |= e.bar.is_some();
    }
    let mut at = WIDTH - MARGIN + 18.0;
    if any_mean {
        let right = WIDTH - MARGIN;
        at = right - SMALL.width(thick);
        scene.text((right, y), thick, SMALL.end());
        scene.line(vec![(at - 26.0, y - 4.0), (at - 8.0, y - 4.0)], INK.alpha(0.45), 8.0, DASHES[0]);
        at -= 26.0;
    }
    if !any_draws {
        return;
    }
    let at = at - 18.0;
    scene.text((at, y), thin, SMALL.end());
    let at = at - SMALL.width(thin);
    scene.line(vec![(at - 40.0, y - 4.0), (at - 8.0, y - 4.0)], INK, 1.5, DASHES[0]);
    for end in [at - 40.0, at - 8.0] {
        scene.line(vec![(end, y - 7.5), (end, y - 0.5)], INK, 1.5, DASHES[0]);
    }
}
