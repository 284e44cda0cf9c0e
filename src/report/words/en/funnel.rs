//! From money to girls averted, in English.

use super::english::English;
use super::grammar::{count, list, spent, title};
use super::runs;
use crate::kit::format::upper_first;
use crate::kit::names::Title;
use crate::said::funnel::{Ends, Finding};
use crate::said::runs::Runs;
use crate::words::funnel::{Funnels, OfFunnel};
use amparo_decide::funnel::{Bought, Spells};
use amparo_model::policy::Unit;
use amparo_tables::Format;
use amparo_tables::numbers::{number, percent, persons};

/// Three digits: "629,000", "12.3 million", "−77".
fn rounded(x: f64) -> String {
    if x.abs() >= 999.5e3 {
        return format!("{}\u{a0}million", number(x / 1e6, 1));
    }
    let mut unit = 1.0;
    while x.abs() / unit >= 999.5 {
        unit *= 10.0;
    }
    number((x / unit).round() * unit, 0)
}

/// "12,000 contacts".
fn units(one: &Bought) -> String {
    let n = rounded(one.units);
    match one.unit {
        Unit::Contacts => format!("{n} contacts"),
        Unit::GirlYears => format!("{n} girl-years"),
        Unit::Persons => format!("support for {n}"),
    }
}

/// "of 629,000 girls whom the campaign reaches 15,000 would be drawn in".
fn reached(policy: &Title, ends: &Ends) -> String {
    let (who, all, some) = (title(policy), rounded(ends.reached), rounded(ends.at_risk));
    match ends.of {
        Spells::First => format!("of {all} girls whom {who} reaches {some} would be drawn in"),
        Spells::Repeated => format!("of {all} women whom {who} supports {some} would go back"),
    }
}

impl Funnels for English {
    fn funnel(&self, what: OfFunnel) -> &'static str {
        match what {
            OfFunnel::Reached => "girls reached at a time",
            OfFunnel::AtRisk => "drawn in without it",
            OfFunnel::Prevented => "kept from it",
            OfFunnel::Averted => "fewer in all",
            OfFunnel::GoingBack => "counts women who go back, or do not",
            OfFunnel::Reading => {
                "Bars are on one log scale. Reached: in the middle of a funded year, by whatever the policy does; of support, women taken in. Drawn in without it: \
                 girls among them who would accept an offer that was made, had there been no programme. Kept from it: those of them who do not. Fewer in all: against \
                 the baseline; what is missing to those kept from it are others who take their place, elsewhere or later; \
                 below it the 95 % interval of its mean. Hollow: can't be told apart from no effect."
            }
        }
    }

    fn buys(&self, spending: f64, of: &[&Bought]) -> String {
        let one = |bought: &&Bought| match of {
            [_] => units(bought),
            _ => format!("{} ({})", units(bought), bought.label),
        };
        format!("{} buys {}", upper_first(&spent(spending)), list(&of.iter().map(one).collect::<Vec<_>>()))
    }

    fn funnel_title(&self, found: Option<&Finding>) -> String {
        let n = rounded;
        match found {
            None => "What becomes of those whom the money reaches is not known yet".into(),
            Some(Finding::None(policy, ends)) => {
                let less = match ends.of {
                    Spells::First => "No policy's fall in girls drawn in can be told apart from no effect",
                    Spells::Repeated => "No policy's fall in women going back can be told apart from no effect",
                };
                format!("{less}; {}", reached(policy, ends))
            }
            Some(Finding::Told(policy, ends)) => {
                let in_all = match ends.averted {
                    averted if averted >= 0.0 => format!("{} fewer are in all", n(averted)),
                    averted => format!("{} more are in all", n(-averted)),
                };
                upper_first(&format!("{}, {} are kept from it, and {in_all}", reached(policy, ends), n(ends.prevented)))
            }
        }
    }

    fn funnel_share(&self, of: f64, all: f64) -> String {
        if all > 0.0 { format!("{} of them", percent(of / all)) } else { String::new() }
    }

    fn funnel_averted(&self, ends: &Ends) -> String {
        ends.interval.map_or_else(|| "no interval".to_owned(), |(low, high)| Format::Persons.range(low, high))
    }

    fn funnel_subtitle(&self, horizon_years: usize, funded_years: usize, over: &Runs) -> String {
        let paid =
            if funded_years == horizon_years { String::new() } else { format!(", {funded_years} of them funded") };
        format!(
            "From money to girls, in all {}{paid}; after adaptation, mean over {}",
            count(horizon_years, "year"),
            runs::runs(over)
        )
    }

    fn funnel_alt(&self, policy: &str, of: Spells, [reached, at_risk, prevented, averted]: [f64; 4]) -> String {
        let what = match of {
            Spells::First => "drawn in",
            Spells::Repeated => "going back",
        };
        format!(
            "{policy}: reached {}, {what} without it {}, kept from it {}, fewer in all {}",
            persons(reached),
            persons(at_risk),
            persons(prevented),
            persons(averted)
        )
    }
}
