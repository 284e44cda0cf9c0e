//! Numbers, names, and estimates where they stand alone: in labels, cells, and beside marks.

use crate::kit::names::Who;
use amparo_decide::estimate::Estimate;
use amparo_decide::per_case::PerCase;
use amparo_model::observe::Outcome;
use amparo_tables::Format;

/// What a language says of single numbers and names.
pub trait Basics {
    /// An amount of money.
    fn soles(&self, soles: f64) -> String;
    /// The same without the currency, where there is little room.
    fn soles_brief(&self, soles: f64) -> String;
    /// An amount of money at the precision of its neighbors, which are spent in the same way.
    fn spent(&self) -> fn(f64) -> String;
    /// The same where there is little room.
    fn spent_brief(&self, soles: f64) -> String;
    /// A budget.
    fn yearly_budget(&self, soles: f64) -> String;
    /// A share of draws, no more exact than draws can say.
    fn share(&self, share: f64) -> String;
    /// A part of girls, in words where a number would be all zeros.
    fn part(&self, share: f64) -> String;
    /// Both ends of the interval of an estimate, or that it has none.
    fn ends(&self, e: &Estimate, style: Format) -> String;
    /// Both ends of the interval of a cost per case.
    fn case_ends(&self, case: &PerCase) -> String;
    /// What stands below an estimate that is unclear, or whose interval over draws noise has widened; empty where nothing does.
    fn remark(&self, unclear: bool, widened: bool) -> &'static str;
    /// Stands for an interval that there is none of.
    fn no_interval(&self) -> &'static str;
    /// A strategy where it stands alone, as in a cell.
    fn who(&self, who: &Who) -> String;
    /// How many policies a chart draws of how many; empty where it draws all.
    fn drawn(&self, drawn: usize, of: usize) -> String;
    /// The heading of an outcome.
    fn outcome(&self, outcome: &Outcome) -> &'static str;
    /// The unit of an outcome below its heading; empty where the heading says it.
    fn outcome_unit(&self, outcome: &Outcome) -> &'static str;
    /// The heading of an outcome where columns are narrow, unit included.
    fn outcome_brief(&self, outcome: &Outcome) -> &'static str;
}
