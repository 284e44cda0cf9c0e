//! An intervention is one file and one line, inside the program and outside of it.

use amparo::engine::SettledWorld;
use amparo::files::{Resolved, cell_hashes, load_scenario_from, load_study_from, numbers_hash};
use amparo::policy::{self, KINDS, Kind, VOCABULARY, kinds};
use amparo::scenario::{Intervention, Scenario, Study};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

#[path = "../src/model/examples/own_intervention.rs"]
#[allow(dead_code, reason = "the example's own main is not called here")]
mod own_intervention;

#[path = "../build/model_hash.rs"]
#[allow(dead_code, reason = "only its reading of sources is used here")]
mod model_hash;

use own_intervention::{HOME_VISITS, with_visits};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The same kind, its mechanism changed.
static CHANGED: Kind = Kind { version: "2", ..HOME_VISITS };

/// Which version of home visits a process of these tests knows; unset: the first.
const VERSION: &str = "AMPARO_TEST_VERSION_OF_A_KIND";

/// Home visits are known from here on, in every test of this file.
fn known() {
    static ONCE: OnceLock<()> = OnceLock::new();
    let kind = if std::env::var_os(VERSION).is_some_and(|version| version == "2") { &CHANGED } else { &HOME_VISITS };
    ONCE.get_or_init(|| policy::add(kind).unwrap_or_else(|error| panic!("{error}")));
}

