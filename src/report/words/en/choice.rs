//! Which policy, in English.

use super::effects::{also, for_each_policy};
use super::english::English;
use super::grammar::{
    averted, effective, ends, leaving, list, of_what, over_draws, over_years, per_case, silent, title, who,
};
use super::learning::perfect_in_words;
use crate::kit::answered::{self, Verdict};
use crate::kit::format::upper_first;
use crate::said::choice::{Acceptability, Frontier, Headline, Most};
use crate::said::learning::Perfect;
use crate::said::shared::Clear;
use crate::words::choice::{Choice, OfChoice};
use crate::words::runs::RunsTold;
use amparo_decide::answers::{Decision, Standing, Strategy};
use amparo_decide::estimate::Estimate;
use amparo_decide::view::View;
use amparo_tables::Format;
use amparo_tables::numbers::{persons_in_words, share, soles, soles_brief};
use amparo_text::money;
use std::borrow::Cow;

fn per_case_at(soles_per_case: f64) -> String {
    format!("{} {} per case", money::sign(), soles_brief(soles_per_case))
}

fn averting(budget: f64, first: Option<&(crate::kit::names::Title, &Estimate)>, draws: usize, clear: Clear) -> String {
    let budget = soles(budget);
    let Some((policy, e)) = first else { return format!("What policies avert with {budget} per year") };
    let lead = format!("with {budget} per year {} averts most on average: {}", title(policy), averted(e));
    match clear {
        Clear::Silent => format!("{}: {lead}", upper_first(silent(draws))),
        Clear::None => format!("With {budget} per year no policy's cases averted can be told apart from none"),
        _ if answered::verdict(e) == Verdict::More => upper_first(&lead),
        _ => format!("{}, which can't be told apart from no effect", upper_first(&lead)),
    }
}

