//! What interventions would do in each community, as a planner can forecast it: from a survey, estimated exposure, and the
//! parameter register, nothing else (docs/odd.md §8.3). A static forecast: the trade goes on as it did.

use super::survey::{Respondent, Survey, Surveyed};
use crate::math::num::{exp, half_life_decay, hazard_to_probability, ln, logistic};
use crate::policy::{Grain, Mechanism, Money, Place, Timing};
use crate::process::circumstances::transfer_per_head;
use crate::process::decision::{Circumstances, discounted_years, utilities};
use crate::process::knowledge::{adopt, share, taboo};
use crate::process::schooling::Schooling;
use crate::process::training::take_up;
use crate::register::Parameters;
use crate::scenario::Intervention;
use crate::world::{Levers, RegionLevers, TrainingTerms, WEEKS_PER_YEAR, age_weight};

/// Facts that planners know of a community besides the survey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// Girls aged 12 to 24, persons.
    pub girls: f64,
    /// Share of girls with phone and signal, 0 to 1.
    pub phone_share: f64,
    /// Estimated girls drawn in a year without a programme, persons.
    pub exposure: f64,
}

/// One intervention of an option, at an intensity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Position in the menu.
    pub menu: usize,
    /// Strength relative to the register's.
    pub intensity: f64,
}

/// Everything a forecast is made of.
pub struct Knowledge<'a> {
    /// Answers of the survey, by community.
    pub survey: &'a Survey,
    /// By row of the community.
    pub sites: &'a [Site],
    /// Parameters as the planner takes them to be: strengths, and how girls decide.
    pub parameters: &'a Parameters,
    /// Weeks for which the policy is funded.
    pub funded_weeks: u32,
    /// Weeks over which effects are counted, the funded ones included.
    pub horizon_weeks: u32,
}

/// Effect and cost of every option, by community.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecasts {
    /// `[option]`: the interventions of each.
    pub options: Vec<Vec<Part>>,
    /// `[community][option]`: cases averted over the horizon, not discounted, persons; 0 where nobody was surveyed.
    pub averted: Vec<Vec<f64>>,
    /// `[community][option]`: S/ per year at full strength, fixed costs of running an intervention at all left out.
    pub cost: Vec<Vec<f64>>,
}

/// An intervention as the planner believes it works, and as it is paid.
pub struct Candidate {
    /// The intervention at this intensity.
    pub intervention: Intervention,
    /// Its place in options.
    pub part: Part,
    /// Made of the parameters the planner takes for true: what it does.
    pub believed: Box<dyn Mechanism>,
    /// Made of the world's own: what it costs.
    pub paid: Box<dyn Mechanism>,
}

/// Points of time at which effects are evaluated: Gauss and Legendre's two in each of the windows, week and weight (sum 1).
fn moments(funded_weeks: u32, horizon_weeks: u32) -> Vec<(u32, f64)> {
    let (funded, all) = (f64::from(funded_weeks), f64::from(horizon_weeks));
    let node = 0.5 / crate::math::num::sqrt(3.0);
    let mut out = Vec::new();
    for (from, length) in [(0.0, funded), (funded, all - funded)] {
        if length > 0.0 {
            out.extend([0.5 - node, 0.5 + node].map(|at| ((from + at * length) as u32, 0.5 * length / all)));
        }
    }
    out
}

/// One option over time, the same in every community.
struct Course {
    at: Vec<Moment>,
    /// Contacts per girl and fall of taboo week by week, up to the last moment; empty without contacts.
    talk: Vec<(f64, f64)>,
    training: Option<Training>,
}

/// State of an option at one moment.
struct Moment {
    week: u32,
    weight: f64,
    levers: Levers,
    /// Mean log-odds of own knowledge.
    own: f64,
    /// Share of the app's market that uses it.
    using: f64,
}

struct Training {
    terms: TrainingTerms,
    /// Offers per girl and year at full strength.
    offers: f64,
    start_week: f64,
    end_week: f64,
}

