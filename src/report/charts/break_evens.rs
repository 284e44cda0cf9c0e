//! Where preference turns: for each assumed quantity the value at which a policy stops or starts being preferred.

use crate::kit::answered::{self, Names};
use crate::kit::axis::Scale;
use crate::kit::chart::Chart;
use crate::kit::format::count;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::runs;
use crate::kit::scene::{Colour, DASHES, INK, PALETTE, Scene, Shape};
use crate::words;
use amparo_decide::answers::{Answers, BreakEven};
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::{share, soles};

const ROW: f64 = 50.0;
/// Most thresholds drawn; the report's table has all.
const MOST: usize = 10;
/// Most sentences without a threshold; the report has all.
const MOST_FIRM: usize = 5;
const PREFERRED: Colour = PALETTE[0];
const OTHER: Colour = Colour(0xc9, 0xce, 0xd4, 1.0);

/// Thresholds of assumed quantities at the largest budget, nearest to the middle of what is assumed first.
pub fn break_evens(result: &StudyResult, answers: &Answers) -> Option<Chart> {
    let names = Names::new(result, answers);
    let found = words::break_evens_of(answers);
    let (turning, firm) = (&found.turning, &found.firm);
    // What is too uncertain to state is counted in words; there is nothing to draw of it alone.
    if turning.is_empty() && firm.is_empty() {
        return None;
    }
    let title = words::break_evens_title(&names, answers, &found);
    let worth = answered::main_decision(answers).map_or(String::new(), |d| {
        format!(
            "; {} per year, a case averted being worth {}",
            soles(d.budget_soles_per_year),
            soles(d.reference_willingness)
        )
    });
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Value of each assumed quantity at which preference turns, over the range examined, other quantities as assumed{worth}"
        ),
    );
    let mut y = top + 8.0;
    if !turning.is_empty() {
        y = key(&mut scene, y);
    }
    let drawn = &turning[..turning.len().min(MOST)];
    for (row, b) in drawn.iter().enumerate() {
        frame::stripe(&mut scene, row, y, y + ROW);
        draw_row(&mut scene, &names, answers, b, y);
        y += ROW;
    }
    if turning.len() > drawn.len() {
        let text = format!("{} in the report's table.", count(turning.len() - drawn.len(), "further threshold"));
        scene.text((MARGIN + 8.0, y + 17.0), text, SMALL);
        y += 24.0;
    }
    if let Some(text) = words::doubtful(&found) {
        let lines = SMALL.wrap(&format!("{text}."), WIDTH - 2.0 * MARGIN - 16.0, 3);
        y = scene.lines((MARGIN + 8.0, y + 17.0), &lines, SMALL, 16.0) - 9.0;
    }
    if !firm.is_empty() {
        y = without(&mut scene, &names, answers, firm, y + 8.0);
    }
    frame::close(
        &mut scene,
        y + 12.0,
        &[
            "Bracket: 95 % interval of the threshold (bootstrap over draws), cut at the range's ends. Each bar has its own scale. A threshold \
             says where the model's answer turns, not what the true value is.",
            runs::CONDITIONAL,
        ],
        result,
        answers,
    );
    let words: Vec<String> = drawn.iter().map(|b| words::break_even(&names, answers, b)).collect();
    let alt = format!("{title}. {}", words.join(" "));
    Some(Chart { name: "break_evens", title, alt, scene })
}

fn key(scene: &mut Scene, top: f64) -> f64 {
    let y = top + 8.0;
    let mut x = MARGIN;
    for (colour, text) in [(PREFERRED, "the policy is preferred"), (OTHER, "what it is compared with is preferred")] {
        scene.rect((x, y - 9.0), (x + 22.0, y + 1.0), colour);
        scene.text((x + 30.0, y), text, SMALL);
        x += 30.0 + SMALL.width(text) + 26.0;
    }
    scene.point((x + 6.0, y - 4.0), Shape::Diamond, 4.6, INK, false);
    scene.text((x + 20.0, y), "threshold", SMALL);
    y + 14.0
}

fn draw_row(scene: &mut Scene, names: &Names, answers: &Answers, b: &BreakEven, top: f64) {
    let (left, right) = (MARGIN + 470.0, WIDTH - MARGIN - 176.0);
    let text = words::break_even(names, answers, b);
    let lines = SMALL.wrap(&text, left - MARGIN - 30.0, 3);
    let first = top + ROW / 2.0 + 4.2 - 7.5 * (lines.len() as f64 - 1.0);
    scene.lines((MARGIN + 8.0, first), &lines, SMALL.colour(INK), 15.0);
    let log = b.low > 0.0 && b.high / b.low > 20.0;
    let x = if log { Scale::log(b.low, b.high, (left, right)) } else { Scale::linear(b.low, b.high, (left, right)) };
    let y = top + 20.0;
    let Some(threshold) = b.threshold else { return };
    let at = x.at(threshold);
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
    scene.text((left, top + 42.0), SMALL.fit(&words::quantity(b, b.low), room), SMALL);
    scene.text((right, top + 42.0), SMALL.fit(&words::quantity(b, b.high), room), SMALL.end());
    scene.text((WIDTH - MARGIN - 8.0, top + 22.0), share(b.share_preferred), LABEL.end());
    scene.text((WIDTH - MARGIN - 8.0, top + 38.0), "of draws lie on that side", SMALL.end());
}

/// Comparisons that no value examined turns, policy by policy.
fn without(scene: &mut Scene, names: &Names, answers: &Answers, firm: &[&BreakEven], top: f64) -> f64 {
    let room = WIDTH - 2.0 * MARGIN - 16.0;
    scene.text((MARGIN + 8.0, top + 12.0), "Nothing examined turns these", LABEL.bold());
    let mut y = top + 32.0;
    let sentences = words::firm(names, answers, firm);
    let more = sentences.len().saturating_sub(MOST_FIRM);
    let more = (more > 0).then(|| format!("{} in the report.", count(more, "further policy")));
    for sentence in sentences.into_iter().take(MOST_FIRM).chain(more) {
        y = scene.lines((MARGIN + 8.0, y), &SMALL.wrap(&sentence, room, 3), SMALL.colour(INK), 16.0) + 3.0;
    }
    y - 6.0
}
