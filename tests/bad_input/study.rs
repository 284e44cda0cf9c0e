//! Studies and policies.

use super::fixture::*;

#[test]
fn policies_must_be_named_apart() {
    let second = |name: &str| {
        format!("coverage = 0.5\n[[policy]]\nname = \"{name}\"\nintervention = [{{kind=\"app\",coverage=1}}]")
    };
    for (name, parts) in [
        ("information", ["two policies are named `information`", "study.toml:13:8"]),
        ("baseline", ["cannot be named `baseline`", "study.toml:13:8"]),
        ("a b", ["`a b`, not a name", "letters, digits and hyphens"]),
    ] {
        let inputs = Inputs::new();
        inputs.with("study.toml", "coverage = 0.5", &second(name));
        says(&inputs.error(), &parts);
    }
}

#[test]
fn a_study_needs_a_policy_and_a_policy_an_intervention() {
    let start = STUDY.find("[[policy]]").expect("a policy in the fixture");
    let inputs = Inputs::new();
    inputs.write("study.toml", &STUDY[..start]);
    says(&inputs.error(), &["missing key `policy`", "study.toml:1:1", "at least one policy"]);
    inputs.write("study.toml", format!("policy = []\n{}", &STUDY[..start]));
    says(&inputs.error(), &["the study has no policy", "study.toml:1:10"]);
    each_is_refused(&[
        (
            "study.toml",
            "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n",
            "",
            &["the policy has no intervention", "study.toml:7:1", "`file`"],
        ),
        (
            "study.toml",
            "[[policy.intervention]]",
            "file = \"x.toml\"\n[[policy.intervention]]",
            &["has a `file` and interventions", "study.toml:10:", "either"],
        ),
        (
            "study.toml",
            "kind = \"information\"",
            "kind = \"informations\"",
            &["unknown intervention", "study.toml:10:8", "nearest: information"],
        ),
    ]);
}

#[test]
fn an_index_needs_weights_of_its_own_and_weights_an_index() {
    let with = |more: &str| format!("coverage = 0.5\n{more}");
    for (more, parts) in [
        ("targeting = \"index\"", ["the index has no weights", "study.toml:12:13"]),
        ("targeting = \"indx\"", ["unknown targeting `indx`", "nearest: index"]),
        ("targeting = \"index\"\nindex = { exposur = 1 }", ["unknown key `exposur`", "nearest: exposure"]),
        ("targeting = \"index\"\nindex = { exposure = 11 }", ["`exposure` is 11, out of range", "from -10 to 10"]),
        ("targeting = \"index\"\nindex = { cost = 0 }", ["the index weighs nothing", "one of: exposure, cost"]),
        ("targeting = \"index\"\nindex = 1", ["`index` is a number", "a table, [index]"]),
        ("index = { exposure = 1 }", ["not chosen by one", "targeting = \"index\""]),
        ("targeting = \"uniform\"\nindex = { exposure = 1 }", ["not chosen by one", "study.toml:13:1"]),
    ] {
        let inputs = Inputs::new();
        inputs.with("study.toml", "coverage = 0.5", &with(more));
        says(&inputs.error(), &parts);
    }
}

#[test]
fn an_intervention_must_fit_into_the_study() {
    each_is_refused(&[
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nstart_week = 20\nend_week = 20",
            &["ends in week 20", "study.toml:13:12", "above 20"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nend_week = 157",
            &["beyond the study's horizon", "study.toml:12:12", "at most 156"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nramp_weeks = 105",
            &["longer than the programme", "study.toml:12:14", "at most 104 weeks"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\ntargeting = \"by-exposures\"",
            &["unknown targeting", "study.toml:12:13", "nearest: by-exposure"],
        ),
    ]);
}

#[test]
fn one_kind_of_intervention_runs_once_at_a_time() {
    each_is_refused(&[(
        "world.toml",
        "[attraction]",
        "[[intervention]]\nkind = \"app\"\ncoverage = 1\n[[intervention]]\nkind = \"app\"\ncoverage = 0.5\n[attraction]",
        &["`app` runs twice at the same time", "world.toml:24:", "one after the other"],
    )]);
}

#[test]
fn an_intervention_says_once_how_much_of_it_there_is() {
    each_is_refused(&[
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nbudget_soles_per_year = 1000",
            &["both `coverage` and `budget_soles_per_year`", "study.toml:12:1", "exactly one of"],
        ),
        ("study.toml", "coverage = 0.5\n", "", &["not said how much", "study.toml:9:1", "exactly one of: coverage"]),
        (
            "world.toml",
            "[attraction]",
            "[[intervention]]\nkind = \"app\"\nshare_of_budget = 1\n[attraction]",
            &["no meaning outside a study", "world.toml:22:1", "coverage"],
        ),
    ]);
}

#[test]
fn a_policy_cannot_spend_more_than_the_study_has() {
    let also = "[[policy.intervention]]\nkind = \"app\"\n";
    for (first, second, parts) in [
        (
            "share_of_budget = 0.6",
            "share_of_budget = 0.5",
            ["shares of the budget sum to 1.1", "study.toml:14:19", "at most 1"],
        ),
        (
            "budget_soles_per_year = 40000",
            "budget_soles_per_year = 30000",
            ["budgets sum to 70000", "study.toml:14:25", "60000"],
        ),
    ] {
        let inputs = Inputs::new();
        inputs.with("study.toml", "coverage = 0.5", &format!("{first}\n{also}{second}"));
        says(&inputs.error(), &parts);
    }
}

#[test]
fn a_policy_file_is_checked_like_the_study() {
    let inputs = Inputs::new();
    let own = "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n";
    inputs.with("study.toml", own, "file = \"own.toml\"");
    inputs.write("own.toml", "titel = \"Campaign\"\n");
    says(&inputs.error(), &["unknown key `titel`", "own.toml:1:1", "nearest: title"]);
    inputs.write("own.toml", "[[intervention]]\nkind = \"app\"\ncoverage = 2\n");
    says(&inputs.error(), &["`coverage` is 2", "own.toml:3:12"]);
}
