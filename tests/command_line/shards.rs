//! A study shared out: shards in any order, twice, killed, damaged; what they make together is what one machine makes.

use crate::bench::*;
use amparo::draws::{Draws, Process, Stream};
use amparo::study::pack::{Pack, Writer};
use amparo::study::packs::Packs;
use amparo::study::shards::Shard;
use amparo::study::{Cell, StudyError};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Words that decide how much of the toy study is meant.
const SMALL: [&str; 2] = ["--replicates", "6"];

/// One shard of the toy study, run to its end.
fn shard(desk: &Desk, shard: &str, out: &str, more: &[&str]) -> Ran {
    desk.run(&[&["compare", &study(), "--shard", shard, "--out", out, "--jobs", "1"], more].concat())
}

/// All shards of the toy study in one directory.
fn all_shards(desk: &Desk, of: u32, out: &str, more: &[&str]) {
    (1..=of).for_each(|number| shard(desk, &format!("{number}/{of}"), out, more).ends(0, &[]));
}

fn gather(desk: &Desk, from: &[&str], more: &[&str]) -> Ran {
    desk.run(&[&["gather", &study(), "--jobs", "2"], from, more].concat())
}

/// The toy study on one machine.
fn whole(desk: &Desk, out: &str, more: &[&str]) {
    desk.run(&[&["compare", &study(), "--jobs", "2", "--out", out, "--quiet"], more].concat()).ends(0, &[]);
}

/// Every file of a directory of results that does not depend on time, on the machine, or on how cells are kept; of the page what does not.
fn lasting(desk: &Desk, results: &str) -> BTreeMap<String, Vec<u8>> {
    let names = desk.files(results).into_iter().map(|file| file[results.len() + 1..].to_owned());
    let names = names.filter(|name| !name.contains("cells/") && !name.ends_with(".lock"));
    let of = |name: String| {
        let bytes = desk.read(&format!("{results}/{name}"));
        let bytes = match name.rsplit('/').next() {
            Some("report.html") => untimed(&String::from_utf8(bytes).expect("text")).into_bytes(),
            Some("manifest.json") => results_in_manifest(&bytes).to_string().into_bytes(),
            _ => bytes,
        };
        (name, bytes)
    };
    names.map(of).collect()
}

/// A page without its seconds and without the hashes of a page with them.
fn untimed(page: &str) -> String {
    let seconds = |line: &str| line.starts_with("<td class=\"code\">") && line.ends_with(" s</td>");
    let page = page.replace("><", ">\n<");
    let kept: Vec<&str> = page.lines().filter(|line| !seconds(line) && !line.contains("id=\"amparo-rerun\"")).collect();
    assert!(kept.len() + 5 > page.lines().count(), "little is left out");
    kept.join("\n")
}

/// What a manifest says of results: not when and how fast they were made, and which packs cells are in.
fn results_in_manifest(bytes: &[u8]) -> Value {
    let mut manifest: Value = serde_json::from_slice(bytes).expect("JSON");
    let object = manifest.as_object_mut().expect("an object");
    let of_time = [
        "finished",
        "wall_seconds",
        "cpu_seconds",
        "peak_memory_bytes",
        "agent_ticks_per_second",
        "weeks_simulated",
        "took",
    ];
    object.retain(|fact, _| !of_time.contains(&fact.as_str()));
    let files = object["files"].as_object_mut().expect("files");
    files.retain(|name, _| !name.starts_with("cells/") && name != "report.html");
    // A pack of which every cell is in another, too.
    let spare = object["spare"].as_array_mut().expect("names");
    spare.retain(|name| !name.as_str().is_some_and(|name| name.ends_with(".pack")));
    manifest
}

/// Asserts that two directories hold the same results to the byte.
#[track_caller]
fn same_results(desk: &Desk, one: &str, other: &str) {
    let (these, those) = (lasting(desk, one), lasting(desk, other));
    assert!(these.len() > 20, "{:?}", these.keys());
    assert_eq!(these.keys().collect::<Vec<_>>(), those.keys().collect::<Vec<_>>());
    for (name, bytes) in &these {
        assert!(*bytes == those[name], "{name} of {one} and {other} differs");
    }
    assert!(these["manifest.json"].windows(12).any(|part| part == b"\"cells_hash\""));
}

