//! Many values of the same parameters at once.

use super::error::wrong;
use super::values::{kind, number, settings};
use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

/// One row of values a vector, in the order of `names`: of whatever has a buffer of two
/// dimensions (NumPy), of a list of rows, or of a list of mappings from name to value.
pub fn vectors(py: Python<'_>, given: &Bound<'_, PyAny>, names: &[String]) -> PyResult<Vec<Vec<f64>>> {
    if let Ok(buffer) = PyBuffer::<f64>::get(given) {
        let (rows, columns) = match *buffer.shape() {
            [rows, columns] => (rows, columns),
            [rows] if names.len() == 1 => (rows, 1),
            _ => {
                return Err(wrong(
                    py,
                    "the array is not of two dimensions",
                    "a row for each vector, a column for each parameter",
                ));
            }
        };
        if columns != names.len() {
            return Err(uneven(py, 0, columns, names));
        }
        let values = buffer.to_vec(py)?;
        let rows = (0..rows).map(|row| values[row * columns..(row + 1) * columns].to_vec()).collect::<Vec<_>>();
        for (at, row) in rows.iter().enumerate() {
            if let Some(which) = row.iter().position(|value| !value.is_finite()) {
                return Err(wrong(py, format!("`{}` is not finite in row {at}", names[which]), "a number"));
            }
        }
        return Ok(rows);
    }
    let rows = given.try_iter().map_err(|_| {
        wrong(
            py,
            format!("the vectors are {}", kind(given)),
            "an array of two dimensions, a list of rows, or a list of mappings",
        )
    })?;
    rows.enumerate().map(|(at, row)| one(py, at, &row?, names)).collect()
}

fn one(py: Python<'_>, at: usize, row: &Bound<'_, PyAny>, names: &[String]) -> PyResult<Vec<f64>> {
    if row.cast::<PyMapping>().is_ok() {
        let given = settings(py, Some(row), None)?;
        if let Some((unknown, _)) = given.iter().find(|(name, _)| !names.contains(name)) {
            let expected = format!("values of {}", names.join(", "));
            return Err(wrong(py, format!("row {at} has a value of `{unknown}`"), expected));
        }
        let value = |name: &String| {
            let found = given.iter().find(|(given, _)| given == name).map(|(_, value)| *value);
            found.ok_or_else(|| {
                wrong(py, format!("row {at} has no value of `{name}`"), format!("values of {}", names.join(", ")))
            })
        };
        return names.iter().map(value).collect();
    }
    let values: Vec<Bound<'_, PyAny>> = match row.try_iter() {
        Ok(values) => values.collect::<PyResult<_>>()?,
        Err(_) => vec![row.clone()],
    };
    if values.len() != names.len() {
        return Err(uneven(py, at, values.len(), names));
    }
    values.iter().zip(names).map(|(value, name)| number(py, value, name)).collect()
}

fn uneven(py: Python<'_>, at: usize, found: usize, names: &[String]) -> PyErr {
    wrong(
        py,
        format!("row {at} has {found} values, but the evaluator has {} parameters", names.len()),
        if names.is_empty() { "parameters=[...] where the evaluator is made".to_owned() } else { names.join(", ") },
    )
}
