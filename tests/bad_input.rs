//! Bad input is refused with the file, the line, what was expected and the nearest valid name.

use amparo::scenario::{Diagnostic, Vocabulary, load_scenario, load_study, parse_set};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

const VOCABULARY: Vocabulary = Vocabulary {
    interventions: &[
        ("information", "info"),
        ("app", "app"),
        ("community-development", "cdd"),
        ("cct-training", "cct"),
        ("aftercare", "aftercare"),
    ],
};

/// Rows whose values and lines the tests below name; all others are taken from the register that ships.
const ROWS: &str = "\
name,symbol,default,low,high,prior,unit,grade,source,note
decision.theta,theta,7.07,-2,14,uniform,utility,calibrated,,pinned by acceptance at baseline
population.scale,n,1,1,10,fixed,persons/sim. girl,design,,
info.cost_contact,,12,5,30,loguniform,S/,assumed,cost_school_campaign,
";

fn register() -> String {
    let fixed: Vec<&str> = ROWS.lines().filter_map(|l| l.split(',').next()).collect();
    let shipped = include_str!("../scenarios/madre-de-dios/parameters.csv");
    let others = shipped
        .lines()
        .filter(|l| {
            l.split(',')
                .next()
                .is_some_and(|name| !fixed.contains(&name))
        })
        .map(|l| format!("{l}\n"));
    ROWS.to_owned() + &others.collect::<String>()
}

const WORLD: &str = r#"name = "small"
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
name,population,districts,poverty_rate,taboo,violence_share,adult_earnings,phone_share,hours_to_mazuko,in_school_at_12,origin_share,fitted
Highlands,5500,3,0.35,0.55,0.4,1.9,0.45,9,0.97,0.5,yes
Lowlands,3500,2,0.2,0.45,0.32,2.4,0.55,30,0.93,0.2,no
";

const TOWNS: &str = "name,miners,hours_beyond_mazuko\nUpper Camp,280,1\nLower Camp,170,2\n";

const STUDY: &str = r#"name = "small-study"
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
struct Inputs {
    dir: PathBuf,
}

impl Inputs {
    fn new() -> Self {
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

    fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.dir.join(file), text).expect("a writable temporary directory");
        self
    }

    /// Replaces a text that occurs exactly once in a file.
    fn with(&self, file: &str, old: &str, new: &str) -> &Self {
        let text = std::fs::read_to_string(self.dir.join(file)).expect("a file of the fixture");
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        self.write(file, text.replace(old, new))
    }

    /// What loading the study says; it reads every file of the fixture.
    fn error(&self) -> String {
        let result = load_study(&self.dir.join("study.toml"), &VOCABULARY, &[]);
        shown(result.map(|_| ()), &self.dir)
    }

    fn error_with_set(&self, name: &str, value: f64) -> String {
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
fn shown(result: Result<(), Diagnostic>, dir: &Path) -> String {
    match result {
        Ok(()) => panic!("the input was accepted"),
        Err(error) => error
            .to_string()
            .replace(&format!("{}/", dir.display()), ""),
    }
}

#[track_caller]
fn says(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "`{part}` is not in:\n{error}");
    }
}

#[test]
fn the_fixture_itself_is_accepted() {
    let inputs = Inputs::new();
    let study = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]);
    assert!(study.is_ok(), "{}", study.map(|_| ()).unwrap_err());
}

#[test]
fn an_error_shows_the_line_with_a_caret() {
    let error = Inputs::new()
        .with("study.toml", "funded_years = 2", "founded_years = 2")
        .error();
    let mut lines = error.lines();
    assert_eq!(lines.next(), Some("error: unknown key `founded_years`"));
    assert_eq!(lines.next(), Some("  --> study.toml:4:1"));
    assert_eq!(lines.next(), Some("   |"));
    assert_eq!(lines.next(), Some(" 4 | founded_years = 2"));
    assert_eq!(lines.next(), Some("   | ^^^^^^^^^^^^^"));
    says(
        &error,
        &["= expected one of: name, title", "= nearest: funded_years"],
    );
}

/// One spoilt text: the file, what stood there, what stands there now, and what the error must say.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

