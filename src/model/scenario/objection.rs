//! What an intervention's own rules object to.

use std::fmt;

/// The key that is wrong in an intervention, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The key, as files write it.
    pub key: &'static str,
    /// What is wrong, as a sentence.
    pub why: String,
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Objection {}
