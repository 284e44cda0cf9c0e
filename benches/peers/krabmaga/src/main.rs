//! The reduced model as krABMaga's documentation builds one: a state, and agents that the schedule steps every tick.
//!
//! Every girl is an agent. The state draws the week's approaches before the agents step and counts after; each girl does for
//! herself whatever happens to her.

use krabmaga::engine::{agent::Agent, schedule::Schedule, state::State};
use peers_common::{Acceptance, Community, Parameters, Run, Week, effort, measure, write_weeks};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Normal, Poisson};
use std::any::Any;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whereabouts {
    AtHome,
    Exploited,
    Returned,
}

/// Income and belief around the community's, at birth.
#[derive(Clone, Copy)]
struct Traits {
    permanent: f64,
    belief: f64,
}

#[derive(Clone, Copy)]
struct Girl {
    slot: u32,
    community: u32,
    turns_25: u32,
    whereabouts: Whereabouts,
    traits: Traits,
}

struct Region {
    parameters: Parameters,
    acceptance: Acceptance,
    communities: Vec<Community>,
    girls: u32,
    rng: SmallRng,
    permanent: Normal<f64>,
    belief: Normal<f64>,
    transient: Normal<f64>,
    /// Approaches made to each slot this week, and the slots approached.
    approached: Vec<u8>,
    slots: Vec<u32>,
    now: Week,
    weeks: Vec<Week>,
}

impl Region {
    fn new(run: &Run) -> Self {
        let p = &run.parameters;
        let normal = |sd| Normal::new(0.0, sd).expect("a standard deviation");
        Region {
            acceptance: Acceptance::new(p),
            communities: run.communities(),
            girls: run.girls,
            rng: SmallRng::seed_from_u64(run.seed),
            permanent: normal(p.girls.sigma_permanent),
            belief: normal(p.girls.sigma_belief),
            transient: normal(p.girls.sigma_transient),
            approached: vec![0; run.girls as usize],
            slots: Vec::new(),
            now: Week::default(),
            weeks: Vec::with_capacity(run.weeks as usize),
            parameters: p.clone(),
        }
    }

    fn traits(&mut self) -> Traits {
        Traits { permanent: self.permanent.sample(&mut self.rng), belief: self.belief.sample(&mut self.rng) }
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.rng.random::<f64>() < probability
    }
}

impl State for Region {
    fn init(&mut self, schedule: &mut Schedule) {
        let cycle = self.parameters.roster.weeks;
        for slot in 0..self.girls {
            let exploited = self.happens(self.parameters.start.exploited);
            self.now.exploited += u64::from(exploited);
            let girl = Girl {
                slot,
                community: slot / self.parameters.roster.girls_per_community,
                turns_25: cycle - self.rng.random_range(0..cycle),
                whereabouts: if exploited { Whereabouts::Exploited } else { Whereabouts::AtHome },
                traits: self.traits(),
            };
            schedule.schedule_repeating(Box::new(girl), 0.0, 0);
        }
    }

    fn before_step(&mut self, _schedule: &mut Schedule) {
        let last = self.now;
        self.now = Week { week: last.week + 1, exploited: last.exploited, returned: last.returned, ..Week::default() };
        let p = &self.parameters;
        let size = p.roster.girls_per_community;
        let rate = p.trade.approaches_per_girl * f64::from(self.girls) * effort(last.exploited, self.girls, &p.trade);
        for (c, community) in self.communities.iter().enumerate() {
            // A distribution cannot have mean 0.
            let Ok(count) = Poisson::new(rate * community.share) else { continue };
            for _ in 0..count.sample(&mut self.rng) as u32 {
                let slot = c as u32 * size + self.rng.random_range(0..size);
                self.approached[slot as usize] += 1;
                self.slots.push(slot);
            }
        }
        self.now.approaches = self.slots.len() as u64;
    }

    fn after_step(&mut self, _schedule: &mut Schedule) {
        for slot in self.slots.drain(..) {
            self.approached[slot as usize] = 0;
        }
        self.now.home = u64::from(self.girls) - self.now.exploited - self.now.returned;
        self.weeks.push(self.now);
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
    fn as_state(&self) -> &dyn State {
        self
    }
    fn reset(&mut self) {}
    fn update(&mut self, _step: u64) {}
}

impl Girl {
    fn turn_25(&mut self, region: &mut Region) {
        region.now.turned_25 += 1;
        match self.whereabouts {
            Whereabouts::AtHome => {}
            Whereabouts::Exploited => {
                region.now.turned_25_exploited += 1;
                region.now.exploited -= 1;
            }
            Whereabouts::Returned => region.now.returned -= 1,
        }
        self.whereabouts = Whereabouts::AtHome;
        self.turns_25 += region.parameters.roster.weeks;
        self.traits = region.traits();
    }

    fn be_approached(&mut self, region: &mut Region) {
        if self.whereabouts == Whereabouts::Exploited {
            return;
        }
        region.now.offers += 1;
        let returned = self.whereabouts == Whereabouts::Returned;
        let community = region.communities[self.community as usize];
        let transient = region.transient.sample(&mut region.rng);
        let log_income = community.log_income + self.traits.permanent + transient;
        let p = region.acceptance.probability(log_income, community.belief + self.traits.belief, returned);
        if region.happens(p) {
            self.whereabouts = Whereabouts::Exploited;
            region.now.drawn_in += 1;
            region.now.exploited += 1;
            region.now.returned -= u64::from(returned);
        }
    }
}

impl Agent for Girl {
    fn step(&mut self, state: &mut dyn State) {
        let region = state.as_any_mut().downcast_mut::<Region>().expect("the state of this model");
        if region.now.week == self.turns_25 {
            self.turn_25(region);
        }
        match self.whereabouts {
            Whereabouts::AtHome => {}
            Whereabouts::Exploited => {
                if region.happens(region.parameters.weekly.gets_out) {
                    self.whereabouts = Whereabouts::Returned;
                    region.now.got_out += 1;
                    region.now.exploited -= 1;
                    region.now.returned += 1;
                }
            }
            Whereabouts::Returned => {
                if region.happens(region.parameters.weekly.reintegrates) {
                    self.whereabouts = Whereabouts::AtHome;
                    region.now.reintegrated += 1;
                    region.now.returned -= 1;
                }
            }
        }
        for _ in 0..region.approached[self.slot as usize] {
            self.be_approached(region);
        }
    }
}

fn set_up(run: &Run) -> (Region, Schedule) {
    let mut region = Region::new(run);
    let mut schedule = Schedule::new();
    region.init(&mut schedule);
    (region, schedule)
}

fn main() {
    measure(
        set_up,
        |run, (region, schedule)| (0..run.weeks).for_each(|_| schedule.step(region.as_state_mut())),
        |run, (region, _)| write_weeks(&run.out, &region.weeks),
    );
}
