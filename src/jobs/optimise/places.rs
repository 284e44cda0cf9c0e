//! In which worlds rules are searched and in which they are scored: no key and, of a table with two rows or more, no draw in common.

use super::arena::Place;
use amparo_model::draws::{Draws, Process};
use amparo_model::scenario::Study;
use std::ops::Range;

/// Rows of a table of draws that a search looks at, from the first: studies for decisions use the first 128 of them, and the 32 that
/// follow train.
const ROWS: usize = 160;
/// The last of so many parts of these rows trains.
const PARTS: usize = 5;

/// Rows (by position) that train and rows that score, of a table of `rows`: of its first 160 the last fifth, rounded up, and those before.
/// A single row does both.
pub fn rows(rows: usize) -> (Range<usize>, Range<usize>) {
    let rows = rows.clamp(1, ROWS);
    let training = rows.div_ceil(PARTS);
    if rows == 1 { (0..1, 0..1) } else { (rows - training..rows, 0..rows - training) }
}

/// The worlds of a study's search: so many that train and so many that score. Rows are taken in turn, and again from the first where
/// there are fewer; whatever part of the table a study uses, its search uses the same.
pub fn places(study: &Study, training: usize, scoring: usize) -> (Vec<Place>, Vec<Place>) {
    let table = study.draws.as_ref().map_or(&[][..], |plan| &plan.rows);
    let (trains, scores) = rows(table.len());
    let make = |process: Process, count: usize, draws: Range<usize>| {
        let keys = Draws::new(study.seed).of(process);
        (0..count)
            .map(|i| {
                let draw = draws.start + i % draws.len();
                Place { key: keys.word(i as u64), draw, weight: table.get(draw).map_or(1.0, |row| row.weight) }
            })
            .collect::<Vec<Place>>()
    };
    (make(Process::TrainingWorld, training, trains), make(Process::ScoringWorld, scoring, scores))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_trains_on_rows_129_to_160_and_a_short_one_on_its_last_fifth() {
        for (length, trains, scores) in
            [(256, 128..160, 0..128), (160, 128..160, 0..128), (24, 19..24, 0..19), (8, 6..8, 0..6), (2, 1..2, 0..1)]
        {
            assert_eq!(rows(length), (trains, scores), "{length}");
        }
        assert_eq!((rows(1), rows(0)), ((0..1, 0..1), (0..1, 0..1)));
    }
}
