//! Keyed randomness: every draw is a pure function of (seed, process, keys), in any order, on any thread.
//!
//! Rare draws come from a 64-bit mixer that absorbs one key field after another; draws made for everyone at once
//! (when the world is filled) come from one ChaCha8 stream per purpose, positioned by row. A [`Process`] names what
//! a draw is for, so that two purposes never share a number.

use crate::math::{normal, num};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Purpose of a random draw. The number is part of the key and must never change meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Process {
    /// Key of a replicate, from the study's seed.
    Replicate = 1,
    /// Sizes of a department's synthetic communities.
    CommunitySize = 2,
    /// Poverty, taboo, violence, earnings, phones, belief and travel of a synthetic community.
    CommunityDrivers = 3,
    /// Permanent income and violence of a household.
    Household = 4,
    /// Household of each girl beyond the first of every household.
    HouseholdOfGirl = 5,
    /// Age phase of a roster slot.
    Phase = 6,
    /// Origin of a person who is exploited when the world starts.
    StartSlot = 7,
    /// How much each driver matters to a girl.
    OwnWeights = 8,
    /// A girl's own prior belief.
    Belief = 10,
    /// A girl's present bias β and discount factor δ.
    Patience = 11,
    /// Whether and when a girl is in school and leaves it.
    LeaveSchool = 12,
    /// Quarterly shock to a household's income.
    TransientIncome = 13,
    /// Candidate campaign contacts of a girl per quarter.
    CampaignCount = 14,
    /// Week of a candidate campaign contact, and whether it takes place.
    CampaignContact = 15,
    /// Whether a girl has phone and signal.
    Phone = 16,
    /// Whether a girl is in the app's market.
    AppMarket = 17,
    /// Cumulative hazard at which a girl adopts the app.
    AppAdoption = 18,
    /// Time after which a girl drops the app.
    AppDrop = 19,
    /// Approaches from a town in a community per week.
    Approaches = 20,
    /// Slot that an approach is made to.
    ApproachSlot = 21,
    /// Order in which approaches of a week take places.
    ApproachOrder = 22,
    /// Whether school or training keeps an approach from becoming an offer.
    Offer = 23,
    /// Whether a girl talks an offer over.
    TalkItOver = 24,
    /// Whether the app warns a girl of an offer.
    Warning = 25,
    /// Whether a girl accepts an offer.
    Accept = 26,
    /// Whether a girl with the app reports an approach.
    Report = 27,
    /// Which recruiter of the town a report counts against.
    ReportedRecruiter = 28,
    /// Brothel that a person comes into.
    ChooseBrothel = 29,
    /// Places of a brothel when it opens.
    BrothelPlaces = 30,
    /// Brothels that open in a town per week.
    BrothelEntry = 31,
    /// Reserved; no draw uses it.
    BrothelTown = 32,
    /// Whether a brothel closes by itself in a week.
    BrothelExit = 33,
    /// Whether and how a spell ends in a week: escape, release or moving on.
    Exit = 34,
    /// Whether an exploited person files a complaint in a week.
    Complaint = 35,
    /// Raids on a town per week.
    Raids = 36,
    /// Which brothels a raid visits.
    RaidVisit = 37,
    /// Whether a raid frees a person.
    Rescue = 38,
    /// Whether a person freed by a raid is registered as a victim.
    RegisterRescued = 39,
    /// Whether a visited brothel is closed.
    CloseVisited = 40,
    /// Whether a closed brothel opens again in another town.
    MoveClosed = 41,
    /// Town in which a closed brothel opens again.
    MoveTown = 42,
    /// Whether a recruiter is arrested in a week.
    Arrest = 43,
    /// Whether a person who came back will go back.
    GoBack = 44,
    /// Weeks until she goes back.
    BackDelay = 45,
    /// Whether a person who came back is supported.
    Supported = 46,
    /// Whether a person who came back speaks about it.
    Speaks = 47,
    /// Whether a person who came back is reintegrated in a week.
    Reintegrate = 48,
    /// Visits that offer training in a community per week.
    TrainingVisits = 49,
    /// Slot that a training visit is made to.
    TrainingSlot = 50,
    /// Whether targeting misses a poor household.
    TrainingTarget = 51,
    /// Whether a girl takes up training.
    TrainingDecision = 52,
    /// Order in which training places are given.
    TrainingOrder = 53,
    /// Whether a girl in training drops out in a week.
    TrainingDrop = 54,
    /// Random order in which communities are covered.
    TargetOrder = 55,
    /// Girls sampled for the diagnosis of drivers, and for an intervention's reach.
    DriverSample = 56,
    /// Age of a person from outside the simulated departments.
    OutsideAge = 57,
    /// Girls sampled to plan an intervention's demand.
    PlannerSample = 58,
    /// Key of the worlds a calibration runs.
    Calibration = 59,
    /// Town in which a closed brothel reopens, by a race.
    ReopenRace = 60,
    /// Everything about approaches made from other destinations.
    Elsewhere = 61,
    /// Whether a household takes up a school transfer, and whether coverage reaches it.
    SchoolTransfer = 62,
    /// Whether a girl asks about an offer.
    AskAbout = 63,
    /// Whether who asks about an offer reports it.
    AskReport = 64,
    /// Whether a household has a transfer whatever its girls do.
    HouseholdTransfer = 65,
    /// Whether a girl has a place in a school programme given girl by girl.
    SchoolPlace = 66,
    /// Key of the worlds that one parameter vector is solved in.
    DrawSolving = 70,
    /// Key of the worlds a search is trained in.
    TrainingWorld = 71,
    /// Key of the worlds a search is scored in.
    ScoringWorld = 72,
    /// Where a search starts, and its normal steps.
    Search = 73,
    /// Resampling with replacement.
    Bootstrap = 80,
    /// Fold of each row in cross-validation.
    Folds = 81,
    /// Noise that stands for replicates in the value of information by chance alone.
    NoiseAlone = 82,
    /// Order in which the weights of candidate draws are dealt out anew.
    WeightShuffle = 83,
    /// Households that a survey interviews.
    SurveySample = 90,
    /// Errors in a survey's answers.
    SurveyResponse = 91,
}

