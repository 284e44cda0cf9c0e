//! Puts the policies of one budget in the order of girls averted ([`ByGirls`]).

use super::answers::Standing;
use super::by_girls::{Beside, ByGirls, Leads, Learned, OtherLeader, Part, PaysFrom, Ranked};
use super::icer::frontier;
use super::learning::Averted;
use super::mean::{assumed, mean_of};
use super::over_draws::difference;
use super::per_case::of_resamples;
use super::ranking::{harm, largest, ranking, turning_point};
use amparo_model::math::statistics::student_t_quantile;
use amparo_model::math::weighted::{effective_size, weighted_mean};

/// One policy over draws, `[draw][replicate]`, all against the baseline of the same draw and replicate; over the horizon.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Its name, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Newly exploited girls averted, discounted.
    pub girls: Vec<Vec<f64>>,
    /// Repeated spells averted, discounted: all spells less first ones.
    pub repeated: Vec<Vec<f64>>,
    /// Victim-years averted, discounted.
    pub victim_years: Vec<Vec<f64>>,
    /// Newly exploited girls averted, not discounted.
    pub girls_undiscounted: Vec<Vec<f64>>,
    /// Repeated spells averted, not discounted.
    pub repeated_undiscounted: Vec<Vec<f64>>,
    /// Victim-years averted, not discounted.
    pub victim_years_undiscounted: Vec<Vec<f64>>,
    /// Money, discounted, S/.
    pub cost: Vec<Vec<f64>>,
    /// Money, not discounted, S/.
    pub spent: Vec<Vec<f64>>,
    /// Money that it might have spent, not discounted, S/.
    pub budget: f64,
    /// Girls of the poorest third averted, not discounted; `None` where they are too few to be shown.
    pub poorest: Option<Vec<Vec<f64>>>,
    /// Girls under 15 averted, likewise.
    pub under_15: Option<Vec<Vec<f64>>>,
    /// Girls averted in treated and in untreated communities; `None` where all or none are treated.
    pub by_treatment: Option<[Vec<Vec<f64>>; 2]>,
    /// Women more who are moved on out of the region.
    pub left_sight: Vec<Vec<f64>>,
    /// Change in girls drawn in elsewhere, % of the baseline.
    pub elsewhere_percent: Option<Vec<Vec<f64>>>,
}

impl Arm {
    /// What it averts of some girls.
    fn of(&self, part: Part) -> Option<&Vec<Vec<f64>>> {
        match part {
            Part::Poorest => self.poorest.as_ref(),
            Part::Under15 => self.under_15.as_ref(),
        }
    }
}

/// Groups of parameters whose learning is valued: words, names, and columns by draw.
pub type Groups<'a> = &'a [super::decision::Group];

