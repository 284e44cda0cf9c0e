//! The cost-effectiveness plane: what each policy costs more and what it averts, draw by draw.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, spread, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, INK, QUIET, Scene, Shape};
use crate::said::choice;
use crate::told::Told;
use crate::words::choice::OfChoice;
use crate::words::effects::OfEffects;
use amparo_decide::answers::{Standing, Strategy};

const LINE: f64 = 15.5;
/// Most points drawn of one strategy.
const MOST_POINTS: usize = 200;

/// Cost against spells averted, both against the status quo and discounted, at the largest budget.
pub fn plane(told: &Told) -> Option<Chart> {
    let decision = answered::main_decision(told.answers)?;
    let words = told.words;
    let title = words.plane_title(&choice::frontier(told, decision));
    let (mut scene, top) = frame::page(&title, &words.plane_subtitle(told.horizon(), decision));
    let (left, right) = (MARGIN + 62.0, WIDTH - MARGIN - 226.0);
    let (upper, lower) = (top + 26.0, top + 426.0);
    scene.text((MARGIN, top + 10.0), words.choice(OfChoice::CostAxis), LABEL.bold());
    let several = decision.draws > 1;
    // Those of the frontier whatever they avert, then those that avert most.
    let policies: Vec<&str> = decision.strategies.iter().skip(1).map(|s| s.policy.as_str()).collect();
    let on = |at: &usize| decision.strategies[at + 1].standing == Standing::Frontier;
    let drawn = told.drawn(&policies, &(0..policies.len()).filter(on).collect::<Vec<usize>>());
    let rows: Vec<usize> = [0].into_iter().chain(drawn.iter().map(|at| at + 1)).collect();
    let of = |row: &usize| decision.points.get(*row).map_or(&[][..], Vec::as_slice);
    let cloud = || rows.iter().skip(1).flat_map(of).copied().filter(|_| several);
    let means = || rows.iter().map(|row| &decision.strategies[*row]).map(|s| (s.cost.mean, s.averted.mean));
    let (low, high) = nice_range(cloud().chain(means()).map(|p| p.1), 9);
    let x = Scale::linear(low, high, (left, right));
    let (cheap, dear) = nice_range(cloud().chain(means()).map(|p| p.0), 5);
    let y = Scale::linear(cheap, dear, (lower, upper));
    let (across, up) = (x.ticks(6), y.ticks(5));
    frame::vertical_grid(&mut scene, &across, &tick_labels(&across), |v| x.at(v), upper, lower);
    frame::horizontal_grid(&mut scene, &up, &tick_labels(&up), |v| y.at(v), left, right);
    frame::rule(&mut scene, (left, y.at(0.0)), (right, y.at(0.0)));
    frame::rule(&mut scene, (x.at(0.0), upper), (x.at(0.0), lower));
    scene.text(((left + right) / 2.0, lower + 36.0), words.effects(OfEffects::SpellsAverted), SMALL.middle());
    // Where nothing is chosen by it, no worth of a case is drawn.
    let asked = !decision.willingness.is_empty();
    let worth = if asked { decision.reference_willingness } else { 0.0 };
    willingness_line(&mut scene, worth, (low, high), (cheap, dear), &x, &y);

    for row in rows.iter().skip(1) {
        let (colour, _, shape) = told.style(&decision.strategies[*row].policy);
        let points = decision.points.get(*row).filter(|_| several).map_or(&[][..], Vec::as_slice);
        let name = told.of(&decision.strategies[*row].policy);
        for (cost, averted) in points.iter().step_by(points.len().div_ceil(MOST_POINTS).max(1)) {
            let one = Plotted::new(words.one_draw(), &name, words.choice(OfChoice::CostAxis), *cost);
            scene.plots(one.at(*averted, words.effects(OfEffects::SpellsAverted)));
        }
        for (cost, averted) in points.iter().step_by(points.len().div_ceil(MOST_POINTS).max(1)) {
            scene.point((x.at(*averted), y.at(*cost)), shape, 2.0, colour.alpha(0.32), false);
        }
    }
    let mut frontier: Vec<(f64, f64)> = rows
        .iter()
        .map(|row| &decision.strategies[*row])
        .filter(|s| matches!(s.standing, Standing::Reference | Standing::Frontier))
        .map(|s| (s.averted.mean, s.cost.mean))
        .collect();
    frontier.sort_by(|a, b| a.1.total_cmp(&b.1));
    if frontier.len() > 1 {
        scene.line(frontier.iter().map(|p| (x.at(p.0), y.at(p.1))).collect(), INK, 2.0, DASHES[0]);
    }
    for row in &rows {
        let s = &decision.strategies[*row];
        let (colour, _, shape) = told.style(&s.policy);
        let one = Plotted::new(words.the_mean(), told.of(&s.policy), words.choice(OfChoice::CostAxis), s.cost.mean);
        scene.plots(one.at(s.averted.mean, words.effects(OfEffects::SpellsAverted)));
        scene.point((x.at(s.averted.mean), y.at(s.cost.mean)), shape, 6.6, crate::kit::scene::WHITE, false);
        scene.point((x.at(s.averted.mean), y.at(s.cost.mean)), shape, 5.4, colour, false);
    }
    let shown: Vec<&Strategy> = rows.iter().map(|row| &decision.strategies[*row]).collect();
    labels(&mut scene, told, &shown, (right, upper, lower), |s| y.at(s));
    let one = told.one();
    let key = words.plane_key(one, asked.then_some(worth));
    let some = words.drawn(drawn.len(), policies.len());
    frame::close(&mut scene, lower + 48.0, &[&some, &key, words.plane_cloud(one), words.conditional()], told);
    let alt: Vec<String> = decision.strategies.iter().map(|s| words.plane_alt(&told.of(&s.policy), s)).collect();
    let alt = format!("{title}. {}.", alt.join(". "));
    Some(Chart { name: "plane", title, alt, scene })
}

