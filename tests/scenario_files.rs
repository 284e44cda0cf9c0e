//! Every file that ships loads; what a file means, and nothing else, decides its hash.

use amparo::files::{Resolved, cell_hashes};
use amparo::files::{load_scenario, load_study, standard_study};
use amparo::jobs::bench::{BenchRecord, FIGURES, STUDY_SECONDS};
use amparo::jobs::{solved_for_this, warn_of_money};
use amparo::policy::VOCABULARY;
use amparo::scenario::{Extent, Scenario, Study};
use amparo::shipped::SHIPPED;
use amparo::study::Silent;
use amparo::world::synthetic;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file)
}

#[track_caller]
fn scenario(path: &Path) -> Scenario {
    match load_scenario(path, &VOCABULARY, &[]) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn study(path: &Path) -> Study {
    match load_study(path, &VOCABULARY, &[]) {
        Ok(study) => study,
        Err(error) => panic!("{error}"),
    }
}

/// A copy of the shipped scenarios that a test may change; removed afterwards.
struct Copy {
    dir: PathBuf,
}

impl Copy {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("amparo-files-{}-{count}", std::process::id()));
        copy_all(&shipped(""), &dir);
        Self { dir }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.dir.join(file)
    }

    fn change(&self, file: &str, change: impl Fn(&str) -> String) {
        let text = std::fs::read_to_string(self.path(file)).expect("a shipped file");
        let changed = change(&text);
        assert_ne!(text, changed, "{file} was to change");
        std::fs::write(self.path(file), changed).expect("a writable temporary directory");
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a temporary directory");
    for entry in std::fs::read_dir(from).expect("a readable directory") {
        let entry = entry.expect("a readable directory");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a writable temporary directory");
        }
    }
}

#[test]
fn every_shipped_scenario_and_study_loads_without_warnings() {
    let mut seen = 0;
    for folder in ["madre-de-dios", "madre-de-dios/how-different", "toy"] {
        for entry in std::fs::read_dir(shipped(folder)).expect("a shipped folder") {
            let path = entry.expect("a readable folder").path();
            // What a table of draws was solved for is neither.
            let name = path.display().to_string();
            if !name.ends_with(".toml") || name.ends_with(".solved.toml") {
                continue;
            }
            seen += 1;
            let text = std::fs::read_to_string(&path).expect("a shipped file");
            let warnings = match text.contains("[[policy]]") || text.contains("[draws]") {
                true => {
                    let mut study = study(&path);
                    warn_of_money(&mut study);
                    study.warnings()
                }
                false => {
                    let mut warnings = scenario(&path).warnings;
                    // The world in which every process acts has a crackdown, and nobody reads results of it.
                    let lively = name.ends_with("toy/behaviour.toml");
                    warnings.retain(|warning| !(lively && warning.starts_with("the crackdown on Upper Camp")));
                    warnings
                }
            };
            assert!(warnings.is_empty(), "{}: {warnings:?}", path.display());
        }
    }
    assert!(seen >= 20, "only {seen} files found");
}

#[test]
fn every_shipped_study_over_draws_has_draws_that_were_solved_for_it() {
    let mut tables = BTreeSet::new();
    for file in
        ["decision", "study", "schooling", "two-part", "how-different"].map(|name| format!("madre-de-dios/{name}.toml"))
    {
        let main = study(&shipped(&file));
        for one in [&main].into_iter().chain(&main.also) {
            solved_for_this(one, &Silent).unwrap_or_else(|error| panic!("{error}"));
            tables.extend(one.draws.as_ref().map(|plan| plan.table.clone()));
        }
    }
    for file in ["toy/decision.toml", "toy/two-part.toml"] {
        let main = study(&shipped(file));
        solved_for_this(&main, &Silent).unwrap_or_else(|error| panic!("{error}"));
        tables.extend(main.draws.map(|plan| plan.table));
    }
    let names: BTreeSet<_> = tables.iter().filter_map(|table| table.file_name()).collect();
    assert_eq!(names.len(), 12, "every table that ships: {names:?}");
}

