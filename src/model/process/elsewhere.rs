//! Girls drawn in at destinations outside the region: counted, not simulated (docs/odd.md §6, destinations).
//!
//! Approaches from there take girls of the same rosters and are decided by the same law, from draws of their own; nobody is
//! removed, so that no bit of the region depends on it. What is counted is meant as a relative change: its level is what the
//! masses of the destinations are assumed to be.

use crate::draws::Process;
use crate::math::poisson;
use crate::process::approach::{End, Met, Streams, decided, ends_so, key, safer, slot_by_age, to_spare};
use crate::process::circumstances::{Scene, Sight};
use crate::process::girl::Occupant;
use crate::world::tables::{in_chunks, rows};
use crate::world::{
    CommunityState, Girl, Girls, Household, LeftAlone, Market, Recall, Recalled, Tally, Trade, WeekRecalled,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Approaches elsewhere that are simulated, as a share of the region's, at most: where there are more, one stands for several.
const MOST: f64 = 0.25;

/// Communities per batch.
const CHUNK: usize = 32;

/// Those drawn in elsewhere in one week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawnIn {
    /// Who; the same girl may stand in it more than once.
    pub girls: Vec<Occupant>,
    /// How many each of them stands for.
    pub each: u32,
}

/// How many approaches one that is simulated stands for: the smallest whole number that keeps them below a share of the region's.
/// `weight` is what all destinations together weigh.
pub fn thinning(rate: f64, weight: f64, approaches: f64) -> u32 {
    if approaches > 0.0 { (rate * weight / (MOST * approaches)).ceil().clamp(1.0, 1e6) as u32 } else { 1 }
}

/// Approaches per unit of weight from elsewhere: `Λ`, frozen, plus the share `spill` of those avoided in the region this week.
fn rate(scene: &Scene, trade: &Trade, market: &Market, weight: f64) -> f64 {
    let Some(frozen) = &trade.frozen else { return 0.0 };
    let r = &scene.setting.parameters.recruiters;
    if r.spill <= 0.0 || weight <= 0.0 {
        return frozen.rate;
    }
    let avoided = |k: usize| {
        let all = market.recruiters[k] * r.kappa_r * market.effort[k];
        let (now, then) = (market.scale_weight[k], frozen.weight[k] * market.travel_ratio(k));
        let kept = if then > 0.0 { crate::math::num::pow(now / then, r.outside_elasticity) } else { 1.0 };
        all * (1.0 - kept).max(0.0)
    };
    frozen.rate + r.spill * (0..market.recruiters.len()).map(avoided).sum::<f64>() / weight
}

/// One approach from elsewhere that is recorded, or that drew her in.
struct Made {
    key: u64,
    her: Occupant,
    accepted: bool,
    recalled: Recalled,
}

/// Who is drawn in elsewhere this week. `touched`: communities in which programmes ever did something.
pub fn drawn_in(scene: &Scene, trade: &Trade, market: &Market, touched: &[bool], recall: &mut Recall) -> DrawnIn {
    let region = &scene.setting.region;
    let n = region.destinations.len();
    let Some(frozen) = trade.frozen.as_ref().filter(|_| n > 0) else { return DrawnIn::default() };
    let weight: f64 = region.elsewhere_weight.iter().sum();
    // By what is frozen, so that one stands for as many under every policy.
    let each = thinning(frozen.rate, weight, frozen.approaches);
    let rate = rate(scene, trade, market, weight) / f64::from(each);
    let own = scene.setting.draws.of(Process::Elsewhere);
    let draws = Streams::of(|process| own.with(process as u64).with(u64::from(scene.week)));
    let recording = matches!(recall, Recall::Recording(_)) && touched.is_empty();
    let recalled = recall.week_elsewhere(scene.week, rate);
    let made = in_chunks(scene.communities.len(), CHUNK, scene.setting.threads, 0, |communities, out| {
        let mut met = Vec::new();
        match recalled {
            Some(week) => met_again(communities, week, scene, touched, &mut met),
            None => communities.for_each(|c| met_in(c, rate, n, scene, &draws, &mut met)),
        }
        for one in &mut met {
            one.row = scene.girls[one.her.slot as usize];
        }
        // How else than by being drawn in an approach ends is of no account here.
        for one in met.iter().filter(|one| !ends_so(one)) {
            let c = usize::from(one.community);
            let hours = scene.communities[c].hours_elsewhere[usize::from(one.town)];
            let ended = decided(one, hours, scene, &draws, recording.then(|| to_spare(scene, c)));
            let accepted = ended.end == End::Accepted;
            if accepted || recording {
                out.push(Made { key: one.key, her: one.her, accepted, recalled: ended.recalled });
            }
        }
    });
    if let Recall::Recording(all) = recall
        && recording
    {
        all.add_elsewhere(scene.week, rate, made.iter().map(|one| (one.key, one.her.slot, one.recalled)));
    }
    DrawnIn { girls: made.into_iter().filter(|one| one.accepted).map(|one| one.her).collect(), each }
}

