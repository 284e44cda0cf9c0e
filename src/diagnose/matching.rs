//! Part two of the two-part strategy: which intervention each community gets (docs/odd.md §8.3).

use super::forecast::{Candidate, Forecasts, Knowledge, Part, Site, forecast, intensity_is_local};
use super::profile::{LevelSet, Profile, profiles_of};
use super::survey::{Survey, perfect_survey, survey};
use crate::math::multiple_choice::{Choice, choose};
use crate::model::circumstances::Scene;
use crate::policy::{self, Allocation, Facts, Mechanism, mechanism};
use crate::register::Parameters;
use crate::scenario::{Intervention, Matching, MatchingRule, Policy, Scenario};
use crate::world::WEEKS_PER_YEAR;

/// Girls a perfect survey measures in each community.
const PERFECT_GIRLS: u32 = 60;

/// What a planner may see of a world about to fork, and what only a perfect survey does.
pub struct Seen<'a> {
    pub scene: &'a Scene<'a>,
    pub facts: &'a Facts,
    pub scenario: &'a Scenario,
    /// True exposure: approaches a week that each community gets; only [`MatchingRule::TrueProfile`] may look at it.
    pub approaches: &'a [f64],
    pub funded_weeks: u32,
    pub horizon_weeks: u32,
}

/// What a policy's matching came to.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Interventions by community, to be put under way.
    pub allocation: Allocation,
    pub facts: MatchFacts,
    /// Interventions of each community; empty where it gets none.
    pub by_community: Vec<Vec<Part>>,
}

/// What there is to say of a matching.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MatchFacts {
    /// Households surveyed in each community.
    pub households: u32,
    /// S/, the whole survey.
    pub survey_soles: f64,
    /// S/ a year at full strength, survey and fixed costs included.
    pub planned_soles_per_year: f64,
    /// Cases averted over the horizon that were forecast, not discounted; `None` where the rule forecasts none.
    pub forecast_averted: Option<f64>,
    /// No choice within the budget has a larger forecast than this.
    pub forecast_bound: Option<f64>,
    /// Cases averted per S/ a year at the margin.
    pub price_of_money: f64,
    /// Communities that get each kind of the menu.
    pub communities: Vec<(String, u32)>,
}

/// Surveys and forecasts made for one world, so that policies that ask for the same share them.
#[derive(Default)]
pub struct Desk {
    surveys: Vec<(u32, bool, Survey)>,
    forecasts: Vec<(String, Forecasts)>,
}

impl Desk {
    fn survey(&mut self, scene: &Scene, households: u32, perfect: bool) -> &Survey {
        let at = match self.surveys.iter().position(|(n, p, _)| (*n, *p) == (households, perfect)) {
            Some(at) => at,
            None => {
                let made = if perfect { perfect_survey(scene, households) } else { survey(scene, households) };
                self.surveys.push((households, perfect, made));
                self.surveys.len() - 1
            }
        };
        &self.surveys[at].2
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
            (false, None) => (register.survey.households + 0.5) as u32,
        };
        let survey = self.survey(seen.scene, households, matching.perfect_survey).clone();
        self.with_survey(policy, matching, &survey, seen)
    }

    /// The same with this survey.
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
        let forecasts = match self.forecasts.iter().position(|(known, _)| *known == key) {
            Some(at) => &self.forecasts[at].1,
            None => {
                self.forecasts.push((key, forecast(&knowledge, &candidates, &options)));
                &self.forecasts[self.forecasts.len() - 1].1
            }
        };
        let years = (f64::from(seen.funded_weeks) / f64::from(WEEKS_PER_YEAR)).max(f64::MIN_POSITIVE);
        // A survey that takes more than there is is not made, and without one nothing is matched.
        let affordable = survey.cost_soles / years <= policy.budget_soles_per_year;
        let money = Purse {
            budget: if affordable { policy.budget_soles_per_year } else { 0.0 },
            survey_per_year: if affordable { survey.cost_soles / years } else { 0.0 },
            funded_weeks: seen.funded_weeks,
            fixed: candidates.iter().map(|one| one.paid.fixed_cost()).collect(),
        };
        let found = match matching.rule {
            MatchingRule::DriverMap => {
                let wanted: Vec<Option<usize>> = dominant_drivers(survey, seen.scene, planner)
                    .into_iter()
                    .map(|driver| {
                        let kind = &matching.map[driver?];
                        options.iter().position(|parts| candidates[parts[0]].intervention.kind == *kind)
                    })
                    .collect();
                by_map(&wanted, forecasts, &options, &sites, &money)
            }
            _ => by_price(forecasts, &options, &money),
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

/// What forecasts depend on beside the world: policies of the same key share them.
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
    /// S/ a year.
    pub budget: f64,
    /// S/ a year that the survey takes, paid in equal parts over the funded years.
    pub survey_per_year: f64,
    /// Weeks over which it is paid.
    pub funded_weeks: u32,
    /// By candidate: S/ a year of running it at all. Candidates of one kind share theirs.
    pub fixed: Vec<f64>,
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
            let contacts = one.parameters.info.rate * intensity;
            if one.kind == "information" && contacts > one.parameters.knowledge.max_contacts {
                continue;
            }
            // Own values of the policy hold for whoever plans it.
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

/// What a community may get: one candidate, or one of each intervention together.
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
    let spells = spells_a_year(seen.scenario, planner);
    shares.iter().map(|x| if all > 0.0 { spells * x / all } else { 0.0 }).collect()
}

