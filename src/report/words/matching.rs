//! What the chapter says: sentences made from the numbers, each with its interval over draws, the simulation noise of its mean, and
//! the assumptions it rests on.

use super::contrasts::{Judged, called, few, fine, gain, judged, main_budget, strategy};
use crate::kit::answered::{self, noise_half, over_draws};
use crate::kit::format::{count, list, upper_first};
use crate::questions::QUESTIONS;
use crate::questions::asked::Asked;
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::discovery::results::Discovery;
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{AtBudget, ForecastSkill, Gain, HowDifferent, Role, TwoPart};
use amparo_decide::result::StudyResult;
use amparo_tables::Format;
use amparo_tables::numbers::{number, number_like, percent, persons_in_words, share, soles};

/// One question of the chapter with what the study answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Name of the question, as the files have it.
    pub about: String,
    /// The question in words.
    pub question: String,
    /// The answer in one or more sentences.
    pub answer: String,
    /// The assumptions the answer rests on.
    pub rests_on: String,
}

/// What a reader takes away first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The finding, then what it does not say.
    pub answer: Vec<String>,
    /// How large the gain is.
    pub size: Vec<String>,
    /// Uncertainty over draws and simulation noise, each under its name.
    pub certainty: Vec<String>,
    /// Assumptions that the finding rests on.
    pub rests_on: Vec<String>,
}

/// Said of what a study holds nothing for.
const ABSENT: &str = "Not in this study.";
/// What all differences rest on.
const STRENGTHS: &str =
    "what each intervention does and costs, such as what a contact teaches and what a training place costs (assumed)";
const RESPONSE: &str = "the trade's response as in the draws";

fn horizon(result: &StudyResult) -> String {
    format!("over {}", count(result.funded_years + result.following_years, "year"))
}

/// "60 effective draws".
fn effective(at: &AtBudget) -> String {
    format!("{} effective draws of {}", number(at.effective_draws, 0), number(at.draws as f64, 0))
}

fn to_decide() -> String {
    format!("a decision needs at least {}", number(DRAWS_TO_DECIDE, 0))
}

/// Uncertainty and simulation noise, each under its name.
fn certainty(e: &Estimate, draws: usize, text: impl Fn(f64, f64) -> String, one: impl Fn(f64) -> String) -> String {
    let mut parts = vec![match over_draws(e) {
        Some((low, high)) => format!("uncertainty, 95 % over draws: {}", text(low, high)),
        None => answered::no_interval(draws).to_owned(),
    }];
    parts.push(match noise_half(e) {
        Some(half) => format!("simulation noise of the mean: ±{}", one(half)),
        None => "simulation noise not known".to_owned(),
    });
    if let Some(p) = e.below_zero {
        parts.push(format!("in {} of the draws it is below zero", share(p)));
    }
    parts.join("; ")
}

/// [`certainty`] of persons.
fn certainty_of_cases(e: &Estimate, draws: usize) -> String {
    certainty(e, draws, |low, high| Format::Words.range(low, high), cases(e))
}

/// The interval over draws alone, for figures in a row.
fn over(e: &Estimate, text: impl Fn(f64, f64) -> String) -> String {
    over_draws(e).map_or(String::new(), |(low, high)| format!(" ({} over draws)", text(low, high)))
}

fn percents(low: f64, high: f64) -> String {
    format!("{} to {}", percent(low), percent(high))
}

/// Cases as exactly as their intervals allow: whole wherever those span ten or more.
fn cases(e: &Estimate) -> impl Fn(f64) -> String + use<> {
    let size = answered::reach(e).fold(e.mean.abs(), |m, v| m.max(v.abs()));
    move |x| if size >= 9.95 { number(x, 0) } else { number_like(x, size) }
}

/// "312 more cases".
fn amount(e: &Estimate) -> String {
    format!("{} {} cases", cases(e)(e.mean.abs()), if e.mean < 0.0 { "fewer" } else { "more" })
}

