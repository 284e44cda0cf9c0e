//! JSON Schema (draft 2020-12) of scenario, study and policy files, made from the declarations of their keys.

use super::columns;
use super::declared::{DECIDED, POLICY_FILE, SCENARIO, STUDY};
use super::keys::{Given, Key, Keys, Takes};
use amparo_model::policy::{Kind, VOCABULARY, kinds};
use amparo_model::register::{Entry, Register};
use amparo_text::{LONGEST_NAME, LONGEST_TITLE};
use serde_json::{Map, Value, json};

/// A file that has a schema.
#[derive(Clone, Copy, Debug)]
pub enum SchemaOf {
    /// A scenario.
    Scenario,
    /// A study.
    Study,
    /// A policy file.
    Policy,
    /// A row of a table, one of [`columns::TABLES`].
    Row(&'static Keys),
}

/// Where an intervention stands: what it may and must say depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Scenario,
    Study,
    /// The menu of a policy that matches.
    Menu,
    /// A policy file, which may be either.
    File,
}

/// Keys of which an intervention says exactly one: how much of it there is.
const EXTENTS: [&str; 4] = ["coverage", "budget_soles_per_year", "girls", "share_of_budget"];

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a kind of file, as a JSON document.
///
/// A file that is valid to the program is valid to the schema. The reverse holds for keys, types, words and ranges; what
/// depends on other files or on several keys at once is for `amparo check`.
pub fn schema(of: SchemaOf) -> Value {
    let (keys, within) = match of {
        SchemaOf::Scenario => (&SCENARIO, Within::Scenario),
        SchemaOf::Study => (&STUDY, Within::Study),
        SchemaOf::Policy => (&POLICY_FILE, Within::File),
        SchemaOf::Row(columns) => return row(columns),
    };
    let mut root = Map::new();
    root.insert("$schema".into(), DIALECT.into());
    root.insert("title".into(), format!("amparo {}", keys.name).into());
    root.extend(table(keys, within));
    if keys.get("based_on").is_some() {
        // What is required may come from the file it is based on.
        root.insert("if".into(), json!({ "not": { "required": ["based_on"] } }));
        root.insert("then".into(), Value::Object(required(keys)));
    } else {
        root.extend(required(keys));
    }
    let mut defined = Map::new();
    if matches!(of, SchemaOf::Scenario) {
        defined.insert("parameters".into(), parameters(&Register::built_in().with(VOCABULARY.entries()).entries));
    }
    defined.insert("own_parameters".into(), parameters(&own_parameters()));
    root.insert("$defs".into(), Value::Object(defined));
    Value::Object(root)
}

/// The schemas of files that editors know by a first line, by their names.
pub fn every_schema() -> [(&'static str, Value); 3] {
    let of = [(&SCENARIO, SchemaOf::Scenario), (&STUDY, SchemaOf::Study), (&POLICY_FILE, SchemaOf::Policy)];
    of.map(|(keys, of)| (keys.name, schema(of)))
}

/// The schema of a row of a table, cells by their columns.
fn row(columns: &'static Keys) -> Value {
    let mut found = Map::new();
    found.insert("$schema".into(), DIALECT.into());
    found.insert("title".into(), format!("amparo row of {}", columns.name).into());
    found.extend(table(columns, Within::File));
    found.extend(required(columns));
    if std::ptr::eq(columns, &columns::DRAWS) {
        // Which parameters a table of draws has depends on the study.
        found.insert("additionalProperties".into(), json!({ "type": "number" }));
    }
    Value::Object(found)
}

/// A table without what is required of it.
fn table(keys: &Keys, within: Within) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in keys.all() {
        let left_out = keys.name == "intervention"
            && match within {
                Within::Scenario => key.name == "share_of_budget",
                Within::Menu => DECIDED.contains(&key.name),
                Within::Study | Within::File => false,
            };
        if !left_out {
            let of_intervention = keys.name == "intervention" && matches!(key.takes, Takes::Parameters);
            let value =
                if of_intervention { json!({ "$ref": "#/$defs/own_parameters" }) } else { described(key, within) };
            properties.insert(key.name.into(), value);
        }
    }
    let mut found = Map::new();
    found.insert("description".into(), keys.says.into());
    found.insert("type".into(), "object".into());
    found.insert("properties".into(), Value::Object(properties));
    found.insert("additionalProperties".into(), false.into());
    found
}

