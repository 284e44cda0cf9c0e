//! Counts conserve: everyone in exactly one place, places hold what they hold (docs/odd.md §10).

use super::series::Record;
use crate::process::girl::{occupant, phases};
use crate::world::{
    Brothel, CaseState, Cases, Channels, Clock, Girl, Household, OUTSIDE, Replay, Setting, Tally, Trainees, Whereabouts,
};
use bevy_ecs::prelude::World;
use std::collections::BTreeMap;

/// More occupants than places there are only where extra places were counted, and those only while effort is held as in
/// the baseline.
fn extra_places(world: &World, brothels: &[Brothel]) -> Result<(), String> {
    if world.resource::<Tally>().extra_places > 0 && !world.resource::<Replay>().holds(Channels::EFFORT) {
        return Err("extra places were counted although effort is live".into());
    }
    let open = brothels.iter().filter(|b| b.open);
    let excess: u32 = open.map(|b| u32::from(b.occupants.saturating_sub(b.places))).sum();
    let counted: f64 = world.resource::<Record>().weeks.iter().map(|w| w.extra_places).sum();
    let counted = (counted / world.resource::<Setting>().region.scale).round();
    if f64::from(excess) > counted {
        return Err(format!("{excess} are in places beyond those there are, {counted} extra ones were counted"));
    }
    Ok(())
}

/// Checks a world between two ticks.
///
/// # Errors
/// Says which count does not add up.
pub fn conservation(world: &mut World) -> Result<(), String> {
    let week = world.resource::<Clock>().week;
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
            return Err(format!("week {week}: person {:x} has two cases", case.person));
        }
    }
    for (row, (brothel, count)) in brothels.iter().zip(&inside).enumerate() {
        if brothel.occupants != *count && (brothel.open || *count > 0) {
            return Err(format!("week {week}: brothel {row} says {} occupants, {count} are in it", brothel.occupants));
        }
        if brothel.open && brothel.occupants > brothel.places && !world.resource::<Replay>().holds(Channels::EFFORT) {
            return Err(format!("week {week}: brothel {row} holds {} in {} places", count, brothel.places));
        }
    }
    extra_places(world, &brothels).map_err(|error| format!("week {week}: {error}"))?;

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
            return Err(format!("week {week}: slot {slot} is {:?}, her case is {case:?}", girl.whereabouts));
        }
        away += usize::from(girl.whereabouts == Whereabouts::Exploited);
    }
    let in_roster =
        cases.iter().filter(|c| c.state == CaseState::Exploited && c.community != OUTSIDE && !c.outside_roster).count();
    if away != in_roster {
        return Err(format!("week {week}: {away} slots are exploited, {in_roster} cases are"));
    }
    if training != trainees.len() {
        return Err(format!("week {week}: {training} girls are in training, {} places are taken", trainees.len()));
    }
    let mut query = world.query::<&Household>();
    let paid: usize = query.iter(world).map(|h| usize::from(h.in_training)).sum();
    if paid != trainees.len() {
        return Err(format!("week {week}: {paid} transfers are paid for {} in training", trainees.len()));
    }
    Ok(())
}
