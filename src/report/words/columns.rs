//! What is said above the columns of tables for programs.

use crate::said::columns::{End, Held, Unit};
use std::borrow::Cow;

/// What a language says of columns.
pub trait ColumnsTold {
    /// What a column holds.
    fn held(&self, held: Held) -> &'static str;
    /// What an end of its name adds.
    fn end(&self, end: End) -> &'static str;
    /// What stands for one draw, where draws lie side by side.
    fn one_draw(&self) -> &'static str;
    /// What stands for a mean, where draws lie beside it.
    fn the_mean(&self) -> &'static str;
    /// A unit; empty where there is none.
    fn unit_of(&self, unit: Unit) -> Cow<'static, str>;
}
