//! Names with a meaning of the program's own, names that differ in case alone, and names that are nearly right.

use crate::fixture::*;
use amparo::files::Resolved;
use amparo::files::{load_scenario, load_study};
use amparo::scenario::RESERVED;

fn named(name: &str) -> String {
    format!("name = \"{name}\"\n[[policy.intervention]]")
}

const OLD: &str = "name = \"information\"\n[[policy.intervention]]";

#[test]
fn no_policy_is_called_what_the_program_calls_something_in_whatever_case() {
    for (reserved, meaning) in RESERVED {
        for name in [reserved.to_owned(), reserved.to_uppercase(), reserved.replacen('b', "B", 1)] {
            let inputs = Inputs::new();
            inputs.with("study.toml", OLD, &named(&name));
            says(&inputs.error(), &[&format!("cannot be named `{name}`"), "study.toml:8:8", meaning]);
        }
    }
}

#[test]
fn a_budget_behind_a_name_of_ours_does_not_make_it_a_policys_but_for_what_a_search_wrote() {
    let several = |name: &str| {
        let inputs = Inputs::new();
        inputs.with("study.toml", OLD, &named(name)).with(
            "study.toml",
            "budget_soles_per_year = 60_000",
            "budgets_soles_per_year = [60_000, 90_000]",
        );
        load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[])
    };
    for (reserved, _) in RESERVED.iter().filter(|(name, _)| *name != "best-found") {
        assert!(several(reserved).is_err(), "{reserved}");
    }
    let study = several("best-found").expect("a rule that a search found at each budget");
    let names: Vec<&str> = study.policies.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["best-found-60k", "best-found-90k"]);
}

#[test]
fn two_policies_whose_names_differ_in_case_alone_are_refused() {
    let inputs = Inputs::new();
    let second = "coverage = 0.5\n[[policy]]\nname = \"Information\"\nintervention = [{kind=\"app\",coverage=1}]";
    inputs.with("study.toml", "coverage = 0.5", second);
    says(&inputs.error(), &["the names `information` and `Information` differ in case alone", "study.toml:13:8"]);
}

#[test]
fn another_baseline_whose_name_differs_in_case_alone_is_refused() {
    let inputs = Inputs::new();
    inputs.write("other.toml", WORLD.replace("\"small\"", "\"Small\""));
    inputs.with("study.toml", "[[policy]]", "[[also]]\nscenario = \"other.toml\"\n[[policy]]");
    says(&inputs.error(), &["at the baseline `small` already", "study.toml:8:12"]);
}

#[test]
fn what_people_call_an_intervention_finds_its_kind() {
    for (said, kind) in [
        ("cct", "cct-training"),
        ("training", "cct-training"),
        ("cash-transfer", "cct-training"),
        ("cdd", "community-development"),
        ("campaign", "information"),
        ("apps", "app"),
    ] {
        let inputs = Inputs::new();
        inputs.with("study.toml", "kind = \"information\"", &format!("kind = \"{said}\""));
        says(
            &inputs.error(),
            &[&format!("unknown intervention `{said}`"), "study.toml:10:8", &format!("= nearest: {kind}")],
        );
    }
}

#[test]
fn a_misspelt_parameter_suggests_one_of_its_own_group_and_a_wrong_group_the_right_one() {
    for (said, meant) in [
        ("info.cost_contct", "info.cost_contact"),
        ("cct.transfr", "cct.transfer"),
        ("campaign.cost_contact", "info.cost_contact"),
    ] {
        let inputs = Inputs::new();
        inputs.with("world.toml", "\"decision.theta\" = 7.07", &format!("\"{said}\" = 1"));
        says(&inputs.error(), &[&format!("unknown parameter `{said}`"), &format!("= nearest: {meant}")]);
        says(&Inputs::new().error_with_set(said, 1.0), &[&format!("= nearest: {meant}")]);
    }
}

#[test]
fn a_file_of_another_kind_is_recognised_and_where_it_belongs_is_said() {
    const POLICY: &str = "title = \"A campaign\"\n[[intervention]]\nkind = \"information\"\ncoverage = 0.1\n";
    let inputs = Inputs::new();
    inputs.write("policy.toml", POLICY);
    let resolved = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]).map(|s| s.resolved_toml());
    inputs.write("resolved.toml", resolved.expect("a valid study"));
    inputs.write("thin.toml", "name = \"thin\"\nbased_on = \"study.toml\"\n");
    std::fs::create_dir_all(inputs.dir.join("folder")).expect("a writable temporary directory");
    let study = |file: &str| shown(load_study(&inputs.dir.join(file), &VOCABULARY, &[]).map(|_| ()), &inputs.dir);
    let world = |file: &str| shown(load_scenario(&inputs.dir.join(file), &VOCABULARY, &[]).map(|_| ()), &inputs.dir);
    says(&study("policy.toml"), &["a policy file is given where a study is wanted", "named in a study", "[[policy]]"]);
    says(&world("policy.toml"), &["a policy file is given where a scenario is wanted", "named in a study"]);
    says(&study("world.toml"), &["a scenario is given where a study is wanted", "amparo run"]);
    says(&world("study.toml"), &["a study is given where a scenario is wanted", "amparo compare"]);
    says(&world("thin.toml"), &["a study is given where a scenario is wanted"]);
    says(&study("parameters.csv"), &["a register of parameters is given", "register ="]);
    says(&study("departments.csv"), &["a table of departments is given", "departments ="]);
    says(&world("towns.csv"), &["a table of towns is given", "towns ="]);
    says(&study("resolved.toml"), &["a record of what was run (resolved.toml) is given", "manifest"]);
    says(&study("folder"), &["it is a directory", "expected the file of a study"]);
    says(&study("."), &["it is a directory", "policy.toml, resolved.toml, study.toml, …"]);
    // Named in another file, too.
    inputs.with("study.toml", "scenario = \"world.toml\"", "scenario = \"policy.toml\"");
    says(&study("study.toml"), &["a policy file is given where a scenario is wanted", "policy.toml"]);
    inputs.with("study.toml", "scenario = \"policy.toml\"", "scenario = \"world.toml\"");
    let file = "file = \"world.toml\"\n";
    inputs.with("study.toml", "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n", file);
    says(&study("study.toml"), &["a scenario is given where a policy file is wanted", "world.toml"]);
}

#[test]
fn what_is_wrong_in_a_file_of_the_right_kind_is_not_covered_up() {
    let inputs = Inputs::new();
    inputs.with("world.toml", "victims = 40", "victims = -40");
    let world = load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &[]).map(|_| ());
    says(&shown(world, &inputs.dir), &["`victims` is -40, out of range", "world.toml:7:11"]);
}
