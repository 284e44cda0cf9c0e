//! Who lives in a roster slot: a pure function of slot and week.
//!
//! A slot is a place in a community's roster for one girl aged 12 to 24. The girl who turns 25 hands it to one who turns
//! 12 in the same week, so the population at risk is constant. Slots start at phases spread evenly over the 13 years.

use crate::draws::{Process, Stream};
use crate::world::{Setting, WEEKS_IN_ROSTER, WEEKS_PER_YEAR, person_key};

/// The girl who lives in a slot in some week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occupant {
    /// Roster slot.
    pub slot: u32,
    /// Number of girls who lived in the slot before her.
    pub generation: u16,
    /// Weeks since her 12th birthday.
    pub weeks_since_12: u32,
    /// Week of her 12th birthday; negative if before the start.
    pub twelve_in: i32,
}

impl Occupant {
    /// Key of all her draws.
    #[inline]
    pub fn key(&self) -> u64 {
        person_key(self.slot, self.generation)
    }

    /// Age in years.
    #[inline]
    pub fn age_years(&self) -> f64 {
        12.0 + f64::from(self.weeks_since_12) / f64::from(WEEKS_PER_YEAR)
    }
}

/// Draws of the slots' phases; look it up once a system.
#[inline]
pub fn phases(setting: &Setting) -> Stream {
    setting.draws.of(Process::Phase)
}

/// Who lives in `slot` in `week`.
#[inline]
pub fn occupant(phases: Stream, slot: u32, week: u32) -> Occupant {
    let t = week + phases.index(u64::from(slot), WEEKS_IN_ROSTER);
    let weeks_since_12 = t % WEEKS_IN_ROSTER;
    Occupant {
        slot,
        generation: (t / WEEKS_IN_ROSTER) as u16,
        weeks_since_12,
        twelve_in: week as i32 - weeks_since_12 as i32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::Draws;

    #[test]
    fn a_slot_passes_on_exactly_when_its_girl_turns_25() {
        let phases = Draws::new(3).of(Process::Phase);
        for slot in 0..50 {
            let mut last = occupant(phases, slot, 0);
            for week in 1..2 * WEEKS_IN_ROSTER {
                let now = occupant(phases, slot, week);
                if now.generation == last.generation {
                    assert_eq!(now.weeks_since_12, last.weeks_since_12 + 1);
                    assert_eq!(now.twelve_in, last.twelve_in);
                } else {
                    assert_eq!((last.weeks_since_12, now.weeks_since_12), (WEEKS_IN_ROSTER - 1, 0));
                }
                last = now;
            }
        }
    }
}
