//! How a study's draws were made, and how much they count.

use crate::rows::{Collector, Values};
use amparo_decide::answers::DrawFacts;
use amparo_model::math::weighted::effective_size;
use amparo_model::world::Channels;

pub(super) fn draw_facts(c: &Collector, values: &Values) -> DrawFacts {
    let study = c.study;
    let drift = DrawFacts {
        largest_drift: c.largest_drift,
        drift_limit: study.scenario.burn_in.drift_per_year,
        ..DrawFacts::default()
    };
    let Some(plan) = &study.draws else {
        return DrawFacts { at_one_vector: true, used: 1, effective: 1.0, ..drift };
    };
    let row = plan.rows.first().map(|row| row.values.keys());
    let others: Vec<String> =
        row.into_iter().flatten().filter(|name| !plan.sample.parameters.contains(name)).cloned().collect();
    let (solved, given) = if plan.as_given { (Vec::new(), others) } else { (others, Vec::new()) };
    // Those before the last draw in use: a study that uses fewer has passed fewer by. Worlds that never settled are counted
    // in the result.
    let in_use = || plan.rows.iter().take(plan.used);
    let rejected = in_use().map(|row| row.unsolved).sum();
    let points = in_use().next_back().map_or(0, |last| last.number + 1);
    DrawFacts {
        at_one_vector: false,
        used: values.draws().len(),
        // What was passed by in a table of unknown origin is not known.
        points: if plan.as_given { 0 } else { points },
        rejected: if plan.as_given { 0 } else { rejected },
        effective: effective_size(&values.weights(0, Channels::ALL)),
        sampled: plan.sample.parameters.clone(),
        solved,
        as_given: plan.as_given,
        given,
        ..drift
    }
}
