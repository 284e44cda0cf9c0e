//! A small valid study in a temporary directory, for a test to spoil.

use amparo::files::load_study;
pub use amparo::policy::VOCABULARY;
use amparo::text::Diagnostic;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows whose values and lines the tests below name; all others are taken from the register that ships.
const ROWS: &str = "\
name,symbol,default,low,high,prior,unit,grade,source,meaning,phrase,note
decision.theta,theta,7.07,-2,14,uniform,utility,calibrated,,a threshold,,pinned by acceptance at baseline
population.scale,n,1,1,10,fixed,persons/sim. girl,design,,a scale,,
info.cost_contact,,12,5,30,loguniform,S/,assumed,cost_school_campaign,a cost,,
";

pub fn register() -> String {
    let fixed: Vec<&str> = ROWS.lines().filter_map(|l| l.split(',').next()).collect();
    let shipped = include_str!("../../scenarios/madre-de-dios/parameters.csv");
    let others = shipped
        .lines()
        .filter(|l| l.split(',').next().is_some_and(|name| !fixed.contains(&name)))
        .map(|l| format!("{l}\n"));
    ROWS.to_owned() + &others.collect::<String>()
}

pub const WORLD: &str = r#"name = "small"
register = "parameters.csv"
departments = "departments.csv"
towns = "towns.csv"

[baseline]
victims = 40
brothels = 4
registered_per_100k = 50
rescued_per_year = 2
minors_share = 0.35
residents = 1500

[burn_in]
years = 3
max_years = 6
drift_years = 2
drift_per_year = 10

[attraction]
Highlands = 0.2

[parameters]
"decision.theta" = 7.07
"#;

const DEPARTMENTS: &str = "\
name,population,districts,poverty_rate,taboo,violence_share,adult_earnings,phone_share,hours_to_gateway,in_school_at_12,origin_share,fitted
Highlands,5500,3,0.35,0.55,0.4,1.9,0.45,9,0.97,0.5,yes
Lowlands,3500,2,0.2,0.45,0.32,2.4,0.55,30,0.93,0.2,no
";

const TOWNS: &str = "name,miners,hours_beyond_gateway\nUpper Camp,280,1\nLower Camp,170,2\n";

pub const STUDY: &str = r#"name = "small-study"
scenario = "world.toml"
budget_soles_per_year = 60_000
funded_years = 2
following_years = 1

[[policy]]
name = "information"
[[policy.intervention]]
kind = "information"
coverage = 0.5
"#;

/// A directory with a valid study, one file of which a test spoils; removed afterwards.
pub struct Inputs {
    pub dir: PathBuf,
}

impl Inputs {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("amparo-bad-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a temporary directory");
        let inputs = Self { dir };
        inputs.write("world.toml", WORLD);
        inputs.write("study.toml", STUDY);
        inputs.write("parameters.csv", register());
        inputs.write("departments.csv", DEPARTMENTS);
        inputs.write("towns.csv", TOWNS);
        inputs
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.dir.join(file), text).expect("a writable temporary directory");
        self
    }

    /// Replaces a text that occurs exactly once in a file.
    pub fn with(&self, file: &str, old: &str, new: &str) -> &Self {
        let text = std::fs::read_to_string(self.dir.join(file)).expect("a file of the fixture");
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        self.write(file, text.replace(old, new))
    }

    /// What loading the study says; it reads every file of the fixture.
    pub fn error(&self) -> String {
        let result = load_study(&self.dir.join("study.toml"), &VOCABULARY, &[]);
        shown(result.map(|_| ()), &self.dir)
    }

    /// The same, or "ok" where nothing is wrong.
    pub fn error_or_ok(&self) -> String {
        match load_study(&self.dir.join("study.toml"), &VOCABULARY, &[]) {
            Ok(_) => "ok".to_owned(),
            Err(error) => shown(Err(error), &self.dir),
        }
    }

    pub fn error_with_set(&self, name: &str, value: f64) -> String {
        let set = [(name.to_owned(), value)];
        let result = load_study(&self.dir.join("study.toml"), &VOCABULARY, &set);
        shown(result.map(|_| ()), &self.dir)
    }
}

impl Drop for Inputs {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// The error's text, with the temporary directory cut from the paths.
pub fn shown(result: Result<(), Diagnostic>, dir: &Path) -> String {
    match result {
        Ok(()) => panic!("the input was accepted"),
        Err(error) => error.to_string().replace(&format!("{}/", dir.display()), ""),
    }
}

#[track_caller]
pub fn says(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "`{part}` is not in:\n{error}");
    }
}

/// One spoilt text: the file, what stood there, what stands there now, and what the error must say.
pub type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

#[track_caller]
pub fn each_is_refused(cases: &[Case]) {
    for (file, old, new, parts) in cases {
        let inputs = Inputs::new();
        inputs.with(file, old, new);
        says(&inputs.error(), parts);
    }
}
