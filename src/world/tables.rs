//! Whole-table slices: row = slot.

use bevy_ecs::change_detection::ContiguousMut;
use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::{Component, Query};

/// All rows of a component, in the order they were spawned.
///
/// # Panics
/// If the component lives in more than one table: kinds of entity are never split over archetypes.
pub fn rows<'a, C: Component>(query: &'a Query<&C>) -> &'a [C] {
    let mut tables = match query.contiguous_iter() {
        Ok(tables) => tables.filter(|rows| !rows.is_empty()),
        Err(_) => unreachable!("components are stored in tables"),
    };
    let all = tables.next().unwrap_or(&[]);
    assert!(tables.next().is_none(), "one kind of entity lives in one table");
    all
}

/// All rows of a component, to be changed, without change detection.
///
/// # Panics
/// As [`rows`].
pub fn rows_mut<'a, C: Component<Mutability = Mutable>>(query: &'a mut Query<&mut C>) -> &'a mut [C] {
    let mut tables = match query.contiguous_iter_mut() {
        Ok(tables) => {
            tables.map(|rows| ContiguousMut::bypass_change_detection_split(rows).0).filter(|rows| !rows.is_empty())
        }
        Err(_) => unreachable!("components are stored in tables"),
    };
    let all = tables.next().unwrap_or_default();
    assert!(tables.next().is_none(), "one kind of entity lives in one table");
    all
}
