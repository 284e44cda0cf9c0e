//! Treated and untreated communities, before and after the trade adapts: where prevention goes, and where recruiters go.

use crate::kit::answered::Verdict;
use crate::kit::answered::{self, Names};
use crate::kit::axis::{Scale, nice_range};
use crate::kit::chart::Chart;
use crate::kit::format::count;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::runs;
use crate::kit::scene::{Colour, DASHES, INK, PALETTE, QUIET, Scene, Shape};
use crate::words;
use crate::words::adaptation::Pair;
use amparo_decide::answers::{Adaptation, Answers};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::StudyResult;
use amparo_decide::result::{SUPPRESS_BELOW, Years};
use amparo_tables::numbers::{number, persons_change, soles};

const ROW: f64 = 56.0;
const LABELS: f64 = 224.0;
/// Room right of each panel for its numbers.
const FIGURES: f64 = 62.0;
const GAP: f64 = 18.0;
const AFTER: Colour = PALETTE[0];
const BEFORE: Colour = PALETTE[4];

/// Change in newly exploited a year in treated and in untreated communities, at the largest budget.
pub fn by_treatment(result: &StudyResult, answers: &Answers) -> Option<Chart> {
    let names = Names::new(result, answers);
    let pairs = pairs(answers, &names);
    if pairs.is_empty() {
        return None;
    }
    let one = runs::at_one_vector(answers);
    let title = words::treatment_title(&names, &pairs);
    let budget = answered::main_decision(answers)
        .map_or(String::new(), |d| format!("; {} per year for each policy", soles(d.budget_soles_per_year)));
    let draws = pairs.iter().flat_map(|p| [p.1, p.2]).flatten().map(|b| b.draws).max().unwrap_or(0);
    let over = if draws == answers.draws.used { runs::runs_in_words(result, answers) } else { count(draws, "draw") };
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Change in girls newly exploited per year against the baseline, over {}, where some communities are untreated; mean over {over}{budget}",
            runs::years(result.funded_years, Years::Funded),
        ),
    );
    let all = || pairs.iter().flat_map(|p| [p.1, p.2]).flatten().flat_map(|b| [&b.treated, &b.untreated]);
    let before = pairs.iter().any(|p| p.1.is_some());
    key(&mut scene, top + 6.0, before);
    answered::interval_key(&mut scene, top + 6.0, all());
    let first = top + 48.0;
    let last = first + ROW * pairs.len() as f64;
    for row in 0..pairs.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let range = nice_range(all().flat_map(answered::reach), 8);
    let width = (WIDTH - 2.0 * MARGIN - LABELS - GAP - 2.0 * FIGURES) / 2.0;
    for (k, heading) in ["Treated communities", "Untreated communities"].iter().enumerate() {
        let left = MARGIN + LABELS + (width + FIGURES + GAP) * k as f64;
        let x = Scale::linear(range.0, range.1, (left, left + width));
        scene.text((left, first - 12.0), *heading, LABEL.bold());
        let ticks = x.ticks(4);
        let panel = (left, left + width);
        frame::vertical_grid_within(&mut scene, &ticks, |v| x.at(v), (first, last), panel, (FIGURES + GAP) / 2.0 - 2.0);
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
        scene.text((left + width / 2.0, last + 34.0), "change, girls per year", SMALL.middle());
        for (row, (_, before, after)) in pairs.iter().enumerate() {
            let y = first + ROW * row as f64;
            for (place, (found, colour, shape)) in
                [(before, BEFORE, Shape::Square), (after, AFTER, Shape::Circle)].into_iter().enumerate()
            {
                let Some(b) = found else { continue };
                let e: &Estimate = if k == 0 { &b.treated } else { &b.untreated };
                let at = y + 17.0 + 22.0 * place as f64;
                let hollow = !matches!(answered::verdict(e), Verdict::Fewer | Verdict::More);
                answered::draw_estimate(&mut scene, e, &x, at, colour, shape, hollow);
                scene.text((left + width + FIGURES - 4.0, at + 4.0), persons_change(e.mean), SMALL.colour(INK).end());
            }
        }
    }
    for (row, (policy, before, after)) in pairs.iter().enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        let lines = LABEL.wrap(&names.of(policy), LABELS - 26.0, 2);
        let start = y - 3.0 - 7.75 * (lines.len() as f64 - 1.0);
        let below = scene.lines((MARGIN + 8.0, start), &lines, LABEL, 15.5);
        if let Some(b) = after.or(*before) {
            let base = format!("of {} and {} per year", number(b.treated_baseline, 0), number(b.untreated_baseline, 0));
            scene.text((MARGIN + 8.0, below), SMALL.fit(&base, LABELS - 26.0), SMALL);
        }
    }
    let three = |p: &str| format!("{}: {}", names.of(p), words::all_three(result, p));
    let together: Vec<String> = pairs.iter().map(|(p, ..)| three(p)).collect();
    let hollow = format!(
        "Hollow: can't be told apart from no effect (or has no interval). Below each name: newly exploited per year in the baseline, treated and \
         untreated.{}",
        if before {
            " Before and after on the same runs. Before adaptation untreated communities change through knowledge passed on alone; what is \
             added after it is recruiters turning to them, or the trade refilling."
        } else {
            ""
        }
    );
    let alone = format!(
        "Newly exploited alone can mislead; all communities together, after adaptation{}. {}.",
        if one { String::new() } else { format!(", over {}", runs::draws_in_words(answers)) },
        together.join(". ")
    );
    let intervals = if one { runs::intervals(result, answers) } else { runs::intervals_over(draws, &over) };
    frame::close(&mut scene, last + 48.0, &[&hollow, &alone, &intervals], result, answers);
    let words: Vec<String> = pairs.iter().map(|p| words::treatment(&names, p)).collect();
    let alt = format!("{title}. {}.", words.join(". "));
    Some(Chart { name: "by_treatment", title, alt, scene })
}

/// Policies of the largest budget with their rows; only those whose three outcomes are all known and whose groups are large
/// enough to be shown.
fn pairs<'a>(answers: &'a Answers, names: &Names) -> Vec<Pair<'a>> {
    let mut out: Vec<Pair> = Vec::new();
    for b in &answers.by_treatment {
        let few = b.treated_baseline.min(b.untreated_baseline) < SUPPRESS_BELOW;
        let known = words::triple(names.result, &b.policy).is_some();
        if few || !names.at_largest(&b.policy) || !known {
            continue;
        }
        let at = out.iter().position(|p| p.0 == b.policy).unwrap_or_else(|| {
            out.push((&b.policy, None, None));
            out.len() - 1
        });
        if b.adaptation == Adaptation::Before {
            out[at].1 = Some(b);
        } else {
            out[at].2 = Some(b);
        }
    }
    out
}

fn key(scene: &mut Scene, y: f64, before: bool) {
    let mut x = MARGIN + 6.0;
    let both = [(BEFORE, Shape::Square, "before adaptation"), (AFTER, Shape::Circle, "after adaptation")];
    for (colour, shape, text) in both.into_iter().skip(usize::from(!before)) {
        scene.point((x, y - 4.0), shape, 4.6, colour, false);
        scene.text((x + 10.0, y), text, SMALL);
        x += 10.0 + SMALL.width(text) + 24.0;
    }
}
