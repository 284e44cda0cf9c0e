//! Several studies of one command, and a study that varies a policy, from the file to the results.

use crate::bench::*;

/// A study like the toy study under another name, with something more.
fn like_the_toy(name: &str, more: &str) -> String {
    format!("based_on = {:?}\nname = \"{name}\"\ntitle = \"The study {name}\"\nreplicates = 2\n{more}", study())
}

fn overview(desk: &Desk, file: &str) -> Vec<csv::StringRecord> {
    let text = desk.read(file);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
    reader.records().map(|row| row.expect("a row")).collect()
}

#[test]
fn several_studies_have_the_results_of_each_by_itself_and_one_overview() {
    let desk = Desk::new();
    desk.write("one.toml", like_the_toy("one", ""));
    desk.write("two.toml", like_the_toy("two", "seed = 5\n"));
    desk.run(&["compare", "one.toml", "--out", "alone"]).ends(0, &[]);
    let ran = desk.run(&["compare", "one.toml", "two.toml", "--out", "all"]);
    ran.ends(0, &["study 1 of 2", "study 2 of 2"]);
    assert!(ran.out.contains("The study one") && ran.out.contains("listed, not compared"), "{}", ran.out);
    desk.same_numbers("alone", "all/one");
    let rows = overview(&desk, "all/overview/overview.csv");
    assert_eq!(rows.len(), 3);
    let at = |name: &str| rows[0].iter().position(|head| head == name).unwrap_or_else(|| panic!("no column {name}"));
    assert_eq!([&rows[1][at("study")], &rows[2][at("study")]], ["one", "two"]);
    assert!(rows[2][at("directory")].ends_with("two") && !rows[1][at("finding")].is_empty());
    // The leader's figures are those of its study.
    let by_girls = overview(&desk, "all/two/by_girls.csv");
    let column = |name: &str| by_girls[0].iter().position(|head| head == name).expect("a column");
    for name in ["girls_undiscounted", "girls_undiscounted_bar"] {
        assert_eq!(rows[2][at(name)], by_girls[1][column(name)], "{name}");
    }
    assert_eq!(rows[2][at("leader")], by_girls[1][column("policy")]);
    for results in ["all/one", "all/two", "all/overview"] {
        desk.holds_what_its_manifest_says(results);
        assert_eq!(desk.state(results), "complete");
    }
    let page = String::from_utf8(desk.read("all/overview/report.html")).expect("text");
    assert!(page.contains("href=\"../two/report.html\""));
    // Again: nothing is left to run, and the same comes out.
    let before = desk.read("all/overview/overview.csv");
    desk.run(&["compare", "one.toml", "two.toml", "--out", "all"]).ends(0, &["every cell was stored already"]);
    assert!(before == desk.read("all/overview/overview.csv"));
}

#[test]
fn a_folder_stands_for_the_studies_in_it_and_programs_get_the_table() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.dir.join("studies")).expect("a folder");
    desk.write("studies/b.toml", like_the_toy("bee", ""));
    desk.write("studies/a.toml", like_the_toy("ant", ""));
    desk.write("studies/world.toml", format!("based_on = {:?}\nname = \"world\"\n", world()));
    desk.write("studies/notes.txt", "no study");
    let rows = desk.json(&["compare", "studies", "--out", "all", "--replicates", "1"]);
    let names: Vec<&str> = rows.as_array().expect("rows").iter().filter_map(|row| row["study"].as_str()).collect();
    assert_eq!(names, ["ant", "bee"], "in the order of their files");
    std::fs::create_dir_all(desk.dir.join("empty")).expect("a folder");
    desk.run(&["compare", "empty"]).ends(3, &["empty", "the folder holds no study"]);
    // What holds results is no folder of studies.
    desk.run(&["compare", "all/ant"]).ends(3, &["this directory holds results"]);
}

