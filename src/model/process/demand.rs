//! Miners and brothels: demand, entry, exit (docs/odd.md §6, demand).

use crate::draws::{Draws, Process};
use crate::math::{num, poisson};
use crate::process::returned::Return;
use crate::process::{closing, displacement};
use crate::world::tables::{rows, rows_mut};
use crate::world::{Brothel, Cases, Clock, Girls, Levers, MiningTown, RegionLevers, Setting, Tally};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Places of a new brothel: normal around `mean`, rounded, at least 1.
pub fn new_places(mean: f64, sd: f64, z: f64) -> u16 {
    (mean + sd * z + 0.5).clamp(1.0, f64::from(u16::MAX)) as u16
}

/// Mean number of entries per week: `a_in·max(0, B* − B)·min(1, f̄/f*)`.
pub fn entry_rate(a_in: f64, desired: f64, open: f64, mean_occupancy: f64, f_star: f64) -> f64 {
    a_in * (desired - open).max(0.0) * (mean_occupancy / f_star).min(1.0)
}

/// Weekly exit hazard: `χ₀ + χ₁·max(0, 1 − f/f*)`.
pub fn exit_hazard(chi0: f64, chi1: f64, occupancy: f64, f_star: f64) -> f64 {
    chi0 + chi1 * (1.0 - occupancy / f_star).max(0.0)
}

/// Weekly exit hazard where demand has gone: `χ₂·max(0, 1 − 1.25·B°/B)`, B° the brothels that the miners here kept at the start. The
/// margin is there since brothels settle below what miners could keep.
pub fn deserted_hazard(chi2: f64, kept: f64, open: f64) -> f64 {
    chi2 * (1.0 - 1.25 * kept / open).max(0.0)
}

/// B°_k: brothels that the miners who are in a town now would have kept when the world started, simulated brothels.
pub fn kept_at_start(setting: &Setting, towns: &[MiningTown]) -> Vec<f64> {
    let base: f64 = towns.iter().map(|town| town.base_miners).sum();
    let per_miner = setting.region.brothels_at_start / base;
    towns.iter().map(|town| per_miner * town.miners).collect()
}

/// Opens a brothel in `town` in the first closed row, with full smoothed occupancy f*. Does nothing if no row is left.
pub fn open(brothels: &mut [Brothel], town: u16, draws: Draws, week: u32, setting: &Setting) -> Option<usize> {
    open_after(0, brothels, town, draws, week, setting)
}

/// [`open`] where all rows before `first` are known to be open.
fn open_after(
    first: usize,
    brothels: &mut [Brothel],
    town: u16,
    draws: Draws,
    week: u32,
    setting: &Setting,
) -> Option<usize> {
    let row = first + brothels[first..].iter().position(|b| !b.open)?;
    let z = draws.of(Process::BrothelPlaces).with(row as u64).normal(u64::from(week));
    brothels[row] = Brothel {
        town,
        open: true,
        places: new_places(setting.derived.places, setting.derived.places_sd, z),
        occupants: 0,
        occupancy: setting.parameters.demand.f_star,
    };
    Some(row)
}

/// System: crackdowns on miners, miners' return, brothels' smoothed occupancy, exits and entries.
pub fn miners_and_brothels(
    setting: Res<Setting>,
    clock: Res<Clock>,
    levers: Query<&Levers>,
    mut towns: Query<&mut MiningTown>,
    mut brothels: Query<&mut Brothel>,
    mut girls: Girls,
    mut cases: ResMut<Cases>,
    mut region: ResMut<RegionLevers>,
    mut tally: ResMut<Tally>,
) {
    let p = &setting.parameters;
    let week = clock.week;
    let (towns, brothels) = (rows_mut(&mut towns), rows_mut(&mut brothels));
    let since = clock.since_fork();
    let weather = setting.weather(since);
    let gold = num::pow(weather.gold.unwrap_or(p.demand.gold), p.demand.gold_elast);
    displacement::miners(towns, &setting.region.events, since, &setting.region.hours_between_towns, gold, p);

    let kept = kept_at_start(&setting, towns);
    let mut standing = vec![0u32; towns.len()];
    brothels.iter().filter(|b| b.open).for_each(|b| standing[usize::from(b.town)] += 1);
    let exits = setting.draws.of(Process::BrothelExit).with(u64::from(week));
    let mut open = vec![(0u32, 0.0f64); towns.len()];
    let mut closing = Vec::new();
    for (row, b) in brothels.iter_mut().enumerate() {
        if !b.open {
            continue;
        }
        b.occupancy += (f64::from(b.occupants) / f64::from(b.places) - b.occupancy) / p.demand.f_weeks;
        let town = usize::from(b.town);
        let hazard = exit_hazard(p.demand.chi0, p.demand.chi1, b.occupancy, p.demand.f_star)
            + deserted_hazard(p.demand.chi2, kept[town], f64::from(standing[town]));
        if num::happens(exits.uniform(row as u64), hazard) {
            closing.push(row);
        } else {
            let (count, sum) = &mut open[town];
            *count += 1;
            *sum += b.occupancy;
        }
    }
    let mut returns = Return {
        week,
        draws: setting.draws,
        p,
        levers: rows(&levers),
        girls: girls.roster(),
        region: &mut region,
        tally: &mut tally,
    };
    closing::close(&closing, brothels, &mut cases, &mut returns, setting.threads);

    let entries = setting.draws.of(Process::BrothelEntry).with(u64::from(week));
    let mut first = 0;
    for (k, (count, sum)) in open.into_iter().enumerate() {
        let desired = towns[k].miners / p.demand.miners_per_brothel / setting.region.scale;
        let mean = if count > 0 { sum / f64::from(count) } else { p.demand.f_star };
        let rate = entry_rate(p.demand.a_in, desired, f64::from(count), mean, p.demand.f_star);
        for _ in 0..poisson::inverse(entries.uniform(k as u64), rate) {
            if let Some(row) = open_after(first, brothels, k as u16, setting.draws, week, &setting) {
                first = row + 1;
                tally.brothels_opened += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brothels_enter_only_while_fewer_than_desired_and_leave_faster_when_empty() {
        assert_eq!(entry_rate(0.02, 400.0, 420.0, 0.75, 0.75), 0.0);
        assert_eq!(entry_rate(0.02, 520.0, 420.0, 0.375, 0.75), 1.0);
        assert_eq!(exit_hazard(0.004, 0.02, 0.9, 0.75), 0.004);
        assert!((exit_hazard(0.004, 0.02, 0.0, 0.75) - 0.024).abs() < 1e-15);
    }

    #[test]
    fn brothels_leave_where_more_than_a_fifth_of_what_kept_them_has_gone() {
        assert_eq!(deserted_hazard(0.05, 80.0, 100.0), 0.0);
        assert!((deserted_hazard(0.05, 40.0, 100.0) - 0.025).abs() < 1e-15);
        assert_eq!(deserted_hazard(0.0, 0.0, 100.0), 0.0);
    }
}
