//! The declared keys as tables of `docs/files.md`.

use super::keys::{Given, Key, Keys, Takes};
use super::mechanisms::{COST, MECHANISM, MECHANISMS};
use super::schema::plain;
use super::{columns, declared};
use std::fmt::Write;

/// The tables of the page, by the name that the page marks their place with.
pub fn tables() -> Vec<(String, String)> {
    let keys = TABLES_OF_KEYS.iter().map(|(place, keys)| ((*place).to_owned(), table(keys)));
    let acts = ("acts".to_owned(), mechanisms());
    let columns = columns::TABLES.into_iter().map(|table| (format!("table of {}", table.name), columns_of(table)));
    keys.chain([acts]).chain(columns).collect()
}

/// Every mechanism as one table, in Markdown.
fn mechanisms() -> String {
    let mut text = String::from("| mechanism, key | type | default | range, meaning |\n|---|---|---|---|\n");
    for keys in MECHANISMS {
        let _ = writeln!(text, "| **`{}`** | | | {} |", keys.name, keys.says.trim_end_matches('.'));
        for key in keys.keys.iter().filter(|key| key.name != MECHANISM) {
            let _ = writeln!(text, "| `{}` | {} | {} | {} |", key.name, kind(key), given(key), said(key));
        }
    }
    text
}

/// Tables of keys, by their places on the page.
static TABLES_OF_KEYS: [(&str, &Keys); 22] = [
    ("scenario", &declared::SCENARIO),
    ("baseline", &declared::BASELINE),
    ("currency", &declared::CURRENCY),
    ("sources", &declared::SOURCES),
    ("burn_in", &declared::BURN_IN),
    ("event", &declared::EVENT),
    ("crackdown", &declared::CRACKDOWN),
    ("intervention", &declared::INTERVENTION),
    ("index", &declared::INDEX),
    ("where", &declared::WHERE),
    ("whom", &declared::WHOM),
    ("cost", &COST),
    ("study", &declared::STUDY),
    ("policy", &declared::POLICY),
    ("matching", &declared::MATCHING),
    ("sweep", &declared::SWEEP),
    ("range", &declared::RANGE),
    ("draws", &declared::DRAWS),
    ("adaptation", &declared::ADAPTATION),
    ("precision", &declared::PRECISION),
    ("also", &declared::ALSO),
    ("policy file", &declared::POLICY_FILE),
];

/// Keys as one table, in Markdown.
fn table(keys: &Keys) -> String {
    let mut text = String::from("| key | type | default | range, meaning |\n|---|---|---|---|\n");
    rows(keys, "", &mut text);
    text
}

/// Columns as one table, in Markdown.
fn columns_of(keys: &Keys) -> String {
    let mut text = String::from("| column | type | range, meaning |\n|---|---|---|\n");
    for key in keys.all() {
        let _ = writeln!(text, "| `{}` | {} | {} |", key.name, kind(key), said(key));
    }
    text
}

/// Columns, and what each is, in plain words for a text file.
pub fn columns_in_words(keys: &Keys) -> Vec<(&'static str, String)> {
    keys.keys.iter().map(|key| (key.name, key_in_words(key))).collect()
}

