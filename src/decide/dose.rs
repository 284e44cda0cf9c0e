//! Variants of one policy: what each averts and costs, and from which value on a further sol averts less (docs/decide.md, *Dose and
//! response*).

use super::mean::{Assumed, Mean, assumed, mean_of};
use super::named::named;
use super::over_draws::difference;
use super::per_case::{PerCase, per_case};
use super::ranking::{Word, ranking};
use amparo_model::math::statistics::student_t_quantile;
use amparo_model::math::weighted::effective_size;
use serde::{Serialize, Serializer};

/// Chance at most that returns are said to diminish, or to hold up, which do not.
const ERROR: f64 = 0.05;
/// Part of the first step's return below which a later one counts as diminished.
pub const DIMINISHED: f64 = 0.5;
/// Fewer draws, or at one parameter vector fewer replicates, say nothing of returns.
pub const FEWEST: f64 = 8.0;
/// Where a step's money per unit of what is varied is less than this part of the largest such, spending does not rise with it, and
/// returns are per unit.
const RISING: f64 = 0.05;

/// A value of what is varied.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Word(_) => None,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Word(word) => serializer.serialize_str(word),
        }
    }
}

/// What the numbers of an axis are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Shares, 0 to 1.
    Share,
    /// S/ per year.
    SolesPerYear,
    /// Numbers in this unit, which may be empty.
    In(String),
}

/// What is varied.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Axis {
    /// As the file names it.
    pub key: String,
    /// As titles say it.
    pub label: String,
    /// What its numbers are.
    pub unit: Unit,
    /// Whether at 0 the policy is off, so that doing nothing is its first value.
    pub off_at_zero: bool,
    /// Its values, in the order of the file.
    pub values: Vec<Value>,
}

impl Axis {
    /// Its values as numbers, where they are numbers in ascending order.
    pub fn ascending(&self) -> Option<Vec<f64>> {
        let numbers: Vec<f64> = self.values.iter().map(Value::number).collect::<Option<_>>()?;
        numbers.windows(2).all(|pair| pair[0] < pair[1]).then_some(numbers)
    }
}

/// One variant over draws, `[draw][replicate]`, against the baseline of the same draw and replicate; over the horizon.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The policy's name, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Its value on each axis.
    pub values: Vec<Value>,
    /// Newly exploited girls averted, discounted.
    pub girls: Vec<Vec<f64>>,
    /// The same, not discounted.
    pub girls_undiscounted: Vec<Vec<f64>>,
    /// Money, discounted, S/.
    pub cost: Vec<Vec<f64>>,
    /// The same, not discounted.
    pub spent: Vec<Vec<f64>>,
    /// Money that it might have spent, not discounted, S/.
    pub budget: f64,
}

/// One variant, told.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// The policy's name, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Its value on each axis.
    pub values: Vec<Value>,
    /// Girls averted, discounted.
    pub girls: Mean,
    /// Girls averted, as they are counted.
    pub girls_undiscounted: Mean,
    /// What these may be under what is assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed: Option<Assumed>,
    /// Mean money, discounted, S/.
    pub cost: f64,
    /// The same, not discounted.
    pub spent: f64,
    /// Share of what it might have spent.
    pub spent_share: f64,
    /// S/ per girl averted against doing nothing, both discounted.
    pub per_girl: PerCase,
}

/// The variant that averts most, among those of the sweep.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Most {
    /// The policy.
    pub policy: String,
    /// How sure that is.
    pub word: Word,
    /// Names of the variants that it does not beat.
    pub not_beaten: Vec<String>,
}

/// One step from a value to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The value it begins at.
    pub from: f64,
    /// The value it ends at.
    pub to: f64,
    /// Girls averted more, discounted, paired.
    pub girls: Mean,
    /// Money more, discounted, S/, paired.
    pub cost: Mean,
    /// Girls per sol more, or per unit more of what is varied.
    pub girls_per: f64,
    /// Whether the step's return is below half of the first step's beyond chance.
    pub diminished: bool,
}

named! {
    /// What girls per step are counted by.
    pub enum Per {
        /// Money.
        Sol = "sol",
        /// What is varied.
        Unit = "unit",
    }
}

