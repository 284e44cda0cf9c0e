//! Which policy leads, how sure that is, and in one word (docs/decide.md, *The word*).

use super::mean::{Mean, draw_means, mean_of, pooled_noise};
use super::named::named;
use super::over_draws::difference;
use amparo_model::math::num;
use amparo_model::math::statistics::student_t_quantile;
use amparo_model::math::weighted::{effective_size, shares};
use serde::Serialize;

/// Quantile of the normal distribution at 0.95: half the width of a two-sided 90 % interval.
const NORMAL_90: f64 = 1.644_853_626_951_472_7;
/// Chance that any policy is said to be beaten which is not, at most.
const ERROR: f64 = 0.05;
/// Share of what is assumed in which a leader must avert most to be called clear.
const CLEAR: f64 = 0.8;
/// Share above which the lower end of q makes it likely.
const LIKELY: f64 = 0.5;
/// Share of draws that may be unsettled where a percentage is still given.
pub const MOST_UNSETTLED: f64 = 0.25;

named! {
    /// How sure it is which policy averts most.
    pub enum Word {
        /// The leader beats all others, and averts most in at least 80 % of what is assumed.
        Clear = "clear",
        /// It beats all others, or averts most in more than half of what is assumed.
        Likely = "likely",
        /// Neither.
        Open = "open",
    }
}

/// A share of what is assumed, as far as draws tell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Plug-in value: draws as they came out, ties shared.
    pub plug_in: f64,
    /// Wilson's 90 % interval at the effective number of draws.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Draws that are settled for it, by weight.
    pub for_it: f64,
    /// Draws that are settled against it.
    pub against: f64,
    /// Half of the 95 % interval for finitely many draws.
    pub half: f64,
}

impl Share {
    /// Draws that noise leaves undecided, by weight.
    pub fn unsettled(&self) -> f64 {
        (1.0 - self.for_it - self.against).max(0.0)
    }

    /// Whether it may be told as a percentage.
    pub fn can_be_told(&self) -> bool {
        self.unsettled() <= MOST_UNSETTLED
    }
}

/// In which share of the draws a policy clearly adds cases, and in which it clearly averts some.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Harm {
    /// Share in which it clearly adds.
    pub adds: f64,
    /// Share in which it clearly averts.
    pub averts: f64,
}

impl Harm {
    /// Share that noise leaves undecided.
    pub fn unclear(&self) -> f64 {
        (1.0 - self.adds - self.averts).max(0.0)
    }
}

/// The leader against one other policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// Row of the other.
    pub over: usize,
    /// Averted by the leader more than by the other.
    pub by: Mean,
    /// Whether it beats the other.
    pub beats: bool,
}

/// Who leads, and how sure that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Row of the policy with the highest mean.
    pub leader: usize,
    /// Its lead over every other that is another policy, in the order of rows.
    pub leads: Vec<Lead>,
    /// In which share of what is assumed it averts most.
    pub most: Share,
    /// The word.
    pub word: Word,
}

impl Ranking {
    /// Policies that the leader does not beat: with it, those that may be best (subset selection, Gupta 1965).
    pub fn not_beaten(&self) -> impl Iterator<Item = usize> + '_ {
        self.leads.iter().filter(|lead| !lead.beats).map(|lead| lead.over)
    }
}

/// The first of those with the largest value; `None` of nothing.
pub(super) fn largest(among: impl Iterator<Item = usize>, value: impl Fn(usize) -> f64) -> Option<usize> {
    among.reduce(|best, j| if value(j) > value(best) { j } else { best })
}

/// Variance of one replicate of a paired difference; `None` where no draw has two replicates, or all that have agree.
fn pooled(values: &[Vec<f64>]) -> Option<f64> {
    pooled_noise(values).map(|(variance, _)| variance).filter(|variance| *variance > 0.0)
}

/// Whether a draw's own mean difference is settled at 5 % a side: by more than 1.645·s/√n. Without known noise nothing is.
fn settled(mean: f64, variance: Option<f64>, replicates: usize) -> bool {
    variance.is_some_and(|v| mean.abs() > NORMAL_90 * num::sqrt(v / replicates as f64))
}

