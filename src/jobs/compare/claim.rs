//! What a study's directory is of, and where it stands.

use amparo_files::Resolved;
use amparo_model::scenario::Study;
use amparo_study::claim::Claim;
use std::path::{Path, PathBuf};

/// Tables that a study may write at the top of its directory.
const TABLES: [&str; 26] = [
    "report.html",
    "result.json",
    "report.xlsx",
    "summary.csv",
    "effects.csv",
    "money.csv",
    "by_girls.csv",
    "targeting.csv",
    "sweep.csv",
    "sweep_axes.csv",
    "funnel.csv",
    "decision.csv",
    "acceptability.csv",
    "waterfall.csv",
    "break_evens.csv",
    "value_of_information.csv",
    "who_benefits.csv",
    "by_treatment.csv",
    "pairing.csv",
    "two_part.csv",
    "forecasts.csv",
    "forecast_skill.csv",
    "survey_sizes.csv",
    "how_different.csv",
    "discovery.csv",
    "discovery_draws.csv",
];

/// What a study's directory is of.
pub fn claim(study: &Study) -> Claim {
    Claim {
        command: "compare",
        name: study.name.clone(),
        resolved: study.resolved_toml(),
        inputs: study.inputs.clone(),
        set: study.scenario.set.clone(),
        tables: TABLES.map(String::from).into(),
        sealed: &["cells"],
        also: study.also.iter().map(|other| other.scenario.name.clone()).collect(),
    }
}

/// Directory of the same study at another baseline.
pub fn also_directory(directory: &Path, other: &Study) -> PathBuf {
    directory.join("also").join(&other.scenario.name)
}
