//! What a terminal shows: lines that fit it, bars where it can draw them, and nothing of a file that it would obey.

use crate::bench::*;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::Read;
use std::process::{Command, Stdio};

/// Widths that terminals have.
const WIDTHS: [u16; 5] = [60, 72, 80, 120, 200];

/// What a command wrote on a terminal, and how it ended.
struct Seen {
    code: Option<i32>,
    /// As the terminal got it.
    raw: String,
    columns: u16,
}

/// Runs a command whose output, results and messages alike, go to a terminal of so many columns.
fn on_terminal(command: Command, columns: u16, name: &str) -> Seen {
    on_terminal_with(command, columns, name, &[])
}

/// The same with variables of the environment.
fn on_terminal_with(mut command: Command, columns: u16, name: &str, set: &[(&str, &str)]) -> Seen {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&controller).expect("a pseudo-terminal");
    unlockpt(&controller).expect("a pseudo-terminal");
    let path = ptsname(&controller, Vec::new()).expect("it has a name");
    let path = path.into_string().expect("a plain name");
    let terminal = File::options().read(true).write(true).open(path).expect("the other end");
    let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&terminal, size).expect("terminals have a size");
    let other = terminal.try_clone().expect("a second handle");
    command.env("TERM", name).env_remove("CI").env_remove("NO_COLOR").env_remove("COLUMNS");
    command.envs(set.iter().copied());
    let mut child =
        command.stdout(Stdio::from(terminal)).stderr(Stdio::from(other)).spawn().expect("the program starts");
    // The program then holds the only ends to write to.
    drop(command);
    let mut controller = File::from(controller);
    let mut raw = Vec::new();
    let mut piece = [0; 4096];
    // Once nobody writes any more, reading ends or fails.
    while let Ok(n) = controller.read(&mut piece)
        && n > 0
    {
        raw.extend_from_slice(&piece[..n]);
    }
    let code = child.wait().expect("it ends").code();
    Seen { code, raw: String::from_utf8(raw).expect("the program writes UTF-8"), columns }
}

impl Seen {
    /// Everything that stood in one line at some time, without the codes that draw it.
    fn lines(&self) -> Vec<String> {
        let mut text = String::new();
        let mut letters = self.raw.chars();
        while let Some(c) = letters.next() {
            if c == '\x1b' {
                // A control sequence ends with a letter.
                letters.by_ref().find(char::is_ascii_alphabetic);
                // What it clears or moves away from is another line.
                text.push('\n');
            } else {
                text.push(if c == '\r' { '\n' } else { c });
            }
        }
        text.lines().map(str::to_owned).collect()
    }

    /// Asserts that no line is wider than the terminal, but for one word that is wider by itself.
    #[track_caller]
    fn fits(&self) {
        for line in self.lines() {
            let one_word = line.split_whitespace().count() < 2;
            let width = unicode_columns(&line);
            assert!(one_word || width <= usize::from(self.columns), "{width} > {}: {line:?}", self.columns);
        }
    }
}

/// Columns of a line, as the program's own module counts them.
fn unicode_columns(line: &str) -> usize {
    amparo::text::width(line)
}

/// A study at one parameter vector with names at length.
fn long_names(desk: &Desk) -> String {
    let title = "A campaign with a title that goes on and on, past what any terminal holds in one line, to say what it does to whom";
    let text = format!(
        "based_on = {:?}\nname = \"long\"\ntitle = \"{title}, for a study\"\nreplicates = 2\n\
         [[policy]]\nname = \"one-policy-with-a-name-of-forty-characters\"\ntitle = \"{title}\"\n\
         [[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n\
         [[policy]]\nname = \"short\"\n[[policy.intervention]]\nkind = \"app\"\nshare_of_budget = 1\n",
        study()
    );
    desk.write("long.toml", text);
    "long.toml".into()
}

#[test]
fn help_fits_every_terminal_and_is_broken_between_words_only() {
    let desk = Desk::new();
    let commands = [
        "run",
        "compare",
        "diagnose",
        "check",
        "calibrate",
        "optimise",
        "trials",
        "export",
        "bench",
        "explain",
        "schema",
        "init",
        "completions",
        "man",
    ];
    let all = std::iter::once(vec!["--help"]).chain(commands.iter().map(|command| vec![*command, "--help"]));
    for arguments in all {
        let words = |seen: &Seen| seen.lines().join(" ").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let widest = on_terminal(desk.command(&arguments), 200, "xterm");
        assert!(words(&widest).len() > 30, "{arguments:?}");
        for columns in WIDTHS {
            let seen = on_terminal(desk.command(&arguments), columns, "xterm");
            assert_eq!(seen.code, Some(0));
            seen.fits();
            assert_eq!(words(&seen), words(&widest), "{arguments:?} at {columns}");
        }
    }
}