named! {
    /// What is found of returns.
    pub enum Finding {
        /// Some step's return is below half of the first one's beyond chance.
        Diminish = "diminish",
        /// Every step's return is above half of the first one's beyond chance.
        HoldUp = "hold-up",
        /// Neither can be told.
        Untold = "untold",
        /// What the first step averts is not told from nothing, so that there is nothing to compare with.
        NothingFirst = "nothing-first",
        /// Draws, or at one parameter vector replicates, are too few.
        TooFew = "too-few",
    }
}

/// What further steps avert.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Returns {
    /// What is counted by.
    pub per: Per,
    /// Steps, ascending. From 0, where the policy is off, if it is off there.
    pub steps: Vec<Step>,
    /// What is found.
    pub finding: Finding,
}

impl Returns {
    /// The first step whose return is below half of the first one's beyond chance.
    pub fn diminished(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.diminished)
    }
}

/// The mean over all variants that have a value on an axis: what it does by itself, each value of the others counting alike.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MainEffect {
    /// Which axis.
    pub axis: usize,
    /// Which value.
    pub value: Value,
    /// Girls averted, not discounted.
    pub girls: Mean,
    /// Mean money, not discounted, S/.
    pub spent: f64,
}

/// What a sweep finds at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct Dose {
    /// Name of the policy that is varied.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// S/ per year available to every variant.
    pub budget_soles_per_year: f64,
    /// Years over which is counted.
    pub horizon_years: usize,
    /// Draws.
    pub draws: usize,
    /// Their effective number.
    pub effective_draws: f64,
    /// Whether each value of an axis meets each of the others.
    pub crossed: bool,
    /// What is varied.
    pub axes: Vec<Axis>,
    /// Forms in the order of their values, those of the last axis first.
    pub points: Vec<Point>,
    /// The variant that averts most; `None`: it is one variant, or what it averts is not told from nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Most>,
    /// What further steps avert, of one axis of ascending numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
    /// What each axis does by itself, where several are crossed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub main_effects: Vec<MainEffect>,
}

/// What was varied, and with what.
#[derive(Clone, Debug)]
pub struct Varied {
    /// Name of the policy that is varied.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// S/ per year available to every variant.
    pub budget_soles_per_year: f64,
    /// Years over which is counted.
    pub horizon_years: usize,
    /// Whether each value of an axis meets each of the others.
    pub crossed: bool,
    /// What is varied.
    pub axes: Vec<Axis>,
}

/// What a sweep finds; `None` without variants.
///
/// # Panics
/// If shapes differ, or there is not one weight per draw.
pub fn dose(of: Varied, variants: &[Variant], weights: &[f64], seed: u64) -> Option<Dose> {
    let mean = |values: &[Vec<f64>]| mean_of(values, weights);
    let point = |variant: &Variant| {
        let spent = mean(&variant.spent).mean;
        Point {
            policy: variant.policy.clone(),
            title: variant.title.clone(),
            values: variant.values.clone(),
            girls: mean(&variant.girls),
            girls_undiscounted: mean(&variant.girls_undiscounted),
            assumed: assumed(&variant.girls_undiscounted, weights),
            cost: mean(&variant.cost).mean,
            spent,
            spent_share: if variant.budget > 0.0 { spent / variant.budget } else { 1.0 },
            per_girl: per_case(&variant.cost, &variant.girls, weights, seed),
        }
    };
    let points: Vec<Point> = variants.iter().map(point).collect();
    let first = variants.first()?;
    let returns = match of.axes.as_slice() {
        [axis] => axis.ascending().and_then(|values| returns(&steps(axis, &values, variants), weights)),
        _ => None,
    };
    Some(Dose {
        draws: first.girls.len(),
        effective_draws: effective_size(weights),
        most: most(variants, weights),
        returns,
        main_effects: if of.crossed && of.axes.len() > 1 {
            main_effects(&of.axes, variants, weights)
        } else {
            Vec::new()
        },
        policy: of.policy,
        title: of.title,
        budget_soles_per_year: of.budget_soles_per_year,
        horizon_years: of.horizon_years,
        crossed: of.crossed,
        axes: of.axes,
        points,
    })
}

/// Which variant averts most, by the test that policies of a study are ranked by.
fn most(variants: &[Variant], weights: &[f64]) -> Option<Most> {
    if variants.len() < 2 {
        return None;
    }
    let girls: Vec<Vec<Vec<f64>>> = variants.iter().map(|variant| variant.girls.clone()).collect();
    let found = ranking(&girls, weights)?;
    let leader = &variants[found.leader];
    let told = mean_of(&leader.girls, weights).sign() == Some(1.0);
    told.then(|| Most {
        policy: leader.policy.clone(),
        word: found.word,
        not_beaten: found.not_beaten().map(|j| variants[j].policy.clone()).collect(),
    })
}

