//! Findings as sentences, made from the numbers and hedged by their intervals. The only place that words an effect.

use crate::kit::format::{count, list, number, percent, short, signed_percent};
use amparo_decide::result::{ArmSeries, Effect, PolicyResult, StudyResult};

/// The three outcomes that are never shown apart, in reading order, with their names in tables.
pub const TRIPLE: [(&str, &str); 3] = [
    ("spells_begun_per_year", "Spells begun"),
    ("newly_exploited_per_year", "Newly exploited"),
    ("victims", "Victims"),
];

/// What an effect's interval allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Below 0 beyond simulation noise.
    Fewer,
    /// Above 0 beyond simulation noise.
    More,
    /// The interval contains 0.
    Unclear,
    /// One replicate: there is no interval.
    NoInterval,
}

/// Reads an effect's interval.
pub fn verdict(effect: &Effect) -> Verdict {
    match (effect.low, effect.high) {
        (Some(_), Some(high)) if high < 0.0 => Verdict::Fewer,
        (Some(low), Some(_)) if low > 0.0 => Verdict::More,
        (Some(_), Some(_)) => Verdict::Unclear,
        _ => Verdict::NoInterval,
    }
}

/// An outcome's effect over the funded years.
pub fn effect<'a>(policy: &'a PolicyResult, outcome: &str) -> Option<&'a Effect> {
    policy.effects.iter().find(|e| e.outcome == outcome)
}

/// Spells begun, newly exploited and victims over the funded years; `None` unless all three are there, since newly
/// exploited alone can have the wrong sign.
pub fn triple(policy: &PolicyResult) -> Option<[&Effect; 3]> {
    Some([effect(policy, TRIPLE[0].0)?, effect(policy, TRIPLE[1].0)?, effect(policy, TRIPLE[2].0)?])
}

/// Policies by their effect on spells begun, most averted first; those without one last.
pub fn by_spells_averted(result: &StudyResult) -> Vec<&PolicyResult> {
    let key = |p: &PolicyResult| effect(p, TRIPLE[0].0).map_or(f64::INFINITY, |e| e.difference);
    let mut policies: Vec<_> = result.policies.iter().collect();
    policies.sort_by(|a, b| key(a).total_cmp(&key(b)));
    policies
}

/// Mean of the baseline over the funded years; `None` where it is 0.
pub fn baseline_mean(result: &StudyResult, outcome: &str) -> Option<f64> {
    let b = &result.baseline;
    let own = match outcome {
        "spells_begun_per_year" => b.spells_begun_per_year,
        "newly_exploited_per_year" => b.newly_exploited_per_year,
        "victims" => b.victims,
        "brothels" => b.brothels,
        "registered_per_100k" => b.registered_per_100k,
        _ => return None,
    };
    Some(own).filter(|m| m.is_finite() && *m > 0.0)
}

/// How a policy is named: its title, or its name where it has none.
pub fn name(policy: &PolicyResult) -> &str {
    if policy.title.is_empty() { &policy.name } else { &policy.title }
}

/// How an arm is named: its title, or its name where it has none.
pub fn arm_name(arm: &ArmSeries) -> &str {
    if arm.title.is_empty() { &arm.name } else { &arm.title }
}

/// "−4.3 %; −5.1 to −3.5 %", or with persons where there is no relative change.
pub fn change(result: &StudyResult, e: &Effect) -> String {
    // Its own baseline mean, since windows differ; another policy's where an effect of 0 cannot tell.
    let own = |r: f64| Some(e.difference / r).filter(|m| m.is_finite() && *m != 0.0);
    let base = e.relative.and_then(|r| own(r).or_else(|| baseline_mean(result, &e.outcome)));
    match (e.relative, base, e.low, e.high) {
        (Some(r), Some(m), Some(low), Some(high)) => format!(
            "{}; {} to {}",
            signed_percent(r),
            signed_percent(low / m).trim_end_matches("\u{a0}%"),
            signed_percent(high / m)
        ),
        (Some(r), ..) => signed_percent(r),
        _ => format!("{} {}", crate::kit::format::signed(e.difference), e.unit),
    }
}

/// How many, without sign: whole from ten on.
fn persons(x: f64) -> String {
    if x.abs() >= 9.95 { number(x.abs(), 0) } else { short(x.abs()) }
}

/// One clause about one effect: "122 fewer spells begun a year (−4.3 %; −5.1 to −3.5 %)" or that it can't be told apart.
pub fn sentence(result: &StudyResult, e: &Effect, what: &str) -> String {
    match verdict(e) {
        Verdict::Fewer => format!("{} fewer {what} ({})", persons(e.difference), change(result, e)),
        Verdict::More => format!("{} more {what} ({})", persons(e.difference), change(result, e)),
        Verdict::Unclear => {
            format!("a change in {what} that can't be told apart from no effect ({})", change(result, e))
        }
        Verdict::NoInterval => format!("{} {what} in a single replicate, so no interval", change(result, e)),
    }
}

