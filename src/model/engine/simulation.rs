//! One world and its schedule.

use super::burn_in::{BurnInReport, verdict};
use super::schedule;
use super::snapshot::{Snapshot, column};
use crate::draws::Draws;
use crate::observe::{Record, Unbalanced, conservation, state_hash};
use crate::policy::{self, Allocation, Facts, Programmes};
use crate::process::circumstances::{Scene, Tables};
use crate::process::recruiters::rate_per_weight;
use crate::process::{drawn_in, start};
use crate::scenario::{AGES, Department, Intervention, Scenario};
use crate::world::tables::{rows, rows_mut};
use crate::world::{spawn, *};
use bevy_ecs::prelude::{Component, Query, Schedule, World};
use bevy_ecs::system::SystemState;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Years of the register a planner may look back on.
const REGISTER_YEARS: usize = 5;

/// Raised once to stop every run promptly.
pub type Interrupt = AtomicBool;

/// A run was asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the run was interrupted")
    }
}

impl std::error::Error for Stopped {}

/// Everything that a world is filled with.
type Columns<'w, 's> = (
    Query<'w, 's, &'static mut Girl>,
    Query<'w, 's, &'static mut Household>,
    Query<'w, 's, &'static mut CommunityState>,
    Query<'w, 's, &'static mut Levers>,
    Query<'w, 's, &'static mut Recruiter>,
    Query<'w, 's, &'static mut MiningTown>,
    Query<'w, 's, &'static mut Brothel>,
);

/// One world with its schedule, reusable for any number of seeds.
pub struct Simulation {
    /// The ECS world: entities and resources.
    pub world: World,
    schedule: Schedule,
    scenario: Scenario,
}

impl Simulation {
    /// Spawns everyone. `key` is the replicate's (see [`crate::draws::replicate_key`]); `threads` may work inside the world.
    pub fn new(scenario: &Scenario, key: u64, threads: usize) -> Simulation {
        let setting = spawn::setting(scenario, key, threads);
        let world = spawn::spawn(scenario, &setting);
        let mut simulation = Simulation { world, schedule: schedule::build(), scenario: scenario.clone() };
        simulation.fill();
        simulation
    }

    /// Starts over with another key: same geography, everything drawn anew, as if freshly spawned.
    pub fn reseed(&mut self, key: u64) {
        self.world.resource_mut::<Setting>().draws = Draws::new(key);
        self.fill();
    }

    /// Fills every column as at the start of a burn-in, in place.
    fn fill(&mut self) {
        let setting = self.world.resource::<Setting>().clone();
        let region = &setting.region;
        let draws = setting.draws;
        let mut columns: SystemState<Columns> = SystemState::new(&mut self.world);
        let (mut girls, mut households, mut states, mut levers, mut people, mut towns, mut brothels) =
            match columns.get_mut(&mut self.world) {
                Ok(columns) => columns,
                Err(error) => unreachable!("queries need nothing to be there: {error}"),
            };
        let (girls, households) = (rows_mut(&mut girls), rows_mut(&mut households));
        let (towns, brothels) = (rows_mut(&mut towns), rows_mut(&mut brothels));
        for (i, c) in region.communities.iter().enumerate() {
            let of_girls = c.first_girl as usize..(c.first_girl + c.girls) as usize;
            spawn::fill_girls(c, draws, &mut girls[of_girls]);
            let of_households = c.first_household as usize..(c.first_household + c.households) as usize;
            spawn::fill_households(i as u16, c, draws, &mut households[of_households]);
        }
        let terciles = drawn_in::terciles(girls, households, &region.communities, &setting.derived);
        for town in &mut *towns {
            town.reset();
        }
        brothels.fill(Brothel::default());
        let mut cases = Cases::default();
        start::start(&setting, &self.scenario.baseline, towns, brothels, girls, &mut cases);
        rows_mut(&mut states).fill(CommunityState::default());
        rows_mut(&mut levers).fill(Levers::default());
        for one in rows_mut(&mut people) {
            (one.arrested_until, one.reports) = (0, 0.0);
        }
        let (communities, departments, n_towns) =
            (region.communities.len(), region.departments.len(), region.towns.len());
        self.world.insert_resource(cases);
        self.world.insert_resource(Clock::default());
        self.world.insert_resource(Trainees::default());
        self.world.insert_resource(Trade::default());
        self.world.insert_resource(Market::default());
        self.world.insert_resource(CampaignHistory::default());
        self.world.insert_resource(AppHistory::default());
        self.world.insert_resource(SchoolHistory::default());
        self.world.insert_resource(RegionLevers::default());
        self.world.insert_resource(Tally::new(communities, departments, n_towns));
        self.world.insert_resource(Record::default());
        self.world.insert_resource(Programmes::default());
        self.world.insert_resource(LeftAlone::default());
        self.world.insert_resource(terciles);
        self.world.insert_resource(Replay::Off);
        self.world.insert_resource(Recall::Off);
    }

