//! The baseline with every girl touched every week: her age, schooling and knowledge are state that each week moves on, her
//! household's transient income moves on each quarter, and whether anyone approaches her this week is asked of her.
//!
//! The rest of the model (brothels, recruiters, those exploited or returned, enforcement) is the plain twin's. Everything about
//! girls is drawn from one small generator in sequence, which is the fastest way for such a program. Approaches of a town in a community
//! are a Poisson number, each to a slot by age weight; thinned slot by slot they are independent Poisson numbers of mean
//! `λ_kc·a(age)/Σ a(age)`, so that the distribution is the same. Left out: programmes.

use super::plain::{Approach, End, Plain, STEPS};
use super::small::Small;
use amparo::draws::Process;
use amparo::math::num::{exp, half_life_decay, hazard_to_probability, sqrt};
use amparo::math::{normal, poisson};
use amparo::process::circumstances::{Scene, Tables};
use amparo::process::decision::{Circumstances, acceptance, patience, talks};
use amparo::process::girl::Occupant;
use amparo::process::income::{ln_permanent, transient};
use amparo::process::knowledge::{belief, taboo};
use amparo::process::own_weights::Weights;
use amparo::process::schooling::{Schooling, leaving_hazard};
use amparo::world::{
    Community, Derived, Girl, Roster, WEEKS_IN_ROSTER, WEEKS_PER_QUARTER, WEEKS_PER_YEAR, Whereabouts, YEARS_OF_SCHOOL,
};

/// What of a girl lasts.
#[derive(Clone, Copy)]
struct Own {
    /// o_g, log-odds.
    belief: f32,
    beta: f32,
    delta: f32,
}

/// One world.
#[derive(Clone)]
pub struct Dense {
    pub plain: Plain,
    rng: Small,
    /// Weeks since 12, by slot.
    weeks: Vec<u16>,
    school: Vec<Schooling>,
    /// x, log-odds.
    known: Vec<f32>,
    own: Vec<Own>,
    /// z, by household.
    transient: Vec<f32>,
    /// Whether her household's permanent income is below the line, by slot.
    poor: Vec<bool>,
    /// Probability of leaving school in the week before this one since 12, of those who are not poor and who are.
    leaving: [Vec<f64>; 2],
}

impl Dense {
    /// A copy of a world as it is between two ticks, girls as its laws say they were last week.
    ///
    /// # Panics
    /// Before the first week; with programmes under way or where girls have weights of their own.
    pub fn of(mut plain: Plain, seed: u64) -> Dense {
        assert!(plain.clock.week > 0 && plain.going.list.is_empty());
        let (setting, week) = (plain.setting.clone(), plain.clock.week - 1);
        let (p, derived) = (&setting.parameters, &setting.derived);
        assert!(p.decision.own_weights == 0.0);
        let income = setting.draws.of(Process::TransientIncome);
        let beliefs = setting.draws.of(Process::Belief);
        let spread = p.population.heterogeneity * p.population.sd_belief_i;
        let (mut weeks, mut school, mut own) = (Vec::new(), Vec::new(), Vec::new());
        let mut rows = Vec::new();
        {
            let communities = &setting.region.communities;
            let (girls, households, states, levers) = (&plain.girls, &plain.households, &plain.states, &plain.levers);
            let tables = Tables { girls: Roster::of(girls), households, communities, states, levers };
            let scene = Scene::new(&setting, week, tables, &plain.region, &plain.campaign, &plain.app, &plain.school);
            for (c, place) in communities.iter().enumerate() {
                for slot in place.first_girl..place.first_girl + place.girls {
                    let her = scene.occupant(slot);
                    let girl = scene.girl(&her);
                    let (beta, delta) = scene.patience(&her);
                    let belief = (spread * beliefs.normal(her.key())) as f32;
                    weeks.push(her.weeks_since_12 as u16);
                    school.push(scene.schooling(&her, &girl, c));
                    own.push(Own { belief, beta: beta as f32, delta: delta as f32 });
                    rows.push(girl);
                }
            }
        }
        plain.girls = rows;
        let poor = |h: &amparo::world::Household| {
            ln_permanent(&setting.region.communities[usize::from(h.community)], h, derived) < 0.0
        };
        let school_ends = (YEARS_OF_SCHOOL * WEEKS_PER_YEAR) as usize;
        let leaving = [false, true].map(|poor| {
            let hazard = |week: usize| leaving_hazard(derived.leaving[week], poor, &p.school);
            let leaves = |week: usize| hazard_to_probability(hazard(week) - hazard(week.saturating_sub(1)));
            (0..=school_ends).map(leaves).collect()
        });
        Dense {
            known: vec![0.0; weeks.len()],
            transient: (0..plain.households.len() as u32).map(|h| transient(income, h, week, derived) as f32).collect(),
            poor: plain.girls.iter().map(|girl| poor(&plain.households[girl.household as usize])).collect(),
            rng: Small::new(seed),
            leaving,
            weeks,
            school,
            own,
            plain,
        }
    }

