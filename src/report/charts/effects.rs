//! Effects over the funded years: spells begun, newly exploited and victims side by side, never one alone.

use crate::kit::answered::{self, Verdict};
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::{draw_estimate, interval_key, plots};
use crate::kit::scene::{Colour, DASHES, Face, PALETTE, QUIET, Scene, Shape};
use crate::said::effects::{by_spells_averted, changes, triple};
use crate::said::runs;
use crate::told::Told;
use crate::words::effects::OfEffects;
use amparo_decide::estimate::Estimate;
use amparo_decide::result::Effect;
use amparo_model::observe::outcomes::TOGETHER;
use amparo_tables::numbers::{number, signed_percent};

const ROW: f64 = 52.0;
const LABELS: f64 = 232.0;
const GAP: f64 = 36.0;

/// Change against the baseline over the funded years, % of its mean: the interval over draws (uncertainty) is the thin line and
/// the error of the mean the thick one.
pub fn effects(told: &Told) -> Chart {
    let (one, words, result) = (told.one(), told.words, told.result);
    let title = words.effects_title(changes(told, one).as_ref());
    let ran = runs::of_study(result, told.answers);
    let subtitle = words.effects_subtitle(result.funded_years, &ran, result.budget_soles_per_year);
    let (mut scene, top) = frame::page(&title, &subtitle);
    let ranked = by_spells_averted(result);
    let threes: Vec<Option<[&Effect; 3]>> = ranked.iter().map(|p| triple(result, &p.name)).collect();
    let shown = || threes.iter().flatten().flat_map(|three| three.iter().copied());
    let range = nice_range(shown().filter_map(in_percent).flat_map(|e| answered::reach(&e).collect::<Vec<_>>()), 4);
    interval_key(&mut scene, told, top + 6.0, shown().map(|e| &e.change));
    let top = top + 20.0;
    let (first, last) = (top + 34.0, top + 34.0 + ROW * ranked.len().max(1) as f64);
    for row in 0..ranked.len() {
        let y = first + ROW * row as f64;
        frame::stripe(&mut scene, row, y, y + ROW);
    }
    let width = (WIDTH - 2.0 * MARGIN - LABELS - 2.0 * GAP - 8.0) / 3.0;
    for (k, outcome) in TOGETHER.iter().enumerate() {
        let left = MARGIN + LABELS + (width + GAP) * k as f64;
        let panel = (left, left + width);
        let x = Scale::linear(range.0, range.1, panel);
        scene.text((left, top + 10.0), words.outcome(outcome), LABEL.bold());
        let own = threes.iter().flatten().next().map(|three| three[k].baseline);
        let base = own.or_else(|| result.baseline.of(outcome)).filter(|b| b.is_finite() && *b > 0.0);
        let base = words.effects_baseline(outcome, base);
        scene.text((left, top + 26.0), SMALL.fit(&base, width), SMALL);
        let ticks = x.ticks(4);
        frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
        scene.text((left + width / 2.0, last + 34.0), words.effects(OfEffects::AxisPercent), SMALL.middle());
        for (row, three) in threes.iter().enumerate() {
            let Some(three) = three else { continue };
            let y = first + ROW * (row as f64 + 0.5);
            match in_percent(three[k]) {
                Some(e) => {
                    dot(&mut scene, &e, &x, y, panel, frame::row_colour(row));
                    let of =
                        (words.outcome(outcome), answered::name(ranked[row]), words.effects(OfEffects::AxisPercent));
                    plots(&mut scene, of, &e);
                }
                None => scene.text(
                    ((panel.0 + panel.1) / 2.0, y + 4.5),
                    words.effects(OfEffects::BaselineIsZero),
                    SMALL.middle(),
                ),
            }
        }
    }
    let mut alt = Vec::new();
    for (row, (policy, three)) in ranked.iter().zip(&threes).enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        frame::row_name(&mut scene, told, (MARGIN + 8.0, y), answered::name(policy), LABELS - 26.0, 3);
        match three {
            Some(three) => {
                alt.push(format!("{}: {}", answered::name(policy), words.changes(three)));
            }
            None => scene.text((MARGIN + LABELS + 8.0, y + 4.5), words.effects(OfEffects::OnlyTogether), SMALL),
        }
    }
    if ranked.is_empty() {
        scene.text((MARGIN + 8.0, first + 28.0), words.effects(OfEffects::NoPolicy), LABEL);
    }
    let conditional = if result.policies.is_empty() { "" } else { words.conditional() };
    let notes = [&*words.effects_key(one, result.replicates), &*told.intervals(), conditional];
    frame::close(&mut scene, last + 48.0, &notes, told);
    Chart { name: "effects", alt: format!("{title}. {}.", alt.join(". ")), title, scene }
}

/// A change in % of the baseline's mean; `None` where that is 0.
fn in_percent(e: &Effect) -> Option<Estimate> {
    (e.baseline > 0.0).then(|| e.change.each(|v| 100.0 * v / e.baseline))
}

fn dot(scene: &mut Scene, e: &Estimate, x: &Scale, y: f64, panel: (f64, f64), paper: Colour) {
    let y = y + 9.0;
    let (colour, hollow) = match answered::verdict(e) {
        Verdict::More => (PALETTE[1], false),
        Verdict::Fewer => (PALETTE[0], false),
        _ => (QUIET, true),
    };
    draw_estimate(scene, e, x, y, colour, Shape::Circle, hollow);
    let face: Face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    let mut text = signed_percent(e.mean / 100.0);
    // The error is often narrower than the dot: its half-width is written beside the estimate.
    if let Some(half) = e.bar.filter(|_| e.at_one_vector()) {
        text.push_str(&format!(" ± {}", number(half, if half < 0.095 { 2 } else { 1 })));
    }
    let half = face.width(&text) / 2.0;
    let middle = x.at(e.mean).clamp(panel.0 + half, panel.1 - half);
    scene.rect((middle - half - 2.0, y - 23.0), (middle + half + 2.0, y - 8.5), paper);
    scene.text((middle, y - 11.5), text, face.middle());
}
