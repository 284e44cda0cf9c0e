//! Everything charts and report are made of.

use crate::target::Target;
use crate::words::language::Language;
use amparo_decide::answers::Answers;
use amparo_decide::result::{ArmSeries, Drivers, Flows, Grades, StudyResult};

/// What a run was: shown at the end of the report.
#[derive(Clone, Debug, Default)]
pub struct RunFacts {
    /// Version of the program that ran the study.
    pub version: String,
    /// Worker threads.
    pub threads: usize,
    /// Cells, those taken from an earlier run's store included.
    pub jobs: usize,
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
    /// Processor time over all threads, seconds.
    pub cpu_seconds: f64,
    /// Hash over everything read.
    pub inputs_hash: String,
    /// Calibration targets of the baseline.
    pub baseline_targets: Vec<BaselineTarget>,
    /// What carries the effects and is assumed, in words.
    pub assumed: Vec<String>,
}

/// One figure the baseline is compared with.
#[derive(Clone, Debug)]
pub struct BaselineTarget {
    /// What it is.
    pub of: Target,
    /// The baseline's mean.
    pub value: f64,
    /// The figure in the data.
    pub target: f64,
    /// Unit; `share` prints as a percentage.
    pub unit: String,
    /// Where the target comes from, if the scenario says it.
    pub source: Option<String>,
}

/// Everything charts and report are made of.
#[derive(Clone, Debug)]
pub struct ReportInputs<'a> {
    /// Effects and baseline of the study.
    pub result: &'a StudyResult,
    /// Weekly series; the baseline first.
    pub arms: &'a [ArmSeries],
    /// First spells by department and town.
    pub flows: &'a Flows,
    /// Driver profiles at the fork.
    pub drivers: &'a Drivers,
    /// How much rests on parameters of each grade.
    pub grades: &'a Grades,
    /// What was run, where and how fast.
    pub facts: RunFacts,
    /// Replicates the study asks for, where more are to come.
    pub planned: Option<usize>,
    /// What the study answers beside its effects; a study at one parameter vector is one draw.
    pub answers: &'a Answers,
    /// The same study at other baselines.
    pub also: Vec<OtherBaseline<'a>>,
    /// The language it is told in.
    pub language: Language,
}

/// The same study at another baseline: the first page says whether the conclusion holds there too.
#[derive(Clone, Debug)]
pub struct OtherBaseline<'a> {
    /// The scenario's name, as readers know it.
    pub name: String,
    /// Effects and baseline of the study there.
    pub result: &'a StudyResult,
    /// Decisions of the study there.
    pub answers: &'a Answers,
}
