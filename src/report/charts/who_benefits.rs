//! Who benefits: the change among girls by department, by poverty and by age, under the policies that avert most.

use crate::kit::answered::{self, Verdict};
use crate::kit::axis::{Scale, nice_range};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::intervals::{draw_estimate, interval_key, plots};
use crate::kit::scene::{DASHES, QUIET, Scene};
use crate::said::effects::{benefits, triple};
use crate::told::Told;
use crate::words::effects::OfEffects;
use amparo_decide::answers::{Answers, Benefit, Dimension};
use amparo_decide::estimate::Estimate;

/// Policies shown side by side.
const MOST: usize = 3;
/// Change in newly exploited per year by group of girls, funded years, at the largest budget.
pub fn who_benefits(told: &Told) -> Option<Chart> {
    let (policies, compared) = leading(told);
    if policies.is_empty() {
        return None;
    }
    let (words, answers) = (told.words, told.answers);
    let title = words.benefits_title(&benefits(told, told.one(), &policies));
    let budget = answered::main_decision(answers).map(|d| d.budget_soles_per_year);
    let (mut scene, top) = frame::page(&title, &words.benefits_subtitle(told.result.funded_years, budget));
    let mut y = top + 6.0;
    let shown = answers.benefits.iter().filter(|b| policies.contains(&b.policy.as_str()));
    interval_key(&mut scene, told, y, shown.filter_map(answered::benefit));
    y += 22.0;
    for policy in &policies {
        let (colour, _, shape) = told.style(policy);
        scene.point((MARGIN + 6.0, y - 4.5), shape, 5.0, colour, false);
        let text = words.benefits_policy(&told.of(policy), triple(told.result, policy));
        let lines = SMALL.wrap(&text, WIDTH - 2.0 * MARGIN - 24.0, 2);
        y = scene.lines((MARGIN + 20.0, y), &lines, SMALL.colour(crate::kit::scene::INK), 16.0) + 2.0;
    }
    let of = |dimension: Dimension| rows(answers, &policies, dimension);
    let shown = |b: &Benefit| policies.contains(&b.policy.as_str()) && answered::benefit(b).is_some();
    if !answers.benefits.iter().any(shown) {
        return None;
    }
    let all: Vec<Row> = Dimension::ALL.iter().flat_map(|d| of(*d)).collect();
    let values = all.iter().flat_map(|r| r.found.iter().flatten()).filter_map(|b| answered::benefit(b));
    let (low, high) = nice_range(values.flat_map(answered::reach), 8);
    let row_height = 17.0 * policies.len() as f64 + 10.0;
    let mut columns = [y + 10.0; 2];
    for (k, dimension) in Dimension::ALL.iter().copied().enumerate() {
        let rows = of(dimension);
        if rows.is_empty() {
            continue;
        }
        let side = usize::from(k > 0);
        let edge = if side == 0 { MARGIN } else { 520.0 };
        columns[side] = panel(
            &mut scene,
            told,
            (words.dimension(dimension), &rows, &policies),
            (low, high),
            (edge, columns[side]),
            row_height,
        );
    }
    let some = words.drawn(policies.len(), compared);
    let notes = [&*some, &*words.benefits_key(told.one()), &*told.intervals(), words.conditional()];
    frame::close(&mut scene, columns[0].max(columns[1]) + 8.0, &notes, told);
    let called: Vec<String> = policies.iter().map(|p| told.of(p)).collect();
    let mut found: Vec<(&Benefit, &str, &Estimate)> = Vec::new();
    for row in &all {
        let known = row.found.iter().zip(&called).filter_map(|(b, name)| b.map(|b| (b, name.as_str())));
        found.extend(known.filter_map(|(b, name)| answered::benefit(b).map(|e| (b, name, e))));
    }
    let alt = words.benefits_alt(&title, &found);
    Some(Chart { name: "who_benefits", title, alt, scene })
}

