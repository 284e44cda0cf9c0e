//! What a study over draws allows to say: titles and sentences made from the tables and hedged by their intervals. The only
//! place that words an answer.

use super::answered::{self, Names, Style, ends, few, persons_in_words};
use super::by_treatment::Pair;
use super::findings::{self, TRIPLE, Verdict};
use super::format::{count, list, number, number_like, percent, persons_change, short, soles, upper_first};
use super::{frame, plane};
use crate::decide::answers::{
    Answers, BreakEven, ByTreatment, DRAWS_TO_DECIDE, Decision, Doubt, EffectOverDraws, Estimate, LearningWorth,
    Standing, Strategy, Waterfall, Worth,
};
use crate::decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use crate::decide::per_case::PerCase;
use crate::decide::result::StudyResult;

/// What nothing further is called in sentences.
pub const NOTHING: &str = "doing nothing further";

/// Doing nothing further counts as best in a large share of the draws from here on: a headline then says so.
const LARGE_SHARE: f64 = 0.2;

/// A strategy in a sentence; the status quo in words.
fn strategy(names: &Names, decision: &Decision, row: usize) -> String {
    match (row, decision.strategies.get(row)) {
        (0, _) => NOTHING.into(),
        (_, Some(s)) => names.of(&s.policy),
        (_, None) => "no policy".into(),
    }
}

/// "4,300 spells averted" or "120 spells more than without it".
pub fn averted(e: &Estimate) -> String {
    if e.mean >= 0.0 {
        format!("{} spells averted", persons_in_words(e.mean))
    } else {
        format!("{} spells more than without it", persons_in_words(-e.mean))
    }
}

/// "4,300 spells averted over 15 years, discounted (1,200 to 8,000 over the draws)", with what the interval leaves open.
pub fn averted_in_words(names: &Names, decision: &Decision, e: &Estimate) -> String {
    let hedge = match answered::verdict(e) {
        Verdict::Unclear => ", which can't be told apart from no effect",
        _ => "",
    };
    let size = format!("{} {}, discounted", averted(e), names.horizon());
    match answered::over_draws(e) {
        Some(_) => format!("{size} ({} over the draws){hedge}", ends(e, Style::Words)),
        None => format!("{size} ({}){hedge}", answered::no_interval(decision.draws)),
    }
}

/// "S/ 21,000 a case averted (S/ 12,000 to S/ 75,000 over the draws)".
pub fn per_case_in_words(case: &PerCase, draws: usize) -> String {
    let Some(value) = case.value else { return "no case averted on average".into() };
    let interval = match case.interval {
        Some([Some(low), Some(high)]) => format!(" ({} to {} over the draws)", soles(low), soles(high)),
        Some([Some(low), None]) if case.drowned => {
            format!(" (at least {}, no upper end: noise could account for all that is averted)", soles(low))
        }
        Some([Some(low), None]) => {
            format!(" (at least {}, no upper end: in some draws nothing is averted)", soles(low))
        }
        Some([None, _]) if case.drowned => " (no bound: noise could account for all that is averted)".into(),
        Some([None, _]) => " (no bound: in most draws nothing is averted)".into(),
        None => format!(" ({})", answered::no_interval(draws)),
    };
    format!("{} a case averted{interval}", soles(value))
}

/// "at S/ 20,000 a case averted".
fn at_worth(decision: &Decision) -> String {
    format!("where a case averted is worth {}", soles(decision.reference_willingness))
}

/// What a choice that is best on average leaves open, in the same breath: that it may avert nothing, and that doing nothing
/// further is best in many draws.
fn but(decision: &Decision, row: usize) -> String {
    let unclear =
        row > 0 && !matches!(answered::verdict(&decision.strategies[row].averted), Verdict::More | Verdict::Fewer);
    let nothing = answered::probability_best(decision, 0).filter(|p| row > 0 && *p >= LARGE_SHARE);
    let apart = if unclear { ", but can't be told apart from no effect" } else { "" };
    match nothing {
        Some(p) if unclear => format!("{apart}; {NOTHING} is best in {}", answered::share(p)),
        Some(p) => format!(", but {NOTHING} is best in {}", answered::share(p)),
        None => apart.to_owned(),
    }
}

/// Which strategy is best in expectation, and how surely: "X has the highest expected net benefit … and is best in 62 % …".
fn best(names: &Names, decision: &Decision) -> Option<String> {
    let row = answered::best_row(decision)?;
    let who = strategy(names, decision, row);
    let sure = match answered::probability_best(decision, row) {
        Some(p) if p < 0.5 => {
            format!(
                "; best in only {} of the assumptions examined, so which is best is not settled",
                answered::share(p)
            )
        }
        Some(p) => format!("; best in {} of the assumptions examined", answered::share(p)),
        None => String::new(),
    };
    Some(format!("{who} has the highest expected net benefit {}{sure}{}", at_worth(decision), but(decision, row)))
}

/// "5 effective draws": how many a decision rests on.
fn effective(decision: &Decision) -> String {
    let effective = decision.effective_draws.round();
    if effective + 0.5 < decision.draws as f64 {
        format!("{} effective draws", number(effective, 0))
    } else {
        count(decision.draws, "draw")
    }
}

/// Title over the decision.
pub fn decision_title(names: &Names, decision: &Decision) -> String {
    let Some(row) = answered::best_row(decision) else {
        return format!("What policies avert with {} a year", soles(decision.budget_soles_per_year));
    };
    let lead =
        if few(decision) { format!("Too few draws to decide ({}): ", effective(decision)) } else { String::new() };
    let sure = match answered::probability_best(decision, row) {
        Some(p) if p < 0.5 => {
            format!(", but best in only {} of the assumptions examined: not settled", answered::share(p))
        }
        Some(p) => format!(", and best in {} of the assumptions examined", answered::share(p)),
        None => String::new(),
    };
    upper_first(&format!("{lead}{} is best on average{sure}{}", strategy(names, decision, row), but(decision, row)))
}

