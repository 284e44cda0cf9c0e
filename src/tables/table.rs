//! A table: columns that say what they hold, and rows.

use crate::cell::{Cell, Estimate};
use crate::format::Format;
use std::borrow::Cow;

/// Who reads a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readers {
    /// CSV and JSON have it.
    pub programs: bool,
    /// Pages show it.
    pub pages: bool,
    /// Terminals show it.
    pub terminals: bool,
}

impl Readers {
    /// Everyone.
    pub const ALL: Readers = Readers { programs: true, pages: true, terminals: true };
    /// Programs alone.
    pub const PROGRAMS: Readers = Readers { programs: true, ..Readers::NOBODY };
    /// People alone.
    pub const PEOPLE: Readers = Readers { programs: false, ..Readers::ALL };
    /// Pages alone.
    pub const PAGES: Readers = Readers { pages: true, ..Readers::NOBODY };
    /// Terminals alone.
    pub const TERMINALS: Readers = Readers { terminals: true, ..Readers::NOBODY };
    /// Nobody.
    pub const NOBODY: Readers = Readers { programs: false, pages: false, terminals: false };
}

/// One number of an [`Estimate`], as a column for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The mean: its column has the estimate's own name.
    Mean,
    /// Standard error of the mean.
    Se,
    /// Part of it that is simulation noise.
    NoiseSe,
    /// Half-width of the 95 % interval of the mean.
    Bar,
    /// Its lower end.
    MeanLow,
    /// Its upper end.
    MeanHigh,
    /// Lower end of the interval over draws.
    DrawsLow,
    /// Upper end of the interval over draws.
    DrawsHigh,
    /// Share of what draws differ in that is no noise.
    Reliability,
    /// Share of the draws below 0.
    BelowZero,
    /// The mean as a fraction of what it changes.
    Relative,
}

impl Part {
    /// The number, where it is known.
    pub fn of(self, e: &Estimate) -> Option<f64> {
        match self {
            Part::Mean => Some(e.mean),
            Part::NoiseSe => e.noise_se,
            Part::Se => e.se,
            Part::Bar => e.bar,
            Part::MeanLow => e.bar.map(|bar| e.mean - bar),
            Part::MeanHigh => e.bar.map(|bar| e.mean + bar),
            Part::Reliability => e.reliability,
            Part::DrawsLow => e.draws_low,
            Part::DrawsHigh => e.draws_high,
            Part::BelowZero => e.below_zero,
            Part::Relative => e.relative,
        }
        .filter(|x| x.is_finite())
    }
}

/// The columns that programs get of an estimate, in their order: the end of each name, and which number it holds.
pub type Parts = &'static [(&'static str, Part)];

/// What people see of an estimate beside its mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shows {
    /// Who sees the interval: over draws, or with one draw that of the mean.
    pub interval: Readers,
    /// Who sees half the width of the interval of the mean beside it.
    pub bar: Readers,
    /// Who sees the relative change.
    pub relative: Readers,
}

impl Shows {
    /// The mean alone: a number like any other, of which nothing says how sure it is.
    pub const MEAN: Shows = Shows { interval: Readers::NOBODY, bar: Readers::NOBODY, relative: Readers::NOBODY };
    /// The interval.
    pub const INTERVAL: Shows = Shows { interval: Readers::PEOPLE, ..Shows::MEAN };
    /// The interval, and that of the mean.
    pub const BOTH: Shows = Shows { bar: Readers::PEOPLE, ..Shows::INTERVAL };
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What programs call it: letters, digits and underscores, its unit included.
    pub name: Cow<'static, str>,
    /// What people call it.
    pub label: Cow<'static, str>,
    /// Its unit, below the label on a page and behind it on a terminal; empty where the label or the format says it.
    pub unit: Cow<'static, str>,
    /// The heading on a terminal where label and unit are too long for one.
    pub brief: Option<Cow<'static, str>>,
    /// How people read its numbers.
    pub format: Format,
    /// Who reads it.
    pub readers: Readers,
    /// The columns that programs get, where it holds estimates; otherwise it is one column.
    pub parts: Option<Parts>,
    /// What people see of an estimate.
    pub shows: Shows,
    /// What its intervals are of, for the heading on a terminal; empty to say nothing of it there.
    pub interval: &'static str,
    /// Set on pages as names of a program are.
    pub code: bool,
}

