//! Two resolved inputs, value by value: what was added, removed, and changed.

use amparo_files::{Resolved, is_policy, is_study, load_policy, load_scenario, load_study};
use amparo_model::policy::VOCABULARY;
use amparo_study::differences::named_values;
use amparo_study::error::StudyError;
use amparo_tables::{Column, Table, cells};
use amparo_text::{Diagnostic, SourceText};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its dotted name; tables of a list by their names.
    pub key: String,
    /// What it is in the first; `None`: it is not there.
    pub from: Option<String>,
    /// What it is in the second; `None`: it is not there.
    pub to: Option<String>,
    /// Its unit; empty where its name says it, or it has none.
    pub unit: String,
}

impl Change {
    /// What happened to it.
    pub fn kind(&self) -> &'static str {
        match (&self.from, &self.to) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// A scenario.
    Scenario,
    /// A study.
    Study,
    /// A policy.
    Policy,
}

impl Sort {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Scenario => "scenario",
            Sort::Study => "study",
            Sort::Policy => "policy",
        }
    }
}

/// A file as everything that it says, every value filled in.
///
/// # Errors
/// What is wrong with it.
pub fn resolved(file: &Path) -> Result<(Sort, String), StudyError> {
    if is_policy(file) {
        load_policy(file, &VOCABULARY, &[])?;
        let (source, _) = SourceText::read(file)?;
        return Ok((Sort::Policy, source.text.to_string()));
    }
    if is_study(file) {
        return Ok((Sort::Study, load_study(file, &VOCABULARY, &[])?.resolved_toml()));
    }
    Ok((Sort::Scenario, load_scenario(file, &VOCABULARY, &[])?.resolved_toml()))
}

/// Units of parameters, as the resolved copy writes them behind their values.
fn units(text: &str) -> BTreeMap<String, String> {
    let rows = text.lines().skip_while(|line| !line.starts_with("[parameters]")).skip(1);
    rows.take_while(|line| !line.starts_with('['))
        .filter_map(|line| {
            let (value, behind) = line.split_once("  # ")?;
            let name = value.split_once(" = ")?.0.trim_matches('"');
            Some((format!("parameters.{name}"), behind.split(';').next()?.trim().to_owned()))
        })
        .collect()
}

/// What differs between two resolved texts, in the order of names.
///
/// # Errors
/// A text that is no TOML.
pub fn changes(from: &str, to: &str) -> Result<Vec<Change>, StudyError> {
    let read = |text: &str| {
        named_values(text).map_err(|error| StudyError::from(Diagnostic::new(format!("it is no TOML: {error}"))))
    };
    let (a, b) = (read(from)?, read(to)?);
    let units = [units(from), units(to)];
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let of = |name: &&String| Change {
        key: (*name).clone(),
        from: a.get(*name).cloned(),
        to: b.get(*name).cloned(),
        unit: units.iter().find_map(|units| units.get(*name)).cloned().unwrap_or_default(),
    };
    Ok(names.iter().map(of).filter(|change| change.from != change.to).collect())
}

/// The changes as a table.
pub fn table(changes: &[Change]) -> Table {
    let columns = [
        Column::fact("key").labelled("what"),
        Column::program("change"),
        Column::fact("from").labelled("in the first"),
        Column::fact("to").labelled("in the second"),
        Column::fact("unit"),
    ];
    let mut table = Table::new("changes", columns);
    for one in changes {
        table.row(cells![&one.key, one.kind(), one.from.clone(), one.to.clone(), &one.unit]);
    }
    table
}
