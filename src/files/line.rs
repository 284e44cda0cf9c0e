//! A row of a table, read column by column as its columns are declared. What is wrong is kept, and reading goes on.

use super::keys::{Given, Key, Keys, Takes};
use super::problems::Problems;
use amparo_text::{Diagnostic, Header, Row, Rows, SourceText, nearest_name};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Below so little per month, `1.660` is rather meant as thousands, S/.
const DOUBTED: f64 = 10.0;

/// The rows of a table under the declaration of its columns; `None` where no row could be read.
pub(super) fn rows(source: SourceText, columns: &'static Keys, problems: &Problems) -> Option<Rows> {
    let of =
        |given: fn(&Key) -> bool| columns.keys.iter().filter(|key| given(key)).map(|key| key.name).collect::<Vec<_>>();
    let (needed, optional) = (of(|key| key.given == Given::Required), of(|key| key.given != Given::Required));
    let header = Header { needed: &needed, optional: &optional, in_order: false };
    let (rows, unfit) = problems.keep(Rows::read(source, &header))?;
    if let Some(unfit) = unfit {
        problems.push(unfit);
    }
    Some(rows)
}

/// What reading a row comes to: something, nothing because of a problem that is kept, or the end of reading because nothing after it
/// can be right.
pub(super) type Read<T> = ControlFlow<Diagnostic, Option<T>>;

/// The rows of a table, each read with those before it at hand; `None` where one of them is wrong.
pub(super) fn each<'a, T>(
    rows: &'a Rows,
    columns: &'static Keys,
    problems: &'a Problems,
    mut read: impl FnMut(&Line<'a>, &[T]) -> Read<T>,
) -> Option<Vec<T>> {
    let (mut items, mut whole) = (Vec::new(), rows.all_fit());
    for row in rows.iter() {
        match read(&Line { row, columns, problems }, &items) {
            ControlFlow::Continue(Some(item)) => items.push(item),
            ControlFlow::Continue(None) => {
                whole = false;
                if problems.full() {
                    return None;
                }
            }
            ControlFlow::Break(problem) => {
                problems.push(problem);
                return None;
            }
        }
    }
    whole.then_some(items)
}

/// One row under the declaration of its columns.
pub(super) struct Line<'a> {
    pub row: Row<'a>,
    pub problems: &'a Problems,
    columns: &'static Keys,
}

impl<'a> Line<'a> {
    /// The declaration of a column.
    fn column(&self, name: &str) -> Option<&'static Key> {
        let key = self.columns.get(name);
        debug_assert!(key.is_some(), "`{name}` is not declared among the columns of `{}`", self.columns.name);
        key
    }

    /// Keeps a problem.
    pub fn wrong<T>(&self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// The value of a result, or its problem kept.
    pub fn keep<T>(&self, result: Result<T, Diagnostic>) -> Option<T> {
        self.problems.keep(result)
    }

    /// A name on one line.
    pub fn name(&self, column: &str) -> Option<&'a str> {
        self.column(column)?;
        self.keep(self.row.name(column))
    }

    /// A name that none of `known` has; it is added to them.
    pub fn unique(&self, what: &str, known: &mut BTreeSet<String>) -> Option<String> {
        let name = self.name("name")?.to_owned();
        if known.insert(name.clone()) {
            return Some(name);
        }
        self.wrong(
            self.row.error("name", format!("{what} `{name}` appears twice")).expected(format!("each {what} once")),
        )
    }

    /// A number in the declared range.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.keep(match self.column(column)?.takes {
            Takes::Number(low, high) => self.row.number_in(column, low..=high),
            Takes::Persons(low, high) => self.row.persons_in(column, low..=high),
            Takes::Amount(low, high) => self.row.soles_in(column, low..=high, DOUBTED),
            _ => self.row.number(column),
        })
    }

    /// A whole number in the declared range.
    pub fn whole(&self, column: &str) -> Option<usize> {
        let Takes::Whole(low, high) = self.column(column)?.takes else { return None };
        let bound = |bound: i64| usize::try_from(bound).unwrap_or(usize::MAX);
        self.keep(self.row.whole_in(column, bound(low)..=bound(high)))
    }

    /// One of the declared words.
    pub fn word(&self, column: &str) -> Option<&'static str> {
        let Takes::OneOf(_, words) = self.column(column)?.takes else { return None };
        let text = self.row.text(column);
        words.iter().find(|word| **word == text).copied().or_else(|| {
            let expected = match words {
                [one, other] => format!("{one} or {other}"),
                _ => format!("one of: {}", words.join(", ")),
            };
            self.wrong(
                self.row
                    .error(column, format!("`{column}` is `{text}`"))
                    .expected(expected)
                    .nearest(nearest_name(text, words.iter().copied())),
            )
        })
    }
}
