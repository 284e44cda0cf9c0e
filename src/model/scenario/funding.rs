//! The weeks in which policies have money.

use super::tree::{Extent, Intervention, Policy};

const WEEKS_PER_YEAR: f64 = 52.0;

impl Intervention {
    /// Whether there is any of it.
    pub fn has_any(&self) -> bool {
        match self.extent {
            Extent::Coverage(share) => share > 0.0,
            Extent::BudgetSolesPerYear(soles) => soles > 0.0,
            Extent::Girls(girls) => girls > 0.0,
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