/// "+312".
pub fn signed_cases(e: &Estimate) -> String {
    let text = cases(e)(e.mean);
    if e.mean > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("+{text}") } else { text }
}

/// Hedge behind a figure in a row of them.
fn hedge(judged: Judged) -> &'static str {
    match judged {
        Judged::Few | Judged::More | Judged::Fewer => "",
        Judged::Untold => ", which cannot be told from zero",
        Judged::MoreOnAverage | Judged::FewerOnAverage => ", not under every assumption",
    }
}

/// "choosing where gains" and its like.
fn verdict(subject: &str, e: &Estimate, judged: Judged) -> String {
    let hedge = if over_draws(e).is_some() { ", not under every assumption" } else { "; how surely is not known" };
    match judged {
        Judged::Few => format!("too few draws to decide what {subject} gains"),
        Judged::Untold => format!("what {subject} gains cannot be told from zero"),
        Judged::More => format!("{subject} gains"),
        Judged::Fewer => format!("{subject} loses"),
        Judged::MoreOnAverage => format!("{subject} gains on average{hedge}"),
        Judged::FewerOnAverage => format!("{subject} loses on average{hedge}"),
    }
}

/// "the bundle averts 312 more cases over 15 years than … (1.3 % of all in the baseline; …)".
fn compared(result: &StudyResult, at: &AtBudget, g: &Gain) -> String {
    format!(
        "{} averts {} {} than {} ({} of all that begin in the baseline; {})",
        called(at, &g.policy),
        amount(&g.averted),
        horizon(result),
        called(at, &g.against),
        percent(g.share_of_baseline.mean.abs()),
        certainty_of_cases(&g.averted, at.draws)
    )
}

/// "the planner knows these strengths", or with what it plans instead; nothing where no strategy compared plans.
fn planner(at: &AtBudget, g: &Gain) -> Option<String> {
    let plans = |s: &&amparo_decide::matching::results::Strategy| {
        !matches!(s.role, Role::Uniform | Role::ByExposure | Role::DriverMap | Role::BestFound)
    };
    let of = |policy: &str| strategy(at, policy).filter(plans).map(|s| s.knows_parameters);
    let both: Vec<bool> = [of(&g.policy), of(&g.against)].into_iter().flatten().collect();
    match both.as_slice() {
        [] => None,
        all if all.iter().all(|k| *k) => Some("the planner knows these strengths".into()),
        all if all.iter().any(|k| *k) => {
            Some("one planner knows these strengths, the other plans with the scenario's own".into())
        }
        _ => Some("the planner plans with the scenario's own strengths, not those of the draw".into()),
    }
}

fn rests_on(at: &AtBudget, g: &Gain, own: &str) -> String {
    let mut parts = vec![STRENGTHS.to_owned()];
    parts.extend(planner(at, g));
    parts.push(RESPONSE.into());
    parts.push(own.into());
    parts.retain(|p| !p.is_empty());
    parts.join("; ")
}

/// One of the gains at the main budget, and at the others in brief.
fn said_of_gain(result: &StudyResult, two_part: &TwoPart, at: &AtBudget, asked: &Asked) -> Said {
    let about = |answer: String, rests_on: String| Said {
        about: asked.name().into(),
        question: asked.heading.into(),
        answer,
        rests_on,
    };
    let Some(g) = gain(at, asked.name()) else { return about(ABSENT.into(), String::new()) };
    let judged_here = judged(&g.averted, few(at));
    let mut answer = format!(
        "With {} per year {}: {}.{}",
        soles(at.budget_soles_per_year),
        verdict(asked.subject, &g.averted, judged_here),
        compared(result, at, g),
        (asked.aside)(at, g, judged_here)
    );
    let elsewhere = elsewhere(two_part, at, asked);
    if !elsewhere.is_empty() {
        answer.push_str(&format!(" {elsewhere}"));
    }
    about(answer, rests_on(at, g, asked.rests_on))
}

