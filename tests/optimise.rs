//! What `optimise` promises, on the toy world: what is found is at least as good where it was searched for, is scored on worlds
//! kept apart, can be put into a study as it is, says how it is found again and from what, and does not depend on how, or in how many
//! pieces, it was found.

use amparo::decide::search::{Goal, Searched, Spread};
use amparo::draws::{Draws, Process, replicate_key};
use amparo::engine::Interrupt;
use amparo::files::load_study;
use amparo::jobs::optimise::{FinishedSearch, Kinds, Menu, OptimiseOptions, found_by, menus, optimise, places};
use amparo::policy::VOCABULARY;
use amparo::scenario::{Draw, DrawPlan, DrawSample, Study};
use amparo::study::{Progress, Silent, StudyError};
use amparo::text::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy/study.toml")
}

fn toy() -> Study {
    load_study(&shipped(), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// An empty directory; removed afterwards.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Desk {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("amparo-optimise-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&dir).expect("a temporary directory");
        Desk(dir)
    }

    fn options(&self, out: &str, jobs: usize) -> OptimiseOptions {
        OptimiseOptions {
            kinds: Kinds::Together,
            goal: Goal::Girls,
            fresh: false,
            evaluations: Some(80),
            training: 4,
            scoring: 6,
            budget_soles_per_year: None,
            jobs,
            out: Some(self.0.join(out)),
        }
    }

    fn found(&self, study: &Study, out: &str, jobs: usize) -> FinishedSearch {
        optimise(study, &self.options(out, jobs), &Silent, &Interrupt::new(false)).unwrap_or_else(|e| panic!("{e}"))
    }

    /// The best form of every kind of the study, by searches of their own.
    fn of_each(&self, study: &Study, out: &str, goal: Goal) -> Vec<Searched> {
        let options = OptimiseOptions { kinds: Kinds::Each, goal, evaluations: Some(30), ..self.options(out, 2) };
        let answer = optimise(study, &options, &Silent, &Interrupt::new(false)).unwrap_or_else(|e| panic!("{e}"));
        answer.found.searches.clone()
    }

    /// Every result but the manifest (which tells time and jobs), and every stored trial.
    fn results(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.0.join(out)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a readable directory") {
                let path = entry.expect("a readable directory").path();
                let name = path.strip_prefix(self.0.join(out)).expect("below it").display().to_string();
                if path.is_dir() {
                    folders.push(path);
                } else if name != "manifest.json" && name != ".lock" {
                    found.insert(name, std::fs::read(&path).expect("a readable file"));
                }
            }
        }
        found
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The toy study over four parameter vectors that differ in what a contact teaches.
fn over_draws() -> Study {
    let mut study = toy();
    let rows = [(0.2, 1.0), (0.3, 2.0), (0.4, 0.5), (0.6, 1.5)].iter().enumerate().map(|(number, (taught, weight))| {
        Draw { number, unsolved: 0, weight: *weight, values: BTreeMap::from([("info.d_info".to_string(), *taught)]) }
    });
    study.draws = Some(DrawPlan {
        table: PathBuf::from("draws.csv"),
        rows: rows.collect(),
        rejected: 0,
        used: 4,
        repeated: 0,
        sample: DrawSample { seed: 1, count: 4, first: 256, parameters: vec!["info.d_info".into()] },
        record: None,
        as_given: true,
        named: Diagnostic::new(""),
    });
    study
}

