//! The search itself, knowing nothing of rules and worlds: points of the unit cube, values of a point in numbered worlds,
//! more is better.
//!
//! Every point is compared with others *in the same worlds*, so that what a world's luck does to all of them cancels
//! (common random numbers). It begins with given points and a scrambled Sobol sequence, by successive halving: all are
//! tried in few worlds, the better half in twice as many, until the best have been tried in all (Jamieson & Talwalkar
//! 2016). From the best a separable CMA-ES goes on; within a generation too, only the better half is tried in more worlds, and
//! generations take the worlds in turn, so that none is fitted alone. A candidate replaces the best so far only after a trial
//! in every world. When a descent has narrowed or stalls, another begins elsewhere.

use amparo_model::draws::{Draws, Process};
use amparo_model::math::cma::{Cma, population, reflected};

/// Size of a search, and the work it may take.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Number of coordinates of a point.
    pub dimensions: usize,
    /// Weight of each world; any positive scale.
    pub weights: Vec<f64>,
    /// Values asked for at most: points × worlds.
    pub evaluations: usize,
    /// Seed of the starts and of the steps.
    pub seed: u64,
    /// Points that are tried first; all in the unit cube.
    pub starts: Vec<Vec<f64>>,
}

/// A function whose values are costly; more is better.
pub trait Objective {
    /// Why a value could not be had.
    type Error;

    /// Values of points in worlds, in the order they are asked for.
    ///
    /// # Errors
    /// Ends the search.
    fn values(&mut self, asked: &[(Vec<f64>, usize)]) -> Result<Vec<f64>, Self::Error>;

    /// Told whenever there is a new best, tried in all worlds.
    fn found(&mut self, _step: &Step) {}
}

/// A new best.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Values asked for until then.
    pub evaluations: usize,
    /// Mean over all worlds.
    pub value: f64,
    /// The point, in the unit cube.
    pub point: Vec<f64>,
}

/// Result of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Each new best in turn; the last is the answer.
    pub steps: Vec<Step>,
    /// Values asked for in all.
    pub evaluations: usize,
}

impl Found {
    /// The best point.
    pub fn best(&self) -> Option<&Step> {
        self.steps.last()
    }
}

/// Share of the evaluations that go into the beginning.
const BEGINNING: f64 = 0.3;
/// Step with which a descent starts, in units of the cube.
const STEP: f64 = 0.2;
/// A descent narrower than this has ended.
const NARROW: f64 = 0.01;
/// Generations without a new best after which a descent is given up.
const PATIENCE: usize = 12;

/// Points of the Sobol sequence there are at most.
const MOST_POINTS: usize = 1 << 15;

/// Evaluations that halving takes from `points` points in `worlds` worlds.
fn halving_cost(points: usize, worlds: usize) -> usize {
    let (mut points, mut tried) = (points, 2.min(worlds));
    let mut cost = points * tried;
    while tried < worlds {
        points = points.div_ceil(2);
        let next = (2 * tried).min(worlds);
        cost += points * (next - tried);
        tried = next;
    }
    cost
}

impl Plan {
    /// The fewest evaluations with which there is an answer: every starting point gets its chance.
    pub fn least(&self) -> usize {
        halving_cost(self.starts.len().max(1), self.weights.len())
    }
}

struct Candidate {
    point: Vec<f64>,
    /// By world, as far as it was tried.
    values: Vec<Option<f64>>,
}

struct Search<'a, O: Objective> {
    plan: &'a Plan,
    objective: &'a mut O,
    candidates: Vec<Candidate>,
    evaluations: usize,
    steps: Vec<Step>,
    best: Option<usize>,
}

/// Searches with at most the plan's evaluations.
///
/// # Errors
/// Those of the objective.
pub fn search<O: Objective>(plan: &Plan, objective: &mut O) -> Result<Found, O::Error> {
    let mut search = Search { plan, objective, candidates: Vec::new(), evaluations: 0, steps: Vec::new(), best: None };
    let finalists = search.begin()?;
    search.descend(&finalists)?;
    Ok(Found { steps: search.steps, evaluations: search.evaluations })
}

