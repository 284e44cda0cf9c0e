//! Worlds in which rules and policies are tried: burnt in once, forked for every trial, every result stored.

use amparo_decide::discount::present_value;
use amparo_model::engine::{Interrupt, Simulation, Snapshot};
use amparo_model::observe::{Record, Week};
use amparo_model::policy::Facts;
use amparo_model::scenario::{Draw, Intervention, Scenario, Study};
use amparo_model::world::{Recollection, WEEKS_PER_YEAR};
use amparo_study::error::StudyError;
use amparo_study::plan::MODEL;
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// One world: a key of its own and a parameter vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Key of its draws.
    pub key: u64,
    /// Position of its parameter vector in the study's table; 0 without draws.
    pub draw: usize,
    /// Weight of that vector.
    pub weight: f64,
}

/// Results of one trial over the horizon; counts in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// False: the world never settled; it counts nowhere.
    pub settled: bool,
    /// Spells begun, discounted.
    pub spells_begun: f64,
    /// First spells, discounted.
    pub newly_exploited: f64,
    /// Years in exploitation, discounted.
    pub victim_years: f64,
    /// Spending, S/, discounted.
    pub spending: f64,
    /// Spending per year over the funded years, S/, not discounted.
    pub spending_per_year: f64,
}

impl Totals {
    fn of(record: &Record, rate: f64, funded_years: usize) -> Totals {
        let sum = |f: fn(&Week) -> f64| {
            let by_year = record.weeks.chunks(WEEKS_PER_YEAR as usize).map(|year| year.iter().map(f).sum());
            present_value(&by_year.collect::<Vec<f64>>(), rate)
        };
        let funded = record.weeks.iter().take(funded_years * WEEKS_PER_YEAR as usize);
        Totals {
            settled: true,
            spells_begun: sum(|w| w.spells_begun),
            newly_exploited: sum(|w| w.newly_exploited),
            victim_years: sum(|w| w.victims) / f64::from(WEEKS_PER_YEAR),
            spending: sum(|w| w.spending_soles),
            spending_per_year: funded.map(|w| w.spending_soles).sum::<f64>() / funded_years as f64,
        }
    }
}

/// The scenario of a study at one of its parameter vectors.
pub fn at(study: &Study, draw: Option<&Draw>) -> Scenario {
    let mut scenario = study.scenario.clone();
    scenario.interventions.clear();
    if let Some(draw) = draw {
        scenario.set_parameters(&draw.values);
    }
    scenario
}

/// Interventions in the terms of a scenario: its values, with their own on top.
fn on(scenario: &Scenario, interventions: &[Intervention]) -> Vec<Intervention> {
    interventions
        .iter()
        .map(|one| {
            let mut values = scenario.overrides.clone();
            values.extend(one.overrides.clone());
            Intervention { parameters: Box::new(scenario.register.parameters(&values)), ..one.clone() }
        })
        .collect()
}

/// A burnt-in world to begin trials from.
struct Fork {
    snapshot: Snapshot,
    facts: Facts,
    settled: bool,
    /// How the baseline's approaches end, once it was run: saves trials from deciding them again.
    approaches: OnceLock<Arc<Recollection>>,
}

/// A trial still to be made.
struct Trial {
    name: String,
    interventions: Vec<Intervention>,
}

/// Work of one worker at a time: trials in one world.
struct Unit {
    place: usize,
    trials: Vec<Trial>,
}

