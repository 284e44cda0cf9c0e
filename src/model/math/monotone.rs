//! Bounds of a nondecreasing function, read from a table of it.

/// A nondecreasing function at the edges of cells of equal width: what is not worth working out is held between two of them.
///
/// Values are right up to the rounding of the function and of the place of an argument next to an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Monotone {
    from: f64,
    cells_per_unit: f64,
    /// The least value, the values at the edges from the first to the last, the largest value.
    values: Vec<f64>,
}

impl Monotone {
    /// A table of `f` over `cells` cells from `from` to `to`; outside of them it lies within `range`.
    pub fn new(from: f64, to: f64, cells: usize, range: [f64; 2], f: impl Fn(f64) -> f64) -> Monotone {
        let width = (to - from) / cells as f64;
        let edges = (0..=cells).map(|i| f(from + i as f64 * width));
        Monotone {
            from,
            cells_per_unit: cells as f64 / (to - from),
            values: std::iter::once(range[0]).chain(edges).chain([range[1]]).collect(),
        }
    }

    /// Index of the value below: 0 left of the table and for no number.
    #[inline]
    fn below(&self, x: f64) -> usize {
        // A negative number becomes 0.
        (((x - self.from) * self.cells_per_unit + 1.0) as usize).min(self.values.len() - 2)
    }

    /// A value that `f(x)` is not below.
    #[inline]
    pub fn at_least(&self, x: f64) -> f64 {
        self.values[self.below(x)]
    }

    /// A value that `f(x)` is not above.
    #[inline]
    pub fn at_most(&self, x: f64) -> f64 {
        self.values[self.below(x) + 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::num;

    #[test]
    fn a_function_lies_between_its_bounds_everywhere_and_near_them_in_the_table() {
        let table = Monotone::new(-8.0, 8.0, 512, [0.0, 1.0], num::logistic);
        let rounding = 1.0 + 1e-12;
        for i in -100_000..100_000 {
            let x = f64::from(i) * 1e-4;
            let (least, value, most) = (table.at_least(x), num::logistic(x), table.at_most(x));
            assert!(least <= value * rounding && value <= most * rounding, "{x}: {least} {value} {most}");
            assert!(x.abs() > 8.0 || most / least < 1.033, "{x}: {least} {most}");
        }
        for (x, bounds) in [(-1e300, [0.0, num::logistic(-8.0)]), (1e300, [num::logistic(8.0), 1.0])] {
            assert_eq!([table.at_least(x), table.at_most(x)], bounds);
        }
    }
}
