//! A trial inside a world: a treated and an untreated half of the communities, the trade held as in the baseline.

use super::expressible::{Design, Readout};
use super::listeners::Listeners;
use amparo_model::diagnose::reached;
use amparo_model::engine::{Interrupt, Simulation, Snapshot, Stopped};
use amparo_model::policy::information::message;
use amparo_model::policy::{Allocation, Allotment, Facts};
use amparo_model::register::Parameters;
use amparo_model::world::{Channels, Derived, Setting, Tally};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Girls sampled per community where beliefs are asked for.
pub const GIRLS: u32 = 24;

/// Half of the communities: in each four, ordered by how many approaches they get, the first and the last.
pub fn treated_half(approaches: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..approaches.len()).collect();
    order.sort_by(|a, b| approaches[*b].total_cmp(&approaches[*a]).then(a.cmp(b)));
    let mut treated = vec![false; approaches.len()];
    for (place, community) in order.into_iter().enumerate() {
        treated[community] = matches!(place % 4, 0 | 3);
    }
    treated
}

/// Parameters of a standing world replaced; its places and people stay.
pub fn with_parameters(simulation: &mut Simulation, parameters: &Parameters) {
    let mut setting = simulation.world.resource_mut::<Setting>();
    setting.derived = Arc::new(Derived::new(parameters));
    setting.parameters = Arc::new(parameters.clone());
}

/// So many contacts per girl in the communities treated.
fn campaign(parameters: &Parameters, contacts: f64, treated: &[bool]) -> Allocation {
    let coverage = treated.iter().map(|treated| f64::from(u8::from(*treated))).collect();
    let part = Allotment { intervention: message(parameters, contacts), coverage, budget_soles_per_year: f64::MAX };
    Allocation { parts: vec![part], survey_soles_per_year: 0.0, survey_end_week: 0 }
}

/// What a run shows of its two halves.
#[derive(Clone, Debug, Default)]
struct Course {
    /// Girls drawn in for the first time so far, by week: treated half, untreated half.
    drawn_in: Vec<[f64; 2]>,
    /// Mean acceptance of an offer at the end of some weeks, by half.
    acceptance: BTreeMap<u32, [f64; 2]>,
}

/// A fork of a burnt-in world with the halves of its communities.
pub struct Field<'a> {
    /// The world at the end of its burn-in.
    pub fork: &'a Snapshot,
    /// What planners know there.
    pub facts: &'a Facts,
    /// Share of recruiters by town.
    pub recruiters: &'a [f64],
    /// Approaches by community.
    pub approaches: &'a [f64],
    /// 1 − τ by community.
    pub open: &'a [f64],
    /// Communities treated.
    pub treated: &'a [bool],
}

