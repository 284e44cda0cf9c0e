//! One parameter: default, range, prior, unit, grade and source.

use crate::math::num;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a parameter is drawn between its bounds when a study draws parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prior {
    /// Never drawn: a choice, not an uncertainty.
    Fixed,
    /// Evenly between the bounds.
    Uniform,
    /// Evenly between the bounds on a log scale.
    Loguniform,
}

/// How well a parameter's default is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Seen in the named source.
    Published,
    /// Arithmetic on other evidence.
    Derived,
    /// Remembered, citation to be checked.
    Unverified,
    /// No evidence found, a plausible range.
    Assumed,
    /// Set so that the world matches the baselines.
    Calibrated,
    /// A modelling choice.
    Design,
}

impl Prior {
    /// All priors, as they are written.
    pub const ALL: [(&'static str, Self); 3] =
        [("fixed", Self::Fixed), ("uniform", Self::Uniform), ("loguniform", Self::Loguniform)];

    /// How it is drawn, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Prior::Fixed => "not drawn",
            Prior::Uniform => "drawn evenly over the range",
            Prior::Loguniform => "drawn evenly over the logarithm of the range",
        }
    }
}

impl Grade {
    /// All grades, as they are written, from best to least supported, then those that are no evidence.
    pub const ALL: [(&'static str, Self); 6] = [
        ("published", Self::Published),
        ("derived", Self::Derived),
        ("unverified", Self::Unverified),
        ("assumed", Self::Assumed),
        ("calibrated", Self::Calibrated),
        ("design", Self::Design),
    ];

    /// What it means, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Grade::Published => "seen in the named source",
            Grade::Derived => "arithmetic on other evidence",
            Grade::Unverified => "remembered, citation to be checked",
            Grade::Assumed => "no evidence found, a plausible range",
            Grade::Calibrated => "set so that the world matches the baselines",
            Grade::Design => "a modelling choice",
        }
    }
}

impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written(&Self::ALL, self))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written(&Self::ALL, self))
    }
}

fn written<T: PartialEq>(all: &[(&'static str, T)], value: &T) -> &'static str {
    all.iter().find(|(_, v)| v == value).map_or("", |(name, _)| name)
}

/// Values that switch a mechanism of the second edition off: a choice between models, which no prior holds.
const OFF: [(&str, f64); 5] = [
    ("crackdown.relocate", 0.0),
    ("crackdown.wait", 1.0),
    ("crackdown.r_wait", 0.01),
    ("demand.chi2", 0.0),
    ("recruiters.base_share", 1.0),
];

/// One parameter of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// `group.name`, a field of `Parameters`.
    pub name: String,
    /// Its symbol in the statement of the model; may be empty.
    pub symbol: String,
    /// Value unless a scenario says otherwise.
    pub default: f64,
    /// Smallest value accepted, and lower end of the prior.
    pub low: f64,
    /// Largest value accepted, and upper end of the prior.
    pub high: f64,
    /// How studies draw it between these.
    pub prior: Prior,
    /// Unit, as text.
    pub unit: String,
    /// How well its default is supported.
    pub grade: Grade,
    /// A row of `facts.csv`; empty when there is none.
    pub source: String,
    /// Its meaning, and what changes when it changes.
    pub meaning: String,
    /// A noun phrase for sentences, its unit behind it in brackets: `the cost of a campaign contact [S/]`; may be empty.
    pub phrase: String,
    /// Why its values are what they are, or a remark; may be empty.
    pub note: String,
}

impl Entry {
    /// The part before the dot, such as `recruiters`.
    pub fn group(&self) -> &str {
        self.name.split_once('.').map_or("", |(group, _)| group)
    }

    /// The part after the dot, such as `kappa_r`.
    pub fn field(&self) -> &str {
        self.name.split_once('.').map_or(self.name.as_str(), |(_, field)| field)
    }

    /// The prior's quantile at u in (0, 1): its inverse distribution function; the default where the prior is fixed.
    pub fn quantile(&self, u: f64) -> f64 {
        let value = match self.prior {
            Prior::Fixed => self.default,
            Prior::Uniform => self.low + u * (self.high - self.low),
            Prior::Loguniform => self.low * num::exp(u * num::ln(self.high / self.low)),
        };
        value.clamp(self.low, self.high)
    }

    /// The prior's distribution function at a value, 0 to 1: the inverse of [`Entry::quantile`]; ½ where the prior is fixed.
    pub fn level(&self, value: f64) -> f64 {
        let level = match self.prior {
            Prior::Fixed => 0.5,
            Prior::Uniform => (value - self.low) / (self.high - self.low),
            Prior::Loguniform => num::ln(value / self.low) / num::ln(self.high / self.low),
        };
        level.clamp(0.0, 1.0)
    }

    /// The prior's density at a value within the bounds; 1 where the prior is fixed.
    pub fn density(&self, value: f64) -> f64 {
        match self.prior {
            Prior::Fixed => 1.0,
            Prior::Uniform => 1.0 / (self.high - self.low),
            Prior::Loguniform => 1.0 / (value * num::ln(self.high / self.low)),
        }
    }

    /// Its name in sentences, and the unit they show behind its values (none: empty).
    pub fn in_sentences(&self) -> (String, String) {
        match self.phrase.trim_end().strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            Some((words, unit)) => (words.trim_end().to_owned(), unit.to_owned()),
            None if self.phrase.is_empty() => (format!("the parameter {}", self.name), self.unit.clone()),
            None => (self.phrase.clone(), self.unit.clone()),
        }
    }

    /// The value that switches the mechanism off, as in the first edition, where the bounds do not hold it.
    pub fn off(&self) -> Option<f64> {
        let (_, off) = OFF.iter().find(|(name, _)| *name == self.name)?;
        (*off < self.low || *off > self.high).then_some(*off)
    }

    /// Whether a scenario may set the parameter so: within the bounds, or off.
    pub fn accepts(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value) || self.off() == Some(value)
    }

    /// The range as it is shown in errors.
    pub fn range(&self) -> String {
        let off = self.off().map(|off| format!(", or {off} to switch it off")).unwrap_or_default();
        format!("a number from {} to {}{off}", self.low, self.high)
    }
}
