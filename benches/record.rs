//! How fast is this machine? `amparo bench` in a process of its own, so that its memory is its own; the record goes to
//! `target/tmp/records.jsonl`. `cargo bench --bench record -- --quick` takes its options.

use std::path::Path;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo says so when benches are asked for; tests build them and run them too.
    if !arguments.iter().any(|a| a == "--bench") {
        return ExitCode::SUCCESS;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("records.jsonl");
    let options = arguments.iter().filter(|a| *a != "--bench");
    let run = Command::new(env!("CARGO_BIN_EXE_amparo")).arg("bench").arg("--record").arg(&file).args(options).status();
    match run {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the program does not start: {error}");
            ExitCode::FAILURE
        }
    }
}
