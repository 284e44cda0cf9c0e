//! The first page in English.

use super::choice::best;
use super::english::English;
use super::grammar::{
    NOTHING, at_worth, averted, count, effective, ends, following, funded, leaving, list, of_what, over_years,
    per_case, spent, title, titles, who, why_none,
};
use super::runs::{left_out, runs};
use crate::kit::answered::{self, Verdict};
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::first_page::{AtSmaller, Averting, Costs, Differs, Elsewhere, Finding, Grades, NoiseShare, Unsettled};
use crate::said::runs::{LeftOut, Runs};
use crate::words::effects::Effects;
use crate::words::first_page::{FirstPage, Part};
use crate::words::runs::RunsTold;
use amparo_decide::answers::{DRAWS_TO_DECIDE, DrawFacts};
use amparo_decide::estimate::Estimate;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::{BaselineSummary, Effect, StudyResult};
use amparo_model::observe::outcomes::{NEWLY_EXPLOITED, SPELLS_BEGUN, VICTIMS};
use amparo_tables::Format;
use amparo_tables::numbers::{number, percent, persons_in_words, share, soles};

/// "4,300 spells averted over 15 years, discounted (1,200 to 8,000 over the draws)", with what the interval leaves open.
fn averted_in_words(e: &Estimate, horizon: usize, draws: usize) -> String {
    let hedge = match answered::verdict(e) {
        Verdict::Unclear => ", which can't be told apart from no effect",
        _ => "",
    };
    let size = format!("{} {}, discounted", averted(e), over_years(horizon));
    match e.interval() {
        Some(_) => format!("{size} ({}{}){hedge}", ends(e, Format::Words), of_what(e)),
        None => format!("{size} ({}){hedge}", why_none(draws)),
    }
}

fn unsettled(why: &Unsettled) -> String {
    let to_decide = number(DRAWS_TO_DECIDE, 0);
    match why {
        Unsettled::NoPolicy => "No policy has been compared with the baseline yet.".into(),
        Unsettled::OneReplicate => {
            "Only one replicate has been run: the changes shown may be chance, and no policy can be said to help."
                .into()
        }
        Unsettled::FewToDecide(n) => format!(
            "Too few draws to decide: {}; a decision needs at least {to_decide}. The numbers show the form of the answer, not the answer.",
            effective(n)
        ),
        Unsettled::NoDraws => "No decision can be told from these draws yet.".into(),
        Unsettled::FewDraws(n) => format!(
            "Too few draws to decide: {}; intervals need at least {DRAWS_FOR_AN_INTERVAL}, a decision {to_decide}. The numbers are means with \
             simulation noise.",
            count(*n, "draw")
        ),
    }
}

/// " (best in 62 %)".
fn best_in(p: Option<f64>) -> String {
    p.map_or(String::new(), |p| format!(" (best in {})", share(p)))
}

fn at_smaller(s: &AtSmaller) -> String {
    format!("with {} it is {}{}{}", soles(s.budget), who(&s.who), best_in(s.share), leaving(&s.but, "but"))
}

fn differs(d: &Differs) -> String {
    let worth = d.worth.map_or(String::new(), |w| format!(", {}", at_worth(w)));
    format!(
        "with {} per year{worth}, it is {}{}, not {}",
        soles(d.budget),
        who(&d.there),
        best_in(d.share),
        who(&d.here)
    )
}

/// For how long policies have money.
fn funded_for(result: &StudyResult) -> String {
    let years = count(result.funded_years, "year");
    if result.all_funded_alike() { years } else { format!("{years} (some have money in other years)") }
}

