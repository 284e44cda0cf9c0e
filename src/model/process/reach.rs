//! How many girls programmes reach, from a look at some of them once a year (docs/odd.md §9, the funnel).

use crate::process::circumstances::{Scene, Tables};
use crate::world::tables::rows;
use crate::world::{
    AppHistory, ByWay, CampaignHistory, Clock, Community, CommunityState, Girls, Household, LeftAlone, Levers, Reach,
    RegionLevers, SchoolHistory, Setting, Tally, WEEKS_PER_YEAR, rows_of,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Girls looked at, or everyone where there are fewer.
const LOOKED_AT: usize = 4_096;
/// Week of the year in which they are looked at: its middle.
const WEEK: u32 = WEEKS_PER_YEAR / 2;

/// Girls reached, by way, among every `each`-th of everyone; `touched`: communities where there is anything to look for.
pub fn reached(scene: &Scene, without: &Scene, touched: &[bool], each: usize) -> ByWay<u32> {
    let mut counts = ByWay::<u32>::default();
    for (c, place) in scene.communities.iter().enumerate().filter(|(c, _)| touched[*c]) {
        let first = (place.first_girl as usize).next_multiple_of(each) as u32;
        for slot in (first..place.first_girl + place.girls).step_by(each) {
            let her = scene.occupant(slot);
            rows_of(scene.reach(without, &her, &scene.girl(&her), c)).for_each(|way| counts[way] += 1);
        }
    }
    counts
}

/// System: in the middle of each year, while programmes count, whom they reach.
pub fn look_at_reached(
    setting: Res<Setting>,
    clock: Res<Clock>,
    without: Res<LeftAlone>,
    region: Res<RegionLevers>,
    histories: (Res<CampaignHistory>, Res<AppHistory>, Res<SchoolHistory>),
    tables: (Query<&Household>, Query<&Community>, Query<&Levers>, Query<&CommunityState>),
    mut girls: Girls,
    mut tally: ResMut<Tally>,
) {
    if !without.counts() || clock.since_fork().is_none_or(|since| since % WEEKS_PER_YEAR != WEEK) {
        return;
    }
    let girls = girls.roster();
    let each = (girls.seen().slots() / LOOKED_AT).max(1);
    let scene = Scene::new(
        &setting,
        clock.week,
        Tables {
            girls: girls.seen(),
            households: rows(&tables.0),
            communities: rows(&tables.1),
            states: rows(&tables.3),
            levers: rows(&tables.2),
        },
        &region,
        &histories.0,
        &histories.1,
        &histories.2,
    );
    let counts = reached(&scene, &scene.without(&without), &without.touched, each);
    tally.at_risk.each = each as u32;
    let support = tally.at_risk.reached[Reach::Support.row()];
    tally.at_risk.reached = counts;
    tally.at_risk.reached[Reach::Support.row()] = support;
}
