//! The register: every parameter with its default, range, prior, unit, grade and source.
//!
//! The register is data (`parameters.csv`, one row a parameter); [`Parameters`] is its typed form. Reading the
//! file checks the one against the other, so a parameter is never missing, misspelt or outside its range.

pub mod explain;
pub mod names;
pub mod nearest;
pub mod parameters;
pub mod widest;

pub use parameters::*;

use crate::math::num;
use amparo_text::{Diagnostic, Row, Rows, SourceText, nearest_name, thousands};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// How a parameter is drawn between its bounds when a study draws parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prior {
    /// Never drawn: a choice, not an uncertainty.
    Fixed,
    /// Evenly between the bounds.
    Uniform,
    /// Evenly between the bounds on a log scale.
    Loguniform,
}

/// How well a parameter's default is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Seen in the named source.
    Published,
    /// Arithmetic on other evidence.
    Derived,
    /// Remembered, citation to be checked.
    Unverified,
    /// No evidence found, a plausible range.
    Assumed,
    /// Set so that the world matches the baselines.
    Calibrated,
    /// A modelling choice.
    Design,
}

impl Prior {
    /// All priors, as they are written.
    pub const ALL: [(&'static str, Self); 3] =
        [("fixed", Self::Fixed), ("uniform", Self::Uniform), ("loguniform", Self::Loguniform)];
}

impl Grade {
    /// All grades, as they are written, from best to least supported, then those that are no evidence.
    pub const ALL: [(&'static str, Self); 6] = [
        ("published", Self::Published),
        ("derived", Self::Derived),
        ("unverified", Self::Unverified),
        ("assumed", Self::Assumed),
        ("calibrated", Self::Calibrated),
        ("design", Self::Design),
    ];
}

impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written(&Self::ALL, self))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written(&Self::ALL, self))
    }
}

fn written<T: PartialEq>(all: &[(&'static str, T)], value: &T) -> &'static str {
    all.iter().find(|(_, v)| v == value).map_or("", |(name, _)| name)
}

/// One parameter of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// `group.name`, a field of [`Parameters`].
    pub name: String,
    /// Its symbol in the statement of the model; may be empty.
    pub symbol: String,
    /// Value unless a scenario says otherwise.
    pub default: f64,
    /// Smallest value accepted, and lower end of the prior.
    pub low: f64,
    /// Largest value accepted, and upper end of the prior.
    pub high: f64,
    pub prior: Prior,
    /// Unit, as text.
    pub unit: String,
    pub grade: Grade,
    /// A row of `facts.csv`; empty when there is none.
    pub source: String,
    /// What it is, and what moves when it moves.
    pub meaning: String,
    /// A noun phrase for sentences, its unit behind it in brackets: `the cost of a campaign contact [S/]`; may be empty.
    pub phrase: String,
    /// Why its values are what they are, or a remark; may be empty.
    pub note: String,
}

impl Entry {
    /// The part before the dot, such as `recruiters`.
    pub fn group(&self) -> &str {
        self.name.split_once('.').map_or("", |(group, _)| group)
    }

    /// The part after the dot, such as `kappa_r`.
    pub fn field(&self) -> &str {
        self.name.split_once('.').map_or(self.name.as_str(), |(_, field)| field)
    }

    /// The prior's quantile at u in (0, 1): its inverse distribution function; the default where the prior is fixed.
    pub fn quantile(&self, u: f64) -> f64 {
        let value = match self.prior {
            Prior::Fixed => self.default,
            Prior::Uniform => self.low + u * (self.high - self.low),
            Prior::Loguniform => self.low * num::exp(u * num::ln(self.high / self.low)),
        };
        value.clamp(self.low, self.high)
    }

    /// The prior's density at a value within the bounds; 1 where the prior is fixed.
    pub fn density(&self, value: f64) -> f64 {
        match self.prior {
            Prior::Fixed => 1.0,
            Prior::Uniform => 1.0 / (self.high - self.low),
            Prior::Loguniform => 1.0 / (value * num::ln(self.high / self.low)),
        }
    }

    /// What sentences call it, and the unit they show behind its values (none: empty).
    pub fn in_sentences(&self) -> (String, String) {
        match self.phrase.trim_end().strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            Some((words, unit)) => (words.trim_end().to_owned(), unit.to_owned()),
            None if self.phrase.is_empty() => (format!("the parameter {}", self.name), self.unit.clone()),
            None => (self.phrase.clone(), self.unit.clone()),
        }
    }

    /// The range as it is shown in errors.
    pub fn range(&self) -> String {
        format!("a number from {} to {}", self.low, self.high)
    }
}

/// Every parameter, in the file's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// One entry a parameter: exactly the fields of [`Parameters`].
    pub entries: Vec<Entry>,
    index: BTreeMap<String, usize>,
}