/// The same question at the other budgets.
fn elsewhere(two_part: &TwoPart, main: &AtBudget, asked: &Asked) -> String {
    let others: Vec<String> = two_part
        .budgets
        .iter()
        .filter(|b| b.budget_soles_per_year != main.budget_soles_per_year)
        .filter_map(|b| {
            let g = gain(b, asked.name())?;
            let judged = judged(&g.averted, few(b));
            let hedge = if judged == Judged::Few { ", too few draws to decide" } else { hedge(judged) };
            Some(format!(
                "with {} {}{}{hedge}",
                soles(b.budget_soles_per_year),
                signed_cases(&g.averted),
                over(&g.averted, |low, high| Format::Words.range(low, high))
            ))
        })
        .collect();
    if others.is_empty() { String::new() } else { format!("{}.", upper_first(&others.join("; "))) }
}

/// The finding: whether diagnosing pays, whichever way it falls.
pub fn headline(result: &StudyResult, two_part: &TwoPart) -> String {
    let Some(at) = main_budget(two_part) else { return "Nothing is known yet of one intervention or four.".into() };
    let budget = soles(at.budget_soles_per_year);
    let Some(g) = gain(at, "diagnosing").or_else(|| gain(at, "matching")) else {
        return format!("With {budget} per year this study does not say whether diagnosing communities pays.");
    };
    let text = compared(result, at, g);
    if let Some(rather) = only_where(at, g) {
        return format!("{}: with {budget} per year {text}; {}.", rather.0, rather.1);
    }
    match judged(&g.averted, few(at)) {
        Judged::Few => format!(
            "Too few draws to decide whether diagnosing communities pays ({}; {}): so far, with {budget} per year, {text}.",
            effective(at),
            to_decide()
        ),
        Judged::Untold => format!(
            "Whether diagnosing communities pays cannot be told: with {budget} per year its gain cannot be told from zero; {text}."
        ),
        Judged::More => {
            format!("Yes, diagnosing communities pays under what is assumed here: with {budget} per year {text}.")
        }
        Judged::MoreOnAverage => {
            format!(
                "On average diagnosing communities pays, but not under every assumption: with {budget} per year {text}."
            )
        }
        Judged::Fewer => format!("No, matching loses under what is assumed here: with {budget} per year {text}."),
        Judged::FewerOnAverage => {
            format!("On average matching loses, though not under every assumption: with {budget} per year {text}.")
        }
    }
}

/// Where diagnosing gains against one intervention everywhere, but matching does not against the same one put where exposure is
/// high: the finding, and the difference that shows it.
fn only_where(at: &AtBudget, diagnosing: &Gain) -> Option<(&'static str, String)> {
    let gains = |g: &Gain| matches!(judged(&g.averted, few(at)), Judged::More | Judged::MoreOnAverage);
    let place = gain(at, "where")?;
    let beyond = beyond_where(at)?;
    if !gains(diagnosing) || !gains(place) {
        return None;
    }
    let finding = match judged(&beyond.averted, few(at)) {
        Judged::Untold => "What pays is where the money goes; whether matching adds to that cannot be told",
        Judged::Fewer => "What pays is where the money goes; matching on top of that loses",
        Judged::FewerOnAverage => {
            "What pays is where the money goes; matching on top of that loses on average, though not under every assumption"
        }
        // Gains that one intervention has as well are not diagnosing's.
        Judged::More | Judged::MoreOnAverage
            if beyond.question == "matching-intensity" && beyond.averted.mean < 0.5 * diagnosing.averted.mean =>
        {
            "What pays is mostly where the money goes and how intensely it is spent; diagnosing adds the smaller part"
        }
        _ => return None,
    };
    let shown = format!(
        "but {} than {}, which needs no survey ({})",
        amount(&beyond.averted),
        called(at, &beyond.against),
        certainty_of_cases(&beyond.averted, at.draws)
    );
    Some((finding, shown))
}

