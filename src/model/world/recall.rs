//! How the baseline's approaches ended, week by week, so that runs forked from the same world need not decide them again.
//!
//! It saves time and changes nothing: a run that recalls has the bits of one that decides everything (`tests/model/recall.rs`).

use super::components::CommunityState;
use crate::draws::Draws;
use bevy_ecs::prelude::Resource;
use std::sync::Arc;

/// How an approach ended, as far as it tells how the same approach ends under a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Recalled {
    /// It has to be decided.
    #[default]
    Undecided = 0,
    /// She was in school and got no offer.
    NoOffer = 1,
    /// A girl at home who was never exploited declined by a bound that holds for whoever is safer, with some belief to spare.
    Declined = 2,
}

impl Recalled {
    /// As it is kept above the bits of a slot.
    #[inline]
    fn of(found: u32) -> Self {
        match found >> SLOT_BITS {
            1 => Recalled::NoOffer,
            2 => Recalled::Declined,
            _ => Recalled::Undecided,
        }
    }
}

/// Share of what is passed on in a community that a girl recalled as [`Recalled::Declined`] could do without. A policy after which fewer
/// come back leaves fewer who speak; hardly any takes away more.
pub const TO_SPARE: f64 = 0.25;

/// Approaches kept at most, 8 bytes each: twenty years of everyone are two million. Later weeks are decided.
const MOST: usize = 1 << 23;
/// Bits of a slot; the two above are its [`Recalled`].
const SLOT_BITS: u32 = 30;
const SLOT: u32 = (1 << SLOT_BITS) - 1;

/// Approaches of a baseline run from the fork on.
#[derive(Clone, Debug)]
pub struct Recollection {
    draws: Draws,
    first_week: u32,
    communities: usize,
    /// Those of the region.
    region: Log,
    /// Those of destinations elsewhere.
    elsewhere: Log,
    /// Rate of the approaches from elsewhere by week; NaN where not all of a week's are kept.
    rates_elsewhere: Vec<f64>,
    /// Shared knowledge by week and community.
    shared: Vec<f32>,
}

/// Approaches, week by week.
#[derive(Clone, Debug)]
struct Log {
    /// First approach of each week, and the end of the last.
    starts: Vec<usize>,
    /// By key: short key, slot and how it ended.
    approaches: Vec<(u32, u32)>,
}

impl Log {
    fn new() -> Self {
        Log { starts: vec![0], approaches: Vec::new() }
    }

    /// Adds a week; whether all of its approaches are kept.
    fn add(&mut self, approaches: impl Iterator<Item = (u64, u32, Recalled)>) -> bool {
        let mut all = true;
        for (key, slot, end) in approaches {
            match short(key).filter(|_| slot <= SLOT) {
                Some(key) => self.approaches.push((key, slot | u32::from(end as u8) << SLOT_BITS)),
                None => all = false,
            }
        }
        self.starts.push(self.approaches.len());
        all
    }

    /// Those of one of its weeks.
    fn week(&self, at: usize) -> Option<&[(u32, u32)]> {
        Some(&self.approaches[*self.starts.get(at)?..*self.starts.get(at + 1)?])
    }
}

/// The key of an approach in 32 bits, in the same order; `None` for the 257th of a town in a community and week.
#[inline]
fn short(key: u64) -> Option<u32> {
    let nth = key as u32;
    (nth < 256).then_some(((key >> 32) as u32) << 8 | nth)
}

impl Recollection {
    /// Nothing yet, of a world with these draws that is about to run this week.
    pub fn new(draws: Draws, week: u32, communities: usize) -> Self {
        let (region, elsewhere) = (Log::new(), Log::new());
        let (rates_elsewhere, shared) = (Vec::new(), Vec::new());
        Recollection { draws, first_week: week, communities, region, elsewhere, rates_elsewhere, shared }
    }

    /// Whether it is of the same replicate of a world of so many communities.
    pub fn fits(&self, draws: Draws, communities: usize) -> bool {
        self.draws == draws && self.communities == communities
    }

