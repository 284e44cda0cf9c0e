//! What ships is built into the program: it runs where there is no clone, and gives what the files give.

use crate::bench::*;
use std::path::Path;

/// Every file below `scenarios/`, as a command names it.
fn all() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(&root).expect("below").display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_of_the_scenarios_is_built_in_as_it_is() {
    let texts = amparo::shipped::SHIPPED.texts();
    let built_in: Vec<String> = texts.paths().map(|path| path.display().to_string()).collect();
    let mut expected = all();
    expected.sort_by(|a, b| Path::new(a).cmp(Path::new(b)));
    assert_eq!(built_in, expected);
    for file in expected {
        assert!(texts.get(&file) == Some(&std::fs::read(shipped(&file)).expect("a file")[..]), "{file} differs");
    }
}

#[test]
fn what_ships_gives_the_numbers_of_its_files_from_an_empty_directory() {
    let desk = Desk::new();
    for (command, name, more) in [
        ("compare", "toy/decision", &["--draws", "2"][..]),
        ("run", "toy/elsewhere", &[]),
        ("diagnose", "toy/surveyed", &[]),
    ] {
        let file = shipped(&format!("{name}.toml"));
        for (given, out) in [(name, "built-in"), (&*file, "files")] {
            let ran = desk.run(&[&[command, given, "--quiet", "--out", out], more].concat());
            assert_eq!(ran.code, Some(0), "{given}: {}", ran.err);
        }
        let of = |out: &str| -> Vec<String> {
            let files = desk.files(out).into_iter().map(|file| file[out.len()..].to_owned());
            files.filter(|file| !["/manifest.json", "/report.html", "/.lock"].contains(&file.as_str())).collect()
        };
        assert!(of("built-in").len() > 3 && of("built-in") == of("files"), "{name}: {:?}", of("built-in"));
        for file in of("files") {
            let same = desk.read(&format!("built-in{file}")) == desk.read(&format!("files{file}"));
            assert!(same || file.ends_with("run.json"), "{name}: {file} differs");
        }
        let manifest = String::from_utf8(desk.read("built-in/manifest.json")).expect("UTF-8");
        assert!(manifest.contains(&format!("\"{name}.toml (shipped)\"")), "{manifest}");
        ["built-in", "files"].iter().for_each(|out| std::fs::remove_dir_all(desk.dir.join(out)).expect("results"));
    }
}

#[test]
fn every_shipped_study_and_scenario_is_valid_wherever_one_stands() {
    let desk = Desk::new();
    let names = amparo::shipped::SHIPPED.names();
    assert!(names.len() > 15 && names.contains(&"madre-de-dios/study".to_owned()), "{names:?}");
    // Studies are timed by a check; scenarios are read.
    let scenarios: Vec<&str> = names.iter().map(String::as_str).filter(|name| name.contains("baseline")).collect();
    let checked = desk.json(&[&["check"], &*scenarios].concat());
    assert!(checked.as_array().expect("a list").iter().all(|one| one["valid"] == true && one["kind"] == "scenario"));
    for name in names {
        let input = amparo::shipped::SHIPPED.find(Path::new(&format!("no-such-place/../{name}")));
        assert!(input.is_shipped(), "{name}");
        let vocabulary = &amparo::policy::VOCABULARY;
        let read = match input.is_study() {
            true => input.study(vocabulary, &[]).map(|study| study.inputs),
            false => input.scenario(vocabulary, &[]).map(|scenario| scenario.inputs),
        };
        let inputs = read.unwrap_or_else(|error| panic!("{error}"));
        assert!(
            inputs.iter().all(|(path, _)| path.display().to_string().ends_with(" (shipped)")),
            "{name}: {inputs:?}"
        );
    }
}

#[test]
fn a_file_on_the_disk_comes_before_what_ships() {
    let desk = Desk::new();
    std::fs::create_dir(desk.dir.join("toy")).expect("a directory");
    let world = std::fs::read_to_string(world()).expect("the toy world");
    let own = world
        .replace("title = \"Toy world\"", "title = \"My own\"")
        .replace("../madre-de-dios/parameters.csv", "p.csv");
    desk.write("toy/baseline.toml", own);
    for (from, to) in [
        ("toy/departments.csv", "departments.csv"),
        ("toy/towns.csv", "towns.csv"),
        ("madre-de-dios/parameters.csv", "p.csv"),
    ] {
        desk.write(&format!("toy/{to}"), std::fs::read(shipped(from)).expect("a file"));
    }
    for name in ["toy/baseline", "toy/baseline.toml", "./toy/baseline"] {
        assert!(desk.run(&["run", name, "--out", "out", "--quiet"]).out.starts_with("My own"), "{name}");
    }
    // One that is based on another of what ships goes on with what ships.
    let ran = desk.run(&["run", "toy/information", "--out", "other", "--quiet"]);
    assert!(ran.out.starts_with("Toy world with an information campaign"), "{}", ran.out);
    // What the documentation writes with its folder means the same.
    let ran = desk.run(&["run", "scenarios/toy/information.toml", "--out", "other", "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn a_name_that_is_nowhere_is_told_what_ships() {
    let desk = Desk::new();
    for (command, asked, nearest) in [
        ("compare", "madre-de-dios/studdy", "madre-de-dios/study"),
        ("run", "toy/basline.toml", "toy/baseline"),
        ("check", "scenarios/toy/desicion.toml", "toy/decision"),
        ("diagnose", "surveyed", "toy/surveyed"),
        ("optimise", "toy/studies", "toy/study"),
        ("calibrate", "toy/crowdy", "toy/crowded"),
        ("trials", "madre-de-dios/base-line", "madre-de-dios/baseline"),
    ] {
        let ran = desk.run(&[command, asked]);
        assert_eq!(ran.code, Some(3), "{asked}: {}", ran.err);
        let told = ["no such file", "ships with the program", &format!("nearest: {nearest}")];
        assert!(told.iter().all(|part| ran.err.contains(part)), "{asked}: {}", ran.err);
    }
    let all_of_one = desk.run(&["run", "toy"]);
    assert!(all_of_one.err.contains("toy/crowded") && !all_of_one.err.contains("madre-de-dios/"), "{}", all_of_one.err);
    assert_eq!(desk.files(""), Vec::<String>::new());
}

#[test]
fn nothing_is_written_to_what_ships() {
    let desk = Desk::new();
    for arguments in [
        &["calibrate", "toy/baseline", "--write"][..],
        &["calibrate", "toy/decision", "--write"],
        &["calibrate", "toy/decision", "--verify", "1", "--write"],
    ] {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        assert!(ran.err.contains("(shipped)") && ran.err.contains("amparo init DIR"), "{}", ran.err);
    }
    // Only verifying is no writing.
    let ran = desk.run(&["calibrate", "toy/decision", "--verify", "1", "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(desk.files(""), Vec::<String>::new());
}

#[test]
fn an_error_in_what_ships_names_it_so() {
    let desk = Desk::new();
    let ran = desk.run(&["run", "toy/study"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("a study is given where a scenario is wanted"), "{}", ran.err);
    assert!(ran.err.contains("toy/study.toml (shipped)"), "{}", ran.err);
    let ran = desk.run(&["trials", "toy/baseline"]);
    assert!(ran.err.contains("toy/trials.csv (shipped)") && ran.err.contains("--trials FILE"), "{}", ran.err);
}
