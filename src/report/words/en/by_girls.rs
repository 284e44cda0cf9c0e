//! Which policy keeps most girls from being drawn in, in English.

use super::english::English;
use super::grammar::{count, list, over_years, spent, title, titles};
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::by_girls::{Answer, Averts, Certainty, Changes, Money, Named, WELL_SPENT};
use crate::words::by_girls::{Girls, OfGirls};
use amparo_decide::by_girls::Part;
use amparo_decide::mean::{Assumed, DRAWS_FOR_A_RANGE, Mean};
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::ranking::{Share, Word};
use amparo_tables::numbers::{number, percent, percent_below, persons, soles};

/// Two or three digits, as many as a mean with such an error carries: "2,290", "41".
pub(super) fn girls(x: f64) -> String {
    if x.abs() < 9.95 {
        return number(x, 1);
    }
    let mut unit = 1.0;
    while x.abs() / unit >= 1000.0 {
        unit *= 10.0;
    }
    number((x / unit).round() * unit, 0)
}

/// "2,290 ± 490".
pub(super) fn bar(mean: &Mean) -> String {
    with_bar(mean, girls)
}

/// Both with more digits where they would read alike and which is larger is told, as "41.3 ± 40.8".
fn with_bar(mean: &Mean, brief: impl Fn(f64) -> String) -> String {
    let Some(bar) = mean.bar else { return brief(mean.mean) };
    let alike = brief(mean.mean.abs()) == brief(bar) && mean.mean.abs() != bar;
    let digits = |decimals: usize| [number(mean.mean, decimals), number(bar, decimals)];
    let differ = (0..4).map(digits).find(|[mean, bar]| mean.trim_start_matches('−') != bar);
    match differ.filter(|_| alike) {
        Some([mean, bar]) => format!("{mean}\u{a0}±\u{a0}{bar}"),
        None => format!("{}\u{a0}±\u{a0}{}", brief(mean.mean), brief(bar)),
    }
}

/// "48 of 100".
fn of_hundred(share: f64) -> String {
    format!("{} of 100", number(100.0 * share, 0))
}

/// "2,290 girls, give or take 490".
fn give_or_take(mean: &Mean) -> String {
    let some = if girls(mean.mean) == "1" { "1 girl".to_owned() } else { format!("{} girls", girls(mean.mean)) };
    mean.bar.map_or(some.clone(), |bar| format!("{some}, give or take {}", girls(bar)))
}

/// "880 ± 200 fewer", or that there is no clear change.
fn fewer(mean: &Mean) -> String {
    let size = Mean { mean: mean.mean.abs(), ..*mean };
    match mean.sign() {
        Some(sign) if sign > 0.0 => format!("{} fewer", bar(&size)),
        Some(_) => format!("{} more", bar(&size)),
        None => "no clear change".into(),
    }
}

/// Words of a title that a short sentence repeats.
const SHORT: usize = 8;

/// Policies that a sentence below the first page lists; more of them stand in a table alone.
const MOST_LISTED: usize = 12;

/// Those that could be first where they are too many to be listed.
fn counted(rivals: &[Title]) -> Option<String> {
    (rivals.len() > MOST_LISTED).then(|| format!("{} others, which `not_beaten` in by_girls.csv lists", rivals.len()))
}

fn short(policy: &Title) -> bool {
    policy.0.split_whitespace().count() <= SHORT
}

