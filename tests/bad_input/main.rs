//! Bad input is refused with the file, the line, what was expected and the nearest valid name.

mod all_at_once;
mod draws;
mod dropped;
mod events;
mod fixture;
mod levers;
mod limits;
mod matching;
mod names;
mod nonsense;
mod numbers;
mod routes;
mod scenario;
mod spreadsheets;
mod study;
mod sweep;
mod tables;

use amparo::files::load_study;
use fixture::*;

#[test]
fn the_fixture_itself_is_accepted() {
    let inputs = Inputs::new();
    let study = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]);
    assert!(study.is_ok(), "{}", study.map(|_| ()).unwrap_err());
}

#[test]
fn an_error_shows_the_line_with_a_caret() {
    let error = Inputs::new().with("study.toml", "funded_years = 2", "founded_years = 2").error();
    let mut lines = error.lines();
    assert_eq!(lines.next(), Some("error: unknown key `founded_years`"));
    assert_eq!(lines.next(), Some("  --> study.toml:4:1"));
    assert_eq!(lines.next(), Some("   |"));
    assert_eq!(lines.next(), Some(" 4 | founded_years = 2"));
    assert_eq!(lines.next(), Some("   | ^^^^^^^^^^^^^"));
    says(&error, &["= expected one of: name, title", "= nearest: funded_years"]);
}

#[test]
fn nothing_is_written_when_an_input_is_bad() {
    let inputs = Inputs::new();
    let count = || std::fs::read_dir(&inputs.dir).map_or(0, Iterator::count);
    let before = count();
    inputs.with("world.toml", "victims = 40", "victims = -40");
    inputs.error();
    assert_eq!(count(), before);
}

#[test]
fn no_damage_to_a_file_makes_loading_panic() {
    // A plain congruential sequence, so that a failure can be repeated.
    let mut state = 1_u64;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % n.max(1)
    };
    const BYTES: &[u8] = b"\0\n\r\t \"'#,.=-+[]{}_0e9nz\xc3\xff";
    for file in ["study.toml", "world.toml", "departments.csv", "towns.csv", "parameters.csv"] {
        let inputs = Inputs::new();
        let original = std::fs::read(inputs.dir.join(file)).expect("a file of the fixture");
        for _ in 0..200 {
            let mut bytes = original.clone();
            for _ in 0..=draw(3) {
                let at = draw(bytes.len());
                match draw(4) {
                    0 => bytes.truncate(at),
                    1 if !bytes.is_empty() => {
                        bytes.remove(at);
                    }
                    2 if !bytes.is_empty() => bytes[at] = BYTES[draw(BYTES.len())],
                    _ => bytes.insert(at, BYTES[draw(BYTES.len())]),
                }
            }
            inputs.write(file, &bytes);
            if let Err(error) = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]) {
                assert!(error.to_string().starts_with("error: "));
                assert!(!error.file.is_empty(), "{error}");
            }
        }
    }
}
