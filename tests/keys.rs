//! What files may say is declared once: the page, the schema and the record follow from it.

use amparo::files::columns;
use amparo::files::declared::{self, DECIDED};
use amparo::files::keys::{Given, Keys, Takes};
use amparo::files::{Resolved, SchemaOf, Texts, load_scenario, load_scenario_from, load_study_to_solve, page, schema};
use amparo::policy::VOCABULARY;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The page with each table of keys as it is declared.
fn with_tables(mut text: String) -> String {
    for (place, table) in page::tables() {
        let begin = format!("<!-- keys: {place} -->\n");
        let at =
            text.find(&begin).unwrap_or_else(|| panic!("the page has no place for the keys of {place}")) + begin.len();
        let end = at + text[at..].find("<!-- /keys -->").expect("the end of the place");
        text.replace_range(at..end, &table);
    }
    text
}

#[test]
fn the_page_shows_every_key_as_it_is_declared() {
    let file = root().join("docs/files.md");
    let text = std::fs::read_to_string(&file).expect("the page of files");
    let wanted = with_tables(text.clone());
    // `AMPARO_WRITE=1 cargo test --test keys` writes the tables anew.
    if std::env::var_os("AMPARO_WRITE").is_some() {
        std::fs::write(&file, &wanted).expect("a page that can be written");
        return;
    }
    let differs = text.lines().zip(wanted.lines()).find(|(is, wanted)| is != wanted);
    assert!(text == wanted, "AMPARO_WRITE=1 cargo test --test keys writes it anew: {differs:?}");
    assert_eq!(text.matches("<!-- keys: ").count(), page::tables().len());
}

/// Why a value is none of a schema; `None`: it is one. Knows the words that our schemas use, and no other.
fn objection(root: &Value, value: &Value, at: &str) -> Option<String> {
    within(root, root, value, at)
}

fn within(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let Value::Object(rules) = schema else { return None };
    let objection = |schema: &Value, value: &Value, at: &str| within(root, schema, value, at);
    let list = |rule: &Value| rule.as_array().cloned().unwrap_or_default();
    let holds = |schema: &Value| objection(schema, value, at).is_none();
    let number = value.as_f64();
    for (word, rule) in rules {
        let size = rule.as_u64().map(|n| n as usize);
        let fine = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "then" | "else" => true,
            "$ref" => {
                let target = rule.as_str().and_then(|path| root.pointer(path.trim_start_matches('#')));
                if let Some(why) = objection(target.expect("what is defined"), value, at) {
                    return Some(why);
                }
                true
            }
            "type" => match rule.as_str().expect("the name of a type") {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "number" => value.is_number(),
                "integer" => number.is_some_and(|n| n.fract() == 0.0),
                other => panic!("{other}"),
            },
            "enum" => list(rule).contains(value),
            "const" => rule == value,
            "minimum" => number.is_none_or(|n| n >= rule.as_f64().expect("a number")),
            "maximum" => number.is_none_or(|n| n <= rule.as_f64().expect("a number")),
            "exclusiveMinimum" => number.is_none_or(|n| n > rule.as_f64().expect("a number")),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() >= size.expect("a length")),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() <= size.expect("a length")),
            "pattern" => value.as_str().is_none_or(|text| {
                assert_eq!(rule, "^[A-Za-z0-9-]+$");
                !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            }),
            "minItems" => value.as_array().is_none_or(|items| items.len() >= size.expect("a length")),
            "maxItems" => value.as_array().is_none_or(|items| items.len() <= size.expect("a length")),
            "uniqueItems" => {
                value.as_array().is_none_or(|items| (0..items.len()).all(|i| !items[..i].contains(&items[i])))
            }
            "required" => {
                list(rule).iter().all(|key| !value.is_object() || value.get(key.as_str().expect("a key")).is_some())
            }
            "properties" => {
                for (key, of) in rule.as_object().expect("keys") {
                    if let Some(inner) = value.get(key)
                        && let Some(why) = objection(of, inner, &format!("{at}.{key}"))
                    {
                        return Some(why);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = |key: &String| rules.get("properties").and_then(|of| of.get(key)).is_some();
                let others = value.as_object().into_iter().flatten().filter(|(key, _)| !known(key));
                for (key, inner) in others {
                    if rule == &Value::Bool(false) {
                        return Some(format!("{at} has `{key}`"));
                    }
                    if let Some(why) = objection(rule, inner, &format!("{at}.{key}")) {
                        return Some(why);
                    }
                }
                true
            }
            "items" => {
                let why = |(i, item)| objection(rule, item, &format!("{at}[{i}]"));
                if let Some(why) = value.as_array().into_iter().flatten().enumerate().find_map(why) {
                    return Some(why);
                }
                true
            }
            "allOf" => list(rule).iter().all(holds),
            "anyOf" => list(rule).iter().any(holds),
            "oneOf" => list(rule).iter().filter(|one| holds(one)).count() == 1,
            "not" => !holds(rule),
            "if" => {
                let then = if holds(rule) { rules.get("then") } else { rules.get("else") };
                if let Some(why) = then.and_then(|then| objection(then, value, at)) {
                    return Some(why);
                }
                true
            }
            other => panic!("a schema says `{other}`"),
        };
        if !fine {
            return Some(format!("{at}: {word} {rule}"));
        }
    }
    None
}

