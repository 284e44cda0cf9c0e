//! Made-up answers over draws, of several shapes. Nothing here comes from a run. What follows from the points of the plane
//! (who is best, what a wrong choice loses) is worked out from them, so that tables agree with each other.

use super::{ENDLESS, Made, SIX, Sample, UNBREAKABLE, ZERO, base, noisy, sample};
use amparo::decide::answers::*;
use amparo::decide::by_girls::ByGirls;
use amparo::decide::estimate::Estimate;
use amparo::decide::ordering::{Arm, by_girls};
use amparo::decide::per_case::{PerCase, per_case};
use amparo::decide::result::{Effect, Years};
use amparo::decide::view::View;
use amparo::observe::outcomes::{OUTCOMES, SPELLS_BEGUN, VICTIMS};

/// What an [`Answers`] is made for.
pub struct Shape<'a> {
    pub made: &'a [Made],
    pub budgets: &'a [f64],
    pub draws: usize,
    /// Multiplies persons.
    pub size: f64,
    /// Standard deviation of a policy's effect over draws, as a share of 3 % of spells begun.
    pub spread: f64,
    /// What adapting leaves of an effect.
    pub left: f64,
}

pub const EIGHT: [Made; 8] = [
    SIX[0],
    SIX[1],
    SIX[2],
    SIX[3],
    SIX[4],
    SIX[5],
    ("Information campaign, exposed communities first", [-0.055, -0.06, -0.041], 0.006, 2.4e6),
    ("Development, exposed communities first", [-0.069, -0.072, -0.058], 0.012, 2.5e6),
];

/// A standard normal stand-in for draw `d` of stream `s`: the sum of twelve uniforms less six.
fn z(d: usize, s: usize) -> f64 {
    let uniform = |k: usize| {
        let mixed = (d as u64 * 12 + k as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (s as u64 + 1).wrapping_mul(0xd1b5_4a32_d192_ed03);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 32)) >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..12).map(uniform).sum::<f64>() - 6.0
}

/// An estimate over draws with these means, each of two replicates, with noise of a tenth of their spread.
fn estimate(values: &[f64]) -> Estimate {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    let twice: Vec<Vec<f64>> = values.iter().map(|v| vec![v - 0.1 * sd, v + 0.1 * sd]).collect();
    amparo::decide::over_draws::over_draws(&twice, &vec![1.0; values.len()])
}

fn scaled(e: &Estimate, by: f64) -> Estimate {
    let (a, b) = (e.draws_low.map(|v| v * by), e.draws_high.map(|v| v * by));
    let (draws_low, draws_high) = if by < 0.0 { (b, a) } else { (a, b) };
    Estimate {
        mean: e.mean * by,
        se: e.se.map(|s| s * by.abs()),
        mc_se: e.mc_se.map(|s| s * by.abs()),
        bar: e.bar.map(|h| h * by.abs()),
        draws_low,
        draws_high,
        ..*e
    }
}

/// Costs per case of every strategy, from its points.
fn with_cases(d: &mut Decision) {
    for row in 1..d.strategies.len() {
        let of = |pick: fn(&(f64, f64)) -> f64| d.points[row].iter().map(|p| vec![pick(p)]).collect::<Vec<_>>();
        d.strategies[row].per_case = per_case(&of(|p| p.0), &of(|p| p.1), &d.weights, 1);
    }
}

pub fn budget_name(budget: f64) -> String {
    if budget >= 1e6 { format!("{}M", budget / 1e6) } else { format!("{}k", budget / 1e3) }
}

/// Name and title of policy `i` at a budget, as studies make them.
pub fn named(shape: &Shape, i: usize, budget: f64) -> (String, String) {
    let title = shape.made[i].0;
    if shape.budgets.len() == 1 {
        return (format!("policy-{i}"), title.into());
    }
    let short = budget_name(budget);
    let words = short.replace('M', " M").replace('k', " k");
    (format!("policy-{i}-{short}"), format!("{title}, S/ {words}"))
}

