//! The decision in one picture: what each policy averts at the largest budget, what that costs, and how often it is best.

use crate::kit::answered::{self, Verdict};
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::{draw_estimate, interval_key, plots};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, Face, PALETTE, QUIET, Scene};
use crate::said::choice;
use crate::said::columns::Unit;
use crate::told::Told;
use crate::words::choice::OfChoice;
use crate::words::effects::OfEffects;
use amparo_decide::answers::Decision;
use amparo_tables::Format;
use amparo_tables::numbers::persons;

const ROW: f64 = 36.0;
/// Right ends of the columns beside the plot.
const COLUMNS: [f64; 4] = [672.0, 768.0, 898.0, WIDTH - MARGIN - 8.0];

/// Cases averted over the horizon by each policy, with cost, cost per case and probability of being best.
pub fn decision(told: &Told) -> Option<Chart> {
    let decision = answered::main_decision(told.answers)?;
    let words = told.words;
    let title = words.decision_title(&choice::headline(told, decision));
    let asked = !decision.willingness.is_empty();
    let worth = asked.then_some(decision.reference_willingness);
    let (mut scene, top) =
        frame::page(&title, &words.decision_subtitle(told.horizon(), decision.budget_soles_per_year, worth));
    let rows = answered::ranked(decision);
    let (left, right) = (MARGIN + 214.0, 560.0);
    interval_key(&mut scene, told, top + 6.0, rows.iter().map(|r| &decision.strategies[*r].averted));
    let head = top + 30.0;
    let columns = [OfChoice::Averted, OfChoice::Cost, OfChoice::PerCase, OfChoice::BestIn];
    for (heading, x) in columns.iter().zip(COLUMNS).take(if asked { 4 } else { 3 }) {
        scene.text((x, head), words.choice(*heading), LABEL.bold().end());
    }
    let (first, last) = (head + 10.0, head + 10.0 + ROW * rows.len().max(1) as f64);
    for row in 0..rows.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let (low, high) = nice_range(rows.iter().flat_map(|r| answered::reach(&decision.strategies[*r].averted)), 10);
    let x = Scale::linear(low, high, (left, right));
    let ticks = x.ticks(5);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
    scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
    scene.text(((left + right) / 2.0, last + 34.0), words.effects(OfEffects::SpellsAverted), SMALL.middle());
    let mut alt = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let y = first + ROW * (place as f64 + 0.5);
        alt.push(draw_row(&mut scene, told, decision, *row, &x, y));
    }
    if rows.is_empty() {
        scene.text((MARGIN + 8.0, first + 24.0), words.effects(OfEffects::NoPolicy), LABEL);
    }
    let nothing = asked.then(|| answered::probability_best(decision, 0));
    let key = words.decision_key(told.horizon(), told.one(), nothing);
    frame::close(&mut scene, last + 48.0, &[&key, &told.intervals()], told);
    let alt = format!("{title}. {}.", alt.join(". "));
    Some(Chart { name: "decision", title, alt, scene })
}

fn draw_row(scene: &mut Scene, told: &Told, decision: &Decision, row: usize, x: &Scale, y: f64) -> String {
    let s = &decision.strategies[row];
    let (words, name) = (told.words, told.of(&s.policy));
    frame::row_name(scene, told, (MARGIN + 8.0, y), &name, 196.0, 2);
    // Averted: above 0 is what is wanted.
    let verdict = answered::verdict(&s.averted);
    let (colour, hollow) = match verdict {
        Verdict::More => (PALETTE[0], false),
        Verdict::Fewer => (PALETTE[1], false),
        _ => (QUIET, true),
    };
    draw_estimate(scene, &s.averted, x, y, colour, crate::kit::scene::Shape::Circle, hollow);
    plots(scene, (&words.choice(OfChoice::Averted), &name, words.effects(OfEffects::SpellsAverted)), &s.averted);
    scene.plots(Plotted::new(words.choice(OfChoice::Cost), &name, words.choice(OfChoice::CostAxis), s.cost.mean));
    let face: Face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    scene.text((COLUMNS[0], y - 2.0), persons(s.averted.mean), face.end());
    scene.text((COLUMNS[0], y + 13.0), words.ends(&s.averted, Format::Persons), SMALL.end());
    scene.text((COLUMNS[1], y - 2.0), words.spent_brief(s.cost.mean), LABEL.end());
    let case = s.per_case;
    scene.text(
        (COLUMNS[2], y - 2.0),
        case.value.map_or_else(|| words.choice(OfChoice::NoneAverted).into(), |x| words.soles_brief(x)),
        LABEL.end(),
    );
    scene.text((COLUMNS[2], y + 13.0), words.case_ends(&case), SMALL.end());
    if let Some(value) = case.value {
        scene.plots(Plotted::new(words.choice(OfChoice::PerCase), &name, words.choice(OfChoice::PerCase), value));
    }
    let best = answered::probability_best(decision, row);
    if let Some(best) = best {
        scene.plots(Plotted::new(words.choice(OfChoice::BestIn), &name, words.unit_of(Unit::Share), best));
        scene.text((COLUMNS[3], y + 4.5), words.share(best), LABEL.end());
    }
    words.decision_alt(&name, s, best)
}
