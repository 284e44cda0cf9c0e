//! Made-up answers to "one intervention or four?", of several shapes. Nothing here comes from a run. Differences between
//! strategies are those of their cases averted, so that tables agree with each other.

use super::answers::{Shape, over_draws};
use super::{SIX, Sample};
use amparo::decide::discovery::results::*;
use amparo::decide::estimate::Estimate;
use amparo::decide::matching::results::*;

/// Further cases averted a step, at the largest budget, as a share of the baseline: where, which, how much, together.
#[derive(Clone, Copy)]
pub struct Steps(pub [f64; 4]);

/// Matching wins, and not by where alone.
pub const WINS: Steps = Steps([0.011, 0.014, 0.009, 0.006]);
/// Matching loses to the best single intervention.
pub const LOSES: Steps = Steps([-0.004, -0.012, -0.006, -0.003]);
/// Nothing stands clear of noise.
pub const UNTOLD: Steps = Steps([0.0004, -0.0003, 0.0002, 0.0001]);
/// Where the money goes gains; which intervention does not.
pub const WHERE: Steps = Steps([0.021, -0.0002, 0.0001, 0.0002]);

const BASELINE: f64 = 31_417.0;

/// A mean with an interval over draws of half-width `spread` and one of the mean of half-width `noise`, all in cases.
pub fn estimate(mean: f64, spread: f64, noise: f64) -> Estimate {
    let below = if mean - spread > 0.0 {
        0.0
    } else if mean + spread < 0.0 {
        1.0
    } else {
        0.5 - 0.475 * mean / spread.max(1e-9)
    };
    Estimate {
        mean,
        draws: 128,
        effective: 128.0,
        se: Some(noise / 1.96),
        mc_se: Some(0.5 * noise / 1.96),
        bar: Some(noise),
        reliability: Some(0.95),
        draws_low: Some(mean - spread),
        draws_high: Some(mean + spread),
        below_zero: Some(below),
    }
}

fn share(e: Estimate) -> Estimate {
    e.each(|v| v / BASELINE)
}

fn strategy(role: Role, policy: &str, title: &str, averted: f64, budget: f64) -> Strategy {
    let planned = matches!(role, Role::DriverMap | Role::Effect | Role::Intensity | Role::Bundle);
    Strategy {
        policy: policy.into(),
        title: title.into(),
        role,
        averted: estimate(averted, 0.4 * averted.abs() + 61.0, 23.0),
        spent_soles_per_year: 0.93 * budget,
        survey_soles_per_year: if planned { 0.041 * budget } else { 0.0 },
        unspent_soles_per_year: 0.07 * budget,
        most_spent_soles_per_year: 0.991 * budget,
        households: if planned { 60.0 } else { 0.0 },
        knows_parameters: policy != "match-not-knowing",
        communities: vec![("info".into(), 0.42), ("cct-training".into(), 0.17), ("app".into(), 0.03)],
        chosen: if policy.starts_with("best-") {
            vec![("info".into(), 0.71), ("community-development".into(), 0.29)]
        } else {
            vec![]
        },
    }
}

