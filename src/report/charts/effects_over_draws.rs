//! Cases averted draw by draw: one strip per policy and budget.

use crate::kit::answered::{self, Verdict};
use crate::kit::axis::{Scale, nice_range};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::{draw_estimate, interval_key, plots};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, PALETTE, QUIET, Scene, Shape};
use crate::said::effects::over_draws;
use crate::told::Told;
use crate::words::effects::OfEffects;
use amparo_decide::answers::Decision;
use amparo_tables::numbers::persons;

const ROW: f64 = 50.0;
const LABELS: f64 = 214.0;
const GAP: f64 = 36.0;
/// Most points drawn in one strip; of more draws every n-th is drawn.
const MOST_POINTS: usize = 200;

/// Spells averted in each draw, by policy and budget, with mean and interval.
pub fn effects_over_draws(told: &Told) -> Option<Chart> {
    // One draw has nothing to lie apart.
    let main = answered::main_decision(told.answers).filter(|d| d.draws > 1)?;
    let all = answered::decisions(told.answers);
    // The largest budgets where there are more than three.
    let panels = &all[all.len().saturating_sub(3)..];
    let words = told.words;
    let title = words.over_draws_title(over_draws(told, main).as_ref());
    let (mut scene, top) = frame::page(&title, &words.over_draws_subtitle(told.horizon()));
    let rows = answered::ranked(main);
    let head = top + 34.0;
    let shown = panels.iter().flat_map(|d| d.strategies.iter().skip(1).map(|s| &s.averted));
    interval_key(&mut scene, told, top + 6.0, shown);
    let (first, last) = (head + 12.0, head + 12.0 + ROW * rows.len().max(1) as f64);
    for row in 0..rows.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let values = panels.iter().flat_map(|d| {
        let points = d.points.iter().skip(1).flatten().map(|p| p.1);
        points.chain(d.strategies.iter().skip(1).flat_map(|s| answered::reach(&s.averted)))
    });
    let range = nice_range(values, 10);
    let n = panels.len() as f64;
    let width = (WIDTH - 2.0 * MARGIN - LABELS - GAP * (n - 1.0) - 14.0) / n;
    for (k, decision) in panels.iter().enumerate() {
        let left = MARGIN + LABELS + (width + GAP) * k as f64;
        let x = Scale::linear(range.0, range.1, (left, left + width));
        let heading = words.yearly_budget(decision.budget_soles_per_year);
        scene.text((left, head), LABEL.bold().fit(&heading, width), LABEL.bold());
        let ticks = x.ticks(if panels.len() > 2 { 4 } else { 6 });
        frame::vertical_grid_within(
            &mut scene,
            &ticks,
            |v| x.at(v),
            (first, last),
            (left, left + width),
            GAP / 2.0 - 2.0,
        );
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
        scene.text((left + width / 2.0, last + 34.0), words.effects(OfEffects::SpellsAverted), SMALL.middle());
        for (place, row) in rows.iter().enumerate() {
            // The same policy at this budget.
            let wanted = told.of(&main.strategies[*row].policy);
            let here = decision.strategies.iter().skip(1).position(|s| told.of(&s.policy) == wanted);
            let y = first + ROW * place as f64;
            match here {
                Some(at) => {
                    strip(&mut scene, decision, at + 1, &x, y, (left, left + width), frame::row_colour(place));
                    let counted = words.effects(OfEffects::SpellsAverted);
                    plots(&mut scene, (&heading, &wanted, counted), &decision.strategies[at + 1].averted);
                    let points = decision.points.get(at + 1).into_iter().flatten().enumerate();
                    for (draw, (_, averted)) in points.step_by(thinned(&[decision])) {
                        let one = Plotted::new(&heading, &wanted, counted, *averted);
                        scene.plots(one.at(draw as f64 + 1.0, words.one_draw()));
                    }
                }
                None => {
                    scene.text((left + width / 2.0, y + 30.0), words.effects(OfEffects::NotAtBudget), SMALL.middle())
                }
            }
        }
    }
    for (place, row) in rows.iter().enumerate() {
        let y = first + ROW * (place as f64 + 0.5);
        let name = told.of(&main.strategies[*row].policy);
        frame::row_name(&mut scene, told, (MARGIN + 8.0, y), &name, LABELS - 26.0, 3);
    }
    if rows.is_empty() {
        scene.text((MARGIN + 8.0, first + 28.0), words.effects(OfEffects::NoPolicy), LABEL);
    }
    let key = words.over_draws_key(thinned(panels), all.len() > panels.len());
    frame::close(&mut scene, last + 48.0, &[&key, &told.intervals(), words.conditional()], told);
    let one = |d: &Decision, row: usize| {
        let s = &d.strategies[row];
        words.over_draws_alt(&told.of(&s.policy), &s.averted, d)
    };
    let alt: Vec<String> = panels.iter().flat_map(|d| answered::ranked(d).into_iter().map(|row| one(d, row))).collect();
    let alt = format!("{title}. {}.", alt.join(". "));
    Some(Chart { name: "effects_over_draws", title, alt, scene })
}

/// One draw in this many is drawn.
fn thinned(panels: &[&Decision]) -> usize {
    let most = panels.iter().flat_map(|d| d.points.iter().map(Vec::len)).max().unwrap_or(0);
    most.div_ceil(MOST_POINTS).max(1)
}

fn strip(
    scene: &mut Scene,
    decision: &Decision,
    row: usize,
    x: &Scale,
    top: f64,
    panel: (f64, f64),
    paper: crate::kit::scene::Colour,
) {
    let e = &decision.strategies[row].averted;
    let (colour, hollow) = match answered::verdict(e) {
        Verdict::More => (PALETTE[0], false),
        Verdict::Fewer => (PALETTE[1], false),
        _ => (QUIET, true),
    };
    let y = top + 33.0;
    let every = thinned(&[decision]);
    for (draw, (_, averted)) in decision.points.get(row).into_iter().flatten().enumerate().step_by(every) {
        // Spread over the strip by the golden section: no two neighbours level, the same in every picture.
        let off = 20.0 * ((draw as f64 * 0.618_033_988_75).fract() - 0.5);
        let weight = decision.weights.get(draw).copied().unwrap_or(1.0);
        let radius = (1.7 * weight.max(0.0).sqrt()).clamp(0.7, 3.6);
        scene.point((x.at(*averted), y + off), Shape::Circle, radius, colour.alpha(0.38), false);
    }
    draw_estimate(scene, e, x, y, colour, Shape::Circle, hollow);
    let face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    let text = persons(e.mean);
    let half = face.width(&text) / 2.0;
    let middle = x.at(e.mean).clamp(panel.0 + half, panel.1 - half);
    scene.rect((middle - half - 2.0, top + 4.0), (middle + half + 2.0, top + 19.0), paper);
    scene.text((middle, top + 16.5), text, face.middle());
}
