//! Columns under the headings of a language.

use crate::words::tables::{Head, Label};
use crate::words::voice::Words;
use amparo_tables::{Column, Parts};

fn headed(column: Column, label: Label) -> Column {
    let column = column.labelled(label.full).unit(label.unit);
    match label.brief {
        Some(brief) => column.brief(brief),
        None => column,
    }
}

/// A column for people alone.
pub(crate) fn people(words: &dyn Words, head: Head) -> Column {
    headed(Column::people(""), words.head(head))
}

/// A column of this name for programs, and under this heading for people.
pub(crate) fn fact(words: &dyn Words, name: &'static str, head: Head) -> Column {
    headed(Column::fact(name), words.head(head))
}

/// A column of estimates for people.
pub(crate) fn estimate(words: &dyn Words, head: Head, parts: Parts) -> Column {
    named_estimate(words, "", head, parts)
}

/// A column of estimates with a name for programs.
pub(crate) fn named_estimate(words: &dyn Words, name: &'static str, head: Head, parts: Parts) -> Column {
    headed(Column::estimate(name, parts), words.head(head))
}