/// What diagnosing gains over one intervention put where exposure is high: at the best of the same intensities, or, where only the
/// register's was tried, at that.
fn beyond_where(at: &AtBudget) -> Option<&Gain> {
    let by_exposure = |g: &&Gain| strategy(at, &g.against).is_some_and(|s| s.role == Role::ByExposure);
    ["matching-intensity", "matching", "which"].into_iter().find_map(|name| gain(at, name).filter(by_exposure))
}

/// Steps from one intervention to several, in the order they add up.
pub fn adding_up() -> impl Iterator<Item = &'static Asked> {
    QUESTIONS.iter().filter(|asked| asked.adds_up)
}

/// "Step by step: +210 cases by choosing where; +12 by choosing which intervention, which cannot be told from zero."
fn steps(at: &AtBudget) -> Option<String> {
    let parts: Vec<String> = adding_up()
        .filter_map(|asked| {
            let (g, words) = (gain(at, asked.name())?, asked.subject);
            Some(format!("{} by {words}{}", signed_cases(&g.averted), hedge(judged(&g.averted, few(at)))))
        })
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Step by step with {} per year, in further cases averted: {}.",
            soles(at.budget_soles_per_year),
            parts.join("; ")
        )
    })
}

/// That it is where money goes that gains, not what it buys, where the draws say so.
fn rather_where(at: &AtBudget) -> Option<String> {
    let of = |name: &str| gain(at, name).map(|g| judged(&g.averted, few(at)));
    let gains = |j: Judged| matches!(j, Judged::More | Judged::MoreOnAverage);
    let (place, which) = (of("where")?, of("which")?);
    match (gains(place), which) {
        (true, Judged::Untold) => Some(
            "Putting money where exposure is high gains, and needs no survey; whether choosing which intervention by survey adds to that \
             cannot be told from zero."
                .into(),
        ),
        (true, Judged::Fewer | Judged::FewerOnAverage) => Some(
            "Putting money where exposure is high gains, and needs no survey; choosing which intervention then loses, the price of the \
             survey included."
                .into(),
        ),
        (false, j) if gains(j) && place != Judged::Few => Some(
            "It is choosing which intervention that gains; choosing where with one intervention for all does not, or cannot be told from \
             zero."
                .into(),
        ),
        _ => None,
    }
}

/// What stands first in the chapter.
pub fn brief(result: &StudyResult, two_part: &TwoPart) -> Brief {
    let mut out = Brief { answer: vec![headline(result, two_part)], ..Brief::default() };
    let Some(at) = main_budget(two_part) else { return out };
    let said_already = gain(at, "diagnosing").is_some_and(|g| only_where(at, g).is_some());
    out.answer.extend(rather_where(at).filter(|_| !said_already));
    out.size.extend(steps(at));
    out.size.push(format!("In the baseline {} spells begin {}, discounted.", number(at.baseline, 0), horizon(result)));
    let beyond = [
        ("perfect-survey", "A survey without error, which nobody has"),
        ("best-found", "The best found by search, a lower bound of the best"),
    ];
    for (name, lead) in beyond {
        out.size.extend(gain(at, name).map(|g| {
            format!(
                "{lead}: {} cases against {}{}.",
                signed_cases(&g.averted),
                called(at, &g.against),
                hedge(judged(&g.averted, few(at)))
            )
        }));
    }
    if few(at) {
        out.certainty.push(format!(
            "Too few draws to decide: {}; {}. The numbers show the form of the answer, not the answer.",
            effective(at),
            to_decide()
        ));
    } else {
        out.certainty.push(format!("Over {} of what is assumed.", effective(at)));
    }
    let elsewhere = QUESTIONS.iter().find(|a| a.name() == "diagnosing").map(|a| elsewhere(two_part, at, a));
    out.certainty
        .extend(elsewhere.filter(|t| !t.is_empty()).map(|t| format!("What diagnosing gains at other budgets. {t}")));
    let here = two_part.discoveries.iter().find(|d| d.budget_soles_per_year == at.budget_soles_per_year);
    out.certainty.extend(here.map(|d| format!("With {} per year, {}", soles(d.budget_soles_per_year), turns(d, 1))));
    out.certainty.extend(skill_at(two_part, at).map(|s| format!("Forecasts: {}.", forecast(s))));
    let g = gain(at, "diagnosing").or_else(|| gain(at, "matching"));
    out.rests_on.extend(g.map(|g| format!("{}.", rests_on(at, g, QUESTIONS[0].rests_on))));
    out.rests_on.push("how different causes are enters as an assumption: nothing here shows that they differ.".into());
    out
}

