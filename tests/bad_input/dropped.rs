//! `drop`: what a file does without of the one it is based on.

use crate::fixture::*;
use amparo::files::{load_scenario, load_study};
use amparo::scenario::Scenario;

const OWN_DEPARTMENTS: &str = "\
name,population,districts,poverty_rate,taboo,violence_share,adult_earnings,phone_share,hours_to_gateway,in_school_at_12,origin_share,fitted
Apurímac,5500,3,0.35,0.55,0.4,1.9,0.45,9,0.97,0.5,yes
";

fn based_on(more: &str) -> (Inputs, Result<Scenario, String>) {
    let inputs = Inputs::new();
    inputs.write("mine.csv", OWN_DEPARTMENTS);
    inputs.write("mine.toml", format!("name = \"mine\"\nbased_on = \"world.toml\"\n{more}"));
    let loaded = load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]);
    let loaded = loaded.map_err(|error| error.to_string().replace(&format!("{}/", inputs.dir.display()), ""));
    (inputs, loaded)
}

#[test]
fn departments_of_ones_own_come_without_the_attraction_of_others() {
    let (_inputs, error) = based_on("departments = \"mine.csv\"\n");
    // Without it, the error says how.
    says(&error.unwrap_err(), &["unknown department `Highlands`", "drop = [\"attraction\"] in mine.toml"]);
    let (_inputs, mine) = based_on("departments = \"mine.csv\"\ndrop = [\"attraction\"]\n");
    let mine = mine.expect("the attractions are dropped");
    assert_eq!((mine.departments[0].name.as_str(), mine.departments[0].attraction), ("Apurímac", 0.0));
    // Own keys stay, and so does what was not named.
    let more = "departments = \"mine.csv\"\ndrop = [\"attraction.Highlands\"]\n[attraction]\n\"Apurímac\" = 0.5\n";
    let mine = based_on(more).1.expect("one key of a table is dropped");
    assert_eq!(mine.departments[0].attraction, 0.5);
}

#[test]
fn one_parameter_or_all_of_a_group_can_be_dropped() {
    for drop in ["parameters.decision.theta", "parameters.decision", "parameters"] {
        let inputs = Inputs::new();
        inputs.with("world.toml", "\"decision.theta\" = 7.07", "\"decision.theta\" = 9\n\"info.cost_contact\" = 10");
        inputs.write("mine.toml", format!("name = \"mine\"\nbased_on = \"world.toml\"\ndrop = [\"{drop}\"]\n"));
        let mine = load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]).expect("a valid scenario");
        assert_eq!(mine.parameters.decision.theta, 7.07, "{drop}");
        let kept = if drop == "parameters" { 12.0 } else { 10.0 };
        assert_eq!(mine.parameters.info.cost_contact, kept, "{drop}");
    }
}

#[test]
fn a_study_can_drop_keys_too_through_a_chain_of_files() {
    let inputs = Inputs::new();
    inputs.with("study.toml", "[[policy]]", "precision = { outcome = \"victims\", relative = 0.1 }\n[[policy]]");
    inputs.write("middle.toml", "name = \"middle\"\nbased_on = \"study.toml\"\n");
    inputs.write(
        "last.toml",
        "name = \"last\"\nbased_on = \"middle.toml\"\ndrop = [\"precision\", \"following_years\"]\n",
    );
    let load = |file: &str| load_study(&inputs.dir.join(file), &VOCABULARY, &[]).expect("a valid study");
    assert!(load("middle.toml").precision.is_some());
    assert_eq!((load("last.toml").precision, load("last.toml").following_years), (None, 5));
}

#[test]
fn what_is_not_there_cannot_be_dropped() {
    for (drop, parts) in [
        ("drop = [\"atraction\"]", ["has no `atraction`", "mine.toml:3:9", "= nearest: attraction"]),
        ("drop = [\"Highlands\"]", ["has no `Highlands`", "mine.toml:3:9", "= nearest: attraction.Highlands"]),
        (
            "drop = [\"parameters.decision.tetha\"]",
            ["has no `parameters.decision.tetha`", "mine.toml:3:9", "= nearest: parameters.decision.theta"],
        ),
        ("drop = [\"crackdown\"]", ["has no `crackdown`", "mine.toml:3:9", "keys of that file"]),
        ("drop = [7]", ["not the name of a key", "mine.toml:3:9", "keys of that file"]),
        ("drop = \"attraction\"", ["`drop` is a text", "mine.toml:3:8", "a list"]),
    ] {
        let (_inputs, error) = based_on(drop);
        says(&error.unwrap_err(), &parts);
    }
    let inputs = Inputs::new();
    inputs.with("world.toml", "name = \"small\"", "name = \"small\"\ndrop = [\"attraction\"]");
    says(&inputs.error(), &["there is nothing to drop", "world.toml:2:1", "beside `based_on` only"]);
}
