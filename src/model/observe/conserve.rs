//! Counts conserve: everyone in exactly one place, places hold what they hold (docs/odd.md §10).

use super::series::Record;
use crate::process::girl::{occupant, phases};
use crate::world::{
    Brothel, CaseState, Cases, Channels, Clock, Girl, Household, OUTSIDE, Replay, Setting, Tally, Trainees, Whereabouts,
};
use bevy_ecs::prelude::World;
use std::collections::BTreeMap;
use std::fmt;

/// A count that does not add up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unbalanced {
    /// Week of the world, from its beginning.
    pub week: u32,
    /// The count.
    pub count: Count,
}

/// What does not add up, with both sides of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// Extra places were counted although the trade's effort is live.
    ExtraPlacesWhileLive,
    /// More are in places beyond those there are than extra places were counted.
    BeyondPlaces {
        /// Persons in no place of their own.
        excess: u32,
        /// Extra places counted in all weeks.
        counted: f64,
    },
    /// One person has two cases.
    TwoCases {
        /// Her key.
        person: u64,
    },
    /// A brothel has another number of occupants than are in it.
    Occupants {
        /// Row of the brothel.
        brothel: usize,
        /// Occupants by its own count.
        says: u16,
        /// Cases in it.
        inside: u16,
    },
    /// A brothel holds more than it has places for.
    Overfull {
        /// Row of the brothel.
        brothel: usize,
        /// Cases in it.
        inside: u16,
        /// Its places.
        places: u16,
    },
    /// A girl is elsewhere than her case says.
    Whereabouts {
        /// Her slot.
        slot: usize,
        /// Where she is.
        girl: Whereabouts,
        /// What her case says, where she has one.
        case: Option<CaseState>,
    },
    /// More or fewer girls are exploited than cases of residents.
    Exploited {
        /// Slots of exploited girls.
        slots: usize,
        /// Cases of exploited residents.
        cases: usize,
    },
    /// More or fewer girls are in training than places are taken.
    Training {
        /// Girls in training.
        girls: usize,
        /// Places taken.
        taken: usize,
    },
    /// More or fewer transfers are paid than girls are in training.
    Transfers {
        /// Households paid.
        paid: usize,
        /// Girls in training.
        girls: usize,
    },
}

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "week {}: ", self.week)?;
        match self.count {
            Count::ExtraPlacesWhileLive => f.write_str("extra places were counted although effort is live"),
            Count::BeyondPlaces { excess, counted } => {
                write!(f, "{excess} are in places beyond those there are, {counted} extra ones were counted")
            }
            Count::TwoCases { person } => write!(f, "person {person:x} has two cases"),
            Count::Occupants { brothel, says, inside } => {
                write!(f, "brothel {brothel} says {says} occupants, {inside} are in it")
            }
            Count::Overfull { brothel, inside, places } => {
                write!(f, "brothel {brothel} holds {inside} in {places} places")
            }
            Count::Whereabouts { slot, girl, case } => write!(f, "slot {slot} is {girl:?}, her case is {case:?}"),
            Count::Exploited { slots, cases } => write!(f, "{slots} slots are exploited, {cases} cases are"),
            Count::Training { girls, taken } => write!(f, "{girls} girls are in training, {taken} places are taken"),
            Count::Transfers { paid, girls } => write!(f, "{paid} transfers are paid for {girls} in training"),
        }
    }
}

impl std::error::Error for Unbalanced {}

/// More occupants than places there are only where extra places were counted, and those only while effort is held as in
/// the baseline.
fn extra_places(world: &World, brothels: &[Brothel]) -> Result<(), Count> {
    if world.resource::<Tally>().extra_places > 0 && !world.resource::<Replay>().holds(Channels::EFFORT) {
        return Err(Count::ExtraPlacesWhileLive);
    }
    let open = brothels.iter().filter(|b| b.open);
    let excess: u32 = open.map(|b| u32::from(b.occupants.saturating_sub(b.places))).sum();
    let counted: f64 = world.resource::<Record>().weeks.iter().map(|w| w.extra_places).sum();
    let counted = (counted / world.resource::<Setting>().region.scale).round();
    if f64::from(excess) > counted {
        return Err(Count::BeyondPlaces { excess, counted });
    }
    Ok(())
}

/// Checks a world between two ticks.
///
/// # Errors
/// The first count that does not add up.
pub fn conservation(world: &mut World) -> Result<(), Unbalanced> {
    let week = world.resource::<Clock>().week;
    counts(world, week).map_err(|count| Unbalanced { week, count })
}

fn counts(world: &mut World, week: u32) -> Result<(), Count> {
    let setting = world.resource::<Setting>().clone();
    let cases = world.resource::<Cases>().0.clone();
    let trainees = world.resource::<Trainees>().0.clone();

    let mut query = world.query::<&Brothel>();
    let brothels: Vec<Brothel> = query.iter(world).copied().collect();
    let mut inside = vec![0u16; brothels.len()];
    let mut by_person = BTreeMap::new();
    for case in &cases {
        if case.state == CaseState::Exploited {
            inside[case.brothel as usize] += 1;
        }
        if by_person.insert(case.person, *case).is_some() {
            return Err(Count::TwoCases { person: case.person });
        }
    }
    for (row, (brothel, count)) in brothels.iter().zip(&inside).enumerate() {
        if brothel.occupants != *count && (brothel.open || *count > 0) {
            return Err(Count::Occupants { brothel: row, says: brothel.occupants, inside: *count });
        }
        if brothel.open && brothel.occupants > brothel.places && !world.resource::<Replay>().holds(Channels::EFFORT) {
            return Err(Count::Overfull { brothel: row, inside: *count, places: brothel.places });
        }
    }
    extra_places(world, &brothels)?;

    let phases = phases(&setting);
    let mut query = world.query::<&Girl>();
    let girls: Vec<Girl> = query.iter(world).copied().collect();
    let (mut away, mut training) = (0usize, 0usize);
    for (slot, row) in girls.iter().enumerate() {
        let her = occupant(phases, slot as u32, week);
        let girl = row.of(her.generation);
        training += usize::from(girl.has(Girl::IN_TRAINING));
        let case = by_person.get(&her.key()).map(|case| case.state);
        let fits = match girl.whereabouts {
            Whereabouts::AtHome => matches!(case, None | Some(CaseState::Home)),
            Whereabouts::Exploited => case == Some(CaseState::Exploited),
            Whereabouts::Returned => matches!(case, Some(CaseState::Returned | CaseState::GoingBack)),
            Whereabouts::LeftSight => case.is_none(),
        };
        if !fits {
            return Err(Count::Whereabouts { slot, girl: girl.whereabouts, case });
        }
        away += usize::from(girl.whereabouts == Whereabouts::Exploited);
    }
    let in_roster =
        cases.iter().filter(|c| c.state == CaseState::Exploited && c.community != OUTSIDE && !c.outside_roster).count();
    if away != in_roster {
        return Err(Count::Exploited { slots: away, cases: in_roster });
    }
    if training != trainees.len() {
        return Err(Count::Training { girls: training, taken: trainees.len() });
    }
    let mut query = world.query::<&Household>();
    let paid: usize = query.iter(world).map(|h| usize::from(h.in_training)).sum();
    if paid != trainees.len() {
        return Err(Count::Transfers { paid, girls: trainees.len() });
    }
    Ok(())
}
