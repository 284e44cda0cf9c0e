//! Where miners go whom a crackdown expels: to another town, near their own, or away; and how they come back (docs/odd.md §6,
//! displacement). Nobody is lost: who is not in a town waits, is a guest elsewhere, or has left the region.

use crate::math::num;
use crate::register;
use crate::scenario::Event;
use crate::world::MiningTown;

/// Share expelled per week, so that `share` of those there have left after `weeks` weeks: `1 − (1 − share)^(1/weeks)`.
#[inline]
pub fn weekly_expulsion(share: f64, weeks: f64) -> f64 {
    // The share itself, and not what rounding makes of it, where one week is all there is.
    if weeks <= 1.0 { share } else { 1.0 - num::pow(1.0 - share, 1.0 / weeks) }
}

/// Whole weeks over which miners are expelled.
fn expel_weeks(p: &register::Crackdown) -> f64 {
    (p.expel_weeks + 0.5).floor().max(1.0)
}

/// What a town is under in one week since the burn-in ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressure {
    /// A crackdown is under way.
    pub under_way: bool,
    /// It is in the weeks in which it expels.
    pub expels: bool,
}

impl Pressure {
    /// On a town.
    pub fn on(town: usize, events: &[Event], week: Option<u32>, p: &register::Crackdown) -> Pressure {
        let mut all = Pressure::default();
        let Some(week) = week else { return all };
        for event in events.iter().filter(|event| event.struck() == Some(town) && event.strength(week) > 0.0) {
            all.under_way = true;
            all.expels |= f64::from(week - event.start_week) < expel_weeks(p);
        }
        all
    }
}

/// Factor on the raids on a town in a week: up to `surge` times as many while a crackdown is under way.
pub fn raid_factor(town: usize, events: &[Event], week: Option<u32>, surge: f64) -> f64 {
    let Some(week) = week else { return 1.0 };
    let strongest = events
        .iter()
        .filter(|event| event.struck() == Some(town))
        .map(|event| event.strength(week))
        .fold(0.0, f64::max);
    if strongest >= 1.0 { surge } else { 1.0 + strongest * (surge - 1.0) }
}

/// Weights by which miners expelled from `town` choose another: `base_j·e^(−λ_m·h_kj)`; 0 for the town itself and for towns under
/// pressure. `hours` are from the town to each.
pub fn choices(town: usize, towns: &[MiningTown], pressure: &[Pressure], hours: &[f64], lambda: f64) -> Vec<f64> {
    let weight = |(j, (other, hours)): (usize, (&MiningTown, &f64))| {
        if j == town || pressure[j].under_way { 0.0 } else { other.base_miners * num::exp(-lambda * hours) }
    };
    towns.iter().zip(hours).enumerate().map(weight).collect()
}

