//! Recruiters: effort from vacancies, weights of communities, how many there are (docs/odd.md §6, recruiters).

use crate::math::num;
use crate::register;
use crate::world::synthetic;
use crate::world::tables::{rows, rows_mut};
use crate::world::{
    Brothel, Case, CaseState, Cases, Channels, Clock, CommunityState, Market, MiningTown, Recruiter, Replay, Setting,
    Tally, Trace, TraceWeek, Trade, WEEKS_PER_YEAR,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Effort at vacancy rate v: `v/(v + v_ref)`.
#[inline]
pub fn effort(vacancy: f64, v_ref: f64) -> f64 {
    if vacancy <= 0.0 { 0.0 } else { vacancy / (vacancy + v_ref) }
}

/// Yield of a community as the trade sees it, shrunk towards the region's: `(S + m·Ȳ)/(C + m)`.
#[inline]
pub fn shrunk_yield(successes: f64, approaches: f64, prior: f64, regional: f64) -> f64 {
    (successes + prior * regional) / (approaches + prior)
}

/// Factor that yield and reports put on a community's fixed weight: `min(Ŷ/Ȳ, y_cap)^λ_y · exp(−λ_e·reports per 100 approaches)`.
#[inline]
pub fn appeal(relative_yield: f64, reports_per_100: f64, y_cap: f64, lambda_y: f64, lambda_e: f64) -> f64 {
    let yielding = num::pow(relative_yield.min(y_cap), lambda_y);
    if reports_per_100 > 0.0 { yielding * num::exp(-lambda_e * reports_per_100) } else { yielding }
}

/// Recruiters the trade draws towards: `R* = (1−φ)R₀ + φ·R₀·A/A₀`.
#[inline]
pub fn desired(feedback: f64, at_start: f64, adults: f64, adults_at_start: f64) -> f64 {
    if adults_at_start > 0.0 {
        (1.0 - feedback) * at_start + feedback * at_start * adults / adults_at_start
    } else {
        at_start
    }
}

/// Approaches per week from a town per unit of community weight: `R_k·κ_R·e_k·(W_k/W₀_k)^ε_o / W_k`. The two W_k differ only
/// where one of them is held as in the baseline.
#[inline]
pub fn rate_per_weight(
    recruiters: f64,
    kappa: f64,
    effort: f64,
    weight: f64,
    scale_weight: f64,
    weight_0: Option<f64>,
    elasticity: f64,
) -> f64 {
    if weight <= 0.0 {
        return 0.0;
    }
    let scale = match weight_0 {
        Some(w0) if w0 > 0.0 => num::pow(scale_weight / w0, elasticity),
        _ => 1.0,
    };
    recruiters * kappa * effort * scale / weight
}

/// The towns' shares of recruiters: `φ_base·fixed + (1 − φ_base)·share of the places of open brothels`, the latter smoothed over
/// `h_base` weeks. Places and not free places: effort already answers those.
pub fn follow_places(towns: &mut [MiningTown], places: &[u32], p: &register::Recruiters) {
    let all: f64 = places.iter().map(|n| f64::from(*n)).sum();
    if p.base_share >= 1.0 || all <= 0.0 {
        return;
    }
    for (town, places) in towns.iter_mut().zip(places) {
        town.places_share += (f64::from(*places) / all - town.places_share) / p.share_weeks;
        town.recruiter_share = p.base_share * town.fixed_share + (1.0 - p.base_share) * town.places_share;
    }
}

/// A: exploited women of 18 and over plus returned ones not yet reintegrated.
pub fn adults_and_returned(cases: &[Case], week: u32) -> f64 {
    // Without branches: states follow each other in no order.
    let counted = cases.iter().filter(|case| {
        (case.state == CaseState::Exploited) & !case.minor(week)
            | matches!(case.state, CaseState::GoingBack | CaseState::Returned)
    });
    counted.count() as f64
}

/// System: vacancies and effort by town, weights by community, the number of recruiters. Responses that are held take the
/// recorded values; what the trade remembers goes on all the same.
pub fn recruiters(
    setting: Res<Setting>,
    clock: Res<Clock>,
    replay: Res<Replay>,
    cases: Res<Cases>,
    mut trade: ResMut<Trade>,
    mut market: ResMut<Market>,
    brothels: Query<&Brothel>,
    mut towns: Query<&mut MiningTown>,
    people: Query<&Recruiter>,
    mut states: Query<&mut CommunityState>,
) {
    let p = &setting.parameters;
    let r = &p.recruiters;
    let (brothels, towns) = (rows(&brothels), rows_mut(&mut towns));
    let (people, states) = (rows(&people), rows_mut(&mut states));
    let n_towns = towns.len();

    let at_start = r.number / setting.region.scale;
    trade.adults_and_returned = adults_and_returned(&cases.0, clock.week);
    trade.recruiters = match &trade.frozen {
        None => at_start,
        Some(frozen) => {
            let towards = desired(r.feedback, at_start, trade.adults_and_returned, frozen.adults_and_returned);
            trade.recruiters + r.follow_rate * (towards - trade.recruiters)
        }
    };
    let numbers_then = replay.held(Channels::RECRUITERS, clock.week);
    if let Some(then) = &numbers_then {
        trade.recruiters = then.recruiters;
    }

    let mut places = vec![0u32; n_towns];
    market.free.clear();
    market.free.resize(n_towns, 0);
    for b in brothels.iter().filter(|b| b.open) {
        places[usize::from(b.town)] += u32::from(b.places);
        market.free[usize::from(b.town)] += u32::from(b.free());
    }
    follow_places(towns, &places, r);
    market.vacancy = market
        .free
        .iter()
        .zip(&places)
        .map(|(free, all)| if *all > 0 { f64::from(*free) / f64::from(*all) } else { 0.0 })
        .collect();
    market.effort = match replay.held(Channels::EFFORT, clock.week) {
        Some(then) => then.effort.to_vec(),
        None => market.vacancy.iter().map(|v| effort(*v, r.v_ref)).collect(),
    };
    let mut arrested = vec![0.0; n_towns];
    for one in people {
        let k = usize::from(one.town);
        let in_trade = f64::from(one.rank) < towns[k].recruiter_share * trade.recruiters;
        if in_trade && one.arrested_until > clock.week {
            arrested[k] += 1.0;
        }
    }
    market.recruiters = match numbers_then {
        Some(then) => then.at_work.to_vec(),
        None => towns.iter().zip(&arrested).map(|(t, a)| (t.recruiter_share * trade.recruiters - a).max(0.0)).collect(),
    };

    // In simulated approaches, so that a smaller world shrinks its yields no more than everyone's does.
    let prior = r.y_prior / setting.region.scale;
    let (mut successes, mut approaches) = (0.0, 0.0);
    for state in states.iter_mut() {
        state.successes *= setting.derived.yield_fade;
        state.approaches *= setting.derived.yield_fade;
        state.reports *= setting.derived.report_fade;
        state.approaches_beside_reports *= setting.derived.report_fade;
        successes += state.successes;
        approaches += state.approaches;
    }
    let regional = match &trade.frozen {
        Some(frozen) => frozen.regional_yield,
        None => shrunk_yield(successes, approaches, prior, p.decision.accept0),
    };
    market.regional_yield = regional;
    travel(&setting, clock.since_fork(), &mut market);
    let Market { weight, appeal: appeals, travel_weight, .. } = &mut *market;
    let base_weight: &[f64] = if travel_weight.is_empty() { &setting.region.base_weight } else { travel_weight };
    weight.clear();
    weight.resize(n_towns, 0.0);
    appeals.clear();
    for (c, state) in states.iter().enumerate() {
        let relative = shrunk_yield(state.successes, state.approaches, prior, regional) / regional;
        let reports = 100.0 * shrunk_yield(state.reports, state.approaches_beside_reports, prior, 0.0);
        let appeal = appeal(relative, reports, r.y_cap, r.lambda_y, r.lambda_e);
        appeals.push(appeal);
        for (sum, base) in weight.iter_mut().zip(&base_weight[c * n_towns..]) {
            *sum += base * appeal;
        }
    }
    let outside = p.population.outside_origin;
    market.outside_weight = match &trade.frozen {
        Some(frozen) => {
            let usual = frozen.outside_weight.iter().enumerate();
            usual.map(|(k, weight)| weight * market.travel_ratio(k)).collect()
        }
        None => market.weight.iter().map(|w| outside / (1.0 - outside) * w).collect(),
    };
    let Market { weight, outside_weight, .. } = &mut *market;
    for (sum, out) in weight.iter_mut().zip(outside_weight) {
        *sum += *out;
    }
    market.scale_weight = match replay.held(Channels::SCALE, clock.week) {
        Some(then) => then.weight.to_vec(),
        None => market.weight.clone(),
    };
    if let Some(then) = replay.held(Channels::WEIGHTS, clock.week) {
        market.weight = then.weight.to_vec();
        market.appeal = then.appeal.to_vec();
    }
}

/// Weights by travel times as they are this week, where an event changes them.
pub fn travel(setting: &Setting, since_fork: Option<u32>, market: &mut Market) {
    let factor = setting.weather(since_fork).travel;
    if factor == 1.0 {
        market.travel_weight.clear();
        market.travel_ratio.clear();
        return;
    }
    let region = &setting.region;
    let towns = region.towns.len();
    market.travel_weight = synthetic::weights(
        &region.communities,
        &region.attraction,
        &region.competition,
        setting.parameters.recruiters.lambda_d,
        factor,
    );
    let sum = |weights: &[f64], k: usize| weights.iter().skip(k).step_by(towns).sum::<f64>();
    market.travel_ratio = (0..towns).map(|k| sum(&market.travel_weight, k) / sum(&region.base_weight, k)).collect();
}

/// System: what the trade did this week is recorded, where that was asked for.
pub fn record(
    setting: Res<Setting>,
    clock: Res<Clock>,
    market: Res<Market>,
    trade: Res<Trade>,
    people: Query<&Recruiter>,
    mut replay: ResMut<Replay>,
) {
    let Replay::Recording(trace) = &mut *replay else { return };
    let until = replaced_in(clock.week, &setting);
    let arrested = rows(&people).iter().enumerate().filter(|(_, one)| one.arrested_until == until);
    let arrested: Vec<u32> = arrested.map(|(row, _)| row as u32).collect();
    Trace::push(
        trace,
        TraceWeek {
            recruiters: trade.recruiters,
            at_work: &market.recruiters,
            effort: &market.effort,
            weight: &market.weight,
            appeal: &market.appeal,
            full_from: &market.full_from,
            arrested: &arrested,
        },
    );
}

/// Week in which a recruiter arrested in `week` is replaced.
pub fn replaced_in(week: u32, setting: &Setting) -> u32 {
    week + 1 + setting.parameters.enforcement.replace_weeks as u32
}

/// Approaches per week and unit of community weight, `Σ_k R_k·κ·e_k/W_k`, and in all, `Σ_k R_k·κ·e_k`, before anything is avoided.
pub fn pace(market: &Market, kappa: f64) -> (f64, f64) {
    let by_town = market.recruiters.iter().zip(&market.effort).zip(&market.weight);
    by_town.fold((0.0, 0.0), |(rate, all), ((recruiters, effort), weight)| {
        let made = recruiters * kappa * effort;
        (rate + if *weight > 0.0 { made / weight } else { 0.0 }, all + made)
    })
}

/// System: what freezes when the burn-in ends is averaged over each of its years.
pub fn remember(
    setting: Res<Setting>,
    clock: Res<Clock>,
    market: Res<Market>,
    tally: Res<Tally>,
    mut trade: ResMut<Trade>,
) {
    if clock.fork.is_some() {
        return;
    }
    let adults = trade.adults_and_returned;
    let year = &mut trade.this_year;
    if year.weeks == 0.0 {
        year.weight = vec![0.0; market.weight.len()];
        year.outside_weight = vec![0.0; market.weight.len()];
    }
    year.weeks += 1.0;
    year.regional_yield += market.regional_yield;
    year.adults_and_returned += adults;
    year.returns += f64::from(tally.returns());
    let (rate, approaches) = pace(&market, setting.parameters.recruiters.kappa_r);
    year.rate += rate;
    year.approaches += approaches;
    let sums =
        year.weight.iter_mut().zip(&market.weight).chain(year.outside_weight.iter_mut().zip(&market.outside_weight));
    for (sum, now) in sums {
        *sum += now;
    }
    if year.weeks >= f64::from(WEEKS_PER_YEAR) {
        let mut means = std::mem::take(year);
        let weeks = means.weeks;
        let of_vectors = means.weight.iter_mut().chain(&mut means.outside_weight);
        let of_numbers = [
            &mut means.regional_yield,
            &mut means.adults_and_returned,
            &mut means.returns,
            &mut means.rate,
            &mut means.approaches,
        ];
        for sum in of_vectors.chain(of_numbers) {
            *sum /= weeks;
        }
        means.weeks = 1.0;
        trade.last_year = means;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_is_smooth_and_half_at_the_reference_vacancy() {
        assert_eq!(effort(0.0, 0.25), 0.0);
        assert_eq!(effort(0.25, 0.25), 0.5);
        assert!(effort(1.0, 0.25) < 1.0);
    }

    #[test]
    fn a_community_never_seen_yields_what_the_region_does() {
        assert!((shrunk_yield(0.0, 0.0, 60.0, 0.03) - 0.03).abs() < 1e-15);
        assert_eq!(appeal(1.0, 0.0, 3.0, 0.5, 0.05), 1.0);
        assert_eq!(appeal(9.0, 0.0, 3.0, 0.5, 0.05), 3f64.sqrt());
    }

    #[test]
    fn avoided_approaches_are_partly_made_elsewhere() {
        // Total approaches of a town are rate × W: unchanged at elasticity 0, proportional to W at 1.
        let total = |elasticity| 0.9 * rate_per_weight(50.0, 7.0, 0.5, 0.9, 0.9, Some(1.0), elasticity);
        assert!((total(0.0) - 175.0).abs() < 1e-9);
        assert!((total(1.0) - 175.0 * 0.9).abs() < 1e-9);
    }

    #[test]
    fn the_number_of_recruiters_follows_by_the_feedback() {
        assert_eq!(desired(0.5, 300.0, 50.0, 100.0), 225.0);
        assert_eq!(desired(0.0, 300.0, 50.0, 100.0), 300.0);
    }
}
