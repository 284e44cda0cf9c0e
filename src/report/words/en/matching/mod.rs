//! The chapter on matching, in English: [`gains`] are how a difference reads, [`chapter`] the sentences, [`charts`] what stands around
//! pictures.

pub mod chapter;
pub mod charts;
pub mod different;
pub mod forecasts;
pub mod gains;
pub mod surveys;
