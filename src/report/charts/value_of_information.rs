//! Which unknown to study first: what learning each group of assumed parameters would be worth.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::scene::{DASHES, INK, PALETTE, QUIET, Shape};
use crate::words;
use crate::words::learning;
use amparo_decide::answers::Answers;
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::{soles, soles_bare};

const ROW: f64 = 40.0;
/// 95 % of the normal distribution, two-sided.
const Z: f64 = 1.96;

/// Expected value of partial perfect information by group at the reference willingness to pay, with that of all.
pub fn value_of_information(result: &StudyResult, answers: &Answers) -> Option<Chart> {
    let decision = answered::main_decision(answers)?;
    let groups = learning(decision);
    if !words::worth_learning(decision) {
        return None;
    }
    let title = words::learning_title(decision);
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Expected value of learning a group of parameters before deciding, S/ over {} years; {} per year, a case averted being worth {}",
            result.funded_years + result.following_years,
            soles(decision.budget_soles_per_year),
            soles(decision.reference_willingness),
        ),
    );
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
    scene.text(((left + right) / 2.0, last + 34.0), "expected value, S/", SMALL.middle());
    if let Some(all) = perfect {
        let at = x.at(all.value);
        scene.line(vec![(at, first - 6.0), (at, last)], INK, 1.8, DASHES[1]);
        let text = format!("learning everything: {}", soles(all.value));
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
        if worth.value > 0.0 {
            scene.rect((left, y - 8.0), (x.at(worth.value), y + 8.0), PALETTE[0]);
            let (a, b) = (x.at((worth.value - Z * worth.se).max(0.0)), x.at(worth.value + Z * worth.se));
            scene.line(vec![(a, y), (b, y)], INK, 1.5, DASHES[0]);
            for end in [a, b] {
                scene.line(vec![(end, y - 4.0), (end, y + 4.0)], INK, 1.5, DASHES[0]);
            }
            scene.text((right + 20.0, y - 2.5), soles(worth.value), LABEL.bold());
            scene.text((right + 20.0, y + 13.0), format!("± {} standard error", soles_bare(worth.se)), SMALL);
        } else {
            scene.point((left, y), Shape::Circle, 4.6, QUIET, true);
            scene.text((right + 20.0, y - 2.5), "0", LABEL.quiet());
            scene.text((right + 20.0, y + 13.0), "can't be told apart from 0", SMALL);
        }
    }
    frame::rule(&mut scene, (left, first), (left, last));
    frame::close(
        &mut scene,
        last + 48.0,
        &[
            "An upper limit for a study: it would have to settle the group entirely and cost less than this. Values of groups do not add up. \
             Whisker: 95 % from the standard error of the estimate; 0 is shown where it covers 0. Groups worth 0 at this price may matter at \
             another.",
            "The value is about uncertainty over draws; simulation noise is taken out first, since more replicates remove it and no study is needed.",
        ],
        result,
        answers,
    );
    let words: Vec<String> = groups.iter().map(|(g, w)| format!("{}: {}", g.group, words::worth(w))).collect();
    let alt = format!("{title}. {}.", words.join("; "));
    Some(Chart { name: "value_of_information", title, alt, scene })
}
