//! CSV files read so that every error can name file, line and column.

use super::diagnostic::{Diagnostic, SourceText, nearest_name};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

/// A CSV file's rows under a checked header.
#[derive(Clone, Debug)]
pub struct Rows {
    source: SourceText,
    columns: Vec<String>,
    rows: Vec<RawRow>,
}

#[derive(Clone, Debug)]
struct RawRow {
    fields: csv::StringRecord,
    start: usize,
}

/// One row of a CSV file; fields are asked for by column name.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Rows,
    row: &'a RawRow,
}

/// A cell as a field of a CSV file: quoted where it must be, and behind an apostrophe where a spreadsheet would run it as a formula.
/// Numbers stay as they are. [`Row`] reads back what was written.
pub fn csv_field(text: &str) -> Cow<'_, str> {
    let marked = runs(text) && !text.parse::<f64>().is_ok_and(f64::is_finite);
    let mark = if marked { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\"")).into()
    } else if marked {
        format!("{mark}{text}").into()
    } else {
        text.into()
    }
}

/// Whether a spreadsheet would take a cell for a formula, but for apostrophes before it.
fn runs(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A cell without the apostrophe that [`csv_field`] put before it.
fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(cell)
}

impl Rows {
    /// Reads the rows of a CSV text whose header must hold exactly these columns (in this order if `exact`).
    ///
    /// # Errors
    /// An empty file, a missing, unknown or repeated column, a row with too many or too few fields.
    pub fn parse(source: SourceText, columns: &[&str], exact: bool) -> Result<Self, Diagnostic> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(source.text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let fields = record.map_err(|e| source.error(0..0, format!("not a CSV file: {e}")))?;
            let at = fields.position().map_or(0, |p| p.byte() as usize);
            // The reader counts blank lines to the row that follows them.
            let blank =
                source.text[at.min(source.text.len())..].bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            if fields.len() == 1 && fields[0].is_empty() {
                // A line of blanks.
                continue;
            }
            rows.push(RawRow { fields, start: at + blank });
        }
        let mut table = Self { source, columns: Vec::new(), rows };
        table.check_header(columns, exact)?;
        for row in table.iter() {
            let found = row.row.fields.len();
            if found != table.columns.len() {
                let wanted = table.columns.len();
                return Err(row
                    .error_row(format!("this row has {found} field{}", if found == 1 { "" } else { "s" }))
                    .expected(format!("{wanted} fields: {}", columns.join(", "))));
            }
        }
        Ok(table)
    }

    fn check_header(&mut self, columns: &[&str], exact: bool) -> Result<(), Diagnostic> {
        let wanted = format!("the columns {}", columns.join(","));
        if self.rows.is_empty() {
            return Err(self.source.error(0..0, "the file is empty").expected(wanted));
        }
        let raw = self.rows.remove(0);
        let header = Row { table: self, row: &raw };
        for (index, name) in raw.fields.iter().enumerate() {
            if !columns.contains(&name) {
                return Err(header
                    .error_at(index, format!("unknown column `{name}`"))
                    .expected(wanted)
                    .nearest(nearest_name(name, columns.iter().copied())));
            }
            if raw.fields.iter().take(index).any(|other| other == name) {
                return Err(header.error_at(index, format!("column `{name}` appears twice")).expected(wanted));
            }
        }
        for column in columns {
            if !raw.fields.iter().any(|name| name == *column) {
                return Err(header.error_row(format!("missing column `{column}`")).expected(wanted));
            }
        }
        if exact && !raw.fields.iter().eq(columns.iter().copied()) {
            return Err(header.error_row("the columns are in another order").expected(wanted));
        }
        self.columns = raw.fields.iter().map(str::to_owned).collect();
        Ok(())
    }

    /// The rows below the header.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|row| Row { table: self, row })
    }

    /// An error about the file as a whole, shown at its header.
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        let end = self.source.text.find('\n').unwrap_or(self.source.text.len());
        self.source.error(0..end, message)
    }
}