impl Field<'_> {
    /// Weeks from the fork on, with acceptance looked at after those of `looks`.
    fn course(
        &self,
        simulation: &mut Simulation,
        parameters: &Parameters,
        weeks: u32,
        looks: &[u32],
        interrupt: &Interrupt,
    ) -> Result<Course, Stopped> {
        let mut course = Course::default();
        let mut so_far = [0.0; 2];
        for week in 1..=weeks {
            simulation.run(1, interrupt)?;
            let newly = &simulation.world.resource::<Tally>().newly_by_community;
            for (count, treated) in newly.iter().zip(self.treated) {
                so_far[usize::from(!treated)] += f64::from(*count);
            }
            course.drawn_in.push(so_far);
            if looks.contains(&week) {
                course.acceptance.insert(week, self.acceptance(simulation, parameters));
            }
        }
        Ok(course)
    }

    /// Mean acceptance in both halves now.
    fn acceptance(&self, simulation: &mut Simulation, parameters: &Parameters) -> [f64; 2] {
        let girls = simulation.look(|scene| reached(scene, self.recruiters, GIRLS));
        [true, false].map(|half| {
            let of_half: Vec<f64> =
                self.approaches.iter().zip(self.treated).map(|(n, t)| if *t == half { *n } else { 0.0 }).collect();
            Listeners::new(&girls, &of_half, self.open, parameters).acceptance(|_| 0.0)
        })
    }

    /// Every design replayed with these parameters: change in the treated half against the untreated one, each relative to the same
    /// half without a campaign; `None` where nobody would have been drawn in.
    ///
    /// # Errors
    /// [`Stopped`] if the interrupt was raised.
    pub fn replay(
        &self,
        simulation: &mut Simulation,
        parameters: &Parameters,
        designs: &[Design],
        interrupt: &Interrupt,
    ) -> Result<Vec<Option<f64>>, Stopped> {
        let weeks = designs.iter().map(|d| d.weeks).max().unwrap_or(0);
        let mut looks: Vec<u32> = designs.iter().filter(|d| d.readout == Readout::Intention).map(|d| d.weeks).collect();
        looks.sort_unstable();
        looks.dedup();
        with_parameters(simulation, parameters);
        simulation.restore(self.fork);
        simulation.record_trace();
        let before = self.course(simulation, parameters, weeks, &looks, interrupt)?;
        let trace = Arc::new(simulation.take_trace());
        let mut found = vec![None; designs.len()];
        let mut doses: Vec<f64> = designs.iter().map(|d| d.contacts).collect();
        doses.sort_by(f64::total_cmp);
        doses.dedup();
        for contacts in doses {
            simulation.restore(self.fork);
            simulation.begin_allocated(&campaign(parameters, contacts, self.treated), self.facts);
            simulation.replay(Arc::clone(&trace), Channels::NONE);
            let after = self.course(simulation, parameters, weeks, &looks, interrupt)?;
            for (found, design) in found.iter_mut().zip(designs).filter(|(_, d)| d.contacts == contacts) {
                *found = change(&before, &after, design);
            }
        }
        Ok(found)
    }
}

