//! Places in brothels: who gets which (docs/odd.md §6).

use crate::draws::{Draws, Process, Stream};
use crate::math::num::ln;
use crate::world::Brothel;

/// Draws of one person's choice among places in one week.
#[inline]
pub fn choice(draws: Draws, person: u64, week: u32) -> Stream {
    draws.of(Process::ChooseBrothel).with(person).with(u64::from(week))
}

/// The brothel of a town (or of the region) in which a person gets a place: the smallest of `−ln U(person, brothel)/free`,
/// which picks in proportion to free places without one person's choice moving another's. `None` if all are full.
pub fn choose(brothels: &[Brothel], town: Option<u16>, draws: Stream) -> Option<usize> {
    choose_by(Brothel::free, brothels, town, draws)
}

/// The same among open brothels whether or not they are full, in proportion to their places; first in town, then in the
/// region. `None` if none is open. Where the trade's effort is held, this is where those go for whom no place is free.
pub fn choose_extra(brothels: &[Brothel], town: u16, draws: Stream) -> Option<usize> {
    let places = |b: &Brothel| if b.open { b.places } else { 0 };
    choose_by(places, brothels, Some(town), draws).or_else(|| choose_by(places, brothels, None, draws))
}

fn choose_by(
    weight: impl Fn(&Brothel) -> u16,
    brothels: &[Brothel],
    town: Option<u16>,
    draws: Stream,
) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for (row, brothel) in brothels.iter().enumerate() {
        let weight = weight(brothel);
        if weight == 0 || town.is_some_and(|t| t != brothel.town) {
            continue;
        }
        let (u, weight) = (draws.uniform(row as u64), f64::from(weight));
        // −ln u ≥ 1 − u: most brothels are out of the running without a logarithm.
        if best.is_some_and(|(least, _)| (1.0 - u) / weight >= least) {
            continue;
        }
        let score = -ln(u) / weight;
        if best.is_none_or(|(least, _)| score < least) {
            best = Some((score, row));
        }
    }
    best.map(|(_, row)| row)
}

/// Place in town if there is one, else in the region.
pub fn choose_near(brothels: &[Brothel], town: u16, draws: Stream) -> Option<usize> {
    choose(brothels, Some(town), draws).or_else(|| choose(brothels, None, draws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_chosen_in_proportion_to_those_free() {
        let brothel = |town, free| Brothel { town, open: true, places: free, ..Brothel::default() };
        let brothels = [brothel(0, 1), brothel(1, 50), brothel(0, 3), Brothel { open: false, ..brothel(0, 9) }];
        let n = 20_000;
        let draws = Draws::new(1);
        let third =
            (0..n).filter(|person| choose(&brothels, Some(0), choice(draws, *person, 5)) == Some(2)).count() as f64;
        // Binomial(n, 3/4): four standard errors.
        assert!((third / n as f64 - 0.75).abs() < 4.0 * (0.1875 / n as f64).sqrt());
        assert_eq!(choose_near(&brothels[3..], 0, choice(draws, 1, 1)), None);
    }

    #[test]
    fn who_finds_no_place_free_goes_to_one_in_town_by_its_size_else_in_the_region() {
        let brothel = |town, places| Brothel { town, open: true, places, occupants: places, ..Brothel::default() };
        let brothels = [brothel(0, 5), brothel(1, 50), brothel(0, 15), Brothel { open: false, ..brothel(0, 90) }];
        let (n, draws) = (20_000, Draws::new(2));
        let of = |person, town| choose_extra(&brothels, town, choice(draws, person, 5));
        assert!((0..n).all(|person| matches!(of(person, 0), Some(0 | 2))));
        let third = (0..n).filter(|person| of(*person, 0) == Some(2)).count() as f64;
        // Binomial(n, 3/4): four standard errors.
        assert!((third / n as f64 - 0.75).abs() < 4.0 * (0.1875 / n as f64).sqrt());
        assert!((0..n).all(|person| matches!(of(person, 3), Some(0..=2))), "no brothel in town");
        assert_eq!(choose_extra(&brothels[3..], 0, choice(draws, 1, 1)), None);
    }
}
