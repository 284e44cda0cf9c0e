//! Programmes, training, costs.

use super::{Plain, Roster, Scene, Tables, scene};
use amparo::draws::Process;
use amparo::math::{num, poisson};
use amparo::policy::{Activity, Programmes, Timing, plan_school_year, write};
use amparo::process::girl::{Occupant, occupant, phases};
use amparo::process::training::{eligible, of_age, take_up_of};
use amparo::world::{Girl, Levers, RegionLevers, Trainee, WEEKS_PER_YEAR};

impl Plain {
    pub(super) fn programmes(&mut self) {
        let Some(since) = self.clock.since_fork() else { return };
        if self.going.list.is_empty() {
            return;
        }
        plan_school_year(&self.going.list, &self.setting, self.clock.week, since, &mut self.school);
        self.levers.fill(Levers::default());
        self.region = RegionLevers::default();
        let Programmes { list, spent_this_year, units_this_year, .. } = &mut self.going;
        for (row, ((one, spent), bought)) in list.iter().zip(spent_this_year).zip(units_this_year).enumerate() {
            let Some(t) = Timing::new(since, one.start_week, one.end_week, one.ramp_weeks) else { continue };
            if one.covered.is_empty() && one.outside <= 0.0 {
                continue;
            }
            write(one, row, &t, &mut self.levers, &mut self.region);
            let week_of_year = (since - one.start_week) % WEEKS_PER_YEAR;
            if week_of_year == 0 {
                (*spent, *bought) = (0.0, 0.0);
            }
            let money = one.money(week_of_year, *spent, *bought, self.setting.region.scale);
            one.mechanism.write_region(&t, &money, &mut self.region);
        }
        self.levers.iter_mut().for_each(Levers::settle);
    }

    pub(super) fn enrolment(&mut self) {
        let Some(terms) = &self.region.training else { return };
        if self.levers.iter().all(|l| l.training_offers <= 0.0) {
            return;
        }
        let week = self.clock.week;
        let places = (self.region.training_places as usize).saturating_sub(self.trainees.len());
        let of = |process| self.setting.draws.of(process).with(u64::from(week));
        let (visits, slots) = (of(Process::TrainingVisits), of(Process::TrainingSlot));
        let (decide, order) = (of(Process::TrainingDecision), of(Process::TrainingOrder));
        let mut willing: Vec<(u64, Occupant)> = Vec::new();
        let scene = scene!(self);
        let mut visited: Vec<(u16, Occupant)> = Vec::new();
        for (c, lever) in self.levers.iter().enumerate() {
            let place = &scene.communities[c];
            let rate = lever.training_offers * f64::from(place.girls) / f64::from(WEEKS_PER_YEAR);
            for i in 0..poisson::inverse(visits.uniform(c as u64), rate) {
                let at = slots.with(c as u64).index(u64::from(i), place.girls);
                let her = scene.occupant(place.first_girl + at);
                if of_age(&her, terms) {
                    visited.push((c as u16, her));
                }
            }
        }
        // Their rows before anything is asked of them: waiting for one overlaps with waiting for the next.
        let rows: Vec<Girl> = visited.iter().map(|(_, her)| scene.girls[her.slot as usize]).collect();
        for ((c, her), row) in visited.into_iter().zip(rows) {
            let (c, girl) = (usize::from(c), row.of(her.generation));
            if eligible(&her, &girl, c, &scene, terms)
                && decide.uniform(her.key()) < take_up_of(&her, &girl, c, &scene, terms)
            {
                willing.push((order.word(her.key()), her));
            }
        }
        willing.sort_unstable_by_key(|(order, her)| (*order, her.slot));
        willing.dedup_by_key(|(_, her)| her.slot);
        for (_, her) in willing.into_iter().take(places) {
            let mut girl = self.girls[her.slot as usize].of(her.generation);
            girl.flags |= Girl::IN_TRAINING;
            self.girls[her.slot as usize] = girl;
            self.households[girl.household as usize].in_training += 1;
            let until = week + terms.course_weeks as u32;
            self.trainees.push(Trainee { slot: her.slot, generation: her.generation, until });
            self.tally.enrolled += 1;
        }
    }

    pub(super) fn training(&mut self) {
        if self.trainees.is_empty() {
            return;
        }
        let (next, phases) = (self.clock.week + 1, phases(&self.setting));
        let drop = self.draws().of(Process::TrainingDrop).with(u64::from(self.clock.week));
        let paid = self.region.training;
        let dropping = num::hazard_to_probability(paid.map_or(0.0, |t| t.dropout) / f64::from(WEEKS_PER_YEAR));
        let (girls, households, tally) = (&mut self.girls, &mut self.households, &mut self.tally);
        self.trainees.retain(|one| {
            let row = &mut girls[one.slot as usize];
            let her = occupant(phases, one.slot, next);
            let present = her.generation == one.generation && row.of(one.generation).has(Girl::IN_TRAINING);
            let completes = present && next >= one.until;
            let drops = present && !completes && (paid.is_none() || drop.uniform(her.key()) < dropping);
            if present && !completes && !drops {
                return true;
            }
            if row.generation == one.generation {
                row.flags &= !Girl::IN_TRAINING;
                if completes {
                    row.flags |= Girl::TRAINED;
                }
            }
            households[row.household as usize].in_training -= 1;
            tally.completed_training += u32::from(completes);
            tally.dropped_out += u32::from(!completes);
            false
        });
    }

    pub(super) fn costs(&mut self) {
        let Some(since) = self.clock.since_fork() else { return };
        let activity = Activity::new(&self.tally, self.trainees.len(), self.setting.region.scale);
        let Programmes { list, spent_this_year, this_week, units_this_year, transfers_this_week, .. } = &mut self.going;
        *transfers_this_week = 0.0;
        for (((one, this_year), week), bought) in list.iter().zip(spent_this_year).zip(this_week).zip(units_this_year) {
            *week = match Timing::new(since, one.start_week, one.end_week, one.ramp_weeks) {
                Some(t) if t.strength > 0.0 && (!one.covered.is_empty() || one.outside > 0.0) => {
                    *transfers_this_week += one.mechanism.transfers(&one.covered, &activity, t.strength);
                    *bought += one.mechanism.units(&one.covered, &activity, t.strength);
                    one.mechanism.spending(&one.covered, &activity, t.strength)
                }
                _ => 0.0,
            };
            *this_year += *week;
        }
    }
}
