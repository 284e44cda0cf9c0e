//! Strategies at one budget, and the gains of one over another (docs/odd.md §8.4). Averted are spells begun over the horizon,
//! discounted, against the baseline of the same draw and replicate.

use super::contrast::{Contrast, Side};
use super::cross_fit::{CROSS_FITTED, chosen, chosen_over_all};
use super::results::{AtBudget, Gain, Role, Strategy, SurveySize};
use crate::over_draws::{difference, over_draws};
use amparo_model::math::weighted::{effective_size, weighted_mean};
use amparo_model::scenario::{
    BEST_BY_EXPOSURE, BEST_BY_EXPOSURE_INTENSITY, BEST_SINGLE, BEST_SINGLE_OVER_ALL, BEST_UNIFORM,
};

/// One policy at one budget as the question sees it; lists are `[draw][replicate]`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Part that the policy plays in the questions.
    pub role: Role,
    /// Cases averted over the horizon, discounted.
    pub averted: Vec<Vec<f64>>,
    /// S/ per year over the funded years.
    pub spent: Vec<Vec<f64>>,
    /// Largest spending of a funded year, S/.
    pub most_spent: f64,
    /// Of it for the survey, S/ per funded year.
    pub survey_soles_per_year: f64,
    /// The whole survey, S/.
    pub survey_soles: f64,
    /// 0 where nobody is surveyed.
    pub households: f64,
    /// Whether that is what the register says, or nobody is surveyed.
    pub usual_survey: bool,
    /// Whether every intervention runs at the register's intensity, or a rule decides it.
    pub usual_intensity: bool,
    /// Whether the planner knows the draw's parameters or plans with the scenario's own.
    pub knows_parameters: bool,
    /// Share of communities that get each intervention, by kind.
    pub communities: Vec<(String, f64)>,
}

/// Everything asked at one budget.
pub struct PoliciesAtBudget<'a> {
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// The policies at this budget.
    pub arms: &'a [Arm],
    /// Of each draw.
    pub weights: &'a [f64],
    /// Spells begun in the baseline over the horizon, discounted, `[draw][replicate]`.
    pub baseline: &'a [Vec<f64>],
    /// Name of the question.
    pub contrasts: &'a [Contrast],
}

/// One side of a question.
struct Compared<'a> {
    policy: &'a str,
    averted: &'a [Vec<f64>],
    /// Whether what it was for each replicate was chosen in the others.
    cross_fitted: bool,
}

