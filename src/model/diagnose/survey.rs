//! Part one of the two-part strategy: a survey of households (docs/odd.md §8). What it measures differs from the truth by who
//! was asked and by what she answered; nothing else of the world is looked at.

use super::hours::mean_hours;
use crate::draws::{Process, Stream};
use crate::math::num::{exp, ln, logistic, logit};
use crate::process::circumstances::Scene;
use crate::process::decision::Circumstances;
use crate::process::girl::Occupant;
use crate::process::income::ln_permanent;
use crate::process::own_weights::Weights;
use crate::process::schooling::Schooling;
use crate::register;
use crate::world::{Girl, Whereabouts};

/// Households drawn for one interview before it is given up: only where hardly any girl is at home is one ever lost.
const TRIES: u64 = 16;

/// One surveyed girl, as she was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Respondent {
    /// Weeks since her 12th birthday.
    pub weeks_since_12: u32,
    /// Her schooling, as measured.
    pub schooling: Schooling,
    /// ln of her household's permanent income per head, × P: judged poor where it is below `ln cct.poor_cutoff`.
    pub ln_permanent: f64,
    /// Girls of 12 to 24 at home in her household, herself included: what she weighs against the others of her community.
    pub girls_in_household: u32,
    /// Girls of her community she stands for, persons; they sum to the community's girls over its respondents.
    pub girls_weight: f64,
    /// Circumstances of her decision, as measured; hours are the community's mean, whether she came back is as it is.
    pub circumstances: Circumstances,
}

/// Answers of one community.
#[derive(Clone, Debug, PartialEq)]
pub struct Surveyed {
    /// Row of the community.
    pub community: usize,
    /// Estimate of τ.
    pub taboo: f64,
    /// In the order of the interviews; fewer than asked for only where hardly any girl is at home.
    pub respondents: Vec<Respondent>,
}

/// A survey of some or all communities.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// Interviews per community.
    pub households: u32,
    /// Made without response error.
    pub perfect: bool,
    /// In the order of the communities, each at most once.
    pub communities: Vec<Surveyed>,
    /// S/, all communities.
    pub cost_soles: f64,
    /// Share of the year in which the region's schools are open, 0 to 1.
    pub term_share: f64,
}

/// Surveys `households` households in every community with the register's response errors (`survey.resp_sd`, `survey.under_v`)
/// at its price (`survey.cost_hh` an interview).
///
/// A household is drawn uniformly with replacement and one of its girls at home is asked, each alike; where none is at home
/// another household is drawn. A girl of a household of k is thus asked with a probability in proportion to 1/k and weighs k,
/// so that girls are represented alike. Interview i is the same in a survey of any size: a smaller survey is the beginning of
/// a larger one, weights aside.
///
/// Answers to a question err alike in a community, by N(0, `resp_sd`) (one team asks, one way of speaking answers; more interviews
/// do not help): on the log of income and of prospects, on the logit of belief, β and δ, and on the logit of taboo. Violence is
/// reported with probability `under_v`, each by herself, and never made up. Age, schooling and whether she came back are seen as they
/// are. Usual income carries the error of income: it is the same household's answer.
pub fn survey(scene: &Scene, households: u32) -> Survey {
    let p = &scene.setting.parameters.survey;
    let cost_soles = price_soles(p, households, scene.communities.len());
    Survey {
        households,
        perfect: false,
        communities: ask_all(scene, households, Some(p)),
        cost_soles,
        term_share: scene.setting.region.term_share(),
    }
}

/// Households per community that the register says, whole ones.
pub fn usual_households(p: &register::Survey) -> u32 {
    (p.households + 0.5) as u32
}

/// Cost of a survey of `households` interviews in each of `communities` communities, S/.
pub fn price_soles(p: &register::Survey, households: u32, communities: usize) -> f64 {
    p.cost_hh * f64::from(households) * communities as f64
}

/// Measures without error, free of charge, this many girls per community: those [`survey`] would ask.
pub fn perfect_survey(scene: &Scene, girls: u32) -> Survey {
    Survey {
        households: girls,
        perfect: true,
        communities: ask_all(scene, girls, None),
        cost_soles: 0.0,
        term_share: scene.setting.region.term_share(),
    }
}

fn ask_all(scene: &Scene, interviews: u32, errors: Option<&register::Survey>) -> Vec<Surveyed> {
    (0..scene.communities.len()).map(|c| ask(scene, c, interviews, errors)).collect()
}

