//! What the science reads of any programme. Programmes write here; neither side knows the other.

use crate::scenario::Whom;
use bevy_ecs::prelude::{Component, Resource};

/// Levers of one community this week. The default leaves everything as it is without a programme.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Levers {
    /// Campaign contacts per girl and year.
    pub contact_rate: f64,
    /// Log-odds one contact adds to own knowledge.
    pub contact_gain: f64,
    /// Contacts per girl and year, over all girls, of campaigns that are for some of them: see [`RegionLevers::picked`].
    pub picked_contact_rate: f64,
    /// Fall of taboo so far, on its own scale (0 to 1).
    pub taboo_fall: f64,
    /// Relative fall of the share of households with violence so far.
    pub violence_fall: f64,
    /// Relative rise of local earnings so far.
    pub earnings_rise: f64,
    /// Most that violence falls, by the programme that may do most; 0: to nothing.
    pub violence_cap: f64,
    /// Most that earnings rise, by the programme that may do most; 0: without end.
    pub earnings_cap: f64,
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
    /// Somewhere to ask about an offer.
    pub line: Line,
    /// A transfer to poor households for each girl.
    pub household: HouseholdTerms,
    /// Training places offered per girl and year.
    pub training_offers: f64,
    /// Share of those who come back who are offered support.
    pub support: f64,
    /// Relative fall of the probability of going back, with support.
    pub support_effect: f64,
    /// Reintegration speed with support, relative.
    pub support_speed: f64,
    /// Who may be supported, by age as she comes back.
    pub support_whom: Whom,
}

/// Somewhere to ask about an offer. The default is that there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Line {
    /// Probability that a girl asks about an offer.
    pub asks: f64,
    /// Log-odds that a warning adds.
    pub shift: f64,
    /// Probability that who asks reports the offer.
    pub report: f64,
    /// Whether one needs a phone and signal to ask.
    pub phone: bool,
    /// Who may ask.
    pub whom: Whom,
}

/// A transfer to poor households for each girl. The default is that there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HouseholdTerms {
    /// Share of eligible households that have it, 0 to 1.
    pub coverage: f64,
    /// Per girl, S/ per month.
    pub transfer: f64,
    /// Share of poor households that its targeting misses.
    pub targeting_error: f64,
    /// Share of eligible households that take it up.
    pub take_up: f64,
    /// The girls it is for.
    pub whom: Whom,
}

impl Default for Levers {
    fn default() -> Self {
        Levers {
            contact_rate: 0.0,
            contact_gain: 0.0,
            picked_contact_rate: 0.0,
            taboo_fall: 0.0,
            violence_fall: 0.0,
            earnings_rise: 0.0,
            violence_cap: 0.0,
            earnings_cap: 0.0,
            app_innovation: 0.0,
            app_imitation: 0.0,
            app_market: 0.0,
            app_drop: 0.0,
            app_warning: 0.0,
            app_shift: 0.0,
            app_report: 0.0,
            app_complaint_ratio: 1.0,
            line: Line::default(),
            household: HouseholdTerms::default(),
            training_offers: 0.0,
            support: 0.0,
            support_effect: 0.0,
            support_speed: 1.0,
            support_whom: Whom::EVERYONE,
        }
    }
}

impl Levers {
    /// Keeps what several programmes did together to what one of them may do at most. Once all have written.
    pub fn settle(&mut self) {
        let most = |cap: f64, none: f64| if cap > 0.0 { cap } else { none };
        self.earnings_rise = self.earnings_rise.min(most(self.earnings_cap, f64::INFINITY));
        self.violence_fall = self.violence_fall.min(most(self.violence_cap, 1.0));
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

/// This week's contacts of a campaign that is for some girls only.
#[derive(Clone, Debug, PartialEq)]
pub struct PickedContacts {
    /// Position of the programme among those under way.
    pub programme: usize,
    /// The girls it is for.
    pub whom: Whom,
    /// Contacts per such girl and year, and log-odds each adds, by community.
    pub by_community: Vec<(f64, f64)>,
}

/// Levers that are not a community's: what there is money for this week.
#[derive(Resource, Clone, Debug, PartialEq, Default)]
pub struct RegionLevers {
    /// Terms of training, if any is offered or being attended.
    pub training: Option<TrainingTerms>,
    /// Places in training there is money for, simulated girls.
    pub training_places: u32,
    /// Persons who can still be supported this week, simulated persons.
    pub support_slots: u32,
    /// Levers that reach those from outside the simulated departments.
    pub outside: Levers,
    /// Campaigns that are for some girls only.
    pub picked: Vec<PickedContacts>,
    /// Arrest hazard multiplier per report in a recruiter-year.
    pub arrest_per_report: f64,
}
