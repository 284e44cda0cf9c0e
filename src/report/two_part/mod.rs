//! The chapter "One intervention or four?": what diagnosing communities and matching interventions to them gains, from
//! [`amparo_decide::matching`] alone. `words` is the only place that says what an answer means; a chart a file; its tables
//! are [`crate::tables::matching`] and [`crate::tables::discovery`].

pub mod discovery;
pub mod enough;
pub mod forecast_calibration;
pub mod how_different;
pub mod page;
pub mod panels;
pub mod shared;
pub mod steps;
pub mod strategies;
pub mod survey_size;
pub mod text;
pub mod words;

pub use page::{HEADING, chapter};
pub use text::block;
pub use words::{Brief, Said, brief, said};