/// Relative change in spells begun by draw.
fn changes(shape: &Shape, i: usize, budget: f64) -> Vec<f64> {
    let most = shape.budgets.iter().copied().fold(0.0, f64::max).max(1.0);
    let share = (budget / most).powf(0.6);
    (0..shape.draws)
        .map(|d| shape.left * share * (shape.made[i].1[0] + 0.03 * shape.spread * (0.7 * z(d, 0) + z(d, i + 1))))
        .collect()
}

/// Policies by girls averted, ranked as a study ranks them: four fifths of the spells are first ones.
fn girls(shape: &Shape, budget: f64) -> Option<ByGirls> {
    let weights: Vec<f64> = (0..shape.draws).map(|d| (0.5 * z(d, 99)).exp()).collect();
    let arms: Vec<Arm> = (0..shape.made.len())
        .map(|i| {
            let (policy, title) = named(shape, i, budget);
            let of = |share: f64| -> Vec<Vec<f64>> {
                let fewer = changes(shape, i, budget).into_iter().map(|c| -c * 2900.0 * shape.size * 11.0 * share);
                fewer
                    .enumerate()
                    .map(|(d, x)| [-1.0, 1.0].map(|r| x * (1.0 + 0.02 * r * (1.0 + z(d, 7)))).to_vec())
                    .collect()
            };
            let cost = |share: f64| -> Vec<Vec<f64>> {
                (0..shape.draws)
                    .map(|d| vec![share * budget * (0.85 + 0.02 * i as f64) * (1.0 + 0.03 * z(d, 50 + i)); 2])
                    .collect()
            };
            Arm {
                policy,
                title,
                girls: of(0.8),
                repeated: of(0.2),
                victim_years: of(1.6),
                girls_undiscounted: of(0.95),
                repeated_undiscounted: of(0.24),
                victim_years_undiscounted: of(1.9),
                cost: cost(4.6),
                spent: cost(5.0),
                budget: 5.0 * budget,
                // Who is reached differs, so that another may lead among the poorest.
                poorest: Some(of(if i % 2 == 0 { 0.2 } else { 0.45 })),
                under_15: Some(of(0.3)),
                by_treatment: (i % 2 == 0).then(|| [of(0.9), of(-0.05)]),
                left_sight: of(-0.1),
                elsewhere_percent: Some(of(0.001)),
            }
        })
        .collect();
    let baseline = 2100.0 * shape.size * 15.0;
    by_girls((budget, 15, baseline), &arms, &weights, &[], 1)
}

