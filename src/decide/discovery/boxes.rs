//! When an answer turns: boxes of few assumptions in which it is mostly yes, found on some draws, scored on others
//! (docs/odd.md §8, scenario discovery).

use super::prim::{RankBox, Table, between};
use super::results::{Asks, BoxScore, Discovery, FoundBox, Limit, Said, Telling};
use crate::break_even::Scale;
use crate::decision::Quantity;
use amparo_model::draws::{Draws, Process, Stream};
use amparo_model::math::num;
use amparo_model::math::weighted::{weighted_mean, weighted_variance};

/// Fewer draws than this with a clear answer are too few for a box.
pub const LEAST_DRAWS: usize = 20;
/// Boxes found at most.
const MOST_BOXES: usize = 3;
/// One in this many draws of the same answer is held out.
const HELD_OUT: usize = 3;
/// Held-out draws in a box from which on their density has a say.
const ENOUGH_HELD_OUT: usize = 3;
/// The chance at which a box is found where columns tell nothing must be below this.
const LEVEL: f64 = 0.05;
/// Key fields that keep the split and the shuffles apart from each other and from other folds.
const SPLIT: u64 = 0x5052_494d;
const SHUFFLED: u64 = SPLIT + 1;

/// Scenario discovery: in which box of at most three of these quantities is the answer mostly yes?
///
/// `columns[quantity].values[draw]`, `said[draw]`, `weights[draw]` (any positive scale). Draws that noise leaves open are counted
/// and left out, those of weight 0 are left out. Of the others a third, alike among yes and no, is held out by key. On the rest the box of
/// [`Table::best_box`] is found; it is kept if
///
/// * its density exceeds the base rate over all,
/// * fewer than one in twenty shuffles of the answers gives as good a box by the same procedure (so that dozens of columns
///   looked over count as what they are), and
/// * where three or more held-out draws are in it, their density exceeds the base rate of held-out draws.
///
/// What lies in it is then taken out and the next box sought in what is left, to three at most; it may overlap those before, and
/// its scores are of the draws in none of them, as shares of *all*: masses and coverages of boxes add up. Held-out scores are
/// computed once and shown as they are.
///
/// Only the order of a quantity's values matters; ends lie halfway between draws on the quantity's scale.
///
/// # Panics
/// If shapes differ, or a weight or value is not finite, or a weight is negative.
pub fn discover(
    question: Asks,
    threshold: f64,
    budget_soles_per_year: f64,
    columns: &[Quantity],
    said: &[Said],
    weights: &[f64],
    seed: u64,
) -> Discovery {
    assert_eq!(said.len(), weights.len(), "every draw has an answer and a weight");
    assert!(weights.iter().all(|w| w.is_finite() && *w >= 0.0), "weights are finite and not negative");
    assert!(columns.iter().all(|c| c.values.len() == said.len()), "every draw has every value");
    let keys = Draws::new(seed).of(Process::Folds);
    let used: Vec<usize> = (0..said.len()).filter(|d| said[*d] != Said::Noise && weights[*d] > 0.0).collect();
    let (training, held_out) = split(&used, said, keys.with(SPLIT));
    let draws = Labelled { columns, said, weights };
    let base_rate = draws.score(&used, |_| true).density.unwrap_or(0.0);
    let mut boxes = Vec::new();
    if used.len() >= LEAST_DRAWS && base_rate > 0.0 && base_rate < 1.0 {
        boxes = draws.boxes(base_rate, &training, &held_out, keys.with(SHUFFLED));
    }
    Discovery {
        budget_soles_per_year,
        question,
        threshold,
        left_out: said.iter().filter(|s| **s == Said::Noise).count(),
        training_draws: training.len(),
        held_out_draws: held_out.len(),
        base_rate,
        telling: draws.telling(&used, boxes.first()),
        boxes,
    }
}