/// Title over the draws of cases averted.
pub fn effects_over_draws_title(names: &Names, decision: &Decision) -> String {
    let rows = answered::ranked(decision);
    let Some(first) = rows.first().map(|r| &decision.strategies[*r]) else {
        return "No policy's effects are known yet".into();
    };
    let of = |wanted: Verdict| {
        rows.iter().filter(|r| answered::verdict(&decision.strategies[**r].averted) == wanted).count()
    };
    let budget = soles(decision.budget_soles_per_year);
    let lead = format!("most on average: {}, {} {}", names.of(&first.policy), averted(&first.averted), names.horizon());
    let worse = match of(Verdict::Fewer) {
        0 => String::new(),
        1 => "; one makes it worse".into(),
        n => format!("; {n} make it worse"),
    };
    match (of(Verdict::More), of(Verdict::NoInterval)) {
        (_, n) if n == rows.len() => {
            let why = upper_first(answered::no_interval(decision.draws));
            format!("{why} of what policies avert; with {budget} a year {lead}")
        }
        (0, _) => format!(
            "With {budget} a year no policy's cases averted can be told apart from none over the assumptions examined{worse}"
        ),
        (1, _) if rows.len() == 1 => format!(
            "{} averts spells over the assumptions examined: {} {}",
            names.of(&first.policy),
            ends(&first.averted, Style::Words),
            names.horizon()
        ),
        (n, _) => format!(
            "With {budget} a year {n} of {} {} spells over the assumptions examined; {lead}{worse}",
            count(rows.len(), "policy"),
            if n == 1 { "averts" } else { "avert" }
        ),
    }
}

/// Title over the changes of the three outcomes.
pub fn effects_title(result: &StudyResult, answers: &Answers) -> String {
    let mut found: Vec<(&str, &Estimate, f64)> = result
        .policies
        .iter()
        .filter_map(|p| {
            let e = answered::effect(answers, &p.name, TRIPLE[0].0, "funded")?;
            Some((findings::name(p), &e.change, e.baseline))
        })
        .collect();
    found.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let Some((name, e, base)) = found.first() else {
        return "How uncertain the effects are over draws is not known yet".into();
    };
    let of = |wanted: Verdict| found.iter().filter(|f| answered::verdict(f.1) == wanted).count();
    let rise = match of(Verdict::More) {
        0 => String::new(),
        1 => "; one raises them".into(),
        n => format!("; {n} raise them"),
    };
    let lead = format!("largest mean change: {name}{}", of_baseline(e.mean, *base));
    match (of(Verdict::Fewer), of(Verdict::NoInterval)) {
        (_, n) if n == found.len() => {
            let why = upper_first(answered::no_interval(answers.draws.used));
            format!("{why} of changes in spells begun; {lead}")
        }
        (0, _) => format!("No policy's change in spells begun can be told apart from no effect over the draws{rise}"),
        (1, _) if found.len() == 1 => format!(
            "{name}: fewer spells begun over the draws, {} on average",
            of_baseline(e.mean, *base).trim_start_matches(" (").trim_end_matches(')')
        ),
        (n, _) => format!(
            "{n} of {} {} spells begun beyond the uncertainty over draws; {lead}{rise}",
            count(found.len(), "policy"),
            if n == 1 { "lowers" } else { "lower" }
        ),
    }
}

/// Title over victims in time: the largest mean fall, hedged by its interval over draws.
pub fn victims_title(result: &StudyResult, answers: &Answers) -> String {
    let found = result
        .policies
        .iter()
        .filter_map(|p| answered::effect(answers, &p.name, TRIPLE[2].0, "funded").map(|e| (p, e)));
    match found.min_by(|a, b| a.1.change.mean.total_cmp(&b.1.change.mean)) {
        Some((p, e)) => format!(
            "{}, the largest mean change: {}",
            findings::name(p),
            change_in_words(
                e,
                &format!("victims over {}", frame::years(result.funded_years, "funded")),
                answers.draws.used
            )
        ),
        None => {
            format!("About {} persons are exploited at a time in the baseline", number(result.baseline.victims, 0))
        }
    }
}

/// What the trade's adapting does to what was prevented, in means: "the trade undoes 62 % of it".
pub fn undone(w: &Waterfall) -> String {
    let (before, after) = (w.before.mean, w.after.mean);
    if before >= 0.0 {
        return "nothing is prevented even before the trade adapts".into();
    }
    let share = (after - before) / -before;
    match share {
        s if s < -0.005 => format!("the trade's adapting adds {} to it", percent(-s)),
        s if s < 0.005 => "the trade's adapting changes little of it".into(),
        s if s >= 1.0 => "the trade undoes all of it".into(),
        s => format!("the trade undoes {} of it", percent(s)),
    }
}

/// The interval of a step: over draws, or at one parameter vector of simulation noise (of so many replicates).
pub fn step_ends(e: &Estimate, vector: Option<usize>) -> String {
    match vector {
        None => ends(e, Style::Persons),
        Some(replicates) => {
            let noise = answered::noise_at_one_vector(e, replicates);
            noise.map_or_else(|| "no interval".into(), |(low, high)| Style::Persons.range(low, high))
        }
    }
}

/// "−312 before adaptation, +20 by spatial shift, +172 by refilling, −120 after adaptation (−240 to −10)".
pub fn waterfall(w: &Waterfall, vector: Option<usize>) -> String {
    format!(
        "{} spells begun a year before adaptation ({}), {} by spatial shift, {} by refilling, {} after adaptation ({})",
        persons_change(w.before.mean),
        step_ends(&w.before, vector),
        persons_change(w.spatial.mean),
        persons_change(w.refilling.mean),
        persons_change(w.after.mean),
        step_ends(&w.after, vector)
    )
}

