//! What could be learnt: groups of parameters that one study in the field would teach together, and quantities on which a
//! preference may turn.

use crate::decide::break_even::Scale;
use crate::decide::decision::{Group, Quantity};
use crate::register::{Prior, Register};
use crate::scenario::{DrawPlan, Policy};

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
                columns.push(if log { of_draws.into_iter().map(crate::math::num::ln).collect() } else { of_draws });
            }
            (!parameters.is_empty()).then(|| Group { words: (*words).to_string(), parameters, columns })
        })
        .collect()
}

/// The sampled parameters on which the preference for a policy may turn: those of its own interventions and those that bear on
/// every policy.
pub fn quantities(
    plan: &DrawPlan,
    register: &Register,
    draws: &[usize],
    policy: &Policy,
    groups_of: &[(&str, &str)],
) -> Vec<Quantity> {
    let own = |name: &str| {
        policy.interventions.iter().any(|i| {
            let group = groups_of.iter().find(|(kind, _)| *kind == i.kind).map_or("", |(_, group)| *group);
            name.split_once('.').is_some_and(|(g, _)| g == group)
                || BEARING.iter().any(|(kind, names)| *kind == i.kind && names.contains(&name))
        })
    };
    register
        .entries
        .iter()
        .filter(|e| own(&e.name) || GENERAL.contains(&e.name.as_str()))
        .filter_map(|e| {
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
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::VOCABULARY;
    use crate::scenario::load_study_to_solve;
    use std::collections::BTreeSet;
    use std::path::Path;

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
        let shipped = load_study_to_solve(Path::new("scenarios/madre-de-dios/decision.toml"), &VOCABULARY, &[]);
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
