//! The baseline's balances in closed form: what a draw's targets pin without running a world, and how a world's gap from
//! its targets is closed (docs/odd.md §13). Rates per year unless a name says otherwise.

use amparo_model::math::{normal, num};
use amparo_model::process::demand::exit_hazard;
use amparo_model::process::recruiters::effort;
use amparo_model::register::Parameters;

const WEEKS: f64 = 52.0;

/// Steps of the fixed point of [`registration`].
const REGISTRATION_STEPS: usize = 200;

/// Smallest share of places that must be free: below it no effort fills them.
const LEAST_VACANCY: f64 = 0.005;

/// Visits of raids that a brothel has: raids of its town × share of brothels visited.
pub fn visits(p: &Parameters) -> f64 {
    p.enforcement.raids * p.enforcement.raid_share
}

/// How victims of both ages are found and speak, relative to adults: `(1 − μ) + μ·factor`, μ the share of minors.
pub fn by_age(minors: f64, factor: f64) -> f64 {
    1.0 - minors + minors * factor
}

/// `p_rescue` at which `rescued` victims are rescued per year: rescues ÷ (victims × visits × [`by_age`] of finding).
pub fn rescue_probability(rescued: f64, victims: f64, visits: f64, found: f64) -> f64 {
    rescued / (victims * visits * found)
}

/// How the register's victims come about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Registration {
    /// Probability that a rescued person is registered.
    pub p_register: f64,
    /// Complaint hazard of adults before taboo.
    pub h_complaint: f64,
    /// Share of victims not yet registered in their spell, by who complains: `∂ ln(complaints)/∂ ln(h_complaint)`.
    pub unregistered: f64,
}

/// What registration depends on besides its own hazards. Rates per year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Registering {
    /// Registered victims.
    pub registered: f64,
    /// Share of them from raids.
    pub from_raids: f64,
    /// Rescued victims.
    pub rescued: f64,
    /// Stock of victims, persons.
    pub victims: f64,
    /// Hazard of leaving exploitation.
    pub exits: f64,
    /// Share of minors among the victims.
    pub minors: f64,
    /// Chance that a minor is found, relative to an adult.
    pub found_minor: f64,
    /// Complaint hazard of a minor, relative to an adult.
    pub complaint_minor: f64,
}

/// `p_register` and `h_complaint` at which the register is as it is to be, where victims are as `open` about it, `1 − τ`.
///
/// A victim of age g is registered by complaint at c_g·x, x = h_complaint·(1 − τ), and leaves at `exits`, so that a share
/// u_g = 1/(1 + c_g·x/exits) of that age is not registered yet. `victims·Σ w_g·c_g·x·u_g = registered·(1 − from_raids)` is solved for x by
/// a fixed point, and `rescued·ū·p_register = registered·from_raids`, ū the mean of u_g by who is rescued. `None` if more would have
/// to be registered than leave.
pub fn registration(of: &Registering, open: f64) -> Option<Registration> {
    let complaints = of.registered * (1.0 - of.from_raids);
    let ages = [(1.0 - of.minors, 1.0, 1.0), (of.minors, of.complaint_minor, of.found_minor)];
    // Victims of whom everyone has complained leave registered: no more than these can be.
    if complaints >= of.exits * of.victims {
        return None;
    }
    let unregistered = |x: f64, relative: f64| 1.0 / (1.0 + relative * x / of.exits);
    let sum = |f: &dyn Fn(f64, f64, f64) -> f64| ages.iter().map(|(w, c, found)| f(*w, *c, *found)).sum::<f64>();
    // Where both ages complain alike the first step is exact.
    let mut share = 1.0 - complaints / (of.exits * of.victims);
    let mut x = complaints / (of.victims * share * sum(&|w, c, _| w * c));
    for _ in 0..REGISTRATION_STEPS {
        share = sum(&|w, c, _| w * c * unregistered(x, c)) / sum(&|w, c, _| w * c);
        x = complaints / (of.victims * share * sum(&|w, c, _| w * c));
        if !x.is_finite() {
            return None;
        }
    }
    let speaking = sum(&|w, c, _| w * c * unregistered(x, c));
    let elastic = sum(&|w, c, _| w * c * unregistered(x, c) * unregistered(x, c)) / speaking;
    let found = sum(&|w, c, f| w * f * unregistered(x, c)) / sum(&|w, _, f| w * f);
    let met = of.victims * x * speaking;
    ((met / complaints - 1.0).abs() < 1e-6 || complaints == 0.0).then(|| Registration {
        p_register: of.registered * of.from_raids / (of.rescued * found),
        h_complaint: x / open,
        unregistered: elastic,
    })
}