    /// A copy of one column, in row order.
    pub fn column<C: Component + Clone>(&mut self) -> Vec<C> {
        column(&mut self.world)
    }

    /// The scenario this world was made of.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// One week.
    ///
    /// # Panics
    /// Beyond the end of a trace that is being replayed: see [`Trace::at`].
    pub fn tick(&mut self) {
        if let Replay::Held { trace, .. } = self.world.resource::<Replay>() {
            let week = self.world.resource::<Clock>().week;
            // Also where every response is live: a run that outlives its trace is a mistake of the caller's.
            assert!(trace.covers(week), "week {week} is beyond the {} weeks of the trace replayed", trace.weeks());
        }
        self.schedule.run(&mut self.world);
        self.world.resource_mut::<Clock>().week += 1;
    }

    /// So many weeks, unless stopped.
    ///
    /// # Errors
    /// [`Stopped`] if the interrupt was raised.
    pub fn run(&mut self, weeks: u32, interrupt: &Interrupt) -> Result<(), Stopped> {
        for _ in 0..weeks {
            if interrupt.load(Ordering::Relaxed) {
                return Err(Stopped);
            }
            self.tick();
        }
        Ok(())
    }

    /// Burns in by the scenario's rule and freezes what the trade compares with afterwards. Week 0 of policies is next;
    /// the record is cleared.
    ///
    /// # Errors
    /// [`Stopped`] if the interrupt was raised.
    pub fn burn_in(
        &mut self,
        interrupt: &Interrupt,
        mut each_year: impl FnMut(usize),
    ) -> Result<BurnInReport, Stopped> {
        let rule = self.scenario.burn_in.clone();
        let mut years = 0;
        let (drift, settled) = loop {
            self.run(WEEKS_PER_YEAR, interrupt)?;
            years += 1;
            each_year(years);
            if let Some(verdict) = verdict(&self.world.resource::<Record>().weeks, years, &rule) {
                break verdict;
            }
        };
        let record = std::mem::take(&mut *self.world.resource_mut::<Record>());
        let places = self.world.resource::<Setting>().region.communities.len();
        let mut registered = vec![0.0; places];
        for year in record.years.iter().rev().take(REGISTER_YEARS) {
            for (sum, count) in registered.iter_mut().zip(&year.registered) {
                *sum += count;
            }
        }
        let week = self.world.resource::<Clock>().week;
        self.world.resource_mut::<Clock>().fork = Some(week);
        let mut trade = self.world.resource_mut::<Trade>();
        trade.frozen = Some(trade.last_year.clone());
        Ok(BurnInReport { years, drift, settled, registered })
    }

    /// Facts that planners of policies know at the fork.
    pub fn facts(&self, burn_in: &BurnInReport) -> Facts {
        let setting = self.world.resource::<Setting>();
        let towns = setting.region.towns.len();
        let gravity: Vec<f64> = setting.region.base_weight.chunks(towns).map(|w| w.iter().sum()).collect();
        let prior = setting.parameters.targeting.exposure_prior;
        let weekly_returns = self.world.resource::<Trade>().last_year.returns;
        let departments = &self.scenario.departments;
        let of_department = |figure: fn(&Department) -> f64| {
            let places = setting.region.communities.iter();
            places.map(|c| departments.get(usize::from(c.department)).map_or(0.0, figure)).collect()
        };
        Facts {
            poverty: of_department(|d| d.poverty_rate),
            taboo: of_department(|d| d.taboo),
            exposure: policy::estimated_exposure(&gravity, &burn_in.registered, prior),
            victims_by_age: self.victims_by_age(),
            returns_per_year: weekly_returns * f64::from(WEEKS_PER_YEAR) * setting.region.scale,
        }
    }

