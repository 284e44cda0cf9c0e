//! Dose and response: a curve along one axis, a map with contours over two, each axis by itself where there are more.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::contours::contours;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, Face, INK, PALETTE, QUIET, Scene, Shape, WHITE};
use crate::said::dose::{self as said, Shown};
use crate::told::Told;
use crate::words::by_girls::OfGirls;
use crate::words::dose::OfDose;
use amparo_decide::dose::{Axis, Dose, Finding, Per, Point, Returns, Value};
use amparo_decide::mean::{Assumed, Mean};

/// Names of the charts, one for each sweep.
pub const NAMES: [&str; said::MOST_DRAWN] =
    ["dose_response", "dose_response_2", "dose_response_3", "dose_response_4", "dose_response_5", "dose_response_6"];

/// Colour of what diminishes.
const LESS: Colour = PALETTE[1];
/// Height of a panel.
const HEIGHT: f64 = 330.0;
/// Forms whose values are written below their marks at most; of more, some are left out.
const MOST_LABELS: usize = 12;
/// Cells of a map across in which numbers are written at most.
const MOST_ACROSS: usize = 10;

/// The chart of one sweep at the largest budget, by its place; `None` where there is none.
pub fn dose(told: &Told, place: usize) -> Option<Chart> {
    let all = said::main(told);
    let dose = *all.get(place)?;
    let words = told.words;
    let (returns, leader) = (said::returning(dose), said::leader(dose));
    let title = words.dose_title(dose, returns.as_ref(), leader.as_ref());
    let (mut scene, top) = frame::page(&title, &words.dose_subtitle(dose));
    let shown = said::shown(dose);
    let lower = match shown {
        Shown::Curve => curve(&mut scene, told, dose, top),
        Shown::Classes => classes(&mut scene, told, dose, top),
        Shown::Map => map(&mut scene, told, dose, top),
        Shown::Several => several(&mut scene, told, dose, top),
    };
    note(&mut scene, told, dose, shown);
    let range = dose.points.iter().find_map(|point| point.assumed);
    let marks = match shown {
        Shown::Map => words.dose(OfDose::Bold).to_owned(),
        Shown::Several => words.dose(OfDose::ByItself).to_owned(),
        _ => words.dose_key(dose.draws, range.as_ref()),
    };
    let lines = match (shown, lines(dose)) {
        (Shown::Map, Some(_)) => words.dose(OfDose::Contours),
        (Shown::Map, None) if !said::any_beaten(dose) => words.dose(OfDose::NoContours),
        _ => "",
    };
    frame::close(&mut scene, lower, &[&marks, lines, words.conditional()], told);
    let alt = match shown {
        Shown::Several => {
            dose.main_effects.iter().map(|effect| words.dose_main_effect(dose, effect)).collect::<Vec<_>>()
        }
        _ => said::rows(dose).into_iter().map(|point| words.dose_alt(dose, point)).collect(),
    };
    let alt = format!("{title}. {}.", alt.join("; "));
    Some(Chart { name: NAMES.get(place)?, title, alt, scene })
}

/// Notes the numbers that are drawn: of every variant, or of each axis by itself, and of the steps.
fn note(scene: &mut Scene, told: &Told, dose: &Dose, shown: Shown) {
    let words = told.words;
    let girls = words.dose(OfDose::Girls);
    if shown == Shown::Several {
        for effect in &dose.main_effects {
            let Some(axis) = dose.axes.get(effect.axis) else { continue };
            let one = Plotted::new(&axis.label, words.dose_value(&axis.unit, &effect.value), girls, effect.girls.mean);
            scene.plots(one.within(effect.girls.interval(), None));
        }
        return;
    }
    for point in &dose.points {
        let values = dose.axes.iter().zip(&point.values);
        let named = values.map(|(axis, value)| format!("{} {}", axis.label, words.dose_value(&axis.unit, value)));
        let mean = &point.girls_undiscounted;
        let one = Plotted::new(girls, named.collect::<Vec<String>>().join(" · "), girls, mean.mean);
        let one = one.within(mean.interval(), point.assumed.map(|range| (range.low, range.high)));
        let along =
            point.values.first().and_then(Value::number).zip(dose.axes.first()).filter(|_| dose.axes.len() == 1);
        scene.plots(match along {
            Some((value, axis)) => one.at(value, words.dose_axis(axis)),
            None => one,
        });
    }
}

