//! Draws of a study: solved once, kept, and the same however they are solved.

use crate::bench::*;

/// A study over draws that takes a moment to solve, in its own directory beside the shipped register.
fn small(desk: &Desk) -> String {
    let toy = shipped("toy/decision.toml");
    let folder = desk.dir.join("study");
    std::fs::create_dir_all(&folder).expect("a temporary directory");
    desk.write(
        "study/small.toml",
        format!(
            "based_on = '{toy}'\nname = \"small\"\n[draws]\ntable = \"small.csv\"\nrepeated = 1\n\
             [draws.sample]\ncount = 4\nparameters = [\"info.cost_contact\"]\n[adaptation]\nbefore = 0\nsplit = 0\n"
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
    assert!(!desk.files("").iter().any(|f| f.ends_with(".unfinished")), "nothing half written stays");
}

#[test]
fn a_study_without_its_table_says_how_to_make_it_and_then_runs() {
    let desk = Desk::new();
    let study = small(&desk);
    desk.run(&["compare", &study]).ends(3, &["there is no table of draws", "small.toml:4:9", "amparo calibrate"]);
    let answer = desk.json(&["calibrate", &study, "--worlds", "8", "--draws", "2", "--write"]);
    assert_eq!(answer[0]["accepted"], 2);
    let weighed = answer[0]["effective_sample_size"].as_f64().expect("a number");
    assert!(weighed > 0.99 && weighed <= 2.0, "{weighed}");
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
    let values = |row: &str| row.split(',').skip(6).map(str::to_owned).collect::<Vec<_>>();
    let number = |row: &str| row.split(',').next().map(str::to_owned);
    for (a, b) in few.lines().zip(table(&desk).lines()) {
        assert_eq!((number(a), values(a)), (number(b), values(b)));
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