#[test]
fn the_rule_found_is_at_least_as_good_as_every_single_policy_where_it_was_searched_for() {
    let study = toy();
    let desk = Desk::new();
    let found = desk.found(&study, "a", 2).found;
    let at = &found.searches[0];
    let rule = &at.strategies[0];
    assert!(rule.optimised && rule.policy == "best-found" && rule.training.mean > 0.0);
    let mut singles = 0;
    for policy in study.policies.iter().filter(|policy| policy.interventions.len() == 1) {
        let scored = at.strategies.iter().find(|s| s.policy == policy.name).expect("every policy is scored");
        assert!(rule.training.mean >= scored.training.mean, "{}: {scored:?} beats {rule:?}", policy.name);
        singles += 1;
    }
    assert_eq!(singles, 2);
    assert_eq!(at.strategies.len(), 1 + study.policies.len());
    assert!(at.evaluations <= 80);
    let (trained, scored) = (rule.training, rule.averted);
    let optimism = rule.optimism();
    assert!((optimism.mean - (trained.mean - scored.mean)).abs() < 1e-12);
    let square = |x: &Spread| x.se.map_or(f64::NAN, |se| se * se);
    assert!((square(&optimism) - square(&trained) - square(&scored)).abs() < 1e-9);
    assert_eq!(at.steps.last().map(|(_, value)| *value), Some(rule.training.mean));
}

#[test]
fn the_best_form_of_a_kind_is_the_winner_in_training_of_everywhere_by_exposure_and_searched() {
    let (study, desk) = (toy(), Desk::new());
    let each = desk.of_each(&study, "each", Goal::Girls);
    let kinds: Vec<&str> = each.iter().filter_map(|one| one.kind.as_deref()).collect();
    assert_eq!(kinds, ["information", "cct-training"]);
    for one in &each {
        let kind = one.kind.as_deref().expect("a kind");
        let forms: Vec<&str> = one.strategies.iter().map(|s| &*s.policy).collect();
        let named = ["searched", "everywhere", "by-exposure"].map(|form| format!("{kind}-{form}"));
        assert_eq!(forms, named);
        let found = one.found().expect("one of them");
        assert!(one.strategies.iter().all(|s| s.training.mean <= found.training.mean), "{one:?}");
        assert_eq!((&found.policy, one.strategies.iter().filter(|s| s.optimised).count()), (&one.best, 1));
        assert!(one.evaluations <= 30);
        let intensity = one.rule.intensities.iter().copied().fold(1.0, |far, x| if x == 1.0 { far } else { x });
        assert!((0.5..=2.0).contains(&intensity), "{intensity}");
        // Found alone it is the same.
        let alone = OptimiseOptions {
            kinds: Kinds::One(kind.into()),
            evaluations: Some(30),
            ..desk.options(&format!("{kind}-alone"), 1)
        };
        let alone = optimise(&study, &alone, &Silent, &Interrupt::new(false)).unwrap_or_else(|e| panic!("{e}"));
        let alone = &alone.found.searches[0];
        assert_eq!((&alone.strategies, &alone.policy_toml), (&one.strategies, &one.policy_toml));
    }
}

#[test]
fn a_repeated_spell_counts_one_where_it_is_to_count() {
    let desk = Desk::new();
    let (girls, both) =
        (desk.of_each(&toy(), "girls", Goal::Girls), desk.of_each(&toy(), "both", Goal::GirlsAndRepeated));
    for (girls, both) in girls.iter().zip(&both) {
        for (a, b) in girls.strategies.iter().zip(&both.strategies).skip(1) {
            assert_eq!((a.girls, a.repeated), (b.girls, b.repeated), "the same trials");
            assert_eq!((a.averted, b.averted.mean), (a.girls, b.averted.mean));
            assert!((b.averted.mean - b.girls.mean - b.repeated.mean).abs() < 1e-9);
        }
        assert_ne!(girls.fingerprint, both.fingerprint);
    }
    assert!(both.iter().flat_map(|one| &one.strategies).any(|s| s.repeated.mean != 0.0));
}

