//! When an answer turns, in English.

use super::english::English;
use super::grammar::{count, list};
use super::matching::gains::fine;
use crate::kit::format::upper_first;
use crate::words::discovery::Discovered;
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::discovery::results::{Asks, BoxScore, Discovery, FoundBox, Limit, Said};
use amparo_tables::numbers::{number, share, soles};
use amparo_text::money;

/// What is asked, in the middle of a sentence.
fn question(d: &Discovery) -> String {
    match (d.question, d.threshold) {
        (Asks::MatchingOverSingle, t) if t > 0.0 => {
            format!(
                "matching beats the best single intervention by more than {}\u{a0}% of the baseline",
                digits(100.0 * t)
            )
        }
        (Asks::MatchingOverSingle, _) => "matching beats the best single intervention".into(),
    }
}

fn condition(limit: &Limit) -> String {
    let (what, value) = (&limit.phrase, |x: f64| with_unit(x, &limit.unit));
    match (limit.low, limit.high) {
        (Some(low), Some(high)) => format!("{what} is between {} and {}", value(low), value(high)),
        (Some(low), None) => format!("{what} is more than {}", value(low)),
        (None, Some(high)) => format!("{what} is less than {}", value(high)),
        (None, None) => format!("{what} is anything"),
    }
}

/// "at least 0.3 log-odds", "0.1 to 0.4 log-odds".
fn limit(l: &Limit) -> String {
    let unit = if l.unit.is_empty() { String::new() } else { format!(" {}", l.unit) };
    match (l.low, l.high) {
        (Some(low), Some(high)) => format!("{}: {} to {}{unit}", l.parameter, fine(low), fine(high)),
        (Some(low), None) => format!("{}: at least {}{unit}", l.parameter, fine(low)),
        (None, Some(high)) => format!("{}: at most {}{unit}", l.parameter, fine(high)),
        (None, None) => format!("{}: any", l.parameter),
    }
}

/// Whole per cent, with a no-break space.
fn whole_percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", 100.0 * share)
}

/// "Matching gains more than 2 % when the cost of a contact is less than S/ 14: true in 83 % of the assumptions there …".
fn sentence(d: &Discovery, found: &FoundBox, earlier: usize) -> String {
    let begin = match earlier {
        0 => upper_first(&question(d)),
        1 => format!("Outside the first box, {}", question(d)),
        n => format!("Outside the first {n} boxes, {}", question(d)),
    };
    let conditions: Vec<String> = found.limits.iter().map(condition).collect();
    let share = |of: Option<f64>| of.map_or_else(|| "–".into(), whole_percent);
    let checked = match found.held_out.density {
        Some(density) if found.held_out.draws == 1 => format!("{} of 1 held-out draw", whole_percent(density)),
        Some(density) => format!("{} of {} held-out draws", whole_percent(density), found.held_out.draws),
        None => "no held-out draw lies there".into(),
    };
    format!(
        "{begin} when {}: true in {} of the assumptions there ({checked}), against {} over all that answer; holds {} of all such cases.",
        list(&conditions),
        share(found.training.density),
        whole_percent(d.base_rate),
        share(found.training.coverage)
    )
}

/// A value as sentences show it: shares in per cent, soles with the sign before, about three digits.
fn with_unit(x: f64, unit: &str) -> String {
    let soles = |rest: &str| {
        let (x, million) = if x.abs() >= 999_500.0 { (x / 1e6, "\u{a0}million") } else { (x, "") };
        let rest = rest.trim();
        format!("{}\u{a0}{}{million}{}{rest}", money::sign(), digits(x), if rest.is_empty() { "" } else { " " })
    };
    match unit {
        "share" | "fraction" | "%" => format!("{}\u{a0}%", digits(100.0 * x)),
        "" => digits(x),
        _ => match money::after_money(unit) {
            Some(rest) => soles(rest),
            None => format!("{}\u{a0}{unit}", digits(x)),
        },
    }
}

