//! All that is wrong with files is said at once.

use super::fixture::*;
use amparo::files::load_study;

/// Where each problem is and what it says, in the order in which they are shown.
fn problems(inputs: &Inputs) -> Vec<(String, String)> {
    let error = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]).expect_err("it is refused");
    let place = |one: &amparo::text::Diagnostic| {
        let file = one.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        format!("{file}:{}:{}", one.line().unwrap_or(0), one.column().unwrap_or(0))
    };
    error.all().map(|one| (place(one), one.message.clone())).collect()
}

#[test]
fn mistakes_of_every_part_of_a_file_are_told_each_in_its_place() {
    let inputs = Inputs::new();
    inputs.write(
        "world.toml",
        WORLD
            .replace("victims = 40", "victims = -1")
            .replace("minors_share = 0.35", "minors_share = 2")
            .replace("max_years = 6", "max_year = 6")
            .replace("Highlands = 0.2", "Highland = 0.2\nLowlands = 11")
            .replace("7.07", "70.7\n\"decision.tetha\" = 1"),
    );
    inputs.write("towns.csv", "name,miners,hours_beyond_gateway\nUpper Camp,many,1\nLower Camp,170,-2\n");
    inputs.write(
        "study.toml",
        STUDY
            .replace("funded_years = 2", "funded_years = 0\nseed = \"one\"")
            .replace("coverage = 0.5", "coverage = 5\nramp = 3"),
    );
    let found = problems(&inputs);
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    for place in [
        "study.toml:4:16",
        "study.toml:5:8",
        "world.toml:7:11",
        "world.toml:11:16",
        "world.toml:16:1",
        "world.toml:21:1",
        "world.toml:22:12",
        "world.toml:25:20",
        "world.toml:26:1",
        "towns.csv:2:12",
        "towns.csv:3:16",
    ] {
        assert!(places.contains(&place), "{place} is not among {found:#?}");
    }
    // Of one file they stand in the order of its lines, and no problem is told twice.
    for pair in found.windows(2) {
        let line = |place: &str| place.split(':').nth(1).and_then(|line| line.parse::<usize>().ok());
        let same = pair[0].0.split(':').next() == pair[1].0.split(':').next();
        assert!(!same || line(&pair[0].0) <= line(&pair[1].0), "{found:#?}");
        assert_ne!(pair[0], pair[1]);
    }
    let shown = inputs.error();
    assert_eq!(shown.matches("error: ").count(), found.len(), "{shown}");
    assert!(shown.matches("^\n").count() >= 10, "each has its caret:\n{shown}");
}

#[test]
fn mistakes_of_every_policy_are_told_once_whatever_the_number_of_budgets() {
    let inputs = Inputs::new();
    let second = "coverage = 5\n[[policy]]\nname = \"app\"\n[[policy.intervention]]\nkind = \"apps\"\ncoverage = 1\n\
                  [[policy.intervention]]\nkind = \"aftercare\"\ncoverage = 1\nend_week = 1_000\n";
    inputs.with("study.toml", "coverage = 0.5\n", second);
    inputs.with("study.toml", "budget_soles_per_year = 60_000", "budgets_soles_per_year = [20_000, 60_000]");
    let messages: Vec<String> = problems(&inputs).into_iter().map(|(_, message)| message).collect();
    assert_eq!(
        messages,
        [
            "`coverage` is 5, out of range",
            "unknown intervention `apps`",
            "the intervention ends in week 1000, beyond the study's horizon",
        ]
    );
}

#[test]
fn a_key_that_is_misspelt_is_not_missing_too() {
    let inputs = Inputs::new();
    inputs.with("world.toml", "residents = 1500", "resident = 1500");
    assert_eq!(problems(&inputs), [("world.toml:12:1".to_owned(), "unknown key `resident`".to_owned())]);
}

#[test]
fn how_much_there_is_of_an_intervention_is_not_missing_where_it_is_misspelt() {
    let inputs = Inputs::new();
    inputs.with("study.toml", "coverage = 0.5", "coverag = 0.5");
    assert_eq!(problems(&inputs), [("study.toml:11:1".to_owned(), "unknown key `coverag`".to_owned())]);
    let inputs = Inputs::new();
    inputs.with("study.toml", "budget_soles_per_year", "budget_soles_a_year");
    assert_eq!(problems(&inputs), [("study.toml:3:1".to_owned(), "unknown key `budget_soles_a_year`".to_owned())]);
}

#[test]
fn mistakes_of_one_row_and_rows_out_of_shape_are_told_together() {
    let inputs = Inputs::new();
    let departments = std::fs::read_to_string(inputs.dir.join("departments.csv")).expect("the table");
    let spoilt =
        departments.replace("Highlands,5500,3,0.35", "Highlands,many,0,3.5").replace("0.93,0.2,no", "0.93,0.2");
    inputs.write("departments.csv", spoilt + "Islands,100,1,0.2,0.45,0.32,2.4,0.55,30,0.93,0.2,maybe\n");
    let places: Vec<String> = problems(&inputs).into_iter().map(|(place, _)| place).collect();
    assert_eq!(
        places,
        [
            "departments.csv:2:11",
            "departments.csv:2:16",
            "departments.csv:2:18",
            "departments.csv:3:1",
            "departments.csv:4:50",
        ]
    );
}

#[test]
fn mistakes_of_a_header_are_told_together() {
    let inputs = Inputs::new();
    inputs.write("towns.csv", "name,name,minors,hours_beyond_gateway,note\nUpper Camp,x,280,1,\n");
    let messages: Vec<String> = problems(&inputs).into_iter().map(|(_, message)| message).collect();
    assert_eq!(messages, ["column `name` appears twice", "unknown column `minors`", "unknown column `note`"]);
}

#[test]
fn mistakes_of_a_register_are_told_together() {
    let inputs = Inputs::new();
    inputs.with("parameters.csv", "decision.theta,theta,7.07,-2,14,uniform", "decision.theta,theta,77,-2,14,uniforn");
    inputs.with("parameters.csv", "population.scale,n,1,1,10,fixed,", "population.scale,n,1,10,1,fixed,");
    inputs.with(
        "parameters.csv",
        "loguniform,S/,assumed,cost_school_campaign",
        "loguniform,S/,guessed,cost_school_campaign",
    );
    let found = problems(&inputs);
    let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`default` of `decision.theta` is 77, out of range",
            "unknown prior `uniforn`",
            "`low` of `population.scale` is 10, not below `high`",
            "unknown grade `guessed`",
        ]
    );
}

#[test]
fn of_very_many_mistakes_the_first_are_told_and_how_many_more_there_are() {
    let inputs = Inputs::new();
    let many: String = (0..1_000).map(|i| format!("\"info.x{i}\" = 1\n")).collect();
    inputs.with("world.toml", "[parameters]\n", &format!("[parameters]\n{many}"));
    inputs.write("departments.csv", "name\nHighlands\n");
    let error = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]).expect_err("it is refused");
    assert_eq!(error.all().count(), 50);
    assert!(error.more() >= 1, "{}", error.more());
    assert!(error.to_string().ends_with("not shown"), "{error}");
}
