//! From what a message adds to belief to what people then do, and back: the scale on which trials of information are pooled
//! (docs/trials.md). Pure functions of a sample of girls as approaches reach them.

use super::expressible::Readout;
use crate::solve::acceptance::chances;
use amparo_model::diagnose::Reached;
use amparo_model::math::num::{exp, half_life_decay, ln};
use amparo_model::process::decision::saturating;
use amparo_model::register::Parameters;

/// Weeks between two looks at what is left of a message.
const STEP: u32 = 4;
/// Log-odds between which acceptance is tabulated, and steps to the unit.
const TABLE: (f64, f64) = (-12.0, 28.0);
const STEPS: f64 = 16.0;
/// Log-odds between which the shift behind a published effect is looked for.
const SHIFTS: (f64, f64) = (-8.0, 24.0);
/// Halvings of that range.
const HALVINGS: usize = 60;
/// Log-odds by which a shift is moved to see what follows.
const NUDGE: f64 = 1e-3;

/// A message, given to everybody at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Message {
    /// Contacts per girl.
    pub contacts: f64,
    /// Log-odds one contact adds, Δ_info.
    pub gain: f64,
    /// x_max; `None`: no ceiling.
    pub ceiling: Option<f64>,
    /// h_x, weeks.
    pub half_life: f64,
    /// η: log-odds one contact per girl adds to what the community shares, before taboo.
    pub shared: f64,
    /// h_s, weeks.
    pub shared_half_life: f64,
}

impl Message {
    /// The message of these parameters.
    pub fn of(p: &Parameters, contacts: f64) -> Message {
        Message {
            contacts,
            gain: p.info.d_info,
            ceiling: Some(p.info.x_max),
            half_life: p.knowledge.h_x,
            shared: p.knowledge.eta,
            shared_half_life: p.knowledge.h_s,
        }
    }

    /// Log-odds left after so many weeks, for a girl whose community is this open: `x_max(1 − e^(−x/x_max)) + (1−τ)η·contacts·2^(−t/h_s)`,
    /// `x = contacts·Δ_info·2^(−t/h_x)`.
    pub fn shift(&self, weeks: f64, open: f64) -> f64 {
        let own = self.contacts * self.gain * half_life_decay(weeks, self.half_life);
        let own = self.ceiling.map_or(own, |ceiling| saturating(own, ceiling));
        own + open * self.shared * self.contacts * half_life_decay(weeks, self.shared_half_life)
    }
}

/// Girls as approaches reach them, each with the share of offers she stands for.
#[derive(Clone, Debug)]
pub struct Listeners<'a> {
    /// The girls.
    pub girls: &'a [Reached],
    /// Offers each stands for, on any scale.
    pub offers: Vec<f64>,
    /// 1 − τ, by community.
    pub open: &'a [f64],
    /// Parameters of the decision, θ included.
    pub parameters: &'a Parameters,
}

impl<'a> Listeners<'a> {
    /// Girls sampled from communities with these shares of approaches; several per community.
    pub fn new(girls: &'a [Reached], approaches: &[f64], open: &'a [f64], parameters: &'a Parameters) -> Self {
        let mut sampled = vec![0.0; approaches.len()];
        girls.iter().for_each(|girl| sampled[girl.community] += 1.0);
        let offers = girls.iter().map(|g| approaches[g.community] / sampled[g.community] * g.offer).collect();
        Listeners { girls, offers, open, parameters }
    }

    /// Mean acceptance of an offer with each girl's belief moved by `shift`; 0 where nobody is offered anything.
    pub fn acceptance(&self, shift: impl Fn(&Reached) -> f64) -> f64 {
        let (mut accepted, mut all) = (0.0, 0.0);
        for (girl, offers) in self.girls.iter().zip(&self.offers).filter(|(_, offers)| **offers > 0.0) {
            accepted += offers * chances(girl, shift(girl), self.parameters.decision.theta, self.parameters).p;
            all += offers;
        }
        if all > 0.0 { accepted / all } else { 0.0 }
    }

    /// Relative change of what is read off, so many weeks after the message.
    pub fn change(&self, message: &Message, readout: Readout, weeks: u32) -> f64 {
        let before = self.acceptance(|_| 0.0);
        let at = |week: f64| self.acceptance(|girl| message.shift(week, self.open[girl.community])) / before;
        read(readout, weeks, at) - 1.0
    }

