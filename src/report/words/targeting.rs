//! What putting a kind of intervention where most are exposed is worth.

use amparo_decide::mean::Mean;

/// What a language says of it.
pub trait Targeted {
    /// A kind of intervention at a budget.
    fn of_kind_at(&self, kind: &str, budget: f64) -> String;
    /// Girls that targeting averts more, with the interval of the mean; `None`: the forms do not spend the same.
    fn targeting_worth(&self, girls: Option<&Mean>) -> String;
    /// Above the table on a page.
    fn targeting_caption(&self, horizon: usize) -> String;
    /// Above it on a terminal.
    fn targeting_heading(&self, horizon: usize) -> String;
}
