//! What a search found.

use crate::kit::names::Title;
use amparo_decide::search::Optimised;

/// What the best allocation found gains over the study's best policy.
#[derive(Clone, Debug, PartialEq)]
pub enum Than {
    /// So many cases more.
    More(f64, Title),
    /// So many fewer.
    Fewer(f64, Title),
    /// It can't be told apart.
    Untold(Title),
}

/// What stands over what a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Cases averted.
    pub averted: f64,
    /// Whether that can be told apart from none.
    pub clear: bool,
    /// S/ per year.
    pub budget: f64,
    /// What it gains over the study's best policy, where there is one.
    pub than: Option<Than>,
}

/// What a language says of a search.
pub trait Search {
    /// Title over what was found.
    fn found_title(&self, found: &Found) -> String;
    /// Below it.
    fn found_subtitle(&self, horizon: usize) -> String;
    /// What the black line is.
    fn found_black(&self) -> String;
    /// What whiskers are.
    fn found_whiskers(&self) -> &'static str;
    /// The key to whiskers.
    fn found_key(&self) -> &'static str;
    /// The name of what was found.
    fn best_found(&self) -> &'static str;
    /// The line that names the source.
    fn found_source(&self, version: &str, found: &Optimised) -> String;
}