impl PoliciesAtBudget<'_> {
    /// Strategies, gains and survey sizes; `None` without draws or arms.
    pub fn answer(&self) -> Option<AtBudget> {
        if self.weights.is_empty() || self.arms.is_empty() {
            return None;
        }
        let singles = self.singles();
        let mut strategies: Vec<Strategy> = singles.iter().map(|(_, s)| s.clone()).collect();
        strategies.extend(self.arms.iter().map(|arm| self.strategy(arm)));
        let gains = self.contrasts.iter().filter_map(|asked| {
            let (policy, against) = (self.side(asked.policy, &singles)?, self.side(asked.against, &singles)?);
            Some(self.gain(asked.name, &policy, &against))
        });
        Some(AtBudget {
            budget_soles_per_year: self.budget_soles_per_year,
            draws: self.weights.len(),
            effective_draws: effective_size(self.weights),
            baseline: over_draws(self.baseline, self.weights).mean,
            gains: gains.collect(),
            surveys: self.surveys(),
            strategies,
        })
    }

    /// Further cases averted by matching (several at a time) over the best single intervention, `[draw][replicate]`; `None`
    /// where there is not both.
    pub fn matching_over_single(&self) -> Option<Vec<Vec<f64>>> {
        let singles = self.singles();
        let (policy, against) = (self.side(Side::Of(Role::Bundle), &singles)?, self.side(Side::BestSingle, &singles)?);
        Some(difference(policy.averted, against.averted))
    }

    /// A side of a comparison; `None` where the study has no such strategy.
    fn side<'b>(&'b self, side: Side, singles: &'b [(Vec<Vec<f64>>, Strategy)]) -> Option<Compared<'b>> {
        let single = |name: &str| {
            let (averted, single) = singles.iter().find(|(_, s)| s.policy == name)?;
            Some(Compared { policy: &single.policy, averted, cross_fitted: true })
        };
        let (role, knows) = match side {
            Side::BestUniform => return single(BEST_UNIFORM),
            Side::BestByExposure => return single(BEST_BY_EXPOSURE),
            Side::BestByExposureIntensity => return single(BEST_BY_EXPOSURE_INTENSITY),
            Side::BestSingle => return single(BEST_SINGLE),
            Side::BestSingleOverAll => return single(BEST_SINGLE_OVER_ALL),
            Side::Of(role) => (role, true),
            // A planner who knows no better than the register bundles as others do.
            Side::NotKnowing => (Role::Bundle, false),
        };
        let arm = self.arms.iter().find(|a| a.role == role && a.knows_parameters == knows && a.usual_survey)?;
        Some(Compared { policy: &arm.policy, averted: &arm.averted, cross_fitted: false })
    }

    /// The best single interventions that can be told, each with its cases averted.
    fn singles(&self) -> Vec<(Vec<Vec<f64>>, Strategy)> {
        let both = [Role::Uniform, Role::ByExposure];
        let any = |_: &Arm| true;
        let usual: fn(&Arm) -> bool = |arm| arm.usual_intensity;
        let unusual = self.arms.iter().any(|a| a.role == Role::ByExposure && !a.usual_intensity);
        let of_single = [
            (BEST_UNIFORM, "Best single intervention, everywhere alike", &both[..1], usual, false),
            (BEST_BY_EXPOSURE, "Best single intervention, where most are exposed", &both[1..], usual, false),
            (
                BEST_BY_EXPOSURE_INTENSITY,
                "Best single intervention, where most are exposed, at the best intensity",
                &both[1..],
                any,
                false,
            ),
            (BEST_SINGLE, "Best single intervention", &both[..], any, false),
            (BEST_SINGLE_OVER_ALL, "Best single intervention, the same whatever is assumed", &both[..], any, true),
        ];
        of_single
            .into_iter()
            .filter(|(name, ..)| *name != BEST_BY_EXPOSURE_INTENSITY || unusual)
            .filter_map(|(name, title, roles, wanted, over_all)| {
                let among: Vec<&Arm> = self.arms.iter().filter(|a| roles.contains(&a.role) && wanted(a)).collect();
                if among.is_empty() {
                    return None;
                }
                let averted: Vec<&[Vec<f64>]> = among.iter().map(|a| a.averted.as_slice()).collect();
                let chosen =
                    if over_all { chosen_over_all(&averted, self.weights) } else { chosen(&averted, self.weights) };
                let of = |values: fn(&Arm) -> &Vec<Vec<f64>>| -> Vec<Vec<f64>> {
                    chosen
                        .iter()
                        .enumerate()
                        .map(|(d, picks)| picks.iter().enumerate().map(|(r, arm)| values(among[*arm])[d][r]).collect())
                        .collect()
                };
                let (averted, spent) = (of(|a| &a.averted), of(|a| &a.spent));
                let spent = over_draws(&spent, self.weights).mean;
                let how_often = |arm: usize| {
                    let shares: Vec<f64> = chosen
                        .iter()
                        .map(|picks| picks.iter().filter(|p| **p == arm).count() as f64 / picks.len() as f64)
                        .collect();
                    weighted_mean(&shares, self.weights)
                };
                let strategy = Strategy {
                    policy: name.to_owned(),
                    title: title.to_owned(),
                    role: among[0].role,
                    averted: over_draws(&averted, self.weights),
                    spent_soles_per_year: spent,
                    survey_soles_per_year: 0.0,
                    unspent_soles_per_year: self.budget_soles_per_year - spent,
                    most_spent_soles_per_year: among.iter().map(|a| a.most_spent).fold(0.0, f64::max),
                    households: 0.0,
                    knows_parameters: !over_all,
                    communities: Vec::new(),
                    chosen: among.iter().enumerate().map(|(i, a)| (a.policy.clone(), how_often(i))).collect(),
                };
                Some((averted, strategy))
            })
            .collect()
    }

    fn strategy(&self, arm: &Arm) -> Strategy {
        let spent = over_draws(&arm.spent, self.weights).mean;
        Strategy {
            policy: arm.policy.clone(),
            title: arm.title.clone(),
            role: arm.role,
            averted: over_draws(&arm.averted, self.weights),
            spent_soles_per_year: spent,
            survey_soles_per_year: arm.survey_soles_per_year,
            unspent_soles_per_year: self.budget_soles_per_year - spent,
            most_spent_soles_per_year: arm.most_spent,
            households: arm.households,
            knows_parameters: arm.knows_parameters,
            communities: arm.communities.clone(),
            chosen: Vec::new(),
        }
    }

    fn gain(&self, question: &str, policy: &Compared, against: &Compared) -> Gain {
        let mut averted = over_draws(&difference(policy.averted, against.averted), self.weights);
        if policy.cross_fitted || against.cross_fitted {
            averted.mc_se = averted.mc_se.map(|se| CROSS_FITTED * se);
            // Over draws the error is that of their means, which the choice has entered; at one vector it is noise.
            if averted.at_one_vector() {
                averted.se = averted.se.map(|se| CROSS_FITTED * se);
                averted.bar = averted.bar.map(|bar| CROSS_FITTED * bar);
            }
        }
        let base = over_draws(self.baseline, self.weights).mean;
        Gain {
            question: question.to_owned(),
            policy: policy.policy.to_owned(),
            against: against.policy.to_owned(),
            share_of_baseline: averted.each(|x| x / base),
            averted,
        }
    }

    /// Survey sizes under the same rule, ascending.
    fn surveys(&self) -> Vec<SurveySize> {
        let mut arms: Vec<&Arm> = self.arms.iter().filter(|a| a.role == Role::Bundle && a.knows_parameters).collect();
        arms.sort_by(|a, b| a.households.total_cmp(&b.households));
        if arms.len() < 2 {
            return Vec::new();
        }
        arms.iter()
            .map(|arm| SurveySize {
                policy: arm.policy.clone(),
                households: arm.households,
                cost_soles: arm.survey_soles,
                averted: over_draws(&arm.averted, self.weights),
                gain: over_draws(&difference(&arm.averted, &arms[0].averted), self.weights),
            })
            .collect()
    }
}
