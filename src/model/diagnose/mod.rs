//! Which drivers act in which community: exact Shapley values of ln P(accept) on a sample of girls (docs/odd.md §6, §8).

pub mod forecast;
pub mod hours;
pub mod matching;
pub mod profile;
pub mod reach;
pub mod survey;

pub use forecast::{Candidate, Forecasts, Knowledge, Part, Site, forecast};
pub use matching::{Desk, Found, MatchFacts, Matched, Purse, Seen, by_price};
pub use profile::{LevelSet, Measured, Profile, Profiles, elasticities, profiles, profiles_of, sample};
pub use reach::{Reached, gravity, reached};
pub use survey::{Respondent, Survey, Surveyed, perfect_survey, price_soles, survey, usual_households};
