//! What a tick reports: weekly series of the region, yearly counts of communities, conservation, the state's hash.

mod conserve;
mod hash;
mod series;
mod summary;

pub use conserve::conservation;
pub use hash::state_hash;
pub use series::{Record, Week, YearByPlace, observe};
pub use summary::{Window, window};
