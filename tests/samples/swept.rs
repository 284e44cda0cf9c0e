//! A study of thirty variants of one policy, and sweeps of every shape. The girls are made up.

use super::answers::{Shape, over_draws};
use super::{Made, Sample};
use amparo::decide::dose::{Axis, Dose, Unit, Value, Variant, Varied, dose};
use amparo::draws::{Draws, Process};

/// What is varied: its name, what its numbers are, and its values.
pub fn axis(key: &str, unit: Unit, values: &[f64]) -> Axis {
    let values = values.iter().map(|x| Value::Number(*x)).collect();
    Axis { key: key.into(), label: key.replace('_', " "), unit, off_at_zero: key == "coverage", values }
}

/// Forms over draws: what each averts and costs on average by its values; effects are log-normal over draws, with two replicates.
pub fn variants(
    axes: &[Axis],
    crossed: bool,
    draws: u64,
    study: u64,
    of: impl Fn(&[f64]) -> (f64, f64),
) -> Vec<Variant> {
    let number = |value: &Value| value.number().unwrap_or(0.0);
    let combinations: Vec<Vec<Value>> = if crossed {
        axes.iter().fold(vec![Vec::new()], |all, axis| {
            let with = |one: &Vec<Value>| {
                axis.values.iter().map(|value| [one.clone(), vec![value.clone()]].concat()).collect::<Vec<_>>()
            };
            all.iter().flat_map(with).collect()
        })
    } else {
        (0..axes[0].values.len()).map(|i| axes.iter().map(|axis| axis.values[i].clone()).collect()).collect()
    };
    let stream = Draws::new(78).of(Process::Bootstrap).with(study);
    let shared = |d: u64| (0.6 * stream.with(d).normal(0) - 0.18).exp();
    let variant = |(k, values): (usize, Vec<Value>)| {
        let at: Vec<f64> = values.iter().map(number).collect();
        let (girls, cost) = of(&at);
        let world = |d: u64, r: u64| girls * shared(d) + 12.0 * stream.with(d).with(k as u64 + 1).normal(r);
        let girls: Vec<Vec<f64>> = (0..draws).map(|d| (0..2).map(|r| world(d, r)).collect()).collect();
        let cost: Vec<Vec<f64>> = (0..draws).map(|d| vec![cost * (1.0 + 0.02 * stream.with(d).normal(9)); 2]).collect();
        Variant {
            policy: format!("policy-{k}"),
            title: format!("Variant {k}"),
            values,
            girls_undiscounted: girls.clone(),
            spent: cost.clone(),
            girls,
            cost,
            budget: 100e6,
        }
    };
    combinations.into_iter().enumerate().map(variant).collect()
}

/// What a sweep finds.
pub fn found(title: &str, axes: Vec<Axis>, crossed: bool, variants: &[Variant]) -> Dose {
    let varied = Varied {
        policy: "information".into(),
        title: title.into(),
        budget_soles_per_year: 20e6,
        horizon_years: 10,
        crossed,
        axes,
    };
    let draws = variants.first().map_or(0, |variant| variant.girls.len());
    dose(varied, variants, &vec![1.0; draws], 7).expect("variants")
}

/// Girls that saturate with coverage, and its money.
pub fn saturating(coverage: f64) -> (f64, f64) {
    (600.0 * (1.0 - (-4.0 * coverage).exp()), 100e6 * coverage)
}

fn doses() -> Vec<Dose> {
    let of = |title: &str, axes: Vec<Axis>, crossed: bool, f: &dyn Fn(&[f64]) -> (f64, f64)| {
        let variants = variants(&axes, crossed, 64, 1, f);
        found(title, axes, crossed, &variants)
    };
    let coverage = |values: &[f64]| axis("coverage", Unit::Share, values);
    let intensity = |values: &[f64]| axis("intensity", Unit::In(String::new()), values);
    let words = Axis {
        values: ["uniform", "by-exposure"].map(|word| Value::Word(word.into())).to_vec(),
        ..axis("targeting", Unit::In(String::new()), &[])
    };
    let start = axis("start_week", Unit::In("weeks after the burn-in".into()), &[0.0, 52.0]);
    let money = axis("budget", Unit::SolesPerYear, &[1e6, 2e6, 4e6, 9e6, 20e6, 50e6]);
    let both = |at: &[f64]| {
        let (girls, cost) = saturating(at[0]);
        (girls * at[1].sqrt(), cost * at[1])
    };
    vec![
        of("Information campaign", vec![coverage(&[0.1, 0.2, 0.4, 0.6, 0.8, 1.0])], true, &|at| saturating(at[0])),
        of(
            "Information campaign",
            vec![coverage(&[0.1, 0.25, 0.5, 0.75, 1.0]), intensity(&[0.5, 1.0, 1.5, 2.0])],
            true,
            &both,
        ),
        of("Information campaign", vec![coverage(&[0.1, 0.3, 0.6]), intensity(&[0.5, 1.0, 2.0]), start], true, &both),
        of("Information campaign, with a title that goes on for longer than most", vec![words], true, &|_| {
            (100.0, 2e6)
        }),
        of("Two at once", vec![coverage(&[0.2, 0.5, 0.3]), intensity(&[2.0, 1.0, 0.5])], false, &both),
        of("Money", vec![money], true, &|at| (200.0 * (1.0 + at[0] / 1e6).ln(), 10.0 * at[0])),
    ]
}

/// A study whose policies are thirty variants of one, with sweeps of every shape.
pub fn swept() -> Sample {
    let titles: Vec<&'static str> = (0..30)
        .map(|i| {
            let (coverage, intensity) = (10 + 15 * (i / 5), 0.5 + 0.25 * f64::from(i % 5));
            &*format!("Information campaign, coverage {coverage} %, intensity {intensity}").leak()
        })
        .collect();
    let made: Vec<Made> =
        titles.iter().enumerate().map(|(i, title)| (*title, [-0.01 - 0.001 * i as f64; 3], 0.003, 2e6)).collect();
    let shape = Shape { made: &made, budgets: &[20e6], draws: 64, size: 1.0, spread: 0.8, left: 0.45 };
    let mut sample = over_draws("swept", &shape);
    sample.answers.doses = doses();
    sample
}
