//! From what a message adds to belief to what people then do, and back: the scale on which trials of information are pooled
//! (docs/trials.md). Pure functions of a sample of girls as approaches reach them.

use super::expressible::Readout;
use crate::solve::acceptance::chances;
use amparo_model::diagnose::Reached;
use amparo_model::math::num::half_life_decay;
use amparo_model::process::decision::saturating;
use amparo_model::register::Parameters;

/// Weeks between two looks at what is left of a message.
const STEP: u32 = 4;
/// Log-odds between which the shift behind a published effect is looked for.
const SHIFTS: (f64, f64) = (-8.0, 24.0);
/// Halvings of that range.
const HALVINGS: usize = 50;
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
    /// One contact that adds this much, nothing passed on, no ceiling.
    pub fn of_shift(gain: f64, contacts: f64, half_life: f64) -> Message {
        Message { contacts, gain, ceiling: None, half_life, shared: 0.0, shared_half_life: half_life }
    }

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
        let at = |week: f64| self.acceptance(|girl| message.shift(week, self.open[girl.community]));
        let after = match readout {
            Readout::Intention => at(f64::from(weeks)),
            Readout::Behaviour => {
                // The middle of each step stands for it.
                let steps = weeks.div_ceil(STEP).max(1);
                let width = f64::from(weeks.max(1)) / f64::from(steps);
                (0..steps).map(|i| at((f64::from(i) + 0.5) * width)).sum::<f64>() / f64::from(steps)
            }
        };
        after / before - 1.0
    }

    /// Log-odds that each contact has to add for this relative change, without a ceiling and with nothing passed on; `None` where no
    /// belief however firm would bring it about. Falls with the change: who believes more accepts less.
    pub fn shift_for(&self, change: f64, contacts: f64, half_life: f64, readout: Readout, weeks: u32) -> Option<f64> {
        let of = |gain: f64| self.change(&Message::of_shift(gain, contacts, half_life), readout, weeks);
        let (mut low, mut high) = SHIFTS;
        if !(of(high) <= change && change <= of(low)) {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if of(middle) > change { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }

    /// How much the logarithm of one plus the change falls as one contact adds a unit more (delta method): a standard error of that
    /// logarithm divided by this is one of the shift.
    pub fn slope(&self, gain: f64, contacts: f64, half_life: f64, readout: Readout, weeks: u32) -> f64 {
        let of = |gain: f64| (1.0 + self.change(&Message::of_shift(gain, contacts, half_life), readout, weeks)).ln();
        (of(gain - NUDGE) - of(gain + NUDGE)) / (2.0 * NUDGE)
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
        let m = Message { contacts: 2.0, gain: 0.5, ceiling: Some(1.2), half_life: 26.0, shared: 0.1, shared_half_life: 52.0 };
        let own = 1.2 * (1.0 - (-1.0f64 / 1.2).exp());
        assert!((m.shift(0.0, 0.0) - own).abs() < 1e-12);
        assert!((m.shift(26.0, 0.0) - 1.2 * (1.0 - (-0.5f64 / 1.2).exp())).abs() < 1e-12);
        assert!((m.shift(52.0, 0.5) - m.shift(52.0, 0.0) - 0.5 * 0.2 * 0.5).abs() < 1e-12);
        assert!(Message { contacts: 1e3, ..m }.shift(0.0, 0.0) <= 1.2);
        assert_eq!(Message::of_shift(0.5, 2.0, 26.0).shift(0.0, 1.0), 1.0);
    }

    #[test]
    fn the_shift_behind_a_change_gives_that_change() {
        let (girls, p) = (girls(), parameters());
        let listeners = Listeners::new(&girls, &[1.0, 2.0], &[0.5, 0.5], &p);
        for readout in [Readout::Behaviour, Readout::Intention] {
            for gain in [-0.8, 0.0, 0.3, 1.7] {
                let change = listeners.change(&Message::of_shift(gain, 1.0, 39.0), readout, 52);
                let back = listeners.shift_for(change, 1.0, 39.0, readout, 52).expect("a shift");
                assert!((back - gain).abs() < 1e-9, "{readout:?} {gain}: {back}");
            }
        }
        assert_eq!(listeners.shift_for(-0.9999, 1.0, 39.0, Readout::Behaviour, 52), None);
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
        let slope = listeners.slope(0.0, 1.0, 1e9, Readout::Intention, 1);
        assert!((slope - moved / all).abs() < 1e-6, "{slope} {}", moved / all);
    }
}
