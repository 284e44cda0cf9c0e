//! Part two of the two-part strategy: which intervention each community gets (docs/odd.md §8.3).

use super::forecast::{Candidate, Forecasts, Knowledge, Part, Site, forecast, intensity_is_local};
use super::profile::{LevelSet, Profile, profiles_of};
use super::survey::{Survey, perfect_survey, survey, usual_households};
use crate::math::multiple_choice::{Choice, choose};
use crate::policy::{self, Allocation, Facts, Mechanism, mechanism};
use crate::process::circumstances::Scene;
use crate::register::Parameters;
use crate::scenario::{Baseline, Intervention, Matching, MatchingRule, Policy};
use crate::world::WEEKS_PER_YEAR;
use std::sync::Arc;

/// Girls a perfect survey measures in each community.
const PERFECT_GIRLS: u32 = 60;

/// View of a world about to fork: what a planner may see, and what only a perfect survey may.
pub struct Seen<'a> {
    /// The world at the fork.
    pub scene: &'a Scene<'a>,
    /// Facts that planners know of each community without a survey.
    pub facts: &'a Facts,
    /// Published figures of the stock of victims and of what ends spells.
    pub baseline: &'a Baseline,
    /// True exposure: approaches per week that each community gets; only [`MatchingRule::TrueProfile`] may look at it.
    pub approaches: &'a [f64],
    /// Weeks for which the policy is funded.
    pub funded_weeks: u32,
    /// Weeks over which effects are counted, the funded ones included.
    pub horizon_weeks: u32,
}

/// Outcome of matching a policy: which intervention each community gets, and the figures behind it.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Interventions by community, to be put under way.
    pub allocation: Allocation,
    /// Budget, forecast and survey in numbers, for tables.
    pub facts: MatchFacts,
    /// Interventions of each community; empty where it gets none.
    pub by_community: Vec<Vec<Part>>,
}

/// Figures of a matching, for tables.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MatchFacts {
    /// Households surveyed in each community.
    pub households: u32,
    /// S/, the whole survey.
    pub survey_soles: f64,
    /// S/ per year at full strength, survey and fixed costs included.
    pub planned_soles_per_year: f64,
    /// Cases averted over the horizon that were forecast, not discounted; `None` where the rule forecasts none.
    pub forecast_averted: Option<f64>,
    /// No choice within the budget has a larger forecast than this.
    pub forecast_bound: Option<f64>,
    /// Cases averted per S/ per year at the margin.
    pub price_of_money: f64,
    /// Communities that get each kind of the menu.
    pub communities: Vec<(String, u32)>,
}

/// Surveys and forecasts made for one world, so that policies that ask for the same share them.
#[derive(Default)]
pub struct Desk {
    surveys: Vec<Arc<Survey>>,
    studied: Vec<Studied>,
}

/// Result of a rule on a survey, as far as it does not depend on the budget.
struct Studied {
    key: String,
    forecasts: Forecasts,
    /// Dominant driver of each community's surveyed profile; empty under rules that don't ask.
    dominant: Vec<Option<usize>>,
}

impl Desk {
    fn survey(&mut self, scene: &Scene, households: u32, perfect: bool) -> Arc<Survey> {
        if let Some(made) = self.surveys.iter().find(|s| (s.households, s.perfect) == (households, perfect)) {
            return Arc::clone(made);
        }
        let made = Arc::new(if perfect { perfect_survey(scene, households) } else { survey(scene, households) });
        self.surveys.push(Arc::clone(&made));
        made
    }

    /// Matches a policy's interventions to communities.
    ///
    /// # Panics
    /// If the policy has no matching.
    pub fn matched(&mut self, policy: &Policy, seen: &Seen) -> Matched {
        let Some(matching) = &policy.matching else { panic!("policy `{}` matches nothing", policy.name) };
        let register = &seen.scene.setting.parameters;
        let households = match (matching.perfect_survey, matching.households) {
            (true, _) => PERFECT_GIRLS,
            (false, Some(n)) => n,
            (false, None) => usual_households(&register.survey),
        };
        let survey = self.survey(seen.scene, households, matching.perfect_survey);
        self.with_survey(policy, matching, &survey, seen)
    }