impl<O: Objective> Search<'_, O> {
    fn worlds(&self) -> usize {
        self.plan.weights.len()
    }

    fn add(&mut self, point: Vec<f64>) -> usize {
        let values = vec![None; self.worlds()];
        self.candidates.push(Candidate { point, values });
        self.candidates.len() - 1
    }

    /// Tries candidates in worlds where they were not tried yet.
    fn try_in(&mut self, who: &[usize], worlds: &[usize]) -> Result<(), O::Error> {
        let mut asked = Vec::new();
        for world in worlds {
            for i in who.iter().filter(|i| self.candidates[**i].values[*world].is_none()) {
                asked.push((*i, *world));
            }
        }
        let points: Vec<(Vec<f64>, usize)> =
            asked.iter().map(|(i, world)| (self.candidates[*i].point.clone(), *world)).collect();
        let values = self.objective.values(&points)?;
        self.evaluations += points.len();
        for ((i, world), value) in asked.into_iter().zip(values) {
            self.candidates[i].values[world] = Some(value);
        }
        Ok(())
    }

    /// Mean over these worlds, by weight.
    fn mean(&self, i: usize, worlds: &[usize]) -> f64 {
        let weight = |world: &usize| self.plan.weights[*world];
        let sum: f64 =
            worlds.iter().map(|w| weight(w) * self.candidates[i].values[*w].unwrap_or(f64::NEG_INFINITY)).sum();
        sum / worlds.iter().map(weight).sum::<f64>()
    }

    /// Best first in these worlds; of equals the earlier.
    fn rank(&self, who: &mut [usize], worlds: &[usize]) {
        who.sort_by(|a, b| self.mean(*b, worlds).total_cmp(&self.mean(*a, worlds)).then(a.cmp(b)));
    }

    /// Puts a candidate that was tried in all worlds in place of the best if it is better.
    fn challenge(&mut self, i: usize) -> bool {
        let all: Vec<usize> = (0..self.worlds()).collect();
        let value = self.mean(i, &all);
        if self.best.is_some_and(|best| self.mean(best, &all) >= value) {
            return false;
        }
        self.best = Some(i);
        let step = Step { evaluations: self.evaluations, value, point: self.candidates[i].point.clone() };
        self.objective.found(&step);
        self.steps.push(step);
        true
    }

    /// Given points and a Sobol sequence by successive halving; gives those that were tried in all worlds, best first.
    fn begin(&mut self) -> Result<Vec<usize>, O::Error> {
        let worlds = self.worlds();
        let share = (BEGINNING * self.plan.evaluations as f64) as usize;
        let mut points = self.plan.starts.len().max(1);
        while points < MOST_POINTS && halving_cost(points + 1, worlds) <= share {
            points += 1;
        }
        let seed = Draws::new(self.plan.seed).of(Process::Search).word(0) as u32;
        let mut who: Vec<usize> = self.plan.starts.clone().into_iter().map(|point| self.add(point)).collect();
        for i in 0..(points - who.len()) as u32 {
            let point = (0..self.plan.dimensions as u32).map(|d| f64::from(sobol_burley::sample(i, d, seed))).collect();
            who.push(self.add(point));
        }
        let mut tried = 2.min(worlds);
        loop {
            let these: Vec<usize> = (0..tried).collect();
            self.try_in(&who, &these)?;
            self.rank(&mut who, &these);
            if tried == worlds {
                break;
            }
            who.truncate(who.len().div_ceil(2));
            tried = (2 * tried).min(worlds);
        }
        if let Some(first) = who.first() {
            self.challenge(*first);
        }
        Ok(who)
    }

    /// Descents by CMA-ES, the first from the best, until the evaluations are used up.
    fn descend(&mut self, finalists: &[usize]) -> Result<(), O::Error> {
        let (n, worlds) = (self.plan.dimensions, self.worlds());
        let normals = Draws::new(self.plan.seed).of(Process::Search).with(1);
        let size = population(n);
        let few = (worlds / 4).max(1);
        let many = (2 * few).min(worlds);
        let generation_cost = size * few + size.div_ceil(2) * (many - few) + worlds;
        let mut turn = 0;
        for descent in 0u64.. {
            // By turns from the best so far, with a finer step each time, and from the next of the finalists.
            let (from, step) = match (descent, finalists.get(descent as usize / 2)) {
                (0, Some(first)) => (Some(*first), STEP),
                (odd, Some(next)) if odd % 2 == 0 => (Some(*next), STEP),
                (fine, _) => (self.best, STEP / (1 + fine.div_ceil(2)) as f64),
            };
            let mut cma = Cma::new(self.candidates[from.unwrap_or(0)].point.clone(), step.max(2.0 * NARROW));
            let mut stalled = 0;
            let mut generation = 0u64;
            while cma.width() > NARROW && stalled < PATIENCE {
                if self.evaluations + generation_cost > self.plan.evaluations {
                    return Ok(());
                }
                let key = normals.with(descent).with(generation);
                let samples: Vec<Vec<f64>> = (0..size as u64)
                    .map(|k| cma.sample((0..n as u64).map(|d| key.with(k).normal(d)).collect::<Vec<_>>()))
                    .collect();
                let first = self.candidates.len();
                let mut who: Vec<usize> =
                    samples.iter().map(|x| self.add(x.iter().map(|x| reflected(*x)).collect())).collect();
                let these: Vec<usize> = (0..many).map(|i| (turn + i) % worlds).collect();
                turn = (turn + many) % worlds;
                self.try_in(&who, &these[..few])?;
                self.rank(&mut who, &these[..few]);
                who.truncate(size.div_ceil(2));
                self.try_in(&who, &these)?;
                self.rank(&mut who, &these);
                let best: Vec<Vec<f64>> = who.iter().map(|i| samples[i - first].clone()).collect();
                cma.update(&best);
                // By turns the best of the generation and the centre, which averages out what luck chose the best by.
                let challenger = if generation.is_multiple_of(2) {
                    who[0]
                } else {
                    self.add(cma.mean().iter().map(|x| reflected(*x)).collect())
                };
                self.try_in(&[challenger], &these)?;
                let better = self.best.is_none_or(|best| self.mean(challenger, &these) > self.mean(best, &these));
                if better {
                    self.try_in(&[challenger], &(0..worlds).collect::<Vec<_>>())?;
                }
                stalled = if better && self.challenge(challenger) { 0 } else { stalled + 1 };
                generation += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A known optimum under noise: −|x − x*|², plus what a world adds to every point, plus what it adds to this point.
    struct Noisy {
        optimum: Vec<f64>,
        noise: f64,
        asked: usize,
        seen: Vec<(Vec<f64>, usize)>,
    }

    impl Noisy {
        fn truth(&self, x: &[f64]) -> f64 {
            -x.iter().zip(&self.optimum).map(|(x, o)| (x - o) * (x - o)).sum::<f64>()
        }
    }

    impl Objective for Noisy {
        type Error = ();

        fn values(&mut self, asked: &[(Vec<f64>, usize)]) -> Result<Vec<f64>, ()> {
            self.asked += asked.len();
            self.seen.extend(asked.iter().cloned());
            let noise = Draws::new(9).of(Process::Accept);
            Ok(asked
                .iter()
                .map(|(x, world)| {
                    let own = x.iter().fold(noise.with(*world as u64), |key, x| key.with(x.to_bits())).normal(0);
                    self.truth(x) + noise.with(77).normal(*world as u64) + self.noise * own
                })
                .collect())
        }
    }

    fn noisy(noise: f64) -> Noisy {
        let optimum = [0.3, 0.8, 0.5, 0.1, 0.6, 0.4, 0.9, 0.2, 0.7, 0.35].to_vec();
        Noisy { optimum, noise, asked: 0, seen: Vec::new() }
    }

    fn plan(evaluations: usize) -> Plan {
        Plan { dimensions: 10, weights: vec![1.0; 8], evaluations, seed: 5, starts: vec![vec![0.5; 10]] }
    }

    #[test]
    fn it_finds_a_known_optimum_in_ten_dimensions() {
        let mut objective = noisy(0.0);
        let found = search(&plan(3000), &mut objective).unwrap();
        let best = found.best().unwrap();
        assert!(objective.truth(&best.point) > -0.02, "{best:?}");
    }

    #[test]
    fn under_noise_it_comes_much_nearer_than_where_it_began() {
        let mut objective = noisy(0.1);
        let found = search(&plan(1500), &mut objective).unwrap();
        let (begun, best) = (objective.truth(&[0.5; 10]), objective.truth(&found.best().unwrap().point));
        assert!(best > 0.25 * begun, "from {begun} to {best}");
    }

    #[test]
    fn each_new_best_is_better_was_tried_everywhere_and_the_limit_holds() {
        for evaluations in [20, 100, 777] {
            let mut objective = noisy(0.1);
            let found = search(&plan(evaluations), &mut objective).unwrap();
            assert_eq!(found.evaluations, objective.asked);
            assert!(found.evaluations <= evaluations, "{} of {evaluations}", found.evaluations);
            assert!(found.steps.windows(2).all(|pair| pair[0].value < pair[1].value));
            for step in &found.steps {
                let worlds = objective.seen.iter().filter(|(x, _)| *x == step.point).count();
                assert_eq!(worlds, 8);
                assert!(step.point.iter().all(|x| (0.0..=1.0).contains(x)));
            }
        }
    }

    #[test]
    fn nothing_is_asked_twice() {
        let mut objective = noisy(0.1);
        search(&plan(777), &mut objective).unwrap();
        let mut seen: Vec<(Vec<u64>, usize)> =
            objective.seen.iter().map(|(x, w)| (x.iter().map(|x| x.to_bits()).collect(), *w)).collect();
        seen.sort();
        assert!(seen.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn one_world_and_few_evaluations_still_give_an_answer() {
        let mut few = plan(1);
        few.weights = vec![1.0];
        assert_eq!(few.least(), 1);
        assert_eq!(search(&few, &mut noisy(0.0)).unwrap().steps.len(), 1);
    }

    #[test]
    fn halving_costs_what_it_says() {
        // 9 points in 2 worlds, 5 of them in 2 more, 3 in 4 more.
        assert_eq!(halving_cost(9, 8), 18 + 10 + 12);
        assert_eq!(halving_cost(4, 1), 4);
        assert_eq!(halving_cost(4, 3), 8 + 2);
    }
}
