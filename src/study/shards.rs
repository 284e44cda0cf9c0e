//! How the units of a study are dealt out to shards. It follows from the plan alone, so that every shard knows its own part without
//! asking the others, whatever is stored by then.

use super::plan::{units, weeks};
use amparo_model::scenario::Study;
use amparo_model::world::synthetic;
use amparo_text::Diagnostic;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

/// Most shards of a study.
pub const MOST: u32 = 1_000_000;

/// One shard of several, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Shard {
    /// Reads `3/16`.
    ///
    /// # Errors
    /// A text that is no shard, with what is.
    pub fn read(text: &str) -> Result<Shard, Diagnostic> {
        let wrong = |message: String, expected: String| {
            Diagnostic::new(message).in_file(format!("--shard {text}")).expected(expected)
        };
        let one_of = |of: u32| match of {
            1 => "1/1".to_owned(),
            of => format!("a shard from 1/{of} to {of}/{of}"),
        };
        let parts = text.trim().split_once('/');
        let numbers = parts.and_then(|(number, of)| Some((number.parse::<u32>().ok()?, of.parse::<u32>().ok()?)));
        match numbers {
            None => Err(wrong(format!("`{text}` is no shard"), "which shard of how many, as 3/16".into())),
            Some((_, of)) if of == 0 || of > MOST => {
                Err(wrong(format!("a study has no {of} shards"), format!("from 1 to {MOST} shards, as 3/16")))
            }
            Some((number, of)) if number == 0 || number > of => {
                Err(wrong(format!("there is no shard {number} of {of}"), one_of(of)))
            }
            Some((number, of)) => Ok(Shard { number, of }),
        }
    }
}

/// Which shard each unit goes to, `[baseline][unit]` in the order of [`units`], shards from 1: the largest units first, each to the shard
/// that has least to do, the first of several. A unit counts the weeks that it simulates times the girls of its world.
pub fn dealt(baselines: &[&Study], of: u32) -> Vec<Vec<u32>> {
    let sizes: Vec<Vec<u64>> = baselines.iter().map(|study| work(study)).collect();
    let mut all: Vec<(u64, u32, u32)> = Vec::with_capacity(sizes.iter().map(Vec::len).sum());
    for (b, sizes) in sizes.iter().enumerate() {
        all.extend(sizes.iter().enumerate().map(|(u, size)| (*size, b as u32, u as u32)));
    }
    all.sort_by_key(|(size, ..)| Reverse(*size));
    let mut least: BinaryHeap<Reverse<(u64, u32)>> = (1..=of).map(|shard| Reverse((0, shard))).collect();
    let mut shards: Vec<Vec<u32>> = sizes.iter().map(|sizes| vec![0; sizes.len()]).collect();
    for (size, b, u) in all {
        let Some(Reverse((load, shard))) = least.pop() else { break };
        shards[b as usize][u as usize] = shard;
        least.push(Reverse((load + size, shard)));
    }
    shards
}

/// Work of each unit: weeks × girls.
fn work(study: &Study) -> Vec<u64> {
    let girls: u64 = synthetic::communities(&study.scenario).iter().map(|place| u64::from(place.girls)).sum();
    let policies = study.policies.len();
    units(study).map(|unit| weeks(study, policies * unit.runs(study).len(), true) * girls).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_study;
    use amparo_model::policy::VOCABULARY;
    use std::path::Path;

    fn shipped(name: &str) -> Study {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy").join(name);
        load_study(&file, &VOCABULARY, &[]).expect("a shipped study")
    }

    #[test]
    fn every_unit_goes_to_one_shard_and_no_shard_has_more_than_one_unit_more_work() {
        let (mut small, mut two) = (shipped("study.toml"), shipped("two-part.toml"));
        small.replicates = 23;
        two.replicates = 9;
        two.adaptation.before = 1;
        for of in [1, 2, 3, 7, 16] {
            let studies = [&small, &two];
            let shards = dealt(&studies, of);
            let mut loads = vec![0; of as usize];
            let mut largest = 0;
            for (study, shards) in studies.iter().zip(&shards) {
                assert_eq!(shards.len(), units(study).count());
                for (size, shard) in work(study).into_iter().zip(shards) {
                    assert!((1..=of).contains(shard));
                    loads[*shard as usize - 1] += size;
                    largest = largest.max(size);
                }
            }
            let (most, least) = (loads.iter().max(), loads.iter().min());
            assert!(most.copied().unwrap_or(0) - least.copied().unwrap_or(0) <= largest, "{of}: {loads:?}");
            assert_eq!(shards, dealt(&studies, of), "it follows from the plan");
        }
    }

    #[test]
    fn what_is_no_shard_is_refused_with_what_is() {
        assert_eq!(Shard::read("3/16").expect("a shard"), Shard { number: 3, of: 16 });
        for (text, says, expected) in [
            ("0/4", "there is no shard 0 of 4", "a shard from 1/4 to 4/4"),
            ("5/4", "there is no shard 5 of 4", "a shard from 1/4 to 4/4"),
            ("2/1", "there is no shard 2 of 1", "1/1"),
            ("1/0", "a study has no 0 shards", "from 1 to 1000000 shards"),
            ("x/y", "`x/y` is no shard", "as 3/16"),
            ("3", "`3` is no shard", "as 3/16"),
            ("-1/4", "`-1/4` is no shard", "as 3/16"),
            ("", "`` is no shard", "as 3/16"),
        ] {
            let refused = Shard::read(text).expect_err(text).to_string();
            assert!(refused.contains(says) && refused.contains(expected), "{text}: {refused}");
        }
    }
}
