//! Results found again, repeated, and compared: `amparo runs`, `amparo rerun`, `amparo diff`.

use crate::bench::*;
use serde_json::Value;

/// The toy study with one replicate, in a directory.
fn compared(desk: &Desk, more: &[&str], out: &str) {
    desk.run(&[&["compare", &study(), "--quiet", "--out", out], more].concat()).ends(0, &[]);
}

#[test]
fn runs_lists_what_is_there_the_newest_first_whatever_lies_beside_it() {
    let desk = Desk::new();
    let none = desk.run(&["runs"]);
    none.ends(0, &[]);
    assert!(none.out.contains("No results in output"), "{}", none.out);
    desk.run(&["runs", "nowhere"]).ends(3, &["nowhere cannot be read", "a folder that holds directories of results"]);
    compared(&desk, &["--replicates", "2"], "output/first");
    desk.run(&["run", &world(), "--quiet", "--out", "output/deeper/inside"]).ends(0, &[]);
    // Later by a second, so that the order is theirs.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    desk.run(&["diagnose", &world(), "--quiet", "--out", "output/last"]).ends(0, &[]);
    for (folder, manifest) in [
        ("foreign", Some("{\"program\": \"other\", \"state\": \"complete\"}")),
        ("plain", None),
        ("broken", Some("{\"program\": \"amparo\", ")),
        ("odd", Some("[1, 2]")),
        (
            "half",
            Some("{\"program\": \"amparo\", \"command\": \"compare\", \"name\": \"old\", \"state\": \"under way\"}"),
        ),
    ] {
        std::fs::create_dir(desk.dir.join("output").join(folder)).expect("a directory");
        if let Some(manifest) = manifest {
            desk.write(&format!("output/{folder}/manifest.json"), manifest);
        }
    }
    desk.write("output/broken/resolved.toml", "");
    desk.write("output/note.txt", "mine");
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", desk.dir.join("output/round")).expect("a link");
    let all = desk.run(&["runs", "--format", "json"]);
    all.ends(0, &[]);
    let all: Value = serde_json::from_str(&all.out).expect("JSON");
    let of = |key: &str| -> Vec<String> {
        all.as_array().expect("a list").iter().map(|one| one[key].as_str().unwrap_or("-").to_owned()).collect()
    };
    assert_eq!(of("state"), ["complete", "complete", "complete", "broken", "interrupted"]);
    assert_eq!(of("directory")[0], "output/last");
    assert_eq!(of("directory")[3..], ["output/broken", "output/half"]);
    assert!(of("directory").contains(&"output/deeper/inside".to_owned()));
    let first =
        all.as_array().expect("a list").iter().find(|one| one["directory"] == "output/first").expect("the study");
    assert_eq!((&first["replicates"], &first["seed"], &first["command"]), (&2.into(), &1.into(), &"compare".into()));
    assert_eq!(first["title"], "Three policies in the toy world");
    let finding = first["finding"].as_str().expect("a finding");
    let text = desk.run(&["runs"]);
    text.ends(0, &[]);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in
        [finding, "Three policies in the toy world", "output/first", "2 replicates", "other folders hold no results"]
    {
        assert!(words(&text.out).contains(&words(part)), "{part}: {}", text.out);
    }
    let rows = desk.run(&["runs", "output", "--format", "csv"]);
    rows.ends(0, &[]);
    assert_eq!(rows.out.lines().count(), 6, "{}", rows.out);
    // A directory of results is listed by itself.
    let alone = desk.run(&["runs", "output/first", "--format", "csv"]);
    assert_eq!(alone.out.lines().count(), 2, "{}", alone.out);
}

/// What a page holds to be repeated, as JSON, with the text before and behind it.
fn held(page: &str) -> (String, Value, String) {
    const BEFORE: &str = "id=\"amparo-rerun\">";
    let begin = page.rfind(BEFORE).expect("what repeats it") + BEFORE.len();
    let end = begin + page[begin..].find("</script>").expect("its end");
    (page[..begin].to_owned(), serde_json::from_str(&page[begin..end]).expect("JSON"), page[end..].to_owned())
}

/// Every table of a directory of results.
fn tables(desk: &Desk, results: &str) -> Vec<(String, Vec<u8>)> {
    let files = desk.files(results).into_iter().filter(|file| file.ends_with(".csv"));
    files.map(|file| (file[results.len()..].to_owned(), desk.read(&file))).collect()
}

