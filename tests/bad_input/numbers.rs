//! Numbers that are not what was meant, or that nothing can be computed from.

use super::fixture::*;
use amparo::register::Register;

/// A table of one community, its girls as given.
pub fn community(girls: &str) -> String {
    format!(
        "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_gateway\n\
         Alto,Highlands,{girls},0.3,0.5,0.4,2,0.5,-0.6,9\n"
    )
}

pub fn with_communities(text: impl AsRef<[u8]>) -> Inputs {
    let inputs = Inputs::new();
    inputs.with("world.toml", "[baseline]", "communities = \"communities.csv\"\n[baseline]");
    inputs.write("communities.csv", text);
    inputs
}

#[test]
fn a_thousands_point_in_a_table_is_asked_about() {
    for (girls, meant) in
        [("1.240", "1240"), ("\"1,240\"", "1240"), ("1 240", "1240"), ("1.240.000", "1240000"), ("1.000", "1000")]
    {
        let error = with_communities(community(girls)).error();
        says(&error, &[&format!("is {meant} meant?"), "communities.csv:2:16", "`girls` is `"]);
    }
    each_is_refused(&[
        ("departments.csv", "Lowlands,3500", "Lowlands,3.500", &["is 3500 meant?", "departments.csv:3:10"]),
        ("towns.csv", "Upper Camp,280", "Upper Camp,1.280", &["is 1280 meant?", "towns.csv:2:12"]),
        ("departments.csv", "Lowlands,3500,2", "Lowlands,3500,1.002", &["is 1002 meant?", "departments.csv:3:15"]),
    ]);
}

#[test]
fn persons_places_and_households_are_whole_numbers() {
    for girls in ["240.5", "1.5"] {
        says(&with_communities(community(girls)).error(), &["`girls` is", "communities.csv:2:16", "whole number"]);
    }
    says(&with_communities(community("1e3")).error_or_ok(), &["ok"]);
    each_is_refused(&[
        ("departments.csv", "Lowlands,3500", "Lowlands,3500.5", &["not a whole number", "departments.csv:3:10"]),
        ("towns.csv", "Upper Camp,280", "Upper Camp,280.5", &["not a whole number", "towns.csv:2:12"]),
        ("world.toml", "victims = 40", "victims = 40.5", &["not a whole number", "world.toml:7:11"]),
        ("world.toml", "brothels = 4\n", "brothels = 4.5\n", &["not a whole number", "world.toml:8:12"]),
        ("world.toml", "residents = 1500", "residents = 1500.5", &["not a whole number", "world.toml:12:13"]),
    ]);
}

#[test]
fn a_thousands_point_in_a_key_is_asked_about() {
    each_is_refused(&[
        ("world.toml", "victims = 40", "victims = 4.500", &["`victims` is 4.500: is 4500 meant?", "world.toml:7:11"]),
        ("world.toml", "residents = 1500", "residents = 1.500", &["is 1500 meant?", "world.toml:12:13"]),
        (
            "world.toml",
            "victims = 40",
            "victims = 1.240.000",
            &["not valid TOML", "is 1240000 meant?", "world.toml:7:"],
        ),
        ("world.toml", "victims = 40", "victims = 1,240", &["not valid TOML", "is 1240 meant?", "world.toml:7:"]),
        ("world.toml", "victims = 40", "victims = 1 240 # all", &["not valid TOML", "is 1240 meant?", "world.toml:7:"]),
        ("world.toml", "rescued_per_year = 2", "rescued_per_year = 1.200", &["is 1200 meant?", "world.toml:10:20"]),
        ("study.toml", "60_000", "60.000", &["the budget is 60.000: is 60000 meant?", "study.toml:3:25"]),
        ("study.toml", "coverage = 0.5", "budget_soles_per_year = 60.000", &["is 60000 meant?", "study.toml:11:25"]),
        ("study.toml", "following_years = 1", "following_years = 1.000", &["is 1000 meant?", "study.toml:5:19"]),
    ]);
    let inputs = Inputs::new();
    inputs.with("study.toml", "budget_soles_per_year = 60_000", "budgets_soles_per_year = [30_000, 60.000]");
    says(&inputs.error(), &["is 60000 meant?", "study.toml:3:35"]);
    // A fraction that no thousands point would leave is a fraction.
    let inputs = Inputs::new();
    inputs.with("world.toml", "rescued_per_year = 2", "rescued_per_year = 2.25");
    says(&inputs.error_or_ok(), &["ok"]);
}

#[test]
fn money_and_persons_of_the_register_have_no_thousands_point() {
    each_is_refused(&[(
        "parameters.csv",
        "info.cost_contact,,12,5,30",
        "info.cost_contact,,12,5,30.000",
        &["`high` of `info.cost_contact` is `30.000`: is 30000 meant?", "parameters.csv:4:25"],
    )]);
}

#[test]
fn decimal_commas_and_percent_signs_are_named() {
    let text = community("100").replace(",0.3,", ",\"0,3\",");
    says(
        &with_communities(text).error(),
        &["`poverty_rate` is `0,3`, not a number", "is 0.3 meant?", "communities.csv:2:20"],
    );
    let text = community("100").replace(",0.3,", ",30 %,");
    says(&with_communities(text).error(), &["not a number", "no percent sign", "0.3", "communities.csv:2:20"]);
    // One that is not in quotes makes two fields of one.
    let text = community("100").replace(",0.3,", ",0,3,");
    says(&with_communities(text).error(), &["this row has 11 fields", "decimal comma", "communities.csv:2:1"]);
}

#[test]
fn numbers_that_overflow_or_vanish_later_are_refused_where_they_are_read() {
    each_is_refused(&[
        ("towns.csv", "280,1", "280,1e-320", &["too near to zero", "towns.csv:2:16", "1e-100"]),
        ("world.toml", "rescued_per_year = 2", "rescued_per_year = 5e-324", &["too near to zero", "world.toml:10:20"]),
        ("study.toml", "60_000", "1e-320", &["not a budget", "study.toml:3:25", "0.01"]),
        ("study.toml", "coverage = 0.5", "coverage = 1e-320", &["too near to zero", "study.toml:11:12"]),
        ("parameters.csv", "12,5,30", "12,5,1e308", &["too large", "parameters.csv:4:25"]),
        ("parameters.csv", "12,5,30", "12,1e-300,30", &["too near to zero", "parameters.csv:4:23"]),
        ("parameters.csv", "7.07,-2,14", "7.07,-2e90,14", &["out of what the model can take", "parameters.csv:2:27"]),
    ]);
}

#[test]
fn bounds_of_a_register_stay_within_what_the_model_can_take() {
    // No bound of any parameter may be so wide that a world could not be made or computed.
    let shipped = Register::built_in();
    for entry in &shipped.entries {
        for (low, high) in [(entry.low, 1e99), (-1e99, entry.high)] {
            let inputs = Inputs::new();
            let rows: String = register()
                .lines()
                .map(|line| match line.split(',').next() == Some(entry.name.as_str()) {
                    true => format!("{},,{},{low},{high},fixed,unit,design,,what it is,,\n", entry.name, entry.default),
                    false => format!("{line}\n"),
                })
                .collect();
            inputs.write("parameters.csv", rows);
            let error = inputs.error();
            says(&error, &["out of what the model can take", "parameters.csv:", &entry.name]);
        }
    }
}
