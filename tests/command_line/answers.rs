//! Machine-readable answers: names are a contract, what is undefined is `null`, and nothing that should not matter does.

use crate::bench::*;
use serde_json::Value;

/// Names in a JSON object that must be there.
#[track_caller]
fn has(object: &Value, names: &[&str]) {
    for name in names {
        assert!(object.get(name).is_some(), "`{name}` is missing in {object:#}");
    }
}

#[track_caller]
fn number(object: &Value, name: &str) -> f64 {
    object[name].as_f64().unwrap_or_else(|| panic!("`{name}` is no number in {object:#}"))
}

const BASELINE: [&str; 8] = [
    "victims",
    "brothels",
    "registered_per_100k",
    "minors_share",
    "newly_exploited_per_year",
    "reexploited_share",
    "mean_years_exploited",
    "origin_shares",
];

#[test]
fn a_run_answers_with_the_names_of_the_contract() {
    let desk = Desk::new();
    let answer = desk.json(&["run", &world(), "--seed", "3"]);
    has(&answer, &["girls", "communities", "ticks", "state_hash", "wall_seconds", "cpu_seconds"]);
    has(&answer, &["agent_ticks_per_second", "baseline"]);
    has(&answer["baseline"], &BASELINE);
    let hash = answer["state_hash"].as_str().unwrap_or_default();
    assert!(hash.len() == 32 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')), "{hash}");
    assert_eq!(number(&answer, "communities"), 6.0);
    let years = number(&answer, "ticks") / 52.0;
    assert!((8.0..=11.0).contains(&years) && years.fract() == 0.0, "burn-in of 3 to 6 years and five: {years}");
    let origins = answer["baseline"]["origin_shares"].as_object().expect("shares by department");
    assert!(origins.contains_key("outside") && origins.contains_key("Highlands"));
    let sum: f64 = origins.values().filter_map(Value::as_f64).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
}

#[test]
fn a_comparison_answers_with_the_names_of_the_contract() {
    let desk = Desk::new();
    let answer = desk.json(&["compare", &study(), "--replicates", "3", "--seed", "2", "--jobs", "2"]);
    has(&answer, &["replicates", "outcomes", "baseline", "policies", "effects", "answers"]);
    assert_eq!(number(&answer, "replicates"), 3.0);
    has(&answer["baseline"], &BASELINE);
    let policies = answer["policies"].as_array().expect("a list of policies");
    let names: Vec<_> = policies.iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["information", "cct-training", "both"]);
    for policy in policies {
        has(policy, &["name", "spend_soles_per_year"]);
        let spent = number(policy, "spend_soles_per_year");
        assert!(spent > 0.0 && spent <= 60_000.0 + 1e-6, "{spent}");
        let effects = answer["effects"].as_array().expect("a list of effects");
        let of_window = |e: &&Value| e["policy"] == policy["name"] && e["window"] == "funded";
        let effects: Vec<&Value> = effects.iter().filter(of_window).collect();
        let outcomes: Vec<_> = effects.iter().filter_map(|e| e["outcome"].as_str()).collect();
        let expected =
            ["newly_exploited_per_year", "spells_begun_per_year", "victims", "brothels", "registered_per_100k"];
        assert_eq!(outcomes, expected);
        for effect in effects {
            has(effect, &["difference", "se", "mean_low", "mean_high", "relative", "unit"]);
            assert!(effect["draws_low"].is_null(), "one parameter vector says nothing of others: {effect:#}");
            let difference = number(effect, "difference");
            let base = number(&answer["baseline"], effect["outcome"].as_str().unwrap_or_default());
            match effect["relative"].as_f64() {
                Some(relative) => assert!((relative * base - difference).abs() < 1e-9, "{effect:#}"),
                None => assert_eq!(base, 0.0, "{effect:#}"),
            }
        }
    }
}

