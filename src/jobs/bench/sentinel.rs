//! A plain loop that keeps one core busy and needs no memory: what a machine's speed is measured by, so that figures of two
//! machines, or of two moments on a noisy one, can be compared.

use amparo_model::draws::{Draws, Process};
use amparo_model::math::num;
use amparo_study::cpu::Clock;
use std::hint::black_box;
use std::time::Instant;

/// Draws of one run of the loop: some hundredths of a second.
const DRAWS: u64 = 1_000_000;

/// Time that one run of the loop took, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    pub wall: f64,
    /// Processor time; `None` where the system does not tell.
    pub cpu: Option<f64>,
}

/// Runs the loop once.
pub fn beat() -> Beat {
    let clock = Clock::start();
    black_box(work(black_box(DRAWS)));
    Beat { wall: clock.wall_seconds(), cpu: clock.cpu_seconds() }
}

/// Work that `jobs` runs of the loop at a time do in the time of one: what the free cores allow, whatever is run on them.
pub fn speed_up(jobs: usize) -> f64 {
    let one = beat().wall;
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(beat);
        }
    });
    jobs as f64 * one / started.elapsed().as_secs_f64()
}

/// Sum of e^(−e) over `draws` exponentials e by inversion of keyed draws: the mixer, a logarithm, an exponential. Its mean is ½.
fn work(draws: u64) -> f64 {
    // Any purpose will do: nothing is simulated with these numbers.
    let words = Draws::new(0).of(Process::Accept);
    let mut sum = 0.0;
    for key in 0..draws {
        sum += num::exp(-words.exponential(key));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_always_does_the_same_work() {
        let sum = work(10_000);
        assert_eq!(sum.to_bits(), work(10_000).to_bits());
        // e^(−e) is uniform: mean ½, standard deviation of the sum √(n/12).
        assert!((sum - 5_000.0).abs() < 5.0 * (10_000.0f64 / 12.0).sqrt(), "{sum}");
    }
}
