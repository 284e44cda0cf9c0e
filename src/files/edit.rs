//! Numbers put into a TOML file that somebody wrote, with everything else byte for byte as it was.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use toml_edit::{Document, Item, TableLike, TomlError};

/// Why numbers could not be put into a file.
#[derive(Clone, Debug)]
pub enum NotEdited {
    /// The text is no TOML.
    Toml(TomlError),
    /// What has the table's name is no table.
    NoTable(String),
    /// The table is written in a way that has no place for the number.
    NoRoom {
        /// Name of the number.
        name: String,
        /// Name of the table.
        table: String,
    },
}

impl fmt::Display for NotEdited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotEdited::Toml(error) => write!(f, "{error}"),
            NotEdited::NoTable(table) => write!(f, "`{table}` is no table"),
            NotEdited::NoRoom { name, table } => {
                write!(f, "`{name}` could not be put into `{table}` as it is written")
            }
        }
    }
}

impl std::error::Error for NotEdited {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            NotEdited::Toml(error) => Some(error),
            NotEdited::NoTable(_) | NotEdited::NoRoom { .. } => None,
        }
    }
}

/// The text with these numbers, `table → key → number`, in place of the ones that stand there; what does not stand there yet is
/// added. A key `group.name` is found as `"group.name" = …`, as `group.name = …`, and under `[table.group]`. Comments, line ends,
/// order, and a byte-order mark stay.
///
/// # Errors
/// What kept the text from being edited.
pub fn with_numbers(text: &str, tables: &[(&str, &BTreeMap<String, f64>)]) -> Result<String, NotEdited> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edited = body.to_owned();
    for (table, numbers) in tables {
        for (name, number) in *numbers {
            // One at a time: each finds the places of the text as it is by then.
            edited = with_number(&edited, table, name, *number, end)?;
        }
    }
    Ok(text[..text.len() - body.len()].to_owned() + &edited)
}

fn with_number(text: &str, table: &str, name: &str, number: f64, end: &str) -> Result<String, NotEdited> {
    let document = Document::parse(text).map_err(NotEdited::Toml)?;
    let no_room = || NotEdited::NoRoom { name: name.to_owned(), table: table.to_owned() };
    let (place, new) = match document.get(table) {
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            (text.len()..text.len(), format!("{gap}{end}[{table}]{end}{} = {number:?}{end}", key(name)))
        }
        Some(item) => {
            let Some(found) = item.as_table_like() else { return Err(NotEdited::NoTable(table.to_owned())) };
            edit_in(text, found, item, name, number, end).ok_or_else(no_room)?
        }
    };
    let mut edited = text.to_owned();
    edited.replace_range(place, &new);
    let again = Document::parse(edited.as_str()).map_err(NotEdited::Toml)?;
    match again.get(table).and_then(|item| lookup(item.as_table_like()?, name)).and_then(number_of) {
        Some(now) if now == number => Ok(edited),
        _ => Err(no_room()),
    }
}

/// Where in the text to put what.
fn edit_in(
    text: &str,
    table: &dyn TableLike,
    item: &Item,
    name: &str,
    number: f64,
    end: &str,
) -> Option<(Range<usize>, String)> {
    if let Some(there) = lookup(table, name) {
        return Some((there.span()?, format!("{number:?}")));
    }
    // Beside its group's other fields, if they have a table of their own.
    if let Some((group, field)) = name.split_once('.')
        && let Some(of_group) = table.get(group)
        && let Some(fields) = of_group.as_table_like()
    {
        return beside(text, fields, of_group, &key(field), number, end);
    }
    beside(text, table, item, &key(name), number, end)
}

/// A new line behind the last plain value of a table, or behind its header.
fn beside(
    text: &str,
    table: &dyn TableLike,
    item: &Item,
    key: &str,
    number: f64,
    end: &str,
) -> Option<(Range<usize>, String)> {
    let last = last_value(table);
    if item.as_inline_table().is_some() {
        let at = last.map_or_else(|| item.span().map(|span| span.end - 1), Some)?;
        let comma = if table.is_empty() { " " } else { ", " };
        return Some((at..at, format!("{comma}{key} = {number:?}")));
    }
    let header = item.as_table().filter(|table| !table.is_implicit() && !table.is_dotted())?;
    let at = last.map_or_else(|| header.span().map(|span| span.end), Some)?;
    let (line_end, gap) = match text[at..].find('\n') {
        Some(i) => (at + i + 1, ""),
        None => (text.len(), end),
    };
    Some((line_end..line_end, format!("{gap}{key} = {number:?}{end}")))
}