/// What is wrong with a policy file that a search wrote: nothing, or that it is to be found again.
fn stale(file: &str, place: &str) -> Option<String> {
    let Some((command, fingerprint)) = found_by(file) else {
        return Some(format!("{place} has no command and fingerprint"));
    };
    let words: Vec<&str> = command.split(' ').collect();
    let after = |flag: &str| words.iter().position(|word| *word == flag).map(|at| words[at + 1]);
    let number = |flag: &str| after(flag).and_then(|text| text.parse::<usize>().ok()).expect("a number");
    let mut study = load_study(Path::new(words[2]), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"));
    study.seed = number("--seed") as u64;
    let budget: f64 = after("--budget").and_then(|text| text.parse().ok()).expect("a budget");
    let options = OptimiseOptions {
        kinds: after("--kind").map_or(Kinds::Together, |kind| Kinds::One(kind.into())),
        goal: if after("--objective") == Some("girls-and-repeated") { Goal::GirlsAndRepeated } else { Goal::Girls },
        evaluations: Some(number("--evaluations")),
        training: number("--training"),
        scoring: number("--scoring"),
        budget_soles_per_year: Some(budget),
        jobs: 1,
        fresh: false,
        out: None,
    };
    let menus: Vec<Menu> = menus(&study, &options.kinds).unwrap_or_else(|error| panic!("{error}"));
    let now = menus[0].fingerprint(&study, budget, &options);
    (now != fingerprint)
        .then(|| format!("{place} was found from other inputs; find it again with: {command} --write {place}"))
}

#[test]
fn every_shipped_policy_that_was_found_was_found_from_what_ships() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["scenarios/madre-de-dios/policies", "scenarios/toy/policies"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the policies") {
            let name = entry.expect("a readable folder").file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(root.join(folder).join(&name)).expect("a policy");
            // By its name or by its index: nobody writes either by hand.
            if name.contains("best") || text.contains("targeting = \"index\"") || text.contains("Command: ") {
                assert_eq!(stale(&text, &format!("{folder}/{name}")), None);
            }
        }
    }
}

#[test]
fn a_policy_found_from_other_inputs_says_how_to_find_it_again() {
    let desk = Desk::new();
    for file in ["study.toml", "baseline.toml", "departments.csv", "towns.csv", "travel.csv"] {
        std::fs::copy(shipped().with_file_name(file), desk.0.join(file)).expect("a shipped file");
    }
    let register = shipped().with_file_name("../madre-de-dios/parameters.csv").display().to_string();
    let baseline = std::fs::read_to_string(desk.0.join("baseline.toml")).expect("the scenario");
    let baseline = baseline.replace("../madre-de-dios/parameters.csv", &register);
    std::fs::write(desk.0.join("baseline.toml"), baseline).expect("a writable directory");
    let study = desk.0.join("study.toml");
    let run = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_amparo"))
            .current_dir(&desk.0)
            .args(["optimise", &study.display().to_string(), "--training", "2", "--scoring", "2", "--quiet"])
            .args(["--evaluations", "12"])
            .args(more)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let read = |file: &str| std::fs::read_to_string(desk.0.join(file)).expect("a policy");
    run(&["--each", "--out", "a", "--write", "{kind}-best-{budget}.toml"]);
    run(&["--kind", "information", "--objective", "girls-and-repeated", "--out", "b", "--write", "both.toml"]);
    let files = ["information-best-60k.toml", "cct-training-best-60k.toml", "both.toml"];
    for file in files {
        assert_eq!(stale(&read(file), file), None);
        assert!(read(file).contains(" ± "), "{}", read(file));
    }
    // Neither a title nor another policy is read; the baseline is, and so are the terms of the kind itself.
    let change = |file: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(desk.0.join(file)).expect("a file");
        assert!(text.contains(from), "{text}");
        std::fs::write(desk.0.join(file), text.replace(from, to)).expect("a writable file");
    };
    change("study.toml", "Information campaign", "Another title");
    change("study.toml", "share_of_budget = 0.5\nramp_weeks = 13", "share_of_budget = 0.5\nramp_weeks = 26");
    assert!(files.iter().all(|file| stale(&read(file), file).is_none()));
    change("study.toml", "share_of_budget = 1\nramp_weeks = 13", "share_of_budget = 1\nramp_weeks = 14");
    let told: Vec<bool> = files.iter().map(|file| stale(&read(file), file).is_some()).collect();
    assert_eq!(told, [true, false, true]);
    change("baseline.toml", "victims = ", "victims = 1");
    let told = stale(&read(files[1]), files[1]).expect("another baseline");
    assert!(
        told.contains("find it again with: amparo optimise ") && told.contains("--kind cct-training --budget 60000"),
        "{told}"
    );
}

