//! Tables of the report.