impl Course {
    fn new(parts: &[&Candidate], at: &[(u32, f64)], p: &Parameters) -> Course {
        let last = at.iter().map(|(week, _)| *week).max().unwrap_or(0);
        let mut weekly = Vec::with_capacity(last as usize + 1);
        let (mut using, mut dropped) = (0.0, 0.0);
        let mut adoption = Vec::with_capacity(last as usize + 1);
        let mut training = None;
        for week in 0..=last {
            let mut levers = Levers::default();
            for one in parts {
                let i = &one.intervention;
                let Some(t) = Timing::new(week, i.start_week, i.end_week, i.ramp_weeks) else { continue };
                one.believed.write(&t, 1.0, &mut levers);
                if training.is_none() {
                    let mut region = RegionLevers::default();
                    one.believed.write_region(&t, &Money { scale: 1.0, ..Money::default() }, &mut region);
                    let ramp = f64::from(i.ramp_weeks);
                    training = region.training.zip(one.believed.training()).map(|(terms, (_, offers))| Training {
                        terms,
                        offers,
                        // A ramp does half in its time.
                        start_week: f64::from(i.start_week) + 0.5 * ramp,
                        end_week: f64::from(i.end_week),
                    });
                }
            }
            (using, dropped, _) = adopt(using, dropped, levers.app_innovation, levers.app_imitation, levers.app_drop);
            adoption.push(if levers.app_market > 0.0 { using } else { 0.0 });
            weekly.push(levers);
        }
        let at = at
            .iter()
            .map(|(week, weight)| Moment {
                week: *week,
                weight: *weight,
                levers: weekly[*week as usize],
                own: own_knowledge(&weekly, *week, p),
                using: adoption[*week as usize],
            })
            .collect();
        let contacts = |l: &Levers| l.contact_rate / f64::from(WEEKS_PER_YEAR);
        let talk = if weekly.iter().any(|l| l.contact_rate > 0.0) {
            weekly.iter().map(|l| (contacts(l), l.taboo_fall)).collect()
        } else {
            Vec::new()
        };
        Course { at, talk, training }
    }

    /// Shared knowledge that the option adds by each moment, log-odds, where taboo is `tau` without it.
    fn shared(&self, tau: f64, p: &Parameters) -> Vec<f64> {
        if self.talk.is_empty() {
            return vec![0.0; self.at.len()];
        }
        let fade = half_life_decay(1.0, p.knowledge.h_s);
        let (mut s, mut out) = (0.0, Vec::with_capacity(self.at.len()));
        let mut next = 0;
        for (week, (contacts, fall)) in self.talk.iter().enumerate() {
            let tau = taboo(tau, *fall, p.programmes.taboo_floor);
            s = share(s, fade, tau, *contacts, 0.0, p.knowledge.eta, 0.0);
            if self.at[next].week as usize == week {
                out.push(s);
                next += 1;
                if next == self.at.len() {
                    break;
                }
            }
        }
        out
    }
}

/// Mean of `x_max(1 − e^{−x/x_max})` over girls whose contacts come as a Poisson process: its Laplace transform is
/// `exp(−Σ_w r_w/52·(1 − e^{−Δ·2^{−(t−w)/h_x}/x_max}))` (Campbell's theorem for shot noise).
fn own_knowledge(weekly: &[Levers], week: u32, p: &Parameters) -> f64 {
    let x_max = p.info.x_max;
    let memory = (5.0 * p.knowledge.h_x) as u32;
    let mut exponent = 0.0;
    for w in week.saturating_sub(memory)..=week {
        let l = &weekly[w as usize];
        if l.contact_rate > 0.0 {
            let left = l.contact_gain * half_life_decay(f64::from(week - w), p.knowledge.h_x);
            exponent += l.contact_rate / f64::from(WEEKS_PER_YEAR) * hazard_to_probability(left / x_max);
        }
    }
    x_max * hazard_to_probability(exponent)
}

