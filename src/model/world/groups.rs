//! Groups in which those drawn in are counted: department × poverty × age (docs/odd.md §9).

use super::components::WEEKS_PER_YEAR;
use crate::math::ranks::at_ranks;
use bevy_ecs::prelude::Resource;

/// Thirds of the region's girls by permanent income of the household, for people; poorest first.
pub const POVERTY_TERCILES: [&str; 3] = ["poorest third", "middle third", "least poor third"];

/// Ages when a spell begins, for people. First spells begin before 25; those who go back may be older.
pub const AGE_BANDS: [&str; 3] = ["12 to 14", "15 to 17", "18 and over"];

/// Index in [`AGE_BANDS`] of a girl `weeks_since_12` weeks after her 12th birthday.
#[inline]
pub fn age_band(weeks_since_12: u32) -> usize {
    match weeks_since_12 / WEEKS_PER_YEAR {
        0..3 => 0,
        3..6 => 1,
        _ => 2,
    }
}

/// Where the terciles of ln permanent income (× P) are cut: two values, over all girls of the simulated departments as the
/// world was filled.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Terciles(pub [f64; 2]);

impl Terciles {
    /// Cuts of `n` values: a third of them lies below the first, two thirds below the second (as near as ties allow). `None`
    /// without values. `values` gives the same ones each time it is called.
    pub fn of<I: Iterator<Item = f64>>(n: usize, values: impl Fn() -> I) -> Option<Terciles> {
        at_ranks(values, [n / 3, 2 * n / 3]).map(Terciles)
    }

    /// Index in [`POVERTY_TERCILES`].
    #[inline]
    pub fn index(&self, ln_permanent: f64) -> usize {
        self.0.iter().filter(|cut| ln_permanent >= **cut).count()
    }
}

/// One cell of the counts of who is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Row of the department and index in [`POVERTY_TERCILES`]; `None` for those from outside, whose households are not
    /// simulated.
    pub department_and_tercile: Option<(usize, usize)>,
    /// Index in [`AGE_BANDS`].
    pub age: usize,
}

impl Group {
    /// Number of groups: departments × terciles × ages, then the ages of those from outside.
    pub const fn count(departments: usize) -> usize {
        (departments * POVERTY_TERCILES.len() + 1) * AGE_BANDS.len()
    }

    /// Its place among them.
    #[inline]
    pub fn index(&self, departments: usize) -> usize {
        let row = match self.department_and_tercile {
            Some((department, tercile)) => department * POVERTY_TERCILES.len() + tercile,
            None => departments * POVERTY_TERCILES.len(),
        };
        row * AGE_BANDS.len() + self.age
    }

    /// All of them, in the order of their places.
    pub fn all(departments: usize) -> impl Iterator<Item = Group> {
        let terciles = POVERTY_TERCILES.len();
        (0..Group::count(departments)).map(move |i| {
            let row = i / AGE_BANDS.len();
            Group {
                department_and_tercile: (row < departments * terciles).then_some((row / terciles, row % terciles)),
                age: i % AGE_BANDS.len(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_its_own_place() {
        for departments in [0, 1, 9] {
            let places: Vec<usize> = Group::all(departments).map(|group| group.index(departments)).collect();
            assert_eq!(places, (0..Group::count(departments)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_third_lies_below_each_cut() {
        let values: Vec<f64> = (0..999).map(|i| f64::from((i * 7) % 999)).collect();
        let of = |values: &[f64]| Terciles::of(values.len(), || values.iter().copied());
        let terciles = of(&values).unwrap();
        assert_eq!(terciles, Terciles([333.0, 666.0]));
        let mut counts = [0; 3];
        values.iter().for_each(|x| counts[terciles.index(*x)] += 1);
        assert_eq!(counts, [333; 3]);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[4.0]), Some(Terciles([4.0, 4.0])));
    }

    #[test]
    fn ages_change_bands_on_the_15th_and_18th_birthday() {
        assert_eq!([0, 155, 156, 311, 312, 2000].map(age_band), [0, 0, 1, 1, 2, 2]);
    }
}