/// The line through 0 whose slope is the willingness to pay, within the panel.
fn willingness_line(scene: &mut Scene, worth: f64, across: (f64, f64), up: (f64, f64), x: &Scale, y: &Scale) {
    if worth.is_nan() || worth <= 0.0 {
        return;
    }
    let (from, to) = (across.0.max(up.0 / worth), across.1.min(up.1 / worth));
    if to > from {
        let points = vec![(x.at(from), y.at(from * worth)), (x.at(to), y.at(to * worth))];
        scene.line(points, QUIET, 1.8, DASHES[1]);
    }
}

/// Names at the right, level with the means as far as there is room.
fn labels(scene: &mut Scene, told: &Told, all: &[&Strategy], panel: (f64, f64, f64), at: impl Fn(f64) -> f64) {
    let (right, upper, lower) = panel;
    let room = WIDTH - MARGIN - right - 40.0;
    let named = |s: &Strategy, most: usize| {
        let wrap = |name: &str| LABEL.wrap(name, room, most);
        wrap(&told.apart(&told.of(&s.policy), wrap))
    };
    let texts: Vec<Vec<String>> = all.iter().map(|s| named(s, 2)).collect();
    let heights: Vec<f64> = texts.iter().map(|t| LINE * (t.len() as f64 + 1.0) + 4.0).collect();
    let space = lower - upper + 40.0;
    // One line per name where many share the room, and no figures where that is not enough.
    let (texts, heights) = if heights.iter().sum::<f64>() <= space {
        (texts, heights)
    } else {
        (all.iter().map(|s| named(s, 1)).collect(), vec![2.0 * LINE + 4.0; all.len()])
    };
    let figures = heights.iter().sum::<f64>() <= space;
    let heights = if figures { heights } else { vec![LINE + 2.0; all.len()] };
    let wanted: Vec<f64> = all.iter().map(|s| at(s.cost.mean)).collect();
    for (i, place) in spread(&wanted, &heights, upper - 16.0, lower + 24.0).into_iter().enumerate() {
        let (colour, _, shape) = told.style(&all[i].policy);
        let rows = texts[i].len() + usize::from(figures);
        let first = place + 4.5 - LINE / 2.0 * (rows as f64 - 1.0);
        scene.point((right + 24.0, first - 4.5), if i == 0 { Shape::Square } else { shape }, 5.0, colour, false);
        let below = scene.lines((right + 36.0, first), &texts[i], LABEL, LINE);
        if figures {
            scene.text((right + 36.0, below), SMALL.fit(&told.words.standing(all[i]), room), SMALL);
        }
    }
}
