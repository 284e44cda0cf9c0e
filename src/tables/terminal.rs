//! Tables for terminals, in lines that fit the room there is.

use crate::cell::Cell;
use crate::html::words;
use crate::table::{Column, Row, Shows, Table};
use amparo_text::{Grid, Lane, width};

/// Columns before every row, and between two columns.
const INDENT: usize = 2;
const GAP: usize = 2;

impl Table {
    /// Its rows under their headings in at most `room` columns of a terminal, a line end behind each line. Headings of groups and the
    /// caption are left to whoever prints it: see [`Table::groups`].
    pub fn terminal(&self, room: usize) -> String {
        let lines = together(std::slice::from_ref(self), room).into_iter().flatten();
        lines.flat_map(|line| [line, "\n".to_owned()]).collect()
    }

    fn grid(&self) -> Grid {
        let seen: Vec<(usize, &Column)> = self.seen_by(|readers| readers.terminals).collect();
        let mut heading = Vec::new();
        let mut columns = Vec::new();
        for (at, (k, column)) in seen.iter().enumerate() {
            // The first column names the rows; others are left where all they hold is text.
            let text = |cells: &[Cell]| matches!(cells[*k].bare(), Cell::Text(_) | Cell::Missing(_));
            let left = at == 0
                || (self.facts().any(|cells| matches!(cells[*k].bare(), Cell::Text(_))) && self.facts().all(text));
            heading.push(headed(column));
            columns.push(Lane { least: 0, left });
            if column.parts.is_some() && column.shows.bar.terminals {
                heading.push("error".to_owned());
                columns.push(Lane::default());
            }
        }
        let mut rows = vec![heading];
        for row in &self.rows {
            let Row::Cells(cells) = row else { continue };
            rows.push(seen.iter().flat_map(|(k, column)| told(&cells[*k], column)).collect());
        }
        let plain = |cell: String| cell.replace('\u{a0}', " ");
        let rows = rows.into_iter().map(|row| row.into_iter().map(plain).collect()).collect();
        Grid { indent: INDENT, gap: GAP, columns, rows, names: None }
    }
}

fn headed(column: &Column) -> String {
    let label = match (&column.brief, column.unit.as_ref()) {
        (Some(brief), _) => brief.to_string(),
        (None, "") => column.label.to_string(),
        (None, unit) => format!("{} {unit}", column.label),
    };
    if column.parts.is_some() && column.shows.interval.terminals && !column.interval.is_empty() {
        format!("{label} ({})", column.interval)
    } else {
        label
    }
}

/// What stands in a cell, and the error of its mean beside it where the column shows that.
fn told(cell: &Cell, column: &Column) -> Vec<String> {
    let mut text = words(cell, column);
    let mut bar = String::new();
    if let Cell::Estimate(e) = cell.bare() {
        // Where draws give no interval there is the error of the mean, unless it has a column of its own.
        let over_draws = e.ends().filter(|_| !e.one_draw);
        text = match (over_draws, e.bar) {
            _ if !column.shows.interval.terminals => text,
            (Some((low, high)), _) => format!("{text} ({})", column.format.range(low, high)),
            (None, Some(bar)) if e.one_draw || !column.shows.bar.terminals => {
                format!("{text} ±{}", column.format.half(bar))
            }
            _ => text,
        };
        if column.shows.relative.terminals
            && let Some(relative) = e.relative
        {
            text = format!("{text} ({})", crate::numbers::signed_percent(relative));
        }
        if !e.sure && column.shows != Shows::MEAN {
            text.insert(0, '~');
        }
        bar = e.bar.map_or("–".to_owned(), |half| format!("±{}", column.format.half(half)));
    }
    let notes = cell.notes().join("; ");
    if !notes.is_empty() {
        text = format!("{text} ({notes})");
    }
    let mut told = vec![text];
    if column.parts.is_some() && column.shows.bar.terminals {
        told.push(bar);
    }
    told
}

