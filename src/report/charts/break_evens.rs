//! Where preference turns: for each assumed quantity the value at which a policy stops or starts being preferred.

use crate::kit::answered;
use crate::kit::axis::Scale;
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, INK, PALETTE, Scene, Shape};
use crate::said::break_evens::{self as said, Turn};
use crate::said::columns::Unit;
use crate::told::Told;
use crate::words::break_evens::OfBreakEvens;
use amparo_decide::answers::BreakEven;

const ROW: f64 = 50.0;
/// Most thresholds drawn; the report's table has all.
const MOST: usize = 10;
/// Most sentences without a threshold; the report has all.
const MOST_FIRM: usize = 5;
const PREFERRED: Colour = PALETTE[0];
const OTHER: Colour = Colour(0xc9, 0xce, 0xd4, 1.0);

/// Thresholds of assumed quantities at the largest budget, nearest to the middle of what is assumed first.
pub fn break_evens(told: &Told) -> Option<Chart> {
    let found = said::break_evens(told.answers);
    let (turning, firm) = (&found.turning, &found.firm);
    // What is too uncertain to state is counted in words; there is nothing to draw of it alone.
    if turning.is_empty() && firm.is_empty() {
        return None;
    }
    let words = told.words;
    let turns: Vec<Turn> = turning.iter().map(|b| said::turn(told, b)).collect();
    let title = words.break_evens_title(turns.first(), turns.len().saturating_sub(1), found.doubtful());
    let main = answered::main_decision(told.answers);
    let decided = main.map(|d| (d.budget_soles_per_year, d.reference_willingness));
    let (mut scene, top) = frame::page(&title, &words.break_evens_subtitle(decided));
    let mut y = top + 8.0;
    if !turning.is_empty() {
        y = key(&mut scene, told, y);
    }
    let drawn = &turns[..turns.len().min(MOST)];
    for (row, turn) in drawn.iter().enumerate() {
        frame::stripe(&mut scene, row, y, y + ROW);
        draw_row(&mut scene, told, turn, y);
        y += ROW;
    }
    if turning.len() > drawn.len() {
        let text = words.further_thresholds(turning.len() - drawn.len());
        scene.text((MARGIN + 8.0, y + 17.0), text, SMALL);
        y += 24.0;
    }
    if let Some(text) = words.doubtful(found.doubtful()) {
        let lines = SMALL.wrap(&format!("{text}."), WIDTH - 2.0 * MARGIN - 16.0, 3);
        y = scene.lines((MARGIN + 8.0, y + 17.0), &lines, SMALL, 16.0) - 9.0;
    }
    if !firm.is_empty() {
        y = without(&mut scene, told, firm, y + 8.0);
    }
    let notes = [words.break_evens(OfBreakEvens::Key), words.conditional()];
    frame::close(&mut scene, y + 12.0, &notes, told);
    let alt = words.break_evens_alt(&title, drawn);
    Some(Chart { name: "break_evens", title, alt, scene })
}

fn key(scene: &mut Scene, told: &Told, top: f64) -> f64 {
    let y = top + 8.0;
    let mut x = MARGIN;
    let words = told.words;
    for (colour, text) in [(PREFERRED, OfBreakEvens::Preferred), (OTHER, OfBreakEvens::Other)] {
        let text = words.break_evens(text);
        scene.rect((x, y - 9.0), (x + 22.0, y + 1.0), colour);
        scene.text((x + 30.0, y), text, SMALL);
        x += 30.0 + SMALL.width(text) + 26.0;
    }
    scene.point((x + 6.0, y - 4.0), Shape::Diamond, 4.6, INK, false);
    scene.text((x + 20.0, y), words.break_evens(OfBreakEvens::Threshold), SMALL);
    y + 14.0
}

fn draw_row(scene: &mut Scene, told: &Told, turn: &Turn, top: f64) {
    let (left, right) = (MARGIN + 470.0, WIDTH - MARGIN - 176.0);
    let (words, b) = (told.words, turn.at);
    let text = words.break_even(turn);
    let lines = SMALL.wrap(&text, left - MARGIN - 30.0, 3);
    let first = top + ROW / 2.0 + 4.2 - 7.5 * (lines.len() as f64 - 1.0);
    scene.lines((MARGIN + 8.0, first), &lines, SMALL.colour(INK), 15.0);
    let log = b.low > 0.0 && b.high / b.low > 20.0;
    let x = if log { Scale::log(b.low, b.high, (left, right)) } else { Scale::linear(b.low, b.high, (left, right)) };
    let y = top + 20.0;
    let Some(threshold) = b.threshold else { return };
    let at = x.at(threshold);
    let one = Plotted::new(words.break_evens(OfBreakEvens::Threshold), &text, &b.unit, threshold);
    scene.plots(one.within(b.threshold_low.zip(b.threshold_high), None));
    let share = words.break_evens(OfBreakEvens::OnThatSide);
    scene.plots(Plotted::new(share, &text, words.unit_of(Unit::Share), b.share_preferred));
    let (below, above) = if b.preferred_above { (OTHER, PREFERRED) } else { (PREFERRED, OTHER) };
    scene.rect((left, y - 5.0), (at, y + 5.0), below);
    scene.rect((at, y - 5.0), (right, y + 5.0), above);
    if let (Some(low), Some(high)) = (b.threshold_low, b.threshold_high) {
        let (from, to) = (x.at(low), x.at(high));
        scene.line(vec![(from, y), (to, y)], INK, 1.6, DASHES[0]);
        for end in [from, to] {
            scene.line(vec![(end, y - 8.0), (end, y + 8.0)], INK, 1.6, DASHES[0]);
        }
    }
    scene.point((at, y), Shape::Diamond, 4.6, INK, false);
    let room = (right - left) / 2.0 - 6.0;
    scene.text((left, top + 42.0), SMALL.fit(&words.quantity(b, b.low), room), SMALL);
    scene.text((right, top + 42.0), SMALL.fit(&words.quantity(b, b.high), room), SMALL.end());
    scene.text((WIDTH - MARGIN - 8.0, top + 22.0), words.share(b.share_preferred), LABEL.end());
    scene.text((WIDTH - MARGIN - 8.0, top + 38.0), words.break_evens(OfBreakEvens::OnThatSide), SMALL.end());
}

/// Comparisons that no value examined turns, policy by policy.
fn without(scene: &mut Scene, told: &Told, firm: &[&BreakEven], top: f64) -> f64 {
    let room = WIDTH - 2.0 * MARGIN - 16.0;
    scene.text((MARGIN + 8.0, top + 12.0), told.words.break_evens(OfBreakEvens::NothingTurns), LABEL.bold());
    let mut y = top + 32.0;
    let sentences: Vec<String> = said::firm(told, firm).iter().map(|f| told.words.firm(f)).collect();
    let more = sentences.len().saturating_sub(MOST_FIRM);
    let more = (more > 0).then(|| told.words.further_policies(more));
    for sentence in sentences.into_iter().take(MOST_FIRM).chain(more) {
        y = scene.lines((MARGIN + 8.0, y), &SMALL.wrap(&sentence, room, 3), SMALL.colour(INK), 16.0) + 3.0;
    }
    y - 6.0
}
