//! Raids, rescues, closures, registrations, arrests (docs/odd.md §6, enforcement): context, never the objective.

use crate::draws::{Process, Stream};
use crate::math::{num, poisson};
use crate::process::closing;
use crate::process::displacement::raid_factor;
use crate::process::knowledge::taboo;
use crate::process::recruiters::replaced_in;
use crate::process::returned::{Return, Way};
use crate::process::waiting::{complains, may_complain};
use crate::register;
use crate::world::tables::{rows, rows_mut};
use crate::world::{
    Brothel, Case, CaseState, Cases, Channels, Clock, CommunityState, Girls, Levers, MiningTown, OUTSIDE, Recruiter,
    RegionLevers, Replay, Setting, Tally, Trade, WEEKS_PER_YEAR,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

const WEEKS: f64 = WEEKS_PER_YEAR as f64;

/// Complaint hazard per week: `h_complaint(1−τ)/52`, raised to `ratio` times where everyone's home uses the app.
#[inline]
pub fn complaint_hazard(h: f64, taboo: f64, app_use: f64, ratio: f64) -> f64 {
    h * (1.0 - taboo) * (1.0 + (ratio - 1.0) * app_use) / WEEKS
}

/// Arrest hazard per week: `h_arrest(1 + a·reports per recruiter-year)/52`.
#[inline]
pub fn arrest_hazard(h: f64, per_report: f64, reports_per_year: f64) -> f64 {
    h * (1.0 + per_report * reports_per_year) / WEEKS
}

/// Chance that one visit of a raid finds a person in the brothel: minors are hidden better.
#[inline]
pub fn found(p: &register::Enforcement, minor: bool) -> f64 {
    if minor { p.p_rescue * p.found_minor } else { p.p_rescue }
}

/// Complaint hazards this week.
struct Complaints {
    by_community: Vec<f64>,
    outside: f64,
}

/// Once per community: there are many more victims than communities.
fn complaints(setting: &Setting, levers: &[Levers], states: &[CommunityState]) -> Complaints {
    let h = setting.parameters.enforcement.h_complaint;
    let floor = setting.parameters.programmes.taboo_floor;
    let places = setting.region.communities.iter().zip(levers).zip(states);
    Complaints {
        by_community: places
            .map(|((place, lever), state)| {
                let use_share = place.phone_share * lever.app_market * state.app_using;
                let tau = taboo(place.taboo, lever.taboo_fall, floor);
                complaint_hazard(h, tau, use_share, lever.app_complaint_ratio)
            })
            .collect(),
        outside: complaint_hazard(h, setting.region.mean_taboo, 0.0, 1.0),
    }
}

/// Times each open brothel is visited by this week's raids on its town.
fn visits(setting: &Setting, clock: &Clock, towns: usize, brothels: &[Brothel], tally: &mut Tally) -> Vec<u32> {
    let p = &setting.parameters.enforcement;
    let week = u64::from(clock.week);
    let mut visits = vec![0; brothels.len()];
    for town in 0..towns {
        let factor =
            raid_factor(town, &setting.region.events, clock.since_fork(), setting.parameters.crackdown.raid_surge);
        let u = setting.draws.of(Process::Raids).with(week).uniform(town as u64);
        let raids = poisson::inverse(u, p.raids * factor / WEEKS);
        tally.raids += raids;
        for raid in 0..raids {
            let visit = setting.draws.of(Process::RaidVisit).with(week).with((town as u64) << 32 | u64::from(raid));
            for (row, brothel) in brothels.iter().enumerate() {
                if brothel.open && usize::from(brothel.town) == town && visit.uniform(row as u64) < p.raid_share {
                    visits[row] += 1;
                }
            }
        }
    }
    visits
}

/// System: raids on towns, rescues, registrations, closures; complaints; arrests.
pub fn enforcement(
    setting: Res<Setting>,
    clock: Res<Clock>,
    (trade, replay): (Res<Trade>, Res<Replay>),
    levers: Query<&Levers>,
    towns: Query<&MiningTown>,
    states: Query<&CommunityState>,
    mut girls: Girls,
    mut brothels: Query<&mut Brothel>,
    mut people: Query<&mut Recruiter>,
    mut cases: ResMut<Cases>,
    mut region: ResMut<RegionLevers>,
    mut tally: ResMut<Tally>,
) {
    let p = &setting.parameters.enforcement;
    let draws = setting.draws;
    let week = u64::from(clock.week);
    let (levers, towns, states) = (rows(&levers), rows(&towns), rows(&states));
    let brothels = rows_mut(&mut brothels);
    let visits = visits(&setting, &clock, towns.len(), brothels, &mut tally);
    let per_report = region.arrest_per_report;
    let mut returns = Return {
        week: clock.week,
        draws,
        p: &setting.parameters,
        levers,
        girls: girls.roster(),
        region: &mut region,
        tally: &mut tally,
    };

    let rescue = draws.of(Process::Rescue).with(week);
    let registers = draws.of(Process::RegisterRescued).with(week);
    let complaints = complaints(&setting, levers, states);
    let reporting = setting.weather(clock.since_fork()).reporting;
    let p_register = (p.p_register * reporting).min(1.0);
    let files = |case: &Case| {
        let hazard = match case.community {
            OUTSIDE => complaints.outside,
            c => complaints.by_community[usize::from(c)],
        };
        let by_age = if case.minor(clock.week) { p.complaint_minor } else { 1.0 };
        complains(&setting, case.person, clock.week, hazard * by_age * reporting)
    };
    let raided = |case: &Case| visits[case.brothel as usize] > 0;
    let may = |case: &Case| (case.complains <= clock.week) & !case.registered;
    let met = cases.each(
        setting.threads,
        |case| (case.state == CaseState::Exploited) & (may(case) | raided(case)),
        |row, _| Some(row),
    );
    for row in met {
        let case = &mut cases.0[row];
        let times = visits[case.brothel as usize];
        if times > 0 {
            let minor = case.minor(clock.week);
            let spared = num::pow(1.0 - found(p, minor), f64::from(times));
            if rescue.uniform(case.person) < 1.0 - spared {
                brothels[case.brothel as usize].occupants -= 1;
                returns.tally.rescued += 1;
                returns.tally.rescued_minors += u32::from(minor);
                if !case.registered && registers.uniform(case.person) < p_register {
                    case.registered = true;
                    returns.tally.registered_from_raids += 1;
                    registered(case.community, returns.tally);
                }
                returns.come_back(case, Way::Raid);
                continue;
            }
        }
        if may(case) {
            if files(case) {
                case.registered = true;
                returns.tally.registered_from_complaints += 1;
                registered(case.community, returns.tally);
            } else {
                case.complains = may_complain(&setting, case.person, clock.week + 1);
            }
        }
    }

    let close = draws.of(Process::CloseVisited).with(week);
    let closing: Vec<usize> = (0..brothels.len())
        .filter(|row| {
            visits[*row] > 0
                && brothels[*row].open
                && close.uniform(*row as u64) < 1.0 - num::pow(1.0 - p.p_close, f64::from(visits[*row]))
        })
        .collect();
    closing::close(&closing, brothels, &mut cases, &mut returns, setting.threads);
    for row in closing {
        let moves = draws.of(Process::MoveClosed).with(week).uniform(row as u64) < p.p_move;
        if let Some(town) = reopens_in(row, week, &setting, brothels, towns).filter(|_| moves) {
            brothels[row].town = town;
            brothels[row].open = true;
            brothels[row].occupants = 0;
            brothels[row].occupancy = setting.parameters.demand.f_star;
            tally.brothels_opened += 1;
        }
    }
    let people = rows_mut(&mut people);
    match replay.held(Channels::RECRUITERS, clock.week) {
        Some(then) => arrests_again(&setting, clock.week, then.arrested, people, &mut tally),
        None => arrests(&setting, &clock, &trade, towns, per_report, people, &mut tally),
    }
}

/// Counts one registered victim for her community of origin.
fn registered(community: u16, tally: &mut Tally) {
    let at = tally.place(community);
    tally.registered_by_community[at] += 1;
}

/// The town in which a closed brothel reopens; `None`: it stays closed.
pub fn reopens_in(row: usize, week: u64, setting: &Setting, brothels: &[Brothel], towns: &[MiningTown]) -> Option<u16> {
    let p = &setting.parameters.demand;
    if p.reopen_by_need == 0.0 {
        let u = setting.draws.of(Process::MoveTown).with(week).uniform(row as u64);
        return other_town(u, brothels[row].town, towns);
    }
    let mut open = vec![0.0; towns.len()];
    brothels.iter().filter(|b| b.open).for_each(|b| open[usize::from(b.town)] += 1.0);
    let unmet = |(k, town): (usize, &MiningTown)| {
        let desired = town.miners / p.miners_per_brothel / setting.region.scale;
        if k == usize::from(brothels[row].town) { 0.0 } else { (desired - open[k]).max(0.0) }
    };
    let weights: Vec<f64> = towns.iter().enumerate().map(unmet).collect();
    let race = setting.draws.of(Process::ReopenRace).with(week).with(row as u64);
    smallest_by_weight(race, &weights).map(|town| town as u16)
}

/// The first in a race, `−ln U_i/weight_i`: one in proportion to the weights, without a change of one weight moving another's
/// choice. `None` if all weights are 0.
fn smallest_by_weight(draws: Stream, weights: &[f64]) -> Option<usize> {
    let times = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
    let times = times.map(|(i, weight)| (-num::ln(draws.uniform(i as u64)) / weight, i));
    times.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, i)| i)
}

