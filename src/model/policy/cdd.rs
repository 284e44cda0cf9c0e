//! Community-driven development: after a delay local earnings rise year by year, taboo and violence fall.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::scenario::{Act, Cost, Course, Intervention, Per};

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
        |one| Box::new(composed(one)),
    )
};

/// Intensity scales the yearly changes and the cost, not the caps.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.cdd;
    let course = |growth_per_year: f64, cap: f64| Course {
        growth_per_year,
        cap,
        delay_weeks: p.delay,
        scale: one.intensity,
        ..Course::NONE
    };
    let acts = vec![
        Act::Earnings(course(p.growth, p.growth_cap)),
        Act::Taboo(course(p.tau_cdd, f64::INFINITY)),
        Act::Violence(course(p.v_cdd, p.v_cdd_cap)),
    ];
    let costs = vec![Cost::new(Per::Community, p.cost_cdd_comm), Cost::new(Per::Girl, p.cost_cdd_girl)];
    Composition { cost_scale: one.intensity, ..Composition::of(one, Grain::Community, acts, costs) }
}