/// A respondent as forecasts need her: her utilities and how they move.
struct Asked {
    /// Girls she stands for × how approaches weigh her age × how often an approach becomes an offer.
    weight: f64,
    belief: f64,
    good_less_home: f64,
    /// home − bad.
    loss: f64,
    distance: f64,
    /// Gain of staying home from local prospects, per log.
    prospects: f64,
    /// Gain of staying home if violence ends; 0 where there is none.
    violence: f64,
    /// Her share of talking it over per 1 − τ.
    talk: f64,
    age_years: f64,
    /// May be offered a place in training (poor, out of school), and what comes of it.
    training: Option<Offered>,
}

/// Effect of a place in training on one respondent.
struct Offered {
    take_up: f64,
    /// Gain of staying home from the transfer while she attends.
    transfer: f64,
}

impl Asked {
    fn new(r: &Respondent, terms: Option<&TrainingTerms>, term: f64, p: &Parameters) -> Asked {
        let c = r.circumstances;
        let u = utilities(&c, &p.decision);
        let home_of = |c: Circumstances| utilities(&c, &p.decision).home;
        let age_years = 12.0 + f64::from(r.weeks_since_12) / f64::from(WEEKS_PER_YEAR);
        let in_school = r.schooling == Schooling::InSchool;
        let offered = if in_school { 1.0 - p.approach.phi_school * term } else { 1.0 };
        // Far from the floor of utility, so that the slope is that of the logarithm.
        let far = Circumstances { prospects: c.prospects.max(p.decision.c_min), ..c };
        Asked {
            weight: r.girls_weight * age_weight(age_years, &p.approach) * offered,
            belief: c.belief,
            good_less_home: u.good - u.home,
            loss: u.home - u.bad,
            distance: p.decision.kappa_d * c.hours,
            prospects: home_of(Circumstances { prospects: far.prospects * std::f64::consts::E, ..c }) - home_of(far),
            violence: home_of(Circumstances { violence: false, ..c }) - u.home,
            talk: c.weights.taboo * p.knowledge.pi_consult,
            age_years,
            training: terms.filter(|terms| !in_school && r.ln_permanent < terms.ln_poor_cutoff).map(|terms| {
                let per_head = transfer_per_head(Some(terms), 1.0, &p.income);
                let d = discounted_years(c.beta, c.delta, p.decision.horizon);
                Offered {
                    take_up: take_up(c.income, per_head, c.prospects, d, terms, &p.decision),
                    transfer: home_of(Circumstances { income: c.income + per_head, ..c }) - u.home,
                }
            }),
        }
    }

    /// Probability that she talks it over.
    fn talks(&self, tau: f64) -> f64 {
        (self.talk * (1.0 - tau)).min(1.0)
    }

    /// What she may believe after talking it over or not, warned by the app (with probability `warned`) or not, once her belief
    /// has changed by this much: probabilities and believed risks.
    fn beliefs(&self, change: f64, talks: f64, warned: f64, shift: f64, p: &Parameters) -> Beliefs {
        let own = self.belief + change;
        let advised = own + p.knowledge.d_consult;
        let mut all = [(0.0, 0.0); 4];
        all[0] = ((1.0 - talks) * (1.0 - warned), logistic(own));
        all[1] = (talks * (1.0 - warned), logistic(advised));
        if warned <= 0.0 {
            return Beliefs { all, n: 2 };
        }
        all[2] = ((1.0 - talks) * warned, logistic(own + shift));
        all[3] = (talks * warned, logistic(advised + shift));
        Beliefs { all, n: 4 }
    }

    /// P(accept) averaged over what she may believe, where what home is worth has changed by this much.
    fn accepts(&self, beliefs: &Beliefs, home: f64, p: &Parameters) -> f64 {
        let rise = self.good_less_home - home;
        let one = |(share, b): &(f64, f64)| {
            let gain = (1.0 - b) * rise - b * self.loss - self.distance;
            share * logistic((gain - p.decision.theta) / p.decision.mu)
        };
        beliefs.all[..beliefs.n].iter().map(one).sum()
    }

    /// Her acceptance as she is, without any programme.
    fn accepts_now(&self, tau: f64, p: &Parameters) -> f64 {
        self.accepts(&self.beliefs(0.0, self.talks(tau), 0.0, 0.0, p), 0.0, p)
    }
}

