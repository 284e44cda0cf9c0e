//! Conditional cash transfer for skills training: places for poor out-of-school girls, a transfer while they attend, better
//! prospects afterwards.

use super::kind::{Kind, Learnt};
use super::mechanism::{Activity, Grain, Mechanism, Money, Place};
use super::timing::Timing;
use crate::math::num;
use crate::register;
use crate::world::{Levers, Reach, RegionLevers, TrainingTerms, WEEKS_PER_YEAR};

/// Cash transfers for training, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "cash transfer for training",
    letter: Some('T'),
    also_called: &[
        "cash",
        "cash-transfer",
        "conditional",
        "grant",
        "scholarship",
        "skills",
        "stipend",
        "transfer",
        "transfers",
        "vocational",
    ],
    in_menu: true,
    answers: &["poverty"],
    intensity_searched: true,
    learnt: Learnt {
        studies: &[(
            "who takes up training, stays and earns more",
            &["cct.train_cost", "cct.h_dropout", "decision.r_train", "approach.phi_train", "cct.tuition"],
        )],
        bearing: &["decision.r_train", "approach.phi_train"],
        costs: &["cct.tuition"],
        strengths: &["approach.phi_train"],
        rests_on: (
            "who takes up a training place, stays, and earns more after it",
            &["cct.train_cost", "cct.train_mu", "cct.h_dropout", "decision.r_train"],
        ),
    },
    ..Kind::new(
        "cct-training",
        "cct",
        "offers training places to poor households; a transfer while attending, a premium on completion",
        |i| Box::new(Training { p: i.parameters.cct.clone(), intensity: i.intensity }),
    )
};

/// Intensity scales the transfer.
struct Training {
    p: register::Cct,
    intensity: f64,
}

impl Training {
    fn terms(&self) -> TrainingTerms {
        TrainingTerms {
            transfer: self.p.transfer * self.intensity,
            cost: self.p.train_cost,
            spread: self.p.train_mu,
            min_age_years: self.p.min_age,
            max_age_years: self.p.max_age,
            course_weeks: self.p.course_weeks,
            dropout: self.p.h_dropout,
            targeting_error: self.p.targeting_error,
            ln_poor_cutoff: num::ln(self.p.poor_cutoff),
        }
    }

    /// One place for a year: transfer, tuition, overhead, S/.
    fn place_cost(&self) -> f64 {
        (12.0 * self.p.transfer * self.intensity + self.p.tuition) * (1.0 + self.p.overhead)
    }
}

impl Mechanism for Training {
    fn grain(&self) -> Grain {
        Grain::Girl
    }

    /// Expected girls in training × the cost of a place, less the oversubscription: places are filled, not offers paid.
    fn cost(&self, place: &Place) -> f64 {
        place.training_demand * self.place_cost() / self.p.oversubscription
    }

    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        levers.training_offers += self.p.offers * coverage * t.strength;
    }

    /// Terms hold while the programme runs; places are what the yearly budget pays for.
    fn write_region(&self, t: &Timing, money: &Money, region: &mut RegionLevers) {
        if t.strength <= 0.0 {
            return;
        }
        region.training = Some(self.terms());
        region.training_places = match money.per_year {
            Some(budget) => (budget * t.strength / (self.place_cost() * money.scale)) as u32,
            None => u32::MAX,
        };
    }

    fn spending(&self, _covered: &[(Place, f64)], activity: &Activity) -> f64 {
        activity.in_training * self.place_cost() / f64::from(WEEKS_PER_YEAR)
    }

    /// Transfers without tuition and overhead.
    fn transfers(&self, _covered: &[(Place, f64)], activity: &Activity) -> f64 {
        activity.in_training * 12.0 * self.p.transfer * self.intensity / f64::from(WEEKS_PER_YEAR)
    }

    fn training(&self) -> Option<(TrainingTerms, f64)> {
        Some((self.terms(), self.p.offers))
    }

    fn reach(&self) -> Reach {
        Reach::Training
    }

    fn units(&self, _covered: &[(Place, f64)], activity: &Activity) -> f64 {
        activity.in_training / f64::from(WEEKS_PER_YEAR)
    }

    fn ramps_spending(&self) -> bool {
        false
    }
}
