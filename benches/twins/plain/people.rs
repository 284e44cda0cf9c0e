//! What girls share, ways out, enforcement, coming back, leaving the roster.

use super::{Plain, Return, RosterMut, returns};
use amparo::draws::Process;
use amparo::math::{num, poisson};
use amparo::process::closing;
use amparo::process::displacement::raid_factor;
use amparo::process::drawn_in::Counting;
use amparo::process::enforcement::{arrest_hazard, complaint_hazard, found, reopens_in};
use amparo::process::exploitation::{Exit, exit};
use amparo::process::knowledge::{adopt, share, taboo};
use amparo::process::places::{ByTown, choice, choose_near};
use amparo::process::recruiters::replaced_in;
use amparo::process::returned::{Way, set_whereabouts};
use amparo::process::waiting::{complains, ends, may_complain, reintegrated};
use amparo::world::{Case, CaseState, OUTSIDE, WEEKS_IN_ROSTER, WEEKS_PER_YEAR, Whereabouts};

const WEEKS: f64 = WEEKS_PER_YEAR as f64;

impl Plain {
    pub(super) fn knowledge(&mut self) {
        let (setting, week) = (&self.setting, self.clock.week);
        let p = &setting.parameters;
        self.states.iter_mut().for_each(|state| state.speaking = 0);
        let speaks = |case: &Case| {
            let back = matches!(case.state, CaseState::GoingBack | CaseState::Returned | CaseState::Home);
            back & (case.speaks_until > week) & (case.community != OUTSIDE)
        };
        for community in self.cases.each(1, speaks, |_, case| Some(case.community)) {
            self.states[usize::from(community)].speaking += 1;
        }
        let mut adopting = false;
        for ((state, lever), place) in self.states.iter_mut().zip(&self.levers).zip(&setting.region.communities) {
            let tau = taboo(place.taboo, lever.taboo_fall, p.programmes.taboo_floor);
            let speaking = 1000.0 * f64::from(state.speaking) / f64::from(place.girls);
            let (k, fade) = (&p.knowledge, setting.derived.shared_fade);
            let s = state.shared_knowledge;
            state.shared_knowledge = share(s, fade, tau, lever.contact_rate / WEEKS, speaking, k.eta, k.zeta);
            adopting |= lever.app_innovation > 0.0 || state.app_using > 0.0;
        }
        self.campaign.add(week, &self.levers, &self.region.picked);
        if adopting || !self.app.rows.is_empty() {
            let (n, rows) = (self.levers.len(), &mut self.app.rows);
            if rows.is_empty() {
                self.app.first_week = week;
            }
            for (state, l) in self.states.iter_mut().zip(&self.levers) {
                let last = if rows.len() >= n { rows[rows.len() - n] } else { 0.0 };
                let (using, dropped) = (state.app_using, state.app_dropped);
                let (using, dropped, hazard) = adopt(using, dropped, l.app_innovation, l.app_imitation, l.app_drop);
                (state.app_using, state.app_dropped) = (using, dropped);
                rows.push(last + hazard);
            }
        }
    }

    pub(super) fn exploited(&mut self) {
        let (draws, week) = (self.draws().of(Process::Exit), self.clock.week);
        let hazards = &self.setting.parameters.exploitation;
        let way = |case: &Case| exit(draws.with(case.person).with(u64::from(case.since)).uniform(1), hazards);
        let over = |case: &Case| exploited(case) & (case.until <= week);
        let exits = self.cases.each(1, over, |row, case| Some((row, way(case))));
        let mut returns = returns!(self);
        for (row, way) in exits {
            let case = &mut self.cases.0[row];
            self.brothels[case.brothel as usize].occupants -= 1;
            match way {
                Exit::Escape => {
                    returns.tally.escaped += 1;
                    returns.come_back(case, Way::Escape);
                }
                Exit::Release => {
                    returns.tally.released += 1;
                    returns.come_back(case, Way::Escape);
                }
                Exit::MovedOn => {
                    returns.tally.moved_on += 1;
                    case.state = CaseState::LeftSight;
                    set_whereabouts(&mut returns.girls, case, Whereabouts::LeftSight);
                }
            }
        }
    }

