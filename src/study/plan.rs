//! What a study runs: units of one draw and replicate, which share a burn-in, and the cells of each.

use super::cell::CellId;
use amparo_model::draws::replicate_key;
use amparo_model::scenario::{Policy, Scenario, Study};
use amparo_model::world::Channels;

/// Name of the arm without a policy.
pub use amparo_model::scenario::BASELINE;

/// Hash of the model: what every key of something stored begins with. No release number, so that a release that changes words
/// alone keeps what is stored.
pub const MODEL: &str = env!("AMPARO_MODEL");

/// Version of the program and hash of the model, for people.
pub const MODEL_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("AMPARO_MODEL"));

/// Every run that a policy may have, in the order in which they are made: A, B, S, then the steps between S and A, and those
/// between B and A in the reversed order (docs/odd.md §9).
pub const RUNS: [Channels; 8] = [
    Channels::ALL,
    Channels::NONE,
    Channels::WEIGHTS,
    Channels::LADDER[2],
    Channels::LADDER[3],
    Channels::LADDER_REVERSED[1],
    Channels::LADDER_REVERSED[2],
    Channels::LADDER_REVERSED[3],
];

/// Whether anything of the trade is replayed in a run.
pub fn replayed(run: Channels) -> bool {
    run != Channels::ALL
}

/// One draw and replicate: a burn-in, the baseline, and every policy forked from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Position of the draw in the study's list; 0 without draws.
    pub draw: usize,
    /// Number of the replicate, from 0.
    pub replicate: usize,
}

impl Unit {
    /// Number of the draw in its sequence.
    pub fn number(self, study: &Study) -> usize {
        study.draws.as_ref().and_then(|plan| plan.rows.get(self.draw)).map_or(0, |draw| draw.number)
    }

    /// Key of its world: replicate 0 of draw 0 is the world of `amparo run` with the study's seed.
    pub fn world_key(self, study: &Study) -> u64 {
        replicate_key(study.seed, (self.number(study) as u64) << 32 | self.replicate as u64)
    }

    /// The runs of each policy in this unit.
    pub fn runs(self, study: &Study) -> Vec<Channels> {
        let (before, split) = (self.draw < study.adaptation.before, self.draw < study.adaptation.split);
        RUNS.into_iter()
            .filter(|run| match *run {
                Channels::ALL => true,
                Channels::NONE | Channels::WEIGHTS => before || split,
                _ => split,
            })
            .collect()
    }

    /// Every cell of this unit, the baseline first, with its key: what its result depends on, the model included.
    pub fn cells(self, study: &Study) -> Vec<(CellId, String)> {
        self.cells_of(study, &amparo_files::cell_hashes(study, self.draw))
    }

    fn cells_of(self, study: &Study, hashes: &[String]) -> Vec<(CellId, String)> {
        let draw = self.number(study);
        let runs = self.runs(study);
        let id = |arm: &str, run| CellId { draw, replicate: self.replicate, arm: arm.to_string(), run };
        let key = |hash: &str, run: Channels| format!("{MODEL} {hash} {}", run.name());
        let mut cells = vec![(id(BASELINE, Channels::ALL), key(&hashes[0], Channels::ALL))];
        for (policy, hash) in study.policies.iter().zip(&hashes[1..]) {
            cells.extend(runs.iter().map(|run| (id(&policy.name, *run), key(hash, *run))));
        }
        cells
    }
}

/// Every unit of a study, by draw and replicate.
pub fn units(study: &Study) -> impl Iterator<Item = Unit> + '_ {
    (0..study.draw_count())
        .flat_map(|draw| (0..study.replicates_of(draw)).map(move |replicate| Unit { draw, replicate }))
}

/// Every unit of a study with its cells, as [`Unit::cells`] has them: what they depend on is worked out once a draw.
pub fn planned(study: &Study) -> impl Iterator<Item = (Unit, Vec<(CellId, String)>)> + '_ {
    (0..study.draw_count()).flat_map(move |draw| {
        let hashes = amparo_files::cell_hashes(study, draw);
        (0..study.replicates_of(draw)).map(move |replicate| {
            let unit = Unit { draw, replicate };
            (unit, unit.cells_of(study, &hashes))
        })
    })
}

/// Cells of a study in all.
pub fn count_cells(study: &Study) -> usize {
    units(study).map(|unit| 1 + study.policies.len() * unit.runs(study).len()).sum()
}

/// Weeks simulated for a unit with `policy_cells` policy cells, burn-in included. `baseline`: also run the baseline, as a cell or to
/// record its trace.
pub fn weeks(study: &Study, policy_cells: usize, baseline: bool) -> u64 {
    let years = study.funded_years + study.following_years;
    let horizons = policy_cells + usize::from(baseline);
    ((study.scenario.burn_in.years + horizons * years) * amparo_model::world::WEEKS_PER_YEAR as usize) as u64
}

/// The world and policies of a unit: the draw's parameters in place.
pub fn at(study: &Study, unit: Unit) -> (Scenario, Vec<Policy>) {
    study.at_draw(unit.draw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_study;
    use amparo_model::policy::VOCABULARY;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// Keys of the first unit's cells, by arm.
    fn keys(study: &Study) -> BTreeMap<String, String> {
        let cells = Unit { draw: 0, replicate: 0 }.cells(study);
        cells.into_iter().filter(|(id, _)| id.run == Channels::ALL).map(|(id, key)| (id.arm, key)).collect()
    }

    #[test]
    fn what_is_planned_is_every_unit_with_its_cells() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/study.toml");
        let study = load_study(&file, &VOCABULARY, &[]).expect("a shipped study");
        let one_by_one: Vec<(Unit, Vec<(CellId, String)>)> = units(&study).map(|u| (u, u.cells(&study))).collect();
        assert!(one_by_one.len() > 1 && planned(&study).eq(one_by_one));
    }

    #[test]
    fn a_cells_key_begins_with_the_models_hash_and_holds_no_words() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/two-part.toml");
        let study = load_study(&file, &VOCABULARY, &[]).expect("a shipped study");
        assert!(MODEL.len() == 16 && MODEL.bytes().all(|b| b.is_ascii_hexdigit()), "{MODEL}");
        let before = keys(&study);
        assert!(before.values().all(|key| key.starts_with(&format!("{MODEL} "))), "{before:?}");
        let mut told = study.clone();
        told.title = "another".into();
        told.scenario.title = "another".into();
        for entry in &mut told.scenario.register.entries {
            entry.unit.push('s');
            entry.note.push('s');
        }
        assert_eq!(keys(&told), before);
        // What a policy that matches may spend decides where it acts; of others the extents say it all.
        let mut richer = study.clone();
        richer.policies.iter_mut().for_each(|policy| policy.budget_soles_per_year += 1.0);
        for (arm, key) in keys(&richer) {
            let matches = study.policies.iter().any(|p| p.name == arm && p.matching.is_some());
            assert_eq!(key != before[&arm], matches, "{arm}");
        }
    }

    #[test]
    fn every_rung_of_both_ladders_is_run_and_named_once() {
        let runs: BTreeSet<Channels> = RUNS.into_iter().collect();
        assert_eq!(runs.len(), RUNS.len());
        assert_eq!(runs, Channels::LADDER.into_iter().chain(Channels::LADDER_REVERSED).collect());
        let id = |run| CellId { draw: 0, replicate: 0, arm: "p".into(), run };
        let names: BTreeSet<String> = RUNS.into_iter().map(|run| id(run).file_name()).collect();
        assert_eq!(names.len(), RUNS.len());
    }
}