/// Title over the waterfalls; `vector`: replicates of a study at one parameter vector.
pub fn before_after_title(names: &Names, shown: &[&Waterfall], vector: Option<usize>) -> String {
    let Some(w) = shown.first() else { return "No effect before adaptation is known yet".into() };
    let hedge = match (answered::step_verdict(&w.after, vector), vector) {
        (Verdict::Unclear, _) => "; what is left can't be told apart from no effect".to_owned(),
        (Verdict::NoInterval, Some(_)) => "; one replicate gives no interval".to_owned(),
        (Verdict::NoInterval, None) if w.draws < DRAWS_FOR_AN_INTERVAL => {
            "; too few draws to say how uncertain that is".to_owned()
        }
        (Verdict::NoInterval, None) => format!("; {}", answered::no_interval(w.draws)),
        _ => String::new(),
    };
    let on_average = match vector {
        None => format!("on average over {}", count(w.draws, "draw")),
        Some(_) => "on average".into(),
    };
    format!(
        "{}: {} spells begun a year before the trade adapts, {} after; {on_average} {}{hedge}",
        names.of(&w.policy),
        persons_change(w.before.mean),
        persons_change(w.after.mean),
        undone(w)
    )
}

/// Break-evens at the largest budget by what they allow to say.
pub struct BreakEvens<'a> {
    /// Clear thresholds: those of the best policy first, then the most open ones.
    pub turning: Vec<&'a BreakEven>,
    /// Comparisons that no value examined turns, of draws enough.
    pub firm: Vec<&'a BreakEven>,
    /// Too uncertain to state.
    pub doubtful: Vec<&'a BreakEven>,
}

impl BreakEvens<'_> {
    /// Whether there are too few draws to state any.
    pub fn few(&self) -> bool {
        self.doubtful.iter().any(|b| b.doubt == Some(Doubt::FewDraws))
    }
}

