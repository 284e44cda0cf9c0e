//! Tables as text.
use crate::decide::result::StudyResult;
/// Terminal.
pub fn text_table(_r: &StudyResult) -> String { String::new() }
/// CSV.
pub fn csv_summary(_r: &StudyResult) -> String { String::new() }
/// CSV.
pub fn csv_effects(_r: &StudyResult) -> String { String::new() }
