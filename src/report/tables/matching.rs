//! The chapter on matching interventions to communities: `two_part.csv` and its further files, the tables on the page, and the
//! gains on a terminal.

use super::estimate::{PARTS, bare, plain};
use super::heads::{estimate as estimates, people};
use crate::chapter;
use crate::kit::format::upper_first;
use crate::kit::interventions::label;
use crate::questions::QUESTIONS;
use crate::said::matching::budget::{gain, judged_at, main_budget};
use crate::said::matching::called::called;
use crate::said::matching::judged::Judged;
use crate::told::Told;
use crate::words::tables::{Blank, Head};
use amparo_decide::estimate;
use amparo_decide::matching::results::{AtBudget, TwoPart};
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
            row.extend(cells![bare(&s.averted), Cell::UNKNOWN]);
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
            row.extend(cells![bare(&g.averted), bare(&g.share_of_baseline)]);
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
                bare(&s.averted),
                bare(&s.gain),
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
                bare(&g.averted),
                bare(&g.share_of_baseline),
            ]);
        }
    }
    table
}

/// An estimate that is sure where it is told apart from 0 by enough draws.
fn judged_cell(told: &Told, at: &AtBudget, e: &estimate::Estimate) -> Estimate {
    let sure = matches!(judged_at(at, e), Judged::More | Judged::Fewer);
    Estimate { sure, ..plain(told.words, e) }
}

/// Every question with its answer and what that rests on.
pub fn questions(told: &Told, two_part: &TwoPart) -> Table {
    let words = told.words;
    let columns = [Head::Question, Head::Answer, Head::RestsOn].map(|head| people(words, head));
    let mut table = Table::new("questions", columns).captioned(words.questions_caption());
    for s in chapter::said(told, two_part) {
        let rests_on = if s.rests_on.is_empty() { "–".to_owned() } else { upper_first(&s.rests_on) };
        table.row(cells![&s.question, Cell::led(&s.answer), Cell::from("").noted(rests_on)]);
    }
    table
}

/// Shares above 0, by name.
fn above_zero<'a, T>(all: &'a [(String, f64)], name: impl Fn(&'a str) -> T) -> Vec<(T, f64)> {
    all.iter().filter(|(_, p)| *p > 0.0).map(|(kind, p)| (name(kind), *p)).collect()
}

/// What strategies avert, spend and do, at the main budget.
pub fn strategies(told: &Told, two_part: &TwoPart) -> Table {
    let words = told.words;
    let averted = estimates(words, Head::CasesAverted, PARTS).format(Format::Words).shows(Shows::BOTH);
    let money = |head: Head| people(words, head).format(Format::Own(words.spent()));
    let columns = [
        people(words, Head::Strategy),
        averted.only(Readers::PEOPLE),
        money(Head::Spent),
        money(Head::Survey),
        money(Head::Unspent),
        people(words, Head::Does),
    ];
    let mut table = Table::new("strategies", columns);
    let Some(at) = main_budget(two_part) else { return table };
    table.caption = words.strategies_caption(at.budget_soles_per_year);
    let mut order: Vec<_> = at.strategies.iter().collect();
    order.sort_by_key(|s| s.role);
    for s in order {
        let survey = if s.households > 0.0 {
            Cell::from(s.survey_soles_per_year).noted(words.households(s.households))
        } else {
            Cell::missing(words.blank(Blank::NoSurvey))
        };
        let chosen = above_zero(&s.chosen, |policy| words.called(&called(at, policy)));
        let given: Vec<(&str, f64)> = above_zero(&s.communities, label);
        let does = match (chosen.is_empty(), given.is_empty()) {
            (false, _) => Some(words.chosen(&chosen)),
            (true, false) => Some(words.interventions_given(&given)),
            (true, true) => None,
        };
        table.row(cells![
            upper_first(&words.called(&called(at, &s.policy))),
            judged_cell(told, at, &s.averted),
            Cell::from(s.spent_soles_per_year).noted(words.most_in_a_year(s.most_spent_soles_per_year)),
            survey,
            s.unspent_soles_per_year,
            does,
        ]);
    }
    table
}

/// What each step gains, at the main budget.
pub fn gains(told: &Told, at: &AtBudget) -> Table {
    let words = told.words;
    let cases = estimates(words, Head::FurtherCases, PARTS).format(Format::ChangeInWords).shows(Shows::BOTH);
    let below = people(words, Head::BelowZero).format(Format::Share);
    let mut table = Table::new("gains", [Column::people(""), cases.only(Readers::PEOPLE), below]);
    for asked in QUESTIONS {
        let (Some(row), Some(g)) = (asked.row, gain(at, asked.name())) else { continue };
        table.row(cells![words.row(row), judged_cell(told, at, &g.averted), g.averted.below_zero]);
    }
    table
}