/// One week of all towns' miners: crackdowns expel, those away come back where pressure has ended, and numbers follow the gold
/// index, `miners += a_M·(max(0, base·G^ε − away + guests) − miners)`. `gold` is G^ε; `hours` are between towns, row by row.
pub fn miners(
    towns: &mut [MiningTown],
    events: &[Event],
    week: Option<u32>,
    hours: &[f64],
    gold: f64,
    p: &register::Parameters,
) {
    let n = towns.len();
    let c = &p.crackdown;
    let pressure: Vec<Pressure> = (0..n).map(|k| Pressure::on(k, events, week, c)).collect();
    for k in 0..n {
        if !pressure[k].expels {
            continue;
        }
        let expelled = weekly_expulsion(c.miners_expelled, expel_weeks(c)) * towns[k].miners;
        let weights = choices(k, towns, &pressure, &hours[k * n..(k + 1) * n], c.lambda_m);
        let all: f64 = weights.iter().sum();
        let relocated = if all > 0.0 { c.relocate * expelled } else { 0.0 };
        let waiting = c.wait * (expelled - relocated);
        let town = &mut towns[k];
        town.miners -= expelled;
        town.waiting += waiting;
        town.gone += expelled - relocated - waiting;
        if relocated > 0.0 {
            for (j, weight) in weights.into_iter().enumerate() {
                let coming = relocated * weight / all;
                towns[j].miners += coming;
                towns[j].guests[k] += coming;
            }
        }
    }
    for k in 0..n {
        if pressure[k].under_way {
            continue;
        }
        for j in 0..n {
            let wanting = c.r_guest * towns[j].guests[k];
            if wanting > 0.0 {
                // Never more than are there: some may have been expelled again since.
                let back = wanting.min(towns[j].miners);
                towns[j].guests[k] -= back;
                towns[j].miners -= back;
                towns[k].miners += back;
            }
        }
        let town = &mut towns[k];
        let (waited, left) = (c.r_wait * town.waiting, c.r_gone * town.gone);
        town.waiting -= waited;
        town.gone -= left;
        town.miners += waited;
        town.miners += left;
    }
    for k in 0..n {
        let abroad: f64 = towns.iter().map(|town| town.guests[k]).sum();
        let town = &mut towns[k];
        let away = town.waiting + town.gone + abroad;
        let guests: f64 = town.guests.iter().sum();
        town.miners += p.demand.a_miners * ((town.base_miners * gold - away + guests).max(0.0) - town.miners);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Register;
    use std::collections::BTreeMap;

    fn towns(base: &[f64]) -> Vec<MiningTown> {
        let all: f64 = base.iter().sum();
        base.iter().map(|miners| MiningTown::new(*miners, miners / all, base.len())).collect()
    }

    fn parameters() -> register::Parameters {
        Register::built_in().parameters(&BTreeMap::new())
    }

    const HOURS: [f64; 9] = [0.0, 1.0, 4.0, 1.0, 0.0, 3.0, 4.0, 3.0, 0.0];

    #[test]
    fn the_share_has_left_after_so_many_weeks() {
        for weeks in [1.0, 4.0, 9.0] {
            let weekly = weekly_expulsion(0.7, weeks);
            let left = (1.0f64 - weekly).powf(weeks);
            assert!((left - 0.3).abs() < 1e-12);
        }
        assert_eq!(weekly_expulsion(0.7, 1.0), 0.7);
    }

    #[test]
    fn nobody_is_lost() {
        let mut p = parameters();
        (p.crackdown.miners_expelled, p.crackdown.expel_weeks) = (0.8, 4.0);
        let mut towns = towns(&[16_000.0, 8_000.0, 3_000.0]);
        let events = [Event::crackdown(0, 5, 30), Event::crackdown(1, 40, 60)];
        for week in 0..2_000 {
            miners(&mut towns, &events, Some(week), &HOURS, 1.0, &p);
            let all: f64 = towns.iter().map(|t| t.miners + t.waiting + t.gone).sum();
            assert!((all - 27_000.0).abs() < 1e-6, "week {week}: {all}");
            assert!(towns.iter().all(|t| t.miners >= 0.0 && t.guests.iter().all(|g| *g >= 0.0)), "{towns:?}");
        }
        // In the end everyone is back.
        for (town, base) in towns.iter().zip([16_000.0, 8_000.0, 3_000.0]) {
            assert!((town.miners / base - 1.0).abs() < 0.03, "{towns:?}");
        }
    }

    #[test]
    fn other_towns_gain_by_distance_and_no_town_under_pressure_does() {
        let mut p = parameters();
        p.demand.a_miners = 0.0;
        let mut towns = towns(&[16_000.0, 8_000.0, 8_000.0]);
        let events = [Event::crackdown(0, 0, 10), Event::crackdown(2, 4, 10)];
        for week in 0..4 {
            miners(&mut towns, &events, Some(week), &HOURS, 1.0, &p);
        }
        let (near, far) = (towns[1].guests[0], towns[2].guests[0]);
        assert!((near / far - (3.0 * p.crackdown.lambda_m).exp()).abs() < 1e-9);
        miners(&mut towns, &events, Some(4), &HOURS, 1.0, &p);
        assert_eq!(towns[0].guests[2], 0.0, "the first town is under pressure");
        assert!(towns[1].guests[2] > 0.0);
    }

    #[test]
    fn at_the_first_editions_values_miners_wait_near_their_town() {
        let mut p = parameters();
        let c = &mut p.crackdown;
        (c.relocate, c.wait, c.expel_weeks, c.r_wait) = (0.0, 1.0, 1.0, 0.01);
        let (base, share, follow) = (16_000.0, c.miners_expelled, p.demand.a_miners);
        let mut towns = towns(&[base, 8_000.0, 3_000.0]);
        let (mut there, mut expelled) = (base, 0.0);
        for week in 0..300 {
            miners(&mut towns, &[Event::crackdown(0, 20, 60)], Some(week), &HOURS, 1.0, &p);
            if week == 20 {
                let all = share * there;
                there -= all;
                expelled += all;
            } else if !(20..60).contains(&week) {
                let back = 0.01 * expelled;
                expelled -= back;
                there += back;
            }
            there += follow * (base * 1.0 - expelled - there);
            assert_eq!((towns[0].miners, towns[0].waiting), (there, expelled), "week {week}");
            assert_eq!(towns[1].miners, 8_000.0);
        }
    }
}