#[test]
fn colour_is_shown_on_a_terminal_that_wants_it_and_nowhere_else() {
    let desk = Desk::new();
    // What is styled: help, and what is wrong with arguments.
    for arguments in [
        &["--help"][..],
        &["compare", "--help"],
        &["compare", "--replicats"],
        &["explain", "schedule"],
        &["run", "toy/baseline"],
    ] {
        let styled = |name: &str, set: &[(&str, &str)]| {
            let mut command = desk.command(arguments);
            command.env_remove("CLICOLOR").env_remove("CLICOLOR_FORCE");
            let seen = on_terminal_with(command, 100, name, set);
            seen.raw
                .split("\x1b[")
                .skip(1)
                .any(|code| code.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m'))
        };
        let wanted = !["explain", "run"].contains(&arguments[0]);
        assert_eq!(styled("xterm", &[]), wanted, "{arguments:?}");
        for (name, set) in [("xterm", ("NO_COLOR", "1")), ("xterm", ("CLICOLOR", "0")), ("dumb", ("LANG", "C"))] {
            assert!(!styled(name, &[set]), "{arguments:?}: {name} {set:?}");
        }
        // To a file or a pipe nothing is styled, whatever the terminal may be.
        let ran = desk.run(arguments);
        assert!(!ran.out.contains('\x1b') && !ran.err.contains('\x1b'), "{arguments:?}");
    }
}

#[test]
fn results_for_people_fit_every_terminal() {
    let desk = Desk::new();
    let (long, world, surveyed) = (long_names(&desk), world(), shipped("toy/surveyed.toml"));
    let (draws, world_study) = (shipped("toy/decision.toml"), study());
    let effects = shipped("madre-de-dios/trials.csv");
    let commands: Vec<Vec<&str>> = vec![
        vec!["compare", &long, "--out", "long"],
        vec!["compare", &draws, "--draws", "2", "--out", "draws"],
        vec!["check", &long, &draws, &world],
        vec!["diagnose", &surveyed, "--out", "diagnosed", "--seed", "2"],
        vec!["run", &world, "--out", "run"],
        vec!["trials", &world, "--trials", &effects, "--draws", "8", "--out", "trials"],
        vec!["calibrate", &world, "--worlds", "1", "--rounds", "1"],
        vec!["explain"],
        vec!["explain", "recruiters"],
        vec!["explain", "recruiters.kappa_r"],
        vec!["explain", "interventions"],
        vec!["explain", "schedule"],
        vec!["export", "long", "cells.csv"],
        vec![
            "optimise",
            &draws,
            "--budget",
            "30000",
            "--evaluations",
            "30",
            "--training",
            "2",
            "--scoring",
            "2",
            "--out",
            "o",
        ],
        vec!["bench", &world_study, "--quick"],
    ];
    for arguments in commands {
        for columns in [60, 80, 120, 200] {
            let seen = on_terminal(desk.command(&arguments), columns, "xterm");
            // One round is too few to calibrate.
            let code = if arguments[0] == "calibrate" { 1 } else { 0 };
            assert_eq!(seen.code, Some(code), "{arguments:?}: {}", seen.raw);
            seen.fits();
        }
    }
}

#[test]
fn a_policy_with_a_short_title_takes_one_line_of_every_table() {
    let desk = Desk::new();
    let text = format!(
        "based_on = {:?}\nname = \"short\"\nbudgets_soles_per_year = [60_000]\n[draws]\nused = 8\nrepeated = 2\n[adaptation]\nbefore = 0\n\
         split = 0\n[[policy]]\nname = \"a\"\ntitle = \"Campaign\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n",
        shipped("toy/decision.toml")
    );
    desk.write("short.toml", text);
    let ran = desk.run(&["compare", "short.toml", "--out", "a", "--quiet", "--details"]);
    ran.ends(0, &[]);
    let alone = |name: &str| ran.out.lines().filter(|line| line.trim() == name).count();
    assert_eq!((alone("Campaign"), alone("Doing nothing further")), (0, 0), "{}", ran.out);
    let rows: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("  Campaign ")).collect();
    // Girls averted, what stands beside, the decision, the funded and the following years, and money.
    assert_eq!(rows.len(), 6, "{}", ran.out);
    assert!(rows.iter().all(|row| row.chars().any(|c| c.is_ascii_digit())), "{rows:?}");
}

#[test]
fn messages_fit_every_terminal_and_the_caret_stays_under_what_it_means() {
    let desk = Desk::new();
    let long = format!("name = \"x\" # {}\nreplicats = 3 # {}\n", "much ".repeat(60), "more ".repeat(60));
    desk.write("wrong.toml", long);
    for columns in WIDTHS {
        let seen = on_terminal(desk.command(&["compare", "wrong.toml"]), columns, "xterm");
        assert_eq!(seen.code, Some(3), "{}", seen.raw);
        seen.fits();
        let lines = seen.lines();
        let mut all = Vec::new();
        for (caret, line) in lines.iter().enumerate() {
            let Some(at) = line.chars().position(|c| c == '^') else { continue };
            let marked = line.matches('^').count();
            // Lines of a terminal end in a carriage return, which is a line here.
            let shown = lines[..caret].iter().rev().find(|line| !line.is_empty()).expect("the line meant");
            all.push(shown.chars().skip(at).take(marked).collect::<String>());
        }
        // What is missing is shown where the file begins.
        assert!(all.iter().all(|meant| meant == "replicats" || "name".starts_with(meant)), "{all:?} in {}", seen.raw);
        assert!(all.contains(&"replicats".to_owned()) && all.len() > 1, "{all:?} in {}", seen.raw);
    }
}

