//! The chapter's tables as CSV: plain numbers with every digit, one row a fact; an empty cell is "not known".

use crate::answer_csv::{ESTIMATE, estimate, header};
use crate::tables::{cell_or_empty, csv_text};
use amparo_decide::answers::Estimate;
use amparo_decide::two_part::{BoxScore, Said, TwoPart};

/// Every table of the chapter: (file name, text).
pub fn csv(two_part: &TwoPart) -> Vec<(&'static str, String)> {
    vec![
        ("two_part.csv", strategies_and_gains(two_part)),
        ("forecasts.csv", forecasts(two_part)),
        ("forecast_skill.csv", skill(two_part)),
        ("survey_sizes.csv", survey_sizes(two_part)),
        ("how_different.csv", how_different(two_part)),
        ("discovery.csv", discovery(two_part)),
        ("discovery_draws.csv", discovery_draws(two_part)),
    ]
}

/// Names of an estimate's columns behind a prefix, with the half-width of noise.
fn columns(prefix: &str) -> Vec<String> {
    let plain = |part: &str| if part == "mean" { prefix.to_owned() } else { format!("{prefix}_{part}") };
    ESTIMATE.iter().copied().chain(["mc_half"]).map(plain).collect()
}

fn cells(e: Option<&Estimate>) -> Vec<String> {
    let mut out = estimate(e);
    out.push(cell_or_empty(e.and_then(|e| e.mc_half)));
    out
}

/// "info 0.4; cdd 0.2".
fn pairs(all: &[(String, f64)]) -> String {
    all.iter().map(|(name, share)| format!("{name} {share}")).collect::<Vec<_>>().join("; ")
}

/// Strategies, then gains, of each budget.
fn strategies_and_gains(two_part: &TwoPart) -> String {
    let mut head = header(&[
        "budget_soles_per_year",
        "draws",
        "effective_draws",
        "baseline_spells",
        "kind",
        "question",
        "role",
        "policy",
        "against",
        "title",
    ]);
    head.extend(columns("spells_averted"));
    head.extend(columns("share_of_baseline"));
    head.extend(header(&[
        "spent_soles_per_year",
        "survey_soles_per_year",
        "unspent_soles_per_year",
        "most_spent_soles_per_year",
        "households",
        "knows_parameters",
        "communities",
        "chosen",
    ]));
    let mut rows = vec![head];
    for at in &two_part.budgets {
        let start = [
            at.budget_soles_per_year.to_string(),
            at.draws.to_string(),
            at.effective_draws.to_string(),
            at.baseline.to_string(),
        ];
        for s in &at.strategies {
            let mut row = start.to_vec();
            row.extend(header(&["strategy", "", s.role.name(), &s.policy, "", &s.title]));
            row.extend(cells(Some(&s.averted)));
            row.extend(cells(None));
            row.extend([
                s.spent_soles_per_year.to_string(),
                s.survey_soles_per_year.to_string(),
                s.unspent_soles_per_year.to_string(),
                s.most_spent_soles_per_year.to_string(),
                s.households.to_string(),
                s.knows_parameters.to_string(),
                pairs(&s.communities),
                pairs(&s.chosen),
            ]);
            rows.push(row);
        }
        for g in &at.gains {
            let mut row = start.to_vec();
            row.extend(header(&["gain", &g.question, "", &g.policy, &g.against, ""]));
            row.extend(cells(Some(&g.averted)));
            row.extend(cells(Some(&g.share_of_baseline)));
            row.extend(vec![String::new(); 8]);
            rows.push(row);
        }
    }
    csv_text(rows)
}

/// One row a policy, budget and draw.
fn forecasts(two_part: &TwoPart) -> String {
    let mut rows = vec![header(&[
        "budget_soles_per_year",
        "policy",
        "role",
        "draw",
        "weight",
        "forecast_averted",
        "simulated_averted",
        "simulated_before_adaptation",
    ])];
    for f in &two_part.forecasts {
        rows.push(vec![
            f.budget_soles_per_year.to_string(),
            f.policy.clone(),
            f.role.name().into(),
            f.draw.to_string(),
            f.weight.to_string(),
            f.forecast.to_string(),
            f.simulated.to_string(),
            cell_or_empty(f.held),
        ]);
    }
    csv_text(rows)
}

/// One row a policy and budget.
fn skill(two_part: &TwoPart) -> String {
    let mut rows = vec![header(&[
        "budget_soles_per_year",
        "policy",
        "title",
        "role",
        "forecast_averted",
        "simulated_averted",
        "simulated_per_forecast",
        "correlation",
    ])];
    for s in &two_part.skill {
        rows.push(vec![
            s.budget_soles_per_year.to_string(),
            s.policy.clone(),
            s.title.clone(),
            s.role.name().into(),
            s.forecast.to_string(),
            s.simulated.to_string(),
            cell_or_empty(Some(s.ratio).filter(|r| r.is_finite())),
            cell_or_empty(s.correlation),
        ]);
    }
    csv_text(rows)
}

