//! Demography: entry at 12, exit at 25 (docs/odd.md §6).
//!
//! Who lives in a slot follows from the week, so the population at risk turns over without work. Only those in the trade or
//! back from it are looked at: a woman who turns 25 there stays in the count, outside the roster, until she gets out.

use crate::world::{Cases, Clock, WEEKS_IN_ROSTER};
use bevy_ecs::prelude::{Res, ResMut};

/// System: those in the trade who turn 25 next week leave the roster.
pub fn demography(clock: Res<Clock>, mut cases: ResMut<Cases>) {
    let next = i64::from(clock.week) + 1;
    let turns_25_in = |twelve_in: i32| i64::from(twelve_in) + i64::from(WEEKS_IN_ROSTER);
    for case in &mut cases.0 {
        if !case.outside_roster && turns_25_in(case.twelve_in) <= next {
            case.outside_roster = true;
        }
    }
}
