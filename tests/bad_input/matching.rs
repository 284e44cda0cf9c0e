//! How interventions are matched to communities.

use super::fixture::*;

/// A study whose one policy matches; `[policy.matching]` is line 9.
const MATCHED: &str = r#"name = "small-study"
scenario = "world.toml"
budgets_soles_per_year = [20_000, 60_000]
funded_years = 2
following_years = 1

[[policy]]
name = "matched"
[policy.matching]
rule = "predicted-effect"
households = 10
intensities = [0.5, 1, 2]
strengths = "scenario"
[[policy.intervention]]
kind = "information"
ramp_weeks = 13
[[policy.intervention]]
kind = "cct-training"
"#;

const MAP: &str = r#"rule = "driver-map"
map = { poverty = "cct-training", information = "information", taboo = "information", violence = "information", opportunity = "cct-training", gain = "information" }"#;

fn inputs() -> Inputs {
    let inputs = Inputs::new();
    inputs.write("study.toml", MATCHED);
    inputs
}

#[track_caller]
fn refused(old: &str, new: &str, parts: &[&str]) {
    let inputs = inputs();
    inputs.with("study.toml", old, new);
    says(&inputs.error(), parts);
}

#[test]
fn the_matched_fixture_itself_is_accepted() {
    let map = inputs();
    map.with("study.toml", "intensities = [0.5, 1, 2]\n", "");
    map.with("study.toml", "rule = \"predicted-effect\"", MAP);
    for inputs in [inputs(), map] {
        let study = amparo::files::load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]);
        assert!(study.is_ok(), "{}", study.map(|_| ()).unwrap_err());
    }
}

#[test]
fn a_rule_is_one_there_is() {
    let rule = "rule = \"predicted-effect\"";
    for (new, parts) in [
        (
            "rule = \"predicted-effects\"",
            ["unknown rule `predicted-effects`", "study.toml:10:8", "nearest: predicted-effect"],
        ),
        ("rule = \"best-found\"", ["unknown rule `best-found`", "study.toml:10:8", "driver-map, predicted-effect"]),
        ("rule = 1", ["`rule` is a number", "study.toml:10:8", "text"]),
        ("", ["missing key `rule`", "study.toml:9:1", "one of: driver-map"]),
        ("rules = \"true-profile\"", ["unknown key `rules`", "study.toml:10:1", "nearest: rule"]),
    ] {
        refused(rule, new, &parts);
    }
}

#[test]
fn what_the_rule_decides_is_not_said_in_the_menu() {
    for (more, key) in [
        ("coverage = 0.5", "coverage"),
        ("budget_soles_per_year = 100", "budget_soles_per_year"),
        ("share_of_budget = 0.5", "share_of_budget"),
        ("targeting = \"uniform\"", "targeting"),
        ("intensity = 2", "intensity"),
    ] {
        let says = format!("`{key}` is given, but the policy's matching decides it");
        refused("ramp_weeks = 13", more, &[&says, "study.toml:16:1", "what may be chosen from"]);
    }
}

#[test]
fn a_map_names_an_intervention_of_the_menu_for_every_driver_and_only_where_there_is_a_map_to_follow() {
    let rule = "rule = \"predicted-effect\"";
    refused(
        rule,
        "rule = \"driver-map\"",
        &["there is no map from drivers to interventions", "study.toml:9:1", "poverty"],
    );
    refused(
        rule,
        &MAP.replace("driver-map", "predicted-bundle"),
        &["a map is given, but the rule is `predicted-bundle`", "study.toml:11:1", "rule = \"driver-map\""],
    );
    refused(
        rule,
        &MAP.replace("taboo =", "tabu ="),
        &["unknown key `tabu`", "study.toml:11:", "nearest: taboo", "poverty, information"],
    );
    refused(rule, &MAP.replace("violence = \"information\", ", ""), &["missing key `violence`", "study.toml:11:"]);
    refused(
        rule,
        &MAP.replace("violence = \"information\"", "violence = \"informations\""),
        &["`informations` is not one of the policy's interventions", "study.toml:11:", "nearest: information"],
    );
    refused(
        rule,
        &MAP.replace("violence = \"information\"", "violence = \"app\""),
        &["`app` is not one of the policy's interventions", "study.toml:11:", "information, cct-training"],
    );
}

#[test]
fn a_perfect_survey_asks_no_number_of_households() {
    let says = ["a perfect survey has no number of households", "study.toml:12:1", "either `households`"];
    refused("households = 10", "survey = \"perfect\"\nhouseholds = 10", &says);
    refused("rule = \"predicted-effect\"\n", "rule = \"true-profile\"\n", &[says[0], "study.toml:11:1"]);
    refused(
        "households = 10",
        "survey = \"perfekt\"",
        &["unknown survey `perfekt`", "study.toml:11:10", "nearest: perfect"],
    );
    refused("households = 10", "households = 0", &["`households` is 0", "study.toml:11:14", "from 1 to 10000"]);
    refused("strengths = \"scenario\"", "strengths = \"worlds\"", &["unknown strengths `worlds`", "nearest: world"]);
}

#[test]
fn intensities_are_few_positive_and_ascending() {
    for (new, parts) in [
        ("[1, 0.5]", ["cannot be the next intensity", "study.toml:12:19", "ascending"]),
        ("[1, 1]", ["cannot be the next intensity", "study.toml:12:19", "each once"]),
        ("[0, 1]", ["cannot be the next intensity", "study.toml:12:16", "above 0"]),
        ("[5]", ["cannot be the next intensity", "study.toml:12:16", "up to 4"]),
        ("[\"1\"]", ["cannot be the next intensity", "study.toml:12:16", "numbers"]),
        ("[nan]", ["cannot be the next intensity", "study.toml:12:16", "above 0"]),
        ("[]", ["0 intensities are given", "study.toml:12:15", "1 to 4"]),
        ("[0.5, 1, 1.5, 2, 3]", ["5 intensities are given", "study.toml:12:15", "1 to 4"]),
    ] {
        refused("intensities = [0.5, 1, 2]", &format!("intensities = {new}"), &parts);
    }
}

#[test]
fn a_policy_has_budgets_of_its_own_only_among_the_studys() {
    let own = "name = \"matched\"\nbudgets_soles_per_year = ";
    for (budgets, parts) in [
        ("[30_000]", ["30000", "study.toml:9:", "20000"]),
        ("[20_000, 70_000]", ["70000", "study.toml:9:", "60000"]),
        ("[]", ["the study has no budget", "study.toml:9:26", "at least one budget"]),
    ] {
        refused("name = \"matched\"", &format!("{own}{budgets}"), &parts);
    }
}
