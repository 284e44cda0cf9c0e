//! What does a second thread give to one world of ten million girls, and to each step of its weeks?

mod twins;

use amparo::engine::Simulation;
use amparo::world::Setting;
use std::cell::RefCell;
use twins::beside::{Variant, beside, only_tried, two_threads, wall};
use twins::steps::{StepTimes, Steps};
use twins::{larger, madre_de_dios};

/// Weeks a turn.
const WEEKS: u32 = 13;

fn main() {
    // 890,000 girls, times this; everything of the trade with them.
    let (scenario, run_in, turns) = match only_tried() {
        true => (madre_de_dios(50.0), 2, 1),
        false => (larger(madre_de_dios(1.0), 11.3), 104, 15),
    };
    let mut sim = Simulation::new(&scenario, 1, 1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    (0..run_in).for_each(|_| sim.tick());
    step_by_step(&mut sim, &pool, turns);
    if only_tried() {
        return;
    }
    two_threads(9);
    let sim = RefCell::new(sim);
    let turn = |threads: usize| {
        let sim: &mut Simulation = &mut sim.borrow_mut();
        sim.world.resource_mut::<Setting>().threads = threads;
        wall(|| pool.install(|| (0..WEEKS).for_each(|_| sim.tick())))
    };
    let variants: Vec<Variant> = vec![("one", Box::new(|| turn(1))), ("two", Box::new(|| turn(2)))];
    beside("A week of ten million girls on one and two threads, wall time", "week", f64::from(WEEKS), turns, variants);
}

/// Median wall time of each step, with one thread and with two in turn.
fn step_by_step(sim: &mut Simulation, pool: &rayon::ThreadPool, turns: usize) {
    let mut steps = Steps::default();
    let mut took = StepTimes::new(["one thread", "two"]);
    for turn in 0..2 * turns {
        let threads = turn % 2 + 1;
        sim.world.resource_mut::<Setting>().threads = threads;
        pool.install(|| {
            for _ in 0..WEEKS {
                steps.tick(sim, |i, step| {
                    took.add(i, threads - 1, wall(step));
                });
            }
        });
    }
    took.print("Median wall time a week, and how many times as fast two threads are", "ratio");
}