#[test]
fn every_shipped_policy_is_used_by_a_shipped_study() {
    let text =
        |study: &&str| std::fs::read_to_string(shipped(&format!("madre-de-dios/{study}.toml"))).expect("the study");
    let named = ["study", "decision", "schooling", "two-part", "standard"].iter().map(text).collect::<String>();
    // What was found at each budget stands in one policy.
    let used = ["2M", "8M", "20M"].map(|budget| named.replace("{budget}", budget)).concat();
    for entry in std::fs::read_dir(shipped("madre-de-dios/policies")).expect("the policies") {
        let name = entry.expect("a readable folder").file_name();
        let name = name.to_string_lossy().into_owned();
        assert!(used.contains(&format!("policies/{name}")), "{name}");
    }
}

#[test]
fn the_standard_study_that_is_built_in_is_the_one_in_the_files_and_takes_overrides() {
    let from_files = study(&shipped("madre-de-dios/standard.toml"));
    let built_in = standard_study(&VOCABULARY, &[]).expect("it is valid");
    assert_eq!(built_in.resolved_toml(), from_files.resolved_toml());
    let hashes = |study: &Study| study.inputs.iter().map(|(_, hash)| hash.clone()).collect::<Vec<_>>();
    assert_eq!(hashes(&built_in), hashes(&from_files));
    let small = standard_study(&VOCABULARY, &[("population.scale".into(), 10.0)]).expect("it is valid");
    assert_eq!(small.scenario.parameters.population.scale, 10.0);
    assert!(standard_study(&VOCABULARY, &[("population.scale".into(), 0.5)]).is_err());
}

#[test]
fn the_standard_study_of_speed_is_everyone_for_twenty_years_with_six_policies_and_twenty_replicates() {
    let study = study(&shipped("madre-de-dios/standard.toml"));
    assert_eq!((study.policies.len(), study.replicates, study.draw_count()), (6, 20, 1));
    assert_eq!((study.funded_years, study.following_years), (10, 10));
    assert_eq!((study.adaptation.before, study.scenario.parameters.population.scale), (0, 1.0));
    for intervention in study.policies.iter().flat_map(|p| &p.interventions) {
        assert_eq!((intervention.start_week, intervention.end_week), (0, 520));
    }
}

#[test]
fn the_main_study_has_each_intervention_of_the_source_in_its_best_form_and_lets_no_budget_be_passed() {
    let study = study(&shipped("madre-de-dios/study.toml"));
    assert_eq!(study.budgets_soles_per_year.len(), 1);
    for kind in ["information", "app", "community-development", "cct-training"] {
        let best = study.policies.iter().find(|policy| policy.name == format!("{kind}-best")).expect("its best form");
        let [only] = best.interventions.as_slice() else { panic!("{kind} alone") };
        assert!(only.kind == kind && (0.5..=2.0).contains(&only.intensity), "{kind}");
    }
    for policy in &study.policies {
        let mut spent = 0.0;
        for intervention in &policy.interventions {
            assert_eq!((intervention.start_week, intervention.end_week), (0, 260));
            match intervention.extent {
                Extent::BudgetSolesPerYear(soles) => spent += soles,
                Extent::Coverage(_) | Extent::Girls(_) => panic!("{} has no budget", policy.name),
            }
        }
        assert!((spent - policy.budget_soles_per_year).abs() < 1e-6, "{}", policy.name);
    }
}

#[test]
fn the_study_for_decisions_has_three_budgets_two_baselines_and_enough_draws_at_each() {
    let study = study(&shipped("madre-de-dios/decision.toml"));
    assert_eq!(study.budgets_soles_per_year, [2e6, 8e6, 20e6]);
    assert_eq!((study.funded_years, study.following_years), (5, 10));
    assert_eq!(study.also.len(), 1);
    for (at, victims) in [(&study, 4_500.0), (&study.also[0], 1_600.0)] {
        assert_eq!(at.scenario.baseline.victims, victims);
        assert!(at.scenario.departments.iter().all(|d| d.fitted && d.attraction != 0.0));
        let plan = at.draws.as_ref().expect("draws");
        assert_eq!((plan.rows.len(), plan.used), (256, 128));
        // Targets were sampled around the baseline: what the draws pin lies around what the baseline pins.
        let kappa = |draw: &amparo::scenario::Draw| draw.values["recruiters.kappa_r"];
        let below = plan.rows.iter().filter(|d| kappa(d) < at.scenario.parameters.recruiters.kappa_r).count();
        assert!((plan.rows.len() / 10..plan.rows.len() * 9 / 10).contains(&below), "{below}");
        let names: Vec<&str> = at.policies.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names[..3], ["information-2M", "information-8M", "information-20M"]);
        assert_eq!((plan.repeated, at.replicates), (128, 2), "every draw tells its own noise");
        // Each of the source's interventions in every form, support after return, and support first: at each budget.
        for kind in ["information", "app", "community-development", "cct-training"] {
            for form in ["", "-by-exposure"] {
                assert!(names.contains(&&*format!("{kind}{form}-8M")), "{kind}{form}");
            }
        }
        assert!(names.contains(&"aftercare-2M") && names.contains(&"support-and-campaign-20M"));
    }
}

