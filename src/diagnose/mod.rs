//! Which drivers act in which community: exact Shapley values of ln P(accept) on a sample of girls (docs/odd.md §6, §8).

mod profile;
mod reach;
mod survey;
mod survey_file;

pub use profile::{LevelSet, Measured, Profile, Profiles, elasticities, profiles, profiles_of, sample};
pub use reach::{Reached, gravity, reached};
pub use survey::{Respondent, Survey, Surveyed, perfect_survey, survey};
pub use survey_file::{SURVEY_COLUMNS, read_survey, survey_csv};
