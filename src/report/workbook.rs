//! `report.xlsx`: every table of a directory of results as a sheet of one workbook, behind a sheet that says what it is.

use crate::kit::chart::VERSION;
use crate::kit::format::upper_first;
use crate::said::columns::{Declared, Unit, declared};
use crate::said::files::holds;
use crate::said::runs;
use crate::terminal::readme::Contents;
use crate::told::Told;
use crate::words::files::{OfDirectory, OfWorkbook};
use crate::words::language::Language;
use crate::words::voice::Words;
use amparo_tables::Table;
use amparo_tables::xlsx::{Above, Book, Line, NoWorkbook, Sheet, Shown};

/// A table that becomes a sheet.
#[derive(Clone, Debug)]
pub struct Tabled {
    /// Its file, or the pattern of the files that it holds together: says what it is.
    pub file: String,
    /// The table itself.
    pub table: Table,
}

impl Tabled {
    /// A table with a file of its own at the top.
    pub fn own(table: Table) -> Tabled {
        Tabled { file: format!("{}.csv", table.name), table }
    }
}

/// What a workbook says besides its tables.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    /// The directory.
    pub contents: Contents<'a>,
    /// What was run, in words; empty: nothing to be said.
    pub ran: String,
    /// Hash of the resolved inputs.
    pub inputs_hash: &'a str,
    /// What holds for all tables: what intervals are, and how much is conditional.
    pub notes: Vec<String>,
    /// Files whose tables are too long for a sheet.
    pub left_out: &'a [String],
}

/// What a study's workbook says was run, and what holds for all its tables.
pub fn of_study(told: &Told) -> (String, Vec<String>) {
    let result = told.result;
    let ran = runs::of_study(result, told.answers);
    let ran = told.words.ran(&ran, result.seed, result.funded_years, result.following_years);
    (ran, vec![told.words.conditional().to_owned()])
}

/// The workbook as a file.
///
/// # Errors
/// [`NoWorkbook`]: what a workbook cannot hold.
pub fn workbook(around: &Around, tables: &[Tabled], language: Language) -> Result<Vec<u8>, NoWorkbook> {
    let words = language.words();
    let book = Book {
        title: around.contents.title.to_owned(),
        front: words.workbook(OfWorkbook::Front).to_owned(),
        lines: front(around, words),
        sheets: tables.iter().map(|one| sheet(one, around, words)).collect(),
    };
    book.bytes()
}

fn front(around: &Around, words: &dyn Words) -> Vec<Line> {
    let of = &around.contents;
    let fact = |name: OfWorkbook, value: String| Line::Fact(words.workbook(name).to_owned(), value);
    let heading = |name: OfWorkbook| Line::Heading(words.workbook(name).to_owned());
    let made = OfDirectory { command: of.command, name: of.name, seed: of.seed, version: VERSION };
    let mut lines = Vec::new();
    if !of.finding.is_empty() {
        lines.push(fact(OfWorkbook::Answer, upper_first(of.finding)));
    }
    lines.push(fact(OfWorkbook::Made, words.made_by(&made)));
    if !around.ran.is_empty() {
        lines.push(fact(OfWorkbook::Ran, upper_first(&around.ran)));
    }
    lines.push(fact(OfWorkbook::When, words.workbook(OfWorkbook::WhenIs).to_owned()));
    lines.push(fact(OfWorkbook::Inputs, around.inputs_hash.to_owned()));
    lines.extend([heading(OfWorkbook::Sheets), Line::Sheets]);
    lines.extend(around.left_out.iter().map(|file| Line::Sentence(words.too_long_for_a_sheet(file))));
    lines.push(heading(OfWorkbook::Reading));
    lines.push(Line::Sentence(words.workbook(OfWorkbook::Columns).to_owned()));
    lines.push(Line::Sentence(words.workbook(OfWorkbook::Empty).to_owned()));
    lines.push(Line::Sentence(words.workbook(OfWorkbook::Errors).to_owned()));
    lines.extend(around.notes.iter().map(|note| Line::Sentence(note.clone())));
    lines.push(Line::Heading(words.what_it_is().to_owned()));
    lines.extend(words.points().iter().map(|(strong, rest)| Line::Sentence(format!("{strong}{rest}"))));
    lines
}

fn sheet<'a>(one: &'a Tabled, around: &Around, words: &dyn Words) -> Sheet<'a> {
    let name = one.table.name.as_ref();
    let columns = one.table.csv_names();
    let found: Vec<Option<Declared>> = columns.iter().map(|column| declared(name, column)).collect();
    let mut notes = vec![words.workbook(OfWorkbook::Empty).to_owned()];
    if columns.iter().any(|column| column.ends_with("draws_low") || column.ends_with("noise_se")) {
        notes.push(words.workbook(OfWorkbook::Errors).to_owned());
    }
    notes.extend(around.notes.iter().cloned());
    Sheet {
        name: name.to_owned(),
        title: holds(&one.file).map_or(name, |holds| words.holds(holds)).to_owned(),
        table: &one.table,
        above: found.iter().map(|found| above(found.as_ref(), words)).collect(),
        notes,
    }
}

/// What stands above a column; nothing where it is not declared.
fn above(found: Option<&Declared>, words: &dyn Words) -> Above {
    let Some(of) = found else { return Above::default() };
    let parts: Vec<&str> = [words.held(of.held)].into_iter().chain(of.ends.iter().map(|end| words.end(*end))).collect();
    Above { meaning: parts.join("; "), unit: words.unit_of(of.unit).into_owned(), shown: shown(of.unit) }
}

fn shown(unit: Unit) -> Shown {
    match unit {
        Unit::Money | Unit::MoneyPerYear | Unit::MoneyPerMonth => Shown::Whole,
        Unit::Share => Shown::Percent,
        Unit::Persons
        | Unit::PersonsPerYear
        | Unit::Girls
        | Unit::GirlsPerYear
        | Unit::Spells
        | Unit::SpellsPerYear
        | Unit::PersonYears
        | Unit::Percent
        | Unit::Per100k => Shown::Tenths,
        Unit::Text
        | Unit::Yes
        | Unit::AsStated
        | Unit::Count
        | Unit::Number
        | Unit::LogOdds
        | Unit::Years
        | Unit::Weeks => Shown::General,
    }
}
