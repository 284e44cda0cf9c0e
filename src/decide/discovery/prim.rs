//! The patient rule induction method: a box of few quantities in which the answer is mostly yes (Friedman & Fisher 1999,
//! Stat. Comput. 9:123–143; for scenario discovery Bryant & Lempert 2010, Technol. Forecast. Soc. Change 77:34–49).
//!
//! What differs from the original, and why. Some hundred draws and dozens of columns leave a peel over all columns at once to
//! restrict what means nothing: boxes are peeled over one, two, and three columns, the best few of each size carried on to the
//! next, and a further column is kept only where its quasi-p-value says so. The box is not picked by eye from the trade-off of
//! coverage and density but by a stated criterion, the correlation φ, so that the whole procedure can be run again on shuffled
//! answers: that is the guard against finding something in noise.

use amparo_model::draws::Stream;
use amparo_model::math::{normal, num};

/// Share of the box's weight that a peel removes at least: patient.
const ALPHA: f64 = 0.06;
/// Share of the box's weight that is pasted back at a time at most.
const PASTE: f64 = 0.1;
/// Columns a box restricts at most.
pub const MOST_RESTRICTED: usize = 3;
/// Share of the weight that a box holds at least.
pub const LEAST_MASS: f64 = 0.08;
/// Draws that a box holds at least.
pub const LEAST_DRAWS: usize = 8;
/// Sets of columns of each size that are carried on to the next.
const CARRIED: usize = 4;
/// Chance that a restriction which means nothing is kept, over all columns together.
const SPURIOUS: f64 = 0.1;
/// Shuffles of a permutation test.
pub const SHUFFLES: u64 = 200;

/// Draws by column, as PRIM sees them: only the order of a column's values matters, equal ones stand together.
#[derive(Clone, Debug)]
pub struct Table {
    /// `ranks[column][draw]`: 0 for the smallest value, equal values alike.
    ranks: Vec<Vec<usize>>,
    /// `order[column]`: draws by ascending value.
    order: Vec<Vec<usize>>,
    weights: Vec<f64>,
    weight: f64,
}

/// Restrictions by rank: column, lowest and highest rank inside. Columns not named are free.
#[derive(Clone, Debug, PartialEq)]
pub struct RankBox {
    /// Most telling first: by how far the density falls when the restriction goes.
    pub ranges: Vec<(usize, usize, usize)>,
    /// Correlation between being inside and yes.
    pub phi: f64,
}

impl RankBox {
    fn holds(&self, table: &Table, draw: usize) -> bool {
        inside(table, &self.ranges, draw)
    }

    /// Which draws of the table are inside.
    pub fn members(&self, table: &Table) -> Vec<bool> {
        (0..table.weights.len()).map(|draw| self.holds(table, draw)).collect()
    }
}

fn inside(table: &Table, ranges: &[(usize, usize, usize)], draw: usize) -> bool {
    ranges.iter().all(|(column, low, high)| (*low..=*high).contains(&table.ranks[*column][draw]))
}

/// Weights of a set of draws: all of them, and those that say yes.
#[derive(Clone, Copy, Debug, Default)]
struct Mass {
    all: f64,
    yes: f64,
    draws: usize,
}

impl Mass {
    fn add(&mut self, weight: f64, yes: bool) {
        self.all += weight;
        self.draws += 1;
        if yes {
            self.yes += weight;
        }
    }

    fn density(self) -> f64 {
        self.yes / self.all
    }
}

impl Table {
    /// From `columns[column][draw]` and weights above 0.
    ///
    /// # Panics
    /// If a column has another number of draws than there are weights, a weight is not above 0, or a value is not a number.
    pub fn new(columns: &[Vec<f64>], weights: &[f64]) -> Table {
        assert!(weights.iter().all(|w| w.is_finite() && *w > 0.0), "weights are above 0");
        let (mut ranks, mut order) = (Vec::new(), Vec::new());
        for values in columns {
            assert_eq!(values.len(), weights.len(), "every draw has every value");
            assert!(values.iter().all(|v| !v.is_nan()), "values are numbers");
            let mut ascending: Vec<usize> = (0..values.len()).collect();
            ascending.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
            let mut of_draws = vec![0; values.len()];
            for pair in ascending.windows(2) {
                of_draws[pair[1]] = of_draws[pair[0]] + usize::from(values[pair[0]] != values[pair[1]]);
            }
            ranks.push(of_draws);
            order.push(ascending);
        }
        Table { ranks, order, weights: weights.to_vec(), weight: weights.iter().sum() }
    }

