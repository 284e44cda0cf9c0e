//! `amparo explain`: what a parameter, an intervention, a step of a tick, an outcome, a key, or a column is, each from its own declaration.

use amparo_files::columns::{FACTS, TABLES};
use amparo_files::page::{every_key, key_in_words};
use amparo_files::{Fact, read_facts};
use amparo_model::engine::{STEPS, Step};
use amparo_model::observe::outcomes::{Good, OUTCOMES, Outcome};
use amparo_model::policy::{Kind, kinds};
use amparo_model::register::{Entry, Register};
use amparo_report::Language;
use amparo_report::contents::{columns_told, files_told};
use amparo_text::{Diagnostic, SourceText, nearest_name};
use serde::Serialize;
use std::collections::BTreeMap;

/// Where each step, with its formulas, is stated.
const STATED: &str = "docs/odd.md, section";

/// What reads groups that no step of a tick reads.
const OUTSIDE: [(&str, &str); 4] = [
    ("study", "comparisons, of costs and outcomes over years"),
    ("survey", "the survey of `amparo diagnose`, and matching"),
    ("targeting", "planners, where they estimate exposure"),
    ("targets", "`amparo calibrate` of a study, which draws targets"),
];

/// One thing, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// What kind of thing it is, such as `parameter`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What is said of it: a label and a text each.
    pub says: Vec<(&'static str, String)>,
}

impl Explained {
    fn new(kind: &'static str, name: impl Into<String>) -> Explained {
        Explained { kind, name: name.into(), says: Vec::new() }
    }

    /// The same with something said of it, unless there is nothing to say.
    fn with(mut self, label: &'static str, text: impl Into<String>) -> Explained {
        let text = text.into();
        if !text.is_empty() {
            self.says.push((label, text));
        }
        self
    }
}

/// Everything that can be explained.
#[derive(Debug)]
pub struct Book {
    register: Register,
    /// Sources by the names of facts.
    citations: BTreeMap<String, String>,
}

impl Book {
    /// Of a register, and of the facts that its sources name.
    ///
    /// # Errors
    /// A table of facts that cannot be read.
    pub fn new(register: Register, facts: Option<SourceText>) -> Result<Book, Diagnostic> {
        let cited = |fact: &Fact| {
            let when = ["place", "year"].map(|key| fact[key].as_str());
            let when: Vec<&str> = when.into_iter().filter(|part| !part.is_empty()).collect();
            format!("{} ({}; {})", fact["source"], when.join(", "), fact["grade"])
        };
        let facts = facts.map(read_facts).transpose()?.unwrap_or_default();
        let citations = facts.iter().map(|fact| (fact["name"].clone(), cited(fact))).collect();
        Ok(Book { register, citations })
    }

    /// Everything of this name, of whatever kind.
    ///
    /// # Errors
    /// When there is nothing, with the nearest name of all.
    pub fn find(&self, name: &str) -> Result<Vec<Explained>, Diagnostic> {
        let called = |one: &Explained| one.name == name || one.name.replace(' ', "-") == name;
        let found: Vec<Explained> = self.all().into_iter().filter(called).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let names = self.names();
        let nearest = nearest_name(name, names.iter().map(String::as_str));
        Err(Diagnostic::new(format!("nothing is called `{name}`"))
            .in_file("explain".to_owned())
            .expected(
                "a parameter, a group of them, an intervention, a step of a tick, an outcome, a key or column of a file, or a file or chart of results; `amparo explain` lists \
                 them",
            )
            .nearest(nearest))
    }

    /// Every name there is.
    pub fn names(&self) -> Vec<String> {
        self.all().into_iter().map(|one| one.name).collect()
    }

    /// The steps of a tick, in order.
    pub fn steps(&self) -> Vec<Explained> {
        STEPS.iter().map(step).collect()
    }

    /// Every kind of intervention.
    pub fn interventions(&self) -> Vec<Explained> {
        kinds().into_iter().map(|kind| self.intervention(kind)).collect()
    }

    /// Every outcome.
    pub fn outcomes(&self) -> Vec<Explained> {
        OUTCOMES.iter().map(outcome).collect()
    }

    /// Every group of parameters.
    pub fn groups(&self) -> Vec<Explained> {
        self.register.groups().into_iter().map(|group| self.group(group)).collect()
    }

    /// All of it.
    pub fn all(&self) -> Vec<Explained> {
        let mut all = self.interventions();
        all.extend(self.steps());
        all.extend(self.outcomes());
        all.extend(self.groups());
        all.extend(self.register.entries.iter().map(|entry| self.parameter(entry)));
        all.extend(keys());
        all.extend(of_results());
        all
    }