/// About three significant digits, thousands apart, a true minus, no idle zeros.
fn digits(x: f64) -> String {
    let size = x.abs();
    // Place of the first digit, 0 for ones.
    let (mut place, mut unit) = (0, 1.0);
    while size >= 9.995 * unit && place < 15 {
        (place, unit) = (place + 1, unit * 10.0);
    }
    while size > 0.0 && size < 0.9995 * unit && place > -6 {
        (place, unit) = (place - 1, unit / 10.0);
    }
    let rounded = if place > 2 { (x / (unit / 100.0)).round() * (unit / 100.0) } else { x };
    let text = number(rounded, usize::try_from(2 - place).unwrap_or(0));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

impl Discovered for English {
    fn asked(&self, d: &Discovery) -> String {
        upper_first(&question(d))
    }

    fn found_box(&self, d: &Discovery, earlier: usize) -> String {
        d.boxes.get(earlier).map_or(String::new(), |found| sentence(d, found, earlier))
    }

    fn turns(&self, d: &Discovery, most: usize) -> String {
        let used = d.training_draws + d.held_out_draws;
        let left_out = if d.left_out == 0 { "no draw".into() } else { count(d.left_out, "draw") };
        let noise = format!("{left_out} left out, their answers lost in simulation noise");
        let lead = format!("With {} per year, whether {}", soles(d.budget_soles_per_year), question(d));
        if (used as f64) < DRAWS_TO_DECIDE {
            return format!("{lead}: too few draws to decide when ({} used; {noise}).", number(used as f64, 0));
        }
        let base = format!("{lead}: it does in {} of {} with a clear answer.", share(d.base_rate), count(used, "draw"));
        if d.boxes.is_empty() {
            return format!(
                "{base} No box of at most three parameters tells more than that share: no few assumptions were found that turn the answer \
                 ({noise})."
            );
        }
        let quoted: Vec<String> = d
            .boxes
            .iter()
            .enumerate()
            .take(most)
            .map(|(earlier, b)| {
                let held = match (b.held_out.density, b.held_out.coverage) {
                    (Some(density), Some(coverage)) => format!(
                        "on draws held out {} inside say yes, and {} of all yes lie inside",
                        share(density),
                        share(coverage)
                    ),
                    (Some(density), None) => format!("on draws held out {} inside say yes", share(density)),
                    _ => "no draw held out lies inside, so this was not checked".into(),
                };
                format!("“{}” ({held})", sentence(d, b, earlier).trim_end_matches('.'))
            })
            .collect();
        format!("{base} {}. {}.", quoted.join("; "), upper_first(&noise))
    }

    fn discovery_title(&self, d: &Discovery) -> String {
        match d.boxes.first() {
            Some(found) => format!(
                "{} when {}: true in {} of the assumptions there, against {} over all",
                upper_first(&question(d)),
                list(&found.limits.iter().map(condition).collect::<Vec<_>>()),
                found.training.density.map_or_else(|| "–".into(), whole_percent),
                whole_percent(d.base_rate)
            ),
            None => format!("No few assumptions were found that turn the answer: {}", question(d)),
        }
    }

    fn discovery_subtitle(&self, budget: f64) -> String {
        format!(
            "What each draw says, over the two parameters that tell most; {} per year, after adaptation",
            soles(budget)
        )
    }

    fn discovery_note(&self) -> &'static str {
        "Larger points: draws that count more. Shaded: the best box as far as it restricts these two parameters; what else it restricts is \
         in the table. Parameters as explained by `amparo explain`. Draws lie as they were drawn from what is assumed: a share of them is no \
         probability."
    }

    fn discovery_alt(&self, title: &str, all: &[&Discovery]) -> String {
        format!("{title}. {}", all.iter().map(|d| self.turns(d, 2)).collect::<Vec<_>>().join(" "))
    }

    fn said(&self, said: Said) -> &'static str {
        match said {
            Said::Yes => "yes",
            Said::No => "no",
            Said::Noise => "lost in simulation noise",
        }
    }

    fn limits(&self, limits: &[Limit]) -> String {
        limits.iter().map(limit).collect::<Vec<_>>().join("; ")
    }

    fn box_holds(&self, s: &BoxScore) -> String {
        format!(
            "of {} draws; holds {} of all yes, and {} of all draws",
            number(s.draws as f64, 0),
            s.coverage.map_or("–".into(), share),
            share(s.mass)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discovery() -> Discovery {
        let limit = |phrase: &str, low: Option<f64>, high: Option<f64>| Limit {
            parameter: "group.p".into(),
            phrase: phrase.into(),
            unit: "S/".into(),
            low,
            high,
        };
        let score = |density: f64| BoxScore { draws: 20, mass: 0.3, coverage: Some(0.8), density: Some(density) };
        let found = |limits: Vec<Limit>| FoundBox { limits, training: score(0.9), held_out: score(0.85) };
        Discovery {
            budget_soles_per_year: 20e6,
            question: Asks::MatchingOverSingle,
            threshold: 0.02,
            left_out: 1,
            training_draws: 60,
            held_out_draws: 30,
            base_rate: 0.4,
            boxes: vec![
                found(vec![
                    limit("the cost of step 1", None, Some(4.5)),
                    limit("the cost of step 2", Some(3.25), None),
                ]),
                found(vec![limit("the cost of step 3", Some(1.0), Some(2.0))]),
            ],
            telling: None,
        }
    }

    #[test]
    fn a_box_reads_as_a_sentence() {
        let words = English.found_box(&discovery(), 0).replace('\u{a0}', " ");
        let asked = "Matching beats the best single intervention by more than 2 % of the baseline";
        assert!(words.starts_with(&format!("{asked} when the cost of step 1 is less than S/ 4.5 and ")), "{words}");
        assert!(words.contains("the cost of step 2 is more than S/ 3.25: true in 90 %"), "{words}");
        assert!(words.contains("% of 20 held-out draws), against 40 % over all that answer; holds "), "{words}");
        assert!(words.ends_with("80 % of all such cases."), "{words}");
        let second = English.found_box(&discovery(), 1).replace('\u{a0}', " ");
        assert!(second.starts_with("Outside the first box, matching beats"), "{second}");
        assert!(second.contains("is between S/ 1 and S/ 2: "), "{second}");
    }

    #[test]
    fn values_carry_about_three_digits_and_their_unit() {
        let shown = |x: f64, unit: &str| with_unit(x, unit).replace('\u{a0}', " ");
        for (x, unit, want) in [
            (1_403.7, "S/", "S/ 1,400"),
            (14.26, "S/", "S/ 14.3"),
            (2_513_000.0, "S/", "S/ 2.51 million"),
            (312_499.0, "S/ per year", "S/ 312,000 per year"),
            (0.2138, "share", "21.4 %"),
            (0.004_12, "log-odds", "0.00412 log-odds"),
            (-0.5, "", "−0.5"),
            (0.0, "", "0"),
            (99.97, "weeks", "100 weeks"),
            (1.0, "times", "1 times"),
        ] {
            assert_eq!(shown(x, unit), want);
        }
    }
}