fn packs(desk: &Desk, results: &str) -> Vec<String> {
    desk.files(results).into_iter().filter(|file| file.ends_with(".pack")).collect()
}

/// Shards of one study, started and killed as chance has it.
struct Cluster<'a> {
    desk: &'a Desk,
    out: &'a str,
    chance: Stream,
    asked: u64,
    kills: usize,
}

impl Cluster<'_> {
    fn below(&mut self, limit: u64) -> u64 {
        self.asked += 1;
        self.chance.word(self.asked) % limit
    }

    fn start(&self, number: u64, of: u64, more: &[&str]) -> Child {
        let shard = format!("{number}/{of}");
        let study = study();
        self.desk.start(&[&["compare", &study, "--shard", &shard, "--out", self.out, "--jobs", "1"], more].concat())
    }

    /// Starts every shard in this order, `at_once` at a time, kills some, and starts those again until all have ended well.
    fn run(&mut self, mut queue: Vec<u64>, of: u64, at_once: usize, more: &[&str]) {
        let mut running: Vec<(u64, Child, bool)> = Vec::new();
        while !queue.is_empty() || !running.is_empty() {
            while running.len() < at_once && !queue.is_empty() {
                let at = self.below(queue.len() as u64) as usize;
                let number = queue.swap_remove(at);
                let dies = self.kills < 12 && self.below(2) == 0;
                running.push((number, self.start(number, of, more), dies));
            }
            std::thread::sleep(Duration::from_millis(5 + self.below(50)));
            let mut left = Vec::new();
            for (number, mut child, dies) in running {
                match child.try_wait().expect("a child process") {
                    Some(ended) => assert!(ended.success(), "shard {number}: {ended}"),
                    None if dies => {
                        child.kill().expect("a running program");
                        child.wait().expect("it ends");
                        self.kills += 1;
                        queue.push(number);
                    }
                    None => left.push((number, child, dies)),
                }
            }
            running = left;
        }
    }
}

#[test]
fn sixteen_shards_in_any_order_some_twice_some_killed_make_the_bytes_of_one_machine() {
    let desk = Desk::new();
    let more = ["--replicates", "48"];
    let chance = Draws::new(5).of(Process::Calibration);
    let mut cluster = Cluster { desk: &desk, out: "cluster", chance, asked: 0, kills: 0 };
    // Every shard once, and some twice, at the same time or later.
    let queue = (1..=16).chain([3, 7, 7, 16]).collect();
    cluster.run(queue, 16, 4, &more);
    assert!(cluster.kills > 4, "{} were killed", cluster.kills);
    assert!(packs(&desk, "cluster").len() >= 16);
    assert_eq!(desk.state("cluster"), "under way");
    assert!(!desk.files("cluster").iter().any(|file| file.ends_with("report.html") || file.ends_with(".svg")));
    gather(&desk, &["cluster"], &more).ends(0, &[]);
    desk.holds_what_its_manifest_says("cluster");
    whole(&desk, "whole", &more);
    same_results(&desk, "whole", "cluster");
    // By `compare`, too, which has nothing left to run.
    desk.run(&[&["compare", &study(), "--jobs", "2", "--out", "cluster"], &more[..]].concat())
        .ends(0, &["every cell was stored already"]);
    same_results(&desk, "whole", "cluster");
}

#[test]
fn shards_in_directories_of_their_own_are_gathered_into_the_first_or_into_another() {
    let desk = Desk::new();
    for number in 1..=3 {
        shard(&desk, &format!("{number}/3"), &format!("part-{number}"), &SMALL).ends(0, &["cells in 2 worlds"]);
    }
    whole(&desk, "whole", &SMALL);
    let before = desk.files("part-2");
    gather(&desk, &["part-1", "part-2", "part-3"], &[&SMALL[..], &["--out", "all"]].concat())
        .ends(0, &["copying cells"]);
    same_results(&desk, "whole", "all");
    desk.holds_what_its_manifest_says("all");
    assert_eq!(desk.files("part-2"), before, "what is gathered from stays as it is");
    // It holds all that it needs, and says how long its cells took, wherever that was.
    let took = |results: &str| {
        let manifest: Value = serde_json::from_slice(&desk.read(&format!("{results}/manifest.json"))).expect("JSON");
        manifest["wall_seconds"].as_f64().expect("seconds")
    };
    assert!(took("all") > 0.0);
    gather(&desk, &["all"], &SMALL).ends(0, &[]);
    assert_eq!(packs(&desk, "all").len(), 1);
    same_results(&desk, "whole", "all");
    gather(&desk, &["part-1", "part-2", "./part-1", "part-3"], &SMALL).ends(0, &[]);
    same_results(&desk, "whole", "part-1");
    for (directory, compared) in [("all", "whole"), ("part-1", "whole")] {
        let exported = |from: &str| {
            let file = format!("{from}.csv");
            desk.run(&["export", from, &file, "--force"]).ends(0, &[]);
            desk.read(&file)
        };
        assert!(exported(directory) == exported(compared), "{directory}");
        let same = desk.run(&["diff", directory, compared, "--format", "json"]);
        let same: Value = serde_json::from_str(&same.out).expect("JSON");
        assert!(same["rows"].as_array().expect("rows").iter().all(|row| row["verdict"] == "same"));
    }
}

