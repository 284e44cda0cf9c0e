//! How wide the bounds of a parameter may be in anyone's register: what the model can be computed with, and a world of be held.

use super::entry::Entry;
use std::ops::RangeInclusive;

/// How much further than in the register that ships bounds may reach.
const WIDER: f64 = 100.0;
/// The same of money: some currencies are worth a thousandth of others.
const RICHER: f64 = 1e6;
/// Weeks at most: a century, as in all files.
const WEEKS: f64 = 5_200.0;

/// Parameters whose limits do not follow from their unit and the bounds that ship.
const OWN: [(&str, f64, f64); 19] = [
    // One simulated person stands for whole ones, and her row is one of many.
    ("population.scale", 1.0, 1_000.0),
    ("population.heterogeneity", 0.0, 10.0),
    ("population.geography", 0.0, 1e9),
    // A household counts its girls in training in few bits.
    ("population.girls_per_household", 1.0, 20.0),
    // Twice as many have a number of 16 bits.
    ("recruiters.number", 1.0, 30_000.0),
    ("decision.horizon", 1.0, 100.0),
    ("decision.own_weights", 0.0, 1_000.0),
    ("knowledge.max_contacts", 0.1, 128.0),
    // The age weight rises before one and falls after the other.
    ("approach.age_peak_from", 12.1, 24.9),
    ("approach.age_peak_to", 12.1, 24.9),
    ("cct.min_age", 12.0, 25.0),
    ("cct.max_age", 12.0, 25.0),
    ("survey.households", 1.0, 10_000.0),
    ("demand.places", 0.1, 1_000.0),
    // What switches a part of the second edition on or off.
    ("crackdown.expel_weeks", 1.0, 520.0),
    ("crackdown.relocate", 0.0, 1.0),
    ("crackdown.wait", 0.0, 1.0),
    ("demand.chi2", 0.0, 1.0),
    ("recruiters.base_share", 0.0, 1.0),
];

/// Where the bounds of a parameter have to lie, by what ships of it.
pub(super) fn of(shipped: &Entry) -> RangeInclusive<f64> {
    if let Some((_, low, high)) = OWN.iter().find(|(name, _, _)| *name == shipped.name) {
        return *low..=*high;
    }
    let (low, high) = (shipped.low, shipped.high);
    if low < 0.0 {
        let most = WIDER * high.max(-low);
        return -most..=most;
    }
    // Shares stay shares, and those that are never quite 0 or 1 stay so: their log-odds are computed.
    let share = ["share", "prob", "corr", "relative fall", "weight"].iter().any(|unit| shipped.unit.starts_with(unit))
        || ["decision.accept0", "decision.beta", "decision.delta", "income.rho_q"].contains(&shipped.name.as_str());
    if share && high <= 1.0 {
        return low / WIDER..=1.0 - (1.0 - high) / WIDER;
    }
    let most = match shipped.unit.as_str() {
        unit if unit.starts_with("weeks") => (WIDER * high).min(WEEKS),
        // What follows something else by more than the whole gap per week overshoots, further each time.
        unit if unit.starts_with("per week") => (WIDER * high).min(1.0),
        unit if unit.starts_with("S/") => RICHER * high,
        _ => WIDER * high,
    };
    low / WIDER..=most
}

#[cfg(test)]
mod tests {
    use super::super::whole::Register;
    use super::*;

    #[test]
    fn the_register_that_ships_is_within_and_no_limit_is_of_an_unknown_parameter() {
        let register = Register::built_in();
        for entry in &register.entries {
            let widest = of(entry);
            assert!(widest.contains(&entry.low) && widest.contains(&entry.high), "{}: {widest:?}", entry.name);
        }
        assert!(OWN.iter().all(|(name, _, _)| register.get(name).is_some()));
    }

    #[test]
    fn nothing_follows_by_more_than_the_whole_gap_a_week() {
        let register = Register::built_in();
        for name in ["recruiters.follow_rate", "demand.a_miners", "demand.a_in", "crackdown.r_wait"] {
            let entry = register.get(name).expect("a parameter");
            assert_eq!(*of(entry).end(), 1.0, "{name}");
        }
    }
}
