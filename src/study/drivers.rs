//! Driver profiles as a study keeps them.

use amparo_decide::result::{DriverProfile, Drivers};
use amparo_model::diagnose::{Profile, Profiles};
use amparo_model::scenario::Scenario;
use amparo_model::world::synthetic;

/// Driver profiles as tables.
pub fn driver_tables(scenario: &Scenario, found: &Profiles) -> Drivers {
    let places = synthetic::communities(scenario);
    let scale = scenario.parameters.population.scale;
    let profile = |place: String, department: String, girls: f64, p: &Profile| DriverProfile {
        place,
        department,
        girls,
        shares: p.shares,
        se: p.se,
        effective_drivers: p.effective_drivers,
    };
    let name_of = |d: usize| scenario.departments[d].name.clone();
    Drivers {
        sampled_girls: found.sampled,
        departments: found
            .departments
            .iter()
            .enumerate()
            .filter_map(|(d, p)| {
                let girls: f64 =
                    places.iter().filter(|c| usize::from(c.department) == d).map(|c| f64::from(c.girls) * scale).sum();
                Some(profile(name_of(d), name_of(d), girls, p.as_ref()?))
            })
            .collect(),
        communities: found
            .communities
            .iter()
            .zip(&places)
            .filter_map(|(p, c)| {
                let department = name_of(usize::from(c.department));
                Some(profile(c.name.clone(), department, f64::from(c.girls) * scale, p.as_ref()?))
            })
            .collect(),
        one_alone: found.one_alone,
        all_act: found.all_act,
    }
}