/// The interviews of one community.
fn ask(scene: &Scene, c: usize, interviews: u32, errors: Option<&register::Survey>) -> Surveyed {
    let place = &scene.communities[c];
    let slots = SlotsByHousehold::new(scene, c);
    let sample = scene.setting.draws.of(Process::SurveySample).with(c as u64);
    let answers = scene.setting.draws.of(Process::SurveyResponse).with(c as u64);
    let hours = mean_hours(&scene.setting.region, c);
    let taboo = scene.taboo(c);
    let mut respondents = Vec::with_capacity(interviews as usize);
    for i in 0..interviews {
        let Some((her, girl, at_home)) = draw(scene, &slots, sample.with(u64::from(i))) else { continue };
        let schooling = scene.schooling(&her, &girl, c);
        let mut measured = Respondent {
            weeks_since_12: her.weeks_since_12,
            schooling,
            ln_permanent: ln_permanent(place, &scene.households[girl.household as usize], &scene.setting.derived),
            girls_in_household: at_home,
            girls_weight: 0.0,
            circumstances: scene.circumstances(&her, &girl, c, schooling, hours),
        };
        if let Some(p) = errors {
            respond(&mut measured, answers, answers.with(u64::from(i)), p);
        }
        respondents.push(measured);
    }
    let taboo = match errors {
        Some(p) if !respondents.is_empty() => logistic(logit(taboo) + p.resp_sd * answers.normal(TABOO)),
        // Nobody at home to ask: all there is to go by is the region.
        Some(_) => scene.setting.region.mean_taboo,
        None => taboo,
    };
    weigh(&mut respondents, f64::from(place.girls) * scene.setting.region.scale);
    Surveyed { community: c, taboo, respondents }
}

/// Gives respondents weights in proportion to the girls of their households that sum to `girls`.
pub fn weigh(respondents: &mut [Respondent], girls: f64) {
    let all: f64 = respondents.iter().map(|r| f64::from(r.girls_in_household)).sum();
    for one in respondents {
        one.girls_weight = girls * f64::from(one.girls_in_household) / all;
    }
}

/// The questions an answer's error is keyed by.
const INCOME: u64 = 0;
const PROSPECTS: u64 = 1;
const BELIEF: u64 = 2;
const BETA: u64 = 3;
const DELTA: u64 = 4;
const TABOO: u64 = 5;
const VIOLENCE: u64 = 6;

/// Turns what is so into what she answers: `community` keys the errors that her community's answers share, `answer` her own.
fn respond(measured: &mut Respondent, community: Stream, answer: Stream, p: &register::Survey) {
    let error = |question| p.resp_sd * community.normal(question);
    let c = &mut measured.circumstances;
    let of_income = error(INCOME);
    measured.ln_permanent += of_income;
    c.income = exp(ln(c.income) + of_income);
    c.prospects = exp(ln(c.prospects) + error(PROSPECTS));
    c.belief += error(BELIEF);
    c.beta = logistic(logit(c.beta) + error(BETA));
    c.delta = logistic(logit(c.delta) + error(DELTA));
    c.violence = c.violence && answer.uniform(VIOLENCE) < p.under_v;
    // No questionnaire asks how much each driver matters to her.
    c.weights = Weights::EQUAL;
}

/// One girl at home of a household drawn uniformly, and how many girls are at home there.
fn draw(scene: &Scene, slots: &SlotsByHousehold, interview: Stream) -> Option<(Occupant, Girl, u32)> {
    for attempt in 0..TRIES {
        let household = interview.index(2 * attempt, slots.households());
        let at_home = || {
            slots.of(household).filter_map(|slot| {
                let her = scene.occupant(slot);
                let girl = scene.girl(&her);
                matches!(girl.whereabouts, Whereabouts::AtHome | Whereabouts::Returned).then_some((her, girl))
            })
        };
        let n = at_home().count() as u32;
        if n > 0 {
            let asked = interview.index(2 * attempt + 1, n);
            return at_home().nth(asked as usize).map(|(her, girl)| (her, girl, n));
        }
    }
    None
}

/// Roster slots of a community, household by household.
struct SlotsByHousehold {
    /// Where each household's slots begin in `slots`, and the end.
    begins: Vec<u32>,
    slots: Vec<u32>,
}

impl SlotsByHousehold {
    fn new(scene: &Scene, c: usize) -> Self {
        let place = &scene.communities[c];
        let roster = place.first_girl..place.first_girl + place.girls;
        let household = |slot: u32| (scene.girls[slot as usize].household - place.first_household) as usize;
        let mut begins = vec![0u32; place.households as usize + 1];
        for slot in roster.clone() {
            begins[household(slot) + 1] += 1;
        }
        for h in 1..begins.len() {
            begins[h] += begins[h - 1];
        }
        let mut next = begins.clone();
        let mut slots = vec![0; place.girls as usize];
        for slot in roster {
            let at = &mut next[household(slot)];
            slots[*at as usize] = slot;
            *at += 1;
        }
        SlotsByHousehold { begins, slots }
    }

    fn households(&self) -> u32 {
        self.begins.len() as u32 - 1
    }

    fn of(&self, household: u32) -> impl Iterator<Item = u32> + '_ {
        let h = household as usize;
        self.slots[self.begins[h] as usize..self.begins[h + 1] as usize].iter().copied()
    }
}