#[test]
fn the_main_study_is_over_draws_and_looks_again_after_fifteen_years() {
    let study = study(&shipped("madre-de-dios/study.toml"));
    let plan = study.draws.as_ref().expect("draws");
    assert_eq!((plan.used, plan.repeated, study.replicates), (64, 64, 2));
    assert!(plan.rows.iter().all(|draw| draw.weight == plan.rows[0].weight), "all count alike");
    assert_eq!((study.funded_years, study.following_years, study.also.len()), (5, 10, 0));
}

#[test]
fn a_single_intervention_policy_is_named_after_its_kind() {
    for policy in study(&shipped("madre-de-dios/study.toml")).policies {
        if let [only] = policy.interventions.as_slice() {
            assert!(policy.group.starts_with(&only.kind), "{}", policy.group);
        }
    }
}

#[test]
fn the_smaller_baseline_inherits_all_that_it_does_not_change() {
    let large = scenario(&shipped("madre-de-dios/baseline.toml"));
    let small = scenario(&shipped("madre-de-dios/baseline-1600.toml"));
    assert_eq!((large.baseline.victims, small.baseline.victims), (4500.0, 1600.0));
    assert_eq!(large.baseline.brothels, small.baseline.brothels);
    assert_eq!(large.departments.len(), small.departments.len());
    for (a, b) in large.departments.iter().zip(&small.departments) {
        assert_eq!(a.attraction, b.attraction, "{}", a.name);
    }
    // The vacancy rate stays: places shrink as the victims do, but for rounding in the file.
    let ratio = small.parameters.demand.places_scale / large.parameters.demand.places_scale;
    assert!((ratio - small.baseline.victims / large.baseline.victims).abs() < 1e-4);
}

#[test]
fn only_fitted_departments_have_an_attraction() {
    for department in scenario(&shipped("madre-de-dios/baseline.toml")).departments {
        assert_eq!(department.fitted, department.attraction != 0.0, "{}", department.name);
    }
}

#[test]
fn origins_and_the_outside_share_sum_to_one() {
    let scenario = scenario(&shipped("madre-de-dios/baseline.toml"));
    let inside: f64 = scenario.departments.iter().map(|d| d.origin_share).sum();
    assert!((inside + scenario.parameters.population.outside_origin - 1.0).abs() < 1e-9);
}

#[test]
fn an_interventions_own_parameters_change_it_alone() {
    let study = study(&shipped("toy/study.toml"));
    let world = study.scenario.parameters.info.cost_contact;
    let own: Vec<f64> = study
        .policies
        .iter()
        .flat_map(|p| &p.interventions)
        .filter(|i| i.kind == "information")
        .map(|i| i.parameters.info.cost_contact)
        .collect();
    assert_eq!(own, [world, 10.0]);
}

#[test]
fn a_set_value_reaches_the_world_and_its_interventions() {
    let set = [("info.rate".to_owned(), 3.0)];
    let study = load_study(&shipped("toy/study.toml"), &VOCABULARY, &set);
    let study = study.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(study.scenario.parameters.info.rate, 3.0);
    assert_eq!(study.policies[0].interventions[0].parameters.info.rate, 3.0);
    assert_eq!(study.scenario.overrides.get("info.rate"), Some(&3.0));
}

#[test]
fn a_large_scale_is_warned_of() {
    let set = [("population.scale".to_owned(), 6.0)];
    let scenario = load_scenario(&shipped("toy/baseline.toml"), &VOCABULARY, &set);
    let scenario = scenario.unwrap_or_else(|error| panic!("{error}"));
    assert!(scenario.warnings.iter().any(|w| w.contains("population.scale is 6")));
}