/// Parameters that count or number something: only whole values mean anything.
const WHOLE: [&str; 2] = ["decision.own_weights", "population.geography"];

/// The columns of `parameters.csv`, in order.
pub const REGISTER_COLUMNS: [&str; 12] = [
    "name", "symbol", "default", "low", "high", "prior", "unit", "grade", "source", "meaning", "phrase", "note",
];

impl Register {
    /// A register of these entries, which need not be the model's own: what an intervention from outside brings along.
    pub(crate) fn of(entries: Vec<Entry>) -> Self {
        let index = entries.iter().enumerate().map(|(i, entry)| (entry.name.clone(), i)).collect();
        Self { entries, index }
    }

    /// Reads a register from the text of `parameters.csv`; `file` is the name errors show.
    ///
    /// # Errors
    /// A wrong header, a bad number, prior or grade, bounds that do not hold the default, a name that appears
    /// twice, is unknown, or is missing: with file, line and column.
    pub fn from_csv(text: &str, file: &Path) -> Result<Self, Diagnostic> {
        Self::read(text, file, Some(explain::shipped()))
    }

    /// The same; bounds are compared with those of `known`, the register that ships.
    fn read(text: &str, file: &Path, known: Option<&Self>) -> Result<Self, Diagnostic> {
        let rows = Rows::parse(SourceText::new(file, text), &REGISTER_COLUMNS, true)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut index = BTreeMap::new();
        for row in rows.iter() {
            let entry = read_entry(&row)?;
            if let Some(shipped) = known.and_then(|known| known.get(&entry.name)) {
                within_widest(&row, &entry, shipped)?;
            }
            if index.contains_key(&entry.name) {
                return Err(row.error("name", format!("`{}` appears twice", entry.name)));
            }
            index.insert(entry.name.clone(), entries.len());
            entries.push(entry);
        }
        for name in names::names() {
            if !index.contains_key(name) {
                return Err(rows
                    .error(format!("missing parameter `{name}`"))
                    .expected(format!("one row for each of {} parameters", names::names().len())));
            }
        }
        Ok(Self { entries, index })
    }

    /// The entry of `group.name`.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.index.get(name).and_then(|i| self.entries.get(*i))
    }

    /// The groups, each once, in order.
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for entry in &self.entries {
            if !groups.contains(&entry.group()) {
                groups.push(entry.group());
            }
        }
        groups
    }

    /// Checks that `name` exists and that `value` is finite, within its bounds, and whole where only that means anything.
    ///
    /// # Errors
    /// A diagnostic without a place, with the range or the nearest name; the caller adds the place.
    pub fn check(&self, name: &str, value: f64) -> Result<&Entry, Diagnostic> {
        let Some(entry) = self.get(name) else {
            return Err(Diagnostic::new(format!("unknown parameter `{name}`"))
                .expected("a parameter of the register, such as decision.theta")
                .nearest(self.nearest(name)));
        };
        if value >= entry.low && value <= entry.high {
            if WHOLE.contains(&name) && value.fract() != 0.0 {
                return Err(Diagnostic::new(format!("`{name}` is {value}, not a whole number"))
                    .expected(format!("a whole number from {} to {} ({})", entry.low, entry.high, entry.unit)));
            }
            return Ok(entry);
        }
        Err(Diagnostic::new(format!("`{name}` is {value}, out of range")).expected(format!(
            "{} ({})",
            entry.range(),
            entry.unit
        )))
    }

    /// The typed parameters: defaults with `overrides` (`group.name` → value) in their place.
    ///
    /// Overrides are taken as they are; [`Register::check`] them first. Names that do not exist change nothing.
    pub fn parameters(&self, overrides: &BTreeMap<String, f64>) -> Parameters {
        let filled = names::fill(|name| overrides.get(name).copied().or_else(|| self.get(name).map(|e| e.default)));
        match filled {
            Some(parameters) => parameters,
            // `from_csv` has checked that every field has its row.
            None => unreachable!("a register holds every parameter"),
        }
    }

    /// How many parameters have each grade, by the grade's written name.
    pub fn grades(&self) -> BTreeMap<String, usize> {
        let mut grades = BTreeMap::new();
        for entry in &self.entries {
            *grades.entry(entry.grade.to_string()).or_insert(0) += 1;
        }
        grades
    }
}

