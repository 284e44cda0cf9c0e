//! Approaches → offers → decisions → newly exploited girls take places (docs/odd.md §6, approaches).

use crate::draws::{Draws, Process, Stream};
use crate::math::poisson;
use crate::process::circumstances::{Scene, Sight};
use crate::process::decision::{Circumstances, acceptance, acceptance_at_most, talks};
use crate::process::drawn_in::Counting;
use crate::process::girl::Occupant;
use crate::process::places::{ByTown, Shortlist, choice, choose_extra, choose_near, shortlists};
use crate::process::recruiters::rate_per_weight;
use crate::process::returned::set_whereabouts;
use crate::process::schooling::Schooling;
use crate::process::waiting::{ends, may_complain};
use crate::world::tables::{in_chunks, rows, rows_mut};
use crate::world::{
    Ahead, Brothel, Case, CaseState, Cases, Channels, CommunityState, Girl, Girls, Household, LeftAlone, Market,
    MiningTown, OUTSIDE, Recall, Recalled, Recruiter, Replay, Roster, RosterMut, Setting, TO_SPARE, Tally, Terciles,
    Trade, WEEKS_PER_YEAR, WeekRecalled, Whereabouts, outside_key,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Tries at finding a slot by age weight; the smallest weight in a 13-year roster makes even 64 generous.
const TRIES: u64 = 64;
/// Communities per batch on one thread: many, so that cache misses overlap.
const CHUNK: usize = 64;
/// Communities per batch on several threads: few, so that none is left with a large community while others are idle.
const CHUNK_OF_THREAD: usize = 8;

/// How one approach ends if a place is left when its turn comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The girl of the slot is away.
    Wasted,
    /// Approached, but in school or training and not offered anything.
    NoOffer,
    Declined,
    Accepted,
}

/// Bit of [`Approach::risk`] beside those of [`Reach`](crate::world::Reach).
const AT_RISK: u8 = 1 << 7;

/// One approach of this week.
#[derive(Clone, Copy, Debug)]
struct Approach {
    /// Order in which recruiters get to the last vacancy.
    order: u64,
    town: u16,
    community: u16,
    end: End,
    reported: bool,
    /// Whether she would be drawn in for the first time without programmes ([`AT_RISK`]), and how these reach her: counted where
    /// either world draws her in for the first time.
    risk: u8,
    /// What it tells of the same approach under a policy.
    recalled: Recalled,
    /// Who: her slot's occupant.
    who: Occupant,
    /// Key of the approach; from outside, the word that makes a person.
    word: u64,
}

impl Approach {
    /// Key of her draws.
    fn person(&self) -> u64 {
        if self.community == OUTSIDE { outside_key(self.word) } else { self.who.key() }
    }
}

/// Rejection on the age weight: a uniform candidate of `n`, kept with probability a(age); `of` says who a candidate is and
/// how many weeks ago she turned 12. The last candidate stands if none was kept.
fn by_age<T>(draws: Stream, n: u32, age_weight: &[f64], of: impl Fn(u32) -> (T, u32)) -> T {
    let mut attempt = 0;
    loop {
        let word = draws.word(attempt);
        let (candidate, weeks) = of((((word >> 32) * u64::from(n)) >> 32) as u32);
        let u = ((word & 0xffff_ffff) as f64 + 0.5) / 4_294_967_296.0;
        attempt += 1;
        if u < age_weight[weeks as usize] || attempt == TRIES {
            return candidate;
        }
    }
}

/// A roster slot of a community by age weight.
pub fn slot_by_age(
    draws: Stream,
    first: u32,
    girls: u32,
    age_weight: &[f64],
    occupant: impl Fn(u32) -> Occupant,
) -> Occupant {
    by_age(draws, girls, age_weight, |i| {
        let her = occupant(first + i);
        (her, her.weeks_since_12)
    })
}

/// Weeks since 12 of a person from outside, by age weight.
pub fn outside_age(draws: Stream, age_weight: &[f64]) -> u32 {
    by_age(draws, age_weight.len() as u32, age_weight, |weeks| (weeks, weeks))
}

/// Key of the i-th approach of a town in a community.
#[inline]
pub(super) fn key(community: u16, town: usize, i: u32) -> u64 {
    u64::from(community) << 40 | (town as u64) << 32 | u64::from(i)
}

