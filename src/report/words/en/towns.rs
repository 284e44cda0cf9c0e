//! The mining towns over the years, in English.

use super::english::English;
use super::runs::{means_of, world};
use crate::kit::format::upper_first;
use crate::said::runs::{Runs, World};
use crate::said::towns::{OverYears, Shift};
use crate::words::towns::{OfTowns, Towns};
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_tables::numbers::{number, percent};

impl Towns for English {
    fn towns(&self, what: OfTowns) -> &'static str {
        match what {
            OfTowns::Miners => "Miners, persons",
            OfTowns::Brothels => "Open brothels",
            OfTowns::Victims => "Victims, persons at a time",
            OfTowns::NewlyExploited => "Newly exploited, girls per year",
            OfTowns::AxisYear => "year after the burn-in",
            OfTowns::Reading => {
                "Means over a year and over the runs; how far single runs lie apart is not shown. Fewer than five persons are not \
                 drawn. What an event does to the trade in one town is context, never a programme."
            }
        }
    }

    fn town(&self, name: Option<&str>) -> String {
        name.unwrap_or("other towns").to_owned()
    }

    fn towns_title(&self, of: World, shift: &Shift) -> String {
        let here = world(of);
        let persons = |x: f64| if x < SUPPRESS_BELOW { "fewer than five".to_owned() } else { number(x, 0) };
        match shift {
            Shift::Nothing => format!("In {here} too few are exploited to tell mining towns apart"),
            Shift::Steady(town, share) => format!(
                "In {here} no large mining town empties or fills from year to year; over all of them {town} holds {} of the victims",
                percent(*share)
            ),
            Shift::Moves { town, most, least, others } => {
                let (moves, from, to) = if most.0 < least.0 { ("falls", most, least) } else { ("rises", least, most) };
                let (then, now) = if most.0 < least.0 { (others.0, others.1) } else { (others.1, others.0) };
                format!(
                    "In {here} the number of victims in {town} {moves} from {} in year {} to {} in year {}; in all other towns it goes from {} to {}",
                    persons(from.1),
                    from.0,
                    persons(to.1),
                    to.0,
                    persons(then),
                    persons(now)
                )
            }
        }
    }

    fn towns_subtitle(&self, alone: bool, of: &Runs) -> String {
        let what = "by mining town and year";
        let whose = if alone { "the trade" } else { "baseline without a policy" };
        format!("{} {what}; {}", upper_first(whose), means_of(of))
    }

    fn towns_alt(&self, title: &str, towns: &[OverYears]) -> String {
        let one = |town: &OverYears| {
            let years: Vec<String> = town.years.iter().map(|year| number(year.victims, 0)).collect();
            format!("{}: victims by year {}", self.town(town.name), years.join(", "))
        };
        format!("{title}. {}.", towns.iter().map(one).collect::<Vec<_>>().join("; "))
    }
}
