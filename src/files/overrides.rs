//! Values that replace the register's defaults: `[parameters]` in a file, and `--set` on the command line.

use super::document::{Entry, Table, Value};
use super::draws::parameter_columns;
use super::problems::Problems;
use amparo_model::register::Register;
use amparo_model::scenario::{DrawPlan, SOLVED};
use amparo_text::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// Reads a `--set` argument, `group.name=value`.
///
/// ```
/// let set = amparo_files::parse_set("decision.theta = 7.5");
/// assert_eq!(set, Ok(("decision.theta".to_owned(), 7.5)));
/// ```
///
/// # Errors
/// When it has no `=`, no name, or no finite number. Whether the name exists and the value is in range is
/// checked on loading, against the scenario's register.
pub fn parse_set(argument: &str) -> Result<(String, f64), Diagnostic> {
    let wrong = |message: String| {
        Diagnostic::new(message)
            .in_file(format!("--set {argument}"))
            .expected("group.name=value, such as decision.theta=7.07")
    };
    let Some((name, text)) = argument.split_once('=') else {
        return Err(wrong(format!("`{argument}` sets nothing: there is no `=`")));
    };
    let (name, text) = (name.trim(), text.trim());
    if name.is_empty() {
        return Err(wrong("there is no name before the `=`".to_owned()));
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((name.to_owned(), value)),
        _ => Err(wrong(format!("`{text}` is not a number"))),
    }
}

/// Checks the values of `--set` and puts them on top.
pub(super) fn apply_set(
    register: &Register,
    overrides: &mut BTreeMap<String, f64>,
    set: &[(String, f64)],
    problems: &Problems,
) {
    for (i, (name, value)) in set.iter().enumerate() {
        if let Some((_, first)) = set[..i].iter().find(|(other, _)| other == name) {
            problems.push(
                Diagnostic::new(format!("`{name}` is set twice, to {first} and to {value}"))
                    .in_file(format!("--set {name}={value}"))
                    .expected("each parameter once"),
            );
            continue;
        }
        let checked = register.check(name, *value).map_err(|error| error.in_file(format!("--set {name}={value}")));
        if problems.keep(checked).is_some() {
            overrides.insert(name.clone(), *value);
        }
    }
}

/// Refuses values of `--set` that every draw of a study replaces by its own.
pub(super) fn none_is_drawn(set: &[(String, f64)], plan: &DrawPlan) -> Result<(), Diagnostic> {
    let held = parameter_columns(&plan.sample);
    let Some((name, value)) = set.iter().find(|(name, _)| held.contains(name)) else { return Ok(()) };
    let how = if SOLVED.contains(&name.as_str()) { "solved for each draw's targets" } else { "drawn" };
    Err(Diagnostic::new(format!(
        "`{name}` is {how} in this study: every draw has its own value of it, and --set would change nothing"
    ))
    .in_file(format!("--set {name}={value}"))
    .expected(format!(
        "a parameter that is no column of {}, or another study whose draws leave it alone",
        plan.table.display()
    )))
}

/// Turns nested tables of a `[parameters]` table into dotted keys, so that both ways of writing are one.
pub(super) fn flatten(table: &mut Table, problems: &Problems) {
    let mut flat: Vec<Entry> = Vec::new();
    let mut known = BTreeSet::new();
    for entry in std::mem::take(&mut table.entries) {
        match entry.node.value {
            Value::Table(group) => {
                for mut field in group.entries {
                    field.key = format!("{}.{}", entry.key, field.key);
                    push(&mut flat, &mut known, field, problems);
                }
            }
            _ => push(&mut flat, &mut known, entry, problems),
        }
    }
    table.entries = flat;
}

fn push(flat: &mut Vec<Entry>, known: &mut BTreeSet<String>, entry: Entry, problems: &Problems) {
    if known.insert(entry.key.clone()) {
        flat.push(entry);
    } else if !problems.full() {
        problems.push(entry.key_place.error(format!("`{}` is given twice", entry.key)).expected("each parameter once"));
    }
}

/// Reads a flattened `[parameters]` table against the register: the values that are right.
pub(super) fn read(register: &Register, table: &Table, problems: &Problems) -> BTreeMap<String, f64> {
    let mut overrides = BTreeMap::new();
    for entry in &table.entries {
        if problems.full() {
            break;
        }
        if register.get(&entry.key).is_none() {
            // The value does not matter: the name alone is wrong.
            let error = register.check(&entry.key, 0.0).err();
            problems.push(entry.key_place.locate(error.unwrap_or_else(|| Diagnostic::new("unknown parameter"))));
            continue;
        }
        let Some(value) = problems.keep(entry.number("a number")) else { continue };
        let checked = register.check(&entry.key, value).map_err(|error| entry.node.place.locate(error));
        if problems.keep(checked).is_some() {
            overrides.insert(entry.key.clone(), value);
        }
    }
    overrides
}

/// Drops values that equal the register's defaults, so that writing a default out changes nothing.
pub(super) fn differing(register: &Register, overrides: BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    overrides.into_iter().filter(|(name, value)| register.get(name).is_none_or(|e| e.default != *value)).collect()
}
