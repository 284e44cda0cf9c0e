//! Filling a world: entities once, columns anew for every seed.

use super::components::*;
use super::levers::Levers;
use super::setting::{Derived, Region, Setting};
use super::synthetic;
use crate::draws::{Draws, Process};
use crate::math::num;
use crate::register;
use crate::scenario::{Destination, EventKind, Scenario};
use bevy_ecs::prelude::{Entity, World};
use std::sync::Arc;

/// How much larger than expected the pools of brothels and recruiters are.
const POOL: f64 = 2.0;
/// Room for entities that come later, such as resources. Above 128, since the ECS keeps that many that were given back for a while.
const OTHERS: u32 = 256;

/// Parameters and geography of a scenario, for a world whose draws have this key.
pub fn setting(scenario: &Scenario, key: u64, threads: usize) -> Setting {
    let communities = synthetic::communities(scenario);
    let girls: f64 = communities.iter().map(|c| f64::from(c.girls)).sum();
    let p = &scenario.parameters.recruiters;
    let attraction: Vec<f64> = scenario.departments.iter().map(|d| d.attraction).collect();
    let pull = synthetic::pull(&communities, &scenario.destinations, &scenario.towns, p.lambda_d);
    let competition: Vec<f64> = pull.iter().map(|pull| num::pow(*pull, -p.gamma)).collect();
    let miners: f64 = scenario.towns.iter().map(|town| town.miners).sum();
    let elsewhere = |(c, competition): (&Community, &f64)| -> Vec<f64> {
        let of = |(d, hours): (&Destination, &f64)| {
            let here = f64::from(c.girls) * num::exp(attraction[usize::from(c.department)]) * competition;
            here * (d.mass / miners) * synthetic::decline(p.lambda_d, *hours)
        };
        scenario.destinations.iter().zip(&c.hours_elsewhere).map(of).collect()
    };
    let region = Region {
        elsewhere_weight: communities.iter().zip(&competition).flat_map(elsewhere).collect(),
        destinations: scenario.destinations.iter().map(|d| d.name.clone()).collect(),
        mean_taboo: communities.iter().map(|c| f64::from(c.girls) * c.taboo).sum::<f64>() / girls,
        departments: scenario.departments.iter().map(|d| d.name.clone()).collect(),
        towns: scenario.towns.iter().map(|t| t.name.clone()).collect(),
        base_weight: synthetic::weights(&communities, &attraction, &competition, p.lambda_d, 1.0),
        attraction,
        competition,
        communities,
        scale: scenario.parameters.population.scale,
        residents: scenario.baseline.residents,
        hours_between_towns: synthetic::hours_between_towns(scenario),
        brothels_at_start: scenario.baseline.brothels / scenario.parameters.population.scale,
        events: scenario.events.clone(),
        school_terms: scenario.school_terms.clone(),
    };
    Setting {
        parameters: Arc::new(scenario.parameters.clone()),
        derived: Arc::new(Derived::new(&scenario.parameters)),
        region: Arc::new(region),
        draws: Draws::new(key),
        threads,
    }
}

/// Spawns every entity, empty: columns and resources are filled anew for every seed.
///
/// Rows are spawned in order, so that a row is a slot; nothing is despawned or moved later. Memory is asked for once and to size:
/// 56 bytes an entity are the ECS's own, the rest is its component.
///
/// # Panics
/// If there are more girls and households than an ECS has numbers for, 2³² − 1 in all.
pub fn spawn(scenario: &Scenario, setting: &Setting) -> World {
    let mut world = World::new();
    let region = Arc::clone(&setting.region);
    let p = Arc::clone(&setting.parameters);
    let (girls, households) = (region.girls(), region.households());
    let miners: Vec<f64> = scenario.towns.iter().map(|t| t.miners).collect();
    let all_miners: f64 = miners.iter().sum();
    let recruiters = recruiters(&miners, region.scale, &p.recruiters);
    let brothels = brothel_rows(scenario);

    let all = girls + households + region.communities.len() + miners.len() + recruiters.len() + brothels;
    let room = Room::make(&mut world, all);
    world.spawn_batch((0..girls).map(|_| Girl::default()));
    world.spawn_batch((0..households).map(|_| Household::default()));
    world.spawn_batch(region.communities.iter().map(|c| (c.clone(), CommunityState::default(), Levers::default())));
    let town = |m: &f64| MiningTown::new(*m, m / all_miners, miners.len());
    world.spawn_batch(miners.iter().map(town).collect::<Vec<_>>());
    world.spawn_batch(recruiters);
    world.spawn_batch(vec![Brothel::default(); brothels]);
    room.end(&mut world);

    world.insert_resource(setting.clone());
    world
}

