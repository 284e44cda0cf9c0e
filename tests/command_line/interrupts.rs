//! Ctrl-C and SIGTERM at every stage of every command: exit code 130 within 3 s, a true word of what was kept, nothing half written.

use crate::bench::*;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// What the issue of being asked to stop may take.
const PROMPT: Duration = Duration::from_secs(3);

/// A program under way, and what it says on standard error.
struct Running {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Running {
    fn start(desk: &Desk, arguments: &[&str]) -> Running {
        let mut command = desk.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let errors = BufReader::new(child.stderr.take().expect("a pipe"));
        let (sender, lines) = channel();
        std::thread::spawn(move || errors.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Running { child, lines, said: Vec::new() }
    }

    /// Waits until it says that a stage begins.
    #[track_caller]
    fn until(&mut self, stage: &str) {
        let started = Instant::now();
        while !self.said.iter().any(|line| line.contains(stage)) {
            match self.lines.recv_timeout(Duration::from_secs(60).saturating_sub(started.elapsed())) {
                Ok(line) => self.said.push(line),
                Err(_) => panic!("it never came to {stage:?}: {:?}", self.said),
            }
        }
    }

    /// Waits until it listens to signals.
    #[cfg(target_os = "linux")]
    #[track_caller]
    fn until_it_listens(&self) {
        let status = format!("/proc/{}/status", self.child.id());
        for _ in 0..2000 {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:")).map(str::trim);
            // SIGINT is the second signal.
            if caught.and_then(|mask| u64::from_str_radix(mask, 16).ok()).is_some_and(|mask| mask & 2 != 0) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("it never listens to signals");
    }

    /// Sends a signal and says how it ended, and what it said last.
    #[track_caller]
    fn signalled(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("`kill` is there");
        let asked = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                break status;
            }
            assert!(asked.elapsed() < PROMPT, "it still runs after {PROMPT:?}: {:?}", self.said);
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(sent.success() || status.success(), "the signal came too late");
        self.said.extend(self.lines.iter());
        (status.code(), self.said.join("\n"))
    }
}

/// Asserts that what was said is true of the files, and that none of them is half written.
#[track_caller]
fn is_true(desk: &Desk, before: &[String], arguments: &[&str], (code, said): &(Option<i32>, String)) {
    let told = format!("{arguments:?} ended with {code:?} and said:\n{said}");
    let files: Vec<String> =
        desk.files("").into_iter().filter(|f| !before.contains(f) && !f.ends_with(".lock")).collect();
    let half =
        files.iter().find(|f| f.ends_with(".unfinished") || f.rsplit('/').next().is_some_and(|n| n.starts_with('.')));
    assert!(half.is_none(), "{half:?} is half written: {told}");
    match code {
        // It was done before it noticed.
        Some(0) => assert!(!said.contains("interrupted"), "{told}"),
        Some(130) => {
            let words: Vec<&str> = said.lines().filter(|line| line.starts_with("interrupted")).collect();
            assert_eq!(words.len(), 1, "{told}");
            assert_eq!(words[0].contains("nothing was written"), files.is_empty(), "{files:?}: {told}");
        }
        _ => panic!("{told}"),
    }
}

/// The toy world with so many communities of three girls each.
fn large(desk: &Desk, communities: usize) -> String {
    let mut table = String::from(
        "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_gateway\n",
    );
    for i in 0..communities {
        let _ = writeln!(table, "Hamlet {i},{},3,0.3,0.5,0.35,2.1,0.45,-0.4,9", ["Highlands", "Lowlands"][i % 2]);
    }
    desk.write("communities.csv", table);
    let text = format!("based_on = {:?}\nname = \"large\"\ncommunities = \"communities.csv\"\n", world());
    desk.write("large.toml", text);
    let text = format!("based_on = {:?}\nname = \"large-study\"\nscenario = \"large.toml\"\n", study());
    desk.write("large-study.toml", text);
    "large.toml".into()
}

#[test]
fn every_stage_of_every_command_ends_promptly_on_either_signal() {
    let (world, study, draws) = (world(), study(), shipped("toy/decision.toml"));
    let effects = shipped("madre-de-dios/trials.csv");
    let stages: Vec<(&str, Vec<&str>)> = vec![
        ("spawning everyone", vec!["run", "large.toml", "--out", "a"]),
        ("burning in", vec!["run", "large.toml", "--out", "a"]),
        ("spawning everyone", vec!["diagnose", "large.toml", "--out", "b", "--budget", "1e12"]),
        ("burning in", vec!["diagnose", "large.toml", "--out", "b", "--budget", "1e12"]),
        ("asking and explaining", vec!["diagnose", "large.toml", "--out", "b", "--budget", "1e12"]),
        ("replaying over draws", vec!["trials", "large.toml", "--trials", &effects, "--draws", "64", "--out", "g"]),
        ("in 4000 worlds", vec!["compare", &study, "--replicates", "4000", "--out", "c"]),
        ("charts and report", vec!["compare", &study, "--replicates", "2", "--out", "d"]),
        ("charts and report", vec!["compare", &draws, "--draws", "2", "--out", "e"]),
        ("round 1", vec!["calibrate", &world, "--worlds", "400"]),
        ("400 draws", vec!["calibrate", &draws, "--draws", "400"]),
        ("burning in", vec!["optimise", &draws, "--out", "f", "--training", "200"]),
        ("searching", vec!["optimise", &draws, "--out", "f", "--training", "2", "--scoring", "2"]),
        ("a short trial", vec!["check", "large-study.toml"]),
        ("warming up", vec!["bench", "large-study.toml", "--record", "records.jsonl"]),
    ];
    for (stage, arguments) in &stages {
        for signal in ["-INT", "-TERM"] {
            let desk = Desk::new();
            large(&desk, 20_000);
            let before = desk.files("");
            let mut running = Running::start(&desk, arguments);
            running.until(stage);
            let ended = running.signalled(signal);
            is_true(&desk, &before, arguments, &ended);
            let done = ended.1.lines().any(|line| line.contains(stage) && line.ends_with(" s"));
            assert!(ended.0 == Some(0) || !done || *stage == "spawning everyone", "{stage} was not done: {}", ended.1);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_world_can_be_left_at_any_moment() {
    let commands: [&[&str]; 6] = [
        &["run", "large.toml", "--out", "a"],
        &["diagnose", "large.toml", "--out", "b", "--budget", "1e12"],
        &["compare", "large-study.toml", "--out", "c"],
        &["check", "large-study.toml", "large.toml"],
        &["calibrate", "large.toml"],
        &["optimise", "large-study.toml", "--out", "d"],
    ];
    for arguments in commands {
        for (moment, signal) in [(0, "-INT"), (400, "-TERM"), (2000, "-INT")] {
            let desk = Desk::new();
            large(&desk, 60_000);
            let before = desk.files("");
            let running = Running::start(&desk, arguments);
            running.until_it_listens();
            std::thread::sleep(Duration::from_millis(moment));
            let ended = running.signalled(signal);
            is_true(&desk, &before, arguments, &ended);
        }
    }
}

#[test]
fn drawing_sixty_policies_with_long_titles_can_be_left() {
    let desk = Desk::new();
    let mut text = format!("based_on = {:?}\nname = \"many\"\nreplicates = 1\nfollowing_years = 0\n", study());
    for i in 0..60 {
        let title = format!("Policy {i}, {}", "with a long title of many words ".repeat(9));
        let _ = write!(
            text,
            "[[policy]]\nname = \"p{i}\"\ntitle = \"{}\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n",
            title.trim()
        );
    }
    desk.write("many.toml", text);
    let arguments = ["compare", "many.toml", "--out", "many"];
    let mut running = Running::start(&desk, &arguments);
    running.until("charts and report");
    let ended = running.signalled("-INT");
    is_true(&desk, &[], &arguments, &ended);
    // And left alone it ends: what it had is kept.
    let started = Instant::now();
    desk.run(&arguments).ends(0, &["every cell was stored already"]);
    assert!(started.elapsed() < Duration::from_secs(60), "it took {:?}", started.elapsed());
}

#[test]
fn a_second_ctrl_c_ends_at_once() {
    let desk = Desk::new();
    large(&desk, 20_000);
    let mut running = Running::start(&desk, &["run", "large.toml", "--out", "a"]);
    running.until("spawning everyone");
    let again = running.child.id().to_string();
    let first = Command::new("kill").args(["-INT", &again]).status().expect("`kill` is there");
    assert!(first.success());
    std::thread::sleep(Duration::from_millis(50));
    let (code, _) = running.signalled("-INT");
    assert_eq!(code, Some(130));
}
