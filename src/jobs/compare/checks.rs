//! What is wrong with a study before anything is simulated.

use crate::money::{coverage_is_affordable, surveys_are_affordable};
use amparo_model::policy;
use amparo_model::scenario::Study;
use amparo_study::error::StudyError;
use amparo_text::Diagnostic;

/// What only the interventions themselves, or a table still to be made, can tell is wrong with a study.
///
/// # Errors
/// Invalid policies, or draws that are not there.
pub fn checked(study: &Study) -> Result<(), StudyError> {
    let named = |message: &str| Diagnostic::new(message).in_file(study.file.display().to_string());
    for one in &study.policies {
        policy::check(one).map_err(|unfit| named(&unfit.to_string()))?;
    }
    surveys_are_affordable(study)?;
    coverage_is_affordable(study)?;
    if study.draw_count() == 0 {
        return Err(named("the study has no draws to use")
            .expected("a table of draws, made with `amparo calibrate STUDY --write`")
            .into());
    }
    Ok(())
}
