//! What one averted spell costs, with Fieller's interval and the spending beside it.

use crate::findings;
use crate::kit::axis::{Scale, log_tick_labels, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::format::{soles, soles_bare};
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::scene::{DASHES, PALETTE, QUIET, Scene, Shape};
use amparo_decide::result::{CostPerCase, PolicyResult, StudyResult};

const ROW: f64 = 52.0;
const LABELS: f64 = 232.0;
const FIGURES: f64 = 262.0;

/// S/ per spell averted over the funded years; unbounded ends are arrows.
pub fn cost_per_case(result: &StudyResult) -> Chart {
    let (shown, without) = split(result);
    let title = title(result, &shown);
    let subtitle = format!(
        "Soles spent per spell averted over the {} funded years; {}; budget {} a year",
        result.funded_years,
        frame::means_of(result),
        soles(result.budget_soles_per_year),
    );
    let (mut scene, top) = frame::page(&title, &subtitle);
    let mut y = top + 8.0;
    if !shown.is_empty() {
        y = plot(&mut scene, &shown, top);
    }
    if !without.is_empty() {
        y = listed(&mut scene, &without, y + 12.0);
    }
    if result.policies.is_empty() {
        scene.text((MARGIN + 8.0, y + 20.0), "No policy to compare yet.", LABEL);
        y += 34.0;
    }
    let key = if result.replicates > 1 {
        "Whiskers: Fieller's interval of the ratio of means. An arrow: the interval has no upper end, because the saving can't be \
         told apart from none. The lower end is then still a bound."
    } else {
        "One replicate has no interval: dots without whiskers, which may be chance."
    };
    frame::close(&mut scene, y + 12.0, &[key, frame::noise(result), frame::conditional(result)], result);
    Chart {
        name: "cost_per_case",
        alt: format!(
            "{title}. {}",
            shown.iter().map(|(p, c)| format!("{}: {}. ", findings::name(p), in_words(c))).collect::<String>()
        ),
        title,
        scene,
    }
}

type Costed<'a> = (&'a PolicyResult, &'a CostPerCase);

/// Policies with something to draw, cheapest first, and the others.
fn split(result: &StudyResult) -> (Vec<Costed<'_>>, Vec<&PolicyResult>) {
    let mut shown: Vec<Costed> = Vec::new();
    let mut without = Vec::new();
    for policy in &result.policies {
        match &policy.cost_per_case_averted {
            Some(cost) if cost.value.or(cost.low).is_some_and(|v| v >= 0.0) => shown.push((policy, cost)),
            _ => without.push(policy),
        }
    }
    let key = |c: &CostPerCase| c.value.unwrap_or(f64::INFINITY);
    shown.sort_by(|a, b| key(a.1).total_cmp(&key(b.1)));
    (shown, without)
}

fn title(result: &StudyResult, shown: &[Costed]) -> String {
    if result.replicates < 2 {
        return "One replicate: what a spell averted costs can't be bounded yet".into();
    }
    let bounded: Vec<_> = shown.iter().filter(|(_, c)| c.value.is_some() && c.high.is_some()).collect();
    match bounded.first() {
        None => "No policy averts spells at a cost that can be bounded: every saving may be none".into(),
        Some((policy, cost)) => {
            let rivals = shown
                .iter()
                .filter(|(p, c)| p.name != policy.name && c.low.is_none_or(|low| Some(low) <= cost.high))
                .count();
            let hedge = match rivals {
                _ if shown.len() == 1 => "",
                0 => "",
                _ => "; the order of policies whose intervals overlap is not settled",
            };
            let lead = if shown.len() > 1 { "Lowest estimated cost: " } else { "" };
            format!("{lead}{}, {}{hedge}", findings::name(policy), in_words(cost))
        }
    }
}

/// "S/ 1,240 per spell averted (S/ 900 to S/ 2,100)".
pub fn in_words(cost: &CostPerCase) -> String {
    match (cost.value, cost.low, cost.high) {
        (Some(v), Some(low), Some(high)) => {
            format!("{} per spell averted ({} to {})", soles(v), soles(low), soles(high))
        }
        (Some(v), Some(low), None) => {
            format!("{} per spell averted, at least {}, no upper end", soles(v), soles(low))
        }
        (Some(v), ..) => format!("{} per spell averted, no interval", soles(v)),
        (None, Some(low), _) => format!("at least {} per spell averted, if any is averted", soles(low)),
        (None, None, _) => "no saving to divide by".into(),
    }
}

fn plot(scene: &mut Scene, shown: &[Costed], top: f64) -> f64 {
    let (left, right) = (MARGIN + LABELS, WIDTH - MARGIN - FIGURES);
    let (first, last) = (top + 26.0, top + 26.0 + ROW * shown.len() as f64);
    let values: Vec<f64> =
        shown.iter().flat_map(|(_, c)| [c.value, c.low, c.high]).flatten().filter(|v| v.is_finite()).collect();
    let highest = values.iter().copied().fold(0.0, f64::max);
    let lowest = values.iter().copied().filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
    let log = highest / lowest > 12.0 && values.iter().all(|v| *v > 0.0);
    let x = if log {
        Scale::log(lowest / 1.3, highest * 1.6, (left, right))
    } else {
        Scale::linear(values.iter().copied().fold(0.0, f64::min), highest * 1.12, (left, right))
    };
    for row in 0..shown.len() {
        let y = first + ROW * row as f64;
        frame::stripe(scene, row, y, y + ROW);
    }
    scene.text((right + 22.0, top + 14.0), "S/ per spell averted", LABEL.bold());
    scene.text((WIDTH - MARGIN - 8.0, top + 14.0), "spent a year", LABEL.bold().end());
    let ticks = x.ticks(5);
    let labels = if log { log_tick_labels(&ticks) } else { tick_labels(&ticks) };
    frame::vertical_grid(scene, &ticks, &labels, |v| x.at(v), first, last);
    let axis = if log { "S/ per spell averted (logarithmic)" } else { "S/ per spell averted" };
    scene.text(((left + right) / 2.0, last + 34.0), axis, SMALL.middle());
    for (row, (policy, cost)) in shown.iter().enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        frame::row_label(scene, MARGIN + 8.0, y, findings::name(policy), LABELS - 26.0);
        whiskers(scene, cost, &x, y, right);
        let (value, ends) = figures(cost);
        scene.text((right + 22.0, y - 2.5), value, LABEL.bold());
        scene.text((right + 22.0, y + 14.0), SMALL.fit(&ends, FIGURES - 30.0), SMALL);
        scene.text((WIDTH - MARGIN - 8.0, y - 2.5), soles(policy.spend_soles_per_year), LABEL.end());
    }
    last + 40.0
}

