//! Demography: entry at 12, exit at 25 (docs/odd.md §6).
//!
//! Who lives in a slot follows from the week, so the population at risk turns over without work. Only those in the trade or
//! back from it are looked at: a woman who turns 25 there stays in the count, outside the roster, until she gets out.

use crate::world::{Cases, Clock, WEEKS_IN_ROSTER};
use bevy_ecs::prelude::{Res, ResMut};

/// System: those in the trade who turn 25 next week leave the roster.
pub fn demography(clock: Res<Clock>, mut cases: ResMut<Cases>) {
    let last_birthday = clock.week as i32 + 1 - WEEKS_IN_ROSTER as i32;
    for case in &mut cases.0 {
        case.outside_roster |= case.twelve_in <= last_birthday;
    }
}