/// A TOML text as JSON.
fn json(text: &str) -> Value {
    let table: toml::Table = text.parse().expect("TOML");
    serde_json::to_value(table).expect("what TOML holds")
}

/// Every shipped file with this ending that people write.
fn shipped(ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|extension| extension == ending) && !name.ends_with(".solved.toml") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("scenarios"), ending, &mut found);
    found.sort();
    found
}

/// What kind of file one is.
fn kind(file: &Path, text: &Value) -> SchemaOf {
    match (file.parent().is_some_and(|folder| folder.ends_with("policies")), amparo::files::is_study(file)) {
        (true, _) => SchemaOf::Policy,
        (false, true) => SchemaOf::Study,
        _ => {
            assert!(text.get("policy").is_none());
            SchemaOf::Scenario
        }
    }
}

#[test]
fn every_shipped_file_is_valid_to_the_schema_of_its_kind() {
    let files = shipped("toml");
    assert!(files.len() > 20, "only {} files", files.len());
    for file in files {
        let value = json(&std::fs::read_to_string(&file).expect("a shipped file"));
        let why = objection(&schema(kind(&file, &value)), &value, "");
        assert_eq!(why, None, "{}", file.display());
    }
}

#[test]
fn what_the_reader_refuses_by_key_type_word_or_range_is_not_valid_to_the_schema() {
    let whole = "name = \"a\"\nscenario = \"w.toml\"\nbudget_soles_per_year = 1\n";
    let policy = "[[policy]]\nname = \"p\"\n[[policy.intervention]]\nkind = \"app\"\n";
    let study = |text: String| objection(&schema(SchemaOf::Study), &json(&text), "");
    assert_eq!(study(format!("{whole}{policy}coverage = 0.5\n")), None);
    assert_eq!(study("based_on = \"s.toml\"\n[draws]\nused = 3\n".into()), None, "what is required may be inherited");
    for (text, why) in [
        (format!("{whole}replicate = 3\n{policy}coverage = 0.5\n"), "replicate"),
        (format!("{whole}replicates = 0\n{policy}coverage = 0.5\n"), "minimum"),
        (format!("{whole}replicates = 1.5\n{policy}coverage = 0.5\n"), "type"),
        (whole.to_owned(), "required"),
        (format!("{whole}{policy}"), "oneOf"),
        (format!("{whole}{policy}coverage = 0.5\nshare_of_budget = 1\n"), "oneOf"),
        (format!("{whole}{policy}coverage = 1.5\n"), "maximum"),
        (format!("{whole}{policy}coverage = 1\ntargeting = \"at-random\"\n"), "enum"),
        (format!("{whole}{policy}coverage = 1\nparameters = {{ \"app.p_bas\" = 1 }}\n"), "p_bas"),
        (format!("{whole}{}coverage = 1\n", policy.replace("\"app\"", "\"apps\"")), "enum"),
        (format!("{whole}{policy}coverage = 1\n[policy.matching]\nrule = \"predicted-effect\"\n"), "coverage"),
        (format!("{whole}{policy}coverage = 1\n[draws]\ntable = \"d.csv\"\n"), "required"),
        (format!("{}{policy}coverage = 1\n", whole.replace("\"a\"", "\"a b\"")), "pattern"),
    ] {
        let found = study(text.clone()).unwrap_or_else(|| panic!("it is valid:\n{text}"));
        assert!(found.contains(why), "{found}\n{text}");
    }
}