pub(super) struct Streams {
    pub count: Stream,
    pub slot: Stream,
    order: Stream,
    offer: Stream,
    talk: Stream,
    warning: Stream,
    accept: Stream,
    report: Stream,
    ask: Stream,
    ask_report: Stream,
}

impl Streams {
    fn new(draws: Draws, week: u32) -> Self {
        Streams::of(|process| draws.of(process).with(u64::from(week)))
    }

    /// From the stream of each purpose in one week.
    pub fn of(weekly: impl Fn(Process) -> Stream) -> Self {
        Streams {
            count: weekly(Process::Approaches),
            slot: weekly(Process::ApproachSlot),
            order: weekly(Process::ApproachOrder),
            offer: weekly(Process::Offer),
            talk: weekly(Process::TalkItOver),
            warning: weekly(Process::Warning),
            accept: weekly(Process::Accept),
            report: weekly(Process::Report),
            ask: weekly(Process::AskAbout),
            ask_report: weekly(Process::AskReport),
        }
    }
}

/// Whom one approach is made to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    /// Key of the approach.
    pub key: u64,
    /// Mining town, or the destination, that it comes from.
    pub town: u16,
    pub community: u16,
    pub her: Occupant,
    /// Her roster row as it is stored.
    pub row: Girl,
    /// How the baseline's approach of this key ended, if it ends so here.
    pub recalled: Recalled,
}

/// All girls approached from the towns in one community; their rows are still to be read. `ahead`: approaches recalled; `sure`: whether
/// anything that can be told before her row is read speaks for their ending as they did.
fn met_in(
    c: usize,
    rates: &[f64],
    (base, appeal): (&[f64], f64),
    scene: &Scene,
    draws: &Streams,
    (ahead, sure): (&mut Ahead, bool),
    met: &mut Vec<Met>,
) {
    let place = &scene.communities[c];
    let base = &base[c * rates.len()..];
    for (town, rate) in rates.iter().enumerate() {
        let lambda = rate * base[town] * appeal;
        let n = poisson::inverse(draws.count.uniform(key(c as u16, town, 0)), lambda);
        for i in 0..n {
            let key = key(c as u16, town, i);
            let (her, recalled) = match ahead.find(key) {
                Some((slot, end)) => (scene.occupant(slot), if sure { end } else { Recalled::Undecided }),
                None => {
                    let age_weight = &scene.setting.derived.age_weight;
                    let of_slot = |slot| scene.occupant(slot);
                    let slots = draws.slot.with(key);
                    (slot_by_age(slots, place.first_girl, place.girls, age_weight, of_slot), Recalled::Undecided)
                }
            };
            met.push(Met { key, town: town as u16, community: c as u16, her, row: Girl::default(), recalled });
        }
    }
}

/// What approaches are decided with beside the world as it is.
#[derive(Clone, Copy)]
struct Beside<'a> {
    /// The world as programmes would have left it, and in which communities they did something; `None`: there are none.
    without: Option<(&'a Scene<'a>, &'a [bool])>,
    /// The baseline's week.
    recalled: Option<WeekRecalled<'a>>,
    /// Whether this is a baseline whose approaches are recorded.
    recording: bool,
}

impl Beside<'_> {
    /// Whether approaches in a community end as recalled if her row is as it was: programmes only make it safer, as much is known, and
    /// nobody is in school who was not.
    fn sure(&self, scene: &Scene, c: usize) -> bool {
        let touched = self.without.is_none_or(|(_, touched)| touched[c]);
        self.recalled.is_some_and(|week| {
            safer(scene, week, touched, c) && (self.without.is_none() || week.enough(c, scene.states[c].shared_without))
        })
    }
}

/// Whether all that differs in a community from the baseline makes whoever declined there decline again. `touched`: programmes may
/// have done something there.
pub(super) fn safer(scene: &Scene, week: WeekRecalled, touched: bool, c: usize) -> bool {
    let levers = &scene.levers[c];
    week.enough(c, scene.states[c].shared_knowledge)
        && levers.earnings_rise >= 0.0
        && levers.violence_fall >= 0.0
        && (scene.school.rows.is_empty() || !touched)
}

/// Whether her row leaves an approach to end as recalled.
pub(super) fn ends_so(met: &Met) -> bool {
    let girl = met.row.of(met.her.generation);
    match met.recalled {
        Recalled::Undecided => false,
        Recalled::NoOffer => {
            matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned) && !girl.has(Girl::IN_TRAINING)
        }
        Recalled::Declined => {
            girl.whereabouts == Whereabouts::AtHome && !girl.has(Girl::EVER_EXPLOITED | Girl::IN_TRAINING)
        }
    }
}

