//! What became slower since another record, beyond noise (docs/speed.md, *Slower than before*): a pure function.

use super::figures::normalised;
use super::record::{BenchRecord, Better, Figure};
use serde::Serialize;

/// Probability, at most, that any figure is called slower, or faster, when none is.
const LEVEL: f64 = 0.05;
/// A change smaller than this share is not called one: so much two runs of one program may differ by, whatever their pieces say.
const LEAST: f64 = 0.08;
/// Pieces below which a figure is not judged.
const FEWEST: usize = 5;

/// What is said of one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Worse beyond noise.
    Slower,
    /// Better beyond noise.
    Faster,
    /// Neither can be told.
    Same,
    /// Too few pieces in one of the two.
    Unjudged,
}

impl Change {
    /// As tables say it.
    pub const fn name(self) -> &'static str {
        match self {
            Change::Slower => "slower",
            Change::Faster => "faster",
            Change::Same => "as before",
            Change::Unjudged => "not judged",
        }
    }
}

/// One figure beside its earlier self.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// Name of the figure.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How many times as slow (or as much) as before, both in units of their sentinel: above 1 is worse.
    pub times: f64,
    /// Probability of ranks at least as far apart were there no change, one-sided towards what was found; `None` where not judged.
    pub p: Option<f64>,
    /// What is said.
    pub change: Change,
}

/// A record beside an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// Why the two tell nothing of each other.
    NotComparable(Vec<String>),
    /// Figure by figure.
    Compared(Vec<Changed>),
}

impl Against {
    /// Figures that became slower.
    pub fn slower(&self) -> impl Iterator<Item = &Changed> {
        let all = match self {
            Against::Compared(all) => all.as_slice(),
            Against::NotComparable(_) => &[],
        };
        all.iter().filter(|one| one.change == Change::Slower)
    }
}

/// What became slower, and what faster: of each figure the pieces of both records in units of their sentinel are compared by ranks
/// (Mann and Whitney 1947, exact, one-sided), at 5 % shared out among the figures that are judged, and the
/// medians must differ by more than 8 %. Estimates are not judged.
pub fn against(now: &BenchRecord, before: &BenchRecord) -> Against {
    let reasons = reasons(now, before);
    if !reasons.is_empty() {
        return Against::NotComparable(reasons);
    }
    let pairs: Vec<(&Figure, &Figure)> = now
        .figures
        .iter()
        .filter(|figure| !figure.estimate)
        .filter_map(|figure| Some((figure, before.figure(&figure.name)?)))
        .filter(|(a, b)| a.normalised.is_some() && b.normalised.is_some())
        .collect();
    let judged = |(a, b): &(&Figure, &Figure)| a.pieces.len().min(b.pieces.len()) >= FEWEST;
    let share = LEVEL / pairs.iter().filter(|pair| judged(pair)).count().max(1) as f64;
    let changed = pairs.iter().map(|pair| {
        let (a, b) = *pair;
        let times = worse(a, a.normalised.unwrap_or(1.0)) / worse(b, b.normalised.unwrap_or(1.0));
        let p = judged(pair).then(|| apart(&pieces(a, now), &pieces(b, before), times > 1.0));
        let change = match p {
            None => Change::Unjudged,
            Some(p) if p <= share && times > 1.0 + LEAST => Change::Slower,
            Some(p) if p <= share && times < 1.0 / (1.0 + LEAST) => Change::Faster,
            Some(_) => Change::Same,
        };
        Changed { name: a.name.clone(), title: a.title.clone(), times, p, change }
    });
    Against::Compared(changed.collect())
}

/// A value such that more is worse.
fn worse(figure: &Figure, value: f64) -> f64 {
    match figure.better {
        Better::Lower => value,
        Better::Higher => 1.0 / value,
    }
}

/// A figure's pieces in units of its record's sentinel, such that more is worse.
fn pieces(figure: &Figure, record: &BenchRecord) -> Vec<f64> {
    let all = normalised(&figure.pieces, figure.kind, record.sentinel.on(figure.clock));
    all.into_iter().map(|value| worse(figure, value)).collect()
}

