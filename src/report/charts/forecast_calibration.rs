//! What was forecast beside what the simulation then gave, draw by draw.

use crate::kit::axis::Scale;
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, INK, QUIET, Scene, style};
use crate::said::matching::budget::main_budget;
use crate::said::matching::called::called;
use crate::said::matching::forecasts;
use crate::told::Told;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::{AtBudget, Forecast, ForecastSkill, TwoPart};
use amparo_tables::numbers::number;

/// Most points drawn of one rule.
const MOST_POINTS: usize = 200;
/// Most rules named beside the picture.
const MOST_RULES: usize = 7;
/// Side of the square panel.
const SIDE: f64 = 440.0;
const LINE: f64 = 15.5;

/// An axis that is straight around 0 and logarithmic beyond, so that what is 0 or below has its place.
struct Symmetric {
    /// Up to here it is straight.
    straight: f64,
    inner: Scale,
}

impl Symmetric {
    fn new(values: &[f64], straight: f64, canvas: (f64, f64)) -> Symmetric {
        let bent = |v: f64| bend(v, straight);
        let low = values.iter().copied().map(bent).fold(0.0, f64::min);
        let high = values.iter().copied().map(bent).fold(bent(straight), f64::max);
        let room = 0.04 * (high - low);
        Symmetric { straight, inner: Scale::linear(low - if low < 0.0 { room } else { 0.0 }, high + room, canvas) }
    }

    fn at(&self, v: f64) -> f64 {
        self.inner.at(bend(v, self.straight))
    }
}

fn bend(v: f64, straight: f64) -> f64 {
    v.signum() * (v.abs() / straight).ln_1p()
}

/// 1 and 3 times powers of ten from about the straight part on, both ways, and 0.
fn ticks(values: &[f64], straight: f64) -> Vec<f64> {
    let first = straight.log10().ceil() as i32;
    let of = |most: f64| -> Vec<f64> {
        (first..first + 12).flat_map(|p| [10f64.powi(p), 3.0 * 10f64.powi(p)]).filter(|t| *t <= most * 1.0001).collect()
    };
    let low = -values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    let mut out: Vec<f64> = of(low).into_iter().rev().map(|t| -t).collect();
    out.push(0.0);
    out.extend(of(high));
    out
}

/// Forecast against simulated at the main budget; `None` where nothing was forecast.
pub fn forecast_calibration(told: &Told, two_part: &TwoPart) -> Option<Chart> {
    let at = main_budget(two_part)?;
    let here: Vec<&Forecast> = two_part
        .forecasts
        .iter()
        .filter(|f| {
            f.budget_soles_per_year == at.budget_soles_per_year && f.forecast.is_finite() && f.simulated.is_finite()
        })
        .collect();
    let mut rules: Vec<&str> = Vec::new();
    for f in &here {
        if !rules.contains(&f.policy.as_str()) {
            rules.push(&f.policy);
        }
    }
    rules.truncate(MOST_RULES);
    if rules.is_empty() {
        return None;
    }
    let words = told.words;
    let skills = forecasts::skills(two_part, at);
    let title = words.forecasts_title(&forecasts::erring(at, &skills));
    let (mut scene, top) = frame::page(&title, &words.forecasts_subtitle(told.horizon(), at.budget_soles_per_year));
    let drawn: Vec<&&Forecast> = here.iter().filter(|f| rules.contains(&f.policy.as_str())).collect();
    let lower = plot(&mut scene, told, top, &drawn, (at, &rules));
    labels(&mut scene, told, (top + 20.0, lower), at, &rules, &skills);
    let most = drawn.len() / rules.len();
    let notes = [&*words.forecasts_note(most > MOST_POINTS), words.conditional()];
    frame::close(&mut scene, lower + 48.0, &notes, told);
    let alt = words.forecasts_alt(&title, &skills);
    Some(Chart { name: "forecast_calibration", title, alt, scene })
}

