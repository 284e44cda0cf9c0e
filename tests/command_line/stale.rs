//! A table of draws knows what it was solved for: a study that asks for something else is refused with the difference, or says
//! that it takes the table as given.

use crate::bench::*;

/// Copies of the toy study over draws and of all it reads, to be changed.
fn toy(desk: &Desk) -> String {
    for folder in ["toy", "madre-de-dios"] {
        std::fs::create_dir_all(desk.dir.join(folder)).expect("a temporary directory");
    }
    for file in [
        "toy/baseline.toml",
        "toy/crowded.toml",
        "toy/decision.toml",
        "toy/study.toml",
        "toy/departments.csv",
        "toy/towns.csv",
        "toy/draws.csv",
        "toy/draws.solved.toml",
        "madre-de-dios/parameters.csv",
    ] {
        desk.write(file, std::fs::read(shipped(file)).expect("a shipped file"));
    }
    "toy/decision.toml".to_owned()
}

fn text(desk: &Desk, file: &str) -> String {
    String::from_utf8(desk.read(file)).expect("UTF-8")
}

#[track_caller]
fn change(desk: &Desk, file: &str, old: &str, new: &str) {
    let before = text(desk, file);
    assert!(before.contains(old), "{file} has no {old:?}");
    desk.write(file, before.replacen(old, new, 1));
}

/// Everything that would say that draws meet their targets turns such a study away.
#[track_caller]
fn refused(desk: &Desk, study: &str, more: &[&str], says: &[&str]) {
    let ways_out = [
        "toy/decision.toml:11:9",
        "table = \"draws.csv\"",
        "amparo calibrate toy/decision.toml --write",
        "as_given = true",
    ];
    for command in ["compare", "check", "optimise"] {
        let ran = desk.run(&[&[command, study], more].concat());
        ran.ends(3, &[says, &ways_out].concat());
    }
    assert!(!desk.dir.join("output").exists(), "something was written");
}

#[test]
fn draws_solved_for_other_targets_are_refused_with_the_difference() {
    let desk = Desk::new();
    let study = toy(&desk);
    desk.run(&["check", &study]).ends(0, &[]);
    change(&desk, "toy/crowded.toml", "[parameters]", "[baseline]\nvictims = 44\n[parameters]");
    refused(
        &desk,
        &study,
        &[],
        &["were not solved for toy/crowded.toml as it is here", "baseline.victims: 40.0 → 44.0"],
    );
}

#[test]
fn a_set_on_what_solving_read_is_refused_and_on_anything_else_is_not() {
    let desk = Desk::new();
    let study = toy(&desk);
    refused(&desk, &study, &["--set", "demand.places=18"], &["parameters.demand.places: 11.5 → 18.0"]);
    // What no world without programmes reads changes nothing that was solved.
    for harmless in ["cct.transfer=300", "study.discount_rate=0.05", "targeting.exposure_prior=2"] {
        let ran = desk.run(&["check", &study, "--set", harmless]);
        assert!(ran.code == Some(0) || ran.err.contains("out of range"), "{harmless}: {}", ran.err);
        assert!(!ran.err.contains("solved"), "{harmless}: {}", ran.err);
    }
}

#[test]
fn draws_solved_with_another_register_or_region_are_refused_with_the_difference() {
    let desk = Desk::new();
    let study = toy(&desk);
    change(&desk, "madre-de-dios/parameters.csv", "decision.mu,mu,2.5,1.2,3.5", "decision.mu,mu,2.5,1.2,3.6");
    change(&desk, "madre-de-dios/parameters.csv", "enforcement.raids,,5.3", "enforcement.raids,,5.4");
    change(&desk, "toy/towns.csv", "280", "290");
    change(&desk, "toy/departments.csv", "5500", "5600");
    refused(
        &desk,
        &study,
        &[],
        &[
            "priors.decision.mu: \"uniform 1.2 to 3.5\" → \"uniform 1.2 to 3.6\"",
            "parameters.enforcement.raids: 5.3 → 5.4",
            "town.Upper Camp.miners: 280.0 → 290.0",
            "department.Highlands.population: 5500.0 → 5600.0",
        ],
    );
}

