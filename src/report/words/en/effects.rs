//! Changes of outcomes in English.

use super::english::English;
use super::grammar::{
    averted, count, ends, funded, of_baseline, of_what, over_draws, over_what, over_years, silent, title, why_none,
};
use super::runs;
use crate::kit::answered::{self, Verdict};
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::effects::{Benefits, Changes, OverDraws, Victims};
use crate::said::runs::Runs;
use crate::said::shared::Clear;
use crate::words::effects::{Bands, Effects, OfEffects};
use amparo_decide::answers::{Benefit, Decision, Dimension};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::Effect;
use amparo_model::observe::Outcome;
use amparo_tables::Format;
use amparo_tables::numbers::{number, persons_change, persons_in_words, short, soles};

/// One clause about one outcome: "120 fewer spells begun per year (−4.3 %), −240 to −10 over the draws". `why`: also why there is no
/// interval.
fn change(e: &Effect, what: &str, why: bool) -> String {
    let share = of_baseline(e.change.mean, e.baseline);
    let range = match e.change.interval() {
        Some(_) => format!(", {}{}", ends(&e.change, Format::Words), of_what(&e.change)),
        None if why => format!(", {}", why_none(&e.change)),
        None => String::new(),
    };
    let bar = e.change.bar.filter(|_| !e.change.at_one_vector());
    let bar = bar.map_or(String::new(), |bar| format!("\u{a0}±\u{a0}{}", persons_in_words(bar)));
    let size = format!("{}{bar}", persons_in_words(e.change.mean.abs()));
    match answered::verdict(&e.change) {
        Verdict::Unclear => {
            format!("no clear change in {what}: {}{bar}{share}{range}", Format::ChangeInWords.one(e.change.mean))
        }
        _ if e.change.mean > 0.0 => format!("{size} more {what}{share}{range}"),
        _ => format!("{size} fewer {what}{share}{range}"),
    }
}

/// "; support after return adds spells": a further clause names its policies.
pub fn also(policies: &[Title], one: &str, several: &str) -> String {
    match policies {
        [] => String::new(),
        [only] => format!("; {} {one}", title(only)),
        [first, second] => format!("; {} and {} {several}", title(first), title(second)),
        [first, second, rest @ ..] => {
            format!("; {}, {} and {} {several}", title(first), title(second), count(rest.len(), "other"))
        }
    }
}

fn group(b: &Benefit) -> String {
    match b.dimension {
        Dimension::Age => format!("age {}", b.group),
        Dimension::Poverty => format!("household income: {}", b.group),
        Dimension::Department => b.group.clone(),
    }
}

/// "; S/ 20 million per year for each policy".
pub fn for_each_policy(budget: Option<f64>) -> String {
    budget.map_or(String::new(), |soles_per_year| format!("; {} per year for each policy", soles(soles_per_year)))
}