    /// Acceptance as a function of a shift that all girls have alike.
    pub fn response(&self) -> Response {
        let steps = ((TABLE.1 - TABLE.0) * STEPS) as usize;
        let shifts = (0..=steps).map(|i| TABLE.0 + i as f64 / STEPS);
        let ln: Vec<f64> = shifts.map(|shift| ln(self.acceptance(|_| shift).max(f64::MIN_POSITIVE))).collect();
        let mut response = Response { ln };
        let own = response.ln_at(0.0);
        response.ln.iter_mut().for_each(|ln| *ln -= own);
        response
    }
}

/// What is read off a course that is `at` so much in each week.
fn read(readout: Readout, weeks: u32, at: impl Fn(f64) -> f64) -> f64 {
    match readout {
        Readout::Intention => at(f64::from(weeks)),
        Readout::Behaviour => {
            // The middle of each step stands for it.
            let steps = weeks.div_ceil(STEP).max(1);
            let width = f64::from(weeks.max(1)) / f64::from(steps);
            (0..steps).map(|i| at((f64::from(i) + 0.5) * width)).sum::<f64>() / f64::from(steps)
        }
    }
}

/// How acceptance follows a shift of belief that all girls have alike: the logarithm of acceptance over acceptance without it,
/// tabulated, with cubics between.
#[derive(Clone, Debug)]
pub struct Response {
    ln: Vec<f64>,
}

/// One trial's way from a shift to its result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Contacts per person.
    pub contacts: f64,
    /// Half-life of what was learnt, weeks.
    pub half_life: f64,
    /// What is read off.
    pub readout: Readout,
    /// Weeks followed up.
    pub weeks: u32,
}

impl Response {
    /// `ln(A(s)/A(0))`.
    pub fn ln_at(&self, shift: f64) -> f64 {
        let at = ((shift - TABLE.0) * STEPS).clamp(1.0, (self.ln.len() - 3) as f64);
        let i = at.floor() as usize;
        let t = at - i as f64;
        let [a, b, c, d] = [self.ln[i - 1], self.ln[i], self.ln[i + 1], self.ln[i + 2]];
        // Lagrange's cubic through four points.
        let outer = a * (t * (t - 1.0) * (2.0 - t)) + d * ((t + 1.0) * t * (t - 1.0));
        let inner = b * ((t + 1.0) * (t - 1.0) * (t - 2.0)) + c * ((t + 1.0) * t * (2.0 - t));
        outer / 6.0 + inner / 2.0
    }

    /// Relative change where each contact adds `gain`, without a ceiling and with nothing passed on.
    pub fn change(&self, gain: f64, course: &Course) -> f64 {
        let left = |week: f64| course.contacts * gain * half_life_decay(week, course.half_life);
        read(course.readout, course.weeks, |week| exp(self.ln_at(left(week)))) - 1.0
    }

