//! Studies over draws, at several budgets and baselines, and with a precision.

use super::fixture::*;
use amparo::files::{Resolved, cell_hashes};
use amparo::files::{load_study, load_study_to_solve};
use amparo::scenario::Study;

/// A study with draws; its table is written by [`with_draws`].
const DRAWS: &str = r#"name = "small-study"
scenario = "world.toml"
budgets_soles_per_year = [20_000, 60_000]
funded_years = 2
following_years = 1

[draws]
table = "draws.csv"
used = 2
repeated = 1

[draws.sample]
seed = 3
count = 2
parameters = ["info.d_info", "recruiters.feedback"]

[adaptation]
before = "all"
split = 1

[[also]]
scenario = "other.toml"
draws.table = "draws.csv"

[[policy]]
name = "information"
title = "Campaign"
[[policy.intervention]]
kind = "information"
share_of_budget = 0.5
parameters = { "info.cost_contact" = 20 }
"#;

const PARAMETERS: [(&str, [f64; 2]); 10] = [
    ("info.d_info", [0.2, 0.3]),
    ("recruiters.feedback", [0.25, 0.75]),
    ("decision.accept0", [0.05, 0.06]),
    ("enforcement.register_share_from_raids", [0.7, 0.6]),
    ("decision.theta", [7.0, 8.0]),
    ("recruiters.kappa_r", [2.0, 3.0]),
    ("demand.miners_per_brothel", [90.0, 95.0]),
    ("enforcement.p_rescue", [0.2, 0.3]),
    ("enforcement.p_register", [0.4, 0.5]),
    ("enforcement.h_complaint", [0.01, 0.02]),
];

fn table() -> String {
    let names: Vec<&str> =
        amparo::files::DRAW_COLUMNS.into_iter().chain(PARAMETERS.iter().map(|(name, _)| *name)).collect();
    let row = |number: usize, weight: f64, i: usize| {
        let others = vec!["1".to_owned(); amparo::files::DRAW_COLUMNS.len() - 2];
        let values = PARAMETERS.iter().map(|(_, values)| values[i].to_string());
        let fields: Vec<String> =
            [number.to_string(), weight.to_string()].into_iter().chain(others).chain(values).collect();
        fields.join(",")
    };
    format!("{}\n{}\n{}\n", names.join(","), row(1, 0.5, 0), row(4, 1.5, 1))
}

fn with_draws() -> Inputs {
    let inputs = Inputs::new();
    inputs.write("study.toml", DRAWS);
    inputs.write("draws.csv", table());
    inputs
        .write("other.toml", "based_on = \"world.toml\"\nname = \"other\"\nfit = \"all\"\n[baseline]\nvictims = 20\n");
    inputs
}