/// Worlds with everything tried in them so far.
pub struct Arena<'a> {
    /// Worlds that points are tried in.
    pub places: Vec<Place>,
    study: &'a Study,
    /// The scenario of each draw in use.
    scenarios: BTreeMap<usize, Scenario>,
    /// Kept from burn-in on, where worlds are come back to.
    forks: Vec<Mutex<Option<Arc<Fork>>>>,
    keep: bool,
    known: Mutex<BTreeMap<String, Totals>>,
    store: &'a Store,
    jobs: usize,
    progress: &'a dyn Progress,
    interrupt: &'a Interrupt,
    /// Raised by the first failure.
    stop: AtomicBool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Arena<'a> {
    /// Worlds of a study. `keep`: one copy of each burnt-in world stays in memory for later trials; else a world is burnt in
    /// for the trials of one call and forgotten, so that memory holds no more of them than there are jobs.
    pub fn new(
        study: &'a Study,
        places: Vec<Place>,
        keep: bool,
        store: &'a Store,
        jobs: usize,
        progress: &'a dyn Progress,
        interrupt: &'a Interrupt,
    ) -> Arena<'a> {
        let draw = |i: usize| study.draws.as_ref().and_then(|plan| plan.rows.get(i));
        let used: BTreeSet<usize> = places.iter().map(|place| place.draw).collect();
        Arena {
            scenarios: used.into_iter().map(|i| (i, at(study, draw(i)))).collect(),
            forks: places.iter().map(|_| Mutex::new(None)).collect(),
            places,
            study,
            keep,
            known: Mutex::new(BTreeMap::new()),
            store,
            jobs,
            progress,
            interrupt,
            stop: AtomicBool::new(false),
        }
    }

    fn years(&self) -> usize {
        self.study.funded_years + self.study.following_years
    }

    /// Of discounting, share per year.
    fn rate(&self) -> f64 {
        self.study.scenario.parameters.study.discount_rate
    }

    fn scenario(&self, place: usize) -> &Scenario {
        &self.scenarios[&self.places[place].draw]
    }

    /// Weeks a trial takes, without the burn-in.
    pub fn weeks_of_a_trial(&self) -> u64 {
        (self.years() * WEEKS_PER_YEAR as usize) as u64
    }

    /// Weeks a burn-in takes at least.
    pub fn weeks_of_a_burn_in(&self) -> u64 {
        (self.study.scenario.burn_in.years * WEEKS_PER_YEAR as usize) as u64
    }

    /// Name of a trial's result: a hash of everything it depends on.
    fn name(&self, place: usize, interventions: &[Intervention]) -> String {
        let mut scenario = self.scenario(place).clone();
        scenario.interventions = interventions.to_vec();
        let text = format!(
            "{MODEL} {} {} {} {} {}",
            amparo_files::numbers_hash(&scenario),
            self.places[place].key,
            self.study.funded_years,
            self.study.following_years,
            // The study's, whatever a draw says.
            self.rate()
        );
        blake3::hash(text.as_bytes()).to_hex()[..32].to_string()
    }

    fn file(name: &str) -> String {
        format!("trials/{name}.cell")
    }

    /// A result made before, by this run or another. A damaged file is named and its trial made again.
    fn recall(&self, name: &str) -> Option<Totals> {
        if let Some(totals) = locked(&self.known).get(name) {
            return Some(*totals);
        }
        let stored = self.store.read_checked(&Self::file(name)).unwrap_or_else(|damage| {
            self.progress.note(&format!("{damage}; trying it again"));
            None
        })?;
        let (key, totals) = serde_json::from_str::<(String, Totals)>(&stored).ok()?;
        if key != name {
            return None;
        }
        locked(&self.known).insert(key, totals);
        Some(totals)
    }

    /// Results of interventions in worlds (none: the baseline), in the order they are asked for; what is not known yet is tried,
    /// `jobs` worlds at a time.
    ///
    /// # Errors
    /// An interrupt or a failed write; finished trials are kept.
    pub fn totals(&self, asked: &[(usize, Vec<Intervention>)]) -> Result<Vec<Totals>, StudyError> {
        let names: Vec<String> = asked
            .iter()
            .map(|(place, interventions)| self.name(*place, &on(self.scenario(*place), interventions)))
            .collect();
        let mut missing: BTreeMap<(usize, usize), Vec<Trial>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for ((place, interventions), name) in asked.iter().zip(&names) {
            if self.recall(name).is_none() && seen.insert(name.clone()) {
                let interventions = on(self.scenario(*place), interventions);
                let trial = Trial { name: name.clone(), interventions };
                missing.entry((self.places[*place].draw, *place)).or_default().push(trial);
            }
        }
        // Sorted by draw, so that a worker seldom has to make a world of another parameter vector.
        let mut units = Vec::new();
        if self.keep {
            let fresh = missing.keys().filter(|(_, place)| locked(&self.forks[*place]).is_none());
            self.work(fresh.map(|(_, place)| Unit { place: *place, trials: Vec::new() }).collect())?;
            for ((_, place), trials) in missing {
                units.extend(trials.into_iter().map(|trial| Unit { place, trials: vec![trial] }));
            }
        } else {
            units.extend(missing.into_iter().map(|((_, place), trials)| Unit { place, trials }));
        }
        self.work(units)?;
        let known = locked(&self.known);
        names
            .iter()
            .map(|name| known.get(name).copied().ok_or_else(|| StudyError::Failed("a trial is missing".into())))
            .collect()
    }

    /// Does units on `jobs` workers, each with one standing world.
    fn work(&self, units: Vec<Unit>) -> Result<(), StudyError> {
        let next = AtomicUsize::new(0);
        let failed: Mutex<Option<StudyError>> = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.min(units.len()) {
                scope.spawn(|| {
                    let mut standing: Option<(usize, Simulation)> = None;
                    while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(error) = self.unit(unit, &mut standing) {
                            self.stop.store(true, Ordering::Relaxed);
                            // The first reason is the one to tell; what follows is the others stopping.
                            locked(&failed).get_or_insert(error);
                            return;
                        }
                    }
                });
            }
        });
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn unit(&self, unit: &Unit, standing: &mut Option<(usize, Simulation)>) -> Result<(), StudyError> {
        let place = self.places[unit.place];
        if standing.as_ref().is_none_or(|(draw, _)| *draw != place.draw) {
            // The old one goes before the new one comes.
            *standing = None;
            *standing = Some((place.draw, Simulation::new(self.scenario(unit.place), place.key, 1)));
        }
        let Some((_, simulation)) = standing else { return Ok(()) };
        let kept = locked(&self.forks[unit.place]).clone();
        let fork = match kept {
            Some(fork) => fork,
            None => {
                simulation.reseed(place.key);
                let report =
                    simulation.burn_in(self.interrupt, |_| self.progress.advance(u64::from(WEEKS_PER_YEAR)))?;
                let facts = simulation.facts(&report);
                let (snapshot, settled) = (simulation.snapshot(), report.settled);
                let fork = Arc::new(Fork { snapshot, facts, settled, approaches: OnceLock::new() });
                if self.keep {
                    *locked(&self.forks[unit.place]) = Some(Arc::clone(&fork));
                }
                fork
            }
        };
        let rate = self.rate();
        for trial in &unit.trials {
            let totals = if fork.settled {
                simulation.restore(&fork.snapshot);
                simulation.begin(&trial.interventions, &fork.facts);
                if trial.interventions.is_empty() {
                    simulation.record_approaches();
                } else if let Some(approaches) = fork.approaches.get() {
                    simulation.recall(Arc::clone(approaches));
                }
                self.run(simulation)?;
                if let Some(approaches) = simulation.take_approaches() {
                    fork.approaches.get_or_init(|| Arc::new(approaches));
                }
                Totals::of(simulation.record(), rate, self.study.funded_years)
            } else {
                Totals::default()
            };
            let body = serde_json::to_string(&(&trial.name, totals)).map_err(|e| StudyError::Failed(e.to_string()))?;
            self.store.write_checked(&Self::file(&trial.name), &body)?;
            locked(&self.known).insert(trial.name.clone(), totals);
        }
        Ok(())
    }

    /// Runs a world over the horizon.
    fn run(&self, simulation: &mut Simulation) -> Result<(), StudyError> {
        for _ in 0..self.years() {
            if self.stop.load(Ordering::Relaxed) {
                return Err(StudyError::Interrupted);
            }
            simulation.run(WEEKS_PER_YEAR, self.interrupt)?;
            self.progress.advance(u64::from(WEEKS_PER_YEAR));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::places::places;
    use amparo_files::load_study;
    use amparo_model::policy::VOCABULARY;
    use amparo_study::Silent;
    use std::path::Path;

    fn toy() -> Study {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/decision.toml");
        load_study(&file, &VOCABULARY, &[]).expect("a shipped study")
    }

    /// Name of the first policy's trial in the first training world.
    fn name(study: &Study) -> String {
        let (training, _) = places(study, 1, 1);
        let (store, never) = (Store::look(Path::new("nowhere")), Interrupt::new(false));
        let arena = Arena::new(study, training, true, &store, 1, &Silent, &never);
        arena.name(0, &on(arena.scenario(0), &study.policies[0].interventions))
    }

    #[test]
    fn a_trial_is_named_by_all_that_its_totals_depend_on_and_by_no_words() {
        let before = name(&toy());
        assert_eq!(before, name(&toy()));
        let with = |change: &dyn Fn(&mut Study)| {
            let mut study = toy();
            change(&mut study);
            name(&study)
        };
        assert_ne!(with(&|s| s.seed += 1), before, "the world");
        assert_ne!(with(&|s| s.funded_years += 1), before, "the funded years");
        assert_ne!(with(&|s| s.following_years += 1), before, "the years after");
        assert_ne!(with(&|s| s.policies[0].interventions[0].start_week += 1), before, "the interventions");
        assert_ne!(with(&|s| s.scenario.baseline.victims += 1.0), before, "the baseline");
        let drawn = |s: &mut Study, value: f64| {
            for row in s.draws.iter_mut().flat_map(|plan| &mut plan.rows) {
                row.values.insert("study.discount_rate".into(), value);
            }
        };
        assert_ne!(with(&|s| drawn(s, 0.07)), before, "a draw's values");
        // Totals are discounted at the study's own rate, whatever a draw says.
        let both = |s: &mut Study| {
            drawn(s, 0.07);
            s.scenario.set_parameters(&[("study.discount_rate".to_owned(), 0.05)].into());
        };
        assert_ne!(with(&both), with(&|s| drawn(s, 0.07)), "the study's discount rate");
        let words = |s: &mut Study| {
            s.scenario.title = "another".into();
            s.policies[0].title = "another".into();
            s.scenario.register.entries.iter_mut().for_each(|e| e.unit.push('s'));
        };
        assert_eq!(with(&words), before);
    }
}
