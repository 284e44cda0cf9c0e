//! An intervention is one file and one line, inside the program and outside of it.

use amparo::engine::SettledWorld;
use amparo::files::{Resolved, load_scenario_from, load_study_from, numbers_hash};
use amparo::policy::{self, KINDS, Kind, VOCABULARY, kinds};
use amparo::scenario::{Intervention, Scenario};
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

/// Home visits are known from here on, in every test of this file.
fn known() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| policy::add(&HOME_VISITS).unwrap_or_else(|error| panic!("{error}")));
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
    assert!(block.contains("kind = \"home-visits\"\nversion = \"1\"\n"), "{block}");
    assert!(block.contains("\"visits.cost_girl\" = 80.0, \"visits.fall\" = 0.3"), "{block}");
    // A built-in kind is of the model's version, which is in every key.
    let mut built_in = scenario.clone();
    built_in.interventions[0].kind = "information".into();
    assert!(!built_in.resolved_toml().contains("version ="));
    assert_ne!(numbers_hash(&built_in), numbers_hash(&scenario));
}

#[test]
fn a_study_compares_an_intervention_from_outside_like_any_other() {
    known();
    let mut texts = texts();
    texts.put(
        "toy/study.toml",
        "name = \"own\"\nscenario = \"baseline.toml\"\nreplicates = 2\nbudget_soles_per_year = 60_000\nfunded_years = 1\n\
         following_years = 0\n[[policy]]\nname = \"visits\"\nfile = \"visits.toml\"\n",
    );
    texts.put(
        "toy/visits.toml",
        "title = \"Home visits\"\n[[intervention]]\nkind = \"home-visits\"\nshare_of_budget = 1\n",
    );
    let study = load_study_from(&texts, Path::new("toy/study.toml"), &VOCABULARY, &[]);
    let study = study.unwrap_or_else(|error| panic!("{error}"));
    let out = std::env::temp_dir().join(format!("amparo-own-{}", std::process::id()));
    let options = amparo::jobs::Options { jobs: 1, threads: 1, fresh: true, out: Some(out.clone()) };
    let never = amparo::engine::Interrupt::new(false);
    let answer = amparo::jobs::compare(&study, &options, &amparo::study::Silent, &never);
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
    let driver = ["model/scenario/tree.rs", "decide/result.rs", "files/declared.rs"].contains(&file);
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
