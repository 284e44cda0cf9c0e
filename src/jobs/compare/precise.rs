//! Precision on demand: replicates are added until differences are narrow enough, or the limit is reached.

use super::running::Running;
use super::workers::Simulated;
use amparo_decide::precision::{Advice, PrecisionRule, advice};
use amparo_model::scenario::{Precision, Study};
use amparo_study::error::StudyError;
use amparo_study::plan::BASELINE;

/// Joint confidence that all differences whose precision is asked for are as narrow as stated.
const LEVEL: f64 = 0.95;

impl Running<'_> {
    /// Runs blocks of replicates until every difference is narrow enough or the limit is reached; says which. `study` then
    /// has as many replicates as were run.
    pub(super) fn until_precise(
        &mut self,
        study: &mut Study,
        wanted: &Precision,
        simulated: &mut Simulated,
    ) -> Result<String, StudyError> {
        let rule = PrecisionRule {
            half_width: wanted.half_width,
            relative: wanted.relative,
            block: wanted.block,
            most: wanted.most,
            level: LEVEL,
        };
        study.replicates = rule.looks()[0];
        loop {
            self.all(study, simulated)?;
            let collector = self.gathered(study)?.collector;
            let Some((differences, baseline)) = collector.differences(&wanted.outcome) else {
                return Err(StudyError::Failed(format!("`{}` is no outcome of a comparison", wanted.outcome)));
            };
            match advice(&differences, &baseline, &rule) {
                // Replicates that never settled do not count, so that more are run for them.
                Advice::Continue { until } if collector.rejected < rule.most => {
                    study.replicates = until + collector.rejected;
                    self.progress
                        .note(&format!("differences are not narrow enough yet: {} replicates", study.replicates));
                }
                advice => return Ok(precision_words(study, wanted, &advice)),
            }
        }
    }
}

/// Precision reached on demand, in words.
fn precision_words(study: &Study, wanted: &Precision, advice: &Advice) -> String {
    let outcome = wanted.outcome.replace('_', " ");
    let asked = match (wanted.half_width, wanted.relative) {
        (Some(width), _) => format!("±{width}"),
        (None, Some(share)) => format!("±{} % of the baseline", 100.0 * share),
        (None, None) => "narrow enough".into(),
    };
    let name = |i: &usize| study.policies.get(*i).map_or("", |p| p.name.as_str());
    match advice {
        Advice::Enough { replicates } => {
            format!("every difference of {outcome} is known to {asked} after {replicates} replicates")
        }
        Advice::GiveUp { replicates, too_wide, alike } => {
            let wide: Vec<&str> = too_wide.iter().map(name).collect();
            let pairs: Vec<String> =
                alike.iter().map(|(i, j)| format!("{} and {}", i.as_ref().map_or(BASELINE, name), name(j))).collect();
            let alike = if pairs.is_empty() {
                "all can be told apart".to_string()
            } else {
                format!("these can't be told apart: {}", pairs.join("; "))
            };
            format!(
                "after {replicates} replicates, the limit given, differences of {outcome} are still wider than {asked} for {}; {alike}",
                wide.join(", ")
            )
        }
        Advice::Continue { .. } => {
            format!("too many burn-ins never settled to know {outcome} to {asked}")
        }
    }
}