#[test]
fn a_report_is_repeated_from_itself_to_the_same_tables_byte_for_byte() {
    let desk = Desk::new();
    let draws = shipped("toy/decision.toml");
    let more = ["--draws", "3", "--seed", "5", "--set", "study.discount_rate=0.05"];
    desk.run(&[&["compare", &draws, "--quiet", "--out", "first"][..], &more].concat()).ends(0, &[]);
    // The page alone, elsewhere: nothing else is needed.
    let page = desk.read("first/report.html");
    let elsewhere = Desk::new();
    elsewhere.write("report.html", &page);
    let ran = elsewhere.run(&["rerun", "report.html", "--out", "again", "--quiet", "--jobs", "1"]);
    ran.ends(0, &[]);
    let before = tables(&desk, "first");
    assert!(before.len() > 30, "{} tables", before.len());
    assert!(before == tables(&elsewhere, "again/results"), "the tables are the same");
    assert!(ran.out.contains("tables are the same as the report's, byte for byte"), "{}", ran.out);
    assert!(ran.err.is_empty(), "the same build warns of nothing: {}", ran.err);
    elsewhere.holds_what_its_manifest_says("again/results");
    assert!(elsewhere.files("again/inputs").contains(&"again/inputs/toy/decision.toml".to_owned()));
    // Nothing is written over, not even by the same again.
    elsewhere.run(&["rerun", "report.html", "--out", "again"]).ends(3, &["again is there already", "--out"]);
    // Repeated again from what was repeated.
    let ran = elsewhere.run(&["rerun", "again/results/report.html", "--quiet"]);
    ran.ends(0, &[]);
    assert!(elsewhere.files("output").iter().any(|file| file.ends_with("/results/report.html")));
}

#[test]
fn reports_of_the_other_commands_are_repeated_too() {
    let desk = Desk::new();
    let (world, surveyed) = (world(), shipped("toy/surveyed.toml"));
    let (survey, effects) = (shipped("toy/survey.csv"), shipped("madre-de-dios/trials.csv"));
    let commands: [&[&str]; 3] = [
        &["diagnose", &world, "--seed", "3", "--households", "20", "--out", "a"],
        &["diagnose", &surveyed, "--survey", &survey, "--out", "b"],
        &["trials", &world, "--trials", &effects, "--draws", "8", "--seed", "2", "--out", "c"],
    ];
    for command in commands {
        desk.run(&[command, &["--quiet"]].concat()).ends(0, &[]);
        let out = command[command.len() - 1];
        let again = format!("{out}-again");
        let ran = desk.run(&["rerun", &format!("{out}/report.html"), "--out", &again, "--quiet"]);
        ran.ends(0, &[]);
        assert!(tables(&desk, out) == tables(&desk, &format!("{again}/results")), "{command:?}");
    }
}

#[test]
fn an_edited_report_is_refused_and_says_what_was_edited() {
    let desk = Desk::new();
    compared(&desk, &["--replicates", "1"], "first");
    let page = String::from_utf8(desk.read("first/report.html")).expect("UTF-8");
    let (before, held, behind) = held(&page);
    let refused = |text: String, says: &[&str]| {
        desk.write("edited.html", text);
        desk.run(&["rerun", "edited.html", "--out", "never"]).ends(3, &[&["edited.html"], says].concat());
        assert!(!desk.dir.join("never").exists(), "nothing is written");
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut held = held.clone();
        change(&mut held);
        format!("{before}{held}{behind}")
    };
    refused(page.replacen("Three policies", "Four policies", 1), &["was edited", "the page itself"]);
    refused(with(&|held| held["version"] = "9.9.9".into()), &["was edited", "command, options, or list of files"]);
    refused(with(&|held| held["options"][0]["word"] = "7".into()), &["was edited", "command, options"]);
    refused(with(&|held| held["files"][0]["packed"] = "AAAA".into()), &["was edited", "the file toy/"]);
    refused(with(&|held| held["files"][0]["hash"] = "00".into()), &["was edited", "the file toy/"]);
    refused(with(&|held| held["more"] = 1.into()), &["was edited", "cannot be read"]);
    refused(with(&|held| held["format"] = 2.into()), &["another version of this program", "format 2"]);
    refused(format!("{before}{{\"format\": {behind}"), &["was edited", "cannot be read"]);
    for path in
        ["../outside.toml", "/tmp/outside.toml", "toy/../../outside.toml", "C:\\outside.toml", "..\\outside.toml"]
    {
        refused(with(&|held| held["files"][0]["path"] = path.into()), &["leads out of the folder"]);
    }
    let cut = page.find("<script type=\"application/json\"").expect("what repeats it");
    refused(page[..cut].to_owned(), &["holds nothing by which it could be repeated"]);
    refused(String::new(), &["holds nothing by which it could be repeated"]);
    desk.write("edited.html", [0xff, 0xfe, 0x00]);
    desk.run(&["rerun", "edited.html"]).ends(3, &["no UTF-8 text"]);
    desk.run(&["rerun", "nowhere.html"]).ends(3, &["cannot read nowhere.html"]);
    desk.run(&["rerun", "first"]).ends(3, &["it is no plain file"]);
}

