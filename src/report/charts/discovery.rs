//! When the answer turns: draws over the two most telling parameters, what each said, and the box found.

use crate::kit::axis::{Scale, log_tick_labels, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, INK, PALETTE, QUIET, Scene, Shape};
use crate::said::matching::budget::main_budget;
use crate::told::Told;
use amparo_decide::discovery::results::{Discovery, Limit, Said, Telling};
use amparo_decide::matching::results::TwoPart;

/// Most panels.
const MOST: usize = 2;
const GAP: f64 = 92.0;
const HEIGHT: f64 = 360.0;
/// Spread from which on an axis is logarithmic.
const WIDE: f64 = 30.0;

/// How what a draw said is drawn: colour, shape and filling differ.
fn mark(said: Said) -> (Colour, Shape, bool) {
    match said {
        Said::Yes => (PALETTE[0], Shape::Circle, false),
        Said::No => (PALETTE[1], Shape::Square, false),
        Said::Noise => (QUIET, Shape::Diamond, true),
    }
}

/// Draws over the two most telling parameters, a panel per question; `None` where none are known.
pub fn discovery(told: &Told, two_part: &TwoPart) -> Option<Chart> {
    let budget = main_budget(two_part).map(|at| at.budget_soles_per_year);
    let shown: Vec<(&Discovery, &Telling)> = two_part
        .discoveries
        .iter()
        .filter(|d| budget.is_none_or(|soles| d.budget_soles_per_year == soles))
        .filter_map(|d| Some((d, d.telling.as_ref().filter(|t| !t.draws.is_empty())?)))
        .take(MOST)
        .collect();
    let (first, _) = shown.first()?;
    let words = told.words;
    let title = words.discovery_title(first);
    let (mut scene, top) = frame::page(&title, &words.discovery_subtitle(first.budget_soles_per_year));
    key(&mut scene, told, top + 6.0);
    let n = shown.len() as f64;
    let left = MARGIN + 62.0;
    let width = if n > 1.0 { (WIDTH - MARGIN - 14.0 - left - GAP * (n - 1.0)) / n } else { 640.0 };
    let lines = shown.iter().map(|(d, _)| LABEL.bold().wrap(&words.asked(d), width, 3).len()).max().unwrap_or(1) as f64;
    let upper = top + 34.0 + 16.0 * lines + 14.0;
    for (k, (d, telling)) in shown.iter().enumerate() {
        let from = left + (width + GAP) * k as f64;
        scene.lines((from, top + 34.0), &LABEL.bold().wrap(&words.asked(d), width, 3), LABEL.bold(), 16.0);
        panel(&mut scene, d, telling, (from, from + width), (upper, upper + HEIGHT));
        let named = |name: &str, unit: &str| if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") };
        for (x, y, said, _) in telling.draws.iter().filter(|p| p.0.is_finite() && p.1.is_finite()) {
            let one = Plotted::new(words.asked(d), words.said(*said), named(&telling.y, &telling.y_unit), *y);
            scene.plots(one.at(*x, named(&telling.x, &telling.x_unit)));
        }
    }
    let notes = [words.discovery_note(), words.conditional()];
    frame::close(&mut scene, upper + HEIGHT + 54.0, &notes, told);
    let all: Vec<&Discovery> = two_part.discoveries.iter().collect();
    let alt = words.discovery_alt(&title, &all);
    Some(Chart { name: "discovery", title, alt, scene })
}

/// What the points mean, ending at the right margin.
fn key(scene: &mut Scene, told: &Told, y: f64) {
    let mut at = WIDTH - MARGIN;
    for said in [Said::Noise, Said::No, Said::Yes] {
        let (colour, shape, hollow) = mark(said);
        let name = told.words.said(said);
        scene.text((at, y), name, SMALL.end());
        at -= SMALL.width(name) + 12.0;
        scene.point((at, y - 4.0), shape, 4.4, colour, hollow);
        at -= 22.0;
    }
}

/// The limit a box sets on a parameter.
fn limit<'a>(d: &'a Discovery, parameter: &str) -> Option<&'a Limit> {
    d.boxes.first()?.limits.iter().find(|l| l.parameter == parameter)
}

/// A scale over values, logarithmic where they spread wide, with its ticks and their labels.
fn scale(values: &[f64], canvas: (f64, f64), wanted: usize) -> (Scale, Vec<f64>, Vec<String>) {
    let finite: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low > 0.0 && high / low > WIDE {
        let s = Scale::log(low / 1.15, high * 1.15, canvas);
        let ticks = s.ticks(wanted);
        let labels = log_tick_labels(&ticks);
        return (s, ticks, labels);
    }
    // One value alone gets an axis of its own size.
    let room = if high > low { 0.05 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    let s = Scale::linear(low - room, high + room, canvas);
    let ticks = s.ticks(wanted);
    let labels = tick_labels(&ticks);
    (s, ticks, labels)
}

fn panel(scene: &mut Scene, d: &Discovery, t: &Telling, (left, right): (f64, f64), (upper, lower): (f64, f64)) {
    let values = |of: fn(&(f64, f64, Said, f64)) -> f64| t.draws.iter().map(of).collect::<Vec<f64>>();
    let (x, across, below) = scale(&values(|p| p.0), (left, right), 5);
    let (y, up, beside) = scale(&values(|p| p.1), (lower, upper), 6);
    let (lx, ly) = (limit(d, &t.x), limit(d, &t.y));
    if lx.is_some() || ly.is_some() {
        let ends = |l: Option<&Limit>, s: &Scale, (a, b): (f64, f64)| {
            let end = |v: Option<f64>, open: f64| v.map_or(open, |v| s.at(v));
            l.map_or((a, b), |l| (end(l.low, a), end(l.high, b)))
        };
        let ((a, b), (c, e)) = (ends(lx, &x, (left, right)), ends(ly, &y, (lower, upper)));
        let (from, to) = ((a.min(b), c.min(e)), (a.max(b), c.max(e)));
        scene.rect(from, to, PALETTE[4].alpha(0.16));
        let corners = vec![from, (to.0, from.1), to, (from.0, to.1), from];
        scene.line(corners, INK, 1.8, DASHES[0]);
    }
    let mut end = f64::NEG_INFINITY;
    for (tick, label) in across.iter().zip(&below) {
        let (at, half) = (x.at(*tick), SMALL.width(label) / 2.0);
        scene.line(vec![(at, upper), (at, lower)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        if at - half > end + 6.0 {
            scene.text((at, lower + 16.0), label, SMALL.middle());
            end = at + half;
        }
    }
    frame::horizontal_grid(scene, &up, &beside, |v| y.at(v), left, right);
    frame::rule(scene, (left, lower), (right, lower));
    frame::rule(scene, (left, upper), (left, lower));
    let named = |name: &str, unit: &str| if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") };
    scene.text((left, upper - 8.0), SMALL.fit(&named(&t.y, &t.y_unit), right - left), SMALL);
    let middle = (left + right) / 2.0;
    scene.text((middle, lower + 36.0), SMALL.fit(&named(&t.x, &t.x_unit), right - left), SMALL.middle());
    for said in [Said::Noise, Said::No, Said::Yes] {
        let (colour, shape, hollow) = mark(said);
        for (a, b, _, weight) in t.draws.iter().filter(|p| p.2 == said && p.0.is_finite() && p.1.is_finite()) {
            let radius = (3.6 * weight.max(0.0).sqrt()).clamp(2.4, 6.0);
            scene.point((x.at(*a), y.at(*b)), shape, radius, if hollow { colour } else { colour.alpha(0.72) }, hollow);
        }
    }
}
