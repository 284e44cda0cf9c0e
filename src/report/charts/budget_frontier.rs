//! What more money buys: cases averted by budget, for every policy and for allocations found by search.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, spread, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::interval_key;
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, INK, QUIET, Scene, Shape};
use crate::said::choice;
use crate::told::Told;
use crate::words::choice::OfChoice;
use crate::words::effects::OfEffects;
use crate::words::voice::Words;
use amparo_decide::estimate::Estimate;

const LINE: f64 = 17.5;

/// One line of the chart.
pub(crate) struct Series {
    pub label: String,
    /// Budget, S/ per year, and spells averted.
    pub points: Vec<(f64, Estimate)>,
    pub style: (Colour, &'static [f64], Shape),
}

/// How what was found by search is drawn.
pub(crate) const FOUND: (Colour, &[f64], Shape) = (INK, DASHES[3], Shape::Diamond);

/// Spells averted against the yearly budget.
pub fn budget_frontier(told: &Told) -> Option<Chart> {
    let (series, all) = series(told);
    let mut budgets: Vec<f64> = series.iter().flat_map(|s| s.points.iter().map(|p| p.0)).collect();
    budgets.sort_by(f64::total_cmp);
    budgets.dedup();
    // One budget has nothing to go by.
    if budgets.len() < 2 {
        return None;
    }
    let words = told.words;
    let title = words.budgets_title(told.horizon(), choice::by_budget(told).as_ref());
    let (mut scene, top) = frame::page(&title, &words.budgets_subtitle(told.horizon()));
    interval_key(&mut scene, told, top + 8.0, series.iter().flat_map(|s| s.points.iter().map(|p| &p.1)));
    let counted = words.effects(OfEffects::SpellsAverted);
    let lower = plot(&mut scene, counted, words, top, &series, &|name, cut| told.apart(name, cut));
    let some = words.drawn(series.len(), all);
    let notes = [&*some, &words.choice(OfChoice::Joined), &told.intervals(), words.conditional()];
    frame::close(&mut scene, lower + 48.0, &notes, told);
    let alt = format!("{title}. {}.", described(words, &series));
    Some(Chart { name: "budget_frontier", title, alt, scene })
}

/// Every point in words.
pub(crate) fn described(words: &dyn Words, series: &[Series]) -> String {
    series.iter().map(|s| words.budgets_alt(&s.label, &s.points)).collect::<Vec<_>>().join(". ")
}

/// Draws the series, which count what `counted` says, below `top`; returns where the axis lies.
pub(crate) fn plot(
    scene: &mut Scene,
    counted: &str,
    words: &dyn Words,
    top: f64,
    series: &[Series],
    apart: frame::Apart,
) -> f64 {
    let (left, right) = (MARGIN + 62.0, WIDTH - MARGIN - 272.0);
    scene.text((MARGIN, top + 8.0), counted, LABEL.bold());
    let (upper, lower) = (top + 28.0, top + 28.0 + (90.0 + LINE * series.len() as f64).clamp(300.0, 420.0));
    let all = || series.iter().flat_map(|s| &s.points);
    let (low, high) = nice_range(all().flat_map(|(_, e)| answered::reach(e)), 8);
    let y = Scale::linear(low, high, (lower, upper));
    let most = all().map(|p| p.0).fold(0.0, f64::max);
    let x = Scale::linear(0.0, most * 1.08, (left, right));
    let (across, up) = (x.ticks(6), y.ticks(6));
    frame::vertical_grid(scene, &across, &tick_labels(&across), |v| x.at(v), upper, lower);
    frame::horizontal_grid(scene, &up, &tick_labels(&up), |v| y.at(v), left, right);
    scene.line(vec![(left, y.at(0.0)), (right, y.at(0.0))], QUIET, 1.4, DASHES[0]);
    scene.text(((left + right) / 2.0, lower + 36.0), words.choice(OfChoice::AxisBudget), SMALL.middle());
    let n = series.len() as f64;
    // Side by side at each budget, so that intervals can be told apart.
    let gaps = budgets_gap(series, &x);
    let step = (gaps / (n + 1.0)).min(5.5);
    for (i, s) in series.iter().enumerate() {
        let off = step * (i as f64 - (n - 1.0) / 2.0);
        let at = |budget: f64| (x.at(budget) + off).clamp(left, right);
        let (colour, dash, shape) = s.style;
        scene.line(s.points.iter().map(|(b, e)| (at(*b), y.at(e.mean))).collect(), colour.alpha(0.75), 1.6, dash);
        for (budget, e) in &s.points {
            let one = Plotted::new("", &s.label, counted, e.mean).at(*budget, words.choice(OfChoice::AxisBudget));
            scene.plots(one.within(e.bar.map(|half| (e.mean - half, e.mean + half)), answered::over_draws(e)));
            upright(scene, e, &y, at(*budget), colour);
            scene.point((at(*budget), y.at(e.mean)), shape, 4.6, colour, false);
        }
    }
    names_at_right(scene, series, apart, &y, (right, upper, lower));
    lower
}

/// Policies of the decisions over budgets, as many as are told apart, and how many there are.
fn series(told: &Told) -> (Vec<Series>, usize) {
    let mut out: Vec<Series> = Vec::new();
    for decision in answered::decisions(told.answers) {
        for s in decision.strategies.iter().skip(1) {
            let label = told.of(&s.policy);
            let point = (decision.budget_soles_per_year, s.averted);
            match out.iter_mut().find(|one| one.label == label) {
                Some(one) => one.points.push(point),
                None => out.push(Series { label, points: vec![point], style: told.style(&s.policy) }),
            }
        }
    }
    for one in &mut out {
        one.points.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    let all = out.len();
    let drawn = told.drawn(&out.iter().map(|s| s.label.as_str()).collect::<Vec<&str>>(), &[]);
    let mut at = 0..;
    out.retain(|_| at.next().is_some_and(|at| drawn.contains(&at)));
    (out, all)
}

/// Smallest distance between two budgets on the canvas.
fn budgets_gap(series: &[Series], x: &Scale) -> f64 {
    let mut places: Vec<f64> = series.iter().flat_map(|s| s.points.iter().map(|p| x.at(p.0))).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    places.windows(2).map(|w| w[1] - w[0]).fold(110.0, f64::min)
}

/// Both intervals, upright.
fn upright(scene: &mut Scene, e: &Estimate, y: &Scale, x: f64, colour: Colour) {
    if let Some((low, high)) = answered::over_draws(e) {
        scene.line(vec![(x, y.at(low)), (x, y.at(high))], colour.alpha(0.8), 1.3, DASHES[0]);
    }
    if let Some(half) = e.bar {
        scene.line(vec![(x, y.at(e.mean - half)), (x, y.at(e.mean + half))], colour.alpha(0.45), 6.0, DASHES[0]);
    }
}

fn names_at_right(
    scene: &mut Scene,
    series: &[Series],
    apart: frame::Apart,
    y: &Scale,
    (right, upper, lower): (f64, f64, f64),
) {
    let wanted: Vec<f64> = series.iter().map(|s| y.at(s.points.last().map_or(0.0, |p| p.1.mean))).collect();
    let room = WIDTH - MARGIN - right - 52.0;
    let labels: Vec<String> = series.iter().map(|s| s.label.clone()).collect();
    let (texts, heights) = frame::end_names(&labels, apart, room, lower - upper + 34.0);
    for (i, place) in spread(&wanted, &heights, upper - 10.0, lower + 24.0).into_iter().enumerate() {
        let (colour, dash, shape) = series[i].style;
        scene.line(vec![(right + 2.0, wanted[i]), (right + 16.0, place)], colour, 1.1, DASHES[0]);
        scene.line(vec![(right + 16.0, place), (right + 44.0, place)], colour, 2.0, dash);
        scene.point((right + 30.0, place), shape, 4.2, colour, false);
        let first = place + 4.5 - frame::NAME_LINE / 2.0 * (texts[i].len() as f64 - 1.0);
        scene.lines((right + 52.0, first), &texts[i], LABEL, frame::NAME_LINE);
    }
}