    /// Times each brothel is visited by this week's raids.
    fn visits(&mut self) -> Vec<u32> {
        let p = &self.setting.parameters;
        let since = self.clock.since_fork();
        let of = |process| self.setting.draws.of(process).with(u64::from(self.clock.week));
        let (counts, visits) = (of(Process::Raids), of(Process::RaidVisit));
        let mut visited = vec![0; self.brothels.len()];
        for town in 0..self.towns.len() {
            let factor = raid_factor(town, &self.setting.region.events, since, p.crackdown.raid_surge);
            let raids = poisson::inverse(counts.uniform(town as u64), p.enforcement.raids * factor / WEEKS);
            self.tally.raids += raids;
            for raid in 0..raids {
                let draws = visits.with((town as u64) << 32 | u64::from(raid));
                for (row, b) in self.brothels.iter().enumerate() {
                    if b.open && usize::from(b.town) == town && draws.uniform(row as u64) < p.enforcement.raid_share {
                        visited[row] += 1;
                    }
                }
            }
        }
        visited
    }

    /// Complaint hazards by community, and for those from outside.
    fn complaints(&self) -> (Vec<f64>, f64) {
        let (p, region) = (&self.setting.parameters, &self.setting.region);
        let h = p.enforcement.h_complaint;
        let by_community = region.communities.iter().zip(&self.levers).zip(&self.states).map(|((place, l), state)| {
            let using = place.phone_share * l.app_market * state.app_using;
            let tau = taboo(place.taboo, l.taboo_fall, p.programmes.taboo_floor);
            complaint_hazard(h, tau, using, l.app_complaint_ratio)
        });
        (by_community.collect(), complaint_hazard(h, region.mean_taboo, 0.0, 1.0))
    }

    pub(super) fn enforcement(&mut self) {
        let setting = self.setting.clone();
        let (p, draws, week) = (&setting.parameters.enforcement, setting.draws, u64::from(self.clock.week));
        let visits = self.visits();
        let reporting = setting.weather(self.clock.since_fork()).reporting;
        let p_register = (p.p_register * reporting).min(1.0);
        let (by_community, of_outside) = self.complaints();
        let per_report = self.region.arrest_per_report;
        let of = |process| draws.of(process).with(week);
        let (rescue, register) = (of(Process::Rescue), of(Process::RegisterRescued));
        let files = |case: &Case| {
            let hazard = if case.community == OUTSIDE { of_outside } else { by_community[usize::from(case.community)] };
            let by_age = if case.minor(self.clock.week) { p.complaint_minor } else { 1.0 };
            complains(&setting, case.person, self.clock.week, hazard * by_age * reporting)
        };
        let raided = |case: &Case| visits[case.brothel as usize] > 0;
        let may = |case: &Case| !case.registered & (case.complains <= self.clock.week);
        let may_be_met = |case: &Case| exploited(case) & (may(case) | raided(case));
        let met = self.cases.each(1, may_be_met, |row, _| Some(row));
        let brothels = &mut self.brothels;
        let mut returns = returns!(self);
        for row in met {
            let case = &mut self.cases.0[row];
            let times = visits[case.brothel as usize];
            if times > 0 {
                let minor = case.minor(self.clock.week);
                let spared = num::pow(1.0 - found(p, minor), f64::from(times));
                if rescue.uniform(case.person) < 1.0 - spared {
                    brothels[case.brothel as usize].occupants -= 1;
                    returns.tally.rescued += 1;
                    returns.tally.rescued_minors += u32::from(minor);
                    if !case.registered && register.uniform(case.person) < p_register {
                        case.registered = true;
                        returns.tally.registered_from_raids += 1;
                        let at = returns.tally.place(case.community);
                        returns.tally.registered_by_community[at] += 1;
                    }
                    returns.come_back(case, Way::Raid);
                    continue;
                }
            }
            if may(case) {
                if files(case) {
                    case.registered = true;
                    returns.tally.registered_from_complaints += 1;
                    let at = returns.tally.place(case.community);
                    returns.tally.registered_by_community[at] += 1;
                } else {
                    case.complains = may_complain(&setting, case.person, self.clock.week + 1);
                }
            }
        }

        let close = of(Process::CloseVisited);
        let closes = |row: usize| close.uniform(row as u64) < 1.0 - num::pow(1.0 - p.p_close, f64::from(visits[row]));
        let leaving: Vec<usize> =
            (0..brothels.len()).filter(|row| visits[*row] > 0 && brothels[*row].open && closes(*row)).collect();
        closing::close(&leaving, brothels, &mut self.cases, &mut returns, 1);
        let moves = of(Process::MoveClosed);
        for row in leaving.into_iter().filter(|row| moves.uniform(*row as u64) < p.p_move) {
            if let Some(town) = reopens_in(row, week, &setting, brothels, &self.towns) {
                let b = &mut brothels[row];
                (b.town, b.open, b.occupants, b.occupancy) = (town, true, 0, setting.parameters.demand.f_star);
                returns.tally.brothels_opened += 1;
            }
        }

        let (arrests, fade, week) = (of(Process::Arrest), setting.derived.report_fade, self.clock.week);
        for (row, one) in self.people.iter_mut().enumerate() {
            let in_trade =
                f64::from(one.rank) < self.towns[usize::from(one.town)].recruiter_share * self.trade.recruiters;
            if in_trade && one.arrested_until <= week {
                let hazard = arrest_hazard(p.h_arrest, per_report, one.reports * (1.0 - fade) * WEEKS);
                if num::happens(arrests.uniform(row as u64), hazard) {
                    one.arrested_until = replaced_in(week, &setting);
                    one.reports = 0.0;
                    self.tally.arrests += 1;
                }
            }
            one.reports *= fade;
        }
    }