    /// Highest rank of a column; 0 where it does not vary.
    fn top(&self, column: usize) -> usize {
        self.order[column].last().map_or(0, |draw| self.ranks[column][*draw])
    }

    fn mass(&self, yes: &[bool], holds: impl Fn(usize) -> bool) -> Mass {
        let mut mass = Mass::default();
        for draw in (0..yes.len()).filter(|draw| holds(*draw)) {
            mass.add(self.weights[draw], yes[draw]);
        }
        mass
    }

    /// Correlation between being in a box and yes, φ = (d − p)·√(m/(1 − m)) / √(p(1 − p)), with the box's density d and mass m
    /// and the base rate p. It is 1 only for a box that holds every yes and nothing else, and 0 at the base rate; times √(n(1 − m))
    /// it is the number of standard errors by which the density of n draws exceeds the base rate. Small pure boxes and large
    /// impure ones both fall short. Neither all nor nothing is a box.
    fn phi(&self, of: Mass, whole: Mass) -> f64 {
        let (p, m) = (whole.density(), of.all / whole.all);
        if of.draws == whole.draws || of.draws == 0 || p <= 0.0 || p >= 1.0 {
            return 0.0;
        }
        (of.density() - p) * num::sqrt(m / (1.0 - m)) / num::sqrt(p * (1.0 - p))
    }

    /// Peels over these columns: the box of largest φ on the way.
    fn peeled(&self, yes: &[bool], whole: Mass, columns: &[usize]) -> Option<RankBox> {
        let mut ranges: Vec<(usize, usize, usize)> = columns.iter().map(|c| (*c, 0, self.top(*c))).collect();
        // Draws inside, in the order of each column.
        let mut members: Vec<Vec<usize>> = columns.iter().map(|c| self.order[*c].clone()).collect();
        let mut mass = whole;
        let mut best = RankBox { ranges: ranges.clone(), phi: 0.0 };
        loop {
            // Of all ends of all columns, the one whose removal gains most density for what it removes ("lenient").
            let mut chosen: Option<(f64, usize, bool, usize, Mass)> = None;
            for (k, column) in columns.iter().enumerate() {
                for from_below in [true, false] {
                    let draws = members[k].iter().copied();
                    let end = if from_below {
                        self.end(yes, *column, ALPHA * mass.all, draws)
                    } else {
                        self.end(yes, *column, ALPHA * mass.all, draws.rev())
                    };
                    let Some((rank, gone)) = end else { continue };
                    let left =
                        Mass { all: mass.all - gone.all, yes: mass.yes - gone.yes, draws: mass.draws - gone.draws };
                    if left.draws < LEAST_DRAWS || left.all < LEAST_MASS * self.weight {
                        continue;
                    }
                    let gain = (left.density() - mass.density()) / gone.all;
                    if chosen.is_none_or(|(most, ..)| gain > most) {
                        chosen = Some((gain, k, from_below, rank, left));
                    }
                }
            }
            let Some((_, k, from_below, rank, left)) = chosen else { break };
            let range = &mut ranges[k];
            if from_below {
                range.1 = rank + 1;
            } else {
                range.2 = rank - 1;
            }
            let (ranks, low, high) = (&self.ranks[range.0], range.1, range.2);
            members.iter_mut().for_each(|of| of.retain(|draw| (low..=high).contains(&ranks[*draw])));
            mass = left;
            let phi = self.phi(mass, whole);
            if phi > best.phi {
                best.phi = phi;
                best.ranges.clone_from(&ranges);
            }
        }
        (best.phi > 0.0).then_some(best)
    }

    /// From one end of a box, given its draws from there inward: the rank and the mass of the fewest values that hold `least` or
    /// more of the weight; `None` where that is all of them.
    fn end(
        &self,
        yes: &[bool],
        column: usize,
        least: f64,
        draws: impl Iterator<Item = usize>,
    ) -> Option<(usize, Mass)> {
        let mut mass = Mass::default();
        let mut last = None;
        for draw in draws {
            let rank = self.ranks[column][draw];
            match last {
                // Equal values go together.
                Some(of) if mass.all >= least && rank != of => return Some((of, mass)),
                _ => last = Some(rank),
            }
            mass.add(self.weights[draw], yes[draw]);
        }
        None
    }

