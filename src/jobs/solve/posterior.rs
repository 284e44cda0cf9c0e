//! Which parameters the targets pin: all candidates, weighted, beside their priors.

use super::point::Attempt;
use super::targets::sampled;
use amparo_model::draws::{Draws, Process, Stream};
use amparo_model::math::num;
use amparo_model::math::weighted::{effective_size, shares, weighted_mean, weighted_quantile, weighted_variance};
use amparo_model::register::{Entry, Prior};
use amparo_model::scenario::{DrawSample, RANGE_TARGETS, SOLVED, Scenario};
use serde::Serialize;

/// Times the weights are dealt out anew.
const SHUFFLES: usize = 199;
/// Of the largest distances found then, in ascending order, the one at the 95 % level: the 190th of 199.
const AT: usize = 189;

/// Parameters beside their priors.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Posterior {
    /// Effective number of candidates, by their weights.
    pub effective: f64,
    /// The largest distance of any drawn parameter that chance alone gives in 95 of 100 cases.
    pub noise: f64,
    /// Drawn ones first, in the sample's order, then solved ones.
    pub parameters: Vec<Parameter>,
}

/// One parameter beside its prior.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name, `group.name`.
    pub name: String,
    /// Whether it is solved for targets; otherwise it is drawn from its prior.
    pub solved: bool,
    /// The shape of its prior.
    pub prior: Prior,
    /// Lower end of its prior.
    pub prior_low: f64,
    /// Upper end of its prior.
    pub prior_high: f64,
    /// 2.5 % quantile of the posterior.
    pub low: f64,
    /// Median of the posterior.
    pub median: f64,
    /// 97.5 % quantile of the posterior.
    pub high: f64,
    /// Posterior mean of the prior's distribution function at the parameter; ½ where nothing was learnt.
    pub level: f64,
    /// Standard deviation of the posterior over that of the prior, on the prior's own scale.
    pub sd_ratio: f64,
    /// Largest distance between the distribution functions of posterior and prior.
    pub distance: f64,
    /// Whether the distance is above the noise; `None` for what is solved, which the targets pin in any case.
    pub pinned: Option<bool>,
}

/// Every drawn and every solved parameter beside its prior, from all candidates weighted; those that could not be solved weigh nothing.
///
/// On the scale u = F(value) of the prior's distribution function a prior is even over (0, 1), with the standard deviation 1/√12. The
/// distance is Kolmogorov's, `sup |F_w(u) − u|` of the weighted distribution function F_w (Kolmogorov 1933, *Giornale dell'Istituto
/// Italiano degli Attuari* 4). Its noise is found by dealing the weights out anew in random order, which leaves no parameter any bearing on
/// them, and taking the largest distance over all drawn parameters each time (Westfall & Young 1993, *Resampling-Based Multiple Testing*).
pub fn posterior(scenario: &Scenario, sample: &DrawSample, candidates: &[Attempt]) -> Posterior {
    let weights: Vec<f64> = candidates.iter().map(|one| one.solved().map_or(0.0, |a| a.factors.weight())).collect();
    let entry = |name: &str| scenario.register.get(name).filter(|entry| entry.prior != Prior::Fixed);
    let points: Vec<_> = (0..candidates.len()).map(|number| sampled(scenario, sample, number as u32).0).collect();
    let drawn = sample.parameters.iter().map(String::as_str).chain(RANGE_TARGETS).filter_map(entry).map(|entry| {
        let values = points.iter().map(|values| values.get(&entry.name).copied().unwrap_or(entry.default)).collect();
        Levels::new(entry, values)
    });
    let drawn: Vec<Levels<'_>> = drawn.collect();
    let noise = noise(&drawn, &weights, Draws::new(sample.seed).of(Process::WeightShuffle));
    let mut parameters: Vec<Parameter> = drawn.iter().map(|one| one.beside_prior(&weights, Some(noise))).collect();
    let solved: Vec<_> = candidates.iter().filter_map(Attempt::solved).collect();
    let of_solved: Vec<f64> = solved.iter().map(|one| one.factors.weight()).collect();
    for entry in SOLVED.into_iter().filter_map(entry) {
        let values = solved.iter().map(|one| one.values.get(&entry.name).copied().unwrap_or(entry.default)).collect();
        parameters.push(Levels::new(entry, values).beside_prior(&of_solved, None));
    }
    Posterior { effective: effective_size(&weights), noise, parameters }
}

/// Values of a parameter, and where they lie in its prior.
struct Levels<'a> {
    entry: &'a Entry,
    values: Vec<f64>,
    levels: Vec<f64>,
    /// Indices by ascending level.
    order: Vec<usize>,
}

impl<'a> Levels<'a> {
    fn new(entry: &'a Entry, values: Vec<f64>) -> Self {
        let levels: Vec<f64> = values.iter().map(|value| entry.level(*value)).collect();
        let mut order: Vec<usize> = (0..levels.len()).collect();
        order.sort_by(|a, b| levels[*a].total_cmp(&levels[*b]));
        Levels { entry, values, levels, order }
    }

