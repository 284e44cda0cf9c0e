//! Which policy, by what a case averted is worth: probability of being best, and what a wrong choice would lose.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, spread, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, INK, QUIET, Scene};
use crate::said::{choice, learning};
use crate::told::Told;
use crate::words::choice::OfChoice;
use amparo_decide::answers::{Decision, Strategy};

/// Acceptability curves with their frontier, and expected loss below, at the largest budget.
pub fn acceptability(told: &Told) -> Option<Chart> {
    let decision = answered::main_decision(told.answers).filter(|d| !d.willingness.is_empty())?;
    let words = told.words;
    let title = words.acceptability_title(&choice::acceptability(told, decision));
    let (mut scene, top) = frame::page(&title, &words.acceptability_subtitle(decision.budget_soles_per_year));
    let panel = Panel::new(decision);
    // Whoever is best at some worth, then those that avert most.
    let policies: Vec<&str> = decision.strategies.iter().skip(1).map(|s| s.policy.as_str()).collect();
    let best: Vec<usize> = answered::turns(decision).into_iter().filter_map(|(row, _)| row.checked_sub(1)).collect();
    let drawn = told.drawn(&policies, &best);
    let rows: Vec<usize> = [0].into_iter().chain(drawn.iter().map(|at| at + 1)).collect();
    let ends = (top + 28.0, top + 268.0);
    scene.text((MARGIN, top + 10.0), words.choice(OfChoice::ProbabilityBest), LABEL.bold());
    let curves: Vec<Vec<f64>> =
        decision.probability_best.iter().map(|c| c.iter().map(|p| 100.0 * p).collect()).collect();
    panel.draw(&mut scene, told, (decision, &rows), &curves, (0.0, 100.0), ends, true);
    let middle = panel.best_strip(&mut scene, told, decision, ends.1 + 12.0);
    let mut bottom = middle + 46.0;
    scene.text(((panel.left + panel.right) / 2.0, middle + 36.0), words.choice(OfChoice::AxisWorth), SMALL.middle());
    panel.axis(&mut scene, middle + 17.0);
    if decision.expected_loss.iter().any(|c| !c.is_empty()) {
        let lower = (bottom + 38.0, bottom + 258.0);
        scene.text((MARGIN, bottom + 20.0), words.choice(OfChoice::ExpectedLoss), LABEL.bold());
        let shown = || rows.iter().filter_map(|row| decision.expected_loss.get(*row)).flatten().copied();
        let high = nice_range(shown(), 4).1.max(1.0);
        panel.draw(&mut scene, told, (decision, &rows), &decision.expected_loss, (0.0, high), lower, false);
        panel.axis(&mut scene, lower.1 + 17.0);
        scene.text(
            ((panel.left + panel.right) / 2.0, lower.1 + 36.0),
            words.choice(OfChoice::AxisWorth),
            SMALL.middle(),
        );
        bottom = lower.1 + 46.0;
    }
    frame::close(
        &mut scene,
        bottom,
        &[
            &words.drawn(drawn.len(), policies.len()),
            &words.acceptability_key(decision.reference_willingness, &learning::perfect(decision)),
            &words.choice(OfChoice::OverDraws),
            words.conditional(),
        ],
        told,
    );
    let best = |(row, s): (usize, &Strategy)| Some((told.of(&s.policy), answered::probability_best(decision, row)?));
    let best: Vec<(String, f64)> = decision.strategies.iter().enumerate().filter_map(best).collect();
    let alt = words.acceptability_alt(&title, decision.reference_willingness, &best);
    Some(Chart { name: "acceptability", title, alt, scene })
}

/// What both panels share: the scale of willingness to pay.
struct Panel {
    x: Scale,
    left: f64,
    right: f64,
}

impl Panel {
    fn new(decision: &Decision) -> Panel {
        let (left, right) = (MARGIN + 62.0, WIDTH - MARGIN - 270.0);
        let first = decision.willingness.first().copied().unwrap_or(0.0);
        let last = decision.willingness.last().copied().unwrap_or(first);
        Panel { x: Scale::linear(first, last, (left, right)), left, right }
    }

    fn axis(&self, scene: &mut Scene, y: f64) {
        let ticks = self.x.ticks(7);
        for (tick, label) in ticks.iter().zip(tick_labels(&ticks)) {
            scene.text((self.x.at(*tick), y), label, SMALL.middle());
        }
    }