/// All approaches in some communities: who is met, then their rows, then their households, then the outcome. Girls and
/// households lie anywhere in memory, and so the waiting for one overlaps with that for the next.
fn approaches_in(
    communities: std::ops::Range<usize>,
    rates: &[f64],
    market: &Market,
    scene: &Scene,
    draws: &Streams,
    beside: Beside,
    out: &mut Vec<Approach>,
) {
    let mut met = Vec::new();
    let base = market.base_weight(&scene.setting.region);
    let mut ahead = beside.recalled.map_or_else(Ahead::default, |week| week.from(communities.start));
    for c in communities {
        let sure = beside.sure(scene, c);
        met_in(c, rates, (base, market.appeal[c]), scene, draws, (&mut ahead, sure), &mut met);
    }
    for one in &mut met {
        one.row = scene.girls[one.her.slot as usize];
    }
    for one in &mut met {
        if !ends_so(one) {
            one.recalled = Recalled::Undecided;
        }
    }
    let open = met.iter().filter(|one| one.recalled == Recalled::Undecided);
    let households = open.map(|one| scene.households[one.row.household as usize].in_training);
    std::hint::black_box(households.fold(0, u8::wrapping_add));
    let travel = scene.travel;
    out.extend(met.iter().map(|one| {
        let c = usize::from(one.community);
        let (ended, risk) = match one.recalled {
            Recalled::NoOffer => (Ended::of(End::NoOffer, false), 0),
            Recalled::Declined => (Ended::of(End::Declined, reports(one, c, scene, draws)), 0),
            Recalled::Undecided => {
                let hours = scene.communities[c].hours[usize::from(one.town)] * travel;
                let spare = beside.recording.then(|| to_spare(scene, c));
                let ended = decided(one, hours, scene, draws, spare);
                (ended, beside.without.map_or(0, |without| risk(one, hours, ended.end, scene, without, draws)))
            }
        };
        Approach {
            order: draws.order.word(one.key),
            town: one.town,
            community: one.community,
            end: ended.end,
            reported: ended.reported,
            risk,
            recalled: ended.recalled,
            who: one.her,
            word: one.key,
        }
    }));
}

/// Belief that whoever is recalled as declining should be able to do without.
pub(super) fn to_spare(scene: &Scene, c: usize) -> f64 {
    TO_SPARE * scene.states[c].shared_knowledge
}

/// [`Approach::risk`] of an approach that ends so.
fn risk(met: &Met, hours: f64, end: End, scene: &Scene, without: (&Scene, &[bool]), draws: &Streams) -> u8 {
    let (without, touched) = without;
    let (c, girl) = (usize::from(met.community), met.row.of(met.her.generation));
    if end == End::Wasted || girl.has(Girl::EVER_EXPLOITED) {
        return 0;
    }
    let accepted = end == End::Accepted;
    if !touched[c] {
        return if accepted { AT_RISK } else { 0 };
    }
    let alone = Met { row: girl.left_alone(), ..*met };
    let at_risk = decided(&alone, hours, without, draws, None).end == End::Accepted;
    if !at_risk && !accepted {
        return 0;
    }
    (if at_risk { AT_RISK } else { 0 }) | scene.reach(without, &met.her, &girl, c)
}

/// How one approach ended, and what is to be recalled of it.
#[derive(Clone, Copy)]
pub(super) struct Ended {
    pub end: End,
    reported: bool,
    pub recalled: Recalled,
}

impl Ended {
    /// One of which nothing is to be recalled.
    fn of(end: End, reported: bool) -> Ended {
        Ended { end, reported, recalled: Recalled::Undecided }
    }
}

/// Whether a girl who declines reports an offer: with the app, or where she asks about it.
fn reports(met: &Met, c: usize, scene: &Scene, draws: &Streams) -> bool {
    let her = &met.her;
    let uniform = |stream: Stream| stream.with(her.key()).uniform(u64::from(met.town));
    if scene.has_app(her, c) && uniform(draws.report) < scene.levers[c].app_report {
        return true;
    }
    let line = &scene.levers[c].line;
    if line.asks <= 0.0 || uniform(draws.ask) >= line.asks || uniform(draws.ask_report) >= line.report {
        return false;
    }
    let girl = met.row.of(her.generation);
    scene.may_ask(her, &girl, c, scene.schooling(her, &girl, c))
}

