//! Estimates as cells: which of their numbers programs get, and whether one can be told apart from 0.

use crate::kit::answered::{Verdict, verdict};
use crate::words::voice::Words;
use amparo_decide::estimate;
use amparo_tables::{Estimate, Part, Parts};

/// What programs get of an estimate, in the order and with the names of [`estimate::Estimate::COLUMNS`].
pub const PARTS: Parts = &[
    ("mean", Part::Mean),
    ("se", Part::Se),
    ("noise_se", Part::NoiseSe),
    ("mean_low", Part::MeanLow),
    ("mean_high", Part::MeanHigh),
    ("draws_low", Part::DrawsLow),
    ("draws_high", Part::DrawsHigh),
    ("reliability", Part::Reliability),
    ("below_zero", Part::BelowZero),
];

/// An estimate as a cell: sure where the error of its mean leaves 0 out.
pub(crate) fn cell(words: &dyn Words, e: &estimate::Estimate) -> Estimate {
    // What is 0 in every world is not unclear.
    let unclear = verdict(e) == Verdict::Unclear && e.bar != Some(0.0);
    let remark = words.remark(unclear, e.widened());
    Estimate { remark: remark.into(), ..plain(words, e) }
}

/// The same without a word on why it is unclear.
pub(crate) fn plain(words: &dyn Words, e: &estimate::Estimate) -> Estimate {
    Estimate { no_interval: words.no_interval().into(), ..bare(e) }
}

/// The same without a word, for programs.
pub fn bare(e: &estimate::Estimate) -> Estimate {
    Estimate {
        mean: e.mean,
        se: e.se,
        noise_se: e.mc_se,
        bar: e.bar,
        draws_low: e.draws_low,
        draws_high: e.draws_high,
        reliability: e.reliability,
        below_zero: e.below_zero,
        relative: None,
        one_draw: e.at_one_vector(),
        sure: matches!(verdict(e), Verdict::Fewer | Verdict::More),
        remark: "".into(),
        no_interval: "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_name_the_numbers_of_an_estimate_as_the_answers_do() {
        let e = estimate::Estimate {
            mean: 1.0,
            draws: 9,
            effective: 9.0,
            se: Some(2.5),
            mc_se: Some(2.0),
            bar: Some(3.0),
            draws_low: Some(4.0),
            draws_high: Some(5.0),
            reliability: Some(0.7),
            below_zero: Some(0.5),
        };
        let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, estimate::Estimate::COLUMNS);
        let values: Vec<Option<f64>> = PARTS.iter().map(|(_, part)| part.of(&bare(&e))).collect();
        assert_eq!(values, e.values());
    }
}
