//! The region's state beside the entities: the clock, persons in the trade, the trade's memory, this week's counts.

use super::components::{OUTSIDE, WEEKS_PER_YEAR};
use super::groups::Group;
use super::levers::{Levers, PickedContacts};
use super::reach::AtRisk;
use super::setting::Region;
use super::tables::in_chunks;
use crate::scenario::Whom;
use bevy_ecs::prelude::Resource;

/// Time in weeks since the world was filled.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The week now being simulated.
    pub week: u32,
    /// First week after the burn-in, once it is over: week 0 of every policy.
    pub fork: Option<u32>,
}

impl Clock {
    /// Weeks since the burn-in ended, once it has.
    pub fn since_fork(&self) -> Option<u32> {
        self.fork.map(|fork| self.week - fork)
    }
}

/// Where a person in the trade, or back from it, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CaseState {
    /// In a brothel.
    Exploited = 0,
    /// Returned, and going back in the week `until`.
    GoingBack = 1,
    /// Back and not yet reintegrated.
    Returned = 2,
    /// Reintegrated; kept while she may still speak.
    Home = 3,
    /// Moved on: dropped at the end of the tick.
    LeftSight = 4,
}

/// One person in exploitation or recently back from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Key of all her draws: generation and slot, or a number of its own for those from outside.
    pub person: u64,
    /// Row of her community, or [`OUTSIDE`].
    pub community: u16,
    /// Week of her 12th birthday; may lie before the start.
    pub twelve_in: i32,
    /// Where she is now.
    pub state: CaseState,
    /// Row of her brothel while exploited; the last one afterwards.
    pub brothel: u32,
    /// Town of her last place: where she is looked for a place again.
    pub town: u16,
    /// Week in which this state began.
    pub since: u32,
    /// Week in which this state ends by itself: the spell, the time until she goes back, the time until she is reintegrated.
    pub until: u32,
    /// She speaks about it until this week.
    pub speaks_until: u32,
    /// Reintegration speed.
    pub speed: f32,
    /// While exploited: the next week in which she may file a complaint (see [`waiting`](crate::process::waiting)).
    pub complains: u32,
    /// Registered during this spell.
    pub registered: bool,
    /// Turned 25: counted outside the roster.
    pub outside_roster: bool,
}

/// Marks the person keys of those from outside.
const OUTSIDE_BIT: u64 = 1 << 63;

/// Key of the girl of `generation` in `slot`.
#[inline]
pub fn person_key(slot: u32, generation: u16) -> u64 {
    u64::from(generation) << 32 | u64::from(slot)
}

/// Key of a person from outside, from the word that drew her.
#[inline]
pub fn outside_key(word: u64) -> u64 {
    word | OUTSIDE_BIT
}

impl Case {
    /// Roster slot and generation; `None` for those from outside.
    pub fn slot(&self) -> Option<(u32, u16)> {
        (self.community != OUTSIDE).then_some((self.person as u32, (self.person >> 32) as u16))
    }

    /// Age in years in `week`.
    pub fn age_years(&self, week: u32) -> f64 {
        12.0 + (i64::from(week) - i64::from(self.twelve_in)) as f64 / f64::from(WEEKS_PER_YEAR)
    }

    /// Under 18.
    pub fn minor(&self, week: u32) -> bool {
        week as i32 - self.twelve_in < (6 * WEEKS_PER_YEAR) as i32
    }
}

/// Everyone in exploitation or recently back, in the order they came.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Cases(pub Vec<Case>);

/// Cases per batch, and per thread at a time.
const CHUNK: usize = 1024;

impl Cases {
    /// Parallel, order-preserving filter-map over cases: the results of `what` for those for whom `of` holds. Keep `of` free of
    /// branches: states are in random order and mispredict. Matches are listed first, then passed to `what`.
    pub fn each<T: Send>(
        &self,
        threads: usize,
        of: impl Fn(&Case) -> bool + Sync,
        what: impl Fn(usize, &Case) -> Option<T> + Sync,
    ) -> Vec<T> {
        in_chunks(self.0.len(), CHUNK, threads, 0, |chunk, out| {
            let mut listed = [0u32; CHUNK];
            let mut count = 0;
            for (row, case) in chunk.clone().zip(&self.0[chunk]) {
                listed[count] = row as u32;
                count += usize::from(of(case));
            }
            for row in &listed[..count] {
                if let Some(found) = what(*row as usize, &self.0[*row as usize]) {
                    out.push(found);
                }
            }
        })
    }