    /// Moves ends outward as long as φ rises.
    fn pasted(&self, yes: &[bool], whole: Mass, mut found: RankBox) -> RankBox {
        loop {
            let mass = self.mass(yes, |draw| found.holds(self, draw));
            let mut best: Option<(f64, usize, (usize, usize))> = None;
            for (k, (column, low, high)) in found.ranges.iter().enumerate() {
                let (ranks, order) = (&self.ranks[*column], &self.order[*column]);
                let others = |draw: usize| {
                    found.ranges.iter().all(|(c, l, h)| c == column || (*l..=*h).contains(&self.ranks[*c][draw]))
                };
                for below in [true, false] {
                    let outside: Vec<usize> = if below {
                        order.iter().rev().copied().filter(|d| ranks[*d] < *low && others(*d)).collect()
                    } else {
                        order.iter().copied().filter(|d| ranks[*d] > *high && others(*d)).collect()
                    };
                    let mut grown = mass;
                    for (i, draw) in outside.iter().enumerate() {
                        grown.add(self.weights[*draw], yes[*draw]);
                        let rank = ranks[*draw];
                        if outside.get(i + 1).is_some_and(|next| ranks[*next] == rank) {
                            continue;
                        }
                        let phi = self.phi(grown, whole);
                        if phi > found.phi && best.is_none_or(|(most, ..)| phi > most) {
                            best = Some((phi, k, if below { (rank, *high) } else { (*low, rank) }));
                        }
                        if grown.all - mass.all > PASTE * mass.all {
                            break;
                        }
                    }
                }
            }
            let Some((phi, k, (low, high))) = best else { return found };
            found.phi = phi;
            (found.ranges[k].1, found.ranges[k].2) = (low, high);
        }
    }

    /// How many standard errors of the box's density lie between it and the density without one restriction: the normal form of
    /// Bryant & Lempert's quasi-p-value, with the effective number of draws in the box. 0 where it restricts nothing.
    fn significance(&self, yes: &[bool], ranges: &[(usize, usize, usize)], without: usize) -> f64 {
        let own = self.mass(yes, |draw| inside(self, ranges, draw));
        let rest: Vec<_> = ranges.iter().enumerate().filter(|(k, _)| *k != without).map(|(_, r)| *r).collect();
        let wider = self.mass(yes, |draw| inside(self, &rest, draw));
        if own.draws == 0 || wider.draws == own.draws {
            return 0.0;
        }
        let squares: f64 =
            (0..yes.len()).filter(|d| inside(self, ranges, *d)).map(|d| self.weights[d] * self.weights[d]).sum();
        let n = own.all * own.all / squares;
        let q = wider.density();
        if q <= 0.0 || q >= 1.0 {
            return 0.0;
        }
        (own.density() - q) / num::sqrt(q * (1.0 - q) / n)
    }

    /// Without restrictions that restrict nothing, the most telling first; and how telling the least is.
    fn tidied(&self, yes: &[bool], found: &RankBox) -> (RankBox, f64) {
        let mut ranges = found.ranges.clone();
        // One after another: two that each leave out the same draws are not both idle.
        let mut k = 0;
        while k < ranges.len() {
            let members = |ranges: &[(usize, usize, usize)]| self.mass(yes, |draw| inside(self, ranges, draw)).draws;
            let mut rest = ranges.clone();
            rest.remove(k);
            if members(&rest) == members(&ranges) {
                ranges = rest;
            } else {
                k += 1;
            }
        }
        let mut told: Vec<(f64, (usize, usize, usize))> =
            (0..ranges.len()).map(|k| (self.significance(yes, &ranges, k), ranges[k])).collect();
        told.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let least = told.last().map_or(0.0, |(z, _)| *z);
        (RankBox { ranges: told.into_iter().map(|(_, range)| range).collect(), phi: found.phi }, least)
    }