/// Another town, in proportion to its miners; `None` if there is no other.
fn other_town(u: f64, town: u16, towns: &[MiningTown]) -> Option<u16> {
    let others = || towns.iter().enumerate().filter(|(k, _)| *k != usize::from(town));
    let all: f64 = others().map(|(_, t)| t.miners).sum();
    let mut left = u * all;
    let mut last = None;
    for (k, other) in others() {
        last = Some(k as u16);
        left -= other.miners;
        if left < 0.0 {
            break;
        }
    }
    last
}

/// Arrests of recruiters at work; each is replaced after a delay.
fn arrests(
    setting: &Setting,
    clock: &Clock,
    trade: &Trade,
    towns: &[MiningTown],
    per_report: f64,
    people: &mut [Recruiter],
    tally: &mut Tally,
) {
    let p = &setting.parameters.enforcement;
    let draws = setting.draws.of(Process::Arrest).with(u64::from(clock.week));
    let fade = setting.derived.report_fade;
    for (row, one) in people.iter_mut().enumerate() {
        let in_trade = f64::from(one.rank) < towns[usize::from(one.town)].recruiter_share * trade.recruiters;
        if in_trade && one.arrested_until <= clock.week {
            let reports_per_year = one.reports * (1.0 - fade) * WEEKS;
            let hazard = arrest_hazard(p.h_arrest, per_report, reports_per_year);
            if num::happens(draws.uniform(row as u64), hazard) {
                arrest(one, setting, clock.week, tally);
            }
        }
        one.reports *= fade;
    }
}