/// Where the last value written below a table's own header ends, `group.name = …` among them.
fn last_value(table: &dyn TableLike) -> Option<usize> {
    let end = |item: &Item| match item {
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(dotted) if dotted.is_dotted() => last_value(dotted),
        _ => None,
    };
    table.iter().filter_map(|(_, item)| end(item)).max()
}

/// The item of `group.name`, whichever way it is written.
fn lookup<'a>(table: &'a dyn TableLike, name: &str) -> Option<&'a Item> {
    table.get(name).or_else(|| {
        let (group, field) = name.split_once('.')?;
        table.get(group)?.as_table_like()?.get(field)
    })
}

fn number_of(item: &Item) -> Option<f64> {
    item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64))
}

/// A key as TOML writes it.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { toml::Value::String(name.to_owned()).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, table: &str, numbers: &[(&str, f64)]) -> String {
        let numbers = numbers.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        with_numbers(text, &[(table, &numbers)]).expect("it can be edited")
    }

    #[test]
    fn only_the_digits_change() {
        let text = "\u{feff}name = \"x\" # mine\r\n[parameters] # all of them\r\n\"a.b\" =   1.5   # why\r\n\r\n# end";
        let wanted = text.replace("1.5", "2.25");
        assert_eq!(edited(text, "parameters", &[("a.b", 2.25)]), wanted);
    }

    #[test]
    fn every_way_of_writing_a_parameter_is_found() {
        for text in [
            "[parameters]\n\"a.b\" = 1\n",
            "[parameters]\na.b = 1\n",
            "[parameters.a]\nb = 1\n",
            "parameters.a.b = 1\n",
            "parameters = { \"a.b\" = 1 }\n",
            "parameters = { a = { b = 1 } }\n",
            "[parameters]\na = { b = 1, c = 2 } # both\n",
        ] {
            assert_eq!(
                edited(text, "parameters", &[("a.b", 0.5)]),
                text.replacen("b = 1", "b = 0.5", 1).replacen("b\" = 1", "b\" = 0.5", 1)
            );
        }
    }

    #[test]
    fn what_is_not_there_is_added_where_its_like_stands() {
        assert_eq!(edited("a = 1", "attraction", &[("Puno", 0.5)]), "a = 1\n\n[attraction]\nPuno = 0.5\n");
        assert_eq!(
            edited("[attraction] # log\r\nCusco = 1 # one\r\n\r\n[b]\r\n", "attraction", &[("San Martín", -0.5)]),
            "[attraction] # log\r\nCusco = 1 # one\r\n\"San Martín\" = -0.5\r\n\r\n[b]\r\n"
        );
        assert_eq!(edited("[parameters]\n", "parameters", &[("a.b", 1.0)]), "[parameters]\n\"a.b\" = 1.0\n");
        let dotted = "[parameters]\nc.d = 1 # one\nc.e = 2\n\n[x]\n";
        assert_eq!(edited(dotted, "parameters", &[("a.b", 1.0)]), dotted.replace("2\n", "2\n\"a.b\" = 1.0\n"));
        assert_eq!(edited("[parameters]", "parameters", &[("a.b", 1.0)]), "[parameters]\n\"a.b\" = 1.0\n");
        assert_eq!(edited("[parameters.a]\nc = 1", "parameters", &[("a.b", 2.0)]), "[parameters.a]\nc = 1\nb = 2.0\n");
        assert_eq!(
            edited("parameters = { c = 1 }\n", "parameters", &[("b", 2.0)]),
            "parameters = { c = 1, b = 2.0 }\n"
        );
        assert_eq!(edited("parameters = {}\n", "parameters", &[("b", 2.0)]), "parameters = { b = 2.0}\n");
    }

    #[test]
    fn what_cannot_be_edited_is_said_and_never_guessed() {
        let numbers = BTreeMap::from([("a.b".to_owned(), 1.0)]);
        assert!(with_numbers("parameters = 3\n", &[("parameters", &numbers)]).is_err());
        assert!(with_numbers("parameters = [\n", &[("parameters", &numbers)]).is_err());
    }
}
