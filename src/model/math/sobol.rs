//! Scrambled Sobol points: samples that fill a cube more evenly than chance.
//!
//! Owen scrambling by hashing (Burley 2020, *Journal of Computer Graphics Techniques* 9(4)) of the sequence with the
//! direction numbers of Joe and Kuo (2008), from the crate `sobol_burley`. Every point is a pure function of (index,
//! dimension, seed): more points keep the first ones, and each has the same bits on every machine.

/// Points of one sequence.
pub const POINTS: u32 = 1 << 16;

/// Coordinate `dimension` of point `index` (below [`POINTS`]), in (0, 1), never either end.
pub fn point(index: u32, dimension: u32, seed: u64) -> f64 {
    // Beyond the table of direction numbers, dimensions are padded from another scrambling (Burley 2020, §4).
    let block = dimension / sobol_burley::NUM_DIMENSIONS;
    let seed = (seed ^ (seed >> 32)) as u32 ^ block.wrapping_mul(0x9e37_79b9);
    let x = sobol_burley::sample(index % POINTS, dimension % sobol_burley::NUM_DIMENSIONS, seed);
    // The crate gives multiples of 2⁻²³; half a step moves them off zero.
    f64::from(x) + 1.0 / 16_777_216.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dimension_is_stratified_at_every_power_of_two() {
        for seed in [0, 1, u64::MAX / 3] {
            for dimension in [0, 1, 17, 41, 255, 256, 300] {
                for bits in 1..=9u32 {
                    let n = 1 << bits;
                    let mut strata = vec![0; n];
                    for i in 0..n {
                        let x = point(i as u32, dimension, seed);
                        assert!(x > 0.0 && x < 1.0, "{x}");
                        strata[(x * n as f64) as usize] += 1;
                    }
                    assert!(strata.iter().all(|count| *count == 1), "dimension {dimension} at {n} points");
                }
            }
        }
    }

    #[test]
    fn pairs_of_neighbouring_dimensions_fill_the_square() {
        // A (0, m, 2)-net in base 2: with 256 points of dimensions 0 and 1 each of 16 × 16 squares holds one.
        let mut squares = vec![0; 256];
        for i in 0..256 {
            let at = |d| (point(i, d, 5) * 16.0) as usize;
            squares[at(0) * 16 + at(1)] += 1;
        }
        assert!(squares.iter().all(|count| *count == 1));
    }

    #[test]
    fn points_are_the_same_on_every_machine_and_differ_by_seed() {
        let found: Vec<f64> = (0..4).map(|i| point(i, 3, 1)).collect();
        assert_eq!(found, RECORDED);
        assert_ne!(point(0, 0, 1), point(0, 0, 2));
        assert_ne!(point(0, 0, 1), point(0, 256, 1));
    }

    /// As first computed; a change would change every stored table.
    const RECORDED: [f64; 4] =
        [0.240_424_215_793_609_62, 0.947_455_346_584_320_1, 0.587_501_704_692_840_6, 0.407_567_322_254_180_9];
}
