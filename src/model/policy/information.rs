//! Targeted information campaign: contacts that raise a girl's belief that an offer ends in exploitation, talk in the
//! community, and over years less taboo.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::register;
use crate::scenario::{Act, Contacts, Cost, Course, Extent, Intervention, Per, Targeting, Where, Whom};
use crate::world::WEEKS_PER_YEAR;
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
        |one| Box::new(composed(one)),
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
        custom: None,
        start_week: 0,
        end_week: weeks as u32,
        ramp_weeks: 0,
        extent: Extent::Coverage(1.0),
        targeting: Targeting::Uniform,
        within: Where::default(),
        whom: Whom::EVERYONE,
        intensity: 1.0,
        parameters: Box::new(own),
        overrides: BTreeMap::new(),
    }
}

/// Intensity scales contacts per girl. Each community has its own team, so a budget buys whole communities.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.info;
    let acts = vec![
        Act::Contacts(Contacts { per_year: p.rate, gain: p.d_info, scale: one.intensity }),
        Act::Taboo(Course { growth_per_year: p.tau_info, ..Course::NONE }),
    ];
    let costs = vec![Cost::new(Per::Community, p.cost_info_comm), Cost::new(Per::Contact, p.cost_contact)];
    Composition::of(one, Grain::Community, acts, costs)
}
