//! Numbers and names in English.

use super::english::English;
use super::grammar::{self, count};
use crate::kit::names::{Title, Who};
use crate::words::basics::Basics;
use amparo_decide::estimate::Estimate;
use amparo_decide::per_case::PerCase;
use amparo_model::observe::Outcome;
use amparo_tables::Format;
use amparo_tables::numbers::{percent, share, soles, soles_brief};

impl Basics for English {
    fn soles(&self, x: f64) -> String {
        soles(x)
    }

    fn soles_brief(&self, x: f64) -> String {
        soles_brief(x)
    }

    fn spent(&self) -> fn(f64) -> String {
        grammar::spent
    }

    fn spent_brief(&self, x: f64) -> String {
        grammar::spent(x).replace("million", "m").replace("billion", "bn")
    }

    fn yearly_budget(&self, x: f64) -> String {
        format!("{} per year", soles(x))
    }

    fn share(&self, p: f64) -> String {
        share(p)
    }

    fn part(&self, share: f64) -> String {
        match share {
            s if s <= 0.0 => "none".into(),
            s if s < 0.0005 => "almost none".into(),
            s if s > 0.9995 => "almost all".into(),
            s => percent(s),
        }
    }

    fn ends(&self, e: &Estimate, style: Format) -> String {
        match (e.interval(), e.bar) {
            (None, Some(bar)) => format!("±\u{a0}{}", style.half(bar)),
            _ => grammar::ends(e, style),
        }
    }

    fn case_ends(&self, case: &PerCase) -> String {
        match case.ends {
            _ if case.value.is_none() => String::new(),
            Some([Some(low), Some(high)]) => format!("{} to {}", soles_brief(low), soles_brief(high)),
            Some([Some(low), None]) => format!("≥ {}, no end", soles_brief(low)),
            Some([None, _]) => "no bound".into(),
            None => "no interval".into(),
        }
    }

    fn remark(&self, unclear: bool, widened: bool) -> &'static str {
        match (unclear, widened) {
            (true, true) => "unclear; widened by noise",
            (true, false) => "unclear",
            (false, true) => "widened by noise",
            (false, false) => "",
        }
    }

    fn no_interval(&self) -> &'static str {
        "no interval"
    }

    fn who(&self, who: &Who) -> String {
        match who {
            Who::Policy(Title(text)) => text.clone(),
            other => grammar::who(other),
        }
    }

    fn drawn(&self, drawn: usize, of: usize) -> String {
        if drawn == of {
            return String::new();
        }
        format!("{drawn} of {} are drawn, those that avert most on average; the tables hold all.", count(of, "policy"))
    }

    // Outcomes are registrable, so that a row of the model's list brings its own words in its language.
    fn outcome(&self, outcome: &Outcome) -> &'static str {
        outcome.label
    }

    fn outcome_unit(&self, outcome: &Outcome) -> &'static str {
        outcome.per
    }

    fn outcome_brief(&self, outcome: &Outcome) -> &'static str {
        outcome.short
    }
}