impl Effects for English {
    fn effects(&self, what: OfEffects) -> &'static str {
        match what {
            OfEffects::AxisPercent => "change, %",
            OfEffects::BaselineIsZero => "baseline is 0",
            OfEffects::OnlyTogether => "not shown: spells begun, newly exploited and victims are only shown together",
            OfEffects::NoPolicy => "No policy to compare yet.",
            OfEffects::SpellsAverted => "spells averted",
            OfEffects::NotAtBudget => "not at this budget",
            OfEffects::AxisGirls => "change, girls per year",
            OfEffects::FewerThanFive => "fewer than five, not shown",
            OfEffects::NoSeries => "No weekly series yet.",
            OfEffects::VictimsLevel => "Victims (persons), from 0",
            OfEffects::VictimsDifference => "Difference from the baseline (persons), magnified",
            OfEffects::FundedYears => "funded years",
            OfEffects::YearsSinceFunding => "Years since funding starts",
            OfEffects::YearsSinceBurnIn => "Years after the burn-in",
        }
    }

    fn changes(&self, all: &[&Effect]) -> String {
        // Why there is no interval is said once where it is the same for all.
        let none = all.iter().all(|e| e.change.interval().is_none());
        let clauses: Vec<String> = all.iter().map(|e| change(e, e.outcome.words, !none)).collect();
        let why = all.first().filter(|_| none).map_or(String::new(), |e| format!(", {}", why_none(&e.change)));
        format!("{}{why}", clauses.join("; "))
    }

    fn all_three(&self, three: Option<[&Effect; 3]>) -> String {
        let Some([spells, newly, victims]) = three else { return "not all outcomes known".into() };
        let one = |e: &Effect| match e.change.interval() {
            Some((low, high)) => {
                format!("{} ({})", persons_change(e.change.mean), Format::Persons.range(low, high))
            }
            None => persons_change(e.change.mean),
        };
        format!("{} spells begun per year, {} newly exploited, {} victims", one(spells), one(newly), one(victims))
    }

    fn effects_title(&self, changes: Option<&Changes>) -> String {
        let Some(Changes { one, draws, funded_years, first: (policy, mean, baseline), tally, lower, raise }) = changes
        else {
            return "No policy's effects are known yet".into();
        };
        let rise = also(raise, "raises them", "raise them");
        let lead = format!("largest mean change: {}{}", title(policy), of_baseline(*mean, *baseline));
        match lower {
            Clear::Silent if *one => {
                "One replicate: how far these changes are more than chance can't be said yet".into()
            }
            Clear::Silent => format!("{} of changes in spells begun; {lead}", upper_first(silent(*draws))),
            Clear::None => {
                format!(
                    "No policy's change in spells begun over {} can be told apart from no effect{}{rise}",
                    funded(*funded_years),
                    over_draws(*one)
                )
            }
            Clear::TheOnly => format!(
                "{}: fewer spells begun over {}, {} on average",
                title(policy),
                funded(*funded_years),
                of_baseline(*mean, *baseline).trim_start_matches(" (").trim_end_matches(')')
            ),
            Clear::Some(n) => format!(
                "Over {}{}, {n} of {} {} spells begun beyond the error of the mean; {lead}{rise}",
                funded(*funded_years),
                if *one { String::new() } else { format!(", on average over {}", count(*draws, "draw")) },
                count(tally.all, "policy"),
                if *n == 1 { "lowers" } else { "lower" }
            ),
        }
    }

    fn effects_subtitle(&self, funded_years: usize, of: &Runs, budget: f64) -> String {
        format!(
            "Change against the baseline, % of its mean, over {}; {}, with up to {} per year, paired; most spells averted first",
            funded(funded_years),
            runs::means_of(of),
            soles(budget)
        )
    }

    fn effects_baseline(&self, outcome: &Outcome, baseline: Option<f64>) -> String {
        baseline.map_or_else(|| outcome.per.to_owned(), |b| format!("baseline {} {}", number(b, 0), outcome.per))
    }

    fn effects_key(&self, one: bool, replicates: usize) -> String {
        let filled = match (one, replicates) {
            (true, 0 | 1) => "One replicate has no interval. Hollow: can't be told apart from no effect.",
            (true, _) => {
                "Filled: the mean's 95 % interval leaves 0 out. Hollow: can't be told apart from no effect. ±: half that interval, which is of \
                 simulation noise, in points of %."
            }
            (false, _) => {
                "Filled: the mean's 95 % interval (thick) leaves 0 out. Hollow: can't be told apart from no effect (or has no interval)."
            }
        };
        format!(
            "{filled} Newly exploited alone can mislead: who was exploited before and is drawn in again counts only as a spell begun."
        )
    }

    fn over_draws_title(&self, found: Option<&OverDraws>) -> String {
        let Some(OverDraws { budget, draws, horizon, first: (policy, e), tally, avert, add }) = found else {
            return "No policy's effects are known yet".into();
        };
        let budget = soles(*budget);
        let lead = format!("most on average: {}, {} {}", title(policy), averted(e), over_years(*horizon));
        let worse = also(add, "adds spells", "add spells");
        match avert {
            Clear::Silent => {
                format!("{} of what policies avert; with {budget} per year {lead}", upper_first(silent(*draws)))
            }
            Clear::None => format!(
                "With {budget} per year no policy's spells averted {} can be told apart from none on average{worse}",
                over_years(*horizon)
            ),
            Clear::TheOnly => format!(
                "{} averts spells {}: {} on average",
                title(policy),
                over_years(*horizon),
                persons_in_words(e.mean)
            ),
            Clear::Some(n) => format!(
                "With {budget} per year {n} of {} {} spells {}, on average over {}; {lead}{worse}",
                count(tally.all, "policy"),
                if *n == 1 { "averts" } else { "avert" },
                over_years(*horizon),
                count(*draws, "draw")
            ),
        }
    }

    fn over_draws_subtitle(&self, horizon: usize) -> String {
        format!(
            "Spells begun that are averted over {horizon} years (discounted), after adaptation; each point one draw, larger where it weighs more"
        )
    }

    fn over_draws_key(&self, one_in: usize, smaller: bool) -> String {
        let thin = if one_in > 1 {
            format!(" One draw in {one_in} is drawn as a point; means and intervals are of all.")
        } else {
            String::new()
        };
        let more = if smaller { " Smaller budgets are in the table." } else { "" };
        format!(
            "Points: means of single draws, simulation noise included. Number: mean over draws. Blue or vermilion: its 95 % interval leaves 0 \
             out; grey and hollow: can't be told apart from no effect.{thin}{more}"
        )
    }

    fn over_draws_alt(&self, policy: &str, e: &Estimate, decision: &Decision) -> String {
        format!(
            "{policy} with {} per year: {} ({} {})",
            soles(decision.budget_soles_per_year),
            averted(e),
            ends(e, Format::Words),
            over_what(e)
        )
    }

    fn victims_title(&self, victims: &Victims) -> String {
        match victims {
            Victims::FirstLook(done, planned) => {
                format!("First look at victims over time: {done} of {planned} replicates so far")
            }
            Victims::Fall(policy, e, years, several) if answered::verdict(&e.change) == Verdict::Unclear => format!(
                "{} in victims over {}: {}{}, which can't be told apart from no effect",
                if *several { "Largest mean change" } else { "Mean change" },
                funded(*years),
                title(policy),
                of_baseline(e.change.mean, e.baseline)
            ),
            Victims::Fall(policy, e, years, several) => format!(
                "{}{}: {}",
                title(policy),
                if *several { ", the largest mean change" } else { "" },
                change(e, &format!("victims over {}", funded(*years)), true)
            ),
            Victims::Level(arm, persons) => format!(
                "{}: about {} persons are exploited at a time",
                arm.as_ref().map_or("Baseline", |Title(name)| name),
                persons.map_or("–".into(), |n| number(n, 0))
            ),
        }
    }

    fn victims_subtitle(&self, of: &Runs, so_far: Option<(usize, usize)>, years: Option<(usize, usize)>) -> String {
        let of = match so_far {
            Some((done, planned)) => format!("{done} of {planned} replicates so far"),
            None => runs::runs(of),
        };
        let years = years.map_or(String::new(), |(funded, following)| {
            format!("; funded for {} (shaded), followed for {}", count(funded, "year"), count(following, "year"))
        });
        format!("Persons exploited in the mining towns at a time, quarterly means of {of}{years}")
    }

    fn victims_bands(&self, bands: Bands) -> String {
        match bands {
            Bands::OverDraws(over, banded) => {
                let bands = if banded {
                    "Bands: 95 % simulation noise of these means (other random numbers), not uncertainty; "
                } else {
                    "No bands: "
                };
                format!(
                    "Lines: means over {}. {bands}how far single draws (other values of what is assumed) lie apart is in the charts over \
                     draws. Beside the names: mean difference over the funded years, and in the last quarter.",
                    runs::runs(&over)
                )
            }
            Bands::Level => "Band: 95 % simulation noise of the level.".into(),
            Bands::Differences => "Bands in the colour of their line: 95 % simulation noise of the baseline's level, and of each policy's paired \
                                   difference. Beside the names: mean difference over the funded years, and in the last quarter."
                .into(),
            Bands::World => String::new(),
            Bands::OneReplicate => {
                "One replicate has no interval: no bands are drawn, and lines that differ may differ by chance.".into()
            }
        }
    }

    fn victims_level(&self, persons: f64) -> String {
        format!("{} persons", number(persons, 0))
    }

    fn victims_differences(&self, funded: f64, end: f64) -> String {
        format!("{} funded, {} at the end", persons_change(funded), persons_change(end))
    }

    fn victims_alt(&self, title: &str, years: usize, ends: &[(&str, f64)]) -> String {
        let ends: Vec<String> = ends.iter().map(|(name, v)| format!("{name} ends at {}", short(*v))).collect();
        format!("{title}. Lines over {years} years: {} persons.", ends.join("; "))
    }

    fn benefits_title(&self, benefits: &Benefits) -> String {
        let (policy, b, e, tally, one) = match benefits {
            Benefits::Unknown => return "Who benefits is not known yet".into(),
            Benefits::TooSmall(policy) => {
                return format!("Under {} every group has fewer than five girls: none is shown", title(policy));
            }
            Benefits::Found { policy, group, change, tally, one } => (title(policy), group, change, tally, *one),
        };
        let rise = match tally.more {
            0 => String::new(),
            1 => format!("; under {policy} it rises in one"),
            n => format!("; under {policy} it rises in {n}"),
        };
        match tally.clear(tally.fewer) {
            Clear::Silent => format!(
                "{}: under {policy} being newly exploited changes most, on average by {} girls per year ({})",
                upper_first(silent(e.draws)),
                persons_change(e.mean),
                group(b)
            ),
            Clear::None => {
                format!("Under {policy} no group's fall can be told apart from no effect{}{rise}", over_draws(one))
            }
            Clear::TheOnly | Clear::Some(_) => format!(
                "Under {policy} being newly exploited falls in {} of {} groups shown beyond the error of the mean, most by {} girls per year ({}){rise}",
                tally.fewer,
                tally.all,
                persons_change(e.mean),
                group(b)
            ),
        }
    }

    fn benefits_subtitle(&self, funded_years: usize, budget: Option<f64>) -> String {
        format!(
            "Change in girls newly exploited per year against the baseline, over {}, after adaptation{}",
            funded(funded_years),
            for_each_policy(budget)
        )
    }

    fn benefits_policy(&self, policy: &str, three: Option<[&Effect; 3]>) -> String {
        format!("{policy} — all girls: {}", self.all_three(three))
    }

    fn benefits_key(&self, one: bool) -> String {
        format!(
            "Hollow: can't be told apart from no effect{} (or has no interval). Below each group: girls newly exploited per year in the baseline; \
             groups with fewer than five are not shown. Newly exploited counts first spells only and can mislead alone: the line of each policy \
             gives all three outcomes.",
            over_draws(one)
        )
    }

    fn dimension(&self, dimension: Dimension) -> &'static str {
        match dimension {
            Dimension::Department => "By department of origin",
            Dimension::Poverty => "By household income",
            Dimension::Age => "By age at recruitment",
        }
    }

    fn of_girls(&self, girls: f64) -> String {
        format!("of {} per year", number(girls, 0))
    }

    fn benefits_alt(&self, title: &str, found: &[(&Benefit, &str, &Estimate)]) -> String {
        let words: Vec<String> =
            found.iter().map(|(b, policy, e)| format!("{}, {policy}: {}", b.group, persons_change(e.mean))).collect();
        format!("{title}. Girls newly exploited per year: {}.", words.join("; "))
    }
}