impl FirstPage for English {
    fn part_of_page(&self, part: Part) -> &'static str {
        match part {
            Part::Finding => "Finding",
            Part::Size => "Size",
            Part::Certainty => "Certainty",
            Part::Cost => "Cost",
            Part::RestsOn => "Rests on",
        }
    }

    fn question(&self, result: &StudyResult, policies: usize, budgets: &[f64]) -> String {
        let budgets: Vec<String> = budgets.iter().map(|b| soles(*b)).collect();
        let money = if budgets.is_empty() {
            String::new()
        } else {
            format!(", with up to {} per year", list(&budgets).replace(" and ", " or "))
        };
        format!(
            "Which protective measures reduce the number of girls drawn into sexual exploitation, by how much, and at what cost? {} {} compared \
             with {NOTHING}{money} for {}, followed for {} more.",
            upper_first(&count(policies, "policy")),
            if policies == 1 { "is" } else { "are" },
            funded_for(result),
            count(result.following_years, "year")
        )
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

    fn finding(&self, finding: &Finding) -> String {
        match finding {
            Finding::Unsettled(why) => unsettled(why),
            Finding::Best(budget, b) => format!("With up to {} per year {}.", soles(*budget), best(b)),
            Finding::Smaller(all) => {
                format!("At smaller budgets: {}.", all.iter().map(at_smaller).collect::<Vec<_>>().join("; "))
            }
            Finding::Most { policy, averted, horizon, draws } => format!(
                "{} averts most on average, after adaptation: {}.",
                title(policy),
                averted_in_words(averted, *horizon, *draws)
            ),
            Finding::Overlapping(rivals) => format!(
                "Its interval overlaps with that of {}, so which of them averts most is not settled by these runs.",
                titles(rivals)
            ),
            Finding::Opposed(policies) => format!(
                "With {}, fewer spells begin although more girls are newly exploited: read the three numbers together.",
                titles(policies)
            ),
            Finding::Societal(None) => {
                "Leaving transfers to households out of the cost (societal view) does not change that choice.".into()
            }
            Finding::Societal(Some(other)) => {
                format!("Leaving transfers to households out of the cost (societal view) makes it {}.", who(other))
            }
        }
    }

    fn elsewhere(&self, baseline: &str, found: &Elsewhere) -> String {
        match found {
            Elsewhere::Same(p) => {
                let sure =
                    p.map_or(String::new(), |p| format!(" (best there in {} of the assumptions examined)", share(p)));
                format!(
                    "At the other baseline ({baseline}) the same choice has the highest expected net benefit{sure}."
                )
            }
            Elsewhere::Differs(all) => format!(
                "At the other baseline ({baseline}) the conclusion does not hold throughout: {}.",
                list(&all.iter().map(differs).collect::<Vec<_>>())
            ),
        }
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

    fn averting(&self, over: &Runs, averting: &Averting) -> String {
        let over = match over {
            Runs::Draws { .. } => format!("Over {} of what is assumed", runs(over)),
            _ => format!("In {} at one parameter vector", runs(over)),
        };
        match averting {
            Averting::NoInterval(draws) => format!("{over}: {}.", why_none(*draws)),
            Averting::None => format!("{over} no policy's cases averted can be told apart from none."),
            Averting::Some { clear, all, unclear } => {
                let open = match unclear.len() {
                    0 => String::new(),
                    n if n <= 3 => format!("; {} can't be told apart from no effect", titles(unclear)),
                    n if n + clear == *all => format!("; the other {n} can't be told apart from no effect"),
                    n => format!("; {n} can't be told apart from no effect"),
                };
                let who = match *clear {
                    1 if *all == 1 => "the policy averts".to_owned(),
                    n if n == *all => "every policy averts".to_owned(),
                    1 => format!("1 of {all} policies averts"),
                    n => format!("{n} of {all} policies avert"),
                };
                format!("{over} {who} cases{open}.")
            }
        }
    }

    fn noise_share(&self, share: &NoiseShare) -> String {
        format!(
            "Simulation noise (other random numbers) is ±{} spells averted {} for {}, uncertainty (other assumptions) about ±{}.",
            persons_in_words(share.noise),
            over_years(share.horizon),
            title(&share.policy),
            persons_in_words(share.uncertainty)
        )
    }

    fn uncertainty_not_shown(&self, own_parameters: bool) -> String {
        format!(
            "How uncertain this is over what is assumed is not shown: every interval is simulation noise {}, so the true uncertainty is \
             larger, possibly much larger. A study over draws shows it.",
            if own_parameters { "at the scenario's own parameters" } else { "at one draw of the parameters" }
        )
    }

    fn nothing_turns(&self) -> &'static str {
        "No single assumption, moved over its range, turns which policy is preferred."
    }

    fn costs(&self, costs: Option<&Costs>) -> Vec<String> {
        let Some(costs) = costs else {
            return vec!["Nothing is compared yet, so that a case averted has no cost.".into()];
        };
        let said = |(policy, case): &(Title, &amparo_decide::answers::PerCase)| {
            format!("{}: {}", title(policy), per_case(case, costs.draws))
        };
        let mut out = vec![match &costs.lowest {
            Some(lowest) => format!("Lowest mean cost {}, discounted: {}.", over_years(costs.horizon), said(lowest)),
            None => "No policy averts cases on average, so that a cost per case has no meaning.".into(),
        }];
        out.extend(costs.best.as_ref().map(|best| format!("{}.", said(best))));
        if !costs.unspent.is_empty() {
            let spend: Vec<String> =
                costs.unspent.iter().map(|(policy, x)| format!("{} spends {}", title(policy), spent(*x))).collect();
            let over = match costs.funded_years {
                Some(years) => funded(years),
                None => "the years in which a policy has money".into(),
            };
            out.push(format!(
                "More than 5 % of the {} per year stays unspent in {over}: {}.",
                soles(costs.budget),
                list(&spend)
            ));
        }
        out
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

    fn left_out(&self, worlds: usize) -> String {
        format!("{} left out: the burn-in never settled.", count(worlds, "world"))
    }

    fn precision_reached(&self, reached: &str) -> String {
        format!("Precision: {reached}.")
    }

    fn weak(&self, g: &Grades) -> String {
        format!(
            "{} of {} parameters ({}) are assumed or not yet verified.",
            number(g.weak as f64, 0),
            number(g.all as f64, 0),
            percent(g.weak as f64 / g.all as f64)
        )
    }

    fn carried(&self, assumed: &[String]) -> String {
        format!("What carries the effects is assumed throughout: {}.", assumed.join("; "))
    }

    fn rests_on(&self, grades: Option<&Grades>, assumed: &[String]) -> String {
        let Some(g) = grades else { return "The grades of the parameters were not given.".into() };
        let carried = match assumed {
            [] => "The response of the trade is among what is assumed, and effects hang on it.".to_owned(),
            all => format!(
                "{} No study known to us measures these here; another judgement of them would give other effects.",
                self.carried(all)
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
