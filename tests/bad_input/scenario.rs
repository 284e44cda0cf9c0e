//! Scenario files and `--set`.

use super::fixture::*;
use amparo::files::{load_scenario, parse_set};
use std::path::Path;

#[test]
fn unknown_keys_are_refused_with_the_nearest() {
    each_is_refused(&[
        (
            "world.toml",
            "victims = 40",
            "victim = 40",
            &["unknown key `victim`", "world.toml:7:1", "= nearest: victims"],
        ),
        ("world.toml", "[burn_in]", "[burn_out]", &["unknown key `burn_out`", "world.toml:14:2", "= nearest: burn_in"]),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nramp = 3",
            &["unknown key `ramp`", "study.toml:12:1", "ramp_weeks"],
        ),
    ]);
}

#[test]
fn malformed_toml_is_refused_where_it_breaks() {
    each_is_refused(&[
        ("world.toml", "brothels = 4", "brothels = = 4", &["not valid TOML", "world.toml:8:12"]),
        ("world.toml", "brothels = 4", "brothels = 4\nbrothels = 5", &["duplicate key", "world.toml:9:1"]),
        ("study.toml", "name = \"small-study\"", "name = \"small-study", &["not valid TOML", "study.toml:1:"]),
    ]);
}

#[test]
fn wrong_types_are_refused_with_what_was_expected() {
    each_is_refused(&[
        (
            "world.toml",
            "victims = 40",
            "victims = \"40\"",
            &["`victims` is a text", "world.toml:7:11", "expected a number"],
        ),
        (
            "world.toml",
            "drift_years = 2",
            "drift_years = 1.5",
            &["not a whole number", "world.toml:17:15", "from 1 to"],
        ),
        ("world.toml", "name = \"small\"", "name = true", &["`name` is a boolean", "world.toml:1:8", "a text"]),
        (
            "world.toml",
            "[attraction]\nHighlands = 0.2",
            "[[attraction]]\nHighlands = 0.2",
            &["`attraction` is a list", "world.toml:20", "[attraction]"],
        ),
        (
            "study.toml",
            "[[policy.intervention]]",
            "[policy.intervention]",
            &["`intervention` is a table", "[[intervention]]"],
        ),
    ]);
}

#[test]
fn missing_keys_are_refused_at_their_table() {
    each_is_refused(&[
        ("world.toml", "victims = 40\n", "", &["missing key `victims`", "world.toml:6:1", "[baseline]"]),
        ("world.toml", "towns = \"towns.csv\"\n", "", &["missing key `towns`", "world.toml:1:1", "a path"]),
        (
            "study.toml",
            "budget_soles_per_year = 60_000\n",
            "",
            &["missing key `budget_soles_per_year`", "study.toml:1:1"],
        ),
        (
            "study.toml",
            "kind = \"information\"\n",
            "",
            &["missing key `kind`", "study.toml:9:1", "one of: information"],
        ),
    ]);
}

#[test]
fn numbers_out_of_range_or_not_finite_are_refused_with_the_range() {
    each_is_refused(&[
        (
            "world.toml",
            "minors_share = 0.35",
            "minors_share = 1.35",
            &["`minors_share` is 1.35", "world.toml:11:16", "from 0 to 1"],
        ),
        ("world.toml", "victims = 40", "victims = nan", &["not a finite number", "world.toml:7:11"]),
        ("world.toml", "7.07", "-inf", &["not a finite number", "world.toml:24:20"]),
        (
            "study.toml",
            "funded_years = 2",
            "funded_years = 2\nreplicates = 0",
            &["`replicates` is 0", "study.toml:5:14", "from 1 to 100000"],
        ),
        ("study.toml", "coverage = 0.5", "coverage = 50", &["`coverage` is 50", "study.toml:11:12", "from 0 to 1"]),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nintensity = 5",
            &["`intensity` is 5", "study.toml:12:13", "from 0 to 4"],
        ),
    ]);
}