/// Everything the balances of victims and of brothels depend on besides their own numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Hazard of leaving exploitation by whatever way.
    pub exits: f64,
    /// Hazard of leaving and going back.
    pub back: f64,
    /// Spells begun per approach.
    pub per_approach: f64,
    /// Recruiters at work, persons.
    pub recruiters: f64,
    /// Vacancy rate at which recruiters make half their effort, share of places.
    pub v_ref: f64,
    /// Places per brothel.
    pub places: f64,
    /// Miners of the region, persons.
    pub miners: f64,
    /// A week.
    pub entry: f64,
    /// χ₀ and χ₁, per week.
    pub chi: (f64, f64),
    /// Occupancy below which brothels open less and close early, share of places.
    pub f_star: f64,
    /// Hazard per week of being closed by a raid and not reopening.
    pub closed: f64,
}

impl Balance {
    /// The balance at these parameters (`p_rescue` included), with `miners` miners, `per_approach` spells begun per approach, and a share
    /// `minors` of minors among the victims.
    pub fn new(p: &Parameters, miners: f64, per_approach: f64, minors: f64) -> Self {
        let (x, e, d) = (&p.exploitation, &p.enforcement, &p.demand);
        let rescued = visits(p) * e.p_rescue * by_age(minors, e.found_minor);
        let leaves = x.h_escape + x.h_release;
        let away = e.h_arrest * e.replace_weeks / WEEKS;
        Balance {
            exits: leaves + x.h_moved + rescued,
            back: leaves * p.returned.p_back_escape + rescued * p.returned.p_back_raid,
            per_approach,
            recruiters: p.recruiters.number / (1.0 + away),
            v_ref: p.recruiters.v_ref,
            places: d.places * d.places_scale,
            miners,
            entry: d.a_in,
            chi: (d.chi0, d.chi1),
            f_star: d.f_star,
            closed: visits(p) * e.p_close * (1.0 - e.p_move) / WEEKS,
        }
    }

    fn occupancy(&self, victims: f64, brothels: f64) -> f64 {
        victims / (brothels * self.places)
    }

    /// Whether `victims` victims leave places free in `brothels` brothels.
    pub fn has_room(&self, victims: f64, brothels: f64) -> bool {
        1.0 - self.occupancy(victims, brothels) >= LEAST_VACANCY
    }

    /// κ_R at which as many are drawn in as leave for good:
    /// `victims·(exits − back) = 52·R·κ_R·e(v)·spells per approach`, e(v) = v/(v + v_ref) at the vacancy rate v.
    pub fn kappa(&self, victims: f64, brothels: f64) -> f64 {
        let vacancy = (1.0 - self.occupancy(victims, brothels)).max(LEAST_VACANCY);
        let meeting = WEEKS * self.recruiters * effort(vacancy, self.v_ref) * self.per_approach;
        victims * (self.exits - self.back) / meeting
    }

    /// m_b at which as many brothels enter as leave:
    /// `a_in·(miners/m_b − B)·min(1, f̄/f*) = B·(χ₀ + χ₁·E max(0, 1 − f/f*) + closed)`, occupancies f normal around their
    /// mean f̄ with the spread of K independent places, f̄(1 − f̄)/K.
    pub fn miners_per_brothel(&self, victims: f64, brothels: f64) -> f64 {
        let mean = self.occupancy(victims, brothels).clamp(0.0, 1.0);
        let spread = (mean * (1.0 - mean) / self.places).sqrt();
        let empty = expected_shortfall(mean, spread, self.f_star) / self.f_star;
        // The hazard is linear in the shortfall 1 − f/f*, so that its mean is its value at the mean shortfall.
        let leaving = exit_hazard(self.chi.0, self.chi.1, self.f_star * (1.0 - empty), self.f_star) + self.closed;
        let entering = self.entry * (mean / self.f_star).min(1.0);
        self.miners / (brothels * (1.0 + leaving / entering))
    }