fn at_budget(steps: Steps, budget: f64, most: f64, draws: usize, effective: f64) -> AtBudget {
    let share_of = (budget / most).powf(0.7);
    let step = steps.0.map(|s| s * BASELINE * share_of);
    let uniform = 0.043 * BASELINE * share_of;
    let stands = [uniform, uniform + step[0], uniform + step[0] + step[1], uniform + step[0] + step[1] + step[2]];
    let bundle = stands[3] + step[3];
    let perfect = bundle + 0.0031 * BASELINE * share_of;
    let map = stands[2] - 0.007 * BASELINE * share_of;
    let strategies = vec![
        strategy(Role::Uniform, "info-uniform", "Information campaign, everywhere, S/ 20 M", 0.94 * uniform, budget),
        strategy(Role::Uniform, "best-uniform", "Best single intervention", uniform, budget),
        strategy(Role::ByExposure, "best-by-exposure", "Best single intervention by exposure", stands[1], budget),
        strategy(Role::DriverMap, "driver-map", "Matched by the dominant driver", map, budget),
        strategy(Role::Effect, "predicted-effect", "Matched by predicted effect", stands[2], budget),
        strategy(Role::Intensity, "predicted-intensity", "Matched, intensity too", stands[3], budget),
        strategy(Role::Bundle, "predicted-bundle", "Matched bundles", bundle, budget),
        strategy(Role::PerfectSurvey, "perfect-survey", "Matched with a perfect survey", perfect, budget),
        strategy(Role::TrueProfile, "true-profile", "Matched with the truth", 1.02 * perfect, budget),
        strategy(Role::BestFound, "best-found", "Found by search", 1.05 * perfect, budget),
        strategy(Role::Other, "match-not-knowing", "Matched bundles, strengths not known", 0.98 * bundle, budget),
    ];
    let of = |policy: &str| strategies.iter().find(|s| s.policy == policy).unwrap().averted.mean;
    let gains = [
        ("diagnosing", "predicted-bundle", "best-uniform"),
        ("where", "best-by-exposure", "best-uniform"),
        ("which", "predicted-effect", "best-by-exposure"),
        ("how-much", "predicted-intensity", "predicted-effect"),
        ("together", "predicted-bundle", "predicted-intensity"),
        ("matching", "predicted-bundle", "best-by-exposure"),
        ("driver-map", "driver-map", "predicted-effect"),
        ("perfect-survey", "perfect-survey", "predicted-bundle"),
        ("true-profile", "true-profile", "perfect-survey"),
        ("best-found", "best-found", "true-profile"),
        ("not-knowing", "match-not-knowing", "predicted-bundle"),
    ]
    .into_iter()
    .map(|(question, policy, against)| {
        let mean = of(policy) - of(against);
        let averted = estimate(mean, 0.55 * mean.abs() + 17.0, 19.0);
        Gain {
            question: question.into(),
            policy: policy.into(),
            against: against.into(),
            averted,
            share_of_baseline: share(averted),
        }
    })
    .collect();
    let surveys = [(10.0, 0.0), (30.0, 0.6), (60.0, 1.0), (120.0, 0.7)]
        .into_iter()
        .map(|(households, by)| {
            let gain = by * step[1];
            SurveySize {
                policy: format!("match-{households}"),
                households,
                cost_soles: households * 697.0 * 85.0,
                averted: estimate(bundle + gain, 400.0, 23.0),
                gain: if by == 0.0 { estimate(0.0, 0.0, 0.0) } else { estimate(gain, 0.5 * gain.abs() + 13.0, 15.0) },
            }
        })
        .collect();
    AtBudget {
        budget_soles_per_year: budget,
        draws,
        effective_draws: effective,
        baseline: BASELINE,
        strategies,
        gains,
        surveys,
    }
}

/// A number in [0, 1) from a stream.
fn unit(i: usize, stream: usize) -> f64 {
    let mixed = (i as u64 * 31 + stream as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xd1b5_4a32_d192_ed03);
    ((mixed ^ (mixed >> 29)) >> 11) as f64 / (1u64 << 53) as f64
}

fn forecasts(budgets: &[AtBudget], draws: usize) -> (Vec<Forecast>, Vec<ForecastSkill>) {
    let (mut all, mut skill) = (Vec::new(), Vec::new());
    for at in budgets {
        for (k, s) in at.strategies.iter().filter(|s| s.role >= Role::Effect && s.role <= Role::TrueProfile).enumerate()
        {
            let ratio = 0.47 + 0.09 * k as f64;
            for draw in 0..draws {
                let forecast = s.averted.mean / ratio * (0.2 + 1.9 * unit(draw, k));
                // Some draws avert nothing, or worse.
                let simulated = forecast * (ratio + 1.1 * (unit(draw, 40 + k) - 0.5));
                all.push(Forecast {
                    policy: s.policy.clone(),
                    role: s.role,
                    budget_soles_per_year: at.budget_soles_per_year,
                    draw,
                    weight: 0.3 + 1.4 * unit(draw, 7),
                    forecast,
                    simulated,
                    held: draw.is_multiple_of(4).then_some(1.2 * simulated),
                });
            }
            skill.push(ForecastSkill {
                policy: s.policy.clone(),
                title: s.title.clone(),
                role: s.role,
                budget_soles_per_year: at.budget_soles_per_year,
                forecast: s.averted.mean / ratio,
                simulated: s.averted.mean,
                ratio,
                correlation: Some(0.61 + 0.03 * k as f64),
            });
        }
    }
    (all, skill)
}

