//! Where newly exploited girls come from, and where victims are held: two panels of bars.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::format::list;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::runs;
use crate::kit::scene::{DASHES, INK, PALETTE, RULE, Scene, Shape};
use amparo_decide::answers::Answers;
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_decide::result::{Flows, StudyResult};
use amparo_tables::numbers::{number, percent};

const ROW: f64 = 34.0;
/// How those from outside the simulated departments are named.
const OUTSIDE: &str = "other departments";

/// Origins of the newly exploited against the data, and victims by mining town, in the baseline.
pub fn origins_and_destinations(result: &StudyResult, flows: &Flows, answers: &Answers) -> Chart {
    let origins = origins(flows);
    let towns = towns(flows);
    let title = title(&origins, &towns, runs::shown_world(result));
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "{} newly exploited per year by home, and persons exploited at a time by mining town; {}",
            if result.policies.is_empty() { "Girls" } else { "Baseline without a policy: girls" },
            runs::means_of(result, answers)
        ),
    );
    let first = top + 30.0;
    scene.text((MARGIN, top + 12.0), "Where they come from", LABEL.bold());
    let middle = 560.0;
    scene.text((middle, top + 12.0), "Where they are exploited", LABEL.bold());

    let left = MARGIN + 132.0;
    let highest = origins.iter().flat_map(|r| [r.share, r.target]).flatten();
    let (_, high) = nice_range(highest.map(|v| 100.0 * v), 4);
    let x = Scale::linear(0.0, high, (left, 420.0));
    let bottom = first + ROW * origins.len().max(towns.len()).max(1) as f64;
    let end = first + ROW * origins.len() as f64;
    let ticks = x.ticks(4);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, end);
    scene.text(((left + 420.0) / 2.0, end + 34.0), "share of the newly exploited, %", SMALL.middle());
    for (i, row) in origins.iter().enumerate() {
        origin_row(&mut scene, row, &x, first + ROW * (i as f64 + 0.5), left);
    }
    frame::rule(&mut scene, (left, first), (left, end));

    let left = middle + 118.0;
    let (_, high) = nice_range(towns.iter().filter_map(|t| t.1), 4);
    let right = WIDTH - MARGIN - 96.0;
    let x = Scale::linear(0.0, high, (left, right));
    let end = first + ROW * towns.len() as f64;
    let ticks = x.ticks(4);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, end);
    scene.text(((left + right) / 2.0, end + 34.0), "victims, persons at a time", SMALL.middle());
    let all: f64 = flows.victims_by_town.iter().sum();
    for (i, (town, victims)) in towns.iter().enumerate() {
        let y = first + ROW * (i as f64 + 0.5);
        scene.text((left - 10.0, y + 4.5), LABEL.fit(town, 108.0), LABEL.end());
        match victims {
            Some(v) => {
                scene.rect((left, y - 9.0), (x.at(*v), y + 9.0), PALETTE[1]);
                let text = format!("{} ({})", number(*v, 0), percent(v / all.max(1.0)));
                scene.text((x.at(*v) + 8.0, y + 4.5), text, SMALL);
            }
            None => scene.text((left + 8.0, y + 4.5), "under 5, not shown", SMALL),
        }
    }
    frame::rule(&mut scene, (left, first), (left, end));

    frame::close(
        &mut scene,
        bottom + 48.0,
        &[
            "Diamonds: share in the data, where there is one; some of them were used to fit the model, so that agreement there is no test. \
             Cells of fewer than 5 persons are not shown.",
            if runs::at_one_vector(answers) {
                "One parameter vector; where girls come from follows from assumed attractions and distances."
            } else {
                "Where girls come from follows from assumed attractions and distances; how far draws differ is not shown here."
            },
        ],
        result,
        answers,
    );
    let mut words: Vec<String> = Vec::new();
    for row in &origins {
        if let Some(share) = row.share {
            words.push(format!("{} {}", row.name, percent(share)));
        }
    }
    for (town, victims) in &towns {
        if let Some(v) = victims {
            words.push(format!("{town} {} victims", number(*v, 0)));
        }
    }
    Chart { name: "origins_and_destinations", alt: format!("{title}. {}.", words.join("; ")), title, scene }
}