/// Outcome of one approach, if a place is free. Draws are hers (slot, generation), so they are the same under every policy. With `spare`,
/// belief that she should be able to do without, it also says what to recall of it.
pub(super) fn decided(met: &Met, hours: f64, scene: &Scene, draws: &Streams, spare: Option<f64>) -> Ended {
    let her = &met.her;
    let girl = &met.row.of(her.generation);
    let c = usize::from(met.community);
    if !matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned) {
        return Ended::of(End::Wasted, false);
    }
    let p = &scene.setting.parameters;
    let person = her.key();
    let by_town = u64::from(met.town);
    let uniform = |stream: Stream| stream.with(person).uniform(by_town);
    let schooling = scene.schooling(her, girl, c);
    let out_of_reach = if girl.has(Girl::IN_TRAINING) {
        p.approach.phi_train
    } else if schooling == Schooling::InSchool {
        scene.phi_school
    } else {
        0.0
    };
    if out_of_reach > 0.0 && uniform(draws.offer) < out_of_reach {
        let recalled = if girl.has(Girl::IN_TRAINING) { Recalled::Undecided } else { Recalled::NoOffer };
        return Ended { end: End::NoOffer, reported: false, recalled };
    }
    let has_app = scene.has_app(her, c);
    let line = &scene.levers[c].line;
    let asks = line.asks > 0.0 && uniform(draws.ask) < line.asks && scene.may_ask(her, girl, c, schooling);
    let reported = has_app && uniform(draws.report) < scene.levers[c].app_report
        || asks && uniform(draws.ask_report) < line.report;
    // Most offers are declined whatever else there is to know about her: the draw comes first, so that income, patience
    // and campaign contacts need not be worked out for them, and then only income. Transfers, talking it over and the app's
    // warning only make it less likely that she accepts.
    let u = uniform(draws.accept);
    let (years, bounds) = (scene.years_between(her), &scene.setting.derived.bounds);
    let declines = |c: &Circumstances| acceptance_at_most(c, years, bounds, &p.decision).is_some_and(|most| u >= most);
    let spare = spare.filter(|_| girl.whereabouts == Whereabouts::AtHome && !girl.has(Girl::EVER_EXPLOITED));
    let with_less =
        |c: &Circumstances| spare.is_some_and(|spare| declines(&Circumstances { belief: c.belief - spare, ..*c }));
    let riskiest = scene.riskiest(her, girl, c, schooling, hours);
    if with_less(&riskiest) {
        return Ended { end: End::Declined, reported, recalled: Recalled::Declined };
    }
    if spare.is_none() && declines(&riskiest) {
        return Ended::of(End::Declined, reported);
    }
    let of_income = Circumstances { income: scene.income(girl, c), ..riskiest };
    if with_less(&of_income) {
        return Ended { end: End::Declined, reported, recalled: Recalled::Declined };
    }
    if declines(&of_income) {
        return Ended::of(End::Declined, reported);
    }
    let mut circumstances = scene.circumstances_at(of_income.income, her, girl, c, schooling, hours);
    if uniform(draws.talk) < talks(&circumstances, scene.taboo(c), &p.knowledge) {
        circumstances.belief += p.knowledge.d_consult;
    }
    if has_app && uniform(draws.warning) < scene.levers[c].app_warning {
        circumstances.belief += scene.levers[c].app_shift;
    }
    if asks {
        circumstances.belief += line.shift;
    }
    let accepts = u < acceptance(&circumstances, &p.decision);
    Ended::of(if accepts { End::Accepted } else { End::Declined }, reported)
}

/// Approaches outside the simulated departments: each succeeds with the region's yield.
fn approaches_outside(rates: &[f64], market: &Market, draws: &Streams, out: &mut Vec<Approach>) {
    for (town, rate) in rates.iter().enumerate() {
        let lambda = rate * market.outside_weight[town];
        let n = poisson::inverse(draws.count.uniform(key(OUTSIDE, town, 0)), lambda);
        for i in 0..n {
            let key = key(OUTSIDE, town, i);
            let accepts = draws.accept.with(key).uniform(u64::MAX) < market.regional_yield;
            out.push(Approach {
                order: draws.order.word(key),
                town: town as u16,
                community: OUTSIDE,
                end: if accepts { End::Accepted } else { End::Declined },
                reported: false,
                risk: 0,
                recalled: Recalled::Undecided,
                who: Occupant { slot: 0, generation: 0, weeks_since_12: 0, twelve_in: 0 },
                word: draws.slot.with(key).word(u64::MAX),
            });
        }
    }
}