/// Both intervals and the mean, upright.
fn upright(scene: &mut Scene, (mean, assumed): (&Mean, Option<&Assumed>), y: &Scale, x: f64, colour: Colour) {
    if let Some(range) = assumed {
        scene.line(vec![(x, y.at(range.low)), (x, y.at(range.high))], colour, 1.5, DASHES[0]);
        for end in [range.low, range.high].map(|end| y.at(end)) {
            scene.line(vec![(x - 3.5, end), (x + 3.5, end)], colour, 1.5, DASHES[0]);
        }
    }
    if let Some((low, high)) = mean.interval() {
        scene.line(vec![(x, y.at(low)), (x, y.at(high))], colour.alpha(0.45), 8.0, DASHES[0]);
    }
    scene.point((x, y.at(mean.mean)), Shape::Circle, 4.2, colour, mean.sign().is_none());
}

fn ends(point: &Point) -> [f64; 4] {
    let mean = &point.girls_undiscounted;
    let range = point.assumed.map_or([mean.mean; 2], |range| [range.low, range.high]);
    let bar = mean.interval().map_or(range, |(low, high)| [low, high]);
    [range[0], range[1], bar[0], bar[1]]
}

/// Axis, grid and line at nothing of a panel of girls averted.
fn girls_panel(
    scene: &mut Scene,
    told: &Told,
    low: f64,
    high: f64,
    (left, right): (f64, f64),
    top: f64,
) -> (Scale, f64, f64) {
    scene.text((MARGIN.max(left - 62.0), top + 8.0), told.words.dose(OfDose::Girls), LABEL.bold());
    let (upper, lower) = (top + 24.0, top + 24.0 + HEIGHT);
    let y = Scale::linear(low, high, (lower, upper));
    let up = y.ticks(6);
    frame::horizontal_grid(scene, &up, &tick_labels(&up), |v| y.at(v), left, right);
    scene.line(vec![(left, y.at(0.0)), (right, y.at(0.0))], QUIET, 1.4, DASHES[0]);
    (y, upper, lower)
}

/// Along one axis: girls averted, and beside it what each step averts.
fn curve(scene: &mut Scene, told: &Told, dose: &Dose, top: f64) -> f64 {
    let Some(axis) = dose.axes.first() else { return top };
    let returns = dose.returns.as_ref();
    let right = if returns.is_some() { 560.0 } else { WIDTH - MARGIN - 20.0 };
    let (left, mut at) = (MARGIN + 62.0, Vec::new());
    for point in &dose.points {
        at.extend(point.values.first().and_then(Value::number).map(|value| (value, point)));
    }
    let from_nothing = axis.off_at_zero;
    let x =
        horizontal(&at.iter().map(|(value, _)| *value).collect::<Vec<_>>(), from_nothing, (left + 14.0, right - 14.0));
    let (low, high) = nice_range(dose.points.iter().flat_map(ends).chain([0.0]), 6);
    let (y, upper, lower) = girls_panel(scene, told, low, high, (left, right), top);
    let nothing = from_nothing && at.first().is_some_and(|(value, _)| *value > 0.0);
    let values: Vec<f64> = nothing.then_some(0.0).into_iter().chain(at.iter().map(|(value, _)| *value)).collect();
    below(scene, told, axis, &x, (left, right), (upper, lower), &values);
    let start = nothing.then_some((x.at(0.0), y.at(0.0)));
    let line = start.into_iter().chain(at.iter().map(|(value, p)| (x.at(*value), y.at(p.girls_undiscounted.mean))));
    scene.line(line.collect(), PALETTE[0].alpha(0.75), 1.6, DASHES[0]);
    for (value, point) in &at {
        upright(scene, (&point.girls_undiscounted, point.assumed.as_ref()), &y, x.at(*value), PALETTE[0]);
    }
    if let Some(found) = returns {
        steps(scene, told, axis, found, (right + 88.0, WIDTH - MARGIN - 8.0), (top, upper, lower));
    }
    lower + 54.0
}

/// A scale for values: with equal ratios where they span more than a factor of twenty and nothing is no value.
fn horizontal(values: &[f64], from_nothing: bool, canvas: (f64, f64)) -> Scale {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match (from_nothing, by_ratio(values, from_nothing)) {
        (true, _) => Scale::linear(low.min(0.0), high, canvas),
        (false, true) => Scale::log(low, high, canvas),
        (false, false) => Scale::linear(low, high, canvas),
    }
}