/// Probability of ranks at least so far apart were there no difference: towards more now, or towards less.
fn apart(now: &[f64], before: &[f64], more: bool) -> f64 {
    let higher = |a: f64, b: f64| match a.total_cmp(&b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let (upper, lower) = if more { (now, before) } else { (before, now) };
    let u: f64 = upper.iter().map(|a| lower.iter().map(|b| higher(*a, *b)).sum::<f64>()).sum();
    // Two that are equal count half; half of a pair is dropped, towards no difference.
    at_least(u.floor() as usize, upper.len(), lower.len())
}

/// Probability that at least `u` of the `n·m` pairs of two samples of these sizes have the first above the second, were all orders of
/// them alike: Mann and Whitney's recursion (1947, Ann. Math. Statist. 18: 50-60), `f(n, m, u) = f(n−1, m, u−m) + f(n, m−1, u)`.
fn at_least(u: usize, n: usize, m: usize) -> f64 {
    // orders[i][u]: orders of i of the first sample and j of the second, j growing with the loop.
    let most = n * m;
    let mut orders = vec![vec![0.0; most + 1]; n + 1];
    orders.iter_mut().for_each(|of| of[0] = 1.0);
    for j in 1..=m {
        for i in 1..=n {
            for pairs in (0..=most).rev() {
                let largest_is_of_the_first = if pairs >= j { orders[i - 1][pairs - j] } else { 0.0 };
                orders[i][pairs] += largest_is_of_the_first;
            }
        }
    }
    let of = &orders[n];
    of[u.min(most + 1)..].iter().sum::<f64>() / of.iter().sum::<f64>()
}

/// Why two records tell nothing of each other.
fn reasons(now: &BenchRecord, before: &BenchRecord) -> Vec<String> {
    let mut why = Vec::new();
    if !now.comparable(before) {
        why.push(format!(
            "study `{}` of {} ({} girls, {} threads a world) and study `{}` of {} ({} girls, {} threads) are not the same",
            now.study, now.scenario, now.girls, now.threads, before.study, before.scenario, before.girls, before.threads
        ));
    }
    if now.machine != before.machine {
        why.push(format!("they were measured on different machines: {} and {}", now.machine, before.machine));
    }
    for (record, which) in [(now, "now"), (before, "before")] {
        if record.sentinel.noisy() {
            why.push(format!("the machine was too noisy {which}: {}", record.sentinel.told()));
        }
        if !record.optimised {
            why.push(format!("the build {which} was one for development"));
        }
    }
    if now.quick != before.quick {
        why.push("one was quick, the other in full".into());
    }
    why
}

#[cfg(test)]
mod tests {
    use super::super::figures::Piece;
    use super::super::record::tests::{RATE, TIME, measured, record};
    use super::*;
    use amparo_model::draws::{Draws, Process};
    use amparo_model::math::num;

    /// Pieces that vary by a factor of `e^(0.04 z)` around `centre`.
    fn noisy(centre: f64, n: usize, run: u64) -> Vec<f64> {
        let draws = Draws::new(run).of(Process::Accept);
        (0..n as u64).map(|key| centre * num::exp(0.04 * draws.normal(key))).collect()
    }

    /// Records of eleven figures of seven pieces, of which the first is `times` as slow as it was.
    fn pair(times: f64, run: u64) -> (BenchRecord, BenchRecord) {
        let of = |first: f64, run: u64| {
            let figures = (0..11).map(|i| {
                let centre = if i == 0 { first } else { 1.0 };
                let mut figure = measured(TIME, &noisy(centre, 7, run * 100 + i), 1.0);
                figure.name = format!("t{i}");
                figure
            });
            record(figures.collect())
        };
        (of(times, 2 * run + 1), of(1.0, 2 * run))
    }

    #[test]
    fn the_probability_of_ranks_is_that_of_counting_every_order() {
        // Of two and two there are six orders, with 0, 1, 2, 2, 3, 4 pairs; of one and three four, with 0 to 3.
        for (u, expected) in [(0, 1.0), (1, 5.0 / 6.0), (2, 4.0 / 6.0), (3, 2.0 / 6.0), (4, 1.0 / 6.0), (5, 0.0)] {
            assert!((at_least(u, 2, 2) - expected).abs() < 1e-12, "{u}");
        }
        assert!((at_least(3, 1, 3) - 0.25).abs() < 1e-12 && (at_least(3, 3, 1) - 0.25).abs() < 1e-12);
        // Apart altogether, seven and seven: one order of 14!/(7! 7!).
        assert!((apart(&[8.0; 7], &[1.0; 7], true) - 1.0 / 3432.0).abs() < 1e-12);
        assert!((apart(&[1.0; 7], &[8.0; 7], false) - 1.0 / 3432.0).abs() < 1e-12);
        assert!(apart(&[1.0; 7], &[1.0; 7], true) > 0.45, "all equal");
    }

    /// The table of docs/speed.md: how often something is called slower when nothing is, and how often a real change is found.
    #[test]
    fn nothing_is_called_slower_by_chance_and_a_fifth_more_is_found() {
        let runs = 400;
        let called = |times: f64| {
            let found = |run: u64| {
                let (now, before) = pair(times, run);
                let judged = against(&now, &before);
                let any = judged.slower().next().is_some();
                let first = judged.slower().any(|one| one.name == "t0");
                (any, first)
            };
            let all: Vec<(bool, bool)> = (0..runs).map(found).collect();
            let share = |f: fn(&(bool, bool)) -> bool| all.iter().filter(|one| f(one)).count() as f64 / runs as f64;
            (share(|one| one.0), share(|one| one.1))
        };
        let (by_chance, _) = called(1.0);
        assert!(by_chance <= 0.05, "{by_chance}");
        let (_, found) = called(1.2);
        assert!(found >= 0.95, "{found}");
        let (_, small) = called(1.04);
        assert!(small <= 0.05, "a change below what runs differ by is not told: {small}");
    }

    #[test]
    fn a_rate_that_fell_is_slower_and_a_time_that_fell_is_faster() {
        let times = |values: &[f64]| measured(TIME, values, 1.0);
        let rates = |values: &[f64]| measured(RATE, values, 1.0);
        let now = record(vec![times(&[1.0, 1.01, 1.02, 1.03, 1.04]), rates(&[1.0, 1.01, 1.02, 1.03, 1.04])]);
        let before = record(vec![times(&[2.0, 2.01, 2.02, 2.03, 2.04]), rates(&[2.0, 2.01, 2.02, 2.03, 2.04])]);
        let Against::Compared(all) = against(&now, &before) else { panic!("they compare") };
        assert_eq!([all[0].change, all[1].change], [Change::Faster, Change::Slower]);
        assert!((all[0].times - 0.505).abs() < 0.01 && (all[1].times - 1.98).abs() < 0.02, "{all:?}");
    }

    #[test]
    fn noise_another_machine_another_world_and_too_few_pieces_are_said_to_tell_nothing() {
        let (now, before) = pair(2.0, 1);
        let told = |change: fn(&mut BenchRecord), says: &str| {
            let mut other = before.clone();
            change(&mut other);
            let Against::NotComparable(why) = against(&now, &other) else { panic!("{says}") };
            assert!(why.iter().any(|one| one.contains(says)), "{why:?}");
        };
        told(|r| r.machine.cores += 1, "different machines");
        told(|r| r.girls += 1, "not the same");
        told(|r| r.sentinel.spread = 9.0, "too noisy before");
        told(|r| r.optimised = false, "for development");
        told(|r| r.quick = true, "in full");
        let mut few = now.clone();
        few.figures[0].pieces = vec![Piece { value: 9.0, after: 0 }; 2];
        let Against::Compared(all) = against(&few, &before) else { panic!("they compare") };
        assert_eq!(all[0].change, Change::Unjudged);
    }
}
