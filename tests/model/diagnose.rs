//! What diagnosis promises: surveys that err as they say and no further, profiles of whatever was measured, and a table of
//! answers that reads back.

use crate::common::toy;
use amparo::diagnose::{LevelSet, Profiles, Survey, perfect_survey, profiles, profiles_of, sample, survey};
use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::files::columns::SURVEY;
use amparo::files::load_scenario;
use amparo::files::survey::{read_survey, survey_table};
use amparo::policy::VOCABULARY;
use amparo::process::circumstances::Scene;
use amparo::process::decision::Protection;
use amparo::scenario::Scenario;
use amparo::text::SourceText;
use amparo::world::{Girl, Setting, Whereabouts};
use std::path::{Path, PathBuf};

/// Thirty communities of some hundreds of girls, not yet burnt in: nobody is away but those the world starts with.
fn villages() -> Simulation {
    villages_erring(0.3)
}

/// The same where answers err by so much.
fn villages_erring(resp_sd: f64) -> Simulation {
    let mut scenario = crate::common::larger(20.0);
    scenario.parameters.survey.resp_sd = resp_sd;
    for department in &mut scenario.departments {
        department.districts *= 5;
    }
    Simulation::new(&scenario, replicate_key(1, 0), 1)
}

fn world() -> Simulation {
    Simulation::new(&toy(), replicate_key(1, 0), 1)
}

fn of(found: &Survey, scene: &Scene, at: &Protection) -> Profiles {
    let p = &scene.setting.parameters;
    profiles_of(&found.girls(), &scene.setting.region, at, &p.decision, &p.knowledge)
}

/// Differences of the communities' shares, one driver after another.
fn differences(one: &Profiles, other: &Profiles, driver: usize) -> Vec<f64> {
    let pairs = one.communities.iter().zip(&other.communities);
    pairs.filter_map(|(a, b)| Some(a.as_ref()?.shares[driver] - b.as_ref()?.shares[driver])).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn root_mean_square(values: &[f64]) -> f64 {
    mean(&values.iter().map(|v| v * v).collect::<Vec<_>>()).sqrt()
}

const VIOLENCE: usize = 3;

#[test]
fn a_smaller_survey_is_the_beginning_of_a_larger_one() {
    world().look(|scene| {
        let (few, many) = (survey(scene, 10), survey(scene, 40));
        assert_eq!(few.communities.len(), scene.communities.len());
        for (few, many) in few.communities.iter().zip(&many.communities) {
            assert_eq!((few.respondents.len(), many.respondents.len()), (10, 40));
            for (a, b) in few.respondents.iter().zip(&many.respondents) {
                assert_eq!(a.circumstances, b.circumstances);
                assert_eq!((a.weeks_since_12, a.schooling), (b.weeks_since_12, b.schooling));
                assert_eq!((a.ln_permanent, a.girls_in_household), (b.ln_permanent, b.girls_in_household));
            }
        }
    });
}

#[test]
fn girls_of_large_households_are_represented_like_any_other() {
    let mut world = villages();
    let girls: Vec<Girl> = world.column();
    let truth = world.look(|scene| {
        // Girls at home by household, and over girls the mean number in their own.
        let mut at_home = vec![0u32; scene.households.len()];
        let home: Vec<u32> = (0..girls.len() as u32)
            .filter_map(|slot| {
                let girl = scene.girl(&scene.occupant(slot));
                matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned).then_some(girl.household)
            })
            .collect();
        home.iter().for_each(|h| at_home[*h as usize] += 1);
        mean(&home.iter().map(|h| f64::from(at_home[*h as usize])).collect::<Vec<_>>())
    });
    world.look(|scene| {
        let asked = survey(scene, 400);
        let all = || asked.communities.iter().flat_map(|c| &c.respondents);
        let weight: f64 = all().map(|r| r.girls_weight).sum();
        let weighted = all().map(|r| r.girls_weight * f64::from(r.girls_in_household)).sum::<f64>() / weight;
        let plain = mean(&all().map(|r| f64::from(r.girls_in_household)).collect::<Vec<_>>());
        assert!((weighted / truth - 1.0).abs() < 0.02, "{weighted} {truth}");
        assert!(plain < 0.97 * truth, "without weights large households are missed: {plain} {truth}");
        let persons: f64 = scene.communities.iter().map(|c| f64::from(c.girls)).sum();
        assert!((weight / persons - 1.0).abs() < 1e-9, "weights stand for every girl");
    });
}

