//! Tables as the sheets of a workbook: numbers as numbers, texts as texts whatever they begin with, no formula, and nothing of the
//! clock, so that the same tables give the same bytes.

use crate::cell::Cell;
use crate::table::{Row, Table};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;
use std::fmt;

/// Rows of data that a sheet can hold below what stands above them.
pub const MOST_ROWS: usize = 1_048_576 - FIRST as usize - 64;
/// Characters of a sheet's name.
const NAME: usize = 31;
/// Characters of a cell.
const TEXT: usize = 32_767;
/// Row of the names of columns; meanings and units stand above.
const NAMES: u32 = 4;
/// First row of data.
const FIRST: u32 = NAMES + 1;
/// Widths of columns, in characters.
const NARROWEST: usize = 11;
const WIDEST: usize = 44;
/// Rows whose texts decide how wide a column is.
const LOOKED_AT: usize = 200;

/// How a spreadsheet shows the numbers of a column; what it holds is every digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// As the spreadsheet likes.
    #[default]
    General,
    /// Whole, with separators of thousands.
    Whole,
    /// With one decimal and separators of thousands.
    Tenths,
    /// A fraction as a percentage.
    Percent,
}

impl Shown {
    fn code(self) -> &'static str {
        match self {
            Shown::General => "General",
            Shown::Whole => "#,##0",
            Shown::Tenths => "#,##0.0",
            Shown::Percent => "0.0%",
        }
    }
}

/// What stands above a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Above {
    /// What it holds.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// How its numbers are shown.
    pub shown: Shown,
}

/// A table with what is said around it.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// What it is called, if no other is called so and a workbook allows it.
    pub name: String,
    /// What it holds, in a sentence.
    pub title: String,
    /// The rows and columns that programs read.
    pub table: &'a Table,
    /// One for each column that programs read.
    pub above: Vec<Above>,
    /// What stands below.
    pub notes: Vec<String>,
}

/// A line of the first sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(String),
    /// A sentence over the whole width.
    Sentence(String),
    /// A name and what it stands for.
    Fact(String, String),
    /// The sheets, each with a link and what it holds.
    Sheets,
}

/// A workbook.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    /// Its title.
    pub title: String,
    /// Name of the first sheet.
    pub front: String,
    /// What stands there.
    pub lines: Vec<Line>,
    /// The tables.
    pub sheets: Vec<Sheet<'a>>,
}

/// A workbook that could not be made.
#[derive(Debug)]
pub struct NoWorkbook(XlsxError);

impl fmt::Display for NoWorkbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot make the workbook: {}", self.0)
    }
}

impl std::error::Error for NoWorkbook {}

impl From<XlsxError> for NoWorkbook {
    fn from(error: XlsxError) -> NoWorkbook {
        NoWorkbook(error)
    }
}

/// Names that a workbook allows, all different whatever the case: without the characters that it forbids, cut to 31.
fn names<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut out = Vec::new();
    for name in wanted {
        let allowed = |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
        let plain: String = name.chars().map(|c| if allowed(c) { c } else { '-' }).collect();
        let plain = if plain.trim().is_empty() { "-" } else { plain.trim() };
        // A spreadsheet keeps this name for itself.
        let plain = if plain.eq_ignore_ascii_case("history") { "History-" } else { plain };
        let cut = |end: &str| {
            let mut out = String::new();
            for c in plain.chars() {
                if out.encode_utf16().count() + c.len_utf16() + end.encode_utf16().count() > NAME {
                    break;
                }
                out.push(c);
            }
            out + end
        };
        let free = (1..).map(|n| cut(&if n == 1 { String::new() } else { format!("-{n}") }));
        let name = free.into_iter().find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
        taken.insert(name.to_lowercase());
        out.push(name);
    }
    out
}

