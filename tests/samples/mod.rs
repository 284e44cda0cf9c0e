//! Made-up results of several shapes for the tests of charts and report. Nothing here comes from a run.

pub mod answers;
pub mod swept;
pub mod two_part;

use amparo::decide::answers::Answers;
use amparo::decide::estimate::Estimate;
use amparo::decide::result::*;
use amparo::observe::TownYear;
use amparo::observe::outcomes::{BROTHELS, NEWLY_EXPLOITED, OUTCOMES, Outcome, SPELLS_BEGUN, VICTIMS};
use amparo::report::{BaselineTarget, Language, OtherBaseline, ReportInputs, RunFacts, Target, Told};
use std::collections::BTreeMap;

/// Everything a report needs, owned.
pub struct Sample {
    pub label: &'static str,
    pub result: StudyResult,
    pub arms: Vec<ArmSeries>,
    pub flows: Flows,
    pub drivers: Drivers,
    pub grades: Grades,
    pub planned: Option<usize>,
    pub answers: Answers,
    /// The same study at other baselines: name, result, answers.
    pub also: Vec<(String, StudyResult, Answers)>,
}

impl Sample {
    /// The baseline's mean of an outcome.
    fn level(&self, outcome: &Outcome) -> f64 {
        self.result.baseline.of(outcome).unwrap()
    }

    pub fn inputs(&self) -> ReportInputs<'_> {
        ReportInputs {
            result: &self.result,
            arms: &self.arms,
            flows: &self.flows,
            drivers: &self.drivers,
            grades: &self.grades,
            facts: RunFacts {
                version: "0.1.0".into(),
                threads: 8,
                jobs: 140,
                wall_seconds: 512.4,
                cpu_seconds: 3890.0,
                inputs_hash: "3f9a1c0de5b7".into(),
                baseline_targets: vec![
                    target(Target::Outcome(VICTIMS), self.level(VICTIMS), 4500.0, "persons"),
                    target(Target::Outcome(BROTHELS), self.level(BROTHELS), 420.0, "brothels"),
                    target(Target::Minors, self.result.baseline.minors_share.unwrap_or(0.0), 0.35, "share"),
                ],
                assumed: vec!["how strongly the trade refills freed places".into()],
            },
            planned: self.planned,
            answers: &self.answers,
            also: self
                .also
                .iter()
                .map(|(name, result, answers)| OtherBaseline { name: name.clone(), result, answers })
                .collect(),
            language: Language::English,
        }
    }

    pub fn told(&self) -> Told<'_> {
        Told::new(&self.result, &self.answers, Language::English)
    }
}

fn target(of: Target, value: f64, target: f64, unit: &str) -> BaselineTarget {
    BaselineTarget { of, value, target, unit: unit.into(), source: Some("made up for a test".into()) }
}

