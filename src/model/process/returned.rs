//! Coming back, going back, reintegration (docs/odd.md §6, return).

use crate::draws::{Draws, Process};
use crate::math::num;
use crate::process::drawn_in::Counting;
use crate::process::places::{ByTown, choice, shortlists};
use crate::process::waiting::{ends, may_complain, reintegrated, weeks_without};
use crate::register::Parameters;
use crate::world::tables::{rows, rows_mut};
use crate::world::{
    Brothel, Case, CaseState, Cases, Clock, Girl, Girls, Household, Levers, OUTSIDE, Reach, RegionLevers, RosterMut,
    Setting, Tally, Terciles, Whereabouts,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// How a spell ended, as far as going back depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Escape, or release by the trade.
    Escape,
    /// Rescue in a raid.
    Raid,
}

/// Geometric delay in weeks (at least 1) with this mean, by inversion.
pub fn delay_weeks(u: f64, mean: f64) -> u32 {
    if mean <= 1.0 {
        return 1;
    }
    1 + weeks_without(u, -num::ln(1.0 - 1.0 / mean))
}

/// Everything that coming back touches.
pub struct Return<'a> {
    /// Week since the world began.
    pub week: u32,
    /// Source of all random draws.
    pub draws: Draws,
    /// Parameters of the world.
    pub p: &'a Parameters,
    /// Levers by community.
    pub levers: &'a [Levers],
    /// All girls by slot; whereabouts are written here.
    pub girls: RosterMut<'a>,
    /// Levers of the whole region; support slots are taken from here.
    pub region: &'a mut RegionLevers,
    /// Counts of the week.
    pub tally: &'a mut Tally,
}

impl Return<'_> {
    /// A spell ends with her coming back: whether she is supported, speaks, and goes back is decided now.
    pub fn come_back(&mut self, case: &mut Case, way: Way) {
        let at = u64::from(self.week);
        let uniform = |process| self.draws.of(process).with(case.person).uniform(at);
        let levers =
            if case.community == OUTSIDE { &self.region.outside } else { &self.levers[usize::from(case.community)] };
        let mut going_back = match way {
            Way::Escape => self.p.returned.p_back_escape,
            Way::Raid => self.p.returned.p_back_raid,
        };
        case.speed = 1.0;
        let mut supported = None;
        let meant = levers.support_whom.of_age(case.age_years(self.week));
        if meant && uniform(Process::Supported) < levers.support && self.region.support_slots > 0 {
            supported = Some(going_back);
            going_back *= 1.0 - levers.support_effect;
            case.speed = levers.support_speed as f32;
            self.region.support_slots -= 1;
            self.tally.supported += 1;
        }
        case.since = self.week;
        case.speaks_until = if uniform(Process::Speaks) < self.p.knowledge.speak {
            self.week + self.p.knowledge.speak_weeks as u32
        } else {
            0
        };
        let goes_back = uniform(Process::GoBack);
        if let Some(unsupported) = supported {
            let at_risk = &mut self.tally.at_risk;
            let way = Reach::Support.row();
            at_risk.reached[way] += 1;
            at_risk.by_reach[way] += u32::from(goes_back < unsupported);
            at_risk.drawn_in_by_reach[way] += u32::from(goes_back < going_back);
        }
        if goes_back < going_back {
            case.state = CaseState::GoingBack;
            case.until = self.week + delay_weeks(uniform(Process::BackDelay), self.p.returned.back_weeks);
        } else {
            case.state = CaseState::Returned;
            case.until = reintegrated(self.draws, case, self.week, self.p);
        }
        set_whereabouts(&mut self.girls, case, Whereabouts::Returned);
    }
}

