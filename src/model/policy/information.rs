//! Targeted information campaign: contacts that raise a girl's belief that an offer ends in exploitation, talk in the
//! community, and over years less taboo.

use super::{Grain, Kind, Mechanism, Place, Timing};
use crate::register;
use crate::world::Levers;

pub const KIND: Kind = Kind {
    name: "information",
    group: "info",
    does: "campaign contacts add to own knowledge and to what is passed on; sustained, they lower taboo",
    build: |i| Box::new(Information { p: i.parameters.info.clone(), intensity: i.intensity }),
};

/// Intensity scales contacts per girl.
struct Information {
    p: register::Info,
    intensity: f64,
}

impl Mechanism for Information {
    /// Each community has its own team, so a budget buys whole communities.
    fn grain(&self) -> Grain {
        Grain::Community
    }

    fn cost(&self, place: &Place) -> f64 {
        self.p.cost_info_comm + place.girls * self.p.rate * self.intensity * self.p.cost_contact
    }

    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        levers.contact_rate += self.p.rate * self.intensity * coverage * t.strength;
        levers.contact_gain = levers.contact_gain.max(self.p.d_info);
        levers.taboo_fall += self.p.tau_info * coverage * t.strength_years(0.0);
    }
}