    /// Lets go of these rows, which ascend; the others keep their order.
    pub fn remove(&mut self, rows: &[usize]) {
        let ends = rows.iter().skip(1).copied().chain([self.0.len()]);
        let mut kept = rows.first().copied().unwrap_or(self.0.len());
        for (row, end) in rows.iter().zip(ends) {
            self.0.copy_within(row + 1..end, kept);
            kept += end - row - 1;
        }
        self.0.truncate(kept);
    }
}

/// The trade's state and memory in the region.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Trade {
    /// R, recruiters in the trade, simulated persons (a real number).
    pub recruiters: f64,
    /// A this week: adult victims plus returned women not yet reintegrated.
    pub adults_and_returned: f64,
    /// Means over the last finished year of the burn-in.
    pub last_year: YearMeans,
    /// Sums over the year under way.
    pub this_year: YearMeans,
    /// Frozen at the end of the burn-in.
    pub frozen: Option<YearMeans>,
}

/// Means (or sums, while a year is under way) of what freezes when the burn-in ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearMeans {
    /// Weeks summed; 1 once they are means.
    pub weeks: f64,
    /// Ȳ, successes per approach.
    pub regional_yield: f64,
    /// A₀.
    pub adults_and_returned: f64,
    /// W₀ by town.
    pub weight: Vec<f64>,
    /// ω_out by town.
    pub outside_weight: Vec<f64>,
    /// Weekly returns from exploitation, simulated persons: what support after return plans with.
    pub returns: f64,
    /// Λ: approaches per week and unit of community weight, all towns together.
    pub rate: f64,
    /// Approaches per week, as the trade means to make them, simulated.
    pub approaches: f64,
}

/// Market as the trade sees it this week: derived, no memory. Where a response is held (see [`Replay`](super::Replay)), what it is
/// held at.
#[derive(Resource, Clone, Debug, Default)]
pub struct Market {
    /// Free places by town.
    pub free: Vec<u32>,
    /// Vacancy rate by town.
    pub vacancy: Vec<f64>,
    /// Effort e by town.
    pub effort: Vec<f64>,
    /// R_k by town: recruiters at work.
    pub recruiters: Vec<f64>,
    /// W_k by town: what community weights are shares of.
    pub weight: Vec<f64>,
    /// W_k by town that the scale (W_k/W₀_k)^ε_o is computed from: the same, unless one of the two is held.
    pub scale_weight: Vec<f64>,
    /// ω_k,out by town.
    pub outside_weight: Vec<f64>,
    /// Fixed part of the weights where travel takes other times than usual, community-major; empty: as the region has it.
    pub travel_weight: Vec<f64>,
    /// By town, what that makes of the sum over communities, relative to the usual; empty: 1.
    pub travel_ratio: Vec<f64>,
    /// Factor on a community's fixed weight this week, by community: yield and reports.
    pub appeal: Vec<f64>,
    /// Ȳ in use.
    pub regional_yield: f64,
    /// By town, the order of the approach after which it was full; `u64::MAX` if a place was left.
    pub full_from: Vec<u64>,
}

impl Market {
    /// Fixed part of the recruiters' weights this week, community-major.
    #[inline]
    pub fn base_weight<'a>(&'a self, region: &'a Region) -> &'a [f64] {
        if self.travel_weight.is_empty() { &region.base_weight } else { &self.travel_weight }
    }

    /// What travel times make of a town's weight, relative to the usual.
    #[inline]
    pub fn travel_ratio(&self, town: usize) -> f64 {
        self.travel_ratio.get(town).copied().unwrap_or(1.0)
    }
}

/// Contacts of campaigns by week and community, back to the first week in which there were any.
#[derive(Resource, Clone, Debug, Default)]
pub struct CampaignHistory {
    /// Week of the first row.
    pub first_week: u32,
    /// One row per week of (contacts per girl-year, log-odds per contact) by community.
    pub rows: Vec<(f32, f32)>,
    /// Most contacts per girl-year there ever were, by community.
    pub most: Vec<f32>,
    /// Last week in which there were any.
    pub last_contacts: u32,
    /// Contacts of campaigns that are for some girls only.
    pub picked: Vec<PickedHistory>,
}

