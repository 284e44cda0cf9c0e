//! A policy in many variants.

use super::fixture::*;
use amparo::files::Input;

/// The study of the fixture with a sweep, whose header is line 12; `vary` is line 14.
fn with(sweep: &str) -> Inputs {
    let inputs = Inputs::new();
    inputs.write("study.toml", format!("{STUDY}[[sweep]]\npolicy = \"information\"\n{sweep}\n"));
    inputs
}

#[track_caller]
fn refused(sweep: &str, parts: &[&str]) {
    says(&with(sweep).error(), parts);
}

#[test]
fn what_is_varied_is_a_key_or_a_parameter_of_the_policy() {
    refused("", &["missing key `vary`", "study.toml:12:1"]);
    refused("vary = {}", &["nothing is varied", "study.toml:14:8"]);
    refused("vary = 3", &["`vary` is a number", "study.toml:14:8"]);
    refused(
        "vary = { intensty = [1, 2] }",
        &["there is no `intensty` to vary", "study.toml:14:10", "nearest: intensity"],
    );
    refused(
        "vary = { app.coverage = [0.1] }",
        &["the policy has no intervention `app`", "study.toml:14:", "information"],
    );
    refused(
        "vary = { \"info.d_inf\" = [1] }",
        &["there is no `info.d_inf` to vary", "study.toml:14:10", "nearest: info.d_info"],
    );
    refused("vary = { matching.households = [9] }", &["there is no `matching.households` to vary", "matches nothing"]);
    refused("vary = { index = [1] }", &["there is no `index` to vary", "study.toml:14:10"]);
    let twice = "vary = { coverage = [0.1], budget_soles_per_year = [100] }";
    refused(twice, &["`coverage` and `budget_soles_per_year` set the same thing", "study.toml:14:28"]);
}

#[test]
fn what_changes_the_baseline_too_is_refused_with_what_to_do_instead() {
    for (name, line) in [
        ("recruiters.feedback", "study.toml:14:10"),
        ("decision.mu", "study.toml:14:10"),
        ("info.x_max", "study.toml:14:10"),
    ] {
        refused(
            &format!("vary = {{ \"{name}\" = [0.1, 0.2] }}"),
            &[
                &format!("`{name}` is no parameter of the policy's interventions"),
                "changes the baseline too",
                line,
                "amparo compare",
            ],
        );
    }
}

#[test]
fn values_are_those_that_the_key_takes_and_errors_stand_at_the_value() {
    refused("vary = { intensity = [1, 9] }", &["`intensity` is 9, out of range", "study.toml:14:26", "0 to 4"]);
    refused(
        "vary = { coverage = { from = 0.5, to = 1.5, values = 3 } }",
        &["`coverage` is 1.5, out of range", "study.toml:14:21"],
    );
    refused(
        "vary = { targeting = [\"uniform\", \"by-exposur\"] }",
        &["unknown targeting `by-exposur`", "study.toml:14:34", "by-exposure"],
    );
    refused("vary = { targeting = [\"index\"] }", &["the index has no weights", "study.toml:14:23"]);
    refused("vary = { \"info.d_info\" = [1e9] }", &["info.d_info", "study.toml:14:27"]);
    refused("vary = { start_week = [0.5] }", &["`start_week` is 0.5, not a whole number", "study.toml:14:24"]);
    refused("vary = { budget_soles_per_year = [60.000] }", &["is 60000 meant?", "study.toml:14:35"]);
    refused("vary = { budget_soles_per_year = [90_000] }", &["budgets sum to 90000", "study.toml:14:35", "60000"]);
    refused("vary = { intensity = [1, \"2\"] }", &["a value of `intensity` is a text", "study.toml:14:26"]);
    refused("vary = { intensity = [1, 2, 1] }", &["`intensity` has the value 1 twice", "study.toml:14:29"]);
    refused("vary = { intensity = [] }", &["`intensity` has no value", "study.toml:14:22"]);
    refused("vary = { intensity = 2 }", &["`intensity` is a number", "study.toml:14:22", "{ from = 0.5"]);
    refused("vary = { intensity = [[1]] }", &["a value of `intensity` is a list", "study.toml:14:23"]);
}

#[test]
fn a_range_has_two_ends_and_a_number_of_values() {
    refused("vary = { intensity = { from = 1, values = 3 } }", &["missing key `to`", "study.toml:14:22"]);
    refused(
        "vary = { intensity = { from = 2, to = 1, values = 3 } }",
        &["`to` is 1, and `from` is 2", "study.toml:14:39"],
    );
    refused(
        "vary = { intensity = { from = 1, to = 2, values = 1 } }",
        &["`values` is 1, out of range", "study.toml:14:51"],
    );
    refused(
        "vary = { intensity = { from = 1, to = 2, steps = 3 } }",
        &["unknown key `steps`", "from, to, values, scale"],
    );
    refused(
        "vary = { intensity = { from = 0, to = 2, values = 3, scale = \"log\" } }",
        &["begins at 0", "study.toml:14:31"],
    );
    refused(
        "vary = { intensity = { from = 1, to = 2, values = 3, scale = \"lag\" } }",
        &["unknown scale `lag`", "nearest: log"],
    );
    refused(
        "vary = { intensity = { from = 1, to = 1.001, values = 9 } }",
        &["not told apart by three digits", "study.toml:14:22"],
    );
}

