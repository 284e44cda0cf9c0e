//! Headings of pages, and what a page is and is not.

/// Headings of a study's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    Decision,
    Effects,
    Adaptation,
    Uncertainty,
    Choice,
    Learning,
    Benefits,
    Baseline,
    Assumed,
    Run,
}

/// What a study does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No group is large enough.
    Benefits,
    /// The trade's response was not held.
    NotHeld,
    /// There is one parameter vector.
    Uncertainty,
}

/// Lists of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// Taken as the table of draws gives them.
    Given,
    /// Drawn from their priors.
    Drawn,
    /// Solved for each draw's own targets.
    Solved,
}

/// What a language says around pages.
pub trait Pages {
    /// A heading.
    fn heading(&self, heading: Heading) -> &'static str;
    /// What stands above the title: the program and the scenario.
    fn kicker(&self, scenario: &str) -> String;
    /// What a study does not hold, said instead of left out.
    fn missing(&self, missing: Missing) -> &'static str;
    /// Which parameters a list holds.
    fn parameters(&self, parameters: Parameters) -> &'static str;
    /// Heading of what a page is and is not.
    fn what_it_is(&self) -> &'static str;
    /// What a page is and is not: points, each with what is in bold.
    fn points(&self) -> &'static [(&'static str, &'static str)];
    /// A figure's number.
    fn figure(&self, number: usize) -> String;
}
