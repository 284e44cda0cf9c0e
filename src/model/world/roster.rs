//! The roster as a tick gets to it: one girl's row at a time. Looks are counted in debug builds, so that a test can tell a week
//! that looks at those to whom something happens from one that looks at everyone.

use super::components::Girl;
use super::tables::rows_mut;
use bevy_ecs::prelude::Query;
use bevy_ecs::system::SystemParam;
use std::ops::{Index, IndexMut};

#[cfg(debug_assertions)]
thread_local! {
    static LOOKS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Number of times a girl's row was read on this thread; `None` in release builds, which don't count.
pub fn looks() -> Option<u64> {
    #[cfg(debug_assertions)]
    return Some(LOOKS.get());
    #[cfg(not(debug_assertions))]
    None
}

#[inline]
fn looked_at(_rows: usize) {
    #[cfg(debug_assertions)]
    LOOKS.set(LOOKS.get() + _rows as u64);
}

/// Query by which a system reaches girls: it can touch their rows only through [`RosterMut`].
#[derive(SystemParam)]
pub struct Girls<'w, 's>(Query<'w, 's, &'static mut Girl>);

impl Girls<'_, '_> {
    /// All girls by slot.
    pub fn roster(&mut self) -> RosterMut<'_> {
        RosterMut(rows_mut(&mut self.0))
    }
}

/// All girls by slot, read only.
#[derive(Clone, Copy, Debug)]
pub struct Roster<'a>(&'a [Girl]);

impl<'a> Roster<'a> {
    /// The roster over these rows, one per slot.
    pub fn of(rows: &'a [Girl]) -> Roster<'a> {
        Roster(rows)
    }

    /// Number of slots; no look.
    #[inline]
    pub fn slots(&self) -> usize {
        self.0.len()
    }

    /// Everyone at once: as many looks.
    pub fn all(&self) -> &'a [Girl] {
        looked_at(self.0.len());
        self.0
    }
}

impl Index<usize> for Roster<'_> {
    type Output = Girl;

    #[inline]
    fn index(&self, slot: usize) -> &Girl {
        looked_at(1);
        &self.0[slot]
    }
}

/// All girls by slot, to be read and changed.
#[derive(Debug)]
pub struct RosterMut<'a>(&'a mut [Girl]);

impl<'a> RosterMut<'a> {
    /// The roster over these rows, one per slot.
    pub fn of(rows: &'a mut [Girl]) -> RosterMut<'a> {
        RosterMut(rows)
    }

    /// The roster, read only.
    #[inline]
    pub fn seen(&self) -> Roster<'_> {
        Roster(self.0)
    }
}

impl Index<usize> for RosterMut<'_> {
    type Output = Girl;

    #[inline]
    fn index(&self, slot: usize) -> &Girl {
        looked_at(1);
        &self.0[slot]
    }
}

impl IndexMut<usize> for RosterMut<'_> {
    #[inline]
    fn index_mut(&mut self, slot: usize) -> &mut Girl {
        looked_at(1);
        &mut self.0[slot]
    }
}