fn decision(shape: &Shape, budget: f64, view: View) -> Decision {
    let n = shape.made.len();
    let spells = 2900.0 * shape.size;
    let mut points = vec![vec![(0.0, 0.0); shape.draws]];
    for i in 0..n {
        let spent = if view == View::Budget { 1.0 } else { 0.8 };
        let cost = |d: usize| spent * 4.6 * budget * (0.85 + 0.02 * i as f64) * (1.0 + 0.03 * z(d, 50 + i));
        points.push(changes(shape, i, budget).iter().enumerate().map(|(d, c)| (cost(d), -c * spells * 11.0)).collect());
    }
    let weights: Vec<f64> = (0..shape.draws).map(|d| (0.5 * z(d, 99)).exp() / (0.125f64).exp()).collect();
    let columns = |row: usize, f: fn(&(f64, f64)) -> f64| -> Vec<f64> { points[row].iter().map(f).collect() };
    let strategies: Vec<Strategy> = (0..=n)
        .map(|row| {
            let (policy, title) = match row {
                0 => ("status-quo".into(), "Doing nothing further".into()),
                row => named(shape, row - 1, budget),
            };
            let (cost, averted) = (estimate(&columns(row, |p| p.0)), estimate(&columns(row, |p| p.1)));
            Strategy {
                policy,
                title,
                cost,
                societal_cost: scaled(&cost, 0.8),
                averted,
                victim_years_averted: scaled(&averted, 1.5),
                standing: Standing::Dominated,
                icer: None,
                per_case: PerCase::default(),
            }
        })
        .collect();
    let strategies = with_standing(strategies);
    let per_case = 4.0 * budget / (0.05 * spells * 11.0).max(1e-9);
    let willingness: Vec<f64> = (0..=40).map(|k| per_case * k as f64 / 10.0).collect();
    let reference = willingness[20];
    let total: f64 = weights.iter().sum();
    let mut d = Decision {
        budget_soles_per_year: budget,
        draws: shape.draws,
        effective_draws: 0.8 * shape.draws as f64,
        view,
        probability_best: vec![vec![0.0; willingness.len()]; n + 1],
        best: vec![],
        expected_loss: vec![vec![0.0; willingness.len()]; n + 1],
        largest_regret: vec![vec![0.0; willingness.len()]; n + 1],
        minimax_regret: vec![],
        evpi: vec![],
        evppi: vec![],
        reference_willingness: reference,
        strategies,
        points,
        weights,
        willingness,
    };
    for (k, w) in d.willingness.clone().into_iter().enumerate() {
        let mut expected = vec![0.0; n + 1];
        for draw in 0..shape.draws {
            let benefit: Vec<f64> = d.points.iter().map(|p| w * p[draw].1 - p[draw].0).collect();
            let top = (0..=n).max_by(|a, b| benefit[*a].total_cmp(&benefit[*b])).unwrap();
            let weight = d.weights[draw] / total;
            d.probability_best[top][k] += weight;
            for row in 0..=n {
                expected[row] += weight * benefit[row];
                let regret = benefit[top] - benefit[row];
                d.expected_loss[row][k] += weight * regret;
                d.largest_regret[row][k] = d.largest_regret[row][k].max(regret);
            }
        }
        d.best.push((0..=n).max_by(|a, b| expected[*a].total_cmp(&expected[*b])).unwrap());
        let regret = |row: &usize| d.largest_regret[*row][k];
        d.minimax_regret.push((0..=n).min_by(|a, b| regret(a).total_cmp(&regret(b))).unwrap());
        let evpi = (0..=n).map(|row| d.expected_loss[row][k]).fold(f64::INFINITY, f64::min);
        d.evpi.push(Worth { value: evpi, se: 0.1 * evpi, p: None });
    }
    let groups = [
        ("how strongly the trade refills freed places", 0.55, vec!["recruiters.v_ref", "demand.places"]),
        (
            "what a campaign contact teaches and how long it lasts",
            0.3,
            vec!["info.d_info", "info.x_max", "knowledge.h_x"],
        ),
        ("who installs the application and heeds its warning", 0.0, vec!["app.m_app", "app.s_app"]),
        ("what the interventions cost", 0.12, vec!["info.cost_contact", "cdd.cost_cdd_girl"]),
        ("how soon and how much development raises earnings", 0.0, vec!["cdd.growth", "cdd.growth_cap"]),
        ("going back after return", 0.04, vec!["recidivism.p_back_raid", "recidivism.p_back_escape"]),
    ];
    d.evppi = groups
        .into_iter()
        .map(|(group, share, parameters)| LearningWorth {
            group: group.into(),
            parameters: parameters.into_iter().map(String::from).collect(),
            worth: d
                .evpi
                .iter()
                .map(|w| Worth { value: share * w.value, se: 0.12 * share * w.value, p: Some(0.005) })
                .collect(),
        })
        .collect();
    with_cases(&mut d);
    d
}

/// Strict and extended dominance on means, the cheapest first.
fn with_standing(mut all: Vec<Strategy>) -> Vec<Strategy> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| all[*a].cost.mean.total_cmp(&all[*b].cost.mean));
    let mut on: Vec<usize> = Vec::new();
    for row in order {
        let better = |a: usize, b: usize| all[b].averted.mean > all[a].averted.mean;
        if on.last().is_some_and(|last| !better(*last, row)) {
            continue;
        }
        let icer =
            |a: usize, b: usize| (all[b].cost.mean - all[a].cost.mean) / (all[b].averted.mean - all[a].averted.mean);
        while let [.., a, b] = on[..] {
            if icer(a, b) <= icer(b, row) {
                break;
            }
            on.pop();
        }
        on.push(row);
    }
    for pair in on.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let icer = (all[b].cost.mean - all[a].cost.mean) / (all[b].averted.mean - all[a].averted.mean);
        all[b].standing = Standing::Frontier;
        all[b].icer = Some(icer);
    }
    if let Some(first) = on.first() {
        all[*first].standing = Standing::Reference;
    }
    all
}

