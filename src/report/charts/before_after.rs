//! What is prevented before the trade adapts, and what its adapting leaves: one waterfall per policy.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::{interval_key, plots};
use crate::kit::scene::{Colour, DASHES, Face, INK, PALETTE, QUIET, RULE, Scene};
use crate::said::adaptation;
use crate::said::runs::{self, Runs};
use crate::told::Told;
use crate::words::adaptation::{OfAdaptation, Step};
use amparo_decide::answers::{Order, SplitStep, Waterfall};
use amparo_decide::estimate::Estimate;
use amparo_model::observe::Outcome;
use amparo_model::observe::outcomes::TOGETHER;
use amparo_tables::Format;
use amparo_tables::numbers::persons_change;

const ROW: f64 = 17.0;
const HEADING: f64 = 24.0;
const BLOCK: f64 = HEADING + 4.0 * ROW + 8.0;
/// Right ends of the three columns of numbers.
const COLUMNS: [f64; 3] = [684.0, 830.0, WIDTH - MARGIN];

/// The estimates of the four steps.
pub(crate) fn steps(w: &Waterfall) -> [&Estimate; 4] {
    [&w.before, &w.spatial, &w.refilling, &w.after]
}

/// Waterfalls of spells begun over the funded years with newly exploited and victims beside them, at the largest budget.
pub fn before_after(told: &Told) -> Option<Chart> {
    let shown = shown(told);
    if shown.is_empty() {
        return None;
    }
    let (one, words) = (told.one(), told.words);
    let first = shown.first().map(|w| (*w, told.title(&w.policy)));
    let title = words.before_after_title(first.as_ref().map(|(w, policy)| (*w, policy)));
    let draws = shown.iter().map(|w| w.draws).max().unwrap_or(0);
    let over = if one { runs::replicates(told.result) } else { Runs::Draws { used: draws, effective: None } };
    let budget = answered::main_decision(told.answers).map(|d| d.budget_soles_per_year);
    let (mut scene, top) = frame::page(&title, &words.before_after_subtitle(told.result.funded_years, &over, budget));
    interval_key(&mut scene, told, top + 6.0, shown.iter().flat_map(|w| steps(w)));
    let (left, right) = (MARGIN + 128.0, 548.0);
    let head = top + 32.0;
    for (outcome, x) in TOGETHER.iter().zip(COLUMNS) {
        scene.text((x, head), words.outcome(outcome), LABEL.bold().end());
        scene.text((x, head + 15.0), words.outcome_unit(outcome), SMALL.end());
    }
    let first = head + 22.0;
    let last = first + BLOCK * shown.len() as f64;
    let ends = shown.iter().flat_map(|w| {
        let (b, s) = (w.before.mean, w.before.mean + w.spatial.mean);
        let shifted = |e: &Estimate, by: f64| answered::reach(e).map(move |v| v + by).collect::<Vec<_>>();
        [shifted(&w.before, 0.0), shifted(&w.spatial, b), shifted(&w.refilling, s), shifted(&w.after, 0.0)].concat()
    });
    let (low, high) = nice_range(ends, 8);
    let x = Scale::linear(low, high, (left, right));
    for row in 0..shown.len() {
        frame::stripe(&mut scene, row, first + BLOCK * row as f64, first + BLOCK * (row as f64 + 1.0));
    }
    let ticks = x.ticks(5);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
    scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
    scene.text(((left + right) / 2.0, last + 34.0), words.adaptation(OfAdaptation::AxisSpells), SMALL.middle());
    let mut alt = Vec::new();
    for (i, w) in shown.iter().enumerate() {
        let y = first + BLOCK * i as f64;
        block(&mut scene, told, w, &x, y);
        alt.push(words.waterfall(&told.of(&w.policy), w));
    }
    let mut end = last + 48.0;
    if shown.iter().any(|w| !w.split.is_empty()) {
        end = split_table(&mut scene, told, &shown, end + 6.0);
    }
    let any = shown.iter().flat_map(|w| steps(w)).any(|e| e.interval().is_some());
    let intervals = if one { told.intervals() } else { words.intervals(&runs::intervals_over(draws, over)) };
    let notes = [&*words.before_after_steps(one, any), &*intervals, words.before_after_split(one)];
    frame::close(&mut scene, end, &notes, told);
    let alt = format!("{title}. {}.", alt.join(". "));
    Some(Chart { name: "before_after", title, alt, scene })
}

/// Waterfalls of spells begun over the funded years at the largest budget, most prevented after adaptation first.
fn shown<'a>(told: &Told<'a>) -> Vec<&'a Waterfall> {
    let mut found = adaptation::waterfalls(told);
    found.sort_by(|a, b| a.after.mean.total_cmp(&b.after.mean));
    found
}