impl Choice for English {
    fn choice(&self, what: OfChoice) -> Cow<'static, str> {
        let money = |text: &str| Cow::from(text.replace('¤', &money::sign()));
        Cow::from(match what {
            OfChoice::Averted => "averted",
            OfChoice::Cost => "cost",
            OfChoice::PerCase => return money("¤ per case"),
            OfChoice::BestIn => "best in",
            OfChoice::NoneAverted => "none averted",
            OfChoice::ProbabilityBest => "Probability of being best, %",
            OfChoice::ExpectedLoss => return money("Expected loss, ¤: what a better choice would be worth on average"),
            OfChoice::AxisWorth => return money("worth of a case averted, ¤"),
            OfChoice::Best => "best",
            OfChoice::CostAxis => return money("cost (¤)"),
            OfChoice::AxisBudget => return money("budget, ¤ per year"),
            OfChoice::Joined => {
                "Lines only join the same policy at other budgets. Points of one budget stand side by side so that they can be told apart."
            }
            OfChoice::OverDraws => {
                "Probabilities are over draws, that is, other values of what is assumed, simulation noise included."
            }
        })
    }

    fn decision_title(&self, headline: &Headline) -> String {
        let (b, few) = match headline {
            Headline::Best(b, few) => (b, few),
            Headline::Averting(budget, first, draws, clear) => {
                return averting(*budget, first.as_ref(), *draws, *clear);
            }
        };
        let lead = few.as_ref().map_or(String::new(), |n| format!("Too few draws to decide ({}): ", effective(n)));
        let sure = match b.share {
            Some(p) if b.unsettled => format!(
                ", but best in only {} of the assumptions examined{}: not settled",
                share(p),
                leaving(&b.but, "and")
            ),
            Some(p) => format!(", and best in {} of the assumptions examined{}", share(p), leaving(&b.but, "but")),
            None => leaving(&b.but, "but"),
        };
        upper_first(&format!("{lead}{} is best on average{sure}", who(&b.who)))
    }

    fn decision_subtitle(&self, horizon: usize, budget: f64, worth: Option<f64>) -> String {
        let worth = worth.map_or(String::new(), |w| format!("; a case averted being worth {}", soles(w)));
        format!(
            "Spells begun that are averted over {horizon} years (discounted), after adaptation{}{worth}",
            for_each_policy(Some(budget))
        )
    }

    fn decision_key(&self, horizon: usize, one: bool, nothing: Option<Option<f64>>) -> String {
        let best = nothing.map_or(String::new(), |p| {
            format!(
                " Best in: share of the draws in which it has the highest net benefit; doing nothing further has it in {}.",
                p.map_or("an unknown share".into(), share)
            )
        });
        format!(
            "Hollow: can't be told apart from no effect{} (or has no interval). {sign} per case: ratio of means over {horizon} years, discounted, \
             below it its 95 % interval.{best} {}",
            over_draws(one),
            self.conditional(),
            sign = money::sign()
        )
    }

    fn decision_alt(&self, policy: &str, s: &Strategy, best: Option<f64>) -> String {
        format!(
            "{policy}: {} ({}{}), {}{}",
            averted(&s.averted),
            ends(&s.averted, Format::Words),
            of_what(&s.averted),
            per_case(&s.per_case),
            best.map_or(String::new(), |p| format!(", best in {} of the draws", share(p)))
        )
    }

    fn acceptability_title(&self, found: &Acceptability) -> String {
        // How often the best is so is said by the curves: where draws are too few, what is said first must not be cut off.
        let sure = found.sure.as_ref().filter(|_| found.few.is_none()).map_or(String::new(), |(worth, best, p)| {
            let hedge = if *p < 0.5 { ", less often than not" } else { "" };
            format!("; at {} {} is best in {} of the draws{hedge}", soles(*worth), who(best), share(*p))
        });
        let text = match found.turns.as_slice() {
            [] => "Which strategy is best is not known yet".into(),
            [(only, _)] => {
                format!("{} has the highest expected net benefit whatever a case averted is worth{sure}", who(only))
            }
            [(first, _), later @ ..] => {
                let next: Vec<String> = later
                    .iter()
                    .take(2)
                    .map(|(policy, worth)| format!("{} from {} on", who(policy), soles(*worth)))
                    .collect();
                let more = if later.len() > 2 { ", others further on" } else { "" };
                format!(
                    "Best in expectation: {} while a case averted is worth little, {}{more}{sure}",
                    who(first),
                    list(&next)
                )
            }
        };
        match &found.few {
            Some(few) => format!("Too few draws to decide ({}). {}", effective(few), upper_first(&text)),
            None => upper_first(&text),
        }
    }

    fn acceptability_subtitle(&self, budget: f64) -> String {
        format!(
            "Share of the draws in which each strategy has the highest net benefit (%), and expected loss of choosing it ({}), by what a \
             case averted is worth; {} per year",
            money::sign(),
            soles(budget)
        )
    }

    fn acceptability_key(&self, worth: f64, perfect: &Perfect) -> String {
        format!(
            "Strip and thick line: the frontier, that is, the strategy with the highest expected net benefit, which need not be the one \
             most often best; it turns at the costs per case of the frontier in the plane. Upright line: {} per case, at which words are stated. \
             The lower edge of all expected losses is what perfect information would be worth at most: {}.",
            soles(worth),
            perfect_in_words(perfect)
        )
    }

    fn acceptability_alt(&self, title: &str, worth: f64, best: &[(String, f64)]) -> String {
        let words: Vec<String> =
            best.iter().map(|(policy, p)| format!("{policy} is best in {} of the draws", share(*p))).collect();
        format!("{title}. At {} per case: {}.", soles(worth), words.join("; "))
    }

    fn plane_title(&self, frontier: &Frontier) -> String {
        let on: Vec<String> = frontier
            .on
            .iter()
            .map(|(policy, icer)| match icer {
                Some(icer) => format!("{} ({})", title(policy), per_case_at(*icer)),
                None => title(policy),
            })
            .collect();
        let rest = also(&frontier.off, "is dominated", "are dominated");
        let hedge = if frontier.open { "; some may avert nothing" } else { "" };
        let over = if frontier.one { "" } else { " over the draws" };
        match on.as_slice() {
            [] => format!("On average{over} no policy does better than doing nothing further{rest}"),
            all => format!("On average{over} the frontier holds {}{rest}{hedge}", list(all)),
        }
    }

    fn plane_subtitle(&self, horizon: usize, decision: &Decision) -> String {
        format!(
            "Cost and spells begun averted over {horizon} years against doing nothing further, discounted, {} view{}",
            match decision.view {
                View::Budget => "budget",
                View::Societal => "societal",
            },
            for_each_policy(Some(decision.budget_soles_per_year))
        )
    }

    fn plane_key(&self, one: bool, worth: Option<f64>) -> String {
        let points = if one {
            "Points: means at one parameter vector."
        } else {
            "Small points: draws, simulation noise included; large: means over draws."
        };
        let dashed = worth.map_or(String::new(), |w| {
            format!(" Dashed: {} per spell averted; below the line a policy is worth its cost at that price.", soles(w))
        });
        format!(
            "{points} Black line: the frontier of means, beside each name cost per case against the next cheaper policy on it; dominated: \
             others avert as much for no more.{dashed}"
        )
    }

    fn plane_cloud(&self, one: bool) -> &'static str {
        if one {
            "How uncertain cost and cases are over what is assumed is not shown: there is one parameter vector."
        } else {
            "The cloud is what draws, that is, other values of what is assumed, give, widened by simulation noise."
        }
    }

    fn plane_alt(&self, policy: &str, s: &Strategy) -> String {
        format!("{policy}: {}, {}, {}", soles(s.cost.mean), averted(&s.averted), self.standing(s))
    }

    fn standing(&self, s: &Strategy) -> String {
        match (s.standing, s.icer) {
            (Standing::Reference, _) => "the reference".into(),
            (Standing::Frontier, Some(icer)) => format!("frontier, {}", per_case_at(icer)),
            (Standing::Frontier, None) => "on the frontier".into(),
            (Standing::Dominated, _) => "dominated".into(),
            (Standing::ExtendedDominated, _) => "dominated by a mix".into(),
        }
    }

    fn budgets_title(&self, horizon: usize, found: Option<&(Most, Option<Most>)>) -> String {
        let horizon = over_years(horizon);
        let open = |most: &Most| if most.open { ", perhaps none" } else { "" };
        match found {
            None => "What more money averts is not known yet".into(),
            Some((only, None)) => format!(
                "With {} per year {} averts most on average: {} {horizon}{}",
                soles(only.budget),
                title(&only.policy),
                averted(only.averted),
                open(only)
            ),
            Some((small, Some(large))) => format!(
                "The most averted on average {horizon} goes from {} with {} per year ({}{}) to {} with {} ({}{})",
                persons_in_words(small.averted.mean),
                soles(small.budget),
                title(&small.policy),
                open(small),
                persons_in_words(large.averted.mean),
                soles(large.budget),
                title(&large.policy),
                open(large),
            ),
        }
    }

    fn budgets_subtitle(&self, horizon: usize) -> String {
        format!(
            "Spells begun that are averted over {horizon} years (discounted), after adaptation, by what a policy may spend per year"
        )
    }

    fn budgets_alt(&self, policy: &str, points: &[(f64, Estimate)]) -> String {
        let parts: Vec<String> =
            points.iter().map(|(budget, e)| format!("{} at {} per year", averted(e), soles(*budget))).collect();
        format!("{policy}: {}", parts.join(", "))
    }
}
