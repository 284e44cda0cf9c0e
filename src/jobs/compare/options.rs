//! How a study is run.

use amparo_files::Resolved;
use amparo_model::scenario::Study;
use std::path::PathBuf;

/// How a study is run; none of it changes a number.
#[derive(Clone, Debug)]
pub struct Options {
    /// Units at a time.
    pub jobs: usize,
    /// Threads inside each world.
    pub threads: usize,
    /// Ignore what is stored, and replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<study>-<8 hex of the resolved inputs>`.
    pub out: Option<PathBuf>,
}

impl Options {
    /// Directory of a study's results.
    pub fn directory(&self, study: &Study) -> PathBuf {
        self.out
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("output/{}-{}", study.name, &study.inputs_hash()[..8])))
    }
}