#[test]
fn a_sweep_varies_one_policy_that_there_is() {
    let inputs = with("vary = { intensity = [1, 2] }");
    inputs.with("study.toml", "policy = \"information\"\nvary", "policy = \"informations\"\nvary");
    says(&inputs.error(), &["the study has no policy `informations`", "study.toml:13:10", "nearest: information"]);
    let inputs = with("file = \"p.toml\"\nvary = { intensity = [1, 2] }");
    says(&inputs.error(), &["the sweep has a `policy` and a `file`", "study.toml:14:1"]);
    let inputs = with("vary = { intensity = [1, 2] }");
    inputs.with("study.toml", "policy = \"information\"\nvary", "vary");
    says(&inputs.error(), &["it is not said what is varied", "study.toml:12:1"]);
    let inputs = with("vary = { intensity = [1, 2] }");
    inputs.with("study.toml", "policy = \"information\"\nvary", "file = \"none.toml\"\nvary");
    says(&inputs.error(), &["none.toml", "study.toml:13:8"]);
    inputs.with("study.toml", "file = \"none.toml\"", "file = \"p-{budget}.toml\"");
    says(&inputs.error(), &["another file at each budget", "study.toml:13:8"]);
}

#[test]
fn too_many_forms_are_counted_and_refused() {
    refused(
        "vary = { intensity = { from = 0.1, to = 4, values = 30 }, coverage = { from = 0.1, to = 1, values = 20 } }",
        &["the sweep makes 600 policies (30 × 20 values)", "study.toml:14:1", "at most 500"],
    );
}

#[test]
fn lists_that_stand_side_by_side_are_equally_long() {
    refused(
        "vary = { intensity = [1, 2], coverage = [0.1, 0.2, 0.3] }\ntogether = true",
        &["`coverage` has 3 values, and `intensity` has 2", "study.toml:14:41"],
    );
    refused("vary = { intensity = [1, 2] }\ntogether = \"yes\"", &["`together` is a text", "study.toml:15:12"]);
}

#[test]
fn every_form_has_a_name_of_its_own() {
    let vary = "vary = { intensity = [0.5, 2], ramp_weeks = [0, 13] }";
    refused(&format!("{vary}\nname = \"x-{{intensity}}\""), &["both named `x-0p5`", "study.toml:15:8", "{ramp_weeks}"]);
    refused(&format!("{vary}\nname = \"x-{{intensty}}\""), &["the sweep has no `{intensty}`", "nearest: intensity"]);
    refused(&format!("{vary}\nname = \"x-{{intensity\""), &["a { has no }", "study.toml:15:8"]);
    refused(&format!("{vary}\nname = \"x {{intensity}} {{ramp_weeks}}\""), &["not a name", "study.toml:15:8"]);
    // Two sweeps that would give different policies one name.
    refused(
        "vary = { intensity = [2] }\n[[sweep]]\npolicy = \"information\"\nvary = { ramp_weeks = [2] }",
        &["two policies are named `information-2`", "study.toml:17:1", "a `name` for the sweep"],
    );
}

#[test]
fn in_a_policy_of_several_interventions_it_is_said_whose_key_is_varied() {
    let several = |sweep: &str| {
        let inputs = with(sweep);
        inputs.with(
            "study.toml",
            "coverage = 0.5\n",
            "coverage = 0.5\n[[policy.intervention]]\nkind = \"app\"\ncoverage = 0.5\n",
        );
        inputs
    };
    let error = several("vary = { coverage = [0.1, 0.2] }").error();
    says(&error, &["whose `coverage` is varied?", "study.toml:17:10", "information.coverage", "app.coverage"]);
    let fine =
        several("vary = { information.coverage = [0.1, 0.2], app.coverage = [0.3], \"info.d_info\" = [1, 1.5] }");
    assert_eq!(fine.error_or_ok(), "ok");
    let (study, sweeps) =
        Input::on_disk(&fine.dir.join("study.toml")).swept_study(&VOCABULARY, &[]).expect("it is valid");
    assert_eq!((study.policies.len(), sweeps[0].variants.len()), (5, 4));
    let labels: Vec<&str> = sweeps[0].axes.iter().map(|axis| axis.label.as_str()).collect();
    assert_eq!(labels, ["information coverage", "app coverage", "info.d_info"]);
}

#[test]
fn a_study_may_have_sweeps_alone_but_not_nothing() {
    let inputs = Inputs::new();
    let head = STUDY.split("[[policy]]").next().expect("a head");
    inputs.write("p.toml", "[[intervention]]\nkind = \"information\"\nshare_of_budget = 1\n");
    inputs
        .write("study.toml", format!("{head}[[sweep]]\nfile = \"p.toml\"\nvary = {{ share_of_budget = [0.5, 1] }}\n"));
    let (study, _) = Input::on_disk(&inputs.dir.join("study.toml")).swept_study(&VOCABULARY, &[]).expect("it is valid");
    assert_eq!(study.policies.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["p-50", "p-100"]);
    inputs.write("study.toml", format!("{head}sweep = []\n"));
    says(&inputs.error(), &["the study has no policy"]);
}