/// Two thirds and one third, alike among yes and no; both ascending.
fn split(used: &[usize], said: &[Said], keys: Stream) -> (Vec<usize>, Vec<usize>) {
    let mut held_out = Vec::new();
    for answer in [Said::Yes, Said::No] {
        let mut of_answer: Vec<usize> = used.iter().copied().filter(|d| said[*d] == answer).collect();
        of_answer.sort_by_key(|d| (keys.word(*d as u64), *d));
        held_out.extend(of_answer.into_iter().skip(HELD_OUT - 1).step_by(HELD_OUT));
    }
    held_out.sort_unstable();
    (used.iter().copied().filter(|d| held_out.binary_search(d).is_err()).collect(), held_out)
}

/// Draws with what they said.
struct Labelled<'a> {
    columns: &'a [Quantity],
    said: &'a [Said],
    weights: &'a [f64],
}

/// Values on the scale on which effects are smooth.
fn transformed(quantity: &Quantity, draws: &[usize]) -> Vec<f64> {
    draws.iter().map(|d| to(quantity.scale, quantity.values[*d])).collect()
}

fn to(scale: Scale, x: f64) -> f64 {
    match scale {
        Scale::Linear => x,
        Scale::Log => num::ln(x),
    }
}

fn from(scale: Scale, t: f64) -> f64 {
    match scale {
        Scale::Linear => t,
        Scale::Log => num::exp(t),
    }
}

