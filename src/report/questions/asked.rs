//! What a question consists of.

use crate::words::contrasts::Judged;
use amparo_decide::matching::contrast::{Contrast, Side};
use amparo_decide::matching::results::{AtBudget, Gain};

/// A question about a gain: what is compared, and its words.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The two sides, and the name of the question in files.
    pub contrast: Contrast,
    /// The question as a heading.
    pub heading: &'static str,
    /// What gains, as the subject of a sentence.
    pub subject: &'static str,
    /// What the answer rests on beside strengths, planner and the trade's response.
    pub rests_on: &'static str,
    /// Its label in the table for terminals; `None`: not in it.
    pub row: Option<&'static str>,
    /// Its label in the chart of steps; `None`: no step.
    pub step: Option<&'static str>,
    /// Whether it is one of the steps that add up to diagnosing.
    pub adds_up: bool,
    /// Its panel in the chart over baselines: rank, where only the first few have room, and label.
    pub panel: Option<(u8, &'static str)>,
    /// A remark behind its answer.
    pub aside: fn(&AtBudget, &Gain, Judged) -> &'static str,
}

impl Asked {
    /// A question without words.
    pub const fn new(name: &'static str, policy: Side, against: Side) -> Asked {
        Asked {
            contrast: Contrast { name, policy, against },
            heading: "",
            subject: "",
            rests_on: "",
            row: None,
            step: None,
            adds_up: false,
            panel: None,
            aside: |_, _, _| "",
        }
    }

    /// Its name in files.
    pub const fn name(&self) -> &'static str {
        self.contrast.name
    }
}
