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
    let mut best: Option<(f64, usize)> = None;
    for (row, brothel) in brothels.iter().enumerate() {
        let free = brothel.free();
        if free == 0 || town.is_some_and(|t| t != brothel.town) {
            continue;
        }
        let (u, free) = (draws.uniform(row as u64), f64::from(free));
        // −ln u ≥ 1 − u: most brothels are out of the running without a logarithm.
        if best.is_some_and(|(least, _)| (1.0 - u) / free >= least) {
            continue;
        }
        let score = -ln(u) / free;
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
}
