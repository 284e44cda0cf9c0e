//! A smooth regression that behaves with a hundred to a thousand draws: additive restricted cubic splines and products of
//! pairs, weighted, with a ridge penalty chosen by generalized cross-validation.

use super::matrix::{Matrix, dot, symmetric_eigen, zeros};
use super::num;
use super::weighted::{effective_size, shares, weighted_mean, weighted_quantile, weighted_variance};

/// Column scale of everything but straight lines: bends and products are penalised by the inverse square, 4 times as much.
const BEND_SCALE: f64 = 0.5;
/// Factor by which degrees of freedom count in cross-validation, against undersmoothing (Kim & Gu 2004, J. R. Stat. Soc. B
/// 66:337–356).
const COUNT_DEGREES: f64 = 1.4;

/// One explanatory variable: standardised, with knots of its spline.
#[derive(Clone, Debug)]
struct Variable {
    index: usize,
    mean: f64,
    sd: f64,
    /// On the standardised scale, ascending; empty: a straight line.
    knots: Vec<f64>,
}

impl Variable {
    fn standardised(&self, point: &[f64]) -> f64 {
        (point[self.index] - self.mean) / self.sd
    }

    /// The bends at `t`: restricted cubic splines, straight beyond the outer knots (Stone & Koo 1985; Harrell 2015,
    /// *Regression Modeling Strategies*, §2.4.5).
    fn bends(&self, t: f64, into: &mut Vec<f64>) {
        let n = self.knots.len();
        if n < 3 {
            return;
        }
        let (first, before_last, last) = (self.knots[0], self.knots[n - 2], self.knots[n - 1]);
        let cube = |x: f64| if x > 0.0 { x * x * x } else { 0.0 };
        let scale = (last - first) * (last - first);
        for knot in &self.knots[..n - 2] {
            let from_before_last = cube(t - before_last) * (last - knot) / (last - before_last);
            let from_last = cube(t - last) * (before_last - knot) / (last - before_last);
            into.push((cube(t - knot) - from_before_last + from_last) / scale);
        }
    }
}

/// What is made of each variable beside its straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Bends of splines, and products of pairs.
    Splines,
    /// Squares.
    Squares,
}

/// The explanatory variables of some rows, made ready to be fitted to any number of responses.
#[derive(Clone, Debug)]
pub struct Design {
    variables: Vec<Variable>,
    basis_of: Basis,
    /// Mean and divisor of every column of the basis.
    columns: Vec<(f64, f64)>,
    /// Rows used, as given (a row may stand more than once).
    rows: Vec<usize>,
    /// Share of each of them.
    share: Vec<f64>,
    /// Their effective number.
    effective: f64,
    /// The basis at each of them, centred and scaled.
    basis: Matrix,
    /// Eigenvalues and eigenvectors of the basis' weighted second moments.
    values: Vec<f64>,
    vectors: Matrix,
}

impl Design {
    /// From `columns[variable][row]`, on the scale on which effects are roughly straight (a log-uniform parameter on the
    /// log scale), for `rows` with their `weights[row]`. A variable that does not vary is left out; with none left the
    /// fit is the weighted mean.
    ///
    /// Basis: each variable, its restricted cubic spline (five knots at its weighted 5, 27.5, 50, 72.5 and 95 % quantiles
    /// from 100 effective rows on, four at 5, 35, 65 and 95 % from 30 on, else none), products of all pairs of variables.
    ///
    /// # Panics
    /// If no row has weight.
    pub fn new(columns: &[Vec<f64>], rows: &[usize], weights: &[f64]) -> Design {
        Design::of(Basis::Splines, columns, rows, weights)
    }

    /// The same with each variable and its square alone: few columns for few rows.
    ///
    /// # Panics
    /// If no row has weight.
    pub fn squares(columns: &[Vec<f64>], rows: &[usize], weights: &[f64]) -> Design {
        Design::of(Basis::Squares, columns, rows, weights)
    }

