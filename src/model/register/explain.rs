//! The register as readable text: one parameter, or the list of a group.

use super::entry::{Entry, Grade, Prior};
use super::whole::Register;
use amparo_text::{Diagnostic, nearest_name};
use std::fmt::Write;

impl Register {
    /// Meaning, range and source of a parameter, as text; the name of a group lists the group.
    ///
    /// # Errors
    /// When there is no such parameter or group, with the nearest name.
    pub fn explain(&self, name: &str) -> Result<String, Diagnostic> {
        if let Some(entry) = self.get(name) {
            return Ok(one(entry));
        }
        let group: Vec<&Entry> = self.entries.iter().filter(|e| e.group() == name).collect();
        if !group.is_empty() {
            return Ok(list(name, &group));
        }
        // Whoever writes a dot means a parameter.
        let nearest = if name.contains('.') {
            self.nearest(name).or_else(|| nearest_name(name, self.groups()))
        } else {
            nearest_name(name, self.groups()).or_else(|| self.nearest(name))
        };
        Err(Diagnostic::new(format!("no parameter or group `{name}`"))
            .expected(format!("group.name, or one of the groups: {}", self.groups().join(", ")))
            .nearest(nearest))
    }
}

fn one(entry: &Entry) -> String {
    let mut text = entry.name.clone();
    if !entry.symbol.is_empty() {
        let _ = write!(text, " ({})", entry.symbol);
    }
    text.push('\n');
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {label:<9}{value}");
        }
    };
    line("meaning", &entry.meaning);
    line("note", &entry.note);
    line("unit", &entry.unit);
    line("default", &entry.default.to_string());
    let off = entry.off().map(|off| format!(", or {off} to switch it off")).unwrap_or_default();
    line("range", &format!("{} to {}{off}", entry.low, entry.high));
    line("prior", &format!("{}: {}", entry.prior, prior(entry.prior)));
    line("grade", &format!("{}: {}", entry.grade, grade(entry.grade)));
    let source = match entry.source.as_str() {
        "" => "none".to_owned(),
        fact => format!("{fact} (a row of facts.csv)"),
    };
    line("source", &source);
    text
}

fn list(group: &str, entries: &[&Entry]) -> String {
    let width = entries.iter().map(|e| e.name.len()).max().unwrap_or(0);
    let plural = if entries.len() == 1 { "" } else { "s" };
    let mut text = format!("{group}: {} parameter{plural}\n", entries.len());
    for entry in entries {
        let value = format!("{} {}", entry.default, entry.unit);
        let what = entry.meaning.split("; higher: ").next().unwrap_or("");
        let _ = writeln!(text, "  {:<width$}  {value}, {}: {what}", entry.name, entry.grade);
    }
    text
}

fn prior(prior: Prior) -> &'static str {
    match prior {
        Prior::Fixed => "not drawn",
        Prior::Uniform => "drawn evenly over the range",
        Prior::Loguniform => "drawn evenly over the logarithm of the range",
    }
}

fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Published => "seen in the named source",
        Grade::Derived => "arithmetic on other evidence",
        Grade::Unverified => "remembered, citation to be checked",
        Grade::Assumed => "no evidence found, a plausible range",
        Grade::Calibrated => "set so that the world matches the baselines",
        Grade::Design => "a modelling choice",
    }
}
