//! The report.
use super::ReportInputs;
/// The report as one page.
pub fn html(_inputs: &ReportInputs) -> String { String::new() }
