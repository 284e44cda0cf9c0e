//! Charts, tables and the report.
