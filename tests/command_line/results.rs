//! What every command does with a place to write to, in every state it may be in: the table of docs/results.md, cell by cell.

use crate::bench::*;
use crate::writers::Writer;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

/// The table of the book: command → state → what it does.
fn promised() -> Vec<(String, Vec<(String, String)>)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/results.md");
    let text = std::fs::read_to_string(file).expect("docs/results.md");
    let mut rows = text.lines().skip_while(|line| !line.starts_with("| command |")).take_while(|l| l.starts_with('|'));
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
    };
    let states = cells(rows.next().expect("a table"));
    rows.skip(1)
        .map(|row| {
            let row = cells(row);
            assert_eq!(row.len(), states.len(), "{row:?}");
            (row[0].clone(), states[1..].iter().cloned().zip(row[1..].iter().cloned()).collect())
        })
        .collect()
}

impl Writer {
    /// Runs it where it must be turned away with `code`, with nothing changed; the word for it.
    #[track_caller]
    fn is_turned_away(&self, code: i32, says: &[&str]) -> String {
        let before = self.there();
        let ran = self.run(&self.one);
        ran.ends(code, says);
        assert!(ran.out.is_empty(), "{}", ran.out);
        assert!(before == self.there(), "{}: something changed", self.name);
        self.leaves_nothing_half_written();
        if code == 3 { "refused" } else { "fails" }.to_owned()
    }

    /// What it does where its place is in this state: the word of the table.
    fn does(&self, state: &str) -> String {
        match state {
            "empty" => {
                if self.is_directory() {
                    std::fs::create_dir(self.desk.dir.join(self.place)).expect("a directory");
                }
                self.finishes();
                "done".into()
            }
            "own, finished" => {
                let before = self.finishes();
                if self.adds() {
                    return self.adds_to_what_is_there();
                }
                let after = self.finishes();
                assert!(before == after, "{}: other numbers", self.name);
                "the same".into()
            }
            "own, half" => self.goes_on_after_a_full_disk(),
            "another study's" => {
                self.run(&self.other).ends(0, &[]);
                if self.is_directory() {
                    return self.is_turned_away(3, &["out holds results of other inputs", "there → here", "--out"]);
                }
                if self.adds() {
                    return self.adds_to_what_is_there();
                }
                let before = self.desk.read(self.place);
                self.finishes();
                if self.name == "calibrate STUDY --write" {
                    assert!(self.desk.read(&format!("{}.bak", self.place)) == before, "the previous one is kept");
                    return "edited".into();
                }
                "replaced".into()
            }
            "another command's" => {
                if self.is_directory() {
                    let study = study();
                    let other: &[&str] = match self.name {
                        "run" => &["diagnose", &world(), "--out", "out"],
                        "compare" => &["run", &world(), "--out", "out"],
                        _ => &["compare", &study, "--replicates", "1", "--out", "out"],
                    };
                    self.desk.run(other).ends(0, &[]);
                    return self.is_turned_away(3, &["out holds results of `amparo", "these are of", "--out"]);
                }
                self.desk.run(&["explain", "schedule"]).ends(0, &[]);
                self.desk.write(self.place, "name,value\nmine,1\n");
                self.is_turned_away(3, &["exists, and is no file that this command wrote"])
            }
            "a user's files" => {
                if self.is_directory() {
                    std::fs::create_dir(self.desk.dir.join("out")).expect("a directory");
                    self.desk.write("out/notes.md", "mine");
                    let word = self.is_turned_away(3, &["no results of this program", "notes.md", "--out"]);
                    self.run(&[&self.one[..], &["--fresh".to_owned()]].concat()).ends(3, &["notes.md"]);
                    assert_eq!(self.desk.read("out/notes.md"), b"mine");
                    return word;
                }
                self.desk.write(self.place, "mine");
                self.is_turned_away(3, &[self.place])
            }
            "read-only" => {
                if self.is_directory() {
                    std::fs::create_dir(self.desk.dir.join("out")).expect("a directory");
                }
                let before = self.there();
                let ran = self.run_failing("1:read-only");
                ran.ends(1, &["cannot", "read-only"]);
                assert!(before == self.there());
                self.leaves_nothing_half_written();
                "fails".into()
            }
            "a file (or a directory) in its place" => {
                if self.is_directory() {
                    self.desk.write("out", "a file");
                    return self.is_turned_away(3, &["out is a file, not a directory"]);
                }
                let _ = std::fs::remove_file(self.desk.dir.join(self.place));
                std::fs::create_dir(self.desk.dir.join(self.place)).expect("a directory");
                self.desk.write(&format!("{}/inside", self.place), "mine");
                let ran = self.run(&self.one);
                assert!(ran.code == Some(1) || ran.code == Some(3), "{:?} {}", ran.code, ran.err);
                assert_eq!(self.desk.read(&format!("{}/inside", self.place)), b"mine");
                self.leaves_nothing_half_written();
                "fails".into()
            }
            "removed meanwhile" => {
                let out = self.desk.dir.join("out");
                let mut child = self.start();
                while !out.exists() && child.try_wait().expect("a child").is_none() {
                    std::thread::sleep(Duration::from_micros(200));
                }
                while out.exists() {
                    // Files may come while others go.
                    let _ = std::fs::remove_dir_all(&out);
                }
                let code = child.wait().expect("it ends").code();
                assert_eq!(code, Some(1), "{}", self.name);
                assert_eq!(self.desk.files("out"), Vec::<String>::new(), "{}: it is not made again", self.name);
                "fails".into()
            }
            "disk full" => {
                self.fails_wherever_the_disk_is_full();
                "fails".into()
            }
            "killed" => self.goes_on_after_kills(),
            "two at once" => {
                let children: Vec<Child> = (0..3).map(|_| self.start()).collect();
                let codes: BTreeSet<Option<i32>> =
                    children.into_iter().map(|mut child| child.wait().expect("it ends").code()).collect();
                assert!(codes.contains(&Some(0)), "{}: {codes:?}", self.name);
                assert!(codes.iter().all(|code| [Some(0), Some(1)].contains(code)), "{}: {codes:?}", self.name);
                self.is_whole();
                if self.is_directory() { "one finishes" } else { "each finishes or fails" }.into()
            }
            other => panic!("no state `{other}`"),
        }
    }