#[test]
fn sampling_error_of_shares_falls_with_the_root_of_the_sample() {
    villages().look(|scene| {
        let truth = perfect_survey(scene, 4_000);
        let at = LevelSet::UpperQuarter.levels(&truth.girls());
        let truth = of(&truth, scene, &at);
        let error = |n: u32| {
            let found = of(&perfect_survey(scene, n), scene, &at);
            root_mean_square(&(0..6).flat_map(|d| differences(&found, &truth, d)).collect::<Vec<_>>())
        };
        let ratio = error(25) / error(400);
        assert!((2.8..5.7).contains(&ratio), "a sample 16 times as large has a quarter of the error: {ratio}");
    });
}

#[test]
fn what_is_kept_quiet_stays_unknown_however_many_are_asked() {
    // Nothing but silence about violence keeps these surveys from the truth.
    villages_erring(0.0).look(|scene| {
        let truth = perfect_survey(scene, 4_000);
        let at = LevelSet::UpperQuarter.levels(&truth.girls());
        let truth = of(&truth, scene, &at);
        let bias = |n: u32| {
            let gaps = differences(&of(&survey(scene, n), scene, &at), &truth, VIOLENCE);
            let spread = root_mean_square(&gaps.iter().map(|g| g - mean(&gaps)).collect::<Vec<_>>());
            (mean(&gaps), spread / (gaps.len() as f64).sqrt())
        };
        let ((some, _), (many, error)) = (bias(400), bias(4_000));
        assert!(many < -4.0 * error, "violence that is not reported is missed: {many} ± {error}");
        assert!((0.6..1.6).contains(&(some / many)), "ten times the sample leaves it: {some} {many}");
    });
}

#[test]
fn response_error_leaves_shares_wrong_however_many_are_asked() {
    villages().look(|scene| {
        let truth = perfect_survey(scene, 4_000);
        let at = LevelSet::UpperQuarter.levels(&truth.girls());
        let truth = of(&truth, scene, &at);
        let gap = |n: u32| {
            let found = of(&survey(scene, n), scene, &at);
            root_mean_square(&(0..6).flat_map(|d| differences(&found, &truth, d)).collect::<Vec<_>>())
        };
        let (some, many) = (gap(400), gap(4_000));
        assert!(many > 0.02 && (0.8..1.4).contains(&(some / many)), "ten times the sample leaves it: {some} {many}");
    });
}

#[test]
fn a_survey_whose_answers_do_not_err_measures_like_a_perfect_one_and_only_costs_more() {
    let mut scenario = toy();
    scenario.parameters.survey.resp_sd = 0.0;
    scenario.parameters.survey.under_v = 1.0;
    Simulation::new(&scenario, replicate_key(1, 0), 1).look(|scene| {
        let (asked, perfect) = (survey(scene, 20), perfect_survey(scene, 20));
        for (a, b) in asked.girls().iter().zip(perfect.girls()) {
            let (x, y) = (&a.circumstances, &b.circumstances);
            for (x, y) in [
                (x.income, y.income),
                (x.prospects, y.prospects),
                (x.belief, y.belief),
                (x.beta, y.beta),
                (x.delta, y.delta),
                (a.taboo, b.taboo),
            ] {
                assert!((x - y).abs() < 1e-9 * y.abs().max(1.0), "{x} {y}");
            }
            assert_eq!((x.violence, x.hours, a.weight), (y.violence, y.hours, b.weight));
        }
        assert_eq!(perfect.cost_soles, 0.0);
        let each = scenario.parameters.survey.cost_hh;
        assert_eq!(asked.cost_soles, each * 20.0 * scene.communities.len() as f64);
    });
}