/// Spells begun a year in the simulated departments where the published stock holds by itself: as many as end.
fn spells_a_year(scenario: &Scenario, p: &Parameters) -> f64 {
    let b = &scenario.baseline;
    let e = &p.exploitation;
    let ended = b.victims * (e.h_escape + e.h_release + e.h_moved) + b.rescued_per_year;
    ended * (1.0 - p.population.outside_origin)
}

/// Which option each community gets, and what that rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub picks: Vec<Option<usize>>,
    pub bound: Option<f64>,
    pub price: f64,
}

/// The largest forecast that the money buys, by the price of money. Where running an intervention at all costs something,
/// every set of those that are run is tried.
pub fn by_price(forecasts: &Forecasts, options: &[Vec<usize>], money: &Purse) -> Found {
    let parts = &forecasts.options;
    let mut fixed: Vec<(usize, f64)> = Vec::new();
    for (i, soles) in money.fixed.iter().enumerate().filter(|(_, soles)| **soles > 0.0) {
        let menu = menu_of(i, options, parts);
        if let Some(menu) = menu
            && !fixed.iter().any(|(known, _)| *known == menu)
        {
            fixed.push((menu, *soles));
        }
    }
    let mut best: Option<(f64, Found)> = None;
    let mut bound: f64 = 0.0;
    for run in 0..1u32 << fixed.len() {
        let is_run = |menu: usize| fixed.iter().position(|(m, _)| *m == menu).is_none_or(|at| run >> at & 1 == 1);
        let paid: f64 =
            fixed.iter().enumerate().filter(|(at, _)| run >> at & 1 == 1).map(|(_, (_, soles))| soles).sum();
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
        if best.as_ref().is_none_or(|(value, _)| chosen.value > *value) {
            best = Some((chosen.value, Found { picks: chosen.picks, bound: Some(chosen.bound), price: chosen.price }));
        }
    }
    best.map_or_else(
        || Found { picks: vec![None; forecasts.averted.len()], bound: Some(0.0), price: 0.0 },
        |(_, found)| Found { bound: Some(bound), ..found },
    )
}

/// Position in the menu of a candidate that some option has.
fn menu_of(candidate: usize, options: &[Vec<usize>], parts: &[Vec<Part>]) -> Option<usize> {
    options
        .iter()
        .zip(parts)
        .find_map(|(set, parts)| set.iter().position(|one| *one == candidate).map(|at| parts[at].menu))
}

/// Communities in the order of estimated exposure per sol, each with what the map says, for as long as there is money; one
/// that costs more than what is left is passed over.
fn by_map(
    wanted: &[Option<usize>],
    forecasts: &Forecasts,
    options: &[Vec<usize>],
    sites: &[Site],
    money: &Purse,
) -> Found {
    let mut left = money.budget - money.survey_per_year;
    let mut order: Vec<(usize, usize)> =
        wanted.iter().enumerate().filter_map(|(c, option)| Some((c, (*option)?))).collect();
    let per_sol = |(c, o): (usize, usize)| {
        let cost = forecasts.cost[c][o];
        if cost > 0.0 { sites[c].exposure / cost } else { f64::MAX }
    };
    order.sort_by(|a, b| per_sol(*b).total_cmp(&per_sol(*a)).then(a.0.cmp(&b.0)));
    let mut picks = vec![None; sites.len()];
    let mut running = vec![false; options.len()];
    for (c, o) in order {
        let fixed = if running[o] { 0.0 } else { money.fixed[options[o][0]] };
        let cost = forecasts.cost[c][o] + fixed;
        if cost <= left {
            left -= cost;
            running[o] = true;
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
        let by_place: f64 =
            (0..communities).filter(|c| coverage[i][*c] > 0.0).map(|c| cost_of_part(forecasts, options, c, i)).sum();
        let fixed = if std::mem::replace(&mut fixed_paid[one.part.menu], true) { 0.0 } else { one.paid.fixed_cost() };
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
            survey_soles: money.survey_per_year * f64::from(money.funded_weeks) / f64::from(WEEKS_PER_YEAR),
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

/// S/ a year of one candidate in a community: that of the option of it alone.
fn cost_of_part(forecasts: &Forecasts, options: &[Vec<usize>], c: usize, candidate: usize) -> f64 {
    options.iter().position(|set| set.as_slice() == [candidate]).map_or(0.0, |o| forecasts.cost[c][o])
}
