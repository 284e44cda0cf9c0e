//! The reduced model in amparo's own style, from the library's public pieces: keyed draws, Poisson counts by inversion, the
//! occupant of a slot as a pure function of (slot, week), the decision, whole-table slices of a bevy world.
//!
//! A girl whom nothing touches needs no work: her traits are draws of her key, looked up when she is approached. Only the girls
//! away from home are visited every week.

use amparo::draws::{Draws, Process, Stream, replicate_key};
use amparo::math::{num, poisson};
use amparo::model::decision::{Circumstances, acceptance};
use amparo::model::own_weights::Weights;
use amparo::model::girl::occupant;
use amparo::register;
use amparo::world::tables::rows_mut;
use bevy_ecs::prelude::{Component, IntoScheduleConfigs, Query, Res, ResMut, Resource, Schedule, World};
use peers_common::{Community, Parameters, Run, Week, effort, measure, write_weeks};

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Whereabouts {
    AtHome,
    Exploited,
    Returned,
}

/// One row a roster slot.
#[derive(Component)]
struct Girl {
    whereabouts: Whereabouts,
}

#[derive(Resource)]
struct Setting {
    parameters: Parameters,
    decision: register::Decision,
    communities: Vec<Community>,
    girls: u32,
    draws: Draws,
    phases: Stream,
    /// Girls turning 25 in each week of the cycle.
    turning_25: Vec<u32>,
}

/// Who is away from home, as (slot, generation), in the order they left.
#[derive(Resource)]
struct Away(Vec<(u32, u16)>);

#[derive(Resource)]
struct Weeks {
    now: Week,
    /// Exploited at the end of last week: what the trade sees.
    exploited_last_week: u64,
    all: Vec<Week>,
}

/// The library's decision with what the reduced model leaves out switched off.
fn decision(p: &Parameters) -> register::Decision {
    let d = &p.decision;
    register::Decision {
        beta: d.beta,
        sd_beta: 0.0,
        delta: d.delta,
        sd_delta: 0.0,
        horizon: d.horizon,
        c_min: d.c_min,
        w_star: d.w_star,
        loss: d.loss,
        psi: 0.0,
        stigma: d.stigma,
        kappa_d: 0.0,
        mu: d.mu,
        theta: d.theta,
        accept0: 0.0,
        r_school: 0.0,
        r_train: 0.0,
        k0: d.k0,
        own_weights: 0.0,
    }
}

fn begin_week(setting: Res<Setting>, mut weeks: ResMut<Weeks>) {
    let week = weeks.now.week + 1;
    let cycle = setting.parameters.roster.weeks;
    weeks.exploited_last_week = weeks.now.exploited;
    weeks.now = Week {
        week,
        exploited: weeks.now.exploited,
        returned: weeks.now.returned,
        turned_25: u64::from(setting.turning_25[(week % cycle) as usize]),
        ..Week::default()
    };
}

/// Those who are away turn 25, get out, are reintegrated.
fn those_away(setting: Res<Setting>, mut girls: Query<&mut Girl>, mut away: ResMut<Away>, mut weeks: ResMut<Weeks>) {
    let girls = rows_mut(&mut girls);
    let now = &mut weeks.now;
    let weekly = &setting.parameters.weekly;
    let leave = setting.draws.of(Process::Exit).with(u64::from(now.week));
    let reintegrate = setting.draws.of(Process::Reintegrate).with(u64::from(now.week));
    away.0.retain(|&(slot, generation)| {
        let girl = &mut girls[slot as usize];
        let her = occupant(setting.phases, slot, now.week);
        let exploited = girl.whereabouts == Whereabouts::Exploited;
        if her.generation != generation {
            girl.whereabouts = Whereabouts::AtHome;
            now.turned_25_exploited += u64::from(exploited);
            now.exploited -= u64::from(exploited);
            now.returned -= u64::from(!exploited);
            return false;
        }
        if exploited {
            if leave.uniform(her.key()) < weekly.gets_out {
                girl.whereabouts = Whereabouts::Returned;
                now.got_out += 1;
                now.exploited -= 1;
                now.returned += 1;
            }
        } else if reintegrate.uniform(her.key()) < weekly.reintegrates {
            girl.whereabouts = Whereabouts::AtHome;
            now.reintegrated += 1;
            now.returned -= 1;
            return false;
        }
        true
    });
}

