//! Conditional cash transfer for school: poor households have a transfer for each girl while she attends school. It keeps girls in
//! school, where recruiters reach fewer of them, and raises their household's income meanwhile. Beyond the source.

use super::kind::{Kind, Learnt};
use super::mechanism::{Activity, Grain, Mechanism, Place, girl_years};
use super::timing::Timing;
use crate::register;
use crate::world::{Levers, Reach, SchoolYear, WEEKS_PER_YEAR};

/// Cash transfers for school, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "cash transfer for school",
    letter: Some('P'),
    also_called: &["school-transfer", "school-cct", "juntos", "attendance"],
    learnt: Learnt {
        studies: &[("what a transfer does to schooling", &["school.d_transfer", "cct_school.take_up"])],
        bearing: &["school.d_transfer", "approach.phi_school", "decision.r_school"],
        costs: &["cct_school.delivery"],
        strengths: &["school.d_transfer"],
        rests_on: (
            "how far a transfer keeps girls in school, and how far school keeps recruiters away",
            &["school.d_transfer", "approach.phi_school", "decision.r_school"],
        ),
    },
    ..Kind::new(
        "cct-school",
        "cct_school",
        "pays poor households for each girl who attends school, from the next school year on (beyond the source)",
        |i| Box::new(SchoolTransfer { p: i.parameters.cct_school.clone(), intensity: i.intensity }),
    )
};

/// Intensity scales the transfer.
struct SchoolTransfer {
    p: register::CctSchool,
    intensity: f64,
}

impl SchoolTransfer {
    /// Transfers per girl who attends and year, S/.
    fn transfer(&self) -> f64 {
        12.0 * self.p.transfer * self.intensity
    }

    /// Share of what it costs that reaches households.
    fn transferred(&self) -> f64 {
        self.transfer() / ((self.transfer() + self.p.delivery) * (1.0 + self.p.overhead))
    }
}

impl Mechanism for SchoolTransfer {
    fn grain(&self) -> Grain {
        Grain::Girl
    }

    fn cost(&self, place: &Place) -> f64 {
        place.school_demand * (self.transfer() + self.p.delivery) * (1.0 + self.p.overhead)
    }

    /// All that it does happens in schooling and in the income of households that have it: see [`SchoolYear`].
    fn write(&self, _t: &Timing, _coverage: f64, _levers: &mut Levers) {}

    fn plan_year(&self, strength: f64, coverage: f64, year: &mut SchoolYear) {
        year.coverage = (year.coverage + coverage * strength).min(1.0);
        year.transfer = year.transfer.max(self.p.transfer * self.intensity);
        year.targeting_error = self.p.targeting_error;
        year.take_up = self.p.take_up;
    }

    fn begins(&self, start_week: u32) -> u32 {
        start_week.div_ceil(WEEKS_PER_YEAR) * WEEKS_PER_YEAR
    }

    fn school_households(&self) -> Option<f64> {
        Some((1.0 - self.p.targeting_error) * self.p.take_up)
    }

    /// Transfers without delivery and overhead.
    fn transfers(&self, covered: &[(Place, f64)], activity: &Activity) -> f64 {
        self.spending(covered, activity) * self.transferred()
    }

    fn reach(&self) -> Reach {
        Reach::Schooling
    }

    fn units(&self, covered: &[(Place, f64)], _activity: &Activity) -> f64 {
        girl_years(covered, |place| place.school_demand)
    }

    fn can_be_forecast(&self) -> bool {
        false
    }
}