#[test]
fn violence_is_left_unsaid_at_its_rate_and_never_made_up() {
    villages().look(|scene| {
        let (asked, perfect) = (survey(scene, 300), perfect_survey(scene, 300));
        let (mut so, mut said) = (0.0, 0.0);
        for (a, b) in asked.girls().iter().zip(perfect.girls()) {
            assert!(b.circumstances.violence || !a.circumstances.violence);
            so += f64::from(u8::from(b.circumstances.violence));
            said += f64::from(u8::from(a.circumstances.violence));
        }
        let p = scene.setting.parameters.survey.under_v;
        let error = (p * (1.0 - p) / so).sqrt();
        assert!((said / so - p).abs() < 4.0 * error, "{} of {so}", said / so);
    });
}

#[test]
fn the_response_error_of_a_community_stays_however_many_are_asked() {
    villages().look(|scene| {
        let gaps = |n: u32| {
            let found = survey(scene, n);
            let logit = |x: f64| (x / (1.0 - x)).ln();
            let gap = |c: &amparo::diagnose::Surveyed| logit(c.taboo) - logit(scene.taboo(c.community));
            found.communities.iter().map(gap).collect::<Vec<_>>()
        };
        let (few, many) = (gaps(5), gaps(500));
        assert_eq!(few, many, "not one bit of it is averaged out");
        let expected = scene.setting.parameters.survey.resp_sd;
        assert!((0.6..1.5).contains(&(root_mean_square(&many) / expected)), "{} {expected}", root_mean_square(&many));
        // Two answers of one community err alike, those of two communities do not.
        let (asked, truth) = (survey(scene, 50), perfect_survey(scene, 50));
        let errors: Vec<Vec<f64>> = asked
            .communities
            .iter()
            .zip(&truth.communities)
            .map(|(a, t)| {
                let pairs = a.respondents.iter().zip(&t.respondents);
                pairs.map(|(a, t)| a.circumstances.belief - t.circumstances.belief).collect()
            })
            .collect();
        assert!(errors.iter().all(|of| of.iter().all(|e| (e - of[0]).abs() < 1e-9)));
        assert!((errors[0][0] - errors[1][0]).abs() > 1e-6);
    });
}

#[test]
fn middling_levels_never_protect_more_than_the_upper_quarter() {
    world().look(|scene| {
        let girls = sample(scene, 40);
        let (high, middle) = (LevelSet::UpperQuarter.levels(&girls), LevelSet::Middle.levels(&girls));
        assert!(high.income > middle.income && high.belief > middle.belief);
        assert!(high.prospects > middle.prospects && high.taboo <= middle.taboo);
    });
}

#[test]
fn a_perfect_survey_of_many_girls_tells_the_true_profile() {
    villages().look(|scene| {
        let truth = profiles(scene, 2_000);
        let asked = perfect_survey(scene, 2_000);
        let found = of(&asked, scene, &LevelSet::UpperQuarter.levels(&asked.girls()));
        for driver in 0..6 {
            let gaps = differences(&found, &truth, driver);
            assert_eq!(gaps.len(), scene.communities.len());
            assert!(root_mean_square(&gaps) < 0.02, "{driver}: {}", root_mean_square(&gaps));
        }
        assert!((found.one_alone - truth.one_alone).abs() < 0.02);
        assert!((found.effective_girls - truth.effective_girls).abs() < 0.1);
        assert!((found.effective_communities - truth.effective_communities).abs() < 0.1);
    });
}

#[test]
fn a_standard_error_tells_how_far_samples_lie_apart() {
    let mut world = villages();
    // z = (share in a sample − share in many) / its standard error, over communities and seeds.
    let mut z = Vec::new();
    for seed in 0..4 {
        world.reseed(replicate_key(seed, 0));
        world.look(|scene| {
            let truth = perfect_survey(scene, 3_000);
            let at = LevelSet::UpperQuarter.levels(&truth.girls());
            let truth = of(&truth, scene, &at);
            let found = of(&perfect_survey(scene, 100), scene, &at);
            for (a, b) in found.communities.iter().zip(&truth.communities) {
                let (Some(a), Some(b)) = (a, b) else { continue };
                // Money: extreme poverty and lack of opportunity together.
                let money = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
                let ((share, se), (of_many, _)) = (a.combined(&money), b.combined(&money));
                z.push((share - of_many) / se);
            }
        });
    }
    let rms = root_mean_square(&z);
    assert!((0.75..1.35).contains(&rms), "{rms} over {}", z.len());
}

