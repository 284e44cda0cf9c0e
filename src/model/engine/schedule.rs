//! The schedule of a tick: one list, run in this order, printed by `amparo explain schedule`.

use crate::observe;
use crate::policy;
use crate::process::{
    approach, demand, demography, elsewhere, enforcement, exploitation, knowledge, reach, recruiters, returned,
    training,
};
use crate::world::{RegionLevers, Tally};
use bevy_ecs::prelude::{IntoScheduleConfigs, ResMut, Schedule, SystemSet};
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings};

/// One step of a tick.
pub struct Step {
    /// Unique name of the step, as the printed list has it.
    pub name: &'static str,
    /// Description for people.
    pub does: &'static str,
    /// Where the ODD page (`docs/odd.md`) states it: headings there.
    pub stated: &'static [&'static str],
    /// Groups of the register that it reads.
    pub reads: &'static [&'static str],
    add: fn(&mut Schedule, Place),
}

/// Position of a step, as a system set.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place(usize);

macro_rules! step {
    ($name:literal, $does:literal, $stated:expr, $reads:expr, $($system:expr),+) => {
        Step { name: $name, does: $does, stated: &$stated, reads: &$reads, add: |schedule, place| { schedule.add_systems(($($system,)+).chain().in_set(place)); } }
    };
}

/// A tick: one week.
pub const STEPS: &[Step] = &[
    step!("begin", "this week's counts start at zero", ["3 Schedule"], [], begin),
    step!(
        "miners and brothels",
        "demand, entry, exit; occupants of a closing brothel move or are released",
        ["6.9 Demand: miners and brothels", "6.15 Events, and displacement of the trade"],
        ["demand", "crackdown"],
        demand::miners_and_brothels
    ),
    step!(
        "programmes",
        "roll-out writes this week's levers; training places are offered and taken up",
        ["7 Interventions"],
        ["decision", "income"],
        policy::programmes,
        training::enrolment
    ),
    step!(
        "knowledge",
        "campaign contacts, the app's adoption, shared knowledge, forgetting",
        ["6.4 Knowledge and belief", "6.5 The app"],
        ["knowledge", "programmes"],
        knowledge::knowledge
    ),
    step!(
        "recruiters",
        "vacancies give effort; yield, distance and reports weigh communities; numbers follow",
        ["6.10 Recruiters"],
        ["recruiters", "decision", "population", "enforcement"],
        recruiters::recruiters
    ),
    step!(
        "approaches",
        "approaches, offers, decisions; newly exploited girls take places in the order of keys",
        [
            "6.1 Household income",
            "6.3 Schooling",
            "6.6 Talking it over",
            "6.7 Decision",
            "6.8 Why she accepts",
            "6.11 Approaches",
        ],
        [
            "approach",
            "decision",
            "knowledge",
            "income",
            "info",
            "population",
            "programmes",
            "school",
            "recruiters",
            "exploitation",
        ],
        approach::approaches
    ),
    step!(
        "elsewhere",
        "girls drawn in at destinations outside the region are counted",
        ["6.16 Other destinations"],
        ["recruiters"],
        elsewhere::elsewhere
    ),
    step!("exploited", "escape, release, moved on", ["6.12 Exploitation"], ["exploitation"], exploitation::exploited),
    step!(
        "enforcement",
        "raids, rescues, closures, registrations; arrests of recruiters",
        ["6.14 Enforcement and register", "6.15 Events, and displacement of the trade"],
        ["enforcement", "crackdown", "demand", "programmes"],
        enforcement::enforcement
    ),
    step!(
        "returned",
        "going back, reintegration",
        ["6.13 Return"],
        ["returned", "exploitation", "knowledge"],
        returned::returned
    ),
    step!(
        "schooling and training",
        "drop-out and completion (schooling itself is a law of age and of what programmes plan)",
        ["6.3 Schooling", "7.4 Conditional cash transfer for skills training"],
        ["decision", "income", "school"],
        training::training
    ),
    step!(
        "demography",
        "exit at 25, entry at 12 (a law of the week; only those in the trade are looked at)",
        ["6.2 Who lives in a slot; demography"],
        ["population"],
        demography::demography
    ),
    step!(
        "observation",
        "whom programmes reach, costs, the trade's yearly means, the weekly record",
        ["9 Outcomes"],
        ["recruiters"],
        reach::look_at_reached,
        policy::costs,
        recruiters::remember,
        recruiters::record,
        observe::observe
    ),
];

/// Support that was left last week is not this week's: there is none until the programmes' step says what money there is.
fn begin(mut tally: ResMut<Tally>, mut region: ResMut<RegionLevers>) {
    tally.reset();
    region.support_slots = 0;
}

/// The schedule, built from the list: steps in order, any ambiguity an error.
pub fn build() -> Schedule {
    let mut schedule = Schedule::default();
    schedule.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        ..ScheduleBuildSettings::default()
    });
    for (i, step) in STEPS.iter().enumerate() {
        (step.add)(&mut schedule, Place(i));
        if i > 0 {
            schedule.configure_sets(Place(i - 1).before(Place(i)));
        }
    }
    schedule
}

/// The list as numbered text.
pub fn printed() -> String {
    STEPS.iter().enumerate().map(|(i, step)| format!("{i:>2}  {:<24}{}\n", step.name, step.does)).collect()
}
