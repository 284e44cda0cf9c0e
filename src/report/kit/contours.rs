//! Lines of equal value through a grid of numbers.

use std::collections::BTreeMap;

/// A place on an edge of the grid: its lower corner and whether it goes up (else across).
type Edge = (usize, usize, bool);

/// Lines along which a grid, straight between its points, has this value: each a list of `(column, row)`, in grid units. Marching squares
/// (Lorensen & Cline 1987 in two dimensions); where a cell is a saddle its mean decides which corners belong together.
pub fn contours(grid: &[Vec<f64>], level: f64) -> Vec<Vec<(f64, f64)>> {
    let rows = grid.len();
    let columns = grid.iter().map(Vec::len).min().unwrap_or(0);
    let above = |row: usize, column: usize| grid[row][column] > level;
    let mut next: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for row in 0..rows.saturating_sub(1) {
        for column in 0..columns.saturating_sub(1) {
            let corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)];
            let sides: [Edge; 4] =
                [(row, column, false), (row, column + 1, true), (row + 1, column, false), (row, column, true)];
            // A side is crossed where its two corners lie on different sides of the level.
            let up = corners.map(|(row, column)| above(row, column));
            let crossed: Vec<Edge> = (0..4).filter(|k| up[*k] != up[(k + 1) % 4]).map(|k| sides[k]).collect();
            let pairs: Vec<[Edge; 2]> = match crossed.as_slice() {
                [a, b] => vec![[*a, *b]],
                [a, b, c, d] => {
                    let mean = corners.iter().map(|(row, column)| grid[*row][*column]).sum::<f64>() / 4.0;
                    // Lines go round the corners that are alone: those that the middle is not with.
                    if up[0] == (mean > level) { vec![[*a, *b], [*c, *d]] } else { vec![[*d, *a], [*b, *c]] }
                }
                _ => Vec::new(),
            };
            for [a, b] in pairs {
                next.entry(a).or_default().push(b);
                next.entry(b).or_default().push(a);
            }
        }
    }
    let place = |(row, column, upward): Edge| {
        let (other_row, other_column) = if upward { (row + 1, column) } else { (row, column + 1) };
        let (a, b) = (grid[row][column], grid[other_row][other_column]);
        let share = if a == b { 0.5 } else { (level - a) / (b - a) };
        if upward { (column as f64, row as f64 + share) } else { (column as f64 + share, row as f64) }
    };
    let mut lines = Vec::new();
    // Those that end at the border first, then those that are closed.
    let mut starts: Vec<Edge> = next.iter().filter(|(_, to)| to.len() == 1).map(|(edge, _)| *edge).collect();
    starts.extend(next.iter().filter(|(_, to)| to.len() == 2).map(|(edge, _)| *edge));
    for start in starts {
        let mut line = vec![start];
        let mut at = start;
        while let Some(to) = next.get_mut(&at).and_then(Vec::pop) {
            if let Some(back) = next.get_mut(&to) {
                back.retain(|edge| *edge != at);
            }
            line.push(to);
            at = to;
        }
        if line.len() > 1 {
            lines.push(line.into_iter().map(place).collect());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_has_one_straight_line_where_its_value_is() {
        let plane: Vec<Vec<f64>> = (0..4).map(|_| (0..5).map(f64::from).collect()).collect();
        let found = contours(&plane, 1.5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 4);
        assert!(found[0].iter().all(|(column, _)| (*column - 1.5).abs() < 1e-12), "{found:?}");
        assert!(contours(&plane, 9.0).is_empty());
    }

    #[test]
    fn a_hill_has_a_closed_line_round_it() {
        let mut hill = vec![vec![0.0; 5]; 5];
        hill[2][2] = 4.0;
        let found = contours(&hill, 2.0);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].first(), found[0].last(), "{found:?}");
        let far = |(column, row): &(f64, f64)| (column - 2.0).abs() + (row - 2.0).abs();
        assert!(found[0].iter().all(|point| (far(point) - 0.5).abs() < 1e-12));
    }

    #[test]
    fn every_point_of_a_line_has_its_value_and_a_saddle_has_two_lines() {
        let saddle = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
        let found = contours(&saddle, 0.6);
        assert_eq!(found.len(), 2);
        assert_eq!(contours(&saddle, 0.4).len(), 2);
        let bumpy: Vec<Vec<f64>> =
            (0..6).map(|r| (0..7).map(|c| f64::from(r * c % 5) + 0.3 * f64::from(r)).collect()).collect();
        for (column, row) in contours(&bumpy, 2.1).into_iter().flatten() {
            let (c, r) = (column.floor() as usize, row.floor() as usize);
            let (dc, dr) = (column.fract(), row.fract());
            let value = match (dc > 0.0, dr > 0.0) {
                (true, _) => bumpy[r][c] + dc * (bumpy[r][c + 1] - bumpy[r][c]),
                (_, true) => bumpy[r][c] + dr * (bumpy[r + 1][c] - bumpy[r][c]),
                _ => bumpy[r][c],
            };
            assert!((value - 2.1).abs() < 1e-9, "{column}, {row}: {value}");
        }
    }
}