    /// The box of at most [`MOST_RESTRICTED`] columns, of at least [`LEAST_DRAWS`] draws and [`LEAST_MASS`] of the weight, with
    /// the largest φ. A box of two or three columns must have a larger φ than one of fewer, and each of its restrictions a
    /// quasi-p-value below `SPURIOUS` / columns. `None` where no box has more yes than there is over all.
    ///
    /// # Panics
    /// If there is not one answer per draw.
    pub fn best_box(&self, yes: &[bool]) -> Option<RankBox> {
        assert_eq!(yes.len(), self.weights.len(), "every draw has an answer");
        let whole = self.mass(yes, |_| true);
        let varying: Vec<usize> = (0..self.ranks.len()).filter(|c| self.top(*c) > 0).collect();
        let bar = normal::quantile(1.0 - SPURIOUS / varying.len().max(1) as f64);
        let mut carried: Vec<(Vec<usize>, RankBox)> = Vec::new();
        let mut accepted: Option<RankBox> = None;
        for size in 1..=MOST_RESTRICTED.min(varying.len()) {
            let mut sets: Vec<Vec<usize>> = Vec::new();
            if size == 1 {
                sets.extend(varying.iter().map(|c| vec![*c]));
            }
            for (set, _) in &carried {
                for column in varying.iter().filter(|c| !set.contains(c)) {
                    let mut larger = set.clone();
                    larger.push(*column);
                    larger.sort_unstable();
                    if !sets.contains(&larger) {
                        sets.push(larger);
                    }
                }
            }
            let found = sets.into_iter().filter_map(|set| self.peeled(yes, whole, &set).map(|found| (set, found)));
            let mut tried: Vec<(Vec<usize>, RankBox)> = found.collect();
            tried.sort_by(|a, b| b.1.phi.total_cmp(&a.1.phi).then_with(|| a.0.cmp(&b.0)));
            tried.truncate(CARRIED);
            for (_, found) in &mut tried {
                *found = self.pasted(yes, whole, found.clone());
            }
            for (_, found) in &tried {
                if accepted.as_ref().is_some_and(|best| found.phi <= best.phi) {
                    continue;
                }
                let (tidy, least) = self.tidied(yes, found);
                if tidy.ranges.len() == 1 || least >= bar {
                    accepted = Some(tidy);
                }
            }
            carried = tried;
        }
        accepted
    }

    /// How often a box as good is found where columns tell nothing: (1 + shuffles whose best box has at least this φ) / (1 +
    /// shuffles), the whole procedure run again on answers shuffled among draws. Stops counting once it is above `level`: what
    /// it gives is then a lower bound.
    pub fn permutation_p(&self, yes: &[bool], phi: f64, level: f64, stream: Stream) -> f64 {
        let all = (1 + SHUFFLES) as f64;
        let mut as_good = 0;
        for shuffle in 0..SHUFFLES {
            let keys = stream.with(shuffle);
            let mut shuffled = yes.to_vec();
            for i in (1..shuffled.len()).rev() {
                shuffled.swap(i, keys.index(i as u64, i as u32 + 1) as usize);
            }
            as_good += u32::from(self.best_box(&shuffled).is_some_and(|found| found.phi >= phi));
            if f64::from(1 + as_good) / all >= level {
                break;
            }
        }
        f64::from(1 + as_good) / all
    }

    /// Where a box found on these draws ends in a column's own values: `(low, high)` between which draws are inside, halfway
    /// between the last draw inside and the next one that only this restriction keeps out; `None` where no draw is kept out on
    /// that side. Halfway on the scale of `columns[column][draw]`. In the order of the box's ranges, which then hold the same
    /// draws as before.
    pub fn ends(&self, columns: &[Vec<f64>], found: &RankBox) -> Vec<(Option<f64>, Option<f64>)> {
        let mut ends: Vec<(Option<f64>, Option<f64>)> = Vec::new();
        let members = found.members(self);
        for (k, (column, low, high)) in found.ranges.iter().enumerate() {
            let values = &columns[*column];
            // Columns before this one have their ends already: a draw in a corner that two leave out stays out.
            let others = |draw: usize| {
                let ended = found.ranges.iter().zip(&ends).all(|((c, ..), e)| between(columns[*c][draw], *e));
                ended && inside(self, &found.ranges[k + 1..], draw)
            };
            let of = |holds: &dyn Fn(usize) -> bool| {
                let values = (0..values.len()).filter(|d| holds(*d)).map(|d| values[d]);
                values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)))
            };
            let own = of(&|draw| members[draw]);
            let ranks = &self.ranks[*column];
            let below = of(&|draw| ranks[draw] < *low && others(draw)).1;
            let above = of(&|draw| ranks[draw] > *high && others(draw)).0;
            ends.push((
                below.is_finite().then_some(below + 0.5 * (own.0 - below)),
                above.is_finite().then_some(own.1 + 0.5 * (above - own.1)),
            ));
        }
        ends
    }
}