#[test]
fn other_words_leave_a_table_what_it_is() {
    let desk = Desk::new();
    let study = toy(&desk);
    change(&desk, "toy/crowded.toml", "Toy world with fast turnover", "Another title");
    change(&desk, "toy/decision.toml", "# Policies", "# Other words: policies");
    change(&desk, "toy/decision.toml", "Three policies in the toy world, over draws", "Another title");
    // Unit, grade and source of a parameter; a default of one that the scenario gives anyway.
    let register = text(&desk, "madre-de-dios/parameters.csv");
    let row = register.lines().find(|line| line.starts_with("demand.chi1,")).expect("a row").to_owned();
    let other = row.replace("assumed", "unverified").replace("per week", "a week");
    assert_ne!(row, other);
    change(&desk, "madre-de-dios/parameters.csv", &row, &other);
    change(&desk, "madre-de-dios/parameters.csv", "demand.places,K,14,", "demand.places,K,14.5,");
    // Origin shares are calibration's targets, not a draw's.
    change(&desk, "toy/departments.csv", "0.97,0.5,yes", "0.97,0.4,no");
    // The table as a spreadsheet may write it, and the record with other line ends.
    let table = text(&desk, "toy/draws.csv");
    let rewritten = table.replace('\n', "\r\n").replacen(",1.2852,", ",1.28520,", 1);
    desk.write("toy/draws.csv", format!("\u{feff}{rewritten}"));
    let record = text(&desk, "toy/draws.solved.toml");
    desk.write("toy/draws.solved.toml", record.replace('\n', "\r\n"));
    desk.run(&["check", &study]).ends(0, &[]);
}

#[test]
fn a_table_changed_since_without_a_record_or_of_another_behaviour_is_refused() {
    let desk = Desk::new();
    let study = toy(&desk);
    let (table, record) = (text(&desk, "toy/draws.csv"), text(&desk, "toy/draws.solved.toml"));
    change(&desk, "toy/draws.csv", "3.45314", "3.45315");
    refused(&desk, &study, &[], &["the table itself: changed since"]);
    let fewer: String = table.lines().take(7).map(|line| format!("{line}\n")).collect();
    desk.write("toy/draws.csv", fewer);
    refused(&desk, &study, &[], &["table.draws: 8 → 6"]);
    desk.write("toy/draws.csv", &table);

    for (key, says) in [("worlds = \"", "how worlds behave"), ("solving = \"", "how draws are solved")] {
        change(&desk, "toy/draws.solved.toml", key, &format!("{key}0"));
        refused(&desk, &study, &[], &[says]);
        desk.write("toy/draws.solved.toml", &record);
    }
    for damaged in ["", "[table\n", "format = 7\n"] {
        desk.write("toy/draws.solved.toml", damaged);
        refused(&desk, &study, &[], &["cannot be read from toy/draws.solved.toml"]);
    }
    std::fs::remove_file(desk.dir.join("toy/draws.solved.toml")).expect("the record");
    refused(
        &desk,
        &study,
        &[],
        &["nothing says what the draws in toy/draws.csv were solved for", "toy/draws.solved.toml"],
    );
    desk.write("toy/draws.solved.toml", &record);
    desk.run(&["check", &study]).ends(0, &[]);
}

