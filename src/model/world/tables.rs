//! Whole-table slices: row = slot; and work on many rows, chunk by chunk.

use bevy_ecs::change_detection::ContiguousMut;
use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::{Component, Query};
use rayon::prelude::*;
use std::ops::Range;

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

/// Everything that `work` finds in `len` rows, taken `chunk` at a time, in the order of rows; on several threads if there are more than one.
/// So many finds are expected.
pub fn in_chunks<T: Send>(
    len: usize,
    chunk: usize,
    threads: usize,
    expected: usize,
    work: impl Fn(Range<usize>, &mut Vec<T>) + Sync,
) -> Vec<T> {
    let rows = |i: usize| i * chunk..((i + 1) * chunk).min(len);
    let chunks = len.div_ceil(chunk);
    let mut found = Vec::with_capacity(expected);
    if threads > 1 && chunks > 1 {
        let alone = |i| {
            let mut out = Vec::new();
            work(rows(i), &mut out);
            out
        };
        (0..chunks).into_par_iter().map(alone).collect::<Vec<_>>().into_iter().for_each(|part| found.extend(part));
    } else {
        (0..chunks).for_each(|i| work(rows(i), &mut found));
    }
    found
}