fn how_different(budget: f64, draws: usize) -> Vec<HowDifferent> {
    let one = |scenario: &str, heterogeneity: f64, driver_correlation: f64, own_weights: f64| {
        let gain = |question: &str, mean: f64| {
            let averted = estimate(mean * BASELINE, 0.6 * mean.abs() * BASELINE + 11.0, 21.0);
            Gain {
                question: question.into(),
                policy: "predicted-bundle".into(),
                against: "best-by-exposure".into(),
                averted,
                share_of_baseline: share(averted),
            }
        };
        HowDifferent {
            scenario: scenario.into(),
            title: format!("Heterogeneity {heterogeneity} & the rest"),
            heterogeneity,
            driver_correlation,
            own_weights,
            budget_soles_per_year: budget,
            draws,
            gains: vec![
                gain("where", 0.004 + 0.006 * heterogeneity),
                gain("which", 0.009 * (heterogeneity - 0.45)),
                gain("matching", 0.017 * (heterogeneity - 0.45)),
            ],
        }
    };
    vec![
        one("baseline", 1.0, 0.2, 0.0),
        one("alike", 0.0, 0.2, 0.0),
        one("half", 0.5, 0.2, 0.0),
        one("double", 2.0, 0.2, 0.0),
        one("together", 1.0, 0.8, 0.0),
        one("own", 1.0, 0.2, 0.7),
    ]
}

fn score(draws: usize, mass: f64, coverage: f64, density: f64) -> BoxScore {
    BoxScore { draws, mass, coverage: Some(coverage), density: Some(density) }
}

fn discovery(budget: f64, draws: usize, threshold: f64, found: bool) -> Discovery {
    let (x, y) = ("info.d_info", "cct.train_cost");
    let points: Vec<(f64, f64, Said, f64)> = (0..draws)
        .map(|d| {
            let (a, b) = (0.05 + 1.4 * unit(d, 21), 0.04 * 60f64.powf(unit(d, 22)));
            let said = match () {
                () if unit(d, 23) < 0.12 => Said::Noise,
                () if (a < 0.5 && b > 0.3) != (unit(d, 24) < 0.08) => Said::Yes,
                () => Said::No,
            };
            (a, b, said, 0.3 + 1.4 * unit(d, 25))
        })
        .collect();
    let left_out = points.iter().filter(|p| p.2 == Said::Noise).count();
    let used = draws - left_out;
    let limit = |parameter: &str, unit: &str, low: Option<f64>, high: Option<f64>| Limit {
        parameter: parameter.into(),
        phrase: format!("what {parameter} says"),
        unit: unit.into(),
        low,
        high,
    };
    let boxes = vec![
        FoundBox {
            limits: vec![limit(x, "log-odds", None, Some(0.5)), limit(y, "x poverty line", Some(0.3), None)],
            training: score(21, 0.27, 0.83, 0.91),
            held_out: score(19, 0.25, 0.79, 0.86),
        },
        FoundBox {
            limits: vec![limit("recruiters.v_ref", "share", Some(0.021), Some(0.084))],
            training: score(40, 0.44, 0.62, 0.58),
            held_out: BoxScore { draws: 0, mass: 0.0, coverage: Some(0.0), density: None },
        },
    ];
    Discovery {
        budget_soles_per_year: budget,
        question: Asks::MatchingOverSingle,
        threshold,
        left_out,
        training_draws: used / 2,
        held_out_draws: used - used / 2,
        base_rate: 0.34,
        boxes: if found { boxes } else { vec![] },
        telling: Some(Telling {
            x: x.into(),
            x_unit: "log-odds".into(),
            y: y.into(),
            y_unit: "x poverty line".into(),
            draws: points,
        }),
    }
}

