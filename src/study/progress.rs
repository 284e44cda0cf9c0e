//! What long work says of itself; the command line decides how to show it.

use super::store::Store;
use super::tables::Tables;

/// Listens to long work. Called from several threads.
pub trait Progress: Sync {
    /// A stage begins, with `steps` steps of work (0 if unknown).
    fn stage(&self, name: &str, steps: u64);
    /// Called when steps of the stage are done, with their number.
    fn advance(&self, steps: u64);
    /// Something worth a line.
    fn note(&self, line: &str);
    /// The stage is over and did what it was to do.
    fn done(&self);
    /// The stage ended before its work was done: an error says why.
    fn stopped(&self) {}
    /// The first replicate of a study is done: something to look at while the rest runs.
    fn first_look(&self, _tables: &Tables, _planned: usize, _store: &Store) {}
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn note(&self, _: &str) {}
    fn done(&self) {}
}
