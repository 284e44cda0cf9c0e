//! How many girls programmes reach, from a look at some of them once a year (docs/odd.md §9, the funnel).

use crate::process::circumstances::{Scene, Sight};
use crate::world::tables::rows;
use crate::world::{ByWay, CommunityState, Girls, Household, LeftAlone, Reach, Tally, WEEKS_PER_YEAR, rows_of};
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
    sight: Sight,
    without: Res<LeftAlone>,
    (households, states): (Query<&Household>, Query<&CommunityState>),
    mut girls: Girls,
    mut tally: ResMut<Tally>,
) {
    if !without.counts() || sight.clock.since_fork().is_none_or(|since| since % WEEKS_PER_YEAR != WEEK) {
        return;
    }
    let girls = girls.roster();
    let each = (girls.seen().slots() / LOOKED_AT).max(1);
    let scene = sight.scene(girls.seen(), rows(&households), rows(&states));
    let counts = reached(&scene, &scene.without(&without), &without.touched, each);
    tally.at_risk.each = each as u32;
    let support = tally.at_risk.reached[Reach::Support.row()];
    tally.at_risk.reached = counts;
    tally.at_risk.reached[Reach::Support.row()] = support;
}
