//! How the trade lies between the mining towns, year by year.

use amparo_decide::result::{ArmSeries, SUPPRESS_BELOW};
use amparo_model::observe::TownYear;

/// Towns that have a line of their own; the others are drawn together.
const MOST: usize = 7;
/// Change of a town's victims from its fullest to its emptiest year from which on it is spoken of.
const SPOKEN_OF: f64 = 0.2;
/// Share of all victims that a town must have had in its fullest year to be spoken of.
const LARGE: f64 = 0.05;

/// A town over the years; several small ones together have no name.
pub struct OverYears<'a> {
    /// Its name; `None`: all others together.
    pub name: Option<&'a str>,
    /// One entry per year.
    pub years: Vec<TownYear>,
}

/// Towns by their victims over all years, most first; those behind the seventh together. Empty where there are no years.
pub fn over_years<'a>(towns: &'a [String], arm: &ArmSeries) -> Vec<OverYears<'a>> {
    let years = arm.towns.len();
    let of = |k: usize| arm.towns.iter().map(|year| year.get(k).copied().unwrap_or_default()).collect::<Vec<_>>();
    let victims = |years: &[TownYear]| years.iter().map(|year| year.victims).sum::<f64>();
    let mut all: Vec<OverYears> =
        towns.iter().enumerate().map(|(k, name)| OverYears { name: Some(name), years: of(k) }).collect();
    if years == 0 {
        return Vec::new();
    }
    all.sort_by(|a, b| victims(&b.years).total_cmp(&victims(&a.years)));
    if all.len() > MOST + 1 {
        let rest = all.split_off(MOST);
        let mut together = vec![TownYear::default(); years];
        for (sum, year) in rest.iter().flat_map(|town| &town.years).enumerate().map(|(i, year)| (i % years, year)) {
            together[sum].add(year, 1.0);
        }
        all.push(OverYears { name: None, years: together });
    }
    all
}

/// What is said of the towns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shift<'a> {
    /// There is nothing to say: no years, or hardly a victim.
    Nothing,
    /// No large town's victims change by much from year to year: the largest town and its share of all.
    Steady(&'a str, f64),
    /// A town empties, or fills.
    Moves {
        /// The town.
        town: &'a str,
        /// Year (from 1) and victims at its fullest.
        most: (usize, f64),
        /// Year and victims at its emptiest.
        least: (usize, f64),
        /// Victims of all other towns together in those two years.
        others: (f64, f64),
    },
}

/// What is said of the towns of one arm.
pub fn shift<'a>(towns: &'a [String], arm: &ArmSeries) -> Shift<'a> {
    let all = |year: &[TownYear]| year.iter().map(|town| town.victims).sum::<f64>();
    let total: f64 = arm.towns.iter().map(|year| all(year)).sum();
    if total < SUPPRESS_BELOW {
        return Shift::Nothing;
    }
    let of = |k: usize, year: usize| arm.towns[year].get(k).map_or(0.0, |town| town.victims);
    let years = arm.towns.len();
    let extremes = |k: usize| {
        let by = |a: &usize, b: &usize| of(k, *a).total_cmp(&of(k, *b));
        let (most, least) = ((0..years).max_by(by).unwrap_or(0), (0..years).min_by(by).unwrap_or(0));
        (most, least)
    };
    let change = |k: usize| {
        let (most, least) = extremes(k);
        let large = of(k, most) >= SUPPRESS_BELOW && of(k, most) >= LARGE * all(&arm.towns[most]);
        if large { 1.0 - of(k, least) / of(k, most) } else { 0.0 }
    };
    let moves = (0..towns.len()).max_by(|a, b| change(*a).total_cmp(&change(*b)));
    match moves.filter(|k| change(*k) >= SPOKEN_OF) {
        Some(k) => {
            let (most, least) = extremes(k);
            let others = |year: usize| all(&arm.towns[year]) - of(k, year);
            Shift::Moves {
                town: &towns[k],
                most: (most + 1, of(k, most)),
                least: (least + 1, of(k, least)),
                others: (others(most), others(least)),
            }
        }
        None => {
            let sum = |k: usize| (0..years).map(|year| of(k, year)).sum::<f64>();
            let largest = (0..towns.len()).max_by(|a, b| sum(*a).total_cmp(&sum(*b)));
            largest.map_or(Shift::Nothing, |k| Shift::Steady(&towns[k], sum(k) / total))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(victims: &[&[f64]]) -> ArmSeries {
        let town = |victims: &f64| TownYear { victims: *victims, miners: 10.0 * victims, ..TownYear::default() };
        ArmSeries {
            name: "baseline".into(),
            title: "Baseline".into(),
            victims: Vec::new(),
            victims_half_width: Vec::new(),
            spells: Vec::new(),
            towns: victims.iter().map(|year| year.iter().map(town).collect()).collect(),
        }
    }

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|k| format!("Town {k}")).collect()
    }

    #[test]
    fn a_town_that_empties_is_named_with_what_the_others_gain() {
        let names = names(3);
        let found = shift(&names, &arm(&[&[100.0, 50.0, 50.0], &[40.0, 60.0, 70.0], &[80.0, 55.0, 60.0]]));
        let wanted = Shift::Moves { town: "Town 0", most: (1, 100.0), least: (2, 40.0), others: (100.0, 130.0) };
        assert_eq!(found, wanted);
    }

    #[test]
    fn small_towns_and_small_changes_are_not_spoken_of() {
        let names = names(3);
        assert_eq!(
            shift(&names, &arm(&[&[100.0, 96.0, 8.0], &[104.0, 100.0, 2.0]])),
            Shift::Steady("Town 0", 204.0 / 410.0)
        );
        assert_eq!(shift(&names, &arm(&[&[1.0, 0.5, 0.0]])), Shift::Nothing);
        assert_eq!(shift(&names, &arm(&[])), Shift::Nothing);
    }

    #[test]
    fn towns_behind_the_seventh_are_drawn_together() {
        let names = names(10);
        let years: Vec<f64> = (0..10).map(f64::from).collect();
        let drawn = over_years(&names, &arm(&[&years, &years]));
        assert_eq!(drawn.len(), 8);
        assert_eq!(drawn[0].name, Some("Town 9"));
        assert_eq!((drawn[7].name, drawn[7].years[1].victims), (None, 0.0 + 1.0 + 2.0));
        assert_eq!(over_years(&names[..8], &arm(&[&years[..8]])).len(), 8);
    }
}
