//! What a search found.

use crate::kit::names::Title;
use amparo_decide::search::{Goal, Optimised};

/// What was found gains over what it is compared with.
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
    /// The kind of intervention whose best form it is; `None`: an allocation over several.
    pub kind: Option<Title>,
    /// What is counted.
    pub goal: Goal,
    /// How much of it is averted.
    pub averted: f64,
    /// Whether that can be told apart from none.
    pub clear: bool,
    /// S/ per year.
    pub budget: f64,
    /// What it gains over the best of the others, where there is one.
    pub than: Option<Than>,
}

/// What a language says of a search.
pub trait Search {
    /// Title over what was found.
    fn found_title(&self, found: &Found) -> String;
    /// Below it.
    fn found_subtitle(&self, goal: Goal, horizon: usize) -> String;
    /// What the axis counts.
    fn found_axis(&self, goal: Goal) -> &'static str;
    /// The name of the best form of a kind.
    fn best_form(&self, policy: &Title) -> String;
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
