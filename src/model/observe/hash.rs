//! The hash of the whole world.

use crate::process::girl::{occupant, phases};
use crate::world::tables::rows;
use crate::world::{
    Brothel, Cases, Clock, Community, CommunityState, Girl, Household, MiningTown, Recruiter, Setting, Trade, Trainees,
};
use bevy_ecs::prelude::{Component, World};

/// Rows that gather before it is asked whether they are worth a call.
const ROWS: usize = 256;

/// 32 lower-case hex digits over the canonical columns of girls, households, communities, recruiters, towns and brothels
/// in row order, then persons in the trade by key, those in training, and the trade's own state.
///
/// Left out: caches, what is derived from the week, programme definitions, and money. A roster row that is about a girl who
/// has left counts as fresh, so it does not matter when it was last touched.
pub fn state_hash(world: &mut World) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut bytes: Vec<u8> = Vec::with_capacity(1 << 16);
    let week = world.resource::<Clock>().week;
    let setting = world.resource::<Setting>().clone();
    bytes.extend(week.to_le_bytes());

    let phases = phases(&setting);
    let mut slots = 0..;
    each::<Girl>(world, &mut hasher, &mut bytes, |row, out| {
        let slot = slots.next().unwrap_or_default();
        let girl = row.of(occupant(phases, slot, week).generation);
        // What is only counted beside is no state of the region's.
        let flags = girl.flags & !(Girl::DRAWN_ELSEWHERE | Girl::KEPT);
        let mut row = [0, 0, 0, 0, 0, 0, girl.whereabouts as u8, flags];
        row[..4].copy_from_slice(&girl.household.to_le_bytes());
        row[4..6].copy_from_slice(&girl.generation.to_le_bytes());
        out.extend(row);
    });
    each::<Household>(world, &mut hasher, &mut bytes, |h, out| {
        let mut row = [0, 0, h.in_training, 0, 0, 0, 0, 0, 0, 0, 0];
        row[..2].copy_from_slice(&h.community.to_le_bytes());
        row[3..7].copy_from_slice(&h.income.to_bits().to_le_bytes());
        row[7..].copy_from_slice(&h.violence.to_bits().to_le_bytes());
        out.extend(row);
    });
    each::<Community>(world, &mut hasher, &mut bytes, |c, out| {
        out.extend(c.name.as_bytes());
        for count in [u32::from(c.department), c.first_girl, c.girls, c.first_household, c.households] {
            out.extend(count.to_le_bytes());
        }
        let numbers = [
            c.poverty_rate,
            c.ln_median_income,
            c.taboo,
            c.violence_share,
            c.earnings,
            c.phone_share,
            c.belief,
            c.in_school_at_12,
        ];
        floats(out, numbers.into_iter().chain(c.hours.iter().copied()).chain(c.hours_elsewhere.iter().copied()));
    });
    each::<CommunityState>(world, &mut hasher, &mut bytes, |s, out| {
        out.extend(s.speaking.to_le_bytes());
        floats(
            out,
            [
                s.shared_knowledge,
                s.successes,
                s.approaches,
                s.reports,
                s.approaches_beside_reports,
                s.app_using,
                s.app_dropped,
            ],
        );
    });
    each::<Recruiter>(world, &mut hasher, &mut bytes, |r, out| {
        out.extend(r.town.to_le_bytes());
        out.extend(r.rank.to_le_bytes());
        out.extend(r.arrested_until.to_le_bytes());
        floats(out, [r.reports]);
    });
    each::<MiningTown>(world, &mut hasher, &mut bytes, |t, out| {
        floats(out, [t.base_miners, t.miners, t.waiting, t.recruiter_share]);
        // Where nobody ever moved and recruiters stay where they are, the state is that of a world which knows of neither.
        if t.gone != 0.0 || t.guests.iter().any(|guests| *guests != 0.0) {
            floats(out, t.guests.iter().copied().chain([t.gone]));
        }
        if t.places_share != t.fixed_share {
            floats(out, [t.places_share]);
        }
    });
    each::<Brothel>(world, &mut hasher, &mut bytes, |b, out| {
        out.extend(b.town.to_le_bytes());
        out.push(u8::from(b.open));
        out.extend(b.places.to_le_bytes());
        out.extend(b.occupants.to_le_bytes());
        floats(out, [b.occupancy]);
    });

    let mut cases = world.resource::<Cases>().0.clone();
    cases.sort_unstable_by_key(|case| case.person);
    for case in &cases {
        bytes.extend(case.person.to_le_bytes());
        bytes.extend(case.community.to_le_bytes());
        bytes.extend(case.twelve_in.to_le_bytes());
        bytes.push(case.state as u8);
        for number in [case.brothel, case.since, case.until, case.speaks_until, case.speed.to_bits(), case.complains] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(case.town.to_le_bytes());
        bytes.push(u8::from(case.registered));
        bytes.push(u8::from(case.outside_roster));
        flush(&mut hasher, &mut bytes);
    }
    let mut trainees = world.resource::<Trainees>().0.clone();
    trainees.sort_unstable_by_key(|one| one.slot);
    for one in &trainees {
        bytes.extend(one.slot.to_le_bytes());
        bytes.extend(one.generation.to_le_bytes());
        bytes.extend(one.until.to_le_bytes());
    }
    let trade = world.resource::<Trade>();
    let years = [&trade.last_year, &trade.this_year].into_iter().chain(&trade.frozen);
    floats(&mut bytes, [trade.recruiters, trade.adults_and_returned]);
    for year in years {
        floats(&mut bytes, [year.weeks, year.regional_yield, year.adults_and_returned, year.returns]);
        floats(&mut bytes, year.weight.iter().chain(&year.outside_weight).copied());
        // What only places outside the region are told of is state where there are any.
        if !setting.region.destinations.is_empty() {
            floats(&mut bytes, [year.rate, year.approaches]);
        }
    }
    hasher.update(&bytes);
    hasher.finalize().to_hex()[..32].to_string()
}

fn each<C: Component>(
    world: &mut World,
    hasher: &mut blake3::Hasher,
    bytes: &mut Vec<u8>,
    mut write: impl FnMut(&C, &mut Vec<u8>),
) {
    let mut query = world.query::<&C>();
    for some in rows(&query.query(world)).chunks(ROWS) {
        some.iter().for_each(|row| write(row, bytes));
        flush(hasher, bytes);
    }
}

fn floats(out: &mut Vec<u8>, numbers: impl IntoIterator<Item = f64>) {
    for number in numbers {
        out.extend(number.to_bits().to_le_bytes());
    }
}

/// Hashes whole blocks of what has gathered and keeps the rest: in blocks of this many bytes, several pieces are hashed at a time.
fn flush(hasher: &mut blake3::Hasher, bytes: &mut Vec<u8>) {
    const BLOCK: usize = 1 << 15;
    let whole = bytes.len() - bytes.len() % BLOCK;
    if whole > 0 {
        hasher.update(&bytes[..whole]);
        bytes.drain(..whole);
    }
}