/// The declaration of a shipped table, by its file's name; `None`: a draft of another kind.
fn of_table(file: &Path) -> Option<&'static Keys> {
    let name = file.file_stem()?.to_str()?;
    let in_worlds = file.parent().is_some_and(|folder| folder.ends_with("how-different"));
    Some(match name {
        "parameters" => &columns::REGISTER,
        "departments" => &columns::DEPARTMENTS,
        "towns" => &columns::TOWNS,
        "communities" => &columns::COMMUNITIES,
        "survey" => &columns::SURVEY,
        "facts" => &columns::FACTS,
        "travel" => &columns::TRAVEL,
        "destinations" => &columns::DESTINATIONS,
        "trials" => &amparo::files::trials::TRIAL,
        // Beside a table of draws stands what they say of their parameters.
        _ if name.ends_with("_posterior") || name.ends_with("_predictive") => return None,
        _ if in_worlds || name.starts_with("draws") => &columns::DRAWS,
        _ => return None,
    })
}

#[test]
fn every_row_of_a_shipped_table_is_valid_to_the_schema_of_its_table() {
    let mut seen = std::collections::BTreeMap::new();
    for file in shipped("csv") {
        let Some(declared) = of_table(&file) else { continue };
        let schema = schema(SchemaOf::Row(declared));
        let is_text = |column: &str| {
            let key = declared.get(column);
            key.is_some_and(|key| matches!(key.takes, Takes::Called | Takes::Text | Takes::Title | Takes::OneOf(..)))
        };
        let mut reader = csv::Reader::from_path(&file).expect("a shipped table");
        let header = reader.headers().expect("a header").clone();
        for record in reader.records() {
            let record = record.expect("a row");
            // An empty cell says nothing, as a key that is left out does.
            let says = |(column, cell): &(&str, &str)| {
                !cell.is_empty() || declared.get(column).is_none_or(|k| k.given == Given::Required)
            };
            let cells = header.iter().zip(&record).filter(says).map(|(column, cell)| {
                let value = match cell.parse::<f64>() {
                    Ok(number) if !is_text(column) => serde_json::json!(number),
                    _ => Value::String(cell.to_owned()),
                };
                (column.to_owned(), value)
            });
            let row = Value::Object(cells.collect());
            assert_eq!(objection(&schema, &row, ""), None, "{}: {row}", file.display());
            *seen.entry(declared.name).or_insert(0) += 1;
        }
    }
    assert!(seen.len() == columns::TABLES.len() && seen.values().all(|rows| *rows > 1), "{seen:?}");
}

#[test]
fn a_row_that_the_reader_refuses_by_column_type_word_or_range_is_not_valid_to_the_schema() {
    let town =
        |text: &str| objection(&schema(SchemaOf::Row(&columns::TOWNS)), &text.parse::<Value>().expect("JSON"), "");
    assert_eq!(town("{\"name\": \"A\", \"miners\": 5}"), None, "hours may stand in a table of routes");
    for (row, why) in [
        ("{\"name\": \"A\"}", "required"),
        ("{\"name\": \"A\", \"miners\": -5}", "minimum"),
        ("{\"name\": \"A\", \"miners\": 5.5}", "type"),
        ("{\"name\": \"A\", \"miners\": 5, \"minors\": 5}", "minors"),
        ("{\"name\": \"\", \"miners\": 5}", "minLength"),
    ] {
        let found = town(row).unwrap_or_else(|| panic!("it is valid: {row}"));
        assert!(found.contains(why), "{found}");
    }
}

#[test]
fn columns_are_declared_under_the_names_that_are_read_and_written() {
    assert!(columns::REGISTER.names().eq(amparo::register::REGISTER_COLUMNS));
    let unsolved = amparo::files::columns::UNSOLVED_COLUMN;
    assert!(columns::DRAWS.names().eq(amparo::files::DRAW_COLUMNS.into_iter().chain([unsolved])));
    for (i, table) in columns::TABLES.iter().enumerate() {
        assert!(columns::TABLES[..i].iter().all(|other| other.name != table.name), "{}", table.name);
        assert!(table.says.ends_with('.'), "{}", table.name);
        for (k, column) in table.keys.iter().enumerate() {
            assert!(table.keys[..k].iter().all(|other| other.name != column.name), "{}.{}", table.name, column.name);
            assert!(!column.says.is_empty() || !column.unit.is_empty(), "{}.{}", table.name, column.name);
        }
    }
}