impl Column {
    /// A column of this name. People call it the same until [`Column::labelled`] says otherwise.
    pub fn fact(name: impl Into<Cow<'static, str>>) -> Column {
        let name = name.into();
        Column {
            label: name.clone(),
            name,
            unit: Cow::Borrowed(""),
            brief: None,
            format: Format::default(),
            readers: Readers::ALL,
            parts: None,
            shows: Shows::MEAN,
            interval: "draws",
            code: false,
        }
    }

    /// A column for programs alone.
    pub fn program(name: impl Into<Cow<'static, str>>) -> Column {
        Column { readers: Readers::PROGRAMS, ..Column::fact(name) }
    }

    /// A column for people alone.
    pub fn people(label: impl Into<Cow<'static, str>>) -> Column {
        Column { readers: Readers::PEOPLE, ..Column::fact(label) }
    }

    /// A column of estimates; programs get these numbers of each. Where `name` is empty the ends of names stand alone.
    pub fn estimate(name: impl Into<Cow<'static, str>>, parts: Parts) -> Column {
        Column { parts: Some(parts), ..Column::fact(name) }
    }

    /// With a label for people.
    #[must_use]
    pub fn labelled(self, label: impl Into<Cow<'static, str>>) -> Column {
        Column { label: label.into(), ..self }
    }

    /// With a unit for people.
    #[must_use]
    pub fn unit(self, unit: impl Into<Cow<'static, str>>) -> Column {
        Column { unit: unit.into(), ..self }
    }

    /// With a shorter heading for terminals.
    #[must_use]
    pub fn brief(self, brief: impl Into<Cow<'static, str>>) -> Column {
        Column { brief: Some(brief.into()), ..self }
    }

    /// With a format for people.
    #[must_use]
    pub fn format(self, format: Format) -> Column {
        Column { format, ..self }
    }

    /// For these readers alone.
    #[must_use]
    pub fn only(self, readers: Readers) -> Column {
        Column { readers, ..self }
    }

    /// With what people see of its estimates.
    #[must_use]
    pub fn shows(self, shows: Shows) -> Column {
        Column { shows, ..self }
    }

    /// With another word for what its intervals are of.
    #[must_use]
    pub fn interval(self, interval: &'static str) -> Column {
        Column { interval, ..self }
    }

    /// Set on pages as names of a program are.
    #[must_use]
    pub fn code(self) -> Column {
        Column { code: true, ..self }
    }

    /// Names of the columns that programs get of it.
    pub fn names(&self) -> Vec<String> {
        let Some(parts) = self.parts else { return vec![self.name.to_string()] };
        parts
            .iter()
            .map(|(end, part)| match (self.name.as_ref(), part) {
                ("", _) => (*end).to_owned(),
                (name, Part::Mean) => name.to_owned(),
                (name, _) => format!("{name}_{end}"),
            })
            .collect()
    }