#[test]
fn what_a_shard_says_is_what_it_did_and_what_is_left() {
    let desk = Desk::new();
    let first = desk.json(&["compare", &study(), "--shard", "1/3", "--out", "d", "--replicates", "6"]);
    assert_eq!(
        (&first["part"], &first["ran"], &first["cells"], &first["missing"]),
        (&20.into(), &20.into(), &60.into(), &40.into()),
        "{first}"
    );
    let again = desk.json(&["compare", &study(), "--shard", "1/3", "--out", "d", "--replicates", "6"]);
    assert_eq!((&again["ran"], &again["missing"]), (&0.into(), &40.into()));
    assert_eq!(packs(&desk, "d").len(), 1, "who has nothing to do leaves no pack");
    // Others may be dealt otherwise: nothing is run twice that is there.
    let halves = ["1/2", "2/2"].map(|half| {
        let said = desk.json(&["compare", &study(), "--shard", half, "--out", "d", "--replicates", "6"]);
        said["ran"].as_u64().expect("a count")
    });
    assert_eq!(halves.iter().sum::<u64>(), 40);
    let said = shard(&desk, "2/2", "d", &SMALL);
    assert!(
        said.out.contains("shard 2/2: its 30 cells were stored already")
            && said.out.contains("all cells of the study are there"),
        "{}",
        said.out
    );
    let row = shard(&desk, "2/2", "d", &[&SMALL[..], &["--format", "csv"]].concat());
    assert!(row.out.starts_with("study,shard,of,worlds,part,ran,cells,missing,"), "{}", row.out);
    gather(&desk, &["d"], &SMALL).ends(0, &[]);
    whole(&desk, "whole", &SMALL);
    same_results(&desk, "whole", "d");
}

#[test]
fn torn_and_damaged_packs_are_named_and_what_they_held_is_run_again() {
    let desk = Desk::new();
    all_shards(&desk, 2, "d", &SMALL);
    whole(&desk, "whole", &SMALL);
    let pack = packs(&desk, "d").remove(0);
    let sound = desk.read(&pack);
    let name = pack.rsplit('/').next().expect("a name").to_owned();
    let cut = |share: usize| sound[..sound.len() * share / 10].to_vec();
    let changed = |at: usize| {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        bytes
    };
    for (bytes, says) in [
        (cut(9), "is cut short or damaged at byte"),
        (cut(4), "is cut short or damaged at byte"),
        (changed(sound.len() / 2), ""),
        (changed(10), "is no pack of this version"),
    ] {
        desk.write(&pack, bytes);
        let refused = gather(&desk, &["d"], &SMALL);
        refused.ends(1, &[&name, says, "shards run again make them"]);
        assert_eq!(desk.state("d"), "under way", "nothing is written");
        assert!(!desk.dir.join("d/report.html").exists());
        // Only what is missing is run.
        let again = desk.json(&["compare", &study(), "--shard", "1/2", "--out", "d", "--replicates", "6"]);
        assert!((1..=30).contains(&again["ran"].as_u64().expect("a count")), "{again}");
        assert_eq!(again["missing"], 0);
        gather(&desk, &["d"], &[&SMALL[..], &["--out", "other"]].concat()).ends(0, &[]);
        same_results(&desk, "whole", "other");
        std::fs::remove_dir_all(desk.dir.join("other")).expect("the results");
        packs(&desk, "d").iter().filter(|one| one.contains("00001-of") && **one != pack).for_each(|one| {
            std::fs::remove_file(desk.dir.join(one)).expect("a pack");
        });
    }
}

