//! What a tick reports: weekly series of the region, yearly counts of communities, conservation, the state's hash.

pub mod conserve;
pub mod hash;
pub mod outcomes;
pub mod series;
pub mod summary;

pub use conserve::{Count, Unbalanced, conservation};
pub use hash::state_hash;
pub use outcomes::{OUTCOMES, Outcome};
pub use series::{Bought, FunnelYear, Record, TownYear, Week, YearByPlace, observe};
pub use summary::{Window, window};