/// Rows of recruiters: twice as many in every town as start there. Where recruiters follow the places, a town may come to have more:
/// rows for them are added at the end, since draws are keyed by row.
pub fn recruiters(miners: &[f64], scale: f64, p: &register::Recruiters) -> Vec<Recruiter> {
    let pool = (POOL * p.number / scale).ceil();
    let by_town = synthetic::apportion(pool, miners);
    let mut rows: Vec<Recruiter> = by_town.iter().enumerate().flat_map(|(k, n)| pool_of(k, 0..*n)).collect();
    let (all, follow) = (miners.iter().sum::<f64>(), 1.0 - p.base_share);
    if follow > 0.0 {
        for (k, n) in by_town.iter().enumerate() {
            let most = pool * (p.base_share * miners[k] / all + follow);
            rows.extend(pool_of(k, *n..most.ceil() as u32));
        }
    }
    rows
}

/// Rows of brothels. Entry stops at B*, so that a pool twice the larger of the start and B* at the highest gold index of any time is
/// never empty.
pub fn brothel_rows(scenario: &Scenario) -> usize {
    let p = &scenario.parameters;
    let index = scenario.events.iter().filter_map(|event| match event.kind {
        EventKind::Gold { index } => Some(index),
        _ => None,
    });
    let miners: f64 = scenario.towns.iter().map(|town| town.miners).sum();
    let most = miners * index.fold(p.demand.gold.max(1.0), f64::max) / p.demand.miners_per_brothel;
    (POOL * scenario.baseline.brothels.max(most) / p.population.scale).ceil() as usize + 16
}

/// Places in a town's pool of recruiters.
fn pool_of(town: usize, ranks: std::ops::Range<u32>) -> impl Iterator<Item = Recruiter> {
    ranks.map(move |rank| Recruiter { town: town as u16, rank: rank as u16, ..Recruiter::default() })
}

/// Room for the numbers of all entities. The ECS keeps 24 bytes for each number up to the highest one in use; where numbers come in
/// order that table grows by doubling, up to twice as large as need be. So the highest comes first.
struct Room {
    highest: Entity,
    /// Numbers given back at the end, for entities that come later.
    others: Vec<Entity>,
}

impl Room {
    /// Makes room for `entities` entities in an empty world.
    fn make(world: &mut World, entities: usize) -> Room {
        let others: Vec<Entity> = world.entity_allocator().alloc_many(OTHERS).collect();
        let next = others.iter().map(|other| other.index_u32() + 1).max().unwrap_or(0);
        let highest = u32::try_from(entities).ok().and_then(|n| next.checked_add(n)).and_then(Entity::from_raw_u32);
        let highest = highest.unwrap_or_else(|| panic!("{entities} entities are more than one world holds"));
        if let Err(error) = world.spawn_empty_at(highest) {
            unreachable!("an empty world has no such entity: {error}");
        }
        Room { highest, others }
    }

    /// Once they are spawned: nobody else gets the highest number by mistake.
    fn end(self, world: &mut World) {
        assert_eq!(
            world.entity_allocator().alloc(),
            self.highest,
            "room was made for as many entities as were spawned"
        );
        world.despawn(self.highest);
        world.entity_allocator_mut().free_many(&self.others);
    }
}

/// Households of one community: permanent income and violence from one dense stream, positioned by row.
pub fn fill_households(community: u16, c: &Community, draws: Draws, rows: &mut [Household]) {
    let mut words = draws.dense(Process::Household, u64::from(c.first_household), 2);
    for row in rows {
        *row = Household { community, in_training: 0, income: words.normal() as f32, violence: words.uniform() as f32 };
    }
}

/// Roster of one community: every household has one girl, the rest are spread by key.
pub fn fill_girls(c: &Community, draws: Draws, rows: &mut [Girl]) {
    let extra = draws.of(Process::HouseholdOfGirl);
    for (i, row) in rows.iter_mut().enumerate() {
        let i = i as u32;
        let household = if i < c.households { i } else { extra.index(u64::from(c.first_girl + i), c.households) };
        *row = Girl { household: c.first_household + household, ..Girl::default() };
    }
}
