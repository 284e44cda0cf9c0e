//! What could be learnt: groups of parameters that one study in the field would teach together, and quantities on which a
//! preference may turn.

use amparo_decide::break_even::Scale;
use amparo_decide::decision::{Direction, Group, Quantity};
use amparo_model::policy::{Kind, kinds, named};
use amparo_model::register::{Entry, Grade, Prior, Register};
use amparo_model::scenario::{DrawPlan, Policy};

/// Studies of what no intervention has to itself, by what they would teach, in words, and the parameters they would teach together.
const GROUPS: [(&str, &[&str]); 3] = [
    (
        "how the trade responds",
        &[
            "recruiters.v_ref",
            "demand.places",
            "recruiters.outside_elasticity",
            "recruiters.feedback",
            "recruiters.lambda_y",
            "recruiters.lambda_e",
        ],
    ),
    ("how often women go back, unsupported", &["returned.p_back_raid", "returned.p_back_escape"]),
    ("how girls weigh a promise against its danger", &["decision.mu", "decision.loss", "decision.accept0"]),
];

/// Parameters that bear on every policy, by group of the register or by name.
const GENERAL: [&str; 10] = [
    "recruiters.v_ref",
    "demand.places",
    "recruiters.outside_elasticity",
    "recruiters.feedback",
    "recruiters.lambda_y",
    "returned.p_back_raid",
    "returned.p_back_escape",
    "decision.mu",
    "decision.loss",
    "decision.accept0",
];

/// Assumption that every effect depends on, as one would tell a minister, and the parameters behind it.
const RESTS_ON: [(&str, &[&str]); 3] = [
    (
        "how strongly the trade refills freed places",
        &["recruiters.v_ref", "demand.places", "recruiters.outside_elasticity", "recruiters.feedback"],
    ),
    ("how far recruiters turn to where girls accept more", &["recruiters.lambda_y"]),
    (
        "how girls weigh a promise against its danger",
        &["decision.beta", "decision.horizon", "decision.loss", "decision.mu"],
    ),
];

/// Every study that one could commission: those of the trade and of girls, then those of each intervention in use.
fn studies(in_use: impl Fn(&str) -> bool) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let of_kinds = kinds().into_iter().filter(move |kind| in_use(kind.name));
    GROUPS.into_iter().chain(of_kinds.flat_map(|kind| kind.learnt.studies.iter().copied()))
}

/// What effects hang on whose parameters are all assumed: what holds for all, then what holds for the interventions in use.
pub fn assumed(register: &Register, in_use: impl Fn(&str) -> bool) -> Vec<String> {
    let of_kinds = kinds().into_iter().filter(|kind| in_use(kind.name)).map(|kind| kind.learnt.rests_on);
    let all_assumed =
        |names: &[&str]| names.iter().all(|name| register.get(name).is_some_and(|entry| entry.grade == Grade::Assumed));
    let rest = RESTS_ON.into_iter().chain(of_kinds).filter(|(words, names)| !words.is_empty() && all_assumed(names));
    rest.map(|(words, _)| words.to_owned()).collect()
}

/// The values of one parameter in the draws at these positions.
fn values(plan: &DrawPlan, draws: &[usize], name: &str) -> Option<Vec<f64>> {
    draws.iter().map(|d| plan.rows.get(*d)?.values.get(name).copied()).collect()
}

/// Whether a parameter differs between draws.
fn varies(values: &[f64]) -> bool {
    values.iter().any(|v| *v != values[0])
}

/// The groups of which something was sampled, log-uniform parameters on the log scale.
pub fn groups(plan: &DrawPlan, register: &Register, draws: &[usize], in_use: impl Fn(&str) -> bool) -> Vec<Group> {
    studies(in_use)
        .filter_map(|(words, names)| {
            let (mut parameters, mut columns) = (Vec::new(), Vec::new());
            for name in names {
                let Some(of_draws) = values(plan, draws, name).filter(|v| varies(v)) else { continue };
                let log = register.get(name).is_some_and(|e| e.prior == Prior::Loguniform);
                parameters.push((*name).to_string());
                columns.push(if log {
                    of_draws.into_iter().map(amparo_model::math::num::ln).collect()
                } else {
                    of_draws
                });
            }
            (!parameters.is_empty()).then(|| Group { words: words.to_string(), parameters, columns })
        })
        .collect()
}

/// The kinds of intervention a policy has.
fn of_policy(policy: &Policy) -> impl Iterator<Item = &'static Kind> {
    policy.interventions.iter().filter_map(|one| named(&one.kind))
}

/// Whether a parameter belongs to an intervention of a policy: to its group of the register.
fn belongs(name: &str, policy: &Policy) -> bool {
    let group = name.split_once('.').map_or("", |(group, _)| group);
    of_policy(policy).any(|kind| kind.group == group)
}

/// Which way more of a parameter can turn the preference for a policy against its rival (`None`: the status quo).
fn direction(name: &str, policy: &Policy, rival: Option<&Policy>) -> Option<Direction> {
    let pays = |p: &Policy| of_policy(p).any(|kind| kind.learnt.costs.contains(&name));
    if pays(policy) && !rival.is_some_and(pays) {
        Some(Direction::Disfavours)
    } else if rival.is_none() && of_policy(policy).any(|kind| kind.learnt.strengths.contains(&name)) {
        Some(Direction::Favours)
    } else {
        None
    }
}