struct Origin {
    name: String,
    /// Newly exploited a year; `None` where suppressed.
    girls: Option<f64>,
    share: Option<f64>,
    target: Option<f64>,
}

fn origins(flows: &Flows) -> Vec<Origin> {
    let totals: Vec<f64> = flows.flows.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = totals.iter().sum();
    let mut rows: Vec<Origin> = flows
        .origins
        .iter()
        .zip(&totals)
        .enumerate()
        .map(|(i, (name, girls))| {
            let shown = (*girls >= SUPPRESS_BELOW).then_some(*girls);
            Origin {
                name: if name == "outside" { OUTSIDE.into() } else { name.clone() },
                girls: shown,
                share: shown.filter(|_| all > 0.0).map(|g| g / all),
                target: flows.origin_target.get(i).copied().flatten(),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.share.unwrap_or(-1.0).total_cmp(&a.share.unwrap_or(-1.0)));
    rows
}

/// Towns with their victims, most first; `None` where suppressed.
fn towns(flows: &Flows) -> Vec<(String, Option<f64>)> {
    let mut rows: Vec<_> = flows
        .towns
        .iter()
        .zip(&flows.victims_by_town)
        .map(|(town, v)| (town.clone(), (*v >= SUPPRESS_BELOW).then_some(*v)))
        .collect();
    rows.sort_by(|a, b| b.1.unwrap_or(-1.0).total_cmp(&a.1.unwrap_or(-1.0)));
    rows
}

fn title(origins: &[Origin], towns: &[(String, Option<f64>)], world: &str) -> String {
    let mut sum = 0.0;
    let mut names = Vec::new();
    // "Other departments" is no place to name.
    for row in origins.iter().filter(|row| row.name != OUTSIDE) {
        if sum > 0.5 || names.len() == 3 {
            break;
        }
        let Some(share) = row.share else { break };
        sum += share;
        names.push(row.name.clone());
    }
    let all: f64 = towns.iter().filter_map(|t| t.1).sum();
    let from = match names.is_empty() {
        true if origins.is_empty() => "Where girls come from is not known yet".to_owned(),
        true => "Too few girls are newly exploited to show where they come from".to_owned(),
        false => format!("In {world} {} of the newly exploited come from {}", percent(sum), list(&names)),
    };
    match towns.first() {
        Some((town, Some(v))) => format!("{from}; {town} holds {} of all victims", percent(v / all.max(1.0))),
        _ => from,
    }
}

fn origin_row(scene: &mut Scene, row: &Origin, x: &Scale, y: f64, left: f64) {
    scene.text((left - 10.0, y + 4.5), LABEL.fit(&row.name, 122.0), LABEL.end());
    let mut end = left;
    if let Some(share) = row.share {
        end = x.at(100.0 * share);
        scene.rect((left, y - 9.0), (end, y + 9.0), PALETTE[0]);
    }
    if let Some(target) = row.target {
        let at = x.at(100.0 * target);
        scene.line(vec![(at, y - 12.0), (at, y + 12.0)], INK, 1.2, DASHES[0]);
        scene.point((at, y), Shape::Diamond, 4.6, INK, false);
        end = end.max(at + 4.0);
    }
    let text = match (row.share, row.girls) {
        (Some(share), Some(girls)) => format!("{} · {} per year", percent(share), number(girls, 0)),
        _ => "under 5, not shown".into(),
    };
    scene.line(vec![(left, y + ROW / 2.0), (left - 6.0, y + ROW / 2.0)], RULE, 0.6, DASHES[0]);
    scene.text((end + 10.0, y + 4.5), text, SMALL);
}