/// Names of all keys at any depth.
fn keys(value: &Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn no_key_of_a_result_is_empty_in_every_study() {
    let desk = Desk::new();
    let toy = |name: &str| format!("{}/scenarios/toy/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let small = ["--replicates", "2"];
    // With a price of a case, so that there is something to say of it.
    let priced =
        format!("based_on = {:?}\nname = \"priced\"\nworth_of_a_case_soles = [50_000, 100_000]\n", toy("decision"));
    desk.write("priced.toml", priced);
    let results = [
        desk.json(&[&["compare", &study()], &small[..], &["--set", "info.d_info=0.5"]].concat()),
        desk.json(&[&["compare", "priced.toml"], &small[..], &["--draws", "8"]].concat()),
        desk.json(&[&["compare", &toy("two-part")], &small[..], &["--draws", "8"]].concat()),
    ];
    let (mut all, mut filled) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for result in &results {
        let mut here = std::collections::BTreeSet::new();
        keys(result, &mut here);
        filled.extend(here.iter().filter(|key| filled_somewhere(result, key)).cloned());
        all.extend(here);
    }
    let never: Vec<&String> = all.difference(&filled).collect();
    // None of these studies has anything to warn of.
    assert_eq!(never, ["warnings"]);
}

/// Whether a key has a value somewhere that is not empty.
fn filled_somewhere(value: &Value, wanted: &str) -> bool {
    let full = |value: &Value| match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Null => false,
        _ => true,
    };
    match value {
        Value::Object(object) => {
            object.iter().any(|(key, value)| (key == wanted && full(value)) || filled_somewhere(value, wanted))
        }
        Value::Array(list) => list.iter().any(|value| filled_somewhere(value, wanted)),
        _ => false,
    }
}

/// A world without mines, so that nobody is exploited, and a study of it.
fn empty(desk: &Desk) {
    desk.write(
        "towns.csv",
        "name,miners,hours_beyond_gateway
No Camp,0,1
",
    );
    desk.write(
        "empty.toml",
        format!(
            "based_on = '{}'
name = \"empty\"
towns = \"towns.csv\"
[baseline]
victims = 0
brothels = 0
",
            world()
        ),
    );
    desk.write(
        "empty-study.toml",
        "name = \"empty-study\"
scenario = \"empty.toml\"
budget_soles_per_year = 1000
funded_years = 1
\
         following_years = 1
[[policy]]
name = \"information\"
[[policy.intervention]]
kind = \"information\"
\
         share_of_budget = 1
",
    );
}

#[test]
fn what_is_undefined_is_null_and_never_nan() {
    let desk = Desk::new();
    empty(&desk);
    let json = ["--format", "json"];
    let texts = [
        desk.run(&[&["run", "empty.toml"], &json[..]].concat()),
        desk.run(&[&["compare", "empty-study.toml", "--replicates", "2"], &json[..]].concat()),
        desk.run(&[&["compare", "empty-study.toml", "--replicates", "1"], &json[..]].concat()),
        desk.run(&[&["compare", &study(), "--replicates", "1"], &json[..]].concat()),
    ];
    for ran in &texts {
        ran.ends(0, &[]);
        assert!(!ran.out.contains("NaN") && !ran.out.contains(": inf"), "{}", ran.out);
        let answer: Value = serde_json::from_str(&ran.out).expect("the answer is JSON");
        has(&answer["baseline"], &BASELINE);
    }
    let nobody: Value = serde_json::from_str(&texts[0].out).expect("the answer is JSON");
    assert_eq!(number(&nobody["baseline"], "victims"), 0.0);
    assert!(nobody["baseline"]["mean_years_exploited"].is_null() && nobody["baseline"]["reexploited_share"].is_null());
    let one_replicate: Value = serde_json::from_str(&texts[3].out).expect("the answer is JSON");
    assert!(one_replicate["effects"][0]["se"].is_null(), "one replicate has no noise to show");
    for file in desk.files("output") {
        if file.ends_with(".csv") || file.ends_with(".json") {
            let text = String::from_utf8(desk.read(&file)).expect("UTF-8");
            let mut fields = text.split([',', '\n', ' ']);
            assert!(!fields.any(|f| ["NaN", "inf", "-inf"].contains(&f)), "{file}: {text}");
        }
    }
}

#[test]
fn a_run_is_replicate_0_of_a_comparison_on_any_number_of_threads() {
    let desk = Desk::new();
    desk.write(
        "five.toml",
        format!(
            "name = \"five\"\nscenario = '{}'\nbudget_soles_per_year = 60_000\nfunded_years = 5\n[[policy]]\n\
             name = \"information\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n",
            world()
        ),
    );
    let run = |threads: &str| desk.json(&["run", &world(), "--seed", "11", "--threads", threads])["state_hash"].clone();
    let hash = run("1");
    assert_eq!(hash, run("3"));
    for threads in ["1", "2"] {
        let out = format!("compared-{threads}");
        let arguments = ["compare", "five.toml", "--seed", "11", "--replicates", "2", "--threads", threads];
        desk.json(&[&arguments[..], &["--out", &out]].concat());
        let manifest: Value = serde_json::from_slice(&desk.read(&format!("{out}/manifest.json"))).expect("JSON");
        let of = |world: &&Value| world["draw"] == 0 && world["replicate"] == 0;
        let baselines = manifest["baselines"].as_array().expect("a list of baselines");
        assert_eq!(baselines.iter().find(of).expect("its baseline")["hash_after_funded_years"], hash);
    }
}

#[test]
fn the_number_of_jobs_changes_no_byte() {
    let desk = Desk::new();
    for jobs in ["1", "2", "3"] {
        desk.json(&["compare", &study(), "--jobs", jobs, "--out", jobs]);
    }
    desk.same_numbers("1", "2");
    desk.same_numbers("1", "3");
}

#[test]
fn more_replicates_leave_those_they_share_as_they_are() {
    let desk = Desk::new();
    desk.json(&["compare", &study(), "--replicates", "2", "--out", "few"]);
    desk.json(&["compare", &study(), "--replicates", "4", "--out", "more"]);
    let few: Vec<String> = desk.files("few/cells");
    // Baseline, three policies in runs A, B and S, by replicate; and the drivers.
    assert_eq!(few.len(), 2 * (1 + 3 * 3) + 1, "{few:?}");
    for file in few {
        assert!(desk.read(&file) == desk.read(&file.replacen("few", "more", 1)), "{file} differs");
    }
}
