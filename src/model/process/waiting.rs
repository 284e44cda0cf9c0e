//! When states end by themselves (docs/odd.md §6, exploitation and return). Their hazards are constant while they last, so that one draw
//! as they begin says what a draw in each of their weeks would: nobody need be looked at while nothing happens to her.

use crate::draws::{Draws, Process};
use crate::math::num;
use crate::register::{Exploitation, Parameters};
use crate::world::{Case, WEEKS_PER_YEAR};

/// Whole weeks that pass before the week of the first event of constant hazard `rate` per week, for a uniform `u`: geometric, with the
/// weekly probability `1 − e^(−rate)`. `u32::MAX`: it never comes.
#[inline]
pub fn weeks_without(u: f64, rate: f64) -> u32 {
    (-num::ln(u) / rate) as u32
}

/// Week in which a spell that began in `since` ends by itself, if nothing ends it before: by the competing hazards of escape, release,
/// and being moved on. It may end from the week `first` on.
pub fn ends(draws: Draws, person: u64, since: u32, first: u32, h: &Exploitation) -> u32 {
    let rate = (h.h_escape + h.h_release + h.h_moved) / f64::from(WEEKS_PER_YEAR);
    let u = draws.of(Process::Exit).with(person).with(u64::from(since)).uniform(0);
    first.saturating_add(weeks_without(u, rate))
}

/// Week in which a returned person is reintegrated, from `first` on.
pub fn reintegrated(draws: Draws, case: &Case, first: u32, p: &Parameters) -> u32 {
    let u = draws.of(Process::Reintegrate).with(case.person).uniform(u64::from(first));
    first.saturating_add(weeks_without(u, f64::from(case.speed) / p.exploitation.h_reint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_each_week_a_spell_ends_with_the_chance_of_its_hazards() {
        let h = Exploitation { h_escape: 2.0, h_release: 2.2, h_moved: 1.8, h_reint: 52.0 };
        let (draws, n) = (Draws::new(5), 200_000u64);
        let ended = |week: u32| (0..n).filter(|person| ends(draws, *person, 3, 4, &h) == week).count() as f64;
        let stays = num::exp(-6.0 / f64::from(WEEKS_PER_YEAR));
        let mut expected = n as f64 * (1.0 - stays);
        for week in 4..9 {
            assert!((ended(week) - expected).abs() < 4.0 * expected.sqrt(), "week {week}");
            expected *= stays;
        }
        assert_eq!(ended(3), 0.0);
        let never = Exploitation { h_escape: 0.0, h_release: 0.0, h_moved: 0.0, h_reint: 52.0 };
        assert_eq!(ends(draws, 1, 3, 4, &never), u32::MAX);
    }

    #[test]
    fn the_wait_is_geometric_and_shorter_at_a_higher_rate() {
        let n = 100_000;
        for rate in [0.01, 0.1, 1.5] {
            let waits = (0..n).map(|i| f64::from(weeks_without((f64::from(i) + 0.5) / f64::from(n), rate)));
            let p = 1.0 - num::exp(-rate);
            assert!((waits.sum::<f64>() / f64::from(n) / ((1.0 - p) / p) - 1.0).abs() < 1e-3, "{rate}");
        }
        assert!((1..100).all(|i| weeks_without(f64::from(i) / 100.0, 0.2) <= weeks_without(f64::from(i) / 100.0, 0.1)));
    }
}