/// System: the week's approaches are drawn and decided community by community, then take places in the order of their keys.
pub fn approaches(
    sight: Sight,
    (trade, replay): (Res<Trade>, Res<Replay>),
    terciles: Res<Terciles>,
    (households, towns): (Query<&Household>, Query<&MiningTown>),
    mut girls: Girls,
    mut states: Query<&mut CommunityState>,
    (mut brothels, mut people): (Query<&mut Brothel>, Query<&mut Recruiter>),
    (mut without, mut recall): (ResMut<LeftAlone>, ResMut<Recall>),
    mut cases: ResMut<Cases>,
    mut market: ResMut<Market>,
    mut tally: ResMut<Tally>,
) {
    let (setting, week) = (&*sight.setting, sight.clock.week);
    let p = &setting.parameters;
    let weather = setting.weather(sight.clock.since_fork());
    let rates: Vec<f64> = (0..market.free.len())
        .map(|k| {
            let w0 = trade.frozen.as_ref().map(|f| f.weight[k] * market.travel_ratio(k));
            // After what may be held, so that an event acts once on approaches that are replayed.
            weather.approaches
                * rate_per_weight(
                    market.recruiters[k],
                    p.recruiters.kappa_r,
                    market.effort[k],
                    market.weight[k],
                    market.scale_weight[k],
                    w0,
                    p.recruiters.outside_elasticity,
                )
        })
        .collect();
    let (girls, states) = (girls.roster(), rows_mut(&mut states));
    let draws = Streams::new(setting.draws, week);
    if without.counts() {
        without.mark(sight.levers(), &sight.school, week / WEEKS_PER_YEAR);
    }
    let households = rows(&households);
    let mut scene = sight.scene(girls.seen(), households, states);
    scene.travel = weather.travel;
    let alone = without.counts().then(|| scene.without(&without));
    let recording = matches!(*recall, Recall::Recording(_)) && alone.is_none();
    let beside = Beside {
        without: alone.as_ref().map(|alone| (alone, &without.touched[..])),
        recalled: recall.week(week),
        recording,
    };
    let expected: f64 = rates.iter().zip(&market.weight).map(|(rate, weight)| rate * weight).sum();
    let expected = (1.2 * expected) as usize + 64;
    let chunk = if setting.threads > 1 { CHUNK_OF_THREAD } else { CHUNK };
    let mut made = in_chunks(scene.communities.len(), chunk, setting.threads, expected, |communities, out| {
        approaches_in(communities, &rates, &market, &scene, &draws, beside, out);
    });
    if let Recall::Recording(all) = &mut *recall
        && recording
    {
        all.add(week, states, made.iter().map(|one| (one.word, one.who.slot, one.recalled)));
    }
    approaches_outside(&rates, &market, &draws, &mut made);

    let brothels = rows_mut(&mut brothels);
    let gate = replay.held(Channels::EFFORT, week).map(|then| then.full_from);
    let mut placing = Placing {
        setting,
        week,
        free: market.free.clone(),
        gate_held: gate.is_some(),
        full_from: gate.map_or_else(|| vec![u64::MAX; market.free.len()], <[u64]>::to_vec),
        extra: 0,
        by_town: ByTown::new(brothels),
        brothels,
        girls,
        cases: &mut cases,
    };
    let counting = Counting { setting, terciles: &terciles, households };
    let mut accepted: Vec<usize> = (0..made.len()).filter(|i| made[*i].end == End::Accepted).collect();
    accepted.sort_unstable_by_key(|i| (made[*i].order, *i));
    let followed =
        Followed::of(placing.cases, placing.girls.seen(), accepted.iter().map(|i| &made[*i]), setting.threads);
    let lists = shortlists(placing.brothels, &placing.by_town, false, setting.threads, accepted.len(), |i| {
        let approach = &made[accepted[i]];
        (approach.town, choice(setting.draws, approach.person(), week))
    });
    for (i, list) in accepted.into_iter().zip(lists) {
        let spell = placing.place(&mut made[i], &list, &followed);
        if spell.as_ref().is_none_or(|spell| !spell.first) {
            // Approached twice in a week, she is drawn in once.
            made[i].risk = 0;
        }
        if let Some(spell) = spell {
            let weeks = (week as i32 - spell.twelve_in) as u32;
            counting.spell(&mut tally, made[i].community, spell.household, weeks, spell.first);
            if spell.first {
                let department = match made[i].community {
                    OUTSIDE => setting.region.departments.len(),
                    c => usize::from(setting.region.communities[usize::from(c)].department),
                };
                let towns = setting.region.towns.len();
                tally.flows[department * towns + usize::from(made[i].town)] += 1;
            }
        }
    }
    tally.extra_places = placing.extra;
    let full_from = placing.full_from;
    let (people, towns) = (rows_mut(&mut people), rows(&towns));
    for approach in &made {
        if approach.order > full_from[usize::from(approach.town)] {
            tally.stopped += 1;
            continue;
        }
        tally.approaches += 1;
        let route = tally.place(approach.community) * towns.len() + usize::from(approach.town);
        tally.approaches_by_route[route] += 1;
        match approach.end {
            End::Wasted => tally.wasted += 1,
            End::NoOffer => {}
            // Outside, an approach succeeds or not as a whole: there are no offers to count.
            End::Declined | End::Accepted if approach.community == OUTSIDE => {}
            End::Declined => tally.offers += 1,
            End::Accepted => {
                tally.offers += 1;
                tally.accepted += 1;
            }
        }
        if approach.risk != 0 {
            let Occupant { slot, generation, .. } = approach.who;
            let row = &mut placing.girls[slot as usize];
            let mut girl = row.of(generation);
            let (without, drawn_in) = (approach.risk & AT_RISK != 0, approach.end == End::Accepted);
            if tally.at_risk.add(without, drawn_in, approach.risk & !AT_RISK, girl.has(Girl::KEPT)) {
                girl.flags |= Girl::KEPT;
                *row = girl;
            }
        }
        if approach.reported {
            tally.reports += 1;
            let at_work = towns[usize::from(approach.town)].recruiter_share * trade.recruiters;
            report(approach, people, at_work, setting, week);
        }
        if approach.community != OUTSIDE {
            let state = &mut states[usize::from(approach.community)];
            state.approaches += 1.0;
            state.approaches_beside_reports += 1.0;
            state.successes += f64::from(u8::from(approach.end == End::Accepted));
            state.reports += f64::from(u8::from(approach.reported));
        }
    }
    market.full_from = full_from;
}