/// The order of policies at one budget; `None` without policies. Groups of parameters are valued where there are any.
///
/// # Panics
/// If shapes differ.
pub fn by_girls(
    (budget_soles_per_year, horizon_years, baseline_girls): (f64, usize, f64),
    arms: &[Arm],
    weights: &[f64],
    groups: Groups,
    seed: u64,
) -> Option<ByGirls> {
    let girls: Vec<Vec<Vec<f64>>> = arms.iter().map(|arm| arm.girls.clone()).collect();
    let found = ranking(&girls, weights)?;
    let mean = |values: &Vec<Vec<f64>>| mean_of(values, weights);
    let pays = pays_from(arms, weights, seed);
    let mut rows: Vec<(usize, Ranked)> = arms
        .iter()
        .enumerate()
        .map(|(j, arm)| {
            let spent = mean(&arm.spent).mean;
            let ranked = Ranked {
                policy: arm.policy.clone(),
                title: arm.title.clone(),
                girls: mean(&arm.girls),
                assumed: assumed(&arm.girls_undiscounted, weights),
                repeated: mean(&arm.repeated),
                victim_years: mean(&arm.victim_years),
                girls_undiscounted: mean(&arm.girls_undiscounted),
                repeated_undiscounted: mean(&arm.repeated_undiscounted),
                victim_years_undiscounted: mean(&arm.victim_years_undiscounted),
                beside: Beside {
                    poorest: arm.poorest.as_ref().map(mean),
                    under_15: arm.under_15.as_ref().map(mean),
                    treated: arm.by_treatment.as_ref().map(|[treated, _]| mean(treated)),
                    untreated: arm.by_treatment.as_ref().map(|[_, untreated]| mean(untreated)),
                    left_sight: mean(&arm.left_sight),
                    elsewhere_percent: arm.elsewhere_percent.as_ref().map(mean),
                },
                cost: mean(&arm.cost).mean,
                spent,
                spent_share: if arm.budget > 0.0 { spent / arm.budget } else { 1.0 },
                pays_from: pays[j],
                dominated: (0..arms.len()).any(|k| k != j && dominates(&arms[k], arm, weights)),
                harm: harm(&arm.girls, weights),
            };
            (j, ranked)
        })
        .collect();
    rows.sort_by(|a, b| b.1.girls.mean.total_cmp(&a.1.girls.mean).then(a.0.cmp(&b.0)));
    let told = rows.first().is_some_and(|(_, first)| first.sign() == Some(1.0));
    let leads = told.then(|| {
        let means = |of: fn(&Arm) -> &Vec<Vec<f64>>| arms.iter().map(|arm| mean(of(arm)).mean).collect::<Vec<f64>>();
        let name = |j: usize| arms[j].policy.clone();
        let undiscounted = means(|arm| &arm.girls_undiscounted);
        let first = largest(0..arms.len(), |j| undiscounted[j]);
        Leads {
            word: found.word,
            most: found.most,
            not_beaten: found.not_beaten().map(name).collect(),
            turns_at: turning_point(&means(|arm| &arm.girls), &means(|arm| &arm.repeated))
                .map(|(rho, j)| (rho, name(j))),
            undiscounted: first.filter(|j| *j != found.leader).map(name),
        }
    });
    let other_leaders = match &leads {
        Some(_) => Part::ALL.iter().filter_map(|part| other_leader(*part, arms, weights, found.leader)).collect(),
        None => Vec::new(),
    };
    let averted = Averted::new(&girls, weights);
    let perfect = (!groups.is_empty()).then(|| averted.perfect(seed));
    let mut learned: Vec<Learned> = perfect
        .iter()
        .flat_map(|perfect| {
            groups.iter().map(|group| Learned {
                group: group.words.clone(),
                parameters: group.parameters.clone(),
                worth: averted.partial(&group.columns, perfect.girls, seed),
            })
        })
        .collect();
    learned.sort_by(|a, b| b.worth.girls.total_cmp(&a.worth.girls));
    Some(ByGirls {
        budget_soles_per_year,
        horizon_years,
        baseline_girls,
        draws: weights.len(),
        effective_draws: effective_size(weights),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        leads,
        other_leaders,
        perfect,
        learned,
    })
}

/// The policy that averts most of some girls, where it is another than `leader` and its effect on them is told from nothing.
fn other_leader(part: Part, arms: &[Arm], weights: &[f64], leader: usize) -> Option<OtherLeader> {
    let of: Vec<Vec<Vec<f64>>> = arms.iter().map(|arm| arm.of(part).cloned()).collect::<Option<_>>()?;
    let found = ranking(&of, weights)?;
    let girls = mean_of(&of[found.leader], weights);
    let other = found.leader != leader && girls.sign() == Some(1.0);
    other.then(|| OtherLeader {
        part,
        policy: arms[found.leader].policy.clone(),
        girls,
        leaders: mean_of(&of[leader], weights),
        beats: !found.not_beaten().any(|j| j == leader),
    })
}

/// Whether one policy averts more for less money, each by a paired one-sided 95 % bound.
fn dominates(one: &Arm, other: &Arm, weights: &[f64]) -> bool {
    let beyond = |values: &[Vec<f64>]| {
        let found = mean_of(values, weights);
        let degrees =
            if weights.len() > 1 { found.draws - 1.0 } else { values.first().map_or(0, Vec::len) as f64 - 1.0 };
        degrees > 0.0 && found.se.is_some_and(|se| found.mean > student_t_quantile(0.9, degrees) * se)
    };
    let (girls, saved) = (difference(&one.girls, &other.girls), difference(&other.cost, &one.cost));
    // Money is no count: what is saved alike in every world is saved.
    let always = saved.iter().flatten().all(|soles| *soles > 0.0);
    beyond(&girls) && (always || beyond(&saved))
}