    /// Log-odds that each contact has to add for this change; `None` where no belief however firm would bring it about. Falls with
    /// the change: who believes more accepts less.
    pub fn gain_for(&self, change: f64, course: &Course) -> Option<f64> {
        let (mut low, mut high) = SHIFTS;
        if !(self.change(high, course) <= change && change <= self.change(low, course)) {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.change(middle, course) > change { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }

    /// How much the logarithm of one plus the change falls as each contact adds a unit more than `gain`.
    pub fn slope(&self, gain: f64, course: &Course) -> f64 {
        let of = |gain: f64| ln(1.0 + self.change(gain, course));
        (of(gain - NUDGE) - of(gain + NUDGE)) / (2.0 * NUDGE)
    }

    /// Relative change if everybody were certain.
    pub fn certainty(&self) -> f64 {
        exp(self.ln_at(SHIFTS.1)) - 1.0
    }

    /// Log-odds that bring about this share of all that belief can do, at once.
    pub fn reach(&self, share: f64) -> Option<f64> {
        let course = Course { contacts: 1.0, half_life: f64::MAX, readout: Readout::Intention, weeks: 0 };
        self.gain_for(share * self.certainty(), &course)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::register::Register;

    /// Girls alike in all but what they believe.
    fn girls() -> Vec<Reached> {
        let one = |i: usize| Reached {
            community: i % 2,
            offer: 1.0,
            talk: 0.3,
            belief: -1.0 + 0.4 * i as f64,
            rise: 2.0,
            fall: -2.0,
            distance: 0.1,
            years: 1.9,
        };
        (0..6).map(one).collect()
    }

    fn parameters() -> Parameters {
        let mut p = Register::built_in().parameters(&std::collections::BTreeMap::new());
        p.decision.theta = 7.0;
        p
    }

    #[test]
    fn a_message_is_there_at_once_halves_and_never_passes_its_ceiling() {
        let m = Message {
            contacts: 2.0,
            gain: 0.5,
            ceiling: Some(1.2),
            half_life: 26.0,
            shared: 0.1,
            shared_half_life: 52.0,
        };
        let own = 1.2 * (1.0 - (-1.0f64 / 1.2).exp());
        assert!((m.shift(0.0, 0.0) - own).abs() < 1e-12);
        assert!((m.shift(26.0, 0.0) - 1.2 * (1.0 - (-0.5f64 / 1.2).exp())).abs() < 1e-12);
        assert!((m.shift(52.0, 0.5) - m.shift(52.0, 0.0) - 0.5 * 0.2 * 0.5).abs() < 1e-12);
        assert!(Message { contacts: 1e3, ..m }.shift(0.0, 0.0) <= 1.2);
    }

    #[test]
    fn the_shift_behind_a_change_gives_that_change() {
        let (girls, p) = (girls(), parameters());
        let listeners = Listeners::new(&girls, &[1.0, 2.0], &[0.5, 0.5], &p);
        let response = listeners.response();
        for readout in [Readout::Behaviour, Readout::Intention] {
            let course = Course { contacts: 1.0, half_life: 39.0, readout, weeks: 52 };
            for gain in [-0.8, 0.0, 0.3, 1.7] {
                let change = response.change(gain, &course);
                let back = response.gain_for(change, &course).expect("a shift");
                assert!((back - gain).abs() < 1e-9, "{readout:?} {gain}: {back}");
                // The table says what the girls themselves do.
                let message =
                    Message { contacts: 1.0, gain, ceiling: None, half_life: 39.0, shared: 0.0, shared_half_life: 1.0 };
                let exact = listeners.change(&message, readout, 52);
                assert!((change - exact).abs() < 1e-6, "{readout:?} {gain}: {change} {exact}");
            }
            assert_eq!(response.gain_for(-0.9999, &course), None);
        }
    }

    #[test]
    fn a_small_shift_moves_acceptance_by_its_derivative() {
        let (girls, p) = (girls(), parameters());
        let listeners = Listeners::new(&girls, &[1.0, 2.0], &[0.5, 0.5], &p);
        // d ln P/d logit b = −b(1−b)(rise − fall)(1 − P)/μ, averaged over offers, beliefs, and P.
        let (mut moved, mut all) = (0.0, 0.0);
        for (girl, offers) in girls.iter().zip(&listeners.offers) {
            for (share, belief) in [(0.7, girl.belief), (0.3, girl.belief + p.knowledge.d_consult)] {
                let b = 1.0 / (1.0 + (-belief).exp());
                let gain = (1.0 - b) * girl.rise + b * girl.fall - girl.distance;
                let accepts = 1.0 / (1.0 + (-(gain - 7.0) / p.decision.mu).exp());
                all += offers * share * accepts;
                moved += offers * share * accepts * (1.0 - accepts) * b * (1.0 - b) * 4.0 / p.decision.mu;
            }
        }
        let course = Course { contacts: 1.0, half_life: 1e9, readout: Readout::Intention, weeks: 1 };
        let slope = listeners.response().slope(0.0, &course);
        assert!((slope - moved / all).abs() < 1e-5, "{slope} {}", moved / all);
    }

    #[test]
    fn what_belief_can_do_is_reached_step_by_step() {
        let (girls, p) = (girls(), parameters());
        let response = Listeners::new(&girls, &[1.0, 2.0], &[0.5, 0.5], &p).response();
        let [half, most] = [0.5, 0.9].map(|share| response.reach(share).expect("a share of it"));
        let all = response.certainty();
        assert!(0.0 < half && half < most, "{half} {most}");
        assert!((response.ln_at(most).exp() - 1.0 - 0.9 * all).abs() < 1e-9);
    }
}
