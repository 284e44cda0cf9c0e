//! What a world is told once and never changes: parameters, places, and constants derived from them.

use super::bounds::Bounds;
use super::components::{Community, WEEKS_IN_ROSTER, WEEKS_PER_YEAR};
use crate::draws::Draws;
use crate::math::num;
use crate::register::Parameters;
use crate::scenario::events::{Event, Weather};
use bevy_ecs::prelude::Resource;
use std::sync::Arc;

/// Quarters over which transient income is summed.
pub const INCOME_QUARTERS: usize = 8;
/// Years of school after the 12th birthday.
pub const YEARS_OF_SCHOOL: u32 = 5;
/// Weeks in a quarter.
pub const WEEKS_PER_QUARTER: u32 = 13;
/// Largest number of candidate contacts per quarter that is tabulated.
const CANDIDATES: usize = 32;

/// Parameters, geography and draws of one world.
#[derive(Resource, Clone)]
pub struct Setting {
    /// Parameters of this world: one draw.
    pub parameters: Arc<Parameters>,
    /// Constants computed from `parameters`.
    pub derived: Arc<Derived>,
    /// Names and fixed geography.
    pub region: Arc<Region>,
    /// Source of all random draws.
    pub draws: Draws,
    /// Threads that systems may use inside this one world.
    pub threads: usize,
}

impl Setting {
    /// What events make of a week since the fork.
    #[inline]
    pub fn weather(&self, since_fork: Option<u32>) -> Weather {
        Weather::of(&self.region.events, since_fork, self.parameters.demand.gold)
    }
}

/// Names and fixed geography.
#[derive(Clone, Debug)]
pub struct Region {
    /// Names of the departments.
    pub departments: Vec<String>,
    /// Names of the mining towns.
    pub towns: Vec<String>,
    /// The communities as they were spawned (the entities carry the same).
    pub communities: Vec<Community>,
    /// Fixed part of the recruiters' weights, community-major (see [`weights`](super::synthetic::weights)).
    pub base_weight: Vec<f64>,
    /// ω by department.
    pub attraction: Vec<f64>,
    /// D_c^(−γ) by community; empty where the region is the only destination.
    pub competition: Vec<f64>,
    /// Weight of every destination outside the region, community-major: `N_c·e^(ω_dept)·(M_j/M)·f_jc·D_c^(−γ)`.
    pub elsewhere_weight: Vec<f64>,
    /// Names of the destinations outside the region.
    pub destinations: Vec<String>,
    /// Mean taboo over girls, for those from outside.
    pub mean_taboo: f64,
    /// Persons one simulated girl stands for.
    pub scale: f64,
    /// Residents of the mining region, persons.
    pub residents: f64,
    /// Travel hours between towns, row by row.
    pub hours_between_towns: Vec<f64>,
    /// Brothels when a world is filled, simulated brothels.
    pub brothels_at_start: f64,
    /// Dated events, in weeks since the fork.
    pub events: Vec<Event>,
    /// Weeks of the year in which school is held: first week and week after the last; none: all year.
    pub school_terms: Vec<(u32, u32)>,
}

impl Region {
    /// Whether school is held in a week of the world; years begin with week 0.
    #[inline]
    pub fn in_term(&self, week: u32) -> bool {
        let week = week % WEEKS_PER_YEAR;
        self.school_terms.is_empty() || self.school_terms.iter().any(|(from, to)| (*from..*to).contains(&week))
    }

    /// Share of the year in which school is held.
    pub fn term_share(&self) -> f64 {
        if self.school_terms.is_empty() {
            return 1.0;
        }
        let weeks: u32 = self.school_terms.iter().map(|(from, to)| to - from).sum();
        f64::from(weeks) / f64::from(WEEKS_PER_YEAR)
    }

    /// Simulated girls.
    pub fn girls(&self) -> usize {
        self.communities.iter().map(|c| c.girls as usize).sum()
    }

    /// Their households.
    pub fn households(&self) -> usize {
        self.communities.iter().map(|c| c.households as usize).sum()
    }
}