fn waterfall(shape: &Shape, i: usize, budget: f64, k: usize) -> Waterfall {
    let base = base(&OUTCOMES[k], shape.size);
    let after: Vec<f64> = changes(shape, i, budget).iter().map(|c| c * base).collect();
    let left = if shape.left == 0.0 { 0.4 } else { shape.left };
    let before: Vec<f64> =
        after.iter().enumerate().map(|(d, a)| a / (left * (1.0 + 0.2 * z(d, 70 + i)).max(0.3))).collect();
    let spatial: Vec<f64> = before.iter().enumerate().map(|(d, b)| -b * (0.12 + 0.05 * z(d, 80))).collect();
    let refilling: Vec<f64> = (0..after.len()).map(|d| after[d] - before[d] - spatial[d]).collect();
    let step = |order: Order, step: Response, share: f64| SplitStep {
        order,
        step,
        increment: scaled(&estimate(&refilling), share),
    };
    let split = if i.is_multiple_of(2) && k == 1 {
        vec![
            step(Order::Forward, Response::Scale, 0.2),
            step(Order::Forward, Response::EffortAndPlaces, 0.7),
            step(Order::Forward, Response::RecruitersAndArrests, 0.1),
            step(Order::Reversed, Response::RecruitersAndArrests, 0.15),
            step(Order::Reversed, Response::EffortAndPlaces, 0.65),
            step(Order::Reversed, Response::Scale, 0.2),
        ]
    } else {
        vec![]
    };
    Waterfall {
        policy: named(shape, i, budget).0,
        outcome: &OUTCOMES[k],
        window: Years::Funded,
        unit: OUTCOMES[k].unit,
        draws: shape.draws,
        baseline: base,
        before: estimate(&before),
        spatial: estimate(&spatial),
        refilling: estimate(&refilling),
        after: estimate(&after),
        split,
    }
}

fn break_evens(shape: &Shape, budget: f64) -> Vec<BreakEven> {
    let quantities = [
        ("info.cost_contact", "the cost of a campaign contact", "S/", 2.0, 20.0, Some(9.5), false),
        ("refilling", "the part of the prevented that the trade refills", "share", 0.0, 1.0, Some(0.62), false),
        ("info.d_info", "what a contact teaches", "log-odds", 0.05, 1.5, Some(0.31), true),
        ("cdd.growth", "the yearly growth of earnings under development", "share", 0.01, 0.1, None, false),
        ("aftercare.cost", "the cost of support after return", "S/ a woman", 500.0, 40_000.0, Some(17_400.0), false),
        ("knowledge.h_x", "how long a lesson lasts", "weeks", 20.0, 200.0, None, true),
    ];
    let mut out = Vec::new();
    for i in 0..shape.made.len() {
        for (k, (quantity, words, unit, low, high, threshold, above)) in quantities.into_iter().enumerate() {
            if (k + i) % 3 == 2 {
                continue;
            }
            let against = if (k + i).is_multiple_of(2) {
                "status-quo".into()
            } else {
                named(shape, (i + 1) % shape.made.len(), budget).0
            };
            out.push(BreakEven {
                policy: named(shape, i, budget).0,
                against,
                budget_soles_per_year: budget,
                quantity: quantity.into(),
                words: words.into(),
                unit: unit.into(),
                low,
                high,
                threshold,
                threshold_low: threshold.map(|t: f64| (0.7 * t).max(low)),
                threshold_high: threshold.map(|t: f64| (1.4 * t).min(high)),
                preferred_above: above,
                share_preferred: 0.2 + 0.09 * ((i * 5 + k) % 8) as f64,
                doubt: if 0.8 * (shape.draws as f64) < DRAWS_TO_DECIDE {
                    Some(Doubt::FewDraws)
                } else {
                    // One policy's cost of a contact is not bounded.
                    (k == 0 && i == 3).then_some(Doubt::Unbounded)
                },
            });
        }
    }
    out
}