/// The source of all draws of one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
}

impl Draws {
    /// Draws of a world with this key (see [`replicate_key`]).
    pub fn new(seed: u64) -> Self {
        Draws { seed }
    }

    /// The key itself.
    pub fn seed(self) -> u64 {
        self.seed
    }

    /// All draws for one purpose.
    #[inline]
    pub fn of(self, process: Process) -> Stream {
        Stream(mix(mix(self.seed ^ 0x6a09_e667_f3bc_c908) ^ process as u64))
    }

    /// A dense stream of words for one purpose, positioned at `row × words_per_row`: for filling whole tables.
    pub fn dense(self, process: Process, row: u64, words_per_row: u64) -> Dense {
        let base = self.of(process);
        let mut seed = [0u8; 32];
        for (i, chunk) in seed.chunks_exact_mut(8).enumerate() {
            chunk.copy_from_slice(&base.with(i as u64).0.to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(seed);
        rng.set_word_pos(u128::from(row) * u128::from(words_per_row) * 2);
        Dense(rng)
    }
}

/// The key of replicate `replicate` of a study with seed `seed`: a hash of both, so that neighbouring seeds share nothing.
pub fn replicate_key(seed: u64, replicate: u64) -> u64 {
    Draws::new(seed).of(Process::Replicate).with(replicate).0
}

/// Draws for one purpose and the key fields absorbed so far.
#[derive(Clone, Copy, Debug)]
pub struct Stream(u64);

impl Stream {
    /// Absorbs one more key field.
    #[inline]
    pub fn with(self, key: u64) -> Stream {
        Stream(mix(self.0 ^ key))
    }

    /// The 64-bit word at `key`.
    #[inline]
    pub fn word(self, key: u64) -> u64 {
        mix(self.0 ^ key)
    }

    /// A uniform in (0, 1), never either end.
    #[inline]
    pub fn uniform(self, key: u64) -> f64 {
        to_uniform(self.word(key))
    }

    /// A standard normal, by inversion.
    #[inline]
    pub fn normal(self, key: u64) -> f64 {
        normal::quantile(self.uniform(key))
    }

    /// An exponential of mean 1, by inversion.
    #[inline]
    pub fn exponential(self, key: u64) -> f64 {
        -num::ln(self.uniform(key))
    }

    /// An index below `n`, by multiplication (bias below n/2⁶⁴).
    #[inline]
    pub fn index(self, key: u64, n: u32) -> u32 {
        ((u128::from(self.word(key)) * u128::from(n)) >> 64) as u32
    }
}

/// Words in sequence, for filling tables row by row.
pub struct Dense(ChaCha8Rng);

impl Dense {
    /// The next uniform in (0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        to_uniform(self.0.next_u64())
    }

    /// The next standard normal, by inversion: always one word.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.uniform())
    }
}