#[test]
fn a_bar_is_drawn_where_a_terminal_can_and_names_no_time_before_it_knows_one() {
    let desk = Desk::new();
    let study = study();
    for columns in [60, 100] {
        let out = format!("at-{columns}");
        let arguments = ["compare", &study, "--replicates", "40", "--jobs", "1", "--out", &out];
        let seen = on_terminal(desk.command(&arguments), columns, "xterm-256color");
        assert_eq!(seen.code, Some(0), "{}", seen.raw);
        seen.fits();
        let bars: Vec<String> = seen.lines().into_iter().filter(|line| line.contains(" %")).collect();
        let of_stage: Vec<&String> = bars.iter().filter(|line| line.contains("cells in 40")).collect();
        assert!(of_stage.len() > 1, "{bars:?}");
        // On a busy machine the first bar that is drawn may know a rate already.
        let named = |line: &&&String| line.contains(" left");
        assert!(of_stage.iter().filter(named).all(|line| line.contains("weeks/s") && !line.contains(" 0 weeks/s")));
        assert!(!of_stage.iter().any(|line| line.contains("  0 %") && line.contains(" 0 s left")), "{of_stage:?}");
        assert!(of_stage.iter().any(|line| line.contains(" left")), "{of_stage:?}");
    }
}

#[test]
fn a_terminal_that_cannot_draw_gets_a_line_a_stage() {
    let desk = Desk::new();
    let world = world();
    let lines_only = |name: &str, variable: Option<&str>| {
        let mut command = desk.command(&["run", &world, "--out", "run"]);
        command.env("TERM", name);
        let mut seen = if let Some(variable) = variable {
            let mut inner = Command::new("env");
            inner.current_dir(&desk.dir).stdin(Stdio::null());
            inner
                .arg(format!("{variable}=true"))
                .arg(env!("CARGO_BIN_EXE_amparo"))
                .args(["run", &world, "--out", "run"]);
            on_terminal(inner, 80, name)
        } else {
            on_terminal(command, 80, name)
        };
        seen.raw = seen.raw.replace("\r\n", "\n");
        assert_eq!(seen.code, Some(0), "{}", seen.raw);
        assert!(!seen.raw.contains('\x1b') && !seen.raw.contains('\r'), "{name}: {:?}", seen.raw);
        assert!(seen.raw.contains("burning in …\nburning in: "), "{}", seen.raw);
        seen.fits();
    };
    lines_only("dumb", None);
    lines_only("", None);
    lines_only("xterm", Some("CI"));
}

#[test]
fn nothing_of_a_file_or_an_argument_is_obeyed_by_a_terminal() {
    let desk = Desk::new();
    let obeyed = "\x1b[31mred\u{9b}32m\u{202e}";
    // As a title, as TOML that cannot be read, in a name, and in a path.
    let title = format!(
        "based_on = {:?}\nname = \"a\"\ntitle = \"\\u001b[31mred\\u009b32m\\u202e\"\nreplicates = 1\n",
        study()
    );
    desk.write("title.toml", title);
    desk.write("raw.toml", format!("name = \"a\"\nx = {obeyed}\n"));
    desk.write("key.toml", format!("based_on = {:?}\nname = \"a\"\n\"\\u001b[31mred\" = 1\n", study()));
    let mut table = String::from_utf8(std::fs::read(shipped("toy/survey.csv")).expect("a table")).expect("text");
    table.push_str(&format!("{obeyed},Highlands,15.0,1,in_school,300,250,840,90,no,0.7\n"));
    desk.write("survey.csv", table);
    let (surveyed, missing) = (shipped("toy/surveyed.toml"), format!("{obeyed}.toml"));
    let commands: Vec<Vec<&str>> = vec![
        vec!["compare", "title.toml", "--out", "a"],
        vec!["check", "title.toml"],
        vec!["compare", "raw.toml"],
        vec!["compare", "key.toml"],
        vec!["diagnose", &surveyed, "--survey", "survey.csv", "--out", "d"],
        vec!["run", &missing],
        vec!["export", &missing, "a.csv"],
        vec!["explain", obeyed],
    ];
    for arguments in commands {
        for name in ["xterm", "dumb"] {
            let seen = on_terminal(desk.command(&arguments), 100, name);
            for sequence in ["\x1b[31m", "\u{9b}", "\u{202e}"] {
                assert!(!seen.raw.contains(sequence), "{arguments:?}: {:?}", seen.raw);
            }
            assert!(seen.raw.contains("red"), "{arguments:?} shows the name: {:?}", seen.raw);
        }
    }
}