fn benefits(shape: &Shape, i: usize, budget: f64) -> Vec<Benefit> {
    let groups = [
        (Dimension::Department, "Cusco", 0.34),
        (Dimension::Department, "Madre de Dios", 0.17),
        (Dimension::Department, "Puno", 0.11),
        (Dimension::Department, "Arequipa", 0.07),
        (Dimension::Department, "Ucayali", 0.06),
        (Dimension::Department, "Loreto", 0.05),
        (Dimension::Department, "San Martín", 0.03),
        (Dimension::Department, "Apurímac", 0.028),
        (Dimension::Department, "Huancavelica", 0.0014),
        (Dimension::Department, "outside", 0.14),
        (Dimension::Poverty, "poorest third", 0.48),
        (Dimension::Poverty, "middle third", 0.31),
        (Dimension::Poverty, "richest third", 0.21),
        (Dimension::Age, "12–14", 0.14),
        (Dimension::Age, "15–17", 0.36),
        (Dimension::Age, "18–20", 0.29),
        (Dimension::Age, "21–24", 0.21),
    ];
    let all = changes(shape, i, budget);
    groups
        .into_iter()
        .enumerate()
        .map(|(g, (dimension, group, share))| {
            let base = 2100.0 * shape.size * share;
            let shown = base >= 5.0;
            let change: Vec<f64> =
                all.iter().enumerate().map(|(d, c)| base * c * (1.0 + 0.3 * z(d, 120 + g))).collect();
            Benefit {
                policy: named(shape, i, budget).0,
                dimension,
                group: group.into(),
                baseline: shown.then_some(base),
                change: shown.then(|| estimate(&change)),
            }
        })
        .collect()
}

fn treatment(shape: &Shape, i: usize, budget: f64) -> Vec<ByTreatment> {
    let all = changes(shape, i, budget);
    let (inside, outside) = (800.0 * shape.size, 1300.0 * shape.size);
    let one = |adaptation: Adaptation, treated: f64, untreated: f64| ByTreatment {
        policy: named(shape, i, budget).0,
        adaptation,
        draws: shape.draws,
        treated_baseline: inside,
        treated: estimate(&all.iter().map(|c| treated * c * inside).collect::<Vec<_>>()),
        untreated_baseline: outside,
        untreated: estimate(
            &all.iter().enumerate().map(|(d, c)| untreated * c * outside * (1.0 + 0.4 * z(d, 140))).collect::<Vec<_>>(),
        ),
    };
    vec![one(Adaptation::Before, 5.0, 0.02), one(Adaptation::After, 4.4, -0.9)]
}

/// Answers of a shape, every table filled.
pub fn answers(shape: &Shape) -> Answers {
    let n = shape.made.len();
    let mut out = Answers {
        draws: DrawFacts {
            at_one_vector: false,
            used: shape.draws,
            points: shape.draws + 7,
            rejected: 7,
            effective: 0.8 * shape.draws as f64,
            largest_drift: 0.0092,
            drift_limit: 0.02,
            sampled: (0..32).map(|i| format!("group.parameter_{i}")).collect(),
            solved: [
                "enforcement.p_rescue",
                "enforcement.h_complaint",
                "decision.theta",
                "recruiters.kappa_r",
                "demand.m_b",
            ]
            .map(String::from)
            .to_vec(),
            ..DrawFacts::default()
        },
        ..Answers::default()
    };
    for budget in shape.budgets.iter().copied() {
        for view in [View::Budget, View::Societal] {
            out.decisions.push(decision(shape, budget, view));
        }
        out.by_girls.extend(girls(shape, budget));
        out.break_evens.extend(break_evens(shape, budget));
        for i in 0..n {
            let policy = named(shape, i, budget).0;
            for k in 0..OUTCOMES.len() {
                let w = waterfall(shape, i, budget, k);
                if k < 3 {
                    out.waterfalls.push(w);
                }
            }
            out.benefits.extend(benefits(shape, i, budget));
            if [2, 6, 7].contains(&i) {
                out.by_treatment.extend(treatment(shape, i, budget));
            }
            for (outcome, correlation) in [(SPELLS_BEGUN, 0.94), (VICTIMS, 0.97)] {
                out.pairing.push(Pairing {
                    policy: policy.clone(),
                    outcome,
                    correlation,
                    unpaired_per_paired: 1.0 / (1.0 - correlation),
                });
            }
        }
    }
    out
}