/// Those at the largest budget, sorted.
pub fn break_evens_of(answers: &Answers) -> BreakEvens<'_> {
    let largest = answers.break_evens.iter().map(|b| b.budget_soles_per_year).fold(f64::NEG_INFINITY, f64::max);
    let here = answers.break_evens.iter().filter(|b| b.budget_soles_per_year == largest);
    let (clear, doubtful): (Vec<_>, Vec<_>) = here.partition(|b| b.clear());
    let (mut turning, firm): (Vec<_>, Vec<_>) = clear.into_iter().partition(|b| b.threshold.is_some());
    let best = answered::main_decision(answers)
        .and_then(|d| answered::best_row(d).and_then(|r| d.strategies.get(r)))
        .map(|s| s.policy.as_str());
    let openness = |b: &BreakEven| (Some(b.policy.as_str()) != best, (b.share_preferred - 0.5).abs());
    turning.sort_by(|a, b| {
        let (a, b) = (openness(a), openness(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    BreakEvens { turning, firm, doubtful }
}

/// How many thresholds are too uncertain to state, and why; `None` where there is none.
pub fn doubtful(found: &BreakEvens) -> Option<String> {
    if found.few() {
        return Some(format!(
            "Where preference turns is too uncertain to state: fewer than {} effective draws",
            number(DRAWS_TO_DECIDE, 0)
        ));
    }
    let of = |doubt: Doubt| found.doubtful.iter().filter(|b| b.doubt == Some(doubt)).count();
    let reasons: Vec<String> = [
        (of(Doubt::Unbounded), "with an interval that reaches an end of the range examined"),
        (of(Doubt::WrongSign), "on a side to which no cost or strength can turn it"),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, why)| format!("{} {why}", number(*n as f64, 0)))
    .collect();
    let n = found.doubtful.len();
    (n > 0).then(|| {
        let are = if n == 1 { "is" } else { "are" };
        let further = if found.turning.is_empty() { "threshold" } else { "further threshold" };
        format!("{} {are} too uncertain to state: {}", count(n, further), list(&reasons))
    })
}

/// A value of a break-even's quantity with its unit.
pub fn quantity(b: &BreakEven, value: f64) -> String {
    match b.unit.as_str() {
        "share" | "fraction" | "%" => percent(value).replace(".0\u{a0}", "\u{a0}"),
        "" => short(value),
        "S/" | "soles" => soles(value),
        unit => match unit.strip_prefix("S/") {
            Some(rest) => format!("{} {}", soles(value), rest.trim()),
            None => format!("{} {unit}", short(value)),
        },
    }
}

/// Both ends of an interval behind a value, without the unit, with like decimals.
fn bare_range(b: &BreakEven, low: f64, high: f64) -> String {
    let size = low.abs().max(high.abs());
    let bare = |value: f64| match b.unit.as_str() {
        "share" | "fraction" | "%" => {
            let decimals = if 100.0 * size >= 9.95 { 0 } else { 1 };
            format!("{}\u{a0}%", number(100.0 * value, decimals))
        }
        unit if (unit.starts_with("S/") || unit == "soles") && size >= 99.5 => super::format::soles_bare(value),
        _ => number_like(value, size),
    };
    format!("{} to {}", bare(low), bare(high))
}

/// The quantity in words without the unit that its values carry.
fn words(b: &BreakEven) -> &str {
    let text = b.words.trim();
    let stripped = text
        .strip_suffix(&format!("({})", b.unit))
        .or_else(|| text.strip_suffix(&format!(", {}", b.unit)))
        .filter(|_| !b.unit.is_empty());
    stripped.unwrap_or(text).trim()
}

/// What a policy is compared with; `None` for the status quo.
fn rival(names: &Names, answers: &Answers, b: &BreakEven) -> Option<String> {
    let status_quo = answers.decisions.iter().filter_map(|d| d.strategies.first());
    let plain = b.against.to_lowercase().replace(['-', '_'], " ");
    let nothing = plain == "status quo"
        || plain == "baseline"
        || status_quo.clone().any(|s| s.policy == b.against || s.title == b.against);
    (!nothing).then(|| names.of(&b.against))
}

/// "Information stops being worth its cost when the cost of a contact is above S/ 9.50 (7.00 to 13.0)."
pub fn break_even(names: &Names, answers: &Answers, b: &BreakEven) -> String {
    let policy = names.of(&b.policy);
    let what = match rival(names, answers, b) {
        None => "being worth its cost".to_owned(),
        Some(other) => format!("being preferred to {other}"),
    };
    let Some(threshold) = b.threshold else {
        let verb = if b.preferred_above { "is never without" } else { "nowhere comes to" };
        let over = format!("from {} to {}", quantity(b, b.low), quantity(b, b.high));
        return format!("{policy} {verb} {what} with {} {over}.", words(b));
    };
    let interval = match (b.threshold_low, b.threshold_high) {
        (Some(low), Some(high)) => format!(" ({})", bare_range(b, low, high)),
        _ => String::new(),
    };
    let side = if b.preferred_above { "below" } else { "above" };
    format!("{policy} stops {what} when {} is {side} {}{interval}.", words(b), quantity(b, threshold))
}

/// Title over the thresholds.
pub fn break_evens_title(names: &Names, answers: &Answers, found: &BreakEvens) -> String {
    match found.turning.as_slice() {
        [] if !found.doubtful.is_empty() => doubtful(found).unwrap_or_default(),
        [] => "Nothing examined turns which policy is preferred".into(),
        [only] => break_even(names, answers, only).trim_end_matches('.').to_owned(),
        [first, rest @ ..] => format!(
            "{}; {} beside it",
            break_even(names, answers, first).trim_end_matches('.'),
            count(rest.len(), "further threshold")
        ),
    }
}

/// One sentence a policy on what nothing examined turns: "X: preferred to doing nothing further whatever value any of 12
/// assumed quantities takes; not preferred to Y whatever value the cost of a contact takes."
pub fn firm(names: &Names, answers: &Answers, firm: &[&BreakEven]) -> Vec<String> {
    type Compared<'a> = (Option<String>, bool, Vec<&'a str>);
    let mut policies: Vec<(String, Vec<Compared>)> = Vec::new();
    for b in firm {
        let (policy, other) = (names.of(&b.policy), rival(names, answers, b));
        let at = policies.iter().position(|p| p.0 == policy).unwrap_or_else(|| {
            policies.push((policy, Vec::new()));
            policies.len() - 1
        });
        let groups = &mut policies[at].1;
        match groups.iter_mut().find(|g| (&g.0, g.1) == (&other, b.preferred_above)) {
            Some(group) => group.2.push(words(b)),
            None => groups.push((other, b.preferred_above, vec![words(b)])),
        }
    }
    let clause = |(other, preferred, quantities): &Compared| {
        let verdict = if *preferred { "preferred to" } else { "not preferred to" };
        let over = match quantities.as_slice() {
            [one] => format!("whatever value {one} takes"),
            all => format!("whatever value any one of {} takes", count(all.len(), "assumed quantity")),
        };
        format!("{verdict} {} {over}", other.clone().unwrap_or_else(|| NOTHING.into()))
    };
    policies
        .iter()
        .map(|(policy, groups)| format!("{policy}: {}.", groups.iter().map(clause).collect::<Vec<_>>().join("; ")))
        .collect()
}

/// Where a strategy stands, for labels: "on the frontier, S/ 12,000 a case", "dominated".
pub fn standing(s: &Strategy) -> String {
    match (s.standing, s.icer) {
        (Standing::Reference, _) => "the reference".into(),
        (Standing::Frontier, Some(icer)) => format!("frontier, {}", plane::per_case(icer)),
        (Standing::Frontier, None) => "on the frontier".into(),
        (Standing::Dominated, _) => "dominated".into(),
        (Standing::ExtendedDominated, _) => "dominated by a mix".into(),
    }
}

/// Title over the plane.
pub fn plane_title(names: &Names, decision: &Decision) -> String {
    let on: Vec<String> = decision
        .strategies
        .iter()
        .enumerate()
        .filter(|(row, s)| *row > 0 && matches!(s.standing, Standing::Frontier | Standing::Reference))
        .map(|(_, s)| match s.icer {
            Some(icer) => format!("{} ({})", names.of(&s.policy), plane::per_case(icer)),
            None => names.of(&s.policy),
        })
        .collect();
    let off = decision.strategies.len().saturating_sub(on.len() + 1);
    let rest = match off {
        0 => String::new(),
        1 => "; one policy is dominated".into(),
        n => format!("; {n} policies are dominated"),
    };
    let open = decision.strategies.iter().skip(1).any(|s| answered::verdict(&s.averted) == Verdict::Unclear);
    let hedge = if open { "; some may avert nothing" } else { "" };
    match on.as_slice() {
        [] => format!("On average over the draws no policy does better than doing nothing further{rest}"),
        all => format!("On average over the draws the frontier holds {}{rest}{hedge}", list(all)),
    }
}

/// Title over the acceptability curves.
pub fn acceptability_title(names: &Names, decision: &Decision) -> String {
    let sure = answered::best_row(decision).and_then(|row| answered::probability_best(decision, row)).map_or(
        String::new(),
        |p| {
            let hedge = if p < 0.5 { ", less often than not" } else { "" };
            format!(
                "; at {} the best is so in {} of the draws{hedge}",
                soles(decision.reference_willingness),
                answered::share(p)
            )
        },
    );
    let text = match answered::turns(decision).as_slice() {
        [] => "Which strategy is best is not known yet".into(),
        [(row, _)] => format!(
            "{} has the highest expected net benefit whatever a case averted is worth{sure}",
            strategy(names, decision, *row)
        ),
        all => {
            let later: Vec<String> = all[1..]
                .iter()
                .take(2)
                .map(|(row, w)| format!("{} from {} on", strategy(names, decision, *row), soles(*w)))
                .collect();
            let more = if all.len() > 3 { ", others further on" } else { "" };
            format!(
                "Best in expectation: {} while a case averted is worth little, {}{more}{sure}",
                strategy(names, decision, all[0].0),
                list(&later)
            )
        }
    };
    if few(decision) {
        // How often the best is so is said by the curves: what is said first must not be cut off.
        let short = text.strip_suffix(&sure).unwrap_or(&text);
        return format!("Too few draws to decide ({}). {}", effective(decision), upper_first(short));
    }
    upper_first(&text)
}

/// Groups of parameters with what learning them is worth at the reference, most first.
pub fn learning(decision: &Decision) -> Vec<(&LearningWorth, Worth)> {
    let Some(at) = answered::at_reference(decision) else { return Vec::new() };
    let mut found: Vec<_> = decision.evppi.iter().filter_map(|g| g.worth.get(at).map(|w| (g, *w))).collect();
    found.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    found
}

/// "S/ 3.2 million (standard error 0.4 million)", or that it can't be told apart from 0.
pub fn worth(w: &Worth) -> String {
    if w.value > 0.0 {
        format!("{} (standard error {})", soles(w.value), soles(w.se))
    } else {
        format!(
            "nothing that can be told apart from 0 (estimate {}, standard error {})",
            soles(w.estimate),
            soles(w.se)
        )
    }
}

/// Whether some group's value can be told apart from 0 by draws enough: otherwise there is nothing to draw.
pub fn worth_learning(decision: &Decision) -> bool {
    !few(decision) && learning(decision).iter().any(|(_, w)| w.value > 0.0)
}

/// What perfect information would be worth at the reference: its estimate, and what the rule of zero makes of it.
pub fn perfect(decision: &Decision) -> String {
    let found = answered::at_reference(decision).and_then(|k| decision.evpi.get(k));
    match found {
        _ if few(decision) => format!("{} are too few to say how much that is", effective(decision)),
        Some(w) if w.value > 0.0 => {
            format!("{} (standard error {}) at the upright line", soles(w.estimate), soles(w.se))
        }
        Some(w) => format!(
            "{} (standard error {}) at the upright line, which can't be told apart from 0 and counts as 0",
            soles(w.estimate),
            soles(w.se)
        ),
        None => "not known here".into(),
    }
}

/// Title over the values of information.
pub fn learning_title(decision: &Decision) -> String {
    if few(decision) {
        return format!(
            "{} are too few to say what learning more before deciding is worth",
            upper_first(&effective(decision))
        );
    }
    let groups = learning(decision);
    let zero = groups.iter().filter(|(_, w)| w.value <= 0.0).count();
    let zeros = match zero {
        0 => String::new(),
        1 => "; one group can't be told apart from 0".into(),
        n => format!("; {n} groups can't be told apart from 0"),
    };
    let all = answered::at_reference(decision).and_then(|k| decision.evpi.get(k));
    match groups.first() {
        Some((group, w)) if w.value > 0.0 => {
            let close = groups.get(1).is_some_and(|(_, o)| w.value - o.value < 1.96 * w.se.hypot(o.se));
            let hedge = if close && groups[1].1.value > 0.0 { ", though the next is within its error" } else { "" };
            format!("Most worth learning: {}, at most {}{hedge}{zeros}", group.group, soles(w.value))
        }
        _ => match all {
            Some(w) if w.value > 0.0 => format!(
                "No single group is worth learning that can be told apart from 0; learning everything would be worth {}",
                soles(w.value)
            ),
            _ => "Learning more before deciding is worth nothing that can be told apart from 0 at this price".into(),
        },
    }
}

/// Strategy that averts most at a decision's budget, with its estimate.
fn most_averted<'a>(names: &Names, decision: &'a Decision) -> Option<(String, &'a Estimate)> {
    let row = *answered::ranked(decision).first()?;
    let s = &decision.strategies[row];
    Some((names.of(&s.policy), &s.averted))
}

