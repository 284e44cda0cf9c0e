//! One table of the resolved copy: keys in the order and under the names in which they are declared.

use super::keys::Keys;
use std::fmt::Write;

/// What stands behind a declared key in the record.
pub(super) enum Said {
    /// Nothing: it decides no result, stands elsewhere in the record, or is not given.
    Nothing,
    Text(String),
    Number(f64),
    Whole(u64),
    Flag(bool),
    Numbers(Vec<f64>),
    Wholes(Vec<u64>),
    Texts(Vec<String>),
    /// Pairs of weeks.
    Terms(Vec<(u32, u32)>),
    /// Tables, each on one line.
    Tables(Vec<Said>),
    /// A table on one line, values as TOML writes them.
    Inline(Vec<(String, String)>),
}

impl Said {
    /// A number that need not be given.
    pub fn if_given(number: Option<f64>) -> Said {
        number.map_or(Said::Nothing, Said::Number)
    }

    /// A text.
    pub fn text(text: &str) -> Said {
        Said::Text(text.to_owned())
    }

    /// A table on one line under its own declaration.
    pub fn inline(keys: &Keys, said: impl Fn(&str) -> Option<Said>) -> Said {
        let all = keys.keys.iter().filter_map(|key| Some((key.name.to_owned(), told(keys, key.name, &said)?)));
        Said::Inline(all.collect())
    }

    /// As TOML writes it.
    fn toml(self) -> Option<String> {
        let list = |items: Vec<String>| format!("[{}]", items.join(", "));
        Some(match self {
            Said::Nothing => return None,
            Said::Text(text) => quoted(&text),
            Said::Number(value) => number(value),
            Said::Whole(value) => value.to_string(),
            Said::Flag(value) => value.to_string(),
            Said::Numbers(all) => list(all.into_iter().map(number).collect()),
            Said::Wholes(all) => list(all.iter().map(u64::to_string).collect()),
            Said::Texts(all) => list(all.iter().map(|text| quoted(text)).collect()),
            Said::Tables(all) => list(all.into_iter().filter_map(Said::toml).collect()),
            Said::Terms(all) => list(all.iter().map(|(from, to)| format!("[{from}, {to}]")).collect()),
            Said::Inline(all) if all.is_empty() => return None,
            Said::Inline(all) => {
                let fields: Vec<String> = all.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{ {} }}", fields.join(", "))
            }
        })
    }
}

/// Writes a table under its header, such as `[baseline]`; `said` knows every key that is declared.
pub(super) fn write(text: &mut String, header: &str, keys: &Keys, said: impl Fn(&str) -> Option<Said>) {
    let _ = writeln!(text, "\n{header}");
    write_keys(text, keys, said);
}

/// The same below a header that stands already.
pub(super) fn write_keys(text: &mut String, keys: &Keys, said: impl Fn(&str) -> Option<Said>) {
    for key in keys.keys {
        if let Some(value) = told(keys, key.name, &said) {
            line(text, key.name, &value);
        }
    }
}

fn told(keys: &Keys, key: &str, said: impl Fn(&str) -> Option<Said>) -> Option<String> {
    let said = said(key);
    debug_assert!(said.is_some(), "the record does not know `{key}` of `{}`", keys.name);
    said?.toml()
}

/// Writes what only the record has.
pub(super) fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A number in the fewest digits that give it back, always with a fraction or exponent.
pub(super) fn number(value: f64) -> String {
    format!("{value:?}")
}

/// Numbers as TOML writes a list of them.
pub(super) fn list(numbers: &[f64]) -> String {
    format!("[{}]", numbers.iter().copied().map(number).collect::<Vec<_>>().join(", "))
}