/// Changes under every policy of a shape, in both windows.
fn effects(shape: &Shape) -> Vec<Effect> {
    let mut all = Vec::new();
    for budget in shape.budgets.iter().copied() {
        for i in 0..shape.made.len() {
            for (window, fade) in [(Years::Funded, 1.0), (Years::Following, 0.35)] {
                for (k, outcome) in OUTCOMES.iter().enumerate() {
                    let w = waterfall(shape, i, budget, k);
                    all.push(Effect {
                        policy: w.policy.clone(),
                        window,
                        outcome,
                        baseline: w.baseline,
                        change: scaled(&w.after, fade),
                    });
                }
            }
        }
    }
    all
}

/// What a study at one parameter vector answers: what each policy costs and averts, with the noise of its replicates.
pub fn at_one_vector(made: &[Made], size: f64, replicates: usize) -> Answers {
    let draws = DrawFacts {
        at_one_vector: true,
        used: 1,
        effective: 1.0,
        largest_drift: 0.0092,
        drift_limit: 0.02,
        ..DrawFacts::default()
    };
    if made.is_empty() {
        return Answers { draws, ..Answers::default() };
    }
    let spells = 11.0 * base(SPELLS_BEGUN, size);
    let strategy = |policy: String, title: &str, cost: f64, averted: f64, se: f64| {
        let (cost, averted) = (noisy(cost, 0.0, replicates), noisy(averted, se, replicates));
        Strategy {
            policy,
            title: title.into(),
            cost,
            societal_cost: scaled(&cost, 0.8),
            averted,
            victim_years_averted: scaled(&averted, 1.5),
            standing: Standing::Dominated,
            icer: None,
            per_case: PerCase::default(),
        }
    };
    let mut strategies = vec![strategy("status-quo".into(), "Doing nothing further", 0.0, 0.0, 0.0)];
    for (i, (title, change, se, spend)) in made.iter().enumerate() {
        strategies.push(strategy(format!("policy-{i}"), title, 4.6 * spend, -change[0] * spells, se * spells));
    }
    let strategies = with_standing(strategies);
    let points = strategies.iter().map(|s| vec![(s.cost.mean, s.averted.mean)]).collect();
    let mut decision = Decision {
        budget_soles_per_year: 2.5e6,
        draws: 1,
        effective_draws: 1.0,
        view: View::Budget,
        strategies,
        points,
        weights: vec![1.0],
        willingness: vec![],
        probability_best: vec![],
        best: vec![],
        expected_loss: vec![],
        largest_regret: vec![],
        minimax_regret: vec![],
        evpi: vec![],
        evppi: vec![],
        reference_willingness: 20_000.0,
    };
    with_cases(&mut decision);
    for s in decision.strategies.iter_mut().skip(1).filter(|_| replicates > 1) {
        let end = |averted: f64| (averted > 0.0).then(|| s.cost.mean / averted);
        let bar = s.averted.bar.unwrap_or(0.0);
        s.per_case.ends = Some([end(s.averted.mean + bar), end(s.averted.mean - bar)]);
        s.per_case.perhaps_none = s.averted.sign() != Some(1.0);
    }
    Answers { draws, decisions: vec![decision], ..Answers::default() }
}

/// A study over draws of a shape, with policies at every budget.
pub fn over_draws(label: &'static str, shape: &Shape) -> Sample {
    let mut all = sample(label, &[], shape.size, 2);
    all.result.title = "Which measures & a match, with how much money?".into();
    for budget in shape.budgets.iter().copied() {
        let one = sample(label, shape.made, shape.size, 2);
        for (i, mut policy) in one.result.policies.into_iter().enumerate() {
            (policy.name, policy.title) = named(shape, i, budget);
            policy.spend_soles_per_year = budget * (0.85 + 0.02 * i as f64);
            policy.unspent_soles_per_year = budget - policy.spend_soles_per_year;
            policy.budget_soles_per_year = budget;
            all.result.policies.push(policy);
        }
        for (i, mut arm) in one.arms.into_iter().skip(1).enumerate() {
            (arm.name, arm.title) = named(shape, i, budget);
            all.arms.push(arm);
        }
    }
    all.result.budget_soles_per_year = shape.budgets.iter().copied().fold(0.0, f64::max);
    all.result.draws = shape.draws;
    all.answers = answers(shape);
    all.result.effects = effects(shape);
    all
}

