//! A table as Python sees it.

use super::columns::{Filled, batch};
use super::error::{RunError, wrong};
use amparo::text::{nearest_name, one_of};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch, RecordBatchIterator};
use arrow_schema::DataType;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};

/// A table: columns with names, each of one kind.
///
/// Whatever reads Arrow takes it as it is, without a copy: `polars.DataFrame(table)`,
/// `pyarrow.table(table)`, DuckDB. `table["victims"]` is a column as a list, with None where a
/// value is not known, and `table.to_pandas()` a data frame of pandas.
#[pyclass(frozen, module = "amparo")]
pub struct Table(RecordBatch);

impl Table {
    /// Columns of one length, with what is to be known of all of it.
    pub fn made(columns: &[Filled], facts: &[(&str, String)]) -> PyResult<Table> {
        batch(columns, facts)
            .map(Table)
            .map_err(|error| RunError::new_err(format!("the table cannot be made: {error}")))
    }

    fn named(&self, py: Python<'_>, at: usize) -> PyResult<Py<PyList>> {
        let column = self.0.column(at);
        let list = match column.data_type() {
            DataType::Int64 => PyList::new(py, column.as_primitive::<Int64Type>().iter().collect::<Vec<_>>())?,
            DataType::Boolean => PyList::new(py, column.as_boolean().iter().collect::<Vec<_>>())?,
            DataType::Float64 => PyList::new(py, column.as_primitive::<Float64Type>().iter().collect::<Vec<_>>())?,
            _ => PyList::new(py, column.as_string::<i32>().iter().collect::<Vec<_>>())?,
        };
        Ok(list.unbind())
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Unit of each column that has one beside its name.
    #[getter]
    fn units(&self) -> std::collections::BTreeMap<String, String> {
        let schema = self.0.schema();
        let unit = |field: &std::sync::Arc<arrow_schema::Field>| {
            Some((field.name().clone(), field.metadata().get("unit")?.clone()))
        };
        schema.fields().iter().filter_map(unit).collect()
    }

    /// What is to be known of the whole table, such as whether its rows are synthetic.
    #[getter]
    fn metadata(&self) -> std::collections::BTreeMap<String, String> {
        self.0.schema().metadata().iter().map(|(name, fact)| (name.clone(), fact.clone())).collect()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __contains__(&self, name: &str) -> bool {
        self.0.schema().index_of(name).is_ok()
    }

    /// A column as a list.
    fn __getitem__(&self, py: Python<'_>, name: &str) -> PyResult<Py<PyList>> {
        match self.0.schema().index_of(name) {
            Ok(at) => self.named(py, at),
            Err(_) => {
                let columns = self.columns();
                let names = || columns.iter().map(String::as_str);
                let near = nearest_name(name, names()).map(|near| format!(" (nearest: {near})")).unwrap_or_default();
                Err(wrong(py, format!("the table has no column `{name}`{near}"), one_of(names())))
            }
        }
    }

    /// Every column as a list, by name.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyDict>> {
        let all = PyDict::new(py);
        for (at, name) in self.columns().into_iter().enumerate() {
            all.set_item(name, self.named(py, at)?)?;
        }
        Ok(all.unbind())
    }

    /// The table as a data frame of pandas, which must be installed.
    fn to_pandas(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(py.import("pandas")?.getattr("DataFrame")?.call1((self.to_dict(py)?,))?.unbind())
    }

    /// The table for whatever reads Arrow (the PyCapsule interface).
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A schema that is asked for is a wish; ours is given.
        drop(requested_schema);
        let schema = self.0.schema();
        let reader = RecordBatchIterator::new(vec![Ok(self.0.clone())], schema);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    /// The kinds of its columns for whatever reads Arrow.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.0.schema());
        let schema = schema.map_err(|error| RunError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __repr__(&self) -> String {
        format!("<amparo.Table: {} rows of {}>", self.0.num_rows(), self.columns().join(", "))
    }
}