    /// Shares of those exploited by completed year of age, from 12 on; the last and older together.
    fn victims_by_age(&self) -> Vec<f64> {
        let week = self.world.resource::<Clock>().week;
        let mut by_age = vec![0.0; (AGES.1 - AGES.0 + 1) as usize];
        let last = by_age.len() - 1;
        let (mut all, cases) = (0.0, &self.world.resource::<Cases>().0);
        for case in cases.iter().filter(|case| case.state == CaseState::Exploited) {
            by_age[((case.age_years(week) - f64::from(AGES.0)).max(0.0) as usize).min(last)] += 1.0;
            all += 1.0;
        }
        by_age.into_iter().map(|n| if all > 0.0 { n / all } else { 0.0 }).collect()
    }

    /// Puts a policy's interventions under way.
    pub fn begin(&mut self, interventions: &[Intervention], facts: &Facts) {
        let programmes = self.look(|scene| policy::compile(interventions, scene, facts));
        self.put_under_way(programmes);
    }

    /// Puts interventions under way in the communities they were matched to.
    pub fn begin_allocated(&mut self, allocation: &Allocation, facts: &Facts) {
        let programmes = self.look(|scene| allocation.programmes(scene, facts));
        self.put_under_way(programmes);
    }

    fn put_under_way(&mut self, programmes: Programmes) {
        let communities = self.world.resource::<Setting>().region.communities.len();
        let any = programmes.list.iter().any(|one| !one.covered.is_empty() || one.outside > 0.0);
        let counted = if any { communities } else { 0 };
        self.world.insert_resource(LeftAlone::new(counted));
        self.world.insert_resource(programmes);
    }

    /// Approaches per week that each community would get as the trade stands: what no planner knows.
    pub fn approaches_by_community(&self) -> Vec<f64> {
        let (setting, market) = (self.world.resource::<Setting>(), self.world.resource::<Market>());
        let r = &setting.parameters.recruiters;
        // Where every town is full this week, as if all had places: what counts is how communities share approaches.
        let full = market.effort.iter().all(|effort| *effort <= 0.0);
        let rates: Vec<f64> = (0..market.recruiters.len())
            .map(|k| {
                let effort = if full { 1.0 } else { market.effort[k] };
                let (at_work, weight) = (market.recruiters[k], market.weight[k]);
                rate_per_weight(at_work, r.kappa_r, effort, weight, weight, None, r.outside_elasticity)
            })
            .collect();
        let of_community = |(base, appeal): (&[f64], &f64)| {
            base.iter().zip(&rates).map(|(base, rate)| base * rate).sum::<f64>() * appeal
        };
        setting.region.base_weight.chunks(rates.len()).zip(&market.appeal).map(of_community).collect()
    }

    /// Communities in which any programme ever covers someone, by row.
    pub fn treated(&self) -> Vec<bool> {
        let mut treated = vec![false; self.world.resource::<Setting>().region.communities.len()];
        for programme in &self.world.resource::<Programmes>().list {
            for (treated, coverage) in treated.iter_mut().zip(programme.coverage.iter()) {
                *treated |= *coverage > 0.0;
            }
        }
        treated
    }

    /// Looks at girls as they are now.
    pub fn look<R>(&mut self, see: impl FnOnce(&Scene) -> R) -> R {
        let (mut girls, mut households) = (self.world.query::<&Girl>(), self.world.query::<&Household>());
        let (mut states, mut levers) = (self.world.query::<&CommunityState>(), self.world.query::<&Levers>());
        let world = &self.world;
        let (girls, households) = (girls.query(world), households.query(world));
        let (states, levers) = (states.query(world), levers.query(world));
        let setting = world.resource::<Setting>();
        let tables = Tables {
            girls: Roster::of(rows(&girls)),
            households: rows(&households),
            communities: &setting.region.communities,
            states: rows(&states),
            levers: rows(&levers),
        };
        see(&Scene::new(
            setting,
            world.resource::<Clock>().week,
            tables,
            world.resource::<RegionLevers>(),
            world.resource::<CampaignHistory>(),
            world.resource::<AppHistory>(),
            world.resource::<SchoolHistory>(),
        ))
    }

