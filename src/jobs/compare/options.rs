//! How a study is run.

use crate::rerun::recipe::Chosen;
use amparo_files::Resolved;
use amparo_model::scenario::Study;
use std::path::PathBuf;

/// How a study is run; none of it changes a number.
#[derive(Clone, Debug)]
pub struct Options {
    /// Units at a time.
    pub jobs: usize,
    /// Threads inside each world.
    pub threads: usize,
    /// Ignore what is stored, and replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<study>-<8 hex of the resolved inputs>`.
    pub out: Option<PathBuf>,
}

impl Options {
    /// Directory of a study's results.
    pub fn directory(&self, study: &Study) -> PathBuf {
        self.out
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("output/{}-{}", study.name, &study.inputs_hash()[..8])))
    }
}

/// How much of a study is meant; `None`: as much as it says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    /// Replicates of a draw; given, none are added on demand.
    pub replicates: Option<u32>,
    /// Draws at most.
    pub draws: Option<u32>,
    /// Seed.
    pub seed: Option<u64>,
}

impl Extent {
    /// Means so much of a study, at every baseline.
    pub fn apply(&self, study: &mut Study) {
        study.seed = self.seed.unwrap_or(study.seed);
        if let Some(replicates) = self.replicates {
            study.replicates = replicates as usize;
            // Asked for by number: not on demand.
            study.precision = None;
        }
        if let (Some(most), Some(plan)) = (self.draws, &mut study.draws) {
            plan.used = plan.used.min(most as usize);
            plan.repeated = plan.repeated.min(plan.used);
        }
        study.also.iter_mut().for_each(|other| self.apply(other));
    }

    /// The options of a command that say it.
    pub fn chosen(&self) -> impl Iterator<Item = Chosen> + use<> {
        let word = |name: &'static str, value: Option<String>| value.map(|value| Chosen::Word(name, value));
        let options = [
            word("--seed", self.seed.map(|n| n.to_string())),
            word("--replicates", self.replicates.map(|n| n.to_string())),
            word("--draws", self.draws.map(|n| n.to_string())),
        ];
        options.into_iter().flatten()
    }
}
