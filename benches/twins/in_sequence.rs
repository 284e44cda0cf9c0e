//! The draws of the model from a small generator in sequence: stands in for `src/draws.rs` where `benches/draws.rs` compiles the
//! model a second time.
//!
//! What happens in a week is drawn in sequence and keys are dropped. What is so for good (who lives in a slot, her patience, her
//! schooling, a quarter's income) stays keyed: the model stores none of it, so that a draw in sequence would be another each time
//! it is looked at.

use crate::math::{normal, num};
pub use amparo::draws::{Dense, Process};
use amparo::draws::{Draws as Keyed, Stream as KeyedStream};
use std::sync::atomic::{AtomicU64, Ordering};

/// State of the one generator. Relaxed, so that loading and storing it are plain moves.
static STATE: AtomicU64 = AtomicU64::new(1);

/// SplitMix64 (Steele, Lea and Flood 2014): one state, no other memory.
#[inline]
fn next() -> u64 {
    let at = STATE.load(Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
    STATE.store(at, Ordering::Relaxed);
    let z = (at ^ (at >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Whether a draw is so for good.
#[inline]
const fn lasting(process: Process) -> bool {
    use Process::*;
    matches!(
        process,
        Replicate
            | CommunitySize
            | CommunityDrivers
            | Household
            | HouseholdOfGirl
            | Phase
            | OwnWeights
            | Belief
            | Patience
            | LeaveSchool
            | TransientIncome
            | CampaignCount
            | CampaignContact
            | Phone
            | AppMarket
            | AppAdoption
            | AppDrop
            | TrainingTarget
            | TargetOrder
    )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws(Keyed);

impl Draws {
    pub fn new(seed: u64) -> Self {
        STATE.store(seed, Ordering::Relaxed);
        Draws(Keyed::new(seed))
    }

    pub fn seed(self) -> u64 {
        self.0.seed()
    }

    #[inline]
    pub fn of(self, process: Process) -> Stream {
        if lasting(process) { Stream::Keyed(self.0.of(process)) } else { Stream::InSequence }
    }

    pub fn dense(self, process: Process, row: u64, words_per_row: u64) -> Dense {
        self.0.dense(process, row, words_per_row)
    }
}

pub fn replicate_key(seed: u64, replicate: u64) -> u64 {
    amparo::draws::replicate_key(seed, replicate)
}

#[derive(Clone, Copy, Debug)]
pub enum Stream {
    Keyed(KeyedStream),
    InSequence,
}

impl Stream {
    #[inline]
    pub fn with(self, key: u64) -> Stream {
        match self {
            Stream::Keyed(stream) => Stream::Keyed(stream.with(key)),
            Stream::InSequence => self,
        }
    }

    #[inline]
    pub fn word(self, key: u64) -> u64 {
        match self {
            Stream::Keyed(stream) => stream.word(key),
            Stream::InSequence => next(),
        }
    }

    #[inline]
    pub fn uniform(self, key: u64) -> f64 {
        ((self.word(key) >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    #[inline]
    pub fn normal(self, key: u64) -> f64 {
        normal::quantile(self.uniform(key))
    }

    #[inline]
    pub fn exponential(self, key: u64) -> f64 {
        -num::ln(self.uniform(key))
    }

    #[inline]
    pub fn index(self, key: u64, n: u32) -> u32 {
        ((u128::from(self.word(key)) * u128::from(n)) >> 64) as u32
    }
}