#[track_caller]
fn each_is_refused(cases: &[Case]) {
    for (file, old, new, parts) in cases {
        let inputs = Inputs::new();
        inputs.with(file, old, new);
        says(&inputs.error(), parts);
    }
}

#[test]
fn unknown_keys_are_refused_with_the_nearest() {
    each_is_refused(&[
        (
            "world.toml",
            "victims = 40",
            "victim = 40",
            &[
                "unknown key `victim`",
                "world.toml:7:1",
                "= nearest: victims",
            ],
        ),
        (
            "world.toml",
            "[burn_in]",
            "[burn_out]",
            &[
                "unknown key `burn_out`",
                "world.toml:14:2",
                "= nearest: burn_in",
            ],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nramp = 3",
            &["unknown key `ramp`", "study.toml:12:1", "ramp_weeks"],
        ),
    ]);
}

#[test]
fn malformed_toml_is_refused_where_it_breaks() {
    each_is_refused(&[
        (
            "world.toml",
            "brothels = 4",
            "brothels = = 4",
            &["not valid TOML", "world.toml:8:12"],
        ),
        (
            "world.toml",
            "brothels = 4",
            "brothels = 4\nbrothels = 5",
            &["duplicate key", "world.toml:9:1"],
        ),
        (
            "study.toml",
            "name = \"small-study\"",
            "name = \"small-study",
            &["not valid TOML", "study.toml:1:"],
        ),
    ]);
}

#[test]
fn wrong_types_are_refused_with_what_was_expected() {
    each_is_refused(&[
        (
            "world.toml",
            "victims = 40",
            "victims = \"40\"",
            &[
                "`victims` is a text",
                "world.toml:7:11",
                "expected a number",
            ],
        ),
        (
            "world.toml",
            "drift_years = 2",
            "drift_years = 1.5",
            &["not a whole number", "world.toml:17:15", "from 1 to"],
        ),
        (
            "world.toml",
            "name = \"small\"",
            "name = true",
            &["`name` is a boolean", "world.toml:1:8", "a text"],
        ),
        (
            "world.toml",
            "[attraction]\nHighlands = 0.2",
            "[[attraction]]\nHighlands = 0.2",
            &["`attraction` is a list", "world.toml:20", "[attraction]"],
        ),
        (
            "study.toml",
            "[[policy.intervention]]",
            "[policy.intervention]",
            &["`intervention` is a table", "[[intervention]]"],
        ),
    ]);
}

#[test]
fn missing_keys_are_refused_at_their_table() {
    each_is_refused(&[
        (
            "world.toml",
            "victims = 40\n",
            "",
            &["missing key `victims`", "world.toml:6:1", "[baseline]"],
        ),
        (
            "world.toml",
            "towns = \"towns.csv\"\n",
            "",
            &["missing key `towns`", "world.toml:1:1", "a path"],
        ),
        (
            "study.toml",
            "budget_soles_per_year = 60_000\n",
            "",
            &["missing key `budget_soles_per_year`", "study.toml:1:1"],
        ),
        (
            "study.toml",
            "kind = \"information\"\n",
            "",
            &[
                "missing key `kind`",
                "study.toml:9:1",
                "one of: information",
            ],
        ),
    ]);
}