/// The upper 53 bits, moved half a step off zero.
#[inline]
fn to_uniform(word: u64) -> f64 {
    ((word >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

/// A bijection of 64-bit words in which each input bit flips each output bit about half the time
/// (P. Evensen's "rrmxmx" finalizer, 2018, after an odd offset so that 0 is not a fixed point).
#[inline]
fn mix(x: u64) -> u64 {
    let mut v = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    v ^= v.rotate_right(49) ^ v.rotate_right(24);
    v = v.wrapping_mul(0x9fb2_1c65_1e98_df25);
    v ^= v >> 28;
    v = v.wrapping_mul(0x9fb2_1c65_1e98_df25);
    v ^ (v >> 28)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// χ² of byte counts over 2¹⁶ words with one key field running, for each field and each of four bytes.
    #[test]
    fn running_any_key_field_fills_the_words_evenly() {
        let base = Draws::new(7).of(Process::Accept);
        let fields: [fn(Stream, u64) -> u64; 3] = [
            |s, i| s.with(3).with(5).word(i),
            |s, i| s.with(3).with(i).word(5),
            |s, i| s.with(i << 32).with(3).word(5),
        ];
        for field in fields {
            for shift in [0, 16, 32, 56] {
                let mut counts = [0f64; 256];
                for i in 0..65_536 {
                    counts[(field(base, i) >> shift & 255) as usize] += 1.0;
                }
                let chi2: f64 = counts.iter().map(|c| (c - 256.0) * (c - 256.0) / 256.0).sum();
                // 255 degrees of freedom: mean 255, sd 22.6; ±5 sd.
                assert!((140.0..370.0).contains(&chi2), "{chi2}");
            }
        }
    }

    #[test]
    fn neighbouring_keys_are_uncorrelated() {
        let s = Draws::new(1).of(Process::Exit).with(9);
        let n = 100_000;
        let (mut xy, mut x2) = (0.0, 0.0);
        for i in 0..n {
            let (a, b) = (s.uniform(i) - 0.5, s.uniform(i + 1) - 0.5);
            xy += a * b;
            x2 += a * a;
        }
        assert!((xy / x2).abs() < 4.0 / (n as f64).sqrt());
    }

    #[test]
    fn every_input_bit_flips_half_of_the_output_bits() {
        for bit in 0..64 {
            let flips: u32 = (0..2_000u64).map(|i| (mix(i * 977) ^ mix((i * 977) ^ (1 << bit))).count_ones()).sum();
            let mean = f64::from(flips) / 2_000.0;
            assert!((mean - 32.0).abs() < 0.6, "bit {bit}: {mean}");
        }
    }

    #[test]
    fn a_dense_stream_does_not_depend_on_where_it_is_entered() {
        let d = Draws::new(5);
        let mut whole = d.dense(Process::Household, 0, 2);
        let first: Vec<f64> = (0..20).map(|_| whole.uniform()).collect();
        let mut later = d.dense(Process::Household, 7, 2);
        assert_eq!(later.uniform(), first[14]);
    }
}