#[test]
fn interventions_of_a_scenario_are_left_out_of_a_study_with_a_warning() {
    let copy = Copy::new();
    copy.change("toy/study.toml", |text| text.replace("baseline.toml", "information.toml"));
    let study = study(&copy.path("toy/study.toml"));
    assert!(study.scenario.warnings.iter().any(|w| w.contains("left out")));
}

#[test]
fn the_resolved_copy_is_valid_toml_with_every_parameter() {
    let study = study(&shipped("toy/study.toml"));
    let text = study.resolved_toml();
    let tree: toml::Table = text.parse().expect("valid TOML");
    let parameters = tree["parameters"].as_table().expect("a table");
    for entry in &study.scenario.register.entries {
        let value = parameters.get(&entry.name).and_then(toml::Value::as_float);
        let expected = study.scenario.parameters.values().get(&entry.name).copied();
        assert_eq!(value, expected, "{}", entry.name);
        assert!(text.contains(&format!("# {}; {}", entry.unit, entry.grade)), "{}", entry.name);
    }
    assert_eq!(tree["policy"].as_array().map(Vec::len), Some(study.policies.len()));
    let world: toml::Table = study.scenario.resolved_toml().parse().expect("valid TOML");
    assert_eq!(world["department"].as_array().map(Vec::len), Some(study.scenario.departments.len()));
}

#[test]
fn the_hash_does_not_depend_on_comments_layout_or_place() {
    let copy = Copy::new();
    let original = study(&shipped("toy/study.toml")).inputs_hash();
    assert_eq!(original.len(), 64);
    assert_eq!(study(&copy.path("toy/study.toml")).inputs_hash(), original);
    copy.change("toy/study.toml", |text| format!("# another comment\n\n{text}"));
    copy.change("toy/baseline.toml", |text| text.replace("victims = 40", "victims  =  40.0 # as counted"));
    copy.change("toy/baseline.toml", |text| text.replace("demand.miners_per", "\"demand\".miners_per"));
    copy.change("toy/towns.csv", |text| text.replace(",280,", ", 280.0 ,"));
    copy.change("toy/departments.csv", |text| text.replace('\n', "\r\n"));
    assert_eq!(study(&copy.path("toy/study.toml")).inputs_hash(), original);
}

#[test]
fn the_hash_depends_on_every_kind_of_input() {
    let original = study(&shipped("toy/study.toml")).inputs_hash();
    for (file, old, new) in [
        ("toy/study.toml", "seed = 1", "seed = 2"),
        ("toy/study.toml", "replicates = 4", "replicates = 5"),
        ("toy/study.toml", "following_years = 1", "following_years = 2"),
        ("toy/study.toml", "ramp_weeks = 13\n\n", "ramp_weeks = 12\n\n"),
        ("toy/study.toml", "by-exposure", "uniform"),
        ("toy/study.toml", "\"info.cost_contact\" = 10", "\"info.cost_contact\" = 11"),
        ("toy/baseline.toml", "victims = 40", "victims = 41"),
        ("toy/baseline.toml", "max_years = 6", "max_years = 7"),
        ("toy/baseline.toml", "Highlands = 0.2", "Highlands = 0.3"),
        ("toy/baseline.toml", "recruiters.number = 100", "recruiters.number = 101"),
        ("toy/towns.csv", "280", "281"),
        ("toy/departments.csv", "5500", "5501"),
    ] {
        let copy = Copy::new();
        copy.change(file, |text| text.replace(old, new));
        assert_ne!(study(&copy.path("toy/study.toml")).inputs_hash(), original, "{file}: {new}");
    }
}

#[test]
fn the_hash_depends_on_the_registers_values_and_ranges() {
    let shipped = study(&shipped("toy/study.toml"));
    let mu = shipped.scenario.register.get("decision.mu").expect("a parameter");
    let row = |default: f64, high: f64| format!("decision.mu,mu,{default},{},{high},", mu.low);
    for new in [row(mu.default + 0.1, mu.high), row(mu.default, mu.high + 0.1)] {
        let copy = Copy::new();
        let old = row(mu.default, mu.high);
        copy.change("madre-de-dios/parameters.csv", |text| text.replace(&old, &new));
        assert_ne!(study(&copy.path("toy/study.toml")).inputs_hash(), shipped.inputs_hash(), "{new}");
    }
}