impl<'a> Row<'a> {
    /// The field of a column, trimmed and without the mark of [`csv_field`]; empty when the column does not exist.
    pub fn text(&self, column: &str) -> &'a str {
        self.index(column).and_then(|i| self.row.fields.get(i)).map_or("", unmarked)
    }

    /// A field that must not be empty nor hold control characters.
    ///
    /// # Errors
    /// When it is or does.
    pub fn name(&self, column: &str) -> Result<&'a str, Diagnostic> {
        let text = self.text(column);
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(self.error(column, format!("`{column}` is empty or not plain text")).expected("a name"));
        }
        Ok(text)
    }

    /// A finite number.
    ///
    /// # Errors
    /// When the field is anything else.
    pub fn number(&self, column: &str) -> Result<f64, Diagnostic> {
        let text = self.text(column);
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(self.error(column, format!("`{column}` is `{text}`, not a number")).expected("a number")),
        }
    }

    /// A number within a range.
    ///
    /// # Errors
    /// When the field is no number or outside.
    pub fn number_in(&self, column: &str, range: RangeInclusive<f64>) -> Result<f64, Diagnostic> {
        let value = self.number(column)?;
        if range.contains(&value) {
            return Ok(value);
        }
        Err(self.error(column, format!("`{column}` is {value}, out of range")).expected(format!(
            "a number from {} to {}",
            range.start(),
            range.end()
        )))
    }

    /// A whole number within a range.
    ///
    /// # Errors
    /// When the field is not whole or outside.
    pub fn whole_in(&self, column: &str, range: RangeInclusive<usize>) -> Result<usize, Diagnostic> {
        let text = self.text(column);
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        match text.parse::<usize>() {
            Ok(value) if range.contains(&value) => Ok(value),
            Ok(value) => Err(self.error(column, format!("`{column}` is {value}, out of range")).expected(expected)),
            Err(_) => Err(self.error(column, format!("`{column}` is `{text}`, not a whole number")).expected(expected)),
        }
    }

    /// An error that points at this row's field of `column`.
    pub fn error(&self, column: &str, message: impl Into<String>) -> Diagnostic {
        match self.index(column) {
            Some(index) => self.error_at(index, message),
            None => self.error_row(message),
        }
    }

    /// An error that points at the whole row.
    pub fn error_row(&self, message: impl Into<String>) -> Diagnostic {
        self.table.source.error(self.row.start..self.line_end(), message)
    }

    fn index(&self, column: &str) -> Option<usize> {
        self.table.columns.iter().position(|c| c == column)
    }

    fn error_at(&self, index: usize, message: impl Into<String>) -> Diagnostic {
        let span = self.field_span(index);
        self.table.source.error(span, message)
    }

    fn line_end(&self) -> usize {
        let text = &self.table.source.text;
        text[self.row.start..].find('\n').map_or(text.len(), |i| self.row.start + i)
    }

    /// The bytes of a field as written, quotes included.
    fn field_span(&self, index: usize) -> Range<usize> {
        let mut field = 0;
        let mut quoted = false;
        let mut start = self.row.start;
        let text = &self.table.source.text;
        for (i, byte) in text.bytes().enumerate().skip(self.row.start) {
            match byte {
                b'"' => quoted = !quoted,
                b',' | b'\n' if !quoted => {
                    if field == index {
                        return start..i;
                    }
                    if byte == b'\n' {
                        break;
                    }
                    field += 1;
                    start = i + 1;
                }
                _ => {}
            }
        }
        start..text.len().max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// Cells that a spreadsheet would run, or that look like what [`csv_field`] makes of one.
    const FORMULAS: [&str; 12] = [
        "=HYPERLINK(\"http://x\",\"a\")",
        "+x",
        "-x",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "=1,2",
        "'=1",
        "''+x",
        "＝1",
        "-inf",
    ];

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_as_a_formula_is_written_as_text() {
        for cell in FORMULAS {
            let field = csv_field(cell);
            assert!(field.trim_start_matches('"').starts_with('\''), "{cell:?}: {field:?}");
        }
        assert_eq!(csv_field("=1,\"2\""), "\"'=1,\"\"2\"\"\"");
    }

    #[test]
    fn numbers_and_plain_names_are_written_as_they_are() {
        for cell in ["-3.2", "+3", "1e-5", "", "Puno 1", "'quoted'", "a=b", "−3", "x-y", " =1"] {
            assert_eq!(csv_field(cell), cell);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let plain = ["Puno 1", "'quoted'", "a, \"b\"", "-3"];
        // White space around cells is no part of them.
        for cell in FORMULAS.into_iter().filter(|cell| cell.trim() == *cell).chain(plain) {
            let text = format!("name,x\n{},1\n", csv_field(cell));
            let rows = Rows::parse(SourceText::new(Path::new("a.csv"), &text), &["name", "x"], true).unwrap();
            assert_eq!(rows.iter().next().unwrap().text("name"), cell);
        }
    }
}
