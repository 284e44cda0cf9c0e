//! Who benefits: changes among groups of girls, and in communities with a programme beside those without.

use crate::rows::{Groups, Values};
use amparo_decide::answers::{Adaptation, Benefit, ByTreatment, Dimension};
use amparo_decide::effects::by_draw;
use amparo_decide::over_draws::{difference, over_draws};
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_model::scenario::Study;
use amparo_model::world::{AGE_BANDS, Channels, POVERTY_TERCILES};
use std::collections::BTreeSet;

/// Newly exploited under the policy and in the baseline, in treated and in untreated places, of one unit of a draw.
type Treated = (usize, (f64, f64), (f64, f64));

/// Groups in which benefits are shown, with the index of each in [`crate::rows::by_group`]: dimension and name.
fn shown_groups(study: &Study) -> Vec<(Dimension, String)> {
    let departments = study.scenario.departments.iter().map(|d| (Dimension::Department, d.name.clone()));
    let outside = std::iter::once((Dimension::Department, "outside".to_string()));
    let poverty = POVERTY_TERCILES.iter().map(|name| (Dimension::Poverty, (*name).to_string()));
    let age = AGE_BANDS.iter().map(|name| (Dimension::Age, (*name).to_string()));
    departments.chain(outside).chain(poverty).chain(age).collect()
}

/// Who benefits: changes among groups of girls, after adaptation.
pub(super) fn benefits(v: &Values) -> Vec<Benefit> {
    let study = v.study();
    let groups = shown_groups(study);
    let of = |arm: usize, g: usize| {
        by_draw(
            v.c.groups
                .iter()
                .filter(|one| one.arm == arm && one.run == Channels::ALL)
                .map(|one| (one.draw, one.newly[g])),
        )
    };
    let weights = v.weights(0, Channels::ALL);
    let base: Vec<Vec<Vec<f64>>> = (0..groups.len()).map(|g| of(0, g)).collect();
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        for (g, (dimension, name)) in groups.iter().enumerate() {
            let baseline = over_draws(&base[g], &weights).mean;
            let shown = baseline >= SUPPRESS_BELOW;
            out.push(Benefit {
                policy: policy.name.clone(),
                dimension: *dimension,
                group: name.clone(),
                baseline: shown.then_some(baseline),
                change: shown.then(|| over_draws(&difference(&of(i + 1, g), &base[g]), &weights)),
            });
        }
    }
    out
}

/// Newly exploited in treated and untreated communities, before and after adaptation, where some of each are.
pub(super) fn by_treatment(v: &Values) -> Vec<ByTreatment> {
    let study = v.study();
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        // The same draws before and after, or other draws would pass for an effect of adapting.
        let held: BTreeSet<usize> = v.c.rows(i + 1, Channels::NONE).iter().map(|row| row.draw).collect();
        for (run, adaptation) in [(Channels::NONE, Adaptation::Before), (Channels::ALL, Adaptation::After)] {
            let of_run: Vec<&Groups> =
                v.c.groups
                    .iter()
                    .filter(|one| one.arm == i + 1 && one.run == run && (held.is_empty() || held.contains(&one.draw)))
                    .collect();
            let split: Vec<Treated> =
                of_run.iter().filter_map(|one| Some((one.draw, one.treated?, one.untreated?))).collect();
            if split.is_empty() {
                continue;
            }
            let gather = |f: fn(&Treated) -> f64| by_draw(split.iter().map(|s| (s.0, f(s))));
            let mut draws: Vec<usize> = split.iter().map(|s| s.0).collect();
            draws.dedup();
            let weights: Vec<f64> = draws.into_iter().map(|d| v.c.draw_weight(d)).collect();
            let mean = |values: &[Vec<f64>]| over_draws(values, &weights);
            let (treated, untreated) = (mean(&gather(|s| s.1.1)), mean(&gather(|s| s.2.1)));
            if treated.mean < SUPPRESS_BELOW || untreated.mean < SUPPRESS_BELOW {
                continue;
            }
            out.push(ByTreatment {
                policy: policy.name.clone(),
                adaptation,
                draws: weights.len(),
                treated_baseline: treated.mean,
                treated: mean(&gather(|s| s.1.0 - s.1.1)),
                untreated_baseline: untreated.mean,
                untreated: mean(&gather(|s| s.2.0 - s.2.1)),
            });
        }
    }
    out
}
