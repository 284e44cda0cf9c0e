//! A TOML file as a tree in which every key and value knows where it was written.

use amparo_text::{Diagnostic, LONGEST_NAME, LONGEST_TITLE, NUMBERS, SourceText, extreme, thousands, unfit};
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// Bytes of a TOML file at most.
pub(super) const LARGEST_TOML: usize = 1 << 20;
/// Characters of any other text at most, such as a path.
pub(super) const LONGEST_TEXT: usize = 1_000;

/// Tables of a list at most.
pub(super) const MOST_TABLES: usize = 1_000;

/// Where something was written.
#[derive(Clone, Debug)]
pub(super) struct Place {
    source: SourceText,
    span: Range<usize>,
}

impl Place {
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.source.error(self.span.clone(), message)
    }

    /// Puts this place into an error that has none.
    pub fn locate(&self, error: Diagnostic) -> Diagnostic {
        let here = self.error(error.message);
        Diagnostic { expected: error.expected, nearest: error.nearest, ..here }
    }

    /// What is written here, as it stands in the file.
    pub fn written(&self) -> &str {
        self.source.text.get(self.span.clone()).unwrap_or("")
    }

    /// The file this place is in.
    pub fn file(&self) -> &Path {
        &self.source.file
    }

    /// A path written here, relative to the file it is written in.
    pub fn beside(&self, path: &str) -> PathBuf {
        self.source.file.parent().unwrap_or(Path::new("")).join(path)
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub value: Value,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    /// Whether it was written without a fraction, and its value.
    Number(f64),
    Whole(i64),
    List(Vec<Node>),
    Table(Table),
    Flag(bool),
    /// A kind of value no key takes; its name.
    Other(&'static str),
}

/// Keys in the order they were written.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub entries: Vec<Entry>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub key_place: Place,
    pub node: Node,
}

/// Parses a text.
pub(super) fn parse(source: &SourceText) -> Result<Table, Diagnostic> {
    if source.text.len() > LARGEST_TOML {
        return Err(source
            .error(0..0, format!("the file has more than {} KiB", LARGEST_TOML >> 10))
            .expected("a smaller file: tables belong in CSV files"));
    }
    match DeTable::parse(&source.text) {
        Ok(table) => Ok(read_table(source, table.span(), table.get_ref())),
        Err(error) => {
            let text = error.message();
            let (message, expected) = match text.split_once(", expected ") {
                Some((message, expected)) => (message, Some(expected)),
                None => (text, None),
            };
            let span = error.span().unwrap_or(0..0);
            let grouped = grouped_number(&source.text, span.start);
            let mut found = source.error(span, format!("not valid TOML: {message}"));
            found.expected = match grouped {
                Some(meant) => Some(format!("a number without a separator of thousands: is {meant} meant?")),
                None => expected.filter(|e| *e != "nothing").map(str::to_owned),
            };
            Err(found)
        }
    }
}

/// What a number with separators of thousands, as the value of the line at this byte, is meant as.
fn grouped_number(text: &str, at: usize) -> Option<String> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let begin = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[begin..].lines().next()?;
    let value = line.split_once('=')?.1;
    thousands(value.split_once('#').map_or(value, |(value, _)| value).trim())
}