/// Contacts of one campaign that is for some girls only, by week and community, while it runs.
#[derive(Clone, Debug)]
pub struct PickedHistory {
    /// Position of the programme among those under way.
    pub programme: usize,
    /// The girls it is for.
    pub whom: Whom,
    /// Week of the first row.
    pub first_week: u32,
    /// One row per week of (contacts per such girl and year, log-odds per contact) by community.
    pub rows: Vec<(f32, f32)>,
    /// Most contacts per girl and year there ever were, by community.
    pub most: Vec<f32>,
}

impl PickedHistory {
    /// Contacts per girl and year, and log-odds per contact, in a week.
    #[inline]
    pub fn at(&self, week: u32, community: usize) -> (f32, f32) {
        let communities = self.most.len();
        let row = week.checked_sub(self.first_week).map(|weeks| weeks as usize * communities + community);
        row.and_then(|row| self.rows.get(row)).copied().unwrap_or_default()
    }
}

impl CampaignHistory {
    /// Contacts with everyone per girl and year, and log-odds per contact, in a week.
    #[inline]
    pub fn at(&self, week: u32, community: usize, communities: usize) -> (f32, f32) {
        let row = week.checked_sub(self.first_week).map(|weeks| weeks as usize * communities + community);
        row.and_then(|row| self.rows.get(row)).copied().unwrap_or_default()
    }

    /// Adds the row of a week, once there was a contact anywhere.
    pub fn add(&mut self, week: u32, levers: &[Levers], picked: &[PickedContacts]) {
        for one in picked {
            self.add_picked(week, one);
        }
        let any = levers.iter().any(|l| l.contact_rate > 0.0);
        if !any && self.rows.is_empty() {
            return;
        }
        if self.rows.is_empty() {
            self.first_week = week;
            self.most = vec![0.0; levers.len()];
        }
        if any {
            self.last_contacts = week;
        }
        self.rows.extend(levers.iter().map(|l| (l.contact_rate as f32, l.contact_gain as f32)));
        for (most, levers) in self.most.iter_mut().zip(levers) {
            *most = most.max(levers.contact_rate as f32);
        }
    }

    /// Adds a week of a campaign that is for some girls only.
    fn add_picked(&mut self, week: u32, one: &PickedContacts) {
        let at = self.picked.iter().position(|known| known.programme == one.programme).unwrap_or_else(|| {
            self.picked.push(PickedHistory {
                programme: one.programme,
                whom: one.whom,
                first_week: week,
                rows: Vec::new(),
                most: vec![0.0; one.by_community.len()],
            });
            self.picked.len() - 1
        });
        let known = &mut self.picked[at];
        known.rows.extend(one.by_community.iter().map(|(rate, gain)| (*rate as f32, *gain as f32)));
        for (most, (rate, _)) in known.most.iter_mut().zip(&one.by_community) {
            *most = most.max(*rate as f32);
        }
    }
}

/// Cumulative hazard of adopting the app by week and community, back to the first week in which there was any.
#[derive(Resource, Clone, Debug, Default)]
pub struct AppHistory {
    /// Week of the first row.
    pub first_week: u32,
    /// One row per week.
    pub rows: Vec<f64>,
}

/// What school programmes do to one community in one year, as planned when it begins. The default is nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchoolYear {
    /// Transfers for girls who attend. Who has several has their sum.
    pub gifts: Vec<SchoolGift>,
    /// What else keeps girls in school; together at most [`SchoolFall::MOST`].
    pub falls: Vec<SchoolFall>,
}

impl SchoolYear {
    /// Whether it is not the same for girls of all ages.
    pub fn by_age(&self) -> bool {
        let whoms = self.gifts.iter().map(|gift| gift.whom).chain(self.falls.iter().map(|fall| fall.whom));
        whoms.into_iter().any(|whom| whom.limits_ages())
    }
}

