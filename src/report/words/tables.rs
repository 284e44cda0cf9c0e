//! Headings of tables, and what stands in their cells beside numbers.

use amparo_decide::answers::Decision;
use std::borrow::Cow;

/// A heading that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    Policy,
    Cost,
    SpellsAverted,
    /// Whether it is at one parameter vector.
    PerCase(bool),
    BestIn,
    StepBefore,
    StepSpatial,
    StepRefilling,
    /// Whether it is at one parameter vector.
    StepAfter(bool),
    StepsOfRefilling,
    Quantity,
    Baseline,
    Target,
    OffBy,
    Source,
    Mean,
    Department,
    EffectiveDrivers,
    Threshold,
    RangeExamined,
    PreferredSide,
    Region,
    Estimated,
    True,
    Community,
    Girls,
    Exposure,
    LargestEstimated,
    LargestTrue,
    Rule,
    Communities,
    Planned,
    Forecast,
    YesTo,
    Where,
    YesAmongAll,
    YesInside,
    YesHeldOut,
    Learned,
    Parameters,
    Question,
    Answer,
    RestsOn,
    Strategy,
    CasesAverted,
    Spent,
    Survey,
    Unspent,
    Does,
    FurtherCases,
    BelowZero,
    SpentPerYear,
    SpentFunded,
    SpentInAll,
    GirlsAverted,
    Poorest,
    Under15,
    InTreated,
    InUntreated,
    LeftSight,
    Elsewhere,
    SpentFollowing,
    YearsOfMoney,
    UnspentPerYear,
    UnspentPerYearOfMoney,
    Correlation,
    Unpaired,
    Grade,
    Share,
    Meaning,
    Fact,
    Value,
    RepeatedAverted,
    VictimYearsAverted,
    InTraining,
    Optimism,
    SpentInSearch,
    Variant,
    Study,
    OfScenario,
    Sure,
    AvertsMost,
    Directory,
    Assumed,
    SpentOver,
    PerGirl,
    TargetingWorth,
    EverywhereSpent,
    ByExposureSpent,
}

/// A heading, and a shorter one for terminals.
pub struct Label {
    /// On a page.
    pub full: Cow<'static, str>,
    /// On a terminal, where it differs.
    pub brief: Option<Cow<'static, str>>,
    /// A unit below it.
    pub unit: &'static str,
}

/// The name of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowName {
    Minors,
    RescuedMinors,
    Reexploited,
    MeanTime,
    OneAlone,
    AllAct,
    EffectiveOfCommunity,
    EffectiveOfGirl,
    Study,
    Scenario,
    Program,
    Seed,
    Worlds,
    Replicates,
    Precision,
    Cells,
    Threads,
    WallTime,
    ProcessorTime,
    Hash,
}

/// Stands where a cell holds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// No victim, so that no share of them is defined.
    Undefined,
    /// No case is averted.
    NoneAverted,
    /// Outcomes are not all known.
    NotShown,
    /// There is no survey.
    NoSurvey,
}

/// What the intervals of a column are of, in the heading on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalOf {
    /// Draws.
    Draws,
    /// Scoring worlds.
    Scoring,
}

/// What a language says in tables.
pub trait Tables {
    /// A heading.
    fn head(&self, head: Head) -> Label;
    /// The name of a row.
    fn row_name(&self, row: RowName) -> &'static str;
    /// Stands where a cell holds nothing.
    fn blank(&self, blank: Blank) -> &'static str;
    /// What intervals are of.
    fn interval_of(&self, of: IntervalOf) -> &'static str;
    /// That numbers are of another baseline.
    fn at_baseline(&self, name: &str) -> String;
    /// What a group of rows may spend; what a case is worth there, and at other baselines where that differs.
    fn budget_heading(&self, d: &Decision, asked: bool, others: &[(&str, f64)]) -> String;
    /// A number of an outcome with its unit; about so long a time in years.
    fn years(&self, years: f64) -> String;
    /// Seconds, or minutes where they are many.
    fn time(&self, seconds: f64) -> String;
    /// Replicates, with worlds left out.
    fn replicates(&self, run: usize, left_out: usize) -> String;
    /// What a grade means; empty for one that is not known.
    fn grade(&self, grade: &str) -> &'static str;
    /// Households of a survey.
    fn households(&self, per_community: f64) -> String;
    /// The most spent in a year.
    fn most_in_a_year(&self, soles: f64) -> String;
    /// How often each strategy was the one chosen.
    fn chosen(&self, shares: &[(String, f64)]) -> String;
    /// Interventions with the share of communities that get each.
    fn interventions_given(&self, shares: &[(&str, f64)]) -> String;
    /// Interventions with what is spent on each.
    fn interventions_paid(&self, soles: &[(&str, f64)]) -> String;
    /// What is spent year by year.
    fn years_paid(&self, soles: &[f64]) -> String;
}