/// A report counts against one recruiter at work in the town, picked by key.
fn report(approach: &Approach, people: &mut [Recruiter], in_trade: f64, setting: &Setting, week: u32) {
    let draws = setting.draws.of(Process::ReportedRecruiter).with(approach.who.key()).with(u64::from(week));
    let best = people
        .iter()
        .enumerate()
        .filter(|(_, one)| one.town == approach.town && one.arrested_until <= week && f64::from(one.rank) < in_trade)
        .min_by_key(|(row, _)| draws.word(*row as u64))
        .map(|(row, _)| row);
    if let Some(row) = best {
        people[row].reports += 1.0;
    }
}

/// Where those are among the cases who were exploited before and may be followed still, by key of draws.
struct Followed(Vec<(u64, usize)>);

/// Marks for keys by their last bits: most cases are nobody's who is looked for.
const MARKS: usize = 1024;

impl Followed {
    /// Cases of those approached who were exploited before, found in one pass over all cases.
    fn of<'a>(cases: &Cases, girls: Roster, them: impl Iterator<Item = &'a Approach>, threads: usize) -> Followed {
        let again = them.filter(|one| {
            let Occupant { slot, generation, .. } = one.who;
            one.community != OUTSIDE && girls[slot as usize].of(generation).has(Girl::EVER_EXPLOITED)
        });
        let mut sought: Vec<u64> = again.map(Approach::person).collect();
        if sought.is_empty() {
            return Followed(Vec::new());
        }
        sought.sort_unstable();
        let mut marked = [false; MARKS];
        sought.iter().for_each(|person| marked[*person as usize % MARKS] = true);
        let mut rows = cases.each(
            threads,
            |case| marked[case.person as usize % MARKS],
            |row, case| sought.binary_search(&case.person).is_ok().then_some((case.person, row)),
        );
        rows.sort_unstable();
        Followed(rows)
    }

    /// Row of her case, if she has one.
    fn row(&self, person: u64) -> Option<usize> {
        self.0.binary_search_by_key(&person, |(of, _)| *of).ok().map(|at| self.0[at].1)
    }
}