/// Probabilities and believed risks.
struct Beliefs {
    all: [(f64, f64); 4],
    n: usize,
}

/// Shares of girls like a respondent who are in training, and who completed it, at a moment.
fn trained(asked: &Asked, offered: &Offered, at: &Moment, training: &Training, p: &Parameters) -> (f64, f64) {
    let (year, terms) = (f64::from(WEEKS_PER_YEAR), &training.terms);
    let now = f64::from(at.week);
    // Weeks in which she was of age and the programme ran; those of her age now were younger then.
    let of_age_since = now - (asked.age_years - terms.min_age_years) * year;
    let too_old_from = now - (asked.age_years - terms.max_age_years - 1.0) * year;
    let exposed = |until: f64| {
        let end = until.min(training.end_week).min(too_old_from);
        (end - training.start_week.max(of_age_since)).max(0.0)
    };
    let hazard =
        training.offers * offered.take_up * (1.0 - terms.targeting_error) / year / p.cct.oversubscription.max(1.0);
    let course = terms.course_weeks;
    let ever = |weeks: f64| hazard_to_probability(hazard * weeks);
    let dropout = terms.dropout * course / year;
    let completes = exp(-dropout);
    if now >= training.end_week {
        // A course cut off by the end of funding is not completed.
        return (0.0, ever(exposed(training.end_week - course)) * completes);
    }
    let before = ever(exposed(now - course));
    let staying = hazard_to_probability(dropout) / dropout.max(f64::MIN_POSITIVE);
    ((ever(exposed(now)) - before) * staying, before * completes)
}

/// Expected girls in training at any time in a community if every eligible girl were offered a place as often as the register
/// says, persons, as the survey tells.
fn training_demand(surveyed: &Surveyed, asked: &[Asked], terms: &TrainingTerms, offers: f64) -> f64 {
    let years = terms.course_weeks / f64::from(WEEKS_PER_YEAR);
    let mean_stay = hazard_to_probability(terms.dropout * years) / terms.dropout;
    let of_age = |a: &Asked| a.age_years >= terms.min_age_years && a.age_years < terms.max_age_years + 1.0;
    let willing: f64 = surveyed
        .respondents
        .iter()
        .zip(asked)
        .filter(|(_, a)| of_age(a))
        .filter_map(|(r, a)| Some(r.girls_weight * (1.0 - terms.targeting_error) * a.training.as_ref()?.take_up))
        .sum();
    willing * offers * mean_stay
}

/// Forecasts every option in every community. `options` name candidates by position.
pub fn forecast(k: &Knowledge, candidates: &[Candidate], options: &[Vec<usize>]) -> Forecasts {
    let p = k.parameters;
    let at = moments(k.funded_weeks, k.horizon_weeks);
    let years = f64::from(k.horizon_weeks) / f64::from(WEEKS_PER_YEAR);
    let courses: Vec<Course> = options
        .iter()
        .map(|parts| Course::new(&parts.iter().map(|i| &candidates[*i]).collect::<Vec<_>>(), &at, p))
        .collect();
    // Options that differ in nothing that is talked about share what is passed on.
    let same_talk: Vec<usize> = courses
        .iter()
        .enumerate()
        .map(|(i, c)| courses[..i].iter().position(|o| o.talk == c.talk).unwrap_or(i))
        .collect();
    let terms = candidates.iter().find_map(|one| one.believed.training()).map(|(terms, _)| terms);
    let mut averted = vec![vec![0.0; options.len()]; k.sites.len()];
    let mut cost = vec![vec![f64::INFINITY; options.len()]; k.sites.len()];
    for surveyed in k.survey.communities.iter().filter(|s| !s.respondents.is_empty()) {
        let site = &k.sites[surveyed.community];
        let asked: Vec<Asked> =
            surveyed.respondents.iter().map(|r| Asked::new(r, terms.as_ref(), k.survey.term_share, p)).collect();
        let tau = surveyed.taboo;
        let before: f64 = asked.iter().map(|a| a.weight * a.accepts_now(tau, p)).sum();
        let mut shared: Vec<Vec<f64>> = Vec::with_capacity(options.len());
        for (o, course) in courses.iter().enumerate() {
            let passed_on = if same_talk[o] < o { shared[same_talk[o]].clone() } else { course.shared(tau, p) };
            let after = accepting(&asked, course, &passed_on, tau, site, p);
            shared.push(passed_on);
            averted[surveyed.community][o] =
                if before > 0.0 { site.exposure * years * (1.0 - after / before) } else { 0.0 };
        }
        for (o, parts) in options.iter().enumerate() {
            cost[surveyed.community][o] = parts.iter().map(|i| cost_of(&candidates[*i], surveyed, &asked, site)).sum();
        }
    }
    Forecasts {
        options: options.iter().map(|parts| parts.iter().map(|i| candidates[*i].part).collect()).collect(),
        averted,
        cost,
    }
}

