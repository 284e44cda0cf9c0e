//! How marks are made: scenes, axes, panels, fonts, and the painting of them.

pub mod answered;
pub mod axis;
pub mod chart;
pub mod contours;
pub mod error;
pub mod font;
pub mod format;
pub mod frame;
pub mod intervals;
pub mod interventions;
pub mod names;
pub mod paint;
pub mod panels;
pub mod plotted;
pub mod scene;