/// What one girl more costs by each policy on the lower convex hull of mean cost and mean girls averted (extended dominance; Johannesson &
/// Weinstein 1993), nothing among the choices; intervals by resampling whole draws, the step staying the same.
fn pays_from(arms: &[Arm], weights: &[f64], seed: u64) -> Vec<Option<PaysFrom>> {
    let by_draw = |of: fn(&Arm) -> &Vec<Vec<f64>>| -> Vec<Vec<f64>> {
        arms.iter().map(|arm| super::mean::draw_means(of(arm))).collect()
    };
    let (costs, girls) = (by_draw(|arm| &arm.cost), by_draw(|arm| &arm.girls));
    let means = |rows: &[Vec<f64>], weights: &[f64]| -> Vec<f64> {
        std::iter::once(0.0).chain(rows.iter().map(|row| weighted_mean(row, weights))).collect()
    };
    let (c, n) = (means(&costs, weights), means(&girls, weights));
    let standing = frontier(&c, &n);
    let mut hull: Vec<usize> =
        (0..c.len()).filter(|j| matches!(standing[*j].0, Standing::Frontier | Standing::Reference)).collect();
    hull.sort_by(|a, b| c[*a].total_cmp(&c[*b]));
    let mut out = vec![None; arms.len()];
    let nothing = vec![0.0; weights.len()];
    let row = |rows: &[Vec<f64>], j: usize| j.checked_sub(1).map_or_else(|| nothing.clone(), |j| rows[j].clone());
    for pair in hull.windows(2) {
        let (before, at) = (pair[0], pair[1]);
        let soles = (c[at] - c[before]) / (n[at] - n[before]);
        let more = |rows: &[Vec<f64>]| -> Vec<f64> {
            row(rows, at).iter().zip(row(rows, before)).map(|(x, y)| x - y).collect()
        };
        let several = weights.len() > 1;
        let [low, high] =
            if several { of_resamples(&more(&costs), &more(&girls), weights, seed) } else { [None, None] };
        out[at - 1] = Some(PaysFrom { soles, low, high });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::ranking::Word;
    use super::*;

    /// An arm of so many draws whose girls and cost differ from draw to draw by a known pattern.
    fn arm(name: &str, girls: f64, cost: f64, spread: f64) -> Arm {
        let values = |mean: f64, step: f64| -> Vec<Vec<f64>> {
            (0..40)
                .map(|d| {
                    [mean + step * (f64::from(d % 5) - 2.0); 2]
                        .iter()
                        .enumerate()
                        .map(|(r, x)| x + 0.01 * r as f64)
                        .collect()
                })
                .collect()
        };
        Arm {
            policy: name.into(),
            title: name.into(),
            girls: values(girls, spread),
            repeated: values(girls / 10.0, 0.1),
            victim_years: values(2.0 * girls, 0.1),
            girls_undiscounted: values(1.2 * girls, spread),
            repeated_undiscounted: values(girls / 8.0, 0.1),
            victim_years_undiscounted: values(2.4 * girls, 0.1),
            cost: values(cost, 1.0),
            spent: values(1.1 * cost, 1.0),
            budget: 1.1 * cost / 0.8,
            poorest: Some(values(girls / 3.0, spread)),
            under_15: None,
            by_treatment: None,
            left_sight: values(1.0, 0.1),
            elsewhere_percent: None,
        }
    }

    #[test]
    fn policies_stand_in_the_order_of_girls_with_what_is_unspent() {
        let found = by_girls(
            (5.0, 15, 900.0),
            &[arm("weak", 10.0, 100.0, 1.0), arm("strong", 50.0, 200.0, 2.0)],
            &[1.0; 40],
            &[],
            1,
        );
        let found = found.unwrap();
        assert_eq!(found.rows.iter().map(|row| row.policy.as_str()).collect::<Vec<_>>(), ["strong", "weak"]);
        let leads = found.leads.unwrap();
        assert_eq!(
            (leads.word, leads.not_beaten.len(), leads.turns_at, leads.undiscounted),
            (Word::Clear, 0, None, None)
        );
        assert!((found.rows[0].spent_share - 0.8).abs() < 1e-3);
        assert!(found.rows.iter().all(|row| row.harm.averts > 0.99 && row.sign() == Some(1.0)));
    }

    #[test]
    fn who_averts_most_of_the_poorest_is_said_where_it_is_another_and_whether_beyond_chance() {
        let arms = |poorest: f64, spread: f64| {
            let few = Arm { poorest: arm("", 3.0 * poorest, 1.0, spread).poorest, ..arm("few", 10.0, 100.0, 1.0) };
            [few, arm("many", 50.0, 200.0, 2.0)]
        };
        let of = |poorest, spread| {
            by_girls((5.0, 15, 900.0), &arms(poorest, spread), &[1.0; 40], &[], 1).unwrap().other_leaders
        };
        let clear = of(30.0, 1.0);
        assert_eq!((clear.len(), clear[0].part, clear[0].policy.as_str()), (1, Part::Poorest, "few"));
        assert!(clear[0].beats && (clear[0].girls.mean - 30.0).abs() < 0.1, "{clear:?}");
        assert!((clear[0].leaders.mean - 50.0 / 3.0).abs() < 0.1);
        assert!(of(17.0, 3.0).iter().all(|other| !other.beats), "a lead within the error is no more than that");
        assert!(of(10.0, 1.0).is_empty(), "the leader of all averts most of them too");
    }

    #[test]
    fn a_girl_more_costs_what_the_next_step_of_the_frontier_costs() {
        let arms = [arm("cheap", 20.0, 100.0, 1.0), arm("middle", 22.0, 180.0, 1.0), arm("dear", 50.0, 400.0, 1.0)];
        let pays = pays_from(&arms, &[1.0; 40], 1);
        assert!(pays[1].is_none(), "it lies above the line from cheap to dear");
        assert!((pays[0].unwrap().soles - 5.0).abs() < 0.05, "{pays:?}");
        let dear = pays[2].unwrap();
        assert!(
            (dear.soles - 10.0).abs() < 0.05
                && dear.low.unwrap() <= dear.soles + 1e-9
                && dear.high.unwrap() >= dear.soles - 1e-9
        );
        // Where draws often avert nothing more there is no upper end.
        let mut rare = arm("rare", 1.0, 100.0, 1.0);
        rare.girls = (0..40).map(|d| vec![if d == 0 { 60.0 } else { -0.5 }; 2]).collect();
        assert_eq!(pays_from(&[rare], &[1.0; 40], 1)[0].unwrap().high, None);
    }

    #[test]
    fn what_averts_more_for_less_dominates_only_beyond_chance() {
        let (good, bad) = (arm("good", 20.0, 100.0, 2.0), arm("bad", 10.0, 200.0, 1.0));
        assert!(dominates(&good, &bad, &[1.0; 40]) && !dominates(&bad, &good, &[1.0; 40]));
        assert!(!dominates(&arm("same", 10.0, 200.0, 1.0), &bad, &[1.0; 40]));
    }

    #[test]
    fn what_cannot_be_told_from_nothing_leads_nothing_and_others_change_nothing_said_of_a_policy() {
        let weak = arm("weak", 0.1, 100.0, 9.0);
        let found = by_girls((5.0, 15, 900.0), std::slice::from_ref(&weak), &[1.0; 40], &[], 1).unwrap();
        assert!(found.leads.is_none() && found.rows[0].sign().is_none());
        let beside =
            by_girls((5.0, 15, 900.0), &[weak.clone(), arm("strong", 50.0, 1.0, 1.0), weak], &[1.0; 40], &[], 1)
                .unwrap();
        let again = beside.rows.iter().find(|row| row.policy == "weak").unwrap();
        assert_eq!(
            (again.girls, again.assumed, again.harm),
            (found.rows[0].girls, found.rows[0].assumed, found.rows[0].harm)
        );
    }
}
