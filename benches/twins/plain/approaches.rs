//! Approaches, offers, decisions, places.

use super::{Plain, Roster, Scene, Tables, scene};
use amparo::draws::{Draws, Process, Stream};
use amparo::math::poisson;
use amparo::process::approach::{begin_spell, outside_age, slot_by_age};
use amparo::process::decision::{Circumstances, acceptance, acceptance_at_most, talks};
use amparo::process::drawn_in::Counting;
use amparo::process::elsewhere;
use amparo::process::girl::Occupant;
use amparo::process::places::{ByTown, choice, choose};
use amparo::process::recruiters::rate_per_weight;
use amparo::process::schooling::Schooling;
use amparo::world::tables::in_chunks;
use amparo::world::{Girl, Market, OUTSIDE, Recall, RosterMut, Whereabouts, outside_key};
use std::ops::Range;

/// Communities whose girls are met before their rows are read, and those before anything comes of it.
const CHUNK: usize = 64;

/// How an approach ends if a place is left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Wasted,
    NoOffer,
    Declined,
    Accepted,
}

/// One approach.
#[derive(Clone, Copy)]
pub struct Approach {
    /// Order in which recruiters get to the last vacancy.
    pub order: u64,
    pub town: u16,
    pub community: u16,
    pub end: End,
    pub reported: bool,
    /// Who; means nothing for those from outside.
    pub who: Occupant,
    /// The word that makes a person from outside.
    pub word: u64,
}

/// Streams of one week.
struct Streams {
    count: Stream,
    slot: Stream,
    order: Stream,
    offer: Stream,
    talk: Stream,
    warning: Stream,
    accept: Stream,
    report: Stream,
}

impl Streams {
    fn new(draws: Draws, week: u32) -> Self {
        let of = |process| draws.of(process).with(u64::from(week));
        Streams {
            count: of(Process::Approaches),
            slot: of(Process::ApproachSlot),
            order: of(Process::ApproachOrder),
            offer: of(Process::Offer),
            talk: of(Process::TalkItOver),
            warning: of(Process::Warning),
            accept: of(Process::Accept),
            report: of(Process::Report),
        }
    }
}

/// Key of the i-th approach of a town in a community.
fn key(community: u16, town: usize, i: u32) -> u64 {
    u64::from(community) << 40 | (town as u64) << 32 | u64::from(i)
}

/// Who is met.
struct Met {
    key: u64,
    town: u16,
    community: u16,
    her: Occupant,
    /// Her row as it lies in memory.
    row: Girl,
}

/// Approaches in these communities, in one pass for all of them after another: who is met, their rows, their households (waiting
/// for the memory of one overlaps with that for the next), what comes of it.
fn in_communities(
    communities: Range<usize>,
    rates: &[f64],
    market: &Market,
    scene: &Scene,
    draws: &Streams,
    made: &mut Vec<Approach>,
) {
    let mut met = Vec::new();
    for c in communities {
        let (place, base) = (&scene.communities[c], &market.base_weight(&scene.setting.region)[c * rates.len()..]);
        for (town, rate) in rates.iter().enumerate() {
            let lambda = rate * base[town] * market.appeal[c];
            for i in 0..poisson::inverse(draws.count.uniform(key(c as u16, town, 0)), lambda) {
                let key = key(c as u16, town, i);
                let age_weight = &scene.setting.derived.age_weight;
                let who = |slot| scene.occupant(slot);
                let her = slot_by_age(draws.slot.with(key), place.first_girl, place.girls, age_weight, who);
                met.push(Met { key, town: town as u16, community: c as u16, her, row: Girl::default() });
            }
        }
    }
    for one in &mut met {
        one.row = scene.girls[one.her.slot as usize];
    }
    let in_training = |one: &Met| scene.households[one.row.household as usize].in_training;
    std::hint::black_box(met.iter().map(in_training).fold(0, u8::wrapping_add));
    made.extend(met.iter().map(|one| {
        let (end, reported) = come_of(one, scene, draws);
        let order = draws.order.word(one.key);
        let Met { town, community, her, .. } = *one;
        Approach { order, town, community, end, reported, who: her, word: 0 }
    }));
}