#[test]
fn writing_a_default_out_changes_nothing() {
    let copy = Copy::new();
    let original = scenario(&shipped("toy/baseline.toml"));
    copy.change("toy/baseline.toml", |text| format!("{text}decision.mu = {}\n", original.parameters.decision.mu));
    let same = scenario(&copy.path("toy/baseline.toml"));
    assert_eq!(same.inputs_hash(), original.inputs_hash());
    assert_eq!(same.overrides, original.overrides);
}

#[test]
fn finished_cells_keep_their_hash_when_a_study_grows() {
    let copy = Copy::new();
    let before = study(&shipped("toy/study.toml"));
    copy.change("toy/study.toml", |text| {
        text.replace("replicates = 4", "replicates = 40").replace("name = \"both\"", "name = \"pair\"")
    });
    let after = study(&copy.path("toy/study.toml"));
    assert_ne!(before.inputs_hash(), after.inputs_hash());
    let (before, after) = (cell_hashes(&before, 0), cell_hashes(&after, 0));
    assert_eq!(before, after);
    assert!(before[1..].iter().all(|hash| *hash != before[0]), "a policy is no baseline");
}

#[test]
fn every_file_that_was_read_is_listed_with_the_hash_of_its_bytes() {
    let study = study(&shipped("madre-de-dios/study.toml"));
    let names: Vec<String> = study
        .inputs
        .iter()
        .filter_map(|(path, _)| path.file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    for name in [
        "study.toml",
        "baseline.toml",
        "parameters.csv",
        "departments.csv",
        "towns.csv",
        "destinations.csv",
        "travel.csv",
        "support-and-campaign.toml",
    ] {
        assert_eq!(names.iter().filter(|n| *n == name).count(), 1, "{name}");
    }
    for (path, hash) in &study.inputs {
        let bytes = std::fs::read(path).expect("an input");
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), hash, "{}", path.display());
    }
}

/// A policy file that gives a campaign all of the budget at an intensity.
fn campaign(intensity: f64) -> String {
    format!("[[intervention]]\nkind = \"information\"\nshare_of_budget = 1\nintensity = {intensity}\n")
}

#[test]
fn a_policy_file_can_be_another_one_at_each_budget() {
    let copy = Copy::new();
    std::fs::create_dir(copy.path("toy/found")).expect("a writable temporary directory");
    let write = |file: &str, intensity| std::fs::write(copy.path(file), campaign(intensity)).expect("a writable file");
    write("toy/found/best-60k.toml", 0.5);
    write("toy/found/best-2M.toml", 1.25);
    copy.change("toy/study.toml", |text| {
        format!("{text}\n[[policy]]\nname = \"found\"\nfile = \"found/best-{{budget}}.toml\"\n")
    });
    let intensities = |study: &Study| -> Vec<(String, f64)> {
        let found = study.policies.iter().filter(|p| p.group == "found");
        found.map(|p| (p.name.clone(), p.interventions[0].intensity)).collect()
    };
    let one = study(&copy.path("toy/study.toml"));
    assert_eq!(intensities(&one), [("found".to_string(), 0.5)]);

    let several = |budgets: &str| {
        let several = format!("budgets_soles_per_year = {budgets}");
        copy.change("toy/study.toml", |text| {
            let line = text.lines().find(|line| line.starts_with("budget")).expect("the study has a budget");
            text.replace(line, &several)
        });
    };
    several("[60_000, 2_000_000]");
    let two = study(&copy.path("toy/study.toml"));
    assert_eq!(intensities(&two), [("found-60k".to_string(), 0.5), ("found-2M".to_string(), 1.25)]);
    let read = |file: &str| two.inputs.iter().filter(|(path, _)| path.ends_with(file)).count();
    assert_eq!((read("found/best-60k.toml"), read("found/best-2M.toml")), (1, 1), "both are inputs");

    several("[60_000, 500_000]");
    let error = load_study(&copy.path("toy/study.toml"), &VOCABULARY, &[]).expect_err("one file is missing");
    let shown = error.to_string();
    assert!(shown.contains("best-500k.toml") && shown.contains("study.toml"), "{shown}");
    assert!(shown.contains("file = \"found/best-{budget}.toml\""), "it points at the line: {shown}");
}