/// Policies of the largest budget that avert most and whose three outcomes are all known, and how many there are.
fn leading<'a>(told: &Told<'a>) -> (Vec<&'a str>, usize) {
    let answers = told.answers;
    let Some(decision) = answered::main_decision(answers) else { return (Vec::new(), 0) };
    let mut found: Vec<&str> = answered::ranked(decision)
        .into_iter()
        .map(|r| decision.strategies[r].policy.as_str())
        .filter(|p| answers.benefits.iter().any(|b| b.policy == *p))
        .filter(|p| told.at_largest(p) && triple(told.result, p).is_some())
        .collect();
    let all = found.len();
    found.truncate(MOST);
    (found, all)
}

/// One group with what each policy changes in it.
struct Row<'a> {
    group: &'a str,
    baseline: Option<f64>,
    found: Vec<Option<&'a Benefit>>,
}

/// Groups of a dimension in the order of the table.
fn rows<'a>(answers: &'a Answers, policies: &[&str], dimension: Dimension) -> Vec<Row<'a>> {
    let mut out: Vec<Row> = Vec::new();
    for b in answers.benefits.iter().filter(|b| b.dimension == dimension) {
        let Some(place) = policies.iter().position(|p| *p == b.policy) else { continue };
        let at = out.iter().position(|r| r.group == b.group).unwrap_or_else(|| {
            out.push(Row { group: &b.group, baseline: b.baseline, found: vec![None; policies.len()] });
            out.len() - 1
        });
        out[at].found[place] = Some(b);
    }
    out
}

fn panel(
    scene: &mut Scene,
    told: &Told,
    (heading, rows, policies): (&str, &[Row], &[&str]),
    (low, high): (f64, f64),
    (edge, top): (f64, f64),
    height: f64,
) -> f64 {
    let (left, right) = (edge + 152.0, edge + 446.0);
    scene.text((edge, top + 12.0), heading, LABEL.bold());
    let first = top + 22.0;
    let last = first + height * rows.len() as f64;
    let x = Scale::linear(low, high, (left, right));
    for row in 0..rows.len() {
        let y = first + height * row as f64;
        scene.rect((edge, y), (right + 6.0, y + height), frame::row_colour(row));
    }
    let ticks = x.ticks(4);
    frame::vertical_grid_within(scene, &ticks, |v| x.at(v), (first, last), (left, right), 24.0);
    scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
    for (i, row) in rows.iter().enumerate() {
        let y = first + height * i as f64;
        let middle = y + height / 2.0;
        let shown = row.found.iter().flatten().any(|b| answered::benefit(b).is_some());
        match (row.baseline.filter(|_| shown), height > 30.0) {
            (Some(base), true) => {
                scene.text((edge + 8.0, middle - 2.5), LABEL.fit(row.group, 132.0), LABEL);
                scene.text((edge + 8.0, middle + 13.0), told.words.of_girls(base), SMALL);
            }
            _ => scene.text((edge + 8.0, middle + 4.5), LABEL.fit(row.group, 132.0), LABEL),
        }
        if !shown {
            scene.text((left + 8.0, middle + 4.5), told.words.effects(OfEffects::FewerThanFive), SMALL);
            continue;
        }
        for (place, found) in row.found.iter().enumerate() {
            let Some(e) = found.and_then(answered::benefit) else { continue };
            let at = y + 5.0 + 17.0 * (place as f64 + 0.5);
            let series = format!("{} · {}", row.group, told.of(policies[place]));
            plots(scene, (heading, &series, told.words.effects(OfEffects::AxisGirls)), e);
            let (colour, _, shape) = told.style(policies[place]);
            let hollow = !matches!(answered::verdict(e), Verdict::Fewer | Verdict::More);
            draw_estimate(scene, e, &x, at, colour, shape, hollow);
        }
    }
    scene.text(((left + right) / 2.0, last + 34.0), told.words.effects(OfEffects::AxisGirls), SMALL.middle());
    last + 50.0
}
