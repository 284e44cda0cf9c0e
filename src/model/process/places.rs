//! Places in brothels: who gets which (docs/odd.md §6).

use crate::draws::{Draws, Process, Stream};
use crate::math::num::ln;
use crate::world::Brothel;
use crate::world::tables::in_chunks;

/// Draws of one person's choice among places in one week.
#[inline]
pub fn choice(draws: Draws, person: u64, week: u32) -> Stream {
    draws.of(Process::ChooseBrothel).with(person).with(u64::from(week))
}

/// Rows of the brothels that are open, town by town: a choice in a town looks at its own ones only. Holds until one opens,
/// closes or moves.
pub struct ByTown {
    rows: Vec<u32>,
    /// Where a town's rows begin; one more than there are towns.
    first: Vec<u32>,
}

impl ByTown {
    /// Groups the open brothels by town.
    pub fn new(brothels: &[Brothel]) -> Self {
        let open = || brothels.iter().enumerate().filter(|(_, b)| b.open);
        let towns = open().map(|(_, b)| usize::from(b.town) + 1).max().unwrap_or(0);
        // Counted one town late, summed up, and moved on by one as rows are put in their places.
        let mut first = vec![0u32; towns + 2];
        open().for_each(|(_, b)| first[usize::from(b.town) + 2] += 1);
        for town in 2..first.len() {
            first[town] += first[town - 1];
        }
        let mut rows = vec![0; first[towns + 1] as usize];
        for (row, b) in open() {
            let next = &mut first[usize::from(b.town) + 1];
            rows[*next as usize] = row as u32;
            *next += 1;
        }
        ByTown { rows, first }
    }

    /// A town's open brothels in the order of rows.
    fn of(&self, town: u16) -> impl Iterator<Item = usize> {
        let town = usize::from(town);
        let rows = if town + 1 < self.first.len() {
            &self.rows[self.first[town] as usize..self.first[town + 1] as usize]
        } else {
            &[]
        };
        rows.iter().map(|row| *row as usize)
    }
}

/// The brothel of a town in which a person gets a place: the smallest of `−ln U(person, brothel)/free`, which picks in
/// proportion to free places without one person's choice moving another's. `None` if all are full.
pub fn choose(brothels: &[Brothel], by_town: &ByTown, town: u16, draws: Stream) -> Option<usize> {
    choose_by(Brothel::free, brothels, by_town.of(town), draws)
}

/// [`choose`] among the brothels of the whole region.
pub fn choose_anywhere(brothels: &[Brothel], draws: Stream) -> Option<usize> {
    choose_by(Brothel::free, brothels, 0..brothels.len(), draws)
}

/// A brothel for a person for whom no place is free, while the trade's effort is held. Picks among open brothels, full or not, in
/// proportion to their places: first in town, then in the region. `None` if none is open.
pub fn choose_extra(brothels: &[Brothel], by_town: &ByTown, town: u16, draws: Stream) -> Option<usize> {
    let places = |b: &Brothel| if b.open { b.places } else { 0 };
    choose_by(places, brothels, by_town.of(town), draws)
        .or_else(|| choose_by(places, brothels, 0..brothels.len(), draws))
}

/// `−ln u/weight`: the smallest is chosen.
#[inline]
fn score(u: f64, weight: f64) -> f64 {
    -ln(u) / weight
}

/// Whether the score is certainly above another: −ln u ≥ 1 − u, so that most are out of the running without a logarithm. The
/// margin is for rounding.
#[inline]
fn scores_above(other: f64, u: f64, weight: f64) -> bool {
    1.0 - u > other * weight * (1.0 + 1e-12)
}

fn choose_by(
    weight: impl Fn(&Brothel) -> u16,
    brothels: &[Brothel],
    rows: impl Iterator<Item = usize>,
    draws: Stream,
) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for row in rows {
        let weight = weight(&brothels[row]);
        if weight == 0 {
            continue;
        }
        let (u, weight) = (draws.uniform(row as u64), f64::from(weight));
        if best.is_some_and(|(least, _)| scores_above(least, u, weight)) {
            continue;
        }
        let score = score(u, weight);
        if best.is_none_or(|(least, _)| score < least) {
            best = Some((score, row));
        }
    }
    best.map(|(_, row)| row)
}

/// Brothels on a shortlist.
const LISTED: usize = 2;

