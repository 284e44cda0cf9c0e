//! Incremental cost-effectiveness: dominance, extended dominance, and ratios along the frontier.

use super::answers::Standing;

/// Where each strategy stands, and S/ per unit of effect against the next cheaper one on the frontier.
///
/// Strategies are mutually exclusive; the status quo is one of them, with its own cost and effect. A strategy is
/// *dominated* where another has at least its effect for no more money (of two that are equal, the one listed first
/// stays). Of the rest, in order of cost, one is dominated *by extension* where a mix of two others has at least its effect
/// for no more money, that is where ratios would not rise strictly: what is left is the lower convex hull. The cheapest
/// left is the reference; each other's ratio is (cost − cost of the one before)/(effect − effect of the one before).
///
/// Johannesson & Weinstein 1993, J. Health Econ. 12:459–467; Drummond et al. 2015, *Methods for the Economic Evaluation
/// of Health Care Programmes*, ch. 4.
///
/// # Panics
/// If the slices differ in length or hold what is no number.
pub fn frontier(costs: &[f64], effects: &[f64]) -> Vec<(Standing, Option<f64>)> {
    assert_eq!(costs.len(), effects.len(), "every strategy has a cost and an effect");
    assert!(costs.iter().chain(effects).all(|x| x.is_finite()), "costs and effects are numbers");
    let mut standing = vec![(Standing::Dominated, None); costs.len()];
    // By cost, the more effective first where costs are equal: a strategy is undominated where its effect beats all before.
    let mut order: Vec<usize> = (0..costs.len()).collect();
    order.sort_by(|a, b| costs[*a].total_cmp(&costs[*b]).then(effects[*b].total_cmp(&effects[*a])));
    let mut hull: Vec<usize> = Vec::new();
    let ratio = |from: usize, to: usize| (costs[to] - costs[from]) / (effects[to] - effects[from]);
    for i in order {
        if hull.last().is_some_and(|last| effects[i] <= effects[*last]) {
            continue;
        }
        while let [.., before, last] = hull[..] {
            if ratio(before, last) < ratio(last, i) {
                break;
            }
            standing[last] = (Standing::ExtendedDominated, None);
            hull.pop();
        }
        hull.push(i);
    }
    for (place, i) in hull.iter().enumerate() {
        standing[*i] = match place {
            0 => (Standing::Reference, None),
            _ => (Standing::Frontier, Some(ratio(hull[place - 1], *i))),
        };
    }
    standing
}
