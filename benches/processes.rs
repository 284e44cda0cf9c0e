//! Which step of a tick takes how long, with and without the ECS? Steps of both are timed in the same weeks of the same world.

mod twins;

use twins::beside::{only_tried, wall};
use twins::plain::{Plain, STEPS};
use twins::steps::{StepTimes, Steps};
use twins::{burnt_in, madre_de_dios};

fn main() {
    let (scale, weeks) = if only_tried() { (10.0, 2) } else { (1.0, 1040) };
    let mut sim = burnt_in(&madre_de_dios(scale), 1, 1);
    let mut plain = Plain::of(&mut sim);
    let mut steps = Steps::default();
    let mut took = StepTimes::new(["amparo", "without the ECS"]);
    for _ in 0..weeks {
        steps.tick(&mut sim, |i, step| took.add(i, 0, wall(step)));
        for (i, (_, step)) in STEPS.iter().enumerate() {
            took.add(i, 1, wall(|| step(&mut plain)));
        }
        plain.clock.week += 1;
    }
    let girls = plain.girls.len();
    took.print(&format!("Median time a week, {girls} girls, {weeks} weeks, and each step's ratio"), "ratio");
}