fn text(text: &str) -> String {
    if text.encode_utf16().count() <= TEXT {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(TEXT / 2 - 1).collect();
    out.push('…');
    out
}

/// How cells look.
struct Looks {
    title: Format,
    heading: Format,
    wrapped: Format,
    bold: Format,
    link: Format,
    meaning: Format,
    unit: Format,
    name: Format,
}

impl Looks {
    fn new() -> Looks {
        let top = || Format::new().set_align(FormatAlign::Top);
        let wrapped = || top().set_text_wrap();
        let grey = Color::RGB(0x4d555e);
        Looks {
            title: top().set_bold().set_font_size(14),
            heading: top().set_bold().set_font_size(12),
            wrapped: wrapped(),
            bold: wrapped().set_bold(),
            link: top().set_font_color(Color::RGB(0x0072b2)),
            meaning: wrapped().set_font_size(9).set_font_color(grey),
            unit: wrapped().set_font_size(9).set_italic().set_font_color(grey),
            name: top().set_bold().set_background_color(Color::RGB(0xf1f3f5)).set_border_bottom(FormatBorder::Thin),
        }
    }
}

impl Book<'_> {
    /// The workbook as a file.
    ///
    /// # Errors
    /// [`NoWorkbook`]: what a workbook cannot hold.
    pub fn bytes(&self) -> Result<Vec<u8>, NoWorkbook> {
        let mut book = Workbook::new();
        // Not the clock: the same tables are the same file.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_title(text(&self.title)).set_creation_datetime(&made));
        let looks = Looks::new();
        let names = names([self.front.as_str()].into_iter().chain(self.sheets.iter().map(|sheet| sheet.name.as_str())));
        let Some((front, names)) = names.split_first() else { return Ok(Vec::new()) };
        self.write_front(book.add_worksheet().set_name(front)?, names, &looks)?;
        for (sheet, name) in self.sheets.iter().zip(names) {
            sheet.write(book.add_worksheet().set_name(name)?, &looks)?;
        }
        Ok(book.save_to_buffer()?)
    }

    fn write_front(&self, out: &mut Worksheet, names: &[String], looks: &Looks) -> Result<(), XlsxError> {
        const LEFT: f64 = 26.0;
        const RIGHT: f64 = 96.0;
        out.set_column_width(0, LEFT)?.set_column_width(1, RIGHT)?;
        out.set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
        out.write_string_with_format(0, 0, text(&self.title), &looks.title)?;
        let mut row = 2;
        let tall = |out: &mut Worksheet, row: u32, text: &str, room: f64| {
            let lines = lines_of(text, room as usize);
            if lines > 1 { out.set_row_height(row, 15.0 * lines as f64).map(drop) } else { Ok(()) }
        };
        for line in &self.lines {
            match line {
                Line::Heading(heading) => {
                    row += 1;
                    out.write_string_with_format(row, 0, text(heading), &looks.heading)?;
                }
                Line::Sentence(sentence) => {
                    out.merge_range(row, 0, row, 1, &text(sentence), &looks.wrapped)?;
                    tall(out, row, sentence, LEFT + RIGHT)?;
                }
                Line::Fact(name, value) => {
                    out.write_string_with_format(row, 0, text(name), &looks.bold)?;
                    out.write_string_with_format(row, 1, text(value), &looks.wrapped)?;
                    tall(out, row, value, RIGHT)?;
                }
                Line::Sheets => {
                    for (sheet, name) in self.sheets.iter().zip(names) {
                        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
                        out.write_url_with_format(row, 0, link, &looks.link)?;
                        out.write_string_with_format(row, 1, text(&sheet.title), &looks.wrapped)?;
                        tall(out, row, &sheet.title, RIGHT)?;
                        row += 1;
                    }
                    continue;
                }
            }
            row += 1;
        }
        Ok(())
    }
}

/// Lines that a text takes in so many columns.
fn lines_of(text: &str, columns: usize) -> usize {
    amparo_text::broken(text, columns.max(1)).len().max(1)
}

