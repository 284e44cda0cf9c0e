//! The multiple-choice knapsack problem: one option for each item, as much value as a budget buys.
//!
//! Options are chosen by one price of money λ: every item takes the option of the largest value − λ·cost (Lagrange's relaxation,
//! solved exactly through each item's concave hull; Sinha & Zoltners 1979). What that leaves over is then settled by branch
//! and bound (Dyer, Kayal & Walker 1984), so that small problems are solved exactly and large ones to within a stated bound.

/// Cost and value of one option of an item. Every item may also be left without (cost 0, value 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Cost, in the unit of the budget.
    pub cost: f64,
    /// Value, in any unit that adds up over items.
    pub value: f64,
}

/// One choice for every item.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Option of each item; `None`: nothing.
    pub picks: Vec<Option<usize>>,
    /// Cost of all picks together.
    pub cost: f64,
    /// Value of all picks together.
    pub value: f64,
    /// No choice within the budget is worth more than this.
    pub bound: f64,
    /// λ: value per unit of money at the margin; 0 where the budget does not bind.
    pub price: f64,
}

/// Branches tried before the best so far is taken.
const BRANCHES: usize = 20_000;

/// A step up an item's concave hull.
struct Step {
    item: usize,
    option: usize,
    cost: f64,
    value: f64,
}

/// The best choice that costs no more than `budget`.
///
/// Costs and values that are not finite, costs below 0, and options worth no more than nothing are never chosen. Ties go to the
/// earlier item and option.
pub fn choose(items: &[Vec<Choice>], budget: f64) -> Chosen {
    let mut steps: Vec<Step> = Vec::new();
    for (item, options) in items.iter().enumerate() {
        hull(item, options, &mut steps);
    }
    steps.sort_by(|a, b| (b.value * a.cost).total_cmp(&(a.value * b.cost)).then(a.item.cmp(&b.item)));
    let mut picks = vec![None; items.len()];
    let (mut cost, mut value, mut price, mut bound) = (0.0, 0.0, 0.0, f64::INFINITY);
    // Items whose next step was too dear: their later ones would leave that one out.
    let mut stuck = vec![false; items.len()];
    for step in &steps {
        if stuck[step.item] {
            continue;
        }
        if cost + step.cost > budget {
            stuck[step.item] = true;
            // The relaxation takes the rest of the money's worth of the first such step.
            if bound.is_infinite() {
                price = step.value / step.cost;
                bound = value + price * (budget - cost).max(0.0);
            }
        } else {
            picks[step.item] = Some(step.option);
            cost += step.cost;
            value += step.value;
        }
    }
    if bound.is_infinite() {
        return Chosen { picks, cost, value, bound: value, price: 0.0 };
    }
    let mut search = Search::new(items, budget, price, &picks, value);
    search.run();
    let picks = search.best;
    let of = |f: fn(&Choice) -> f64| -> f64 {
        items.iter().zip(&picks).filter_map(|(options, pick)| pick.map(|one| f(&options[one]))).sum()
    };
    let (cost, value) = (of(|c| c.cost), of(|c| c.value));
    let bound = if search.branches < BRANCHES { value } else { bound.max(value) };
    Chosen { cost, value, picks, bound, price }
}

fn usable(option: &Choice) -> bool {
    option.cost.is_finite() && option.value.is_finite() && option.cost >= 0.0 && option.value > 0.0
}

