//! Whether two results differ: in many numbers at once, each a mean over worlds, paired where both share their worlds.
//!
//! A difference is a weighted mean over draws of draw means (over replicates where there is one draw), and is compared with its standard
//! error by Student's t (Student 1908; of two samples by Welch's degrees of freedom, 1947). Where many are asked at once, Holm's
//! step-down procedure (Holm 1979, *A simple sequentially rejective multiple test procedure*) keeps the chance of calling any difference
//! real that is none at 5 %, whatever the differences have to do with each other.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::BTreeMap;

/// Chance of calling any difference of a list real that is none.
pub const LEVEL: f64 = 0.05;

/// One world's number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// Number of its draw.
    pub draw: usize,
    /// Number of its replicate.
    pub replicate: usize,
    /// What its draw counts.
    pub weight: f64,
    /// The number.
    pub value: f64,
}

/// A mean with what is known of its error.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spread {
    mean: f64,
    /// `None`: one world, or worlds that agree on something other than 0.
    se: Option<f64>,
    degrees: f64,
}

/// A difference of two means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Mean of the second less that of the first.
    pub mean: f64,
    /// Its standard error; `None` where nothing is known of it.
    pub se: Option<f64>,
    /// The difference in standard errors; 0 where nothing differs.
    pub standard_errors: Option<f64>,
    /// Two-sided probability of as much by chance.
    pub p: Option<f64>,
    /// The same held against all differences of the list: below [`LEVEL`] it is called real.
    pub p_holm: Option<f64>,
}

/// What is said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// Every world has the same number.
    Same,
    /// More than chance and many questions explain.
    Differs,
    /// Chance explains it.
    NotToldApart,
    /// There is no error to hold it against.
    NoError,
}

impl Said {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Said::Same => "same",
            Said::Differs => "differs",
            Said::NotToldApart => "not-told-apart",
            Said::NoError => "no-error",
        }
    }
}

/// Mean over draws of draw means; over replicates where there is one draw.
fn spread(worlds: &[World]) -> Option<Spread> {
    let mut draws: BTreeMap<usize, (f64, Vec<f64>)> = BTreeMap::new();
    for world in worlds {
        draws.entry(world.draw).or_insert((world.weight, Vec::new())).1.push(world.value);
    }
    let mean_of = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let points: Vec<(f64, f64)> = match draws.len() {
        0 => return None,
        1 => worlds.iter().map(|world| (1.0, world.value)).collect(),
        _ => draws.values().map(|(weight, values)| (*weight, mean_of(values))).collect(),
    };
    let all: f64 = points.iter().map(|(w, _)| w).sum();
    if all <= 0.0 {
        return None;
    }
    let mean = points.iter().map(|(w, x)| w * x).sum::<f64>() / all;
    let effective = all * all / points.iter().map(|(w, _)| w * w).sum::<f64>();
    let degrees = effective - 1.0;
    let squares = points.iter().map(|(w, x)| w * (x - mean)).map(|off| off * off).sum::<f64>();
    let se = (degrees >= 1.0 - 1e-9).then(|| (squares * effective / degrees).sqrt() / all);
    // Numbers that agree say nothing of how far others would lie, unless all of them are nothing.
    let se = se.filter(|se| *se > 1e-12 * mean.abs() || mean == 0.0);
    Some(Spread { mean, se, degrees })
}

fn difference(mean: f64, se: Option<f64>, degrees: f64) -> Difference {
    let standard_errors = match se {
        Some(se) if se > 0.0 => Some(mean / se),
        Some(_) if mean == 0.0 => Some(0.0),
        _ => None,
    };
    let p = standard_errors.and_then(|t| {
        let student = StudentsT::new(0.0, 1.0, degrees.max(1.0)).ok()?;
        Some((2.0 * student.sf(t.abs())).clamp(0.0, 1.0))
    });
    Difference { mean, se, standard_errors, p, p_holm: None }
}

