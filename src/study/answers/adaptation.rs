//! Effects before and after the trade adapts.

use crate::rows::{Row, Values};
use amparo_decide::answers::{Order, Response, SplitStep, Waterfall};
use amparo_decide::over_draws::over_draws;
use amparo_decide::result::Years;
use amparo_decide::waterfall::{self, Path, Runs};
use amparo_model::world::Channels;

/// Steps of refilling and scale, in the order of [`Channels::LADDER`] from S on, and in that of
/// [`Channels::LADDER_REVERSED`] from B on.
const FORWARD: [Response; 3] = [Response::Scale, Response::EffortAndPlaces, Response::RecruitersAndArrests];
const REVERSED: [Response; 4] =
    [Response::RecruitersAndArrests, Response::EffortAndPlaces, Response::Scale, Response::WhereRecruitersGo];

/// The outcomes of a row over one window.
type Outcomes = fn(&Row) -> &[f64];

/// Windows and where a row has them.
const WINDOWS: [(Years, Outcomes); 2] = [(Years::Funded, |row| &row.funded), (Years::Following, |row| &row.following)];

/// Effects before and after adaptation of every policy on the draws that have runs B and S.
pub(super) fn waterfalls(v: &Values) -> Vec<Waterfall> {
    let mut out = Vec::new();
    let study = v.study();
    for (i, policy) in study.policies.iter().enumerate() {
        let arm = i + 1;
        let b = Channels::NONE;
        if v.c.rows(arm, b).is_empty() {
            continue;
        }
        for (window, of) in WINDOWS.iter().take(if study.following_years > 0 { 2 } else { 1 }) {
            for (o, outcome) in v.c.outcomes.iter().copied().enumerate().filter(|(_, outcome)| outcome.split) {
                let value = |row: &Row| of(row)[o];
                let base = v.baseline_of(arm, b, value);
                let (held, spatial, live) = (
                    v.of(arm, b, value),
                    v.beside(arm, b, Channels::WEIGHTS, value),
                    v.beside(arm, b, Channels::ALL, value),
                );
                let weights = v.weights(arm, b);
                let found = waterfall::increments(
                    Runs { baseline: &base, held: &held, spatial: &spatial, live: &live },
                    &weights,
                );
                let split = if *window == Years::Funded { splits(v, arm, value) } else { Vec::new() };
                out.push(Waterfall {
                    policy: policy.name.clone(),
                    outcome,
                    window: *window,
                    unit: outcome.unit,
                    draws: base.len(),
                    baseline: over_draws(&base, &weights).mean,
                    before: found.before,
                    spatial: found.spatial,
                    refilling: found.refilling,
                    after: found.after,
                    split,
                });
            }
        }
    }
    out
}

/// Refilling split further in both orders, on the draws that have the runs for it.
fn splits(v: &Values, arm: usize, value: impl Fn(&Row) -> f64 + Copy) -> Vec<SplitStep> {
    let marker = Channels::LADDER[2];
    if v.c.rows(arm, marker).is_empty() {
        return Vec::new();
    }
    let weights = v.weights(arm, marker);
    let run = |run: Channels| v.beside(arm, marker, run, value);
    let steps = |ladder: &[Channels], order: Order, names: &[Response]| {
        let stations: Vec<Vec<Vec<f64>>> = ladder.iter().map(|at| run(*at)).collect();
        let between: Vec<&[Vec<f64>]> = stations[1..stations.len() - 1].iter().map(Vec::as_slice).collect();
        let path = Path { order, steps: names, between: &between };
        waterfall::split(&stations[0], &stations[stations.len() - 1], path, &weights)
    };
    let mut out = steps(&Channels::LADDER[1..], Order::Forward, &FORWARD);
    out.extend(steps(&Channels::LADDER_REVERSED, Order::Reversed, &REVERSED));
    out
}