/// Writes where a case is into her roster row, if she still has one. Who is exploited is in no training.
pub fn set_whereabouts(girls: &mut RosterMut, case: &Case, whereabouts: Whereabouts) {
    if let (Some((slot, generation)), false) = (case.slot(), case.outside_roster) {
        let row = &mut girls[slot as usize];
        let mut girl = row.of(generation);
        girl.whereabouts = whereabouts;
        girl.flags |= Girl::EVER_EXPLOITED;
        if whereabouts == Whereabouts::Exploited {
            girl.flags &= !Girl::IN_TRAINING;
        }
        *row = girl;
    }
}

/// System: going back, reintegration, and letting go of those who no longer speak or have left sight.
pub fn returned(
    setting: Res<Setting>,
    clock: Res<Clock>,
    terciles: Res<Terciles>,
    households: Query<&Household>,
    mut cases: ResMut<Cases>,
    mut tally: ResMut<Tally>,
    mut girls: Girls,
    mut brothels: Query<&mut Brothel>,
) {
    let (mut girls, brothels) = (girls.roster(), rows_mut(&mut brothels));
    let week = clock.week;
    let counting = Counting { setting: &setting, terciles: &terciles, households: rows(&households) };
    let by_town = ByTown::new(brothels);
    let changing = cases.each(
        setting.threads,
        |case| {
            let ends = (case.until <= week) & matches!(case.state, CaseState::GoingBack | CaseState::Returned);
            let silent = (case.state == CaseState::Home) & !still_speaks(case, week);
            ends | silent | (case.state == CaseState::LeftSight)
        },
        |row, _| Some(row),
    );
    let looking = |case: &Case| (case.town, choice(setting.draws, case.person, week));
    let back = |row: &usize| cases.0[*row].state == CaseState::GoingBack;
    let going: Vec<usize> = changing.iter().copied().filter(back).collect();
    let mut lists =
        shortlists(brothels, &by_town, true, setting.threads, going.len(), |i| looking(&cases.0[going[i]])).into_iter();
    let mut gone = Vec::new();
    for row in changing {
        let case = &mut cases.0[row];
        match case.state {
            CaseState::GoingBack => {
                let ((town, draws), list) = (looking(case), lists.next().unwrap_or_default());
                match list.choose_near(brothels, &by_town, town, draws) {
                    Some(row) => {
                        brothels[row].occupants += 1;
                        case.brothel = row as u32;
                        case.town = brothels[row].town;
                        case.state = CaseState::Exploited;
                        case.since = week;
                        case.until = ends(setting.draws, case.person, week, week + 1, &setting.parameters.exploitation);
                        case.complains = may_complain(&setting, case.person, week + 1);
                        case.registered = false;
                        case.speaks_until = 0;
                        tally.went_back += 1;
                        let household = case.slot().map_or(0, |(slot, _)| girls[slot as usize].household);
                        let weeks_since_12 = (i64::from(week) - i64::from(case.twelve_in)) as u32;
                        counting.spell(&mut tally, case.community, household, weeks_since_12, false);
                        set_whereabouts(&mut girls, case, Whereabouts::Exploited);
                    }
                    None => {
                        case.state = CaseState::Returned;
                        case.until = reintegrated(setting.draws, case, week + 1, &setting.parameters);
                    }
                }
            }
            CaseState::Returned => {
                case.state = CaseState::Home;
                tally.reintegrated += 1;
                set_whereabouts(&mut girls, case, Whereabouts::AtHome);
                if !still_speaks(case, week) {
                    gone.push(row);
                }
            }
            CaseState::Home | CaseState::LeftSight => gone.push(row),
            CaseState::Exploited => {}
        }
    }
    cases.remove(&gone);
}

/// Whether she speaks next week: who is home is followed so long.
fn still_speaks(case: &Case, week: u32) -> bool {
    case.speaks_until > week + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_is_geometric_with_its_mean() {
        let n = 100_000;
        let mean = (0..n).map(|i| f64::from(delay_weeks((f64::from(i) + 0.5) / f64::from(n), 6.0))).sum::<f64>()
            / f64::from(n);
        assert!((mean - 6.0).abs() < 0.01, "{mean}");
        assert_eq!(delay_weeks(0.3, 1.0), 1);
    }
}
