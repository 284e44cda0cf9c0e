//! Mobile application: installs spread within its market, it warns of offers, and users report them.

use super::composition::Composition;
use super::kind::{Kind, Learnt};
use super::mechanism::Grain;
use crate::scenario::{Act, Adoption, Cost, Intervention, Per};

/// The mobile application, as a kind of intervention.
pub const KIND: Kind = Kind {
    label: "mobile application",
    letter: Some('A'),
    also_called: &["hotline", "mobile", "phone", "smartphone"],
    in_menu: true,
    // Intensity scales promotion and its cost alike: there is nothing to search.
    intensity_searched: false,
    learnt: Learnt {
        studies: &[(
            "who installs the application and heeds it",
            &["app.m_app", "app.q_bass", "app.s_app", "app.d_app", "app.p_report"],
        )],
        bearing: &["recruiters.lambda_e"],
        costs: &["app.cost_app_fixed", "app.cost_app_promo"],
        strengths: &["app.s_app", "app.d_app"],
        rests_on: (
            "who installs the application and heeds its warning",
            &["app.m_app", "app.q_bass", "app.s_app", "app.d_app"],
        ),
    },
    ..Kind::new(
        "app",
        "app",
        "adoption spreads among those with a phone; warns of offers; reports reach the trade and the authorities",
        |one| Box::new(composed(one)),
    )
};

/// Intensity scales promotion, which is per phone owner; building and running it costs the same however few use it.
fn composed(one: &Intervention) -> Composition {
    let p = &one.parameters.app;
    let adoption = Adoption {
        innovation_per_week: p.p_bass,
        imitation_per_week: p.q_bass,
        market: p.m_app,
        drop_per_year: p.h_drop_app,
        warning: p.s_app,
        shift: p.d_app,
        report: p.p_report,
        complaint_ratio: one.parameters.enforcement.complaint_app,
        scale: one.intensity,
    };
    let promotion = Cost { scale: one.intensity, ..Cost::new(Per::PhoneOwner, p.cost_app_promo) };
    let costs = vec![Cost::new(Per::Region, p.cost_app_fixed), promotion];
    Composition::of(one, Grain::Girl, vec![Act::Adoption(adoption)], costs)
}