/// What is required of a table and of the tables in it, which are merged with those of the file it is based on.
fn required(keys: &Keys) -> Map<String, Value> {
    let names: Vec<&str> = keys.all().filter(|key| key.given == Given::Required).map(|key| key.name).collect();
    let mut inner = Map::new();
    for key in keys.all() {
        if let Takes::Table(below) = key.takes {
            let below = required(below);
            if !below.is_empty() {
                inner.insert(key.name.into(), Value::Object(below));
            }
        }
    }
    let mut found = Map::new();
    if !names.is_empty() {
        found.insert("required".into(), json!(names));
    }
    if !inner.is_empty() {
        found.insert("properties".into(), Value::Object(inner));
    }
    if keys.name == "study" {
        found.insert("anyOf".into(), json!([{ "required": ["policy"] }, { "required": ["sweep"] }]));
    }
    found
}

/// A table of a list, which is never merged: with all that is required of it.
fn whole_table(keys: &Keys, within: Within) -> Value {
    let mut found = table(keys, within);
    let needed = required(keys);
    if let Some(names) = needed.get("required") {
        found.insert("required".into(), names.clone());
    }
    if let Some(inner) = needed.get("properties") {
        found.insert("allOf".into(), json!([{ "properties": inner }]));
    }
    let one_of = |names: &[&str]| json!(names.iter().map(|name| json!({ "required": [name] })).collect::<Vec<_>>());
    match (keys.name, within) {
        ("intervention", Within::Scenario) => {
            found.insert("oneOf".into(), one_of(&EXTENTS[..3]));
        }
        ("intervention", Within::Study) => {
            found.insert("oneOf".into(), one_of(&EXTENTS));
        }
        ("sweep", _) => {
            found.insert("oneOf".into(), one_of(&["policy", "file"]));
        }
        ("policy", _) => {
            found.insert("oneOf".into(), one_of(&["file", "intervention"]));
            let of = |within: Within| {
                let items = keys.get("intervention").map(|key| described(key, within));
                json!({ "properties": { "intervention": items } })
            };
            found.insert("if".into(), json!({ "required": ["matching"] }));
            found.insert("then".into(), of(Within::Menu));
            found.insert("else".into(), of(Within::Study));
            // The branches say all there is to say of it.
            if let Some(Value::Object(properties)) = found.get_mut("properties") {
                properties.insert("intervention".into(), json!({ "type": "array" }));
            }
        }
        _ => {}
    }
    Value::Object(found)
}

/// What a key takes, with its meaning and default.
fn described(key: &Key, within: Within) -> Value {
    let mut found = match takes(key.takes, within) {
        Value::Object(found) => found,
        other => return other,
    };
    let words = [key.unit, key.range, key.says].into_iter().filter(|part| !part.is_empty() && *part != "below");
    let words = words.map(plain).collect::<Vec<_>>().join("; ");
    if !words.is_empty() {
        found.insert("description".into(), words.into());
    }
    if let Given::Default(text) = key.given {
        let value = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.into()));
        found.insert("default".into(), value);
    }
    Value::Object(found)
}

