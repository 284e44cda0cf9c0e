//! The page, the chart and the tables of field trials.

use amparo_decide::trials::{Compared, Missing, OverDraws, Pool, PoolRow, PriorRow, Replayed, TrialsAnswer, Verdict};
use amparo_model::scenario::trials::{Means, Trial};

/// Fixed texts of the page, the chart and the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfTrials {
    Pools,
    Axis,
    Nothing,
    MissingCaption,
    SectionFinding,
    SectionCompared,
    SectionMissing,
    SectionPooled,
    SectionHow,
    WhichTrials,
    TrialsHead,
    MeanHead,
    From,
    To,
    Spread,
    AnotherFrom,
    ParameterHead,
    InRegister,
    ErrorAssumed,
    NothingAssumed,
    TrialHead,
    PublishedHead,
    ModelHead,
    WouldTake,
    LogOdds,
    VerdictHead,
    PublishedRow,
    DesignHead,
    WhyHead,
}

/// What a language says of field trials.
pub trait TrialsTold {
    /// Fixed texts.
    fn trials(&self, what: OfTrials) -> &'static str;
    /// The page's title.
    fn trials_heading(&self, answer: &TrialsAnswer) -> String;
    /// The finding in a sentence.
    fn trials_finding(&self, answer: &TrialsAnswer) -> String;
    /// What follows from it, each a sentence.
    fn trials_findings(&self, answer: &TrialsAnswer) -> Vec<String>;
    /// What a pooling says.
    fn trials_pooled(&self, row: &PoolRow) -> String;
    /// Which trials a pooling holds.
    fn trials_pool(&self, pool: Pool) -> &'static str;
    /// Caption of the priors.
    fn trials_priors(&self, rows: &[PriorRow]) -> String;
    /// Bounds, or why there are none.
    fn trials_bounds(&self, ends: Option<(f64, f64)>) -> String;
    /// Name of a trial on a chart: where, when and what.
    fn trials_label(&self, trial: &Trial) -> String;
    /// What was done.
    fn trials_means(&self, means: Means) -> &'static str;
    /// Design of a study as far as it was seen.
    fn trials_design(&self, trial: &Trial) -> String;
    /// A published effect with its ends.
    fn trials_published(&self, trial: &Trial) -> String;
    /// A change over the draws with its middle 95 %.
    fn trials_change(&self, over: &OverDraws) -> String;
    /// The same by the formula alone.
    fn trials_by_formula(&self, over: &OverDraws) -> String;
    /// What of a replay was assumed because it was not seen; empty where nothing was.
    fn trials_assumed(&self, model: &Replayed) -> String;
    /// The verdict and its reason.
    fn trials_verdict(&self, one: &Compared) -> String;
    /// The verdict alone.
    fn trials_verdict_alone(&self, verdict: Verdict) -> &'static str;
    /// Why the model has nothing to set beside a published row.
    fn trials_why_not(&self, missing: Missing) -> &'static str;
    /// Line below the chart's title.
    fn trials_chart_subtitle(&self, answer: &TrialsAnswer) -> String;
    /// Notes below the chart.
    fn trials_chart_notes(&self, answer: &TrialsAnswer) -> [String; 2];
    /// The source line.
    fn trials_source(&self, answer: &TrialsAnswer, version: &str) -> String;
    /// Caption of what was replayed.
    fn trials_compared_caption(&self, answer: &TrialsAnswer) -> String;
    /// What it would take.
    fn trials_takes(&self, model: &Replayed) -> String;
    /// How the comparison is made, each a sentence or two.
    fn trials_how(&self, answer: &TrialsAnswer) -> Vec<String>;
    /// A row of the chart for those who cannot see it.
    fn trials_row(&self, one: &Compared, model: &Replayed) -> String;
}