/// Second less first, world by world: both have the same draws and random numbers. Worlds that only one of them has are left out.
pub fn paired(first: &[World], second: &[World]) -> Option<Difference> {
    let known: BTreeMap<(usize, usize), f64> = first.iter().map(|w| ((w.draw, w.replicate), w.value)).collect();
    let pairs: Vec<World> = second
        .iter()
        .filter_map(|w| Some(World { value: w.value - known.get(&(w.draw, w.replicate))?, ..*w }))
        .collect();
    let found = spread(&pairs)?;
    Some(difference(found.mean, found.se, found.degrees))
}

/// Second less first, where they have nothing in common.
pub fn unpaired(first: &[World], second: &[World]) -> Option<Difference> {
    let (a, b) = (spread(first)?, spread(second)?);
    let mean = b.mean - a.mean;
    let (Some(x), Some(y)) = (a.se, b.se) else { return Some(difference(mean, None, 1.0)) };
    let (x, y) = (x * x, y * y);
    let degrees = (x + y) * (x + y) / (x * x / a.degrees + y * y / b.degrees);
    Some(difference(mean, Some((x + y).sqrt()), if degrees.is_finite() { degrees } else { 1.0 }))
}

/// Holds each against all of them.
pub fn holm<'a>(all: impl IntoIterator<Item = &'a mut Difference>) {
    let mut tested: Vec<&mut Difference> = all.into_iter().filter(|one| one.p.is_some()).collect();
    tested.sort_by(|a, b| a.p.unwrap_or(1.0).total_cmp(&b.p.unwrap_or(1.0)));
    let (many, mut largest) = (tested.len(), 0.0_f64);
    for (k, one) in tested.into_iter().enumerate() {
        largest = largest.max(one.p.unwrap_or(1.0) * (many - k) as f64).min(1.0);
        one.p_holm = Some(largest);
    }
}