/// Whether a value lies between two ends, either of which may be open.
pub fn between(value: f64, (low, high): (Option<f64>, Option<f64>)) -> bool {
    low.is_none_or(|low| value > low) && high.is_none_or(|high| value < high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::draws::{Draws, Process};

    /// `columns[column][draw]`, uniform.
    fn uniform(columns: usize, draws: usize, seed: u64) -> Vec<Vec<f64>> {
        let keys = Draws::new(seed).of(Process::Calibration);
        (0..columns as u64).map(|c| (0..draws as u64).map(|d| keys.with(c).uniform(d)).collect()).collect()
    }

    /// Yes inside the box with this chance, else with 1 − it.
    fn planted(columns: &[Vec<f64>], limits: &[(usize, f64, f64)], purity: f64, seed: u64) -> Vec<bool> {
        let keys = Draws::new(seed).of(Process::Accept);
        let within = |d: usize| limits.iter().all(|(c, low, high)| (*low..*high).contains(&columns[*c][d]));
        let draws = columns[0].len();
        (0..draws).map(|d| (keys.uniform(d as u64) < purity) == within(d)).collect()
    }

    #[test]
    fn a_planted_box_of_two_or_three_of_ten_columns_is_recovered() {
        for limits in [vec![(2, -1.0, 0.5), (7, 0.4, 2.0)], vec![(1, 0.3, 2.0), (4, -1.0, 0.7), (8, 0.25, 2.0)]] {
            for seed in 0..10 {
                let columns = uniform(10, 200, seed);
                let yes = planted(&columns, &limits, 0.95, seed);
                let table = Table::new(&columns, &[1.0; 200]);
                let found = table.best_box(&yes).expect("a box");
                let ends = table.ends(&columns, &found);
                let mut of: Vec<usize> = found.ranges.iter().map(|(c, ..)| *c).collect();
                of.sort_unstable();
                assert_eq!(of, limits.iter().map(|(c, ..)| *c).collect::<Vec<_>>(), "seed {seed}");
                for ((column, ..), (low, high)) in found.ranges.iter().zip(ends) {
                    let (_, want_low, want_high) = limits.iter().find(|(c, ..)| c == column).expect("a planted one");
                    assert_eq!((low.is_some(), high.is_some()), (*want_low > 0.0, *want_high < 1.0), "seed {seed}");
                    let near = |end: Option<f64>, want: f64| end.is_none_or(|end| (end - want).abs() < 0.08);
                    assert!(near(low, *want_low) && near(high, *want_high), "seed {seed}: {low:?} {high:?}");
                }
            }
        }
    }

    #[test]
    fn the_correlation_by_hand() {
        // Eight draws, half yes; three of four inside say yes: (¾ − ½)·√(½/½)/√(½·½) = ½.
        let table = Table::new(&[(0..8).map(f64::from).collect()], &[1.0; 8]);
        let mass = |all, yes, draws| Mass { all, yes, draws };
        assert!((table.phi(mass(4.0, 3.0, 4), mass(8.0, 4.0, 8)) - 0.5).abs() < 1e-15);
        assert!((table.phi(mass(4.0, 4.0, 4), mass(8.0, 4.0, 8)) - 1.0).abs() < 1e-15);
        assert_eq!(table.phi(mass(8.0, 4.0, 8), mass(8.0, 4.0, 8)), 0.0, "everything is no box");
    }

    #[test]
    fn a_draw_of_weight_two_counts_as_the_same_draw_twice() {
        for seed in 0..10 {
            let columns = uniform(5, 120, seed);
            let yes = planted(&columns, &[(1, -1.0, 0.6), (3, 0.3, 2.0)], 0.8, seed);
            let twice: Vec<usize> = (0..120).filter(|d| d % 3 == 0).collect();
            let mut weights = vec![1.0; 120];
            twice.iter().for_each(|d| weights[*d] = 2.0);
            let longer = |x: &[f64]| x.iter().copied().chain(twice.iter().map(|d| x[*d])).collect::<Vec<f64>>();
            let repeated: Vec<Vec<f64>> = columns.iter().map(|c| longer(c)).collect();
            let answers: Vec<bool> = yes.iter().copied().chain(twice.iter().map(|d| yes[*d])).collect();
            let (a, b) = (Table::new(&columns, &weights), Table::new(&repeated, &[1.0; 160]));
            let set = [1, 3];
            let found = |table: &Table, yes: &[bool]| {
                let whole = table.mass(yes, |_| true);
                let peeled = table.peeled(yes, whole, &set).expect("a box");
                table.pasted(yes, whole, peeled)
            };
            let (x, y) = (found(&a, &yes), found(&b, &answers));
            assert_eq!(a.ends(&columns, &x), b.ends(&repeated, &y), "seed {seed}");
            assert!((x.phi - y.phi).abs() < 1e-12);
        }
    }

    #[test]
    fn a_box_holds_enough_and_restricts_three_columns_at_most_whatever_the_answers() {
        for seed in 0..30 {
            let columns = uniform(12, 60, seed);
            let keys = Draws::new(seed).of(Process::Accept);
            // Yes where five of the columns are low together, and by chance.
            let low = |d: usize| (0..5).filter(|c| columns[*c][d] < 0.5).count() >= 3;
            let yes: Vec<bool> = (0..60).map(|d| low(d) || keys.uniform(d as u64) < 0.1).collect();
            let weights: Vec<f64> = (0..60).map(|d| 0.2 + 2.0 * keys.with(1).uniform(d)).collect();
            let table = Table::new(&columns, &weights);
            let Some(found) = table.best_box(&yes) else { continue };
            assert!((1..=MOST_RESTRICTED).contains(&found.ranges.len()));
            let members = found.members(&table);
            let mass: f64 = members.iter().zip(&weights).filter(|(m, _)| **m).map(|(_, w)| w).sum();
            assert!(members.iter().filter(|m| **m).count() >= LEAST_DRAWS);
            assert!(mass >= LEAST_MASS * weights.iter().sum::<f64>());
            let ends = table.ends(&columns, &found);
            for (draw, member) in members.iter().enumerate() {
                let within = found.ranges.iter().zip(&ends).all(|((c, ..), end)| between(columns[*c][draw], *end));
                assert_eq!(within, *member, "ends hold what ranks hold");
            }
        }
    }

    #[test]
    fn constant_columns_and_equal_values_are_no_obstacle() {
        let draws = 60;
        let steps: Vec<f64> = (0..draws).map(|d| f64::from(d % 3)).collect();
        let yes: Vec<bool> = (0..draws).map(|d| d % 3 == 2).collect();
        let table = Table::new(&[vec![4.0; draws as usize], steps.clone()], &vec![1.0; draws as usize]);
        let found = table.best_box(&yes).expect("a box");
        assert_eq!(found.ranges, vec![(1, 2, 2)]);
        assert!((found.phi - 1.0).abs() < 1e-12);
        assert_eq!(table.ends(&[vec![4.0; 60], steps], &found), vec![(Some(1.5), None)]);
        let flat = Table::new(&[vec![4.0; 60]], &[1.0; 60]);
        assert_eq!(flat.best_box(&yes), None);
    }

    #[test]
    fn a_box_that_shuffled_answers_give_as_well_has_a_large_p_and_a_real_one_a_small() {
        let columns = uniform(10, 80, 3);
        let stream = Draws::new(3).of(Process::Folds);
        let table = Table::new(&columns, &[1.0; 80]);
        let real = planted(&columns, &[(2, -1.0, 0.5), (7, 0.4, 2.0)], 0.95, 3);
        let found = table.best_box(&real).expect("a box");
        assert_eq!(table.permutation_p(&real, found.phi, 0.05, stream), 1.0 / (1 + SHUFFLES) as f64);
        assert!(table.permutation_p(&real, 0.0, 0.05, stream) >= 0.05);
    }
}
