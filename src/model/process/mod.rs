//! The science: one file a process, in the order of a tick. Each holds the maths as pure functions, with their source,
//! beside the system that applies them. Processes read [`Levers`](crate::world::Levers); none knows a policy.
//!
//! Section numbers are those of the ODD page in `docs/`.

pub mod approach;
pub mod circumstances;
pub mod closing;
pub mod decision;
pub mod demand;
pub mod demography;
pub mod displacement;
pub mod drawn_in;
pub mod elsewhere;
pub mod enforcement;
pub mod exploitation;
pub mod girl;
pub mod income;
pub mod knowledge;
pub mod own_weights;
pub mod places;
pub mod reach;
pub mod recruiters;
pub mod returned;
pub mod schooling;
pub mod start;
pub mod training;
pub mod waiting;
