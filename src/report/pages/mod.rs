//! Pages, each a self-contained HTML file.

pub mod diagnosis;
pub mod skeleton;
