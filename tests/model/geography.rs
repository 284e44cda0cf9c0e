//! Geography is data: hours come from columns or from a table of routes, and the program knows no place.

use amparo::files::{SchemaOf, Texts, load_scenario_from, page, schema};
use amparo::policy::VOCABULARY;
use amparo::scenario::Scenario;
use amparo::world::spawn::setting;
use amparo::world::{Community, synthetic};
use std::fmt::Write;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn load(texts: &Texts, file: &str) -> Scenario {
    load_scenario_from(texts, file.as_ref(), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// A table without one of its columns.
fn without(texts: &mut Texts, file: &str, column: &str) {
    let text = String::from_utf8(texts.get(file).expect("a table").to_vec()).expect("text");
    let at = text.lines().next().and_then(|header| header.split(',').position(|name| name == column));
    let at = at.unwrap_or_else(|| panic!("{file} has no {column}"));
    let mut left = String::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split(',').enumerate().filter(|(i, _)| *i != at).map(|(_, field)| field).collect();
        let _ = writeln!(left, "{}", fields.join(","));
    }
    texts.put(file, left);
}

/// The shipped region with every route stated, as one would write them down.
fn routed() -> (Scenario, Scenario) {
    const FOLDER: &str = "scenarios/madre-de-dios";
    let mut texts = Texts::standard();
    let by_columns = load(&texts, &format!("{FOLDER}/baseline.toml"));
    // Those to destinations stand there already.
    let mut routes =
        String::from_utf8(texts.get(format!("{FOLDER}/travel.csv")).expect("a table").to_vec()).expect("text");
    assert!(routes.ends_with('\n') && by_columns.departments.iter().all(|d| d.hours_to_gateway.is_some()));
    let in_digits = |hours: f64| format!("{hours:.2}");
    for (i, town) in by_columns.towns.iter().enumerate() {
        for (origin, department) in by_columns.departments.iter().enumerate() {
            let _ = writeln!(routes, "{},{},{}", department.name, town.name, in_digits(by_columns.hours(origin, i)));
        }
        for (k, other) in by_columns.towns.iter().enumerate().skip(i + 1) {
            let _ =
                writeln!(routes, "{},{},{}", other.name, town.name, in_digits(by_columns.hours_between_towns(i, k)));
        }
    }
    without(&mut texts, &format!("{FOLDER}/departments.csv"), "hours_to_gateway");
    without(&mut texts, &format!("{FOLDER}/towns.csv"), "hours_beyond_gateway");
    texts.put(format!("{FOLDER}/routes.csv"), routes);
    texts.put(
        format!("{FOLDER}/routed.toml"),
        "name = \"routed\"\nbased_on = \"baseline.toml\"\ntravel = \"routes.csv\"\n",
    );
    let by_routes = load(&texts, &format!("{FOLDER}/routed.toml"));
    (by_columns, by_routes)
}

#[test]
fn the_shipped_region_is_the_same_to_the_bit_where_its_routes_are_stated_one_by_one() {
    let (by_columns, by_routes) = routed();
    assert!(by_routes.departments.iter().all(|d| d.hours_to_gateway.is_none()));
    let [columns, routes] = [&by_columns, &by_routes].map(synthetic::communities);
    let bits = |place: &Community| place.hours.iter().map(|hours| hours.to_bits()).collect::<Vec<_>>();
    assert_eq!(columns.len(), routes.len());
    for (one, other) in columns.iter().zip(&routes) {
        assert_eq!((&one.name, bits(one)), (&other.name, bits(other)));
    }
    let base = |of: &Scenario| setting(of, 1, 1).region.base_weight.iter().map(|w| w.to_bits()).collect::<Vec<_>>();
    assert_eq!(base(&by_columns), base(&by_routes));
    let towns = by_columns.towns.len();
    for (a, b) in (0..towns).flat_map(|a| (0..towns).map(move |b| (a, b))) {
        let between = [&by_columns, &by_routes].map(|of| of.hours_between_towns(a, b));
        assert!((between[0] - between[1]).abs() < 1e-12, "{a} to {b}: {between:?}");
    }
}

#[test]
fn towns_off_one_road_are_as_far_apart_as_their_ways_from_it_differ_and_half_an_hour() {
    let (region, _) = routed();
    let beyond = |town: usize| region.towns[town].hours_beyond_gateway.expect("a column of the shipped table");
    for (a, b) in [(0, 1), (2, 5), (6, 0)] {
        assert_eq!(region.hours_between_towns(a, b), (beyond(a) - beyond(b)).abs() + 0.5);
        assert_eq!(region.hours_between_towns(a, b), region.hours_between_towns(b, a));
    }
    assert_eq!(region.hours_between_towns(3, 3), 0.0);
}

/// Every source file of the program up to its tests.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            found.push((path.display().to_string(), code));
        }
    }
}

#[test]
fn neither_the_program_nor_its_schema_names_a_place_of_the_region_that_ships() {
    let (region, _) = routed();
    let mut said = Vec::new();
    sources(&root().join("src"), &mut said);
    assert!(said.len() > 200, "only {} files", said.len());
    for (what, of) in [("scenario", SchemaOf::Scenario), ("study", SchemaOf::Study), ("policy", SchemaOf::Policy)] {
        said.push((format!("the schema of a {what}"), schema(of).to_string()));
    }
    said.extend(page::tables().into_iter().map(|(place, table)| (format!("the table of {place}"), table)));
    // The case as a whole is named after its department; the paths and titles of its files say so.
    let case = "Madre de Dios";
    let departments = region.departments.iter().map(|d| d.name.as_str()).filter(|name| *name != case);
    for name in departments.chain(region.towns.iter().map(|town| town.name.as_str())) {
        for (place, text) in &said {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let found = code.filter(|line| line.to_lowercase().contains(&name.to_lowercase())).collect::<Vec<_>>();
            assert!(found.is_empty(), "{place} names {name}: {found:?}");
        }
    }
}