#[test]
fn missing_cells_are_named_ten_of_them_and_counted() {
    let desk = Desk::new();
    all_shards(&desk, 3, "d", &SMALL);
    let pack = packs(&desk, "d").remove(0);
    std::fs::rename(desk.dir.join(&pack), desk.dir.join("aside.pack")).expect("a pack");
    let refused = gather(&desk, &["d"], &SMALL);
    // The driver profiles of the first world are one of them.
    refused.ends(1, &["21 cells are missing", "d00000-r000", "and 11 more"]);
    assert_eq!(refused.err.lines().filter(|line| line.contains(".cell")).count(), 10, "{}", refused.err);
    desk.run(&["gather", &study(), "nowhere"]).ends(3, &["nowhere is not there"]);
    desk.run(&["gather", &study()]).ends(3, &["is not there", "--shard 1/N"]);
    desk.write("file", "mine");
    desk.run(&["gather", &study(), "file"]).ends(3, &["file is no directory"]);
    std::fs::rename(desk.dir.join("aside.pack"), desk.dir.join(&pack)).expect("a pack");
    gather(&desk, &["d"], &SMALL).ends(0, &[]);
}

/// A cell of a pack, with its name.
fn one_cell(desk: &Desk, results: &str) -> (String, Cell) {
    let packs = Packs::of(&[desk.dir.join(results).join("cells")]);
    let name = packs.all_names(false).into_iter().find(|name| name.contains("both")).expect("a cell");
    let body = packs.any(&name).expect("it is whole").expect("it is there");
    (name, Cell::from_bytes(&body).expect("a cell"))
}

/// Puts a cell into a pack of its own.
fn add(desk: &Desk, results: &str, name: &str, cell: &Cell) -> Result<(), StudyError> {
    let folder: PathBuf = desk.dir.join(results).join("cells");
    let mut pack = Pack::begin(&folder, &Writer::here("toy-study", Some(Shard { number: 1, of: 1 })))?;
    pack.add(name, &cell.key, &cell.to_bytes()?)?;
    pack.end()
}

#[test]
fn cells_that_are_there_twice_must_be_alike_and_none_may_be_of_another_study() {
    let desk = Desk::new();
    all_shards(&desk, 2, "d", &SMALL);
    whole(&desk, "whole", &SMALL);
    let (name, cell) = one_cell(&desk, "d");
    add(&desk, "d", &name, &cell).expect("a pack");
    gather(&desk, &["d"], &[&SMALL[..], &["--out", "other"]].concat()).ends(0, &["more than once, all alike: 1"]);
    same_results(&desk, "whole", "other");
    let before = packs(&desk, "d");
    let mut wrong = cell.clone();
    wrong.drift += 0.5;
    add(&desk, "d", &name, &wrong).expect("a pack");
    let added = packs(&desk, "d").into_iter().find(|pack| !before.contains(pack)).expect("a pack");
    let refused = gather(&desk, &["d"], &SMALL);
    refused.ends(1, &["is there twice and not alike", &name, &added, ".pack and "]);
    assert_eq!(desk.state("d"), "under way");
    std::fs::remove_file(desk.dir.join(&added)).expect("the pack");
    // As if somebody had copied a pack of another study there.
    let mut foreign = cell.clone();
    foreign.key = format!("{}0", &cell.key[..cell.key.len() - 1]);
    add(&desk, "d", &name, &foreign).expect("a pack");
    let added = packs(&desk, "d").into_iter().find(|pack| !before.contains(pack)).expect("a pack");
    gather(&desk, &["d"], &SMALL).ends(3, &["of other inputs or of another build", &name, &added]);
    std::fs::remove_file(desk.dir.join(&added)).expect("the pack");
    gather(&desk, &["d"], &SMALL).ends(0, &[]);
    same_results(&desk, "whole", "d");
}

