//! A study's money before it is spent: coverage that can cost more than the budget, and budgets that buy nothing.

use crate::policy::{bought_nothing, most_soles_per_year};
use crate::register::Diagnostic;
use crate::scenario::{Extent, Intervention, Policy, Scenario, Study};
use crate::world::synthetic;

/// Refuses a policy whose `coverage`, with the budgets that run beside it, can cost more a year than the policy may spend, at any
/// draw.
///
/// # Errors
/// Points at the `coverage`.
pub fn coverage_is_affordable(study: &Study) -> Result<(), Diagnostic> {
    let covers = |one: &Intervention| matches!(one.extent, Extent::Coverage(share) if share > 0.0);
    if !study.policies.iter().filter(|p| p.matching.is_none()).any(|p| p.interventions.iter().any(covers)) {
        return Ok(());
    }
    let draws = study.draws.as_ref().map_or(1, |plan| plan.used.min(plan.rows.len()).max(1));
    for draw in 0..draws {
        let (scenario, policies) = study.at_draw(draw);
        let communities = synthetic::communities(&scenario);
        let with_coverage = policies.iter().filter(|p| p.matching.is_none() && p.interventions.iter().any(covers));
        for policy in with_coverage {
            let costs: Vec<f64> =
                policy.interventions.iter().map(|one| most_soles_per_year(one, &scenario, &communities)).collect();
            let Some((week, sum)) = dearest_week(&policy.interventions, &costs) else { continue };
            if sum > policy.budget_soles_per_year * (1.0 + 1e-9) {
                return Err(too_dear(study, policy, &costs, week, sum, draw));
            }
        }
    }
    Ok(())
}

/// The week in which most is spent a year, and how much.
fn dearest_week(interventions: &[Intervention], costs: &[f64]) -> Option<(u32, f64)> {
    let running = |week: u32| {
        let all = interventions.iter().zip(costs);
        all.filter(|(one, _)| (one.start_week..one.end_week).contains(&week)).map(|(_, cost)| cost).sum::<f64>()
    };
    let weeks = interventions.iter().map(|one| (one.start_week, running(one.start_week)));
    weeks.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// The error, at the dearest coverage that runs in that week.
fn too_dear(study: &Study, policy: &Policy, costs: &[f64], week: u32, sum: f64, draw: usize) -> Diagnostic {
    let at_work = policy.interventions.iter().enumerate().filter(|(_, one)| {
        matches!(one.extent, Extent::Coverage(share) if share > 0.0) && (one.start_week..one.end_week).contains(&week)
    });
    let dearest = at_work.max_by(|(i, _), (j, _)| costs[*i].total_cmp(&costs[*j]));
    let place = dearest.and_then(|(i, _)| {
        let written = study.coverage_at.iter();
        written.filter(|at| at.policy == policy.name && at.intervention == i).map(|at| (*at.place).clone()).next()
    });
    let (kind, cost, share) = dearest.map_or(("", sum, 0.0), |(i, one)| match one.extent {
        Extent::Coverage(share) => (one.kind.as_str(), costs[i], share),
        Extent::BudgetSolesPerYear(_) => (one.kind.as_str(), costs[i], 0.0),
    });
    let beside = if sum > cost { format!(", with what runs beside it S/ {sum:.0}") } else { String::new() };
    let of_draw = match &study.draws {
        Some(plan) => plan.rows.get(draw).map_or(String::new(), |row| format!(" at draw {}", row.number)),
        None => String::new(),
    };
    let place = place.unwrap_or_else(|| Diagnostic::new("").in_file(study.file.display().to_string()));
    Diagnostic {
        message: format!(
            "a coverage of {share} of `{kind}` can cost S/ {cost:.0} a year{beside}{of_draw}, more than the S/ {:.0} that policy `{}` \
             may spend",
            policy.budget_soles_per_year, policy.name
        ),
        ..place
    }
    .expected(format!(
        "a coverage that can be paid{}, a larger budget, or share_of_budget in its place: as much as the money buys",
        affordable(share, cost, policy.budget_soles_per_year - (sum - cost))
    ))
}

/// A coverage that money pays for, roughly, rounded down to two digits behind the point; nothing where there is none.
fn affordable(share: f64, cost: f64, money: f64) -> String {
    let most = (share * money / cost * 100.0).floor() / 100.0;
    if most > 0.0 { format!(" (about {most})") } else { String::new() }
}

/// The same for a single run's interventions.
pub fn warn_of_money_in_run(scenario: &mut Scenario) {
    let found = of_interventions(&scenario.interventions, scenario);
    scenario.warnings.extend(found);
}

/// Budgets that buy nothing, one sentence each.
fn of_interventions(interventions: &[Intervention], scenario: &Scenario) -> Vec<String> {
    if interventions.iter().all(|one| matches!(one.extent, Extent::Coverage(_))) {
        return Vec::new();
    }
    let communities = synthetic::communities(scenario);
    interventions.iter().filter_map(|one| bought_nothing(one, scenario, &communities)).collect()
}

/// Adds to a study's warnings what only the interventions themselves can tell: budgets that buy nothing.
pub fn warn_of_money(study: &mut Study) {
    let mut found = Vec::new();
    for policy in study.policies.iter().filter(|policy| policy.matching.is_none()) {
        let nothing = of_interventions(&policy.interventions, &study.scenario);
        found.extend(nothing.into_iter().map(|why| format!("policy `{}`: {why}", policy.name)));
    }
    study.scenario.warnings.extend(found);
    study.also.iter_mut().for_each(warn_of_money);
}
