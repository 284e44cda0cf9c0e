//! The whole register, read and checked against the fields of [`Parameters`].

use super::entry::{Entry, Grade, Prior};
use super::names;
use super::parameters::Parameters;
use super::shipped;
use super::widest;
use amparo_text::{Diagnostic, Header, Row, Rows, SourceText, nearest_name, thousands};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Names that no field of the model's parameters has.
    brought: Vec<String>,
}

/// Parameters that count or number something: only whole values mean anything.
const WHOLE: [&str; 4] =
    ["decision.own_weights", "population.geography", "demand.reopen_by_need", "cct.places_by_demand"];

/// The columns of `parameters.csv`, in order.
pub const REGISTER_COLUMNS: [&str; 12] =
    ["name", "symbol", "default", "low", "high", "prior", "unit", "grade", "source", "meaning", "phrase", "note"];

impl Register {
    /// The same with what interventions from outside bring along behind its own entries; none of a name it has.
    #[must_use]
    pub fn with(mut self, entries: Vec<Entry>) -> Self {
        for entry in entries {
            self.index.insert(entry.name.clone(), self.entries.len());
            self.brought.push(entry.name.clone());
            self.entries.push(entry);
        }
        self
    }

    /// The register that ships with the program, for looking things up where no scenario is at hand.
    pub fn built_in() -> Self {
        shipped_register().clone()
    }

    /// Reads a register from the text of `parameters.csv`; `file` is the name errors show.
    ///
    /// # Errors
    /// A wrong header, a bad number, prior or grade, bounds that do not hold the default, a name that appears
    /// twice, is unknown, or is missing: all of them, with file, line and column.
    pub fn from_csv(text: &str, file: &Path) -> Result<Self, Diagnostic> {
        Self::read(text, file, Some(shipped_register()))
    }

    /// Reads a register as [`Register::from_csv`] does; bounds are compared with those of `known`, the register that ships.
    fn read(text: &str, file: &Path, known: Option<&Self>) -> Result<Self, Diagnostic> {
        let (rows, unfit) = Rows::read(SourceText::new(file, text), &Header::in_order(&REGISTER_COLUMNS))?;
        let mut problems = Problems::default();
        problems.push(unfit);
        let mut entries: Vec<Entry> = Vec::new();
        let mut index = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in rows.iter() {
            let name = row.text("name");
            if !seen.insert(name) {
                problems.push(Some(row.error("name", format!("`{name}` appears twice"))));
                continue;
            }
            let Some(entry) = read_entry(&row, &mut problems) else { continue };
            if let Some(shipped) = known.and_then(|known| known.get(&entry.name)) {
                problems.keep(within_widest(&row, &entry, shipped));
            }
            index.insert(entry.name.clone(), entries.len());
            entries.push(entry);
        }
        // A name that is misspelt, or whose row is out of shape, is not missing too.
        let misspelt = seen.iter().filter(|name| !names::names().iter().any(|known| known == *name)).count();
        let missing: Vec<&String> = names::names().iter().filter(|name| !seen.contains(name.as_str())).collect();
        if misspelt == 0 && rows.all_fit() {
            for name in missing {
                let problem = rows.error(format!("missing parameter `{name}`"));
                let wanted = format!("one row for each of {} parameters", names::names().len());
                problems.push(Some(problem.expected(wanted)));
            }
        }
        match problems.all() {
            Some(problems) => Err(problems),
            None => Ok(Self { entries, index, brought: Vec::new() }),
        }
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
        if entry.accepts(value) {
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
        let value = |name: &str| overrides.get(name).copied().or_else(|| self.get(name).map(|e| e.default));
        match names::fill(value) {
            Some(mut parameters) => {
                let of = |name: &String| Some((name.clone(), value(name)?));
                parameters.own = self.brought.iter().filter_map(of).collect();
                parameters
            }
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

    /// Every value of the model's own by its name; what interventions from outside brought is in [`Parameters::own`].
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

/// What is wrong with a register: the first problems, and how many more there are.
#[derive(Default)]
struct Problems {
    kept: Vec<Diagnostic>,
    more: usize,
}

impl Problems {
    /// Problems kept in full.
    const MOST: usize = 50;

    fn push(&mut self, problem: Option<Diagnostic>) {
        let Some(problem) = problem else { return };
        let (more, all) = problem.into_all();
        self.more += more;
        for one in all {
            if self.kept.len() < Self::MOST {
                self.kept.push(one);
            } else {
                self.more += 1;
            }
        }
    }

    fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.push(Some(problem))).ok()
    }

    fn all(self) -> Option<Diagnostic> {
        Diagnostic::of_all(self.kept, self.more)
    }
}

fn read_entry(row: &Row<'_>, problems: &mut Problems) -> Option<Entry> {
    let name = problems.keep(row.name("name"))?;
    if !names::names().iter().any(|n| n == name) {
        problems.push(Some(
            row.error("name", format!("unknown parameter `{name}`"))
                .expected("a parameter the model reads")
                .nearest(nearest_name(name, names::names().iter().map(String::as_str))),
        ));
        return None;
    }
    let unit = problems.keep(row.name("unit"));
    let [low, high, default] = ["low", "high", "default"].map(|column| problems.keep(figure(row, name, unit, column)));
    if let (Some(low), Some(high)) = (low, high) {
        if low >= high {
            let problem = row.error("low", format!("`low` of `{name}` is {low}, not below `high`"));
            problems.push(Some(problem.expected(format!("a number below {high}"))));
        } else if let Some(default) = default.filter(|default| !(low..=high).contains(default)) {
            let problem = row.error("default", format!("`default` of `{name}` is {default}, out of range"));
            problems.push(Some(problem.expected(format!("a number from {low} to {high}"))));
        }
    }
    let prior = problems.keep(choice(row, "prior", &Prior::ALL));
    if let Some(low) = low.filter(|low| prior == Some(Prior::Loguniform) && *low <= 0.0) {
        let problem = row.error("low", format!("`low` of `{name}` is {low} under a loguniform prior"));
        problems.push(Some(problem.expected("a number above 0")));
    }
    let meaning = row.text("meaning");
    if meaning.is_empty() {
        let problem = row.error("meaning", format!("`meaning` of `{name}` is empty"));
        problems.push(Some(problem.expected("what it is, and what moves when it moves")));
    }
    let grade = problems.keep(choice(row, "grade", &Grade::ALL));
    Some(Entry {
        name: name.to_owned(),
        symbol: row.text("symbol").to_owned(),
        default: default?,
        low: low?,
        high: high?,
        prior: prior?,
        unit: unit?.to_owned(),
        grade: grade?,
        source: row.text("source").to_owned(),
        meaning: meaning.to_owned(),
        phrase: row.text("phrase").to_owned(),
        note: row.text("note").to_owned(),
    })
}

/// A number of a row; where persons or money are counted, a thousands point could be meant.
fn figure(row: &Row<'_>, name: &str, unit: Option<&str>, column: &str) -> Result<f64, Diagnostic> {
    let counted = |unit: &str| ["persons", "S/", "miners", "brothels"].iter().any(|counted| unit.starts_with(counted));
    let text = row.text(column);
    match thousands(text).filter(|_| unit.is_some_and(counted)) {
        Some(meant) => Err(row
            .error(column, format!("`{column}` of `{name}` is `{text}`: is {meant} meant?"))
            .expected("a number without a separator of thousands")),
        None => row.number(column),
    }
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
