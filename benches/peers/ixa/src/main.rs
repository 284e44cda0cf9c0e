//! The reduced model in ixa's event-driven idiom: girls are people with properties; turning 25, getting out and being
//! reintegrated are plans; the week's approaches and the report are periodic plans; counts follow property changes.
//!
//! Time 0 is week 1. Waiting times are geometric in weeks, which is the weekly probability of the statement. A plan that would
//! come in the week she turns 25 or later is not made.

use ixa::ExecutionPhase::{First, Last, Normal};
use ixa::prelude::*;
use peers_common::{Acceptance, Community, Parameters, Run, Week, effort, measure};
use rand_distr::{Geometric, Normal as Gaussian, Poisson, StandardNormal};
use serde::Serialize;

define_entity!(Person);
define_property!(struct CommunityId(u32), Person);
define_property!(
    enum Whereabouts {
        AtHome,
        Exploited,
        Returned,
    },
    Person,
    default_const = Whereabouts::AtHome
);
define_property!(struct Turns25(u32), Person);
/// What she waits for since she was last away from home.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Waiting(Option<PlanId>);
impl_property!(Waiting, Person, default_const = Waiting(None), persist = false);

/// Income and belief around the community's.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Traits {
    permanent: f64,
    belief: f64,
}
impl_property!(Traits, Person);

define_rng!(PeopleRng);
define_rng!(TradeRng);
define_rng!(DecisionRng);
define_rng!(WaitingRng);

/// Parameters, and the counts kept up as things happen.
struct RegionData {
    parameters: Parameters,
    acceptance: Acceptance,
    communities: Vec<Community>,
    girls: u32,
    now: Week,
    exploited_last_week: u64,
}

define_data_plugin!(Region, Option<RegionData>, None);

fn region(context: &Context) -> &RegionData {
    context.get_data(Region).as_ref().expect("set up first")
}

fn now(context: &mut Context) -> &mut Week {
    &mut context.get_data_mut(Region).as_mut().expect("set up first").now
}

#[derive(Serialize)]
struct WeeklyCounts {
    week: u32,
    home: u64,
    exploited: u64,
    returned: u64,
    approaches: u64,
    offers: u64,
    drawn_in: u64,
    got_out: u64,
    reintegrated: u64,
    turned_25: u64,
    turned_25_exploited: u64,
}
define_report!(WeeklyCounts);

mod people {
    use super::*;

    pub fn traits(context: &Context) -> Traits {
        let girls = &region(context).parameters.girls;
        let of = |sd| context.sample_distr(PeopleRng, Gaussian::new(0.0, sd).expect("a standard deviation"));
        Traits { permanent: of(girls.sigma_permanent), belief: of(girls.sigma_belief) }
    }

    /// Fills the rosters and plans every first birthday.
    pub fn init(context: &mut Context) {
        context.index_property::<Person, CommunityId>();
        let RegionData { girls, parameters, .. } = region(context);
        let (girls, size, cycle, share) =
            (*girls, parameters.roster.girls_per_community, parameters.roster.weeks, parameters.start.exploited);
        for slot in 0..girls {
            let turns_25 = cycle - context.sample_range(PeopleRng, 0..cycle);
            let traits = traits(context);
            let person = context
                .add_entity(with!(Person, CommunityId(slot / size), Turns25(turns_25), traits))
                .expect("all properties are given");
            plan_birthday(context, person, turns_25);
            if context.sample_bool(PeopleRng, share) {
                context.set_property(person, Whereabouts::Exploited);
            }
        }
    }

    fn plan_birthday(context: &mut Context, person: PersonId, week: u32) {
        context.add_plan_with_phase(week - 1, move |context| turn_25(context, person), First);
    }

    /// She leaves the roster; a girl who turns 12 takes her slot.
    fn turn_25(context: &mut Context, person: PersonId) {
        let whereabouts: Whereabouts = context.get_property(person);
        let Turns25(week) = context.get_property(person);
        let next = week + region(context).parameters.roster.weeks;
        now(context).turned_25 += 1;
        if whereabouts == Whereabouts::Exploited {
            now(context).turned_25_exploited += 1;
        }
        let traits = traits(context);
        context.set_property(person, traits);
        context.set_property(person, Turns25(next));
        if whereabouts != Whereabouts::AtHome {
            context.set_property(person, Whereabouts::AtHome);
        }
        plan_birthday(context, person, next);
    }
}

mod afterwards {
    use super::*;

    /// Whoever is exploited will get out, and whoever came back will be reintegrated, unless she turns 25 first or is drawn in
    /// again.
    pub fn init(context: &mut Context) {
        context.subscribe_to_event(|context: &mut Context, event: PropertyChangeEvent<Person, Whereabouts>| {
            if (event.previous, event.current) == (Whereabouts::Returned, Whereabouts::Exploited)
                && let Waiting(Some(reintegration)) = context.get_property(event.entity_id)
            {
                context.cancel_plan(&reintegration);
            }
            let weekly = &region(context).parameters.weekly;
            match event.current {
                Whereabouts::Exploited => wait(context, event.entity_id, weekly.gets_out, get_out),
                Whereabouts::Returned => wait(context, event.entity_id, weekly.reintegrates, reintegrate),
                Whereabouts::AtHome => {}
            }
        });
    }