/// Everyone whom the baseline met, for whoever is met at the same rate.
fn met_again(
    communities: std::ops::Range<usize>,
    week: WeekRecalled,
    scene: &Scene,
    touched: &[bool],
    met: &mut Vec<Met>,
) {
    // Asked once a community: approaches ascend by it.
    let mut last = None;
    met.extend(week.all(communities).map(|(community, destination, i, slot, end)| {
        let sure = match last {
            Some((of, sure)) if of == community => sure,
            _ => {
                let c = usize::from(community);
                safer(scene, week, touched.get(c).is_none_or(|touched| *touched), c)
            }
        };
        last = Some((community, sure));
        Met {
            key: key(community, destination, i),
            town: destination as u16,
            community,
            her: scene.occupant(slot),
            row: Girl::default(),
            recalled: if sure { end } else { Recalled::Undecided },
        }
    }));
}

/// All girls approached from elsewhere in one community.
fn met_in(c: usize, rate: f64, n: usize, scene: &Scene, draws: &Streams, met: &mut Vec<Met>) {
    let place = &scene.communities[c];
    for (j, weight) in scene.setting.region.elsewhere_weight[c * n..(c + 1) * n].iter().enumerate() {
        let count = poisson::inverse(draws.count.uniform(key(c as u16, j, 0)), rate * weight);
        for i in 0..count {
            let key = key(c as u16, j, i);
            let age_weight = &scene.setting.derived.age_weight;
            let her =
                slot_by_age(draws.slot.with(key), place.first_girl, place.girls, age_weight, |s| scene.occupant(s));
            met.push(Met {
                key,
                town: j as u16,
                community: c as u16,
                her,
                row: Girl::default(),
                recalled: Recalled::Undecided,
            });
        }
    }
}

/// Marks those drawn in elsewhere and counts the first time of each.
pub fn mark(found: &DrawnIn, mut girl: impl FnMut(&Occupant) -> bool) -> u32 {
    let first = found.girls.iter().filter(|her| girl(her)).count();
    first as u32 * found.each
}

/// System: girls drawn in at destinations outside the region are counted, each once.
pub fn elsewhere(
    sight: Sight,
    (trade, market): (Res<Trade>, Res<Market>),
    (without, mut recall): (Res<LeftAlone>, ResMut<Recall>),
    (households, states): (Query<&Household>, Query<&CommunityState>),
    mut girls: Girls,
    mut tally: ResMut<Tally>,
) {
    if sight.setting.region.destinations.is_empty() || trade.frozen.is_none() {
        return;
    }
    let mut girls = girls.roster();
    let scene = sight.scene(girls.seen(), rows(&households), rows(&states));
    let found = drawn_in(&scene, &trade, &market, &without.touched, &mut recall);
    tally.elsewhere = mark(&found, |her| {
        let row = &mut girls[her.slot as usize];
        let mut now = row.of(her.generation);
        let first = !now.has(Girl::DRAWN_ELSEWHERE);
        now.flags |= Girl::DRAWN_ELSEWHERE;
        *row = now;
        first
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_simulated_however_many_there_are() {
        assert_eq!(thinning(1.0, 10.0, 100.0), 1);
        assert_eq!(thinning(1.0, 100.0, 100.0), 4);
        assert_eq!(thinning(1.0, 101.0, 100.0), 5);
        assert_eq!(thinning(1.0, 1.0, 0.0), 1);
    }

    #[test]
    fn a_girl_counts_once_for_as_many_as_she_stands_for() {
        let her = |slot| Occupant { slot, generation: 0, weeks_since_12: 0, twelve_in: 0 };
        let found = DrawnIn { girls: vec![her(1), her(2), her(1)], each: 3 };
        let mut seen = std::collections::BTreeSet::new();
        assert_eq!(mark(&found, |her| seen.insert(her.slot)), 6);
    }
}