#[test]
fn a_table_taken_as_given_runs_with_a_warning_and_nothing_says_that_it_meets_targets() {
    let desk = Desk::new();
    let study = toy(&desk);
    let compare = |out: &str, more: &[&str]| {
        let few = ["compare", &study, "--out", out, "--replicates", "2"];
        desk.run(&[&few[..], more].concat())
    };
    compare("solved", &[]).ends(0, &[]);
    let report = text(&desk, "solved/report.html");
    assert!(
        report.contains("solved to meet each draw") && report.contains("Solved for each draw"),
        "the claim is there"
    );
    change(&desk, "toy/decision.toml", "repeated = 2\n", "repeated = 2\nas_given = true\n");
    let ran = compare("given", &["--set", "demand.places=18"]);
    ran.ends(0, &["warning:", "parameters.demand.places: 11.5 → 18.0"]);
    let claims = ["solved to meet", "Solved for each", "could not meet", "priors"];
    let report = text(&desk, "given/report.html");
    for claim in claims {
        assert!(!report.contains(claim), "the report says {claim:?}");
        assert!(!ran.out.contains(claim), "the terminal says {claim:?}");
    }
    assert!(report.contains("all taken as the table of draws gives them"), "the report does not say what they are");
    let result: serde_json::Value = serde_json::from_str(&text(&desk, "given/result.json")).expect("JSON");
    let draws = &result["answers"]["draws"];
    assert_eq!(
        (&draws["as_given"], &draws["solved"], &draws["rejected"]),
        (&true.into(), &serde_json::Value::Null, &0.into())
    );
    assert_eq!(draws["given"].as_array().map(Vec::len), Some(8));
    // Where nothing differs there is nothing to warn of; the same cells serve both.
    let ran = compare("solved", &[]);
    ran.ends(0, &["every cell was stored already"]);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    change(&desk, "toy/decision.toml", "as_given = true", "as_given = \"yes\"");
    desk.run(&["check", &study]).ends(3, &["`as_given` is a text", "toy/decision.toml:13:12"]);
}

#[test]
fn a_table_is_recorded_when_it_is_solved_or_found_to_be_what_solving_makes() {
    let desk = Desk::new();
    let study = toy(&desk);
    let shipped = text(&desk, "toy/draws.solved.toml");
    std::fs::remove_file(desk.dir.join("toy/draws.solved.toml")).expect("the record");
    let table = desk.read("toy/draws.csv");
    let verify = ["calibrate", &study, "--worlds", "48", "--verify", "3"];
    // Without --write it is only told.
    let ran = desk.run(&verify);
    ran.ends(0, &[]);
    assert!(ran.out.contains("3 of 8 draws solved anew, the same as in the table"), "{}", ran.out);
    assert!(!desk.dir.join("toy/draws.solved.toml").exists());
    desk.run(&[&verify[..], &["--write"]].concat()).ends(0, &[]);
    // How draws were kept is known to whoever solved them all, and not found by solving three.
    let kept = shipped.find("\n[keeping]").expect("a table of its own");
    let behind = kept + 1 + shipped[kept + 1..].find("\n[").expect("another table");
    assert_eq!(text(&desk, "toy/draws.solved.toml"), format!("{}{}", &shipped[..kept], &shipped[behind..]));
    assert!(desk.read("toy/draws.csv") == table, "the table itself stays as it is");
    // The record says how many worlds a step had.
    desk.run(&["calibrate", &study, "--verify", "1"]).ends(0, &[]);
    // Another value, and another world: named, nothing written.
    std::fs::remove_file(desk.dir.join("toy/draws.solved.toml")).expect("the record");
    change(&desk, "toy/draws.csv", "3.45314", "3.45315");
    let write = [&verify[..], &["--write"]].concat();
    desk.run(&write).ends(3, &["solved anew, has decision.mu = 3.45314 and not 3.45315", "toy/draws.csv:2:"]);
    desk.write("toy/draws.csv", &table);
    desk.run(&[&write[..], &["--set", "demand.places=13"]].concat())
        .ends(3, &["draw 4, solved anew", "toy/draws.csv:2:"]);
    assert!(!desk.dir.join("toy/draws.solved.toml").exists(), "a record of what is not so");
    desk.run(&["calibrate", &study, "--verify", "3", "--draws", "2"]).ends(2, &["--draws"]);
    desk.run(&["calibrate", &world(), "--verify", "1"]).ends(3, &["a scenario has no draws"]);
}

#[test]
fn draws_just_solved_are_those_their_study_asks_for() {
    let desk = Desk::new();
    let study = toy(&desk);
    change(&desk, "toy/crowded.toml", "demand.places = 11.5", "demand.places = 12");
    refused(&desk, &study, &[], &["parameters.demand.places: 11.5 → 12.0"]);
    desk.run(&["calibrate", &study, "--worlds", "8", "--draws", "4", "--write"]).ends(0, &["draws.solved.toml"]);
    desk.run(&["check", &study]).ends(0, &[]);
    assert!(text(&desk, "toy/draws.solved.toml").contains("draws = 4"));
}
