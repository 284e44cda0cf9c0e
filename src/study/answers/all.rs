//! Everything that a study answers.

use super::adaptation::waterfalls;
use super::benefits::{benefits, by_treatment};
use super::by_girls;
use super::choice::{decisions, worths};
use super::doses::doses;
use super::draws::draw_facts;
use super::funnel::funnels;
use super::pairing::pairings;
use super::targeting;
use super::turning::break_evens;
use crate::matching::two_part;
use crate::rows::{Collector, Values};
use amparo_decide::answers::Answers;
use amparo_decide::matching::contrast::Contrast;
use amparo_decide::net_benefit::Willingness;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_files::Sweep;

/// Everything there is to answer; a study at one parameter vector is one draw of weight 1. `worth`: the willingness to pay that
/// decisions are asked at, so that baselines can be compared; `None`: a grid of the study's own. `sweeps`: what policies were made by.
pub fn answers(c: &Collector, worth: Option<&Willingness>, contrasts: &[Contrast], sweeps: &[Sweep]) -> Answers {
    let values = Values { c };
    let facts = draw_facts(c, &values);
    if c.study.policies.is_empty() || c.units == 0 {
        return Answers { draws: facts, ..Answers::default() };
    }
    let mut worth = worth.cloned().unwrap_or_else(|| worths(&values));
    if facts.used < DRAWS_FOR_AN_INTERVAL {
        // Nothing to choose by: which strategy is best is not asked of a handful of draws.
        worth.grid.clear();
    }
    Answers {
        draws: facts,
        waterfalls: waterfalls(&values),
        by_girls: by_girls::of_budgets(&values),
        doses: doses(&values, sweeps),
        targeting: targeting::of_kinds(&values),
        decisions: decisions(&values, &worth),
        break_evens: break_evens(&values, &worth),
        benefits: benefits(&values),
        by_treatment: by_treatment(&values),
        funnels: funnels(&values),
        pairing: pairings(&values),
        two_part: two_part(&values, contrasts),
    }
}
