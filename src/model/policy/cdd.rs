//! Community-driven development: after a delay local earnings rise year by year, taboo and violence fall.

use super::{Grain, Kind, Mechanism, Place, Timing};
use crate::register;
use crate::world::Levers;

pub const KIND: Kind = Kind {
    name: "community-development",
    group: "cdd",
    does: "after a delay raises local earnings by a share a year to a cap, lowers taboo and violence; what is built stays",
    build: |i| Box::new(Development { p: i.parameters.cdd.clone(), intensity: i.intensity }),
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
}
