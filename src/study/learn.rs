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
            Some(Quantity {
                name: e.name.clone(),
                words: if e.note.is_empty() { e.name.clone() } else { e.note.clone() },
                unit: e.unit.clone(),
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
    use std::collections::BTreeSet;

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
        for name in GENERAL.iter().chain(BEARING.iter().flat_map(|(_, names)| names.iter())) {
            assert!(register.get(name).is_some(), "{name}");
        }
    }
}
