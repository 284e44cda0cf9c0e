//! What the science reads of any programme. Programmes write here; neither side knows the other.

use bevy_ecs::prelude::{Component, Resource};

/// Levers of one community this week. The default leaves everything as it is without a programme.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Levers {
    /// Campaign contacts per girl and year.
    pub contact_rate: f64,
    /// Log-odds one contact adds to own knowledge.
    pub contact_gain: f64,
    /// Fall of taboo so far, on its own scale (0 to 1).
    pub taboo_fall: f64,
    /// Relative fall of the share of households with violence so far.
    pub violence_fall: f64,
    /// Relative rise of local earnings so far.
    pub earnings_rise: f64,
    /// Weekly hazard of adopting the app on one's own.
    pub app_innovation: f64,
    /// Weekly hazard of adopting it per share of the market that uses it.
    pub app_imitation: f64,
    /// Share of those with phone and signal who would ever install it.
    pub app_market: f64,
    /// Hazard of dropping it, per year.
    pub app_drop: f64,
    /// Probability that the app warns of an offer.
    pub app_warning: f64,
    /// Log-odds a warning adds.
    pub app_shift: f64,
    /// Probability that a user reports an offer.
    pub app_report: f64,
    /// Complaint hazard of victims whose home has the app, relative to without.
    pub app_complaint_ratio: f64,
    /// Training places offered per girl and year.
    pub training_offers: f64,
    /// Share of those who come back who are offered support.
    pub support: f64,
    /// Relative fall of the probability of going back, with support.
    pub support_effect: f64,
    /// Reintegration speed with support, relative.
    pub support_speed: f64,
}

impl Default for Levers {
    fn default() -> Self {
        Levers {
            contact_rate: 0.0,
            contact_gain: 0.0,
            taboo_fall: 0.0,
            violence_fall: 0.0,
            earnings_rise: 0.0,
            app_innovation: 0.0,
            app_imitation: 0.0,
            app_market: 0.0,
            app_drop: 0.0,
            app_warning: 0.0,
            app_shift: 0.0,
            app_report: 0.0,
            app_complaint_ratio: 1.0,
            training_offers: 0.0,
            support: 0.0,
            support_effect: 0.0,
            support_speed: 1.0,
        }
    }
}

/// Terms of training, while a programme runs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingTerms {
    /// Transfer to the household while she attends, S/ per month.
    pub transfer: f64,
    /// c_train, utility.
    pub cost: f64,
    /// μ_train, utility.
    pub spread: f64,
    /// Youngest age at which a place is offered, completed years.
    pub min_age_years: f64,
    /// Oldest age at which a place is offered, completed years.
    pub max_age_years: f64,
    /// Length of the course, weeks.
    pub course_weeks: f64,
    /// Hazard of dropping out, per year.
    pub dropout: f64,
    /// Share of poor households missed.
    pub targeting_error: f64,
    /// ln of the highest permanent income of an eligible household, × P.
    pub ln_poor_cutoff: f64,
}

/// Levers that are not a community's: what there is money for this week.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Default)]
pub struct RegionLevers {
    /// Terms of training, if any is offered or being attended.
    pub training: Option<TrainingTerms>,
    /// Places in training there is money for, simulated girls.
    pub training_places: u32,
    /// Persons who can still be supported this week, simulated persons.
    pub support_slots: u32,
    /// Levers that reach those from outside the simulated departments.
    pub outside: Levers,
    /// Arrest hazard multiplier per report in a recruiter-year.
    pub arrest_per_report: f64,
}