/// Title over the budgets.
pub fn frontier_title(names: &Names, answers: &Answers) -> String {
    let all = answered::decisions(answers);
    let found = answers
        .frontier
        .iter()
        .filter(|p| p.optimised)
        .max_by(|a, b| a.budget.total_cmp(&b.budget).then(a.averted.mean.total_cmp(&b.averted.mean)));
    let found = found
        .map_or(String::new(), |p| format!("; search finds {} at {} a year", averted(&p.averted), soles(p.budget)));
    let open = |e: &Estimate| if answered::verdict(e) == Verdict::Unclear { ", perhaps none" } else { "" };
    let ends = all.first().zip(all.last()).and_then(|(a, b)| {
        let (low, high) = (most_averted(names, a)?, most_averted(names, b)?);
        Some(((a.budget_soles_per_year, low), (b.budget_soles_per_year, high)))
    });
    match ends {
        None => match found.strip_prefix("; ") {
            Some(text) => upper_first(text),
            None => "What more money averts is not known yet".into(),
        },
        Some(((_, (name, e)), _)) if all.len() == 1 => format!(
            "With {} a year {name} averts most on average: {} {}{}{found}",
            soles(all[0].budget_soles_per_year),
            averted(e),
            names.horizon(),
            open(e)
        ),
        Some(((small, (a, low)), (large, (b, high)))) => format!(
            "The most averted on average {} goes from {} with {} a year ({a}{}) to {} with {} ({b}{}){found}",
            names.horizon(),
            persons_in_words(low.mean),
            soles(small),
            open(low),
            persons_in_words(high.mean),
            soles(large),
            open(high),
        ),
    }
}