/// Appends the steps of an item's upper concave hull from (0, 0), by rising cost.
fn hull(item: usize, options: &[Choice], steps: &mut Vec<Step>) {
    let mut order: Vec<usize> = (0..options.len()).filter(|i| usable(&options[*i])).collect();
    order.sort_by(|a, b| {
        let (a_, b_) = (&options[*a], &options[*b]);
        a_.cost.total_cmp(&b_.cost).then(b_.value.total_cmp(&a_.value)).then(a.cmp(b))
    });
    // Corners of the hull so far: option (none at the origin), cost, value.
    let mut corners: Vec<(Option<usize>, f64, f64)> = vec![(None, 0.0, 0.0)];
    for i in order {
        let (cost, value) = (options[i].cost, options[i].value);
        if value <= corners[corners.len() - 1].2 {
            continue;
        }
        while corners.len() > 1 {
            let (one, two) = (corners[corners.len() - 2], corners[corners.len() - 1]);
            if (two.2 - one.2) * (cost - two.1) <= (value - two.2) * (two.1 - one.1) {
                corners.pop();
            } else {
                break;
            }
        }
        corners.push((Some(i), cost, value));
    }
    for pair in corners.windows(2) {
        if let Some(option) = pair[1].0 {
            steps.push(Step { item, option, cost: pair[1].1 - pair[0].1, value: pair[1].2 - pair[0].2 });
        }
    }
}

/// Branch and bound over items, the most contested first; the bound of a branch is Lagrange's at the price of the relaxation.
struct Search<'a> {
    items: &'a [Vec<Choice>],
    budget: f64,
    price: f64,
    /// Items in the order of branching, with their options by falling value − λ·cost.
    order: Vec<(usize, Vec<Option<usize>>)>,
    /// Σ of the largest value − λ·cost over the items from a position of `order` on.
    rest: Vec<f64>,
    picks: Vec<Option<usize>>,
    best: Vec<Option<usize>>,
    best_value: f64,
    branches: usize,
}

