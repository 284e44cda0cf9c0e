//! The files of a report laid out in a fresh directory, and whether what was repeated is the same.

use super::recipe::{Given, Recipe};
use amparo_study::error::StudyError;
use amparo_study::manifest::read_manifest;
use amparo_study::write::{make_folder, write_whole};
use amparo_text::Diagnostic;
use std::fs;
use std::path::{Path, PathBuf};

/// Options that a report may ask for, by command: each decides a number, and none says where anything is written.
pub const OPTIONS: [(&str, &[&str]); 3] = [
    ("compare", &["--seed", "--replicates", "--draws", "--set"]),
    ("diagnose", &["--seed", "--households", "--budget", "--survey", "--set"]),
    ("trials", &["--seed", "--draws", "--assumed-error", "--trials", "--set"]),
];

/// What is run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The directory that was made.
    pub root: PathBuf,
    /// Where the inputs are.
    pub inputs: PathBuf,
    /// Where results go.
    pub results: PathBuf,
    /// Words of the command line, the subcommand first.
    pub words: Vec<String>,
}

/// Writes the files of a report into a directory that is not there yet, or empty.
///
/// # Errors
/// A directory that holds anything, a command or an option that no report may ask for, or failed writes.
pub fn lay_out(recipe: &Recipe, root: &Path, page: &Path) -> Result<Again, StudyError> {
    let allowed = OPTIONS.iter().find(|(command, _)| *command == recipe.command).map(|(_, options)| *options);
    let in_page = |message: String| StudyError::from(Diagnostic::new(message).in_file(page.display().to_string()));
    let Some(allowed) = allowed else {
        return Err(in_page(format!("a report cannot ask for `amparo {}`", recipe.command)));
    };
    if let Some(odd) = recipe.options.iter().find(|asked| !allowed.contains(&asked.option.as_str())) {
        return Err(in_page(format!("a report cannot ask for `{}` of `amparo {}`", odd.option, recipe.command)));
    }
    let empty = match fs::read_dir(root) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound && fs::symlink_metadata(root).is_err(),
    };
    if !empty {
        return Err(Diagnostic::new(format!("{} is there already, and nothing is written over", root.display()))
            .in_file(format!("--out {}", root.display()))
            .expected("a directory that is empty or does not exist, with --out")
            .into());
    }
    let inputs = root.join("inputs");
    folders(root)?;
    make_folder(&inputs)?;
    for file in &recipe.files {
        let at = inputs.join(&file.path);
        let damaged = || in_page(format!("the file {} in it is damaged", file.path));
        let bytes = file.unpacked().ok_or_else(damaged)?;
        if let Some(folder) = at.parent() {
            folders(folder)?;
        }
        write_whole(&at, &bytes)?;
    }
    let shown = |path: &str| inputs.join(path).display().to_string();
    let mut words = vec![recipe.command.clone(), shown(&recipe.input)];
    for asked in &recipe.options {
        let value = match &asked.given {
            Given::Word(word) => word.clone(),
            Given::File(path) => shown(path),
        };
        // In one word, so that a value is never taken for an option.
        words.push(format!("{}={value}", asked.option));
    }
    let results = root.join("results");
    words.push(format!("--out={}", results.display()));
    Ok(Again { root: root.to_path_buf(), inputs, results, words })
}

/// Makes a folder and those above it.
fn folders(path: &Path) -> Result<(), StudyError> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        folders(above)?;
    }
    make_folder(path)
}

/// Whether all files that a run would read lie among those of the report.
///
/// # Errors
/// [`StudyError::Input`] with those that lie elsewhere.
pub fn all_within<'a>(again: &Again, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), StudyError> {
    let real = again.inputs.canonicalize().map_err(|error| StudyError::file("read", &again.inputs, &error))?;
    let outside: Vec<String> = inputs
        .into_iter()
        .filter(|path| !path.canonicalize().is_ok_and(|path| path.starts_with(&real)))
        .map(|path| path.display().to_string())
        .collect();
    if outside.is_empty() {
        return Ok(());
    }
    Err(Diagnostic::new(format!("it names files by paths that lead elsewhere: {}", outside.join(", ")))
        .in_file(again.inputs.display().to_string())
        .expected("paths relative to the file that names them; the files are all below inputs")
        .into())
}