    fn parameter(&self, entry: &Entry) -> Explained {
        let (meaning, higher) = entry.meaning.split_once("; higher: ").unwrap_or((&entry.meaning, ""));
        let off = entry.off().map(|off| format!(", or {off} to switch it off")).unwrap_or_default();
        let source = match entry.source.as_str() {
            "" => "none".to_owned(),
            fact => match self.citations.get(fact) {
                Some(citation) => format!("{citation}; the row {fact} of facts.csv"),
                None => format!("{fact}, a row of facts.csv"),
            },
        };
        Explained::new("parameter", &entry.name)
            .with("symbol", &entry.symbol)
            .with("meaning", meaning)
            .with("if higher", higher)
            .with("read by", self.readers(entry.group()))
            .with("note", &entry.note)
            .with("unit", &entry.unit)
            .with("default", entry.default.to_string())
            .with("range", format!("{} to {}{off}", entry.low, entry.high))
            .with("prior", format!("{}: {}", entry.prior, entry.prior.in_words()))
            .with("grade", format!("{}: {}", entry.grade, entry.grade.in_words()))
            .with("source", source)
    }

    /// What reads a group of parameters: steps of a tick, and interventions.
    fn readers(&self, group: &str) -> String {
        let steps = STEPS.iter().filter(|step| step.reads.contains(&group)).map(|step| step.name);
        let steps: Vec<&str> = steps.collect();
        let mut parts = Vec::new();
        if !steps.is_empty() {
            parts.push(format!(
                "of its group: {} {}",
                if steps.len() == 1 { "step" } else { "steps" },
                steps.join(", ")
            ));
        }
        let kinds = kinds().into_iter().filter(|kind| kind.group == group).map(|kind| kind.name);
        parts.extend(kinds.map(|kind| format!("the intervention {kind}")));
        parts.extend(OUTSIDE.iter().filter(|(outside, _)| *outside == group).map(|(_, reader)| (*reader).to_owned()));
        parts.join("; ")
    }

    fn group(&self, group: &str) -> Explained {
        let entries: Vec<&Entry> = self.register.entries.iter().filter(|entry| entry.group() == group).collect();
        let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
        let line = |entry: &&Entry| {
            let what = entry.meaning.split("; higher: ").next().unwrap_or("");
            format!("{:<width$}  {} {}, {}: {what}", entry.name, entry.default, entry.unit, entry.grade)
        };
        let plural = if entries.len() == 1 { "" } else { "s" };
        Explained::new("group", group)
            .with("holds", format!("{} parameter{plural}", entries.len()))
            .with("read by", self.readers(group))
            .with("parameters", entries.iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    fn intervention(&self, kind: &Kind) -> Explained {
        Explained::new("intervention", kind.name)
            .with("does", kind.does)
            .with("called", kind.also_called.join(", "))
            .with("parameters", format!("{}.*, which `amparo explain {}` lists", kind.group, kind.group))
            .with("stated in", format!("{STATED} 7 Interventions"))
    }
}

fn step(step: &Step) -> Explained {
    let stated = step.stated.iter().map(|heading| format!("{STATED} {heading}"));
    Explained::new("step", step.name)
        .with("does", step.does)
        .with("reads", step.reads.iter().map(|group| format!("{group}.*")).collect::<Vec<_>>().join(", "))
        .with("stated in", stated.collect::<Vec<_>>().join("\n"))
}

fn outcome(outcome: &Outcome) -> Explained {
    let good = match outcome.good {
        Good::Less => "less of it",
        Good::More => "more of it",
        Good::Neither => "neither way",
    };
    let split = if outcome.split { "as a whole, before, and after the trade adapts" } else { "as a whole" };
    Explained::new("outcome", outcome.name)
        .with("called", outcome.label)
        .with("counts", outcome.counts)
        .with("unit", outcome.unit)
        .with("better", good)
        .with("compared", format!("{split}, over the funded years and over those that follow"))
        .with("where", "effects.csv, summary.csv, result.json, the report; `[precision]` of a study may name it")
        .with("stated in", format!("{STATED} 9 Outcomes"))
}

/// Keys of files, and columns of their tables.
/// Files of directories of results, charts among them, and columns of their tables.
fn of_results() -> Vec<Explained> {
    let language = Language::default();
    let files = files_told(language).into_iter().map(|file| {
        let kind = if file.chart { "chart" } else { "file of results" };
        let of = if file.chart { "as .svg and .png, and its numbers as .csv" } else { "" };
        Explained::new(kind, file.name).with("holds", file.holds).with("files", of)
    });
    let columns = columns_told(language).into_iter().map(|column| {
        let of = column.table.map_or("tables of results".to_owned(), |table| format!("{table}.csv"));
        Explained::new("column", column.name).with("of", of).with("holds", column.holds).with("unit", column.unit)
    });
    files.chain(columns).collect()
}

fn keys() -> Vec<Explained> {
    let of_files = every_key()
        .into_iter()
        .map(|(of, key)| Explained::new("key", key.name).with("of", of).with("says", key_in_words(key)));
    let columns = TABLES.into_iter().filter(|table| !std::ptr::eq(*table, &FACTS)).flat_map(|table| {
        let of = format!("a row of {}", table.name);
        table
            .keys
            .iter()
            .map(move |key| Explained::new("column", key.name).with("of", of.clone()).with("says", key_in_words(key)))
    });
    of_files.chain(columns).collect()
}
