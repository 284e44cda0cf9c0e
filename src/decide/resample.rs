//! Resamples of draws.

use amparo_model::draws::Stream;

/// How often each of `n` draws stands in a resample of n with replacement (Efron 1979).
pub fn resample(stream: Stream, n: usize) -> Vec<f64> {
    let mut times = vec![0.0; n];
    for i in 0..n {
        times[stream.index(i as u64, n as u32) as usize] += 1.0;
    }
    times
}
