//! Which step of a tick takes how long, with and without the ECS? Steps of both are timed in the same weeks of the same world.

mod twins;

use amparo::engine;
use std::time::Instant;
use twins::beside::{in_words, only_tried};
use twins::plain::{Plain, STEPS};
use twins::steps::Steps;
use twins::{burnt_in, madre_de_dios};

fn main() {
    let (scale, weeks) = if only_tried() { (10.0, 2) } else { (1.0, 1040) };
    let mut sim = burnt_in(&madre_de_dios(scale), 1, 1);
    let mut plain = Plain::of(&mut sim);
    let mut steps = Steps::default();
    let n = STEPS.len();
    let (mut with, mut without) = (vec![Vec::new(); n], vec![Vec::new(); n]);
    for _ in 0..weeks {
        steps.tick(&mut sim, |i, step| {
            let from = Instant::now();
            step();
            with[i].push(from.elapsed().as_secs_f64());
        });
        for (i, (_, step)) in STEPS.iter().enumerate() {
            let from = Instant::now();
            step(&mut plain);
            without[i].push(from.elapsed().as_secs_f64());
        }
        plain.clock.week += 1;
    }
    println!("Median time a week, {} girls, {weeks} weeks, and each step's ratio", plain.girls.len());
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (mut all_with, mut all_without) = (0.0, 0.0);
    println!("{:<24}{:>12}{:>18}{:>8}", "", "amparo", "without the ECS", "ratio");
    for (i, step) in engine::STEPS.iter().enumerate() {
        let (a, b) = (median(&mut with[i]), median(&mut without[i]));
        println!("{:<24}{:>12}{:>18}{:>8.2}", step.name, in_words(a), in_words(b), a / b);
        all_with += a;
        all_without += b;
    }
    println!("{:<24}{:>12}{:>18}{:>8.2}", "all", in_words(all_with), in_words(all_without), all_with / all_without);
}
