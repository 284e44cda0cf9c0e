//! Targeted information campaign: contacts that raise a girl's belief that an offer ends in exploitation, talk in the
//! community, and over years less taboo.

use super::kind::{Kind, Learnt};
use super::mechanism::{Activity, Grain, Mechanism, Place, Unit, girl_years};
use super::timing::Timing;
use crate::register;
use crate::scenario::{Extent, Intervention, Objection, Targeting};
use crate::world::{Levers, Reach, WEEKS_PER_YEAR};
use std::collections::BTreeMap;

/// The information campaign, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "information campaign",
    letter: Some('I'),
    also_called: &["awareness", "campaign", "communication", "education", "radio", "sensitisation", "sensitization"],
    of_girls: &["info.x_max"],
    in_menu: true,
    answers: &["information", "taboo", "gain"],
    intensity_searched: true,
    learnt: Learnt {
        studies: &[
            (
                "what a campaign teaches and how long it lasts",
                &["info.d_info", "info.x_max", "knowledge.h_x", "knowledge.eta", "info.tau_info"],
            ),
            ("what a campaign costs", &["info.cost_contact", "info.cost_info_comm"]),
        ],
        bearing: &["knowledge.h_x", "knowledge.eta"],
        costs: &["info.cost_contact", "info.cost_info_comm"],
        strengths: &["info.d_info", "info.x_max", "info.tau_info"],
        rests_on: (
            "what a campaign contact teaches and how long it lasts",
            &["info.d_info", "info.x_max", "knowledge.h_x"],
        ),
    },
    ..Kind::new(
        "information",
        "info",
        "campaign contacts add to own knowledge and to what is passed on; sustained, they lower taboo",
        |i| {
            Box::new(Information {
                p: i.parameters.info.clone(),
                most_contacts: i.parameters.knowledge.max_contacts,
                intensity: i.intensity,
            })
        },
    )
};

/// The parameter that says what one contact adds to what a girl believes.
pub const GAIN: &str = "info.d_info";
/// The parameter that says where repeated contacts end.
pub const CEILING: &str = "info.x_max";

/// A campaign that makes so many contacts per girl as fast as campaigns may, from the fork on: what a field trial does.
pub fn message(parameters: &register::Parameters, contacts: f64) -> Intervention {
    let year = f64::from(WEEKS_PER_YEAR);
    let weeks = (contacts * year / parameters.knowledge.max_contacts).ceil().max(1.0);
    let mut own = parameters.clone();
    own.info.rate = contacts * year / weeks;
    Intervention {
        kind: KIND.name.into(),
        start_week: 0,
        end_week: weeks as u32,
        ramp_weeks: 0,
        extent: Extent::Coverage(1.0),
        targeting: Targeting::Uniform,
        intensity: 1.0,
        parameters: Box::new(own),
        overrides: BTreeMap::new(),
    }
}

/// Intensity scales contacts per girl.
struct Information {
    p: register::Info,
    /// Contacts per girl and year that all campaigns together can make.
    most_contacts: f64,
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

    fn reach(&self) -> Reach {
        Reach::Contacts
    }

    fn unit(&self) -> Unit {
        Unit::Contacts
    }

    fn units(&self, covered: &[(Place, f64)], _activity: &Activity) -> f64 {
        girl_years(covered, |place| place.girls) * self.p.rate * self.intensity
    }

    /// More contacts than the candidate process has would be paid and not made.
    fn possible(&self) -> Result<(), Objection> {
        let (rate, most) = (self.p.rate * self.intensity, self.most_contacts);
        if rate > most {
            let why = format!(
                "`{}` makes {rate} campaign contacts per girl and year, more than knowledge.max_contacts = {most}",
                KIND.name
            );
            return Err(Objection { key: "intensity", why });
        }
        Ok(())
    }

    fn most_intensity(&self) -> f64 {
        self.most_contacts / self.p.rate
    }
}
