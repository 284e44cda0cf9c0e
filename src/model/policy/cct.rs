//! Conditional cash transfer for skills training: places for poor out-of-school girls, a transfer while they attend, better
//! prospects afterwards.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::scenario::{Act, Cost, Intervention, Per, Training};

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
    ages: &["cct.min_age", "cct.max_age"],
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
        |one| Box::new(composed(one)),
    )
};

/// Intensity scales the transfer.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.cct;
    let training = Training {
        soles_per_month: p.transfer,
        effort: p.train_cost,
        spread: p.train_mu,
        min_age: p.min_age,
        max_age: p.max_age,
        course_weeks: p.course_weeks,
        dropout_per_year: p.h_dropout,
        targeting_error: p.targeting_error,
        poor_cutoff: p.poor_cutoff,
        offers_per_year: p.offers,
        oversubscription: p.oversubscription,
        scale: one.intensity,
    };
    // One place for a year: transfer, tuition, overhead.
    let place =
        Cost { transfer: 12.0 * p.transfer * one.intensity, overhead: p.overhead, ..Cost::new(Per::Place, p.tuition) };
    Composition::of(one, Grain::Girl, vec![Act::Training(training)], vec![place])
}