    /// One week.
    pub fn tick(&mut self) {
        for (name, step) in STEPS {
            match name {
                "approaches" => self.approaches(),
                _ => step(&mut self.plain),
            }
        }
        self.plain.clock.week += 1;
    }

    fn normal(&mut self) -> f64 {
        normal::quantile(self.rng.uniform())
    }

    /// The slot passes to a girl of 12.
    fn renew(&mut self, slot: usize, in_school_at_12: f64) {
        let setting = self.plain.setting.clone();
        let (p, derived) = (&setting.parameters, &setting.derived);
        let h = p.population.heterogeneity;
        let row = &mut self.plain.girls[slot];
        *row = Girl { household: row.household, generation: row.generation + 1, ..Girl::default() };
        self.weeks[slot] = 0;
        self.known[slot] = 0.0;
        self.school[slot] = if self.rng.uniform() < in_school_at_12 { Schooling::InSchool } else { Schooling::Left };
        self.own[slot] = Own {
            belief: (h * p.population.sd_belief_i * self.normal()) as f32,
            beta: patience(derived.logit_beta, h * p.decision.sd_beta, self.normal()) as f32,
            delta: patience(derived.logit_delta, h * p.decision.sd_delta, self.normal()) as f32,
        };
    }

    /// Every girl of a community is a week older; the sum of their age weights.
    fn grow(&mut self, place: &Community, derived: &Derived, fade: f32) -> f64 {
        let slots = place.first_girl as usize..(place.first_girl + place.girls) as usize;
        let school_ends = (YEARS_OF_SCHOOL * WEEKS_PER_YEAR) as usize;
        // Locals, so that nothing but the columns is read from memory.
        let mut rng = self.rng.clone();
        let (mut weight, mut turning_25) = (0.0, Vec::new());
        let columns = self.weeks[slots.clone()].iter_mut().zip(&mut self.known[slots.clone()]);
        let columns = columns.zip(&mut self.school[slots.clone()]).zip(&self.poor[slots.clone()]);
        for (i, (((weeks, known), school), poor)) in columns.enumerate() {
            *weeks += 1;
            let now = usize::from(*weeks);
            if now == WEEKS_IN_ROSTER as usize {
                turning_25.push(slots.start + i);
                continue;
            }
            *known *= fade;
            if *school == Schooling::InSchool {
                if rng.uniform() < self.leaving[usize::from(*poor)][now] {
                    *school = Schooling::Left;
                } else if now >= school_ends {
                    *school = Schooling::Completed;
                }
            }
            weight += derived.age_weight[now];
        }
        self.rng = rng;
        for slot in turning_25 {
            self.renew(slot, place.in_school_at_12);
            weight += derived.age_weight[0];
        }
        weight
    }

