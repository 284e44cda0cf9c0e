//! Every command that writes, with what it needs and what it leaves.

use crate::bench::*;
use std::collections::BTreeMap;
use std::process::Child;

pub type Files = BTreeMap<String, Vec<u8>>;

/// A command that writes, on a desk of its own.
pub struct Writer {
    pub desk: Desk,
    pub name: &'static str,
    /// Arguments, and the same for other inputs.
    pub one: Vec<String>,
    pub other: Vec<String>,
    /// Where it writes: a directory, or a file.
    pub place: &'static str,
}

impl Writer {
    pub fn new(name: &'static str) -> Writer {
        let desk = Desk::new();
        let arguments = |text: &str| -> Vec<String> {
            let named = |word: &str| match word {
                "WORLD" => world(),
                "STUDY" => study(),
                "DRAWS" => shipped("toy/decision.toml"),
                "EFFECTS" => shipped("madre-de-dios/trials.csv"),
                word => word.to_owned(),
            };
            text.split_whitespace().map(named).collect()
        };
        let (one, other, place) = match name {
            "run" => ("run WORLD --out out", "run WORLD --seed 2 --out out", "out"),
            "compare" => {
                ("compare STUDY --replicates 1 --out out", "compare STUDY --replicates 1 --seed 2 --out out", "out")
            }
            "diagnose" => ("diagnose WORLD --out out", "diagnose WORLD --seed 2 --out out", "out"),
            "trials" => (
                "trials WORLD --trials EFFECTS --draws 8 --out out",
                "trials WORLD --trials EFFECTS --draws 8 --seed 2 --out out",
                "out",
            ),
            "optimise" => (
                "optimise STUDY --evaluations 10 --training 2 --scoring 2 --out out",
                "optimise STUDY --evaluations 10 --training 2 --scoring 2 --seed 2 --out out",
                "out",
            ),
            "calibrate STUDY" => (
                "calibrate DRAWS --draws 1 --jobs 1 --out out",
                "calibrate DRAWS --draws 1 --jobs 1 --worlds 2 --out out",
                "out",
            ),
            "export FILE" => ("export results cells.csv", "export others cells.csv", "cells.csv"),
            "bench --record FILE" => (
                "bench STUDY --quick --record records.jsonl",
                "bench STUDY --quick --seed-less --record records.jsonl",
                "records.jsonl",
            ),
            "optimise --write FILE" => (
                "optimise STUDY --evaluations 10 --training 2 --scoring 2 --out searched --write rule.toml",
                "optimise STUDY --evaluations 10 --training 2 --scoring 2 --seed 2 --out others --write rule.toml",
                "rule.toml",
            ),
            "calibrate STUDY --write" => (
                "calibrate mine-study.toml --draws 2 --write",
                "calibrate mine-study.toml --draws 3 --write",
                "mine.csv",
            ),
            other => panic!("no command `{other}`"),
        };
        let mut other = arguments(other);
        other.retain(|word| word != "--seed-less");
        let writer = Writer { desk, name, one: arguments(one), other, place };
        writer.prepare();
        writer
    }

    pub fn is_directory(&self) -> bool {
        self.place == "out"
    }

    /// What it needs beforehand.
    fn prepare(&self) {
        let desk = &self.desk;
        match self.name {
            "export FILE" => {
                let compare = |out: &str, seed: &str| {
                    desk.run(&["compare", &study(), "--replicates", "1", "--seed", seed, "--out", out]).ends(0, &[]);
                };
                compare("results", "1");
                compare("others", "2");
            }
            "calibrate STUDY --write" => fixtures(desk),
            _ => {}
        }
    }

    pub fn run(&self, arguments: &[String]) -> Ran {
        self.desk.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub fn start(&self) -> Child {
        self.desk.start(&self.one.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Everything at the place, but the lock.
    pub fn there(&self) -> Files {
        let desk = &self.desk;
        if desk.dir.join(self.place).is_dir() {
            let files = desk.files(self.place).into_iter().filter(|f| !f.ends_with("/.lock"));
            return files.map(|f| (f.clone(), desk.read(&f))).collect();
        }
        let there = desk.dir.join(self.place).exists();
        if there { [(self.place.to_owned(), desk.read(self.place))].into() } else { Files::new() }
    }

    /// Of that, what is the same whenever it is computed.
    pub fn numbers(&self) -> Files {
        let told = |name: &str| {
            let file = name.rsplit('/').next().unwrap_or(name);
            let timed = ["manifest.json", "report.html", "records.jsonl"].contains(&file);
            !timed && !file.ends_with(".png")
        };
        self.there().into_iter().filter(|(name, _)| told(name)).collect()
    }

    /// Asserts that what it wrote is whole.
    #[track_caller]
    pub fn is_whole(&self) {
        if self.is_directory() {
            self.desk.holds_what_its_manifest_says(self.place);
        } else {
            assert!(self.desk.dir.join(self.place).is_file());
        }
        self.leaves_nothing_half_written();
    }

    #[track_caller]
    pub fn leaves_nothing_half_written(&self) {
        let half: Vec<String> = self.desk.files("").into_iter().filter(|f| f.ends_with(".unfinished")).collect();
        assert!(half.is_empty(), "{}: {half:?}", self.name);
    }

    /// Takes away what it wrote, so that it begins anew.
    pub fn clear(&self) {
        let place = self.desk.dir.join(self.place);
        // What is not there need not go.
        let _ = std::fs::remove_dir_all(self.desk.dir.join("output"));
        let _ = if place.is_dir() { std::fs::remove_dir_all(place) } else { std::fs::remove_file(place) };
    }

    /// Runs it where it must finish; its numbers.
    #[track_caller]
    pub fn finishes(&self) -> Files {
        self.run(&self.one).ends(0, &[]);
        self.is_whole();
        self.numbers()
    }
}

/// A study of its own whose table calibration may write.
fn fixtures(desk: &Desk) {
    let shipped = |file: &str| std::fs::read_to_string(shipped(file)).expect("a shipped file");
    for file in ["departments.csv", "towns.csv", "study.toml", "crowded.toml", "baseline.toml"] {
        desk.write(file, shipped(&format!("toy/{file}")).replace("../madre-de-dios/", ""));
    }
    desk.write("parameters.csv", shipped("madre-de-dios/parameters.csv"));
    desk.write("mine-study.toml", shipped("toy/decision.toml").replace("draws.csv", "mine.csv"));
}