/// The value and its interval, for the columns beside the plot.
fn figures(cost: &CostPerCase) -> (String, String) {
    let ends = match (cost.low, cost.high) {
        (Some(low), Some(high)) => format!("{} to {}", soles_bare(low), soles_bare(high)),
        (Some(low), None) => format!("≥ {}, no upper end", soles_bare(low)),
        _ => "no interval".into(),
    };
    (cost.value.map_or_else(|| "no saving on average".into(), soles), ends)
}

fn whiskers(scene: &mut Scene, cost: &CostPerCase, x: &Scale, y: f64, right: f64) {
    let clear = cost.high.is_some();
    let colour = if clear { PALETTE[0] } else { QUIET };
    if let Some(low) = cost.low {
        let from = x.at(low);
        let to = cost.high.map_or(right + 6.0, |high| x.at(high));
        scene.line(vec![(from, y), (to, y)], colour, 2.4, DASHES[0]);
        scene.line(vec![(from, y - 5.0), (from, y + 5.0)], colour, 1.6, DASHES[0]);
        if clear {
            scene.line(vec![(to, y - 5.0), (to, y + 5.0)], colour, 1.6, DASHES[0]);
        } else {
            scene.arrowhead((to + 6.0, y), 1.0, colour);
        }
    }
    if let Some(value) = cost.value {
        scene.point((x.at(value), y), Shape::Circle, 5.6, colour, !clear);
    }
}

/// Policies without a saving, in two columns of text.
fn listed(scene: &mut Scene, without: &[&PolicyResult], y: f64) -> f64 {
    scene.text((MARGIN + 8.0, y + 14.0), "No saving to divide by (no spell averted on average)", LABEL.bold());
    let mut y = y + 36.0;
    for policy in without {
        let spent = format!("spent {} a year", soles(policy.spend_soles_per_year));
        scene.text((MARGIN + 8.0, y), LABEL.fit(findings::name(policy), 660.0), LABEL);
        scene.text((WIDTH - MARGIN - 8.0, y), spent, LABEL.end());
        y += 20.0;
    }
    y - 8.0
}
