//! Everything that a finished study answers.

use crate::complete::complete;
use crate::rerun::recipe::Kept;
use amparo_decide::answers::Answers;
use amparo_decide::result::StudyResult;
use amparo_model::scenario::Scenario;
use amparo_report::{Language, Told, finding};
use amparo_study::error::StudyError;
use amparo_study::manifest::{Heading, ManifestFacts};
use amparo_study::store::Store;
use amparo_study::tables::Tables;
use serde::Serialize;

/// Result of a finished study.
pub struct FinishedStudy {
    /// Summary tables.
    pub tables: Tables,
    /// What was run, as the manifest says it.
    pub facts: ManifestFacts,
    /// 64-hex hash of the resolved inputs.
    pub inputs_hash: String,
    /// The study's directory, still held.
    pub store: Store,
    /// The baseline scenario.
    pub scenario: Scenario,
    /// The same study at other baselines.
    pub also: Vec<FinishedStudy>,
    /// What repeats it, for its page.
    pub kept: Option<Kept>,
}

/// Everything a study answers, as one document.
#[derive(Serialize)]
pub struct Whole<'a> {
    /// Effects and baseline.
    #[serde(flatten)]
    pub result: &'a StudyResult,
    /// Before and after adaptation, decisions and what they turn on; a study at one parameter vector is one draw.
    pub answers: &'a Answers,
    /// The same at other baselines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Whole<'a>>,
}

impl FinishedStudy {
    /// Writes `result.json`, with what is there of other baselines.
    pub(super) fn write_result(&self) -> Result<(), StudyError> {
        self.store.write_json("result.json", &self.whole())
    }

    /// Results and answers, of other baselines too.
    pub fn whole(&self) -> Whole<'_> {
        Whole {
            result: &self.tables.result,
            answers: &self.tables.answers,
            also: self.also.iter().map(FinishedStudy::whole).collect(),
        }
    }

    /// Its title and what was found.
    pub fn heading(&self) -> Heading {
        let result = &self.tables.result;
        let told = Told::new(result, &self.tables.answers, Language::default());
        let title = result.set.after(if result.title.is_empty() { &result.study } else { &result.title });
        Heading { title, finding: finding(&told) }
    }

    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        for other in &self.also {
            other.finish()?;
        }
        complete(&self.store, &self.facts, self.heading(), self.kept.is_some())
    }
}
