//! Before and after the trade adapts, in English.

use super::effects::for_each_policy;
use super::english::English;
use super::grammar::{count, ends, funded, silent, title, why_none};
use super::runs;
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::adaptation::{ByCommunity, Left, Pair, Side, Undone, left, undone};
use crate::said::runs::Runs;
use crate::said::shared::Clear;
use crate::words::adaptation::{Adaptation, OfAdaptation, Step};
use crate::words::effects::Effects;
use amparo_decide::answers::{ByTreatment, Order, Response, SplitStep, Waterfall};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::Effect;
use amparo_tables::Format;
use amparo_tables::numbers::{number, percent, persons_change};

/// "the trade undoes 62 % of it".
fn undone_in_words(w: &Waterfall) -> String {
    match undone(w) {
        Undone::NothingPrevented => "nothing is prevented even before the trade adapts".into(),
        Undone::Adds(share) => format!("the trade's adapting adds {} to it", percent(share)),
        Undone::Little => "the trade's adapting changes little of it".into(),
        Undone::All => "the trade undoes all of it".into(),
        Undone::Share(share) => format!("the trade undoes {} of it", percent(share)),
    }
}

/// "scale −12" and its like.
fn split(steps: &[&SplitStep]) -> Vec<String> {
    let response = |response: Response| match response {
        Response::Scale => "scale",
        Response::EffortAndPlaces => "effort and places",
        Response::RecruitersAndArrests => "recruiters and arrests",
        Response::WhereRecruitersGo => "where recruiters go",
    };
    steps.iter().map(|s| format!("{} {}", response(s.step), persons_change(s.increment.mean))).collect()
}