/// The declaration of a table of the record; `None`: rows of tables, draws and values, which are no keys.
fn declaration(path: &str) -> Option<&'static Keys> {
    Some(match path {
        "scenario" => &declared::SCENARIO,
        "baseline" => &declared::BASELINE,
        "sources" => &declared::SOURCES,
        "burn_in" => &declared::BURN_IN,
        "department" => &columns::DEPARTMENTS,
        "town" => &columns::TOWNS,
        "community" => &columns::COMMUNITIES,
        "destination" => &columns::DESTINATIONS,
        "school" => &declared::SCENARIO,
        "event" => &declared::EVENT,
        "intervention" | "policy.intervention" => &declared::INTERVENTION,
        "study" => &declared::STUDY,
        "policy" => &declared::POLICY,
        "policy.matching" => &declared::MATCHING,
        "adaptation" => &declared::ADAPTATION,
        "precision" => &declared::PRECISION,
        "draws" => &declared::DRAWS,
        "draws.sample" => &declared::SAMPLE,
        _ => return None,
    })
}

/// Keys of the record that no file has: what a study makes of its policies and draws.
const OF_THE_RECORD: [&str; 9] = [
    "policy.group",
    "policy.budget_soles_per_year",
    "draws.rejected",
    "department.attraction",
    "department.hours_to_destinations",
    "department.hours_to_towns",
    "community.hours_to_towns",
    "community.hours_to_destinations",
    "town.hours_to_towns",
];

/// The record of a scenario with a crackdown, an intervention and an index: no shipped one has them.
fn crackdown() -> String {
    let mut texts = Texts::default();
    for file in ["toy/baseline.toml", "toy/departments.csv", "toy/towns.csv", "madre-de-dios/parameters.csv"] {
        texts.put(file, std::fs::read(root().join("scenarios").join(file)).expect("a shipped file"));
    }
    let town: Vec<u8> = texts.get("toy/towns.csv").expect("the towns").to_vec();
    let town = String::from_utf8(town).expect("text");
    let town = town.lines().nth(1).and_then(|line| line.split(',').next()).expect("a town").to_owned();
    let own = format!(
        "based_on = \"baseline.toml\"\n[[crackdown]]\ntown = \"{town}\"\nstart_week = 0\nend_week = 26\n\
         [[intervention]]\nkind = \"app\"\ncoverage = 1\ntargeting = \"index\"\nindex = {{ exposure = 1 }}\n"
    );
    texts.put("toy/own.toml", own);
    let scenario = load_scenario_from(&texts, Path::new("toy/own.toml"), &VOCABULARY, &[]);
    scenario.unwrap_or_else(|error| panic!("{error}")).resolved_toml()
}

#[test]
fn the_record_of_what_was_run_writes_keys_as_they_are_declared() {
    let mut seen = std::collections::BTreeSet::new();
    let mut records = vec![(PathBuf::from("a crackdown"), crackdown())];
    for file in shipped("toml") {
        let value = json(&std::fs::read_to_string(&file).expect("a shipped file"));
        let record = match kind(&file, &value) {
            SchemaOf::Policy => continue,
            SchemaOf::Study => load_study_to_solve(&file, &VOCABULARY, &[]).map(|study| study.resolved_toml()),
            SchemaOf::Scenario => load_scenario(&file, &VOCABULARY, &[]).map(|scenario| scenario.resolved_toml()),
            SchemaOf::Row(_) => unreachable!("a TOML file is no table"),
        };
        records.push((file, record.unwrap_or_else(|error| panic!("{error}"))));
    }
    for (file, record) in records {
        let mut table = String::new();
        for line in record.lines() {
            if let Some(header) = line.strip_prefix('[') {
                table = header.split(']').next().unwrap_or_default().trim_start_matches('[').to_owned();
            } else if let (Some(keys), Some((key, _))) = (declaration(&table), line.split_once(" = ")) {
                let path = format!("{table}.{key}");
                let known = keys.get(key).is_some() || OF_THE_RECORD.contains(&path.as_str());
                assert!(known || line.starts_with('#'), "{}: {path} is declared nowhere", file.display());
                seen.insert(path);
            }
        }
    }
    // Every kind of table was met.
    for path in [
        "event.town",
        "event.index",
        "event.factor",
        "destination.mass",
        "school.school_terms",
        "town.hours_to_towns",
        "community.girls",
        "policy.matching.rule",
        "draws.sample.count",
        "policy.intervention.kind",
        "burn_in.years",
    ] {
        assert!(seen.contains(path), "{path} was never met: {seen:?}");
    }
}

#[test]
fn what_a_rule_decides_are_keys_of_an_intervention() {
    assert!(DECIDED.iter().all(|key| declared::INTERVENTION.get(key).is_some()));
}