#[test]
fn files_that_mean_the_same_have_no_difference_and_others_are_told_value_by_value() {
    let desk = Desk::new();
    let (study, world) = (study(), world());
    let told = |a: &str, b: &str| {
        let ran = desk.run(&["diff", a, b]);
        ran.ends(0, &[]);
        ran.out
    };
    assert!(told(&study, &study).contains("They mean the same"));
    let base = format!("based_on = {study:?}\n");
    desk.write("a.toml", format!("{base}name = \"a\"\n"));
    desk.write("b.toml", format!("{base}name = \"a\"\nreplicates = 9\nseed = 4\n"));
    let text = told("a.toml", "b.toml");
    assert!(text.contains("2 values differ") && text.contains("study.replicates"), "{text}");
    desk.write(
        "w.toml",
        format!("based_on = {world:?}\nname = \"toy\"\nparameters = {{ \"decision.theta\" = 7.5 }}\n"),
    );
    let changes = desk.run(&["diff", &world, "w.toml", "--format", "json"]);
    let changes: Value = serde_json::from_str(&changes.out).expect("JSON");
    let of = changes["changes"].as_array().expect("a list");
    let theta = of.iter().find(|one| one["key"] == "parameters.decision.theta").expect("the parameter");
    assert_eq!(theta["to"], "7.5");
    assert!(theta["unit"].as_str().is_some_and(|unit| !unit.is_empty()), "{theta}");
    let rows = desk.run(&["diff", &world, "w.toml", "--format", "csv"]);
    assert!(rows.out.starts_with("key,change,from,to,unit\n") && rows.out.contains(",changed,"), "{}", rows.out);
    let rule = shipped("toy/policies/three.toml");
    assert!(told(&rule, &rule).contains("each a policy"));
    desk.run(&["diff", &study, &world]).ends(3, &["is a study", "is a scenario", "two files of one kind"]);
    desk.run(&["diff", &study, "."]).ends(3, &["is a file and . is a directory"]);
    desk.run(&["diff", &study, "nowhere.toml"]).ends(3, &["nowhere.toml"]);
    desk.write("wrong.toml", format!("{base}replicats = 3\n"));
    desk.run(&["diff", &study, "wrong.toml"]).ends(3, &["unknown key `replicats`", "wrong.toml:2:1"]);
}

#[test]
fn results_are_compared_world_by_world_where_they_share_worlds() {
    let desk = Desk::new();
    let draws = shipped("toy/decision.toml");
    let compare = |out: &str, more: &[&str]| {
        desk.run(&[&["compare", &draws, "--quiet", "--draws", "6", "--out", out][..], more].concat()).ends(0, &[]);
    };
    compare("a", &[]);
    compare("b", &[]);
    compare("other-seed", &["--seed", "9"]);
    let json = |a: &str, b: &str| -> Value {
        let ran = desk.run(&["diff", a, b, "--format", "json"]);
        ran.ends(0, &[]);
        serde_json::from_str(&ran.out).expect("JSON")
    };
    let same = json("a", "b");
    assert_eq!(
        (&same["paired"], &same["same_build"], &same["draws_that_differ"]),
        (&true.into(), &true.into(), &0.into())
    );
    let rows = same["rows"].as_array().expect("rows");
    assert!(rows.len() > 20 && rows.iter().all(|row| row["verdict"] == "same"), "{rows:?}");
    let text = desk.run(&["diff", "a", "b"]);
    assert!(
        text.out.contains("are the same in every world") && text.out.contains("from the same inputs"),
        "{}",
        text.out
    );
    // Other random numbers: not paired, and chance explains what differs.
    let apart = json("a", "other-seed");
    assert_eq!((&apart["paired"], &apart["not_paired"]), (&false.into(), &"their seeds differ".into()));
    let rows = apart["rows"].as_array().expect("rows");
    assert!(rows.iter().any(|row| row["verdict"] == "not-told-apart"), "{rows:?}");
    let sizes: Vec<f64> = rows.iter().filter_map(|row| row["standard_errors"].as_f64()).map(f64::abs).collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]), "the largest first");
    // The means are those of the tables.
    let level =
        rows.iter().find(|row| row["policy"].is_null() && row["outcome"] == "victims" && row["window"] == "funded");
    let level = level.and_then(|row| row["first"].as_f64()).expect("a level");
    let summary = String::from_utf8(desk.read("a/summary.csv")).expect("UTF-8");
    let mut reader = csv::Reader::from_reader(summary.as_bytes());
    let at = reader.headers().expect("a heading").iter().position(|name| name == "victims").expect("victims");
    let told: f64 = reader.records().next().expect("a row").expect("CSV")[at].parse().expect("a number");
    assert!((level - told).abs() < 1e-9 * told, "{level} and {told}");
    let csv = desk.run(&["diff", "a", "other-seed", "--format", "csv"]);
    assert!(
        csv.out.starts_with("policy,outcome,window,unit,first,second,difference,se,standard_errors,p,p_holm,verdict\n")
    );
    desk.run(&["run", &world(), "--quiet", "--out", "world"]).ends(0, &[]);
    desk.run(&["diff", "a", "world"]).ends(3, &["world holds results of `amparo run`"]);
    std::fs::create_dir(desk.dir.join("empty")).expect("a directory");
    desk.run(&["diff", "a", "empty"]).ends(3, &["empty holds no results"]);
    let cell = desk.files("b/cells").into_iter().find(|file| file.contains("/d0")).expect("a cell");
    desk.write(&cell, "damaged");
    desk.run(&["diff", "a", "b"]).ends(1, &["cells/d0"]);
}