    fn approaches(&mut self) {
        let setting = self.plain.setting.clone();
        let (week, rates) = (self.plain.clock.week, self.plain.rates());
        if week.is_multiple_of(WEEKS_PER_QUARTER) {
            let income = &setting.parameters.income;
            let (rho, sd) = (income.rho_q, income.sigma_z * sqrt(1.0 - income.rho_q * income.rho_q));
            for household in 0..self.transient.len() {
                let shock = sd * self.normal();
                self.transient[household] = (rho * f64::from(self.transient[household]) + shock) as f32;
            }
        }
        let mut made: Vec<Approach> = Vec::new();
        let mut approached: Vec<(u32, u32)> = Vec::new();
        let fade = half_life_decay(1.0, setting.parameters.knowledge.h_x) as f32;
        let mut of_town = vec![0.0; rates.len()];
        for (c, place) in setting.region.communities.iter().enumerate() {
            let all_ages = self.grow(place, &setting.derived, fade);
            let mut sum = 0.0;
            for (k, rate) in rates.iter().enumerate() {
                sum += rate * setting.region.base_weight[c * rates.len() + k] * self.plain.market.appeal[c];
                of_town[k] = sum;
            }
            let per_weight = sum / all_ages;
            let (from, mut rng) = (place.first_girl as usize, self.rng.clone());
            approached.clear();
            for (i, weeks) in self.weeks[from..from + place.girls as usize].iter().enumerate() {
                let mean = per_weight * setting.derived.age_weight[usize::from(*weeks)];
                let times = poisson::inverse(rng.uniform(), mean);
                if times > 0 {
                    approached.push((place.first_girl + i as u32, times));
                }
            }
            self.rng = rng;
            for (slot, times) in approached.iter().copied() {
                let first = made.len();
                for _ in 0..times {
                    let at = self.rng.uniform() * sum;
                    let town = of_town.partition_point(|upto| *upto <= at).min(rates.len() - 1);
                    // Who is met twice by the same town in a week decides once: her draws are of girl, town, and week.
                    let same = |one: &&Approach| one.who.slot == slot && usize::from(one.town) == town;
                    let before = made[first..].iter().find(same).map(|one| one.end);
                    let end = before.unwrap_or_else(|| self.come_of(slot as usize, c, town));
                    let weeks_since_12 = u32::from(self.weeks[slot as usize]);
                    made.push(Approach {
                        order: self.rng.word(),
                        town: town as u16,
                        community: c as u16,
                        end,
                        reported: false,
                        who: Occupant {
                            slot,
                            generation: self.plain.girls[slot as usize].generation,
                            weeks_since_12,
                            twelve_in: week as i32 - weeks_since_12 as i32,
                        },
                        word: 0,
                    });
                }
            }
        }
        self.plain.outside(&rates, &mut made);
        self.plain.settle(made);
    }

    /// How an approach of a town ends.
    fn come_of(&mut self, slot: usize, c: usize, town: usize) -> End {
        let (plain, own, school) = (&self.plain, self.own[slot], self.school[slot]);
        let (p, place) = (&plain.setting.parameters, &plain.setting.region.communities[c]);
        let girl = plain.girls[slot];
        if !matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned) {
            return End::Wasted;
        }
        let in_term = plain.setting.region.in_term(plain.clock.week);
        if in_term && school == Schooling::InSchool && self.rng.uniform() < p.approach.phi_school {
            return End::NoOffer;
        }
        let household = &plain.households[girl.household as usize];
        let ln_y =
            ln_permanent(place, household, &plain.setting.derived) + f64::from(self.transient[girl.household as usize]);
        let schooled = if school == Schooling::Left { 0.0 } else { p.decision.r_school };
        let ever = if girl.has(Girl::EVER_EXPLOITED) { p.knowledge.x_return } else { 0.0 };
        let (x, shared) = (f64::from(self.known[slot]), plain.states[c].shared_knowledge);
        let mut circumstances = Circumstances {
            income: exp(ln_y),
            prospects: place.earnings * (1.0 + schooled),
            belief: belief(place.belief, f64::from(own.belief), x, p.info.x_max, ever, shared),
            violence: f64::from(household.violence) < place.violence_share,
            returned: girl.whereabouts == Whereabouts::Returned,
            beta: f64::from(own.beta),
            delta: f64::from(own.delta),
            hours: place.hours[town],
            gain_capped: false,
            weights: Weights::EQUAL,
        };
        let tau = taboo(place.taboo, 0.0, p.programmes.taboo_floor);
        if self.rng.uniform() < talks(&circumstances, tau, &p.knowledge) {
            circumstances.belief += p.knowledge.d_consult;
        }
        if self.rng.uniform() < acceptance(&circumstances, &p.decision) { End::Accepted } else { End::Declined }
    }
}