fn come_of(met: &Met, scene: &Scene, draws: &Streams) -> (End, bool) {
    let (her, girl) = (&met.her, &met.row.of(met.her.generation));
    let (c, town, p) = (usize::from(met.community), usize::from(met.town), &scene.setting.parameters);
    if !matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned) {
        return (End::Wasted, false);
    }
    let uniform = |stream: Stream| stream.with(her.key()).uniform(town as u64);
    let schooling = scene.schooling(her, girl, c);
    let out_of_reach = if girl.has(Girl::IN_TRAINING) {
        p.approach.phi_train
    } else if schooling == Schooling::InSchool {
        scene.phi_school
    } else {
        0.0
    };
    if out_of_reach > 0.0 && uniform(draws.offer) < out_of_reach {
        return (End::NoOffer, false);
    }
    let hours = scene.communities[c].hours[town] * scene.travel;
    let has_app = scene.has_app(her, c);
    let reported = has_app && uniform(draws.report) < scene.levers[c].app_report;
    let u = uniform(draws.accept);
    let (years, bounds) = (scene.years_between(her), &scene.setting.derived.bounds);
    let declines = |c: &Circumstances| acceptance_at_most(c, years, bounds, &p.decision).is_some_and(|most| u >= most);
    let riskiest = scene.riskiest(her, girl, c, schooling, hours);
    if declines(&riskiest) {
        return (End::Declined, reported);
    }
    let income = scene.income(girl, c);
    if declines(&Circumstances { income, ..riskiest }) {
        return (End::Declined, reported);
    }
    let mut circumstances = scene.circumstances_at(income, her, girl, c, schooling, hours);
    if uniform(draws.talk) < talks(&circumstances, scene.taboo(c), &p.knowledge) {
        circumstances.belief += p.knowledge.d_consult;
    }
    if has_app && uniform(draws.warning) < scene.levers[c].app_warning {
        circumstances.belief += scene.levers[c].app_shift;
    }
    (if u < acceptance(&circumstances, &p.decision) { End::Accepted } else { End::Declined }, reported)
}

impl Plain {
    /// Approaches per week per unit of community weight, by town.
    pub fn rates(&self) -> Vec<f64> {
        let (r, m) = (&self.setting.parameters.recruiters, &self.market);
        let weather = self.setting.weather(self.clock.since_fork());
        (0..m.free.len())
            .map(|k| {
                let w0 = self.trade.frozen.as_ref().map(|f| f.weight[k] * m.travel_ratio(k));
                let (weight, scaled, elasticity) = (m.weight[k], m.scale_weight[k], r.outside_elasticity);
                weather.approaches
                    * rate_per_weight(m.recruiters[k], r.kappa_r, m.effort[k], weight, scaled, w0, elasticity)
            })
            .collect()
    }

    pub(super) fn approaches(&mut self) {
        let rates = self.rates();
        let expected: f64 = rates.iter().zip(&self.market.weight).map(|(rate, weight)| rate * weight).sum();
        let streams = Streams::new(self.draws(), self.clock.week);
        let mut scene = scene!(self);
        scene.travel = self.setting.weather(self.clock.since_fork()).travel;
        let mut made = in_chunks(scene.communities.len(), CHUNK, 1, (1.2 * expected) as usize + 64, |some, made| {
            in_communities(some, &rates, &self.market, &scene, &streams, made);
        });
        self.outside(&rates, &mut made);
        self.settle(made);
    }

    /// Who is drawn in at destinations outside the region is counted.
    pub(super) fn elsewhere(&mut self) {
        let found = elsewhere::drawn_in(&scene!(self), &self.trade, &self.market, &[], &mut Recall::Off);
        let girls = &mut self.girls;
        self.tally.elsewhere = elsewhere::mark(&found, |her| {
            let mut now = girls[her.slot as usize].of(her.generation);
            let first = !now.has(Girl::DRAWN_ELSEWHERE);
            now.flags |= Girl::DRAWN_ELSEWHERE;
            girls[her.slot as usize] = now;
            first
        });
    }

    /// Approaches outside the simulated departments.
    pub fn outside(&self, rates: &[f64], made: &mut Vec<Approach>) {
        let draws = Streams::new(self.draws(), self.clock.week);
        for (town, rate) in rates.iter().enumerate() {
            let lambda = rate * self.market.outside_weight[town];
            for i in 0..poisson::inverse(draws.count.uniform(key(OUTSIDE, town, 0)), lambda) {
                let key = key(OUTSIDE, town, i);
                let accepts = draws.accept.with(key).uniform(u64::MAX) < self.market.regional_yield;
                made.push(Approach {
                    order: draws.order.word(key),
                    town: town as u16,
                    community: OUTSIDE,
                    end: if accepts { End::Accepted } else { End::Declined },
                    reported: false,
                    who: Occupant { slot: 0, generation: 0, weeks_since_12: 0, twelve_in: 0 },
                    word: draws.slot.with(key).word(u64::MAX),
                });
            }
        }
    }