fn visited(coverage: f64) -> Scenario {
    known();
    with_visits(&root().join("scenarios"), coverage).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn an_intervention_from_outside_at_coverage_0_equals_none_bit_for_bit_and_else_it_acts() {
    let mut world = SettledWorld::new(&visited(0.0), 1).expect("a toy world that settles");
    let mut after = |interventions: &[Intervention]| {
        world.run(interventions, 5);
        world.simulation().state_hash()
    };
    let none = after(&[]);
    assert_eq!(after(&visited(0.0).interventions), none);
    assert_ne!(after(&visited(0.8).interventions), none);
}

#[test]
fn an_intervention_from_outside_brings_parameters_that_its_file_sets_within_their_bounds() {
    let one = &visited(0.5).interventions[0];
    assert_eq!(HOME_VISITS.value(one, "visits.fall"), 0.3, "as the file says");
    assert_eq!(HOME_VISITS.value(one, "visits.cost_girl"), 80.0, "its default");
    for (parameters, parts) in [
        ("\"visits.fall\" = 0.9", ["`visits.fall` is 0.9, out of range", "a number from 0.01 to 0.5 (share)"]),
        ("\"visits.fal\" = 0.3", ["unknown parameter `visits.fal`", "nearest: visits.fall"]),
        ("visits.cost_girl = \"80\"", ["`visits.cost_girl` is a text", "a number"]),
        ("\"decision.mu\" = 2", ["unknown parameter `decision.mu`", "expected a parameter of `home-visits`"]),
    ] {
        let error = refused(&format!("kind = \"home-visits\"\ncoverage = 0.5\nparameters = {{ {parameters} }}"));
        for part in parts {
            assert!(error.contains(part), "`{part}` is not in:\n{error}");
        }
    }
    let error = refused("kind = \"visiting\"\ncoverage = 0.5");
    assert!(error.contains("nearest: home-visits") && error.contains("one of: information"), "{error}");
}

/// The toy world with home visits, as its `[parameters]`, `--set` and the intervention itself say.
fn told(parameters: &str, set: &[(&str, f64)], own: &str) -> Scenario {
    known();
    let mut texts = texts();
    texts.put(
        "toy/own.toml",
        format!(
            "based_on = \"baseline.toml\"\nname = \"own\"\n[parameters]\n{parameters}\n[[intervention]]\nkind = \"home-visits\"\n\
             coverage = 0.5\n{own}\n"
        ),
    );
    let set: Vec<(String, f64)> = set.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let scenario = load_scenario_from(&texts, Path::new("toy/own.toml"), &VOCABULARY, &set);
    scenario.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn parameters_that_a_kind_brings_are_set_like_any_other() {
    let fall = |scenario: &Scenario| HOME_VISITS.value(&scenario.interventions[0], "visits.fall");
    let own = "parameters = { \"visits.fall\" = 0.4 }";
    assert_eq!(fall(&told("", &[], "")), 0.1, "the default");
    assert_eq!(fall(&told("visits.fall = 0.2", &[], "")), 0.2, "the scenario's");
    assert_eq!(fall(&told("visits.fall = 0.2", &[("visits.fall", 0.3)], "")), 0.3, "`--set` comes after it");
    assert_eq!(fall(&told("visits.fall = 0.2", &[("visits.fall", 0.3)], own)), 0.4, "its own comes last");
    // A draw's values reach it as they reach any other.
    let mut drawn = told("visits.fall = 0.2", &[], "");
    let before = numbers_hash(&drawn);
    drawn.set_parameters(&[("visits.fall".to_owned(), 0.25)].into());
    assert_eq!(fall(&drawn), 0.25);
    assert_ne!(numbers_hash(&drawn), before, "and belong to the key of what is stored");
    let mut own = told("", &[], own);
    own.set_parameters(&[("visits.fall".to_owned(), 0.25)].into());
    assert_eq!(fall(&own), 0.4);
    let resolved = told("visits.fall = 0.2", &[], "").resolved_toml();
    assert!(resolved.contains("\"visits.fall\" = 0.2  # share; assumed; loguniform 0.01 to 0.5"), "{resolved}");
}

#[test]
fn a_study_may_draw_what_a_kind_brings() {
    known();
    let mut texts = texts();
    let sample =
        "[draws]\ntable = \"draws.csv\"\n[draws.sample]\ncount = 2\nparameters = [\"decision.mu\", \"visits.fall\"]\n";
    texts.put(
        "toy/study.toml",
        format!(
            "name = \"own\"\nscenario = \"baseline.toml\"\nbudget_soles_per_year = 60_000\n{sample}\
             [[policy]]\nname = \"visits\"\n[[policy.intervention]]\nkind = \"home-visits\"\nshare_of_budget = 1\n"
        ),
    );
    let shipped = std::fs::read_to_string(root().join("scenarios/toy/draws.csv")).expect("the toy's draws");
    let mut reader = csv::Reader::from_reader(shipped.as_bytes());
    let columns: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let ours =
        ["recruiters.feedback", "recruiters.outside_elasticity", "info.d_info", "info.cost_contact", "cct.tuition"];
    let kept = |column: &str| !ours.contains(&column);
    let mut table =
        columns.iter().filter(|c| kept(c)).cloned().chain(["visits.fall".to_owned()]).collect::<Vec<_>>().join(",");
    table.push('\n');
    for (row, fall) in reader.records().map(|row| row.expect("a row")).zip([0.05, 0.35]) {
        let cells = columns.iter().zip(&row).filter(|(column, _)| kept(column)).map(|(_, cell)| cell.to_owned());
        table += &cells.chain([fall.to_string()]).collect::<Vec<_>>().join(",");
        table.push('\n');
    }
    texts.put("toy/draws.csv", table);
    let study = load_study_from(&texts, Path::new("toy/study.toml"), &VOCABULARY, &[]);
    let study = study.unwrap_or_else(|error| panic!("{error}"));
    let falls = [0, 1].map(|draw| HOME_VISITS.value(&study.at_draw(draw).1[0].interventions[0], "visits.fall"));
    assert_eq!(falls, [0.05, 0.35]);
    let [one, other] = [0, 1].map(|draw| cell_hashes(&study, draw));
    assert_ne!(one, other);
}

/// The directory of the study that a process of its own runs, in this test's terms.
const DIRECTORY: &str = "AMPARO_TEST_DIRECTORY_OF_A_KIND";

/// Runs a study with home visits of some version in a process of its own, since what a process knows stays known; what it said.
fn in_another_process(version: &str, directory: &Path, fresh: bool) -> String {
    let mut command = std::process::Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "a_process_of_its_own_runs_a_study", "--nocapture", "--test-threads=1"]);
    command.env(VERSION, version).env(DIRECTORY, directory);
    if fresh {
        command.env("AMPARO_TEST_FRESH", "1");
    }
    let ran = command.output().expect("a process");
    String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr)
}

#[test]
fn a_process_of_its_own_runs_a_study() {
    // Only where another test asks for it.
    let Some(out) = std::env::var_os(DIRECTORY) else { return };
    known();
    let study = visits_study();
    let fresh = std::env::var_os("AMPARO_TEST_FRESH").is_some();
    let options = amparo::jobs::Options { jobs: 1, threads: 1, fresh, out: Some(out.into()) };
    let never = amparo::engine::Interrupt::new(false);
    println!("keys: {}", cell_hashes(&study, 0).join(" "));
    match amparo::jobs::check(&study, &options, &amparo::study::Silent, &never) {
        Ok(estimate) => println!("stored: {} of {}", estimate.stored, estimate.cells),
        Err(error) => println!("refused: {error}"),
    }
    match amparo::jobs::compare(&study, &[], &options, &amparo::study::Silent, &never) {
        Ok(_) => println!("done"),
        Err(error) => println!("refused: {error}"),
    }
}

