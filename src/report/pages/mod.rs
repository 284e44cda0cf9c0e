//! Pages, each a self-contained HTML file.

pub mod decision;
pub mod diagnosis;
pub mod evidence;
pub mod matching;
pub mod overview;
pub mod skeleton;
pub mod trials;