impl Difference {
    /// What is said of it, once it was held against all others.
    pub fn said(&self) -> Said {
        match (self.standard_errors, self.p_holm) {
            (Some(0.0), _) if self.se == Some(0.0) => Said::Same,
            (_, Some(p)) if p < LEVEL => Said::Differs,
            (_, Some(_)) => Said::NotToldApart,
            _ => Said::NoError,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::Normal;

    fn worlds(values: &[f64]) -> Vec<World> {
        values
            .iter()
            .enumerate()
            .map(|(draw, value)| World { draw, replicate: 0, weight: 1.0, value: *value })
            .collect()
    }

    #[test]
    fn a_paired_difference_is_students() {
        let (a, b) = (worlds(&[1.0, 2.0, 3.0, 4.0]), worlds(&[2.0, 4.0, 3.0, 7.0]));
        let found = paired(&a, &b).expect("a difference");
        // Differences 1, 2, 0, 3: mean 1.5, s² = 5/3.
        assert!((found.mean - 1.5).abs() < 1e-12);
        assert!((found.se.expect("an error") - (5.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        assert!((found.standard_errors.expect("t") - 1.5 / (5.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        let apart = unpaired(&a, &b).expect("a difference");
        assert!((apart.mean - 1.5).abs() < 1e-12 && apart.se > found.se, "pairing takes out what both share");
    }

    #[test]
    fn replicates_of_a_draw_are_one_point_and_of_one_draw_are_points_themselves() {
        let world = |draw, replicate, value| World { draw, replicate, weight: 1.0, value };
        let one = [world(0, 0, 1.0), world(0, 1, 3.0)];
        assert_eq!(spread(&one).and_then(|s| s.se), Some(1.0));
        let two = [world(0, 0, 1.0), world(0, 1, 3.0), world(1, 0, 4.0)];
        assert_eq!(spread(&two).map(|s| (s.mean, s.se)), Some((3.0, Some(1.0))));
    }

    #[test]
    fn what_agrees_in_every_world_is_the_same_and_a_constant_shift_has_no_error() {
        let (a, shifted) = (worlds(&[1.0, 2.0, 3.0]), worlds(&[2.0, 3.0, 4.0]));
        let mut same = paired(&a, &a).expect("a difference");
        let mut other = paired(&a, &shifted).expect("a difference");
        let mut alone = paired(&a[..1], &shifted[..1]).expect("a difference");
        holm([&mut same, &mut other, &mut alone]);
        assert_eq!([same.said(), other.said(), alone.said()], [Said::Same, Said::NoError, Said::NoError]);
        assert!(paired(&a, &[]).is_none());
    }

    #[test]
    fn holm_multiplies_by_what_is_left_and_never_falls() {
        let of = |p: f64| Difference { p: Some(p), ..Difference::default() };
        let mut all = [of(0.01), of(0.04), of(0.03), of(0.005)];
        holm(&mut all);
        let adjusted: Vec<f64> = all.iter().filter_map(|one| one.p_holm).collect();
        for (found, wanted) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - wanted).abs() < 1e-12, "{adjusted:?}");
        }
    }

    /// Numbers that look random: by a generator whose words are known, and the normal quantile.
    struct Dice(u64);

    impl Dice {
        fn normal(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let uniform = ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64;
            Normal::new(0.0, 1.0).expect("a normal").inverse_cdf(uniform.clamp(1e-12, 1.0 - 1e-12))
        }
    }

    /// Share of lists of `many` differences in which any is called real, `shift` being true of the first; and how often that one is.
    fn called(many: usize, draws: usize, shift: f64, pairing: bool) -> (f64, f64) {
        const LISTS: usize = 2000;
        let mut dice = Dice(7);
        let (mut any, mut first) = (0, 0);
        for _ in 0..LISTS {
            // All differences of a list share some of their chance, as outcomes of the same worlds do.
            let shared: Vec<[f64; 2]> = (0..draws).map(|_| [dice.normal(), dice.normal()]).collect();
            let mut list: Vec<Difference> = (0..many)
                .map(|k| {
                    let own = if k == 0 { shift } else { 0.0 };
                    let mut a = Vec::new();
                    let mut b = Vec::new();
                    for common in &shared {
                        let draw = 3.0 * dice.normal();
                        let (x, y) = (common[0] + dice.normal(), common[1] + dice.normal());
                        let other = if pairing { draw } else { 3.0 * dice.normal() };
                        a.push(draw + x);
                        b.push(other + y + own);
                    }
                    let (a, b) = (worlds(&a), worlds(&b));
                    if pairing { paired(&a, &b) } else { unpaired(&a, &b) }.expect("a difference")
                })
                .collect();
            holm(&mut list);
            any += usize::from(list.iter().any(|one| one.said() == Said::Differs));
            first += usize::from(list[0].said() == Said::Differs);
        }
        (any as f64 / LISTS as f64, first as f64 / LISTS as f64)
    }

    #[test]
    fn of_a_hundred_lists_without_any_difference_at_most_five_show_one() {
        // Three standard deviations of a share of 2,000 lists above 5 %.
        let limit = LEVEL + 3.0 * (LEVEL * (1.0 - LEVEL) / 2000.0_f64).sqrt();
        for (many, draws) in [(1, 8), (12, 8), (12, 64)] {
            for pairing in [true, false] {
                let (any, _) = called(many, draws, 0.0, pairing);
                assert!(any <= limit, "{many} differences, {draws} draws, paired {pairing}: {any}");
                assert!(
                    any > 0.005,
                    "{many} differences, {draws} draws, paired {pairing}: it can say that some differ"
                );
            }
        }
    }

    #[test]
    fn a_true_difference_is_found_and_sooner_where_worlds_are_shared() {
        let (_, with) = called(12, 16, 3.0, true);
        let (_, without) = called(12, 16, 3.0, false);
        assert!(with > 0.8 && with > without + 0.3, "paired {with}, unpaired {without}");
    }
}