/// The forecast that carries most: of the strategy that plans most freely on what a planner can know.
fn skill_at<'a>(two_part: &'a TwoPart, at: &AtBudget) -> Option<&'a ForecastSkill> {
    let all = skills(two_part, at);
    let known = all.iter().filter(|s| s.role <= Role::Bundle).max_by_key(|s| s.role);
    known.or_else(|| all.first()).copied()
}

/// Skill at one budget.
pub fn skills<'a>(two_part: &'a TwoPart, at: &AtBudget) -> Vec<&'a ForecastSkill> {
    two_part.skill.iter().filter(|s| s.budget_soles_per_year == at.budget_soles_per_year).collect()
}

/// "for X the simulation gives 0.62 of what was forecast (forecast 500 cases, simulated 310, not discounted; correlation 0.8)".
pub fn forecast(s: &ForecastSkill) -> String {
    let name = if s.title.is_empty() { s.policy.as_str() } else { answered::without_budget(&s.title) };
    let means = format!(
        "forecast {} cases, simulated {}, not discounted",
        persons_in_words(s.forecast),
        persons_in_words(s.simulated)
    );
    let correlation = match s.correlation {
        Some(r) => format!("correlation over draws {}", number(r, 2)),
        None => "no correlation over draws, since one side does not vary".into(),
    };
    if s.ratio.is_finite() && s.forecast > 0.0 {
        format!("for {name} the simulation gives {} of each case forecast ({means}; {correlation})", number(s.ratio, 2))
    } else {
        format!("for {name} no case was forecast to be averted ({means}; {correlation})")
    }
}

/// Title of the forecasts: which way they err.
pub fn forecasts_title(at: &AtBudget, skills: &[&ForecastSkill]) -> String {
    let lead = few_lead(at);
    let ratios: Vec<f64> = skills.iter().filter(|s| s.forecast > 0.0 && s.ratio.is_finite()).map(|s| s.ratio).collect();
    let (low, high) = ratios.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), r| (l.min(*r), h.max(*r)));
    let rules = if ratios.len() == 1 { "the rule" } else { "every rule" };
    let range = if ratios.len() == 1 || number(low, 2) == number(high, 2) {
        number(low, 2)
    } else {
        format!("{} to {}", number(low, 2), number(high, 2))
    };
    let text = match ratios.as_slice() {
        [] => "no rule's forecast can be compared with what the simulation gives".to_owned(),
        _ if high < 1.0 => {
            format!("forecasts promise more than the simulation gives under {rules}: {range} of each case forecast")
        }
        _ if low > 1.0 => {
            format!("forecasts promise less than the simulation gives under {rules}: {range} for each case forecast")
        }
        _ => format!("forecasts err both ways: the simulation gives {range} of each case forecast, by rule"),
    };
    upper_first(&format!("{lead}{text}"))
}

/// "Too few draws to decide (12 effective draws of 16): ", or nothing.
pub fn few_lead(at: &AtBudget) -> String {
    if few(at) { format!("too few draws to decide ({}): ", effective(at)) } else { String::new() }
}