/// A transfer for girls who attend school.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SchoolGift {
    /// Share of eligible households that have it, 0 to 1.
    pub coverage: f64,
    /// S/ per month and girl who attends.
    pub transfer: f64,
    /// Share of poor households that its targeting misses.
    pub targeting_error: f64,
    /// Share of eligible households that take it up.
    pub take_up: f64,
    /// The girls it is for, by age.
    pub whom: Whom,
}

/// What keeps girls in school besides transfers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SchoolFall {
    /// Relative fall of the hazard of leaving school.
    pub fall: f64,
    /// Share of the girls it is for who have it, 0 to 1.
    pub share: f64,
    /// The girls it is for, by age and poverty.
    pub whom: Whom,
}

impl SchoolFall {
    /// Most of the hazard that girls are spared: nobody is kept in school for certain.
    pub const MOST: f64 = 0.95;
}

/// School programmes by year of the world and community, from the first year in which there were any.
#[derive(Resource, Clone, Debug, Default)]
pub struct SchoolHistory {
    /// Year of the first row.
    pub first_year: u32,
    /// One row per year of one entry per community.
    pub rows: Vec<SchoolYear>,
}

impl SchoolHistory {
    /// Years on record.
    pub fn years(&self, communities: usize) -> std::ops::Range<u32> {
        self.first_year..self.first_year + (self.rows.len() / communities.max(1)) as u32
    }

    /// A year on record, of a community.
    #[inline]
    pub fn of(&self, year: u32, community: usize, communities: usize) -> &SchoolYear {
        &self.rows[(year - self.first_year) as usize * communities + community]
    }
}

/// One girl in training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trainee {
    /// Roster slot.
    pub slot: u32,
    /// Generation of the girl in the slot: a later one is another girl.
    pub generation: u16,
    /// Week in which she completes.
    pub until: u32,
}

/// Everyone in training, in the order they enrolled.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Trainees(pub Vec<Trainee>);

/// Events of this week, in simulated persons (or brothels, recruiters). Reset at the start of each tick.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Approaches made, wasted ones included.
    pub approaches: u32,
    /// Approaches to a slot whose girl was away.
    pub wasted: u32,
    /// Approaches that were not made because the town was full.
    pub stopped: u32,
    /// Offers in the simulated departments.
    pub offers: u32,
    /// Offers among them that drew a girl in.
    pub accepted: u32,
    /// First spells begun.
    pub newly_exploited: u32,
    /// All spells begun: first, repeated by a new offer, and going back.
    pub spells_begun: u32,
    /// Spells begun by going back, without a new offer.
    pub went_back: u32,
    /// Spells ended by escape.
    pub escaped: u32,
    /// Spells ended by release.
    pub released: u32,
    /// Spells ended because the brothel closed.
    pub released_by_closing: u32,
    /// Spells ended by moving on out of the region.
    pub moved_on: u32,
    /// Spells ended by rescue in a raid.
    pub rescued: u32,
    /// Minors among them.
    pub rescued_minors: u32,
    /// First times that a girl is drawn in at another destination, in approaches that each stand for several.
    pub elsewhere: u32,
    /// Victims registered after a raid freed them.
    pub registered_from_raids: u32,
    /// Victims registered after they filed a complaint.
    pub registered_from_complaints: u32,
    /// Brothels that opened, those that moved to another town included.
    pub brothels_opened: u32,
    /// Brothels that closed.
    pub brothels_closed: u32,
    /// Raids on mining towns; a number of raids, not scaled by the simulated share.
    pub raids: u32,
    /// Recruiters arrested.
    pub arrests: u32,
    /// Approaches that girls reported through the app.
    pub reports: u32,
    /// Persons taken into support as they came back.
    pub supported: u32,
    /// Girls who began training.
    pub enrolled: u32,
    /// Girls who completed training.
    pub completed_training: u32,
    /// Girls who left training before completing it.
    pub dropped_out: u32,
    /// Persons reintegrated after they came back.
    pub reintegrated: u32,
    /// Spells begun by new offers for which no place was free, while effort and vacancy gate are held.
    pub extra_places: u32,
    /// First spells by community, those from outside last.
    pub newly_by_community: Vec<u32>,
    /// All spells begun by community, those from outside last.
    pub spells_by_community: Vec<u32>,
    /// First spells by [`Group`].
    pub newly_by_group: Vec<u32>,
    /// All spells begun by [`Group`].
    pub spells_by_group: Vec<u32>,
    /// Whom programmes reach, and what would have become of them.
    pub at_risk: AtRisk,
    /// Approaches by community (outside last) × town.
    pub approaches_by_route: Vec<u32>,
    /// Registered by community of origin, outside last.
    pub registered_by_community: Vec<u32>,
    /// First spells by department (outside last) × town.
    pub flows: Vec<u32>,
}