/// One row a budget and size.
fn survey_sizes(two_part: &TwoPart) -> String {
    let mut head = header(&["budget_soles_per_year", "policy", "households", "survey_soles"]);
    head.extend(columns("spells_averted"));
    head.extend(columns("gain"));
    let mut rows = vec![head];
    for at in &two_part.budgets {
        for s in &at.surveys {
            let mut row = vec![
                at.budget_soles_per_year.to_string(),
                s.policy.clone(),
                s.households.to_string(),
                s.cost_soles.to_string(),
            ];
            row.extend(cells(Some(&s.averted)));
            row.extend(cells(Some(&s.gain)));
            rows.push(row);
        }
    }
    csv_text(rows)
}

/// One row a baseline and question.
fn how_different(two_part: &TwoPart) -> String {
    let mut head = header(&[
        "scenario",
        "title",
        "heterogeneity",
        "driver_correlation",
        "own_weights",
        "budget_soles_per_year",
        "draws",
        "question",
        "policy",
        "against",
    ]);
    head.extend(columns("spells_averted"));
    head.extend(columns("share_of_baseline"));
    let mut rows = vec![head];
    for h in &two_part.how_different {
        for g in &h.gains {
            let mut row = vec![
                h.scenario.clone(),
                h.title.clone(),
                h.heterogeneity.to_string(),
                h.driver_correlation.to_string(),
                h.own_weights.to_string(),
                h.budget_soles_per_year.to_string(),
                h.draws.to_string(),
                g.question.clone(),
                g.policy.clone(),
                g.against.clone(),
            ];
            row.extend(cells(Some(&g.averted)));
            row.extend(cells(Some(&g.share_of_baseline)));
            rows.push(row);
        }
    }
    csv_text(rows)
}

fn score(s: &BoxScore) -> Vec<String> {
    vec![s.draws.to_string(), s.mass.to_string(), cell_or_empty(s.coverage), cell_or_empty(s.density)]
}

/// One row a question, box and limit; a question without a box has one row with box 0.
fn discovery(two_part: &TwoPart) -> String {
    let mut rows = vec![header(&[
        "budget_soles_per_year",
        "question",
        "threshold",
        "left_out",
        "training_draws",
        "held_out_draws",
        "base_rate",
        "box",
        "parameter",
        "unit",
        "low",
        "high",
        "training_in_box",
        "training_mass",
        "training_coverage",
        "training_density",
        "held_out_in_box",
        "held_out_mass",
        "held_out_coverage",
        "held_out_density",
        "words",
    ])];
    for d in &two_part.discoveries {
        let start = vec![
            d.budget_soles_per_year.to_string(),
            d.question.clone(),
            d.threshold.to_string(),
            d.left_out.to_string(),
            d.training_draws.to_string(),
            d.held_out_draws.to_string(),
            d.base_rate.to_string(),
        ];
        if d.boxes.is_empty() {
            let mut row = start.clone();
            row.push("0".into());
            row.extend(vec![String::new(); 13]);
            rows.push(row);
        }
        for (k, b) in d.boxes.iter().enumerate() {
            for l in &b.limits {
                let mut row = start.clone();
                row.extend([
                    (k + 1).to_string(),
                    l.parameter.clone(),
                    l.unit.clone(),
                    cell_or_empty(l.low),
                    cell_or_empty(l.high),
                ]);
                row.extend(score(&b.training));
                row.extend(score(&b.held_out));
                row.push(b.words.clone());
                rows.push(row);
            }
        }
    }
    csv_text(rows)
}

/// One row a question and draw, over its two most telling parameters.
fn discovery_draws(two_part: &TwoPart) -> String {
    let mut rows = vec![header(&["question", "x", "x_unit", "x_value", "y", "y_unit", "y_value", "said", "weight"])];
    for d in &two_part.discoveries {
        let Some(t) = &d.telling else { continue };
        for (x, y, said, weight) in &t.draws {
            rows.push(vec![
                d.question.clone(),
                t.x.clone(),
                t.x_unit.clone(),
                x.to_string(),
                t.y.clone(),
                t.y_unit.clone(),
                y.to_string(),
                match said {
                    Said::Yes => "yes",
                    Said::No => "no",
                    Said::Noise => "noise",
                }
                .into(),
                weight.to_string(),
            ]);
        }
    }
    csv_text(rows)
}
