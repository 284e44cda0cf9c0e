//! `drop` beside `based_on`: a file leaves out these keys of the file that it is based on.

use super::declared::DROPPED;
use super::document::{Entry, Table, Value};
use amparo_text::{Diagnostic, nearest_name};

/// The key itself.
pub(super) const DROP: &str = "drop";

/// Takes `drop` out of `own`, and the keys it names out of what `own` is based on.
///
/// A key is named with its tables before it, `parameters.decision.mu`; a table takes all that is in it along.
pub(super) fn apply(own: &mut Table, base: Option<&mut Table>) -> Result<(), Diagnostic> {
    let Some(at) = own.entries.iter().position(|entry| entry.key == DROP) else { return Ok(()) };
    let entry = own.entries.remove(at);
    let Some(base) = base else {
        return Err(entry
            .key_place
            .error("there is nothing to drop: the file is based on no other")
            .expected("`drop` beside `based_on` only"));
    };
    for item in entry.items(DROPPED)? {
        let Value::Text(path) = &item.value else {
            return Err(item.place.error("this is not the name of a key").expected(DROPPED));
        };
        let known = paths(base);
        if !remove(base, path.trim()) {
            return Err(item
                .place
                .error(format!("the file it is based on has no `{path}`"))
                .expected(DROPPED)
                .nearest(nearest(path.trim(), &known)));
        }
    }
    Ok(())
}

/// Removes a key, or a table and all that is in it; whether it was there.
fn remove(table: &mut Table, path: &str) -> bool {
    let before = table.entries.len();
    // Names of parameters and departments have dots and blanks of their own: `decision.mu` is one key, `decision` all of its group.
    let within = |key: &str, outer: &str| key.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
    table.entries.retain(|entry| entry.key != path && !within(&entry.key, path));
    if table.entries.len() < before {
        return true;
    }
    table.entries.iter_mut().any(|entry| {
        let Some(rest) = path.strip_prefix(entry.key.as_str()).and_then(|rest| rest.strip_prefix('.')) else {
            return false;
        };
        match &mut entry.node.value {
            Value::Table(inner) => remove(inner, rest),
            _ => false,
        }
    })
}

/// Every key of a table and of the tables in it, with their tables before it.
fn paths(table: &Table) -> Vec<String> {
    let below = |entry: &Entry| match &entry.node.value {
        Value::Table(inner) => paths(inner).iter().map(|path| format!("{}.{path}", entry.key)).collect(),
        _ => Vec::new(),
    };
    table.entries.iter().flat_map(|entry| [vec![entry.key.clone()], below(entry)].concat()).collect()
}

/// The key that was most likely meant: one whose last part or whole is nearest.
fn nearest<'a>(path: &str, known: &'a [String]) -> Option<&'a str> {
    let ends = || known.iter().find(|key| key.ends_with(&format!(".{path}"))).map(String::as_str);
    ends().or_else(|| nearest_name(path, known.iter().map(String::as_str)))
}