/// A text as if it stood in a file.
fn file(text: &str) -> SourceText {
    SourceText::new(Path::new("survey.csv"), text)
}

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy").join(name)
}

fn given() -> Scenario {
    load_scenario(&shipped("surveyed.toml"), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn setting(scenario: &Scenario) -> Setting {
    amparo::world::spawn::setting(scenario, replicate_key(1, 0), 1)
}

#[test]
fn a_table_of_answers_reads_back_what_it_was_written_from() {
    let scenario = toy();
    let p = scenario.parameters.clone();
    let (written, setting) = world().look(|scene| (survey(scene, 25), scene.setting.clone()));
    let read = read_survey(file(&survey_table(&written, &setting).csv()), &setting).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.communities.len(), written.communities.len());
    assert_eq!((read.households, read.cost_soles), (written.households, written.cost_soles));
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a} {b}");
    for (a, b) in read.communities.iter().zip(&written.communities) {
        assert_eq!((a.community, a.respondents.len()), (b.community, b.respondents.len()));
        near(a.taboo, b.taboo);
        for (a, b) in a.respondents.iter().zip(&b.respondents) {
            assert_eq!((a.weeks_since_12, a.schooling), (b.weeks_since_12, b.schooling));
            assert_eq!(a.girls_in_household, b.girls_in_household);
            near(a.girls_weight, b.girls_weight);
            near(a.ln_permanent, b.ln_permanent);
            let (a, b) = (&a.circumstances, &b.circumstances);
            near(a.income, b.income);
            near(a.prospects, b.prospects);
            near(a.belief, b.belief);
            assert_eq!((a.violence, a.hours), (b.violence, b.hours));
            assert_eq!((a.beta, a.delta), (p.decision.beta, p.decision.delta), "patience is not asked");
        }
    }
}