    /// One line per strategy with its name at its end; `frontier`: the best one's line is thick where it is best.
    fn draw(
        &self,
        scene: &mut Scene,
        told: &Told,
        (decision, rows): (&Decision, &[usize]),
        curves: &[Vec<f64>],
        range: (f64, f64),
        (top, bottom): (f64, f64),
        frontier: bool,
    ) {
        let y = Scale::linear(range.0, range.1, (bottom, top));
        let ticks = y.ticks(5);
        frame::horizontal_grid(scene, &ticks, &tick_labels(&ticks), |v| y.at(v), self.left, self.right);
        frame::rule(scene, (self.left, bottom), (self.right, bottom));
        let reference = self.x.at(decision.reference_willingness);
        scene.line(vec![(reference, top), (reference, bottom)], QUIET, 1.3, DASHES[1]);
        let line = |curve: &[f64]| -> Vec<(f64, f64)> {
            decision.willingness.iter().zip(curve).map(|(w, v)| (self.x.at(*w), y.at(*v))).collect()
        };
        if frontier {
            let turns = answered::turns(decision);
            let last = decision.willingness.last().copied().unwrap_or(0.0);
            for (place, (row, from)) in turns.iter().enumerate() {
                let to = turns.get(place + 1).map_or(last, |next| next.1);
                if let (Some(curve), Some(s)) = (curves.get(*row), decision.strategies.get(*row)) {
                    let points = between(&decision.willingness, curve, *from, to);
                    let points = points.into_iter().map(|(w, v)| (self.x.at(w), y.at(v))).collect();
                    scene.line(points, told.style(&s.policy).0.alpha(0.3), 9.0, DASHES[0]);
                }
            }
        }
        let shown: Vec<(&Strategy, &Vec<f64>)> =
            rows.iter().filter_map(|row| Some((decision.strategies.get(*row)?, curves.get(*row)?))).collect();
        for (s, curve) in &shown {
            let (colour, dash, _) = told.style(&s.policy);
            let counted = if frontier { OfChoice::ProbabilityBest } else { OfChoice::ExpectedLoss };
            let (name, counted) = (told.of(&s.policy), told.words.choice(counted));
            for (worth, value) in decision.willingness.iter().zip(curve.iter()) {
                let one = Plotted::new(&*counted, &name, &*counted, *value);
                scene.plots(one.at(*worth, told.words.choice(OfChoice::AxisWorth)));
            }
            scene.line(line(curve), colour, 2.0, dash);
        }
        let wanted: Vec<f64> = shown.iter().map(|(_, c)| y.at(c.last().copied().unwrap_or(0.0))).collect();
        let room = WIDTH - MARGIN - self.right - 50.0;
        let named: Vec<String> = shown.iter().map(|(s, _)| told.of(&s.policy)).collect();
        let (texts, heights) = frame::end_names(&named, &|name, cut| told.apart(name, cut), room, bottom - top + 42.0);
        for (i, place) in spread(&wanted, &heights, top - 16.0, bottom + 26.0).into_iter().enumerate() {
            let (colour, dash, _) = told.style(&shown[i].0.policy);
            scene.line(vec![(self.right + 5.0, wanted[i]), (self.right + 16.0, place)], colour, 1.1, DASHES[0]);
            scene.line(vec![(self.right + 16.0, place), (self.right + 42.0, place)], colour, 2.2, dash);
            let first = place + 4.5 - frame::NAME_LINE / 2.0 * (texts[i].len() as f64 - 1.0);
            scene.lines((self.right + 50.0, first), &texts[i], LABEL, frame::NAME_LINE);
        }
    }

    /// The strategy of the highest expected net benefit, as a strip; returns its lower edge.
    fn best_strip(&self, scene: &mut Scene, told: &Told, decision: &Decision, top: f64) -> f64 {
        let (from_y, to_y) = (top, top + 18.0);
        scene.text((self.left - 8.0, top + 13.0), told.words.choice(OfChoice::Best), SMALL.end());
        let turns = answered::turns(decision);
        for (place, (row, from)) in turns.iter().enumerate() {
            let Some(s) = decision.strategies.get(*row) else { continue };
            let from = if place == 0 { self.left } else { self.x.at(*from) };
            let (a, b) = (from, turns.get(place + 1).map_or(self.right, |next| self.x.at(next.1)));
            let (colour, ..) = told.style(&s.policy);
            scene.rect((a, from_y), (b, to_y), colour.alpha(0.3));
            scene.line(vec![(a, from_y), (a, to_y)], INK, 1.0, DASHES[0]);
            // Whole or not at all: colours are named at the ends of the curves.
            let text = told.of(&s.policy);
            if SMALL.width(&text) <= b - a - 10.0 {
                scene.text(((a + b) / 2.0, top + 13.0), text, SMALL.colour(INK).middle());
            }
        }
        to_y
    }
}

/// A curve from one place to another: its own points between them, and points on its lines at both ends.
fn between(x: &[f64], y: &[f64], from: f64, to: f64) -> Vec<(f64, f64)> {
    let at = |t: f64| {
        let k = x.partition_point(|v| *v < t).clamp(1, x.len().max(2) - 1);
        let (a, b) = (x.get(k - 1)?, x.get(k)?);
        Some((t, y.get(k - 1)? + (y.get(k)? - y.get(k - 1)?) * (t - a) / (b - a)))
    };
    let inside = x.iter().copied().zip(y.iter().copied()).filter(|(t, _)| *t > from && *t < to);
    at(from).into_iter().chain(inside).chain(at(to)).collect()
}
