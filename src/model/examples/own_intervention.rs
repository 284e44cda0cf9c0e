//! An intervention from outside the program: home visits, which lower violence at home while they go on.
//!
//! ```sh
//! cargo run -p amparo-model --example own_intervention
//! ```
//!
//! One [`Kind`] says all there is to say of it: its name in files, its own parameters, its version, how its mechanism is made.
//! Added with [`policy::add`], files can name it like those that are built in.

use amparo_files::{Texts, load_scenario_from};
use amparo_model::engine::SettledWorld;
use amparo_model::observe::Record;
use amparo_model::policy::{self, Grain, Kind, Mechanism, OwnParameter, Place, Timing, VOCABULARY};
use amparo_model::register::{Grade, Prior};
use amparo_model::scenario::Scenario;
use amparo_model::world::Levers;
use std::error::Error;
use std::path::Path;

/// What the program has to know of home visits.
pub static HOME_VISITS: Kind = Kind {
    label: "home visit",
    also_called: &["visits", "visiting"],
    // Part of the key of stored results: with another number, nothing that an older version made is used again.
    version: "1",
    parameters: &[
        OwnParameter {
            name: "visits.fall",
            meaning: "Relative fall of violence at home while visited, at full coverage; higher: visits that do more",
            unit: "share",
            default: 0.1,
            low: 0.01,
            high: 0.5,
            prior: Prior::Loguniform,
            phrase: "the relative fall of violence under visits [share]",
            grade: Grade::Assumed,
            source: "",
        },
        OwnParameter {
            name: "visits.cost_girl",
            meaning: "Yearly cost of visits per girl; higher: dearer visits",
            unit: "S/ girl-year",
            default: 80.0,
            low: 30.0,
            high: 200.0,
            prior: Prior::Loguniform,
            phrase: "the yearly cost of visits for each girl [S/]",
            grade: Grade::Assumed,
            source: "",
        },
    ],
    ..Kind::new("home-visits", "visits", "visits to households lower violence while they last", |one| {
        Box::new(HomeVisits {
            fall: HOME_VISITS.value(one, "visits.fall"),
            cost_girl: HOME_VISITS.value(one, "visits.cost_girl"),
            intensity: one.intensity,
        })
    })
};

/// Intensity scales visits: effect and cost.
struct HomeVisits {
    fall: f64,
    cost_girl: f64,
    intensity: f64,
}

impl Mechanism for HomeVisits {
    /// Visits can be spread thin: a budget thins coverage everywhere.
    fn grain(&self) -> Grain {
        Grain::Girl
    }

    fn cost(&self, place: &Place) -> f64 {
        place.girls * self.cost_girl * self.intensity
    }

    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        let fall = self.fall * self.intensity * coverage * t.strength;
        levers.violence_fall = (levers.violence_fall + fall).min(1.0);
    }
}

/// A toy world with home visits in it, read from files that are held in memory; `coverage` is the share of girls visited.
///
/// # Errors
/// What is wrong with the files, with file and line.
pub fn with_visits(scenarios: &Path, coverage: f64) -> Result<Scenario, Box<dyn Error>> {
    let mut texts = Texts::default();
    let named = ["toy/baseline.toml", "toy/crowded.toml", "toy/departments.csv", "toy/towns.csv"];
    for file in named.into_iter().chain(["madre-de-dios/parameters.csv"]) {
        texts.put(file, std::fs::read(scenarios.join(file))?);
    }
    texts.put(
        "toy/visited.toml",
        format!(
            "based_on = \"crowded.toml\"\nname = \"visited\"\n\n\
             [[intervention]]\nkind = \"home-visits\"\ncoverage = {coverage}\nintensity = 2\nparameters = {{ \"visits.fall\" = 0.3 }}\n"
        ),
    );
    Ok(load_scenario_from(&texts, Path::new("toy/visited.toml"), &VOCABULARY, &[])?)
}

fn main() -> Result<(), Box<dyn Error>> {
    policy::add(&HOME_VISITS)?;
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let scenario = with_visits(&scenarios, 0.8)?;
    let mut world = SettledWorld::new(&scenario, 1)?;
    let newly = |record: &Record| record.weeks.iter().map(|week| week.newly_exploited).sum::<f64>();
    let without = newly(world.run(&[], 5));
    let with = newly(world.run(&scenario.interventions, 5));
    println!(
        "newly exploited in five years of one toy world: {without:.0} without home visits, {with:.0} with them; in one world chance \
         outweighs such an effect"
    );
    Ok(())
}