/// Everything filled.
pub fn two_part(steps: Steps, budgets: &[f64], draws: usize, effective: f64) -> TwoPart {
    let most = budgets.iter().copied().fold(0.0, f64::max);
    let budgets: Vec<AtBudget> = budgets.iter().map(|b| at_budget(steps, *b, most, draws, effective)).collect();
    let (forecasts, skill) = forecasts(&budgets, draws);
    TwoPart {
        forecasts,
        skill,
        how_different: how_different(most, draws),
        discoveries: vec![discovery(most, draws, 0.02, true), discovery(most, draws, 0.0, false)],
        budgets,
    }
}

/// A study around it.
pub fn around(label: &'static str, two_part: TwoPart) -> Sample {
    let draws = two_part.budgets.first().map_or(8, |b| b.draws);
    let budgets: Vec<f64> = two_part.budgets.iter().map(|b| b.budget_soles_per_year).collect();
    let shape = Shape { made: &SIX[..2], budgets: &budgets, draws, size: 1.0, spread: 0.8, left: 0.45 };
    let mut sample = over_draws(label, &shape);
    sample.answers.two_part = Some(two_part);
    sample
}

/// A study that holds as little as one can: one budget, one size of survey, no perfect survey, one baseline, no box.
pub fn bare() -> TwoPart {
    let mut bare = two_part(WHERE, &[8e6], 64, 51.0);
    let at = &mut bare.budgets[0];
    at.surveys.truncate(1);
    at.strategies.retain(|s| !matches!(s.role, Role::PerfectSurvey | Role::TrueProfile | Role::BestFound));
    at.gains.retain(|g| ["diagnosing", "where", "which"].contains(&g.question.as_str()));
    bare.how_different.clear();
    bare.forecasts.clear();
    bare.skill.clear();
    bare.discoveries.truncate(1);
    bare.discoveries[0].boxes.clear();
    bare.discoveries[0].telling = None;
    bare
}

/// Names and words that markup and lines must survive.
pub fn awkward() -> TwoPart {
    let mut odd = two_part(WINS, &[5e5, 2e6, 8e6, 20e6], 40, 33.0);
    let (endless, unbreakable) = (super::ENDLESS.0, super::UNBREAKABLE.0);
    for at in &mut odd.budgets {
        at.strategies[3].role = Role::Other;
        at.strategies[3].title = endless.into();
        at.strategies[10].title = unbreakable.into();
        // Noise nobody knows, and draws that noise hides.
        at.gains[3].averted = Estimate { se: None, mc_se: None, bar: None, ..at.gains[3].averted };
        at.gains[4].averted = Estimate { draws_low: None, draws_high: None, below_zero: None, ..at.gains[4].averted };
    }
    for s in &mut odd.skill {
        s.title = endless.into();
        s.correlation = None;
    }
    odd.skill[0].forecast = 0.0;
    odd.skill[0].ratio = 0.0;
    for f in &mut odd.forecasts {
        f.forecast = if f.draw == 3 { 0.0 } else { -f.forecast };
    }
    for d in &mut odd.discoveries {
        if let Some(t) = &mut d.telling {
            t.x = "group.a_parameter_with_a_name_that_nobody_would_ever_want_to_read_in_one_breath".into();
            t.draws.truncate(1);
        }
        for b in &mut d.boxes {
            b.limits.iter_mut().for_each(|l| l.phrase = format!("{} <&> \"quoted\" {endless}", l.phrase));
        }
    }
    odd.how_different[2].draws = 12;
    odd
}

/// The shapes that chapter, charts and words must survive.
pub fn all() -> Vec<Sample> {
    vec![
        around("match-wins", two_part(WINS, &[2e6, 8e6, 20e6], 128, 102.0)),
        around("match-loses", two_part(LOSES, &[2e6, 20e6], 128, 102.0)),
        around("match-untold", two_part(UNTOLD, &[20e6], 128, 102.0)),
        around("match-where", two_part(WHERE, &[2e6, 20e6], 128, 102.0)),
        around("match-few", two_part(WINS, &[2e6, 20e6], 16, 11.0)),
        around("match-bare", bare()),
        around("match-awkward", awkward()),
        around("match-empty", TwoPart::default()),
    ]
}
