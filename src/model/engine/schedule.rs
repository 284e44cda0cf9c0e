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
    add: fn(&mut Schedule, Place),
}

/// Position of a step, as a system set.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place(usize);

macro_rules! step {
    ($name:literal, $does:literal, $($system:expr),+) => {
        Step { name: $name, does: $does, add: |schedule, place| { schedule.add_systems(($($system,)+).chain().in_set(place)); } }
    };
}

/// A tick: one week.
pub const STEPS: &[Step] = &[
    step!("begin", "this week's counts start at zero", begin),
    step!(
        "miners and brothels",
        "demand, entry, exit; occupants of a closing brothel move or are released",
        demand::miners_and_brothels
    ),
    step!(
        "programmes",
        "roll-out writes this week's levers; training places are offered and taken up",
        policy::programmes,
        training::enrolment
    ),
    step!("knowledge", "campaign contacts, the app's adoption, shared knowledge, forgetting", knowledge::knowledge),
    step!(
        "recruiters",
        "vacancies give effort; yield, distance and reports weigh communities; numbers follow",
        recruiters::recruiters
    ),
    step!(
        "approaches",
        "approaches, offers, decisions; newly exploited girls take places in the order of keys",
        approach::approaches
    ),
    step!("elsewhere", "girls drawn in at destinations outside the region are counted", elsewhere::elsewhere),
    step!("exploited", "escape, release, moved on", exploitation::exploited),
    step!("enforcement", "raids, rescues, closures, registrations; arrests of recruiters", enforcement::enforcement),
    step!("returned", "going back, reintegration", returned::returned),
    step!(
        "schooling and training",
        "drop-out and completion (schooling itself is a law of age and of what programmes plan)",
        training::training
    ),
    step!(
        "demography",
        "exit at 25, entry at 12 (a law of the week; only those in the trade are looked at)",
        demography::demography
    ),
    step!(
        "observation",
        "whom programmes reach, costs, the trade's yearly means, the weekly record",
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
