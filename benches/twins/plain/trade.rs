//! Miners, brothels, recruiters, and what the trade remembers.

use super::{Plain, Return, RosterMut, returns};
use amparo::draws::Process;
use amparo::math::{num, poisson};
use amparo::process::demand::{deserted_hazard, entry_rate, exit_hazard, kept_at_start, open};
use amparo::process::recruiters::{
    adults_and_returned, appeal, desired, effort, follow_places, pace, shrunk_yield, travel,
};
use amparo::process::{closing, displacement};
use amparo::world::WEEKS_PER_YEAR;

impl Plain {
    pub(super) fn miners_and_brothels(&mut self) {
        let setting = self.setting.clone();
        let (p, week, since) = (&setting.parameters, self.clock.week, self.clock.since_fork());
        let gold = num::pow(setting.weather(since).gold.unwrap_or(p.demand.gold), p.demand.gold_elast);
        let region = &setting.region;
        displacement::miners(&mut self.towns, &region.events, since, &region.hours_between_towns, gold, p);
        let kept = kept_at_start(&setting, &self.towns);
        let mut standing = vec![0u32; self.towns.len()];
        self.brothels.iter().filter(|b| b.open).for_each(|b| standing[usize::from(b.town)] += 1);

        let exits = setting.draws.of(Process::BrothelExit).with(u64::from(week));
        let mut staying = vec![(0u32, 0.0f64); self.towns.len()];
        let mut leaving = Vec::new();
        for (row, b) in self.brothels.iter_mut().enumerate().filter(|(_, b)| b.open) {
            b.occupancy += (f64::from(b.occupants) / f64::from(b.places) - b.occupancy) / p.demand.f_weeks;
            let k = usize::from(b.town);
            let hazard = exit_hazard(p.demand.chi0, p.demand.chi1, b.occupancy, p.demand.f_star)
                + deserted_hazard(p.demand.chi2, kept[k], f64::from(standing[k]));
            if num::happens(exits.uniform(row as u64), hazard) {
                leaving.push(row);
            } else {
                staying[usize::from(b.town)].0 += 1;
                staying[usize::from(b.town)].1 += b.occupancy;
            }
        }
        closing::close(&leaving, &mut self.brothels, &mut self.cases, &mut returns!(self), 1);

        let entries = setting.draws.of(Process::BrothelEntry).with(u64::from(week));
        for (k, (count, sum)) in staying.into_iter().enumerate() {
            let wanted = self.towns[k].miners / p.demand.miners_per_brothel / setting.region.scale;
            let mean = if count > 0 { sum / f64::from(count) } else { p.demand.f_star };
            let rate = entry_rate(p.demand.a_in, wanted, f64::from(count), mean, p.demand.f_star);
            for _ in 0..poisson::inverse(entries.uniform(k as u64), rate) {
                let opened = open(&mut self.brothels, k as u16, setting.draws, week, &setting);
                self.tally.brothels_opened += u32::from(opened.is_some());
            }
        }
    }

    pub(super) fn recruiters(&mut self) {
        let (setting, week) = (&self.setting, self.clock.week);
        let (p, r, region) = (&setting.parameters, &setting.parameters.recruiters, &setting.region);
        let (trade, market, n) = (&mut self.trade, &mut self.market, self.towns.len());

        let at_start = r.number / region.scale;
        trade.adults_and_returned = adults_and_returned(&self.cases.0, week);
        trade.recruiters = match &trade.frozen {
            None => at_start,
            Some(frozen) => {
                let towards = desired(r.feedback, at_start, trade.adults_and_returned, frozen.adults_and_returned);
                trade.recruiters + r.follow_rate * (towards - trade.recruiters)
            }
        };

        let mut places = vec![0u32; n];
        market.free = vec![0; n];
        for b in self.brothels.iter().filter(|b| b.open) {
            places[usize::from(b.town)] += u32::from(b.places);
            market.free[usize::from(b.town)] += u32::from(b.free());
        }
        follow_places(&mut self.towns, &places, r);
        let vacancy = |(free, all): (&u32, &u32)| if *all > 0 { f64::from(*free) / f64::from(*all) } else { 0.0 };
        market.vacancy = market.free.iter().zip(&places).map(vacancy).collect();
        market.effort = market.vacancy.iter().map(|v| effort(*v, r.v_ref)).collect();
        let mut arrested = vec![0.0; n];
        for one in &self.people {
            let k = usize::from(one.town);
            let in_trade = f64::from(one.rank) < self.towns[k].recruiter_share * trade.recruiters;
            if in_trade && one.arrested_until > week {
                arrested[k] += 1.0;
            }
        }
        let towns = self.towns.iter().zip(&arrested);
        market.recruiters = towns.map(|(t, a)| (t.recruiter_share * trade.recruiters - a).max(0.0)).collect();

        let prior = r.y_prior / region.scale;
        let (mut successes, mut approaches) = (0.0, 0.0);
        for state in &mut self.states {
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
        travel(setting, self.clock.since_fork(), market);
        market.weight = vec![0.0; n];
        market.appeal.clear();
        let base_weight = market.base_weight(region).to_vec();
        for (state, base) in self.states.iter().zip(base_weight.chunks_exact(n)) {
            let relative = shrunk_yield(state.successes, state.approaches, prior, regional) / regional;
            let reports = 100.0 * shrunk_yield(state.reports, state.approaches_beside_reports, prior, 0.0);
            let appeal = appeal(relative, reports, r.y_cap, r.lambda_y, r.lambda_e);
            market.appeal.push(appeal);
            for (sum, base) in market.weight.iter_mut().zip(base) {
                *sum += base * appeal;
            }
        }
        let outside = p.population.outside_origin;
        market.outside_weight = match &trade.frozen {
            Some(frozen) => frozen.outside_weight.iter().enumerate().map(|(k, w)| w * market.travel_ratio(k)).collect(),
            None => market.weight.iter().map(|w| outside / (1.0 - outside) * w).collect(),
        };
        for (sum, out) in market.weight.iter_mut().zip(&market.outside_weight) {
            *sum += *out;
        }
        market.scale_weight = market.weight.clone();
    }

    pub(super) fn remember(&mut self) {
        if self.clock.fork.is_some() {
            return;
        }
        let (market, year) = (&self.market, &mut self.trade.this_year);
        if year.weeks == 0.0 {
            year.weight = vec![0.0; market.weight.len()];
            year.outside_weight = vec![0.0; market.weight.len()];
        }
        year.weeks += 1.0;
        year.regional_yield += market.regional_yield;
        year.adults_and_returned += self.trade.adults_and_returned;
        year.returns += f64::from(self.tally.returns());
        let (rate, approaches) = pace(market, self.setting.parameters.recruiters.kappa_r);
        (year.rate, year.approaches) = (year.rate + rate, year.approaches + approaches);
        for (sum, now) in year.weight.iter_mut().zip(&market.weight) {
            *sum += now;
        }
        for (sum, now) in year.outside_weight.iter_mut().zip(&market.outside_weight) {
            *sum += now;
        }
        if year.weeks >= f64::from(WEEKS_PER_YEAR) {
            let mut means = std::mem::take(year);
            for sum in means.weight.iter_mut().chain(&mut means.outside_weight) {
                *sum /= means.weeks;
            }
            means.regional_yield /= means.weeks;
            means.adults_and_returned /= means.weeks;
            means.returns /= means.weeks;
            means.rate /= means.weeks;
            means.approaches /= means.weeks;
            means.weeks = 1.0;
            self.trade.last_year = means;
        }
    }
}