    /// Both, as logarithms.
    fn logs(&self, ln_victims: f64, ln_brothels: f64) -> [f64; 2] {
        let (victims, brothels) = (num::exp(ln_victims), num::exp(ln_brothels));
        [num::ln(self.kappa(victims, brothels)), num::ln(self.miners_per_brothel(victims, brothels))]
    }

    /// How (κ_R, m_b) must change, as factors, for a world with `seen` (victims, brothels) to have `wanted`.
    pub fn correction(&self, seen: (f64, f64), wanted: (f64, f64)) -> (f64, f64) {
        let factor = |f: fn(&Self, f64, f64) -> f64| f(self, wanted.0, wanted.1) / f(self, seen.0, seen.1);
        (factor(Self::kappa), factor(Self::miners_per_brothel))
    }

    /// ∂ ln(κ_R, m_b)/∂ ln(victims, brothels), by central differences: rows κ_R and m_b.
    pub fn jacobian(&self, victims: f64, brothels: f64) -> [[f64; 2]; 2] {
        const STEP: f64 = 1e-4;
        let (v, b) = (num::ln(victims), num::ln(brothels));
        let slope = |high: [f64; 2], low: [f64; 2], row: usize| (high[row] - low[row]) / (2.0 * STEP);
        let (by_v, by_b) =
            ((self.logs(v + STEP, b), self.logs(v - STEP, b)), (self.logs(v, b + STEP), self.logs(v, b - STEP)));
        [0, 1].map(|row| [slope(by_v.0, by_v.1, row), slope(by_b.0, by_b.1, row)])
    }
}

/// E max(0, level − x) of x ~ N(mean, sd²): `(level − mean)·Φ(z) + sd·φ(z)`, z = (level − mean)/sd.
pub fn expected_shortfall(mean: f64, sd: f64, level: f64) -> f64 {
    if sd <= 0.0 {
        return (level - mean).max(0.0);
    }
    let z = (level - mean) / sd;
    let density = num::exp(-0.5 * z * z) / num::sqrt(2.0 * std::f64::consts::PI);
    (level - mean) * normal::cdf(z) + sd * density
}

