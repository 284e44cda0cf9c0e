//! Which policy keeps most girls from being drawn in, in English.

use super::english::English;
use super::grammar::{count, list, over_years, spent, title, titles};
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::by_girls::{Answer, Averts, Certainty, Changes, Money};
use crate::words::by_girls::{Girls, OfGirls};
use amparo_decide::mean::{Assumed, DRAWS_FOR_A_RANGE, Mean};
use amparo_decide::ranking::{Share, Word};
use amparo_tables::numbers::{number, percent, persons, soles};

/// Two or three digits, as many as a mean with such an error carries: "2,290", "41".
fn girls(x: f64) -> String {
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
fn bar(mean: &Mean) -> String {
    match mean.bar {
        Some(bar) => format!("{}\u{a0}±\u{a0}{}", girls(mean.mean), girls(bar)),
        None => girls(mean.mean),
    }
}

/// "48 of 100".
fn of_hundred(share: f64) -> String {
    format!("{} of 100", number(100.0 * share, 0))
}

fn averts(one: &Averts) -> String {
    format!("{} {}", title(&one.policy), bar(&one.girls))
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
            Answer::NoneTold { most, years } => vec![format!(
                "No policy's effect can be told from nothing. On average {} averts most: {} girls {}.",
                title(&most.policy),
                bar(&most.girls),
                over_years(*years)
            )],
            Answer::Leads { leader, of, beside, assumed, years } => {
                let range = assumed.as_ref().map_or(String::new(), |range| {
                    format!(" Under what is not known it may be {} to {}.", girls(range.low), girls(range.high))
                });
                vec![
                    format!(
                        "{} averts most: {} of {} girls who would be drawn in {} ({}).{range}",
                        upper_first(&title(&leader.policy)),
                        bar(&leader.girls),
                        girls(*of),
                        over_years(*years),
                        percent(leader.girls.mean / of)
                    ),
                    format!(
                        "Beside them it averts {} times that a woman is drawn in again or goes back, and {} years lived in exploitation.",
                        bar(&beside[0]),
                        bar(&beside[1])
                    ),
                ]
            }
        }
    }

    fn girls_others(&self, avert: &[Averts], add: &[Averts]) -> Vec<String> {
        let mut out = Vec::new();
        if !avert.is_empty() {
            out.push(format!(
                "Also clear of nothing, in girls: {}.",
                list(&avert.iter().map(averts).collect::<Vec<_>>())
            ));
        }
        if !add.is_empty() {
            let more: Vec<String> =
                add.iter().map(|one| format!("{} ({} more)", title(&one.policy), girls(-one.girls.mean))).collect();
            out.push(format!("More girls new to the trade: {}.", list(&more)));
        }
        out
    }

    fn girls_certainty(&self, found: &Certainty) -> Vec<String> {
        let leader = title(&found.leader);
        if found.draws == 1 {
            // Of one parameter vector nothing is known but noise.
            return vec![match found.not_beaten.as_slice() {
                [] => format!("{} is ahead of every other beyond simulation noise.", upper_first(&leader)),
                rivals => format!("These runs do not tell it apart from {}.", titles(rivals)),
            }];
        }
        let first = match (found.word, found.not_beaten.as_slice()) {
            (Word::Clear, _) => format!("Which policy averts most is clear: {leader}"),
            (Word::Likely, []) => {
                format!("That {leader} averts most is likely: it is beyond chance ahead of every other")
            }
            (Word::Likely, rivals) => {
                format!("That {leader} averts most is likely; not told apart from it: {}", titles(rivals))
            }
            (Word::Open, rivals) => {
                let all: Vec<Title> = [&found.leader].into_iter().chain(rivals).cloned().collect();
                format!("Which of these averts most is open: {}", titles(&all))
            }
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
            format!("; a girl averted costs {}{ends}, discounted at 3 % per year", soles(pays.soles))
        });
        let mut out = vec![format!(
            "{} spends {} of {}{case}.",
            upper_first(&title(&money.leader)),
            spent(money.spent),
            spent(budget * funded_years as f64)
        )];
        if !money.unspent.is_empty() {
            let one = |(policy, share): &(Title, f64)| format!("{} ({})", title(policy), percent(*share));
            out.push(format!(
                "Less than nine tenths of the money is spent by {}: compare these at what they spend.",
                list(&money.unspent.iter().map(one).collect::<Vec<_>>())
            ));
        }
        out
    }

    fn girls_change(&self, change: &Changes) -> String {
        match change {
            Changes::Repeated(rho, policy) => format!(
                "{} leads where being drawn in again, or going back, counts {} of a girl's first time or more.",
                upper_first(&title(policy)),
                number(*rho, 2)
            ),
            Changes::Undiscounted(policy) => {
                format!("Where later girls count as much as early ones, {} leads.", title(policy))
            }
            Changes::Learn(group, worth, se, few) => format!(
                "Most worth finding out first: {group}; choosing by it would avert {}\u{a0}±\u{a0}{} girls more{}.",
                girls(*worth),
                girls(1.96 * se),
                if *few { ", a provisional number" } else { "" }
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
                    (Word::Open, rivals) => format!("; whether it or {} averts most is open", titles(rivals)),
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
            if draws == 1 { "one parameter vector".to_owned() } else { count(draws, "draw") }
        )
    }

    fn girls_key(&self, draws: usize, range: Option<&Assumed>) -> String {
        let thin = match range {
            _ if (draws as f64) < DRAWS_FOR_A_RANGE => "",
            Some(range) if range.range => " Thin line: the range of all draws, that is, of what is assumed.",
            _ => " Thin line: 95 % of the draws, that is, of what is assumed, not drawn where noise hides it.",
        };
        format!(
            "Point and thick line: mean and its 95 % interval. Hollow: can't be told apart from no effect.{thin} Averts, adds: in how many of 100 draws a policy clearly averts \
             girls and clearly adds some; the rest noise leaves undecided."
        )
    }

    fn with_bar_brief(&self, mean: &Mean) -> String {
        let brief = |x: f64| if mean.mean.abs() < 99_950.0 { girls(x) } else { persons(x) };
        match mean.bar {
            Some(bar) => format!("{}\u{a0}±\u{a0}{}", brief(mean.mean), brief(bar)),
            None => brief(mean.mean),
        }
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
            (_, None) => format!("At the other baseline ({baseline}) no policy's effect can be told from nothing."),
            (Some(here), Some(there)) if *here == there.leader => {
                format!("At the other baseline ({baseline}) the same policy averts most ({}).", word(there.word))
            }
            (_, Some(there)) => format!(
                "At the other baseline ({baseline}) another policy averts most: {} ({}).",
                title(&there.leader),
                word(there.word)
            ),
        }
    }

    fn girls_alt(&self, policy: &str, mean: &Mean) -> String {
        format!("{policy}: {} girls averted", bar(mean))
    }
}
