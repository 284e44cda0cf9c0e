//! One cell: a policy (or the baseline) in one replicate. What it holds is enough for every table and chart.

use crate::observe::{Record, Week, YearByPlace};
use serde::{Deserialize, Serialize};

/// The result of one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Name of the policy, or `baseline`.
    pub arm: String,
    pub replicate: usize,
    /// Hash of everything this cell's result depends on.
    pub key: String,
    /// False: the burn-in never settled; the replicate is left out and counted.
    pub settled: bool,
    pub burn_in_years: usize,
    /// Hash of the world after the funded years (the baseline only) and at the end.
    pub hash_after_funded: Option<String>,
    pub hash_at_end: String,
    pub record: Record,
}

/// A cell as it is stored: numbers by column, so that files stay small and readable.
#[derive(Serialize, Deserialize)]
struct Stored {
    arm: String,
    replicate: usize,
    key: String,
    settled: bool,
    burn_in_years: usize,
    hash_after_funded: Option<String>,
    hash_at_end: String,
    first_week: i32,
    columns: Vec<String>,
    weeks: Vec<Vec<f64>>,
    years: Vec<YearByPlace>,
}

impl Cell {
    /// As JSON text.
    pub fn to_json(&self) -> Result<String, String> {
        let weeks: Vec<Vec<f64>> = self.record.weeks.iter().map(Week::values).collect();
        let stored = Stored {
            arm: self.arm.clone(),
            replicate: self.replicate,
            key: self.key.clone(),
            settled: self.settled,
            burn_in_years: self.burn_in_years,
            hash_after_funded: self.hash_after_funded.clone(),
            hash_at_end: self.hash_at_end.clone(),
            first_week: self.record.weeks.first().map_or(0, |w| w.week),
            columns: Week::COLUMNS.iter().map(|c| c.to_string()).collect(),
            weeks: (0..Week::COLUMNS.len()).map(|i| weeks.iter().map(|w| w[i]).collect()).collect(),
            years: self.record.years.clone(),
        };
        serde_json::to_string(&stored).map_err(|e| e.to_string())
    }

    /// From JSON text written by this version.
    ///
    /// # Errors
    /// Says what does not fit.
    pub fn from_json(text: &str) -> Result<Cell, String> {
        let stored: Stored = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if stored.columns != Week::COLUMNS {
            return Err("its columns are those of another version".into());
        }
        let count = stored.weeks.first().map_or(0, Vec::len);
        let weeks = (0..count)
            .map(|i| {
                let values: Option<Vec<f64>> = stored.weeks.iter().map(|column| column.get(i).copied()).collect();
                Week::from_values(stored.first_week + i as i32, &values?)
            })
            .collect::<Option<Vec<Week>>>()
            .ok_or("its columns have different lengths")?;
        Ok(Cell {
            arm: stored.arm,
            replicate: stored.replicate,
            key: stored.key,
            settled: stored.settled,
            burn_in_years: stored.burn_in_years,
            hash_after_funded: stored.hash_after_funded,
            hash_at_end: stored.hash_at_end,
            record: Record { weeks, years: stored.years },
        })
    }
}