/// |det| of a 2 × 2 matrix.
pub fn determinant(m: &[[f64; 2]; 2]) -> f64 {
    (m[0][0] * m[1][1] - m[0][1] * m[1][0]).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance() -> Balance {
        Balance {
            exits: 0.63,
            back: 0.08,
            per_approach: 0.04,
            recruiters: 300.0,
            v_ref: 0.25,
            places: 14.0,
            miners: 47_000.0,
            entry: 0.02,
            chi: (0.004, 0.02),
            f_star: 0.75,
            closed: 0.0004,
        }
    }

    #[test]
    fn the_balance_of_victims_holds_at_its_kappa() {
        let b = balance();
        let kappa = b.kappa(4_500.0, 420.0);
        let vacancy = 1.0 - 4_500.0 / (420.0 * 14.0);
        let inflow = 52.0 * 300.0 * kappa * vacancy / (vacancy + 0.25) * 0.04;
        assert!((inflow - 4_500.0 * 0.55).abs() < 1e-9 * inflow, "{inflow}");
    }

    #[test]
    fn full_brothels_at_rest_are_desired_over_what_leaves() {
        // Occupancy far above f* and no spread: only χ₀ and closing, entry at full rate.
        let b = Balance { places: 1e9, f_star: 1e-12, ..balance() };
        let m = b.miners_per_brothel(420.0 * 0.5e9, 420.0);
        let desired = 47_000.0 / m;
        assert!((0.02 * (desired - 420.0) - 420.0 * (0.004 + 0.0004)).abs() < 1e-9, "{desired}");
    }

    #[test]
    fn a_correction_is_none_where_the_targets_are_met_and_leads_from_one_point_to_another() {
        let b = balance();
        assert_eq!(b.correction((4_000.0, 400.0), (4_000.0, 400.0)), (1.0, 1.0));
        let (k, m) = b.correction((4_000.0, 400.0), (4_500.0, 420.0));
        assert!((k * b.kappa(4_000.0, 400.0) - b.kappa(4_500.0, 420.0)).abs() < 1e-9);
        assert!((m * b.miners_per_brothel(4_000.0, 400.0) - b.miners_per_brothel(4_500.0, 420.0)).abs() < 1e-9);
    }

    #[test]
    fn the_jacobian_is_that_of_the_closed_form() {
        // ∂ ln κ/∂ ln V = 1 + (o/v)·v_ref/(v + v_ref), o = 1 − v; ∂ ln κ/∂ ln B = 1 − that.
        let b = balance();
        let o: f64 = 4_500.0 / (420.0 * 14.0);
        let v = 1.0 - o;
        let by_victims = 1.0 + o / v * 0.25 / (v + 0.25);
        let j = b.jacobian(4_500.0, 420.0);
        assert!((j[0][0] - by_victims).abs() < 1e-6, "{j:?}");
        assert!((j[0][1] - (1.0 - by_victims)).abs() < 1e-6, "{j:?}");
        assert!((determinant(&[[2.0, 1.0], [4.0, 5.0]]) - 6.0).abs() < 1e-15);
    }

    #[test]
    fn a_shortfall_is_that_of_a_normal() {
        assert!((expected_shortfall(0.0, 1.0, 0.0) - 0.398_942_280_401_432_7).abs() < 1e-12);
        assert!((expected_shortfall(5.0, 0.1, 7.0) - 2.0).abs() < 1e-12);
        assert_eq!(expected_shortfall(1.0, 0.0, 3.0), 2.0);
    }

    #[test]
    fn registered_victims_add_up() {
        for (minors, found_minor, complaint_minor) in
            [(0.0, 1.0, 1.0), (0.3, 1.0, 1.0), (0.33, 0.4, 0.4), (0.25, 0.2, 0.7)]
        {
            let (victims, exits, rescued, open) = (1_600.0, 0.7, 130.0, 0.55);
            let of = Registering {
                registered: 70.5,
                from_raids: 0.7,
                rescued,
                victims,
                exits,
                minors,
                found_minor,
                complaint_minor,
            };
            let r = registration(&of, open).expect("few are registered");
            let hazard = r.h_complaint * open;
            let (adults, young) = (exits / (exits + hazard), exits / (exits + complaint_minor * hazard));
            let complaints = (1.0 - minors) * hazard * adults + minors * complaint_minor * hazard * young;
            assert!((victims * complaints - 70.5 * 0.3).abs() < 1e-4);
            let p = rescue_probability(rescued, victims, 0.159, by_age(minors, found_minor));
            let rescues = |share: f64, factor: f64| victims * share * 0.159 * p * factor;
            let (of_adults, of_young) = (rescues(1.0 - minors, 1.0), rescues(minors, found_minor));
            assert!((of_adults + of_young - rescued).abs() < 1e-9);
            assert!(((of_adults * adults + of_young * young) * r.p_register - 70.5 * 0.7).abs() < 1e-4);
            // How complaints follow the hazard, by a small change of it.
            let at = |x: f64| {
                let (a, y) = (exits / (exits + x), exits / (exits + complaint_minor * x));
                ((1.0 - minors) * x * a + minors * complaint_minor * x * y).ln()
            };
            let slope = (at(hazard * 1.0001) - at(hazard * 0.9999)) / 0.0002;
            assert!((slope - r.unregistered).abs() < 1e-5, "{slope} {}", r.unregistered);
            assert!(registration(&Registering { registered: 1e6, ..of }, open).is_none());
        }
    }
}