#[test]
fn what_is_wrong_with_one_study_is_said_before_any_is_run() {
    let desk = Desk::new();
    desk.write("good.toml", like_the_toy("good", ""));
    desk.write("bad.toml", like_the_toy("bad", "replicats = 3\n"));
    desk.write("worse.toml", like_the_toy("worse", "seed = -1\n"));
    let ran = desk.run(&["compare", "good.toml", "bad.toml", "worse.toml", "--out", "all"]);
    ran.ends(3, &["bad.toml:5:1", "unknown key `replicats`", "worse.toml:5:8", "`seed` is -1"]);
    assert!(desk.files("all").is_empty());
    // What only the region tells is asked of all, too.
    let dear = "[[policy]]\nname = \"dear\"\n[[policy.intervention]]\nkind = \"cct-training\"\ncoverage = 1\n";
    desk.write("dear.toml", like_the_toy("dear", dear));
    desk.run(&["compare", "good.toml", "dear.toml", "--out", "all"]).ends(3, &["dear.toml", "coverage"]);
    assert!(desk.files("all").is_empty());
    desk.run(&["compare", "good.toml", "good.toml", "--out", "all"]).ends(3, &["would go to all/good", "each once"]);
    // A place that is not ours, of the last study or of the overview.
    for taken in ["good", "overview"] {
        let desk = Desk::new();
        desk.write("other.toml", like_the_toy("other", ""));
        desk.write("good.toml", like_the_toy("good", ""));
        std::fs::create_dir_all(desk.dir.join("all").join(taken)).expect("a folder");
        desk.write(&format!("all/{taken}/mine.txt"), "mine");
        desk.run(&["compare", "other.toml", "good.toml", "--out", "all"])
            .ends(3, &["mine.txt", "no results of this program"]);
        assert_eq!(desk.files("all"), [format!("all/{taken}/mine.txt")]);
    }
}

#[test]
fn a_swept_study_is_checked_run_and_told_and_grows_as_any_other() {
    let desk = Desk::new();
    let swept = |values: &str| {
        like_the_toy(
            "swept",
            &format!(
                "[[policy]]\nname = \"information\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n[[sweep]]\npolicy = \"information\"\nvary = {{ share_of_budget = {values} }}\n"
            ),
        )
    };
    desk.write("swept.toml", swept("[0.5, 1]"));
    let check = desk.run(&["check", "swept.toml", "--out", "out"]);
    check.ends(0, &[]);
    assert!(
        check.out.contains("a sweep of information: share_of_budget 0.5, 1; 2 variants, information-50 to information"),
        "{}",
        check.out
    );
    let told = desk.json(&["check", "swept.toml", "--out", "out"]);
    assert_eq!(told[0]["sweeps"][0]["variants"][0], "information-50");
    desk.run(&["compare", "swept.toml", "--out", "out"]).ends(0, &[]);
    desk.holds_what_its_manifest_says("out");
    let rows = overview(&desk, "out/sweep.csv");
    assert_eq!(rows.len(), 3);
    assert!(desk.files("out/charts").contains(&"out/charts/dose_response.svg".to_owned()));
    // More replicates, or other values: what is stored is not run again.
    desk.run(&["compare", "swept.toml", "--out", "out", "--replicates", "3"]).ends(0, &[]);
    desk.run(&["compare", "swept.toml", "--out", "anew", "--replicates", "3"]).ends(0, &[]);
    desk.same_numbers("out", "anew");
    assert_eq!(overview(&desk, "out/sweep.csv"), overview(&desk, "anew/sweep.csv"));
    desk.write("swept.toml", swept("[0.25, 0.5, 1]"));
    let before = desk.json(&["check", "swept.toml", "--out", "out"]);
    let count = |name: &str| before[0]["estimates"][0][name].as_u64().unwrap_or_else(|| panic!("{name}: {before}"));
    assert!(count("stored") > 0 && count("stored") < count("cells"), "{before}");
    desk.run(&["compare", "swept.toml", "--out", "out"]).ends(0, &[]);
    desk.run(&["compare", "swept.toml", "--out", "grown"]).ends(0, &[]);
    desk.same_numbers("out", "grown");
    assert_eq!(overview(&desk, "out/sweep.csv").len(), 4);
}