/// Change in the treated half over change in the untreated one, less one.
fn change(before: &Course, after: &Course, design: &Design) -> Option<f64> {
    let at = |course: &Course| match design.readout {
        Readout::Behaviour => course.drawn_in.get(design.weeks as usize - 1).copied(),
        Readout::Intention => course.acceptance.get(&design.weeks).copied(),
    };
    let ([treated, alone], [treated_with, alone_with]) = (at(before)?, at(after)?);
    let all = [treated, alone, alone_with];
    all.iter().all(|count| *count > 0.0).then(|| treated_with / treated * (alone / alone_with) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_as_large_as_can_be_and_get_about_as_many_approaches() {
        let approaches: Vec<f64> = (1..=101).map(|i| 1.0 / f64::from(i)).collect();
        let treated = treated_half(&approaches);
        let of =
            |half: bool| -> f64 { approaches.iter().zip(&treated).filter(|(_, t)| **t == half).map(|(n, _)| n).sum() };
        assert_eq!(treated.iter().filter(|t| **t).count(), 51);
        assert!((of(true) / of(false) - 1.0).abs() < 0.5, "{} {}", of(true), of(false));
    }

    #[test]
    fn change_is_that_of_the_treated_less_that_of_those_left_alone() {
        let course = |treated, alone| Course { drawn_in: vec![[treated, alone]], acceptance: BTreeMap::new() };
        let design =
            Design { contacts: 1.0, contacts_seen: true, weeks: 1, weeks_seen: true, readout: Readout::Behaviour };
        let found = change(&course(100.0, 80.0), &course(90.0, 88.0), &design).expect("counts");
        assert!((found - (0.9 / 1.1 - 1.0)).abs() < 1e-12);
        assert_eq!(change(&course(0.0, 80.0), &course(0.0, 80.0), &design), None);
        assert_eq!(change(&course(1.0, 1.0), &course(1.0, 1.0), &Design { weeks: 2, ..design }), None);
    }

    /// The toy world of an information campaign at the end of its burn-in, with so many more recruiters that counts are large.
    fn settled() -> (Simulation, Snapshot, Facts) {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/baseline.toml");
        let set = [("recruiters.kappa_r".to_owned(), 30.0)];
        let scenario =
            amparo_files::load_scenario(&file, &amparo_model::policy::VOCABULARY, &set).expect("the toy world");
        let mut simulation = Simulation::new(&scenario, 5, 1);
        let burn_in = simulation.burn_in(&Interrupt::new(false), |_| {}).expect("nobody stops it");
        let (fork, facts) = (simulation.snapshot(), simulation.facts(&burn_in));
        (simulation, fork, facts)
    }

    #[test]
    fn before_adaptation_those_left_alone_are_as_without_a_campaign_and_one_that_teaches_nothing_changes_nobody() {
        let (mut simulation, fork, facts) = settled();
        let scenario = simulation.scenario().clone();
        let approaches = simulation.approaches_by_community();
        let treated = treated_half(&approaches);
        let setting = simulation.world.resource::<Setting>().clone();
        let open: Vec<f64> = setting.region.communities.iter().map(|c| 1.0 - c.taboo).collect();
        let recruiters = crate::solve::point::recruiter_shares(&scenario);
        let field = Field {
            fork: &fork,
            facts: &facts,
            recruiters: &recruiters,
            approaches: &approaches,
            open: &open,
            treated: &treated,
        };
        let never = Interrupt::new(false);
        let with = |gain: f64| {
            let mut p = scenario.parameters.clone();
            (p.info.d_info, p.info.x_max, p.info.tau_info, p.knowledge.eta) = (gain, 50.0, 0.0, 0.0);
            p
        };
        let mut course = |gain: f64, campaigned: bool| {
            let p = with(gain);
            with_parameters(&mut simulation, &p);
            simulation.restore(&fork);
            simulation.record_trace();
            let without = field.course(&mut simulation, &p, 52, &[13, 52], &never).expect("nobody stops it");
            let trace = Arc::new(simulation.take_trace());
            if !campaigned {
                return without;
            }
            simulation.restore(&fork);
            simulation.begin_allocated(&campaign(&p, 1.0, &treated), &facts);
            simulation.replay(trace, Channels::NONE);
            field.course(&mut simulation, &p, 52, &[13, 52], &never).expect("nobody stops it")
        };
        let (none, nothing, much) = (course(0.0, false), course(0.0, true), course(4.0, true));
        assert!(none.drawn_in[51][0] > 10.0 && none.drawn_in[51][1] > 10.0, "{:?}", none.drawn_in[51]);
        assert_eq!((&none.drawn_in, &none.acceptance), (&nothing.drawn_in, &nothing.acceptance));
        let alone = |course: &Course| course.drawn_in.iter().map(|halves| halves[1]).collect::<Vec<f64>>();
        assert_eq!(alone(&none), alone(&much));
        assert!(much.drawn_in[51][0] < none.drawn_in[51][0], "{:?} {:?}", much.drawn_in[51], none.drawn_in[51]);
        // What was told fades: more of it is left after a quarter than after a year.
        let left = |week: u32| much.acceptance[&week][0] / none.acceptance[&week][0];
        assert!(left(13) < left(52) && left(52) < 1.0, "{} {}", left(13), left(52));
        assert_eq!(much.acceptance[&13][1], none.acceptance[&13][1]);
        // The same as a change.
        let design =
            Design { contacts: 1.0, contacts_seen: true, weeks: 52, weeks_seen: true, readout: Readout::Behaviour };
        let replayed = field.replay(&mut simulation, &with(4.0), &[design], &never).expect("nobody stops it");
        let expected = much.drawn_in[51][0] / none.drawn_in[51][0] - 1.0;
        assert!((replayed[0].expect("counts") - expected).abs() < 1e-12, "{replayed:?} {expected}");
    }
}
