//! How much may be read, and that reading takes time in proportion to it.

use super::fixture::*;
use super::numbers::with_communities;
use std::time::{Duration, Instant};

const HEADER: &str =
    "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_gateway\n";

fn communities(n: usize) -> String {
    let row = |i| format!("Place {i},Highlands,{},0.3,0.5,0.4,2,0.5,-0.6,9\n", 1 + i % 7);
    HEADER.to_owned() + &(0..n).map(row).collect::<String>()
}

fn departments(n: usize, districts: usize) -> String {
    let row = |i| format!("Home {i},5500,{districts},0.35,0.55,0.4,1.9,0.45,9,0.97,0,no\n");
    "name,population,districts,poverty_rate,taboo,violence_share,adult_earnings,phone_share,hours_to_gateway,in_school_at_12,origin_share,fitted\n"
        .to_owned()
        + "Highlands,5500,3,0.35,0.55,0.4,1.9,0.45,9,0.97,0.5,yes\n"
        + &(0..n).map(row).collect::<String>()
}

#[test]
fn more_places_than_can_be_numbered_are_refused_where_they_are_read() {
    says(
        &with_communities(communities(65_536)).error(),
        &["more rows than a community can be numbered by", "communities.csv:65537:1", "at most 65535"],
    );
    let inputs = Inputs::new();
    let towns: String = (0..65_536).map(|i| format!("Camp {i},1,1\n")).collect();
    inputs.write("towns.csv", format!("name,miners,hours_beyond_gateway\n{towns}"));
    says(&inputs.error(), &["more rows than a town can be numbered by", "towns.csv:65537:1"]);
    let inputs = Inputs::new();
    inputs.write("departments.csv", departments(2, 40_000));
    says(&inputs.error(), &["`districts` sums to 80003", "departments.csv:4:", "at most 65535 communities"]);
    let inputs = Inputs::new();
    inputs.write("departments.csv", departments(1, 100_000));
    says(&inputs.error(), &["`districts` is 100000", "departments.csv:3:", "from 1 to 65535"]);
}

#[test]
fn worlds_that_no_memory_would_hold_are_refused_at_the_row_that_makes_them_so() {
    let inputs = Inputs::new();
    let many: String =
        departments(2, 3).replace("Home 0,5500", "Home 0,1000000000").replace("Home 1,5500", "Home 1,1000000000");
    inputs.write("departments.csv", many);
    says(&inputs.error(), &["simulated girls by here", "departments.csv:4:8", "population.scale"]);
    let row = |i| format!("Place {i},Highlands,10000000,0.3,0.5,0.4,2,0.5,-0.6,9\n");
    let text = HEADER.to_owned() + &(0..30).map(row).collect::<String>();
    says(&with_communities(text).error(), &["simulated girls by here", "communities.csv:22:", "at most 2e8"]);
    // Towns and communities: each pair has a distance.
    let inputs = with_communities(communities(20_000));
    let towns: String = (0..300).map(|i| format!("Camp {i},1,1\n")).collect();
    inputs.write("towns.csv", format!("name,miners,hours_beyond_gateway\n{towns}"));
    says(&inputs.error(), &["pairs of a town with a community", "communities.csv:16668:1", "at most 5000000"]);
    each_is_refused(&[
        ("towns.csv", "Upper Camp,280", "Upper Camp,900000000", &["`miners` sums to", "towns.csv:2:12", "brothels"]),
        ("world.toml", "brothels = 4\n", "brothels = 1000000\n", &["out of range", "world.toml:8:12", "50000"]),
        ("world.toml", "victims = 40", "victims = 1000000000", &["out of range", "world.toml:7:11", "1000000"]),
    ]);
}

#[test]
fn a_study_of_too_many_runs_or_policies_is_refused() {
    let policy = |i: usize| {
        format!("\n[[policy]]\nname = \"p{i}\"\nintervention = [{{ kind = \"information\", coverage = 0.5 }}]\n")
    };
    let many = |n: usize| (0..n).map(policy).collect::<String>();
    let inputs = Inputs::new();
    inputs
        .write("study.toml", STUDY.replace("funded_years = 2", "funded_years = 2\nreplicates = 100_000") + &many(120));
    says(&inputs.error(), &["100000 worlds", "study.toml:5:14", "at most 10000000 runs"]);
    inputs.write("study.toml", STUDY.to_owned() + &many(1_100));
    says(&inputs.error(), &["`policy` has 1101 tables", "study.toml:", "at most 1000"]);
    let budgets: Vec<String> = (1..=90).map(|i| format!("{i}")).collect();
    let several = format!("budgets_soles_per_year = [{}]", budgets.join(", "));
    inputs.write("study.toml", STUDY.replace("budget_soles_per_year = 60_000", &several) + &many(30));
    says(&inputs.error(), &["too many policies", "study.toml:", "at most 2000"]);
}

#[test]
fn names_and_titles_have_a_length_that_their_files_can_bear() {
    let (name, title) = ("n".repeat(101), "t".repeat(301));
    let named = |file: &'static str, old: &str, new: String, parts: &[&str]| {
        let inputs = Inputs::new();
        inputs.with(file, old, &new);
        says(&inputs.error(), parts);
    };
    named(
        "study.toml",
        "\"small-study\"",
        format!("\"{name}\""),
        &["`name` has 101 characters, more than 100", "study.toml:1:8"],
    );
    named("study.toml", "name = \"information\"", format!("name = \"{name}\""), &["more than 100", "study.toml:8:8"]);
    named("world.toml", "\"small\"", format!("\"{name}\""), &["more than 100", "world.toml:1:8"]);
    named(
        "study.toml",
        "funded_years",
        format!("title = \"{title}\"\nfunded_years"),
        &["`title` has 301 characters, more than 300", "study.toml:4:9"],
    );
    named("towns.csv", "Upper Camp", name.clone(), &["`name` has 101 characters", "towns.csv:2:1"]);
    named("departments.csv", "Lowlands", name.clone(), &["`name` has 101 characters", "departments.csv:3:1"]);
    // The longest that is allowed, with a budget added, is a name of a file.
    let inputs = Inputs::new();
    inputs.with("study.toml", "name = \"information\"", &format!("name = \"{}\"", &name[1..]));
    says(&inputs.error_or_ok(), &["ok"]);
}

