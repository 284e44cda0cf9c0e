//! What a cell of a table holds.

use std::borrow::Cow;

/// A typed cell. Writers decide how it looks; a cell only says what it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A name or a sentence, as it is: each writer makes it safe.
    Text(String),
    /// A whole number: a count, a year, a week.
    Whole(i64),
    /// A number; the column's format says how people read it. One that is not finite counts as missing.
    Number(f64),
    /// Whether something holds: `true` and `false` for programs, "yes" and "no" for people.
    Yes(bool),
    /// A number with what is known of how sure it is.
    Estimate(Box<Estimate>),
    /// Nothing: an empty cell for programs. For people the reason, or a dash where there is none to give.
    Missing(Cow<'static, str>),
    /// Another cell with words that only people read.
    Marked(Box<Marked>),
}

/// A cell with remarks.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// What it holds.
    pub cell: Cell,
    /// Small lines below it on a page; on a terminal behind it, in brackets.
    pub notes: Vec<String>,
    /// Set in bold on a page.
    pub strong: bool,
    /// Bytes at the start of a text that are set in bold on a page.
    pub lead: usize,
    /// Set in grey on a page: not told apart from nothing.
    pub unsure: bool,
}

/// An estimate with the error of its mean and its interval over draws (other values of what is assumed). The two are different things
/// and never share a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Standard error of the mean, noise included.
    pub se: Option<f64>,
    /// Part of it that is simulation noise (other random numbers).
    pub noise_se: Option<f64>,
    /// Half-width of the 95 % interval of the mean.
    pub bar: Option<f64>,
    /// Lower end of the interval over draws.
    pub draws_low: Option<f64>,
    /// Upper end of the interval over draws.
    pub draws_high: Option<f64>,
    /// Share of what draws differ in that is no noise.
    pub reliability: Option<f64>,
    /// Share of the draws in which it is below 0.
    pub below_zero: Option<f64>,
    /// The mean as a fraction of what it changes.
    pub relative: Option<f64>,
    /// Whether it is of one draw: its interval is then that of the mean.
    pub one_draw: bool,
    /// Whether it can be told apart from 0. The table's maker judges; no writer does.
    pub sure: bool,
    /// Why it cannot be, in a word or two; empty where nothing is to be said.
    pub remark: Cow<'static, str>,
    /// What stands for an interval that there is none of.
    pub no_interval: Cow<'static, str>,
}

impl Estimate {
    /// Both ends of the interval that people see: over draws, or with one draw that of the mean.
    pub fn ends(&self) -> Option<(f64, f64)> {
        match self.one_draw {
            true => self.bar.map(|bar| (self.mean - bar, self.mean + bar)),
            false => self.draws_low.zip(self.draws_high),
        }
    }
}

impl Cell {
    /// A cell that is not known, for no reason worth a word.
    pub const UNKNOWN: Cell = Cell::Missing(Cow::Borrowed(""));

    /// A cell that holds nothing, with the reason for people.
    pub fn missing(why: impl Into<Cow<'static, str>>) -> Cell {
        Cell::Missing(why.into())
    }

    fn marked(self) -> Marked {
        match self {
            Cell::Marked(marked) => *marked,
            cell => Marked { cell, notes: Vec::new(), strong: false, lead: 0, unsure: false },
        }
    }

    /// A text of which all up to its first colon or full stop is in bold: a verdict, then the reasons.
    pub fn led(text: &str) -> Cell {
        let lead = [": ", ". "].iter().filter_map(|stop| text.find(stop)).min().unwrap_or(0);
        Cell::Marked(Box::new(Marked { lead, ..Cell::from(text).marked() }))
    }

    /// With a small remark below it. An empty one adds nothing.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Cell {
        let note = note.into();
        if note.is_empty() {
            return self;
        }
        let mut marked = self.marked();
        marked.notes.push(note);
        Cell::Marked(Box::new(marked))
    }

    /// In bold where `strong` holds.
    #[must_use]
    pub fn strong(self, strong: bool) -> Cell {
        if !strong {
            return self;
        }
        Cell::Marked(Box::new(Marked { strong, ..self.marked() }))
    }

    /// In grey where `unsure` holds: what it says cannot be told apart from nothing.
    #[must_use]
    pub fn unsure(self, unsure: bool) -> Cell {
        if !unsure {
            return self;
        }
        Cell::Marked(Box::new(Marked { unsure, ..self.marked() }))
    }

    /// The cell itself, without remarks.
    pub fn bare(&self) -> &Cell {
        match self {
            Cell::Marked(marked) => marked.cell.bare(),
            cell => cell,
        }
    }

    /// Small lines below it.
    pub fn notes(&self) -> &[String] {
        match self {
            Cell::Marked(marked) => &marked.notes,
            _ => &[],
        }
    }

    /// A finite number in it.
    pub fn number(&self) -> Option<f64> {
        match self.bare() {
            Cell::Number(x) => Some(*x),
            Cell::Estimate(e) => Some(e.mean),
            #[allow(clippy::cast_precision_loss, reason = "no count that is shown comes near 2^53")]
            Cell::Whole(n) => Some(*n as f64),
            _ => None,
        }
        .filter(|x| x.is_finite())
    }

    /// Whether it holds nothing that a program could use.
    pub fn is_missing(&self) -> bool {
        match self.bare() {
            Cell::Missing(_) => true,
            Cell::Number(x) => !x.is_finite(),
            Cell::Estimate(e) => !e.mean.is_finite(),
            _ => false,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(x: f64) -> Cell {
        Cell::Number(x)
    }
}

macro_rules! whole {
    ($($type:ty),*) => { $(
        impl From<$type> for Cell {
            fn from(n: $type) -> Cell {
                // Nothing that is counted comes near 2^63; if it did, the largest number would say so.
                Cell::Whole(i64::try_from(n).unwrap_or(i64::MAX))
            }
        }
    )* };
}

whole!(i32, i64, u32, u64, usize);

impl From<bool> for Cell {
    fn from(holds: bool) -> Cell {
        Cell::Yes(holds)
    }
}

impl From<Estimate> for Cell {
    fn from(estimate: Estimate) -> Cell {
        Cell::Estimate(Box::new(estimate))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::UNKNOWN, Into::into)
    }
}

/// A row of cells from values of different types, each turned into a [`Cell`].
#[macro_export]
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { vec![$($crate::cell::Cell::from($cell)),*] };
}