/// The sampled parameters on which the preference for a policy over a rival (`None`: the status quo) may turn: those of its own
/// interventions and those that bear on every policy.
pub fn quantities(
    plan: &DrawPlan,
    register: &Register,
    draws: &[usize],
    (policy, rival): (&Policy, Option<&Policy>),
) -> Vec<Quantity> {
    let own = |name: &str| belongs(name, policy) || of_policy(policy).any(|kind| kind.learnt.bearing.contains(&name));
    register
        .entries
        .iter()
        .filter(|e| own(&e.name) || GENERAL.contains(&e.name.as_str()))
        .filter_map(|e| quantity(plan, e, draws, direction(&e.name, policy, rival)))
        .collect()
}

/// All parameters that were sampled and differ between these draws, in the register's order: what scenario discovery looks over.
pub fn sampled(plan: &DrawPlan, register: &Register, draws: &[usize]) -> Vec<Quantity> {
    register.entries.iter().filter_map(|e| quantity(plan, e, draws, None)).collect()
}

fn quantity(plan: &DrawPlan, e: &Entry, draws: &[usize], direction: Option<Direction>) -> Option<Quantity> {
    let of_draws = values(plan, draws, &e.name).filter(|v| varies(v))?;
    let log = e.prior == Prior::Loguniform;
    let (words, unit) = e.in_sentences();
    Some(Quantity {
        name: e.name.clone(),
        words,
        unit,
        // The prior's range as far as draws reach: nothing is extrapolated.
        low: of_draws.iter().copied().fold(f64::INFINITY, f64::min),
        high: of_draws.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        values: of_draws,
        scale: if log { Scale::Log } else { Scale::Linear },
        direction,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_study_to_solve;
    use amparo_model::policy::VOCABULARY;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn costs_and_strengths_of_a_policy_can_turn_a_preference_one_way_only() {
        let shipped = load_study_to_solve(Path::new("../../scenarios/madre-de-dios/decision.toml"), &VOCABULARY, &[]);
        let study = shipped.expect("the shipped study");
        let policy = |name: &str| study.policies.iter().find(|p| p.group == name).expect("a policy of that name");
        let of = |name: &str, one: &str, rival: Option<&str>| direction(name, policy(one), rival.map(policy));
        assert_eq!(of("info.cost_contact", "information", None), Some(Direction::Disfavours));
        assert_eq!(of("info.cost_contact", "information", Some("aftercare")), Some(Direction::Disfavours));
        assert_eq!(of("info.cost_contact", "information", Some("support-and-campaign")), None, "it pays it too");
        assert_eq!(of("info.cost_contact", "aftercare", None), None, "not its own");
        assert_eq!(of("info.d_info", "information", None), Some(Direction::Favours));
        assert_eq!(of("info.d_info", "information", Some("aftercare")), None);
        assert_eq!(of("approach.phi_train", "cct-training", None), Some(Direction::Favours));
        assert_eq!(of("recruiters.v_ref", "information", None), None);
        let register = Register::built_in();
        for kind in kinds() {
            for name in [kind.learnt.costs, kind.learnt.strengths, kind.learnt.bearing].concat() {
                assert!(register.get(name).is_some(), "{}: {name}", kind.name);
            }
        }
    }

    #[test]
    fn what_effects_rest_on_names_parameters_and_interventions_that_exist() {
        let register = Register::built_in();
        for (words, names) in RESTS_ON.into_iter().chain(kinds().iter().map(|kind| kind.learnt.rests_on)) {
            assert!(names.is_empty() == words.is_empty(), "{words}");
            for name in names {
                assert!(register.get(name).is_some(), "{words}: {name}");
            }
        }
    }

    #[test]
    fn groups_name_parameters_that_exist_each_once() {
        let register = Register::built_in();
        let mut seen = BTreeSet::new();
        for (words, names) in studies(|_| true) {
            assert!((1..=6).contains(&names.len()), "{words}: a regression carries at most six");
            for name in names {
                assert!(register.get(name).is_some(), "{name}");
                assert!(seen.insert(*name), "{name} is in two groups");
            }
        }
        let shipped = load_study_to_solve(Path::new("../../scenarios/madre-de-dios/decision.toml"), &VOCABULARY, &[]);
        let drawn = shipped.expect("the shipped study").draws.expect("it has draws").sample.parameters;
        for name in drawn.iter().map(String::as_str).chain(GENERAL) {
            assert!(register.get(name).is_some_and(|e| !e.phrase.is_empty()), "{name} has no words");
        }
        for entry in register.entries.iter().filter(|e| !e.phrase.is_empty()) {
            assert!(entry.in_sentences().0.starts_with(['t', 'w']), "{}: {}", entry.name, entry.phrase);
        }
        for name in GENERAL.iter().chain(RESTS_ON.iter().flat_map(|(_, names)| names.iter())) {
            assert!(register.get(name).is_some(), "{name}");
        }
    }
}