fn trust(two_part: &TwoPart, at: &AtBudget) -> Said {
    let skills = skills(two_part, at);
    let answer = if skills.is_empty() {
        ABSENT.to_owned()
    } else {
        let each: Vec<String> = skills.iter().map(|s| forecast(s)).collect();
        format!("{}. {}.", forecasts_title(at, &skills), upper_first(&each.join("; ")))
    };
    let rests_on = if skills.is_empty() {
        String::new()
    } else {
        "the simulation as the yardstick, which is a model itself; forecasts leave out that the trade adapts".into()
    };
    Said { about: "forecasts".into(), question: "Can the forecasts be trusted?".into(), answer, rests_on }
}

/// Which size of survey does best, and whether that can be told from the smallest.
pub fn survey(at: &AtBudget) -> Option<String> {
    let (first, rest) = at.surveys.split_first()?;
    let best = rest.iter().max_by(|a, b| a.gain.mean.total_cmp(&b.gain.mean));
    let smallest = format!("{} households per community", number(first.households, 0));
    let Some(best) = best else {
        return Some(format!("only one size was tried: {smallest}, for {} in all.", soles(first.cost_soles)));
    };
    let judged_best = judged(&best.gain, few(at));
    let about = format!(
        "{} households ({} in all) against {smallest} ({}): {} cases averted ({})",
        number(best.households, 0),
        soles(best.cost_soles),
        soles(first.cost_soles),
        signed_cases(&best.gain),
        certainty_of_cases(&best.gain, at.draws)
    );
    let lead = few_lead(at);
    Some(match judged_best {
        Judged::Few if best.gain.mean <= 0.0 => {
            format!("{lead}no larger survey averts more on average: the best of them is {about}.")
        }
        Judged::Few => format!("{lead}most on average {about}."),
        Judged::Untold => {
            format!(
                "no larger survey can be told to pay for itself beyond {smallest}; the best of them on average is {about}."
            )
        }
        Judged::More => format!("a larger survey pays for itself: {about}."),
        Judged::MoreOnAverage => {
            format!("a larger survey pays for itself on average, not under every assumption: {about}.")
        }
        Judged::Fewer | Judged::FewerOnAverage => {
            format!("no larger survey pays for itself: the best of them is {about}.")
        }
    })
}

fn size_of_survey(at: &AtBudget) -> Said {
    let found = survey(at);
    let rests_on = if found.is_some() {
        format!(
            "the price of a household surveyed and the errors of answers (assumed); the survey is paid from the same budget; {STRENGTHS}; \
             {RESPONSE}"
        )
    } else {
        String::new()
    };
    Said {
        about: "survey-size".into(),
        question: "How large a survey pays for itself?".into(),
        answer: found.map_or(ABSENT.into(), |t| format!("With {} per year {t}", soles(at.budget_soles_per_year))),
        rests_on,
    }
}

/// The gain that says whether matching pays where causes differ so much.
pub fn matching(of: &HowDifferent) -> Option<&Gain> {
    ["matching-intensity", "matching", "which", "diagnosing"]
        .iter()
        .find_map(|q| of.gains.iter().find(|g| g.question == *q))
}

/// How different causes are in one baseline: "heterogeneity 0.5, correlation 0.2".
pub fn differing(of: &HowDifferent) -> String {
    let own = if of.own_weights > 0.0 {
        format!(", own weights (Dirichlet {})", fine(of.own_weights))
    } else {
        String::new()
    };
    format!("heterogeneity {}, correlation {}{own}", fine(of.heterogeneity), fine(of.driver_correlation))
}

