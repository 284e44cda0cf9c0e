//! What girls know and pass on (docs/odd.md §6): campaign contacts, the app, shared knowledge, forgetting.
//!
//! A girl's own knowledge is never stored. Contacts of a campaign come from one candidate process a girl, thinned by the
//! community's rate in that week, so they are the same whenever they are looked at and nested between coverages.

use crate::draws::{Draws, Process, Stream};
use crate::math::num;
use crate::process::decision::saturating;
use crate::process::girl::Occupant;
use crate::scenario::Whom;
use crate::world::tables::{rows, rows_mut};
use crate::world::{
    AppHistory, CampaignHistory, CaseState, Cases, Clock, Community, CommunityState, Derived, Levers, OUTSIDE,
    PickedHistory, RegionLevers, Setting, WEEKS_PER_QUARTER, WEEKS_PER_YEAR,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Taboo once programmes have lowered it by `fall`: never below the floor, which no programme reaches past.
#[inline]
pub fn taboo(original: f64, fall: f64, floor: f64) -> f64 {
    (original - fall).max(original.min(floor))
}

/// One week of shared knowledge: `s·2^(−1/h_s) + (1−τ)(η·contacts per girl + ζ·speaking per 1,000 girls)`.
#[inline]
pub fn share(
    s: f64,
    fade: f64,
    taboo: f64,
    contacts_per_girl: f64,
    speaking_per_1000: f64,
    eta: f64,
    zeta: f64,
) -> f64 {
    s * fade + (1.0 - taboo) * (eta * contacts_per_girl + zeta * speaking_per_1000)
}

/// One week of the app in its market (Bass 1969 with drop-out): shares that use it and that dropped it.
///
/// Hazard of adopting among those who never did: `p + q·using`. A thirteenth of the market turns over each year.
#[inline]
pub fn adopt(using: f64, dropped: f64, innovation: f64, imitation: f64, drop_per_year: f64) -> (f64, f64, f64) {
    let hazard = innovation + imitation * using;
    let turnover = 1.0 / (13.0 * f64::from(WEEKS_PER_YEAR));
    let adopting = num::hazard_to_probability(hazard) * (1.0 - using - dropped).max(0.0);
    let dropping = num::hazard_to_probability(drop_per_year / f64::from(WEEKS_PER_YEAR)) * using;
    let using_next = (using + adopting - dropping) * (1.0 - turnover);
    let dropped_next = (dropped + dropping) * (1.0 - turnover);
    (using_next, dropped_next, hazard)
}

/// Last week a history has a row of: the week before, if it is read between two ticks.
#[inline]
fn last_week(first_week: u32, rows: usize, communities: usize) -> u32 {
    first_week + (rows / communities) as u32 - 1
}

/// Own knowledge x from campaign contacts, log-odds before saturation: each contact's gain halves every `h_x` weeks. `is_meant`: whether
/// she was one of these girls in a week, for campaigns that are for some only.
pub fn campaign_knowledge(
    her: &Occupant,
    community: usize,
    communities: usize,
    week: u32,
    history: &CampaignHistory,
    draws: Draws,
    derived: &Derived,
    knowledge: &crate::register::Knowledge,
    is_meant: impl Fn(&Whom, u32) -> bool,
) -> f64 {
    let with_all = history.most.get(community).map_or(0.0, |most| f64::from(*most));
    let picked = |one: &PickedHistory| one.most.get(community).map_or(0.0, |most| f64::from(*most));
    let most = with_all + history.picked.iter().map(picked).sum::<f64>();
    if most <= 0.0 {
        return 0.0;
    }
    let last_picked = |one: &PickedHistory| last_week(one.first_week, one.rows.len(), communities);
    let (mut first, mut last) = (history.first_week, history.last_contacts);
    if !history.picked.is_empty() {
        let begins = history.picked.iter().map(|one| one.first_week);
        first = begins.chain((!history.rows.is_empty()).then_some(first)).min().unwrap_or(first);
        last = history.picked.iter().map(last_picked).fold(last, u32::max);
    }
    let from = first.max(week.saturating_sub(derived.contact_memory_weeks)).max(her.twelve_in.max(0) as u32);
    let counts = draws.of(Process::CampaignCount).with(her.key());
    let contacts = draws.of(Process::CampaignContact).with(her.key());
    let until = last.min(week);
    let mut x = 0.0;
    for quarter in from / WEEKS_PER_QUARTER..=until / WEEKS_PER_QUARTER {
        let u = counts.uniform(u64::from(quarter));
        let candidates = derived.candidate_contacts.iter().take_while(|c| u >= **c).count();
        for i in 0..candidates {
            let word = contacts.word(u64::from(quarter) << 8 | i as u64);
            let at = quarter * WEEKS_PER_QUARTER + (((word >> 32) * u64::from(WEEKS_PER_QUARTER)) >> 32) as u32;
            let mark = (word & 0xffff_ffff) as f64 / 4_294_967_296.0;
            // Most candidates are no contact in any week: only of the others need the week's rate be looked up.
            if mark * knowledge.max_contacts >= most || at < from || at > until {
                continue;
            }
            let (rate, gain) = history.at(at, community, communities);
            let decay = || num::half_life_decay(f64::from(week - at), knowledge.h_x);
            if mark * knowledge.max_contacts < f64::from(rate) {
                x += f64::from(gain) * decay();
                continue;
            }
            // Campaigns share her candidates: each has those next to the ones that are taken.
            let mut taken = f64::from(rate);
            for one in &history.picked {
                let (rate, gain) = one.at(at, community);
                if rate > 0.0 && is_meant(&one.whom, at) {
                    taken += f64::from(rate);
                    if mark * knowledge.max_contacts < taken {
                        x += f64::from(gain) * decay();
                        break;
                    }
                }
            }
        }
    }
    x
}

/// Streams that decide who has the app.
#[derive(Clone, Copy)]
pub struct AppDraws {
    phone: Stream,
    market: Stream,
    adoption: Stream,
    drop: Stream,
}

impl AppDraws {
    /// The streams of one world.
    pub fn new(draws: Draws) -> Self {
        AppDraws {
            phone: draws.of(Process::Phone),
            market: draws.of(Process::AppMarket),
            adoption: draws.of(Process::AppAdoption),
            drop: draws.of(Process::AppDrop),
        }
    }
}

/// Whether a girl uses the app: she has phone and signal, is in its market, its cumulative hazard since she turned 12 has
/// passed her own exponential, and the time since then has not passed her drop-out time.
pub fn has_app(
    her: &Occupant,
    c: &Community,
    community: usize,
    communities: usize,
    week: u32,
    levers: &Levers,
    history: &AppHistory,
    d: &AppDraws,
) -> bool {
    if history.rows.is_empty() || levers.app_market <= 0.0 {
        return false;
    }
    let key = her.key();
    if !has_phone(key, c, d) || d.market.uniform(key) >= levers.app_market {
        return false;
    }
    let cumulative = |w: u32| {
        if w < history.first_week {
            0.0
        } else {
            history.rows[(w - history.first_week) as usize * communities + community]
        }
    };
    let from = her.twelve_in.max(0) as u32;
    let last = last_week(history.first_week, history.rows.len(), communities).min(week);
    if from > last {
        return false;
    }
    let threshold = cumulative(from.saturating_sub(1)) + d.adoption.exponential(key);
    if cumulative(last) < threshold {
        return false;
    }
    let (mut low, mut high) = (from.max(history.first_week), last);
    while low < high {
        let middle = (low + high) / 2;
        if cumulative(middle) < threshold { low = middle + 1 } else { high = middle }
    }
    let years_used = f64::from(week - low) / f64::from(WEEKS_PER_YEAR);
    d.drop.exponential(key) > years_used * levers.app_drop
}

/// Whether a girl has phone and signal.
#[inline]
pub fn has_phone(key: u64, c: &Community, d: &AppDraws) -> bool {
    d.phone.uniform(key) < c.phone_share
}

/// logit b: `ℓ_c + o_g + x_max(1−e^(−x/x_max)) + x_return·[ever exploited] + s_c`.
#[inline]
pub fn belief(community: f64, own: f64, x: f64, x_max: f64, returned: f64, shared: f64) -> f64 {
    community + own + saturating(x, x_max) + returned + shared
}

/// System: shared knowledge, and this week's row of the campaign's and the app's history.
pub fn knowledge(
    setting: Res<Setting>,
    clock: Res<Clock>,
    cases: Res<Cases>,
    levers: Query<&Levers>,
    region: Res<RegionLevers>,
    mut states: Query<&mut CommunityState>,
    mut campaign: ResMut<CampaignHistory>,
    mut app: ResMut<AppHistory>,
) {
    let p = &setting.parameters;
    let (levers, states) = (rows(&levers), rows_mut(&mut states));
    for state in states.iter_mut() {
        state.speaking = 0;
    }
    // On one thread: there is too little to do to wake others for.
    let speaking = cases.each(
        1,
        |case| {
            let back = matches!(case.state, CaseState::GoingBack | CaseState::Returned | CaseState::Home);
            back & (case.speaks_until > clock.week) & (case.community != OUTSIDE)
        },
        |_, case| Some(case.community),
    );
    for community in speaking {
        states[usize::from(community)].speaking += 1;
    }
    let mut adopting = false;
    for ((state, lever), place) in states.iter_mut().zip(levers).zip(&setting.region.communities) {
        let contacts_per_girl = (lever.contact_rate + lever.picked_contact_rate) / f64::from(WEEKS_PER_YEAR);
        let speaking = 1000.0 * f64::from(state.speaking) / f64::from(place.girls);
        let tau = taboo(place.taboo, lever.taboo_fall, p.programmes.taboo_floor);
        state.shared_knowledge = share(
            state.shared_knowledge,
            setting.derived.shared_fade,
            tau,
            contacts_per_girl,
            speaking,
            p.knowledge.eta,
            p.knowledge.zeta,
        );
        state.shared_without = share(
            state.shared_without,
            setting.derived.shared_fade,
            taboo(place.taboo, 0.0, p.programmes.taboo_floor),
            0.0,
            speaking,
            p.knowledge.eta,
            p.knowledge.zeta,
        );
        adopting |= lever.app_innovation > 0.0 || state.app_using > 0.0;
    }
    campaign.add(clock.week, levers, &region.picked);
    if adopting || !app.rows.is_empty() {
        let n = levers.len();
        if app.rows.is_empty() {
            app.first_week = clock.week;
        }
        for (i, (state, lever)) in states.iter_mut().zip(levers).enumerate() {
            let last = if app.rows.len() >= n { app.rows[app.rows.len() - n] } else { 0.0 };
            let (using, dropped, hazard) =
                adopt(state.app_using, state.app_dropped, lever.app_innovation, lever.app_imitation, lever.app_drop);
            (state.app_using, state.app_dropped) = (using, dropped);
            debug_assert_eq!(app.rows.len() % n, i);
            app.rows.push(last + hazard);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_knowledge_settles_where_inflow_equals_forgetting() {
        let fade = num::half_life_decay(1.0, 104.0);
        let mut s = 0.0;
        for _ in 0..20_000 {
            s = share(s, fade, 0.4, 2.0 / 52.0, 3.0, 0.03, 0.002);
        }
        let expected = 0.6 * (0.03 * 2.0 / 52.0 + 0.002 * 3.0) / (1.0 - fade);
        assert!((s - expected).abs() < 1e-12);
    }

    #[test]
    fn taboo_falls_to_the_floor_and_never_rises() {
        assert_eq!(taboo(0.5, 0.1, 0.15), 0.4);
        assert_eq!(taboo(0.5, 0.9, 0.15), 0.15);
        assert_eq!(taboo(0.1, 0.9, 0.15), 0.1);
    }

    #[test]
    fn without_imitation_and_drop_out_adoption_is_exponential() {
        let (mut using, mut dropped) = (0.0, 0.0);
        for _ in 0..52 {
            (using, dropped, _) = adopt(using, dropped, 0.01, 0.0, 0.0);
        }
        let turnover = 1.0 - 1.0 / 676.0f64;
        // x' = (x + a(1−x))t has the solution below.
        let a = 1.0 - (-0.01f64).exp();
        let k = (1.0 - a) * turnover;
        let expected = a * turnover * (1.0 - k.powi(52)) / (1.0 - k);
        assert!((using - expected).abs() < 1e-12 && dropped == 0.0);
    }
}