    /// Gives places to those drawn in, in the order of recruiters, and counts.
    pub fn settle(&mut self, mut made: Vec<Approach>) {
        let (setting, week) = (self.setting.clone(), self.clock.week);
        let n_towns = self.towns.len();
        let mut free = self.market.free.clone();
        let mut full_from = vec![u64::MAX; n_towns];
        let by_town = ByTown::new(&self.brothels);
        let mut accepted: Vec<usize> = (0..made.len()).filter(|i| made[*i].end == End::Accepted).collect();
        accepted.sort_unstable_by_key(|i| (made[*i].order, *i));
        for i in accepted {
            let approach = &mut made[i];
            let town = usize::from(approach.town);
            if free[town] == 0 {
                continue;
            }
            let outside = approach.community == OUTSIDE;
            let girl = self.girls[approach.who.slot as usize].of(approach.who.generation);
            if !outside && !matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned) {
                approach.end = End::Wasted;
                continue;
            }
            let person = if outside { outside_key(approach.word) } else { approach.who.key() };
            let Some(row) = choose(&self.brothels, &by_town, approach.town, choice(setting.draws, person, week)) else {
                continue;
            };
            free[town] -= 1;
            if free[town] == 0 {
                full_from[town] = approach.order;
            }
            self.brothels[row].occupants += 1;
            let twelve_in = if outside {
                let ages = setting.draws.of(Process::OutsideAge).with(person);
                week as i32 - outside_age(ages, &setting.derived.age_weight) as i32
            } else {
                approach.who.twelve_in
            };
            let first = outside || !girl.has(Girl::EVER_EXPLOITED);
            let (community, at) = (approach.community, (row as u32, self.brothels[row].town));
            let known = if first { None } else { self.cases.0.iter().position(|case| case.person == person) };
            begin_spell(
                &setting,
                &mut self.cases,
                &mut RosterMut::of(&mut self.girls),
                person,
                community,
                twelve_in,
                at,
                week,
                known,
            );
            let counting = Counting { setting: &setting, terciles: &self.terciles, households: &self.households };
            let weeks_since_12 = (week as i32 - twelve_in) as u32;
            counting.spell(&mut self.tally, community, girl.household, weeks_since_12, first);
            if first {
                let department = match community {
                    OUTSIDE => setting.region.departments.len(),
                    c => usize::from(setting.region.communities[usize::from(c)].department),
                };
                self.tally.flows[department * n_towns + town] += 1;
            }
        }
        for approach in &made {
            self.count(approach, full_from[usize::from(approach.town)]);
        }
        self.market.full_from = full_from;
    }

    fn count(&mut self, approach: &Approach, full_from: u64) {
        let tally = &mut self.tally;
        if approach.order > full_from {
            tally.stopped += 1;
            return;
        }
        tally.approaches += 1;
        let route = tally.place(approach.community) * self.towns.len() + usize::from(approach.town);
        tally.approaches_by_route[route] += 1;
        if approach.community != OUTSIDE {
            tally.wasted += u32::from(approach.end == End::Wasted);
            tally.offers += u32::from(matches!(approach.end, End::Declined | End::Accepted));
            tally.accepted += u32::from(approach.end == End::Accepted);
        }
        if approach.reported {
            tally.reports += 1;
            let week = self.clock.week;
            let in_trade = self.towns[usize::from(approach.town)].recruiter_share * self.trade.recruiters;
            let draws = self.setting.draws.of(Process::ReportedRecruiter).with(approach.who.key());
            let draws = draws.with(u64::from(week));
            let at_work = self.people.iter_mut().enumerate().filter(|(_, one)| {
                one.town == approach.town && one.arrested_until <= week && f64::from(one.rank) < in_trade
            });
            if let Some((_, one)) = at_work.min_by_key(|(row, _)| draws.word(*row as u64)) {
                one.reports += 1.0;
            }
        }
        if approach.community != OUTSIDE {
            let state = &mut self.states[usize::from(approach.community)];
            state.approaches += 1.0;
            state.approaches_beside_reports += 1.0;
            state.successes += f64::from(u8::from(approach.end == End::Accepted));
            state.reports += f64::from(u8::from(approach.reported));
        }
    }
}