/// Spells begun, newly exploited and victims over the funded years; `None` unless all three are there.
pub fn triple<'a>(answers: &'a Answers, policy: &str) -> Option<[&'a EffectOverDraws; 3]> {
    let of = |k: usize| answered::effect(answers, policy, TRIPLE[k].0, "funded");
    Some([of(0)?, of(1)?, of(2)?])
}

/// "−120 spells begun a year, −98 newly exploited, −210 victims".
pub fn all_three(answers: &Answers, policy: &str) -> String {
    let Some([spells, newly, victims]) = triple(answers, policy) else { return "not all outcomes known".into() };
    let one = |e: &EffectOverDraws| match answered::over_draws(&e.change) {
        Some((low, high)) => {
            format!("{} ({})", persons_change(e.change.mean), Style::Persons.range(low, high))
        }
        None => persons_change(e.change.mean),
    };
    format!("{} spells begun a year, {} newly exploited, {} victims", one(spells), one(newly), one(victims))
}

/// Title over the groups that benefit.
pub fn benefits_title(names: &Names, answers: &Answers, policies: &[&str]) -> String {
    let Some(policy) = policies.first() else { return "Who benefits is not known yet".into() };
    let shown: Vec<_> = answers
        .benefits
        .iter()
        .filter(|b| b.policy == *policy)
        .filter_map(|b| answered::benefit(b).map(|e| (b, e)))
        .collect();
    let of = |v: Verdict| shown.iter().filter(|(_, e)| answered::verdict(e) == v).count();
    let (fewer, more) = (of(Verdict::Fewer), of(Verdict::More));
    let rise = match more {
        0 => String::new(),
        1 => "; it rises in one".into(),
        n => format!("; it rises in {n}"),
    };
    let largest = shown.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    match largest {
        Some((b, e)) if fewer > 0 => format!(
            "Under {} being newly exploited falls in {fewer} of {} groups shown beyond the uncertainty over draws, most by {} girls a year ({}){rise}",
            names.of(policy),
            shown.len(),
            persons_change(e.mean),
            group_in_words(&b.dimension, &b.group)
        ),
        Some(_) => {
            format!("Under {} no group's fall can be told apart from no effect over the draws{rise}", names.of(policy))
        }
        None => format!("Under {} every group has fewer than five girls: none is shown", names.of(policy)),
    }
}

fn group_in_words(dimension: &str, group: &str) -> String {
    match dimension {
        "age" => format!("age {group}"),
        "poverty" => format!("household income: {group}"),
        _ => group.to_owned(),
    }
}

/// Title over treated and untreated communities, after adaptation; `vector` as in [`before_after_title`]. The largest mean
/// change is named first, and hedged where its interval is not clear.
pub fn treatment_title(names: &Names, pairs: &[Pair], vector: Option<usize>) -> String {
    let after: Vec<(&str, &ByTreatment)> = pairs.iter().filter_map(|(p, _, after)| after.map(|b| (*p, b))).collect();
    let side = |of: fn(&ByTreatment) -> &Estimate, sign: f64, wanted: Verdict| {
        let clear = |b: &ByTreatment| answered::step_verdict(of(b), vector) == wanted;
        let n = after.iter().filter(|(_, b)| clear(b)).count();
        let largest = after.iter().max_by(|a, b| (sign * of(a.1).mean).total_cmp(&(sign * of(b.1).mean)));
        let most = match largest.filter(|(_, b)| sign * of(b).mean > 0.0) {
            Some((policy, b)) => {
                // Before the name, since a long title may be cut.
                let most = if n > 0 && !clear(b) { "most, not clear" } else { "most" };
                format!(" ({most}: {}, {} a year)", names.of(policy), persons_change(of(b).mean))
            }
            None => String::new(),
        };
        (n, most)
    };
    let (falls, fall) = side(|b| &b.treated, -1.0, Verdict::Fewer);
    let (rises, rise) = side(|b| &b.untreated, 1.0, Verdict::More);
    let treated = match (falls, after.len()) {
        (0, _) => format!("no fall in treated communities can be told apart from no effect{fall}"),
        (_, 1) => format!("newly exploited fall in treated communities{fall}"),
        (n, all) => format!("newly exploited fall in treated communities under {n} of {}{fall}", count(all, "policy")),
    };
    let untreated = match (rises, after.len()) {
        (0, _) => format!("no rise in untreated ones can be told apart from no effect{rise}"),
        (_, 1) => format!("they rise in untreated ones{rise}"),
        (n, _) => format!("they rise in untreated ones under {n}{rise}"),
    };
    format!("After adaptation {treated}; {untreated}")
}

/// One policy's treated and untreated communities in words.
pub fn treatment(names: &Names, pair: &Pair) -> String {
    let one = |b: &ByTreatment, when: &str| {
        format!(
            "treated {} and untreated {} girls a year {when} adaptation",
            persons_change(b.treated.mean),
            persons_change(b.untreated.mean)
        )
    };
    let parts: Vec<String> =
        [pair.1.map(|b| one(b, "before")), pair.2.map(|b| one(b, "after"))].into_iter().flatten().collect();
    format!("{}: {}", names.of(pair.0), parts.join(", "))
}

/// Share of a baseline in brackets: " (−4.3 %)".
fn of_baseline(change: f64, baseline: f64) -> String {
    if baseline > 0.0 { format!(" ({})", super::format::signed_percent(change / baseline)) } else { String::new() }
}

