//! Field trials replayed inside the model: `amparo trials` (docs/trials.md).

pub mod assumptions;
pub mod evidence;
pub mod expressible;
pub mod listeners;
pub mod replay;
pub mod run;
