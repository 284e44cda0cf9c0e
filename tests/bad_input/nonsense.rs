//! What is allowed but makes no sense is warned about before anything is run.

use crate::fixture::*;
use amparo::files::set_in_vain_in_run;
use amparo::files::{load_scenario, load_study};

/// Warnings of the fixture's study with texts replaced: file, what stood there, what stands there now.
fn warnings(changes: &[(&str, &str, &str)], set: &[(&str, f64)]) -> Vec<String> {
    let inputs = Inputs::new();
    for (file, old, new) in changes {
        inputs.with(file, old, new);
    }
    let set: Vec<(String, f64)> = set.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    match load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &set) {
        Ok(study) => study.warnings(),
        Err(error) => panic!("{error}"),
    }
}

/// One warning and no more, which says all of this.
#[track_caller]
fn warns(changes: &[(&str, &str, &str)], parts: &[&str]) {
    let found = warnings(changes, &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    parts.iter().for_each(|part| assert!(found[0].contains(part), "`{part}` is not in: {}", found[0]));
}

#[test]
fn a_sensible_study_is_not_warned_of() {
    assert_eq!(warnings(&[], &[]), Vec::<String>::new());
}

#[test]
fn a_world_without_miners_is_warned_of() {
    warns(
        &[("towns.csv", "280", "0"), ("towns.csv", "170", "0")],
        &["no town has a miner", "exploitation ends by itself"],
    );
}

#[test]
fn more_rescues_or_registered_victims_than_there_can_be_are_warned_of() {
    warns(
        &[("world.toml", "rescued_per_year = 2", "rescued_per_year = 4001")],
        &["rescued_per_year", "4001", "40 victims"],
    );
    assert_eq!(
        warnings(&[("world.toml", "rescued_per_year = 2", "rescued_per_year = 4000")], &[]),
        Vec::<String>::new()
    );
    warns(
        &[
            ("world.toml", "registered_per_100k = 50", "registered_per_100k = 100_000"),
            ("world.toml", "residents = 1500", "residents = 4001"),
        ],
        &["baseline.registered_per_100k comes to 4001", "no world can be like that"],
    );
}

#[test]
fn a_world_without_victims_or_brothels_is_warned_of() {
    let found =
        warnings(&[("world.toml", "victims = 40", "victims = 0"), ("world.toml", "brothels = 4", "brothels = 0")], &[]);
    for part in ["baseline.victims is 0", "baseline.brothels is 0", "more than a hundred times the 0 victims"] {
        assert!(found.iter().any(|warning| warning.contains(part)), "{part}: {found:#?}");
    }
}

#[test]
fn communities_with_less_than_a_simulated_girl_are_warned_of() {
    let few = ("departments.csv", "Highlands,5500,3", "Highlands,5500,300");
    warns(&[few], &["department `Highlands` has 632 girls of 12 to 24 for 300 communities", "stand for 900 persons"]);
    let inputs = Inputs::new();
    inputs.write(
        "communities.csv",
        "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_gateway\n\
         One,Highlands,600,0.3,0.5,0.4,2,0.5,-0.6,9\nTwo,Lowlands,2,0.3,0.5,0.4,2,0.5,-0.6,9\n",
    );
    inputs.with("world.toml", "towns = \"towns.csv\"", "towns = \"towns.csv\"\ncommunities = \"communities.csv\"");
    let set = [("population.scale".to_owned(), 5.0)];
    let world = load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &set).expect("a valid scenario");
    assert_eq!(world.warnings.len(), 1, "{:?}", world.warnings);
    assert!(world.warnings[0].contains("1 of 2 communities have less than one simulated girl"), "{:?}", world.warnings);
}