    /// Copies the state out.
    pub fn snapshot(&mut self) -> Snapshot {
        Snapshot::take(&mut self.world)
    }

    /// From now on, what the trade does is recorded week by week, at no cost to any bit of the world. Begins anew if something
    /// is being recorded already; ends replaying.
    ///
    /// # Panics
    /// If the burn-in is not over: what the trade compares with has to be frozen first.
    pub fn record_trace(&mut self) {
        let clock = *self.world.resource::<Clock>();
        assert!(clock.fork.is_some(), "what the trade does is recorded from the fork on, not in the burn-in");
        let setting = self.world.resource::<Setting>();
        let region = &setting.region;
        let trace = Trace::new(setting.draws, clock.week, region.towns.len(), region.communities.len());
        self.world.insert_resource(Replay::Recording(trace));
    }

    /// The trace recorded since [`Simulation::record_trace`]; recording ends.
    ///
    /// # Panics
    /// If nothing is being recorded.
    pub fn take_trace(&mut self) -> Trace {
        match std::mem::take(&mut *self.world.resource_mut::<Replay>()) {
            Replay::Recording(trace) => trace,
            _ => panic!("nothing is being recorded"),
        }
    }

    /// From now on, those of the trade's responses that are not `live` are as this trace of the baseline recorded them, until
    /// the world is restored or reseeded. Ends recording.
    ///
    /// # Panics
    /// If the trace is of another replicate or another world, or does not cover the week that is next.
    pub fn replay(&mut self, trace: Arc<Trace>, live: Channels) {
        let (setting, week) = (self.world.resource::<Setting>(), self.world.resource::<Clock>().week);
        let region = &setting.region;
        assert!(
            trace.fits(setting.draws, region.towns.len(), region.communities.len()),
            "a trace is replayed in the world and with the draws it was recorded with"
        );
        assert!(trace.covers(week), "the trace does not tell what the trade did in week {week}");
        self.world.insert_resource(Replay::Held { trace, live });
    }

    /// From now on, how a baseline's approaches end is recorded, at no cost to any bit of the world: see [`Recall`].
    pub fn record_approaches(&mut self) {
        let setting = self.world.resource::<Setting>();
        let week = self.world.resource::<Clock>().week;
        let recollection = Recollection::new(setting.draws, week, setting.region.communities.len());
        self.world.insert_resource(Recall::Recording(recollection));
    }

    /// What was recorded since [`Simulation::record_approaches`]; recording ends. `None` if nothing is being recorded.
    pub fn take_approaches(&mut self) -> Option<Recollection> {
        match std::mem::take(&mut *self.world.resource_mut::<Recall>()) {
            Recall::Recording(recollection) => Some(recollection),
            _ => None,
        }
    }

    /// From now on, approaches of the baseline that this run forked from the same world as are recalled, until the world is
    /// restored or reseeded. It saves time and changes no bit.
    ///
    /// # Panics
    /// If they are of another replicate or another world.
    pub fn recall(&mut self, approaches: Arc<Recollection>) {
        let setting = self.world.resource::<Setting>();
        assert!(
            approaches.fits(setting.draws, setting.region.communities.len()),
            "approaches are recalled in the world and with the draws they were recorded with"
        );
        self.world.insert_resource(Recall::Recalling(approaches));
    }

    /// Copies a state of a world of the same shape in; ends recording, replaying, and recalling.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        snapshot.restore(&mut self.world);
    }

    /// Weeks and years recorded since the fork.
    pub fn record(&self) -> &Record {
        self.world.resource::<Record>()
    }

    /// Hash of the whole state: see [`state_hash`].
    pub fn state_hash(&mut self) -> String {
        state_hash(&mut self.world)
    }

    /// Checks that counts conserve: see [`conservation`].
    ///
    /// # Errors
    /// The first count that does not add up.
    pub fn conservation(&mut self) -> Result<(), Unbalanced> {
        conservation(&mut self.world)
    }
}