    /// Matches a policy on this survey instead of one of its own.
    pub fn with_survey(&mut self, policy: &Policy, matching: &Matching, survey: &Survey, seen: &Seen) -> Matched {
        let planner = matching.planner.as_deref().unwrap_or(&seen.scene.setting.parameters);
        let candidates = candidates(&policy.interventions, matching, planner);
        let options = options(&candidates, matching.rule);
        let exposure = exposure(matching.rule, survey, seen, planner);
        let sites: Vec<Site> = seen
            .scene
            .communities
            .iter()
            .zip(exposure)
            .map(|(c, exposure)| Site {
                girls: f64::from(c.girls) * seen.scene.setting.region.scale,
                phone_share: c.phone_share,
                exposure,
            })
            .collect();
        let knowledge = Knowledge {
            survey,
            sites: &sites,
            parameters: planner,
            funded_weeks: seen.funded_weeks,
            horizon_weeks: seen.horizon_weeks,
        };
        let key = forecast_key(policy, matching, survey, seen);
        let at = match self.studied.iter().position(|known| known.key == key) {
            Some(at) => at,
            None => {
                let dominant = match matching.rule {
                    MatchingRule::DriverMap => dominant_drivers(survey, seen.scene, planner),
                    _ => Vec::new(),
                };
                self.studied.push(Studied { key, forecasts: forecast(&knowledge, &candidates, &options), dominant });
                self.studied.len() - 1
            }
        };
        let Studied { forecasts, dominant, .. } = &self.studied[at];
        let years = (f64::from(seen.funded_weeks) / f64::from(WEEKS_PER_YEAR)).max(f64::MIN_POSITIVE);
        // A survey that takes more than there is is not made, and without one nothing is matched.
        let affordable = survey.cost_soles / years <= policy.budget_soles_per_year;
        let money = Purse {
            budget: if affordable { policy.budget_soles_per_year } else { 0.0 },
            survey_per_year: if affordable { survey.cost_soles / years } else { 0.0 },
            funded_weeks: seen.funded_weeks,
            fixed: fixed_costs(&candidates, policy.interventions.len()),
        };
        let found = match matching.rule {
            MatchingRule::DriverMap => {
                let wanted: Vec<Option<usize>> = dominant
                    .iter()
                    .map(|driver| {
                        let kind = &matching.map[(*driver)?];
                        options.iter().position(|parts| candidates[parts[0]].intervention.kind == *kind)
                    })
                    .collect();
                by_map(&wanted, forecasts, &sites, &money)
            }
            _ => by_price(forecasts, &money),
        };
        settle(policy, &candidates, &options, forecasts, &found, survey, &money)
    }
}

/// The dominant driver of each community's surveyed profile, at levels the survey itself gives.
fn dominant_drivers(survey: &Survey, scene: &Scene, p: &Parameters) -> Vec<Option<usize>> {
    let girls = survey.girls();
    let at = LevelSet::UpperQuarter.levels(&girls);
    let found = profiles_of(&girls, &scene.setting.region, &at, &p.decision, &p.knowledge);
    found.communities.iter().map(|profile| profile.as_ref().map(Profile::dominant)).collect()
}

/// Key of everything besides the world that forecasts depend on: policies of the same key share them.
fn forecast_key(policy: &Policy, matching: &Matching, survey: &Survey, seen: &Seen) -> String {
    let menu: Vec<String> = policy
        .interventions
        .iter()
        .map(|i| format!("{} {} {} {} {:?}", i.kind, i.start_week, i.end_week, i.ramp_weeks, i.overrides))
        .collect();
    format!(
        "{:?} {:?} {:?} {} {} {:x} {} {} {menu:?}",
        matching.rule,
        matching.intensities,
        matching.strengths,
        survey.households,
        survey.perfect,
        fingerprint(survey),
        seen.funded_weeks,
        seen.horizon_weeks,
    )
}

