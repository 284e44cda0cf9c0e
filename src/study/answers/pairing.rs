//! Variance that common random numbers saved.

use crate::rows::Values;
use amparo_decide::answers::Pairing;
use amparo_decide::pairing;
use amparo_model::world::Channels;

/// Variance that pairing saved, by policy and outcome; where no draw has a second replicate there is nothing to say.
pub(super) fn pairings(v: &Values) -> Vec<Pairing> {
    let study = v.study();
    let all = Channels::ALL;
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        for (o, outcome) in v.c.outcomes.iter().copied().enumerate() {
            let of = |arm: usize| v.of(arm, all, |row| row.funded[o]);
            if let Some(saved) = pairing::saved(&of(i + 1), &of(0)) {
                out.push(Pairing {
                    policy: policy.name.clone(),
                    outcome,
                    correlation: saved.correlation,
                    unpaired_per_paired: saved.unpaired_per_paired,
                });
            }
        }
    }
    out
}