/// A study over so few draws that nothing is decided, as `study::answers` leaves it.
pub fn undecided(label: &'static str, shape: &Shape) -> Sample {
    let mut sample = over_draws(label, shape);
    sample.answers.break_evens.clear();
    for d in &mut sample.answers.decisions {
        d.willingness.clear();
        d.best.clear();
        d.minimax_regret.clear();
        d.evpi.clear();
        d.evppi.clear();
        for by_strategy in [&mut d.probability_best, &mut d.expected_loss, &mut d.largest_regret] {
            by_strategy.iter_mut().for_each(Vec::clear);
        }
    }
    sample
}

/// A study at one parameter vector with runs in which the trade's behaviour is held.
pub fn held(label: &'static str, made: &[Made], replicates: usize) -> Sample {
    let mut held = sample(label, made, 1.0, replicates);
    let shape = Shape { made, budgets: &[2.5e6], draws: 1, size: 1.0, spread: 0.8, left: 0.45 };
    let all = answers(&shape);
    let at_one = |e: Estimate, se: f64| noisy(e.mean, se, replicates);
    held.answers.waterfalls = all
        .waterfalls
        .into_iter()
        .map(|w| Waterfall {
            before: at_one(w.before, 12.0),
            spatial: at_one(w.spatial, 8.0),
            refilling: at_one(w.refilling, 9.0),
            after: at_one(w.after, 11.0),
            split: vec![],
            ..w
        })
        .collect();
    let benefits = all.benefits.into_iter();
    held.answers.benefits = benefits.map(|b| Benefit { change: b.change.map(|e| at_one(e, 5.0)), ..b }).collect();
    held.answers.by_treatment = all
        .by_treatment
        .into_iter()
        .map(|t| ByTreatment { treated: at_one(t.treated, 7.0), untreated: at_one(t.untreated, 7.0), ..t })
        .collect();
    held
}

/// The shipped study's shape: eight policies at three budgets and a second baseline.
pub fn eight() -> Sample {
    let shape = Shape { made: &EIGHT, budgets: &[2e6, 8e6, 20e6], draws: 128, size: 1.0, spread: 0.8, left: 0.45 };
    let mut eight = over_draws("eight", &shape);
    let second = Shape { size: 0.36, left: 0.3, ..shape };
    let other = over_draws("second", &second);
    eight.also = vec![("baseline-1600".into(), other.result, other.answers)];
    eight
}