/// Wilson's interval (1927) of a share of so many draws.
pub fn wilson(share: f64, n: f64) -> (f64, f64) {
    let z2 = NORMAL_90 * NORMAL_90;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = NORMAL_90 * num::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// Who leads of `averted[policy][draw][replicate]`, one weight per draw; `None` without policies.
///
/// *L beats j* if its paired mean lead exceeds Student's one-sided t at 1 − 0.05/(K − 1) times its standard error, K the policies
/// (Bonferroni; with the best unknown cf. Hsu 1984, *Ann. Stat.* 12:1136). A lead of which no error is known beats nobody. Policies that come to the
/// same in every run are one policy under several names, and count once.
///
/// # Panics
/// If shapes differ.
pub fn ranking(averted: &[Vec<Vec<f64>>], weights: &[f64]) -> Option<Ranking> {
    let means: Vec<f64> = averted.iter().map(|values| mean_of(values, weights).mean).collect();
    let leader = largest(0..means.len(), |j| means[j])?;
    let draws = effective_size(weights);
    let alone = distinct(averted, leader);
    let others: Vec<usize> = alone.iter().copied().filter(|j| *j != leader).collect();
    let one_sided = |degrees: f64| student_t_quantile(1.0 - 2.0 * ERROR / others.len() as f64, degrees);
    let leads: Vec<Lead> = others
        .iter()
        .map(|j| {
            let by = difference(&averted[leader], &averted[*j]);
            let (by, replicates) = (mean_of(&by, weights), by.first().map_or(0, Vec::len));
            let degrees = if weights.len() > 1 { draws - 1.0 } else { replicates as f64 - 1.0 };
            let beats = degrees > 0.0 && by.se.is_some_and(|se| by.mean > one_sided(degrees) * se);
            Lead { over: *j, by, beats }
        })
        .collect();
    let most = averts_most(averted, weights, leader, &alone);
    let beats_all = leads.iter().all(|lead| lead.beats);
    let word = match beats_all {
        true if most.plug_in >= CLEAR => Word::Clear,
        true => Word::Likely,
        false if most.low > LIKELY && weights.len() > 1 => Word::Likely,
        false => Word::Open,
    };
    Some(Ranking { leader, leads, most, word })
}

/// The rows of policies that differ in some run, in order: the leader's, and of others that are the same the first.
fn distinct(averted: &[Vec<Vec<f64>>], leader: usize) -> Vec<usize> {
    let first = |j: usize| (0..j).all(|i| averted[i] != averted[j]);
    (0..averted.len()).filter(|j| *j == leader || (first(*j) && averted[*j] != averted[leader])).collect()
}

/// In which share of the draws a policy averts most among the rows `among`.
fn averts_most(averted: &[Vec<Vec<f64>>], weights: &[f64], leader: usize, among: &[usize]) -> Share {
    let means: Vec<Vec<f64>> = averted.iter().map(|values| draw_means(values)).collect();
    let p = shares(weights);
    let variances: Vec<Option<f64>> =
        averted.iter().map(|values| pooled(&difference(&averted[leader], values))).collect();
    let (mut plug_in, mut for_it, mut against) = (0.0, 0.0, 0.0);
    for (d, p) in p.iter().enumerate() {
        let best = among.iter().map(|j| means[*j][d]).fold(f64::NEG_INFINITY, f64::max);
        let ties = among.iter().filter(|j| means[**j][d] == best).count() as f64;
        let mine = means[leader][d];
        plug_in += if mine == best { p / ties } else { 0.0 };
        let runner_up = largest(among.iter().copied().filter(|j| *j != leader), |j| means[j][d]);
        let Some(rival) = runner_up else {
            for_it += p;
            continue;
        };
        let lead = mine - means[rival][d];
        if settled(lead, variances[rival], averted[leader][d].len()) {
            *(if lead > 0.0 { &mut for_it } else { &mut against }) += p;
        }
    }
    let n = effective_size(weights);
    let (low, high) = wilson(plug_in, n);
    let half = 1.96 * num::sqrt(plug_in * (1.0 - plug_in) / n);
    Share { plug_in, low, high, for_it, against, half }
}

/// In which shares of the draws a policy clearly adds and clearly averts: its own paired difference, and nobody else's.
pub fn harm(averted: &[Vec<f64>], weights: &[f64]) -> Harm {
    let variance = pooled(averted);
    let (mut adds, mut averts) = (0.0, 0.0);
    for ((p, mean), of_draw) in shares(weights).iter().zip(draw_means(averted)).zip(averted) {
        if settled(mean, variance, of_draw.len()) {
            *(if mean < 0.0 { &mut adds } else { &mut averts }) += p;
        }
    }
    Harm { adds, averts }
}

/// The leader in `N + ρR` for every ρ from 0 to 1, where means of girls and of repeated spells are given by policy: the leader at 0, and
/// the smallest ρ from which another leads, with that other.
pub fn turning_point(girls: &[f64], repeated: &[f64]) -> Option<(f64, usize)> {
    let leader = largest(0..girls.len(), |j| girls[j])?;
    let crossing = |j: usize| {
        let (behind, gains) = (girls[leader] - girls[j], repeated[j] - repeated[leader]);
        (gains > 0.0 && behind <= gains).then(|| behind / gains)
    };
    let others = (0..girls.len()).filter(|j| *j != leader);
    others.filter_map(|j| Some((crossing(j)?, j))).min_by(|a, b| a.0.total_cmp(&b.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::draws::{Draws, Process};

    #[test]
    fn a_leader_that_always_leads_is_clear_and_one_of_equals_is_open() {
        let draws = Draws::new(1).of(Process::Bootstrap);
        let arm = |k: u64, mean: f64| -> Vec<Vec<f64>> {
            (0..64u64).map(|d| (0..2).map(|r| mean + draws.with(k).with(d).normal(r)).collect()).collect()
        };
        let found = ranking(&[arm(1, 10.0), arm(2, 30.0), arm(3, 12.0)], &[1.0; 64]).unwrap();
        assert_eq!((found.leader, found.word, found.most.plug_in), (1, Word::Clear, 1.0));
        assert!(found.not_beaten().next().is_none() && found.most.for_it > 0.99);
        let equal = ranking(&[arm(1, 10.0), arm(2, 10.0)], &[1.0; 64]).unwrap();
        assert_eq!(equal.word, Word::Open);
        assert_eq!(equal.not_beaten().collect::<Vec<_>>(), [1 - equal.leader]);
        assert!(!equal.most.can_be_told(), "noise settles little: {:?}", equal.most);
    }

    #[test]
    fn a_policy_under_two_names_is_as_sure_as_under_one() {
        let draws = Draws::new(1).of(Process::Bootstrap);
        let arm = |k: u64, mean: f64| -> Vec<Vec<f64>> {
            (0..64u64).map(|d| (0..2).map(|r| mean + draws.with(k).with(d).normal(r)).collect()).collect()
        };
        let (leader, second, third) = (arm(1, 10.0), arm(2, 9.7), arm(3, 9.6));
        let once = ranking(&[leader.clone(), second.clone(), third.clone()], &[1.0; 64]).unwrap();
        let twice = [leader.clone(), second.clone(), leader, second.clone(), third, second];
        let twice = ranking(&twice, &[1.0; 64]).unwrap();
        assert_eq!((twice.leader, twice.word, twice.most), (once.leader, once.word, once.most));
        let leads = |of: &Ranking| of.leads.iter().map(|lead| (lead.by, lead.beats)).collect::<Vec<_>>();
        assert_eq!(leads(&twice), leads(&once));
        assert_eq!(twice.leads.iter().map(|lead| lead.over).collect::<Vec<_>>(), [1, 4]);
    }

    #[test]
    fn wilsons_interval_is_as_published() {
        // 8 of 10 at 90 % (z = 1.6449): 0.541 to 0.932 (Wilson's score interval).
        let (low, high) = wilson(0.8, 10.0);
        assert!((low - 0.5408).abs() < 5e-4 && (high - 0.9315).abs() < 5e-4, "{low} {high}");
    }

    #[test]
    fn ties_are_shared_and_the_harm_of_a_policy_is_its_own() {
        let one = vec![vec![1.0, 2.0]; 10];
        let mut other = one.clone();
        other[9] = vec![1.5, 1.5];
        let found = ranking(&[one, other], &[1.0; 10]).unwrap();
        assert!((found.most.plug_in - 0.5).abs() < 1e-12);
        let mixed: Vec<Vec<f64>> = (0..10).map(|d| if d < 3 { vec![-9.0, -10.0] } else { vec![9.0, 10.0] }).collect();
        let told = harm(&mixed, &[1.0; 10]);
        assert!((told.adds - 0.3).abs() < 1e-12 && (told.averts - 0.7).abs() < 1e-12 && told.unclear() < 1e-12);
        let once: Vec<Vec<f64>> = mixed.iter().map(|of_draw| vec![of_draw[0]]).collect();
        assert_eq!(harm(&once, &[1.0; 10]).unclear(), 1.0, "nothing is settled where noise is not known");
    }

    #[test]
    fn the_order_turns_where_repeated_spells_outweigh_girls() {
        assert_eq!(turning_point(&[100.0, 80.0, 10.0], &[0.0, 40.0, 200.0]), Some((90.0 / 200.0, 2)));
        assert_eq!(turning_point(&[100.0, 80.0], &[50.0, 60.0]), None, "it would take more than a girl's weight");
        assert_eq!(turning_point(&[100.0, 100.0], &[0.0, 1.0]), Some((0.0, 1)));
    }
}