#[test]
fn shards_of_another_study_or_build_have_no_part_in_a_directory() {
    let desk = Desk::new();
    shard(&desk, "1/2", "d", &SMALL).ends(0, &[]);
    let before = desk.files("d");
    shard(&desk, "2/2", "d", &["--replicates", "6", "--seed", "2"])
        .ends(3, &["d holds results of other inputs", "study.seed: 1 → 2"]);
    shard(&desk, "2/2", "d", &["--replicates", "6", "--set", "decision.theta=9"]).ends(3, &["decision.theta"]);
    gather(&desk, &["d"], &["--replicates", "6", "--seed", "2"]).ends(3, &["study.seed: 1 → 2"]);
    let other = shipped("toy/two-part.toml");
    desk.run(&["compare", &other, "--shard", "1/2", "--out", "d"]).ends(3, &["d holds results of"]);
    assert_eq!(desk.files("d"), before, "a refusal changes nothing");
    let manifest = String::from_utf8(desk.read("d/manifest.json")).expect("text");
    let model = serde_json::from_str::<Value>(&manifest).expect("JSON")["model"].as_str().expect("a hash").to_owned();
    desk.write("d/manifest.json", manifest.replace(&model, "0123456789abcdef"));
    for says in [shard(&desk, "2/2", "d", &SMALL), gather(&desk, &["d"], &SMALL)] {
        says.ends(3, &["another build of the model (0123456789abcdef", &model, "the same build for all shards"]);
    }
    desk.run(&["run", &world(), "--out", "world", "--quiet"]).ends(0, &[]);
    shard(&desk, "1/2", "world", &SMALL).ends(3, &["world holds results of `amparo run`"]);
    gather(&desk, &["d", "world"], &SMALL).ends(3, &[]);
    std::fs::create_dir(desk.dir.join("mine")).expect("a directory");
    desk.write("mine/notes.md", "mine");
    shard(&desk, "1/2", "mine", &SMALL).ends(3, &["no results of this program", "notes.md"]);
    assert_eq!(desk.files("mine"), ["mine/notes.md"]);
}

