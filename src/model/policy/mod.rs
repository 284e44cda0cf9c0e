//! Interventions: one file each, with what it costs, what it writes to the levers, and all that the program has to know of it.
//! None knows the science behind them.
//!
//! A new intervention is one new file and one line in [`KINDS`]. A program that uses this crate adds kinds of its own with
//! [`add`]; `examples/own_intervention.rs` does.

pub mod aftercare;
pub mod allocation;
pub mod app;
pub mod at_most;
pub mod cct;
pub mod cct_school;
pub mod cdd;
pub mod composition;
pub mod course;
pub mod information;
pub mod kind;
pub mod kinds;
pub mod mechanism;
pub mod plan;
pub mod programme;
pub mod school_programme;
pub mod timing;
pub mod whom;

pub use allocation::{Allocation, Allotment};
pub use at_most::{bought_nothing, most_soles_per_year, reaches_fewer};
pub use composition::Composition;
pub use kind::{Kind, Learnt, OwnParameter};
pub use kinds::{
    KINDS, Refused, SURVEY, VOCABULARY, Vocabulary, add, check, delay_weeks, given_to, kinds, label, most_intensity,
    named, reaches_by,
};
pub use mechanism::{Activity, Grain, Mechanism, Money, Place, Unit, girl_years};
pub use plan::{Facts, compile, estimated_exposure};
pub use programme::{Programme, Programmes, costs, plan_school_year, programmes, write};
pub use timing::Timing;
pub use whom::{Schooled, Tells};

pub(crate) use kinds::mechanism;
