//! Support after return (beyond the source): fewer go back, reintegration is faster.

use super::kind::{Kind, Learnt};
use super::mechanism::{Activity, Grain, Mechanism, Money, Place, Unit};
use super::timing::Timing;
use crate::register;
use crate::world::{Levers, Reach, RegionLevers};

/// Support after return, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "support after return",
    letter: Some('S'),
    also_called: &["reintegration", "shelter", "support", "survivor"],
    intensity_searched: true,
    learnt: Learnt {
        studies: &[
            ("what support after return does", &["aftercare.effect", "aftercare.reintegration_speed"]),
            ("what support after return costs", &["aftercare.cost"]),
        ],
        bearing: &[],
        costs: &["aftercare.cost"],
        strengths: &["aftercare.effect", "aftercare.reintegration_speed"],
        rests_on: ("how far support after return keeps women from going back", &["aftercare.effect"]),
    },
    ..Kind::new(
        "aftercare",
        "aftercare",
        "supports those who come back: fewer go back, and they are reintegrated sooner",
        |i| Box::new(Aftercare { p: i.parameters.aftercare.clone(), intensity: i.intensity }),
    )
};

/// Intensity scales the effect on going back (at most to none) and the cost per person.
struct Aftercare {
    p: register::Aftercare,
    intensity: f64,
}

impl Aftercare {
    fn person_cost(&self) -> f64 {
        self.p.cost * self.intensity
    }
}

impl Mechanism for Aftercare {
    fn grain(&self) -> Grain {
        Grain::Girl
    }

    fn cost(&self, place: &Place) -> f64 {
        place.returns_per_year * self.person_cost()
    }

    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        levers.support = (levers.support + coverage * t.strength).min(1.0);
        levers.support_effect = (self.p.effect * self.intensity).min(1.0);
        levers.support_speed = self.p.reintegration_speed;
    }

    /// Nobody is supported with money that is not there yet.
    fn write_region(&self, t: &Timing, money: &Money, region: &mut RegionLevers) {
        if t.strength > 0.0 {
            region.support_slots = match money.available {
                Some(soles) if self.person_cost() > 0.0 => (soles / (self.person_cost() * money.scale)).max(0.0) as u32,
                _ => u32::MAX,
            };
        }
    }

    fn spending(&self, _covered: &[(Place, f64)], activity: &Activity) -> f64 {
        activity.supported * self.person_cost()
    }

    fn follows_persons(&self) -> bool {
        true
    }

    fn reach(&self) -> Reach {
        Reach::Support
    }

    fn unit(&self) -> Unit {
        Unit::Persons
    }

    fn units(&self, _covered: &[(Place, f64)], activity: &Activity) -> f64 {
        activity.supported
    }

    fn ramps_spending(&self) -> bool {
        false
    }
}