#[test]
fn parameters_must_exist_and_be_in_the_registers_range() {
    each_is_refused(&[
        (
            "world.toml",
            "decision.theta",
            "decision.thetta",
            &["unknown parameter `decision.thetta`", "world.toml:24:1", "nearest: decision.theta"],
        ),
        ("world.toml", "7.07", "70.7", &["`decision.theta` is 70.7", "world.toml:24:20", "from -2 to 14 (utility)"]),
        (
            "world.toml",
            "\"decision.theta\" = 7.07",
            "population.scale = 11",
            &["`population.scale` is 11", "world.toml:24:20", "from 1 to 10"],
        ),
        (
            "world.toml",
            "\"decision.theta\" = 7.07",
            "\"decision.theta\" = 7.07\n[parameters.decision]\ntheta = 8",
            &["given twice", "world.toml:26:1"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nparameters = { \"info.cost_contact\" = 31 }",
            &["`info.cost_contact` is 31", "study.toml:12:", "from 5 to 30"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nparameters = { decision.theta = 8 }",
            &["not this intervention's own parameter", "study.toml:12:", "info.rate"],
        ),
    ]);
}

#[test]
fn a_set_value_is_checked_like_a_files_and_names_the_argument() {
    let inputs = Inputs::new();
    says(
        &inputs.error_with_set("decision.tetha", 7.0),
        &["unknown parameter", "--> --set decision.tetha=7", "nearest: decision.theta"],
    );
    says(
        &inputs.error_with_set("decision.theta", 99.0),
        &["out of range", "--> --set decision.theta=99", "from -2 to 14"],
    );
    let set = |argument: &str| shown(parse_set(argument).map(|_| ()), Path::new(""));
    says(&set("decision.theta"), &["no `=`", "--set decision.theta", "group.name=value"]);
    says(&set("decision.theta=high"), &["`high` is not a number"]);
    says(&set("decision.theta=nan"), &["`nan` is not a number"]);
    says(&set("=3"), &["no name"]);
    assert_eq!(parse_set("a.b=1.5"), Ok(("a.b".to_owned(), 1.5)));
}

#[test]
fn files_that_cannot_be_read_are_shown_where_they_are_named() {
    each_is_refused(&[
        (
            "world.toml",
            "towns = \"towns.csv\"",
            "towns = \"town.csv\"",
            &["cannot read `town.csv`: no such file", "world.toml:4:9"],
        ),
        ("study.toml", "world.toml", "worlds.toml", &["cannot read `worlds.toml`", "study.toml:2:12"]),
        (
            "study.toml",
            "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n",
            "file = \"none.toml\"",
            &["cannot read `none.toml`", "study.toml:9:8"],
        ),
        ("world.toml", "towns = \"towns.csv\"", "towns = \".\"", &["cannot read", "directory", "world.toml:4:9"]),
    ]);
    let missing = load_scenario(Path::new("no-such.toml"), &VOCABULARY, &[]);
    says(&shown(missing.map(|_| ()), Path::new("")), &["cannot read `no-such.toml`: no such file", "--> no-such.toml"]);
}

#[test]
fn the_burn_in_must_be_consistent() {
    each_is_refused(&[
        ("world.toml", "max_years = 6", "max_years = 2", &["below `years`", "world.toml:16:13", "at least 3"]),
        ("world.toml", "drift_years = 2", "drift_years = 4", &["above `years`", "world.toml:17:15", "at most 3"]),
    ]);
}

#[test]
fn places_a_scenario_names_must_exist() {
    each_is_refused(&[
        (
            "world.toml",
            "Highlands = 0.2",
            "Highland = 0.2",
            &["unknown department `Highland`", "world.toml:21:1", "nearest: Highlands"],
        ),
        (
            "world.toml",
            "[attraction]",
            "[[crackdown]]\ntown = \"Uper Camp\"\nstart_week = 0\nend_week = 26\n[attraction]",
            &["unknown town `Uper Camp`", "world.toml:21:8", "nearest: Upper Camp"],
        ),
        (
            "world.toml",
            "[attraction]",
            "[[crackdown]]\ntown = \"Upper Camp\"\nstart_week = 26\nend_week = 26\n[attraction]",
            &["the crackdown ends in week 26", "world.toml:23:12", "above 26"],
        ),
    ]);
}

#[test]
fn scenarios_cannot_be_based_on_each_other_in_a_circle() {
    let inputs = Inputs::new();
    inputs.write("other.toml", "based_on = \"world.toml\"\n");
    inputs.with("world.toml", "name = \"small\"", "name = \"small\"\nbased_on = \"other.toml\"");
    says(&inputs.error(), &["`based_on` leads back", "other.toml:1:12"]);
}

#[test]
fn an_inherited_mistake_is_shown_in_the_file_that_makes_it() {
    let inputs = Inputs::new();
    inputs.write("base.toml", WORLD.replace("victims = 40", "victims = -1"));
    inputs.write("world.toml", "based_on = \"base.toml\"\nname = \"child\"\n");
    says(&inputs.error(), &["`victims` is -1", "base.toml:7:11"]);
}
