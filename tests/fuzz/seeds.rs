//! The shipped files that inputs are made from, and what is loaded of them.

use amparo::files::{Texts, load_scenario_from, load_study_from};
use amparo::policy::VOCABULARY;
use amparo::register::Parameters;
use amparo::scenario::{Scenario, Study};
use amparo::text::Diagnostic;
use amparo::text::SourceText;
use std::path::Path;

/// What a user would name on the command line, and the files it leads to.
pub struct Entry {
    pub path: &'static str,
    pub study: bool,
    pub files: &'static [&'static str],
    /// Survey given beside it.
    pub survey: Option<&'static str>,
    /// How often it is chosen: large inputs less often.
    pub weight: u64,
}

const TOY: &str = "scenarios/toy/baseline.toml";
const REGISTER: &str = "scenarios/madre-de-dios/parameters.csv";
const DEPARTMENTS: &str = "scenarios/toy/departments.csv";
const TOWNS: &str = "scenarios/toy/towns.csv";
const DRAWS: &str = "scenarios/toy/draws.csv";
const RECORD: &str = "scenarios/toy/draws.solved.toml";

pub const ENTRIES: &[Entry] = &[
    Entry {
        path: "scenarios/toy/study.toml",
        study: true,
        files: &["scenarios/toy/study.toml", TOY, REGISTER, DEPARTMENTS, TOWNS],
        survey: None,
        weight: 8,
    },
    Entry {
        path: "scenarios/toy/decision.toml",
        study: true,
        files: &[
            "scenarios/toy/decision.toml",
            "scenarios/toy/study.toml",
            "scenarios/toy/crowded.toml",
            TOY,
            DRAWS,
            RECORD,
            REGISTER,
            DEPARTMENTS,
            TOWNS,
        ],
        survey: None,
        weight: 6,
    },
    Entry {
        path: "scenarios/toy/two-part.toml",
        study: true,
        files: &[
            "scenarios/toy/two-part.toml",
            "scenarios/toy/decision.toml",
            "scenarios/toy/policies/three.toml",
            DRAWS,
            RECORD,
            REGISTER,
        ],
        survey: None,
        weight: 4,
    },
    Entry {
        path: "scenarios/toy/surveyed.toml",
        study: false,
        files: &["scenarios/toy/surveyed.toml", TOY, "scenarios/toy/communities.csv", DEPARTMENTS, TOWNS, REGISTER],
        survey: Some("scenarios/toy/survey.csv"),
        weight: 8,
    },
    Entry {
        path: "scenarios/toy/elsewhere.toml",
        study: false,
        files: &[
            "scenarios/toy/elsewhere.toml",
            "scenarios/toy/destinations.csv",
            "scenarios/toy/travel.csv",
            TOY,
            DEPARTMENTS,
            TOWNS,
            REGISTER,
        ],
        survey: None,
        weight: 8,
    },
    Entry {
        path: "scenarios/toy/information.toml",
        study: false,
        files: &["scenarios/toy/information.toml", TOY, REGISTER, DEPARTMENTS, TOWNS],
        survey: None,
        weight: 6,
    },
    Entry {
        path: "scenarios/madre-de-dios/standard.toml",
        study: true,
        files: &[
            "scenarios/madre-de-dios/standard.toml",
            "scenarios/madre-de-dios/baseline.toml",
            "scenarios/madre-de-dios/departments.csv",
            "scenarios/madre-de-dios/towns.csv",
            "scenarios/madre-de-dios/policies/mix.toml",
            "scenarios/madre-de-dios/policies/aftercare.toml",
        ],
        survey: None,
        weight: 1,
    },
];

pub struct Seeds {
    pub texts: Texts,
    /// Every name of the register.
    pub parameters: &'static [String],
}

pub enum Loaded {
    Scenario(Box<Scenario>),
    Study(Box<Study>),
}

impl Seeds {
    /// From the folder of the project.
    pub fn read() -> Seeds {
        let mut texts = Texts::standard();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = ENTRIES.iter().flat_map(|entry| entry.files.iter().copied().chain(entry.survey));
        for file in files {
            match std::fs::read(root.join(file)) {
                Ok(bytes) => texts.put(file, bytes),
                Err(error) => panic!("{file}: {error}"),
            }
        }
        Seeds { texts, parameters: Parameters::names() }
    }

    /// Loads what a user named.
    pub fn load(&self, texts: &Texts, entry: &Entry, set: &[(String, f64)]) -> Result<Loaded, Diagnostic> {
        let path = Path::new(entry.path);
        if entry.study {
            load_study_from(texts, path, &VOCABULARY, set).map(|study| Loaded::Study(Box::new(study)))
        } else {
            load_scenario_from(texts, path, &VOCABULARY, set).map(|one| Loaded::Scenario(Box::new(one)))
        }
    }

    /// The survey given beside it.
    pub fn survey(&self, texts: &Texts, entry: &Entry) -> Option<Result<SourceText, Diagnostic>> {
        let path = entry.survey?;
        Some(SourceText::from_bytes(Path::new(path), texts.get(path)?).map(|(source, _)| source))
    }
}
