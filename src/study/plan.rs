//! What a study runs: units of one draw and replicate, which share a burn-in, and the cells of each.

use super::cell::CellId;
use crate::draws::replicate_key;
use crate::scenario::{Policy, Scenario, Study};
use serde::{Deserialize, Serialize};

/// Name of the arm without a policy.
pub const BASELINE: &str = "baseline";

/// Version of the program and of the model's source.
pub const MODEL_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("AMPARO_MODEL"));

/// A run of a policy: which of the trade's responses are live, the others replayed from the baseline of the same draw and
/// replicate (docs/odd.md §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Run(u8);

impl Run {
    const WEIGHTS: u8 = 1;
    const SCALE: u8 = 2;
    const EFFORT: u8 = 4;
    const RECRUITERS: u8 = 8;

    /// Run A: after adaptation, everything live.
    pub const AFTER: Run = Run(Self::WEIGHTS | Self::SCALE | Self::EFFORT | Self::RECRUITERS);
    /// Run B: before adaptation, everything replayed.
    pub const BEFORE: Run = Run(0);
    /// Run S: community weights and yields live.
    pub const SPATIAL: Run = Run(Self::WEIGHTS);
    /// From S to A, one response more at a time.
    pub const FORWARD: [Run; 4] =
        [Self::SPATIAL, Run(Self::WEIGHTS | Self::SCALE), Run(Self::WEIGHTS | Self::SCALE | Self::EFFORT), Self::AFTER];
    /// From B to A in the reversed order.
    pub const REVERSED: [Run; 5] = [
        Self::BEFORE,
        Run(Self::RECRUITERS),
        Run(Self::RECRUITERS | Self::EFFORT),
        Run(Self::RECRUITERS | Self::EFFORT | Self::SCALE),
        Self::AFTER,
    ];

    /// Every run that a study may have, in the order in which they are made.
    pub const ALL: [Run; 8] = [
        Self::AFTER,
        Self::BEFORE,
        Self::SPATIAL,
        Self::FORWARD[1],
        Self::FORWARD[2],
        Self::REVERSED[1],
        Self::REVERSED[2],
        Self::REVERSED[3],
    ];

    /// Whether anything is replayed.
    pub fn replayed(self) -> bool {
        self != Self::AFTER
    }

    /// How files name it: `a`, `b`, `s`, or the live responses as a number.
    pub fn short(self) -> String {
        match self {
            Self::AFTER => "a".into(),
            Self::BEFORE => "b".into(),
            Self::SPATIAL => "s".into(),
            Run(live) => format!("x{live}"),
        }
    }
}

/// One draw and replicate: a burn-in, the baseline, and every policy forked from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Position of the draw in the study's list; 0 without draws.
    pub draw: usize,
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
    pub fn runs(self, study: &Study) -> Vec<Run> {
        let (before, split) = (self.draw < study.adaptation.before, self.draw < study.adaptation.split);
        Run::ALL
            .into_iter()
            .filter(|run| match *run {
                Run::AFTER => true,
                Run::BEFORE | Run::SPATIAL => before || split,
                _ => split,
            })
            .collect()
    }

    /// Every cell of this unit, the baseline first, with its key: what its result depends on, the model's source included.
    pub fn cells(self, study: &Study) -> Vec<(CellId, String)> {
        let draw = self.number(study);
        let runs = self.runs(study);
        let id = |arm: &str, run| CellId { draw, replicate: self.replicate, arm: arm.to_string(), run };
        let hash = |policy: Option<&Policy>| study.cell_hash(self.draw, policy);
        let key = |hash: &str, run: Run| format!("{MODEL_VERSION} {hash} {}", run.short());
        let mut cells = vec![(id(BASELINE, Run::AFTER), key(&hash(None), Run::AFTER))];
        for policy in &study.policies {
            let hash = hash(Some(policy));
            cells.extend(runs.iter().map(|run| (id(&policy.name, *run), key(&hash, *run))));
        }
        cells
    }
}

/// Every unit of a study, by draw and replicate.
pub fn units(study: &Study) -> impl Iterator<Item = Unit> + '_ {
    (0..study.draw_count())
        .flat_map(|draw| (0..study.replicates_of(draw)).map(move |replicate| Unit { draw, replicate }))
}

/// Cells of a study in all.
pub fn count_cells(study: &Study) -> usize {
    units(study).map(|unit| 1 + study.policies.len() * unit.runs(study).len()).sum()
}

/// Weeks that so many cells of a unit take, its burn-in included; `baseline` is whether the baseline is run, as a cell or to
/// be replayed.
pub fn weeks(study: &Study, policy_cells: usize, baseline: bool) -> u64 {
    let years = study.funded_years + study.following_years;
    let horizons = policy_cells + usize::from(baseline);
    ((study.scenario.burn_in.years + horizons * years) * crate::world::WEEKS_PER_YEAR as usize) as u64
}

/// The world and policies of a unit: the draw's parameters in place.
pub fn at(study: &Study, unit: Unit) -> (Scenario, Vec<Policy>) {
    study.at_draw(unit.draw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_names_of_their_own_and_ladders_end_where_they_should() {
        let mut names: Vec<String> = Run::ALL.iter().map(|run| run.short()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), Run::ALL.len());
        assert_eq!((Run::FORWARD[0], Run::FORWARD[3]), (Run::SPATIAL, Run::AFTER));
        assert_eq!((Run::REVERSED[0], Run::REVERSED[4]), (Run::BEFORE, Run::AFTER));
        for ladder in [&Run::FORWARD[..], &Run::REVERSED[..]] {
            for step in ladder.windows(2) {
                assert_eq!((step[1].0 & !step[0].0).count_ones(), 1, "one response more a step");
                assert_eq!(step[0].0 & !step[1].0, 0);
            }
        }
    }
}