impl Tally {
    /// An empty tally for a world of this size.
    pub fn new(communities: usize, departments: usize, towns: usize) -> Self {
        Tally {
            newly_by_community: vec![0; communities + 1],
            spells_by_community: vec![0; communities + 1],
            newly_by_group: vec![0; Group::count(departments)],
            spells_by_group: vec![0; Group::count(departments)],
            approaches_by_route: vec![0; (communities + 1) * towns],
            registered_by_community: vec![0; communities + 1],
            flows: vec![0; (departments + 1) * towns],
            ..Tally::default()
        }
    }

    /// The counts that are lists.
    fn lists(&mut self) -> [&mut Vec<u32>; 7] {
        [
            &mut self.newly_by_community,
            &mut self.spells_by_community,
            &mut self.newly_by_group,
            &mut self.spells_by_group,
            &mut self.approaches_by_route,
            &mut self.registered_by_community,
            &mut self.flows,
        ]
    }

    /// Zero everywhere, without giving memory back.
    pub fn reset(&mut self) {
        let mut old = std::mem::take(self);
        for (new, old) in self.lists().into_iter().zip(old.lists()) {
            old.fill(0);
            std::mem::swap(new, old);
        }
    }

    /// Approaches by community, those outside last.
    pub fn approaches_by_community(&self) -> impl Iterator<Item = u32> {
        let towns = self.approaches_by_route.len() / self.newly_by_community.len().max(1);
        self.approaches_by_route.chunks(towns.max(1)).map(|by_town| by_town.iter().sum())
    }

    /// Index of a community in the by-community counts.
    pub fn place(&self, community: u16) -> usize {
        if community == OUTSIDE { self.newly_by_community.len() - 1 } else { usize::from(community) }
    }

    /// Those who came back this week, by whatever way.
    pub fn returns(&self) -> u32 {
        self.escaped + self.released + self.released_by_closing + self.rescued
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(person: u64, state: CaseState) -> Case {
        Case {
            person,
            community: 0,
            twelve_in: 0,
            state,
            brothel: 0,
            town: 0,
            since: 0,
            until: 0,
            speaks_until: 0,
            speed: 1.0,
            complains: 0,
            registered: false,
            outside_roster: false,
        }
    }

    /// States that follow each other in no order.
    fn cases(n: u64) -> Cases {
        let state = |i: u64| if i * i % 7 < 3 { CaseState::Exploited } else { CaseState::Returned };
        Cases((0..n).map(|i| case(i, state(i))).collect())
    }

    #[test]
    fn each_is_asked_once_in_order_on_any_number_of_threads() {
        for n in [0, 1, CHUNK as u64, 5 * CHUNK as u64 + 3] {
            let cases = cases(n);
            let third = |case: &Case| case.person.is_multiple_of(3);
            let plainly: Vec<(usize, u64)> = cases
                .0
                .iter()
                .enumerate()
                .filter(|(_, c)| c.state == CaseState::Exploited && third(c))
                .map(|(row, c)| (row, c.person))
                .collect();
            for threads in [1, 2] {
                let found = cases.each(
                    threads,
                    |c| c.state == CaseState::Exploited,
                    |row, c| third(c).then_some((row, c.person)),
                );
                assert_eq!(found, plainly);
            }
        }
    }

    #[test]
    fn those_let_go_of_are_gone_and_the_others_keep_their_order() {
        for rows in [vec![], vec![0], vec![9], vec![0, 1, 2, 9], vec![3, 4, 7], (0..10).collect()] {
            let mut cases = cases(10);
            cases.remove(&rows);
            let left: Vec<usize> = cases.0.iter().map(|c| c.person as usize).collect();
            assert_eq!(left, (0..10).filter(|i| !rows.contains(i)).collect::<Vec<_>>());
        }
    }
}
