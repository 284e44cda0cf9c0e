//! The whole register, read and checked against the fields of [`Parameters`].

use super::entry::{Entry, Grade, Prior};
use super::names;
use super::parameters::Parameters;
use super::shipped;
use super::widest;
use amparo_text::{Diagnostic, Header, Row, Rows, SourceText, nearest_name, thousands};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// The register that ships, read once.
fn shipped_register() -> &'static Register {
    static SHIPPED: OnceLock<Register> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        match Register::read(shipped::TEXT, Path::new("parameters.csv"), None) {
            Ok(register) => register,
            // A test reads it, so a build that ships a broken one does not pass.
            Err(error) => unreachable!("{error}"),
        }
    })
}

/// Every parameter, in the file's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// One entry per parameter: exactly the fields of [`Parameters`].
    pub entries: Vec<Entry>,
    index: BTreeMap<String, usize>,
}

/// Parameters that count or number something: only whole values mean anything.
const WHOLE: [&str; 4] =
    ["decision.own_weights", "population.geography", "demand.reopen_by_need", "cct.places_by_demand"];

/// The columns of `parameters.csv`, in order.
pub const REGISTER_COLUMNS: [&str; 12] =
    ["name", "symbol", "default", "low", "high", "prior", "unit", "grade", "source", "meaning", "phrase", "note"];

impl Register {
    /// A register of these entries, which need not be the model's own: what an intervention from outside brings along.
    pub(crate) fn of(entries: Vec<Entry>) -> Self {
        let index = entries.iter().enumerate().map(|(i, entry)| (entry.name.clone(), i)).collect();
        Self { entries, index }
    }

    /// The register that ships with the program, for looking things up where no scenario is at hand.
    pub fn built_in() -> Self {
        shipped_register().clone()
    }

    /// Reads a register from the text of `parameters.csv`; `file` is the name errors show.
    ///
    /// # Errors
    /// A wrong header, a bad number, prior or grade, bounds that do not hold the default, a name that appears
    /// twice, is unknown, or is missing: with file, line and column.
    pub fn from_csv(text: &str, file: &Path) -> Result<Self, Diagnostic> {
        Self::read(text, file, Some(shipped_register()))
    }

    /// Reads a register as [`Register::from_csv`] does; bounds are compared with those of `known`, the register that ships.
    fn read(text: &str, file: &Path, known: Option<&Self>) -> Result<Self, Diagnostic> {
        let rows = Rows::parse(SourceText::new(file, text), &Header::in_order(&REGISTER_COLUMNS))?;
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