/// Constants that follow from the parameters.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Age weight a(age) by week since the 12th birthday.
    pub age_weight: Vec<f64>,
    /// `e^(g·years) − 1` by week since the 12th birthday, while there is school to leave.
    pub leaving: Vec<f64>,
    /// σ_p × heterogeneity: spread of permanent income, log.
    pub income_sd: f64,
    /// Weight of each past quarter's shock in transient income.
    pub transient: [f64; INCOME_QUARTERS],
    /// Distribution function of the number of candidate contacts in a quarter.
    pub candidate_contacts: Vec<f64>,
    /// Weeks of contacts that still count: five half-lives.
    pub contact_memory_weeks: u32,
    /// Weekly fading of the trade's memory, of its memory of reports, and of shared knowledge.
    pub yield_fade: f64,
    /// Weekly factor by which the memory of reports fades.
    pub report_fade: f64,
    /// Weekly factor by which shared knowledge fades.
    pub shared_fade: f64,
    /// Logits around which a girl's patience is spread.
    pub logit_beta: f64,
    /// Logit of δ around which a girl's own discount factor is spread.
    pub logit_delta: f64,
    /// Tables that bound a girl's decision, so that most need no exact value.
    pub bounds: Bounds,
    /// Places of a brothel: mean and spread after scaling.
    pub places: f64,
    /// Spread of the places of a brothel after scaling.
    pub places_sd: f64,
}

impl Derived {
    /// All constants of these parameters.
    pub fn new(p: &Parameters) -> Self {
        let rho: f64 = p.income.rho_q;
        let mut transient = [0.0; INCOME_QUARTERS];
        let mut power = p.income.sigma_z * num::sqrt(1.0 - rho * rho);
        for weight in &mut transient {
            *weight = power;
            power *= rho;
        }
        let lambda = p.knowledge.max_contacts / 4.0;
        let mut probability = num::exp(-lambda);
        let mut cumulative = 0.0;
        let mut candidate_contacts = Vec::with_capacity(CANDIDATES);
        for n in 0..CANDIDATES {
            cumulative += probability;
            candidate_contacts.push(cumulative);
            probability *= lambda / (n + 1) as f64;
        }
        Derived {
            age_weight: (0..WEEKS_IN_ROSTER)
                .map(|week| age_weight(12.0 + f64::from(week) / f64::from(WEEKS_PER_YEAR), &p.approach))
                .collect(),
            leaving: (0..=YEARS_OF_SCHOOL * WEEKS_PER_YEAR)
                .map(|week| num::exp(p.school.g_leave * (f64::from(week) / f64::from(WEEKS_PER_YEAR))) - 1.0)
                .collect(),
            income_sd: p.income.sigma_p * p.population.heterogeneity,
            transient,
            candidate_contacts,
            contact_memory_weeks: (5.0 * p.knowledge.h_x) as u32,
            yield_fade: num::half_life_decay(1.0, p.recruiters.y_half),
            report_fade: num::half_life_decay(1.0, p.recruiters.report_half_life),
            shared_fade: num::half_life_decay(1.0, p.knowledge.h_s),
            logit_beta: num::logit(p.decision.beta),
            logit_delta: num::logit(p.decision.delta),
            bounds: Bounds::new(p),
            places: p.demand.places * p.demand.places_scale,
            places_sd: p.demand.places_sd * p.demand.places_scale,
        }
    }
}

/// Weight a(age) of an approach to a girl of this age: rising linearly from `a_12` at 12 to 1 at the peak, 1 to its end,
/// falling linearly to `a_25` at 25 (docs/odd.md §6, approaches).
pub fn age_weight(age_years: f64, p: &crate::register::Approach) -> f64 {
    if age_years < p.age_peak_from {
        p.a_12 + (1.0 - p.a_12) * (age_years - 12.0) / (p.age_peak_from - 12.0)
    } else if age_years <= p.age_peak_to {
        1.0
    } else {
        1.0 + (p.a_25 - 1.0) * (age_years - p.age_peak_to) / (25.0 - p.age_peak_to)
    }
}