#[test]
fn a_chain_of_scenarios_is_inherited_level_by_level() {
    let copy = Copy::new();
    let write = |file: &str, text: &str| std::fs::write(copy.path(file), text).expect("a writable directory");
    write("toy/a.toml", "based_on = \"information.toml\"\nname = \"a\"\n[parameters]\ndecision.mu = 2\n");
    write("toy/b.toml", "based_on = \"a.toml\"\nname = \"b\"\nintervention = []\n[parameters.decision]\nmu = 3\n");
    let a = scenario(&copy.path("toy/a.toml"));
    let b = scenario(&copy.path("toy/b.toml"));
    assert_eq!((a.name.as_str(), a.parameters.decision.mu, a.interventions.len()), ("a", 2.0, 1));
    assert_eq!((b.name.as_str(), b.parameters.decision.mu, b.interventions.len()), ("b", 3.0, 0));
    assert_eq!(b.parameters.recruiters.number, 100.0);
}

#[test]
fn given_communities_take_the_place_of_synthetic_ones() {
    let copy = Copy::new();
    std::fs::write(
        copy.path("toy/communities.csv"),
        "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief,hours_to_gateway\n\
         Alto,Highlands,300,0.3,0.5,0.4,2,0.5,-0.6,9\nBajo,Lowlands,200,0.2,0.4,0.3,2.5,0.6,-0.5,30\n",
    )
    .expect("a writable directory");
    copy.change("toy/baseline.toml", |text| {
        text.replace("[baseline]", "communities = \"communities.csv\"\n\n[baseline]")
    });
    let scenario = scenario(&copy.path("toy/baseline.toml"));
    let communities = scenario.communities.expect("the given communities");
    assert_eq!(communities.len(), 2);
    assert_eq!(scenario.departments[communities[1].department].name, "Lowlands");
}

#[test]
fn the_examples_in_the_readme_load() {
    let text = std::fs::read_to_string(shipped("README.md")).expect("the page on scenarios");
    let examples: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [world, comparison] = examples.as_slice() else {
        panic!("{} examples instead of a scenario and a study", examples.len());
    };
    let copy = Copy::new();
    let write = |file: &str, text: &str| {
        std::fs::write(copy.path(file), text).expect("a writable directory");
    };
    write("madre-de-dios/my-world.toml", world);
    write("madre-de-dios/my-study.toml", comparison);
    let columns = amparo::files::columns::COMMUNITIES.names().collect::<Vec<_>>().join(",");
    let row = "Alto,Cusco,300,0.3,0.5,0.4,2,0.5,-0.6,9";
    write("madre-de-dios/communities.csv", &format!("{columns}\n{row}\n"));
    assert_eq!(scenario(&copy.path("madre-de-dios/my-world.toml")).crackdowns().count(), 1);
    assert_eq!(study(&copy.path("madre-de-dios/my-study.toml")).policies.len(), 2);
}

#[test]
fn the_reference_of_speed_is_a_full_measurement_of_the_main_job_and_knows_every_figure() {
    let reference = BenchRecord::reference().expect("the reference has this program's format");
    let main_job = SHIPPED.find("madre-de-dios/study".as_ref());
    let study = main_job.study(&VOCABULARY, &[]).expect("the main job is valid");
    let places = synthetic::communities(&study.scenario);
    assert!(reference.optimised && !reference.quick);
    assert_eq!(reference.normalisation, BenchRecord::normalisation());
    assert_eq!((reference.study.as_str(), reference.threads), (study.name.as_str(), 1));
    assert_eq!(reference.scenario, study.scenario.name);
    assert_eq!(reference.girls, places.iter().map(|c| c.girls as usize).sum::<usize>());
    assert_eq!(reference.communities, places.len());
    for named in FIGURES.iter().chain([&STUDY_SECONDS]) {
        let figure = reference.figure(named.name).unwrap_or_else(|| panic!("{} is missing", named.name));
        assert!(figure.value.is_some_and(|v| v > 0.0) && figure.normalised.is_some_and(|v| v > 0.0), "{figure:?}");
    }
}