/// Tells surveys of the same size apart: a mix of all that was answered about belief and income.
fn fingerprint(survey: &Survey) -> u64 {
    let answers = survey.communities.iter().flat_map(|place| &place.respondents);
    answers.fold(survey.communities.len() as u64, |mix, r| {
        let of_her = r.circumstances.belief.to_bits() ^ r.circumstances.income.to_bits().rotate_left(32);
        (mix ^ of_her).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}

/// Money of a year.
#[derive(Clone, Debug)]
pub struct Purse {
    /// S/ per year.
    pub budget: f64,
    /// S/ per year that the survey takes, paid in equal parts over the funded years.
    pub survey_per_year: f64,
    /// Weeks over which it is paid.
    pub funded_weeks: u32,
    /// By position in the menu: S/ per year of running an intervention at all.
    pub fixed: Vec<f64>,
}

fn fixed_costs(candidates: &[Candidate], menu: usize) -> Vec<f64> {
    let of = |at| candidates.iter().find(|one| one.part.menu == at).map_or(0.0, |one| one.paid.fixed_cost());
    (0..menu).map(of).collect()
}

/// Every intervention of the menu at every intensity it may have.
fn candidates(menu: &[Intervention], matching: &Matching, planner: &Parameters) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (at, one) in menu.iter().enumerate() {
        let make = |intensity: f64, parameters: Option<&Parameters>| -> Option<(Intervention, Box<dyn Mechanism>)> {
            let mut own = one.clone();
            own.intensity = intensity;
            if let Some(parameters) = parameters {
                *own.parameters = parameters.clone();
            }
            let made = mechanism(&own)?;
            Some((own, made))
        };
        let local = make(1.0, None).is_some_and(|(_, made)| intensity_is_local(made.as_ref()));
        for intensity in if local { matching.intensities.as_slice() } else { &[1.0] } {
            if make(*intensity, None).is_some_and(|(_, made)| made.possible().is_err()) {
                continue;
            }
            let believed = matching.planner.is_some().then_some(planner);
            if let (Some((_, believed)), Some((intervention, paid))) =
                (make(*intensity, believed), make(*intensity, None))
            {
                out.push(Candidate { intervention, part: Part { menu: at, intensity: *intensity }, believed, paid });
            }
        }
    }
    out
}

/// Options of a community: one candidate, or one of each intervention together.
fn options(candidates: &[Candidate], rule: MatchingRule) -> Vec<Vec<usize>> {
    let several = matches!(rule, MatchingRule::PredictedBundle | MatchingRule::TrueProfile);
    if !several {
        return (0..candidates.len()).map(|i| vec![i]).collect();
    }
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    let menu = candidates.iter().map(|one| one.part.menu).max().map_or(0, |last| last + 1);
    for at in 0..menu {
        let of_menu: Vec<usize> = (0..candidates.len()).filter(|i| candidates[*i].part.menu == at).collect();
        let with: Vec<Vec<usize>> = sets
            .iter()
            .flat_map(|set| of_menu.iter().map(|i| set.iter().copied().chain([*i]).collect::<Vec<_>>()))
            .collect();
        sets.extend(with);
    }
    sets.retain(|set| !set.is_empty());
    sets
}

/// Girls drawn in a year without a programme, by community: the planner's estimate, or with a true profile what approaches and
/// acceptance really come to.
fn exposure(rule: MatchingRule, survey: &Survey, seen: &Seen, planner: &Parameters) -> Vec<f64> {
    let shares: Vec<f64> = match rule {
        MatchingRule::TrueProfile => {
            let accepting = super::forecast::acceptance_by_community(survey, planner, seen.approaches.len());
            seen.approaches.iter().zip(&accepting).map(|(rate, p)| rate * p).collect()
        }
        _ => seen.facts.exposure.clone(),
    };
    let all: f64 = shares.iter().sum();
    let spells = spells_a_year(seen.baseline, planner);
    shares.iter().map(|x| if all > 0.0 { spells * x / all } else { 0.0 }).collect()
}

/// Spells begun per year in the simulated departments where the published stock holds by itself: as many as end.
fn spells_a_year(b: &Baseline, p: &Parameters) -> f64 {
    let e = &p.exploitation;
    let ended = b.victims * (e.h_escape + e.h_release + e.h_moved) + b.rescued_per_year;
    ended * (1.0 - p.population.outside_origin)
}

/// Which option each community gets, and what that rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Option of each community by position; `None`: nothing.
    pub picks: Vec<Option<usize>>,
    /// No choice within the budget has a larger forecast; `None` where none was computed.
    pub bound: Option<f64>,
    /// λ: forecast per sol at the margin; 0 where the budget does not bind or money has no price.
    pub price: f64,
}

/// The largest forecast that the money buys, by the price of money. Where running an intervention at all costs something,
/// every set of those that are run is tried.
pub fn by_price(forecasts: &Forecasts, money: &Purse) -> Found {
    let parts = &forecasts.options;
    // Those whose running costs something, by position in the menu.
    let fixed: Vec<usize> = (0..money.fixed.len()).filter(|menu| money.fixed[*menu] > 0.0).collect();
    let mut best = Found { picks: vec![None; forecasts.averted.len()], bound: None, price: 0.0 };
    let (mut most, mut bound) = (f64::NEG_INFINITY, 0.0f64);
    for run in 0..1u32 << fixed.len() {
        let is_run = |menu: usize| fixed.iter().position(|m| *m == menu).is_none_or(|at| run >> at & 1 == 1);
        let paid: f64 = fixed.iter().filter(|menu| is_run(**menu)).map(|menu| money.fixed[*menu]).sum();
        let left = money.budget - money.survey_per_year - paid;
        if left < 0.0 {
            continue;
        }
        let allowed: Vec<bool> = parts.iter().map(|set| set.iter().all(|part| is_run(part.menu))).collect();
        let items: Vec<Vec<Choice>> = forecasts
            .averted
            .iter()
            .zip(&forecasts.cost)
            .map(|(averted, cost)| {
                averted
                    .iter()
                    .zip(cost)
                    .zip(&allowed)
                    .map(|((value, cost), allowed)| Choice { cost: *cost, value: if *allowed { *value } else { 0.0 } })
                    .collect()
            })
            .collect();
        let chosen = choose(&items, left);
        bound = bound.max(chosen.bound);
        if chosen.value > most {
            most = chosen.value;
            best = Found { picks: chosen.picks, price: chosen.price, bound: None };
        }
    }
    Found { bound: Some(bound), ..best }
}

