//! Headings of tables, and what stands in their cells beside numbers.

use amparo_decide::answers::Decision;

/// A heading that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Policies.
    Policy,
    /// Cost of a strategy.
    Cost,
    /// Spells averted.
    SpellsAverted,
    /// Cost of a case; whether it is at one parameter vector.
    PerCase(bool),
    /// Share of draws.
    BestIn,
    /// Before adaptation.
    StepBefore,
    /// Spatial shift.
    StepSpatial,
    /// Refilling.
    StepRefilling,
    /// After adaptation; whether it is at one parameter vector.
    StepAfter(bool),
    /// Refilling, step by step.
    StepsOfRefilling,
    /// A quantity of the baseline.
    Quantity,
    /// The baseline.
    Baseline,
    /// Its target.
    Target,
    /// How far off it is.
    OffBy,
    /// Where a target comes from.
    Source,
    /// A mean.
    Mean,
    /// A department.
    Department,
    /// The effective number of drivers.
    EffectiveDrivers,
    /// A threshold.
    Threshold,
    /// The range examined.
    RangeExamined,
    /// Draws on the preferred side.
    PreferredSide,
    /// Figures of a region.
    Region,
    /// What the survey says.
    Estimated,
    /// What holds in the simulated world.
    True,
    /// A community.
    Community,
    /// Girls of a community.
    Girls,
    /// Exposure of a community.
    Exposure,
    /// Its largest driver as surveyed.
    LargestEstimated,
    /// Its largest driver in the simulated world.
    LargestTrue,
    /// A rule of matching.
    Rule,
    /// Communities that get something.
    Communities,
    /// S/ planned.
    Planned,
    /// Cases forecast.
    Forecast,
    /// What a box is asked.
    YesTo,
    /// Where a box lies.
    Where,
    /// Yes among all.
    YesAmongAll,
    /// Yes inside, where it was found.
    YesInside,
    /// Yes inside, held out.
    YesHeldOut,
    /// What would be learned.
    Learned,
    /// Parameters of a group, or by grade.
    Parameters,
    /// A question.
    Question,
    /// Its answer.
    Answer,
    /// What that rests on.
    RestsOn,
    /// A strategy of the chapter.
    Strategy,
    /// Cases averted.
    CasesAverted,
    /// S/ spent per year.
    Spent,
    /// S/ for the survey per year.
    Survey,
    /// S/ unspent per year.
    Unspent,
    /// What a strategy does.
    Does,
    /// Further cases.
    FurtherCases,
    /// Draws below zero.
    BelowZero,
    /// S/ spent per year, of policies that all have money in the same years.
    SpentPerYear,
    /// S/ spent per funded year.
    SpentFunded,
    /// S/ spent per following year.
    SpentFollowing,
    /// Years of money.
    YearsOfMoney,
    /// S/ unspent per year.
    UnspentPerYear,
    /// S/ unspent per year of money.
    UnspentPerYearOfMoney,
    /// Correlation with the baseline.
    Correlation,
    /// Unpaired replicates for one paired.
    Unpaired,
    /// A grade of parameters.
    Grade,
    /// A share.
    Share,
    /// What something means.
    Meaning,
    /// A fact of the run.
    Fact,
    /// Its value.
    Value,
    /// Newly exploited averted.
    NewlyAverted,
    /// Victim-years averted.
    VictimYearsAverted,
    /// S/ spent per year in a search.
    SpentInSearch,
}

/// A heading, and a shorter one for terminals.
pub struct Label {
    /// On a page.
    pub full: &'static str,
    /// On a terminal, where it differs.
    pub brief: Option<&'static str>,
    /// A unit below it.
    pub unit: &'static str,
}

/// The name of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowName {
    /// Minors among the victims.
    Minors,
    /// Entries that are not a first spell.
    Reexploited,
    /// Mean time exploited.
    MeanTime,
    /// One driver alone is decisive.
    OneAlone,
    /// All drivers act.
    AllAct,
    /// Effective number of drivers of a community.
    EffectiveOfCommunity,
    /// Effective number of drivers of a girl.
    EffectiveOfGirl,
    /// Name of the study.
    Study,
    /// Name of the scenario.
    Scenario,
    /// Version of the program.
    Program,
    /// The seed.
    Seed,
    /// Worlds over all draws.
    Worlds,
    /// Replicates.
    Replicates,
    /// Precision reached.
    Precision,
    /// Cells.
    Cells,
    /// Threads.
    Threads,
    /// Time on the clock.
    WallTime,
    /// Processor time.
    ProcessorTime,
    /// Hash of inputs.
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
}