#[test]
fn the_shipped_answers_give_profiles_of_the_communities_they_are_from() {
    let setting = setting(&given());
    let (source, _) = SourceText::read(&shipped("survey.csv")).unwrap_or_else(|e| panic!("{e}"));
    let read = read_survey(source, &setting).unwrap_or_else(|e| panic!("{e}"));
    let girls = read.girls();
    let p = &setting.parameters;
    let at = LevelSet::UpperQuarter.levels(&girls);
    let found = profiles_of(&girls, &setting.region, &at, &p.decision, &p.knowledge);
    for (c, place) in setting.region.communities.iter().enumerate() {
        assert_eq!(found.communities[c].is_some(), place.name != "Palm Landing", "{}", place.name);
    }
    let one = found.communities[0].as_ref().expect("a profile");
    assert!((one.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn a_wrong_answer_is_shown_with_its_line_and_column() {
    let setting = setting(&given());
    let good = "North Ridge,Highlands,15.5,2,in_school,300,320,800,40,no,0.5";
    let header = SURVEY.names().collect::<Vec<_>>().join(",");
    assert!(read_survey(file(&format!("{header}\n{good}\n")), &setting).is_ok());
    let wrong = [
        ("North Ridge", "North Rigde", 1, "unknown community `North Rigde` in Highlands", "North Ridge"),
        ("Highlands", "Higlands", 13, "unknown department `Higlands`", "Highlands"),
        ("15.5", "11", 23, "`age_years` is 11", "12 to 25"),
        (",2,", ",0,", 28, "`girls_in_household` is 0", "1 to 20"),
        ("in_school", "inschool", 30, "`schooling` is `inschool`", "in_school"),
        (",300,", ",-300,", 40, "`income_soles_per_person_month` is -300", "0 to 1000000"),
        (",40,", ",140,", 52, "`belief_percent` is 140", "0 to 100"),
        (",no,", ",maybe,", 55, "`violence` is `maybe`", "yes or no"),
        ("0.5", "5", 58, "`taboo` is 5", "0 to 1"),
    ];
    for (old, new, column, says, hints) in wrong {
        let bad = match old {
            // The last 0.5 is taboo; 15.5 holds one too.
            "0.5" => good.replace(",0.5", ",5"),
            _ => good.replacen(old, new, 1),
        };
        let error = read_survey(file(&format!("{header}\n{good}\n{bad}\n")), &setting).expect_err(new);
        assert_eq!((error.line(), error.column()), (Some(3), Some(column)), "{error}");
        assert!(error.to_string().contains(says) && error.to_string().contains(hints), "{error}");
    }
    let two = good.replace("15.5", "11").replace(",no,", ",maybe,");
    let all = read_survey(file(&format!("{header}\n{two}\n{good}\n{}\n", two.replace("North", "South"))), &setting);
    let places: Vec<_> = all.expect_err("five mistakes").all().map(|one| (one.line(), one.column())).collect();
    let at = |line: usize, column: usize| (Some(line), Some(column));
    assert_eq!(places, [at(2, 23), at(2, 53), at(4, 1), at(4, 23), at(4, 53)], "each is told in its place");
    let empty = read_survey(file(&format!("{header}\n")), &setting).expect_err("no answers");
    assert!(empty.to_string().contains("no answer"), "{empty}");
    let short = header.replace(",taboo", "");
    let missing = read_survey(file(&format!("{short}\n{good}\n")), &setting).expect_err("a column is missing");
    assert!(missing.to_string().contains("missing column `taboo`"), "{missing}");
}

/// A diagnosed world, its directory removed.
fn diagnosed(scenario: &Scenario) -> amparo::decide::diagnosis::Diagnosis {
    let dir = std::env::temp_dir().join(format!("amparo-diagnose-{}-{}", std::process::id(), scenario.name));
    let options = amparo::jobs::DiagnoseOptions {
        fresh: false,
        seed: 1,
        threads: 1,
        households: Some(20),
        survey: None,
        budget: None,
        out: Some(dir.clone()),
    };
    let interrupt = amparo::engine::Interrupt::new(false);
    let found = amparo::jobs::diagnose(scenario, &options, &amparo::study::Silent, &interrupt);
    let answer = found.expect("a diagnosis").answer;
    std::fs::remove_dir_all(dir).expect("its directory");
    answer
}

#[test]
fn the_chart_of_driver_space_is_legible_and_says_how_to_read_it() {
    let mut scenario = toy();
    let few = diagnosed(&scenario);
    scenario.name = "toy-scattered".into();
    scenario.departments.iter_mut().for_each(|d| d.districts *= 5);
    let many = diagnosed(&scenario);
    let mut none = few.clone();
    none.level_sets.iter_mut().for_each(|set| set.estimated.communities.iter_mut().for_each(|c| *c = None));
    for diagnosis in [few, many, none] {
        let chart = amparo::report::driver_space(&diagnosis, amparo::report::Language::English);
        let boxes = chart.scene.text_boxes();
        for (i, (text, a)) in boxes.iter().enumerate() {
            assert!(a[0] >= 0.0 && a[2] <= chart.scene.width && a[3] <= chart.scene.height, "{text} leaves the page");
            for (other, b) in &boxes[i + 1..] {
                let apart = a[0] >= b[2] - 0.5 || b[0] >= a[2] - 0.5 || a[1] >= b[3] - 0.5 || b[1] >= a[3] - 0.5;
                assert!(apart, "{text:?} overlaps {other:?}");
            }
        }
        let words: String = boxes.iter().map(|(text, _)| format!("{text} ")).collect();
        for part in
            ["Here money is the reason", "Here not knowing is the reason", "95 %", "Source: amparo", "synthetic"]
        {
            assert!(words.contains(part), "{part}: {words}");
        }
        assert!(!words.contains("NaN"));
        assert!(chart.svg().is_ok());
    }
}
