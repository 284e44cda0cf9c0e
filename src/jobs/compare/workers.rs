//! Missing cells are run by workers, one world each, and stored as they come.

use super::running::{Missing, Running};
use crate::pool::in_pool;
use amparo_model::diagnose::Profiles;
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::scenario::{Policy, Study};
use amparo_study::cell::Cell;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::plan::{self, Unit};
use amparo_study::unit::{Sink, Task, run_unit, standing_world};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// Messages of workers.
enum Message {
    Cell(Box<Cell>),
    Profiles(Box<Profiles>),
    Weeks(u32),
    Failed(StudyError),
}

struct Post(mpsc::SyncSender<Message>);

impl Post {
    fn send(&self, message: Message) -> Result<(), StudyError> {
        self.0.send(message).map_err(|_| StudyError::Interrupted)
    }
}

impl Sink for Post {
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError> {
        self.send(Message::Cell(Box::new(cell)))
    }

    fn weeks(&mut self, weeks: u32) {
        // A receiver that is gone has stopped the run already.
        let _ = self.send(Message::Weeks(weeks));
    }

    fn profiles(&mut self, profiles: Profiles) -> Result<(), StudyError> {
        self.send(Message::Profiles(Box::new(profiles)))
    }
}

/// Cells under way between a worker and the disk.
const IN_HAND: usize = 64;

/// Weeks that were simulated, and the processor time they took.
#[derive(Default)]
pub(super) struct Simulated {
    pub(super) weeks: u64,
    /// Processor seconds while cells were run.
    pub(super) cpu_seconds: Option<f64>,
}

impl Running<'_> {
    /// Runs every cell that is not stored.
    pub(super) fn all(&mut self, study: &Study, simulated: &mut Simulated) -> Result<(), StudyError> {
        let missing = self.missing(study, |_| true)?;
        self.run(study, &missing, simulated)
    }

    /// Runs missing cells on `options.jobs` workers, one world each.
    pub(super) fn run(
        &mut self,
        study: &Study,
        missing: &[Missing],
        simulated: &mut Simulated,
    ) -> Result<(), StudyError> {
        if missing.is_empty() {
            self.progress.note("every cell was stored already");
            simulated.cpu_seconds.get_or_insert(0.0);
            return Ok(());
        }
        let jobs = self.options.jobs.min(missing.len());
        let expected: u64 = missing.iter().map(|one| expected_weeks(study, one)).sum();
        let cells: usize = missing.iter().map(|one| one.wanted.iter().filter(|w| **w).count()).sum();
        let counted = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        let stage =
            format!("{} in {} on {}", counted(cells, "cell"), counted(missing.len(), "world"), counted(jobs, "job"));
        self.progress.stage(&stage, expected);
        let clock = Clock::start();
        let next = AtomicUsize::new(0);
        // Raised by the first failure, so that the other workers stop as promptly as on an interrupt.
        let stop = AtomicBool::new(false);
        // Bounded, so that a slow disk holds the workers up and not the memory.
        let (sender, receiver) = mpsc::sync_channel(IN_HAND);
        let want_profiles = self.drivers.is_none();
        let mut failure = None;
        let threads = self.options.threads;
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                let mut post = Post(sender.clone());
                let (next, stop) = (&next, &stop);
                scope.spawn(move || {
                    let outcome =
                        in_pool(threads, || work(study, missing, next, want_profiles, threads, stop, &mut post));
                    if let Err(error) = outcome {
                        // If nobody listens any more, the run has ended already.
                        let _ = post.send(Message::Failed(error));
                    }
                });
            }
            drop(sender);
            loop {
                if self.interrupt.load(Ordering::Relaxed) && !stop.swap(true, Ordering::Relaxed) {
                    failure = Some(StudyError::Interrupted);
                }
                let handled = match receiver.recv_timeout(std::time::Duration::from_millis(50)) {
                    Ok(Message::Weeks(n)) => {
                        simulated.weeks += u64::from(n);
                        self.progress.advance(u64::from(n));
                        Ok(())
                    }
                    Ok(Message::Cell(cell)) => self.store.put(&cell).map(|()| self.first_look(study, &cell.id)),
                    Ok(Message::Profiles(found)) => self.keep_drivers(study, &found),
                    Ok(Message::Failed(error)) => Err(error),
                    Err(mpsc::RecvTimeoutError::Timeout) => Ok(()),
                    Err(mpsc::RecvTimeoutError::Disconnected) => break,
                };
                if let Err(error) = handled.and_then(|()| self.store.keep_up()) {
                    stop.store(true, Ordering::Relaxed);
                    // The first reason is the one to tell; what follows is the others stopping.
                    failure.get_or_insert(error);
                }
            }
        });
        match failure {
            None => self.progress.done(),
            Some(_) => self.progress.stopped(),
        }
        let spent = clock.cpu_seconds();
        simulated.cpu_seconds = match (simulated.cpu_seconds, spent) {
            (Some(sum), Some(spent)) => Some(sum + spent),
            (None, spent) => spent,
            _ => None,
        };
        failure.map_or(Ok(()), Err)
    }
}

/// Weeks that the missing cells of a unit take.
fn expected_weeks(study: &Study, one: &Missing) -> u64 {
    let cells = one.unit.cells(study);
    let wanted = |i: usize| one.wanted[i];
    let policies = (1..cells.len()).filter(|i| wanted(*i)).count();
    let replays = (1..cells.len()).any(|i| wanted(i) && plan::replayed(cells[i].0.run));
    plan::weeks(study, policies, wanted(0) || replays)
}

/// One worker: takes units until there are none. Replicates of one draw share a standing world.
fn work(
    study: &Study,
    missing: &[Missing],
    next: &AtomicUsize,
    want_profiles: bool,
    threads: usize,
    stop: &Interrupt,
    post: &mut Post,
) -> Result<(), StudyError> {
    let mut standing: Option<(usize, Simulation, Vec<Policy>)> = None;
    while let Some(one) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
        if standing.as_ref().is_none_or(|(draw, ..)| *draw != one.unit.draw) {
            // The old world goes before the new one comes: two would not be needed at a time.
            drop(standing.take());
            let (simulation, policies) = standing_world(study, one.unit, threads);
            standing = Some((one.unit.draw, simulation, policies));
        }
        let Some((_, simulation, policies)) = &mut standing else { continue };
        let cells = one.unit.cells(study);
        let task = Task {
            study,
            unit: one.unit,
            policies,
            cells: &cells,
            wanted: &one.wanted,
            want_profiles: want_profiles && one.unit == Unit { draw: 0, replicate: 0 },
        };
        run_unit(&task, simulation, stop, post)?;
    }
    Ok(())
}