/// The brothels with the smallest scores for one person ([`choose_near`]) while no place becomes free: scores then only rise, and so
/// the choice is known without asking every brothel again, unless those listed fill up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shortlist {
    /// Rows of those listed; as many as have a score.
    rows: [u32; LISTED],
    listed: usize,
    /// Lower bound on the scores of all other brothels; 0 where none were compared.
    others: f64,
    /// The town is full, and brothels are those of the region.
    anywhere: bool,
}

impl Shortlist {
    /// Of a town's brothels as they are now; of the region's, if that is asked for and the town is full.
    fn of(brothels: &[Brothel], by_town: &ByTown, town: u16, or_anywhere: bool, draws: Stream) -> Shortlist {
        let list = Shortlist::among(brothels, by_town.of(town), draws);
        if list.listed == 0 && or_anywhere {
            return Shortlist { anywhere: true, ..Shortlist::among(brothels, 0..brothels.len(), draws) };
        }
        list
    }

    fn among(brothels: &[Brothel], rows: impl Iterator<Item = usize>, draws: Stream) -> Shortlist {
        // One more than are listed: the last of them is what the others do not score below.
        let mut best = [(f64::INFINITY, 0u32); LISTED + 1];
        let mut last = f64::INFINITY;
        for row in rows {
            let free = f64::from(brothels[row].free());
            if free == 0.0 {
                continue;
            }
            let u = draws.uniform(row as u64);
            if scores_above(last, u, free) {
                continue;
            }
            let mut one = (score(u, free), row as u32);
            for place in &mut best {
                if one.0 < place.0 {
                    std::mem::swap(place, &mut one);
                }
            }
            last = best[LISTED].0;
        }
        let listed = best[..LISTED].iter().filter(|(score, _)| score.is_finite()).count();
        let rows = std::array::from_fn(|i| best[i].1);
        Shortlist { rows, listed, others: best[LISTED].0, anywhere: false }
    }

    /// The choice from those listed: `Err` if it may be another brothel.
    fn known(&self, brothels: &[Brothel], draws: Stream) -> Result<Option<usize>, ()> {
        let score = |row: usize| score(draws.uniform(row as u64), f64::from(brothels[row].free()));
        let listed = self.rows[..self.listed].iter().map(|row| *row as usize).filter(|row| brothels[*row].free() > 0);
        match listed.map(|row| (score(row), row)).reduce(|a, b| if b < a { b } else { a }) {
            Some((score, row)) if score < self.others => Ok(Some(row)),
            None if self.others == f64::INFINITY => Ok(None),
            _ => Err(()),
        }
    }

    /// [`choose`] among brothels that have no more places free than when this list was made.
    pub fn choose(&self, brothels: &[Brothel], by_town: &ByTown, town: u16, draws: Stream) -> Option<usize> {
        match self.known(brothels, draws) {
            Ok(row) if !self.anywhere => row,
            _ => choose(brothels, by_town, town, draws),
        }
    }

    /// [`choose_near`] in the same way.
    pub fn choose_near(&self, brothels: &[Brothel], by_town: &ByTown, town: u16, draws: Stream) -> Option<usize> {
        match self.known(brothels, draws) {
            Ok(None) if !self.anywhere => choose_anywhere(brothels, draws),
            Ok(row) => row,
            Err(()) if self.anywhere => choose_anywhere(brothels, draws),
            Err(()) => choose_near(brothels, by_town, town, draws),
        }
    }
}

/// Persons whose shortlists one thread makes at a time.
const PERSONS: usize = 8;

/// Shortlists of persons who look for a place in a town, and in the region where that is full and `or_anywhere`; in their order.
/// They are made on several threads; on one they would save nothing, and so they are empty, and choosing asks every brothel.
pub fn shortlists(
    brothels: &[Brothel],
    by_town: &ByTown,
    or_anywhere: bool,
    threads: usize,
    persons: usize,
    looking: impl Fn(usize) -> (u16, Stream) + Sync,
) -> Vec<Shortlist> {
    if threads == 1 {
        return vec![Shortlist::default(); persons];
    }
    in_chunks(persons, PERSONS, threads, persons, |chunk, out| {
        out.extend(chunk.map(|i| {
            let (town, draws) = looking(i);
            Shortlist::of(brothels, by_town, town, or_anywhere, draws)
        }));
    })
}

