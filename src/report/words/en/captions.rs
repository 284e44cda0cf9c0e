//! What is said above and below tables, in English.

use super::english::English;
use super::grammar::{count, following, funded, within};
use super::runs::means_of;
use crate::said::break_evens::Doubtful;
use crate::said::learning::Finding;
use crate::said::runs::Runs;
use crate::words::break_evens::BreakEvens;
use crate::words::captions::{Below, Captions, File, OfChanges, OfDecision, OfSteps};
use crate::words::learning::Learning;
use amparo_decide::result::{StudyResult, Years};
use amparo_tables::numbers::soles;
use amparo_text::money;

/// Says which budget a table is of, and where the others are; nothing where there is one.
fn at_largest(largest: Option<f64>, file: File) -> String {
    let file = match file {
        File::Effects => "effects.csv",
        File::Waterfall => "waterfall.csv",
        File::BreakEvens => "break_evens.csv",
        File::Pairing => "pairing.csv",
    };
    largest.map_or(String::new(), |budget| format!(" At {} per year; other budgets are in {file}.", soles(budget)))
}

fn what_changes_are(of: &OfChanges) -> String {
    let one = !matches!(of.runs, Runs::Draws { .. });
    let below = match of.below {
        Below::Replicates => " Below each number: 95 % interval of the mean, that is, of simulation noise.",
        Below::OneReplicate => " One replicate, or replicates that agree: no interval.",
        Below::Draws => {
            " Below each number: what the draws give, 95 % of them, or where fewer than 39 count all; then the 95 % interval of the mean."
        }
        Below::Mean => " Below each number: 95 % interval of the mean; what single draws give can't be told.",
        Below::Nothing => "",
    };
    let unclear = match of.unclear {
        true => " Unclear: can't be told apart from no effect, since the interval of the mean covers 0.",
        false => "",
    };
    let hidden =
        if of.hidden { " No interval: noise hides how far the draws differ, or draws are too few." } else { "" };
    format!(
        "{}; after adaptation, conditional on the assumed response of the trade.{below}{unclear}{hidden}{}",
        if one { means_of(&of.runs) } else { "mean over draws".into() },
        at_largest(of.largest, File::Effects)
    )
}

impl Captions for English {
    fn decision_caption(&self, of: &OfDecision) -> String {
        let best = of.best.map_or(String::new(), |few| {
            format!(
                " Best in: share of the draws with the highest net benefit, at the worth of a case said for each budget; bold: the highest \
                 expected net benefit{}.",
                if few { ", though draws are too few to decide" } else { "" }
            )
        });
        let per_case = format!("{} per case: ratio of means", money::sign());
        let below = match of.below {
            Below::Replicates => format!(
                "Below each number: 95 % interval of the mean, that is, of simulation noise. {per_case}; no end where there may be \
                 none averted"
            ),
            Below::Draws | Below::Mean => format!(
                "Below cost and cases: what the draws give, 95 % of them, or where fewer than 39 count all; where noise hides it, the 95 % interval of \
                 the mean alone. {per_case}, with the \
                 95 % interval of that ratio; no end where there may be none averted"
            ),
            Below::OneReplicate => format!("{per_case}. One replicate gives no intervals"),
            Below::Nothing => format!("{per_case}. Nothing has an interval over these draws"),
        };
        format!(
            "The decision, {}. Cost, spells begun averted and cost of a case averted over {}, discounted, after adaptation. {below}.{best}",
            if of.beside { "policies by budget and baseline" } else { "policies by budget" },
            count(of.horizon, "year"),
        )
    }

    fn changes_caption(&self, window: Years, years: usize, of: &OfChanges, as_above: bool) -> String {
        let over = format!("Change against the baseline over {}", within(years, window));
        if as_above {
            format!("{over}; all else as in the table above.")
        } else {
            format!("{over}, {}", what_changes_are(of))
        }
    }

