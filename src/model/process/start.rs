//! The state in which the burn-in starts: brothels by town, and their victims (docs/odd.md §5). The burn-in forgets it.

use crate::draws::Process;
use crate::process::approach::{begin_spell, outside_age, slot_by_age};
use crate::process::demand::open;
use crate::process::girl::{occupant, phases};
use crate::process::places::{choice, choose_anywhere};
use crate::scenario::Baseline;
use crate::world::synthetic::apportion;
use crate::world::{
    Brothel, CaseState, Cases, Girl, MiningTown, OUTSIDE, RosterMut, Setting, Whereabouts, outside_key,
};

/// Opens the brothels by miners and fills them: communities by their fixed weights, girls by the age weight.
pub fn start(
    setting: &Setting,
    baseline: &Baseline,
    towns: &[MiningTown],
    brothels: &mut [Brothel],
    girls: &mut [Girl],
    cases: &mut Cases,
) {
    let miners: Vec<f64> = towns.iter().map(|t| t.base_miners).collect();
    for (town, n) in apportion(baseline.brothels / setting.region.scale, &miners).into_iter().enumerate() {
        for _ in 0..n {
            open(brothels, town as u16, setting.draws, 0, setting);
        }
    }
    let outside = setting.parameters.population.outside_origin;
    let n_towns = towns.len();
    // Cumulative weight of communities, all towns together.
    let mut cumulative = Vec::with_capacity(setting.region.communities.len());
    let mut sum = 0.0;
    for weights in setting.region.base_weight.chunks_exact(n_towns) {
        sum += weights.iter().sum::<f64>();
        cumulative.push(sum);
    }
    let (phases, mut girls) = (phases(setting), RosterMut::of(girls));
    let wanted = (baseline.victims / setting.region.scale + 0.5) as u64;
    for i in 0..wanted {
        let draws = setting.draws.of(Process::StartSlot).with(i);
        let from_outside = draws.uniform(0) < outside;
        let (person, community, twelve_in) = if from_outside {
            let person = outside_key(draws.word(1));
            let weeks = outside_age(setting.draws.of(Process::OutsideAge).with(person), &setting.derived.age_weight);
            (person, OUTSIDE, -(weeks as i32))
        } else {
            let at = draws.uniform(2) * sum;
            let c = cumulative.partition_point(|w| *w <= at).min(cumulative.len() - 1);
            let place = &setting.region.communities[c];
            let her = slot_by_age(draws.with(3), place.first_girl, place.girls, &setting.derived.age_weight, |slot| {
                occupant(phases, slot, 0)
            });
            if girls[her.slot as usize].of(her.generation).whereabouts != Whereabouts::AtHome {
                continue;
            }
            (her.key(), c as u16, her.twelve_in)
        };
        let Some(row) = choose_anywhere(brothels, choice(setting.draws, person, 0)) else { break };
        brothels[row].occupants += 1;
        begin_spell(
            setting,
            cases,
            &mut girls,
            person,
            community,
            twelve_in,
            (row as u32, brothels[row].town),
            0,
            None,
        );
    }
    debug_assert!(cases.0.iter().all(|c| c.state == CaseState::Exploited));
}
