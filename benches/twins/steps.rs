//! The schedule taken apart, so that each of its steps can be run, and timed, by itself.

use super::beside::in_words;
use amparo::engine::Simulation;
use amparo::observe;
use amparo::policy;
use amparo::process::{
    approach, demand, demography, enforcement, exploitation, knowledge, reach, recruiters, returned, training,
};
use amparo::world::{Clock, RegionLevers, Tally};
use bevy_ecs::prelude::{IntoScheduleConfigs, ResMut, Schedule};

type Add = fn(&mut Schedule);

/// Steps of a tick, by the names of [`amparo::engine::STEPS`], the last without its report.
const STEPS: [(&str, Add); 12] = [
    ("begin", |s| add(s.add_systems(begin))),
    ("miners and brothels", |s| add(s.add_systems(demand::miners_and_brothels))),
    ("programmes", |s| add(s.add_systems((policy::programmes, training::enrolment).chain()))),
    ("knowledge", |s| add(s.add_systems(knowledge::knowledge))),
    ("recruiters", |s| add(s.add_systems(recruiters::recruiters))),
    ("approaches", |s| add(s.add_systems(approach::approaches))),
    ("exploited", |s| add(s.add_systems(exploitation::exploited))),
    ("enforcement", |s| add(s.add_systems(enforcement::enforcement))),
    ("returned", |s| add(s.add_systems(returned::returned))),
    ("schooling and training", |s| add(s.add_systems(training::training))),
    ("demography", |s| add(s.add_systems(demography::demography))),
    ("observation", |s| {
        add(s.add_systems((reach::look_at_reached, policy::costs, recruiters::remember, recruiters::record).chain()))
    }),
];

fn add(_: &mut Schedule) {}

fn begin(mut tally: ResMut<Tally>, mut region: ResMut<RegionLevers>) {
    tally.reset();
    region.support_slots = 0;
}

/// A tick in parts.
pub struct Steps {
    parts: Vec<(&'static str, Schedule)>,
    /// The weekly and yearly record, if it is wanted.
    report: Option<Schedule>,
}

impl Default for Steps {
    fn default() -> Steps {
        let part = |(name, add): (&'static str, Add)| {
            let mut schedule = Schedule::default();
            add(&mut schedule);
            (name, schedule)
        };
        let mut report = Schedule::default();
        report.add_systems(observe::observe);
        Steps { parts: STEPS.map(part).into(), report: Some(report) }
    }
}

impl Steps {
    /// The same without reports.
    pub fn without_reports() -> Steps {
        Steps { report: None, ..Steps::default() }
    }

    /// One week of a world; `timed` runs each step, and is told its place.
    pub fn tick(&mut self, sim: &mut Simulation, mut timed: impl FnMut(usize, &mut dyn FnMut())) {
        let last = self.parts.len() - 1;
        for (i, (_, schedule)) in self.parts.iter_mut().enumerate() {
            let mut report = self.report.as_mut().filter(|_| i == last);
            let world = &mut sim.world;
            timed(i, &mut || {
                schedule.run(world);
                if let Some(report) = &mut report {
                    report.run(world);
                }
            });
        }
        sim.world.resource_mut::<Clock>().week += 1;
    }
}

/// Times of each step in two ways of running it.
pub struct StepTimes {
    ways: [&'static str; 2],
    seconds: Vec<[Vec<f64>; 2]>,
}

impl StepTimes {
    pub fn new(ways: [&'static str; 2]) -> StepTimes {
        StepTimes { ways, seconds: vec![Default::default(); STEPS.len()] }
    }

    /// One more time of a step, in the first or the second way.
    pub fn add(&mut self, step: usize, way: usize, seconds: f64) {
        self.seconds[step][way].push(seconds);
    }

    /// Medians of each step and of all, and the ratio of the first to the second.
    pub fn print(self, title: &str, ratio: &str) {
        let row = |name: &str, [a, b]: [f64; 2]| {
            println!("{name:<24}{:>12}{:>18}{:>12.2}", in_words(a), in_words(b), a / b);
        };
        println!("{title}\n{:<24}{:>12}{:>18}{ratio:>12}", "", self.ways[0], self.ways[1]);
        let mut all = [0.0; 2];
        for ((name, _), times) in STEPS.iter().zip(self.seconds) {
            let medians = times.map(|mut times| {
                times.sort_by(f64::total_cmp);
                times[times.len() / 2]
            });
            row(name, medians);
            all = [all[0] + medians[0], all[1] + medians[1]];
        }
        row("all", all);
    }
}
