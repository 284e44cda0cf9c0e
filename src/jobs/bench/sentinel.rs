//! A fixed piece of work that keeps one core and its memory busy: what a machine's speed is measured by, so that figures of two
//! machines, or of two moments on a noisy one, can be compared.
//!
//! Half of it is arithmetic in the processor, half is reading a table at random that no cache of one core holds: a week of a world is
//! both, and a neighbour who takes memory slows it as much as one who takes the processor.

use amparo_model::draws::{Draws, Process};
use amparo_model::math::num;
use amparo_study::cpu::Clock;
use std::hint::black_box;
use std::time::Instant;

/// Draws, each with one reading of the table, of one run: some hundredths of a second.
const DRAWS: u64 = 600_000;
/// Words of the table, 64 MiB: a power of two.
const WORDS: usize = 1 << 23;

/// Time that one run took, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    pub wall: f64,
    /// Processor time; `None` where the system does not tell.
    pub cpu: Option<f64>,
}

/// The work, with its table.
pub struct Loop {
    table: Vec<u64>,
}

impl Loop {
    /// Fills the table.
    pub fn new() -> Loop {
        Loop { table: (0..WORDS as u64).collect() }
    }

    /// Runs it once.
    pub fn beat(&self) -> Beat {
        let clock = Clock::start();
        black_box(self.work(black_box(DRAWS)));
        Beat { wall: clock.wall_seconds(), cpu: clock.cpu_seconds() }
    }

    /// Work that `jobs` runs at a time do in the time of one: what the free cores and the memory they share allow, whatever is run on
    /// them.
    pub fn speed_up(&self, jobs: usize) -> f64 {
        let one = self.beat().wall;
        let started = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| self.beat());
            }
        });
        jobs as f64 * one / started.elapsed().as_secs_f64()
    }

    /// Sum of e^(−e) over `draws` exponentials e by inversion of keyed draws (the mixer, a logarithm, an exponential), and of the words
    /// that the draws point at. The first has the mean ½ per draw.
    fn work(&self, draws: u64) -> (f64, u64) {
        // Any purpose will do: nothing is simulated with these numbers.
        let words = Draws::new(0).of(Process::Accept);
        let (mut sum, mut read) = (0.0, 0u64);
        for key in 0..draws {
            sum += num::exp(-words.exponential(key));
            read = read.wrapping_add(self.table[words.word(key) as usize & (WORDS - 1)]);
        }
        (sum, read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_always_does_the_same_work() {
        let work = Loop::new();
        let (sum, read) = work.work(10_000);
        assert_eq!((sum.to_bits(), read), (work.work(10_000).0.to_bits(), work.work(10_000).1));
        // e^(−e) is uniform: mean ½, standard deviation of the sum √(n/12).
        assert!((sum - 5_000.0).abs() < 5.0 * (10_000.0f64 / 12.0).sqrt(), "{sum}");
        // The words are their own positions, uniform below WORDS.
        let (n, most) = (10_000.0, WORDS as f64);
        assert!((read as f64 - n * most / 2.0).abs() < 5.0 * most * (n / 12.0f64).sqrt(), "{read}");
    }
}
