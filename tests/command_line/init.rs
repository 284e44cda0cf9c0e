//! A project of one's own: valid, commented, whole or not there, and running in a directory where there is nothing else.

use crate::bench::*;
use serde_json::Value;

const TEMPLATES: [&str; 2] = ["toy", "madre-de-dios"];

/// Writes a project into `mine` of an empty directory.
fn project(from: &str) -> Desk {
    let desk = Desk::new();
    let ran = desk.run(&["init", "mine", "--from", from]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    desk
}

#[test]
fn a_project_is_valid_and_runs_from_an_empty_directory() {
    for from in TEMPLATES {
        let mut desk = project(from);
        desk.dir.push("mine");
        let policies: Vec<String> = desk.files("policies");
        let files = ["scenario.toml", "study.toml"].into_iter().chain(policies.iter().map(String::as_str));
        let checked = desk.json(&[&["check"], &*files.collect::<Vec<_>>()].concat());
        let all = checked.as_array().expect("a list");
        assert_eq!(all.len(), 5, "{from}");
        assert!(all.iter().all(|one| one["valid"] == true), "{checked}");
        let kinds: Vec<&str> = all.iter().filter_map(|one| one["kind"].as_str()).collect();
        assert_eq!(kinds, ["scenario", "study", "policy", "policy", "policy"]);
        let ran = desk.run(&["compare", "study.toml", "--draws", "2", "--out", "out"]);
        assert_eq!(ran.code, Some(0), "{from}: {}", ran.err);
        desk.holds_what_its_manifest_says("out");
        desk.dir.pop();
    }
}

#[test]
fn a_project_is_the_shipped_world_under_another_name_until_somebody_changes_it() {
    let resolved = |desk: &Desk, scenario: &str, more: &[&str]| -> Vec<String> {
        let ran = desk.run(&[&["diagnose", scenario, "--quiet", "--out", "out", "--fresh"], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let text = String::from_utf8(desk.read("out/resolved.toml")).expect("UTF-8");
        // Before that stand names and sources.
        let from = text.find("\n[baseline]").expect("a baseline");
        // The invented world has an invented currency, and nothing is converted.
        text[from..].lines().map(|line| line.replace("# Tk", "# S/")).collect()
    };
    for (from, world, more) in [
        ("toy", "toy/crowded", &[][..]),
        ("madre-de-dios", "madre-de-dios/decision-4500", &["--set", "population.scale=5"]),
    ] {
        let desk = project(from);
        assert_eq!(resolved(&desk, "mine/scenario.toml", &[]), resolved(&desk, world, more), "{from}");
    }
}

#[test]
fn every_file_of_a_project_says_what_it_is_and_names_a_schema_that_is_there() {
    for from in TEMPLATES {
        let desk = project(from);
        let readme = String::from_utf8(desk.read("mine/README.txt")).expect("UTF-8");
        assert!(!readme.contains('{') && readme.contains("poverty_rate"), "{readme}");
        for file in desk.files("mine") {
            let own = file.strip_prefix("mine/").expect("below");
            let listed = readme.contains(&format!("  {own} ")) || own.starts_with("schema/") || own == "README.txt";
            assert!(listed, "{from}: README.txt does not list {own}");
            let text = String::from_utf8(desk.read(&file)).expect("UTF-8");
            if own.ends_with(".toml") && !own.ends_with(".solved.toml") {
                let first = text.lines().next().unwrap_or_default();
                let schema =
                    first.strip_prefix("#:schema ").unwrap_or_else(|| panic!("{own} names no schema: {first}"));
                let folder = std::path::Path::new(&file).parent().expect("a folder");
                let named: Value =
                    serde_json::from_slice(&desk.read(&folder.join(schema).display().to_string())).expect("JSON");
                let kind = match own {
                    "scenario.toml" => "amparo scenario",
                    "study.toml" => "amparo study",
                    _ => "amparo policy",
                };
                assert_eq!(named["title"], kind, "{own}");
                assert!(text.lines().nth(1).is_some_and(|line| line.starts_with("# ")), "{own} begins with what it is");
            }
        }
    }
}

#[test]
fn a_project_is_whole_or_not_there() {
    let desk = Desk::new();
    // What is not empty, a file, a link that leads nowhere, and a folder that is not there are refused, and stay as they are.
    std::fs::create_dir(desk.dir.join("full")).expect("a directory");
    desk.write("full/mine.txt", "mine");
    desk.write("file", "mine");
    let mut refused = vec![("full", 3), ("file", 3), ("nowhere/deep", 1)];
    if cfg!(unix) {
        #[cfg(unix)]
        std::os::unix::fs::symlink("gone", desk.dir.join("link")).expect("a link");
        refused.push(("link", 3));
    }
    for (place, code) in refused {
        let ran = desk.run(&["init", place]);
        assert_eq!(ran.code, Some(code), "{place}: {}", ran.err);
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
    assert_eq!(
        desk.files(""),
        if cfg!(unix) { vec!["file", "full/mine.txt", "link"] } else { vec!["file", "full/mine.txt"] }
    );
    // An empty one is filled, also where one stands in it.
    std::fs::create_dir(desk.dir.join("empty")).expect("a directory");
    let mut within = desk.command(&["init", "."]);
    within.current_dir(desk.dir.join("empty"));
    assert!(within.output().expect("it starts").status.success());
    let ran = desk.run(&["init", "new"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let of = |folder: &str| -> Vec<(String, Vec<u8>)> {
        let files = desk.files(folder);
        files.iter().map(|file| (file[folder.len()..].to_owned(), desk.read(file))).collect()
    };
    assert!(of("new").len() > 10 && of("new") == of("empty"));
    assert!(desk.files("").iter().all(|file| !file.contains("unfinished")), "{:?}", desk.files(""));
    // A second time it is not empty any more.
    assert_eq!(desk.run(&["init", "new"]).code, Some(3));
}

#[cfg(unix)]
#[test]
fn a_project_that_cannot_be_written_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let folder = desk.dir.join("locked");
    std::fs::create_dir(&folder).expect("a directory");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).expect("a mode");
    // Whoever may do everything can write there all the same.
    let may = std::fs::write(folder.join("probe"), "").is_ok();
    let _ = std::fs::remove_file(folder.join("probe"));
    let ran = desk.run(&["init", "locked/mine"]);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    if !may {
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert_eq!(desk.files(""), Vec::<String>::new());
    }
}