fn block(scene: &mut Scene, told: &Told, w: &Waterfall, x: &Scale, top: f64) {
    let name = &told.of(&w.policy);
    let fit = |name: &str| LABEL.bold().fit(name, WIDTH - 2.0 * MARGIN - 16.0);
    scene.text((MARGIN + 8.0, top + 17.0), fit(&told.apart(name, fit)), LABEL.bold());
    let of = |outcome: &Outcome| {
        let same = |o: &&Waterfall| o.policy == w.policy && o.outcome == outcome && o.window == w.window;
        told.answers.waterfalls.iter().find(same)
    };
    // Newly exploited is never shown without the other two.
    let all: Option<Vec<&Waterfall>> = TOGETHER.iter().map(|outcome| of(outcome)).collect();
    let mut from = 0.0;
    for (k, step) in Step::ALL.into_iter().enumerate() {
        let y = top + HEADING + ROW * (k as f64 + 0.5);
        let e = steps(w)[k];
        let start = if k == 3 { 0.0 } else { from };
        plots(scene, (name, told.words.step(step), told.words.adaptation(OfAdaptation::AxisSpells)), e);
        let bar = colour(k, e.mean);
        scene.text(
            (MARGIN + 16.0, y + 4.0),
            told.words.step(step),
            if k == 3 { SMALL.colour(INK).bold() } else { SMALL.colour(INK) },
        );
        let (a, b) = (x.at(start), x.at(start + e.mean));
        scene.rect((a.min(b), y - 5.5), (a.max(b), y + 5.5), bar);
        // Whiskers stand where the bar ends.
        let shifted = Estimate {
            mean: start + e.mean,
            draws_low: e.draws_low.map(|v| v + start),
            draws_high: e.draws_high.map(|v| v + start),
            below_zero: None,
            ..*e
        };
        whiskers(scene, &shifted, x, y);
        if k < 3 {
            from += e.mean;
            scene.line(vec![(x.at(from), y + 5.5), (x.at(from), y + ROW - 5.5)], RULE, 1.0, DASHES[0]);
        }
        let face: Face = if k == 3 { SMALL.colour(INK).bold() } else { SMALL.colour(INK) };
        match &all {
            Some(three) => {
                for (one, right) in three.iter().zip(COLUMNS) {
                    let (text, face) = figure(steps(one)[k], face);
                    scene.text((right, y + 4.0), text, face.end());
                }
            }
            None => {
                let (text, face) = figure(e, face);
                scene.text((COLUMNS[0], y + 4.0), text, face.end());
            }
        }
    }
}

/// Prevented in blue, undone in vermilion, whatever adds to what is prevented in light blue.
fn colour(step: usize, mean: f64) -> Colour {
    match (step, mean <= 0.0) {
        (0 | 3, true) => PALETTE[0],
        (0 | 3, false) => PALETTE[1],
        (_, true) => PALETTE[0].alpha(0.45),
        (_, false) => PALETTE[4],
    }
}

fn whiskers(scene: &mut Scene, e: &Estimate, x: &Scale, y: f64) {
    if let Some((low, high)) = answered::over_draws(e) {
        scene.line(vec![(x.at(low), y), (x.at(high), y)], INK, 1.3, DASHES[0]);
        for end in [low, high] {
            scene.line(vec![(x.at(end), y - 3.0), (x.at(end), y + 3.0)], INK, 1.3, DASHES[0]);
        }
    }
    if let Some((low, high)) = e.of_mean() {
        scene.line(vec![(x.at(low), y), (x.at(high), y)], INK.alpha(0.45), 6.0, DASHES[0]);
    }
}

/// "−312 (−420 to −190)", in smaller letters where it is long; the mean alone where even that is too wide.
fn figure(e: &Estimate, face: Face) -> (String, Face) {
    const ROOM: f64 = 136.0;
    let mean = persons_change(e.mean);
    let Some((low, high)) = e.interval() else { return (mean, face) };
    let text = format!("{mean} ({})", Format::Persons.range(low, high));
    let smaller = Face { size: 10.5, ..face };
    let fitting = [face, smaller].into_iter().find(|f| f.width(&text) <= ROOM);
    fitting.map_or((mean, face), |f| (text, f))
}

/// Refilling split further, in both orders, as a small table.
fn split_table(scene: &mut Scene, told: &Told, shown: &[&Waterfall], top: f64) -> f64 {
    scene.text((MARGIN, top + 14.0), told.words.split_heading(told.one()), LABEL.bold());
    let mut y = top + 36.0;
    for w in shown.iter().filter(|w| !w.split.is_empty()) {
        let room = 372.0;
        scene.text((MARGIN + 8.0, y), SMALL.colour(INK).fit(&told.of(&w.policy), room), SMALL.colour(INK));
        for order in Order::ALL.iter().copied() {
            let parts: Vec<&SplitStep> = w.split.iter().filter(|s| s.order == order).collect();
            if parts.is_empty() {
                continue;
            }
            scene.text((MARGIN + 392.0, y), told.words.order(order), SMALL);
            let lines = SMALL.wrap(&told.words.split_steps(&parts), WIDTH - 2.0 * MARGIN - 458.0, 3);
            y = scene.lines((MARGIN + 458.0, y), &lines, SMALL.colour(INK), 16.0);
        }
        y += 3.0;
    }
    y + 2.0
}