/// Communities in the order of estimated exposure per sol, each with what the map says, for as long as there is money; one
/// that costs more than what is left is passed over.
fn by_map(wanted: &[Option<usize>], forecasts: &Forecasts, sites: &[Site], money: &Purse) -> Found {
    let mut left = money.budget - money.survey_per_year;
    let mut order: Vec<(usize, usize)> =
        wanted.iter().enumerate().filter_map(|(c, option)| Some((c, (*option)?))).collect();
    let per_sol = |(c, o): (usize, usize)| {
        let cost = forecasts.cost[c][o];
        if cost > 0.0 { sites[c].exposure / cost } else { f64::MAX }
    };
    order.sort_by(|a, b| per_sol(*b).total_cmp(&per_sol(*a)).then(a.0.cmp(&b.0)));
    let mut picks = vec![None; sites.len()];
    let mut running = vec![false; money.fixed.len()];
    for (c, o) in order {
        let menu = forecasts.options[o][0].menu;
        let fixed = if running[menu] { 0.0 } else { money.fixed[menu] };
        let cost = forecasts.cost[c][o] + fixed;
        if cost <= left {
            left -= cost;
            running[menu] = true;
            picks[c] = Some(o);
        }
    }
    Found { picks, bound: None, price: 0.0 }
}

/// Makes an allocation of what was found, with what there is to say of it.
fn settle(
    policy: &Policy,
    candidates: &[Candidate],
    options: &[Vec<usize>],
    forecasts: &Forecasts,
    found: &Found,
    survey: &Survey,
    money: &Purse,
) -> Matched {
    let communities = found.picks.len();
    let mut coverage = vec![vec![0.0; communities]; candidates.len()];
    let mut averted = 0.0;
    for (c, pick) in found.picks.iter().enumerate() {
        if let Some(o) = pick {
            averted += forecasts.averted[c][*o];
            for i in &options[*o] {
                coverage[*i][c] = 1.0;
            }
        }
    }
    let mut allocation = Allocation::default();
    let mut planned = money.survey_per_year;
    let mut fixed_paid = vec![false; policy.interventions.len()];
    for (i, one) in candidates.iter().enumerate().filter(|(i, _)| coverage[*i].contains(&1.0)) {
        // What it costs is what the option of it alone does.
        let alone = options.iter().position(|set| set.as_slice() == [i]);
        let of = |c: usize| alone.map_or(0.0, |o| forecasts.cost[c][o]);
        let by_place: f64 = (0..communities).filter(|c| coverage[i][*c] > 0.0).map(of).sum();
        let menu = one.part.menu;
        let fixed = if std::mem::replace(&mut fixed_paid[menu], true) { 0.0 } else { money.fixed[menu] };
        planned += by_place + fixed;
        allocation.parts.push(policy::Allotment {
            intervention: one.intervention.clone(),
            coverage: coverage[i].clone(),
            budget_soles_per_year: by_place + fixed,
        });
    }
    allocation.survey_soles_per_year = money.survey_per_year;
    allocation.survey_end_week = money.funded_weeks;
    let kinds = policy.interventions.iter().enumerate().map(|(menu, one)| {
        let n = found
            .picks
            .iter()
            .filter(|pick| pick.is_some_and(|o| forecasts.options[o].iter().any(|part| part.menu == menu)))
            .count();
        (one.kind.clone(), n as u32)
    });
    Matched {
        facts: MatchFacts {
            households: survey.households,
            // As it was priced: parts of it per year, put together again, would differ in their last bits.
            survey_soles: if money.survey_per_year > 0.0 { survey.cost_soles } else { 0.0 },
            planned_soles_per_year: planned,
            forecast_averted: Some(averted),
            forecast_bound: found.bound,
            price_of_money: found.price,
            communities: kinds.collect(),
        },
        by_community: found
            .picks
            .iter()
            .map(|pick| pick.map_or_else(Vec::new, |o| forecasts.options[o].clone()))
            .collect(),
        allocation,
    }
}
