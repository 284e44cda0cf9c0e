//! A document made of Python's objects, written out as the file that it stands for: what is checked, and what errors show, is that file.

use super::error::wrong;
use super::values::kind;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyMapping, PyString};
use std::path::PathBuf;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

/// Levels of tables and lists at most: a document that holds itself has no end.
const DEEPEST: usize = 16;

/// The text of a document, and its tables for what is to be changed in it first.
pub fn document(py: Python<'_>, given: &Bound<'_, PyAny>) -> PyResult<DocumentMut> {
    let mapping = given.cast::<PyMapping>();
    let mapping =
        mapping.map_err(|_| wrong(py, format!("the document is {}", kind(given)), "a mapping of keys to values"))?;
    let mut document = DocumentMut::new();
    fill(py, document.as_table_mut(), mapping, DEEPEST)?;
    Ok(document)
}

fn fill(py: Python<'_>, table: &mut Table, mapping: &Bound<'_, PyMapping>, deep: usize) -> PyResult<()> {
    for pair in mapping.items()?.iter() {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let key = text_key(py, &key)?;
        let item = item(py, &key, &value, deep)?;
        table.insert(&key, item);
    }
    Ok(())
}

fn text_key(py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<String> {
    match key.cast::<PyString>() {
        Ok(key) => key.extract(),
        Err(_) => Err(wrong(py, format!("a key of the document is {}", kind(key)), "a text")),
    }
}

fn item(py: Python<'_>, key: &str, value: &Bound<'_, PyAny>, deep: usize) -> PyResult<Item> {
    let Some(deep) = deep.checked_sub(1) else {
        return Err(wrong(py, format!("`{key}` holds tables within tables without end"), "a document of few levels"));
    };
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let mut table = Table::new();
        fill(py, &mut table, mapping, deep)?;
        return Ok(Item::Table(table));
    }
    if let Some(rows) = list(value)?
        && !rows.is_empty()
        && rows.iter().all(|row| row.cast::<PyMapping>().is_ok())
    {
        let mut tables = ArrayOfTables::new();
        for row in &rows {
            let mut table = Table::new();
            fill(py, &mut table, row.cast::<PyMapping>()?, deep)?;
            tables.push(table);
        }
        return Ok(Item::ArrayOfTables(tables));
    }
    single(py, key, value, deep).map(Item::Value)
}

/// The items of what is a list in Python, or counts as one.
fn list<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
    if value.cast::<PyString>().is_ok() || value.cast::<PyMapping>().is_ok() || value.extract::<PathBuf>().is_ok() {
        return Ok(None);
    }
    match value.try_iter() {
        Ok(items) => items.collect::<PyResult<Vec<_>>>().map(Some),
        Err(_) => Ok(None),
    }
}

fn single(py: Python<'_>, key: &str, value: &Bound<'_, PyAny>, deep: usize) -> PyResult<Value> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.extract::<String>()?.into());
    }
    if let Ok(yes) = value.extract::<bool>() {
        return Ok(yes.into());
    }
    if value.cast::<PyFloat>().is_err()
        && let Ok(whole) = value.extract::<i64>()
    {
        return Ok(whole.into());
    }
    if let Ok(number) = value.extract::<f64>() {
        return Ok(number.into());
    }
    if let Ok(path) = value.extract::<PathBuf>() {
        return match path.to_str() {
            Some(path) => Ok(path.into()),
            None => Err(wrong(py, format!("`{key}` is a path that is no text"), "a path that can be written down")),
        };
    }
    let Some(inner) = deep.checked_sub(1) else {
        return Err(wrong(py, format!("`{key}` holds lists within lists without end"), "a document of few levels"));
    };
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let mut table = InlineTable::new();
        for pair in mapping.items()?.iter() {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let key = text_key(py, &key)?;
            let value = single(py, &key, &value, inner)?;
            table.insert(&key, value);
        }
        return Ok(Value::InlineTable(table));
    }
    match list(value)? {
        Some(items) => {
            let mut array = Array::new();
            for one in &items {
                array.push(single(py, key, one, inner)?);
            }
            Ok(Value::Array(array))
        }
        None => Err(wrong(
            py,
            format!("`{key}` is {}", kind(value)),
            "a text, a number, True or False, a list, or a mapping; a key that has no value is left out",
        )),
    }
}
