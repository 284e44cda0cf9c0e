//! A world's state as plain columns: copied out once, copied into a standing world of the same shape for each policy.

use crate::draws::Draws;
use crate::observe::Record;
use crate::policy::Programmes;
use crate::world::tables::{rows, rows_mut};
use crate::world::*;
use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::{Component, World};

/// Everything that changes in a world, and the source of its draws.
#[derive(Clone)]
pub struct Snapshot {
    draws: Draws,
    girls: Vec<Girl>,
    households: Vec<Household>,
    states: Vec<CommunityState>,
    levers: Vec<Levers>,
    recruiters: Vec<Recruiter>,
    towns: Vec<MiningTown>,
    brothels: Vec<Brothel>,
    clock: Clock,
    cases: Cases,
    trainees: Trainees,
    trade: Trade,
    campaign: CampaignHistory,
    app: AppHistory,
    school: SchoolHistory,
    region: RegionLevers,
    record: Record,
    programmes: Programmes,
    without: LeftAlone,
    terciles: Terciles,
}

impl Snapshot {
    /// Copies a world's state out.
    pub fn take(world: &mut World) -> Snapshot {
        Snapshot {
            draws: world.resource::<Setting>().draws,
            girls: column(world),
            households: column(world),
            states: column(world),
            levers: column(world),
            recruiters: column(world),
            towns: column(world),
            brothels: column(world),
            clock: *world.resource(),
            cases: world.resource::<Cases>().clone(),
            trainees: world.resource::<Trainees>().clone(),
            trade: world.resource::<Trade>().clone(),
            campaign: world.resource::<CampaignHistory>().clone(),
            app: world.resource::<AppHistory>().clone(),
            school: world.resource::<SchoolHistory>().clone(),
            region: world.resource::<RegionLevers>().clone(),
            record: world.resource::<Record>().clone(),
            programmes: world.resource::<Programmes>().clone(),
            without: world.resource::<LeftAlone>().clone(),
            terciles: *world.resource(),
        }
    }

    /// Copies it into a world of the same shape, which from then on runs freely: recording, replaying, or recalling ends.
    pub fn restore(&self, world: &mut World) {
        world.resource_mut::<Setting>().draws = self.draws;
        write(world, &self.girls);
        write(world, &self.households);
        write(world, &self.states);
        write(world, &self.levers);
        write(world, &self.recruiters);
        write(world, &self.towns);
        write(world, &self.brothels);
        world.insert_resource(self.clock);
        world.insert_resource(self.cases.clone());
        world.insert_resource(self.trainees.clone());
        world.insert_resource(self.trade.clone());
        world.insert_resource(self.campaign.clone());
        world.insert_resource(self.app.clone());
        world.insert_resource(self.school.clone());
        world.insert_resource(self.region.clone());
        world.insert_resource(self.record.clone());
        world.insert_resource(self.programmes.clone());
        world.insert_resource(self.without.clone());
        world.insert_resource(self.terciles);
        world.insert_resource(Replay::Off);
        world.insert_resource(Recall::Off);
    }
}

/// A copy of one column, in row order.
pub fn column<C: Component + Clone>(world: &mut World) -> Vec<C> {
    let mut query = world.query::<&C>();
    rows(&query.query(world)).to_vec()
}

/// Overwrites a column.
///
/// # Panics
/// If there are not as many rows as in the world.
pub fn write<C: Component<Mutability = Mutable> + Clone>(world: &mut World, column: &[C]) {
    let mut query = world.query::<&mut C>();
    let mut query = query.query_mut(world);
    let into = rows_mut(&mut query);
    assert_eq!(into.len(), column.len(), "a snapshot fits only a world of its own shape");
    into.clone_from_slice(column);
}
