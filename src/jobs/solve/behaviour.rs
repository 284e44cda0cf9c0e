//! What the model and the solving of draws do, as two hashes of fixed short runs in a toy world in which every process acts.
//!
//! A table of draws remembers them: words and names may change, what the program does may not.

use super::point::{Attempt, Solver};
use super::table::cells;
use amparo_files::behaviour_world;
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::policy::VOCABULARY;
use amparo_model::register::Prior;
use amparo_model::scenario::{DrawSample, Scenario};
use amparo_model::world::WEEKS_PER_YEAR;
use amparo_text::Diagnostic;
use std::sync::OnceLock;

/// Key of the world that is run.
const KEY: u64 = 20_017;
/// Years it is run after its burn-in.
const YEARS: usize = 5;
/// Points that are solved: both are accepted, after several steps.
const POINTS: [u32; 2] = [15, 42];

/// 32 hex digits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// Of a world's whole states.
    pub worlds: String,
    /// Of solved points: values, targets, what was seen, weights.
    pub solving: String,
}

/// What this program does; looked at once.
///
/// # Errors
/// Those of the built-in world, which a test reads.
pub fn behaviour() -> Result<&'static Behaviour, Diagnostic> {
    static SEEN: OnceLock<Result<Behaviour, Diagnostic>> = OnceLock::new();
    let seen = SEEN.get_or_init(|| {
        let scenario = fixed_world()?;
        Ok(Behaviour { worlds: worlds(&scenario), solving: solving(&scenario) })
    });
    seen.as_ref().map_err(Clone::clone)
}

/// Priors and bounds in this world of what is drawn and solved, whatever the register says.
const PRIORS: [(&str, Prior, f64, f64); 11] = [
    ("recruiters.feedback", Prior::Uniform, 0.0, 1.0),
    ("decision.mu", Prior::Uniform, 1.2, 3.5),
    ("info.cost_contact", Prior::Loguniform, 5.0, 30.0),
    ("decision.accept0", Prior::Loguniform, 0.02, 0.15),
    ("enforcement.register_share_from_raids", Prior::Uniform, 0.4, 0.9),
    ("decision.theta", Prior::Uniform, -2.0, 14.0),
    ("recruiters.kappa_r", Prior::Loguniform, 1.0, 40.0),
    ("demand.miners_per_brothel", Prior::Loguniform, 50.0, 200.0),
    ("enforcement.p_rescue", Prior::Loguniform, 0.05, 0.8),
    ("enforcement.p_register", Prior::Loguniform, 0.2, 0.9),
    ("enforcement.h_complaint", Prior::Loguniform, 0.002, 0.1),
];

fn fixed_world() -> Result<Scenario, Diagnostic> {
    let mut scenario = behaviour_world(&VOCABULARY)?;
    for (name, prior, low, high) in PRIORS {
        for entry in scenario.register.entries.iter_mut().filter(|entry| entry.name == name) {
            (entry.prior, entry.low, entry.high) = (prior, low, high);
        }
    }
    Ok(scenario)
}

/// Of the state after the burn-in and after every year.
fn worlds(scenario: &Scenario) -> String {
    let never = Interrupt::new(false);
    let mut simulation = Simulation::new(scenario, KEY, 1);
    let mut hasher = blake3::Hasher::new();
    // Nobody stops it.
    let _ = simulation.burn_in(&never, |_| {});
    hasher.update(simulation.state_hash().as_bytes());
    for _ in 0..YEARS {
        let _ = simulation.run(WEEKS_PER_YEAR, &never);
        hasher.update(simulation.state_hash().as_bytes());
    }
    short(&hasher)
}

/// Of numbers alone, so that names of fields may change and more may be observed.
fn solving(scenario: &Scenario) -> String {
    let mut hasher = blake3::Hasher::new();
    let sample = sample();
    for outcome in solved(scenario) {
        let Attempt::Accepted(point) = outcome else {
            hasher.update(b"rejected");
            continue;
        };
        let steps = point.steps.iter().flat_map(|(victims, brothels)| [*victims, *brothels]);
        let numbers = point.factors.values().into_iter().chain(steps);
        for value in numbers.chain(cells(&point, &sample).into_iter().map(|(_, value)| value)) {
            hasher.update(&value.to_bits().to_le_bytes());
        }
    }
    short(&hasher)
}