impl Adaptation for English {
    fn adaptation(&self, what: OfAdaptation) -> &'static str {
        match what {
            OfAdaptation::AxisSpells => "change in spells begun per year",
            OfAdaptation::Treated => "Treated communities",
            OfAdaptation::Untreated => "Untreated communities",
        }
    }

    fn order(&self, order: Order) -> &'static str {
        match order {
            Order::Forward => "forward",
            Order::Reversed => "reversed",
        }
    }

    fn split_in_order(&self, order: Order, steps: &[&SplitStep]) -> String {
        format!("{}: {}", self.order(order), split(steps).join("; "))
    }

    fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Before => "before adaptation",
            Step::Spatial => "spatial shift",
            Step::Refilling => "refilling",
            Step::After => "after adaptation",
        }
    }

    fn undone_by_the_trade(&self, w: &Waterfall, policy: &Title, funded_years: usize, of: usize) -> String {
        let hedge = match left(w) {
            Left::Unclear => ": what is left can't be told apart from no effect",
            Left::Clear | Left::FewDraws | Left::NoInterval(_) => "",
        };
        let interval = |e: &Estimate| match e.interval() {
            Some(_) if e.at_one_vector() => format!(" ({}, simulation noise)", ends(e, Format::Persons)),
            Some(_) => format!(" ({} over these draws)", ends(e, Format::Persons)),
            None => String::new(),
        };
        let which =
            if w.draws < of { format!(" (in the {} run both ways)", count(w.draws, "draw")) } else { String::new() };
        let why = if w.after.interval().is_none() { format!("; {}", why_none(&w.after)) } else { String::new() };
        format!(
            "Before the trade adapts {} changes spells begun by {} per year over {}{which}{}; after adaptation by {}{}, so on average \
             {}{hedge}{why}.",
            title(policy),
            persons_change(w.before.mean),
            funded(funded_years),
            interval(&w.before),
            persons_change(w.after.mean),
            interval(&w.after),
            undone_in_words(w)
        )
    }

    fn before_after_title(&self, first: Option<(&Waterfall, &Title)>) -> String {
        let Some((w, policy)) = first else { return "No effect before adaptation is known yet".into() };
        let hedge = match left(w) {
            Left::Unclear => "; what is left can't be told apart from no effect".to_owned(),
            Left::FewDraws => "; too few draws to say how uncertain that is".to_owned(),
            Left::NoInterval(draws) => format!("; {}", silent(draws)),
            Left::Clear => String::new(),
        };
        let on_average =
            if w.draws == 1 { "on average".into() } else { format!("on average over {}", count(w.draws, "draw")) };
        format!(
            "{}: {} spells begun per year before the trade adapts, {} after; {on_average} {}{hedge}",
            title(policy),
            persons_change(w.before.mean),
            persons_change(w.after.mean),
            undone_in_words(w)
        )
    }

    fn before_after_subtitle(&self, funded_years: usize, over: &Runs, budget: Option<f64>) -> String {
        format!(
            "Change in spells begun per year against the baseline over {}, mean over {}{}",
            funded(funded_years),
            runs::runs(over),
            for_each_policy(budget)
        )
    }

    fn before_after_steps(&self, one: bool, intervals: bool) -> String {
        let beside = match intervals {
            true if one => " In brackets: the 95 % interval of the mean, that is, of simulation noise.",
            true => " In brackets: what these draws give.",
            false => "",
        };
        format!(
            "Before adaptation: the trade behaves as in the baseline. Spatial shift: recruiters turn to other communities. Refilling: the \
             trade makes up for what was prevented. The three add up to what is left after adaptation.{beside} Newly exploited alone can \
             mislead: who was exploited before and is drawn in again counts only as a spell begun."
        )
    }

    fn before_after_split(&self, one: bool) -> &'static str {
        if one {
            "The split is not identified by the calibration targets: it follows from the assumed response of the trade, here at one \
             parameter vector."
        } else {
            "The split is not identified by the calibration targets: it follows from the assumed response of the trade, over its prior."
        }
    }

    fn split_heading(&self, one: bool) -> String {
        let where_run = if one { "" } else { ", on fewer draws" };
        format!("Refilling of spells begun split further{where_run}; the order of adding matters, so both are given")
    }

    fn split_steps(&self, steps: &[&SplitStep]) -> String {
        split(steps).join("; then ")
    }

    fn waterfall(&self, policy: &str, w: &Waterfall) -> String {
        format!(
            "{policy}: {} spells begun per year before adaptation ({}), {} by spatial shift, {} by refilling, {} after adaptation ({})",
            persons_change(w.before.mean),
            ends(&w.before, Format::Persons),
            persons_change(w.spatial.mean),
            persons_change(w.refilling.mean),
            persons_change(w.after.mean),
            ends(&w.after, Format::Persons)
        )
    }

    fn by_treatment_title(&self, found: &ByCommunity) -> String {
        let ByCommunity { policies, silent: none, treated, untreated } = found;
        let most = |side: &Side| {
            side.most.as_ref().map_or(String::new(), |(policy, change, clear)| {
                // Before the name, since a long title may be cut.
                let most = if *clear { "most" } else { "most, not clear" };
                format!(" ({most}: {}, {} per year)", title(policy), persons_change(*change))
            })
        };
        let (fall, rise) = (most(treated), most(untreated));
        if let Some(draws) = none {
            return format!(
                "{}: whether newly exploited fall in treated communities{fall} and rise in untreated ones{rise} can't be said",
                upper_first(silent(*draws))
            );
        }
        let treated = match treated.clear {
            Clear::Silent | Clear::None => {
                format!("no fall in treated communities can be told apart from no effect{fall}")
            }
            Clear::TheOnly => format!("newly exploited fall in treated communities{fall}"),
            Clear::Some(n) => format!("newly exploited fall in treated communities under {n} of {policies}{fall}"),
        };
        let untreated = match untreated.clear {
            Clear::Silent | Clear::None => format!("no rise in untreated ones can be told apart from no effect{rise}"),
            Clear::TheOnly => format!("they rise in untreated ones{rise}"),
            Clear::Some(n) => format!("they rise in untreated ones under {n}{rise}"),
        };
        format!("After adaptation {treated}; {untreated}")
    }

    fn by_treatment_subtitle(&self, funded_years: usize, over: &Runs, budget: Option<f64>) -> String {
        format!(
            "Change in girls newly exploited per year against the baseline, over {}, where some communities are untreated; mean over {}{}",
            funded(funded_years),
            runs::runs(over),
            for_each_policy(budget)
        )
    }

    fn by_treatment_baseline(&self, treated: f64, untreated: f64) -> String {
        format!("of {} and {} per year", number(treated, 0), number(untreated, 0))
    }

    fn by_treatment_key(&self, before: bool) -> String {
        let both = if before {
            " Before and after on the same runs. Before adaptation untreated communities change through knowledge passed on alone; what is \
             added after it is recruiters turning to them, or the trade refilling."
        } else {
            ""
        };
        format!(
            "Hollow: can't be told apart from no effect (or has no interval). Below each name: newly exploited per year in the baseline, treated \
             and untreated.{both}"
        )
    }

    fn by_treatment_together(&self, three: &[(&str, Option<[&Effect; 3]>)], over: Option<&Runs>) -> String {
        let together: Vec<String> =
            three.iter().map(|(policy, three)| format!("{policy}: {}", self.all_three(*three))).collect();
        format!(
            "Newly exploited alone can mislead; all communities together, after adaptation{}. {}.",
            over.map_or(String::new(), |over| format!(", over {}", runs::runs(over))),
            together.join(". ")
        )
    }

    fn by_treatment_alt(&self, policy: &str, pair: &Pair) -> String {
        let one = |b: &ByTreatment, when: &str| {
            format!(
                "treated {} and untreated {} girls per year {when} adaptation",
                persons_change(b.treated.mean),
                persons_change(b.untreated.mean)
            )
        };
        let parts: Vec<String> = [pair.before.map(|b| one(b, "before")), pair.after.map(|b| one(b, "after"))]
            .into_iter()
            .flatten()
            .collect();
        format!("{policy}: {}", parts.join(", "))
    }
}