impl Parameters {
    /// Every parameter's name, `group.name`, in the order of the fields.
    pub fn names() -> &'static [String] {
        names::names()
    }

    /// Every value by its name.
    pub fn values(&self) -> BTreeMap<String, f64> {
        let mut values = BTreeMap::new();
        let Ok(serde_json::Value::Object(groups)) = serde_json::to_value(self) else {
            return values;
        };
        for (group, fields) in groups {
            let serde_json::Value::Object(fields) = fields else {
                continue;
            };
            for (field, value) in fields {
                values.insert(format!("{group}.{field}"), value.as_f64().unwrap_or(f64::NAN));
            }
        }
        values
    }
}

fn read_entry(row: &Row<'_>) -> Result<Entry, Diagnostic> {
    let name = row.name("name")?;
    if !names::names().iter().any(|n| n == name) {
        return Err(row
            .error("name", format!("unknown parameter `{name}`"))
            .expected("a parameter the model reads")
            .nearest(nearest_name(name, names::names().iter().map(String::as_str))));
    }
    // Where persons or money are counted, a thousands point could be meant.
    let unit = row.name("unit")?;
    if ["persons", "S/", "miners", "brothels"].iter().any(|counted| unit.starts_with(counted)) {
        for column in ["default", "low", "high"] {
            if let Some(meant) = thousands(row.text(column)) {
                let text = row.text(column);
                return Err(row
                    .error(column, format!("`{column}` of `{name}` is `{text}`: is {meant} meant?"))
                    .expected("a number without a separator of thousands"));
            }
        }
    }
    let (low, high) = (row.number("low")?, row.number("high")?);
    if low >= high {
        return Err(row
            .error("low", format!("`low` of `{name}` is {low}, not below `high`"))
            .expected(format!("a number below {high}")));
    }
    let default = row.number("default")?;
    if !(low..=high).contains(&default) {
        return Err(row
            .error("default", format!("`default` of `{name}` is {default}, out of range"))
            .expected(format!("a number from {low} to {high}")));
    }
    let prior = choice(row, "prior", &Prior::ALL)?;
    if prior == Prior::Loguniform && low <= 0.0 {
        return Err(row
            .error("low", format!("`low` of `{name}` is {low} under a loguniform prior"))
            .expected("a number above 0"));
    }
    let meaning = row.text("meaning");
    if meaning.is_empty() {
        return Err(row
            .error("meaning", format!("`meaning` of `{name}` is empty"))
            .expected("what it is, and what moves when it moves"));
    }
    Ok(Entry {
        name: name.to_owned(),
        symbol: row.text("symbol").to_owned(),
        default,
        low,
        high,
        prior,
        unit: unit.to_owned(),
        grade: choice(row, "grade", &Grade::ALL)?,
        source: row.text("source").to_owned(),
        meaning: meaning.to_owned(),
        phrase: row.text("phrase").to_owned(),
        note: row.text("note").to_owned(),
    })
}

/// Bounds that the model can be computed between, whatever they are in a file.
fn within_widest(row: &Row<'_>, entry: &Entry, shipped: &Entry) -> Result<(), Diagnostic> {
    let widest = widest::of(shipped);
    for (column, bound) in [("low", entry.low), ("high", entry.high)] {
        if !widest.contains(&bound) {
            return Err(row
                .error(column, format!("`{column}` of `{}` is {bound}, out of what the model can take", entry.name))
                .expected(format!("a number from {} to {}", widest.start(), widest.end())));
        }
    }
    Ok(())
}

fn choice<T: Copy>(row: &Row<'_>, column: &str, all: &[(&'static str, T)]) -> Result<T, Diagnostic> {
    let text = row.text(column);
    let names = || all.iter().map(|(name, _)| *name);
    match all.iter().find(|(name, _)| *name == text) {
        Some((_, value)) => Ok(*value),
        None => Err(row
            .error(column, format!("unknown {column} `{text}`"))
            .expected(format!("one of: {}", names().collect::<Vec<_>>().join(", ")))
            .nearest(nearest_name(text, names()))),
    }
}
