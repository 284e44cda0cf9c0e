//! The first page in English.

use super::english::English;
use super::grammar::{count, following, funded, title};
use super::runs::{left_out, runs};
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::first_page::Grades;
use crate::said::runs::{LeftOut, Runs};
use crate::words::effects::Effects;
use crate::words::first_page::{FirstPage, Part};
use crate::words::runs::RunsTold;
use amparo_decide::answers::DrawFacts;
use amparo_decide::result::{BaselineSummary, Effect, StudyResult};
use amparo_model::observe::outcomes::{NEWLY_EXPLOITED, SPELLS_BEGUN, VICTIMS};
use amparo_tables::numbers::{number, percent, soles};

impl FirstPage for English {
    fn part_of_page(&self, part: Part) -> &'static str {
        match part {
            Part::Finding => "Answer",
            Part::Size => "Size",
            Part::Changes => "What would change it",
            Part::Certainty => "How sure",
            Part::Cost => "Cost",
            Part::RestsOn => "Rests on",
        }
    }

    fn question(&self, policies: usize, budgets: &[f64], funded_years: usize) -> String {
        let years = count(funded_years, "year");
        let money = match budgets {
            [] => String::new(),
            [one] => format!(", for up to {} a year for {years}", soles(*one)),
            [.., last] => format!(", for up to {} a year for {years} (smaller ones: tables)", soles(*last)),
        };
        match policies {
            0 | 1 => format!("How many girls does the policy keep out of sexual exploitation{money}?"),
            n => format!("Which of {n} policies keeps most girls out of sexual exploitation{money}?"),
        }
    }

    fn not_finished(&self, done: usize, planned: usize) -> String {
        format!("Not finished: {done} of {planned} replicates so far. Numbers will still move.")
    }

    fn warning(&self, text: &str) -> String {
        format!("Warning: {text}.")
    }

    fn what_it_is_not(&self) -> String {
        format!(
            "{} Everyone simulated is synthetic; this is no forecast, no estimate of any real person's risk, and no evidence by itself.",
            self.conditional()
        )
    }

    fn level(&self, baseline: &BaselineSummary, funded_years: usize) -> String {
        let of = |outcome| baseline.of(outcome).map_or("–".into(), |mean| number(mean, 0));
        format!(
            "In the baseline about {} persons are exploited at a time, {} girls are newly exploited and {} spells begin per year, over {}.",
            of(VICTIMS),
            of(NEWLY_EXPLOITED),
            of(SPELLS_BEGUN),
            funded(funded_years)
        )
    }

    fn changes_with(
        &self,
        policy: &Title,
        three: &[&Effect; 3],
        later: Option<&Effect>,
        result: &StudyResult,
    ) -> String {
        let later = later
            .map_or(String::new(), |e| format!(" Over {}: {}.", following(result.following_years), self.changes(&[e])));
        format!(
            "With {}, over {} and after adaptation: {}.{later}",
            title(policy),
            funded(result.funded_years),
            self.changes(three)
        )
    }

    fn one_set(&self) -> &'static str {
        "One set of assumptions was run: how far others would change this is not shown."
    }

    fn turns_untold(&self, few: bool) -> &'static str {
        if few {
            "Too few worlds were run to say at which assumption the answer turns."
        } else {
            "At which assumption the answer turns is too uncertain to state."
        }
    }

    fn nothing_turns(&self) -> &'static str {
        "No single assumption, moved over its range, turns the answer."
    }

    fn nothing_compared(&self) -> &'static str {
        "Nothing is compared yet."
    }

    fn draws(&self, d: &DrawFacts, of: &Runs, missed: Option<&LeftOut>) -> String {
        let beyond = if d.drift_limit > 0.0 && d.largest_drift > d.drift_limit {
            format!(
                ", above the {} that the burn-in rule allows: that baseline still moves by itself, and effects in it may be off",
                percent(d.drift_limit)
            )
        } else {
            String::new()
        };
        let drift = format!("Largest drift of a baseline: {} per year{beyond}.", percent(d.largest_drift));
        if d.at_one_vector {
            return format!("One parameter vector: every parameter has the scenario's own value. {drift}");
        }
        let rejected = missed.map_or(String::new(), |what| format!(" Rejected: {}.", left_out(what)));
        let more = |n: usize| if n == 0 { String::new() } else { format!(", with {} more", number(n as f64, 0)) };
        let solved = if d.as_given {
            format!(
                "{}, all taken as the table of draws gives them, which nothing says agree with what is known",
                more(d.given.len())
            )
        } else if d.solved.is_empty() {
            String::new()
        } else {
            format!("{} solved to meet each draw's targets", more(d.solved.len()))
        };
        format!(
            "{} of {}{solved}.{rejected} {drift}",
            upper_first(&runs(of)),
            count(d.sampled.len(), "assumed parameter")
        )
    }

    fn precision_reached(&self, reached: &str) -> String {
        format!("Precision: {reached}.")
    }

    fn rests_on_briefly(&self, d: &DrawFacts, of: &Runs, grades: Option<&Grades>) -> String {
        let weak = grades.map_or(String::new(), |g| format!("; {} of {} numbers assumed or unverified", g.weak, g.all));
        let worlds = match of {
            Runs::Draws { used, .. } if !d.at_one_vector => {
                format!("{}{}", count(*used, "world"), if d.as_given { ", taken as given" } else { "" })
            }
            _ => "One value of each parameter".to_owned(),
        };
        format!("{worlds}{weak}.")
    }

    fn more_warnings(&self, more: usize) -> String {
        format!("{} in the report, under The run.", upper_first(&count(more, "further warning")))
    }

    fn rests_on(&self, grades: Option<&Grades>, assumed: &[String]) -> String {
        let Some(g) = grades else { return "The grades of the parameters were not given.".into() };
        let carried = match assumed {
            [] => "The response of the trade is among what is assumed, and effects hang on it.".to_owned(),
            all => format!(
                "What carries the effects is assumed throughout: {}. No study known to us measures these here; another judgement of them would \
                 give other effects.",
                all.join("; ")
            ),
        };
        format!(
            "{} parameters; {} of them ({}) are assumed or not yet verified; from a published source: {}. {carried}",
            number(g.all as f64, 0),
            number(g.weak as f64, 0),
            percent(g.weak as f64 / g.all as f64),
            number(g.published as f64, 0),
        )
    }
}