impl Labelled<'_> {
    fn boxes(&self, base_rate: f64, training: &[usize], held_out: &[usize], keys: Stream) -> Vec<FoundBox> {
        let mut found: Vec<FoundBox> = Vec::new();
        let held_out_base = self.score(held_out, |_| true).density.unwrap_or(base_rate);
        while found.len() < MOST_BOXES {
            let left: Vec<usize> = training.iter().copied().filter(|d| !self.covered(&found, *d)).collect();
            let Some((table, columns, best)) = self.best(&left) else { break };
            let limits = self.limits(&table, &columns, &best);
            let of = |draws: &[usize]| self.score(draws, |d| self.holds(&limits, d) && !self.covered(&found, d));
            let (in_training, in_held_out) = (of(training), of(held_out));
            let tells = in_training.density.is_some_and(|density| density > base_rate)
                && (in_held_out.draws < ENOUGH_HELD_OUT
                    || in_held_out.density.is_some_and(|density| density > held_out_base));
            let yes: Vec<bool> = left.iter().map(|d| self.said[*d] == Said::Yes).collect();
            if !tells || table.permutation_p(&yes, best.phi, LEVEL, keys.with(found.len() as u64)) >= LEVEL {
                break;
            }
            found.push(FoundBox { limits, training: in_training, held_out: in_held_out });
        }
        found
    }

    /// The best box of these draws, with the table it is in and the values of the table.
    fn best(&self, draws: &[usize]) -> Option<(Table, Vec<Vec<f64>>, RankBox)> {
        let columns: Vec<Vec<f64>> = self.columns.iter().map(|column| transformed(column, draws)).collect();
        let weights: Vec<f64> = draws.iter().map(|d| self.weights[*d]).collect();
        let yes: Vec<bool> = draws.iter().map(|d| self.said[*d] == Said::Yes).collect();
        let table = Table::new(&columns, &weights);
        let best = table.best_box(&yes)?;
        Some((table, columns, best))
    }

    fn limits(&self, table: &Table, columns: &[Vec<f64>], found: &RankBox) -> Vec<Limit> {
        let ends = table.ends(columns, found);
        let limits = found.ranges.iter().zip(ends).map(|((column, ..), (low, high))| {
            let quantity = &self.columns[*column];
            let own = |t: f64| from(quantity.scale, t);
            Limit {
                parameter: quantity.name.clone(),
                phrase: quantity.words.trim().to_owned(),
                unit: quantity.unit.clone(),
                low: low.map(own),
                high: high.map(own),
            }
        });
        limits.filter(|limit| limit.low.is_some() || limit.high.is_some()).collect()
    }

    fn holds(&self, limits: &[Limit], draw: usize) -> bool {
        limits.iter().all(|limit| {
            let quantity = self.columns.iter().find(|q| q.name == limit.parameter);
            quantity.is_some_and(|q| between(q.values[draw], (limit.low, limit.high)))
        })
    }

    fn covered(&self, boxes: &[FoundBox], draw: usize) -> bool {
        boxes.iter().any(|found| self.holds(&found.limits, draw))
    }

    /// Scores of a box on these draws.
    fn score(&self, draws: &[usize], holds: impl Fn(usize) -> bool) -> BoxScore {
        let (mut all, mut all_yes, mut own, mut own_yes, mut count) = (0.0, 0.0, 0.0, 0.0, 0);
        for draw in draws {
            let weight = self.weights[*draw];
            let yes = if self.said[*draw] == Said::Yes { weight } else { 0.0 };
            all += weight;
            all_yes += yes;
            if holds(*draw) {
                own += weight;
                own_yes += yes;
                count += 1;
            }
        }
        let ratio = |a: f64, b: f64| (b > 0.0).then(|| a / b);
        BoxScore {
            draws: count,
            mass: ratio(own, all).unwrap_or(0.0),
            coverage: ratio(own_yes, all_yes),
            density: ratio(own_yes, own),
        }
    }

    /// The two most telling quantities: those of the best box, then those whose means differ most between yes and no, in
    /// standard deviations.
    fn telling(&self, used: &[usize], best: Option<&FoundBox>) -> Option<Telling> {
        let of = |answer: Said| used.iter().copied().filter(|d| self.said[*d] == answer).collect::<Vec<usize>>();
        let (yes, no) = (of(Said::Yes), of(Said::No));
        if yes.is_empty() || no.is_empty() {
            return None;
        }
        let weights = |draws: &[usize]| draws.iter().map(|d| self.weights[*d]).collect::<Vec<f64>>();
        let mut by_difference: Vec<(f64, usize)> = (0..self.columns.len())
            .filter_map(|c| {
                let mean = |draws: &[usize]| weighted_mean(&transformed(&self.columns[c], draws), &weights(draws));
                // Asked of the values themselves: rounding gives equal ones some variance.
                used.iter().find(|d| self.columns[c].values[**d] != self.columns[c].values[used[0]])?;
                let variance = weighted_variance(&transformed(&self.columns[c], used), &weights(used))?;
                Some(((mean(&yes) - mean(&no)).abs() / num::sqrt(variance), c))
            })
            .collect();
        by_difference.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let limits = best.map_or(&[][..], |found| &found.limits);
        let mut told: Vec<usize> =
            limits.iter().filter_map(|limit| self.columns.iter().position(|q| q.name == limit.parameter)).collect();
        for (_, column) in by_difference {
            if !told.contains(&column) {
                told.push(column);
            }
        }
        let [x, y] = [*told.first()?, *told.get(1)?].map(|c| &self.columns[c]);
        let mean = self.weights.iter().sum::<f64>() / self.weights.len() as f64;
        let draws = (0..self.said.len()).map(|d| (x.values[d], y.values[d], self.said[d], self.weights[d] / mean));
        Some(Telling {
            x: x.name.clone(),
            x_unit: x.unit.clone(),
            y: y.name.clone(),
            y_unit: y.unit.clone(),
            draws: draws.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::prim::MOST_RESTRICTED;
    use super::*;

    fn columns(count: usize, draws: usize, seed: u64) -> Vec<Quantity> {
        let keys = Draws::new(seed).of(Process::Calibration);
        (0..count)
            .map(|c| {
                let values: Vec<f64> = (0..draws).map(|d| 0.1 + 9.9 * keys.with(c as u64).uniform(d as u64)).collect();
                Quantity {
                    name: format!("group.p{c}"),
                    words: format!("the cost of step {c}"),
                    unit: "S/".into(),
                    low: 0.1,
                    high: 10.0,
                    values,
                    scale: Scale::Linear,
                    direction: None,
                }
            })
            .collect()
    }

    fn chance(draws: usize, share: f64, seed: u64) -> Vec<Said> {
        let keys = Draws::new(seed).of(Process::Accept);
        (0..draws).map(|d| if keys.uniform(d as u64) < share { Said::Yes } else { Said::No }).collect()
    }

    /// Yes with this chance where the first column is below 5 and the second above 4, else with 1 − it.
    fn planted(columns: &[Quantity], purity: f64, seed: u64) -> Vec<Said> {
        let inside = |d: usize| columns[0].values[d] < 5.0 && columns[1].values[d] > 4.0;
        let said = chance(columns[0].values.len(), purity, seed);
        said.iter()
            .enumerate()
            .map(|(d, s)| if (*s == Said::Yes) == inside(d) { Said::Yes } else { Said::No })
            .collect()
    }

    fn found(columns: &[Quantity], said: &[Said]) -> Discovery {
        discover(Asks::MatchingOverSingle, 0.02, 20e6, columns, said, &vec![1.0; said.len()], 7)
    }

    #[test]
    fn a_planted_box_is_found_and_its_held_out_density_is_about_its_purity() {
        let (mut density, mut count) = (0.0, 0.0);
        for seed in 0..10 {
            let columns = columns(10, 256, seed);
            let found = found(&columns, &planted(&columns, 0.9, seed));
            let first = found.boxes.first().unwrap_or_else(|| panic!("seed {seed}: no box"));
            let mut names: Vec<&str> = first.limits.iter().map(|l| l.parameter.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["group.p0", "group.p1"], "seed {seed}");
            density += first.held_out.density.expect("held-out draws") * first.held_out.draws as f64;
            count += first.held_out.draws as f64;
            let telling = found.telling.expect("two parameters");
            let mut told = [telling.x.as_str(), telling.y.as_str()];
            told.sort_unstable();
            assert_eq!(told, ["group.p0", "group.p1"]);
            assert!(found.training_draws + found.held_out_draws == 256 && found.held_out_draws.abs_diff(85) <= 1);
        }
        assert!((density / count - 0.9).abs() < 0.08, "{}", density / count);
    }

    #[test]
    fn random_answers_hardly_ever_give_a_box() {
        let boxes = (0..50).filter(|seed| {
            let columns = columns(20, 90, *seed);
            let found = found(&columns, &chance(90, 0.4, *seed));
            assert!(found.telling.is_some(), "two parameters are shown all the same");
            !found.boxes.is_empty()
        });
        let boxes = boxes.count();
        assert!(boxes <= 5, "{boxes} of 50");
    }

    #[test]
    fn two_separate_boxes_are_both_found_and_never_more_than_three() {
        let columns = columns(8, 400, 4);
        let at = |c: usize, d: usize| columns[c].values[d];
        let yes = |d: usize| (at(0, d) < 4.0 && at(1, d) < 5.0) || (at(2, d) > 6.0 && at(3, d) > 4.0);
        let said: Vec<Said> = (0..400).map(|d| if yes(d) { Said::Yes } else { Said::No }).collect();
        let found = found(&columns, &said);
        assert!((2..=3).contains(&found.boxes.len()), "{:?}", found.boxes);
        let of = |f: fn(&BoxScore) -> f64| found.boxes.iter().map(|b| f(&b.training)).sum::<f64>();
        assert!(of(|s| s.coverage.unwrap_or(0.0)) > 0.8 && of(|s| s.coverage.unwrap_or(0.0)) <= 1.0 + 1e-12);
        assert!(of(|s| s.mass) <= 1.0);
        assert!(found.boxes.iter().all(|b| b.limits.len() <= MOST_RESTRICTED && b.training.density > Some(0.7)));
    }

    #[test]
    fn draws_that_noise_leaves_open_are_counted_and_change_nothing() {
        let columns = columns(6, 160, 2);
        let clear = planted(&columns, 0.9, 2);
        let without = found(&columns, &clear);
        // The same draws with others behind them that say nothing, and one of weight 0.
        let mut more: Vec<Quantity> = columns.clone();
        more.iter_mut().for_each(|q| q.values.extend([0.2, 9.0, 5.0]));
        let mut said = clear.clone();
        said.extend([Said::Noise, Said::Noise, Said::Yes]);
        let mut weights = vec![1.0; 163];
        weights[162] = 0.0;
        let with = discover(Asks::MatchingOverSingle, 0.02, 20e6, &more, &said, &weights, 7);
        assert_eq!((without.left_out, with.left_out), (0, 2));
        assert_eq!((&with.boxes, with.base_rate), (&without.boxes, without.base_rate));
        assert_eq!(with.telling.expect("all draws").draws.len(), 163);
        assert!(!with.boxes.is_empty());
    }

    #[test]
    fn the_same_is_found_again_whatever_the_scale_of_weights_and_under_a_logarithm() {
        let columns = columns(6, 160, 2);
        let said = planted(&columns, 0.9, 2);
        let first = found(&columns, &said);
        assert_eq!(first, found(&columns, &said));
        assert_eq!(first, discover(Asks::MatchingOverSingle, 0.02, 20e6, &columns, &said, &[2.0; 160], 7));
        let on = |scale: Scale, f: fn(f64) -> f64| {
            let map = |q: &Quantity| Quantity { values: q.values.iter().map(|v| f(*v)).collect(), scale, ..q.clone() };
            columns.iter().map(map).collect::<Vec<Quantity>>()
        };
        let log_uniform = found(&on(Scale::Log, |v| v), &said);
        let logarithm = found(&on(Scale::Linear, num::ln), &said);
        assert_eq!(log_uniform.boxes.len(), logarithm.boxes.len());
        for (a, b) in log_uniform.boxes.iter().zip(&logarithm.boxes) {
            assert_eq!((a.training, a.held_out), (b.training, b.held_out));
            for (x, y) in a.limits.iter().zip(&b.limits) {
                let same = |x: Option<f64>, y: Option<f64>| match (x, y) {
                    (Some(x), Some(y)) => (num::ln(x) - y).abs() < 1e-12,
                    (x, y) => x == y,
                };
                assert!(x.parameter == y.parameter && same(x.low, y.low) && same(x.high, y.high));
            }
        }
        assert_eq!(log_uniform.boxes[0].training, first.boxes[0].training, "only the order of values matters");
    }

    #[test]
    fn weights_are_honoured() {
        let columns = columns(6, 160, 2);
        let said = planted(&columns, 0.9, 2);
        let weights: Vec<f64> = said.iter().map(|s| if *s == Said::Yes { 3.0 } else { 1.0 }).collect();
        let (plain, heavy) =
            (found(&columns, &said), discover(Asks::MatchingOverSingle, 0.02, 20e6, &columns, &said, &weights, 7));
        let p = plain.base_rate;
        assert!((heavy.base_rate - 3.0 * p / (1.0 + 2.0 * p)).abs() < 1e-12);
        let telling = heavy.telling.expect("two parameters");
        let mean = telling.draws.iter().map(|(.., weight)| weight).sum::<f64>() / 160.0;
        assert!((mean - 1.0).abs() < 1e-12);
    }

    #[test]
    fn too_little_to_tell_is_said_and_never_a_failure() {
        let told = |draws: usize, said: &[Said]| {
            let found = found(&columns(4, draws, 1), said);
            assert!(found.boxes.is_empty());
            (found.training_draws + found.held_out_draws, found.left_out, found.base_rate)
        };
        assert_eq!(told(40, &[Said::Yes; 40]), (40, 0, 1.0));
        assert_eq!(told(40, &[Said::No; 40]), (40, 0, 0.0));
        assert_eq!(told(1, &[Said::Yes]), (1, 0, 1.0));
        assert_eq!(told(3, &[Said::Noise; 3]), (0, 3, 0.0));
        assert_eq!(told(0, &[]), (0, 0, 0.0));
        assert_eq!(told(19, &chance(19, 0.5, 1)).0, 19);
        assert!((0.2..0.8).contains(&told(60, &chance(60, 0.5, 1)).2));
        let mut constant = columns(2, 60, 1);
        constant.iter_mut().for_each(|q| q.values = vec![3.0; 60]);
        let none = found(&constant, &chance(60, 0.5, 1));
        assert!(none.boxes.is_empty() && none.telling.is_none());
        let nothing = found(&[], &chance(60, 0.5, 1));
        assert!(nothing.boxes.is_empty() && nothing.telling.is_none());
    }
}