    /// Whether its file only ever grows.
    fn adds(&self) -> bool {
        self.name == "bench --record FILE"
    }

    /// Runs it beside what it wrote before, which stays; the word for it.
    #[track_caller]
    fn adds_to_what_is_there(&self) -> String {
        let before = self.desk.read(self.place);
        self.finishes();
        let after = self.desk.read(self.place);
        let lines = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count();
        assert!(after.starts_with(&before) && lines(&after) == lines(&before) + 1, "{}", self.name);
        "added".into()
    }

    fn run_failing(&self, step: &str) -> Ran {
        let arguments: Vec<&str> = self.one.iter().map(String::as_str).collect();
        let mut command = self.desk.command(&arguments);
        Ran::of(command.env("AMPARO_FAIL_STEP", step).output().expect("the program starts"))
    }

    /// Lets the disk be full from a step on, further and further, until it is not; nothing is ever half written, and what
    /// was there before is either as it was or whole.
    #[track_caller]
    fn fails_wherever_the_disk_is_full(&self) {
        let before = self.there();
        let (mut step, mut failures) = (1, 0);
        loop {
            let ran = self.run_failing(&step.to_string());
            self.leaves_nothing_half_written();
            if ran.code == Some(0) {
                break;
            }
            ran.ends(1, &["cannot", "no storage space"]);
            failures += 1;
            assert!(step > 12 || !self.is_directory() || !self.desk.dir.join("out/result.json").exists());
            if !self.is_directory() {
                let now = self.there();
                assert!(now == before || now.len() == 1, "{}", self.name);
            }
            // Every step at first (open, write, flush, rename, folder), then fewer.
            step += 1 + step / 6;
        }
        assert!(failures >= 5, "{}: {failures} failures", self.name);
        self.is_whole();
    }

    /// Stopped half way by a full disk, the same command ends with the numbers of one that was not.
    #[track_caller]
    fn goes_on_after_a_full_disk(&self) -> String {
        let steps = (1..).map(|i| i * 9).find(|step| self.run_failing(&step.to_string()).code == Some(0));
        assert!(steps > Some(9) || !self.is_directory(), "{}", self.name);
        self.numbers_are_those_of_a_whole_run()
    }

    /// Killed a few times, the same command ends with the numbers of one that was not.
    #[track_caller]
    fn goes_on_after_kills(&self) -> String {
        for wait in [3, 20, 60, 120, 250] {
            let mut child = self.start();
            std::thread::sleep(Duration::from_millis(wait));
            if child.try_wait().expect("a child").is_none() {
                child.kill().expect("a running program");
            }
            child.wait().expect("it ends");
        }
        self.numbers_are_those_of_a_whole_run()
    }

    #[track_caller]
    fn numbers_are_those_of_a_whole_run(&self) -> String {
        let now = self.finishes();
        let whole = Writer::new(self.name);
        assert!(whole.finishes() == now, "{}: other numbers than at once", self.name);
        if self.is_directory() { "goes on" } else { "done" }.into()
    }
}

macro_rules! every_command {
    ($($test:ident: $name:literal,)+) => {
        $(#[test]
        fn $test() {
            does_as_promised($name);
        })+

        #[test]
        fn the_table_of_the_book_has_a_row_for_every_command_that_writes() {
            let rows: Vec<String> = promised().into_iter().map(|(name, _)| name).collect();
            assert_eq!(rows, [$($name),+]);
        }
    };
}

every_command! {
    run_does_with_its_directory_what_the_book_says: "run",
    compare_does_with_its_directory_what_the_book_says: "compare",
    diagnose_does_with_its_directory_what_the_book_says: "diagnose",
    trials_does_with_its_directory_what_the_book_says: "trials",
    optimise_does_with_its_directory_what_the_book_says: "optimise",
    calibrate_does_with_its_directory_what_the_book_says: "calibrate STUDY",
    export_does_with_its_file_what_the_book_says: "export FILE",
    bench_does_with_its_file_what_the_book_says: "bench --record FILE",
    optimise_does_with_the_file_of_its_rule_what_the_book_says: "optimise --write FILE",
    calibrate_does_with_its_table_what_the_book_says: "calibrate STUDY --write",
}

fn does_as_promised(name: &'static str) {
    let table = promised();
    let (_, row) = table.iter().find(|(row, _)| row == name).unwrap_or_else(|| panic!("no row `{name}`"));
    for (state, word) in row.iter().filter(|(_, word)| word != "–") {
        assert_eq!(&Writer::new(name).does(state), word, "{name}, {state}");
    }
}
