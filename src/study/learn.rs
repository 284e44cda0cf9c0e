//! What could be learnt: groups of parameters that one study in the field would teach together, and quantities on which a
//! preference may turn.

use amparo_decide::break_even::Scale;
use amparo_decide::decision::{Direction, Group, Quantity};
use amparo_model::register::{Entry, Prior, Register};
use amparo_model::scenario::{DrawPlan, Policy};

/// Groups of parameters, as one would commission a study of them.
const GROUPS: [(&str, &[&str]); 11] = [
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
    (
        "what a campaign teaches and how long it lasts",
        &["info.d_info", "info.x_max", "knowledge.h_x", "knowledge.eta", "info.tau_info"],
    ),
    ("what a campaign costs", &["info.cost_contact", "info.cost_info_comm"]),
    (
        "who installs the application and heeds it",
        &["app.m_app", "app.q_bass", "app.s_app", "app.d_app", "app.p_report"],
    ),
    ("what development does", &["cdd.growth", "cdd.growth_cap", "cdd.tau_cdd", "cdd.v_cdd"]),
    ("what development costs", &["cdd.cost_cdd_comm", "cdd.cost_cdd_girl"]),
    (
        "who takes up training, stays and earns more",
        &["cct.train_cost", "cct.h_dropout", "decision.r_train", "approach.phi_train", "cct.tuition"],
    ),
    ("what support after return does", &["aftercare.effect", "aftercare.reintegration_speed"]),
    ("what support after return costs", &["aftercare.cost"]),
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

/// Parameters outside an intervention's own group that its effect rests on.
const BEARING: [(&str, &[&str]); 3] = [
    ("information", &["knowledge.h_x", "knowledge.eta"]),
    ("app", &["recruiters.lambda_e"]),
    ("cct-training", &["decision.r_train", "approach.phi_train"]),
];

/// What a policy of the intervention pays: dearer never makes it preferred to what does not pay it.
const COSTS: [&str; 8] = [
    "info.cost_contact",
    "info.cost_info_comm",
    "app.cost_app_fixed",
    "app.cost_app_promo",
    "cdd.cost_cdd_comm",
    "cdd.cost_cdd_girl",
    "cct.tuition",
    "aftercare.cost",
];

/// How strongly an intervention acts, with the kinds that act by it: stronger never makes a policy of it worse than none.
const STRENGTHS: [(&str, &str); 12] = [
    ("info.d_info", "information"),
    ("info.x_max", "information"),
    ("info.tau_info", "information"),
    ("app.s_app", "app"),
    ("app.d_app", "app"),
    ("cdd.growth", "community-development"),
    ("cdd.growth_cap", "community-development"),
    ("cdd.tau_cdd", "community-development"),
    ("cdd.v_cdd", "community-development"),
    ("approach.phi_train", "cct-training"),
    ("aftercare.effect", "aftercare"),
    ("aftercare.reintegration_speed", "aftercare"),
];

/// Parameters as noun phrases, with the unit that sentences show: for `… is above 9.5 weeks`.
const PHRASES: [(&str, &str, &str); 39] = [
    ("demand.places", "the number of places in a brothel", "places"),
    ("recruiters.v_ref", "the vacancy rate at which recruiters make half their effort", "share"),
    ("recruiters.outside_elasticity", "the share of avoided approaches that are made nowhere else", "share"),
    ("recruiters.lambda_y", "the exponent by which recruiters turn to communities with a high yield", ""),
    ("recruiters.lambda_e", "the exponent by which reports keep recruiters away", ""),
    ("recruiters.feedback", "the share of recruiters whose number follows that of women exploited", "share"),
    ("returned.p_back_raid", "the share who go back after a raid, unsupported", "share"),
    ("returned.p_back_escape", "the share who go back after an escape, unsupported", "share"),
    ("decision.mu", "the spread of girls' choices", "utility"),
    ("decision.loss", "the loss a year that girls expect from exploitation", "utility"),
    ("decision.accept0", "the share of offers accepted at baseline", "share"),
    ("info.d_info", "what a campaign contact teaches", "log-odds"),
    ("info.x_max", "the ceiling of what repeated messages teach", "log-odds"),
    ("info.tau_info", "the yearly fall of taboo under a campaign", "share"),
    ("info.cost_contact", "the cost of a campaign contact", "S/"),
    ("info.cost_info_comm", "the yearly cost of a campaign in a community", "S/"),
    ("knowledge.h_x", "the half-life of what a girl has learnt", "weeks"),
    ("knowledge.eta", "what a contact adds to a community's shared knowledge", "log-odds"),
    ("app.m_app", "the share of phone owners who would ever install the application", "share"),
    ("app.q_bass", "the weekly rate at which the application spreads by imitation", ""),
    ("app.s_app", "the share of offers of which the application warns", "share"),
    ("app.d_app", "what a warning of the application adds to her doubt", "log-odds"),
    ("app.p_report", "the share of offers that a user reports", "share"),
    ("app.cost_app_fixed", "the yearly fixed cost of the application", "S/"),
    ("app.cost_app_promo", "the yearly cost of promotion for each phone owner", "S/"),
    ("cdd.growth", "the yearly growth of earnings under development", "share"),
    ("cdd.growth_cap", "the most that earnings grow under development", "share"),
    ("cdd.tau_cdd", "the yearly fall of taboo under development", "share"),
    ("cdd.v_cdd", "the yearly relative fall of violence under development", "share"),
    ("cdd.cost_cdd_comm", "the yearly cost of development in a community", "S/"),
    ("cdd.cost_cdd_girl", "the yearly cost of development for each girl", "S/"),
    ("cct.train_cost", "the effort and forgone earnings of training", "utility"),
    ("cct.h_dropout", "the yearly hazard of dropping out of training", ""),
    ("cct.tuition", "the yearly cost of a training place", "S/"),
    ("decision.r_train", "the earnings premium of training", "share"),
    ("approach.phi_train", "the share of approaches that training keeps away", "share"),
    ("aftercare.effect", "the relative fall of going back with support", "share"),
    ("aftercare.reintegration_speed", "the speed of reintegration with support, relative to without", "times"),
    ("aftercare.cost", "the cost of supporting one person", "S/"),
];

/// The values of one parameter in the draws at these positions.
fn values(plan: &DrawPlan, draws: &[usize], name: &str) -> Option<Vec<f64>> {
    draws.iter().map(|d| plan.rows.get(*d)?.values.get(name).copied()).collect()
}

/// Whether a parameter differs between draws.
fn varies(values: &[f64]) -> bool {
    values.iter().any(|v| *v != values[0])
}

/// The groups of which something was sampled, log-uniform parameters on the log scale.
pub fn groups(plan: &DrawPlan, register: &Register, draws: &[usize]) -> Vec<Group> {
    GROUPS
        .iter()
        .filter_map(|(words, names)| {
            let (mut parameters, mut columns) = (Vec::new(), Vec::new());
            for name in *names {
                let Some(of_draws) = values(plan, draws, name).filter(|v| varies(v)) else { continue };
                let log = register.get(name).is_some_and(|e| e.prior == Prior::Loguniform);
                parameters.push((*name).to_string());
                columns.push(if log {
                    of_draws.into_iter().map(amparo_model::math::num::ln).collect()
                } else {
                    of_draws
                });
            }
            (!parameters.is_empty()).then(|| Group { words: (*words).to_string(), parameters, columns })
        })
        .collect()
}

/// Whether a parameter belongs to an intervention of a policy: to its group of the register.
fn belongs(name: &str, policy: &Policy, groups_of: &[(&str, &str)]) -> bool {
    let group = name.split_once('.').map_or("", |(group, _)| group);
    policy.interventions.iter().any(|i| groups_of.contains(&(i.kind.as_str(), group)))
}

/// Which way more of a parameter can turn the preference for a policy against its rival (`None`: the status quo).
fn direction(name: &str, policy: &Policy, rival: Option<&Policy>, groups_of: &[(&str, &str)]) -> Option<Direction> {
    let acts =
        |(strength, kind): &(&str, &str)| *strength == name && policy.interventions.iter().any(|i| i.kind == *kind);
    let pays = |p: &Policy| COSTS.contains(&name) && belongs(name, p, groups_of);
    if pays(policy) && !rival.is_some_and(pays) {
        Some(Direction::Disfavours)
    } else if rival.is_none() && STRENGTHS.iter().any(acts) {
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
    groups_of: &[(&str, &str)],
) -> Vec<Quantity> {
    let own = |name: &str| {
        belongs(name, policy, groups_of)
            || policy
                .interventions
                .iter()
                .any(|i| BEARING.iter().any(|(kind, names)| *kind == i.kind && names.contains(&name)))
    };
    register
        .entries
        .iter()
        .filter(|e| own(&e.name) || GENERAL.contains(&e.name.as_str()))
        .filter_map(|e| quantity(plan, e, draws, direction(&e.name, policy, rival, groups_of)))
        .collect()
}

/// All parameters that were sampled and differ between these draws, in the register's order: what scenario discovery looks over.
pub fn sampled(plan: &DrawPlan, register: &Register, draws: &[usize]) -> Vec<Quantity> {
    register.entries.iter().filter_map(|e| quantity(plan, e, draws, None)).collect()
}

fn quantity(plan: &DrawPlan, e: &Entry, draws: &[usize], direction: Option<Direction>) -> Option<Quantity> {
    let of_draws = values(plan, draws, &e.name).filter(|v| varies(v))?;
    let log = e.prior == Prior::Loguniform;
    let phrase = PHRASES.iter().find(|(name, ..)| *name == e.name);
    Some(Quantity {
        name: e.name.clone(),
        words: phrase.map_or_else(|| format!("the parameter {}", e.name), |(_, words, _)| (*words).to_string()),
        unit: phrase.map_or_else(|| e.unit.clone(), |(_, _, unit)| (*unit).to_string()),
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
        let of = |name: &str, one: &str, rival: Option<&str>| {
            direction(name, policy(one), rival.map(policy), VOCABULARY.interventions)
        };
        assert_eq!(of("info.cost_contact", "information", None), Some(Direction::Disfavours));
        assert_eq!(of("info.cost_contact", "information", Some("aftercare")), Some(Direction::Disfavours));
        assert_eq!(of("info.cost_contact", "information", Some("mix")), None, "the mix pays it too");
        assert_eq!(of("info.cost_contact", "aftercare", None), None, "not its own");
        assert_eq!(of("info.d_info", "information", None), Some(Direction::Favours));
        assert_eq!(of("info.d_info", "information", Some("aftercare")), None);
        assert_eq!(of("approach.phi_train", "cct-training", None), Some(Direction::Favours));
        assert_eq!(of("recruiters.v_ref", "information", None), None);
        let register = Register::built_in();
        for name in COSTS.iter().chain(STRENGTHS.iter().map(|(name, _)| name)) {
            assert!(register.get(name).is_some(), "{name}");
        }
        for (name, kind) in STRENGTHS {
            assert!(VOCABULARY.interventions.iter().any(|(known, _)| *known == kind), "{name}: {kind}");
        }
    }

    #[test]
    fn groups_name_parameters_that_exist_each_once() {
        let register = Register::built_in();
        let mut seen = BTreeSet::new();
        for (words, names) in GROUPS {
            assert!((1..=6).contains(&names.len()), "{words}: a regression carries at most six");
            for name in names {
                assert!(register.get(name).is_some(), "{name}");
                assert!(seen.insert(*name), "{name} is in two groups");
            }
        }
        let shipped = load_study_to_solve(Path::new("../../scenarios/madre-de-dios/decision.toml"), &VOCABULARY, &[]);
        let drawn = shipped.expect("the shipped study").draws.expect("it has draws").sample.parameters;
        for name in drawn.iter().map(String::as_str).chain(GENERAL) {
            assert!(PHRASES.iter().any(|(known, ..)| *known == name), "{name} has no words");
        }
        for (name, words, _) in PHRASES {
            assert!(register.get(name).is_some() && words.starts_with(['t', 'w']), "{name}: {words}");
        }
        for name in GENERAL.iter().chain(BEARING.iter().flat_map(|(_, names)| names.iter())) {
            assert!(register.get(name).is_some(), "{name}");
        }
    }
}