    /// Adds the next week of the region: keys that ascend, slots, and how approaches ended. Nothing is added once there is a lot.
    pub fn add(
        &mut self,
        week: u32,
        states: &[CommunityState],
        approaches: impl Iterator<Item = (u64, u32, Recalled)>,
    ) {
        let next = self.first_week + self.region.starts.len() as u32 - 1;
        if week != next || self.region.approaches.len() + self.elsewhere.approaches.len() >= MOST {
            return;
        }
        self.shared.extend(states.iter().map(|state| state.shared_knowledge as f32));
        self.region.add(approaches);
    }

    /// Adds the approaches from elsewhere in a week of which those of the region were added; `rate` is what they were drawn at.
    pub fn add_elsewhere(&mut self, week: u32, rate: f64, approaches: impl Iterator<Item = (u64, u32, Recalled)>) {
        let next = self.first_week + self.elsewhere.starts.len() as u32 - 1;
        if week == next && self.elsewhere.starts.len() < self.region.starts.len() {
            let all = self.elsewhere.add(approaches);
            self.rates_elsewhere.push(if all { rate } else { f64::NAN });
        }
    }

    /// Approaches in all, and those whose end tells how the same approach ends under a policy.
    pub fn counts(&self) -> (usize, usize) {
        let all = self.region.approaches.iter().chain(&self.elsewhere.approaches);
        let ended = all.filter(|(_, found)| found >> SLOT_BITS != 0).count();
        (self.region.approaches.len() + self.elsewhere.approaches.len(), ended)
    }

    /// What there is of a week.
    pub fn week(&self, week: u32) -> Option<WeekRecalled<'_>> {
        let at = week.checked_sub(self.first_week)? as usize;
        Some(WeekRecalled { approaches: self.region.week(at)?, shared: self.shared_in(at) })
    }

    /// What there is of a week elsewhere, if approaches were drawn at this rate, so that these are all there are.
    pub fn week_elsewhere(&self, week: u32, rate: f64) -> Option<WeekRecalled<'_>> {
        let at = week.checked_sub(self.first_week)? as usize;
        (*self.rates_elsewhere.get(at)? == rate)
            .then_some(WeekRecalled { approaches: self.elsewhere.week(at)?, shared: self.shared_in(at) })
    }

    fn shared_in(&self, at: usize) -> &[f32] {
        &self.shared[at * self.communities..(at + 1) * self.communities]
    }
}

/// One week of a [`Recollection`].
#[derive(Clone, Copy, Debug)]
pub struct WeekRecalled<'a> {
    approaches: &'a [(u32, u32)],
    shared: &'a [f32],
}

impl<'a> WeekRecalled<'a> {
    /// Its approaches from a community on.
    pub fn from(&self, community: usize) -> Ahead<'a> {
        Ahead(&self.approaches[self.first(community)..])
    }

    /// Where the approaches of a community begin, or would.
    fn first(&self, community: usize) -> usize {
        // As 64 bits: there may be 2¹⁶ communities.
        self.approaches.partition_point(|(key, _)| u64::from(*key) < (community as u64) << 16)
    }

    /// All its approaches in some communities: community, town or destination, number, slot, and how it ended.
    pub fn all(&self, communities: std::ops::Range<usize>) -> impl Iterator<Item = (u16, usize, u32, u32, Recalled)> {
        let kept = &self.approaches[self.first(communities.start)..self.first(communities.end)];
        kept.iter().map(|(key, found)| {
            ((key >> 16) as u16, (key >> 8 & 0xff) as usize, key & 0xff, found & SLOT, Recalled::of(*found))
        })
    }

    /// Whether so much shared knowledge is enough for what was recalled in a community.
    #[inline]
    pub fn enough(&self, community: usize, shared: f64) -> bool {
        // A hundredth more than was spared, for the recalled value is rounded.
        shared >= (1.01 - TO_SPARE) * f64::from(self.shared[community])
    }
}

/// Approaches of a week still ahead, in the order of their keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ahead<'a>(&'a [(u32, u32)]);

