//! A table of a file, read key by key as its keys are declared. What is wrong is kept, and reading goes on.

use super::document::{Entry, Table, Value};
use super::keys::{Given, Key, Keys, Takes};
use super::problems::Problems;
use amparo_text::{Diagnostic, nearest_name, one_of};
use std::ops::RangeInclusive;

/// Unknown keys that are compared with one that is missing.
const MOST_COMPARED: usize = 20;

/// A table under the declaration of its keys.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub table: &'a Table,
    pub problems: &'a Problems,
    keys: &'static Keys,
}

impl<'a> Reading<'a> {
    /// Begins to read a table; keys that it may not have are problems.
    pub fn new(table: &'a Table, keys: &'static Keys, problems: &'a Problems) -> Self {
        unknown(table, keys, problems);
        Self::checked(table, keys, problems)
    }

    /// As [`Reading::new`] for a table whose keys were looked through before (file by file, ahead of inheriting).
    pub fn checked(table: &'a Table, keys: &'static Keys, problems: &'a Problems) -> Self {
        Reading { table, problems, keys }
    }

    /// What stands behind a key, if it is there.
    pub fn entry(&self, name: &str) -> Option<&'a Entry> {
        self.table.get(name)
    }

    /// What stands behind a key. That a required one is missing is a problem.
    pub fn needed(&self, name: &str) -> Option<&'a Entry> {
        let key = self.key(name).filter(|key| key.given == Given::Required);
        match key {
            Some(key) => self.needed_as(name, &key.wanted()),
            None => self.entry(name),
        }
    }

    /// The same for a key that is needed here, and what would have been right.
    pub fn needed_as(&self, name: &str, wanted: &str) -> Option<&'a Entry> {
        let entry = self.entry(name);
        if entry.is_none() && !self.misspelt(name) {
            let missing = self.table.error(format!("missing key `{name}`"));
            self.problems.push(missing.expected(format!("`{name}` = {wanted}")));
        }
        entry
    }

    /// Whether a key of the table is unknown and nearest to this one: that is said of it already.
    pub fn misspelt(&self, name: &str) -> bool {
        let unknown = self.table.entries.iter().filter(|entry| self.keys.get(&entry.key).is_none());
        unknown.take(MOST_COMPARED).any(|entry| nearest_name(&entry.key, self.keys.names()) == Some(name))
    }

    /// The declaration of a key.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        let key = self.keys.get(name);
        debug_assert!(key.is_some(), "`{name}` is not declared among the keys of `{}`", self.keys.name);
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

    /// A name, title, path or other text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let entry = self.needed(name)?;
        self.keep(match self.key(name)?.takes {
            Takes::Name => entry.name(),
            Takes::Title => entry.title(),
            _ => entry.text(),
        })
    }

    /// A number in the declared range; the declared default where the key is left out.
    pub fn number(&self, name: &str) -> Option<f64> {
        let key = self.key(name)?;
        let Some(entry) = self.needed(name) else { return default(key) };
        self.keep(match key.takes {
            Takes::Number(low, high) => entry.number_in(low..=high),
            Takes::Amount(low, high) => entry.amount_in(low..=high),
            Takes::Persons(low, high) => entry.persons_in(low..=high),
            _ => match entry.number("a number above 0") {
                Ok(number) if number <= 0.0 => {
                    Err(entry.error(format!("`{name}` is {number}")).expected("a number above 0"))
                }
                result => result,
            },
        })
    }

    /// A whole number in the declared range; the declared default where the key is left out.
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.key(name)?.takes {
            Takes::Whole(low, high) | Takes::WordOrWhole(_, low, high) => self.whole_in(name, low..=high),
            _ => None,
        }
    }

    /// The same in a range that depends on something else in the file.
    pub fn whole_in(&self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        match self.needed(name) {
            Some(entry) => self.keep(entry.whole_in(range)),
            None => default(self.key(name)?),
        }
    }

    /// A week after the end of the burn-in.
    pub fn week(&self, name: &str) -> Option<u32> {
        self.whole(name).map(|week| u32::try_from(week).unwrap_or(u32::MAX))
    }

    /// One of the declared words; the declared default where the key is left out.
    pub fn word(&self, name: &str) -> Option<&'static str> {
        let key = self.key(name)?;
        let Takes::OneOf(what, words) = key.takes else { return None };
        let text = match self.needed(name) {
            Some(entry) => self.keep(entry.text())?,
            None => match key.given {
                Given::Default(word) => word,
                _ => return None,
            },
        };
        words.iter().find(|word| **word == text).copied().or_else(|| {
            let entry = self.entry(name)?;
            self.wrong(
                entry
                    .error(format!("unknown {what} `{text}`"))
                    .expected(one_of(words.iter().copied()))
                    .nearest(nearest_name(text, words.iter().copied())),
            )
        })
    }

    /// Yes or no, if it is said.
    pub fn flag(&self, name: &str) -> Option<bool> {
        let entry = self.needed(name)?;
        match entry.node.value {
            Value::Flag(flag) => Some(flag),
            _ => self.wrong(entry.error(format!("`{name}` is {}", entry.node.value.kind())).expected("true or false")),
        }
    }

    /// A table, under its own declaration.
    pub fn table(&self, name: &str) -> Option<Reading<'a>> {
        let Takes::Table(keys) = self.key(name)?.takes else { return None };
        let entry = self.needed(name)?;
        Some(Reading::new(self.keep(entry.table())?, keys, self.problems))
    }

    /// A list of tables, each under its own declaration; empty where the key is left out.
    pub fn tables(&self, name: &str) -> Option<Vec<Reading<'a>>> {
        let Takes::Tables(keys) = self.key(name)?.takes else { return None };
        let Some(entry) = self.needed(name) else { return Some(Vec::new()) };
        let tables = self.keep(entry.tables())?;
        Some(tables.into_iter().map(|table| Reading::new(table, keys, self.problems)).collect())
    }
}

/// The declared default as a number.
fn default<T: std::str::FromStr>(key: &Key) -> Option<T> {
    match key.given {
        Given::Default(text) => text.parse().ok(),
        _ => None,
    }
}

/// Adds a problem for every key that is not declared.
pub(super) fn unknown(table: &Table, keys: &Keys, problems: &Problems) {
    for entry in &table.entries {
        if problems.full() {
            return;
        }
        if keys.get(&entry.key).is_none() {
            problems.push(
                entry
                    .key_place
                    .error(format!("unknown key `{}`", entry.key))
                    .expected(format!("one of: {}", keys.names().collect::<Vec<_>>().join(", ")))
                    .nearest(nearest_name(&entry.key, keys.names())),
            );
        }
    }
}
