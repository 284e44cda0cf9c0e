//! What stands around the chapter's charts.

use super::different::{differing, from};
use super::forecasts::{erring, forecast};
use super::gains::{amount, called, cases, few_lead, hedge, percents, signed_cases};
use super::surveys::survey;
use crate::kit::answered::over_draws;
use crate::kit::format::upper_first;
use crate::questions::asked::Question;
use crate::said::matching::different::GainsFrom;
use crate::said::matching::forecasts::{Erring, ratio};
use crate::said::matching::judged::Judged;
use crate::said::matching::steps::{Best, Gained, Title};
use crate::said::matching::surveys::Sizes;
use crate::words::en::english::English;
use crate::words::en::grammar::over_years;
use crate::words::matching::MatchingCharts;
use crate::words::questions::Questions;
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{ForecastSkill, HowDifferent};
use amparo_tables::Format;
use amparo_tables::numbers::{number, persons_in_words, signed_percent, soles};

/// What colours and hollow points mean.
const COLOURS: &str = "Number: mean, in brackets the interval over draws. Blue or vermilion: both that interval and that of the mean leave \
                       zero out. Grey and hollow: can't be told apart from no effect (or has no interval).";

/// Where the budgets left out are.
fn smaller_budgets(left_out: bool) -> &'static str {
    if left_out { " Smaller budgets are in two_part.csv." } else { "" }
}

/// "+120 (30 to 210)": a mean and its interval over draws.
fn number_of(e: &Estimate, mean: String, range: impl Fn(f64, f64) -> String) -> String {
    match over_draws(e) {
        Some((low, high)) => format!("{mean} ({})", range(low, high)),
        None => mean,
    }
}

impl MatchingCharts for English {
    fn panel(&self, budget: f64, few: bool) -> String {
        format!("{} per year{}", soles(budget), if few { ": too few draws" } else { "" })
    }

    fn panel_gain(&self, e: &Estimate) -> String {
        number_of(e, signed_cases(e), |low, high| Format::Words.range(low, high))
    }

    fn panel_cases(&self, e: &Estimate) -> String {
        number_of(e, persons_in_words(e.mean), |low, high| Format::Words.range(low, high))
    }

    fn panel_percent(&self, e: &Estimate) -> String {
        number_of(e, signed_percent(e.mean / 100.0), |low, high| percents(low / 100.0, high / 100.0))
    }

    fn panels_alt(&self, title: &str, rows: &[(&str, Vec<(&str, &str)>)]) -> String {
        let one = |(label, cells): &(&str, Vec<(&str, &str)>)| {
            let cells: Vec<String> = cells.iter().map(|(head, text)| format!("{text} with {head}")).collect();
            format!("{}: {}", upper_first(label), cells.join(", "))
        };
        format!("{title}. {}.", rows.iter().map(one).collect::<Vec<_>>().join(". "))
    }

    fn steps_title(&self, found: &Title) -> String {
        let one = |g: &Gained| {
            let subject = match g.question {
                Question::Diagnosing => "diagnosing",
                other => self.asking(other).subject,
            };
            format!("{subject} averts {}{}", amount(g.averted), hedge(g.judged))
        };
        let text = if found.steps.is_empty() {
            "what each step from one intervention to several gains is not known".into()
        } else {
            let parts: Vec<String> = found.steps.iter().map(one).collect();
            format!("with {} per year {}", soles(found.budget), parts.join("; "))
        };
        upper_first(&format!("{}{text}", few_lead(found.few.as_ref())))
    }

    fn steps_subtitle(&self, horizon: usize) -> String {
        format!(
            "Further cases (spells begun) averted by each step from the best single intervention everywhere, {} (discounted), after \
             adaptation; same budget, surveys included",
            over_years(horizon)
        )
    }

    fn steps_note(&self, smaller: bool) -> String {
        format!(
            "Zero is the best single intervention everywhere. Each row starts (upright line) where the one before ended, the pale bar is \
             its gain, and the whiskers are that gain's own. {COLOURS}{}",
            smaller_budgets(smaller)
        )
    }

