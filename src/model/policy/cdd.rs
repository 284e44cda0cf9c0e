//! Community-driven development: after a delay local earnings rise year by year, taboo and violence fall.

use super::kind::{Kind, Learnt};
use super::mechanism::{Grain, Mechanism, Place};
use super::timing::Timing;
use crate::register;
use crate::world::Levers;

/// Community-driven development, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "community-driven development",
    letter: Some('D'),
    also_called: &["cdd", "community-driven", "jobs", "livelihood", "livelihoods", "infrastructure"],
    in_menu: true,
    answers: &["violence", "opportunity"],
    intensity_searched: true,
    learnt: Learnt {
        studies: &[
            ("what development does", &["cdd.growth", "cdd.growth_cap", "cdd.tau_cdd", "cdd.v_cdd"]),
            ("what development costs", &["cdd.cost_cdd_comm", "cdd.cost_cdd_girl"]),
        ],
        bearing: &[],
        costs: &["cdd.cost_cdd_comm", "cdd.cost_cdd_girl"],
        strengths: &["cdd.growth", "cdd.growth_cap", "cdd.tau_cdd", "cdd.v_cdd"],
        rests_on: ("how soon and how much development raises earnings", &["cdd.delay", "cdd.growth"]),
    },
    ..Kind::new(
        "community-development",
        "cdd",
        "after a delay raises local earnings by a share per year, up to a cap, lowers taboo and violence; what is built stays",
        |i| Box::new(Development { p: i.parameters.cdd.clone(), intensity: i.intensity }),
    )
};

/// Intensity scales the yearly changes and the cost, not the caps.
struct Development {
    p: register::Cdd,
    intensity: f64,
}

impl Mechanism for Development {
    fn grain(&self) -> Grain {
        Grain::Community
    }

    fn cost(&self, place: &Place) -> f64 {
        self.intensity * (self.p.cost_cdd_comm + place.girls * self.p.cost_cdd_girl)
    }

    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        let years = coverage * self.intensity * t.strength_years(self.p.delay);
        levers.earnings_rise = (levers.earnings_rise + self.p.growth * years).min(self.p.growth_cap);
        levers.taboo_fall += self.p.tau_cdd * years;
        levers.violence_fall = (levers.violence_fall + self.p.v_cdd * years).min(self.p.v_cdd_cap);
    }

    fn delay_weeks(&self) -> f64 {
        self.p.delay
    }
}