fn main_effects(axes: &[Axis], variants: &[Variant], weights: &[f64]) -> Vec<MainEffect> {
    let mut out = Vec::new();
    for (k, axis) in axes.iter().enumerate() {
        for value in &axis.values {
            let here: Vec<&Variant> = variants.iter().filter(|variant| variant.values.get(k) == Some(value)).collect();
            let over = |of: fn(&Variant) -> &Vec<Vec<f64>>| {
                let mut sum: Vec<Vec<f64>> = of(here[0]).clone();
                for variant in &here[1..] {
                    for (sum, more) in sum.iter_mut().flatten().zip(of(variant).iter().flatten()) {
                        *sum += more;
                    }
                }
                sum.iter_mut().flatten().for_each(|x| *x /= here.len() as f64);
                mean_of(&sum, weights)
            };
            if !here.is_empty() {
                let (girls, spent) = (over(|variant| &variant.girls_undiscounted), over(|variant| &variant.spent).mean);
                out.push(MainEffect { axis: k, value: value.clone(), girls, spent });
            }
        }
    }
    out
}

/// One step over draws, `[draw][replicate]`.
#[derive(Clone, Debug)]
pub struct Stride {
    /// The value it begins at.
    pub from: f64,
    /// The value it ends at.
    pub to: f64,
    /// Girls averted more.
    pub girls: Vec<Vec<f64>>,
    /// Money more.
    pub cost: Vec<Vec<f64>>,
}

/// Steps from each value to the next, from doing nothing where that is the value 0.
fn steps(axis: &Axis, values: &[f64], variants: &[Variant]) -> Vec<Stride> {
    let at = |value: f64| variants.iter().find(|variant| variant.values.first().and_then(Value::number) == Some(value));
    let known: Vec<(f64, &Variant)> = values.iter().filter_map(|value| Some((*value, at(*value)?))).collect();
    let mut out = Vec::new();
    if let Some((first, variant)) = known.first().filter(|(first, _)| axis.off_at_zero && *first > 0.0) {
        out.push(Stride { from: 0.0, to: *first, girls: variant.girls.clone(), cost: variant.cost.clone() });
    }
    out.extend(known.windows(2).map(|pair| {
        let [(from, a), (to, b)] = [pair[0], pair[1]];
        Stride { from, to, girls: difference(&b.girls, &a.girls), cost: difference(&b.cost, &a.cost) }
    }));
    out
}