/// Gives places to those drawn in, in the order of keys.
struct Placing<'a> {
    setting: &'a Setting,
    week: u32,
    free: Vec<u32>,
    /// Whether the recorded gate decides who gets a place, and not the places that are free now.
    gate_held: bool,
    /// Order after which a town is full.
    full_from: Vec<u64>,
    /// Those who got a place that was not free.
    extra: u32,
    by_town: ByTown,
    brothels: &'a mut [Brothel],
    girls: RosterMut<'a>,
    cases: &'a mut Cases,
}

/// A spell that begins.
struct Spell {
    first: bool,
    twelve_in: i32,
    /// Row of her household; means nothing for those from outside.
    household: u32,
}

impl Placing<'_> {
    /// The spell that begins, if one does. A girl drawn in twice in a week goes with the first; the second approach is wasted.
    fn place(&mut self, approach: &mut Approach, list: &Shortlist, followed: &Followed) -> Option<Spell> {
        let town = usize::from(approach.town);
        let full = if self.gate_held { approach.order > self.full_from[town] } else { self.free[town] == 0 };
        if full {
            return None;
        }
        let outside = approach.community == OUTSIDE;
        let girl = self.girls[approach.who.slot as usize].of(approach.who.generation);
        if !outside && !matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned) {
            approach.end = End::Wasted;
            return None;
        }
        let person = approach.person();
        let row = self.row(approach, list, choice(self.setting.draws, person, self.week))?;
        self.brothels[row].occupants += 1;
        let twelve_in = if outside {
            let weeks =
                outside_age(self.setting.draws.of(Process::OutsideAge).with(person), &self.setting.derived.age_weight);
            self.week as i32 - weeks as i32
        } else {
            approach.who.twelve_in
        };
        let first = outside || !girl.has(Girl::EVER_EXPLOITED);
        begin_spell(
            self.setting,
            self.cases,
            &mut self.girls,
            person,
            approach.community,
            twelve_in,
            (row as u32, self.brothels[row].town),
            self.week,
            followed.row(person),
        );
        Some(Spell { first, twelve_in, household: girl.household })
    }

    /// The brothel she gets into: a free place in town; where the gate is held there may be none, and she takes one in the
    /// region, else one that is not free, which is counted.
    fn row(&mut self, approach: &mut Approach, list: &Shortlist, draws: Stream) -> Option<usize> {
        let town = usize::from(approach.town);
        if !self.gate_held {
            let row = list.choose(self.brothels, &self.by_town, approach.town, draws)?;
            self.free[town] -= 1;
            if self.free[town] == 0 {
                self.full_from[town] = approach.order;
            }
            return Some(row);
        }
        if let Some(row) = choose_near(self.brothels, &self.by_town, approach.town, draws) {
            return Some(row);
        }
        let Some(row) = choose_extra(self.brothels, &self.by_town, approach.town, draws) else {
            // Not one brothel is open in the region: there is nothing to offer.
            approach.end = End::NoOffer;
            return None;
        };
        self.extra += 1;
        Some(row)
    }
}

/// Puts a person into a brothel: a new case, or her old one in row `known`, if she is still followed.
#[allow(clippy::too_many_arguments, reason = "one call a way in; a struct would only repeat the fields of a case")]
pub fn begin_spell(
    setting: &Setting,
    cases: &mut Cases,
    girls: &mut RosterMut,
    person: u64,
    community: u16,
    twelve_in: i32,
    (brothel, town): (u32, u16),
    week: u32,
    known: Option<usize>,
) {
    let case = Case {
        person,
        community,
        twelve_in,
        state: CaseState::Exploited,
        brothel,
        town,
        since: week,
        until: ends(setting.draws, person, week, week, &setting.parameters.exploitation),
        speaks_until: 0,
        speed: 1.0,
        complains: may_complain(setting, person, week),
        registered: false,
        outside_roster: false,
    };
    set_whereabouts(girls, &case, Whereabouts::Exploited);
    match known {
        Some(row) => cases.0[row] = case,
        None => cases.0.push(case),
    }
}
