//! Training: who is offered a place, who takes it up, who drops out, who completes (docs/odd.md §7, conditional cash
//! transfer). What a place pays and how many there is money for are levers; the decision and its law are here.

use crate::draws::Process;
use crate::math::num::{hazard_to_probability, logistic};
use crate::math::poisson;
use crate::process::circumstances::{Scene, Sight, transfer_per_head};
use crate::process::decision::{discounted_years, utility};
use crate::process::girl::{Occupant, occupant, phases};
use crate::process::income::ln_permanent;
use crate::process::schooling::Schooling;
use crate::register;
use crate::world::tables::{rows, rows_mut};
use crate::world::{
    Clock, CommunityState, Girl, Girls, Household, RegionLevers, Setting, Tally, Trainee, Trainees, TrainingTerms,
    WEEKS_PER_YEAR, Whereabouts,
};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Probability of taking up a place: `logistic((u(ỹ+T/size) − u(ỹ) + D[u(w(1+r_train)) − u(w)] − c_train)/μ_train)`.
pub fn take_up(
    income: f64,
    transfer_per_head: f64,
    prospects: f64,
    discounted: f64,
    terms: &TrainingTerms,
    p: &register::Decision,
) -> f64 {
    let now = utility(income + transfer_per_head, p.c_min) - utility(income, p.c_min);
    let later = discounted * (utility(prospects * (1.0 + p.r_train), p.c_min) - utility(prospects, p.c_min));
    logistic((now + later - terms.cost) / terms.spread)
}

/// Whether a place may be offered at her age.
pub fn of_age(her: &Occupant, terms: &TrainingTerms) -> bool {
    let age = her.age_years();
    terms.min_age_years <= age && age < terms.max_age_years + 1.0
}

/// Whether a girl is eligible for a place: age, at home or returned, out of school, not trained or training, and poor
/// (permanent income) unless the targeting misses her household.
pub fn eligible(her: &Occupant, girl: &Girl, c: usize, scene: &Scene, terms: &TrainingTerms) -> bool {
    if !of_age(her, terms) {
        return false;
    }
    if !matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned)
        || girl.has(Girl::IN_TRAINING | Girl::TRAINED)
    {
        return false;
    }
    let household = &scene.households[girl.household as usize];
    let permanent = ln_permanent(&scene.communities[c], household, &scene.setting.derived);
    if permanent >= terms.ln_poor_cutoff {
        return false;
    }
    let missed = scene.setting.draws.of(Process::TrainingTarget).uniform(u64::from(girl.household));
    missed >= terms.targeting_error && scene.schooling(her, girl, c) != Schooling::InSchool
}

/// Probability that an eligible girl takes a place up.
pub fn take_up_of(her: &Occupant, girl: &Girl, c: usize, scene: &Scene, terms: &TrainingTerms) -> f64 {
    let p = &scene.setting.parameters;
    let household = &scene.households[girl.household as usize];
    let attending = f64::from(household.in_training);
    let schooling = scene.schooling(her, girl, c);
    let schooled = f64::from(u8::from(schooling != Schooling::Left)) * p.decision.r_school;
    let (beta, delta) = scene.patience(her);
    take_up(
        scene.income(girl, c) + transfer_per_head(Some(terms), attending, &p.income),
        transfer_per_head(Some(terms), 1.0, &p.income),
        scene.local_earnings(c) * (1.0 + schooled),
        discounted_years(beta, delta, p.decision.horizon),
        terms,
        &p.decision,
    )
}