#[test]
fn the_rule_found_spends_within_the_budget_in_every_world() {
    let desk = Desk::new();
    let at = &desk.found(&toy(), "a", 2).found.searches[0];
    let rule = &at.strategies[0];
    assert!(rule.spend_soles_per_year > 0.0);
    assert!(rule.most_spent_soles_per_year <= 60_000.0 * (1.0 + 1e-9), "{rule:?}");
}

#[test]
fn training_and_scoring_share_no_key_with_each_other_or_with_any_other_world() {
    for study in [toy(), over_draws()] {
        let (training, scoring) = places(&study, 200, 200);
        let mut keys: Vec<u64> = training.iter().chain(&scoring).map(|place| place.key).collect();
        keys.extend((0..1000).map(|r| replicate_key(study.seed, r)));
        keys.extend((0..1000).map(|i| Draws::new(study.seed).of(Process::Calibration).word(i)));
        let count = keys.len();
        assert_eq!(keys.into_iter().collect::<BTreeSet<u64>>().len(), count);
    }
}

#[test]
fn in_a_study_over_draws_other_draws_score_than_train() {
    let study = over_draws();
    let (training, scoring) = places(&study, 6, 7);
    let draws = |of: &[amparo::jobs::optimise::Place]| of.iter().map(|place| place.draw).collect::<BTreeSet<usize>>();
    // The last fifth of four rows, rounded up, trains.
    assert_eq!((draws(&training), draws(&scoring)), (BTreeSet::from([3]), BTreeSet::from([0, 1, 2])));
    assert_eq!((training[1].weight, scoring[1].weight), (1.5, 2.0));
    let desk = Desk::new();
    let found = desk.found(&study, "a", 2).found;
    assert_eq!((found.training_draws, found.scoring_draws), (1, 3));
    assert!(found.intervals.contains("parameter vectors"));
    assert_ne!(found.searches[0].strategies, desk.found(&toy(), "b", 2).found.searches[0].strategies, "draws matter");
}

#[test]
fn results_are_the_same_bytes_on_one_job_and_on_several() {
    let desk = Desk::new();
    for (name, study) in [("one", toy()), ("draws", over_draws())] {
        let jobs = |n: usize| {
            let out = format!("{name}-{n}");
            desk.found(&study, &out, n);
            desk.results(&out)
        };
        let (one, three) = (jobs(1), jobs(3));
        assert!(
            one.len() > 20 && one.contains_key("frontier.csv") && one.contains_key("result.json"),
            "{:?}",
            one.keys()
        );
        assert!(one == three, "{name}");
    }
}

/// Raises the interrupt after so many steps of progress.
struct Impatient<'a> {
    steps: AtomicUsize,
    patience: usize,
    interrupt: &'a Interrupt,
}

impl Progress for Impatient<'_> {
    fn stage(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {
        if self.steps.fetch_add(1, Ordering::Relaxed) >= self.patience {
            self.interrupt.store(true, Ordering::Relaxed);
        }
    }
    fn note(&self, _: &str) {}
    fn done(&self) {}
}

