//! The languages that a report can be told in.

use super::en::english::English;
use super::voice::Words;

/// A language. A second one is a second module beside `en` that implements every part of `Words`, and one line here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Words for English {}

impl Language {
    /// What is said in it.
    pub(crate) fn words(self) -> &'static dyn Words {
        match self {
            Language::English => &English,
        }
    }

    /// Its name for browsers (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
        }
    }
}