fn sample() -> DrawSample {
    let parameters = ["recruiters.feedback", "decision.mu", "info.cost_contact"].map(str::to_owned).to_vec();
    DrawSample { seed: 1, count: 1, first: 256, parameters }
}

/// The fixed points, solved.
fn solved(scenario: &Scenario) -> Vec<Attempt> {
    let sample = sample();
    let solver = Solver { scenario, sample: &sample, worlds: 1 };
    let anchor = solver.anchor();
    let never = Interrupt::new(false);
    POINTS.iter().filter_map(|number| solver.solve(*number, &anchor, &never).ok()).collect()
}

fn short(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::record::solving_reads;
    use amparo_model::engine::STEPS;
    use amparo_model::observe::Week;
    use amparo_model::scenario::{DrawPlan, DrawSample};
    use std::collections::{BTreeMap, BTreeSet};

    fn world() -> Scenario {
        fixed_world().expect("a built-in world")
    }

    /// A plan in which nothing is drawn.
    fn plan() -> DrawPlan {
        DrawPlan {
            table: "draws.csv".into(),
            rows: Vec::new(),
            rejected: 0,
            used: 0,
            repeated: 0,
            sample: DrawSample { seed: 1, count: 1, first: 256, parameters: Vec::new() },
            record: None,
            as_given: false,
            named: Diagnostic::new(""),
        }
    }

    /// The world with a parameter moved by a part of its range.
    fn moved(name: &str) -> Scenario {
        let mut scenario = world();
        let entry = scenario.register.get(name).expect("a parameter").clone();
        let value = scenario.parameters.values()[name];
        let part = 0.3 * (entry.high - entry.low);
        let to = if value + part <= entry.high { value + part } else { value - part };
        let to = if entry.unit == "seed" { value + 1.0 } else { to };
        scenario.set_parameters(&BTreeMap::from([(name.to_owned(), to)]));
        scenario
    }

    fn felt(scenario: &Scenario) -> bool {
        let world = world();
        worlds(scenario) != worlds(&world) || solving(scenario) != solving(&world)
    }

    /// Parameters that are not felt though they are compared: what no programme brings about without one, and what the model
    /// does not read. Comparing them too is the safe side.
    const UNFELT: [(&str, &str); 17] = [
        ("approach.phi_train", "of girls in training"),
        ("crackdown.lambda_m", "of a choice among other towns: there is one"),
        ("decision.r_train", "of girls in training"),
        ("demand.reopen_by_need", "of a choice among other towns: there is one"),
        ("enforcement.arrest_app", "of reports by the app"),
        ("enforcement.register_share_from_raids", "a target: each draw's own"),
        ("income.ext_line", "a figure for readers"),
        ("income.hh_size", "of transfers"),
        ("income.poverty_line", "of transfers"),
        ("knowledge.eta", "of contacts by a campaign"),
        ("knowledge.h_x", "of contacts by a campaign"),
        ("knowledge.max_contacts", "of contacts by a campaign"),
        ("recruiters.gamma", "of destinations outside the region: there are none"),
        ("recruiters.lambda_e", "of reports by the app"),
        ("recruiters.sigma_omega", "a figure for readers"),
        ("recruiters.spill", "of destinations outside the region: there are none"),
        ("school.d_transfer", "of transfers to pupils"),
    ];

    #[test]
    fn every_parameter_that_solving_reads_is_felt_and_no_other() {
        let world = world();
        let plan = plan();
        let names: Vec<String> = world.parameters.values().into_keys().collect();
        let (read, others): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| {
            solving_reads(name, &plan)
                || amparo_model::scenario::SOLVED.contains(&name.as_str())
                || amparo_model::scenario::RANGE_TARGETS.contains(&name.as_str())
        });
        let unfelt: Vec<&str> = read.iter().map(String::as_str).filter(|name| !felt(&moved(name))).collect();
        assert_eq!(unfelt, UNFELT.map(|(name, _)| name));
        assert!(others.len() > 30, "{others:?}");
        let mut all = world.clone();
        for name in &others {
            let value = moved(name).parameters.values()[name];
            all.set_parameters(&BTreeMap::from([(name.clone(), value)]));
        }
        assert!(!felt(&all));
    }

    #[test]
    fn every_parameter_that_solving_reads_is_fixed_by_the_world_itself() {
        // Another default of the register then changes nothing in it.
        let text = include_str!("../../../scenarios/toy/behaviour.toml");
        let given: toml::Table = text.parse().expect("TOML");
        for name in world().parameters.values().keys().filter(|name| solving_reads(name, &plan())) {
            let mut at = &given["parameters"];
            for part in name.split('.') {
                at = at.get(part).unwrap_or_else(|| panic!("{name} is not given"));
            }
        }
    }

    #[test]
    fn the_priors_of_what_is_drawn_and_solved_are_fixed_too() {
        let fixed: BTreeSet<&str> = PRIORS.iter().map(|(name, ..)| *name).collect();
        let sample = sample();
        let own = sample
            .parameters
            .iter()
            .map(String::as_str)
            .chain(amparo_model::scenario::RANGE_TARGETS)
            .chain(amparo_model::scenario::SOLVED);
        assert_eq!(fixed, own.collect());
        let world = world();
        for (name, prior, low, high) in PRIORS {
            let entry = world.register.get(name).expect("a parameter");
            assert_eq!((entry.prior, entry.low, entry.high), (prior, low, high), "{name}");
        }
    }

    #[test]
    fn both_points_are_solved_in_several_steps() {
        let steps: Vec<usize> = solved(&world())
            .into_iter()
            .map(|outcome| match outcome {
                Attempt::Accepted(accepted) => accepted.steps.len(),
                Attempt::Rejected(reason) => panic!("{reason}"),
            })
            .collect();
        assert!(steps.len() == POINTS.len() && steps.iter().all(|steps| *steps > 1), "{steps:?}");
    }

    #[test]
    fn every_step_of_a_tick_acts_in_it() {
        // A parameter of each step's process, or why it has none.
        let by_step: BTreeMap<&str, Result<&str, &str>> = BTreeMap::from([
            ("begin", Err("counts start at zero: what is observed tells")),
            ("miners and brothels", Ok("demand.a_in")),
            ("programmes", Err("there are none while draws are solved")),
            ("knowledge", Ok("knowledge.zeta")),
            ("recruiters", Ok("recruiters.follow_rate")),
            ("approaches", Ok("decision.mu")),
            ("elsewhere", Err("there are no destinations here, and no bit of the region depends on them")),
            ("exploited", Ok("exploitation.h_escape")),
            ("enforcement", Ok("enforcement.p_close")),
            ("returned", Ok("returned.back_weeks")),
            ("schooling and training", Err("schooling is a law of age, training a programme's")),
            ("demography", Err("counted below")),
            ("observation", Ok("recruiters.feedback")),
        ]);
        assert_eq!(by_step.keys().copied().collect::<BTreeSet<_>>(), STEPS.iter().map(|s| s.name).collect());
        let before = worlds(&world());
        for name in by_step.values().filter_map(|one| one.ok()) {
            assert_ne!(worlds(&moved(name)), before, "{name}");
        }
        // Every kind of event happens, but for those of programmes and of destinations, which are none here.
        const NONE_HERE: [&str; 7] =
            ["reports", "in_training", "supported", "extra_places", "spending_soles", "transfers_soles", "elsewhere"];
        let scenario = world();
        let never = Interrupt::new(false);
        let mut simulation = Simulation::new(&scenario, KEY, 1);
        simulation
            .burn_in(&never, |_| {})
            .and_then(|_| simulation.run(YEARS as u32 * WEEKS_PER_YEAR, &never))
            .expect("nobody stops it");
        for (i, column) in Week::COLUMNS.iter().enumerate() {
            let sum: f64 = simulation.record().weeks.iter().map(|week| week.values()[i]).sum();
            assert_eq!(sum > 0.0, !NONE_HERE.contains(column), "{column}: {sum}");
        }
        let cases = simulation.world.resource::<amparo_model::world::Cases>();
        assert!(cases.0.iter().any(|case| case.outside_roster), "nobody turned 25 in the trade");
    }
}
