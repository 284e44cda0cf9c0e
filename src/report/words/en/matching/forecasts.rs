//! Whether forecasts can be trusted.

use super::gains::few_lead;
use crate::kit::format::upper_first;
use crate::said::matching::forecasts::{Erring, Way, of, ratio};
use crate::words::en::grammar::title;
use amparo_decide::matching::results::ForecastSkill;
use amparo_tables::numbers::{number, persons_in_words};

/// "for X the simulation gives 0.62 of each case forecast (forecast 500 cases, simulated 310, not discounted; correlation over draws 0.8)".
pub fn forecast(s: &ForecastSkill) -> String {
    let name = title(&of(s));
    let means = format!(
        "forecast {} cases, simulated {}, not discounted",
        persons_in_words(s.forecast),
        persons_in_words(s.simulated)
    );
    let correlation = match s.correlation {
        Some(r) => format!("correlation over draws {}", number(r, 2)),
        None => "no correlation over draws, since one side does not vary".into(),
    };
    match ratio(s) {
        Some(ratio) => {
            format!(
                "for {name} the simulation gives {} of each case forecast ({means}; {correlation})",
                number(ratio, 2)
            )
        }
        None => format!("for {name} no case was forecast to be averted ({means}; {correlation})"),
    }
}

/// Which way forecasts err.
pub fn erring(found: &Erring) -> String {
    let (low, high) = found.range;
    let rules = if found.rules == 1 { "the rule" } else { "every rule" };
    let range = if found.rules == 1 || number(low, 2) == number(high, 2) {
        number(low, 2)
    } else {
        format!("{} to {}", number(low, 2), number(high, 2))
    };
    let text = match found.way {
        Way::Unknown => "no rule's forecast can be compared with what the simulation gives".to_owned(),
        Way::TooMuch => {
            format!("forecasts promise more than the simulation gives under {rules}: {range} of each case forecast")
        }
        Way::TooLittle => {
            format!("forecasts promise less than the simulation gives under {rules}: {range} for each case forecast")
        }
        Way::BothWays => {
            format!("forecasts err both ways: the simulation gives {range} of each case forecast, by rule")
        }
    };
    upper_first(&format!("{}{text}", few_lead(found.few.as_ref())))
}
