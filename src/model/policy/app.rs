//! Mobile application: installs spread within its market, it warns of offers, and users report them.

use super::kind::{Kind, Learnt};
use super::mechanism::{Activity, Grain, Mechanism, Money, Place, girl_years};
use super::timing::Timing;
use crate::register;
use crate::world::{Levers, Reach, RegionLevers};

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
        |i| {
            Box::new(App {
                p: i.parameters.app.clone(),
                complaint_ratio: i.parameters.enforcement.complaint_app,
                arrest_per_report: i.parameters.enforcement.arrest_app,
                intensity: i.intensity,
            })
        },
    )
};

/// Intensity scales promotion.
struct App {
    p: register::App,
    complaint_ratio: f64,
    arrest_per_report: f64,
    intensity: f64,
}

impl Mechanism for App {
    /// Promotion is per phone owner; building and running it costs the same however few use it.
    fn grain(&self) -> Grain {
        Grain::Girl
    }

    fn fixed_cost(&self) -> f64 {
        self.p.cost_app_fixed
    }

    fn cost(&self, place: &Place) -> f64 {
        place.girls * place.phone_share * self.p.cost_app_promo * self.intensity
    }

    /// The service ends with its funding.
    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        if t.strength <= 0.0 {
            return;
        }
        levers.app_innovation += self.p.p_bass * self.intensity * coverage * t.strength;
        levers.app_imitation = self.p.q_bass;
        levers.app_market = self.p.m_app;
        levers.app_drop = self.p.h_drop_app;
        levers.app_warning = self.p.s_app;
        levers.app_shift = self.p.d_app;
        levers.app_report = self.p.p_report;
        levers.app_complaint_ratio = self.complaint_ratio;
    }

    fn reach(&self) -> Reach {
        Reach::App
    }

    fn units(&self, covered: &[(Place, f64)], _activity: &Activity) -> f64 {
        girl_years(covered, |place| place.girls * place.phone_share)
    }

    fn write_region(&self, t: &Timing, _money: &Money, region: &mut RegionLevers) {
        if t.strength > 0.0 {
            region.arrest_per_report = self.arrest_per_report;
        }
    }
}
