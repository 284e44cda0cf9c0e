//! `amparo init`: a project of one's own, made of what ships with the program, every file of it commented.

use amparo_files::page::columns_in_words;
use amparo_files::{Texts, columns, every_schema};
use amparo_study::{StudyError, write_whole};
use amparo_text::{Diagnostic, wrapped};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What a project begins as.
#[derive(Debug)]
pub struct Template {
    /// How a command names it.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub says: &'static str,
    /// Files written for it, by their paths in the project, each with what it is.
    written: &'static [(&'static str, &'static str, &'static str)],
    /// Files that ship, by their paths there and in the project, each with what it is.
    shipped: &'static [(&'static str, &'static str, &'static str)],
}

const CAMPAIGN: (&str, &str, &str) =
    ("policies/campaign.toml", include_str!("policies/campaign.toml"), "a policy: an information campaign");
const TRAINING: (&str, &str, &str) =
    ("policies/training.toml", include_str!("policies/training.toml"), "a policy: a cash transfer for training");
const BOTH: (&str, &str, &str) = ("policies/both.toml", include_str!("policies/both.toml"), "a policy: both");

const DEPARTMENTS: &str = "where girls live, a department per row";
const TOWNS: &str = "where the trade is, a mining town per row";
const REGISTER: &str = "every number the model assumes: default, range, unit, grade, source, meaning";
const DRAWS: &str = "draws of what is not known, with which the world meets its targets";
const RECORD: &str = "what draws.csv was solved for; written with it";
const POSTERIOR: &str = "what the targets say of each parameter; written with draws.csv";
const PREDICTIVE: &str = "how well the draws meet the targets; written with draws.csv";

/// What a project may begin as, the smallest first.
pub static TEMPLATES: [Template; 2] = [
    Template {
        name: "toy",
        says: "an invented miniature of three departments, whose numbers mean nothing",
        written: &[
            ("scenario.toml", include_str!("toy/scenario.toml"), "the world: tables, baseline, parameters"),
            ("study.toml", include_str!("toy/study.toml"), "what is compared: policies, budget, years, draws"),
            CAMPAIGN,
            TRAINING,
            BOTH,
        ],
        shipped: &[
            ("toy/departments.csv", "departments.csv", DEPARTMENTS),
            ("toy/towns.csv", "towns.csv", TOWNS),
            ("madre-de-dios/parameters.csv", "parameters.csv", REGISTER),
            ("toy/draws.csv", "draws.csv", DRAWS),
            ("toy/draws.solved.toml", "draws.solved.toml", RECORD),
            ("toy/draws_posterior.csv", "draws_posterior.csv", POSTERIOR),
            ("toy/draws_predictive.csv", "draws_predictive.csv", PREDICTIVE),
        ],
    },
    Template {
        name: "madre-de-dios",
        says: "the case that ships, at a fifth of its size",
        written: &[
            ("scenario.toml", include_str!("madre-de-dios/scenario.toml"), "the world: tables, baseline, parameters"),
            (
                "study.toml",
                include_str!("madre-de-dios/study.toml"),
                "what is compared: policies, budget, years, draws",
            ),
            CAMPAIGN,
            TRAINING,
            BOTH,
        ],
        shipped: &[
            ("madre-de-dios/departments.csv", "departments.csv", DEPARTMENTS),
            ("madre-de-dios/towns.csv", "towns.csv", TOWNS),
            ("madre-de-dios/destinations.csv", "destinations.csv", "other places that draw girls away"),
            ("madre-de-dios/travel.csv", "travel.csv", "hours of travel to these"),
            ("madre-de-dios/parameters.csv", "parameters.csv", REGISTER),
            ("madre-de-dios/draws-4500.csv", "draws.csv", DRAWS),
            ("madre-de-dios/draws-4500.solved.toml", "draws.solved.toml", RECORD),
            ("madre-de-dios/draws-4500_posterior.csv", "draws_posterior.csv", POSTERIOR),
            ("madre-de-dios/draws-4500_predictive.csv", "draws_predictive.csv", PREDICTIVE),
        ],
    },
];

/// The file that says what the others are.
const README: &str = "README.txt";
/// Columns of its lines.
const WIDTH: usize = 132;
/// Columns of a file's name in it.
const NAMES: usize = 26;

/// Tables whose columns it explains, with their files.
static EXPLAINED: [(&str, &str); 7] = [
    ("departments", "departments.csv"),
    ("towns", "towns.csv"),
    ("communities", "communities.csv"),
    ("travel", "travel.csv"),
    ("destinations", "destinations.csv"),
    ("register", "parameters.csv"),
    ("survey", "survey.csv"),
];

