//! School programme: information on what schooling earns, a place to board. It lowers every girl's hazard of leaving school in the
//! communities that have it. Beyond the source.

use super::kind::{Kind, Learnt};
use super::mechanism::{Activity, Grain, Mechanism, Place, girl_years};
use super::timing::Timing;
use crate::register;
use crate::world::{Levers, Reach, SchoolYear, WEEKS_PER_YEAR};

/// Programmes never spare girls more than this share of the hazard: nobody is kept in school for certain.
const MOST: f64 = 0.95;

/// School programmes, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "school programme",
    letter: Some('E'),
    also_called: &["school", "schooling", "boarding", "returns-to-schooling", "dropout"],
    learnt: Learnt {
        studies: &[("what a school programme does", &["school_programme.effect"])],
        bearing: &["approach.phi_school", "decision.r_school"],
        costs: &["school_programme.cost_girl", "school_programme.cost_community"],
        strengths: &["school_programme.effect"],
        rests_on: (
            "how far a programme keeps girls in school, and how far school keeps recruiters away",
            &["school_programme.effect", "approach.phi_school", "decision.r_school"],
        ),
    },
    ..Kind::new(
        "school-programme",
        "school_programme",
        "information on what schooling earns and a place to board lower every girl's hazard of leaving school (beyond the source)",
        |i| Box::new(SchoolProgramme { p: i.parameters.school_programme.clone(), intensity: i.intensity }),
    )
};

/// Intensity scales effect and cost.
struct SchoolProgramme {
    p: register::SchoolProgramme,
    intensity: f64,
}

impl Mechanism for SchoolProgramme {
    fn grain(&self) -> Grain {
        Grain::Community
    }

    fn cost(&self, place: &Place) -> f64 {
        self.intensity * (self.p.cost_community + place.girls_of_school_age() * self.p.cost_girl)
    }

    /// All that it does happens in schooling: see [`SchoolYear`].
    fn write(&self, _t: &Timing, _coverage: f64, _levers: &mut Levers) {}

    fn plan_year(&self, strength: f64, coverage: f64, year: &mut SchoolYear) {
        let fall = (self.p.effect * self.intensity * coverage * strength).min(MOST);
        year.fall = (1.0 - (1.0 - year.fall) * (1.0 - fall)).min(MOST);
    }

    fn begins(&self, start_week: u32) -> u32 {
        start_week.div_ceil(WEEKS_PER_YEAR) * WEEKS_PER_YEAR
    }

    fn reach(&self) -> Reach {
        Reach::Schooling
    }

    fn units(&self, covered: &[(Place, f64)], _activity: &Activity) -> f64 {
        girl_years(covered, Place::girls_of_school_age)
    }

    fn can_be_forecast(&self) -> bool {
        false
    }
}