/// "a, b or c": those that could be first; counted where they are more than three or their titles long: the decision in numbers names
/// all.
fn any_of(rivals: &[Title], others: usize) -> String {
    const MOST: usize = 3;
    if rivals.len() > MOST || !rivals.iter().all(short) {
        return match rivals.len() {
            n if n == others => "any other".into(),
            1 => "one other".into(),
            n => format!("any of {n} others"),
        };
    }
    let all: Vec<String> = rivals.iter().map(title).collect();
    match all.as_slice() {
        [] => "another".into(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

/// The leader where it was named before.
fn again(leader: &Title) -> String {
    if short(leader) { title(leader) } else { "the policy that averts most".into() }
}

/// In how many worlds the leader averts most, as far as that can be told.
fn most(share: &Share, draws: usize) -> String {
    if !share.can_be_told() {
        return format!(
            "in how many of the worlds that fit what is known it averts most cannot be told: noise leaves {} undecided",
            of_hundred(share.unsettled())
        );
    }
    format!(
        "it averts most in {} of the worlds that fit what is known; noise leaves {} undecided, ±\u{a0}{} for only {}",
        of_hundred(share.plug_in),
        number(100.0 * share.unsettled(), 0),
        number(100.0 * share.half, 0),
        count(draws, "world")
    )
}

fn meaning(word: Word) -> &'static str {
    match word {
        Word::Clear => {
            "Clear means: more than every other policy beyond chance, and most in at least 80 of 100 such worlds."
        }
        Word::Likely => {
            "Likely means: more than every other policy beyond chance, or most in more than half of such worlds."
        }
        Word::Open => "Open means: chance, or what is not known, could put another of these first.",
    }
}

/// What points, thick and thin lines of girls averted are.
pub(super) fn points(draws: usize, range: Option<&Assumed>) -> String {
    let thin = match range {
        _ if (draws as f64) < DRAWS_FOR_A_RANGE => "",
        Some(range) if range.range => " Thin line: the range of all worlds, that is, of what is assumed.",
        _ => " Thin line: 95 % of the worlds, that is, of what is assumed, not drawn where noise hides it.",
    };
    format!("Point and thick line: mean and its 95 % interval. Hollow: can't be told apart from no effect.{thin}")
}

impl Girls for English {
    fn girls(&self, what: OfGirls) -> &'static str {
        match what {
            OfGirls::Averted => "Girls averted",
            OfGirls::Spells => "Repeated spells",
            OfGirls::VictimYears => "Victim-years",
            OfGirls::Spent => "Spent",
            OfGirls::Most => "Averts, adds",
            OfGirls::Axis => "girls fewer who are drawn into exploitation",
            OfGirls::None => "no policy",
        }
    }

    fn girls_answer(&self, answer: &Answer) -> Vec<String> {
        match answer {
            Answer::Nothing => vec!["Too little was run to tell any policy's effect from nothing.".into()],
            Answer::NoneTold { most, only, years } => {
                let (verb, colon) = match (most.girls.mean < 0.0, *only) {
                    (false, true) => ("averts", ""),
                    (false, false) => ("averts most", ":"),
                    (true, true) => ("adds", ""),
                    (true, false) => ("adds fewest", ":"),
                };
                vec![format!(
                    "{} effect can be told from nothing. On average {} {verb}{colon} {}, {}.",
                    if *only { "No" } else { "No policy's" },
                    title(&most.policy),
                    give_or_take(&Mean { mean: most.girls.mean.abs(), ..most.girls }),
                    over_years(*years)
                )]
            }
            Answer::Leads { leader, of, beside, assumed, only, years } => {
                let range = assumed.as_ref().map_or(String::new(), |range| {
                    format!("; {} to {} across assumptions", girls(range.low), girls(range.high))
                });
                let bar = leader.girls.bar.map_or(String::new(), |bar| format!(", give or take {}", girls(bar)));
                vec![
                    format!(
                        "{} keeps {} of {} girls out {} ({}){bar}{range}.",
                        upper_first(&title(&leader.policy)),
                        if *only { girls(leader.girls.mean) } else { format!("most: {}", girls(leader.girls.mean)) },
                        girls(*of),
                        over_years(*years),
                        percent(leader.girls.mean / of)
                    ),
                    match beside.iter().all(|mean| mean.sign().is_none()) {
                        true => "No clear change in returns to exploitation, or in years in it.".into(),
                        false => {
                            format!(
                                "Returns to exploitation: {}; years in it: {}.",
                                fewer(&beside[0]),
                                fewer(&beside[1])
                            )
                        }
                    },
                ]
            }
        }
    }

    fn girls_others(&self, others: &[Named; 2]) -> Option<String> {
        let [avert, add] = others;
        let of = |group: &Named| {
            let one = |one: &Averts| title(&one.policy);
            if group.named.is_empty() {
                return (group.more > 0).then(|| count(group.more, "policy"));
            }
            let all = group.named.iter().map(one).chain((group.more > 0).then(|| format!("{} more", group.more)));
            Some(list(&all.collect::<Vec<String>>()))
        };
        let help = of(avert).map(|them| format!("Also clear: {them}."));
        let harm = of(add).map(|them| format!("More girls new to the trade: {them}."));
        match (help, harm) {
            (Some(help), Some(harm)) => Some(format!("{help} {harm}")),
            (help, harm) => help.or(harm),
        }
    }

    fn girls_sure(&self, found: &Certainty) -> String {
        if found.draws == 1 {
            // Of one parameter vector nothing is known but noise.
            return match (&found.alone, found.not_beaten.as_slice()) {
                (Some(_), _) => "Its effect is beyond chance.".into(),
                (None, []) => "It is ahead of every other beyond chance.".into(),
                (None, rivals) => format!("Chance could put {} first.", any_of(rivals, found.others)),
            };
        }
        if let Some(harm) = &found.alone {
            return format!(
                "Its effect is beyond chance: of 100 worlds that fit what is known, it clearly averts girls in {} and clearly adds some in {}.",
                number(100.0 * harm.averts, 0),
                number(100.0 * harm.adds, 0)
            );
        }
        let few = found.draws < DRAWS_FOR_AN_INTERVAL;
        let told = found.most.can_be_told() && !few;
        let first = format!("{} worlds that fit what is known", of_hundred(found.most.plug_in));
        let hidden = match few {
            true => "too few worlds were run to say how often it is first",
            false => "in how many worlds that fit what is known it is first cannot be told",
        };
        match (found.word, found.not_beaten.is_empty()) {
            (Word::Clear, _) if told => {
                format!("Clear: ahead beyond chance, and first in {first} (needed: 80).")
            }
            (Word::Clear, _) => format!("Clear: ahead beyond chance; {hidden}."),
            (Word::Likely, true) if told => {
                format!("Likely: ahead beyond chance, but first in only {first} (clear: 80).")
            }
            (Word::Likely, true) => format!("Likely: ahead beyond chance, but {hidden}."),
            (Word::Likely, false) => {
                format!("Likely: first in {first}, more than half beyond chance; by how much, chance hides.")
            }
            (Word::Open, _) => {
                let rivals = any_of(&found.not_beaten, found.others);
                let first = if told { format!("it is first in {first}") } else { hidden.to_owned() };
                format!("Open: chance, or what is not known, could put {rivals} first; {first}.")
            }
        }
    }

    fn girls_certainty(&self, found: &Certainty) -> Vec<String> {
        let leader = title(&found.leader);
        if found.draws == 1 {
            // Of one parameter vector nothing is known but noise.
            return vec![match found.not_beaten.as_slice() {
                [] => format!("{} is ahead of every other beyond simulation noise.", upper_first(&leader)),
                rivals => format!("These runs do not tell {leader} apart from {}.", titles(rivals)),
            }];
        }
        let first = match (found.word, found.not_beaten.as_slice()) {
            (Word::Clear, _) => format!("Which policy averts most is clear: {leader}"),
            (Word::Likely, []) => {
                format!("That {leader} averts most is likely: it is beyond chance ahead of every other")
            }
            (Word::Likely, rivals) => {
                let rivals = counted(rivals).unwrap_or_else(|| titles(rivals));
                format!("That {leader} averts most is likely; not told apart from it: {rivals}")
            }
            (Word::Open, rivals) => match counted(rivals) {
                Some(rivals) => format!("Which policy averts most is open: {leader} or any of {rivals}"),
                None => {
                    let all: Vec<Title> = [&found.leader].into_iter().chain(rivals).cloned().collect();
                    format!("Which of these averts most is open: {}", titles(&all))
                }
            },
        };
        let who = match found.word {
            Word::Open => format!("{leader}: {}", most(&found.most, found.draws)),
            _ => upper_first(&most(&found.most, found.draws)),
        };
        vec![format!("{first}."), format!("{who}."), meaning(found.word).to_owned()]
    }

    fn girls_money(&self, money: &Money, budget: f64, funded_years: usize) -> Vec<String> {
        let case = money.pays_from.as_ref().map_or(String::new(), |pays| {
            let ends = match (pays.low, pays.high) {
                (None, _) => String::new(),
                (Some(low), Some(high)) => format!(" ({} to {})", soles(low), soles(high)),
                (Some(low), None) => format!(" ({} to no limit)", soles(low)),
            };
            format!(" and pays where a girl kept out is worth {}{ends}", soles(pays.soles))
        });
        let mut out = vec![format!(
            "{} spends {} of {}{case}.",
            if money.told { "It".to_owned() } else { upper_first(&again(&money.leader)) },
            spent(money.spent),
            spent(budget * funded_years as f64)
        )];
        let one = |(policy, share): &(Title, f64)| format!("{} ({})", title(policy), percent_below(*share, WELL_SPENT));
        let all = money.unspent.len() + money.more_unspent;
        let named = !money.unspent.is_empty() && money.unspent.iter().all(|(policy, _)| short(policy));
        let more = (money.more_unspent > 0).then(|| format!("{} more", money.more_unspent));
        match (all, named) {
            (0, _) => {}
            // The chart below shows what each spends.
            (_, false) if money.unspent.is_empty() => {}
            (_, true) => out.push(format!(
                "Less than nine tenths is spent by {}.",
                list(&money.unspent.iter().map(one).chain(more).collect::<Vec<_>>())
            )),
            (1, false) => out.push("One other spends less than nine tenths.".into()),
            (n, false) => out.push(format!("{n} others spend less than nine tenths.")),
        }
        out
    }

    fn girls_change(&self, change: &Changes) -> String {
        match change {
            Changes::Repeated(rho, policy) => format!(
                "If a return counts {} of a girl's first time, or more, {} leads.",
                number(*rho, 2),
                title(policy)
            ),
            Changes::Undiscounted(policy) => {
                format!("If later girls count as much as early ones, {} leads.", title(policy))
            }
            Changes::Among { part, most, leader, beats } => format!(
                "Among {} {} leads: {} against {} ({} chance).",
                match part {
                    Part::Poorest => "the poorest third",
                    Part::Under15 => "girls under 15",
                },
                title(&most.policy),
                bar(&most.girls),
                bar(leader),
                if *beats { "beyond" } else { "could be" }
            ),
            Changes::Learn(group, worth, se, few) => format!(
                "Most worth finding out: {group}; choosing by it could avert {}\u{a0}±\u{a0}{} girls more{}.",
                girls(*worth),
                girls(1.96 * se),
                if *few { " (provisional)" } else { "" }
            ),
        }
    }

    fn girls_title(&self, answer: &Answer, certainty: Option<&Certainty>) -> String {
        match (answer, certainty) {
            (Answer::Nothing, _) => "Too little was run to tell any policy's effect from nothing".into(),
            (Answer::NoneTold { .. }, _) => "No policy's effect on girls drawn in can be told from nothing".into(),
            (Answer::Leads { leader, years, .. }, certainty) => {
                let sure = certainty.map_or(String::new(), |found| match (found.word, found.not_beaten.as_slice()) {
                    _ if found.draws == 1 => "; other assumptions are not tried".into(),
                    (Word::Clear, _) => "; that it averts most is clear".into(),
                    (Word::Likely, _) => "; that it averts most is likely".into(),
                    (Word::Open, []) => "; whether it averts most is open".into(),
                    (Word::Open, rivals) => {
                        format!("; whether it or {} averts most is open", any_of(rivals, found.others))
                    }
                });
                format!(
                    "{} averts {} girls {}{sure}",
                    upper_first(&title(&leader.policy)),
                    bar(&leader.girls),
                    over_years(*years)
                )
            }
        }
    }

    fn girls_subtitle(&self, years: usize, budget: f64, draws: usize) -> String {
        format!(
            "Newly exploited girls averted {}, not discounted, with up to {} per year; after the trade adapts; {}",
            over_years(years),
            soles(budget),
            if draws == 1 { "one set of assumptions".to_owned() } else { count(draws, "world") }
        )
    }

    fn girls_key(&self, draws: usize, range: Option<&Assumed>) -> String {
        format!(
            "{} Averts, adds: in how many of 100 worlds a policy clearly averts girls and clearly adds some; the rest noise leaves undecided.",
            points(draws, range)
        )
    }

    fn with_bar_brief(&self, mean: &Mean) -> String {
        let brief = |x: f64| if mean.mean.abs() < 99_950.0 { girls(x) } else { persons(x) };
        with_bar(mean, brief)
    }

    fn harm(&self, averts: f64, adds: f64) -> String {
        format!("{}, {}", number(100.0 * averts, 0), number(100.0 * adds, 0))
    }

    fn girls_elsewhere(&self, baseline: &str, here: Option<&Title>, there: Option<&Certainty>) -> String {
        let word = |word: Word| match word {
            Word::Clear => "clear",
            Word::Likely => "likely",
            Word::Open => "open",
        };
        match (here, there) {
            (_, None) => format!("Other baseline ({baseline}): no policy's effect can be told from nothing."),
            (Some(here), Some(there)) if *here == there.leader => {
                format!("Other baseline ({baseline}): the same policy ({}).", word(there.word))
            }
            (_, Some(there)) => {
                format!("Other baseline ({baseline}): {} instead ({}).", title(&there.leader), word(there.word))
            }
        }
    }

    fn girls_caption(&self, years: usize, budget: f64, draws: usize) -> String {
        let over = if draws == 1 { "replicates".to_owned() } else { count(draws, "draw") };
        format!(
            "Girls averted {}, not discounted, with up to {} per year, after adaptation; ± is the 95 % interval of a mean over {over}; grey: \
             not told from nothing. Without poorest third or age: fewer than five a year.",
            over_years(years),
            soles(budget)
        )
    }

    fn beside_caption(&self, years: usize) -> String {
        format!(
            "Beside them, {}: girls averted in communities with a programme and without (below 0: more are drawn in there instead), women more \
             who are moved on out of the region, where exploitation may go on, and the change in girls drawn in elsewhere.",
            over_years(years)
        )
    }

    fn girls_heading(&self, years: usize, draws: usize) -> String {
        let over = if draws == 1 { "replicates".to_owned() } else { count(draws, "draw") };
        format!("Girls averted {}, not discounted; ± 95 % of a mean over {over}", over_years(years))
    }

    fn beside_heading(&self, years: usize) -> String {
        format!("Beside them {}: averted by place, women out of sight, girls elsewhere", over_years(years))
    }

    fn girls_alt(&self, policy: &str, mean: &Mean) -> String {
        format!("{policy}: {} girls averted", bar(mean))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_and_its_bar_show_which_is_larger() {
        let said = |mean: f64, of: f64| bar(&Mean { mean, bar: Some(of), ..Mean::default() }).replace('\u{a0}', " ");
        assert_eq!(said(2_290.0, 490.0), "2,290 ± 490");
        assert_eq!([said(41.3, 40.8), said(-41.3, 41.4)], ["41.3 ± 40.8", "−41.3 ± 41.4"]);
        assert_eq!(said(2_290.0, 2_286.0), "2,290 ± 2,286");
        assert_eq!(said(0.0, 0.0), "0.0 ± 0.0");
    }
}