/// What came of running again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Tables that are the same byte for byte.
    pub same: usize,
    /// Those that are not, or are missing.
    pub different: Vec<String>,
    /// Whether everything that decides a number was the same.
    pub same_inputs: bool,
}

/// Compares the tables of what was run again with those of the report.
///
/// # Errors
/// [`StudyError::Failed`] where there is no finished directory.
pub fn compared(recipe: &Recipe, again: &Again) -> Result<Compared, StudyError> {
    let Some(manifest) = read_manifest(&again.results) else {
        return Err(StudyError::Failed(format!("{} holds no results", again.results.display())));
    };
    let now = |name: &str| manifest.files.get(name).and_then(Option::as_ref);
    let (same, different): (Vec<_>, Vec<_>) = recipe.tables.iter().partition(|(name, hash)| now(name) == Some(*hash));
    Ok(Compared {
        same: same.len(),
        different: different.into_iter().map(|(name, _)| name.clone()).collect(),
        same_inputs: manifest.inputs_hash == recipe.inputs_hash,
    })
}

#[cfg(test)]
mod tests {
    use super::super::recipe::{Chosen, Kept};
    use super::*;
    use amparo_files::Input;
    use std::collections::BTreeMap;

    /// A report of a file, with an option.
    fn recipe(dir: &Path, command: &'static str, option: &'static str) -> Recipe {
        let file = dir.join("study.toml");
        fs::write(&file, "name = 1\n").expect("a file");
        let options = vec![Chosen::Word(option, "3".into())];
        let kept = Kept::read(
            command,
            &Input::on_disk(&file),
            &[],
            [options, vec![Chosen::File("--survey", file.clone())]].concat(),
        );
        let kept = kept.expect("a file that is there").expect("it is read");
        kept.recipe("s", String::new(), BTreeMap::new(), String::new())
    }

    #[test]
    fn a_report_may_ask_for_nothing_but_options_that_decide_a_number() {
        let dir = std::env::temp_dir().join(format!("amparo-lay-out-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a directory");
        let page = Path::new("report.html");
        let root = dir.join("again");
        for (command, option) in [
            ("diagnose", "--out"),
            ("diagnose", "--fresh"),
            ("compare", "--seed"),
            ("calibrate", "--seed"),
            ("run", "--seed"),
        ] {
            let refused = lay_out(&recipe(&dir, command, option), &root, page);
            assert!(matches!(refused, Err(StudyError::Input(_))) && !root.exists(), "{command} {option}");
        }
        let again = lay_out(&recipe(&dir, "diagnose", "--seed"), &root, page).expect("laid out");
        let inputs = root.join("inputs").join("study.toml");
        assert_eq!(fs::read(&inputs).expect("the file"), b"name = 1\n");
        let file = inputs.display().to_string();
        let out = format!("--out={}", root.join("results").display());
        assert_eq!(again.words, ["diagnose", &file, "--seed=3", &format!("--survey={file}"), &out]);
        assert!(lay_out(&recipe(&dir, "diagnose", "--seed"), &root, page).is_err(), "it is not fresh any more");
        fs::remove_dir_all(dir).expect("the directory");
    }

    #[test]
    fn a_file_that_names_another_by_a_path_elsewhere_is_refused() {
        let dir = std::env::temp_dir().join(format!("amparo-within-{}", std::process::id()));
        fs::create_dir_all(dir.join("inputs")).expect("a directory");
        for file in ["inputs/a.toml", "b.toml"] {
            fs::write(dir.join(file), "").expect("a file");
        }
        let again =
            Again { root: dir.clone(), inputs: dir.join("inputs"), results: dir.join("results"), words: Vec::new() };
        let (inside, outside) = (dir.join("inputs/a.toml"), dir.join("inputs/../b.toml"));
        assert!(all_within(&again, [inside.as_path()]).is_ok());
        assert!(all_within(&again, [inside.as_path(), outside.as_path()]).is_err());
        fs::remove_dir_all(dir).expect("the directory");
    }
}