fn arrest(one: &mut Recruiter, setting: &Setting, week: u32, tally: &mut Tally) {
    one.arrested_until = replaced_in(week, setting);
    one.reports = 0.0;
    tally.arrests += 1;
}

/// The arrests of the recorded run, where numbers and arrests are held.
fn arrests_again(setting: &Setting, week: u32, arrested: &[u32], people: &mut [Recruiter], tally: &mut Tally) {
    for row in arrested {
        arrest(&mut people[*row as usize], setting, week, tally);
    }
    for one in people {
        one.reports *= setting.derived.report_fade;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_and_arrests_rise_with_the_app_and_with_reports() {
        assert!((complaint_hazard(0.52, 0.5, 0.0, 2.0) - 0.005).abs() < 1e-15);
        assert!((complaint_hazard(0.52, 0.5, 1.0, 2.0) - 0.010).abs() < 1e-15);
        assert!((arrest_hazard(0.52, 1.5, 2.0) - 0.04).abs() < 1e-15);
    }

    #[test]
    fn a_moved_brothel_goes_to_another_town_by_its_miners() {
        let town = |miners| MiningTown::new(miners, 0.0, 3);
        let towns = [town(1.0), town(5.0), town(3.0)];
        assert_eq!(other_town(0.1, 1, &towns), Some(0));
        assert_eq!(other_town(0.3, 1, &towns), Some(2));
        assert_eq!(other_town(0.5, 0, &towns[..1]), None);
    }
}