    fn wait(context: &mut Context, person: PersonId, probability: f64, what: fn(&mut Context, PersonId)) {
        let failures = context.sample_distr(WaitingRng, Geometric::new(probability).expect("a probability"));
        let started = region(context).now.week;
        let week = u64::from(started) + 1 + failures;
        let Turns25(turns_25) = context.get_property(person);
        let plan = (week < u64::from(turns_25))
            .then(|| context.add_plan_with_phase((week - 1) as f64, move |context| what(context, person), First));
        context.set_property(person, Waiting(plan));
    }

    fn get_out(context: &mut Context, person: PersonId) {
        now(context).got_out += 1;
        context.set_property(person, Whereabouts::Returned);
    }

    fn reintegrate(context: &mut Context, person: PersonId) {
        now(context).reintegrated += 1;
        context.set_property(person, Whereabouts::AtHome);
    }
}

mod trade {
    use super::*;

    pub fn init(context: &mut Context) {
        context.add_periodic_plan_with_phase(1.0, approaches, Normal);
    }

    /// The week's approaches, community by community.
    fn approaches(context: &mut Context) {
        let RegionData { parameters, girls, exploited_last_week, communities, .. } = region(context);
        let rate = parameters.trade.approaches_per_girl
            * f64::from(*girls)
            * effort(*exploited_last_week, *girls, &parameters.trade);
        for c in 0..communities.len() {
            // A distribution cannot have mean 0.
            let Ok(count) = Poisson::new(rate * region(context).communities[c].share) else { continue };
            for _ in 0..context.sample_distr(TradeRng, count) as u32 {
                approach(context, c);
            }
        }
    }

    fn approach(context: &mut Context, c: usize) {
        let person = context.sample_entity(TradeRng, with!(Person, CommunityId(c as u32))).expect("a full roster");
        now(context).approaches += 1;
        let whereabouts: Whereabouts = context.get_property(person);
        if whereabouts == Whereabouts::Exploited {
            return;
        }
        now(context).offers += 1;
        if context.sample_bool(DecisionRng, acceptance(context, person, c, whereabouts)) {
            now(context).drawn_in += 1;
            context.set_property(person, Whereabouts::Exploited);
        }
    }

    fn acceptance(context: &Context, person: PersonId, c: usize, whereabouts: Whereabouts) -> f64 {
        let RegionData { parameters, acceptance, communities, .. } = region(context);
        let traits: Traits = context.get_property(person);
        let z: f64 = context.sample_distr(DecisionRng, StandardNormal);
        let log_income = communities[c].log_income + traits.permanent + parameters.girls.sigma_transient * z;
        let belief = communities[c].belief + traits.belief;
        acceptance.probability(log_income, belief, whereabouts == Whereabouts::Returned)
    }
}

mod report {
    use super::*;

    fn stock(week: &mut Week, whereabouts: Whereabouts) -> &mut u64 {
        match whereabouts {
            Whereabouts::AtHome => &mut week.home,
            Whereabouts::Exploited => &mut week.exploited,
            Whereabouts::Returned => &mut week.returned,
        }
    }

    pub fn init(context: &mut Context, run: &Run) -> Result<(), IxaError> {
        let stem = run.out.file_stem().expect("a file name").to_string_lossy().into_owned();
        let directory = run.out.parent().expect("a directory").to_path_buf();
        context.report_options().directory(directory).overwrite(true);
        context.add_report::<WeeklyCounts>(&stem)?;
        context.subscribe_to_event(|context: &mut Context, event: PropertyChangeEvent<Person, Whereabouts>| {
            *stock(now(context), event.previous) -= 1;
            *stock(now(context), event.current) += 1;
        });
        context.add_periodic_plan_with_phase(1.0, end_week, Last);
        Ok(())
    }

    fn end_week(context: &mut Context) {
        let w = *now(context);
        context.send_report(WeeklyCounts {
            week: w.week,
            home: w.home,
            exploited: w.exploited,
            returned: w.returned,
            approaches: w.approaches,
            offers: w.offers,
            drawn_in: w.drawn_in,
            got_out: w.got_out,
            reintegrated: w.reintegrated,
            turned_25: w.turned_25,
            turned_25_exploited: w.turned_25_exploited,
        });
        begin_week(context);
    }

    pub fn begin_week(context: &mut Context) {
        let data = context.get_data_mut(Region).as_mut().expect("set up first");
        let w = data.now;
        data.exploited_last_week = w.exploited;
        data.now =
            Week { week: w.week + 1, home: w.home, exploited: w.exploited, returned: w.returned, ..Week::default() };
    }
}

fn set_up(run: &Run) -> Context {
    let mut context = Context::new();
    context.init_random(run.seed);
    *context.get_data_mut(Region) = Some(RegionData {
        parameters: run.parameters.clone(),
        acceptance: Acceptance::new(&run.parameters),
        communities: run.communities(),
        girls: run.girls,
        now: Week { home: u64::from(run.girls), ..Week::default() },
        exploited_last_week: 0,
    });
    // First of all plans at time 0; the start's property changes have been handled by then.
    context.add_plan_with_phase(0.0, report::begin_week, First);
    afterwards::init(&mut context);
    report::init(&mut context, run).expect("a writable directory");
    people::init(&mut context);
    trade::init(&mut context);
    context.schedule_shutdown(f64::from(run.weeks - 1));
    context
}

fn main() {
    measure(set_up, |_, context| context.execute(), |_, context| drop(context));
}
