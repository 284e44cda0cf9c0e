//! Parameters with values, as Python gives them.

use super::error::wrong;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

/// Values by name, in the order in which they were given: those of a mapping, then those of
/// keywords.
pub fn settings(
    py: Python<'_>,
    values: Option<&Bound<'_, PyAny>>,
    named: Option<&Bound<'_, PyDict>>,
) -> PyResult<Vec<(String, f64)>> {
    let mut all = Vec::new();
    if let Some(values) = values {
        let mapping = values.cast::<PyMapping>().map_err(|_| not_a_mapping(py, values))?;
        for pair in mapping.items()?.iter() {
            all.push(setting(py, &pair)?);
        }
    }
    for pair in named.into_iter().flat_map(|named| named.items()) {
        all.push(setting(py, &pair)?);
    }
    Ok(all)
}

/// Values that were set before and new ones, which stand in place of those of the same name.
pub fn set_anew(before: &[(String, f64)], new: Vec<(String, f64)>) -> Vec<(String, f64)> {
    let kept = before.iter().filter(|(name, _)| new.iter().all(|(other, _)| other != name));
    let mut all: Vec<(String, f64)> = kept.cloned().collect();
    all.extend(new);
    all
}

fn not_a_mapping(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyErr {
    wrong(py, format!("{} is no mapping", kind(value)), "values by name, such as {\"recruiters.feedback\": 0.2}")
}

fn setting(py: Python<'_>, pair: &Bound<'_, PyAny>) -> PyResult<(String, f64)> {
    let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
    let name: String = match name.cast::<PyString>() {
        Ok(name) => name.extract()?,
        Err(_) => {
            return Err(wrong(
                py,
                format!("the name of a parameter is {}", kind(&name)),
                "a text such as \"recruiters.feedback\"",
            ));
        }
    };
    let number = number(py, &value, &name)?;
    Ok((name, number))
}

/// A finite number.
pub fn number(py: Python<'_>, value: &Bound<'_, PyAny>, name: &str) -> PyResult<f64> {
    match value.extract::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(wrong(py, format!("`{name}` is not finite"), "a number")),
        Err(_) => Err(wrong(py, format!("`{name}` is {}", kind(value)), "a number")),
    }
}

/// What a value of Python is, for errors.
pub fn kind(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "of an unknown type".to_owned(), |name| format!("of type {name}"))
}

/// Names, one or several.
pub fn names(asked: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    match asked.cast::<PyString>() {
        Ok(one) => Ok(vec![one.extract()?]),
        Err(_) => asked.try_iter()?.map(|name| name?.extract()).collect(),
    }
}
