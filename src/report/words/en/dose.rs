//! Variants of one policy, in English.

use super::by_girls::{bar, girls, points};
use super::english::English;
use super::grammar::{count, list, over_years, title};
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::dose::{Leader, Returning};
use crate::words::dose::{Doses, OfDose};
use amparo_decide::dose::{Axis, Dose, MainEffect, Per, Point, Unit, Value};
use amparo_decide::mean::Assumed;
use amparo_decide::per_case::PerCase;
use amparo_tables::numbers::{number, short, soles, soles_bare};
use amparo_text::money;

/// A number with no more digits than it needs.
fn plain(x: f64) -> String {
    let text = number(x, 6);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// "share of budget".
fn label(axis: &Axis) -> String {
    axis.label.clone()
}

/// "share of budget 25 %".
fn at(axis: &Axis, value: &Value) -> String {
    format!("{} {}", label(axis), English.dose_value(&axis.unit, value))
}

/// A value of the first axis.
fn of_first(dose: &Dose, value: f64) -> String {
    dose.axes.first().map_or_else(|| plain(value), |axis| English.dose_value(&axis.unit, &Value::Number(value)))
}

/// "S/" or "unit of intensity".
fn further(dose: &Dose, per: Per) -> String {
    match per {
        Per::Sol => "a further sol".into(),
        Per::Unit => format!("a further unit of {}", dose.axes.first().map(label).unwrap_or_default()),
    }
}

/// What is varied: "Information campaign by share of budget", "… by coverage and intensity".
fn by(dose: &Dose) -> String {
    let axes: Vec<String> = dose.axes.iter().map(label).collect();
    format!("{} by {}", title(&Title(dose.title.clone())), list(&axes))
}

impl Doses for English {
    fn dose(&self, what: OfDose) -> &'static str {
        match what {
            OfDose::Heading => "Dose and response",
            OfDose::Girls => "girls fewer who are drawn into exploitation",
            OfDose::PerSol => "girls averted per further million that is spent, step by step",
            OfDose::PerUnit => "girls averted per further unit, step by step",
            OfDose::Half => "half of the first step",
            OfDose::Contours => {
                "Lines join combinations that avert equally many on average, as drawn between those that were run."
            }
            OfDose::NoContours => {
                "No lines of equal effect are drawn: no combination is told from the others, and they would show noise."
            }
            OfDose::ByItself => {
                "Each panel averages over all values of the others, which count alike; what two do together that neither does alone is not seen here."
            }
            OfDose::Bold => "Bold: told from nothing.",
        }
    }

    fn dose_value(&self, unit: &Unit, value: &Value) -> String {
        match (unit, value) {
            (_, Value::Word(word)) => word.clone(),
            (Unit::Share, Value::Number(share)) => format!("{}\u{a0}%", plain(100.0 * share)),
            (Unit::SolesPerYear, Value::Number(sum)) => soles(*sum),
            (Unit::In(_), Value::Number(number)) => plain(*number),
        }
    }

    fn dose_axis(&self, axis: &Axis) -> String {
        match &axis.unit {
            Unit::In(unit) if !unit.is_empty() => format!("{}, {unit}", label(axis)),
            Unit::SolesPerYear => format!("{}, {} per year", label(axis), money::sign()),
            _ => label(axis),
        }
    }

    fn dose_axis_scaled(&self, axis: &Axis, ratio: bool) -> String {
        let named = self.dose_axis(axis);
        if ratio { format!("{named} (log scale)") } else { named }
    }

    fn dose_variant(&self, dose: &Dose, point: &Point) -> String {
        let values = dose.axes.iter().zip(&point.values).map(|(axis, value)| at(axis, value));
        values.collect::<Vec<_>>().join(", ")
    }

    fn dose_intro(&self, dose: &Dose) -> String {
        let span = |axis: &Axis| {
            let shown = |value: &Value| self.dose_value(&axis.unit, value);
            match (axis.ascending(), axis.values.as_slice()) {
                (Some(_), [first, .., last]) => format!("{} from {} to {}", label(axis), shown(first), shown(last)),
                (_, values) => format!("{} {}", label(axis), list(&values.iter().map(shown).collect::<Vec<_>>())),
            }
        };
        let how = if dose.axes.len() > 1 && !dose.crossed { ", side by side" } else { "" };
        format!(
            "{} in {}: {}{how}; up to {} per year.",
            upper_first(&title(&Title(dose.title.clone()))),
            count(dose.points.len(), "variant"),
            list(&dose.axes.iter().map(span).collect::<Vec<_>>()),
            soles(dose.budget_soles_per_year)
        )
    }

    fn dose_leader(&self, dose: &Dose, leader: Option<&Leader>) -> String {
        let Some(found) = leader else {
            return match dose.points.len() {
                1 => "There is one variant, and none to compare it with.".into(),
                _ => "Even the variant that averts most on average can't be told from no effect.".into(),
            };
        };
        let first = format!(
            "On average {} averts most, {} girls {}",
            self.dose_variant(dose, found.point),
            bar(&found.point.girls_undiscounted),
            over_years(dose.horizon_years)
        );
        match found.not_beaten.as_slice() {
            [] => format!("{first}: beyond chance more than every other variant."),
            [one] => {
                format!("{first}; chance, or what is not known, could put {} first.", self.dose_variant(dose, one))
            }
            rivals => format!(
                "{first}; chance, or what is not known, could put {} of the other {} first.",
                rivals.len(),
                found.others
            ),
        }
    }

    fn dose_returns(&self, dose: &Dose, found: &Returning) -> String {
        match found {
            Returning::Diminish { first, step, per } => format!(
                "Returns diminish: from {} to {}, {} averts less than half of what it averts from {} to {}, beyond chance ({} against {}).",
                of_first(dose, step.from),
                of_first(dose, step.to),
                further(dose, *per),
                of_first(dose, first.from),
                of_first(dose, first.to),
                self.dose_rate(step.girls_per, *per),
                self.dose_rate(first.girls_per, *per)
            ),
            Returning::HoldUp(per) => format!(
                "Returns hold up over the whole range: beyond chance, {} averts more than half of what it averts in the first step, in every later one.",
                further(dose, *per)
            ),
            Returning::Untold(per) => format!(
                "No diminishing could be told: where {} begins to avert less than half of what it averts in the first step, chance hides; \
                 that is no sign that returns hold up.",
                further(dose, *per)
            ),
            Returning::NothingFirst(step) => format!(
                "Nothing is said of returns: what the first step averts, from {} to {}, can't be told from nothing.",
                of_first(dose, step.from),
                of_first(dose, step.to)
            ),
            Returning::TooFew => {
                "Nothing is said of returns: fewer than eight effective draws, or at one parameter vector replicates, were run.".into()
            }
        }
    }

    fn dose_title(&self, dose: &Dose, found: Option<&Returning>, leader: Option<&Leader>) -> String {
        let of = upper_first(&by(dose));
        match (found, leader) {
            (Some(Returning::Diminish { step, per, .. }), _) => format!(
                "{of}: from {} to {}, {} averts less than half of what it averts at first",
                of_first(dose, step.from),
                of_first(dose, step.to),
                further(dose, *per)
            ),
            (Some(Returning::HoldUp(_)), _) => format!("{of}: returns hold up over the whole range"),
            (Some(Returning::Untold(_) | Returning::TooFew), _) => {
                format!("{of}: that returns diminish could not be told")
            }
            (Some(Returning::NothingFirst(_)), _) => {
                format!("{of}: what the first step averts can't be told from nothing")
            }
            (None, Some(found)) if found.not_beaten.is_empty() => {
                format!("{of}: {} averts most, beyond chance", self.dose_variant(dose, found.point))
            }
            (None, Some(found)) => {
                let others = match found.not_beaten.len() {
                    1 => "one other is not told apart from it".to_owned(),
                    n => format!("{n} others are not told apart from it"),
                };
                format!("{of}: on average {} averts most; {others}", self.dose_variant(dose, found.point))
            }
            (None, None) => format!("{of}: no variant's effect can be told from nothing"),
        }
    }

    fn dose_finding(&self, dose: &Dose, found: Option<&Returning>, leader: Option<&Leader>) -> String {
        format!("{}.", self.dose_title(dose, found, leader))
    }

    fn dose_subtitle(&self, dose: &Dose) -> String {
        let over = if dose.draws == 1 { "one parameter vector".to_owned() } else { count(dose.draws, "draw") };
        format!(
            "Girls averted {}, not discounted, after adaptation, with up to {} per year; {over}",
            over_years(dose.horizon_years),
            soles(dose.budget_soles_per_year)
        )
    }

    fn dose_caption(&self, dose: &Dose, left_out: usize) -> String {
        let over = if dose.draws == 1 { "replicates".to_owned() } else { count(dose.draws, "draw") };
        let rest = match left_out {
            0 => String::new(),
            n => format!(" Those that avert most; {n} more are in sweep.csv."),
        };
        format!(
            "{}: girls averted {}, not discounted, with up to {} per year, after adaptation; ± is the 95 % interval of a mean over {over}; grey: not \
             told from nothing. {} per girl averted against doing nothing, both discounted.{rest}",
            upper_first(&by(dose)),
            over_years(dose.horizon_years),
            soles(dose.budget_soles_per_year),
            money::sign()
        )
    }

    fn dose_heading(&self, dose: &Dose) -> String {
        format!(
            "{}, with up to {}: girls averted {}",
            upper_first(&by(dose)),
            soles(dose.budget_soles_per_year),
            over_years(dose.horizon_years)
        )
    }

    fn dose_rate(&self, rate: f64, per: Per) -> String {
        match per {
            Per::Sol => format!("{} girls per {} million", short(1e6 * rate), money::sign()),
            Per::Unit => format!("{} girls per unit", short(rate)),
        }
    }

    fn dose_range(&self, range: &Assumed) -> String {
        format!("{} to {}", girls(range.low), girls(range.high))
    }

    fn dose_per_girl(&self, money: f64, case: &PerCase) -> String {
        let ends = match case.ends {
            Some([Some(low), Some(high)]) => format!(" ({} to {})", soles_bare(low), soles_bare(high)),
            Some([Some(low), None]) => format!(" (at least {})", soles_bare(low)),
            _ => String::new(),
        };
        format!("{}{ends}", soles_bare(money))
    }

    fn dose_main_effect(&self, dose: &Dose, effect: &MainEffect) -> String {
        let named = dose.axes.get(effect.axis).map_or_else(String::new, |axis| at(axis, &effect.value));
        format!("{named}: {} girls", bar(&effect.girls))
    }

    fn dose_key(&self, draws: usize, range: Option<&Assumed>) -> String {
        points(draws, range)
    }

    fn dose_alt(&self, dose: &Dose, point: &Point) -> String {
        format!("{}: {} girls averted", self.dose_variant(dose, point), bar(&point.girls_undiscounted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_in_their_unit_without_idle_digits() {
        let said = |unit: Unit, x: f64| English.dose_value(&unit, &Value::Number(x)).replace('\u{a0}', " ");
        assert_eq!(said(Unit::Share, 0.07), "7 %");
        assert_eq!(said(Unit::SolesPerYear, 2e6), "S/ 2 million");
        assert_eq!(said(Unit::In(String::new()), 0.5), "0.5");
        assert_eq!(said(Unit::In(String::new()), 52.0), "52");
    }
}