impl Template {
    /// Every file of a project, by its path in it.
    ///
    /// # Errors
    /// [`StudyError::Failed`] if the program ships without a file that it needs.
    fn files(&self, shipped: &Texts) -> Result<Vec<(PathBuf, Vec<u8>)>, StudyError> {
        let mut files = vec![(PathBuf::from(README), self.readme().into_bytes())];
        files.extend(self.written.iter().map(|(path, text, _)| (PathBuf::from(path), text.as_bytes().to_vec())));
        for (from, path, _) in self.shipped {
            let bytes = shipped.get(from);
            let bytes = bytes.ok_or_else(|| StudyError::Failed(format!("this program was built without {from}")))?;
            files.push((PathBuf::from(path), bytes.to_vec()));
        }
        for (name, schema) in every_schema() {
            let text = serde_json::to_string_pretty(&schema).map_err(|e| StudyError::Failed(e.to_string()))?;
            files.push((PathBuf::from(format!("schema/{name}.json")), format!("{text}\n").into_bytes()));
        }
        Ok(files)
    }

    fn readme(&self) -> String {
        let mut files: Vec<(&str, &str)> = self.written.iter().map(|(path, _, what)| (*path, *what)).collect();
        files.extend(self.shipped.iter().map(|(_, path, what)| (*path, *what)));
        files.push(("schema/*.json", "what keys files may have, for editors"));
        let files: String = files.into_iter().map(|(name, what)| entry(name, what)).collect();
        let mut columns = String::new();
        for (table, file) in EXPLAINED {
            let Some(keys) = columns::TABLES.into_iter().find(|keys| keys.name == table) else { continue };
            columns.push_str(&format!("{file}: {}\n", keys.says.replace('`', "")));
            columns.extend(columns_in_words(keys).iter().map(|(name, what)| entry(name, what)));
            columns.push('\n');
        }
        let text = include_str!("readme.txt").replace("{source}", self.name);
        text.replace("{files}", &files).replace("{columns}", &columns)
    }
}

/// A name and what it is, on as many lines as that takes.
fn entry(name: &str, what: &str) -> String {
    let mut lines = wrapped(what, WIDTH - NAMES - 2);
    let mut text = String::new();
    if name.chars().count() >= NAMES {
        lines.insert(0, String::new());
    }
    for (i, line) in lines.iter().enumerate() {
        let before = if i == 0 { name } else { "" };
        text.push_str(format!("  {before:<NAMES$}{line}").trim_end());
        text.push('\n');
    }
    text
}

/// Writes a project into a directory that is empty or not there yet, and says which files. Either all of them are there
/// afterwards, or none.
///
/// # Errors
/// [`StudyError::Input`] if there is anything in the directory, [`StudyError::Failed`] if it cannot be written.
pub fn init(dir: &Path, template: &Template, shipped: &Texts) -> Result<Vec<PathBuf>, StudyError> {
    let there = is_there(dir)?;
    let files = template.files(shipped)?;
    let failed = |e: io::Error| StudyError::file("write", dir, &e);
    // What is under way has a name of its own: beside a directory that is not there yet, which then appears whole, or in an empty one.
    let name = format!(".amparo-init-{}.unfinished", std::process::id());
    let stage = match (there, dir.parent().filter(|parent| !parent.as_os_str().is_empty())) {
        (true, _) => dir.join(name),
        (false, Some(parent)) => parent.join(name),
        (false, None) => PathBuf::from(name),
    };
    fs::create_dir(&stage).map_err(failed)?;
    let written = fill(&stage, &files).and_then(|()| match there {
        false => fs::rename(&stage, dir).map_err(failed),
        true => lift(&stage, dir).map_err(failed),
    });
    if let Err(error) = written {
        let _ = fs::remove_dir_all(&stage);
        return Err(error);
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Whether the directory is there, and empty.
fn is_there(dir: &Path) -> Result<bool, StudyError> {
    let refused = |what: &str| {
        let message = format!("{} {what}", dir.display());
        let error = Diagnostic::new(message).in_file(dir.display().to_string());
        StudyError::from(error.expected("a directory that is empty or not there yet"))
    };
    match fs::read_dir(dir) {
        Ok(mut entries) => match entries.next() {
            None => Ok(true),
            Some(_) => Err(refused("is not empty")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(dir).is_err() => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory || error.kind() == ErrorKind::NotFound => {
            Err(refused("is no directory"))
        }
        Err(error) => Err(StudyError::file("read", dir, &error)),
    }
}

/// Writes all files below `stage`.
fn fill(stage: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), StudyError> {
    for (path, bytes) in files {
        let file = stage.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|e| StudyError::file("write", folder, &e))?;
        }
        write_whole(&file, bytes)?;
    }
    Ok(())
}

/// Moves everything out of `stage` into the directory around it; what was moved before a failure goes again.
fn lift(stage: &Path, dir: &Path) -> io::Result<()> {
    let mut moved = Vec::new();
    let done = fs::read_dir(stage)?.try_for_each(|entry| {
        let entry = entry?;
        let to = dir.join(entry.file_name());
        fs::rename(entry.path(), &to)?;
        moved.push(to);
        Ok(())
    });
    if done.is_err() {
        for path in moved {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
        return done;
    }
    fs::remove_dir(stage)
}
