//! What is said on a terminal, in English.

use super::english::English;
use super::grammar::{count, funded, over_years, within};
use super::runs::runs;
use crate::said::runs::Runs;
use crate::words::tables::Tables;
use crate::words::terminal::{OfSteps, Terminal};
use amparo_decide::answers::Decision;
use amparo_decide::result::{BaselineSummary, Years};
use amparo_model::observe::outcomes::{BROTHELS, NEWLY_EXPLOITED, SPELLS_BEGUN, VICTIMS};
use amparo_tables::numbers::number;

fn largest_budget(several: bool) -> &'static str {
    if several { ", largest budget" } else { "" }
}

impl Terminal for English {
    fn ran(&self, of: &Runs, seed: u64, funded_years: usize, following_years: usize) -> String {
        let ran = match of {
            Runs::Draws { .. } => runs(of),
            Runs::Worlds(n) | Runs::Replicates(n) => format!("{} at one parameter vector", count(*n, "replicate")),
            Runs::World { .. } => format!("{} at one parameter vector", count(1, "replicate")),
        };
        format!(
            "{ran}, seed {seed}; funded {}, followed {}",
            count(funded_years, "year"),
            count(following_years, "year")
        )
    }

    fn left_out_line(&self, worlds: usize) -> String {
        format!("{} left out: the burn-in never settled", count(worlds, "world"))
    }

    fn baseline_line(&self, baseline: &BaselineSummary) -> String {
        let of = |outcome| baseline.of(outcome).map_or("–".into(), |mean| number(mean, 0));
        format!(
            "Baseline: {} victims, {} girls newly exploited per year, {} spells begun per year, {} brothels",
            of(VICTIMS),
            of(NEWLY_EXPLOITED),
            of(SPELLS_BEGUN),
            of(BROTHELS),
        )
    }

    fn decision_heading(&self, d: &Decision, asked: bool, horizon: usize) -> String {
        format!(
            "{}: spells averted {}, and their cost, discounted",
            self.budget_heading(d, asked, &[]),
            over_years(horizon)
        )
    }

    fn steps_heading(&self, of: &OfSteps) -> String {
        let over = funded(of.funded_years);
        match of.draws {
            None => format!("Change in spells begun per year over {over}, before and after adaptation"),
            Some(draws) => format!(
                "Change in spells begun per year over {over}{}, in the {} run both ways",
                largest_budget(of.largest),
                count(draws, "draw")
            ),
        }
    }

    fn changes_heading(&self, window: Years, years: usize, largest: bool) -> String {
        format!("Change over {}, after adaptation{}", within(years, window), largest_budget(largest))
    }

    fn money_heading(&self, funded_years: Option<usize>, largest: bool) -> String {
        let over = funded_years.map_or("funded and following years; unspent in years of money".into(), funded);
        format!("Money over {over}, not discounted{}", largest_budget(largest))
    }

    fn answer_notes(&self) -> String {
        "After the trade adapts, conditional on its assumed response. Everyone simulated is synthetic; this is no forecast. All tables: --details."
            .into()
    }

    fn notes(&self, one: bool, intervals: bool) -> String {
        let brackets = match (one, intervals) {
            (true, true) => {
                "±, and in brackets: 95 % simulation noise at one parameter vector, that is, other random numbers, not uncertainty about the \
                 parameters.  "
            }
            (true, false) => "One replicate, or replicates that agree: no interval.  ",
            (false, true) => {
                "±: 95 % interval of the mean.  In brackets: what draws, that is, other values of what is assumed, give: 95 % of them, or where \
                 fewer than 39 count all.  "
            }
            (false, false) => "No intervals over draws: too few, or noise hides them.  ±: 95 % interval of the mean.  ",
        };
        format!(
            "~ can't be told apart from no effect, or has no interval.  {brackets}Effects: after adaptation unless said, conditional on the \
             assumed response of the trade.  Everyone simulated is synthetic; this is no forecast and no evidence by itself."
        )
    }
}