#[test]
fn numbers_out_of_range_or_not_finite_are_refused_with_the_range() {
    each_is_refused(&[
        (
            "world.toml",
            "minors_share = 0.35",
            "minors_share = 1.35",
            &["`minors_share` is 1.35", "world.toml:11:16", "from 0 to 1"],
        ),
        (
            "world.toml",
            "victims = 40",
            "victims = nan",
            &["not a finite number", "world.toml:7:11"],
        ),
        (
            "world.toml",
            "7.07",
            "-inf",
            &["not a finite number", "world.toml:24:20"],
        ),
        (
            "study.toml",
            "funded_years = 2",
            "funded_years = 2\nreplicates = 0",
            &["`replicates` is 0", "study.toml:5:14", "from 1 to 100000"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 50",
            &["`coverage` is 50", "study.toml:11:12", "from 0 to 1"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nintensity = 5",
            &["`intensity` is 5", "study.toml:12:13", "from 0 to 4"],
        ),
    ]);
}

#[test]
fn parameters_must_exist_and_be_in_the_registers_range() {
    each_is_refused(&[
        (
            "world.toml",
            "decision.theta",
            "decision.thetta",
            &[
                "unknown parameter `decision.thetta`",
                "world.toml:24:1",
                "nearest: decision.theta",
            ],
        ),
        (
            "world.toml",
            "7.07",
            "70.7",
            &[
                "`decision.theta` is 70.7",
                "world.toml:24:20",
                "from -2 to 14 (utility)",
            ],
        ),
        (
            "world.toml",
            "\"decision.theta\" = 7.07",
            "population.scale = 11",
            &[
                "`population.scale` is 11",
                "world.toml:24:20",
                "from 1 to 10",
            ],
        ),
        (
            "world.toml",
            "\"decision.theta\" = 7.07",
            "\"decision.theta\" = 7.07\n[parameters.decision]\ntheta = 8",
            &["given twice", "world.toml:26:1"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nparameters = { \"info.cost_contact\" = 31 }",
            &[
                "`info.cost_contact` is 31",
                "study.toml:12:",
                "from 5 to 30",
            ],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nparameters = { decision.theta = 8 }",
            &[
                "not this intervention's own parameter",
                "study.toml:12:",
                "info.rate",
            ],
        ),
    ]);
}

#[test]
fn a_set_value_is_checked_like_a_files_and_names_the_argument() {
    let inputs = Inputs::new();
    says(
        &inputs.error_with_set("decision.tetha", 7.0),
        &[
            "unknown parameter",
            "--> --set decision.tetha=7",
            "nearest: decision.theta",
        ],
    );
    says(
        &inputs.error_with_set("decision.theta", 99.0),
        &[
            "out of range",
            "--> --set decision.theta=99",
            "from -2 to 14",
        ],
    );
    let set = |argument: &str| shown(parse_set(argument).map(|_| ()), Path::new(""));
    says(
        &set("decision.theta"),
        &["no `=`", "--set decision.theta", "group.name=value"],
    );
    says(&set("decision.theta=high"), &["`high` is not a number"]);
    says(&set("decision.theta=nan"), &["`nan` is not a number"]);
    says(&set("=3"), &["no name"]);
    assert_eq!(parse_set("a.b=1.5"), Ok(("a.b".to_owned(), 1.5)));
}

#[test]
fn files_that_cannot_be_read_are_shown_where_they_are_named() {
    each_is_refused(&[
        (
            "world.toml",
            "towns = \"towns.csv\"",
            "towns = \"town.csv\"",
            &["cannot read `town.csv`: no such file", "world.toml:4:9"],
        ),
        (
            "study.toml",
            "world.toml",
            "worlds.toml",
            &["cannot read `worlds.toml`", "study.toml:2:12"],
        ),
        (
            "study.toml",
            "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n",
            "file = \"none.toml\"",
            &["cannot read `none.toml`", "study.toml:9:8"],
        ),
        (
            "world.toml",
            "towns = \"towns.csv\"",
            "towns = \".\"",
            &["cannot read", "directory", "world.toml:4:9"],
        ),
    ]);
    let missing = load_scenario(Path::new("no-such.toml"), &VOCABULARY, &[]);
    says(
        &shown(missing.map(|_| ()), Path::new("")),
        &[
            "cannot read `no-such.toml`: no such file",
            "--> no-such.toml",
        ],
    );
}

#[test]
fn the_burn_in_must_be_consistent() {
    each_is_refused(&[
        (
            "world.toml",
            "max_years = 6",
            "max_years = 2",
            &["below `years`", "world.toml:16:13", "at least 3"],
        ),
        (
            "world.toml",
            "drift_years = 2",
            "drift_years = 4",
            &["above `years`", "world.toml:17:15", "at most 3"],
        ),
    ]);
}

#[test]
fn places_a_scenario_names_must_exist() {
    each_is_refused(&[
        (
            "world.toml",
            "Highlands = 0.2",
            "Highland = 0.2",
            &[
                "unknown department `Highland`",
                "world.toml:21:1",
                "nearest: Highlands",
            ],
        ),
        (
            "world.toml",
            "[attraction]",
            "[[crackdown]]\ntown = \"Uper Camp\"\nstart_week = 0\nend_week = 26\n[attraction]",
            &[
                "unknown town `Uper Camp`",
                "world.toml:21:8",
                "nearest: Upper Camp",
            ],
        ),
        (
            "world.toml",
            "[attraction]",
            "[[crackdown]]\ntown = \"Upper Camp\"\nstart_week = 26\nend_week = 26\n[attraction]",
            &[
                "the crackdown ends in week 26",
                "world.toml:23:12",
                "above 26",
            ],
        ),
    ]);
}

#[test]
fn policies_must_be_named_apart() {
    let second = |name: &str| {
        format!(
            "coverage = 0.5\n[[policy]]\nname = \"{name}\"\nintervention = [{{kind=\"app\",coverage=1}}]"
        )
    };
    for (name, parts) in [
        (
            "information",
            ["two policies are named `information`", "study.toml:13:8"],
        ),
        (
            "baseline",
            ["cannot be named `baseline`", "study.toml:13:8"],
        ),
        ("a b", ["`a b`, not a name", "letters, digits and hyphens"]),
    ] {
        let inputs = Inputs::new();
        inputs.with("study.toml", "coverage = 0.5", &second(name));
        says(&inputs.error(), &parts);
    }
}

#[test]
fn a_study_needs_a_policy_and_a_policy_an_intervention() {
    let start = STUDY.find("[[policy]]").expect("a policy in the fixture");
    let inputs = Inputs::new();
    inputs.write("study.toml", &STUDY[..start]);
    says(
        &inputs.error(),
        &[
            "missing key `policy`",
            "study.toml:1:1",
            "at least one policy",
        ],
    );
    inputs.write("study.toml", format!("policy = []\n{}", &STUDY[..start]));
    says(
        &inputs.error(),
        &["the study has no policy", "study.toml:1:10"],
    );
    each_is_refused(&[
        (
            "study.toml",
            "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n",
            "",
            &["the policy has no intervention", "study.toml:7:1", "`file`"],
        ),
        (
            "study.toml",
            "[[policy.intervention]]",
            "file = \"x.toml\"\n[[policy.intervention]]",
            &["has a `file` and interventions", "study.toml:10:", "either"],
        ),
        (
            "study.toml",
            "kind = \"information\"",
            "kind = \"informations\"",
            &[
                "unknown intervention",
                "study.toml:10:8",
                "nearest: information",
            ],
        ),
    ]);
}

#[test]
fn an_intervention_must_fit_into_the_study() {
    each_is_refused(&[
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nstart_week = 20\nend_week = 20",
            &["ends in week 20", "study.toml:13:12", "above 20"],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nend_week = 157",
            &[
                "beyond the study's horizon",
                "study.toml:12:12",
                "at most 156",
            ],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nramp_weeks = 105",
            &[
                "longer than the programme",
                "study.toml:12:14",
                "at most 104 weeks",
            ],
        ),
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\ntargeting = \"by-exposures\"",
            &[
                "unknown targeting",
                "study.toml:12:13",
                "nearest: by-exposure",
            ],
        ),
    ]);
}

#[test]
fn an_intervention_says_once_how_much_of_it_there_is() {
    each_is_refused(&[
        (
            "study.toml",
            "coverage = 0.5",
            "coverage = 0.5\nbudget_soles_per_year = 1000",
            &[
                "both `coverage` and `budget_soles_per_year`",
                "study.toml:12:1",
                "exactly one of",
            ],
        ),
        (
            "study.toml",
            "coverage = 0.5\n",
            "",
            &[
                "not said how much",
                "study.toml:9:1",
                "exactly one of: coverage",
            ],
        ),
        (
            "world.toml",
            "[attraction]",
            "[[intervention]]\nkind = \"app\"\nshare_of_budget = 1\n[attraction]",
            &["no meaning outside a study", "world.toml:22:1", "coverage"],
        ),
    ]);
}

#[test]
fn a_policy_cannot_spend_more_than_the_study_has() {
    let also = "[[policy.intervention]]\nkind = \"app\"\n";
    for (first, second, parts) in [
        (
            "share_of_budget = 0.6",
            "share_of_budget = 0.5",
            [
                "shares of the budget sum to 1.1",
                "study.toml:14:19",
                "at most 1",
            ],
        ),
        (
            "budget_soles_per_year = 40000",
            "budget_soles_per_year = 30000",
            ["budgets sum to 70000", "study.toml:14:25", "60000"],
        ),
    ] {
        let inputs = Inputs::new();
        inputs.with(
            "study.toml",
            "coverage = 0.5",
            &format!("{first}\n{also}{second}"),
        );
        says(&inputs.error(), &parts);
    }
}

#[test]
fn scenarios_cannot_be_based_on_each_other_in_a_circle() {
    let inputs = Inputs::new();
    inputs.write("other.toml", "based_on = \"world.toml\"\n");
    inputs.with(
        "world.toml",
        "name = \"small\"",
        "name = \"small\"\nbased_on = \"other.toml\"",
    );
    says(
        &inputs.error(),
        &["`based_on` leads back", "other.toml:1:12"],
    );
}

#[test]
fn an_inherited_mistake_is_shown_in_the_file_that_makes_it() {
    let inputs = Inputs::new();
    inputs.write("base.toml", WORLD.replace("victims = 40", "victims = -1"));
    inputs.write("world.toml", "based_on = \"base.toml\"\nname = \"child\"\n");
    says(&inputs.error(), &["`victims` is -1", "base.toml:7:11"]);
}

#[test]
fn a_policy_file_is_checked_like_the_study() {
    let inputs = Inputs::new();
    let own = "[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\n";
    inputs.with("study.toml", own, "file = \"own.toml\"");
    inputs.write("own.toml", "titel = \"Campaign\"\n");
    says(
        &inputs.error(),
        &["unknown key `titel`", "own.toml:1:1", "nearest: title"],
    );
    inputs.write(
        "own.toml",
        "[[intervention]]\nkind = \"app\"\ncoverage = 2\n",
    );
    says(&inputs.error(), &["`coverage` is 2", "own.toml:3:12"]);
}

#[test]
fn tables_of_the_region_are_refused_by_line_and_column() {
    each_is_refused(&[
        (
            "departments.csv",
            "districts,",
            "district,",
            &[
                "unknown column `district`",
                "departments.csv:1:17",
                "nearest: districts",
            ],
        ),
        (
            "towns.csv",
            ",hours_beyond_mazuko",
            "",
            &["missing column `hours_beyond_mazuko`", "towns.csv:1:1"],
        ),
        (
            "departments.csv",
            "Lowlands,3500",
            "Lowlands,many",
            &[
                "`population` is `many`, not a number",
                "departments.csv:3:10",
            ],
        ),
        (
            "departments.csv",
            "0.35,0.55",
            "0.35,1.55",
            &["`taboo` is 1.55", "departments.csv:2:23", "from 0 to 1"],
        ),
        (
            "departments.csv",
            "Lowlands,3500,2",
            "Lowlands,3500,0",
            &["`districts` is 0", "departments.csv:3:15", "from 1 to"],
        ),
        (
            "departments.csv",
            "0.5,yes",
            "0.9,yes",
            &[
                "`origin_share` sums to 1.1",
                "departments.csv:3:",
                "at most 1",
            ],
        ),
        (
            "departments.csv",
            "0.5,yes",
            "0.5,true",
            &["`fitted` is `true`", "departments.csv:2:", "yes or no"],
        ),
        (
            "departments.csv",
            "Lowlands",
            "Highlands",
            &[
                "department `Highlands` appears twice",
                "departments.csv:3:1",
            ],
        ),
        (
            "towns.csv",
            "Lower Camp",
            "Upper Camp",
            &["town `Upper Camp` appears twice", "towns.csv:3:1"],
        ),
        (
            "towns.csv",
            "Lower Camp,170,2",
            "Lower Camp,170",
            &["this row has 2 fields", "towns.csv:3:1", "3 fields"],
        ),
        (
            "towns.csv",
            "Lower Camp,170,2",
            "\nLower Camp,-1,2",
            &["`miners` is -1", "towns.csv:4:12", "from 0"],
        ),
    ]);
}

#[test]
fn empty_files_and_files_that_are_no_text_are_refused() {
    let inputs = Inputs::new();
    inputs.write("towns.csv", "");
    says(
        &inputs.error(),
        &[
            "the file is empty",
            "towns.csv:1:1",
            "the columns name,miners",
        ],
    );
    inputs.write("towns.csv", "name,miners,hours_beyond_mazuko\n");
    says(&inputs.error(), &["no town in this file", "towns.csv:1:1"]);
    inputs.write(
        "towns.csv",
        b"name,miners,hours_beyond_mazuko\nHuep\xe9tuhe,1,2\n",
    );
    says(&inputs.error(), &["not UTF-8", "towns.csv:2:5", "UTF-8"]);
    inputs.write("study.toml", "");
    says(&inputs.error(), &["missing key `name`", "study.toml:1:1"]);
}

#[test]
fn given_communities_are_checked_against_the_departments() {
    const HEADER: &str = "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_mazuko\n";
    let inputs = Inputs::new();
    inputs.with(
        "world.toml",
        "[baseline]",
        "communities = \"communities.csv\"\n[baseline]",
    );
    inputs.write(
        "communities.csv",
        format!("{HEADER}Alto,Highland,100,0.3,0.5,0.4,2,0.5,-0.6,9\n"),
    );
    says(
        &inputs.error(),
        &[
            "unknown department `Highland`",
            "communities.csv:2:6",
            "nearest: Highlands",
        ],
    );
    inputs.write(
        "communities.csv",
        format!("{HEADER}Alto,Highlands,100,0.3,0.5,1.4,2,0.5,-0.6,9\n"),
    );
    says(
        &inputs.error(),
        &[
            "`violence_share` is 1.4",
            "communities.csv:2:28",
            "from 0 to 1",
        ],
    );
}

#[test]
fn the_register_is_refused_by_line_and_column() {
    each_is_refused(&[
        (
            "parameters.csv",
            "decision.theta,theta,7.07",
            "decision.theta,theta,77",
            &[
                "`default` of `decision.theta` is 77",
                "parameters.csv:2:22",
                "from -2 to 14",
            ],
        ),
        (
            "parameters.csv",
            "decision.theta,theta",
            "decision.thetta,theta",
            &[
                "unknown parameter `decision.thetta`",
                "parameters.csv:2:1",
                "nearest: decision.theta",
            ],
        ),
        (
            "parameters.csv",
            "info.cost_contact,",
            "decision.theta,",
            &["`decision.theta` appears twice", "parameters.csv:4:1"],
        ),
        (
            "parameters.csv",
            "decision.theta,theta,7.07,-2,14",
            "decision.theta,theta,7.07,14,-2",
            &[
                "`low` of `decision.theta` is 14",
                "parameters.csv:2:",
                "below -2",
            ],
        ),
        (
            "parameters.csv",
            "14,uniform,utility,calibrated",
            "14,uniforn,utility,calibrated",
            &[
                "unknown prior `uniforn`",
                "parameters.csv:2:",
                "nearest: uniform",
            ],
        ),
        (
            "parameters.csv",
            "14,uniform,utility,calibrated",
            "14,uniform,utility,guessed",
            &[
                "unknown grade `guessed`",
                "parameters.csv:2:",
                "one of: published",
            ],
        ),
        (
            "parameters.csv",
            "name,symbol,default",
            "name,sign,default",
            &["unknown column `sign`", "parameters.csv:1:6"],
        ),
    ]);
    let inputs = Inputs::new();
    let without: String = register()
        .lines()
        .filter(|line| !line.starts_with("decision.theta,"))
        .map(|line| format!("{line}\n"))
        .collect();
    inputs.write("parameters.csv", without);
    says(
        &inputs.error(),
        &["missing parameter `decision.theta`", "parameters.csv:1:1"],
    );
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