fn read_table(source: &SourceText, span: Range<usize>, table: &DeTable<'_>) -> Table {
    let place = |span: Range<usize>| Place { source: source.clone(), span };
    let mut entries: Vec<(usize, Entry)> = table
        .iter()
        .map(|(key, value)| {
            let entry = Entry {
                key: key.get_ref().to_string(),
                key_place: place(key.span()),
                node: Node { value: read_value(source, value.span(), value.get_ref()), place: place(value.span()) },
            };
            (key.span().start, entry)
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    Table { entries: entries.into_iter().map(|(_, entry)| entry).collect(), place: place(span) }
}

fn read_value(source: &SourceText, span: Range<usize>, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => match i64::from_str_radix(whole.as_str(), whole.radix()) {
            Ok(whole) => Value::Whole(whole),
            Err(_) => Value::Other("a whole number too large"),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Number(number),
            _ => Value::Other("not a finite number"),
        },
        DeValue::Array(list) => Value::List(
            list.iter()
                .map(|item| Node {
                    value: read_value(source, item.span(), item.get_ref()),
                    place: Place { source: source.clone(), span: item.span() },
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(read_table(source, span, table)),
        DeValue::Boolean(yes) => Value::Flag(*yes),
        DeValue::Datetime(_) => Value::Other("a date"),
    }
}

impl Node {
    /// What a number may be meant as whose point could part thousands.
    pub fn grouped(&self) -> Option<String> {
        matches!(self.value, Value::Number(_)).then(|| thousands(self.place.written())).flatten()
    }
}

impl Value {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) | Self::Whole(_) => "a number",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Flag(_) => "a boolean",
            Self::Other(kind) => kind,
        }
    }
}

impl Entry {
    /// An error about this entry's value.
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.node.place.error(message)
    }

    fn wrong(&self, expected: impl Into<String>) -> Diagnostic {
        self.error(format!("`{}` is {}", self.key, self.node.value.kind())).expected(expected)
    }

    /// A text on one line that is not empty, such as a path.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        self.text_up_to(LONGEST_TEXT)
    }

    /// What people call something, as charts and pages show it.
    pub fn title(&self) -> Result<&str, Diagnostic> {
        self.text_up_to(LONGEST_TITLE)
    }

    fn text_up_to(&self, longest: usize) -> Result<&str, Diagnostic> {
        let expected = || format!("a text of at most {longest} characters on one line");
        match &self.node.value {
            Value::Text(text) if text.trim().is_empty() => {
                Err(self.error(format!("`{}` is empty", self.key)).expected("a text"))
            }
            Value::Text(text) => match unfit(text, longest) {
                Some(why) => Err(self.error(format!("`{}` {why}", self.key)).expected(expected())),
                None => Ok(text),
            },
            _ => Err(self.wrong("a text in quotes")),
        }
    }

    /// A name: ASCII letters, digits and hyphens, as part of the names of files.
    pub fn name(&self) -> Result<&str, Diagnostic> {
        let text = self.text_up_to(LONGEST_NAME)?;
        if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Ok(text);
        }
        Err(self.error(format!("`{}` is `{text}`, not a name", self.key)).expected("letters, digits and hyphens only"))
    }

    /// A finite number, not so near to zero or so large that what is computed from it would be none.
    pub fn number(&self, expected: &str) -> Result<f64, Diagnostic> {
        let number = match self.node.value {
            Value::Number(number) => number,
            Value::Whole(whole) => whole as f64,
            _ => return Err(self.wrong(expected)),
        };
        match extreme(number) {
            Some(why) => Err(self
                .error(format!("`{}` is {number:e}, {why}", self.key))
                .expected(format!("0, or a number from {:e} to {:e}", NUMBERS.0, NUMBERS.1))),
            None => Ok(number),
        }
    }

    /// A number within a range.
    pub fn number_in(&self, range: RangeInclusive<f64>) -> Result<f64, Diagnostic> {
        let expected = format!("a number from {} to {}", range.start(), range.end());
        let number = self.number(&expected)?;
        if range.contains(&number) {
            return Ok(number);
        }
        Err(self.error(format!("`{}` is {number}, out of range", self.key)).expected(expected))
    }

    /// An amount or rate within a range, in which a point that parts thousands could be meant: `60.000` is asked about.
    pub fn amount_in(&self, range: RangeInclusive<f64>) -> Result<f64, Diagnostic> {
        self.not_grouped("or with another number of digits after the point")?;
        self.number_in(range)
    }

    /// A whole number of persons or places within a range.
    pub fn persons_in(&self, range: RangeInclusive<f64>) -> Result<f64, Diagnostic> {
        self.not_grouped("whole")?;
        let number = self.number_in(range.clone())?;
        if number.fract() == 0.0 {
            return Ok(number);
        }
        Err(self.error(format!("`{}` is {number}, not a whole number", self.key)).expected(format!(
            "a whole number from {} to {}",
            range.start(),
            range.end()
        )))
    }

    /// Refuses a number that may be meant as thousands.
    fn not_grouped(&self, how: &str) -> Result<(), Diagnostic> {
        match self.node.grouped() {
            Some(meant) => Err(self
                .error(format!("`{}` is {}: is {meant} meant?", self.key, self.node.place.written()))
                .expected(format!("a number without a separator of thousands, {how}"))),
            None => Ok(()),
        }
    }

    /// A whole number within a range.
    pub fn whole_in(&self, range: RangeInclusive<i64>) -> Result<i64, Diagnostic> {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        match self.node.value {
            Value::Whole(whole) if range.contains(&whole) => Ok(whole),
            Value::Whole(whole) => {
                Err(self.error(format!("`{}` is {whole}, out of range", self.key)).expected(expected))
            }
            Value::Number(number) => {
                self.not_grouped("whole")?;
                Err(self.error(format!("`{}` is {number}, not a whole number", self.key)).expected(expected))
            }
            _ => Err(self.wrong(expected)),
        }
    }

    /// A table.
    pub fn table(&self) -> Result<&Table, Diagnostic> {
        match &self.node.value {
            Value::Table(table) => Ok(table),
            _ => Err(self.wrong(format!("a table, [{}]", self.key))),
        }
    }

    /// The items of a list, each with its place.
    pub fn items(&self, expected: &str) -> Result<&[Node], Diagnostic> {
        match &self.node.value {
            Value::List(list) => Ok(list),
            _ => Err(self.wrong(format!("a list: {expected}"))),
        }
    }

    /// A list of tables, each with its place.
    pub fn tables(&self) -> Result<Vec<&Table>, Diagnostic> {
        let expected = format!("tables, [[{}]]", self.key);
        let Value::List(list) = &self.node.value else {
            return Err(self.wrong(expected));
        };
        if list.len() > MOST_TABLES {
            return Err(self
                .error(format!("`{}` has {} tables", self.key, list.len()))
                .expected(format!("at most {MOST_TABLES}")));
        }
        list.iter()
            .map(|item| match &item.value {
                Value::Table(table) => Ok(table),
                other => Err(item
                    .place
                    .error(format!("an item of `{}` is {}", self.key, other.kind()))
                    .expected(expected.clone())),
            })
            .collect()
    }
}

impl Table {
    /// An error that points at the table's header.
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.place.error(message)
    }

    /// The entry of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// What this table says on top of `base`: tables are merged key by key, all else is replaced.
    pub fn over(self, mut base: Self) -> Self {
        let places: BTreeMap<String, usize> =
            base.entries.iter().enumerate().map(|(i, entry)| (entry.key.clone(), i)).collect();
        for entry in self.entries {
            let Some(old) = places.get(&entry.key).and_then(|at| base.entries.get_mut(*at)) else {
                base.entries.push(entry);
                continue;
            };
            match (&mut old.node.value, entry) {
                (Value::Table(below), Entry { node: Node { value: Value::Table(above), .. }, .. }) => {
                    *below = above.over(below.clone());
                }
                (_, entry) => *old = entry,
            }
        }
        base.place = self.place;
        base
    }
}