impl Ahead<'_> {
    /// Slot and end of the approach of this key, if it was made; keys are asked for in order.
    #[inline]
    pub fn find(&mut self, key: u64) -> Option<(u32, Recalled)> {
        let key = short(key)?;
        while let Some(((at, found), rest)) = self.0.split_first() {
            if *at > key {
                return None;
            }
            self.0 = rest;
            if *at == key {
                return Some((found & SLOT, Recalled::of(*found)));
            }
        }
        None
    }
}

/// Whether a world records how its approaches end, or recalls it.
#[derive(Resource, Clone, Debug, Default)]
pub enum Recall {
    /// Neither.
    #[default]
    Off,
    /// A baseline, recorded.
    Recording(Recollection),
    /// A run that forked from where the baseline did.
    Recalling(Arc<Recollection>),
}

impl Recall {
    /// What is recalled of this week elsewhere, if approaches are drawn at this rate.
    pub fn week_elsewhere(&self, week: u32, rate: f64) -> Option<WeekRecalled<'_>> {
        match self {
            Recall::Recalling(recollection) => recollection.week_elsewhere(week, rate),
            _ => None,
        }
    }

    /// What is recalled of this week.
    pub fn week(&self, week: u32) -> Option<WeekRecalled<'_>> {
        match self {
            Recall::Recalling(recollection) => recollection.week(week),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn approaches_are_found_by_key_in_their_week() {
        let key = |c: u64, town: u64, i: u64| c << 40 | town << 32 | i;
        let draws = Draws::new(3);
        let mut all = Recollection::new(draws, 7, 2);
        let states = [CommunityState { shared_knowledge: 0.4, ..CommunityState::default() }, CommunityState::default()];
        let made = [
            (key(0, 1, 0), 5, Recalled::Declined),
            (key(0, 1, 1), 6, Recalled::Undecided),
            (key(0, 1, 300), 6, Recalled::NoOffer),
            (key(1, 0, 0), 1 << 30, Recalled::NoOffer),
            (key(1, 2, 0), 9, Recalled::NoOffer),
        ];
        all.add(7, &states, made.into_iter());
        all.add(9, &states, made.into_iter());
        assert!(all.week(6).is_none() && all.week(8).is_none() && all.fits(draws, 2) && !all.fits(draws, 3));
        let week = all.week(7).expect("it was added");
        let mut ahead = week.from(0);
        let found =
            [key(0, 0, 0), key(0, 1, 0), key(0, 1, 1), key(0, 1, 300), key(1, 0, 0), key(1, 2, 0), key(1, 2, 1)]
                .map(|key| ahead.find(key));
        let wanted = [
            None,
            Some((5, Recalled::Declined)),
            Some((6, Recalled::Undecided)),
            None,
            None,
            Some((9, Recalled::NoOffer)),
            None,
        ];
        assert_eq!(found, wanted);
        assert_eq!(week.from(1).find(key(1, 2, 0)), Some((9, Recalled::NoOffer)));
        assert!(week.enough(0, 0.31) && !week.enough(0, 0.29) && week.enough(1, 0.0));
        all.add_elsewhere(7, 0.5, made[..2].iter().copied());
        assert!(all.week_elsewhere(7, 0.4).is_none() && all.week_elsewhere(8, 0.5).is_none());
        let week = all.week_elsewhere(7, 0.5).expect("all of it was kept");
        let kept = [(0, 1, 0, 5, Recalled::Declined), (0, 1, 1, 6, Recalled::Undecided)];
        assert!(week.all(0..1).eq(kept) && week.all(1..2).next().is_none());
    }

    #[test]
    fn a_week_of_which_not_all_is_kept_is_not_taken_for_all_there_is() {
        let mut all = Recollection::new(Draws::new(3), 0, 1);
        all.add(0, &[CommunityState::default()], std::iter::empty());
        all.add_elsewhere(0, 0.5, [(300, 1, Recalled::Declined)].into_iter());
        assert!(all.week_elsewhere(0, 0.5).is_none());
    }
}