/// Σ weight × P(accept), mean over the horizon, under an option.
fn accepting(asked: &[Asked], course: &Course, shared: &[f64], tau: f64, site: &Site, p: &Parameters) -> f64 {
    let mut sum = 0.0;
    for (at, shared) in course.at.iter().zip(shared) {
        let l = &at.levers;
        let tau = taboo(tau, l.taboo_fall, p.programmes.taboo_floor);
        let belief = at.own + shared;
        let earnings = ln(1.0 + l.earnings_rise);
        let warned = site.phone_share * l.app_market * at.using * l.app_warning;
        let trained_prospects = ln(1.0 + p.decision.r_train);
        let one = |a: &Asked| {
            let beliefs = a.beliefs(belief, a.talks(tau), warned, l.app_shift, p);
            let at_home = |home: f64| {
                let with = a.accepts(&beliefs, home, p);
                if a.violence > 0.0 && l.violence_fall > 0.0 {
                    let without = a.accepts(&beliefs, home + a.violence, p);
                    (1.0 - l.violence_fall) * with + l.violence_fall * without
                } else {
                    with
                }
            };
            let home = a.prospects * earnings;
            match (&course.training, &a.training) {
                (Some(training), Some(offered)) => {
                    let (attending, completed) = trained(a, offered, at, training, p);
                    if attending + completed <= 0.0 {
                        return at_home(home);
                    }
                    let better = home + a.prospects * trained_prospects;
                    (1.0 - attending - completed) * at_home(home)
                        + completed * at_home(better)
                        + attending * (1.0 - p.approach.phi_train) * at_home(better + offered.transfer)
                }
                _ => at_home(home),
            }
        };
        sum += at.weight * asked.iter().map(|a| a.weight * one(a)).sum::<f64>();
    }
    sum
}

/// S/ per year of a candidate in a community.
fn cost_of(one: &Candidate, surveyed: &Surveyed, asked: &[Asked], site: &Site) -> f64 {
    let training_demand =
        one.believed.training().map_or(0.0, |(terms, offers)| training_demand(surveyed, asked, &terms, offers));
    let place = Place { training_demand, ..Place::of_girls(site.girls, site.phone_share) };
    one.paid.cost(&place)
}

/// Whether an intervention's intensity may differ between communities: it is given community by community.
pub fn intensity_is_local(mechanism: &dyn Mechanism) -> bool {
    mechanism.grain() == Grain::Community
}

/// P(accept) per approach in each of `n` communities, as approaches reach its girls: what true exposure needs besides approaches.
pub fn acceptance_by_community(survey: &Survey, p: &Parameters, n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n];
    for surveyed in &survey.communities {
        let (mut accepting, mut reached) = (0.0, 0.0);
        for r in &surveyed.respondents {
            let a = Asked::new(r, None, survey.term_share, p);
            accepting += a.weight * a.accepts_now(surveyed.taboo, p);
            reached += r.girls_weight * age_weight(a.age_years, &p.approach);
        }
        if reached > 0.0 {
            out[surveyed.community] = accepting / reached;
        }
    }
    out
}
