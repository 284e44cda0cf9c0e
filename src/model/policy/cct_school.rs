//! Conditional cash transfer for school: poor households have a transfer for each girl while she attends school. It keeps girls in
//! school, where recruiters reach fewer of them, and raises their household's income meanwhile. Beyond the source.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::scenario::{Act, Cost, Intervention, Per, SchoolTransfer};

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
        |one| Box::new(composed(one)),
    )
};

/// Intensity scales the transfer.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.cct_school;
    let transfer = SchoolTransfer {
        soles_per_month: p.transfer,
        targeting_error: p.targeting_error,
        take_up: p.take_up,
        scale: one.intensity,
    };
    let pupil =
        Cost { transfer: 12.0 * p.transfer * one.intensity, overhead: p.overhead, ..Cost::new(Per::Pupil, p.delivery) };
    Composition::of(one, Grain::Girl, vec![Act::SchoolTransfer(transfer)], vec![pupil])
}
