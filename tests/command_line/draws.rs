//! Draws of a study: solved once, kept, and the same however they are solved.

use crate::bench::*;
use amparo::math::num;

/// A study over draws that takes a moment to solve, in its own directory beside the shipped register.
fn small(desk: &Desk) -> String {
    let toy = shipped("toy/decision.toml");
    let folder = desk.dir.join("study");
    std::fs::create_dir_all(&folder).expect("a temporary directory");
    desk.write(
        "study/small.toml",
        format!(
            "based_on = '{toy}'\nname = \"small\"\n[draws]\ntable = \"small.csv\"\nrepeated = 1\n\
             [draws.sample]\ncount = 4\nfirst = 16\nparameters = [\"info.cost_contact\"]\n[adaptation]\nbefore = 0\nsplit = 0\n"
        ),
    );
    "study/small.toml".to_owned()
}

#[test]
fn solving_taken_up_after_a_kill_gives_the_bytes_of_solving_at_once() {
    let desk = Desk::new();
    let study = small(&desk);
    let solve = ["calibrate", &study, "--worlds", "8", "--write"];
    let mut child = desk.start(&[&solve[..], &["--jobs", "2"]].concat());
    let kept = || desk.files("output").iter().filter(|f| f.ends_with(".point")).count();
    for _ in 0..3000 {
        if kept() >= 2 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().expect("a running program");
    child.wait().expect("it ends");
    let before = kept();
    assert!(before >= 2, "finished points were kept");
    desk.run(&[&solve[..], &["--jobs", "1"]].concat()).ends(0, &[]);
    let resumed = desk.read("study/small.csv");

    let whole = Desk::new();
    let study = small(&whole);
    whole.run(&["calibrate", &study, "--worlds", "8", "--write", "--jobs", "3"]).ends(0, &[]);
    assert!(whole.read("study/small.csv") == resumed, "the tables differ");
    assert_eq!(resumed.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count(), 5, "a header and four draws");
    for beside in ["small.solved.toml", "small_posterior.csv", "small_predictive.csv"] {
        let file = format!("study/{beside}");
        assert!(whole.read(&file) == desk.read(&file), "{beside} differs");
    }
    // What was kept is what solving keeps, by the rule as its record has it.
    let verify = ["calibrate", &study, "--verify", "4"];
    let ran = whole.run(&verify);
    ran.ends(0, &[]);
    assert!(ran.out.contains("4 of 4 draws solved anew, the same as in the table"), "{}", ran.out);
    let record = String::from_utf8(whole.read("study/small.solved.toml")).expect("UTF-8");
    whole.write("study/small.solved.toml", record.replacen("mean_weight = 0", "mean_weight = 9", 1));
    whole.run(&verify).ends(3, &["solved anew, would be no draw", "small.csv:"]);
    assert!(!desk.files("").iter().any(|f| f.ends_with(".unfinished")), "nothing half written stays");
}

#[test]
fn a_study_without_its_table_says_how_to_make_it_and_then_runs() {
    let desk = Desk::new();
    let study = small(&desk);
    desk.run(&["compare", &study]).ends(3, &["there is no table of draws", "small.toml:4:9", "amparo calibrate"]);
    let answer = desk.json(&["calibrate", &study, "--worlds", "8", "--draws", "2", "--write"]);
    assert_eq!(answer[0]["accepted"], 2);
    let number = |key: &str| answer[0][key].as_f64().unwrap_or_else(|| panic!("{key} is no number"));
    assert!(number("candidates") >= 16.0 && number("first") == 16.0);
    let weighed = number("effective_sample_size");
    assert!(weighed >= 1.0 && weighed <= number("candidates"), "{weighed}");
    assert!(number("weight_lost") <= 0.05 && number("largest_weight") >= 1.0 && number("factor") >= 4.0, "{answer}");
    assert!(desk.files("study").iter().any(|f| f.ends_with("small.csv")));
    // More draws keep the first ones; a damaged point is named and solved again.
    let table = |desk: &Desk| String::from_utf8(desk.read("study/small.csv")).expect("UTF-8");
    let few = table(&desk);
    let point = desk.files("output").into_iter().find(|f| f.ends_with(".point")).expect("a kept point");
    let name = point.rsplit(['/', '\\']).next().expect("a file's name").to_owned();
    for (damage, says) in [("{", "cut short"), ("{\n}\n", "not a cell of this version")] {
        desk.write(&point, damage);
        let ran = desk.run(&["calibrate", &study, "--worlds", "8", "--write"]);
        ran.ends(0, &[&format!("{name}: {says}; solving it again")]);
    }
    // One digit of a point, which is JSON all the same.
    let whole = String::from_utf8(desk.read(&point)).expect("UTF-8");
    let (head, body) = whole.split_once('\n').expect("a checksum before the point");
    let at = body.rfind(|c: char| c.is_ascii_digit()).expect("a number");
    let other = if body[at..].starts_with('7') { "8" } else { "7" };
    desk.write(&point, format!("{head}\n{}{other}{}", &body[..at], &body[at + 1..]));
    let ran = desk.run(&["calibrate", &study, "--worlds", "8", "--write"]);
    ran.ends(0, &[&format!("{name}: its checksum does not match; solving it again")]);
    assert_eq!(String::from_utf8(desk.read(&point)).expect("UTF-8"), whole);
    let more = table(&desk);
    assert!(more.starts_with(&few) && more.lines().count() == few.lines().count() + 2, "{few}\n{more}");
    // All count alike, and none stands twice.
    let numbers: Vec<u32> = column(&more, "number").iter().map(|x| *x as u32).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
    assert_eq!(column(&more, "weight"), [1.0; 4]);
}

/// A column of a table, as numbers.
fn column(table: &str, name: &str) -> Vec<f64> {
    let cells = texts(table, name);
    cells.iter().map(|x| x.parse().unwrap_or_else(|_| panic!("{name}: {x} is no number"))).collect()
}

fn texts(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let at = header.iter().position(|column| *column == name).unwrap_or_else(|| panic!("no column {name}"));
    lines.map(|line| line[at].to_owned()).collect()
}

/// The largest |z| of any group of parameters: the first draws of a table beside all its candidates, weighted, on the scale of the
/// priors' distribution functions. Drawn parameters of a group are taken together, as the sum of their z over the root of their number;
/// solved ones follow from the others and stand alone.
fn furthest(table: &str, posterior: &str, first: usize) -> (String, f64) {
    let mut groups: std::collections::BTreeMap<String, Vec<f64>> = Default::default();
    let of = |name: &str| column(posterior, name);
    let (low, high, level, ratio) = (of("prior_low"), of("prior_high"), of("level"), of("sd_ratio"));
    let (kinds, priors) = (texts(posterior, "kind"), texts(posterior, "prior"));
    for (i, name) in texts(posterior, "parameter").into_iter().enumerate() {
        let values = column(table, &name);
        assert!(values.len() >= first);
        let share = |x: &f64| match priors[i].as_str() {
            "loguniform" => num::ln(x / low[i]) / num::ln(high[i] / low[i]),
            _ => (x - low[i]) / (high[i] - low[i]),
        };
        let mean = values[..first].iter().map(share).sum::<f64>() / first as f64;
        let error = ratio[i] / 12f64.sqrt() / (first as f64).sqrt();
        let group = if kinds[i] == "solved" { name.clone() } else { name.split('.').next().unwrap_or("").to_owned() };
        groups.entry(group).or_default().push((mean - level[i]) / error);
    }
    let z = |all: &[f64]| (all.iter().sum::<f64>() / (all.len() as f64).sqrt()).abs();
    let all = groups.into_iter().map(|(name, all)| (name, z(&all)));
    all.max_by(|a, b| a.1.total_cmp(&b.1)).expect("some group")
}

#[test]
fn every_prefix_of_a_solved_table_agrees_with_all_candidates_weighted() {
    let desk = Desk::new();
    let toy = shipped("toy/decision.toml");
    let study = format!(
        "based_on = '{toy}'\nname = \"fair\"\n[draws]\ntable = \"fair.csv\"\nrepeated = 1\n\
         [draws.sample]\ncount = 128\nfirst = 128\n[adaptation]\nbefore = 0\nsplit = 0\n"
    );
    desk.write("fair.toml", study);
    let answer = desk.json(&["calibrate", "fair.toml", "--worlds", "4", "--write"]);
    let text = |file: &str| String::from_utf8(desk.read(file)).expect("UTF-8");
    let (table, posterior) = (text("fair.csv"), text("fair_posterior.csv"));
    let parameters = answer[0]["posterior"]["parameters"].as_array().map_or(0, Vec::len);
    assert_eq!(texts(&posterior, "parameter").len(), parameters);
    let mut tables = vec![("fair.csv".to_owned(), table.clone(), posterior.clone())];
    // The shipped ones that have their candidates beside them.
    for folder in ["madre-de-dios", "madre-de-dios/how-different", "toy"] {
        for entry in std::fs::read_dir(shipped(folder)).expect("a shipped folder") {
            let beside = entry.expect("an entry").path().display().to_string();
            if let Some(stem) = beside.strip_suffix("_posterior.csv") {
                let read = |file: &str| std::fs::read_to_string(file).expect("a shipped table");
                tables.push((stem.to_owned(), read(&format!("{stem}.csv")), read(&beside)));
            }
        }
    }
    for (name, table, posterior) in &tables {
        for first in [16, 64, 128].into_iter().filter(|n| *n < table.lines().count()) {
            let (group, z) = furthest(table, posterior, first);
            assert!(z < 3.0, "{name}, the first {first}: {group} has z = {z}");
        }
    }
    // The check can fail: the half of the draws in which girls choose most steadily is no fair sample.
    let mut rows: Vec<(f64, &str)> = column(&table, "decision.mu").into_iter().zip(table.lines().skip(1)).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rows: Vec<&str> = rows.into_iter().map(|(_, row)| row).collect();
    let unfair = format!("{}\n{}\n", table.lines().next().expect("a header"), rows.join("\n"));
    assert!(furthest(&unfair, &posterior, 64).1 > 3.0);
    // What stands beside it says every target once.
    let checks = text("fair_predictive.csv");
    let targets = texts(&checks, "target");
    assert!(["victims", "brothels", "minors_share"].iter().all(|one| targets.iter().any(|t| t == one)), "{targets:?}");
    for (below, above) in column(&checks, "below").into_iter().zip(column(&checks, "above")) {
        assert!(below >= 0.0 && above >= 0.0 && below + above <= 1.0 + 1e-9, "{below} {above}");
    }
    // Solved for: what was observed lies well within.
    for target in ["victims", "brothels"] {
        let i = targets.iter().position(|t| t == target).expect("a target");
        assert!((0.2..0.8).contains(&column(&checks, "below")[i]), "{target}");
    }
}

#[test]
fn a_file_of_somebody_elses_beside_a_table_is_not_replaced() {
    let desk = Desk::new();
    let study = small(&desk);
    for beside in ["study/small_posterior.csv", "study/small_predictive.csv"] {
        desk.write(beside, "mine\n1\n");
        desk.run(&["calibrate", &study, "--write"]).ends(3, &["no file that this command wrote", beside]);
        assert_eq!(desk.read(beside), b"mine\n1\n");
        assert!(!desk.dir.join("output").exists() && !desk.dir.join("study/small.csv").exists(), "nothing was solved");
        std::fs::remove_file(desk.dir.join(beside)).expect("the file");
    }
}

#[test]
fn what_cannot_be_solved_is_refused() {
    let desk = Desk::new();
    let toy = shipped("toy/study.toml");
    desk.run(&["calibrate", &toy]).ends(3, &["has no draws to solve", "[draws.sample]"]);
    desk.run(&["calibrate", &world(), "--draws", "3"]).ends(3, &["a scenario has no draws"]);
    desk.write("wrong.toml", format!("based_on = '{toy}'\nname = \"wrong\"\nreplicas = 3\n"));
    desk.run(&["calibrate", "wrong.toml"]).ends(3, &["wrong.toml"]);
    assert!(!desk.dir.join("output").exists(), "nothing was made");
}

#[test]
fn a_study_that_only_says_what_it_is_based_on_is_solved_as_a_study() {
    let desk = Desk::new();
    desk.write("child.toml", format!("based_on = {:?}\nname = \"child\"\n", shipped("toy/decision.toml")));
    desk.run(&["calibrate", "child.toml", "--draws", "1", "--jobs", "1"]).ends(0, &[]);
    assert_eq!(desk.state(&desk.files("output")[0].split('/').take(2).collect::<Vec<_>>().join("/")), "complete");
}
