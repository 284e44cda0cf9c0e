//! A study's money before it is spent: coverage that can cost more than the budget, and budgets that buy nothing.

use amparo_model::diagnose::{price_soles, usual_households};
use amparo_model::policy::{bought_nothing, most_soles_per_year, reaches_fewer};
use amparo_model::scenario::{Extent, Intervention, Policy, Scenario, Study, Written};
use amparo_model::world::{Community, synthetic};
use amparo_text::Diagnostic;

/// Refuses a policy whose `coverage`, with the budgets that run beside it, can cost more per year than the policy may spend, at any
/// draw.
///
/// # Errors
/// Points at the `coverage`.
pub fn coverage_is_affordable(study: &Study) -> Result<(), Diagnostic> {
    let covers = |one: &Intervention| !matches!(one.extent, Extent::BudgetSolesPerYear(_)) && one.has_any();
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
                let priced = Priced { policy, scenario: &scenario, communities: &communities, costs: &costs, draw };
                return Err(too_dear(study, &priced, week, sum));
            }
        }
    }
    Ok(())
}

/// Refuses a policy whose survey costs more than its budget, whatever a draw makes it cost.
///
/// # Errors
/// Points at the policy's matching.
pub fn surveys_are_affordable(study: &Study) -> Result<(), Diagnostic> {
    let surveyed =
        || study.policies.iter().filter_map(|p| Some((p, p.matching.as_ref().filter(|m| !m.perfect_survey)?)));
    if surveyed().next().is_none() {
        return Ok(());
    }
    let communities = synthetic::communities(&study.scenario).len();
    for draw in 0..study.draw_count().max(1) {
        let p = study.at_draw(draw).0.parameters.survey;
        for (policy, matching) in surveyed() {
            let households = matching.households.unwrap_or_else(|| usual_households(&p));
            let a_year = price_soles(&p, households, communities) / study.funded_years as f64;
            if a_year > policy.budget_soles_per_year {
                let sign = &study.scenario.currency.symbol;
                let message = format!(
                    "the survey of policy `{}` costs {sign} {a_year:.0} per year over the funded years, more than its budget of {sign} {:.0}",
                    policy.name, policy.budget_soles_per_year
                );
                return Err(Diagnostic { message, ..study.place_of(&policy.name, Written::Matching) }
                    .expected("fewer households, a larger budget, or survey = \"perfect\""));
            }
        }
    }
    Ok(())
}

/// The week in which most is spent per year, and how much.
fn dearest_week(interventions: &[Intervention], costs: &[f64]) -> Option<(u32, f64)> {
    let running = |week: u32| {
        let all = interventions.iter().zip(costs);
        all.filter(|(one, _)| (one.start_week..one.end_week).contains(&week)).map(|(_, cost)| cost).sum::<f64>()
    };
    let weeks = interventions.iter().map(|one| (one.start_week, running(one.start_week)));
    weeks.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// Largest cost of a policy's interventions at one draw.
struct Priced<'a> {
    policy: &'a Policy,
    scenario: &'a Scenario,
    communities: &'a [Community],
    costs: &'a [f64],
    draw: usize,
}

/// The error, at the dearest coverage that runs in that week, when `sum` is spent.
fn too_dear(study: &Study, at: &Priced, week: u32, sum: f64) -> Diagnostic {
    let (policy, costs) = (at.policy, at.costs);
    let sign = &study.scenario.currency.symbol;
    let at_work = policy.interventions.iter().enumerate().filter(|(_, one)| {
        !matches!(one.extent, Extent::BudgetSolesPerYear(_))
            && one.has_any()
            && (one.start_week..one.end_week).contains(&week)
    });
    // Budgets alone have been checked against the study's already, so that there is one.
    let Some((i, one)) = at_work.max_by(|(i, _), (j, _)| costs[*i].total_cmp(&costs[*j])) else {
        return Diagnostic::new(format!("policy `{}` can cost {sign} {sum:.0} per year", policy.name));
    };
    let place = study.place_of(&policy.name, Written::Coverage(i));
    let cost = costs[i];
    let beside = if sum > cost { format!(", with what runs beside it {sign} {sum:.0}") } else { String::new() };
    let row = study.draws.as_ref().and_then(|plan| plan.rows.get(at.draw));
    let of_draw = row.map_or(String::new(), |row| format!(" at draw {}", row.number));
    let left = policy.budget_soles_per_year - (sum - cost);
    let what = if matches!(one.extent, Extent::Girls(_)) { "number of girls" } else { "coverage" };
    Diagnostic {
        message: format!(
            "this {what} of `{}` can cost {sign} {cost:.0} per year{beside}{of_draw}, more than the {sign} {:.0} that policy `{}` may spend",
            one.kind, policy.budget_soles_per_year, policy.name
        ),
        ..place
    }
    .expected(format!(
        "a {what} that can be paid{}, a larger budget, or share_of_budget in its place: as much as the money buys",
        affordable(one, at.scenario, at.communities, left)
    ))
}

/// The largest coverage in steps of a hundredth, or the largest number of girls in such steps, whose cost `money` pays; nothing where there
/// is none.
fn affordable(one: &Intervention, scenario: &Scenario, communities: &[Community], money: f64) -> String {
    let cost_at = |extent: Extent| most_soles_per_year(&Intervention { extent, ..one.clone() }, scenario, communities);
    let share = match one.extent {
        Extent::Coverage(share) => share,
        // Of so many girls so many hundredths.
        _ => 1.0,
    };
    let extent = |hundredths: u32| match one.extent {
        Extent::Girls(girls) => Extent::Girls((girls * f64::from(hundredths) / 100.0).floor()),
        _ => Extent::Coverage(f64::from(hundredths) / 100.0),
    };
    let most = (1..=(share * 100.0) as u32).rev().map(extent).find(|extent| cost_at(*extent) <= money);
    match most {
        Some(Extent::Coverage(most) | Extent::Girls(most)) if most > 0.0 => format!(" (at most {most})"),
        _ => String::new(),
    }
}

/// Warns of the interventions of a single run as [`warn_of_money`] does of a study's.
pub fn warn_of_money_in_run(scenario: &mut Scenario) {
    if scenario.interventions.is_empty() {
        return;
    }
    let communities = synthetic::communities(scenario);
    let found = of_interventions(&scenario.interventions, scenario, &communities);
    scenario.warnings.extend(found);
}

/// Budgets that buy nothing, and interventions that reach nobody or fewer girls than they say, one sentence each.
fn of_interventions(interventions: &[Intervention], scenario: &Scenario, communities: &[Community]) -> Vec<String> {
    let told = |one: &Intervention| {
        bought_nothing(one, scenario, communities).or_else(|| reaches_fewer(one, scenario, communities))
    };
    interventions.iter().filter_map(told).collect()
}

/// Adds to a study's warnings what only the interventions themselves can tell: budgets that buy nothing, and whom nobody is like.
pub fn warn_of_money(study: &mut Study) {
    let communities = synthetic::communities(&study.scenario);
    let mut found = Vec::new();
    for policy in study.policies.iter().filter(|policy| policy.matching.is_none()) {
        let nothing = of_interventions(&policy.interventions, &study.scenario, &communities);
        found.extend(nothing.into_iter().map(|why| format!("policy `{}`: {why}", policy.name)));
    }
    study.scenario.warnings.extend(found);
    study.also.iter_mut().for_each(warn_of_money);
}