#[test]
fn a_search_taken_up_again_after_interrupts_has_the_bytes_of_one_that_was_not() {
    let (desk, study) = (Desk::new(), toy());
    desk.found(&study, "whole", 2);
    let mut interrupts = 0;
    let mut kept = 0;
    for patience in [20, 60, 80, 100] {
        let interrupt = Interrupt::new(false);
        let progress = Impatient { steps: AtomicUsize::new(0), patience, interrupt: &interrupt };
        match optimise(&study, &desk.options("pieces", 2), &progress, &interrupt) {
            Err(StudyError::Interrupted) => interrupts += 1,
            Err(error) => panic!("{error}"),
            Ok(_) => {}
        }
        let now = desk.results("pieces");
        assert!(now.len() >= kept, "finished trials are kept");
        assert!(!now.keys().any(|name| name.ends_with(".unfinished")));
        kept = now.len();
    }
    assert!(interrupts >= 3, "only {interrupts} interrupts");
    desk.found(&study, "pieces", 1);
    assert!(desk.results("pieces") == desk.results("whole"));
}

/// Listens to what is said.
#[derive(Default)]
struct Notes(std::sync::Mutex<Vec<String>>);

impl Progress for Notes {
    fn stage(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn note(&self, line: &str) {
        self.0.lock().expect("nobody panicked").push(line.to_owned());
    }
    fn done(&self) {}
}

#[test]
fn a_damaged_trial_is_named_and_made_again_and_nothing_else_is() {
    let (desk, study) = (Desk::new(), toy());
    desk.found(&study, "a", 2);
    let before = desk.results("a");
    let trial = before.keys().find(|name| name.starts_with("trials/")).expect("a stored trial").clone();
    let bytes = &before[&trial];
    std::fs::write(desk.0.join("a").join(&trial), &bytes[..bytes.len() / 2]).expect("a writable file");
    let notes = Notes::default();
    let answer = optimise(&study, &desk.options("a", 2), &notes, &Interrupt::new(false));
    assert!(answer.is_ok());
    let notes = notes.0.into_inner().expect("nobody panicked");
    assert!(notes.iter().any(|line| line.contains(&trial)), "{notes:?}");
    drop(answer);
    assert!(desk.results("a") == before);
}

#[test]
fn what_was_found_put_into_the_study_is_the_same_policy() {
    let desk = Desk::new();
    let answer = desk.found(&toy(), "a", 2);
    let at = answer.found.searches[0].clone();
    drop(answer);
    std::fs::copy(desk.0.join("a/policies/best-found-60k.toml"), desk.0.join("found.toml"))
        .expect("the policy is there");
    let text = std::fs::read_to_string(shipped()).expect("the study");
    let baseline = shipped().with_file_name("baseline.toml");
    let text = text.replace("\"baseline.toml\"", &format!("'{}'", baseline.display()));
    let with = format!("{text}\n[[policy]]\nname = \"found\"\nfile = \"found.toml\"\n");
    std::fs::write(desk.0.join("study.toml"), with).expect("a writable directory");
    let study = load_study(&desk.0.join("study.toml"), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"));
    let again = desk.found(&study, "b", 2).found.searches.remove(0);
    assert_eq!(again.rule, at.rule, "another policy in the study changes no search");
    assert_eq!(again.fingerprint, at.fingerprint);
    let found = again.strategies.iter().find(|s| s.policy == "found").expect("it is scored");
    let rule = &at.strategies[0];
    assert_eq!((found.training, found.averted), (rule.training, rule.averted));
    assert_eq!(found.spend_soles_per_year, rule.spend_soles_per_year);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_and_says_how_to_go_on() {
    let desk = Desk::new();
    let child = Command::new(env!("CARGO_BIN_EXE_amparo"))
        .current_dir(&desk.0)
        .args(["optimise", &shipped().display().to_string(), "--evaluations", "50000", "--out", "a"])
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    let trials = || std::fs::read_dir(desk.0.join("a/trials")).map_or(0, Iterator::count);
    for _ in 0..3000 {
        if trials() >= 20 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("`kill` is there");
    assert!(sent.success());
    let output = child.wait_with_output().expect("it ends");
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("interrupted") && err.contains("kept"), "{err}");
    assert!(trials() >= 20 && !desk.0.join("a/result.json").exists());
}

#[test]
fn other_seeds_search_and_score_elsewhere() {
    let desk = Desk::new();
    let mut other = toy();
    other.seed = 2;
    let (a, b) = (desk.found(&toy(), "a", 2).found, desk.found(&other, "b", 2).found);
    let information = |found: &amparo::decide::search::Optimised| found.searches[0].strategies[1].averted.mean;
    assert_ne!(information(&a), information(&b));
}

#[test]
fn bad_input_is_refused_with_3_and_nothing_is_written() {
    let desk = Desk::new();
    let study = shipped().display().to_string();
    let scenario = shipped().with_file_name("baseline.toml").display().to_string();
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_amparo");
        let output = Command::new(program).current_dir(&desk.0).args(arguments).output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (arguments, code, parts) in [
        (vec!["optimise", &study, "--evaluations", "9"], 3, ["9 evaluations are too few", "at least"]),
        (vec!["optimise", &study, "--budget", "70000"], 3, ["no budget of 70000", "one of: 60000"]),
        (
            vec!["optimise", &study, "--kind", "app"],
            3,
            ["no policy of the study has `app`", "information, cct-training"],
        ),
        (vec!["optimise", &study, "--kind", "information", "--each"], 2, ["--kind", "--each"]),
        (vec!["optimise", &study, "--each", "--write", "x.toml"], 3, ["--each finds several", "{kind}"]),
        (vec!["optimise", &scenario], 3, ["expected", "this file is a scenario"]),
        (vec!["optimise", &study, "--set", "info.rat=2"], 3, ["unknown parameter", "info.rate"]),
        (vec!["optimise", "nothing.toml"], 3, ["nothing.toml", "error"]),
        (vec!["optimise", &study, "--training", "0"], 2, ["--training", "0"]),
        (vec!["optimise", &study, "--evaluations", "many"], 2, ["--evaluations", "many"]),
    ] {
        let (got, err) = run(&arguments);
        assert_eq!(got, Some(code), "{arguments:?}: {err}");
        for part in parts {
            assert!(err.contains(part), "{arguments:?}: {err}");
        }
    }
    assert_eq!(std::fs::read_dir(&desk.0).expect("the directory").count(), 0);
}

#[test]
fn the_command_answers_in_every_format_and_writes_the_policy() {
    let desk = Desk::new();
    let study = shipped().display().to_string();
    let run = |format: &str| {
        let short = ["--evaluations", "50", "--training", "2", "--scoring", "3", "--out", "a", "--quiet"];
        let output = Command::new(env!("CARGO_BIN_EXE_amparo"))
            .current_dir(&desk.0)
            .args(["optimise", &study, "--write", "found.toml", "--format", format])
            .args(short)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let json: serde_json::Value = serde_json::from_str(&run("json")).expect("JSON");
    let strategies = json["searches"][0]["strategies"].as_array().expect("strategies");
    assert_eq!(strategies[0]["policy"], "best-found");
    let csv = run("csv");
    assert_eq!(csv.lines().count(), 1 + strategies.len());
    for number in ["mean", "se", "low", "high"] {
        assert!(strategies[0]["training"][number].is_number(), "{number}");
    }
    assert!(csv.starts_with("budget_soles_per_year,kind,policy,optimised,objective,averted,averted_se,"), "{csv}");
    assert_eq!(csv.as_bytes(), std::fs::read(desk.0.join("a/frontier.csv")).expect("the table"));
    let text = run("text");
    assert!(text.contains("lower bound of the best") && text.contains("optimism"), "{text}");
    // Behind a line that tells whether somebody has edited it since.
    let policy = std::fs::read_to_string(desk.0.join("found.toml")).expect("the policy");
    let (signature, policy) = policy.split_once('\n').expect("its first line");
    assert!(signature.starts_with("# written by amparo optimise"), "{signature}");
    assert_eq!(policy, std::fs::read_to_string(desk.0.join("a/policies/best-found-60k.toml")).expect("the same"));
}
