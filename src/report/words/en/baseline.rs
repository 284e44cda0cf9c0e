//! The baseline in English.

use super::english::English;
use super::grammar::{count, list};
use super::runs::{means_of, world};
use crate::kit::format::upper_first;
use crate::said::baseline::{ComeFrom, Origin, Weighs};
use crate::said::runs::{Runs, World};
use crate::target::Target;
use crate::words::baseline::{Baseline, OfBaseline};
use crate::words::basics::Basics;
use amparo_decide::result::{DRIVERS, DriverProfile, Drivers};
use amparo_model::observe::outcomes::REGISTERED;
use amparo_tables::numbers::{number, percent};

impl Baseline for English {
    fn baseline(&self, what: OfBaseline) -> &'static str {
        match what {
            OfBaseline::Homes => "Where they come from",
            OfBaseline::Towns => "Where they are exploited",
            OfBaseline::AxisOrigins => "share of the newly exploited, %",
            OfBaseline::AxisVictims => "victims, persons at a time",
            OfBaseline::Under5 => "under 5, not shown",
            OfBaseline::Diamonds => {
                "Black marks: the share that the scenario gives, a diamond where it is published, a triangle where it is assumed; some were used to fit the model, so that agreement there is no test. \
                 Cells of fewer than 5 persons are not shown."
            }
            OfBaseline::ByDepartment => "By department",
            OfBaseline::EffectiveDrivers => "effective drivers",
            OfBaseline::TooFewCommunities => "Too few communities to show a spread.",
            OfBaseline::AxisDriver => "share of the driver, %",
            OfBaseline::ProtectedLevels => {
                "Shares depend on the chosen protected levels: each driver is compared with a level counted as protected, which is a \
                 choice, not a measurement. They describe the model's decision, not any person."
            }
        }
    }

    fn driver(&self, driver: usize) -> &'static str {
        DRIVERS[driver]
    }

    fn no_source(&self) -> &'static str {
        "the scenario, which names no source"
    }

    fn target(&self, of: &Target) -> String {
        match of {
            Target::Outcome(outcome) if *outcome == REGISTERED => "registered victims".into(),
            Target::Outcome(outcome) => outcome.label.to_owned(),
            Target::Minors => "minors among the victims".into(),
            Target::From(department) => format!("from {department}"),
        }
    }

    fn home(&self, name: Option<&str>) -> String {
        name.unwrap_or("other departments").to_owned()
    }

    fn origins_title(&self, of: World, from: &ComeFrom, town: Option<(&str, f64)>) -> String {
        let from = match from {
            ComeFrom::Unknown => "Where girls come from is not known yet".to_owned(),
            ComeFrom::TooFew => "Too few girls are newly exploited to show where they come from".to_owned(),
            ComeFrom::Departments(share, names) => {
                let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
                format!("In {} {} of the newly exploited come from {}", world(of), percent(*share), list(&names))
            }
        };
        match town {
            Some((town, share)) => format!("{from}; {town} holds {} of all victims", percent(share)),
            None => from,
        }
    }

    fn origins_subtitle(&self, alone: bool, of: &Runs) -> String {
        format!(
            "{} newly exploited per year by home, and persons exploited at a time by mining town; {}",
            if alone { "Girls" } else { "Baseline without a policy: girls" },
            means_of(of)
        )
    }

    fn origins_number(&self, share: f64, girls: f64) -> String {
        format!("{} · {} per year", percent(share), number(girls, 0))
    }

    fn town_number(&self, victims: f64, share: f64) -> String {
        format!("{} ({})", number(victims, 0), percent(share))
    }

    fn origins_assumed(&self, one: bool) -> &'static str {
        if one {
            "One parameter vector; where girls come from follows from assumed attractions and distances."
        } else {
            "Where girls come from follows from assumed attractions and distances; how far draws differ is not shown here."
        }
    }

    fn origins_alt(&self, title: &str, origins: &[Origin], towns: &[(&str, Option<f64>)]) -> String {
        let homes = origins.iter().filter_map(|o| Some(format!("{} {}", self.home(o.name), percent(o.share?))));
        let towns = towns.iter().filter_map(|(town, v)| Some(format!("{town} {} victims", number((*v)?, 0))));
        format!("{title}. {}.", homes.chain(towns).collect::<Vec<_>>().join("; "))
    }

    fn drivers_title(&self, weighs: Option<&Weighs>) -> String {
        let Some(w) = weighs else { return "No department has a driver profile that can be shown".into() };
        let hedge = if w.close { "; where two are close, sampling error leaves the order open" } else { "" };
        let name = upper_first(self.driver(w.driver));
        match w.only {
            Some(place) => format!("{name} weighs most in {place}{hedge}"),
            None if w.departments == w.all => format!("{name} weighs most in every department{hedge}"),
            None => format!("{name} weighs most in {} of {} departments{hedge}", w.departments, w.all),
        }
    }

    fn drivers_subtitle(&self, of: World, sampled: usize) -> String {
        format!(
            "Shapley share of each driver in ln P(being drawn in when approached), %, {}; {} sampled girls, all synthetic",
            world(of).trim_start_matches("the "),
            number(sampled as f64, 0)
        )
    }

    fn drivers_note(&self, drivers: &Drivers, hidden: usize, error: f64) -> String {
        let suppressed = match hidden {
            0 => String::new(),
            n => format!(" {} with fewer than 5 girls not shown.", count(n, "department")),
        };
        format!(
            "Bars: communities pooled; standard error from sampling girls at most {} points (each share's in the report's table).{suppressed} \
             Ranges: communities with at least 5 girls; box half of them, line nine in ten, tick the median. In {} of the girls protecting one \
             driver removes 80 % or more; in {} every driver has at least 10 % (both weighted by P).",
            number(error, 1),
            self.part(drivers.one_alone),
            self.part(drivers.all_act),
        )
    }

    fn communities_differ(&self, communities: usize) -> String {
        format!("How far {} differ", count(communities, "community"))
    }

    fn drivers_alt(&self, title: &str, shown: &[&DriverProfile]) -> String {
        let one = |d: &&DriverProfile| {
            let shares: Vec<String> =
                d.shares.iter().enumerate().map(|(k, s)| format!("{} {}", self.driver(k), percent(*s))).collect();
            format!("{}: {}", d.place, shares.join(", "))
        };
        format!("{title}. {}.", shown.iter().map(one).collect::<Vec<_>>().join(". "))
    }
}
