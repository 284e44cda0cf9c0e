//! Values at given ranks, found without putting all of them in order, or anywhere.

/// Leading bits of a value that it is counted by: sign, exponent, and four of the mantissa.
const BITS: u32 = 16;

/// Cell of a value; cells are in the order of [`f64::total_cmp`].
fn cell(x: f64) -> usize {
    let bits = x.to_bits();
    let in_order = if bits >> 63 == 0 { bits | 1 << 63 } else { !bits };
    (in_order >> (64 - BITS)) as usize
}

/// Values that would stand at these places (from 0) if all values were put in order; `None` unless there are that many. `values` gives the
/// same ones both times it is called.
///
/// Values are counted by the cell they are in, and only those in the cells asked for are kept and looked at one by one: a sixteenth
/// of those between a power of two and the next.
pub fn at_ranks<const N: usize, I: Iterator<Item = f64>>(
    values: impl Fn() -> I,
    ranks: [usize; N],
) -> Option<[f64; N]> {
    let mut counts = vec![0usize; 1 << BITS];
    values().for_each(|x| counts[cell(x)] += 1);

    let mut place = [(0, 0); N];
    for (place, rank) in place.iter_mut().zip(ranks) {
        let mut below = 0;
        let c = counts.iter().position(|n| {
            below += n;
            below > rank
        })?;
        *place = (c, rank - (below - counts[c]));
    }
    let mut within = place.map(|(c, _)| Vec::with_capacity(counts[c]));
    for x in values() {
        let c = cell(x);
        for (within, (wanted, _)) in within.iter_mut().zip(&place) {
            if c == *wanted {
                within.push(x);
            }
        }
    }
    let mut found = [0.0; N];
    for ((found, within), (_, rank)) in found.iter_mut().zip(&mut within).zip(place) {
        *found = *within.select_nth_unstable_by(rank, f64::total_cmp).1;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal;

    #[test]
    fn they_are_what_sorting_puts_there() {
        // In no order.
        let normal: Vec<f64> =
            (0..10_000).map(|i| normal::quantile((f64::from(i * 7919 % 10_000) + 0.5) / 1e4)).collect();
        let tied: Vec<f64> = normal.iter().map(|x| (x * 3.0).round()).collect();
        let skewed: Vec<f64> = normal.iter().map(|x| (9.0 * x).exp()).collect();
        for values in [normal, tied, skewed, vec![7.0; 50], vec![-0.0, 0.0, -0.0, f64::INFINITY], vec![4.0]] {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let n = values.len();
            let ranks = [0, n / 3, 2 * n / 3, n - 1];
            let found = at_ranks(|| values.iter().copied(), ranks).unwrap();
            assert_eq!(found.map(f64::to_bits), ranks.map(|rank| sorted[rank].to_bits()));
            assert_eq!(at_ranks(|| values.iter().copied(), [n]), None);
        }
        assert_eq!(at_ranks(std::iter::empty, [0]), None);
    }
}
