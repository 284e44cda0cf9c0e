//! Which unknown to study first: what learning each group of assumed parameters would be worth.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, INK, PALETTE, QUIET, Shape};
use crate::said::learning::{finding, learning, worth_learning};
use crate::told::Told;

const ROW: f64 = 40.0;
/// 95 % of the normal distribution, two-sided.
const Z: f64 = 1.96;

/// Expected value of partial perfect information by group at the reference willingness to pay, with that of all.
pub fn value_of_information(told: &Told) -> Option<Chart> {
    let decision = answered::main_decision(told.answers)?;
    let groups = learning(decision);
    if !worth_learning(decision) {
        return None;
    }
    let words = told.words;
    let title = words.learning_title(&finding(decision));
    let (mut scene, top) = frame::page(&title, &words.learning_subtitle(told.horizon(), decision));
    let (left, right) = (MARGIN + 330.0, WIDTH - MARGIN - 196.0);
    let perfect = answered::at_reference(decision).and_then(|k| decision.evpi.get(k)).copied();
    let (first, last) = (top + 30.0, top + 30.0 + ROW * groups.len() as f64);
    let ends = groups.iter().map(|(_, w)| w.value + Z * w.se).chain(perfect.map(|w| w.value));
    let high = nice_range(ends, 5).1.max(1.0);
    let x = Scale::linear(0.0, high, (left, right));
    for row in 0..groups.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let ticks = x.ticks(5);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
    scene.text(((left + right) / 2.0, last + 34.0), words.learning_axis(), SMALL.middle());
    if let Some(all) = perfect {
        let at = x.at(all.value);
        scene.line(vec![(at, first - 6.0), (at, last)], INK, 1.8, DASHES[1]);
        let text = words.learning_everything(all.value);
        let half = LABEL.width(&text) / 2.0;
        let middle = at.clamp(left + half, WIDTH - MARGIN - half);
        scene.text((middle, first - 12.0), text, LABEL.middle());
    }
    for (row, (group, worth)) in groups.iter().enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        frame::row_label_of(
            &mut scene,
            MARGIN + 8.0,
            y,
            &crate::kit::format::upper_first(&group.group),
            left - MARGIN - 26.0,
            2,
        );
        let told_apart = worth.told_apart();
        let one = Plotted::new("", &group.group, words.learning_axis(), worth.value);
        scene.plots(one.within(Some((worth.value - Z * worth.se, worth.value + Z * worth.se)), None));
        if worth.value > 0.0 {
            let colour = if told_apart { PALETTE[0] } else { QUIET };
            scene.rect((left, y - 8.0), (x.at(worth.value), y + 8.0), colour);
            let (a, b) = (x.at((worth.value - Z * worth.se).max(0.0)), x.at(worth.value + Z * worth.se));
            scene.line(vec![(a, y), (b, y)], INK, 1.5, DASHES[0]);
            for end in [a, b] {
                scene.line(vec![(end, y - 4.0), (end, y + 4.0)], INK, 1.5, DASHES[0]);
            }
        } else {
            scene.point((left, y), Shape::Circle, 4.6, QUIET, true);
        }
        let face = if told_apart { LABEL.bold() } else { LABEL.quiet() };
        scene.text((right + 20.0, y - 2.5), words.soles(worth.value), face);
        let below = if told_apart { words.standard_error(worth.se) } else { words.like_chance().into() };
        scene.text((right + 20.0, y + 13.0), below, SMALL);
    }
    frame::rule(&mut scene, (left, first), (left, last));
    let notes = [words.learning_limits(), words.learning_about()];
    frame::close(&mut scene, last + 48.0, &notes, told);
    let alt = words.learning_alt(&title, &groups);
    Some(Chart { name: "value_of_information", title, alt, scene })
}
