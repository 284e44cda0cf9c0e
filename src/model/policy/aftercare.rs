//! Support after return (beyond the source): fewer go back, reintegration is faster.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::scenario::{Act, Cost, Intervention, Per, Support};

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
        |one| Box::new(composed(one)),
    )
};

/// Intensity scales the effect on going back (at most to none) and the cost per person. It is given to persons wherever they are from.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.aftercare;
    let support = Support { effect: p.effect, speed: p.reintegration_speed, scale: one.intensity };
    let cost = Cost { scale: one.intensity, ..Cost::new(Per::Person, p.cost) };
    Composition::of(one, Grain::Girl, vec![Act::Support(support)], vec![cost])
}