    /// The cells that programs get of one of its cells, as many as [`Column::names`].
    pub fn cells<'a>(&self, cell: &'a Cell) -> Vec<Cow<'a, Cell>> {
        let Some(parts) = self.parts else { return vec![Cow::Borrowed(cell.bare())] };
        let of = |part: Part| match cell.bare() {
            Cell::Estimate(e) => part.of(e).into(),
            // A plain number is an estimate of which nothing else is known.
            other if part == Part::Mean => other.clone(),
            _ => Cell::UNKNOWN,
        };
        parts.iter().map(|(_, part)| Cow::Owned(of(*part))).collect()
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// One cell per column.
    Cells(Vec<Cell>),
    /// A heading of the rows that follow, for people alone.
    Group(String),
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it is called: the stem of its file.
    pub name: Cow<'static, str>,
    /// What people read above it.
    pub caption: String,
    /// Its columns; the first that a reader sees names the rows.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// An empty table.
    pub fn new(name: impl Into<Cow<'static, str>>, columns: impl IntoIterator<Item = Column>) -> Table {
        Table { name: name.into(), caption: String::new(), columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// With a caption.
    #[must_use]
    pub fn captioned(self, caption: impl Into<String>) -> Table {
        Table { caption: caption.into(), ..self }
    }

    /// Appends a row. One that is too short is filled with missing cells.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut cells: Vec<Cell> = cells.into_iter().collect();
        debug_assert_eq!(cells.len(), self.columns.len(), "a cell for every column of {}", self.name);
        cells.resize(self.columns.len(), Cell::UNKNOWN);
        self.rows.push(Row::Cells(cells));
    }

    /// Appends a heading of the rows that follow.
    pub fn group(&mut self, heading: impl Into<String>) {
        self.rows.push(Row::Group(heading.into()));
    }

    /// The rows of cells, headings of groups left out.
    pub fn facts(&self) -> impl Iterator<Item = &[Cell]> {
        self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(cells.as_slice()),
            Row::Group(_) => None,
        })
    }

    /// Whether it has no row of cells.
    pub fn is_empty(&self) -> bool {
        self.facts().next().is_none()
    }

    /// Columns that some readers see, with their places in a row.
    pub fn seen_by(&self, readers: fn(&Readers) -> bool) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(move |(_, column)| readers(&column.readers))
    }

    /// The place of a column, by its name.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }

    /// The same columns with none of the rows.
    #[must_use]
    pub fn emptied(&self) -> Table {
        Table { rows: Vec::new(), ..self.clone() }
    }

    /// One table per group: the heading, and the rows below it. Rows before the first heading have an empty one.
    pub fn groups(&self) -> Vec<(String, Table)> {
        let mut all: Vec<(String, Table)> = Vec::new();
        for row in &self.rows {
            match row {
                Row::Group(heading) => all.push((heading.clone(), self.emptied())),
                Row::Cells(_) => {
                    if all.is_empty() {
                        all.push((String::new(), self.emptied()));
                    }
                    if let Some((_, last)) = all.last_mut() {
                        last.rows.push(row.clone());
                    }
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells;

    const PARTS: Parts = &[("mean", Part::Mean), ("se", Part::Se), ("high", Part::DrawsHigh)];

    #[test]
    fn an_estimate_is_several_columns_for_programs() {
        assert_eq!(Column::estimate("cost", PARTS).names(), ["cost", "cost_se", "cost_high"]);
        assert_eq!(Column::estimate("", PARTS).names(), ["mean", "se", "high"]);
        let e = Estimate { mean: 2.0, draws_high: Some(3.5), ..Estimate::default() };
        let cell = Cell::from(e).noted("not for programs");
        let of =
            |cell: &Cell| Column::estimate("", PARTS).cells(cell).into_iter().map(Cow::into_owned).collect::<Vec<_>>();
        assert_eq!(of(&cell), [Cell::Number(2.0), Cell::UNKNOWN, Cell::Number(3.5)]);
        assert_eq!(of(&Cell::UNKNOWN), [Cell::UNKNOWN, Cell::UNKNOWN, Cell::UNKNOWN]);
        assert_eq!(of(&Cell::Number(1.0)), [Cell::Number(1.0), Cell::UNKNOWN, Cell::UNKNOWN]);
    }

    #[test]
    fn the_bar_lies_around_the_mean_and_is_not_known_without_its_width() {
        let e = Estimate { mean: 2.0, bar: Some(0.5), ..Estimate::default() };
        assert_eq!((Part::MeanLow.of(&e), Part::MeanHigh.of(&e)), (Some(1.5), Some(2.5)));
        assert_eq!(Part::MeanLow.of(&Estimate::default()), None);
    }

    #[test]
    fn a_group_is_a_table_of_its_own() {
        let mut table = Table::new("a", [Column::fact("name")]);
        table.row(cells!["before"]);
        table.group("first");
        table.row(cells!["one"]);
        table.group("empty");
        let groups = table.groups();
        let told: Vec<(&str, usize)> =
            groups.iter().map(|(heading, t)| (heading.as_str(), t.facts().count())).collect();
        assert_eq!(told, [("", 1), ("first", 1), ("empty", 0)]);
        assert_eq!(table.facts().count(), 2);
    }
}
