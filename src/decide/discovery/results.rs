//! When an answer turns: boxes, what they hold, and what each draw said.

use serde::Serialize;

/// One limit of a box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// Name of the parameter.
    pub parameter: String,
    /// What sentences call it, as the register says.
    pub phrase: String,
    /// Its unit.
    pub unit: String,
    /// `None`: not restricted on that side.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
}

/// How much of what is of interest a box holds. Weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BoxScore {
    /// Draws in the box.
    pub draws: usize,
    /// Share of all draws in the box: how much of what is assumed.
    pub mass: f64,
    /// Share of the draws of interest that are in the box; `None` where none is of interest.
    pub coverage: Option<f64>,
    /// Share of the draws in the box that are of interest; `None` where the box is empty.
    pub density: Option<f64>,
}

/// A box of at most three parameters in which the answer is mostly yes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundBox {
    /// The limits that make the box.
    pub limits: Vec<Limit>,
    /// On the draws it was found on.
    pub training: BoxScore,
    /// On draws held out.
    pub held_out: BoxScore,
}

/// What is asked of each draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// Whether matching averts more than the best single intervention, by more than the threshold.
    MatchingOverSingle,
}

impl Asks {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Asks::MatchingOverSingle => "matching-over-single",
        }
    }
}

/// Answer of one draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// It does, beyond noise.
    Yes,
    /// It does not, beyond noise.
    No,
    /// Replicates leave it open.
    Noise,
}

/// When the answer turns: scenario discovery over draws (PRIM, Friedman & Fisher 1999).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Discovery {
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// What is asked.
    pub question: Asks,
    /// By how much: further cases averted, share of the baseline.
    pub threshold: f64,
    /// Draws whose answer noise leaves open, left out.
    pub left_out: usize,
    /// Draws the boxes were found on.
    pub training_draws: usize,
    /// Draws they were scored on.
    pub held_out_draws: usize,
    /// Weighted share of yes among the draws used.
    pub base_rate: f64,
    /// Best first; empty where no box tells more than the base rate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<FoundBox>,
    /// The two most telling parameters, names and units, and every draw's values with what it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telling: Option<Telling>,
}

/// Draws over the two most telling parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telling {
    /// The first of the two parameters.
    pub x: String,
    /// Its unit.
    pub x_unit: String,
    /// The second.
    pub y: String,
    /// Its unit.
    pub y_unit: String,
    /// Value on x, value on y, what the draw said, its weight (mean 1).
    pub draws: Vec<(f64, f64, Said, f64)>,
}