#[test]
fn what_an_older_version_of_a_kind_stored_is_refused_and_never_taken_for_its_own() {
    let out = std::env::temp_dir().join(format!("amparo-versions-{}", std::process::id()));
    let run = |version: &str, fresh: bool| in_another_process(version, &out, fresh);
    let first = run("1", false);
    assert!(first.contains("stored: 0 of 4") && first.contains("done"), "{first}");
    let again = run("1", false);
    assert!(again.contains("stored: 4 of 4") && again.contains("done"), "{again}");
    let changed = run("2", false);
    assert!(changed.contains("refused") && !changed.contains("done"), "{changed}");
    assert!(changed.contains("version"), "the difference is named: {changed}");
    // Made anew, and then its own.
    let anew = run("2", true);
    assert!(anew.contains("done"), "{anew}");
    let own = run("2", false);
    assert!(own.contains("stored: 4 of 4") && own.contains("done"), "{own}");
    let keys = |said: &str| {
        let line = said.lines().find_map(|line| line.split("keys: ").nth(1)).expect("its keys").to_owned();
        line.split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let (old, new) = (keys(&first), keys(&changed));
    assert!(old[0] == new[0] && old[1] != new[1], "the baseline's cells stay, the policy's do not: {old:?}, {new:?}");
    std::fs::remove_dir_all(out).expect("the results");
}

/// What is wrong with the toy world with this intervention in it.
fn refused(intervention: &str) -> String {
    known();
    let mut texts = texts();
    texts.put(
        "toy/own.toml",
        format!("based_on = \"baseline.toml\"\nname = \"own\"\n[[intervention]]\n{intervention}\n"),
    );
    match load_scenario_from(&texts, Path::new("toy/own.toml"), &VOCABULARY, &[]) {
        Ok(_) => panic!("it was read: {intervention}"),
        Err(error) => error.to_string(),
    }
}

fn texts() -> amparo::files::Texts {
    let mut texts = amparo::files::Texts::default();
    for file in ["toy/baseline.toml", "toy/departments.csv", "toy/towns.csv", "madre-de-dios/parameters.csv"] {
        texts.put(file, std::fs::read(root().join("scenarios").join(file)).expect("a shipped file"));
    }
    texts
}

#[test]
fn what_is_stored_of_an_intervention_from_outside_is_under_its_version_and_all_its_values() {
    let scenario = visited(0.5);
    let resolved = scenario.resolved_toml();
    let block = resolved.split("[[intervention]]").nth(1).expect("an intervention");
    assert!(block.contains("kind = \"home-visits\"\n") && block.contains("\nversion = \"1\"\n"), "{block}");
    assert!(block.contains("\"visits.cost_girl\" = 80.0, \"visits.fall\" = 0.3"), "{block}");
    // A built-in kind is of the model's version, which is in every key.
    let mut built_in = scenario.clone();
    built_in.interventions[0].kind = "information".into();
    assert!(!built_in.resolved_toml().contains("version ="));
    assert_ne!(numbers_hash(&built_in), numbers_hash(&scenario));
}

/// A small study of home visits alone.
fn visits_study() -> Study {
    known();
    let mut texts = texts();
    texts.put(
        "toy/study.toml",
        "name = \"own\"\nscenario = \"baseline.toml\"\nreplicates = 2\nbudget_soles_per_year = 60_000\nfunded_years = 1\n\
         following_years = 0\nadaptation = { before = 0 }\n[[policy]]\nname = \"visits\"\nfile = \"visits.toml\"\n",
    );
    texts.put(
        "toy/visits.toml",
        "title = \"Home visits\"\n[[intervention]]\nkind = \"home-visits\"\nshare_of_budget = 1\n",
    );
    let study = load_study_from(&texts, Path::new("toy/study.toml"), &VOCABULARY, &[]);
    study.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_study_compares_an_intervention_from_outside_like_any_other() {
    let study = visits_study();
    let out = std::env::temp_dir().join(format!("amparo-own-{}", std::process::id()));
    let options = amparo::jobs::Options { jobs: 1, threads: 1, fresh: true, out: Some(out.clone()) };
    let never = amparo::engine::Interrupt::new(false);
    let answer = amparo::jobs::compare(&study, &[], &options, &amparo::study::Silent, &never);
    let answer = answer.unwrap_or_else(|error| panic!("{error}"));
    let policy = &answer.tables.result.policies[0];
    assert!(policy.spend_by_intervention.get("home-visits").is_some_and(|soles| *soles > 0.0), "{policy:?}");
    drop(answer);
    std::fs::remove_dir_all(out).expect("the results");
}

#[test]
fn a_kind_is_added_once_with_a_version_and_parameters_of_its_own() {
    known();
    static NO_VERSION: Kind = Kind { version: "", name: "no-version", group: "none", parameters: &[], ..HOME_VISITS };
    static NO_NAME: Kind = Kind { name: "no name", group: "none", parameters: &[], ..HOME_VISITS };
    static TAKEN: Kind = Kind { name: "app", group: "none", parameters: &[], ..HOME_VISITS };
    static OTHERS: Kind = Kind { name: "others", group: "decision", ..HOME_VISITS };
    for (kind, why) in [
        (&HOME_VISITS, "has the name or the parameter group of `home-visits`"),
        (&NO_VERSION, "has no version"),
        (&NO_NAME, "has no name of letters"),
        (&TAKEN, "has the name or the parameter group of `app`"),
        (&OTHERS, "that is not in a group of its own"),
    ] {
        let refused = policy::add(kind).expect_err("it is refused").to_string();
        assert!(refused.contains(why), "{refused}");
    }
    assert_eq!(kinds().iter().filter(|kind| kind.name == "home-visits").count(), 1);
    assert!(kinds().iter().take(KINDS.len()).map(|kind| kind.name).eq(KINDS.map(|kind| kind.name)));
}

#[test]
fn letters_words_and_drivers_of_the_built_in_kinds_are_told_apart() {
    let letters: BTreeSet<char> = KINDS.iter().filter_map(|kind| kind.letter).collect();
    assert_eq!(letters.len(), KINDS.len());
    let words: Vec<&str> = KINDS.iter().flat_map(|kind| kind.also_called.iter().copied()).collect();
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    for driver in amparo::scenario::DRIVERS {
        let answers = KINDS.iter().filter(|kind| kind.in_menu && kind.answers.contains(&driver)).count();
        assert_eq!(answers, 1, "{driver}");
    }
    assert!(KINDS.iter().all(|kind| kind.version.is_empty()), "the model's hash is theirs");
}

/// Texts in quotes in the code of a source, tests and documentation left out.
fn quoted(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => quoted(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                    found.push(text.to_owned());
                }
            }
            _ => {}
        }
    }
}