/// Title over effects on spells begun.
pub fn effects_title(result: &StudyResult) -> String {
    let ranked = by_spells_averted(result);
    let spells: Vec<_> = ranked.iter().filter_map(|p| effect(p, TRIPLE[0].0).map(|e| (*p, e, verdict(e)))).collect();
    if spells.is_empty() {
        return "No policy's effects are known yet".into();
    }
    if spells.iter().all(|s| s.2 == Verdict::NoInterval) {
        return "One replicate: how far these changes are more than chance can't be said yet".into();
    }
    let down: Vec<_> = spells.iter().filter(|s| s.2 == Verdict::Fewer).collect();
    let up = spells.iter().filter(|s| s.2 == Verdict::More).count();
    let lower = if down.len() == 1 { "lowers" } else { "lower" };
    let worse = match up {
        0 => String::new(),
        1 => "; one raises them".into(),
        n => format!("; {n} raise them"),
    };
    match down.first() {
        None if spells.len() == 1 && up == 0 => {
            format!("{}: no change in spells begun that can be told apart from no effect", name(spells[0].0))
        }
        None => format!("No policy's fall in spells begun can be told apart from no effect{worse}"),
        Some((p, e, _)) if spells.len() == 1 => {
            format!("{}: {} spells begun over the funded years", name(p), relative_words(e))
        }
        Some((p, e, _)) => format!(
            "{} of {} policies {lower} spells begun beyond simulation noise; largest estimated fall: {} ({}){worse}",
            down.len(),
            spells.len(),
            name(p),
            e.relative.map_or_else(|| short(e.difference), signed_percent),
        ),
    }
}

/// "4.3 % fewer", or in units where there is no relative change.
fn relative_words(e: &Effect) -> String {
    let word = if e.difference < 0.0 { "fewer" } else { "more" };
    match e.relative {
        Some(r) => format!("{} {word}", percent(r.abs())),
        None => format!("{} {word}", short(e.difference.abs())),
    }
}

/// Title over victims in time.
pub fn victims_title(result: &StudyResult, arms: &[ArmSeries], planned: Option<usize>) -> String {
    if let Some(planned) = planned.filter(|p| *p > result.replicates) {
        return format!("First look at victims over time: {} of {planned} replicates so far", result.replicates);
    }
    let mut found: Vec<_> = result.policies.iter().filter_map(|p| effect(p, "victims").map(|e| (p, e))).collect();
    found.sort_by(|a, b| a.1.difference.total_cmp(&b.1.difference));
    match found.first() {
        None => format!(
            "{}: about {} persons are exploited at a time",
            arms.first().map_or("Baseline", arm_name),
            number(result.baseline.victims, 0)
        ),
        Some((p, e)) => match verdict(e) {
            Verdict::Fewer => format!(
                "{}: {} victims on average over the funded years{}",
                name(p),
                relative_words(e),
                if found.len() > 1 { ", the largest estimated fall" } else { "" }
            ),
            Verdict::NoInterval => {
                "One replicate: victims over time, with no way yet to tell effect from chance".into()
            }
            _ => "No policy's fall in victims can be told apart from no effect over the funded years".into(),
        },
    }
}

/// The finding in a few sentences for the report's first page, plain text.
pub fn summary(result: &StudyResult) -> Vec<String> {
    let ranked: Vec<_> = by_spells_averted(result).into_iter().filter_map(|p| triple(p).map(|t| (p, t))).collect();
    let mut out = Vec::new();
    let pick = |wanted: Verdict| -> Vec<&(&PolicyResult, [&Effect; 3])> {
        ranked.iter().filter(|(_, t)| verdict(t[0]) == wanted).collect()
    };
    let names =
        |of: &[&(&PolicyResult, [&Effect; 3])]| list(&of.iter().map(|(p, _)| name(p).to_owned()).collect::<Vec<_>>());
    let (down, up, unclear) = (pick(Verdict::Fewer), pick(Verdict::More), pick(Verdict::Unclear));
    if let Some((p, [spells, newly, victims])) = down.first() {
        let lead =
            if ranked.len() > 1 { format!("{} has the largest estimated effect", name(p)) } else { name(p).to_owned() };
        out.push(format!(
            "{lead}: {}; {}; {}.",
            sentence(result, spells, "spells begun a year"),
            sentence(result, newly, "girls newly exploited a year"),
            sentence(result, victims, "victims at a time"),
        ));
        let rivals: Vec<_> = down[1..].iter().filter(|(_, t)| t[0].low <= spells.high).copied().collect();
        if !rivals.is_empty() {
            out.push(format!(
                "Its interval overlaps with that of {}, so which of them does most is not settled by these runs.",
                names(&rivals)
            ));
        }
        if let Some(e) = p.effects_following.iter().find(|e| e.outcome == TRIPLE[0].0) {
            out.push(format!(
                "With {}, over the {} that follow without funding: {}.",
                name(p),
                count(result.following_years, "year"),
                sentence(result, e, "spells begun a year")
            ));
        }
        if down.len() > 1 {
            out.push(format!("Spells begun also fall beyond simulation noise with {}.", names(&down[1..])));
        }
    }
    let opposed: Vec<_> = down.iter().filter(|(_, t)| verdict(t[1]) == Verdict::More).copied().collect();
    if !opposed.is_empty() {
        out.push(format!(
            "With {}, fewer spells begin although more girls are newly exploited: read the three numbers together.",
            names(&opposed)
        ));
    }
    if !unclear.is_empty() {
        out.push(format!(
            "The effect of {} on spells begun can't be told apart from no effect in {}.",
            names(&unclear),
            count(result.replicates, "replicate")
        ));
    }
    if !up.is_empty() {
        out.push(format!("Spells begun rise beyond simulation noise with {}.", names(&up)));
    }
    if pick(Verdict::NoInterval).len() == ranked.len() && !ranked.is_empty() {
        out.push(
            "Only one replicate has been run: the changes shown may be chance, and no policy can be said to help."
                .into(),
        );
    }
    if ranked.is_empty() {
        out.push("No policy has been compared with the baseline yet.".into());
    }
    out
}