/// Whether values stand at equal ratios.
fn by_ratio(values: &[f64], from_nothing: bool) -> bool {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    !from_nothing && low > 0.0 && high / low > 20.0
}

/// Values below a panel, each where it was run; of those too near to be read some are left out.
fn below(
    scene: &mut Scene,
    told: &Told,
    axis: &Axis,
    x: &Scale,
    (left, right): (f64, f64),
    (upper, lower): (f64, f64),
    values: &[f64],
) {
    let mut end = f64::NEG_INFINITY;
    for value in values {
        let (at, text) = (x.at(*value), told.words.dose_value(&axis.unit, &Value::Number(*value)));
        let half = SMALL.width(&text) / 2.0;
        scene.line(vec![(at, upper), (at, lower)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        if at - half > end + 6.0 {
            scene.text((at, lower + 16.0), text, SMALL.middle());
            end = at + half;
        }
    }
    // 0 among the values: the axis begins there.
    let ratio = by_ratio(values, values.first() == Some(&0.0));
    let named = SMALL.fit(&told.words.dose_axis_scaled(axis, ratio), right - left);
    scene.text(((left + right) / 2.0, lower + 36.0), named, SMALL.middle());
}

/// What each step averts by sol, or by unit, as a stair with its errors, and half of the first.
fn steps(
    scene: &mut Scene,
    told: &Told,
    axis: &Axis,
    found: &Returns,
    (left, right): (f64, f64),
    (top, upper, lower): (f64, f64, f64),
) {
    let Some(first) = found.steps.first() else { return };
    let (size, what) = match found.per {
        Per::Sol => (1e6, OfDose::PerSol),
        Per::Unit => (1.0, OfDose::PerUnit),
    };
    let heading = told.words.dose(what);
    let lines = LABEL.bold().wrap(heading, WIDTH - MARGIN - left + 50.0, 2);
    scene.lines((left - 50.0, top + 8.0 - 15.0 * (lines.len() as f64 - 1.0)), &lines, LABEL.bold(), 15.0);
    let mut values: Vec<f64> = found.steps.iter().map(|step| step.to).collect();
    values.insert(0, first.from);
    let x = horizontal(&values, first.from == 0.0, (left + 8.0, right - 8.0));
    let rate = |step: &amparo_decide::dose::Step| {
        let by = match found.per {
            Per::Sol => step.cost.mean,
            Per::Unit => step.to - step.from,
        };
        let half = step.girls.bar.map_or(0.0, |bar| bar / by);
        (size * step.girls_per, size * half)
    };
    let all = found.steps.iter().map(rate);
    let (low, high) = nice_range(all.flat_map(|(mean, half)| [mean - half, mean + half]).chain([0.0]), 6);
    let y = Scale::linear(low, high, (lower, upper));
    let up = y.ticks(6);
    frame::horizontal_grid(scene, &up, &tick_labels(&up), |v| y.at(v), left, right);
    below(scene, told, axis, &x, (left, right), (upper, lower), &values);
    scene.line(vec![(left, y.at(0.0)), (right, y.at(0.0))], QUIET, 1.4, DASHES[0]);
    let half_of_first = y.at(rate(first).0 / 2.0);
    if !matches!(found.finding, Finding::NothingFirst | Finding::TooFew) {
        scene.line(vec![(left, half_of_first), (right, half_of_first)], INK, 1.2, DASHES[1]);
        scene.text((right, half_of_first - 5.0), told.words.dose(OfDose::Half), SMALL.end());
    }
    for step in &found.steps {
        let (mean, half) = rate(step);
        let (from, to) = (Value::Number(step.from), Value::Number(step.to));
        let series = [from, to].map(|value| told.words.dose_value(&axis.unit, &value)).join(" → ");
        let one = Plotted::new(heading, series, heading, mean).at(step.to, told.words.dose_axis(axis));
        scene.plots(one.within(step.girls.bar.map(|_| (mean - half, mean + half)), None));
        let colour = if step.diminished { LESS } else { PALETTE[0] };
        let (a, b) = (x.at(step.from), x.at(step.to));
        if step.girls.bar.is_some() {
            let middle = (a + b) / 2.0;
            scene.line(
                vec![(middle, y.at(mean - half)), (middle, y.at(mean + half))],
                colour.alpha(0.45),
                8.0,
                DASHES[0],
            );
        }
        scene.line(vec![(a + 1.0, y.at(mean)), (b - 1.0, y.at(mean))], colour, 3.0, DASHES[0]);
    }
}

/// Side by side, in the order of the file.
fn classes(scene: &mut Scene, told: &Told, dose: &Dose, top: f64) -> f64 {
    let (left, right) = (MARGIN + 62.0, WIDTH - MARGIN - 8.0);
    let (low, high) = nice_range(dose.points.iter().flat_map(ends).chain([0.0]), 6);
    let (y, _, lower) = girls_panel(scene, told, low, high, (left, right), top);
    let n = dose.points.len() as f64;
    let width = (right - left) / n;
    let every = dose.points.len().div_ceil(MOST_LABELS);
    let mut deepest = lower;
    for (i, point) in dose.points.iter().enumerate() {
        let x = left + width * (i as f64 + 0.5);
        upright(scene, (&point.girls_undiscounted, point.assumed.as_ref()), &y, x, PALETTE[0]);
        if i.is_multiple_of(every) {
            let values = dose.axes.iter().zip(&point.values);
            let lines: Vec<String> = values
                .flat_map(|(axis, value)| {
                    let one = if dose.axes.len() > 1 { format!("{} ", axis.label) } else { String::new() };
                    let text = format!("{one}{}", told.words.dose_value(&axis.unit, value));
                    SMALL.wrap(&text, width * every as f64 - 6.0, 3)
                })
                .collect();
            deepest = deepest.max(scene.lines((x, lower + 16.0), &lines, SMALL.middle(), 14.0));
        }
    }
    if let [axis] = dose.axes.as_slice() {
        scene.text(((left + right) / 2.0, deepest + 14.0), told.words.dose_axis(axis), SMALL.middle());
        deepest += 18.0;
    }
    deepest + 14.0
}

/// Colour of a share from little to much, one hue from light to dark: readers who see no colour see the same.
fn shade(share: f64) -> Colour {
    const LIGHT: [f64; 3] = [247.0, 251.0, 255.0];
    const MIDDLE: [f64; 3] = [107.0, 174.0, 214.0];
    const DARK: [f64; 3] = [8.0, 48.0, 107.0];
    let share = share.clamp(0.0, 1.0);
    let (from, to, at) = if share < 0.5 { (LIGHT, MIDDLE, 2.0 * share) } else { (MIDDLE, DARK, 2.0 * share - 1.0) };
    let mix = |k: usize| (from[k] + at * (to[k] - from[k])).round() as u8;
    Colour(mix(0), mix(1), mix(2), 1.0)
}

/// Means of a map as `[row][column]`, the first axis across, through which lines may be drawn; `None` where it has not ascending numbers
/// on both axes, or too few, or where no combination is told from another, so that lines would show noise.
fn lines(dose: &Dose) -> Option<Vec<Vec<f64>>> {
    let [across, up] = dose.axes.as_slice() else { return None };
    let enough = said::any_beaten(dose) && across.ascending()?.len() > 2 && up.ascending()?.len() > 2;
    enough.then(|| grid(dose).into_iter().map(|row| row.iter().map(|p| p.girls_undiscounted.mean).collect()).collect())
}

/// Forms as `[row][column]`, the first axis across.
fn grid(dose: &Dose) -> Vec<Vec<&Point>> {
    let [across, up] = dose.axes.as_slice() else { return Vec::new() };
    let at = |row: usize, column: usize| dose.points.get(column * up.values.len() + row);
    (0..up.values.len()).map(|row| (0..across.values.len()).filter_map(|column| at(row, column)).collect()).collect()
}

/// Two axes: a cell for every combination, with its number, and contours between.
fn map(scene: &mut Scene, told: &Told, dose: &Dose, top: f64) -> f64 {
    let [across, up] = dose.axes.as_slice() else { return top };
    let words = told.words;
    let rows = grid(dose);
    let label = |axis: &Axis, value: &Value| words.dose_value(&axis.unit, value);
    let widest = up.values.iter().map(|value| SMALL.width(&label(up, value))).fold(0.0, f64::max);
    let (left, right) = (MARGIN + 40.0 + widest, WIDTH - MARGIN - 96.0);
    scene.text((MARGIN, top + 8.0), words.dose_axis(up), LABEL.bold());
    let upper = top + 22.0;
    let n = (across.values.len().max(1), up.values.len().max(1));
    let width = (right - left) / n.0 as f64;
    let height = (420.0 / n.1 as f64).clamp(14.0, 74.0);
    let lower = upper + height * n.1 as f64;
    let means = || rows.iter().flatten().map(|point| point.girls_undiscounted.mean);
    let (least, most) = (means().fold(0.0, f64::min), means().fold(0.0, f64::max));
    let share = |mean: f64| if most > least { (mean - least) / (most - least) } else { 0.0 };
    // The first row lies lowest, as on any axis.
    let corner = |row: usize, column: usize| (left + width * column as f64, lower - height * (row as f64 + 1.0));
    for (r, row) in rows.iter().enumerate() {
        for (c, point) in row.iter().enumerate() {
            let (x, y) = corner(r, c);
            let fill = shade(share(point.girls_undiscounted.mean));
            scene.rect((x + 0.5, y + 0.5), (x + width - 0.5, y + height - 0.5), fill);
        }
        let y = lower - height * (r as f64 + 0.5);
        if r.is_multiple_of(up.values.len().div_ceil(24)) {
            scene.text((left - 8.0, y + 4.3), up.values.get(r).map_or_else(String::new, |v| label(up, v)), SMALL.end());
        }
    }
    let lines = lines(dose);
    if let Some(means) = &lines {
        let ticks = Scale::linear(least, most, (0.0, 1.0)).ticks(5);
        let levels: Vec<f64> = ticks.into_iter().filter(|level| *level > least && *level < most).collect();
        let centre = |(column, row): (f64, f64)| (left + width * (column + 0.5), lower - height * (row + 0.5));
        for (level, name) in levels.iter().zip(tick_labels(&levels)) {
            for line in contours(means, *level) {
                let points: Vec<(f64, f64)> = line.into_iter().map(centre).collect();
                scene.line(points.clone(), WHITE.alpha(0.8), 3.4, DASHES[0]);
                scene.line(points.clone(), INK, 1.4, DASHES[0]);
                if let Some((x, y)) = points.last().copied() {
                    let half = SMALL.width(&name) / 2.0;
                    scene.rect((x - half - 3.0, y - 8.0), (x + half + 3.0, y + 6.0), WHITE.alpha(0.85));
                    scene.text((x, y + 3.5), name.clone(), SMALL.colour(INK).middle());
                }
            }
        }
    }
    if n.0 <= MOST_ACROSS && height >= 20.0 {
        // Below the middle, where lines end.
        let down = if lines.is_some() { 0.3 * height } else { 0.0 };
        for (r, row) in rows.iter().enumerate() {
            for (c, point) in row.iter().enumerate() {
                let (x, y) = corner(r, c);
                number(
                    scene,
                    told,
                    &point.girls_undiscounted,
                    share(point.girls_undiscounted.mean),
                    (x + width / 2.0, y + height / 2.0 + down + 4.3, width - 6.0),
                );
            }
        }
    }
    let every = across.values.len().div_ceil(MOST_LABELS);
    for (c, value) in across.values.iter().enumerate().filter(|(c, _)| c.is_multiple_of(every)) {
        scene.text((left + width * (c as f64 + 0.5), lower + 16.0), label(across, value), SMALL.middle());
    }
    scene.text(((left + right) / 2.0, lower + 36.0), words.dose_axis(across), SMALL.middle());
    key(scene, told, (least, most), (right + 24.0, upper, lower.min(upper + 220.0)));
    lower + 54.0
}

/// A mean in its cell, on a strip of the cell's colour that covers lines.
fn number(scene: &mut Scene, told: &Told, mean: &Mean, share: f64, (x, y, room): (f64, f64, f64)) {
    let told_apart = mean.sign().is_some();
    let colour = if share > 0.68 { WHITE } else { INK };
    let face = Face::new(12.0).colour(colour).middle();
    let face = if told_apart { face.bold() } else { face };
    let text = face.fit(&told.words.with_bar_brief(mean), room);
    let half = face.width(&text) / 2.0;
    scene.rect((x - half - 2.0, y - 11.0), (x + half + 2.0, y + 4.0), shade(share));
    scene.text((x, y), text, face);
}

/// The colours with their numbers.
fn key(scene: &mut Scene, told: &Told, (least, most): (f64, f64), (x, upper, lower): (f64, f64, f64)) {
    const PIECES: usize = 24;
    let y = Scale::linear(least, most, (lower, upper));
    let step = (lower - upper) / PIECES as f64;
    for piece in 0..PIECES {
        let share = (piece as f64 + 0.5) / PIECES as f64;
        let bottom = lower - step * piece as f64;
        scene.rect((x, bottom - step - 0.5), (x + 14.0, bottom), shade(share));
    }
    let ticks = y.ticks(5);
    for (tick, name) in ticks.iter().zip(tick_labels(&ticks)) {
        scene.text((x + 20.0, y.at(*tick) + 4.3), name, SMALL);
    }
    let lines = SMALL.wrap(told.words.girls(OfGirls::Averted), 90.0, 2);
    scene.lines((x - 4.0, lower + 18.0), &lines, SMALL, 14.0);
}

/// Three axes and more: each by itself, in panels of one scale.
fn several(scene: &mut Scene, told: &Told, dose: &Dose, top: f64) -> f64 {
    const ACROSS: usize = 3;
    const GAP: f64 = 26.0;
    let reach = dose.main_effects.iter().flat_map(|effect| {
        let mean = &effect.girls;
        mean.interval().map_or([mean.mean; 2], |(low, high)| [low, high])
    });
    let (low, high) = nice_range(reach.chain([0.0]), 5);
    let across = dose.axes.len().min(ACROSS);
    let (first, last) = (MARGIN + 62.0, WIDTH - MARGIN - 8.0);
    let width = (last - first - GAP * (across as f64 - 1.0)) / across as f64;
    scene.text((MARGIN, top + 8.0), told.words.dose(OfDose::Girls), LABEL.bold());
    let (height, mut deepest) = (if dose.axes.len() > ACROSS { 210.0 } else { HEIGHT }, top);
    for (k, axis) in dose.axes.iter().enumerate() {
        let (column, row) = (k % ACROSS, k / ACROSS);
        let left = first + (width + GAP) * column as f64;
        let right = left + width;
        let upper = top + 24.0 + (height + 66.0) * row as f64;
        let lower = upper + height;
        let y = Scale::linear(low, high, (lower, upper));
        let up = y.ticks(5);
        let labels: Vec<String> =
            tick_labels(&up).into_iter().map(|l| if column == 0 { l } else { String::new() }).collect();
        frame::horizontal_grid(scene, &up, &labels, |v| y.at(v), left, right);
        scene.line(vec![(left, y.at(0.0)), (right, y.at(0.0))], QUIET, 1.4, DASHES[0]);
        let here: Vec<_> = dose.main_effects.iter().filter(|effect| effect.axis == k).collect();
        let slot = width / here.len().max(1) as f64;
        let place = |i: usize| left + slot * (i as f64 + 0.5);
        if axis.ascending().is_some() {
            let line = here.iter().enumerate().map(|(i, effect)| (place(i), y.at(effect.girls.mean)));
            scene.line(line.collect(), PALETTE[0].alpha(0.75), 1.6, DASHES[0]);
        }
        let mut end = f64::NEG_INFINITY;
        for (i, effect) in here.iter().enumerate() {
            upright(scene, (&effect.girls, None), &y, place(i), PALETTE[0]);
            let text = told.words.dose_value(&axis.unit, &effect.value);
            let half = SMALL.width(&text) / 2.0;
            if place(i) - half > end + 4.0 {
                scene.text((place(i), lower + 16.0), text, SMALL.middle());
                end = place(i) + half;
            }
        }
        let named = SMALL.fit(&told.words.dose_axis(axis), width + GAP - 8.0);
        scene.text(((left + right) / 2.0, lower + 36.0), named, SMALL.middle());
        deepest = deepest.max(lower + 54.0);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_a_map_darken_all_the_way() {
        let bright = |c: Colour| 0.2126 * f64::from(c.0) + 0.7152 * f64::from(c.1) + 0.0722 * f64::from(c.2);
        let all: Vec<f64> = (0..=20).map(|i| bright(shade(f64::from(i) / 20.0))).collect();
        assert!(all.windows(2).all(|pair| pair[1] < pair[0]), "{all:?}");
    }
}
