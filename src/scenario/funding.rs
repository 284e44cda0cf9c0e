//! When policies have money: the weeks, and whether they are those that the study funds.

use super::tree::{Extent, Intervention, Policy, Study};
use std::cmp::Ordering;

const WEEKS_PER_YEAR: f64 = 52.0;

impl Intervention {
    /// Whether there is any of it.
    pub fn has_any(&self) -> bool {
        match self.extent {
            Extent::Coverage(share) => share > 0.0,
            Extent::BudgetSolesPerYear(soles) => soles > 0.0,
        }
    }
}

impl Policy {
    /// Weeks after the fork in which it has money, as stretches in order: start, and end (exclusive).
    pub fn weeks_of_money(&self) -> Vec<(u32, u32)> {
        let mut all: Vec<(u32, u32)> =
            self.interventions.iter().filter(|one| one.has_any()).map(|one| (one.start_week, one.end_week)).collect();
        all.sort_unstable();
        let mut stretches: Vec<(u32, u32)> = Vec::new();
        for (start, end) in all {
            match stretches.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => stretches.push((start, end)),
            }
        }
        stretches
    }

    /// Years in which it has money.
    pub fn years_of_money(&self) -> f64 {
        self.weeks_of_money().iter().map(|(start, end)| f64::from(end - start)).sum::<f64>() / WEEKS_PER_YEAR
    }
}

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
            "policy `{}` has money in weeks {} ({}), while the study funds weeks 0 to {funded} ({}): at the same budget a year it has \
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