/// Policy: title, relative effects on (spells, newly exploited, victims), standard error of each, spending.
pub type Made = (&'static str, [f64; 3], f64, f64);

pub const SIX: [Made; 6] = [
    ("Information campaign, everywhere", [-0.043, -0.048, -0.031], 0.006, 2.4e6),
    ("Mobile application with warnings", [-0.004, -0.005, -0.002], 0.005, 0.9e6),
    (
        "Community-driven development in the twenty communities with most exposure",
        [-0.061, -0.066, -0.052],
        0.012,
        2.5e6,
    ),
    ("Cash transfer for skills training", [-0.058, -0.055, -0.049], 0.007, 2.49e6),
    ("Support after return", [-0.012, 0.021, -0.016], 0.004, 1.1e6),
    ("Matched by survey", [-0.082, -0.085, -0.071], 0.009, 2.5e6),
];

/// Student's t of 19 degrees of freedom.
const T: f64 = 2.093;

/// A change at one parameter vector, with the noise of its replicates.
fn noisy(mean: f64, se: f64, replicates: usize) -> Estimate {
    let se = (replicates > 1).then_some(se);
    Estimate { mean, draws: 1, effective: 1.0, se, mc_se: se, bar: se.map(|se| T * se), ..Estimate::default() }
}

/// The baseline's mean of an outcome.
pub fn base(outcome: &Outcome, size: f64) -> f64 {
    match outcome {
        o if o == SPELLS_BEGUN => 2900.0 * size,
        o if o == NEWLY_EXPLOITED => 2100.0 * size,
        o if o == VICTIMS => 4500.0 * size,
        o if o == BROTHELS => 420.0,
        o if o.index => 100.0,
        _ => 50.0,
    }
}

/// Changes under policy `i` in both windows.
fn effects(i: usize, made: &Made, size: f64, replicates: usize) -> Vec<Effect> {
    let (_, change, se, _) = made;
    let mut all = Vec::new();
    for (window, fade) in [(Years::Funded, 1.0), (Years::Following, 0.35)] {
        for outcome in &OUTCOMES {
            let (relative, se) = match outcome {
                o if o == SPELLS_BEGUN => (change[0], *se),
                o if o == NEWLY_EXPLOITED => (change[1], *se),
                o if o == VICTIMS => (change[2], 0.8 * se),
                o if o == BROTHELS => (0.4 * change[2], *se),
                _ => (0.7 * change[2], 3.0 * se),
            };
            let baseline = base(outcome, size);
            all.push(Effect {
                policy: format!("policy-{i}"),
                window,
                outcome,
                baseline,
                change: noisy(baseline * relative * fade, baseline * se, replicates),
            });
        }
    }
    all
}

fn policy(i: usize, made: &Made) -> PolicyResult {
    let (title, _, _, spend) = made;
    PolicyResult {
        group: (*title).into(),
        budget_soles_per_year: 2.5e6,
        name: format!("policy-{i}"),
        title: (*title).into(),
        spend_soles_per_year: *spend,
        following_spend_soles_per_year: 0.0,
        years_of_money: 5.0,
        unspent_soles_per_year: 2.5e6 - spend,
        spend_soles_by_year: (0..15).map(|year| if year < 5 { *spend } else { 0.0 }).collect(),
        spend_by_intervention: BTreeMap::from([("info".into(), *spend * 0.7), ("app".into(), *spend * 0.3)]),
    }
}

fn wobble(week: usize, seed: usize) -> f64 {
    ((week * 7919 + seed * 104_729) % 1000) as f64 / 1000.0 - 0.5
}

/// Years of the towns that [`flows`] names: the largest is struck in its second year and recovers.
fn towns(size: f64, weeks: usize, level: f64) -> Vec<Vec<TownYear>> {
    let shares = [0.4, 0.2, 0.15, 0.1, 0.08, 0.07];
    let year = |year: usize| {
        let struck = if year == 1 { 0.5 } else { 1.0 - 0.3 / (1.0 + year as f64) };
        let town = |(k, share): (usize, &f64)| {
            let here = share * size * level * if k == 0 { struck } else { 1.0 + (1.0 - struck) * 0.4 };
            TownYear {
                miners: 47_000.0 * here,
                brothels: 420.0 * here,
                places: 5_880.0 * here,
                victims: 4_500.0 * here,
                newly_exploited: 2_700.0 * here,
            }
        };
        shares.iter().enumerate().map(town).collect()
    };
    (0..weeks / 52).map(year).collect()
}

fn arms(made: &[Made], size: f64, replicates: usize, weeks: usize) -> Vec<ArmSeries> {
    let noise = if replicates > 1 { 1.0 } else { 6.0 };
    let level = |w: usize| size * (4500.0 + 40.0 * (w as f64 / 90.0).sin());
    let mut arms = vec![ArmSeries {
        name: "baseline".into(),
        title: "Baseline".into(),
        victims: (0..weeks).map(|w| level(w) + size * 20.0 * noise * wobble(w, 0)).collect(),
        victims_half_width: if replicates > 1 { vec![45.0 * size; weeks] } else { vec![0.0; weeks] },
        spells: vec![size * 55.0; weeks],
        towns: towns(size, weeks, 1.0),
    }];
    for (i, (title, change, se, _)) in made.iter().enumerate() {
        let shape = |w: usize| {
            let year = w as f64 / 52.0;
            let rise = (year / 2.0).min(1.0) * 1.3;
            if year < 5.0 { rise } else { 1.3 * (-(year - 5.0) / 4.0).exp() }
        };
        arms.push(ArmSeries {
            name: format!("policy-{i}"),
            title: (*title).into(),
            victims: (0..weeks)
                .map(|w| level(w) * (1.0 + change[2] * shape(w)) + size * 12.0 * noise * wobble(w, i + 1))
                .collect(),
            victims_half_width: if replicates > 1 {
                (0..weeks).map(|w| size * 4500.0 * se * (0.6 + (w as f64 / 200.0).min(1.2))).collect()
            } else {
                vec![0.0; weeks]
            },
            spells: vec![size * 55.0 * (1.0 + change[0]); weeks],
            towns: towns(size, weeks, 1.0 + change[2]),
        });
    }
    arms
}

fn flows(size: f64) -> Flows {
    let origins = [
        "Cusco",
        "Madre de Dios",
        "Puno",
        "Arequipa",
        "Ucayali",
        "Loreto",
        "San Martín",
        "Apurímac",
        "Huancavelica",
        "outside",
    ];
    let shares = [0.34, 0.17, 0.11, 0.07, 0.06, 0.05, 0.03, 0.028, 0.002, 0.14];
    let towns = ["Mazuko", "Delta 1", "La Pampa", "Huepetuhe", "Puerto Maldonado", "Laberinto"];
    let town_shares = [0.18, 0.2, 0.37, 0.12, 0.1295, 0.0005];
    Flows {
        origins: origins.map(String::from).to_vec(),
        towns: towns.map(String::from).to_vec(),
        flows: shares.map(|s| town_shares.map(|t| 2100.0 * size * s * t).to_vec()).to_vec(),
        origin_target: vec![Some(0.36), Some(0.16), Some(0.10), None, Some(0.05), None, None, None, None, Some(0.14)],
        origin_assumed: vec![false; 3],
        victims_by_town: town_shares.map(|t| 4500.0 * size * t).to_vec(),
    }
}

fn profile(place: &str, department: &str, girls: f64, tilt: usize) -> DriverProfile {
    let mut shares = [0.22, 0.14, 0.1, 0.09, 0.25, 0.2];
    shares[tilt % 6] += 0.015 * (tilt % 11) as f64;
    shares[(tilt + 3) % 6] *= 0.7;
    let sum: f64 = shares.iter().sum();
    let shares = shares.map(|s| s / sum);
    DriverProfile {
        place: place.into(),
        department: department.into(),
        girls,
        shares,
        se: [0.006; 6],
        effective_drivers: 1.0 / shares.iter().map(|s| s * s).sum::<f64>(),
    }
}

fn drivers() -> Drivers {
    let names =
        ["Cusco", "Madre de Dios", "Puno", "Arequipa", "Ucayali", "Loreto", "San Martín", "Apurímac", "Huancavelica"];
    Drivers {
        sampled_girls: 18_000,
        departments: names
            .iter()
            .enumerate()
            .map(|(i, n)| profile(n, n, if i == 8 { 3.0 } else { 9000.0 }, i * 5 + 4))
            .collect(),
        communities: (0..140).map(|i| profile(&format!("community {i}"), names[i % 9], 900.0, i)).collect(),
        one_alone: 0.083,
        all_act: 0.192,
    }
}

/// A study of `made` policies at `size` times the usual numbers.
pub fn sample(label: &'static str, made: &[Made], size: f64, replicates: usize) -> Sample {
    Sample {
        label,
        result: StudyResult {
            scenario_title: "A made-up baseline".into(),
            set: Default::default(),
            warnings: Vec::new(),
            draws: 1,
            precision: None,
            study: "four-interventions".into(),
            title: "Four interventions & a match, at the same budget".into(),
            scenario: "madre-de-dios".into(),
            seed: 20,
            replicates,
            rejected: 0,
            funded_years: 5,
            following_years: 10,
            budget_soles_per_year: 2.5e6,
            adaptation: AFTER_ADAPTATION,
            outcomes: OUTCOMES.iter().collect(),
            baseline: BaselineSummary {
                means: Means(
                    OUTCOMES.iter().zip([2103.0 * size, 2390.0 * size, 4512.0 * size, 418.0, 49.1, 100.0]).collect(),
                ),
                minors_share: Some(0.33),
                rescued_minors_share: Some(0.21),
                reexploited_share: Some(0.275),
                mean_years_exploited: Some(1.55),
                origin_shares: BTreeMap::from([("Cusco".into(), Some(0.34)), ("outside".into(), Some(0.14))]),
            },
            baseline_sd: BTreeMap::from([("victims".into(), 61.0)]),
            policies: made.iter().enumerate().map(|(i, m)| policy(i, m)).collect(),
            effects: made.iter().enumerate().flat_map(|(i, m)| effects(i, m, size, replicates)).collect(),
        },
        arms: arms(made, size, replicates, 52 * 15),
        flows: flows(size),
        drivers: drivers(),
        grades: BTreeMap::from([
            ("published".into(), 31),
            ("derived".into(), 22),
            ("unverified".into(), 9),
            ("assumed".into(), 58),
            ("calibrated".into(), 12),
            ("design".into(), 14),
        ]),
        planned: None,
        answers: answers::at_one_vector(made, size, replicates),
        also: vec![],
    }
}

/// The shapes every chart must survive, at one parameter vector and over draws.
pub fn all() -> Vec<Sample> {
    let mut samples = at_one_vector();
    samples.extend(answers::all());
    samples.extend(two_part::all());
    samples.push(swept::swept());
    samples
}

/// Policies without any effect.
const ZERO: [Made; 2] = [("Nothing at all", [0.0; 3], 0.0, 0.0), ("Nothing, dearly", [0.0; 3], 0.004, 2.5e6)];
/// A title no line can be broken in.
const UNBREAKABLE: Made = (
    "Anunciémonos-una-campaña-educativa-interminablemente-larga-sin-espacios-para-cortar",
    [-0.02, -0.02, -0.02],
    0.003,
    2e6,
);
/// A title with marks that markup must escape, longer than any chart is wide.
const ENDLESS: Made = (
    "A policy <with> \"marks\" & a name that goes on, and on, and on, and on, until no line of any chart could ever hold it whole",
    [-0.03, -0.03, -0.02],
    0.003,
    2e6,
);

/// The shapes of studies at one parameter vector.
pub fn at_one_vector() -> Vec<Sample> {
    let mut first = sample("first", &SIX[..1], 1.0, 1);
    first.planned = Some(20);
    let harmful: [Made; 2] =
        [("Makes it worse", [0.05, 0.04, 0.03], 0.004, 1e6), ("No difference", [0.001, 0.0, -0.001], 0.01, 2e6)];
    let long: [Made; 3] = [UNBREAKABLE, ENDLESS, ("x", [-0.001, 0.002, 0.0], 0.003, 2e6)];
    let twelve: Vec<Made> = (0..12)
        .map(|i| (SIX[i % 6].0, SIX[i % 6].1.map(|v| v * (1.0 - 0.03 * i as f64)), SIX[i % 6].2, SIX[i % 6].3))
        .collect();
    let mut empty = sample("empty", &[], 1.0, 20);
    empty.arms.truncate(1);
    let mut bare = sample("bare", &SIX[..2], 1.0, 20);
    bare.arms.clear();
    bare.flows = Flows {
        origins: vec![],
        towns: vec![],
        flows: vec![],
        origin_target: vec![],
        origin_assumed: vec![],
        victims_by_town: vec![],
    };
    bare.drivers = Drivers { sampled_girls: 0, departments: vec![], communities: vec![], one_alone: 0.0, all_act: 0.0 };
    vec![
        sample("six", &SIX, 1.0, 20),
        bare,
        first,
        sample("zero", &ZERO, 1.0, 20),
        sample("harmful", &harmful, 1.0, 20),
        sample("long", &long, 1.0, 20),
        sample("huge", &SIX[..3], 4000.0, 20),
        sample("tiny", &SIX[..3], 0.002, 20),
        sample("twelve", &twelve, 1.0, 20),
        empty,
    ]
}