/// What a key or a column is, in plain words.
pub fn key_in_words(key: &Key) -> String {
    let may = if key.given == Given::Optional { "may be left out" } else { "" };
    let default = match key.given {
        Given::Default(value) => format!("{value} if left out"),
        _ => String::new(),
    };
    let parts = [plain(&kind(key)), plain(&said(key)), default, may.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Every key of scenarios, studies, and policy files, with what it is a key of.
pub fn every_key() -> Vec<(&'static str, &'static Key)> {
    let all = TABLES_OF_KEYS.iter().filter(|(_, keys)| !std::ptr::eq(*keys, &declared::CRACKDOWN));
    all.flat_map(|(of, keys)| keys.keys.iter().map(move |key| (*of, key))).collect()
}

/// Range and meaning.
pub(super) fn said(key: &Key) -> String {
    let said = [range(key), key.says.to_owned()].into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join("; ")
}

fn rows(keys: &Keys, before: &str, text: &mut String) {
    for key in keys.all() {
        // A table that only this one has, and that has no place of its own, stands here with its keys.
        if let Takes::Table(inner) = key.takes
            && ["sample", "draws"].contains(&inner.name)
            && !std::ptr::eq(inner, &declared::DRAWS)
        {
            rows(inner, &format!("{before}{}.", key.name), text);
            continue;
        }
        let _ = writeln!(text, "| {} | {} | {} | {} |", name(key, before), kind(key), given(key), said(key));
    }
}

fn name(key: &Key, before: &str) -> String {
    match key.takes {
        _ if !before.is_empty() => format!("`{before}{}`", key.name),
        // Written on one line, inside a table of a list.
        Takes::Table(inner) if ["index", "map", "where", "whom"].contains(&inner.name) => format!("`{}`", key.name),
        Takes::Table(_) | Takes::Numbers(..) => format!("`[{}]`", key.name),
        Takes::Tables(_) | Takes::Apart(..) => format!("`[[{}]]`", key.name),
        _ => format!("`{}`", key.name),
    }
}

pub(super) fn kind(key: &Key) -> String {
    let kind = match key.takes {
        Takes::Name => "name",
        Takes::Called | Takes::Text | Takes::Title | Takes::OneOf(..) | Takes::Kind | Takes::KindOr(_) => "text",
        Takes::Path => "path",
        Takes::Figure | Takes::Number(..) | Takes::Positive | Takes::Amount(..) | Takes::Soles => "number",
        Takes::Persons(..) | Takes::Whole(..) => "whole",
        Takes::WordOrWhole(..) => "whole, or a word",
        Takes::Flag => "boolean",
        Takes::ManySoles | Takes::Intensities(..) | Takes::Names(_) | Takes::Terms | Takes::Range(..) => "list",
        Takes::Table(_) | Takes::Numbers(..) | Takes::Parameters | Takes::Varied(_) => "table",
        Takes::Tables(_) | Takes::Apart(..) => "tables",
    };
    match key.unit {
        "" => kind.to_owned(),
        unit => format!("{kind}, {unit}"),
    }
}

pub(super) fn given(key: &Key) -> String {
    match key.given {
        Given::Required => "required".into(),
        Given::Default(value) => format!("`{value}`"),
        Given::Words(words) => words.into(),
        Given::Optional => "none".into(),
    }
}

fn range(key: &Key) -> String {
    if !key.range.is_empty() {
        return key.range.into();
    }
    let listed = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match key.takes {
        Takes::OneOf(_, words) => listed(words),
        Takes::Kind => listed(&kinds().collect::<Vec<_>>()),
        Takes::KindOr(word) => listed(&kinds().chain([word]).collect::<Vec<_>>()),
        Takes::Number(low, high)
        | Takes::Amount(low, high)
        | Takes::Persons(low, high)
        | Takes::Numbers(_, low, high) => {
            format!("{} to {}", shown(low), shown(high))
        }
        Takes::Range(low, high) => format!("the first and the last, {low} to {high}"),
        Takes::Positive => "above 0".into(),
        Takes::Whole(low, i64::MAX) => format!("{low} to 2⁶³ − 1"),
        Takes::Whole(low, high) => format!("{} to {}", shown(low as f64), shown(high as f64)),
        Takes::Soles | Takes::ManySoles => "0, or from 0.01 to 10¹²".into(),
        Takes::Terms => "weeks 0 to 52 of the year, ascending and apart".into(),
        Takes::Intensities(most, number) => format!("at most {number}, ascending, above 0 and up to {most}"),
        _ => String::new(),
    }
}

/// Names of the kinds that ship.
fn kinds() -> impl Iterator<Item = &'static str> {
    amparo_model::policy::KINDS.iter().map(|kind| kind.name)
}

/// A bound as the page writes it: large powers of ten as such, thousands parted.
fn shown(bound: f64) -> String {
    let superscript = |digit: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10).unwrap_or(0) as usize).unwrap_or('?');
    let power = |exponent: &i32| format!("1e{exponent}").parse() == Ok(bound);
    if let Some(exponent) = (6..=15).find(power) {
        return format!("10{}", exponent.to_string().chars().map(superscript).collect::<String>());
    }
    let sign = if bound < 0.0 { "−" } else { "" };
    let digits = bound.abs().to_string();
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}