/// Where a source names a kind of intervention or a parameter of one that is not its own.
fn named_elsewhere(file: &str, text: &str) -> Vec<String> {
    // One of the six drivers is called like an intervention. The register says how wide bounds may be, and the fingerprint of
    // behaviour is of a sample that never changes.
    if file.starts_with("model/register/") || file == "jobs/solve/behaviour.rs" {
        return Vec::new();
    }
    let driver =
        ["model/scenario/tree.rs", "decide/result.rs", "files/declared.rs", "report/said/columns.rs"].contains(&file);
    let mut texts = Vec::new();
    quoted(model_hash::tokens(text).expect("Rust"), &mut texts);
    let group = |text: &str| text.split_once('.').map(|(group, _)| group.to_owned());
    let names = |kind: &Kind, text: &str| {
        let own_name = text == kind.name && !(driver && text == "information");
        own_name || (group(text).as_deref() == Some(kind.group) && !text.contains(' '))
    };
    let own = |kind: &Kind| file.starts_with("model/policy/") && text.contains(&format!("\"{}\",", kind.name));
    let wrong = texts.iter().filter(|text| KINDS.iter().any(|kind| names(kind, text) && !own(kind)));
    wrong.map(|text| format!("src/{file} names `{text}`")).collect()
}

#[test]
fn no_intervention_is_named_outside_its_own_file() {
    let mut wrong = Vec::new();
    for (file, text) in model_hash::sources(&root().join("src")).expect("the sources") {
        wrong.extend(named_elsewhere(&file, &text));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // One would be found.
    for code in ["fn f(kind: &str) -> bool { kind == \"app\" }", "const C: &str = \"cct.tuition\";"] {
        assert_eq!(named_elsewhere("jobs/check.rs", code).len(), 1, "{code}");
    }
}
