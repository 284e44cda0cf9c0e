//! The register that ships is complete, consistent, and the same as its typed form.

use amparo::register::{Grade, Parameters, Prior, Register};
use std::collections::{BTreeMap, BTreeSet};

const FACTS: &str = include_str!("../../scenarios/madre-de-dios/facts.csv");

#[test]
fn every_parameter_has_a_unit_a_grade_and_bounds_that_hold_its_default() {
    let register = Register::built_in();
    for entry in &register.entries {
        assert!(!entry.unit.is_empty(), "{}", entry.name);
        assert!(entry.low < entry.high, "{}", entry.name);
        assert!((entry.low..=entry.high).contains(&entry.default), "{}", entry.name);
        assert!(entry.prior != Prior::Loguniform || entry.low > 0.0, "{}", entry.name);
    }
    assert_eq!(register.grades().values().sum::<usize>(), register.entries.len());
}

#[test]
fn every_parameter_says_what_it_means() {
    // What it is, then what moves when it moves: a reason why its value is what it is stands in the note.
    for entry in &Register::built_in().entries {
        let moves = if entry.unit == "seed" { "; another value: " } else { "; higher: " };
        let Some((what, moved)) = entry.meaning.split_once(moves) else {
            panic!("{} does not say what moves: {}", entry.name, entry.meaning)
        };
        assert!(what.len() > 10 && moved.len() > 8, "{}: {}", entry.name, entry.meaning);
        assert!(what.starts_with(char::is_uppercase), "{}: {what}", entry.name);
        for reason in ["pinned", "calibrated", "irrelevant", "not identified", "set against", "without it"] {
            assert!(!entry.meaning.contains(reason), "{} gives a reason: {}", entry.name, entry.meaning);
        }
    }
}

#[test]
fn every_source_is_a_row_of_the_facts() {
    let mut reader = csv::Reader::from_reader(FACTS.as_bytes());
    let facts: BTreeSet<String> = reader.records().map(|row| row.expect("a readable row")[0].to_owned()).collect();
    for entry in Register::built_in().entries {
        assert!(entry.source.is_empty() || facts.contains(&entry.source), "{} cites {}", entry.name, entry.source);
    }
}

#[test]
fn a_published_or_derived_parameter_names_its_source() {
    for entry in Register::built_in().entries {
        if matches!(entry.grade, Grade::Published | Grade::Derived) {
            assert!(!entry.source.is_empty(), "{}", entry.name);
        }
    }
}

#[test]
fn design_choices_are_never_drawn() {
    for entry in Register::built_in().entries {
        if entry.grade == Grade::Design {
            assert_eq!(entry.prior, Prior::Fixed, "{}", entry.name);
        }
    }
}

#[test]
fn the_typed_parameters_hold_each_value_of_the_register_and_no_other() {
    let register = Register::built_in();
    let values = register.parameters(&BTreeMap::new()).values();
    let rows: BTreeMap<String, f64> = register.entries.iter().map(|e| (e.name.clone(), e.default)).collect();
    assert_eq!(values, rows);
    let names: BTreeSet<&String> = Parameters::names().iter().collect();
    assert_eq!(names, values.keys().collect());
}

#[test]
fn each_override_reaches_its_own_field_only() {
    let register = Register::built_in();
    let defaults = register.parameters(&BTreeMap::new()).values();
    for entry in &register.entries {
        let value = if entry.default == entry.high { entry.low } else { entry.high };
        let overrides = BTreeMap::from([(entry.name.clone(), value)]);
        let mut expected = defaults.clone();
        expected.insert(entry.name.clone(), value);
        assert_eq!(register.parameters(&overrides).values(), expected);
    }
}

#[test]
fn parameters_survive_being_stored_and_read_back() {
    let parameters = Register::built_in().parameters(&BTreeMap::new());
    let text = serde_json::to_string(&parameters).expect("plain numbers");
    let back: Parameters = serde_json::from_str(&text).expect("what was just written");
    assert_eq!(back, parameters);
}

#[test]
fn the_nearest_name_is_found_with_and_without_its_group() {
    let register = Register::built_in();
    assert_eq!(register.nearest("decision.tetha"), Some("decision.theta"));
    assert_eq!(register.nearest("kappa_r"), Some("recruiters.kappa_r"));
    assert_eq!(register.nearest("zzzzzzzzzzzz"), None);
}

#[test]
fn a_value_is_checked_against_its_bounds() {
    let register = Register::built_in();
    assert!(register.check("population.scale", 10.0).is_ok());
    for value in [0.5, 11.0, f64::NAN, f64::INFINITY] {
        assert!(register.check("population.scale", value).is_err(), "{value}");
    }
}
