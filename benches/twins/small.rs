//! A plain small generator: one state, words in sequence, nothing keyed.

/// xoshiro256++ (Blackman and Vigna 2021, *Scrambled linear pseudorandom number generators*): what general-purpose libraries give
/// whoever asks for a small fast generator.
#[derive(Clone)]
pub struct Small([u64; 4]);

impl Small {
    /// State from a seed, by the increments and the finalizer of SplitMix64.
    pub fn new(seed: u64) -> Small {
        let mut at = seed;
        Small([(); 4].map(|()| {
            at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (at ^ (at >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        }))
    }

    /// The next word.
    #[inline]
    pub fn word(&mut self) -> u64 {
        let s = &mut self.0;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// The next uniform in (0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.word() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }
}
