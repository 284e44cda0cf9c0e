//! Columns of values become columns of Arrow, each of the one kind that holds all of its values.

use amparo::tables::{Cell, Table};
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, Field, Metadata, Schema};
use std::sync::Arc;

/// One value of a table.
#[derive(Clone, Debug)]
pub enum Value {
    /// Not known, or not to be shown.
    Missing,
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Whether something holds.
    Yes(bool),
    /// A text.
    Text(String),
}

impl Value {
    /// A value of a CSV file, where nothing stands for what is missing.
    fn read(text: &str) -> Value {
        if text.is_empty() {
            return Value::Missing;
        }
        if let Ok(whole) = text.parse() {
            return Value::Whole(whole);
        }
        match (text, text.parse::<f64>()) {
            ("true", _) => Value::Yes(true),
            ("false", _) => Value::Yes(false),
            (_, Ok(number)) if number.is_finite() => Value::Number(number),
            _ => Value::Text(text.to_owned()),
        }
    }

    fn of(cell: &Cell) -> Value {
        match cell.bare() {
            Cell::Text(text) => Value::Text(text.clone()),
            Cell::Whole(whole) => Value::Whole(*whole),
            Cell::Yes(yes) => Value::Yes(*yes),
            other => other.number().filter(|x| x.is_finite()).map_or(Value::Missing, Value::Number),
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Value::Missing => None,
            Value::Whole(whole) => Some(whole.to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::Yes(yes) => Some(yes.to_string()),
            Value::Text(text) => Some(text.clone()),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Value::Whole(whole) => Some(*whole as f64),
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// A column: its name, its unit (empty where the name says it), and its values.
pub struct Filled {
    /// What programs call it.
    pub name: String,
    /// Unit of its numbers.
    pub unit: String,
    /// Row by row.
    pub values: Vec<Value>,
}

impl Filled {
    /// A column without a unit of its own.
    pub fn new(name: impl Into<String>, values: Vec<Value>) -> Filled {
        Filled { name: name.into(), unit: String::new(), values }
    }

    /// The same in a unit.
    pub fn unit(self, unit: impl Into<String>) -> Filled {
        Filled { unit: unit.into(), ..self }
    }

    fn array(&self) -> ArrayRef {
        let all = |fits: fn(&Value) -> bool| self.values.iter().all(|v| matches!(v, Value::Missing) || fits(v));
        let any = self.values.iter().any(|v| !matches!(v, Value::Missing));
        if any && all(|v| matches!(v, Value::Yes(_))) {
            let yes = |v: &Value| if let Value::Yes(yes) = v { Some(*yes) } else { None };
            return Arc::new(self.values.iter().map(yes).collect::<BooleanArray>());
        }
        if any && all(|v| matches!(v, Value::Whole(_))) {
            let whole = |v: &Value| if let Value::Whole(whole) = v { Some(*whole) } else { None };
            return Arc::new(self.values.iter().map(whole).collect::<Int64Array>());
        }
        // A column of which nothing is known holds numbers that are missing.
        if all(|v| v.number().is_some()) {
            return Arc::new(self.values.iter().map(Value::number).collect::<Float64Array>());
        }
        Arc::new(self.values.iter().map(Value::text).collect::<StringArray>())
    }
}

/// Columns of one length as a table, with what is to be known of all of it.
pub fn batch(columns: &[Filled], facts: &[(&str, String)]) -> Result<RecordBatch, ArrowError> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for column in columns {
        let array = column.array();
        let mut field = Field::new(&column.name, array.data_type().clone(), true);
        if !column.unit.is_empty() {
            field = field.with_metadata([("unit", column.unit.as_str())]);
        }
        fields.push(field);
        arrays.push(array);
    }
    let facts: Metadata = facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
    let schema = Arc::new(Schema::new(fields).with_metadata(facts));
    if arrays.is_empty() {
        return Ok(RecordBatch::new_empty(schema));
    }
    RecordBatch::try_new(schema, arrays)
}

/// A table of the program's as programs get it.
pub fn of_table(table: &Table) -> Vec<Filled> {
    let mut filled = Vec::new();
    for (at, column) in table.seen_by(|readers| readers.programs) {
        let first = filled.len();
        let unit = |name: String| Filled::new(name, Vec::new()).unit(column.unit.clone());
        filled.extend(column.names().into_iter().map(unit));
        for row in table.facts() {
            for (part, cell) in column.cells(&row[at]).iter().enumerate() {
                filled[first + part].values.push(Value::of(cell));
            }
        }
    }
    filled
}

/// A table that the program wrote.
pub fn of_csv(text: &str) -> Result<Vec<Filled>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut raw: Vec<(String, Vec<String>)> = reader.headers()?.iter().map(|n| (n.to_owned(), Vec::new())).collect();
    for record in reader.records() {
        for ((_, values), value) in raw.iter_mut().zip(&record?) {
            values.push(value.to_owned());
        }
    }
    let read = |(name, raw): (String, Vec<String>)| {
        let values: Vec<Value> = raw.iter().map(|text| Value::read(text)).collect();
        let all = |fits: fn(&Value) -> bool| values.iter().all(|v| matches!(v, Value::Missing) || fits(v));
        if all(|v| v.number().is_some()) || all(|v| matches!(v, Value::Yes(_))) {
            return Filled::new(name, values);
        }
        // Of a column of texts each stays as it was written, numbers too.
        let text = |text: String| if text.is_empty() { Value::Missing } else { Value::Text(text) };
        Filled::new(name, raw.into_iter().map(text).collect())
    };
    Ok(raw.into_iter().map(read).collect())
}