/// Clauses about several outcomes, the reason why there is no interval said once where it is the same for all.
pub fn changes_in_words(all: &[(&EffectOverDraws, &str)], draws: usize) -> String {
    let none = all.iter().all(|(e, _)| answered::over_draws(&e.change).is_none());
    let reason = format!(", {}", answered::no_interval(draws));
    let clauses: Vec<String> = all
        .iter()
        .map(|(e, what)| {
            let text = change_in_words(e, what, draws);
            if none { text.trim_end_matches(&reason).to_owned() } else { text }
        })
        .collect();
    format!("{}{}", clauses.join("; "), if none { reason } else { String::new() })
}

/// One clause about one outcome over so many draws: "120 fewer spells begun a year (−4.3 %; −240 to −10 over the draws)".
pub fn change_in_words(e: &EffectOverDraws, what: &str, draws: usize) -> String {
    let share = of_baseline(e.change.mean, e.baseline);
    let range = match answered::over_draws(&e.change) {
        Some(_) => format!("{} over the draws", ends(&e.change, Style::Words)),
        None => answered::no_interval(draws).into(),
    };
    let size = persons_in_words(e.change.mean.abs());
    match answered::verdict(&e.change) {
        Verdict::Unclear => format!("a change in {what} that can't be told apart from no effect{share}, {range}"),
        _ if e.change.mean > 0.0 => format!("{size} more {what}{share}, {range}"),
        _ => format!("{size} fewer {what}{share}, {range}"),
    }
}

/// The policy that sentences speak of: the best in expectation, otherwise the one that averts most; where draws are too few for
/// a decision, the one with the largest mean fall in spells begun.
pub fn leading<'a>(names: &Names, answers: &'a Answers) -> Option<&'a str> {
    if let Some(main) = answered::main_decision(answers) {
        let row = answered::best_row(main).filter(|r| *r > 0).or_else(|| answered::ranked(main).first().copied())?;
        return Some(&main.strategies[row].policy);
    }
    answers
        .effects
        .iter()
        .filter(|e| e.outcome == TRIPLE[0].0 && e.window == "funded" && names.at_largest(&e.policy))
        .min_by(|a, b| a.change.mean.total_cmp(&b.change.mean))
        .map(|e| e.policy.as_str())
}

/// Said before anything else where draws settle nothing.
pub fn too_few(answers: &Answers) -> Option<String> {
    let to_decide = number(DRAWS_TO_DECIDE, 0);
    match answered::main_decision(answers) {
        Some(main) if few(main) => Some(format!(
            "Too few draws to decide: {}, of the {to_decide} that a decision needs at least. The numbers show the form of the answer, \
             not the answer.",
            effective(main)
        )),
        Some(_) => None,
        None if answers.draws.used == 0 => Some("No decision can be told from these draws yet.".into()),
        None => Some(format!(
            "Too few draws to decide: {}, of the {} that intervals need at least, and {to_decide} that a decision needs. The numbers are \
             means with simulation noise.",
            count(answers.draws.used, "draw"),
            DRAWS_FOR_AN_INTERVAL
        )),
    }
}

/// The finding at the main budget and at the others, a sentence each.
pub fn finding(names: &Names, answers: &Answers) -> Vec<String> {
    let mut out: Vec<String> = too_few(answers).into_iter().collect();
    let Some(main) = answered::main_decision(answers) else { return out };
    if let Some(text) = best(names, main) {
        out.push(format!("With up to {} a year {text}.", soles(main.budget_soles_per_year)));
    }
    let all = answered::decisions(answers);
    let smaller: Vec<String> = all[..all.len().saturating_sub(1)]
        .iter()
        .filter_map(|d| {
            let row = answered::best_row(d)?;
            let p = answered::probability_best(d, row)
                .map_or(String::new(), |p| format!(" (best in {})", answered::share(p)));
            Some(format!("with {} it is {}{p}{}", soles(d.budget_soles_per_year), strategy(names, d, row), but(d, row)))
        })
        .collect();
    if !smaller.is_empty() {
        out.push(format!("At smaller budgets: {}.", smaller.join("; ")));
    }
    if let Some((name, e)) = most_averted(names, main) {
        out.push(format!("{name} averts most on average, after adaptation: {}.", averted_in_words(names, main, e)));
    }
    let societal = answers
        .decisions
        .iter()
        .find(|d| d.view == "societal" && d.budget_soles_per_year == main.budget_soles_per_year);
    if let Some((there, here)) = societal.filter(|_| main.view == "budget").and_then(|d| {
        let row = answered::best_row(d)?;
        Some((strategy(names, d, row), strategy(names, main, answered::best_row(main)?)))
    }) {
        out.push(if there == here {
            "Leaving transfers to households out of the cost (societal view) does not change that choice.".into()
        } else {
            format!("Leaving transfers to households out of the cost (societal view) makes it {there}.")
        });
    }
    out
}

/// How much the trade undoes, for the leading policy in spells begun.
pub fn adaptation(names: &Names, answers: &Answers) -> Option<String> {
    let policy = leading(names, answers)?;
    let w =
        answers.waterfalls.iter().find(|w| w.policy == policy && w.outcome == TRIPLE[0].0 && w.window == "funded")?;
    let hedge = match answered::verdict(&w.after) {
        Verdict::Unclear => ": what is left can't be told apart from no effect",
        _ => "",
    };
    let interval = |e: &Estimate| match answered::over_draws(e) {
        Some(_) => format!(" ({} over these draws)", ends(e, Style::Persons)),
        None => String::new(),
    };
    let which = if w.draws < answers.draws.used {
        format!(" (in the {} run both ways)", count(w.draws, "draw"))
    } else {
        String::new()
    };
    let why = if answered::over_draws(&w.after).is_none() {
        format!("; {}", answered::no_interval(w.draws))
    } else {
        String::new()
    };
    Some(format!(
        "Before the trade adapts {} changes spells begun by {} a year {}{which}{}; after adaptation by {}{}, so on average {}{hedge}{why}.",
        names.of(&w.policy),
        persons_change(w.before.mean),
        names.funded(),
        interval(&w.before),
        persons_change(w.after.mean),
        interval(&w.after),
        undone(w)
    ))
}