/// System: this week's offers of places, take-up in the order of keys while there are places.
pub fn enrolment(
    sight: Sight,
    states: Query<&CommunityState>,
    mut girls: Girls,
    mut households: Query<&mut Household>,
    mut trainees: ResMut<Trainees>,
    mut tally: ResMut<Tally>,
) {
    let (setting, levers) = (&sight.setting, sight.levers());
    let Some(terms) = &sight.region.training else { return };
    if levers.iter().all(|l| l.training_offers <= 0.0) {
        return;
    }
    let week = sight.clock.week;
    let places = (sight.region.training_places as usize).saturating_sub(trainees.0.len());
    let (mut girls, households) = (girls.roster(), rows_mut(&mut households));
    let draws = |process| setting.draws.of(process).with(u64::from(week));
    let (visits, slots, decide, order) = (
        draws(Process::TrainingVisits),
        draws(Process::TrainingSlot),
        draws(Process::TrainingDecision),
        draws(Process::TrainingOrder),
    );
    let mut willing: Vec<(u64, Occupant)> = Vec::new();
    {
        let scene = sight.scene(girls.seen(), households, rows(&states));
        // Who is visited first, then their rows: waiting for one row overlaps with waiting for the next.
        let mut visited: Vec<(u16, Occupant)> = Vec::new();
        for (c, lever) in levers.iter().enumerate() {
            let place = &scene.communities[c];
            let rate = lever.training_offers * f64::from(place.girls) / f64::from(WEEKS_PER_YEAR);
            let n = poisson::inverse(visits.uniform(c as u64), rate);
            let of_community = slots.with(c as u64);
            for i in 0..n {
                let her = scene.occupant(place.first_girl + of_community.index(u64::from(i), place.girls));
                if of_age(&her, terms) {
                    visited.push((c as u16, her));
                }
            }
        }
        let rows: Vec<Girl> = visited.iter().map(|(_, her)| scene.girls[her.slot as usize]).collect();
        for ((c, her), row) in visited.into_iter().zip(rows) {
            let (c, girl) = (usize::from(c), row.of(her.generation));
            if eligible(&her, &girl, c, &scene, terms)
                && decide.uniform(her.key()) < take_up_of(&her, &girl, c, &scene, terms)
            {
                willing.push((order.word(her.key()), her));
            }
        }
    }
    willing.sort_unstable_by_key(|(order, her)| (*order, her.slot));
    // A girl visited twice in a week decides once: both visits have the same draw.
    willing.dedup_by_key(|(_, her)| her.slot);
    for (_, her) in willing.into_iter().take(places) {
        let row = &mut girls[her.slot as usize];
        let mut girl = row.of(her.generation);
        girl.flags |= Girl::IN_TRAINING;
        *row = girl;
        households[girl.household as usize].in_training += 1;
        trainees.0.push(Trainee {
            slot: her.slot,
            generation: her.generation,
            until: week + terms.course_weeks as u32,
        });
        tally.enrolled += 1;
    }
}

/// System: drop-out and completion; a girl who is drawn away or turns 25 leaves her place.
pub fn training(
    setting: Res<Setting>,
    clock: Res<Clock>,
    region: Res<RegionLevers>,
    mut girls: Girls,
    mut households: Query<&mut Household>,
    mut trainees: ResMut<Trainees>,
    mut tally: ResMut<Tally>,
) {
    if trainees.0.is_empty() {
        return;
    }
    let (mut girls, households) = (girls.roster(), rows_mut(&mut households));
    let phases = phases(&setting);
    let drop = setting.draws.of(Process::TrainingDrop).with(u64::from(clock.week));
    let hazard = region.training.map_or(0.0, |t| t.dropout) / f64::from(WEEKS_PER_YEAR);
    let dropping = hazard_to_probability(hazard);
    // Rows are read together, so that waiting for one overlaps with waiting for the next; most trainees stay, and nothing is written.
    let rows: Vec<Girl> = trainees.0.iter().map(|one| girls.seen()[one.slot as usize]).collect();
    let mut rows = rows.into_iter();
    trainees.0.retain(|one| {
        let now = rows.next().unwrap_or_default();
        let her = occupant(phases, one.slot, clock.week + 1);
        let present = her.generation == one.generation && now.of(one.generation).has(Girl::IN_TRAINING);
        let completes = present && clock.week + 1 >= one.until;
        // Once no programme pays for the places, those still in training leave them.
        let drops = present && !completes && (region.training.is_none() || drop.uniform(her.key()) < dropping);
        if present && !completes && !drops {
            return true;
        }
        let row = &mut girls[one.slot as usize];
        let household = row.household as usize;
        if row.generation == one.generation {
            row.flags &= !Girl::IN_TRAINING;
            if completes {
                row.flags |= Girl::TRAINED;
            }
        }
        households[household].in_training -= 1;
        tally.completed_training += u32::from(completes);
        tally.dropped_out += u32::from(!completes);
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Register;
    use std::collections::BTreeMap;

    #[test]
    fn take_up_is_a_half_when_training_and_staying_weigh_the_same() {
        let mut p = Register::built_in().parameters(&BTreeMap::new());
        p.decision.r_train = 0.15;
        let d = 1.2;
        let gain = ((1.0f64 + 0.1) / 1.0).ln() + d * 1.15f64.ln();
        let terms = TrainingTerms {
            transfer: 200.0,
            cost: gain,
            spread: 0.5,
            min_age_years: 15.0,
            max_age_years: 24.0,
            course_weeks: 40.0,
            dropout: 0.35,
            targeting_error: 0.2,
            ln_poor_cutoff: 0.0,
        };
        let half = take_up(1.0, 0.1, 2.0, d, &terms, &p.decision);
        assert!((half - 0.5).abs() < 1e-12);
        assert!(take_up(1.0, 0.2, 2.0, d, &terms, &p.decision) > half);
    }
}
