//! When an answer turns.

use amparo_decide::discovery::results::{BoxScore, Discovery, Limit, Said};

/// What a language says of scenario discovery.
pub trait Discovered {
    /// What is asked of each draw, with its threshold; as a heading.
    fn asked(&self, d: &Discovery) -> String;
    /// A box as a sentence that an analyst can quote; `earlier`: boxes before it.
    fn found_box(&self, d: &Discovery, earlier: usize) -> String;
    /// When the answer turns, by the best boxes (at most `most`), or that no box tells; with the budget.
    fn turns(&self, d: &Discovery, most: usize) -> String;
    /// Title over the draws.
    fn discovery_title(&self, d: &Discovery) -> String;
    /// Below it.
    fn discovery_subtitle(&self, budget: f64) -> String;
    /// What points and the shaded box mean.
    fn discovery_note(&self) -> &'static str;
    /// What the draws said, for those who cannot see it.
    fn discovery_alt(&self, title: &str, all: &[&Discovery]) -> String;
    /// What a draw said.
    fn said(&self, said: Said) -> &'static str;
    /// The limits that make a box.
    fn limits(&self, limits: &[Limit]) -> String;
    /// How much a box holds.
    fn box_holds(&self, score: &BoxScore) -> String;
}
