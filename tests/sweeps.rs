//! A sweep is shorthand: its variants are policies like any others, and what is told of them holds.

#![allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions")]

use amparo::files::{Input, Resolved, SweptUnit, SweptValue, cell_hashes, load_study};
use amparo::policy::VOCABULARY;
use amparo::scenario::Study;
use std::path::{Path, PathBuf};

fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file)
}

/// A study in a folder of its own, based on the toy study with draws; removed afterwards.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let dir = std::env::temp_dir().join(format!("amparo-sweeps-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a temporary directory");
        Desk(dir)
    }

    fn study(&self, file: &str, text: &str) -> PathBuf {
        let path = self.0.join(file);
        let base = shipped("toy/decision.toml");
        std::fs::write(&path, format!("based_on = {base:?}\nname = \"mine\"\n{text}")).expect("a file");
        path
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn load(path: &Path) -> Study {
    load_study(path, &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"))
}

const BASE: &str = "[[policy]]\nname = \"both\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 0.5\nramp_weeks = 13\n\
                    [[policy.intervention]]\nkind = \"cct-training\"\nshare_of_budget = 0.25\n";

#[test]
fn a_form_of_a_sweep_has_the_cells_of_the_same_policy_written_by_hand() {
    let desk = Desk::new("cells");
    let swept = desk.study(
        "swept.toml",
        &format!(
            "{BASE}[[sweep]]\npolicy = \"both\"\nname = \"{{policy}}-{{information.share_of_budget}}-{{info.d_info}}\"\n\
             vary = {{ information.share_of_budget = [0.25, 0.75], \"info.d_info\" = [1.2] }}\n"
        ),
    );
    let hand = desk.study(
        "hand.toml",
        &format!(
            "{BASE}{}",
            [("both-25-1p2", 0.25), ("both-75-1p2", 0.75)].map(|(name, share)| format!(
                "[[policy]]\nname = \"{name}\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = {share}\nramp_weeks = 13\n\
                 parameters = {{ \"info.d_info\" = 1.2 }}\n[[policy.intervention]]\nkind = \"cct-training\"\nshare_of_budget = 0.25\n"
            ))
            .concat()
        ),
    );
    let (swept, hand) = (load(&swept), load(&hand));
    let names = |study: &Study| study.policies.iter().map(|p| p.name.clone()).collect::<Vec<String>>();
    assert_eq!(names(&swept).len(), 6, "three policies at two budgets");
    let mut sorted = [names(&swept), names(&hand)];
    sorted.iter_mut().for_each(|names| names.sort());
    assert_eq!(sorted[0], sorted[1]);
    for draw in 0..2 {
        let (of_swept, of_hand) = (cell_hashes(&swept, draw), cell_hashes(&hand, draw));
        assert_eq!(of_swept[0], of_hand[0], "the baseline, and so its burn-in, is the same");
        for (name, hash) in names(&swept).iter().zip(&of_swept[1..]) {
            let at = names(&hand).iter().position(|other| other == name).expect("it is there by hand");
            assert_eq!(*hash, of_hand[at + 1], "{name}");
        }
    }
}

#[test]
fn a_form_that_says_what_another_policy_says_is_that_policy_and_is_run_once() {
    let (study, sweeps) =
        Input::on_disk(&shipped("toy/sweep.toml")).swept_study(&VOCABULARY, &[]).expect("a shipped study");
    assert_eq!(sweeps.len(), 2);
    // All of the budget is the policy itself; half of it at intensity 1 stands in both sweeps.
    assert_eq!(sweeps[0].variants.last().map(|variant| variant.policy.as_str()), Some("information"));
    let half = |variant: &&amparo::files::Variant| variant.values == [SweptValue::Number(0.5), SweptValue::Number(1.0)];
    assert_eq!(sweeps[1].variants.iter().find(half).map(|variant| variant.policy.as_str()), Some("information-50"));
    assert_eq!(study.policies.len(), 1 + 3 + 8);
    let mut hashes = cell_hashes(&study, 0);
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), study.policies.len() + 1, "every policy is another one");
}

#[test]
fn forms_are_in_the_order_of_their_axes_with_values_units_and_titles() {
    let (study, sweeps) =
        Input::on_disk(&shipped("toy/sweep.toml")).swept_study(&VOCABULARY, &[]).expect("a shipped study");
    let sweep = &sweeps[1];
    assert!(sweep.crossed && sweep.axes[0].off_at_zero && !sweep.axes[1].off_at_zero);
    assert_eq!((&sweep.axes[0].unit, &sweep.axes[1].unit), (&SweptUnit::Share, &SweptUnit::In(String::new())));
    let numbers = |values: &[SweptValue]| -> Vec<f64> {
        values.iter().map(|v| if let SweptValue::Number(x) = v { *x } else { f64::NAN }).collect()
    };
    assert_eq!(numbers(&sweep.axes[0].values), [0.2, 0.5, 0.8]);
    let all: Vec<Vec<f64>> = sweep.variants.iter().map(|variant| numbers(&variant.values)).collect();
    assert_eq!(all[..4], [vec![0.2, 0.5], vec![0.2, 1.0], vec![0.2, 2.0], vec![0.5, 0.5]]);
    let first = study.policies.iter().find(|p| p.name == sweep.variants[0].policy).expect("a policy");
    assert_eq!(first.name, "information-20-0p5");
    assert_eq!(first.title, "Information campaign, share of budget 20 %, intensity 0.5");
}

#[test]
fn thirty_forms_are_five_lines_and_side_by_side_there_are_as_many_as_values() {
    let desk = Desk::new("thirty");
    let text = "[[sweep]]\npolicy = \"both\"\nvary = { information.intensity = { from = 0.5, to = 2, values = 5 }, cct-training.intensity = [0.5, 1], \
                information.ramp_weeks = [0, 13, 26] }\n";
    let path = desk.study("thirty.toml", &format!("budget_soles_per_year = 60_000\n{BASE}{text}"));
    let (study, sweeps) = Input::on_disk(&path).swept_study(&VOCABULARY, &[]).expect("a valid study");
    assert_eq!((text.lines().count(), sweeps[0].variants.len(), study.policies.len()), (3, 30, 31));
    let path = desk.study(
        "together.toml",
        &format!("budget_soles_per_year = 60_000\n{BASE}[[sweep]]\npolicy = \"both\"\ntogether = true\nvary = {{ information.intensity = [0.5, 2], cct-training.intensity = [2, 0.5] }}\n"),
    );
    let (study, sweeps) = Input::on_disk(&path).swept_study(&VOCABULARY, &[]).expect("a valid study");
    assert_eq!((sweeps[0].variants.len(), sweeps[0].crossed, study.policies.len()), (2, false, 3));
}

#[test]
fn at_several_budgets_a_sweep_stands_at_each_and_the_record_of_a_study_holds_its_policies() {
    let desk = Desk::new("budgets");
    let path = desk.study(
        "budgets.toml",
        &format!("{BASE}[[sweep]]\npolicy = \"both\"\nvary = {{ information.intensity = [0.5, 2] }}\n"),
    );
    let (study, sweeps) = Input::on_disk(&path).swept_study(&VOCABULARY, &[]).expect("a valid study");
    let budgets: Vec<f64> = sweeps.iter().map(|sweep| sweep.budget_soles_per_year).collect();
    assert_eq!(budgets, study.budgets_soles_per_year);
    assert_eq!(sweeps[0].variants[0].policy, "both-0p5-30k");
    let record = study.resolved_toml();
    assert!(record.contains("\"both-0p5-30k\"") && !record.contains("sweep"), "{record}");
}