#[test]
fn a_crackdown_whose_miners_go_nowhere_is_no_success() {
    const CRACKDOWN: &str = "[[crackdown]]\ntown = \"Upper Camp\"\nstart_week = 0\nend_week = 26\n[attraction]";
    warns(
        &[
            ("world.toml", "[attraction]", CRACKDOWN),
            ("world.toml", "[parameters]\n", "[parameters]\ncrackdown.relocate = 0\n"),
        ],
        &[
            "the crackdown on Upper Camp expels 70 % of the miners",
            "go to no other town",
            "`crackdown.relocate` is 0",
            "no success",
        ],
    );
    let late = CRACKDOWN.replace("start_week = 0\nend_week = 26", "start_week = 156\nend_week = 160");
    let found = warnings(&[("world.toml", "[attraction]", &late)], &[]);
    assert!(found.iter().any(|w| w.contains("after the study's last week 156: it never happens")), "{found:#?}");
}

#[test]
fn money_in_other_years_than_the_funded_ones_is_warned_of_once_a_policy() {
    let weeks = |text: &str| format!("coverage = 0.5\n{text}");
    warns(
        &[("study.toml", "coverage = 0.5", &weeks("start_week = 104\nend_week = 156"))],
        &[
            "policy `information` has money in weeks 104 to 156 (1 year)",
            "funds weeks 0 to 104 (2 years)",
            "less money than",
            "horizon",
        ],
    );
    warns(&[("study.toml", "coverage = 0.5", &weeks("end_week = 156"))], &["(3 years)", "more money than", "horizon"]);
    warns(
        &[("study.toml", "coverage = 0.5", &weeks("start_week = 52\nend_week = 156"))],
        &["as much money, at another time"],
    );
    let found = warnings(&[("study.toml", "coverage = 0.5", &weeks("end_week = 52"))], &[]);
    assert!(found[0].contains("less money than") && !found[0].contains("horizon"), "{found:?}");
    // One after the other through the funded years is what the study funds.
    let two = "coverage = 0.5\nend_week = 52\n[[policy.intervention]]\nkind = \"information\"\ncoverage = 0.5\nstart_week = 52";
    assert_eq!(warnings(&[("study.toml", "coverage = 0.5", two)], &[]), Vec::<String>::new());
    let budgets = ("study.toml", "budget_soles_per_year = 60_000", "budgets_soles_per_year = [60_000, 90_000]");
    let late = weeks("end_week = 156");
    assert_eq!(warnings(&[budgets, ("study.toml", "coverage = 0.5", &late)], &[]).len(), 1);
}

#[test]
fn a_policy_that_reaches_nobody_is_warned_of() {
    for extent in ["coverage = 0", "share_of_budget = 0", "budget_soles_per_year = 0.0"] {
        warns(&[("study.toml", "coverage = 0.5", extent)], &["policy `information`: `information` reaches nobody"]);
    }
}

#[test]
fn development_that_shows_after_the_end_is_warned_of() {
    let late = "coverage = 0.5\n[[policy.intervention]]\nkind = \"community-development\"\ncoverage = 0.1\nstart_week = 104\nend_week = 156";
    let found = warnings(&[("study.toml", "coverage = 0.5", late)], &[]);
    let told = found.iter().find(|w| w.contains("community-development")).unwrap_or_else(|| panic!("{found:#?}"));
    assert!(
        told.contains("acts 52 weeks after its start in week 104") && told.contains("costs money and does nothing"),
        "{told}"
    );
}

#[test]
fn a_run_is_warned_of_interventions_it_never_sees() {
    let inputs = Inputs::new();
    let late = "[[intervention]]\nkind = \"app\"\ncoverage = 0.5\nstart_week = 260\nend_week = 300\n\
                [[intervention]]\nkind = \"information\"\ncoverage = 0\n[attraction]";
    inputs.with("world.toml", "[attraction]", late);
    let world = load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &[]).expect("a valid scenario");
    assert_eq!(world.warnings.len(), 2, "{:#?}", world.warnings);
    assert!(world.warnings[0].contains("`app` starts in week 260"), "{:#?}", world.warnings);
    assert!(world.warnings[1].contains("`information` reaches nobody"), "{:#?}", world.warnings);
}