/// Tables in lines of at most `room` columns. The names of rows are as wide in each, so that who is named in several tables is
/// found at the same place.
pub fn together(tables: &[Table], room: usize) -> Vec<Vec<String>> {
    let mut grids: Vec<Grid> = tables.iter().map(Table::grid).collect();
    let names = |grid: &Grid| grid.rows.iter().filter_map(|row| row.first()).map(|name| width(name)).max();
    let longest = grids.iter().filter_map(names).max().unwrap_or(0);
    // A table that has no room for names at all is laid out by itself.
    let left = grids.iter().filter_map(|grid| room.checked_sub(grid.without_names())).min().unwrap_or(room);
    let names = longest.min(left);
    for grid in &mut grids {
        grid.names = Some(names);
        if let Some(first) = grid.columns.first_mut() {
            first.least = names;
        }
    }
    grids.iter().map(|grid| grid.lines(room)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Estimate, Format, cells};

    fn table() -> Table {
        let averted = Column::estimate("averted", &[]).format(Format::Persons).shows(Shows::BOTH);
        let columns = [
            Column::people("Policy"),
            averted,
            Column::fact("cost_soles").labelled("cost").unit("per year").format(Format::Soles),
            Column::program("hidden"),
            Column::fact("why"),
        ];
        let mut table = Table::new("t", columns);
        let e = Estimate {
            mean: 1738.2,
            bar: Some(56.0),
            draws_low: Some(300.0),
            draws_high: Some(2300.0),
            sure: true,
            ..Estimate::default()
        };
        table.row(cells!["Campaña 名前", e.clone(), 2.5e6, "x", "known"]);
        table.row(cells!["App", Estimate { sure: false, draws_low: None, bar: None, ..e }, None::<f64>, "x", ""]);
        table
    }

    #[test]
    fn columns_stand_under_each_other_as_a_terminal_counts_them() {
        let lines: Vec<String> = table().terminal(100).lines().map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "  Policy             averted (draws)  error   cost per year  why",
                "  Campaña 名前  1,738 (300 to 2,300)    ±56  S/ 2.5 million  known",
                "  App                         ~1,738      –               –",
            ]
        );
    }

    #[test]
    fn with_one_draw_the_interval_is_that_of_the_mean() {
        let shows = Shows { relative: crate::Readers::TERMINALS, ..Shows::INTERVAL };
        let column = Column::estimate("", &[]).format(Format::Change).shows(shows);
        let mut table = Table::new("t", [Column::people("p"), column]);
        let e = Estimate {
            mean: -238.0,
            bar: Some(55.0),
            relative: Some(-0.082),
            one_draw: true,
            sure: true,
            ..Estimate::default()
        };
        table.row(cells!["a", e.clone()]);
        table.row(cells!["b", Estimate { bar: None, relative: None, sure: false, ..e }]);
        let text = table.terminal(100);
        assert!(text.contains("−238 ±55 (−8.2 %)") && text.contains(" ~−238\n"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_room_and_nothing_is_left_out() {
        for room in 24..90 {
            let text = table().terminal(room);
            assert!(text.lines().all(|line| width(line) <= room), "{room}: {text}");
            let all = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for word in ["Campaña", "名前", "1,738", "±56", "S/ 2.5", "million", "known", "App", "~1,738"] {
                assert!(all.contains(word), "{room}: {word}: {text}");
            }
        }
    }

    #[test]
    fn tables_together_name_their_rows_in_columns_as_wide() {
        let mut short = Table::new("s", [Column::people("Policy"), Column::fact("n")]);
        short.row(cells!["App", 1_u64]);
        let lines = together(&[table(), short], 100);
        let place = |line: &str| width(line) - width(line.trim_start_matches("  App").trim_start());
        assert_eq!(place(&lines[1][1]), 2 + width("Campaña 名前") + 2, "{lines:?}");
        let mut wide = Table::new("w", [Column::people("Policy"), Column::fact("n")]);
        wide.row(cells!["a name that is longer than all the others", 1_u64]);
        assert_eq!(together(&[wide], 20).concat().iter().map(|line| width(line)).max().map(|w| w <= 20), Some(true));
    }

    #[test]
    fn an_empty_table_is_its_heading() {
        let table = Table::new("t", [Column::fact("name"), Column::fact("n").unit("persons")]);
        assert_eq!(table.terminal(80), "  name  n persons\n");
    }
}