#[test]
fn wrong_shards_are_refused_with_what_is_valid() {
    let desk = Desk::new();
    let study = study();
    for (text, says) in [
        ("0/4", ["there is no shard 0 of 4", "from 1/4 to 4/4"]),
        ("5/4", ["there is no shard 5 of 4", "from 1/4 to 4/4"]),
        ("x/y", ["`x/y` is no shard", "as 3/16"]),
        ("3", ["`3` is no shard", "as 3/16"]),
        ("1/0", ["no 0 shards", "as 3/16"]),
    ] {
        desk.run(&["compare", &study, "--shard", text, "--out", "d"]).ends(3, &says);
    }
    desk.run(&["compare", &study, &study, "--shard", "1/2"]).ends(3, &["several studies are given", "one study"]);
    desk.run(&["compare", &study, "--shard", "1/2", "--fresh"]).ends(2, &["--fresh"]);
    desk.write(
        "precise.toml",
        format!("based_on = {study:?}\nname = \"precise\"\n[precision]\noutcome = \"victims\"\nhalf_width = 5\n"),
    );
    for command in [
        &["compare", "precise.toml", "--shard", "1/2"][..],
        &["gather", "precise.toml"],
        &["check", "precise.toml", "--shards", "auto"],
    ] {
        desk.run(command).ends(3, &["precise.toml", "[precision]", "--replicates R"]);
    }
    assert_eq!(desk.files(""), ["precise.toml"]);
    let more = ["--replicates", "2", "--out", "d"];
    desk.run(&[&["compare", "precise.toml", "--shard", "1/1"][..], &more].concat()).ends(0, &[]);
    desk.run(&[&["gather", "precise.toml"][..], &more].concat()).ends(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_shard_that_is_still_at_work_is_named_and_its_cells_are_not_called_missing() {
    let desk = Desk::new();
    let more = ["--replicates", "400"];
    shard(&desk, "2/400", "d", &more).ends(0, &[]);
    let study = study();
    let mut child =
        desk.start(&[&["compare", &study, "--shard", "1/2", "--out", "d", "--jobs", "1"][..], &more].concat());
    let begun = || packs(&desk, "d").iter().any(|pack| pack.contains("00001-of-00002"));
    while !begun() {
        assert!(child.try_wait().expect("a child process").is_none(), "it is at work");
        std::thread::sleep(Duration::from_millis(5));
    }
    let refused = gather(&desk, &["d"], &more);
    let taken = desk.run(&[&["compare", &study, "--out", "d"][..], &more].concat());
    let listed = desk.run(&["runs", "d", "--format", "json"]);
    let stop = Command::new("kill").args(["-INT", &child.id().to_string()]).stdout(Stdio::null()).status();
    assert!(stop.expect("kill").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    refused.ends(
        1,
        &["still at work", "shard 1/2 (process ", "heard of", "cells that they are still to make", "cells are missing"],
    );
    taken.ends(1, &["d is in use by"]);
    assert!(listed.out.contains("\"running\""), "{}", listed.out);
    // It ended in order: what it made counts, and the rest is missing.
    let refused = gather(&desk, &["d"], &more);
    refused.ends(1, &["cells are missing"]);
    assert!(!refused.err.contains("at work") && !refused.err.contains("cut short"), "{}", refused.err);
}

#[test]
fn a_finished_study_grows_by_replicates_and_policies_across_shards() {
    let desk = Desk::new();
    let text = |policies: &[&str]| {
        let of = |name: &&str| {
            let share = if *name == "more" { 0.5 } else { 1.0 };
            format!(
                "[[policy]]\nname = \"{name}\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = {share}\n"
            )
        };
        format!(
            "name = \"growing\"\nscenario = '{}'\nbudget_soles_per_year = 60_000\nfunded_years = 1\nfollowing_years = 0\n{}",
            world(),
            policies.iter().map(of).collect::<String>()
        )
    };
    let run = |out: &str, replicates: &str, shards: u32| -> u64 {
        let more = ["--replicates", replicates, "--out", out];
        let ran = (1..=shards).map(|number| {
            let said =
                desk.json(&[&["compare", "s.toml", "--shard", &format!("{number}/{shards}")][..], &more].concat());
            said["ran"].as_u64().expect("a count")
        });
        let ran = ran.sum();
        desk.run(&[&["gather", "s.toml", "--quiet", "--jobs", "2"][..], &more].concat()).ends(0, &[]);
        desk.holds_what_its_manifest_says(out);
        ran
    };
    desk.write("s.toml", text(&["first"]));
    let first = run("d", "3", 2);
    let more = run("d", "5", 3);
    assert!(first > 0 && more * 3 == first * 2, "{first} and {more}: only the new replicates are run");
    desk.write("s.toml", text(&["more", "first"]));
    let policy = run("d", "5", 4);
    assert!(0 < policy && policy < first + more, "{policy} cells of the new policy alone");
    assert_eq!(first + more + policy, run("anew", "5", 1), "nothing that is there is run again");
    desk.run(&["compare", "s.toml", "--replicates", "5", "--out", "whole", "--quiet", "--jobs", "2"]).ends(0, &[]);
    same_results(&desk, "whole", "d");
    // Smaller again: what is left out stays for later and is not exported.
    desk.write("s.toml", text(&["first"]));
    assert_eq!(run("d", "3", 1), 0);
    desk.run(&["export", "d", "d.csv"]).ends(0, &[]);
    desk.run(&["compare", "s.toml", "--replicates", "3", "--out", "small", "--quiet"]).ends(0, &[]);
    desk.run(&["export", "small", "small.csv"]).ends(0, &[]);
    assert!(desk.read("d.csv") == desk.read("small.csv"));
    // A policy that both have must be the same.
    desk.write("s.toml", text(&["first"]).replace("share_of_budget = 1", "share_of_budget = 0.75"));
    desk.run(&["compare", "s.toml", "--shard", "1/2", "--replicates", "3", "--out", "d"])
        .ends(3, &["policy.first.", "→"]);
}

#[test]
fn shards_cover_all_baselines_of_a_study() {
    let desk = Desk::new();
    desk.write(
        "s.toml",
        format!("based_on = {:?}\nname = \"two\"\n[[also]]\nscenario = {:?}\n", study(), shipped("toy/crowded.toml")),
    );
    let more = ["--replicates", "3"];
    for number in 1..=4 {
        let number = format!("{number}/4");
        desk.run(&[&["compare", "s.toml", "--shard", &number, "--out", "d"][..], &more].concat()).ends(0, &[]);
    }
    assert!(packs(&desk, "d").iter().any(|pack| pack.starts_with("d/also/")), "{:?}", packs(&desk, "d"));
    desk.run(&[&["gather", "s.toml", "d", "--jobs", "2", "--quiet"][..], &more].concat()).ends(0, &[]);
    desk.run(&[&["compare", "s.toml", "--out", "whole", "--jobs", "2", "--quiet"][..], &more].concat()).ends(0, &[]);
    same_results(&desk, "whole", "d");
    assert!(lasting(&desk, "d").keys().any(|name| name.starts_with("also/")));
}

#[cfg(debug_assertions)]
#[test]
fn a_full_disk_stops_a_shard_and_what_was_finished_is_kept() {
    let desk = Desk::new();
    let failing = |step: &str, arguments: &[&str]| {
        Ran::of(desk.command(arguments).env("AMPARO_FAIL_STEP", step).output().expect("the program starts"))
    };
    let study = study();
    let command = ["compare", &study, "--shard", "1/1", "--out", "d", "--jobs", "1", "--replicates", "6"];
    let (mut step, mut kept) = (1, 0);
    loop {
        // Every time from the beginning but for what was kept, and a little further.
        let ran = failing(&step.to_string(), &command);
        if ran.code == Some(0) {
            break;
        }
        ran.ends(1, &["cannot", "torage"]);
        assert!(!desk.files("").iter().any(|file| file.ends_with(".unfinished")), "{:?}", desk.files(""));
        let there: usize = Packs::of(&[desk.dir.join("d/cells")]).len();
        assert!(there >= kept, "{kept} and then {there}");
        kept = there;
        step += 2;
        assert!(step < 300);
    }
    assert!(kept > 10, "{kept} things were kept by runs that failed");
    desk.run(&["gather", &study, "d", "--jobs", "2", "--replicates", "6"]).ends(0, &[]);
    whole(&desk, "whole", &SMALL);
    same_results(&desk, "whole", "d");
    let command = ["compare", &study, "--shard", "1/1", "--out", "new", "--jobs", "1", "--replicates", "6"];
    failing("1:read-only", &command).ends(1, &["cannot", "read-only"]);
    assert!(!desk.dir.join("new").exists());
    // Neither shards nor their gathering need locks.
    failing("1:locks", &command).ends(0, &[]);
    failing("1:locks", &["gather", &study, "new", "--jobs", "2", "--replicates", "6"]).ends(0, &[]);
    same_results(&desk, "whole", "new");
}

#[test]
fn check_says_how_many_shards_to_ask_for_and_how_long_they_take() {
    let desk = Desk::new();
    let study = shipped("toy/study.toml");
    let shards =
        |more: &[&str]| desk.json(&[&["check", &study, "--jobs", "1"][..], more].concat())[0]["shards"].clone();
    assert!(shards(&[]).is_null());
    let one = shards(&["--shards", "1"]);
    let (all, world) =
        (one["minutes"].as_f64().expect("minutes"), one["minutes_of_a_world"].as_f64().expect("minutes"));
    assert!(0.0 < world && world < all, "{one}");
    // A world of the four takes a quarter: no shard can be shorter.
    let four = shards(&["--shards", "auto", "--minutes", "0.0000001"]);
    assert_eq!(four["shards"], 4);
    assert!(four["minutes"] == four["minutes_of_a_world"], "{four}");
    assert_eq!(shards(&["--shards", "auto", "--minutes", "100"])["shards"], 1);
    assert_eq!(shards(&["--shards", "auto"])["shards"], 1);
    let told = desk.run(&["check", &study, "--jobs", "1", "--shards", "auto", "--minutes", "0.0000001"]);
    assert!(
        told.out.contains("4 shards take about") && told.out.contains("none can be shorter than its longest world"),
        "{}",
        told.out
    );
    assert!(told.out.contains("--shard I/4"), "{}", told.out);
    for (more, says) in
        [(["--shards", "none"], "`none` is no number of shards"), (["--shards", "0"], "from 1 to 1000000, or auto")]
    {
        desk.run(&[&["check", &study][..], &more].concat()).ends(3, &[says]);
    }
    desk.run(&["check", &study, "--shards", "auto", "--minutes", "0"]).ends(3, &["--minutes 0", "a number above 0"]);
    desk.run(&["check", &study, "--minutes", "5"]).ends(2, &["--shards"]);
    assert!(desk.files("").is_empty());
}