/// From which heterogeneity on matching gains, the rest being as in the study's own baseline.
pub fn how_different(two_part: &TwoPart) -> Option<String> {
    let own = two_part.how_different.first()?;
    let mut line: Vec<(&HowDifferent, Judged)> = two_part
        .how_different
        .iter()
        .filter(|h| h.driver_correlation == own.driver_correlation && h.own_weights == own.own_weights)
        .filter(|h| h.budget_soles_per_year == own.budget_soles_per_year)
        .filter_map(|h| Some((h, judged(&matching(h)?.share_of_baseline, (h.draws as f64) < DRAWS_TO_DECIDE))))
        .collect();
    line.sort_by(|a, b| a.0.heterogeneity.total_cmp(&b.0.heterogeneity));
    let tried: Vec<String> = line.iter().map(|(h, _)| fine(h.heterogeneity)).collect();
    let gains = |j: Judged| matches!(j, Judged::More | Judged::MoreOnAverage);
    let from = line.iter().position(|(_, j)| gains(*j));
    let always = line.iter().all(|(_, j)| *j == Judged::More);
    let text = match (line.as_slice(), from) {
        ([], _) => return None,
        (all, _) if all.iter().any(|(_, j)| *j == Judged::Few) => {
            let few = all.iter().map(|(h, _)| h.draws).min().unwrap_or(0);
            format!("Too few draws to decide how different causes must be ({} at the fewest)", count(few, "draw"))
        }
        ([(h, j)], _) => format!(
            "Only one heterogeneity was tried, {}: there {}",
            fine(h.heterogeneity),
            verdict("matching", &matching(h)?.share_of_baseline, *j)
        ),
        (_, None) => format!("Matching gains at no heterogeneity tried ({})", list(&tried)),
        (_, Some(0)) if always => format!("Matching gains at every heterogeneity tried ({})", list(&tried)),
        (all, Some(k)) if all[k..].iter().all(|(_, j)| gains(*j)) => format!(
            "Matching gains{} from a heterogeneity of {} on, of those tried ({})",
            if all[k..].iter().all(|(_, j)| *j == Judged::More) { "" } else { " on average" },
            tried[k],
            list(&tried)
        ),
        _ => format!(
            "No heterogeneity divides where matching gains from where it does not, of those tried ({})",
            list(&tried)
        ),
    };
    Some(text)
}

fn must_differ(two_part: &TwoPart) -> Said {
    let each: Vec<String> = two_part
        .how_different
        .iter()
        .filter_map(|h| {
            let g = matching(h)?;
            let judged = judged(&g.share_of_baseline, (h.draws as f64) < DRAWS_TO_DECIDE);
            Some(format!(
                "{}: {} of the baseline{}{}",
                differing(h),
                percent(g.share_of_baseline.mean),
                over(&g.share_of_baseline, percents),
                hedge(judged)
            ))
        })
        .collect();
    let answer = match how_different(two_part) {
        Some(text) if !each.is_empty() => format!("{text}. {}.", upper_first(&each.join("; "))),
        _ => ABSENT.into(),
    };
    let rests_on = if answer == ABSENT {
        String::new()
    } else {
        "differences between communities and girls are put in, not found: each baseline assumes another size of them, and meets the same \
         targets"
            .into()
    };
    Said { about: "how-different".into(), question: "How different must causes be?".into(), answer, rests_on }
}

fn draws_used(d: &Discovery) -> usize {
    d.training_draws + d.held_out_draws
}

/// When the answer turns, in the words of the best boxes (at most `most`), or that no box tells.
pub fn turns(d: &Discovery, most: usize) -> String {
    let used = draws_used(d);
    let noise = format!(
        "{} left out, their answers lost in simulation noise",
        count(d.left_out, "draw").replace("0 draws", "no draw")
    );
    let question = format!("whether {}", d.question.trim_end_matches(['.', '?']));
    if (used as f64) < DRAWS_TO_DECIDE {
        return format!("{question}: too few draws to decide when ({} used; {noise}).", number(used as f64, 0));
    }
    let base = share(d.base_rate);
    if d.boxes.is_empty() {
        return format!(
            "{question}: it does in {base} of {} with a clear answer. No box of at most three parameters tells more than that share: no few assumptions were \
             found that turn the answer ({noise}).",
            count(used, "draw")
        );
    }
    let quoted: Vec<String> = d
        .boxes
        .iter()
        .take(most)
        .map(|b| {
            let held = match (b.held_out.density, b.held_out.coverage) {
                (Some(density), Some(coverage)) => format!(
                    "on draws held out {} inside say yes, and {} of all yes lie inside",
                    share(density),
                    share(coverage)
                ),
                (Some(density), None) => format!("on draws held out {} inside say yes", share(density)),
                _ => "no draw held out lies inside, so this was not checked".into(),
            };
            format!("“{}” ({held})", b.words.trim_end_matches('.'))
        })
        .collect();
    format!(
        "{question}: it does in {base} of {} with a clear answer. {}. {}.",
        count(used, "draw"),
        quoted.join("; "),
        upper_first(&noise)
    )
}

