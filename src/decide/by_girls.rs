//! All policies at one budget in the order of girls averted: how many, how sure, at what cost (docs/decide.md).

use super::learning::Learning;
use super::mean::{Assumed, Mean};
use super::named::named;
use super::ranking::{Harm, Share, Word};
use serde::Serialize;

/// What one girl more averted costs, along the frontier of mean cost and mean girls averted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PaysFrom {
    /// S/ per girl, against the next cheaper policy on the frontier.
    pub soles: f64,
    /// Lower end of the 95 % interval over resampled draws; `None`: over one draw nothing is resampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end; `None`: no limit, since in more than 2.5 % of the resamples nothing more is averted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

named! {
    /// Girls whose share in what is averted is told apart.
    pub enum Part {
        /// The poorest third of households.
        Poorest = "poorest-third",
        /// Drawn in before their 15th birthday.
        Under15 = "under-15",
    }
}

/// What stands beside girls averted, over the horizon, not discounted: for whom, and what goes elsewhere.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Beside {
    /// Girls of the poorest third averted; `None` where fewer than five a year are drawn in without the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poorest: Option<Mean>,
    /// Girls averted who would be drawn in before they are 15; `None` likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under_15: Option<Mean>,
    /// Girls averted in communities that have a programme; `None` where all or none have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treated: Option<Mean>,
    /// Girls averted in those that have none: below 0 where they are drawn in there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untreated: Option<Mean>,
    /// Women more who are moved on out of the region, where nobody counts them.
    pub left_sight: Mean,
    /// Change in girls drawn in elsewhere, % of the baseline; `None` where there is no elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere_percent: Option<Mean>,
}

/// A policy that averts most of some girls and is not the one that averts most of all.
#[derive(Clone, Debug, Serialize)]
pub struct OtherLeader {
    /// Which girls.
    pub part: Part,
    /// The policy.
    pub policy: String,
    /// What it averts of them.
    pub girls: Mean,
    /// What the leader of all girls averts of them.
    pub leaders: Mean,
    /// Whether it beats that one by the test that the leader of all girls has to pass.
    pub beats: bool,
}

/// One policy in the order.
#[derive(Clone, Debug, Serialize)]
pub struct Ranked {
    /// Its name, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Girls averted, discounted: what is ranked by.
    pub girls: Mean,
    /// What girls averted, not discounted, may be under what is assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed: Option<Assumed>,
    /// Repeated spells averted, discounted.
    pub repeated: Mean,
    /// Victim-years averted, discounted.
    pub victim_years: Mean,
    /// Girls averted, as they are counted.
    pub girls_undiscounted: Mean,
    /// Repeated spells averted, as they are counted.
    pub repeated_undiscounted: Mean,
    /// Victim-years averted, as they are counted.
    pub victim_years_undiscounted: Mean,
    /// For whom, and what goes elsewhere.
    pub beside: Beside,
    /// Mean money over the horizon, discounted, S/.
    pub cost: f64,
    /// The same, not discounted.
    pub spent: f64,
    /// Share of what it might have spent.
    pub spent_share: f64,
    /// What one girl more costs by it; `None` off the frontier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pays_from: Option<PaysFrom>,
    /// Whether another policy averts more for less money, both beyond chance.
    pub dominated: bool,
    /// In which shares of what is assumed it clearly adds, and clearly averts.
    pub harm: Harm,
}

impl Ranked {
    /// Whether the mean of girls averted is told from nothing, and to which side: a test of this policy against nothing alone.
    pub fn sign(&self) -> Option<f64> {
        self.girls.sign()
    }
}

/// How sure it is that the first of the order averts most.
#[derive(Clone, Debug, Serialize)]
pub struct Leads {
    /// In one word.
    pub word: Word,
    /// In which share of what is assumed it averts most.
    pub most: Share,
    /// Names of the policies that it does not beat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_beaten: Vec<String>,
    /// What a repeated spell must count, in girls, for another policy to lead, and that policy; `None`: the order holds whatever it counts from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns_at: Option<(f64, String)>,
    /// The policy that leads where nothing is discounted, if it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undiscounted: Option<String>,
}

/// The worth of learning one group of parameters.
#[derive(Clone, Debug, Serialize)]
pub struct Learned {
    /// The study in words.
    pub group: String,
    /// Names of the parameters, `group.name`.
    pub parameters: Vec<String>,
    /// Girls averted that it would add.
    pub worth: Learning,
}

/// Policies at one budget, those that avert most girls first.
#[derive(Clone, Debug, Serialize)]
pub struct ByGirls {
    /// S/ per year available to every policy.
    pub budget_soles_per_year: f64,
    /// Years over which is counted.
    pub horizon_years: usize,
    /// Girls newly exploited in the baseline over the horizon, not discounted.
    pub baseline_girls: f64,
    /// Draws.
    pub draws: usize,
    /// Their effective number.
    pub effective_draws: f64,
    /// The policies.
    pub rows: Vec<Ranked>,
    /// How sure the first is; `None` where its effect cannot be told from nothing, or adds girls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads: Option<Leads>,
    /// Policies that avert most among the poorest third or under 15, where they are others than the leader.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_leaders: Vec<OtherLeader>,
    /// What perfect information would add; `None` over few draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perfect: Option<Learning>,
    /// What learning groups of parameters would add, most first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub learned: Vec<Learned>,
}