/// The square panel with its line; returns where the axis lies.
fn plot(scene: &mut Scene, told: &Told, top: f64, drawn: &[&&Forecast], (at, rules): (&AtBudget, &[&str])) -> f64 {
    let (left, upper) = (MARGIN + 84.0, top + 22.0);
    let (right, lower) = (left + SIDE + 100.0, upper + SIDE);
    scene.text((MARGIN, top + 8.0), told.words.chapter(OfMatching::Simulated), LABEL.bold());
    let values: Vec<f64> = drawn.iter().flat_map(|f| [f.forecast, f.simulated]).collect();
    let largest = values.iter().fold(0.0f64, |m, v| m.max(v.abs())).max(1e-9);
    // Two decades of the logarithm, the rest straight.
    let straight = 10f64.powf((largest / 100.0).log10().round());
    let x = Symmetric::new(&values, straight, (left, right));
    let y = Symmetric::new(&values, straight, (lower, upper));
    let ticks = ticks(&values, straight);
    let labels: Vec<String> =
        ticks.iter().map(|t| number(*t, if t.abs() >= 1.0 || *t == 0.0 { 0 } else { 3 })).collect();
    let mut end = f64::NEG_INFINITY;
    for (t, label) in ticks.iter().zip(&labels) {
        let (across, up) = (x.at(*t), y.at(*t));
        scene.line(vec![(across, upper), (across, lower)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        scene.line(vec![(left, up), (right, up)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        let half = SMALL.width(label) / 2.0;
        // Where they would run into each other, every second one is enough.
        if across - half > end + 6.0 {
            scene.text((across, lower + 16.0), label, SMALL.middle());
            scene.text((left - 8.0, up + 4.3), label, SMALL.end());
            end = across + half;
        }
    }
    frame::rule(scene, (left, y.at(0.0)), (right, y.at(0.0)));
    frame::rule(scene, (x.at(0.0), upper), (x.at(0.0), lower));
    scene.text(((left + right) / 2.0, lower + 36.0), told.words.chapter(OfMatching::Forecast), SMALL.middle());
    let (low, high) = values.iter().fold((0.0f64, 0.0f64), |(l, h), v| (l.min(*v), h.max(*v)));
    scene.line(vec![(x.at(low), y.at(low)), (x.at(high), y.at(high))], INK, 1.6, DASHES[1]);
    for (k, rule) in rules.iter().enumerate() {
        let (colour, _, shape) = style(k);
        let points: Vec<&&&Forecast> = drawn.iter().filter(|f| f.policy == *rule).collect();
        for f in points.iter().step_by(points.len().div_ceil(MOST_POINTS).max(1)) {
            let name = told.words.called(&called(at, rule));
            let one = Plotted::new("", name, told.words.chapter(OfMatching::Simulated), f.simulated);
            scene.plots(one.at(f.forecast, told.words.chapter(OfMatching::Forecast)));
            let radius = (2.6 * f.weight.max(0.0).sqrt()).clamp(1.4, 4.6);
            scene.point((x.at(f.forecast), y.at(f.simulated)), shape, radius, colour.alpha(0.5), false);
        }
    }
    lower
}

/// Each rule beside the picture: its name, and what the simulation gives of each case forecast.
fn labels(
    scene: &mut Scene,
    told: &Told,
    (upper, lower): (f64, f64),
    at: &AtBudget,
    rules: &[&str],
    skills: &[&ForecastSkill],
) {
    let words = told.words;
    let left = MARGIN + 84.0 + SIDE + 100.0 + 30.0;
    let room = WIDTH - MARGIN - left - 20.0;
    let height = ((lower - upper) / (rules.len() as f64 + 1.0)).min(4.0 * LINE + 10.0);
    let names = if height >= 3.0 * LINE { 2 } else { 1 };
    let mut y = upper + 6.0;
    for (k, rule) in rules.iter().enumerate() {
        let (colour, _, shape) = style(k);
        let skill = skills.iter().find(|s| s.policy == *rule);
        let title = skill.map_or_else(|| words.called(&called(at, rule)), |s| forecasts::of(s).0);
        scene.point((left, y - 4.5), shape, 5.0, colour, false);
        let below = scene.lines((left + 14.0, y), &LABEL.wrap(&title, room, names), LABEL, LINE);
        let figures =
            skill.map_or_else(|| words.chapter(OfMatching::NotSummedUp).to_owned(), |s| words.forecasts_figures(s));
        scene.lines((left + 14.0, below), &SMALL.wrap(&figures, room, 1), SMALL, LINE);
        y += height;
    }
    let y = y.min(lower - LINE);
    scene.line(vec![(left - 8.0, y - 4.0), (left + 10.0, y - 4.0)], INK, 1.6, DASHES[1]);
    scene.text((left + 16.0, y), words.chapter(OfMatching::Equal), SMALL.colour(QUIET));
}