    fn steps_caption(&self, funded_years: usize, of: &OfSteps) -> String {
        let on = match of.draws {
            Some(draws) if !of.one => {
                let intervals = if of.intervals { ", with what the draws give" } else { "; too few for an interval" };
                format!(", on {}{intervals}", count(draws, "draw"))
            }
            _ if of.intervals => ", with the 95 % interval of the mean".into(),
            _ => String::new(),
        };
        let split = match of.split {
            true if of.one => " Last column: refilling split further, in both orders.",
            true => " Last column: refilling split further, on fewer draws, in both orders.",
            false => "",
        };
        format!(
            "Spells begun per year over {}, change against the baseline, before and after adaptation{on}. Means add up exactly.{split}{}",
            funded(funded_years),
            at_largest(of.largest, File::Waterfall)
        )
    }

    fn break_evens_caption(&self, largest: Option<f64>) -> String {
        format!(
            "Where preference turns. In brackets: 95 % interval of the threshold, bootstrap over draws.{}",
            at_largest(largest, File::BreakEvens)
        )
    }

    fn doubtful_are_in_the_file(&self, doubtful: Doubtful) -> Option<String> {
        Some(format!("{}. break_evens.csv has each with its interval.", self.doubtful(doubtful)?))
    }

    fn firm_caption(&self) -> &'static str {
        "Without a threshold in the range examined (break_evens.csv names each quantity):"
    }

    fn money_caption(&self, result: &StudyResult) -> String {
        let over = funded(result.funded_years);
        let over = if result.all_funded_alike() {
            over
        } else {
            format!(
                "{over} and {}, since policies have money in other years than those",
                following(result.following_years)
            )
        };
        format!(
            "Money over {over}. Budget {} per year; what a case averted costs over the whole horizon, discounted, is in the table of the \
             decision.",
            soles(result.budget_soles_per_year)
        )
    }

    fn learning_caption(&self) -> &'static str {
        "What learning is worth before deciding, at most, by budget."
    }

    fn learning_is_in_the_file(&self, finding: &Finding) -> String {
        format!("{}. value_of_information.csv has the estimates.", self.learning_title(finding))
    }

    fn pairing_caption(&self, largest: Option<f64>) -> String {
        format!(
            "What pairing by common random numbers saved, spells begun per year.{}",
            at_largest(largest, File::Pairing)
        )
    }

    fn targets_caption(&self) -> &'static str {
        "The baseline against its targets. The model was fitted to some of these, so agreement is no independent test."
    }

    fn figures_caption(&self) -> &'static str {
        "The baseline's own figures."
    }

    fn drivers_caption(&self) -> &'static str {
        "Share of each driver by department, %, ± one standard error from sampling girls (not how uncertain the parameters are). Below 0: \
         the driver protects there, against the level counted as protected."
    }

    fn grades_caption(&self) -> &'static str {
        "Parameters by what they rest on."
    }

    fn run_caption(&self) -> &'static str {
        "What ran, how long it took, and the hash of all its inputs."
    }

    fn questions_caption(&self) -> &'static str {
        "Question by question. Cases are spells begun averted over the horizon, discounted, after adaptation, at the same budget with \
         surveys paid from it. Draws are other values of what is assumed; the error of a mean is for having so few draws and replicates. \
         Each answer holds for this baseline, under what stands beside it."
    }

    fn strategies_caption(&self, budget: f64) -> String {
        format!(
            "What each strategy averts and spends with {} per year. Below each number of cases: what the draws give, then the 95 % interval of \
             the mean. Spending: means over draws, the survey included. Does: share of communities with each intervention, a \
             community with two counted for both; for the best single ones how often each was the one chosen. Other budgets are in \
             two_part.csv.",
            soles(budget)
        )
    }

    fn boxes_caption(&self) -> &'static str {
        "Boxes: ranges of a few parameters within which the answer is mostly yes (scenario discovery). Yes inside: share of the draws in the \
         box; a box that does much worse on draws held out is chance."
    }
}