impl Sheet<'_> {
    fn write(&self, out: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        out.write_string_with_format(0, 0, text(&self.title), &looks.title)?;
        let columns: Vec<_> = self.table.seen_by(|readers| readers.programs).collect();
        let names = self.table.csv_names();
        let plain = Above::default();
        let above = |at: usize| self.above.get(at).unwrap_or(&plain);
        let formats: Vec<Format> =
            (0..names.len()).map(|at| Format::new().set_num_format(above(at).shown.code())).collect();
        let mut widths: Vec<usize> = names.iter().map(|name| (name.chars().count() + 3).max(NARROWEST)).collect();
        let mut row = FIRST;
        for cells in self.table.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Group(_) => None,
        }) {
            let mut at = 0;
            for (place, column) in &columns {
                for cell in column.cells(&cells[*place]) {
                    let Ok(place) = u16::try_from(at) else { continue };
                    match cell.bare() {
                        Cell::Text(words) if words.is_empty() => {}
                        Cell::Text(words) => {
                            if row < FIRST + LOOKED_AT as u32 {
                                widths[at] = widths[at].max(words.chars().count() + 1).min(WIDEST.max(names[at].len()));
                            }
                            out.write_string(row, place, text(words))?;
                        }
                        Cell::Yes(holds) => drop(out.write_boolean(row, place, *holds)?),
                        cell => {
                            if let Some(number) = cell.number() {
                                out.write_number_with_format(row, place, number, &formats[at])?;
                            }
                        }
                    }
                    at += 1;
                }
            }
            row += 1;
        }
        let mut tallest = 1;
        for (at, name) in names.iter().enumerate() {
            let Ok(place) = u16::try_from(at) else { continue };
            let Above { meaning, unit, .. } = above(at);
            out.set_column_width(place, widths[at] as f64)?;
            out.write_string_with_format(NAMES - 2, place, text(meaning), &looks.meaning)?;
            out.write_string_with_format(NAMES - 1, place, text(unit), &looks.unit)?;
            out.write_string_with_format(NAMES, place, text(name), &looks.name)?;
            // Small letters: a fifth more fit.
            tallest = tallest.max(lines_of(meaning, widths[at] * 6 / 5));
        }
        out.set_row_height(NAMES - 2, 12.5 * tallest as f64 + 3.0)?;
        // Names and the first column stay in sight.
        out.set_freeze_panes(FIRST, 1)?;
        if let (Ok(last), true) = (u16::try_from(names.len().saturating_sub(1)), row > FIRST) {
            out.autofilter(NAMES, 0, row - 1, last)?;
        }
        out.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(NAMES, NAMES)?;
        for note in &self.notes {
            row += 1;
            out.write_string(row, 0, text(note))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, cells};

    #[test]
    fn names_of_sheets_are_allowed_short_and_different() {
        let long = "a".repeat(40);
        let found = names(["a/b", "A-b", "", "history", long.as_str(), long.as_str(), "日本".repeat(20).as_str()]);
        assert_eq!(found[..4], ["a-b", "A-b-2", "-", "History-"]);
        assert_eq!((found[4].len(), found[5].as_str()), (31, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa-2"));
        assert!(found.iter().all(|name| name.encode_utf16().count() <= NAME));
        let different: BTreeSet<String> = found.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), found.len());
    }

    #[test]
    fn the_same_tables_are_the_same_bytes() {
        let mut table = Table::new("a", [Column::fact("t"), Column::fact("x")]);
        table.row(cells!["=1+1", 0.1 + 0.2]);
        table.row(cells!["plain", f64::NAN]);
        let book = || Book {
            title: "Title".into(),
            front: "Read me".into(),
            lines: vec![Line::Heading("Sheets".into()), Line::Sheets],
            sheets: vec![Sheet {
                name: "a".into(),
                title: "What it is".into(),
                table: &table,
                above: Vec::new(),
                notes: vec!["A note".into()],
            }],
        };
        let bytes = |book: Book| book.bytes().expect("a workbook");
        assert!(bytes(book()) == bytes(book()));
        assert!(bytes(Book { title: "Other".into(), ..book() }) != bytes(book()));
    }
}
