//! English.

/// The English language.
#[derive(Clone, Copy, Debug)]
pub struct English;
