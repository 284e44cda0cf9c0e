//! Tables as CSV: plain numbers with every digit; a cell that holds nothing is empty.

use crate::cell::Cell;
use crate::table::{Row, Table};
use amparo_text::unrunnable;

impl Table {
    /// The table with its heading. No cell can be run as a formula by a spreadsheet; what a cell held is read back by
    /// [`amparo_text::Row`].
    pub fn csv(&self) -> String {
        self.csv_heading() + &self.csv_rows()
    }

    /// The heading alone, as one line.
    pub fn csv_heading(&self) -> String {
        written([self.csv_names()])
    }

    /// Names of its columns for programs.
    pub fn csv_names(&self) -> Vec<String> {
        self.seen_by(|readers| readers.programs).flat_map(|(_, column)| column.names()).collect()
    }

    /// The rows without a heading, for a table that is written piece by piece.
    pub fn csv_rows(&self) -> String {
        let columns: Vec<_> = self.seen_by(|readers| readers.programs).collect();
        written(self.rows.iter().filter_map(|row| {
            let Row::Cells(cells) = row else { return None };
            Some(columns.iter().flat_map(|(k, column)| column.cells(&cells[*k])).map(|cell| field(&cell)).collect())
        }))
    }
}

/// A cell as programs read it.
fn field(cell: &Cell) -> String {
    match cell.bare() {
        Cell::Text(text) => unrunnable(text).into_owned(),
        Cell::Whole(n) => n.to_string(),
        Cell::Number(x) if x.is_finite() => x.to_string(),
        Cell::Estimate(e) if e.mean.is_finite() => e.mean.to_string(),
        Cell::Yes(holds) => holds.to_string(),
        _ => String::new(),
    }
}

fn written(records: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in records {
        // Writing to memory does not fail.
        let _ = writer.write_record(&record);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::{Column, Estimate, Part, Readers, Table, cells};

    #[test]
    fn numbers_keep_every_digit_and_missing_cells_are_empty() {
        let mut table = Table::new("a", ["x", "y", "n", "b", "t"].map(Column::fact));
        table.row(cells![0.1 + 0.2, f64::NAN, 7_u64, true, "plain"]);
        table.row(cells![-1e-7, None::<f64>, None::<u64>, false, ""]);
        assert_eq!(table.csv(), "x,y,n,b,t\n0.30000000000000004,,7,true,plain\n-0.0000001,,,false,\n");
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_text_and_numbers_stay_numbers() {
        let mut table = Table::new("a", [Column::fact("t"), Column::fact("x")]);
        for text in ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "=1,\"2\"", "'=1", "-5", "＝1"] {
            table.row(cells![text, -2.0]);
        }
        let text = table.csv();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let cells: Vec<(String, String)> =
            reader.records().map(|r| r.expect("CSV")).map(|r| (r[0].to_owned(), r[1].to_owned())).collect();
        let texts: Vec<&str> = cells.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(texts, ["'=1+1", "'+x", "'-x", "'@SUM(A1)", "'\t=1", "'=1,\"2\"", "''=1", "-5", "'＝1"]);
        assert!(cells.iter().all(|(_, x)| x == "-2"));
    }

    #[test]
    fn what_only_people_read_is_left_out() {
        let mut table = Table::new(
            "a",
            [Column::people("Policy"), Column::program("policy"), Column::fact("p").only(Readers::PAGES)],
        );
        table.group("a heading");
        table.row(cells!["Campaign", "a", "only here"]);
        assert_eq!(table.csv(), "policy\na\n");
    }

    #[test]
    fn an_empty_table_is_its_heading() {
        let parts: crate::Parts = &[("mean", Part::Mean), ("high", Part::DrawsHigh)];
        let mut table = Table::new("a", [Column::fact("policy"), Column::estimate("cost", parts)]);
        assert_eq!(table.csv(), "policy,cost,cost_high\n");
        table.row(cells!["a,b", Estimate { mean: 1.5, ..Estimate::default() }]);
        assert_eq!(table.csv_rows(), "\"a,b\",1.5,\n");
    }

    #[test]
    fn quotes_and_line_ends_in_a_name_are_read_back() {
        let mut table = Table::new("a", [Column::fact("t"), Column::fact("u")]);
        table.row(cells!["say \"yes\"\nor no", "日本, Perú"]);
        let text = table.csv();
        let read = csv::Reader::from_reader(text.as_bytes()).records().next().expect("a row").expect("CSV");
        assert_eq!((&read[0], &read[1]), ("say \"yes\"\nor no", "日本, Perú"));
    }
}