fn when_it_turns(two_part: &TwoPart) -> Vec<Said> {
    let question = "When does the answer turn?";
    if two_part.discoveries.is_empty() {
        return vec![Said {
            about: "discovery".into(),
            question: question.into(),
            answer: ABSENT.into(),
            rests_on: String::new(),
        }];
    }
    two_part
        .discoveries
        .iter()
        .map(|d| Said {
            about: "discovery".into(),
            question: question.into(),
            answer: format!("With {} per year, {}", soles(d.budget_soles_per_year), turns(d, 2)),
            rests_on: "the ranges parameters were drawn from: shares of draws are shares of what is assumed, not probabilities; boxes were \
                       looked for on part of the draws and checked on the rest"
                .into(),
        })
        .collect()
}

/// Every question of the chapter with its answer, in order.
pub fn said(result: &StudyResult, two_part: &TwoPart) -> Vec<Said> {
    let Some(at) = main_budget(two_part) else { return Vec::new() };
    let mut out: Vec<Said> = QUESTIONS.iter().map(|asked| said_of_gain(result, two_part, at, asked)).collect();
    out.push(size_of_survey(at));
    out.push(must_differ(two_part));
    out.extend(when_it_turns(two_part));
    out.push(trust(two_part, at));
    out
}

/// Title over the steps.
pub fn steps_title(at: &AtBudget) -> String {
    let of = |name: &str| gain(at, name).map(|g| (g, judged(&g.averted, few(at))));
    let parts: Vec<String> = adding_up()
        .take(2)
        .filter_map(|asked| {
            let ((g, judged), words) = (of(asked.name())?, asked.subject);
            Some(format!("{words} averts {}{}", amount(&g.averted), hedge(judged)))
        })
        .collect();
    let text = match (parts.is_empty(), of("diagnosing")) {
        (false, _) => format!("with {} per year {}", soles(at.budget_soles_per_year), parts.join("; ")),
        (true, Some((g, judged))) => format!(
            "with {} per year diagnosing averts {}{}",
            soles(at.budget_soles_per_year),
            amount(&g.averted),
            hedge(judged)
        ),
        (true, None) => "what each step from one intervention to several gains is not known".into(),
    };
    upper_first(&format!("{}{text}", few_lead(at)))
}

/// Title over the strategies.
pub fn strategies_title(result: &StudyResult, at: &AtBudget) -> String {
    let best = at
        .strategies
        .iter()
        .filter(|s| !matches!(s.role, Role::PerfectSurvey | Role::TrueProfile | Role::BestFound))
        .max_by(|a, b| a.averted.mean.total_cmp(&b.averted.mean));
    let text = match best {
        Some(s) => format!(
            "with {} per year {} averts most on average, knowing what each intervention does: {} cases {}{}",
            soles(at.budget_soles_per_year),
            called(at, &s.policy),
            cases(&s.averted)(s.averted.mean),
            horizon(result),
            match judged(&s.averted, few(at)) {
                Judged::Untold => ", which cannot be told from zero",
                Judged::MoreOnAverage | Judged::FewerOnAverage => ", perhaps none",
                _ => "",
            }
        ),
        None => "no strategy is known yet".into(),
    };
    upper_first(&format!("{}{text}", few_lead(at)))
}
