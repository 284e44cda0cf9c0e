//! School programme: information on what schooling earns, a place to board. It lowers every girl's hazard of leaving school in the
//! communities that have it. Beyond the source.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::scenario::{Act, Cost, Intervention, Per, Schooling};

/// School programmes, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "school programme",
    letter: Some('E'),
    also_called: &["school", "schooling", "boarding", "returns-to-schooling", "dropout"],
    learnt: Learnt {
        studies: &[("what a school programme does", &["school_programme.effect"])],
        bearing: &["approach.phi_school", "decision.r_school"],
        costs: &["school_programme.cost_girl", "school_programme.cost_community"],
        strengths: &["school_programme.effect"],
        rests_on: (
            "how far a programme keeps girls in school, and how far school keeps recruiters away",
            &["school_programme.effect", "approach.phi_school", "decision.r_school"],
        ),
    },
    ..Kind::new(
        "school-programme",
        "school_programme",
        "information on what schooling earns and a place to board lower every girl's hazard of leaving school (beyond the source)",
        |one| Box::new(composed(one)),
    )
};

/// Intensity scales effect and cost.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.school_programme;
    let acts = vec![Act::Schooling(Schooling { fall: p.effect, scale: one.intensity })];
    let costs = vec![Cost::new(Per::Community, p.cost_community), Cost::new(Per::GirlOfSchoolAge, p.cost_girl)];
    Composition { cost_scale: one.intensity, ..Composition::of(one, Grain::Community, acts, costs) }
}