fn takes(takes: Takes, within: Within) -> Value {
    let text = |longest: usize| json!({ "type": "string", "minLength": 1, "maxLength": longest });
    match takes {
        Takes::Name => json!({ "type": "string", "pattern": "^[A-Za-z0-9-]+$", "maxLength": LONGEST_NAME }),
        Takes::Called => text(LONGEST_NAME),
        Takes::Text => json!({ "type": "string" }),
        Takes::Figure => json!({ "type": "number" }),
        Takes::Title => text(LONGEST_TITLE),
        Takes::Path => text(super::document::LONGEST_TEXT),
        Takes::OneOf(_, words) => json!({ "enum": words }),
        Takes::Kind => json!({ "enum": kinds().iter().map(|kind| kind.name).collect::<Vec<_>>() }),
        Takes::KindOr(word) => {
            json!({ "enum": kinds().iter().map(|kind| kind.name).chain([word]).collect::<Vec<_>>() })
        }
        Takes::Number(low, high) | Takes::Amount(low, high) => bounded("number", json!(low), json!(high)),
        Takes::Positive => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Takes::Persons(low, high) => bounded("integer", json!(low), json!(high)),
        Takes::Whole(low, high) => bounded("integer", json!(low), json!(high)),
        Takes::WordOrWhole(word, low, high) => {
            json!({ "anyOf": [{ "const": word }, bounded("integer", json!(low), json!(high))] })
        }
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Soles => soles(),
        Takes::ManySoles => {
            json!({ "type": "array", "items": soles(), "minItems": 1, "maxItems": super::budgets::MOST_BUDGETS, "uniqueItems": true })
        }
        Takes::Intensities(most, number) => json!({
            "type": "array",
            "items": { "type": "number", "exclusiveMinimum": 0, "maximum": most },
            "minItems": 1,
            "maxItems": number,
            "uniqueItems": true,
        }),
        Takes::Terms => json!({
            "type": "array",
            "items": { "type": "array", "items": bounded("integer", json!(0), json!(52)), "minItems": 2, "maxItems": 2 },
            "minItems": 1,
            "maxItems": 26,
        }),
        Takes::Names(_) => json!({ "type": "array", "items": { "type": "string" } }),
        Takes::Table(keys) => Value::Object(table(keys, within)),
        Takes::Tables(keys) => json!({
            "type": "array",
            "items": whole_table(keys, within),
            "maxItems": super::document::MOST_TABLES,
        }),
        Takes::Apart(_, several) => json!({
            "type": "array",
            "items": { "anyOf": several.iter().map(|keys| whole_table(keys, within)).collect::<Vec<_>>() },
            "minItems": 1,
            "maxItems": super::document::MOST_TABLES,
        }),
        Takes::Numbers(_, low, high) => {
            json!({ "type": "object", "additionalProperties": bounded("number", json!(low), json!(high)) })
        }
        Takes::Range(low, high) => json!({
            "type": "array",
            "items": bounded("integer", json!(low), json!(high)),
            "minItems": 2,
            "maxItems": 2,
        }),
        Takes::Parameters => json!({ "$ref": "#/$defs/parameters" }),
        Takes::Varied(range) => varied(range, VARIED_DEPTH),
    }
}

/// Tables within one another at most: a kind of intervention, a group, a parameter.
const VARIED_DEPTH: usize = 2;

/// What is varied, with its values: a list, a range, or a table of more.
fn varied(range: &'static Keys, depth: usize) -> Value {
    let most = super::declared::MOST_VARIANTS;
    let list = |kind: &str| json!({ "type": "array", "items": { "type": kind }, "minItems": 1, "maxItems": most, "uniqueItems": true });
    let mut any = vec![list("number"), list("string"), whole_table(range, Within::Study)];
    if depth > 0 {
        any.push(varied(range, depth - 1));
    }
    json!({ "type": "object", "additionalProperties": { "anyOf": any } })
}

fn soles() -> Value {
    bounded("number", json!(0), json!(1e12))
}

fn bounded(kind: &str, low: Value, high: Value) -> Value {
    json!({ "type": kind, "minimum": low, "maximum": high })
}

/// The parameters that an intervention may set: those of the kinds' groups, but for what describes girls.
fn own_parameters() -> Vec<Entry> {
    let register = Register::built_in().with(VOCABULARY.entries());
    let of_kind = |kind: &'static Kind| {
        let all = register.entries.clone().into_iter();
        all.filter(|entry| entry.group() == kind.group && !kind.of_girls.contains(&entry.name.as_str()))
    };
    kinds().into_iter().flat_map(of_kind).collect()
}

/// Parameters by name, with a dot or as tables. Their bounds are those of whichever register a scenario names, which no schema
/// knows.
fn parameters(entries: &[Entry]) -> Value {
    let mut properties = Map::new();
    let mut groups: Map<String, Value> = Map::new();
    for entry in entries {
        let one = json!({
            "type": "number",
            "description": format!("{} ({})", entry.meaning, entry.unit),
            "default": entry.default,
        });
        properties.insert(entry.name.clone(), one.clone());
        let group = groups.entry(entry.group().to_owned()).or_insert_with(|| json!({}));
        if let Value::Object(group) = group {
            group.insert(entry.field().to_owned(), one);
        }
    }
    for (group, fields) in groups {
        properties.insert(group, json!({ "type": "object", "properties": fields, "additionalProperties": false }));
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A meaning without the marks of Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, link) = rest.split_at(at);
        plain.push_str(before);
        match link.split_once("](").and_then(|(name, after)| Some((name, after.split_once(')')?.1))) {
            Some((name, after)) if !name[1..].contains('[') => {
                plain.push_str(&name[1..]);
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = &link[1..];
            }
        }
    }
    plain.push_str(rest);
    plain.replace('`', "")
}