/// Place in town if there is one, else in the region.
pub fn choose_near(brothels: &[Brothel], by_town: &ByTown, town: u16, draws: Stream) -> Option<usize> {
    choose(brothels, by_town, town, draws).or_else(|| choose_anywhere(brothels, draws))
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
        let by_town = ByTown::new(&brothels);
        let of = |person| choose(&brothels, &by_town, 0, choice(draws, person, 5));
        let third = (0..n).filter(|person| of(*person) == Some(2)).count() as f64;
        // Binomial(n, 3/4): four standard errors.
        assert!((third / n as f64 - 0.75).abs() < 4.0 * (0.1875 / n as f64).sqrt());
        let closed = &brothels[3..];
        assert_eq!(choose_near(closed, &ByTown::new(closed), 0, choice(draws, 1, 1)), None);
    }

    #[test]
    fn who_finds_no_place_free_goes_to_one_in_town_by_its_size_else_in_the_region() {
        let brothel = |town, places| Brothel { town, open: true, places, occupants: places, ..Brothel::default() };
        let brothels = [brothel(0, 5), brothel(1, 50), brothel(0, 15), Brothel { open: false, ..brothel(0, 90) }];
        let (n, draws) = (20_000, Draws::new(2));
        let by_town = ByTown::new(&brothels);
        let of = |person, town| choose_extra(&brothels, &by_town, town, choice(draws, person, 5));
        assert!((0..n).all(|person| matches!(of(person, 0), Some(0 | 2))));
        let third = (0..n).filter(|person| of(*person, 0) == Some(2)).count() as f64;
        // Binomial(n, 3/4): four standard errors.
        assert!((third / n as f64 - 0.75).abs() < 4.0 * (0.1875 / n as f64).sqrt());
        assert!((0..n).all(|person| matches!(of(person, 3), Some(0..=2))), "no brothel in town");
        let closed = &brothels[3..];
        assert_eq!(choose_extra(closed, &ByTown::new(closed), 0, choice(draws, 1, 1)), None);
    }

    #[test]
    fn a_shortlist_chooses_as_asking_every_brothel_does_until_all_are_full() {
        let draws = Draws::new(9);
        for (n, near) in [1u16, 2, 3, 4, 40].into_iter().flat_map(|n| [(n, false), (n, true)]) {
            // Town 1 is smaller and full first; no brothel is in town 2.
            let mut brothels: Vec<Brothel> = (0..n)
                .map(|row| Brothel {
                    town: u16::from(row % 3 == 1),
                    open: row % 5 != 4,
                    places: 1 + row % 4,
                    ..Brothel::default()
                })
                .collect();
            let by_town = ByTown::new(&brothels);
            let looking = |i: usize| ((i % 3) as u16, choice(draws, i as u64, 7));
            let places: u32 = brothels.iter().filter(|b| b.open).map(|b| u32::from(b.places)).sum();
            let (mut placed, mut certain) = (0, 0);
            // Lists are made for five at a time, as if a week had five of them.
            for week in 0..2 * usize::from(n) + 2 {
                let looking = |i: usize| looking(5 * week + i);
                let lists = [1, 2].map(|threads| shortlists(&brothels, &by_town, near, threads, 5, looking));
                for i in 0..5 {
                    let (town, draws) = looking(i);
                    let choose = if near { choose_near } else { choose };
                    let plainly = choose(&brothels, &by_town, town, draws);
                    for list in lists.each_ref().map(|of_all| of_all[i]) {
                        let choose = if near { Shortlist::choose_near } else { Shortlist::choose };
                        assert_eq!(
                            choose(&list, &brothels, &by_town, town, draws),
                            plainly,
                            "{n}, {near}, {week}, {i}"
                        );
                    }
                    certain += u32::from(lists[1][i].known(&brothels, draws) == Ok(plainly));
                    if let Some(row) = plainly {
                        brothels[row].occupants += 1;
                        placed += 1;
                    }
                }
            }
            assert!(if near { placed == places } else { placed <= places });
            assert!(certain > 5 * u32::from(n), "{certain} choices were known from their lists");
        }
    }

    #[test]
    fn every_open_brothel_is_in_its_town_once() {
        let brothel = |town, open| Brothel { town, open, places: 1, ..Brothel::default() };
        let brothels = [brothel(3, true), brothel(0, true), brothel(3, false), brothel(1, true), brothel(3, true)];
        let by_town = ByTown::new(&brothels);
        let of = |town| by_town.of(town).collect::<Vec<_>>();
        assert_eq!([of(0), of(1), of(2), of(3), of(4)], [vec![1], vec![3], vec![], vec![0, 4], vec![]]);
        assert!(ByTown::new(&[]).of(0).next().is_none());
    }
}
