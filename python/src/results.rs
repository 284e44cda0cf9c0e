//! Finished results as Python sees them.

use super::columns::of_csv;
use super::error::{input, wrong};
use super::table::Table;
use amparo::text::{Diagnostic, nearest_name, one_of};
use pyo3::prelude::*;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A chart that a study wrote. Notebooks show it.
#[pyclass(frozen, module = "amparo")]
pub struct Chart {
    /// Its file.
    #[pyo3(get)]
    path: PathBuf,
    svg: String,
}

#[pymethods]
impl Chart {
    /// The chart as SVG.
    #[getter]
    fn svg(&self) -> &str {
        &self.svg
    }

    fn _repr_svg_(&self) -> &str {
        &self.svg
    }

    fn __repr__(&self) -> String {
        format!("<amparo.Chart {}>", self.path.display())
    }
}

/// What a study found: the directory that `compare` wrote, its tables as data, its charts, and
/// its report.
///
/// `results["effects"]` is a table by the name of its file (`results.tables`), and
/// `results.charts["effects"]` a chart.
#[pyclass(frozen, module = "amparo")]
pub struct Results {
    root: PathBuf,
    manifest: Json,
    tables: Vec<String>,
    charts: Vec<String>,
}

impl Results {
    /// Finished results of a directory.
    pub fn opened(py: Python<'_>, root: &Path) -> PyResult<Results> {
        let at = root.join("manifest.json");
        let refused = |message: String, expected: &str| {
            input(py, &Diagnostic::new(message).in_file(root.display().to_string()).expected(expected))
        };
        let none = "a directory that `amparo compare` or `amparo.compare` wrote";
        let text = std::fs::read_to_string(&at)
            .map_err(|error| refused(format!("there are no results here: {error}"), none))?;
        let manifest: Json =
            serde_json::from_str(&text).map_err(|_| refused("its manifest cannot be read".to_owned(), none))?;
        let says = |key: &str| manifest.get(key).and_then(Json::as_str).unwrap_or_default();
        if says("program") != "amparo" {
            return Err(refused("these are no results of this program".to_owned(), none));
        }
        if says("state") != "complete" {
            return Err(refused(
                "these results are not complete".to_owned(),
                "a comparison that was run to its end: run it again, and what is stored is not computed twice",
            ));
        }
        let files: Vec<String> =
            manifest.get("files").and_then(Json::as_object).map_or(Vec::new(), |files| files.keys().cloned().collect());
        let ending = |folder: Option<&str>, end: &str| -> Vec<String> {
            let within = files.iter().filter_map(|file| match folder {
                Some(folder) => file.strip_prefix(folder),
                None => (!file.starts_with("charts/")).then_some(file.as_str()),
            });
            within.filter_map(|file| file.strip_suffix(end)).map(str::to_owned).collect()
        };
        let (tables, charts) = (ending(None, ".csv"), ending(Some("charts/"), ".svg"));
        Ok(Results { root: root.to_path_buf(), manifest, tables, charts })
    }

    fn text(&self, py: Python<'_>, file: &str) -> PyResult<String> {
        let path = self.root.join(file);
        std::fs::read_to_string(&path).map_err(|error| {
            input(py, &Diagnostic::new(format!("it cannot be read: {error}")).in_file(path.display().to_string()))
        })
    }

    fn said(&self, key: &str) -> Option<&str> {
        self.manifest.get(key).and_then(Json::as_str)
    }
}

#[pymethods]
impl Results {
    /// Opens finished results, those of the command line too. Raises `InputError`.
    #[staticmethod]
    fn load(py: Python<'_>, directory: PathBuf) -> PyResult<Results> {
        Results::opened(py, &directory)
    }

    /// The directory.
    #[getter]
    fn path(&self) -> PathBuf {
        self.root.clone()
    }

    /// The report, one page of HTML that needs nothing else; None where there is none.
    #[getter]
    fn report(&self) -> Option<PathBuf> {
        let report = self.root.join("report.html");
        report.is_file().then_some(report)
    }

    /// Title of the study.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.said("title")
    }

    /// What was found, in a sentence or two.
    #[getter]
    fn finding(&self) -> Option<&str> {
        self.said("finding")
    }

    /// Whether no parameter was set beside those of the study's files. Otherwise targets that these
    /// were fitted to are no longer met.
    #[getter]
    fn calibrated(&self) -> bool {
        self.manifest.get("set").and_then(Json::as_object).is_none_or(|set| set.is_empty())
    }

    /// Names of the tables.
    #[getter]
    fn tables(&self) -> Vec<String> {
        self.tables.clone()
    }

    /// Charts by name.
    #[getter]
    fn charts(&self, py: Python<'_>) -> PyResult<BTreeMap<String, Chart>> {
        let chart = |name: &String| {
            let file = format!("charts/{name}.svg");
            let svg = self.text(py, &file)?;
            Ok((name.clone(), Chart { path: self.root.join(&file), svg }))
        };
        self.charts.iter().map(chart).collect()
    }

    /// Everything that the manifest says, as JSON.
    #[getter]
    fn manifest(&self) -> String {
        self.manifest.to_string()
    }

    fn __contains__(&self, name: &str) -> bool {
        self.tables.iter().any(|table| table == name)
    }

    /// A table by the name of its file, such as "effects" or "series/baseline-weekly".
    fn __getitem__(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        if !self.__contains__(name) {
            let names = || self.tables.iter().map(String::as_str);
            let problem = Diagnostic::new(format!("there is no table `{name}`"))
                .in_file(self.root.display().to_string())
                .expected(one_of(names()))
                .nearest(nearest_name(name, names()));
            return Err(input(py, &problem));
        }
        let text = self.text(py, &format!("{name}.csv"))?;
        let columns = of_csv(&text)
            .map_err(|error| wrong(py, format!("{name}.csv is damaged: {error}"), "the file as it was written"))?;
        Table::made(&columns, &[("calibrated", self.calibrated().to_string()), ("synthetic", "true".to_owned())])
    }

    fn __repr__(&self) -> String {
        format!(
            "<amparo.Results of {}: {} tables, {} charts>",
            self.root.display(),
            self.tables.len(),
            self.charts.len()
        )
    }
}