/// The shapes every chart over draws must survive.
pub fn all() -> Vec<Sample> {
    let usual = Shape { made: &SIX, budgets: &[20e6], draws: 64, size: 1.0, spread: 0.8, left: 0.45 };
    let one = Shape { made: &SIX[..1], ..usual };
    let few = Shape { made: &SIX[..3], draws: 3, ..usual };
    let harmful: [Made; 2] =
        [("Makes it worse", [0.2, 0.16, 0.12], 0.004, 1e6), ("No difference", [0.001, 0.0, -0.001], 0.01, 2e6)];
    let long: [Made; 4] = [
        UNBREAKABLE,
        ENDLESS,
        (
            "Community-driven development in the twenty communities with the most exposure, with support after return",
            [-0.05, -0.03, -0.02],
            0.003,
            2e6,
        ),
        ("x", [-0.001, 0.002, 0.0], 0.003, 2e6),
    ];
    let twelve: Vec<Made> = (0..12)
        .map(|i| (SIX[i % 6].0, SIX[i % 6].1.map(|v| v * (1.0 - 0.03 * i as f64)), SIX[i % 6].2, SIX[i % 6].3))
        .collect();
    let twelve: Vec<Made> = twelve
        .into_iter()
        .zip(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"])
        .map(|((title, a, b, c), letter)| {
            (Box::leak(format!("{title} ({letter})").into_boxed_str()) as &'static str, a, b, c)
        })
        .collect();
    let many = Shape { made: &twelve, budgets: &[5e5, 2e6, 8e6, 20e6, 50e6], draws: 24, ..usual };
    let mut long = over_draws("draws-long", &Shape { made: &long, budgets: &[2e6, 20e6], ..usual });
    let answers = &mut long.answers;
    for b in &mut answers.break_evens {
        b.words =
            format!("{}, which is said here at such length that no line of a chart can hold the whole of it", b.words);
    }
    for d in &mut answers.decisions {
        for g in &mut d.evppi {
            g.group =
                format!("{} & everything <else> that anyone could ever want to know about it before deciding", g.group);
        }
    }
    let mut bare = over_draws("draws-bare", &one);
    bare.answers = Answers::default();
    bare.result.effects.clear();
    let mut nothing = over_draws("draws-nothing", &Shape { made: &[], ..usual });
    nothing.result.policies.clear();
    nothing.result.effects.clear();
    let mut partly = over_draws("draws-partly", &usual);
    let answers = &mut partly.answers;
    answers.waterfalls.clear();
    answers.by_treatment.clear();
    answers.benefits.clear();
    partly.result.effects.clear();
    answers.break_evens.retain(|b| b.threshold.is_none());
    for d in &mut answers.decisions {
        d.evppi.clear();
        d.evpi.clear();
        d.expected_loss.clear();
    }
    // Noise hides how far the draws differ.
    let mut drowned = over_draws("draws-drowned", &usual);
    let answers = &mut drowned.answers;
    let hidden = |e: &mut Estimate, times: f64| {
        let se = times * e.mean.abs();
        (e.draws_low, e.draws_high, e.below_zero) = (None, None, None);
        (e.se, e.mc_se, e.bar, e.reliability) = (Some(se), Some(0.9 * se), Some(1.96 * se), Some(0.1));
    };
    for (k, e) in drowned.result.effects.iter_mut().enumerate() {
        hidden(&mut e.change, 0.3 + 0.5 * (k % 2) as f64);
    }
    for s in answers.decisions.iter_mut().flat_map(|d| d.strategies.iter_mut().skip(1)) {
        hidden(&mut s.averted, 0.8);
        let low = s.cost.mean / (s.averted.mean.abs() * (1.0 + 1.96 * 0.8));
        s.per_case = PerCase { ends: Some([Some(low), None]), perhaps_none: true, ..s.per_case };
    }
    let mut unworthy = over_draws("draws-unworthy", &Shape { spread: 0.01, ..usual });
    for d in &mut unworthy.answers.decisions {
        for w in d.evppi.iter_mut().flat_map(|g| &mut g.worth) {
            *w = Worth { value: 1.2e4, se: 1e4, p: Some(0.6) };
        }
        d.evpi.iter_mut().for_each(|w| *w = Worth::default());
    }
    vec![
        eight(),
        over_draws("draws-six", &usual),
        over_draws("draws-one", &one),
        over_draws("draws-few", &few),
        over_draws("draws-zero", &Shape { made: &ZERO, ..usual }),
        over_draws("draws-still", &Shape { made: &ZERO, spread: 0.0, ..usual }),
        over_draws("draws-harmful", &Shape { made: &harmful, budgets: &[2e6, 20e6], ..usual }),
        long,
        over_draws("draws-huge", &Shape { made: &SIX[..3], size: 4000.0, ..usual }),
        over_draws("draws-tiny", &Shape { made: &SIX[..3], size: 0.002, ..usual }),
        over_draws("draws-many", &many),
        bare,
        nothing,
        partly,
        unworthy,
        undecided("draws-undecided", &Shape { budgets: &[2e6, 20e6], ..few }),
        undecided("draws-single", &Shape { draws: 1, ..few }),
        drowned,
        held("held", &SIX, 20),
        held("held-once", &SIX[..3], 1),
    ]
}
