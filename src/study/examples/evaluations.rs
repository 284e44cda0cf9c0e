//! What evaluations take without Python: one study's first policy and its baseline in as many worlds as are asked for, one after another.
//! Prints processor seconds, for `python/benches/cost.py` to set beside its own.
//!
//! ```sh
//! cargo run -p amparo-study --example evaluations -- scenarios/toy/study.toml 40
//! ```

use amparo_files::load_study;
use amparo_model::diagnose::Profiles;
use amparo_model::engine::Interrupt;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{Adaptation, Study};
use amparo_study::cell::Cell;
use amparo_study::cpu::Clock;
use amparo_study::unit::{Sink, Task, run_unit, standing_world};
use amparo_study::{StudyError, Unit};

/// Keeps the last count of victims, so that nothing is left out for being unused.
struct Last(f64);

impl Sink for Last {
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError> {
        self.0 = cell.funded.victims;
        Ok(())
    }

    fn weeks(&mut self, _: u32) {}

    fn profiles(&mut self, _: Profiles) -> Result<(), StudyError> {
        Ok(())
    }
}

/// Runs them.
///
/// # Errors
/// What is wrong with the arguments or the files.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(worlds)) = (arguments.next(), arguments.next()) else {
        return Err("a study and how many worlds".into());
    };
    let mut study = load_study(file.as_ref(), &VOCABULARY, &[])?;
    study.policies.truncate(1);
    study.draws = None;
    study.adaptation = Adaptation { before: 0, split: 0 };
    let worlds: u64 = worlds.parse()?;
    let unit = Unit { draw: 0, replicate: 0 };
    let clock = Clock::start();
    let mut last = Last(0.0);
    for _ in 0..worlds {
        // Each vector of parameters is a world of its own, as in an evaluation of many.
        let one = Study { seed: 1, ..study.clone() };
        let (mut simulation, policies) = standing_world(&one, unit, 1);
        let cells = unit.cells(&one);
        let wanted = vec![true; cells.len()];
        let task =
            Task { study: &one, unit, policies: &policies, cells: &cells, wanted: &wanted, want_profiles: false };
        run_unit(&task, &mut simulation, &Interrupt::new(false), &mut last)?;
    }
    let seconds = clock.cpu_seconds().unwrap_or(f64::NAN);
    println!("{{\"worlds\": {worlds}, \"cpu_seconds\": {seconds}, \"victims\": {}}}", last.0);
    Ok(())
}
