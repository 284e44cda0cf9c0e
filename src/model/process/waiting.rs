//! When something happens to a person by itself (docs/odd.md §6, exploitation, enforcement and return), so that nobody need be looked at
//! while nothing does.
//!
//! Hazards of a spell's end and of reintegration are constant while the state lasts: one draw as it begins says what a draw in each of
//! its weeks would. That of a complaint is not, but has a bound: weeks in which she may file one come from a process of the
//! bound's rate, and in each she does with the chance that is left (thinning; Lewis & Shedler 1979).

use crate::draws::{Draws, Process};
use crate::math::num;
use crate::register::{Exploitation, Parameters};
use crate::scenario::EventKind;
use crate::world::{Case, Setting, WEEKS_PER_YEAR};

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

/// Most that the hazard of a complaint can be in any week, whatever programmes and events do.
pub fn most_complaints(setting: &Setting) -> f64 {
    let p = &setting.parameters.enforcement;
    let reporting = setting.region.events.iter().map(|event| match event.kind {
        EventKind::Reporting { factor } => factor.max(1.0),
        _ => 1.0,
    });
    let rate = p.h_complaint * p.complaint_app.max(1.0) * p.complaint_minor.max(1.0) / f64::from(WEEKS_PER_YEAR);
    rate * reporting.product::<f64>()
}

/// The next week, from `first` on, in which she may file a complaint.
pub fn may_complain(setting: &Setting, person: u64, first: u32) -> u32 {
    let u = setting.draws.of(Process::Complaint).with(person).with(u64::from(first)).uniform(0);
    first.saturating_add(weeks_without(u, most_complaints(setting)))
}

/// Whether she files it in such a week, at this hazard: nested, in that who complains at some hazard does so at any higher one.
pub fn complains(setting: &Setting, person: u64, week: u32, hazard: f64) -> bool {
    let most = most_complaints(setting);
    debug_assert!(hazard <= most * (1.0 + 1e-12), "a hazard of {hazard} where {most} is the most");
    let u = setting.draws.of(Process::Complaint).with(person).with(u64::from(week)).uniform(1);
    u * num::hazard_to_probability(most) < num::hazard_to_probability(hazard)
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