    fn of(basis_of: Basis, columns: &[Vec<f64>], rows: &[usize], weights: &[f64]) -> Design {
        let w: Vec<f64> = rows.iter().map(|r| weights[*r]).collect();
        let (share, effective) = (shares(&w), effective_size(&w));
        let levels: &[f64] = match effective {
            _ if basis_of == Basis::Squares => &[],
            n if n >= 100.0 => &[0.05, 0.275, 0.5, 0.725, 0.95],
            n if n >= 30.0 => &[0.05, 0.35, 0.65, 0.95],
            _ => &[],
        };
        let variables = columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| {
                let x: Vec<f64> = rows.iter().map(|r| column[*r]).collect();
                let mean = weighted_mean(&x, &w);
                let sd = num::sqrt(weighted_variance(&x, &w)?);
                if sd <= 1e-12 * mean.abs() || sd == 0.0 {
                    return None;
                }
                let knots: Vec<f64> = levels.iter().map(|l| (weighted_quantile(&x, &w, *l) - mean) / sd).collect();
                // A variable of few values has no room for bends.
                let bends = knots.windows(2).all(|pair| pair[1] - pair[0] > 1e-3);
                Some(Variable { index, mean, sd, knots: if bends { knots } else { Vec::new() } })
            })
            .collect();
        let mut design = Design {
            variables,
            basis_of,
            columns: Vec::new(),
            rows: rows.to_vec(),
            share,
            effective,
            basis: Vec::new(),
            values: Vec::new(),
            vectors: Vec::new(),
        };
        let raw: Matrix =
            rows.iter().map(|r| design.raw(&columns.iter().map(|column| column[*r]).collect::<Vec<_>>())).collect();
        let width = raw.first().map_or(0, Vec::len);
        design.columns = (0..width)
            .map(|c| {
                let x: Vec<f64> = raw.iter().map(|row| row[c]).collect();
                let mean = dot(&x, &design.share);
                let variance: f64 = x.iter().zip(&design.share).map(|(x, p)| p * (x - mean) * (x - mean)).sum();
                let sd = num::sqrt(variance);
                let scale = if c < design.variables.len() { 1.0 } else { BEND_SCALE };
                (mean, if sd > 0.0 { sd / scale } else { f64::INFINITY })
            })
            .collect();
        design.basis = raw.into_iter().map(|row| design.scaled(row)).collect();
        let mut moments = zeros(width);
        for (row, p) in design.basis.iter().zip(&design.share) {
            for i in 0..width {
                for j in i..width {
                    moments[i][j] += p * row[i] * row[j];
                }
            }
        }
        let eigen = symmetric_eigen(&moments);
        design.values = eigen.values.iter().map(|v| v.max(0.0)).collect();
        design.vectors = eigen.vectors;
        design
    }

    fn raw(&self, point: &[f64]) -> Vec<f64> {
        let standardised: Vec<f64> = self.variables.iter().map(|v| v.standardised(point)).collect();
        let mut row = standardised.clone();
        if self.basis_of == Basis::Squares {
            row.extend(standardised.iter().map(|x| x * x));
            return row;
        }
        for (variable, t) in self.variables.iter().zip(&standardised) {
            variable.bends(*t, &mut row);
        }
        for (i, x) in standardised.iter().enumerate() {
            row.extend(standardised[i + 1..].iter().map(|y| x * y));
        }
        row
    }

    fn scaled(&self, mut row: Vec<f64>) -> Vec<f64> {
        for (x, (mean, divisor)) in row.iter_mut().zip(&self.columns) {
            *x = (*x - mean) / divisor;
        }
        row
    }

    /// The basis at a point, to be given to [`Fit::at`].
    pub fn row(&self, point: &[f64]) -> Vec<f64> {
        self.scaled(self.raw(point))
    }

    /// Fits `response[row]`. Minimises Σ pᵢ(yᵢ − f(xᵢ))² + λ‖β‖², λ from a grid by generalized cross-validation,
    /// (RSS/n) / (1 − 1.4·df/n)² with n the effective number of rows and df = 1 + Σ g/(g + λ) over the eigenvalues g of
    /// the moments (Golub, Heath & Wahba 1979, Technometrics 21:215–223).
    pub fn fit(&self, response: &[f64]) -> Fit {
        let y: Vec<f64> = self.rows.iter().map(|r| response[*r]).collect();
        let mean = dot(&y, &self.share);
        let total: f64 = y.iter().zip(&self.share).map(|(y, p)| p * (y - mean) * (y - mean)).sum();
        let mut toward = vec![0.0; self.columns.len()];
        for ((row, y), p) in self.basis.iter().zip(&y).zip(&self.share) {
            for (sum, x) in toward.iter_mut().zip(row) {
                *sum += p * x * (y - mean);
            }
        }
        let along: Vec<f64> = self.vectors.iter().map(|v| dot(v, &toward)).collect();
        let mut best = (f64::INFINITY, f64::INFINITY);
        for step in -24..=16 {
            let lambda = num::pow(10.0, f64::from(step) / 4.0);
            let (mut rss, mut degrees) = (total, 1.0);
            for (g, b) in self.values.iter().zip(&along) {
                let a = b / (g + lambda);
                rss += a * a * g - 2.0 * a * b;
                degrees += g / (g + lambda);
            }
            let left = 1.0 - COUNT_DEGREES * degrees / self.effective;
            if left > 0.0 {
                let score = rss.max(0.0) / (left * left);
                // Of equals the smoother.
                if score <= best.0 {
                    best = (score, lambda);
                }
            }
        }
        let mut coefficients = vec![0.0; self.columns.len()];
        for ((g, b), vector) in self.values.iter().zip(&along).zip(&self.vectors) {
            let a = b / (g + best.1);
            for (coefficient, v) in coefficients.iter_mut().zip(vector) {
                *coefficient += a * v;
            }
        }
        Fit { mean, coefficients }
    }
}

