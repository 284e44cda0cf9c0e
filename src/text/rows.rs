//! CSV files read so that every error can name file, line and column.

use super::diagnostic::{Diagnostic, IN_EXCEL, SourceText, nearest_name};
use super::safe::{LONGEST_NAME, named, steering, unfit};
use super::written::{NUMBERS, extreme, meant, thousands};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

/// A CSV file's rows under a checked header.
#[derive(Clone, Debug)]
pub struct Rows {
    source: SourceText,
    /// Each column's name, and the field of a row it stands in.
    columns: Vec<(String, usize)>,
    /// The byte at which the header begins.
    header: usize,
    rows: Vec<RawRow>,
    /// Whether no row was out of shape.
    all_fit: bool,
}

/// Rows of a table at most.
pub const MOST_ROWS: usize = 500_000;

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

/// A cell behind an apostrophe where a spreadsheet would run it as a formula. Numbers stay as they are. [`Row`] reads back what it was.
pub fn unrunnable(text: &str) -> Cow<'_, str> {
    let marked = runs(text) && !text.parse::<f64>().is_ok_and(f64::is_finite);
    if marked { format!("'{text}").into() } else { text.into() }
}

/// Whether a spreadsheet would take a cell for a formula, but for apostrophes before it.
fn runs(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A cell without the apostrophe that [`unrunnable`] put before it.
fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(cell)
}

/// The columns that a table has.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// Those that must be there.
    pub needed: &'a [&'a str],
    /// Those that may be left out.
    pub optional: &'a [&'a str],
    /// Whether they must stand in this order.
    pub in_order: bool,
}

impl<'a> Header<'a> {
    /// Exactly these columns, in any order.
    pub fn of(needed: &'a [&'a str]) -> Header<'a> {
        Header { needed, optional: &[], in_order: false }
    }

    /// Exactly these columns, in this order.
    pub fn in_order(needed: &'a [&'a str]) -> Header<'a> {
        Header { in_order: true, ..Header::of(needed) }
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.needed.iter().chain(self.optional).copied()
    }

    /// What an error about columns says would have been right.
    fn wanted(&self) -> String {
        match self.optional {
            [] => format!("the columns {}", self.needed.join(",")),
            more => format!("the columns {}; and, where they are needed, {}", self.needed.join(","), more.join(",")),
        }
    }
}

/// Rows out of shape that are kept as problems; those beyond are counted.
const MOST_UNFIT: usize = 50;

impl Rows {
    /// Reads the rows of a CSV text under this header, every one of them in shape.
    ///
    /// # Errors
    /// As [`Rows::read`], and every row that is out of shape.
    pub fn parse(source: SourceText, header: &Header<'_>) -> Result<Self, Diagnostic> {
        match Self::read(source, header)? {
            (_, Some(unfit)) => Err(unfit),
            (rows, None) => Ok(rows),
        }
    }

    /// Reads the rows of a CSV text under this header. Rows and columns in which nothing stands are left out: spreadsheets write
    /// them. Rows that are out of shape (too many or too few fields, a character that steers a terminal) are left out too and told
    /// together, so that whoever reads can tell what else is wrong.
    ///
    /// # Errors
    /// An empty file, another separator than commas, missing, unknown or repeated columns (all of them), too many rows.
    pub fn read(source: SourceText, header: &Header<'_>) -> Result<(Self, Option<Diagnostic>), Diagnostic> {
        let text = std::sync::Arc::clone(&source.text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut table = Self { source, columns: Vec::new(), header: 0, rows: Vec::new(), all_fit: true };
        let mut fields = csv::StringRecord::new();
        // Fields that every row has: those with a column, and others that stay empty.
        let mut width = 0;
        let (mut unfit, mut more) = (Vec::new(), 0);
        loop {
            match reader.read_record(&mut fields) {
                Ok(true) => {}
                Ok(false) => break,
                Err(e) => return Err(table.source.error(0..0, format!("not a CSV file: {e}"))),
            }
            if fields.iter().all(str::is_empty) {
                continue;
            }
            let at = fields.position().map_or(0, |p| p.byte() as usize).min(text.len());
            // The reader counts blank lines to the row that follows them.
            let blank = text[at..].bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let raw = RawRow { fields: fields.clone(), start: at + blank };
            if table.columns.is_empty() {
                table.check_header(&raw, header)?;
                table.header = raw.start;
                width = raw.fields.len();
                continue;
            }
            match (Row { table: &table, row: &raw }.check_fields(width)) {
                Ok(()) => {}
                Err(problem) if unfit.len() < MOST_UNFIT => {
                    unfit.push(problem);
                    continue;
                }
                Err(_) => {
                    more += 1;
                    continue;
                }
            }
            if table.rows.len() == MOST_ROWS {
                return Err(Row { table: &table, row: &raw }
                    .error_row("the table is too long")
                    .expected(format!("at most {MOST_ROWS} rows")));
            }
            table.rows.push(raw);
        }
        if table.columns.is_empty() {
            return Err(table.source.error(0..0, "the file is empty").expected(header.wanted()));
        }
        table.all_fit = unfit.is_empty();
        Ok((table, Diagnostic::of_all(unfit, more)))
    }

    fn check_header(&mut self, raw: &RawRow, header: &Header<'_>) -> Result<(), Diagnostic> {
        let wanted = header.wanted();
        let row = Row { table: self, row: raw };
        row.separated_by_commas(header)?;
        let mut found: Vec<(String, usize)> = Vec::new();
        let (mut problems, mut unknown) = (Vec::new(), Vec::new());
        for (index, name) in raw.fields.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            if problems.len() >= MOST_UNFIT {
                break;
            }
            if !header.names().any(|known| known == name) {
                let nearest = nearest_name(name, header.names());
                unknown.extend(nearest);
                let problem = row.error_at(index, format!("unknown column `{name}`"));
                problems.push(problem.expected(wanted.clone()).nearest(nearest));
            } else if found.iter().any(|(other, _)| other == name) {
                problems.push(row.error_at(index, format!("column `{name}` appears twice")).expected(wanted.clone()));
            } else {
                found.push((name.to_owned(), index));
            }
        }
        for column in header.needed {
            // Of one that is misspelt, that is said already.
            if !found.iter().any(|(name, _)| name == *column) && !unknown.contains(column) {
                problems.push(row.error_row(format!("missing column `{column}`")).expected(wanted.clone()));
            }
        }
        if let Some(problems) = Diagnostic::of_all(problems, 0) {
            return Err(problems);
        }
        if header.in_order && !found.iter().map(|(name, _)| name.as_str()).eq(header.names()) {
            return Err(row.error_row("the columns are in another order").expected(wanted));
        }
        self.columns = found;
        Ok(())
    }