    pub(super) fn returned(&mut self) {
        let (setting, week) = (self.setting.clone(), self.clock.week);
        let counting = Counting { setting: &setting, terciles: &self.terciles, households: &self.households };
        let by_town = ByTown::new(&self.brothels);
        let changing = self.cases.each(
            1,
            |case| !exploited(case),
            |row, case| {
                let changes = match case.state {
                    CaseState::Exploited => false,
                    CaseState::GoingBack => case.until <= week,
                    CaseState::Returned => case.until <= week,
                    CaseState::Home => case.speaks_until <= week + 1,
                    CaseState::LeftSight => true,
                };
                changes.then_some(row)
            },
        );
        let (brothels, tally) = (&mut self.brothels, &mut self.tally);
        let mut girls = RosterMut::of(&mut self.girls);
        let mut gone = Vec::new();
        for at in changing {
            let case = &mut self.cases.0[at];
            match case.state {
                CaseState::GoingBack => {
                    let draws = choice(setting.draws, case.person, week);
                    if let Some(row) = choose_near(brothels, &by_town, case.town, draws) {
                        brothels[row].occupants += 1;
                        case.brothel = row as u32;
                        case.town = brothels[row].town;
                        case.state = CaseState::Exploited;
                        case.since = week;
                        let hazards = &setting.parameters.exploitation;
                        case.until = ends(setting.draws, case.person, week, week + 1, hazards);
                        case.complains = may_complain(&setting, case.person, week + 1);
                        case.registered = false;
                        case.speaks_until = 0;
                        tally.went_back += 1;
                        let household = case.slot().map_or(0, |(slot, _)| girls[slot as usize].household);
                        let weeks_since_12 = (i64::from(week) - i64::from(case.twelve_in)) as u32;
                        counting.spell(tally, case.community, household, weeks_since_12, false);
                        set_whereabouts(&mut girls, case, Whereabouts::Exploited);
                    } else {
                        case.state = CaseState::Returned;
                        case.until = reintegrated(setting.draws, case, week + 1, &setting.parameters);
                    }
                }
                CaseState::Returned => {
                    case.state = CaseState::Home;
                    tally.reintegrated += 1;
                    set_whereabouts(&mut girls, case, Whereabouts::AtHome);
                    if case.speaks_until <= week + 1 {
                        gone.push(at);
                    }
                }
                CaseState::Home | CaseState::LeftSight => gone.push(at),
                CaseState::Exploited => {}
            }
        }
        self.cases.remove(&gone);
    }

    pub(super) fn demography(&mut self) {
        let next = i64::from(self.clock.week) + 1;
        for case in &mut self.cases.0 {
            case.outside_roster |= i64::from(case.twelve_in) + i64::from(WEEKS_IN_ROSTER) <= next;
        }
    }
}

fn exploited(case: &Case) -> bool {
    case.state == CaseState::Exploited
}
