//! The world: what its entities are made of, and how it is filled. Nothing here evolves.
//!
//! Girls, households, communities, recruiters, mining towns and brothels are entities; each kind lives in one
//! archetype and is never despawned or moved, so that an entity's row is its number ("row = slot") and systems work
//! on whole-table slices ([`tables`]). What happens to few people is kept in small resources ([`Cases`]).

pub mod bounds;
pub mod components;
pub mod groups;
pub mod left_alone;
pub mod levers;
pub mod reach;
pub mod recall;
pub mod replay;
pub mod roster;
pub mod setting;
pub mod spawn;
pub mod state;
pub mod synthetic;
pub mod tables;

pub use bounds::Bounds;
pub use components::*;
pub use groups::*;
pub use left_alone::*;
pub use levers::*;
pub use reach::*;
pub use recall::*;
pub use replay::*;
pub use roster::*;
pub use setting::*;
pub use state::*;