    /// `sup |F_w(u) − u|`; `shares` sum to 1.
    fn distance(&self, shares: &[f64]) -> f64 {
        let (mut below, mut most) = (0.0f64, 0.0f64);
        for i in &self.order {
            let u = self.levels[*i];
            most = most.max((below - u).abs());
            below += shares[*i];
            most = most.max((below - u).abs());
        }
        most
    }

    fn beside_prior(&self, weights: &[f64], noise: Option<f64>) -> Parameter {
        let quantile = |level| weighted_quantile(&self.values, weights, level);
        let distance = self.distance(&shares(weights));
        Parameter {
            name: self.entry.name.clone(),
            solved: noise.is_none(),
            prior: self.entry.prior,
            prior_low: self.entry.low,
            prior_high: self.entry.high,
            low: quantile(0.025),
            median: quantile(0.5),
            high: quantile(0.975),
            level: weighted_mean(&self.levels, weights),
            sd_ratio: num::sqrt(12.0 * weighted_variance(&self.levels, weights).unwrap_or(0.0)),
            distance,
            pinned: noise.map(|noise| distance > noise),
        }
    }
}

/// The 95 % level of the largest distance over all parameters while weights are dealt out at random.
fn noise(drawn: &[Levels<'_>], weights: &[f64], stream: Stream) -> f64 {
    let mut dealt = shares(weights);
    let mut largest: Vec<f64> = (0..SHUFFLES as u64)
        .map(|shuffle| {
            // Fisher and Yates, on what the shuffle before left.
            let stream = stream.with(shuffle);
            for i in (1..dealt.len()).rev() {
                dealt.swap(i, stream.index(i as u64, i as u32 + 1) as usize);
            }
            drawn.iter().map(|one| one.distance(&dealt)).fold(0.0, f64::max)
        })
        .collect();
    largest.sort_by(f64::total_cmp);
    largest[AT]
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::math::{normal, sobol};
    use amparo_model::register::Grade;

    fn entry(name: &str, low: f64, high: f64, prior: Prior) -> Entry {
        Entry {
            name: name.into(),
            symbol: String::new(),
            default: low,
            low,
            high,
            prior,
            unit: String::new(),
            grade: Grade::Assumed,
            source: String::new(),
            meaning: String::new(),
            phrase: String::new(),
            note: String::new(),
        }
    }

    #[test]
    fn a_distance_is_kolmogorovs() {
        let even = entry("a.b", 0.0, 1.0, Prior::Uniform);
        // Steps of ½ at 0.2 and 0.6: largest just before 0.6 … |½ − 0.6|, at 0.2 |½ − 0.2|, before the first |0 − 0.2|, at 0.6 |1 − 0.6|.
        let one = Levels::new(&even, vec![0.6, 0.2]);
        assert!((one.distance(&[0.5, 0.5]) - 0.4).abs() < 1e-15);
        assert!((one.distance(&[0.9, 0.1]) - 0.5).abs() < 1e-15, "before 0.6 a tenth lies below");
    }

    #[test]
    fn a_parameter_that_weights_follow_is_pinned_and_others_are_not() {
        let n = 1_024u32;
        let names: Vec<Entry> = (0..30).map(|d| entry(&format!("a.p{d}"), 2.0, 8.0, Prior::Loguniform)).collect();
        let levels: Vec<Levels<'_>> = names
            .iter()
            .enumerate()
            .map(|(d, entry)| {
                Levels::new(entry, (0..n).map(|i| entry.quantile(sobol::point(i, d as u32, 5))).collect())
            })
            .collect();
        // ln of the first is weighted by a normal likelihood in the middle, a tenth of the prior wide, with weights otherwise uneven by chance.
        let weights: Vec<f64> = (0..n)
            .map(|i| {
                let z = (sobol::point(i, 0, 5) - 0.5) / 0.1;
                (-0.5 * z * z).exp() * (0.5 * normal::quantile(sobol::point(i, 99, 5))).exp()
            })
            .collect();
        let noise = noise(&levels, &weights, Draws::new(1).of(Process::WeightShuffle));
        let found: Vec<Parameter> = levels.iter().map(|one| one.beside_prior(&weights, Some(noise))).collect();
        assert_eq!(found[0].pinned, Some(true));
        assert!((found[0].sd_ratio - 0.1 * 12f64.sqrt()).abs() < 0.02, "{:?}", found[0]);
        assert!((found[0].median - 4.0).abs() < 0.1 && (found[0].level - 0.5).abs() < 0.02, "{:?}", found[0]);
        // 4·e^(±1.96·0.1·ln 4)
        assert!((found[0].high - 4.0 * (0.196 * 4f64.ln()).exp()).abs() < 0.15, "{:?}", found[0]);
        for one in &found[1..] {
            assert_eq!(one.pinned, Some(false), "{one:?}");
            assert!((one.sd_ratio - 1.0).abs() < 0.1 && (one.level - 0.5).abs() < 0.05, "{one:?}");
        }
    }
}