#[test]
fn titles_and_names_hold_no_character_that_steers() {
    for c in ['\u{7}', '\u{1b}', '\u{9b}', '\u{202e}', '\u{2069}', '\u{fffe}', '\u{200f}'] {
        let escaped = format!("\\u{:04X}", u32::from(c));
        let named = format!("U+{:04X}", u32::from(c));
        for (file, old, new) in [
            ("study.toml", "funded_years", format!("title = \"a{escaped}b\"\nfunded_years")),
            ("study.toml", "name = \"information\"", format!("name = \"information\"\ntitle = \"a{escaped}b\"")),
            ("study.toml", "name = \"information\"", format!("name = \"info{escaped}rmation\"")),
            ("world.toml", "register =", format!("title = \"a{escaped}b\"\nregister =")),
            ("departments.csv", "Lowlands", format!("Low{c}lands")),
            ("towns.csv", "Upper Camp", format!("Upper{c}Camp")),
            ("parameters.csv", "pinned by acceptance at baseline", format!("pinned{c}")),
        ] {
            let inputs = Inputs::new();
            inputs.with(file, old, &new);
            let error = inputs.error();
            says(&error, &[&named, &format!("{file}:")]);
            assert!(!error.chars().any(|shown| amparo::text::steers(shown) && shown != '\n'), "{error:?}");
        }
    }
}

#[test]
fn files_texts_and_chains_have_limits() {
    let inputs = Inputs::new();
    inputs.write("study.toml", format!("{STUDY}# {}", "x".repeat(1 << 20)));
    says(&inputs.error(), &["more than 1024 KiB", "study.toml:1:1"]);
    let inputs = Inputs::new();
    inputs.write("towns.csv", vec![b'x'; (32 << 20) + 1]);
    says(&inputs.error(), &["more than 32 MiB", "towns.csv"]);
    let inputs = Inputs::new();
    inputs.write("w1.toml", WORLD);
    for i in 2..=40 {
        inputs.write(&format!("w{i}.toml"), format!("based_on = \"w{}.toml\"\n", i - 1));
    }
    let chain = |file: &str| inputs.write("study.toml", STUDY.replace("world.toml", file)).error_or_ok();
    says(&chain("w16.toml"), &["ok"]);
    says(&chain("w17.toml"), &["leads through too many files", "w2.toml:1:12", "at most 16"]);
    let long = "x".repeat(1_001);
    let inputs = Inputs::new();
    inputs.with("study.toml", "world.toml", &long);
    says(&inputs.error(), &["`scenario` has 1001 characters", "study.toml:2:12"]);
}

/// The shortest of some times that loading takes, whatever comes of it.
fn loading(inputs: &Inputs) -> Duration {
    (0..3)
        .map(|_| {
            let started = Instant::now();
            let _ = inputs.error_or_ok();
            started.elapsed()
        })
        .min()
        .unwrap_or_default()
}

#[test]
fn reading_takes_time_in_proportion_to_what_is_read() {
    let (parameters, attraction) = (
        |n: usize| {
            let keys: String = (0..n).map(|i| format!("\"some.key{i}\" = 1\n")).collect();
            let inputs = Inputs::new();
            inputs.write("world.toml", WORLD.to_owned() + &keys);
            inputs
        },
        |n: usize| {
            let inputs = Inputs::new();
            inputs.write("departments.csv", departments(n, 1));
            let keys: String = (0..n).map(|i| format!("\"Home {i}\" = 0.1\n")).collect();
            inputs.with("world.toml", "Highlands = 0.2\n", &keys);
            inputs
        },
    );
    let title = |n: usize| {
        let inputs = Inputs::new();
        inputs.with("world.toml", "[baseline]", &format!("title = \"{}\"\n[baseline]", "é".repeat(10 * n)));
        inputs
    };
    let column = |n: usize| {
        let inputs = Inputs::new();
        inputs.with("towns.csv", "name,miners", &format!("name,{},miners", "m".repeat(100 * n)));
        inputs
    };
    let last = |n: usize| with_communities(communities(n) + "Last,Nowhere,1,0.3,0.5,0.4,2,0.5,-0.6,9\n");
    let departments_only = |n: usize| {
        let inputs = Inputs::new();
        inputs.write("departments.csv", departments(n, 1));
        inputs
    };
    let all: [(&str, &dyn Fn(usize) -> Inputs); 7] = [
        ("unique names of communities", &|n| with_communities(communities(n))),
        ("departments", &departments_only),
        ("a mistake in the last row", &last),
        ("keys", &parameters),
        ("keys that name departments", &attraction),
        ("a long title", &title),
        ("a long column", &column),
    ];
    for (what, of) in all {
        const TIMES: u32 = 8;
        let (few, many) = (of(5_000), of(5_000 * TIMES as usize));
        // In proportion it is 8 times as long, with the square 64; another process may take its share of either, so twice.
        let ratios: Vec<f64> =
            (0..3).map(|_| loading(&many).as_secs_f64() / loading(&few).as_secs_f64().max(1e-3)).collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(least < 3.0 * f64::from(TIMES), "{what}: {ratios:?} times as long for {TIMES} times as much");
    }
}