    /// Whether these are all rows of the table, none of them out of shape.
    pub fn all_fit(&self) -> bool {
        self.all_fit
    }

    /// Whether the table has this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|(name, _)| name == column)
    }

    /// The row at this position below the header.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.rows.get(index).map(|row| Row { table: self, row })
    }

    /// The rows below the header.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|row| Row { table: self, row })
    }

    /// An error about a column, shown at its name in the header.
    pub fn error_in(&self, column: &str, message: impl Into<String>) -> Diagnostic {
        let start = self.header;
        let header = RawRow { fields: csv::StringRecord::new(), start };
        Row { table: self, row: &header }.error(column, message)
    }

    /// An error about the file as a whole, shown at its header.
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        let end = self.source.text.find('\n').unwrap_or(self.source.text.len());
        self.source.error(0..end, message)
    }
}

impl<'a> Row<'a> {
    /// The field of a column, trimmed and without the mark of [`unrunnable`]; empty when the column does not exist.
    pub fn text(&self, column: &str) -> &'a str {
        self.index(column).and_then(|i| self.row.fields.get(i)).map_or("", unmarked)
    }

    /// A name: not empty, on one line, of a length that can be shown.
    ///
    /// # Errors
    /// When it is none.
    pub fn name(&self, column: &str) -> Result<&'a str, Diagnostic> {
        let text = self.text(column);
        let why_not = match text.is_empty() {
            true => Some("is empty".to_owned()),
            false => unfit(text, LONGEST_NAME),
        };
        match why_not {
            Some(why) => Err(self
                .error(column, format!("`{column}` {why}"))
                .expected(format!("a name of at most {LONGEST_NAME} characters on one line"))),
            None => Ok(text),
        }
    }

    /// A finite number.
    ///
    /// # Errors
    /// When the field is anything else, or so near to zero or so large that what is computed from it would be none.
    pub fn number(&self, column: &str) -> Result<f64, Diagnostic> {
        let text = self.text(column);
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => match extreme(value) {
                Some(why) => Err(self
                    .error(column, format!("`{column}` is {value:e}, {why}"))
                    .expected(format!("0, or a number from {:e} to {:e}", NUMBERS.0, NUMBERS.1))),
                None => Ok(value),
            },
            _ => Err(self
                .error(column, format!("`{column}` is `{text}`, not a number"))
                .expected(meant(text).unwrap_or_else(|| "a number".to_owned()))),
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

    /// A whole number of persons or places within a range. What a spreadsheet may have meant as thousands is asked about.
    ///
    /// # Errors
    /// When the field is not whole, has a separator of thousands, or is outside.
    pub fn persons_in(&self, column: &str, range: RangeInclusive<f64>) -> Result<f64, Diagnostic> {
        let text = self.text(column);
        if let Some(meant) = thousands(text) {
            return Err(self
                .error(column, format!("`{column}` is `{text}`: is {meant} meant?"))
                .expected(format!("a whole number without a separator of thousands: {meant}, if that is meant")));
        }
        let value = self.number_in(column, range.clone())?;
        if value.fract() == 0.0 {
            return Ok(value);
        }
        Err(self.error(column, format!("`{column}` is {value}, not a whole number")).expected(format!(
            "a whole number from {} to {}",
            range.start(),
            range.end()
        )))
    }

    /// An amount of money within a range; one that may have been meant as thousands is asked about where it is below `doubted`, too
    /// little to be likely.
    ///
    /// # Errors
    /// When the field is no number, may have a separator of thousands, or is outside.
    pub fn soles_in(&self, column: &str, range: RangeInclusive<f64>, doubted: f64) -> Result<f64, Diagnostic> {
        let value = self.number_in(column, range)?;
        let text = self.text(column);
        match thousands(text).filter(|_| value < doubted) {
            Some(meant) => Err(self
                .error(column, format!("`{column}` is `{text}`: is {meant} meant?"))
                .expected(format!("{meant} without a separator of thousands, or {value} if a fraction is meant"))),
            None => Ok(value),
        }
    }

    /// A whole number within a range.
    ///
    /// # Errors
    /// When the field is not whole or outside.
    pub fn whole_in(&self, column: &str, range: RangeInclusive<usize>) -> Result<usize, Diagnostic> {
        let text = self.text(column);
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        if let Some(meant) = thousands(text) {
            return Err(self.error(column, format!("`{column}` is `{text}`: is {meant} meant?")).expected(expected));
        }
        match text.parse::<usize>() {
            Ok(value) if range.contains(&value) => Ok(value),
            Ok(value) => Err(self.error(column, format!("`{column}` is {value}, out of range")).expected(expected)),
            Err(_) => Err(self.error(column, format!("`{column}` is `{text}`, not a whole number")).expected(expected)),
        }
    }

    /// Whether the header has this column.
    pub fn has(&self, column: &str) -> bool {
        self.index(column).is_some()
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
        self.table.columns.iter().find(|(name, _)| name == column).map(|(_, index)| *index)
    }

    /// Every field has a column and holds nothing that steers a terminal; all columns have one.
    fn check_fields(&self, width: usize) -> Result<(), Diagnostic> {
        let columns = || self.table.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        let fields = &self.row.fields;
        let used = (0..fields.len()).rev().find(|i| !fields[*i].is_empty()).map_or(0, |last| last + 1);
        let needed = self.table.columns.iter().map(|(_, index)| index + 1).max().unwrap_or(0);
        if used > width || fields.len() < needed {
            let (wanted, found) = (self.table.columns.len(), used.max(fields.len().min(width)));
            let hint = match used > width {
                true => "; a decimal comma, or one that parts thousands, would make two fields of one",
                false => "",
            };
            return Err(self
                .error_row(format!("this row has {found} field{}", if found == 1 { "" } else { "s" }))
                .expected(format!("{wanted} fields: {}{hint}", columns().join(", "))));
        }
        for (index, field) in fields.iter().enumerate() {
            if field.is_empty() {
                continue;
            }
            if let Some((_, c)) = steering(field) {
                return Err(self.error_at(index, format!("this field holds {}", named(c))).expected("plain text"));
            }
            // Columns without a name are few: all others are known.
            if fields.len() > self.table.columns.len() && !self.table.columns.iter().any(|(_, at)| *at == index) {
                return Err(self
                    .error_at(index, "this field stands in a column without a name")
                    .expected(format!("the columns {}", columns().join(","))));
            }
        }
        Ok(())
    }

    /// A header with other separators is named, with what to do.
    fn separated_by_commas(&self, header: &Header<'_>) -> Result<(), Diagnostic> {
        let line = &self.table.source.text[self.row.start..self.line_end()];
        if line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep=")) {
            return Err(self
                .error_row("the first line names a separator, for a spreadsheet alone")
                .expected(format!("{} in the first line", header.wanted())));
        }
        let known = |separator: char| {
            let name = |field: &str| header.names().any(|name| name == field.trim().trim_matches('"'));
            // A header is no longer than its columns need.
            line.split(separator).take(4 * header.names().count()).filter(|field| name(field)).count()
        };
        let by_commas = known(',');
        for (separator, what) in [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")] {
            if known(separator) > by_commas.max(1) {
                return Err(self
                    .error_row(format!("the columns are separated by {what}"))
                    .expected(format!("commas, and points as decimal signs; {IN_EXCEL}")));
            }
        }
        Ok(())
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

    /// Cells that a spreadsheet would run, or that look like what [`unrunnable`] makes of one.
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
            assert_eq!(unrunnable(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn numbers_and_plain_names_are_written_as_they_are() {
        for cell in ["-3.2", "+3", "1e-5", "", "Puno 1", "'quoted'", "a=b", "−3", "x-y", " =1"] {
            assert_eq!(unrunnable(cell), cell);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let plain = ["Puno 1", "'quoted'", "a, \"b\"", "-3"];
        // White space around cells is no part of them.
        for cell in FORMULAS.into_iter().filter(|cell| cell.trim() == *cell).chain(plain) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for record in [["name", "x"], [&unrunnable(cell), "1"]] {
                writer.write_record(record).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let rows =
                Rows::parse(SourceText::new(Path::new("a.csv"), &text), &Header::in_order(&["name", "x"])).unwrap();
            assert_eq!(rows.iter().next().unwrap().text("name"), cell);
        }
    }
}