/// Where returns diminish: which step averts per sol less than half of what the first one does, beyond chance.
///
/// With ΔN and ΔC what a step averts and costs more, step i is *diminished* if ½·N̄₁·C̄ᵢ − N̄ᵢ·C̄₁ exceeds Student's one-sided t at
/// 1 − 0.05/m times its standard error, m the steps after the first (Bonferroni). The error is that of a function of means (the delta
/// method; Cochran 1977, *Sampling Techniques*, §6.4): of the mean of ½(ΔN₁C̄ᵢ + N̄₁ΔCᵢ) − (ΔNᵢC̄₁ + N̄ᵢΔC₁) over draws, paired. Returns
/// *hold up* if every later one is above half of the first at 1 − 0.05: all must be, so that nothing is divided (Berger 1982). Where
/// spending does not rise with what is varied, steps are counted by that instead of by sol.
///
/// `None` with fewer than two steps.
///
/// # Panics
/// If shapes differ.
pub fn returns(strides: &[Stride], weights: &[f64]) -> Option<Returns> {
    let [first, later @ ..] = strides else { return None };
    if later.is_empty() {
        return None;
    }
    let means: Vec<(Mean, Mean)> =
        strides.iter().map(|s| (mean_of(&s.girls, weights), mean_of(&s.cost, weights))).collect();
    let dear: Vec<f64> = strides.iter().zip(&means).map(|(s, (_, cost))| cost.mean / (s.to - s.from)).collect();
    let dearest = dear.iter().copied().fold(0.0, f64::max);
    let per = if dear.iter().all(|x| *x > RISING * dearest) { Per::Sol } else { Per::Unit };
    // What a step is counted by, in every world.
    let by = |s: &Stride| match per {
        Per::Sol => s.cost.clone(),
        Per::Unit => s.girls.iter().map(|of_draw| vec![s.to - s.from; of_draw.len()]).collect(),
    };
    let size = |i: usize| match per {
        Per::Sol => means[i].1.mean,
        Per::Unit => strides[i].to - strides[i].from,
    };
    let worlds =
        if weights.len() > 1 { effective_size(weights) } else { first.girls.first().map_or(0, Vec::len) as f64 };
    let first_by = by(first);
    // How far the return of a later step lies below that part of the first one's, and its standard error.
    let below = |i: usize| {
        let (stride, n, c) = (&strides[i], means[i].0.mean, size(i));
        let (n1, c1) = (means[0].0.mean, size(0));
        let own = by(stride);
        let linear: Vec<Vec<f64>> = (0..stride.girls.len())
            .map(|d| {
                let world = |r: usize| {
                    DIMINISHED * (first.girls[d][r] * c + n1 * own[d][r])
                        - (stride.girls[d][r] * c1 + n * first_by[d][r])
                };
                (0..stride.girls[d].len()).map(world).collect()
            })
            .collect();
        (DIMINISHED * n1 * c - n * c1, mean_of(&linear, weights).se)
    };
    let t = |error: f64| student_t_quantile(1.0 - 2.0 * error, worlds - 1.0);
    let enough = worlds >= FEWEST;
    let told_first = means[0].0.sign() == Some(1.0);
    let each = ERROR / later.len() as f64;
    let tested: Vec<(f64, Option<f64>)> = (1..strides.len()).map(below).collect();
    let diminished = |i: usize| {
        let beyond = |(by, se): (f64, Option<f64>)| se.is_some_and(|se| by > t(each) * se);
        enough && told_first && i > 0 && beyond(tested[i - 1])
    };
    let steps: Vec<Step> = strides
        .iter()
        .enumerate()
        .map(|(i, s)| Step {
            from: s.from,
            to: s.to,
            girls: means[i].0,
            cost: means[i].1,
            girls_per: means[i].0.mean / size(i),
            diminished: diminished(i),
        })
        .collect();
    let holds = || tested.iter().all(|(by, se)| se.is_some_and(|se| *by < -t(ERROR) * se));
    let finding = if !enough {
        Finding::TooFew
    } else if !told_first {
        Finding::NothingFirst
    } else if steps.iter().any(|step| step.diminished) {
        Finding::Diminish
    } else if holds() {
        Finding::HoldUp
    } else {
        Finding::Untold
    };
    Some(Returns { per, steps, finding })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(values: &[f64], off_at_zero: bool) -> Axis {
        let values = values.iter().map(|x| Value::Number(*x)).collect();
        Axis { key: "coverage".into(), label: "coverage".into(), unit: Unit::Share, off_at_zero, values }
    }

    /// Draws from 0.9 to 1.1 times these, two replicates each half a girl apart.
    fn variant(value: f64, girls: f64, cost: f64) -> Variant {
        let factors = || (0..16).map(|d| 0.9 + 0.2 * f64::from(d) / 15.0);
        let girls: Vec<Vec<f64>> = factors().map(|f| vec![f * girls - 0.25, f * girls + 0.25]).collect();
        let cost: Vec<Vec<f64>> = factors().map(|_| vec![cost; 2]).collect();
        Variant {
            policy: format!("p-{value}"),
            title: "P".into(),
            values: vec![Value::Number(value)],
            girls_undiscounted: girls.clone(),
            spent: cost.clone(),
            girls,
            cost,
            budget: 100.0,
        }
    }

    fn varied(axes: Vec<Axis>) -> Varied {
        Varied {
            policy: "p".into(),
            title: "P".into(),
            budget_soles_per_year: 10.0,
            horizon_years: 10,
            crossed: true,
            axes,
        }
    }

    fn of(variants: &[Variant], axis: Axis) -> Returns {
        dose(varied(vec![axis]), variants, &[1.0; 16], 1).expect("variants").returns.expect("steps")
    }

    #[test]
    fn the_first_step_is_from_nothing_where_nothing_is_the_value_0() {
        let variants = [variant(0.2, 40.0, 10.0), variant(0.4, 70.0, 20.0), variant(0.6, 75.0, 30.0)];
        let found = of(&variants, axis(&[0.2, 0.4, 0.6], true));
        assert_eq!(
            found.steps.iter().map(|s| (s.from, s.to)).collect::<Vec<_>>(),
            [(0.0, 0.2), (0.2, 0.4), (0.4, 0.6)]
        );
        assert!((found.steps[0].girls_per - 4.0).abs() < 1e-9 && (found.steps[2].girls_per - 0.5).abs() < 1e-9);
        assert_eq!((found.per, found.finding), (Per::Sol, Finding::Diminish));
        assert_eq!(found.diminished().map(|step| step.to), Some(0.6));
        let without = of(&variants, axis(&[0.2, 0.4, 0.6], false));
        assert_eq!(without.steps.len(), 2);
    }

    #[test]
    fn returns_that_stay_hold_up_and_those_at_half_are_untold() {
        let hold = of(
            &[variant(1.0, 40.0, 10.0), variant(2.0, 80.0, 20.0), variant(3.0, 118.0, 30.0)],
            axis(&[1.0, 2.0, 3.0], true),
        );
        assert_eq!(hold.finding, Finding::HoldUp);
        let half = of(&[variant(1.0, 40.0, 10.0), variant(2.0, 60.0, 20.0)], axis(&[1.0, 2.0], true));
        assert_eq!(half.finding, Finding::Untold);
        let nothing = of(&[variant(1.0, 0.0, 10.0), variant(2.0, 60.0, 20.0)], axis(&[1.0, 2.0], true));
        assert_eq!(nothing.finding, Finding::NothingFirst);
    }

    #[test]
    fn dearer_steps_are_counted_by_sol_and_what_costs_no_more_by_unit() {
        // Twice the girls for twice the money in each step: per unit they rise, per sol they stay.
        let dear = of(&[variant(1.0, 40.0, 10.0), variant(2.0, 120.0, 30.0)], axis(&[1.0, 2.0], true));
        assert!((dear.steps[0].girls_per - dear.steps[1].girls_per).abs() < 1e-9 && dear.per == Per::Sol);
        let free = of(&[variant(1.0, 40.0, 10.0), variant(2.0, 50.0, 10.0)], axis(&[1.0, 2.0], true));
        assert_eq!((free.per, free.finding), (Per::Unit, Finding::Diminish));
    }

    #[test]
    fn fewer_than_eight_draws_or_replicates_say_nothing_of_returns() {
        let few = |variant: Variant| Variant {
            girls: variant.girls[..7].to_vec(),
            cost: variant.cost[..7].to_vec(),
            ..variant
        };
        let variants = [few(variant(0.2, 40.0, 10.0)), few(variant(0.4, 41.0, 20.0))];
        let found = returns(&steps(&axis(&[0.2, 0.4], true), &[0.2, 0.4], &variants), &[1.0; 7]).expect("steps");
        assert_eq!((found.finding, found.diminished()), (Finding::TooFew, None));
        // One draw has its replicates.
        let one = |girls: f64, cost: f64| Stride {
            from: 0.0,
            to: 1.0,
            girls: vec![(0..9).map(|r| girls + 0.1 * f64::from(r)).collect()],
            cost: vec![vec![cost; 9]],
        };
        let found = returns(&[one(40.0, 10.0), one(2.0, 10.0)], &[1.0]).expect("steps");
        assert_eq!(found.finding, Finding::Diminish);
    }

    #[test]
    fn a_main_effect_is_the_mean_over_the_values_of_the_others() {
        let two = |a: f64, b: f64, girls: f64| Variant {
            values: vec![Value::Number(a), Value::Number(b)],
            ..variant(a, girls, 10.0)
        };
        let variants = [two(1.0, 1.0, 10.0), two(1.0, 2.0, 20.0), two(2.0, 1.0, 30.0), two(2.0, 2.0, 60.0)];
        let found = dose(varied(vec![axis(&[1.0, 2.0], true), axis(&[1.0, 2.0], true)]), &variants, &[1.0; 16], 1);
        let found = found.expect("variants");
        let means: Vec<f64> = found.main_effects.iter().map(|effect| effect.girls.mean).collect();
        for (mean, wanted) in means.iter().zip([15.0, 45.0, 20.0, 40.0]) {
            assert!((mean - wanted).abs() < 1e-9, "{means:?}");
        }
        assert!(found.returns.is_none());
        assert_eq!(found.most.map(|most| (most.policy, most.word)), Some(("p-2".into(), Word::Clear)));
    }
}