fn approaches(setting: Res<Setting>, mut girls: Query<&mut Girl>, mut away: ResMut<Away>, mut weeks: ResMut<Weeks>) {
    let girls = rows_mut(&mut girls);
    let p = &setting.parameters;
    let size = p.roster.girls_per_community;
    let last = weeks.exploited_last_week;
    let now = &mut weeks.now;
    let week = u64::from(now.week);
    let weekly = |process| setting.draws.of(process).with(week);
    let counts = weekly(Process::Approaches);
    let slots = weekly(Process::ApproachSlot);
    let transient = weekly(Process::TransientIncome);
    let accept = weekly(Process::Accept);
    let permanent = setting.draws.of(Process::Household);
    let belief = setting.draws.of(Process::Belief);
    let rate = p.trade.approaches_per_girl * f64::from(setting.girls) * effort(last, setting.girls, &p.trade);
    for (c, community) in setting.communities.iter().enumerate() {
        let n = poisson::inverse(counts.uniform(c as u64), rate * community.share);
        now.approaches += u64::from(n);
        for i in 0..n {
            let key = (c as u64) << 32 | u64::from(i);
            let slot = c as u32 * size + slots.index(key, size);
            let girl = &mut girls[slot as usize];
            if girl.whereabouts == Whereabouts::Exploited {
                continue;
            }
            now.offers += 1;
            let her = occupant(setting.phases, slot, now.week);
            let person = her.key();
            let returned = girl.whereabouts == Whereabouts::Returned;
            let log_income = community.log_income
                + p.girls.sigma_permanent * permanent.normal(person)
                + p.girls.sigma_transient * transient.normal(key);
            let more = if returned { p.girls.x_return } else { 0.0 };
            let circumstances = Circumstances {
                income: num::exp(log_income),
                prospects: p.decision.prospects,
                belief: community.belief + p.girls.sigma_belief * belief.normal(person) + more,
                violence: false,
                returned,
                beta: p.decision.beta,
                delta: p.decision.delta,
                hours: 0.0,
                gain_capped: false,
                weights: Weights::EQUAL,
            };
            if accept.uniform(key) < acceptance(&circumstances, &setting.decision) {
                girl.whereabouts = Whereabouts::Exploited;
                now.drawn_in += 1;
                now.exploited += 1;
                if returned {
                    now.returned -= 1;
                } else {
                    away.0.push((slot, her.generation));
                }
            }
        }
    }
}

fn record(setting: Res<Setting>, mut weeks: ResMut<Weeks>) {
    let mut week = weeks.now;
    week.home = u64::from(setting.girls) - week.exploited - week.returned;
    weeks.now = week;
    weeks.all.push(week);
}

fn set_up(run: &Run) -> (World, Schedule) {
    let draws = Draws::new(replicate_key(run.seed, 0));
    let phases = draws.of(Process::Phase);
    let start = draws.of(Process::StartSlot);
    let cycle = run.parameters.roster.weeks;
    let mut turning_25 = vec![0; cycle as usize];
    let mut away = Vec::new();
    let mut girls = Vec::with_capacity(run.girls as usize);
    for slot in 0..run.girls {
        let her = occupant(phases, slot, 0);
        turning_25[((cycle - her.weeks_since_12) % cycle) as usize] += 1;
        let exploited = start.uniform(u64::from(slot)) < run.parameters.start.exploited;
        if exploited {
            away.push((slot, her.generation));
        }
        girls.push(Girl { whereabouts: if exploited { Whereabouts::Exploited } else { Whereabouts::AtHome } });
    }
    let mut world = World::new();
    world.spawn_batch(girls);
    world.insert_resource(Weeks {
        now: Week { exploited: away.len() as u64, ..Week::default() },
        exploited_last_week: 0,
        all: Vec::with_capacity(run.weeks as usize),
    });
    world.insert_resource(Away(away));
    world.insert_resource(Setting {
        decision: decision(&run.parameters),
        communities: run.communities(),
        girls: run.girls,
        draws,
        phases,
        turning_25,
        parameters: run.parameters.clone(),
    });
    let mut schedule = Schedule::default();
    schedule.add_systems((begin_week, those_away, approaches, record).chain());
    (world, schedule)
}

fn main() {
    measure(
        set_up,
        |run, (world, schedule)| (0..run.weeks).for_each(|_| schedule.run(world)),
        |run, (world, _)| write_weeks(&run.out, &world.resource::<Weeks>().all),
    );
}