/// What the same study says at another baseline: whether the conclusion holds there; `None` where no budget can be compared.
pub fn elsewhere(
    names: &Names,
    answers: &Answers,
    other: &str,
    there_names: &Names,
    there: &Answers,
) -> Option<String> {
    let mut parts = Vec::new();
    let mut compared = 0;
    for here in answered::decisions(answers) {
        let budget = here.budget_soles_per_year;
        let Some(same) = answered::decision_at(there, budget) else { continue };
        let (Some(a), Some(b)) = (answered::best_row(here), answered::best_row(same)) else { continue };
        let (own, its) = (strategy(names, here, a), strategy(there_names, same, b));
        compared += 1;
        if own != its {
            let p = answered::probability_best(same, b)
                .map_or(String::new(), |p| format!(" (best in {})", answered::share(p)));
            let worth = if same.reference_willingness == here.reference_willingness {
                String::new()
            } else {
                format!(", {}", at_worth(same))
            };
            parts.push(format!("with {} a year{worth}, it is {its}{p}, not {own}", soles(budget)));
        }
    }
    if compared == 0 {
        return None;
    }
    let main = answered::main_decision(there)?;
    if parts.is_empty() {
        let sure = answered::best_row(main).and_then(|r| answered::probability_best(main, r));
        let sure = sure
            .map_or(String::new(), |p| format!(" (best there in {} of the assumptions examined)", answered::share(p)));
        Some(format!("At the other baseline ({other}) the same choice has the highest expected net benefit{sure}."))
    } else {
        Some(format!("At the other baseline ({other}) the conclusion does not hold throughout: {}.", list(&parts)))
    }
}

/// How sure: draws, policies whose sign is settled, noise against uncertainty, what turns the choice, what to learn.
pub fn certainty(names: &Names, answers: &Answers) -> Vec<String> {
    let mut out = Vec::new();
    let Some(main) = answered::main_decision(answers) else { return out };
    let policies: Vec<&Strategy> = main.strategies.iter().skip(1).collect();
    let verdicts: Vec<Verdict> = policies.iter().map(|s| answered::verdict(&s.averted)).collect();
    let clear = verdicts.iter().filter(|v| **v == Verdict::More).count();
    let none = verdicts.iter().filter(|v| **v == Verdict::NoInterval).count();
    let draws = answered::draws_in_words(answers);
    if none == policies.len() {
        out.push(format!("Over {draws} of what is assumed: {}.", answered::no_interval(main.draws)));
    } else {
        let unclear: Vec<String> = policies
            .iter()
            .zip(&verdicts)
            .filter(|(_, v)| **v == Verdict::Unclear)
            .map(|(s, _)| names.of(&s.policy))
            .collect();
        let open = match unclear.len() {
            0 => String::new(),
            n if n <= 3 => format!("; {} can't be told apart from no effect", list(&unclear)),
            n if n + clear == policies.len() => format!("; the other {n} can't be told apart from no effect"),
            n => format!("; {n} can't be told apart from no effect"),
        };
        let who = match (clear, policies.len()) {
            (0, _) => "no policy's cases averted can be told apart from none".to_owned(),
            (n, all) if n == all => {
                format!("{} cases", if n == 1 { "the policy averts" } else { "every policy averts" })
            }
            (n, all) => format!("{n} of {all} policies {} cases", if n == 1 { "averts" } else { "avert" }),
        };
        // Said already where none can be told apart.
        let open = if clear == 0 { String::new() } else { open };
        out.push(format!("Over {draws} of what is assumed {who}{open}."));
    }
    if let Some((name, half, width)) = noise_share(names, main) {
        out.push(format!(
            "Simulation noise (other random numbers) is ±{} spells averted {} for {name}, uncertainty (other assumptions) about ±{}.",
            persons_in_words(half),
            names.horizon(),
            persons_in_words(width)
        ));
    }
    let found = break_evens_of(answers);
    match found.turning.as_slice() {
        [] if answers.break_evens.is_empty() => {}
        [] if !found.doubtful.is_empty() => out.extend(doubtful(&found).map(|text| format!("{text}."))),
        [] => out.push("No single assumption, moved over its range, turns which policy is preferred.".into()),
        some => out.extend(some.iter().take(2).map(|b| break_even(names, answers, b))),
    }
    if !main.evppi.is_empty() {
        out.push(format!("{}.", learning_title(main)));
    }
    out
}

/// Half-width of noise and of the interval over draws of the policy that averts most.
fn noise_share(names: &Names, decision: &Decision) -> Option<(String, f64, f64)> {
    let (name, e) = most_averted(names, decision)?;
    let (half, (low, high)) = (answered::noise_half(e)?, answered::over_draws(e)?);
    let width = (high - low) / 2.0;
    (width > 0.0).then_some((name, half, width))
}

/// "128 draws …": how the draws were made.
pub fn draws(answers: &Answers) -> String {
    let d = &answers.draws;
    let rejected = answered::rejected(answers).map_or(String::new(), |words| format!(" Rejected: {words}."));
    let solved = match d.solved.len() {
        0 => String::new(),
        n => format!(", with {} more solved to meet each draw's targets", number(n as f64, 0)),
    };
    let beyond = if d.drift_limit > 0.0 && d.largest_drift > d.drift_limit {
        format!(
            ", above the {} that the burn-in rule allows: that baseline still moves by itself, and effects in it may be off",
            percent(d.drift_limit)
        )
    } else {
        String::new()
    };
    format!(
        "{} of {}{solved}.{rejected} Largest drift of a baseline: {} a year{beyond}.",
        upper_first(&answered::draws_in_words(answers)),
        count(d.sampled.len(), "assumed parameter"),
        percent(d.largest_drift)
    )
}