#[test]
fn what_is_set_in_vain_is_said() {
    let found = warnings(&[], &[("cct.transfer", 300.0)]);
    assert_eq!(found, ["--set cct.transfer changes nothing: no policy has an intervention `cct-training`"]);
    let own = [("study.toml", "coverage = 0.5", "coverage = 0.5\nparameters = { \"info.cost_contact\" = 10 }")];
    let found = warnings(&own, &[("info.cost_contact", 20.0)]);
    assert_eq!(found, ["--set info.cost_contact does not reach `information`, whose own `parameters` come after it"]);
    assert_eq!(warnings(&[], &[("info.cost_contact", 20.0)]), Vec::<String>::new());
    assert_eq!(warnings(&[], &[("info.x_max", 2.0)]), Vec::<String>::new());
}

#[test]
fn a_run_is_told_what_it_does_not_read() {
    let inputs = Inputs::new();
    let own = "[[intervention]]\nkind = \"app\"\ncoverage = 1\nparameters = { \"app.s_app\" = 0.7 }\n[attraction]";
    inputs.with("world.toml", "[attraction]", own);
    let said = |name: &str, value: f64| {
        let set = [(name.to_owned(), value)];
        let world = load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &set).expect("a valid scenario");
        set_in_vain_in_run(&world, &VOCABULARY)
    };
    assert_eq!(
        said("cdd.delay", 30.0),
        ["--set cdd.delay changes nothing: the scenario does not have an intervention `community-development`"]
    );
    assert_eq!(
        said("app.s_app", 0.6),
        ["--set app.s_app does not reach `small`, whose own `parameters` come after it"]
    );
    assert_eq!(said("app.d_app", 1.1), Vec::<String>::new());
    assert_eq!(said("demand.gold", 1.1), Vec::<String>::new());
}

/// Warnings of the fixture's world with rows of the register replaced: default and bounds.
fn with_rows(rows: &[(&str, [f64; 3])]) -> Vec<String> {
    let inputs = Inputs::new();
    let changed = |line: &str| -> String {
        let Some((_, values)) = rows.iter().find(|(name, _)| line.starts_with(&format!("{name},"))) else {
            return line.to_owned();
        };
        let mut fields: Vec<String> = line.splitn(6, ',').map(str::to_owned).collect();
        fields[2..5].iter_mut().zip(values).for_each(|(field, value)| *field = value.to_string());
        let rest = fields.pop().expect("a prior").split_once(',').expect("a unit").1.to_owned();
        format!("{},uniform,{rest}", fields.join(","))
    };
    let register: Vec<String> = register().lines().map(changed).collect();
    inputs.write("parameters.csv", register.join("\n") + "\n");
    match load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &[]) {
        Ok(world) => world.warnings,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn rescues_of_many_times_the_victims_are_warned_of() {
    let usual = ("enforcement.raids", [5.3, 1.0, 12.0]);
    assert_eq!(with_rows(&[usual]), Vec::<String>::new());
    let found =
        with_rows(&[("enforcement.raids", [1_200.0, 1.0, 1_200.0]), ("enforcement.raid_share", [0.9, 0.01, 0.9])]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("enforcement.raids × raid_share × p_rescue comes to"), "{found:#?}");
}

#[test]
fn warnings_of_another_baseline_name_it() {
    let inputs = Inputs::new();
    inputs.write("other.toml", WORLD.replace("\"small\"", "\"other\"").replace("victims = 40", "victims = 0"));
    inputs.with("study.toml", "[[policy]]", "[[also]]\nscenario = \"other.toml\"\n[[policy]]");
    let study = load_study(&inputs.dir.join("study.toml"), &VOCABULARY, &[]).expect("a valid study");
    assert!(
        study.warnings().iter().any(|w| w.starts_with("at other: baseline.victims is 0")),
        "{:?}",
        study.warnings()
    );
}
