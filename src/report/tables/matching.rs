//! The chapter on matching interventions to communities: `two_part.csv` and its further files, the tables on the page, and the
//! gains on a terminal.

use super::estimate::{PARTS, plain};
use crate::kit::format::upper_first;
use crate::questions::QUESTIONS;
use crate::words::contrasts::{Judged, few, judged};
use crate::words::contrasts::{called, gain, main_budget};
use crate::words::matching as words;
use amparo_decide::estimate;
use amparo_decide::matching::results::{AtBudget, TwoPart};
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::{number, share, soles};
use amparo_tables::{Cell, Column, Estimate, Format, Readers, Shows, Table, cells};

fn programs(names: &[&'static str]) -> impl Iterator<Item = Column> {
    names.iter().copied().map(Column::program)
}

fn program_estimate(name: &'static str) -> Column {
    Column::estimate(name, PARTS).only(Readers::PROGRAMS)
}

/// "info 0.4; cdd 0.2".
fn pairs(all: &[(String, f64)]) -> String {
    all.iter().map(|(name, share)| format!("{name} {share}")).collect::<Vec<_>>().join("; ")
}

/// `two_part.csv`: strategies, then gains, of each budget.
pub fn strategies_and_gains(two_part: &TwoPart) -> Table {
    let lead = [
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
    ];
    let spent = [
        "spent_soles_per_year",
        "survey_soles_per_year",
        "unspent_soles_per_year",
        "most_spent_soles_per_year",
        "households",
        "knows_parameters",
        "communities",
        "chosen",
    ];
    let estimates = [program_estimate("spells_averted"), program_estimate("share_of_baseline")];
    let mut table = Table::new("two_part", programs(&lead).chain(estimates).chain(programs(&spent)));
    for at in &two_part.budgets {
        let start = cells![at.budget_soles_per_year, at.draws, at.effective_draws, at.baseline];
        for s in &at.strategies {
            let mut row = start.clone();
            row.extend(cells!["strategy", "", s.role.name(), &s.policy, "", &s.title]);
            row.extend(cells![plain(&s.averted), Cell::UNKNOWN]);
            row.extend(cells![
                s.spent_soles_per_year,
                s.survey_soles_per_year,
                s.unspent_soles_per_year,
                s.most_spent_soles_per_year,
                s.households,
                s.knows_parameters,
                pairs(&s.communities),
                pairs(&s.chosen),
            ]);
            table.row(row);
        }
        for g in &at.gains {
            let mut row = start.clone();
            row.extend(cells!["gain", &g.question, "", &g.policy, &g.against, ""]);
            row.extend(cells![plain(&g.averted), plain(&g.share_of_baseline)]);
            row.extend(vec![Cell::UNKNOWN; spent.len()]);
            table.row(row);
        }
    }
    table
}

/// `forecasts.csv`: one row per policy, budget and draw.
pub fn forecasts(two_part: &TwoPart) -> Table {
    let columns = [
        "budget_soles_per_year",
        "policy",
        "role",
        "draw",
        "weight",
        "forecast_averted",
        "simulated_averted",
        "simulated_before_adaptation",
    ];
    let mut table = Table::new("forecasts", programs(&columns));
    for f in &two_part.forecasts {
        table.row(cells![
            f.budget_soles_per_year,
            &f.policy,
            f.role.name(),
            f.draw,
            f.weight,
            f.forecast,
            f.simulated,
            f.held,
        ]);
    }
    table
}

/// `forecast_skill.csv`: one row per policy and budget.
pub fn skill(two_part: &TwoPart) -> Table {
    let columns = [
        "budget_soles_per_year",
        "policy",
        "title",
        "role",
        "forecast_averted",
        "simulated_averted",
        "simulated_per_forecast",
        "correlation",
    ];
    let mut table = Table::new("forecast_skill", programs(&columns));
    for s in &two_part.skill {
        table.row(cells![
            s.budget_soles_per_year,
            &s.policy,
            &s.title,
            s.role.name(),
            s.forecast,
            s.simulated,
            s.ratio,
            s.correlation,
        ]);
    }
    table
}

/// `survey_sizes.csv`: one row per budget and size.
pub fn survey_sizes(two_part: &TwoPart) -> Table {
    let columns = programs(&["budget_soles_per_year", "policy", "households", "survey_soles"]);
    let mut table =
        Table::new("survey_sizes", columns.chain([program_estimate("spells_averted"), program_estimate("gain")]));
    for at in &two_part.budgets {
        for s in &at.surveys {
            table.row(cells![
                at.budget_soles_per_year,
                &s.policy,
                s.households,
                s.cost_soles,
                plain(&s.averted),
                plain(&s.gain),
            ]);
        }
    }
    table
}

/// `how_different.csv`: one row per baseline and question.
pub fn how_different(two_part: &TwoPart) -> Table {
    let columns = programs(&[
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
    let estimates = [program_estimate("spells_averted"), program_estimate("share_of_baseline")];
    let mut table = Table::new("how_different", columns.chain(estimates));
    for h in &two_part.how_different {
        for g in &h.gains {
            table.row(cells![
                &h.scenario,
                &h.title,
                h.heterogeneity,
                h.driver_correlation,
                h.own_weights,
                h.budget_soles_per_year,
                h.draws,
                &g.question,
                &g.policy,
                &g.against,
                plain(&g.averted),
                plain(&g.share_of_baseline),
            ]);
        }
    }
    table
}

/// An estimate that is sure where it is told apart from 0 by enough draws.
fn judged_cell(at: &AtBudget, e: &estimate::Estimate) -> Estimate {
    Estimate { sure: matches!(judged(e, few(at)), Judged::More | Judged::Fewer), ..plain(e) }
}

/// Every question with its answer and what that rests on.
pub fn questions(result: &StudyResult, two_part: &TwoPart) -> Table {
    let mut table = Table::new("questions", ["Question", "Answer", "This rests on"].map(Column::people));
    table.caption = "Question by question. Cases are spells begun averted over the horizon, discounted, after adaptation, at the same \
                     budget with surveys paid from it. Uncertainty is over draws, that is, other values of what is assumed; simulation \
                     noise is other random numbers. Each answer holds for this baseline, under what stands beside it."
        .into();
    for s in words::said(result, two_part) {
        let rests_on = if s.rests_on.is_empty() { "–".to_owned() } else { upper_first(&s.rests_on) };
        table.row(cells![&s.question, Cell::led(&s.answer), Cell::from("").noted(rests_on)]);
    }
    table
}

/// "information 42 %, training 18 %"; `None` where there is nothing to list.
fn shares(all: &[(String, f64)], name: impl Fn(&str) -> String) -> Option<String> {
    let shown = all.iter().filter(|(_, p)| *p > 0.0);
    let parts: Vec<String> = shown.map(|(kind, p)| format!("{} {}", name(kind), share(*p))).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What strategies avert, spend and do, at the main budget.
pub fn strategies(two_part: &TwoPart) -> Table {
    let averted = Column::estimate("Cases averted", PARTS).format(Format::Words).shows(Shows::BOTH);
    let money = |label: &'static str| Column::people(label).unit("per year").format(Format::Soles);
    let columns = [
        Column::people("Strategy"),
        averted.only(Readers::PEOPLE),
        money("Spent"),
        money("Survey"),
        money("Unspent"),
        Column::people("Does"),
    ];
    let mut table = Table::new("strategies", columns);
    let Some(at) = main_budget(two_part) else { return table };
    table.caption = format!(
        "What each strategy averts and spends with {} per year. Below each number of cases: 95 % interval over draws, then 95 % simulation \
         noise of the mean. Spending: means over draws, the survey included. Does: share of communities with each intervention, a community \
         with two counted for both; for the best single ones how often each was the one chosen. Other budgets are in two_part.csv.",
        soles(at.budget_soles_per_year)
    );
    let mut order: Vec<_> = at.strategies.iter().collect();
    order.sort_by_key(|s| s.role);
    for s in order {
        let survey = if s.households > 0.0 {
            let note = format!("{} households per community", number(s.households, 0));
            Cell::from(s.survey_soles_per_year).noted(note)
        } else {
            Cell::missing("none")
        };
        let does = match shares(&s.chosen, |policy| called(at, policy)) {
            Some(chosen) => Some(format!("chosen: {chosen}")),
            None => shares(&s.communities, str::to_owned),
        };
        table.row(cells![
            upper_first(&called(at, &s.policy)),
            judged_cell(at, &s.averted),
            Cell::from(s.spent_soles_per_year).noted(format!("most in a year {}", soles(s.most_spent_soles_per_year))),
            survey,
            s.unspent_soles_per_year,
            does,
        ]);
    }
    table
}

/// What each step gains, at the main budget.
pub fn gains(at: &AtBudget) -> Table {
    let cases = Column::estimate("further cases", PARTS).format(Format::ChangeInWords).shows(Shows::BOTH);
    let below = Column::people("below zero in").format(Format::Share);
    let mut table = Table::new("gains", [Column::people(""), cases.only(Readers::PEOPLE), below]);
    for asked in QUESTIONS {
        let (Some(label), Some(g)) = (asked.row, gain(at, asked.name())) else { continue };
        table.row(cells![label, judged_cell(at, &g.averted), g.averted.below_zero]);
    }
    table
}
