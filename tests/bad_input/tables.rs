//! CSV files: the region and the register.

use super::fixture::*;

#[test]
fn tables_of_the_region_are_refused_by_line_and_column() {
    each_is_refused(&[
        (
            "departments.csv",
            "districts,",
            "district,",
            &["unknown column `district`", "departments.csv:1:17", "nearest: districts"],
        ),
        ("towns.csv", "miners,", "minors,", &["unknown column `minors`", "towns.csv:1:6", "nearest: miners"]),
        (
            "departments.csv",
            "Lowlands,3500",
            "Lowlands,many",
            &["`population` is `many`, not a number", "departments.csv:3:10"],
        ),
        ("departments.csv", "0.35,0.55", "0.35,1.55", &["`taboo` is 1.55", "departments.csv:2:23", "from 0 to 1"]),
        (
            "departments.csv",
            "Lowlands,3500,2",
            "Lowlands,3500,0",
            &["`districts` is 0", "departments.csv:3:15", "from 1 to"],
        ),
        ("departments.csv", "0.5,yes", "0.9,yes", &["`origin_share` sums to 1.1", "departments.csv:3:", "at most 1"]),
        ("departments.csv", "0.5,yes", "0.5,true", &["`fitted` is `true`", "departments.csv:2:", "yes or no"]),
        ("departments.csv", "Lowlands", "Highlands", &["department `Highlands` appears twice", "departments.csv:3:1"]),
        ("towns.csv", "Lower Camp", "Upper Camp", &["town `Upper Camp` appears twice", "towns.csv:3:1"]),
        ("towns.csv", "Lower Camp,170,2", "Lower Camp,170", &["this row has 2 fields", "towns.csv:3:1", "3 fields"]),
        ("towns.csv", "Lower Camp,170,2", "\nLower Camp,-1,2", &["`miners` is -1", "towns.csv:4:12", "from 0"]),
    ]);
}

#[test]
fn a_column_that_is_missing_is_named() {
    let inputs = Inputs::new();
    inputs.write("towns.csv", "name,miners\nUpper Camp,280\nLower Camp,170\n");
    says(&inputs.error(), &["missing column `hours_beyond_gateway`", "towns.csv:1:1"]);
    inputs.write("towns.csv", "name,hours_beyond_gateway\nUpper Camp,1\nLower Camp,2\n");
    says(&inputs.error(), &["missing column `miners`", "towns.csv:1:1", "the columns name,miners"]);
}

#[test]
fn empty_files_and_files_that_are_no_text_are_refused() {
    let inputs = Inputs::new();
    inputs.write("towns.csv", "");
    says(&inputs.error(), &["the file is empty", "towns.csv:1:1", "the columns name,miners"]);
    inputs.write("towns.csv", "name,miners,hours_beyond_gateway\n");
    says(&inputs.error(), &["no town in this file", "towns.csv:1:1"]);
    inputs.write("towns.csv", b"name,miners,hours_beyond_gateway\nHuep\xe9tuhe,1,2\n");
    says(&inputs.error(), &["not UTF-8", "towns.csv:2:5", "UTF-8"]);
    inputs.write("study.toml", "");
    says(&inputs.error(), &["missing key `name`", "study.toml:1:1"]);
}

#[test]
fn given_communities_are_checked_against_the_departments() {
    const HEADER: &str =
        "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_gateway\n";
    let inputs = Inputs::new();
    inputs.with("world.toml", "[baseline]", "communities = \"communities.csv\"\n[baseline]");
    inputs.write("communities.csv", format!("{HEADER}Alto,Highland,100,0.3,0.5,0.4,2,0.5,-0.6,9\n"));
    says(&inputs.error(), &["unknown department `Highland`", "communities.csv:2:6", "nearest: Highlands"]);
    inputs.write("communities.csv", format!("{HEADER}Alto,Highlands,100,0.3,0.5,1.4,2,0.5,-0.6,9\n"));
    says(&inputs.error(), &["`violence_share` is 1.4", "communities.csv:2:28", "from 0 to 1"]);
}

#[test]
fn the_register_is_refused_by_line_and_column() {
    each_is_refused(&[
        (
            "parameters.csv",
            "decision.theta,theta,7.07",
            "decision.theta,theta,77",
            &["`default` of `decision.theta` is 77", "parameters.csv:2:22", "from -2 to 14"],
        ),
        (
            "parameters.csv",
            "decision.theta,theta",
            "decision.thetta,theta",
            &["unknown parameter `decision.thetta`", "parameters.csv:2:1", "nearest: decision.theta"],
        ),
        (
            "parameters.csv",
            "info.cost_contact,",
            "decision.theta,",
            &["`decision.theta` appears twice", "parameters.csv:4:1"],
        ),
        (
            "parameters.csv",
            "decision.theta,theta,7.07,-2,14",
            "decision.theta,theta,7.07,14,-2",
            &["`low` of `decision.theta` is 14", "parameters.csv:2:", "below -2"],
        ),
        (
            "parameters.csv",
            "14,uniform,utility,calibrated",
            "14,uniforn,utility,calibrated",
            &["unknown prior `uniforn`", "parameters.csv:2:", "nearest: uniform"],
        ),
        (
            "parameters.csv",
            "14,uniform,utility,calibrated",
            "14,uniform,utility,guessed",
            &["unknown grade `guessed`", "parameters.csv:2:", "one of: published"],
        ),
        (
            "parameters.csv",
            "name,symbol,default",
            "name,sign,default",
            &["unknown column `sign`", "parameters.csv:1:6"],
        ),
    ]);
    let inputs = Inputs::new();
    let without: String = register()
        .lines()
        .filter(|line| !line.starts_with("decision.theta,"))
        .map(|line| format!("{line}\n"))
        .collect();
    inputs.write("parameters.csv", without);
    says(&inputs.error(), &["missing parameter `decision.theta`", "parameters.csv:1:1"]);
}
