//! Whether a table of draws is what solving would make: its first draws solved anew and compared to the last digit.

use super::keeping::keeps;
use super::point::{Attempt, Solver};
use super::record::recorded_bound;
use super::table::cells;
use super::targets::chance;
use amparo_files::draw_rows;
use amparo_model::engine::Interrupt;
use amparo_model::scenario::{DrawPlan, Study};
use amparo_study::error::StudyError;
use amparo_study::progress::Progress;
use amparo_text::{Diagnostic, SourceText};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Solves the first `most` draws of a study's table, whose text is `source`, anew; how many there were.
///
/// # Errors
/// A draw that comes out otherwise than the table says, with the first number that differs; an interrupt.
pub fn verify_draws(
    study: &Study,
    (plan, source): (&DrawPlan, SourceText),
    most: usize,
    worlds: usize,
    jobs: usize,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<usize, StudyError> {
    let table = draw_rows(source, &plan.sample)?;
    let rows: Vec<_> = table.iter().take(most).collect();
    progress.stage(
        &format!("the first {} of {} draws of {} solved anew", rows.len(), plan.rows.len(), study.scenario.name),
        rows.len() as u64,
    );
    let solver = Solver { scenario: &study.scenario, sample: &plan.sample, worlds };
    let anchor = solver.anchor();
    let bound = recorded_bound(plan);
    let next = AtomicUsize::new(0);
    let failed: Mutex<Option<(usize, StudyError)>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, rows.len().max(1)) {
            scope.spawn(|| {
                while let Some((i, row)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, rows.get(i)?)))
                {
                    let same = || -> Result<(), StudyError> {
                        let number = row.whole_in("number", 0..=u32::MAX as usize)?;
                        let differs = |column: &str, message: String| Diagnostic {
                            expected: Some(format!(
                                "a table that solving makes: `amparo calibrate {} --write` solves it anew",
                                study.file.display()
                            )),
                            ..row.error(column, message)
                        };
                        match solver.solve(number as u32, &anchor, interrupt)? {
                            Attempt::Rejected(reason) => {
                                Err(differs("number", format!("draw {number}, solved anew, is rejected: {reason}"))
                                    .into())
                            }
                            Attempt::Accepted(accepted) => {
                                let weight = accepted.factors.weight();
                                let u = chance(&plan.sample, number as u32);
                                if bound.is_some_and(|bound| !keeps(u, weight, bound)) {
                                    let message = format!("draw {number}, solved anew, would be no draw");
                                    return Err(differs("number", message).into());
                                }
                                for (column, value) in cells(&accepted, &plan.sample) {
                                    let there = row.number(&column)?;
                                    if there != value {
                                        let message = format!(
                                            "draw {number}, solved anew, has {column} = {value} and not {there}"
                                        );
                                        return Err(differs(&column, message).into());
                                    }
                                }
                                Ok(())
                            }
                        }
                    };
                    match same() {
                        Ok(()) => progress.advance(1),
                        Err(error) => {
                            // The first by its place in the table is the one to tell.
                            let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                            if failed.as_ref().is_none_or(|(first, _)| i < *first) {
                                *failed = Some((i, error));
                            }
                            return;
                        }
                    }
                }
            });
        }
    });
    progress.done();
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None => Ok(rows.len()),
    }
}
