//! What a key of a file is: its name, what it takes, its default and its meaning, declared once.
//!
//! The declarations themselves are in `declared`. From them come the reading of files with its errors
//! (`reading`), the JSON Schema (`schema`) and the tables of `docs/files.md`
//! (`page`).

/// The keys of one table of a file, or of a file as a whole.
#[derive(Debug)]
pub struct Keys {
    /// What errors, the schema and the page call it, such as `baseline` or `scenario`.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub says: &'static str,
    /// Every key it may have, in the order of the page, but for [`Keys::written_out`].
    pub keys: &'static [Key],
    /// Further keys, each a shorter way to write others: it is written out as these when the file is read, and no record of what
    /// was run has it.
    pub written_out: &'static [Key],
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// How files write it.
    pub name: &'static str,
    /// What may stand behind it.
    pub takes: Takes,
    /// What holds where it is left out.
    pub given: Given,
    /// Its unit, where it has one.
    pub unit: &'static str,
    /// The range in words, where it depends on something else in the file; empty where [`Key::takes`] says it all.
    pub range: &'static str,
    /// Its meaning, in one sentence or less (Markdown).
    pub says: &'static str,
    /// An example of a value, for errors about a missing key.
    pub such_as: &'static str,
}

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// ASCII letters, digits and hyphens: names become file names.
    Name,
    /// A text on one line, as charts and pages show it.
    Title,
    /// A name on one line, as tables have them.
    Called,
    /// A text that may be empty.
    Text,
    /// Any number.
    Figure,
    /// A path, relative to the file it is written in.
    Path,
    /// One of some words; the first part is what errors call it, as in "unknown *rule* `x`".
    OneOf(&'static str, &'static [&'static str]),
    /// A kind of intervention.
    Kind,
    /// A kind of intervention, or this word for one composed in the file.
    KindOr(&'static str),
    /// A number from one to the other.
    Number(f64, f64),
    /// A number above 0.
    Positive,
    /// As [`Takes::Number`], of something in which a point may part thousands by mistake.
    Amount(f64, f64),
    /// A whole number that may be written with a fraction of 0.
    Persons(f64, f64),
    /// A whole number.
    Whole(i64, i64),
    /// This word, or a whole number.
    WordOrWhole(&'static str, i64, i64),
    /// `true` or `false`.
    Flag,
    /// Money per year: 0, or at least a céntimo.
    Soles,
    /// Amounts of money per year, ascending.
    ManySoles,
    /// Numbers above 0 and up to the first, ascending; at most as many as the second says.
    Intensities(f64, usize),
    /// Stretches of weeks of a year, each a first week and the week after the last, ascending.
    Terms,
    /// A list of texts; the word says of what.
    Names(&'static str),
    /// A table.
    Table(&'static Keys),
    /// A list of tables.
    Tables(&'static Keys),
    /// A list of tables of several sorts; the key of this name says which one a table is of, by the name of its keys.
    Apart(&'static str, &'static [&'static Keys]),
    /// A table whose keys name something else, with a number in this range for each; the word says what they name.
    Numbers(&'static str, f64, f64),
    /// A table of parameters: `group.name` = number.
    Parameters,
    /// A table whose keys name what is varied, each with a list of values or a range under this declaration.
    Varied(&'static Keys),
    /// The first and the last of a range of whole numbers, which is within this one.
    Range(i64, i64),
}

/// What holds where a key is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It may not be left out.
    Required,
    /// This value, as TOML writes it.
    Default(&'static str),
    /// Something that the page says in words.
    Words(&'static str),
    /// Nothing.
    Optional,
}

impl Key {
    /// A key with its name, what it takes, what holds without it, and what it means.
    pub const fn new(name: &'static str, takes: Takes, given: Given, says: &'static str) -> Key {
        Key { name, takes, given, unit: "", range: "", says, such_as: "" }
    }

    /// The same with a unit.
    pub const fn unit(mut self, unit: &'static str) -> Key {
        self.unit = unit;
        self
    }

    /// The same with its range in words.
    pub const fn range(mut self, range: &'static str) -> Key {
        self.range = range;
        self
    }

    /// The same with an example.
    pub const fn such_as(mut self, example: &'static str) -> Key {
        self.such_as = example;
        self
    }

    /// What errors about a missing key say would have been right.
    pub fn wanted(&self) -> String {
        match self.takes {
            Takes::Path => format!("a path, such as \"{}\"", self.such_as),
            _ if !self.such_as.is_empty() => self.such_as.into(),
            Takes::Name => "a name".into(),
            Takes::Table(_) | Takes::Numbers(..) | Takes::Parameters | Takes::Varied(_) => {
                format!("a table, [{}]", self.name)
            }
            Takes::Tables(_) | Takes::Apart(..) => format!("at least one, [[{}]]", self.name),
            Takes::OneOf(_, words) => format!("one of: {}", words.join(", ")),
            Takes::Whole(..) | Takes::WordOrWhole(..) => "a whole number".into(),
            Takes::Figure
            | Takes::Number(..)
            | Takes::Amount(..)
            | Takes::Persons(..)
            | Takes::Positive
            | Takes::Soles => "a number".into(),
            Takes::Flag => "true or false".into(),
            Takes::ManySoles | Takes::Intensities(..) | Takes::Names(_) | Takes::Terms | Takes::Range(..) => {
                "a list".into()
            }
            Takes::Called | Takes::Text | Takes::Title | Takes::Kind | Takes::KindOr(_) => "a text in quotes".into(),
        }
    }
}

impl Keys {
    /// Every key, those that are written out last.
    pub fn all(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.keys.iter().chain(self.written_out)
    }

    /// The key of this name.
    pub fn get(&self, name: &str) -> Option<&'static Key> {
        self.all().find(|key| key.name == name)
    }

    /// The names of all keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.all().map(|key| key.name)
    }
}