impl<'a> Search<'a> {
    fn new(items: &'a [Vec<Choice>], budget: f64, price: f64, picks: &[Option<usize>], value: f64) -> Search<'a> {
        let reduced = |item: usize, pick: &Option<usize>| {
            pick.map_or(0.0, |one| items[item][one].value - price * items[item][one].cost)
        };
        let mut order: Vec<(usize, Vec<Option<usize>>)> = items
            .iter()
            .enumerate()
            .map(|(item, options)| {
                let mut all: Vec<Option<usize>> = std::iter::once(None)
                    .chain((0..options.len()).filter(|i| usable(&options[*i])).map(Some))
                    .collect();
                all.sort_by(|a, b| reduced(item, b).total_cmp(&reduced(item, a)).then(a.cmp(b)));
                (item, all)
            })
            .collect();
        // How much an item loses by its second best option.
        let regret = |(item, all): &(usize, Vec<Option<usize>>)| match all.as_slice() {
            [first, second, ..] => reduced(*item, first) - reduced(*item, second),
            _ => f64::INFINITY,
        };
        order.sort_by(|a, b| regret(a).total_cmp(&regret(b)).then(a.0.cmp(&b.0)));
        let mut rest = vec![0.0; order.len() + 1];
        for (at, (item, all)) in order.iter().enumerate().rev() {
            rest[at] = rest[at + 1] + reduced(*item, &all[0]);
        }
        Search {
            items,
            budget,
            price,
            order,
            rest,
            picks: vec![None; items.len()],
            best: picks.to_vec(),
            best_value: value,
            branches: 0,
        }
    }

    fn run(&mut self) {
        self.branch(0, 0.0, 0.0);
    }

    fn branch(&mut self, at: usize, cost: f64, value: f64) {
        if value > self.best_value {
            self.best_value = value;
            self.best.clone_from(&self.picks);
        }
        if at == self.order.len() || self.branches >= BRANCHES {
            return;
        }
        self.branches += 1;
        let (item, options) = (self.order[at].0, self.order[at].1.len());
        for i in 0..options {
            let pick = self.order[at].1[i];
            let (more_cost, more_value) = pick.map_or((0.0, 0.0), |one| {
                let choice = self.items[item][one];
                (choice.cost, choice.value)
            });
            let (cost, value) = (cost + more_cost, value + more_value);
            let bound = value + self.price * (self.budget - cost) + self.rest[at + 1];
            // Options come by falling bound: none after this one is better.
            if bound <= self.best_value {
                break;
            }
            if cost <= self.budget {
                self.picks[item] = pick;
                self.branch(at + 1, cost, value);
                self.picks[item] = None;
            }
            if self.branches >= BRANCHES {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best of all choices, one by one.
    fn enumerated(items: &[Vec<Choice>], budget: f64) -> f64 {
        fn from(items: &[Vec<Choice>], left: f64) -> f64 {
            let Some((first, others)) = items.split_first() else { return 0.0 };
            let without = from(others, left);
            first
                .iter()
                .filter(|one| one.cost <= left)
                .map(|one| one.value + from(others, left - one.cost))
                .fold(without, f64::max)
        }
        from(items, budget)
    }

    /// Numbers in (0, 1) from a linear congruence: good enough to make problems of.
    fn uniforms(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        }
    }

    fn random(seed: u64) -> (Vec<Vec<Choice>>, f64) {
        let mut u = uniforms(seed);
        let items: Vec<Vec<Choice>> = (0..2 + seed % 6)
            .map(|_| {
                let options = 1 + (5.0 * u()) as usize;
                (0..options).map(|_| Choice { cost: 10.0 * u(), value: 10.0 * u() - 1.0 }).collect()
            })
            .collect();
        (items, 25.0 * u())
    }

    #[test]
    fn it_is_optimal_where_everything_can_be_tried() {
        for seed in 0..400 {
            let (items, budget) = random(seed);
            let found = choose(&items, budget);
            assert!((found.value - enumerated(&items, budget)).abs() < 1e-9, "{seed}: {found:?}");
            assert!(found.cost <= budget && (found.bound - found.value).abs() < 1e-9, "{seed}");
        }
    }

    #[test]
    fn the_price_of_money_beats_a_greedy_choice_by_ratio() {
        // Best by ratio: the small one of the first item; but the budget buys its large one.
        let items = vec![vec![Choice { cost: 1.0, value: 3.0 }, Choice { cost: 4.0, value: 8.0 }]];
        let found = choose(&items, 4.0);
        assert_eq!((found.picks[0], found.value), (Some(1), 8.0));
    }

    #[test]
    fn a_large_problem_is_solved_to_within_its_bound_and_never_above_the_budget() {
        let mut u = uniforms(5);
        let items: Vec<Vec<Choice>> = (0..700)
            .map(|_| {
                let size = 1.0 + 20.0 * u();
                (0..20).map(|_| Choice { cost: size * (1.0 + 3.0 * u()), value: u() * size }).collect()
            })
            .collect();
        for (budget, share) in [(50.0, 0.98), (500.0, 0.995), (5_000.0, 0.9995)] {
            let found = choose(&items, budget);
            assert!(found.cost <= budget && found.value <= found.bound);
            assert!(found.value > share * found.bound, "{budget}: {} of {}", found.value, found.bound);
        }
    }

    #[test]
    fn without_money_nothing_is_bought_and_with_enough_the_best_of_each() {
        let (items, _) = random(3);
        assert!(choose(&items, 0.0).picks.iter().all(Option::is_none));
        let all = choose(&items, 1e9);
        let best: f64 = items.iter().map(|o| o.iter().map(|c| c.value).fold(0.0, f64::max)).sum();
        assert!((all.value - best).abs() < 1e-12 && all.price == 0.0);
    }

    #[test]
    fn what_is_worth_nothing_or_is_no_number_is_left() {
        let odd = [(1.0, -1.0), (f64::NAN, 5.0), (1.0, f64::NAN), (-1.0, 5.0), (1.0, 0.0)];
        let items = vec![odd.iter().map(|(cost, value)| Choice { cost: *cost, value: *value }).collect::<Vec<_>>()];
        assert_eq!(choose(&items, 10.0).picks, vec![None]);
    }
}
