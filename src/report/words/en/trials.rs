//! Field trials in English.

use super::english::English;
use super::grammar::count;
use crate::words::trials::{OfTrials, TrialsTold};
use amparo_decide::pooling::Pooled;
use amparo_decide::trials::{
    Beside, Compared, Missing, OverDraws, Pool, PoolRow, PriorRow, Replayed, TrialsAnswer, Verdict,
};
use amparo_model::scenario::trials::{Ends, Means, Scale, Trial};
use amparo_tables::numbers::{number, number_like, percent, signed_like, signed_percent};

impl TrialsTold for English {
    fn trials(&self, what: OfTrials) -> &'static str {
        match what {
            OfTrials::Pools => {
                "Trials of information pooled with a spread of their own (Paule–Mandel; Hartung–Knapp–Sidik–Jonkman intervals). Log-odds \
                         of belief per contact, by the rate at which the first of them acts in this model."
            }
            OfTrials::Axis => "relative change, %",
            OfTrials::Nothing => "Nothing in this table can be replayed.",
            OfTrials::MissingCaption => "Published rows with nothing in the model to set beside them, and why.",
            OfTrials::SectionFinding => "The finding",
            OfTrials::SectionCompared => "Published, and in the model",
            OfTrials::SectionMissing => "What the model cannot express",
            OfTrials::SectionPooled => "What trials of information say together",
            OfTrials::SectionHow => "How this is made",
            OfTrials::WhichTrials => "Which trials",
            OfTrials::TrialsHead => "Trials",
            OfTrials::MeanHead => "Mean",
            OfTrials::From => "From",
            OfTrials::To => "to",
            OfTrials::Spread => "Spread between trials",
            OfTrials::AnotherFrom => "Another trial, from",
            OfTrials::ParameterHead => "Parameter",
            OfTrials::InRegister => "In the register",
            OfTrials::ErrorAssumed => "With the error assumed",
            OfTrials::NothingAssumed => "With nothing assumed",
            OfTrials::TrialHead => "Trial",
            OfTrials::PublishedHead => "Published",
            OfTrials::ModelHead => "Model",
            OfTrials::WouldTake => "It would take",
            OfTrials::LogOdds => "log-odds",
            OfTrials::VerdictHead => "Verdict",
            OfTrials::PublishedRow => "Published row",
            OfTrials::DesignHead => "Design",
            OfTrials::WhyHead => "Why",
        }
    }

    fn trials_heading(&self, answer: &TrialsAnswer) -> String {
        answer.set.after(&format!("Model against trials: {}", answer.title))
    }

    fn trials_finding(&self, answer: &TrialsAnswer) -> String {
        let expressed = answer.trials.len() - answer.count(Verdict::NotExpressed);
        if expressed == 0 {
            return format!("The model can express none of {}", count(answer.trials.len(), "published row"));
        }
        format!(
            "Of {} the model can replay {expressed}: {} agree, {} differ, {} are inconclusive",
            count(answer.trials.len(), "published row"),
            answer.count(Verdict::Agrees),
            answer.count(Verdict::Differs),
            answer.count(Verdict::Inconclusive),
        )
    }

    fn trials_findings(&self, answer: &TrialsAnswer) -> Vec<String> {
        let mut said = Vec::new();
        let placed = |wanted: Beside| answer.trials.iter().filter(|one| one.beside == Some(wanted)).count();
        let without = answer.trials.iter().filter(|one| one.beside.is_some()).count();
        if without > 0 {
            let parts = [
                (placed(Beside::Larger), "larger than all that the model allows"),
                (placed(Beside::Smaller), "smaller than all that the model allows"),
                (placed(Beside::Nothing), "nothing at all where the model always says something"),
                (placed(Beside::Opposite), "of the other sign"),
                (placed(Beside::Within), "within the model's range"),
            ];
            let parts: Vec<String> =
                parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
            said.push(format!(
                "Of those that can be replayed, {without} came without an interval that was seen. They are placed by sign and size and never \
                 counted as agreement: {}.",
                parts.join(", ")
            ));
        }
        if let Some(main) = answer.pools.first() {
            said.push(self.trials_pooled(main));
        }
        let beyond = answer.trials.iter().filter(|one| one.model.as_ref().is_some_and(|m| m.takes.is_none())).count();
        if beyond > 0 {
            said.push(format!(
                "{} more than any belief could bring about: at the scenario's own values even certainty of the danger changes acceptance by {} \
                 and no more.",
                if beyond == 1 { "One effect is".to_owned() } else { format!("{beyond} effects are") },
                signed_percent(answer.certainty),
            ));
        }
        said
    }

    fn trials_pooled(&self, row: &PoolRow) -> String {
        let assumed = match row.assumed_se {
            Some(se) => {
                format!("with a standard error of {} assumed for the logarithm where none was seen", number(se, 2))
            }
            None => "with nothing assumed".to_owned(),
        };
        match &row.pooled {
            None => format!(
                "Pooled {assumed}, trials of information say nothing yet: {} can be used.",
                count(row.of.len(), "trial")
            ),
            Some(Pooled { studies, mean, low, high, predicted, .. }) => {
                let next = predicted.map_or(String::new(), |(low, high)| {
                    format!("; another trial would find from {} to {}", signed_like(low, high), signed_like(high, high))
                });
                format!(
                    "Pooled {assumed}, {} say that one contact adds {} log-odds to what is believed (95 %: {} to {}){next}.",
                    count(*studies, "trial"),
                    signed_like(*mean, *high),
                    signed_like(*low, *high),
                    signed_like(*high, *high),
                )
            }
        }
    }

    fn trials_pool(&self, pool: Pool) -> &'static str {
        match pool {
            Pool::Main => {
                "All; results that a source does not list beside others, and knowledge that did not change, count as none"
            }
            Pool::Seen => "Those whose interval was seen, nothing assumed",
            Pool::HalfError => "As the first, half the error assumed",
            Pool::TwiceError => "As the first, twice the error assumed",
            Pool::ShortMemory => "As the first, knowledge as short-lived as its prior allows",
            Pool::LongMemory => "As the first, knowledge as long-lived as its prior allows",
            Pool::Listed => "Results that were listed alone, with a comparison group",
            Pool::Behaviour => "Behaviour alone, no intentions",
        }
    }

    fn trials_priors(&self, rows: &[PriorRow]) -> String {
        let nothing = rows.iter().all(|row| row.without_assumption.is_none());
        let without = if nothing {
            " With nothing assumed there is too little to pool, and the priors stay as they are."
        } else {
            ""
        };
        format!("Bounds of the priors, as the register has them and as the trials speak for.{without}")
    }

    fn trials_bounds(&self, ends: Option<(f64, f64)>) -> String {
        match ends {
            None => "as it is".into(),
            Some((low, high)) => format!("{} to {}", bound(low), bound(high)),
        }
    }

    fn trials_label(&self, trial: &Trial) -> String {
        let place =
            [&trial.place, &trial.year].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
        match place.is_empty() {
            true => trial.outcome.value.clone(),
            false => format!("{}: {}", place.join(" "), trial.outcome.value),
        }
    }

    fn trials_means(&self, means: Means) -> &'static str {
        match means {
            Means::Messages => "told of risks or wages",
            Means::Jobs => "jobs",
            Means::Transfer => "a transfer",
            Means::Incentive => "an incentive",
            Means::Empowerment => "an empowerment course",
            Means::Livelihoods => "help with livelihoods",
            Means::Several => "several measures at once",
            Means::Enforcement => "enforcement",
            Means::Nothing => "nothing",
        }
    }

    fn trials_design(&self, trial: &Trial) -> String {
        let whole = |x: f64| number(x, 0);
        let parts = [
            trial.who.as_ref().map(|who| who.value.clone()),
            trial.size.as_ref().map(|n| format!("{} taking part", whole(n.value))),
            trial.clusters.as_ref().map(|n| format!("{} clusters", whole(n.value))),
            trial.arms.as_ref().map(|n| format!("{} arms", whole(n.value))),
            trial.contacts.as_ref().map(|n| format!("{} per person", count(n.value as usize, "contact"))),
            trial.follow_up_weeks.as_ref().map(|n| format!("{} weeks", whole(n.value))),
        ];
        let seen: Vec<String> = parts.into_iter().flatten().collect();
        if seen.is_empty() { "nothing of it was seen".into() } else { seen.join(", ") }
    }

    fn trials_published(&self, trial: &Trial) -> String {
        let one = |x: f64| match trial.scale {
            Scale::Relative => signed_percent(x),
            Scale::Points => format!("{} points", signed_like(100.0 * x, 100.0 * x)),
            Scale::Years => format!("{} years", signed_like(x, x)),
            Scale::Unclear | Scale::Other => number_like(x, x),
        };
        let value = trial.value.as_ref().map(|v| one(v.value));
        let ends = trial.interval.map(|i| {
            let what = if i.ends == Ends::Range { "several values, " } else { "" };
            format!("{what}{} to {}", one(i.low), one(i.high))
        });
        match (value, ends) {
            (Some(value), Some(ends)) => format!("{value} ({ends})"),
            (Some(value), None) => value,
            (None, Some(ends)) => ends,
            (None, None) => "not seen".into(),
        }
    }

    fn trials_change(&self, over: &OverDraws) -> String {
        format!("{} ({} to {})", signed_percent(over.mean), signed_percent(over.low), signed_percent(over.high))
    }

    fn trials_by_formula(&self, over: &OverDraws) -> String {
        format!("by formula {}", self.trials_change(over))
    }

    fn trials_assumed(&self, model: &Replayed) -> String {
        let contacts = (!model.contacts_seen).then(|| count(model.contacts as usize, "contact"));
        let weeks = (!model.weeks_seen).then(|| format!("{} weeks", model.weeks));
        let parts: Vec<String> = [contacts, weeks].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("{} assumed", parts.join(" and ")) }
    }

    fn trials_verdict(&self, one: &Compared) -> String {
        let reason = match (one.verdict, one.beside, one.missing) {
            (Verdict::Agrees, ..) => "the whole interval lies within the model's range",
            (Verdict::Differs, ..) => "interval and model's range have nothing in common",
            (Verdict::Inconclusive, None, _) => "the interval crosses an end of the model's range",
            (Verdict::Inconclusive, Some(Beside::Within), _) => {
                "no interval was seen; the value lies within the model's range"
            }
            (Verdict::Inconclusive, Some(Beside::Larger), _) => {
                "no interval was seen; the same sign, but larger than all that the model allows"
            }
            (Verdict::Inconclusive, Some(Beside::Smaller), _) => {
                "no interval was seen; the same sign, but smaller than all that the model allows"
            }
            (Verdict::Inconclusive, Some(Beside::Nothing), _) => {
                "no interval was seen; no effect was found where the model always says one"
            }
            (Verdict::Inconclusive, Some(Beside::Opposite), _) => "no interval was seen; the other sign",
            (Verdict::NotExpressed, _, Some(missing)) => self.trials_why_not(missing),
            (Verdict::NotExpressed, _, None) => "nothing of the kind is in the model",
        };
        format!("{}: {reason}", self.trials_verdict_alone(one.verdict))
    }

    fn trials_verdict_alone(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "differs",
            Verdict::Inconclusive => "inconclusive",
            Verdict::NotExpressed => "cannot be expressed",
        }
    }

    fn trials_why_not(&self, missing: Missing) -> &'static str {
        match missing {
            Missing::NoEffect => "it is no effect of a programme",
            Missing::NoResult => "its result was not seen",
            Missing::NoComparison => "nothing was compared with, so that it shows no cause",
            Missing::NoLevel => {
                "it is counted in units that can't be turned into a relative change without the comparison group's level"
            }
            Missing::NoOutcome => "the model has no such outcome",
            Missing::PutIn => {
                "what is done to schooling has a given strength in the model, so that a replay would return what was put in"
            }
            Missing::NoMeans => "the model has no such programme, or lets it act in another way",
        }
    }

    fn trials_chart_subtitle(&self, answer: &TrialsAnswer) -> String {
        format!(
            "Relative change against those left alone, as published and as the same trial gives in the model, before the trade adapts; {} of \
             the assumptions",
            count(answer.draws, "draw")
        )
    }

    fn trials_chart_notes(&self, answer: &TrialsAnswer) -> [String; 2] {
        [
            "Diamond: the published effect, with its 95 % interval as a line; hollow: no interval was seen, so that it can't be told apart from no effect. Bar: the middle 95 % of \
             the draws; short upright line: their mean."
                .into(),
            format!(
                "Replayed with {} treated and {} left alone, the message given within weeks to all who are treated, once each on average. Migration of others, elsewhere, \
                 stands for being drawn in here: that step is assumed.",
                count(answer.communities.0, "community"),
                count(answer.communities.1, "community"),
            ),
        ]
    }

    fn trials_source(&self, answer: &TrialsAnswer, version: &str) -> String {
        format!(
            "Source: amparo {version}, {} (seed {}), and the published effects of {}; no real person is described and nothing is a forecast.",
            answer.title, answer.seed, answer.table
        )
    }

    fn trials_compared_caption(&self, answer: &TrialsAnswer) -> String {
        format!(
            "Relative changes. Model: mean and middle 95 % of {}, before adaptation. By formula: the same with exactly that many contacts for \
             each girl. “It would take”: log-odds that one contact would have to add at the scenario's own values, without a ceiling.",
            count(answer.draws, "draw")
        )
    }

    fn trials_takes(&self, model: &Replayed) -> String {
        model.takes.map_or("no belief is enough".into(), |takes| signed_like(takes, takes))
    }

    fn trials_how(&self, answer: &TrialsAnswer) -> Vec<String> {
        vec![
            format!(
                "{} are drawn from their priors: {}. θ is solved for each draw so that as many offers are accepted as in the scenario, and \
                 draws are kept by how well their elasticities to earnings and to believed risk go with those known ({} of {} points).",
                count(answer.drawn.len(), "parameter"),
                answer.drawn.join(", "),
                answer.draws,
                answer.points,
            ),
            "A trial “agrees” if its whole 95 % interval lies within the model's range; this is wrong in at most 2.5 % of trials. It “differs” \
             if the two have nothing in common; this is wrong in at most 5 %. Anything else is inconclusive. A wide range agrees with much, \
             so read its width too."
                .into(),
            format!(
                "Rows without an interval are placed by sign and size only. For pooling, the logarithm of their effect is given a standard error of \
                 {}: a fall by {} would then just be told from none. Half and twice as much stand beside.",
                number(answer.assumed_se, 2),
                percent(1.0 - (-1.96 * answer.assumed_se).exp()),
            ),
            "No controlled study known to us measures what any programme does to girls' sexual exploitation. Trials of migration, schooling, \
             income, and sexual behavior are the nearest there is."
                .into(),
        ]
    }

    fn trials_row(&self, one: &Compared, model: &Replayed) -> String {
        let p = &one.published;
        format!(
            "{}: {}, model {}, {}",
            self.trials_label(p),
            self.trials_published(p),
            self.trials_change(&model.change),
            self.trials_verdict(one)
        )
    }
}

fn bound(x: f64) -> String {
    let decimals = if x == 0.0 { 0 } else { (1.0 - x.abs().log10().floor()).clamp(0.0, 4.0) as usize };
    number(x, decimals)
}