/// A fitted response.
#[derive(Clone, Debug)]
pub struct Fit {
    mean: f64,
    coefficients: Vec<f64>,
}

impl Fit {
    /// The fitted value at a [`Design::row`].
    pub fn at(&self, row: &[f64]) -> f64 {
        self.mean + dot(row, &self.coefficients)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal::quantile;

    fn all(n: usize) -> Vec<usize> {
        (0..n).collect()
    }

    /// The `i`-th uniform of stream `k`, by the finalizer of SplitMix64: the same in every run.
    fn uniform(k: u64, i: usize) -> f64 {
        let mut z = (k << 32 | i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(k: u64, i: usize) -> f64 {
        quantile(uniform(k, i).clamp(1e-9, 1.0 - 1e-9))
    }

    #[test]
    fn a_line_without_noise_is_met_and_extended() {
        let x: Vec<f64> = (0..60).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 2.0 * x).collect();
        let design = Design::new(&[x], &all(60), &[1.0; 60]);
        let fit = design.fit(&y);
        for at in [0.0, 30.5, 59.0, 70.0] {
            assert!(
                (fit.at(&design.row(&[at])) - (3.0 - 2.0 * at)).abs() < 0.01 * (3.0 - 2.0 * at).abs().max(1.0),
                "{at}"
            );
        }
    }

    #[test]
    fn a_curve_and_a_product_are_found_in_noise_and_an_irrelevant_variable_is_not() {
        let n = 600;
        let column = |k: u64| (0..n).map(|i| uniform(k, i) * 2.0 - 1.0).collect::<Vec<f64>>();
        let (a, b, c) = (column(1), column(2), column(3));
        let truth = |a: f64, b: f64| (2.0 * a).sin() + 1.5 * a * b;
        let y: Vec<f64> = (0..n).map(|i| truth(a[i], b[i]) + 0.3 * normal(4, i)).collect();
        let design = Design::new(&[a, b, c.clone()], &all(n), &vec![1.0; n]);
        let fit = design.fit(&y);
        for (p, q) in [(0.5, 0.5), (-0.5, 0.5), (0.8, -0.3), (0.0, 0.0)] {
            let fitted = fit.at(&design.row(&[p, q, 0.2]));
            assert!((fitted - truth(p, q)).abs() < 0.15, "{p} {q}: {fitted} is not {}", truth(p, q));
        }
        let noise = Design::new(&[c], &all(n), &vec![1.0; n]);
        let flat = noise.fit(&y);
        let spread = flat.at(&noise.row(&[0.9])) - flat.at(&noise.row(&[-0.9]));
        assert!(spread.abs() < 0.2, "{spread}");
    }

    #[test]
    fn a_weight_of_two_is_a_row_that_stands_twice() {
        let x: Vec<f64> = (0..40).map(|i| normal(1, i)).collect();
        let y: Vec<f64> = (0..40).map(|i| x[i] + normal(2, i)).collect();
        let weights: Vec<f64> = (0..40).map(|i| if i < 10 { 2.0 } else { 1.0 }).collect();
        let columns = [x];
        let weighted = Design::new(&columns, &all(40), &weights);
        let rows: Vec<usize> = (0..40).chain(0..10).collect();
        let repeated = Design::new(&columns, &rows, &[1.0; 40]);
        // Knots and penalty see the effective number of rows, so that only the moments agree exactly.
        assert!((weighted.fit(&y).mean - repeated.fit(&y).mean).abs() < 1e-12);
        assert!((weighted.basis[3][0] - repeated.basis[3][0]).abs() < 0.02);
    }

    #[test]
    fn nothing_that_varies_leaves_the_mean() {
        let design = Design::new(&[vec![5.0; 4]], &all(4), &[1.0; 4]);
        assert_eq!(design.fit(&[1.0, 2.0, 3.0, 6.0]).at(&design.row(&[9.0])), 3.0);
    }
}