fn load(inputs: &Inputs) -> Study {
    match load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]) {
        Ok(study) => study,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_study_over_draws_is_read_whole() {
    let inputs = with_draws();
    let study = load(&inputs);
    let plan = study.draws.as_ref().expect("a plan");
    assert_eq!((plan.rows.len(), plan.rejected, plan.used, plan.repeated), (2, 3, 2, 1));
    assert_eq!((plan.rows[1].number, plan.rows[1].weight, plan.rows[1].values["decision.theta"]), (4, 1.5, 8.0));
    assert_eq!((study.adaptation.before, study.adaptation.split), (2, 1));
    let named: Vec<(&str, &str, &str)> =
        study.policies.iter().map(|p| (p.name.as_str(), p.title.as_str(), p.group.as_str())).collect();
    assert_eq!(
        named,
        [
            ("information-20k", "Campaign, S/ 20,000", "information"),
            ("information-60k", "Campaign, S/ 60,000", "information")
        ]
    );
    assert_eq!(study.policies.iter().map(|p| p.budget_soles_per_year).collect::<Vec<_>>(), [20_000.0, 60_000.0]);
    let also = &study.also[0];
    assert_eq!(
        (also.scenario.baseline.victims, also.policies.len(), also.name.as_str()),
        (20.0, 2, "small-study-other")
    );
    assert!(also.scenario.departments.iter().all(|d| d.fitted));
    assert!(study.resolved_toml().parse::<toml::Table>().is_ok());
}

#[test]
fn points_that_could_not_be_solved_are_counted_where_the_table_counts_them() {
    let inputs = with_draws();
    let counted = |last: &str| {
        let rows = ["unsolved", "1", last];
        let with: Vec<String> = table().lines().zip(rows).map(|(line, cell)| format!("{line},{cell}\n")).collect();
        inputs.write("draws.csv", with.concat());
    };
    // Of the points 0, 2, and 3 that are no draws two could not be solved; the other was passed by.
    counted("1");
    let plan = load(&inputs).draws.expect("a plan");
    assert_eq!(plan.rows.iter().map(|row| row.unsolved).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(plan.rejected, 2);
    counted("3");
    says(&inputs.error(), &["`unsolved` is 3, out of range", "draws.csv:3:", "a whole number from 0 to 2"]);
}

#[test]
fn a_draw_outside_a_register_that_changed_says_what_makes_it_anew() {
    let inputs = with_draws();
    let wrong = table().replacen("0.75", "75", 1);
    assert!(wrong.contains(",75,"), "{wrong}");
    inputs.write("draws.csv", wrong);
    let wanted = [
        "`recruiters.feedback` is 75, out of range",
        "draws.csv:3:",
        "if the register changed",
        "amparo calibrate",
        "--write",
    ];
    says(&inputs.error(), &wanted);
}

#[test]
fn a_draws_values_reach_the_world_and_stay_below_an_interventions_own() {
    let inputs = with_draws();
    let study = load(&inputs);
    let (scenario, policies) = study.at_draw(1);
    assert_eq!(scenario.parameters.recruiters.feedback, 0.75);
    assert_eq!(scenario.parameters.decision.theta, 8.0);
    let own = &policies[0].interventions[0].parameters;
    assert_eq!((own.info.d_info, own.info.cost_contact, own.decision.theta), (0.3, 20.0, 8.0));
    assert_eq!(study.at_draw(0).0.parameters.info.d_info, 0.2);
}

#[test]
fn a_cells_hash_follows_from_its_own_draw_alone() {
    let inputs = with_draws();
    let before = load(&inputs);
    let hashes = |study: &Study, draw| {
        let of_cells = cell_hashes(study, draw);
        (of_cells[0].clone(), of_cells[2].clone())
    };
    assert_ne!(hashes(&before, 0), hashes(&before, 1));
    // Another weight and another second draw: the first draw's cells keep their hash, the second's do not.
    inputs.write("draws.csv", table().replace("\n1,0.5,", "\n1,0.7,").replace("0.75", "0.8"));
    let after = load(&inputs);
    assert_eq!(hashes(&before, 0), hashes(&after, 0));
    assert_ne!(hashes(&before, 1), hashes(&after, 1));
    assert_ne!(before.inputs_hash(), after.inputs_hash());
}

#[test]
fn a_table_still_to_be_made_is_refused_but_for_solving() {
    let inputs = with_draws();
    std::fs::remove_file(inputs.dir.join("draws.csv")).expect("the table");
    says(
        &inputs.error(),
        &["there is no table of draws", "study.toml:8:9", "make it with `amparo calibrate study.toml --write`"],
    );
    let study = load_study_to_solve(&inputs.dir.join("study.toml"), &VOCABULARY, &[]);
    let study = study.unwrap_or_else(|error| panic!("{error}"));
    assert!(study.draws.is_some_and(|plan| plan.rows.is_empty() && plan.sample.count == 2));
}

#[test]
fn what_can_be_sampled_is_checked_by_name_and_prior() {
    for (name, parts) in [
        ("info.d_infos", ["unknown parameter `info.d_infos`", "nearest: info.d_info"]),
        ("population.scale", ["its prior is fixed", "study.toml:15:30"]),
        ("info.d_info", ["listed twice", "study.toml:15:30"]),
        ("decision.theta", ["is solved", "study.toml:15:30"]),
        ("decision.accept0", ["belongs to the targets", "study.toml:15:30"]),
        ("targets.victims_sd", ["belongs to the targets", "study.toml:15:30"]),
    ] {
        let inputs = with_draws();
        inputs.with("study.toml", "\"recruiters.feedback\"]", &format!("\"{name}\"]"));
        says(&inputs.error(), &parts);
    }
}

#[test]
fn a_wrong_table_of_draws_is_refused_at_its_line() {
    let spoilt: [(&str, &str, &[&str]); 6] = [
        ("4,1.5,", "0,1.5,", &["comes after", "draws.csv:3:1", "ascending"]),
        ("4,1.5,", "4,0,", &["`weight` is 0", "draws.csv:3:3", "above 0"]),
        ("0.75", "7.5", &["`recruiters.feedback` is 7.5", "draws.csv:3:", "from 0 to 1"]),
        (
            ",info.d_info,",
            ",info.rate,",
            &["unknown column `info.rate`", "draws.csv:1:", "amparo calibrate study.toml"],
        ),
        ("4,1.5,1,", "4,1.5,", &["fields", "draws.csv:3:1"]),
        ("\n4,", "\n4.5,", &["whole number", "draws.csv:3:1"]),
    ];
    for (old, new, parts) in spoilt {
        let inputs = with_draws();
        inputs.write("draws.csv", table().replacen(old, new, 1));
        says(&inputs.error(), parts);
    }
}

#[test]
fn numbers_of_draws_fit_each_other() {
    for (old, new, parts) in [
        ("used = 2", "used = 3", ["`used` is 3", "study.toml:9:8"]),
        ("repeated = 1", "repeated = 3", ["`repeated` is 3", "study.toml:10:12"]),
        ("before = \"all\"", "before = 3", ["`before` is 3", "study.toml:18:10"]),
        ("before = \"all\"", "before = \"some\"", ["`before` is `some`", "\"all\" or a whole number"]),
        ("split = 1", "split = 3", ["`split` is 3", "as many as `before`"]),
        ("count = 2", "count = 0", ["`count` is 0", "study.toml:14:9"]),
    ] {
        let inputs = with_draws();
        inputs.with("study.toml", old, new);
        says(&inputs.error(), &parts);
    }
}

#[test]
fn budgets_ascend_and_bound_every_intervention() {
    for (old, new, parts) in [
        ("[20_000, 60_000]", "[60_000, 60_000]", ["after a larger or equal one", "study.toml:3:35"]),
        ("[20_000, 60_000]", "[]", ["no budget", "study.toml:3:26"]),
        ("[20_000, 60_000]", "[-1]", ["not a budget", "study.toml:3:27"]),
        ("budgets_soles", "budget_soles_per_year = 1\nbudgets_soles", ["one budget and several", "study.toml:4:1"]),
        (
            "share_of_budget = 0.5",
            "budget_soles_per_year = 30_000",
            ["budgets sum to 30000", "at most the study's 20000"],
        ),
    ] {
        let inputs = with_draws();
        inputs.with("study.toml", old, new);
        says(&inputs.error(), &parts);
    }
}

#[test]
fn another_baseline_has_a_name_and_draws_of_its_own() {
    let also = "scenario = \"other.toml\"\ndraws.table = \"draws.csv\"";
    for (new, parts) in [
        ("scenario = \"world.toml\"\ndraws.table = \"draws.csv\"", ["already", "study.toml:22:12"]),
        ("scenario = \"other.toml\"", ["this baseline has no draws", "study.toml:21:1"]),
        ("scenario = \"none.toml\"\ndraws.table = \"draws.csv\"", ["cannot read `none.toml`", "study.toml:22:12"]),
        ("scenario = \"other.toml\"\ndraw.table = \"draws.csv\"", ["unknown key `draw`", "nearest: draws"]),
    ] {
        let inputs = with_draws();
        inputs.with("study.toml", also, new);
        says(&inputs.error(), &parts);
    }
}

#[test]
fn a_precision_names_an_outcome_and_one_width() {
    let block = |text: &str| format!("following_years = 1\n[precision]\n{text}");
    for (text, parts) in [
        ("outcome = \"victim\"\nhalf_width = 5", ["unknown outcome `victim`", "nearest: victims"]),
        ("outcome = \"victims\"", ["no width is given", "exactly one of: half_width, relative"]),
        ("outcome = \"victims\"\nhalf_width = 5\nrelative = 0.1", ["both widths", "exactly one"]),
        ("outcome = \"victims\"\nrelative = 0", ["`relative` is 0", "above 0"]),
        ("outcome = \"victims\"\nrelative = 0.1\nblock = 19", ["`block` is 19", "from 20"]),
        ("outcome = \"victims\"\nrelative = 0.1\nblock = 30\nmost = 29", ["`most` is 29", "from 30"]),
    ] {
        let inputs = Inputs::new();
        inputs.with("study.toml", "following_years = 1", &block(text));
        says(&inputs.error(), &parts);
    }
    let inputs = with_draws();
    inputs.with("study.toml", "following_years = 1", &block("outcome = \"victims\"\nrelative = 0.1"));
    says(&inputs.error(), &["`precision` and `draws` are both given", "study.toml:6:2"]);
    let inputs = Inputs::new();
    inputs.with("study.toml", "following_years = 1", &block("outcome = \"brothels\"\nhalf_width = 2"));
    let precision = load(&inputs).precision.expect("a precision");
    assert_eq!((precision.half_width, precision.relative, precision.block, precision.most), (Some(2.0), None, 20, 200));
}

#[test]
fn precision_can_be_asked_of_every_outcome_of_a_comparison() {
    for outcome in &amparo::observe::OUTCOMES {
        let inputs = Inputs::new();
        let asked = format!("following_years = 1\n[precision]\noutcome = \"{}\"\nrelative = 0.1", outcome.name);
        inputs.with("study.toml", "following_years = 1", &asked);
        assert_eq!(load(&inputs).precision.expect("a precision").outcome, outcome.name);
    }
}

#[test]
fn a_study_is_based_on_another_and_budgets_replace_budgets() {
    let inputs = with_draws();
    inputs.write(
        "short.toml",
        "based_on = \"study.toml\"\nname = \"short\"\nbudget_soles_per_year = 30_000\nalso = []\n",
    );
    let short = load_study(&inputs.dir.join("short.toml"), &VOCABULARY, &[]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((short.name.as_str(), short.policies.len(), short.also.len()), ("short", 1, 0));
    assert_eq!((short.policies[0].name.as_str(), short.funded_years), ("information", 2));
    inputs.write("study.toml", "based_on = \"study.toml\"\nname = \"round\"\n");
    says(&inputs.error(), &["leads back to a file", "study.toml:1:12"]);
}

#[test]
fn departments_are_fitted_as_marked_or_all() {
    let inputs = Inputs::new();
    inputs.with("world.toml", "[attraction]", "[attraction]\nLowlands = 0.1");
    inputs.with("world.toml", "towns = \"towns.csv\"", "towns = \"towns.csv\"\nfit = \"alls\"");
    says(&inputs.error(), &["unknown way to fit `alls`", "world.toml:5:7", "nearest: all"]);
}

#[test]
fn mistakes_of_a_table_of_draws_are_told_together() {
    let inputs = with_draws();
    // Row 1: no weight, theta out of its bounds; row 2: a number that is none, and a target out of its bounds.
    let spoilt = table().replace("\n1,0.5,", "\n1,0,").replace(",7,2,", ",70,2,").replace("\n4,1.5,", "\nfour,1.5,");
    inputs.write("draws.csv", spoilt.replace(",0.06,0.6,", ",6,0.6,"));
    let error = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]).expect_err("four mistakes");
    let messages: Vec<(Option<usize>, &str)> = error.all().map(|one| (one.line(), one.message.as_str())).collect();
    let found: Vec<(Option<usize>, &str)> =
        messages.iter().map(|(line, message)| (*line, message.split(',').next().unwrap_or_default())).collect();
    assert_eq!(
        found,
        [
            (Some(2), "`weight` is 0.0"),
            (Some(2), "`decision.theta` is 70"),
            (Some(3), "`number` is `four`"),
            (Some(3), "`decision.accept0` is 6"),
        ]
    );
}