    fn strategies_title(&self, found: &Best) -> String {
        let text = match &found.best {
            Some((strategy, e, judged)) => format!(
                "with {} per year {} averts most on average, knowing what each intervention does: {} cases {}{}",
                soles(found.budget),
                called(strategy),
                cases(e)(e.mean),
                over_years(found.horizon),
                match judged {
                    Judged::Untold => ", which cannot be told from zero",
                    Judged::MoreOnAverage | Judged::FewerOnAverage => ", perhaps none",
                    Judged::Few | Judged::More | Judged::Fewer => "",
                }
            ),
            None => "no strategy is known yet".into(),
        };
        upper_first(&format!("{}{text}", few_lead(found.few.as_ref())))
    }

    fn strategies_subtitle(&self, horizon: usize) -> String {
        format!(
            "Cases (spells begun) averted against doing nothing further {} (discounted), after adaptation; same budget, surveys included",
            over_years(horizon)
        )
    }

    fn strategies_note(&self, dropped: bool, smaller: bool) -> String {
        format!(
            "The best single interventions were chosen in other replicates than they are scored in. A perfect survey, true profiles and \
             true exposure are not to be had. {COLOURS}{}{}",
            if dropped { " Other single interventions are in two_part.csv." } else { "" },
            smaller_budgets(smaller)
        )
    }

    fn surveys_title(&self, budget: f64, sizes: &Sizes) -> String {
        format!("With {} per year {}", soles(budget), survey(sizes, false))
    }

    fn surveys_subtitle(&self, horizon: usize) -> String {
        format!(
            "Further cases (spells begun) averted against the smallest survey {} (discounted), after adaptation; the survey is paid from \
             the same budget",
            over_years(horizon)
        )
    }

    fn surveys_row(&self, households: f64, cost: Option<f64>) -> String {
        format!("{} households per community: {} in all", number(households, 0), cost.map_or("–".into(), soles))
    }

    fn surveys_note(&self) -> String {
        format!("Price: all communities surveyed once, mean over draws; what a household costs is assumed. {COLOURS}")
    }

    fn different_title(&self, found: &GainsFrom) -> String {
        from(found)
    }

    fn different_subtitle(&self, budget: f64) -> String {
        format!(
            "Further cases averted, % of those that begin in the baseline, with {} per year, by how different causes are assumed to be; after \
             adaptation",
            soles(budget)
        )
    }

    fn different_row(&self, baseline: &HowDifferent, own: bool) -> String {
        format!("{}{}", upper_first(&differing(baseline)), if own { " (this baseline)" } else { "" })
    }

    fn different_note(&self) -> String {
        format!(
            "Heterogeneity multiplies all differences between communities and between girls (0: none, 1: as the register has them); \
             correlation: how far drivers go together; own weights: each girl weighs the drivers her own way. All are assumed. {COLOURS}"
        )
    }

    fn forecasts_title(&self, found: &Erring) -> String {
        erring(found)
    }

    fn forecasts_subtitle(&self, horizon: usize, budget: f64) -> String {
        format!(
            "Cases averted over {horizon} years, not discounted, as forecast by the rule that chose and as simulated after adaptation; {} per \
             year, one point per draw",
            soles(budget)
        )
    }

    fn forecasts_note(&self, thinned: bool) -> String {
        format!(
            "On the line a forecast is right; below it, it promises more than the simulation gives. Both axes are straight around 0 and \
             logarithmic beyond. Simulated: mean of a draw's replicates, with their simulation noise; points apart show uncertainty, that \
             is, other values of what is assumed.{} Other budgets are in forecasts.csv.",
            if thinned { " Not every draw is drawn." } else { "" }
        )
    }

    fn forecasts_figures(&self, skill: &ForecastSkill) -> String {
        let given =
            ratio(skill).map_or("nothing forecast".into(), |ratio| format!("{} of each forecast", number(ratio, 2)));
        format!("{given}; correlation {}", skill.correlation.map_or("–".into(), |r| number(r, 2)))
    }

    fn forecasts_alt(&self, title: &str, skills: &[&ForecastSkill]) -> String {
        let all: Vec<String> = skills.iter().map(|s| forecast(s)).collect();
        format!("{title}. {}.", upper_first(&all.join("; ")))
    }
}
