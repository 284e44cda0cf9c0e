//! The model on plain vectors: the schedule is a function that calls the steps, a step is a function of the whole world.
//!
//! The algorithm is that of `src/model` and its pure functions are called where there are any; what is written again here is what
//! the systems do around them. Left out: replaying what the trade did, and threads within a world.

mod approaches;
mod people;
mod programmes;
mod record;
mod trade;

pub use approaches::{Approach, End};
pub use record::Year;

use amparo::draws::Draws;
use amparo::engine::Simulation;
use amparo::observe::Week;
use amparo::policy::Programmes;
use amparo::process::circumstances::{Scene, Tables};
use amparo::process::returned::Return;
use amparo::process::{drawn_in, start};
use amparo::scenario::Scenario;
use amparo::world::spawn;
use amparo::world::*;

/// A name and what it does.
pub type Step = (&'static str, fn(&mut Plain));

/// Steps of a tick, by the names of [`amparo::engine::STEPS`].
pub const STEPS: [Step; 13] = [
    ("begin", Plain::begin),
    ("miners and brothels", Plain::miners_and_brothels),
    ("programmes", |world| {
        world.programmes();
        world.enrolment();
    }),
    ("knowledge", Plain::knowledge),
    ("recruiters", Plain::recruiters),
    ("approaches", Plain::approaches),
    ("elsewhere", Plain::elsewhere),
    ("exploited", Plain::exploited),
    ("enforcement", Plain::enforcement),
    ("returned", Plain::returned),
    ("schooling and training", Plain::training),
    ("demography", Plain::demography),
    ("observation", |world| {
        world.costs();
        world.remember();
        world.observe();
    }),
];

/// One world.
#[derive(Clone)]
pub struct Plain {
    pub setting: Setting,
    pub clock: Clock,
    pub girls: Vec<Girl>,
    pub households: Vec<Household>,
    pub states: Vec<CommunityState>,
    pub levers: Vec<Levers>,
    pub people: Vec<Recruiter>,
    pub towns: Vec<MiningTown>,
    pub brothels: Vec<Brothel>,
    pub cases: Cases,
    pub trainees: Vec<Trainee>,
    pub trade: Trade,
    pub market: Market,
    pub campaign: CampaignHistory,
    pub app: AppHistory,
    pub school: SchoolHistory,
    pub region: RegionLevers,
    pub terciles: Terciles,
    pub tally: Tally,
    pub going: Programmes,
    pub weeks: Vec<Week>,
    pub years: Vec<Year>,
}

impl Plain {
    /// Fills a world as at the start of a burn-in.
    pub fn new(scenario: &Scenario, key: u64) -> Plain {
        let setting = spawn::setting(scenario, key, 1);
        let (region, p) = (setting.region.clone(), setting.parameters.clone());
        let mut girls = vec![Girl::default(); region.girls()];
        let mut households = vec![Household::default(); region.communities.iter().map(|c| c.households as usize).sum()];
        for (i, c) in region.communities.iter().enumerate() {
            let slots = c.first_girl as usize..(c.first_girl + c.girls) as usize;
            spawn::fill_girls(c, setting.draws, &mut girls[slots]);
            let rows = c.first_household as usize..(c.first_household + c.households) as usize;
            spawn::fill_households(i as u16, c, setting.draws, &mut households[rows]);
        }
        let terciles = drawn_in::terciles(&girls, &households, &region.communities, &setting.derived);
        let miners: Vec<f64> = scenario.towns.iter().map(|t| t.miners).collect();
        let all: f64 = miners.iter().sum();
        let town = |m: &f64| MiningTown::new(*m, m / all, miners.len());
        let towns: Vec<MiningTown> = miners.iter().map(town).collect();
        let people = spawn::recruiters(&miners, region.scale, &p.recruiters);
        let mut brothels = vec![Brothel::default(); spawn::brothel_rows(scenario)];
        let mut cases = Cases::default();
        start::start(&setting, &scenario.baseline, &towns, &mut brothels, &mut girls, &mut cases);
        let n = region.communities.len();
        Plain {
            clock: Clock::default(),
            girls,
            households,
            states: vec![CommunityState::default(); n],
            levers: vec![Levers::default(); n],
            people,
            tally: Tally::new(n, region.departments.len(), towns.len()),
            towns,
            brothels,
            cases,
            trainees: Vec::new(),
            trade: Trade::default(),
            market: Market::default(),
            campaign: CampaignHistory::default(),
            app: AppHistory::default(),
            school: SchoolHistory::default(),
            region: RegionLevers::default(),
            terciles,
            going: Programmes::default(),
            weeks: Vec::new(),
            years: Vec::new(),
            setting,
        }
    }

    /// A copy of a world as it is, without its record.
    pub fn of(sim: &mut Simulation) -> Plain {
        let (girls, households, states) = (sim.column(), sim.column(), sim.column());
        let (levers, people, towns, brothels) = (sim.column(), sim.column(), sim.column(), sim.column());
        let world = &sim.world;
        Plain {
            setting: world.resource::<Setting>().clone(),
            clock: *world.resource(),
            girls,
            households,
            states,
            levers,
            people,
            towns,
            brothels,
            cases: world.resource::<Cases>().clone(),
            trainees: world.resource::<Trainees>().0.clone(),
            trade: world.resource::<Trade>().clone(),
            market: world.resource::<Market>().clone(),
            campaign: world.resource::<CampaignHistory>().clone(),
            app: world.resource::<AppHistory>().clone(),
            school: world.resource::<SchoolHistory>().clone(),
            region: world.resource::<RegionLevers>().clone(),
            terciles: *world.resource(),
            tally: world.resource::<Tally>().clone(),
            going: world.resource::<Programmes>().clone(),
            weeks: Vec::new(),
            years: Vec::new(),
        }
    }

    /// One week.
    pub fn tick(&mut self) {
        for (_, step) in STEPS {
            step(self);
        }
        self.clock.week += 1;
    }

    /// Ends the burn-in: freezes what the trade compares with, and clears the record.
    pub fn fork(&mut self) {
        self.clock.fork = Some(self.clock.week);
        self.trade.frozen = Some(self.trade.last_year.clone());
        self.weeks.clear();
        self.years.clear();
    }

    fn begin(&mut self) {
        self.tally.reset();
        self.region.support_slots = 0;
    }

    fn draws(&self) -> Draws {
        self.setting.draws
    }
}

/// The world as girls are looked at, from fields that stay free to be borrowed.
macro_rules! scene {
    ($world:expr) => {
        Scene::new(
            &$world.setting,
            $world.clock.week,
            Tables {
                girls: Roster::of(&$world.girls),
                households: &$world.households,
                communities: &$world.setting.region.communities,
                states: &$world.states,
                levers: &$world.levers,
            },
            &$world.region,
            &$world.campaign,
            &$world.app,
            &$world.school,
        )
    };
}

/// What coming back touches.
macro_rules! returns {
    ($world:expr) => {
        Return {
            week: $world.clock.week,
            draws: $world.setting.draws,
            p: &$world.setting.parameters,
            levers: &$world.levers,
            girls: RosterMut::of(&mut $world.girls),
            region: &mut $world.region,
            tally: &mut $world.tally,
        }
    };
}

use {returns, scene};
