//! Small symmetric matrices: their eigenvalues and eigenvectors.

use super::num;

/// Rows of a matrix.
pub type Matrix = Vec<Vec<f64>>;

/// A matrix of zeros, `n` × `n`.
pub fn zeros(n: usize) -> Matrix {
    vec![vec![0.0; n]; n]
}

/// Eigenvalues, largest first, and the eigenvector of each (length 1).
#[derive(Clone, Debug, PartialEq)]
pub struct Eigen {
    /// Eigenvalues, largest first.
    pub values: Vec<f64>,
    /// `vectors[i]` belongs to `values[i]`.
    pub vectors: Matrix,
}

/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan 2013, *Matrix
/// Computations*, §8.5): each rotation sets one pair of off-diagonal elements to zero; meant for up to some 60 rows. Only
/// the upper triangle is read.
///
/// # Panics
/// If the matrix is not square.
pub fn symmetric_eigen(matrix: &Matrix) -> Eigen {
    let n = matrix.len();
    assert!(matrix.iter().all(|row| row.len() == n), "a symmetric matrix is square");
    let mut a: Matrix = (0..n).map(|i| (0..n).map(|j| matrix[i.min(j)][i.max(j)]).collect()).collect();
    // Rows of `v` are the eigenvectors.
    let mut v = zeros(n);
    for (i, row) in v.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    let size: f64 = a.iter().flatten().map(|x| x * x).sum();
    for _ in 0..60 {
        let off: f64 = (0..n).map(|i| a[i][i + 1..].iter().map(|x| x * x).sum::<f64>()).sum();
        if off <= 1e-30 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + num::sqrt(theta * theta + 1.0));
                let c = 1.0 / num::sqrt(t * t + 1.0);
                rotate(&mut a, p, q, c, t * c);
                let (head, tail) = v.split_at_mut(q);
                for (x, y) in head[p].iter_mut().zip(&mut tail[0]) {
                    (*x, *y) = (c * *x - t * c * *y, t * c * *x + c * *y);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|i, j| a[*j][*j].total_cmp(&a[*i][*i]));
    Eigen { values: order.iter().map(|i| a[*i][*i]).collect(), vectors: order.iter().map(|i| v[*i].clone()).collect() }
}

/// One rotation of rows and columns p and q.
fn rotate(a: &mut Matrix, p: usize, q: usize, c: f64, s: f64) {
    for row in a.iter_mut() {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    let (head, tail) = a.split_at_mut(q);
    for (x, y) in head[p].iter_mut().zip(&mut tail[0]) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}

/// Σ xᵢyᵢ.
#[inline]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_by_two_by_hand() {
        // Trace 5, determinant 5: λ² − 5λ + 5 = 0.
        let e = symmetric_eigen(&vec![vec![2.0, 1.0], vec![1.0, 3.0]]);
        assert!((e.values[0] - (5.0 + 5f64.sqrt()) / 2.0).abs() < 1e-14);
        assert!((e.values[1] - (5.0 - 5f64.sqrt()) / 2.0).abs() < 1e-14);
    }

    #[test]
    fn the_second_difference_matrix_has_its_known_spectrum_and_is_put_together_again() {
        // 2 on the diagonal, −1 beside it: eigenvalues 2 − 2 cos(kπ/(n + 1)).
        let n = 30;
        let mut a = zeros(n);
        for i in 0..n {
            a[i][i] = 2.0;
            if i + 1 < n {
                (a[i][i + 1], a[i + 1][i]) = (-1.0, -1.0);
            }
        }
        let e = symmetric_eigen(&a);
        for (k, value) in e.values.iter().rev().enumerate() {
            let want = 2.0 - 2.0 * (std::f64::consts::PI * (k + 1) as f64 / (n + 1) as f64).cos();
            assert!((value - want).abs() < 1e-12, "{k}");
        }
        for (i, row) in a.iter().enumerate() {
            for (j, element) in row.iter().enumerate() {
                let back: f64 = (0..n).map(|k| e.values[k] * e.vectors[k][i] * e.vectors[k][j]).sum();
                assert!((back - element).abs() < 1e-12);
                let product = dot(&e.vectors[i], &e.vectors[j]);
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_matrix_without_rank_has_zeros() {
        let e = symmetric_eigen(&vec![vec![1.0, 2.0, 0.0], vec![2.0, 4.0, 0.0], vec![0.0; 3]]);
        assert!((e.values[0] - 5.0).abs() < 1e-13 && e.values[1].abs() < 1e-13 && e.values[2].abs() < 1e-13);
    }
}
