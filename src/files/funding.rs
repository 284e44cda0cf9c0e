//! When policies have money: the weeks, and whether they are those that the study funds.

use amparo_model::scenario::Study;
use std::cmp::Ordering;

const WEEKS_PER_YEAR: f64 = 52.0;

/// One sentence for every policy that has money in other weeks than the study's funded years, the same at other budgets once.
pub(super) fn warnings(study: &Study) -> Vec<String> {
    let funded = study.funded_years as u32 * WEEKS_PER_YEAR as u32;
    let mut told: Vec<&str> = Vec::new();
    let mut warnings = Vec::new();
    for policy in &study.policies {
        let weeks = policy.weeks_of_money();
        if weeks.is_empty() || weeks == [(0, funded)] || told.contains(&policy.group.as_str()) {
            continue;
        }
        told.push(&policy.group);
        let stretches: Vec<String> = weeks.iter().map(|(start, end)| format!("{start} to {end}")).collect();
        let own = weeks.iter().map(|(start, end)| end - start).sum::<u32>();
        let compared = match own.cmp(&funded) {
            Ordering::Greater => "more money than",
            Ordering::Less => "less money than",
            Ordering::Equal => "as much money, at another time, as",
        };
        let after = if weeks.iter().any(|(_, end)| *end > funded) {
            "; what it spends after the funded years is in costs over the horizon, not in spending over the funded years"
        } else {
            ""
        };
        warnings.push(format!(
            "policy `{}` has money in weeks {} ({}), while the study funds weeks 0 to {funded} ({}): at the same budget per year it has \
             {compared} a policy of the funded years{after}",
            policy.group,
            stretches.join(" and "),
            years(own),
            years(funded)
        ));
    }
    warnings
}

/// A number of weeks as years, with no more digits than it needs.
fn years(weeks: u32) -> String {
    let years = (f64::from(weeks) / WEEKS_PER_YEAR * 10.0).round() / 10.0;
    format!("{years} year{}", if years == 1.0 { "" } else { "s" })
}
