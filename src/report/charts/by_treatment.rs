//! Treated and untreated communities, before and after the trade adapts: where prevention goes, and where recruiters go.

use crate::kit::answered::{self, Verdict};
use crate::kit::axis::{Scale, nice_range};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::{draw_estimate, interval_key, plots};
use crate::kit::scene::{Colour, DASHES, INK, PALETTE, QUIET, Scene, Shape};
use crate::said::adaptation::{by_community, pairs};
use crate::said::effects::triple;
use crate::said::runs::{self, Runs};
use crate::told::Told;
use crate::words::adaptation::{OfAdaptation, Step};
use crate::words::effects::OfEffects;
use amparo_decide::estimate::Estimate;
use amparo_decide::result::Effect;
use amparo_tables::numbers::persons_change;

const ROW: f64 = 56.0;
const LABELS: f64 = 224.0;
/// Room right of each panel for its numbers.
const FIGURES: f64 = 62.0;
const GAP: f64 = 18.0;
const AFTER: Colour = PALETTE[0];
const BEFORE: Colour = PALETTE[4];

/// Change in newly exploited per year in treated and in untreated communities, at the largest budget.
pub fn by_treatment(told: &Told) -> Option<Chart> {
    let pairs = pairs(told);
    if pairs.is_empty() {
        return None;
    }
    let (one, words) = (told.one(), told.words);
    let title = words.by_treatment_title(&by_community(told, &pairs));
    let budget = answered::main_decision(told.answers).map(|d| d.budget_soles_per_year);
    let draws = pairs.iter().flat_map(|p| p.rows()).map(|b| b.draws).max().unwrap_or(0);
    let over = if draws == told.answers.draws.used {
        runs::of_study(told.result, told.answers)
    } else {
        Runs::Draws { used: draws, effective: None }
    };
    let (mut scene, top) = frame::page(&title, &words.by_treatment_subtitle(told.result.funded_years, &over, budget));
    let all = || pairs.iter().flat_map(|p| p.rows()).flat_map(|b| [&b.treated, &b.untreated]);
    let before = pairs.iter().any(|p| p.before.is_some());
    key(&mut scene, told, top + 6.0, before);
    interval_key(&mut scene, told, top + 6.0, all());
    let first = top + 48.0;
    let last = first + ROW * pairs.len() as f64;
    for row in 0..pairs.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let range = nice_range(all().flat_map(answered::reach), 8);
    let width = (WIDTH - 2.0 * MARGIN - LABELS - GAP - 2.0 * FIGURES) / 2.0;
    for (k, heading) in [OfAdaptation::Treated, OfAdaptation::Untreated].into_iter().enumerate() {
        let left = MARGIN + LABELS + (width + FIGURES + GAP) * k as f64;
        let x = Scale::linear(range.0, range.1, (left, left + width));
        scene.text((left, first - 12.0), words.adaptation(heading), LABEL.bold());
        let ticks = x.ticks(4);
        let panel = (left, left + width);
        frame::vertical_grid_within(&mut scene, &ticks, |v| x.at(v), (first, last), panel, (FIGURES + GAP) / 2.0 - 2.0);
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
        scene.text((left + width / 2.0, last + 34.0), words.effects(OfEffects::AxisGirls), SMALL.middle());
        for (row, pair) in pairs.iter().enumerate() {
            let y = first + ROW * row as f64;
            for (place, (found, colour, shape)) in
                [(pair.before, BEFORE, Shape::Square), (pair.after, AFTER, Shape::Circle)].into_iter().enumerate()
            {
                let Some(b) = found else { continue };
                let e: &Estimate = if k == 0 { &b.treated } else { &b.untreated };
                let at = y + 17.0 + 22.0 * place as f64;
                let step = words.step(if place == 0 { Step::Before } else { Step::After });
                let series = format!("{} · {step}", told.of(pair.policy));
                plots(&mut scene, (words.adaptation(heading), &series, words.effects(OfEffects::AxisGirls)), e);
                let hollow = !matches!(answered::verdict(e), Verdict::Fewer | Verdict::More);
                draw_estimate(&mut scene, e, &x, at, colour, shape, hollow);
                scene.text((left + width + FIGURES - 4.0, at + 4.0), persons_change(e.mean), SMALL.colour(INK).end());
            }
        }
    }
    for (row, pair) in pairs.iter().enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        let lines = {
            let wrap = |name: &str| LABEL.wrap(name, LABELS - 26.0, 2);
            wrap(&told.apart(&told.of(pair.policy), wrap))
        };
        let start = y - 3.0 - 7.75 * (lines.len() as f64 - 1.0);
        let below = scene.lines((MARGIN + 8.0, start), &lines, LABEL, 15.5);
        if let Some(b) = pair.after.or(pair.before) {
            let base = words.by_treatment_baseline(b.treated_baseline, b.untreated_baseline);
            scene.text((MARGIN + 8.0, below), SMALL.fit(&base, LABELS - 26.0), SMALL);
        }
    }
    let called: Vec<String> = pairs.iter().map(|p| told.of(p.policy)).collect();
    let three = |p: &str| triple(told.result, p);
    let together: Vec<(&str, Option<[&Effect; 3]>)> =
        pairs.iter().zip(&called).map(|(p, name)| (name.as_str(), three(p.policy))).collect();
    let all = (!one).then(|| runs::draws(told.answers));
    let alone = words.by_treatment_together(&together, all.as_ref());
    let intervals = if one { told.intervals() } else { words.intervals(&runs::intervals_over(draws, over)) };
    frame::close(&mut scene, last + 48.0, &[&words.by_treatment_key(before), &alone, &intervals], told);
    let alt: Vec<String> = pairs.iter().zip(&called).map(|(p, name)| words.by_treatment_alt(name, p)).collect();
    let alt = format!("{title}. {}.", alt.join(". "));
    Some(Chart { name: "by_treatment", title, alt, scene })
}

fn key(scene: &mut Scene, told: &Told, y: f64, before: bool) {
    let mut x = MARGIN + 6.0;
    let both = [(BEFORE, Shape::Square, Step::Before), (AFTER, Shape::Circle, Step::After)];
    for (colour, shape, step) in both.into_iter().skip(usize::from(!before)) {
        let text = told.words.step(step);
        scene.point((x, y - 4.0), shape, 4.6, colour, false);
        scene.text((x + 10.0, y), text, SMALL);
        x += 10.0 + SMALL.width(text) + 24.0;
    }
}
