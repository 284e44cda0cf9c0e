//! A file as the command line names it: on the disk, or among those that ship with the program.

use super::draws::Tables;
use super::load::load_scenario_in;
use super::recognise::{is_policy_in, is_study_in};
use super::source::{Source, Texts, without_dots};
use super::study::{PolicyFile, load_policy_in, load_study_in};
use super::sweep::Sweep;
use amparo_model::policy::Vocabulary;
use amparo_model::scenario::{Scenario, Study};
use amparo_text::{Diagnostic, SourceText, nearest_name};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// What errors and manifests write behind the path of a file that ships.
const MARK: &str = " (shipped)";

/// The folder of the project in which these files stand; a command may name them with it, as the documentation does.
const FOLDER: &str = "scenarios";

/// Scenarios and studies that are built into a program, under their paths in the project's `scenarios` folder
/// (`madre-de-dios/study.toml`), with every file they name.
#[derive(Debug)]
pub struct Shipped {
    files: fn() -> Vec<(String, Vec<u8>)>,
    texts: OnceLock<Arc<Texts>>,
}

/// A file as the command line names it.
#[derive(Clone, Debug)]
pub struct Input {
    source: Source,
    path: PathBuf,
    /// What ships and might have been meant, where there is no such file.
    instead: Vec<String>,
}

impl Shipped {
    /// What `files` gives, paths and bytes. It is asked once, and only when a command names a file that is not on the disk.
    pub const fn new(files: fn() -> Vec<(String, Vec<u8>)>) -> Shipped {
        Shipped { files, texts: OnceLock::new() }
    }

    /// All of them.
    pub fn texts(&self) -> &Arc<Texts> {
        self.texts.get_or_init(|| {
            let mut texts = Texts::marked(MARK);
            (self.files)().iter().for_each(|(path, bytes)| texts.put(path, bytes));
            Arc::new(texts)
        })
    }

    /// Scenarios and studies, as a command may name them; policy files, which a study names, are left out.
    pub fn names(&self) -> Vec<String> {
        let named = self.texts().paths().filter(|path| path.components().count() == 2);
        let named = named.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
        let named = named.filter(|path| !path.to_string_lossy().ends_with(".solved.toml"));
        named.map(|path| path.with_extension("").to_string_lossy().replace('\\', "/")).collect()
    }

    /// The file that `asked` names. A file of that path on the disk comes first, then one with `.toml` behind it, then one of these
    /// likewise.
    pub fn find(&self, asked: &Path) -> Input {
        let on_disk = |path: &Path| path.exists() && !path.is_dir();
        let with_extension = completed(asked);
        let candidates = || [Some(asked), with_extension.as_deref()].into_iter().flatten();
        if let Some(path) = candidates().find(|path| on_disk(path)) {
            return Input::on_disk(path);
        }
        let texts = self.texts();
        for path in candidates() {
            let plain = without_dots(path);
            let path = plain.strip_prefix(FOLDER).unwrap_or(&plain);
            if texts.get(path).is_some() {
                let source = Source::Memory(Arc::clone(texts));
                return Input { source, path: path.to_path_buf(), instead: Vec::new() };
            }
        }
        Input { instead: self.names(), ..Input::on_disk(asked) }
    }
}

/// A path with `.toml` behind it, unless it has that already.
fn completed(path: &Path) -> Option<PathBuf> {
    let mut name = path.file_name()?.to_os_string();
    name.push(".toml");
    path.extension().is_none_or(|extension| extension != "toml").then(|| path.with_file_name(name))
}

/// The bytes of a plain file; a device or a pipe may never end.
fn plain_file(path: &Path) -> std::io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "this is no plain file"));
    }
    std::fs::read(path)
}

impl Input {
    /// A file on the disk, whether it is there or not.
    pub fn on_disk(path: &Path) -> Input {
        Input { source: Source::Disk, path: path.to_path_buf(), instead: Vec::new() }
    }

    /// Its path, as a command may name it again.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it ships with the program, so that nothing can be written to it.
    pub fn is_shipped(&self) -> bool {
        matches!(self.source, Source::Memory(_))
    }

    /// How errors write its path.
    pub fn shown(&self) -> PathBuf {
        self.source.shown(&self.path)
    }

    /// Another file from where this one comes, named as the scenario or study that was read from here names it.
    pub fn at(&self, path: &Path) -> Input {
        Input { source: self.source.clone(), path: path.to_path_buf(), instead: Vec::new() }
    }

    /// A file whose text is given instead of read, by its path as seen from the folder of this one. It may name others from where this one
    /// comes.
    pub fn given(&self, path: &Path, text: &str) -> Input {
        let path = self.path.parent().unwrap_or(Path::new("")).join(path);
        Input { source: self.source.with(&path, text.as_bytes()), path, instead: Vec::new() }
    }

    /// Another file of the same folder.
    pub fn beside(&self, name: &str) -> Input {
        self.at(&self.path.with_file_name(name))
    }

    /// The text, and the 64-hex hash of the bytes.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(&self) -> Result<(SourceText, String), Diagnostic> {
        self.source.read(&self.path)
    }

    /// Whether it is to be taken for a policy file.
    pub fn is_policy(&self) -> bool {
        is_policy_in(&self.source, &self.path)
    }

    /// Whether it is to be taken for a study, also where something is wrong with it.
    pub fn is_study(&self) -> bool {
        is_study_in(&self.source, &self.path)
    }

    /// As [`load_scenario`](super::load::load_scenario).
    ///
    /// # Errors
    /// As there; where nothing is, what ships.
    pub fn scenario(&self, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Scenario, Diagnostic> {
        load_scenario_in(self.source.clone(), &self.path, vocabulary, set).map_err(|error| self.absent(error))
    }

    /// As [`load_study`](super::study::load_study).
    ///
    /// # Errors
    /// As there; where nothing is, what ships.
    pub fn study(&self, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
        self.swept_study(vocabulary, set).map(|(study, _)| study)
    }

    /// The same with what its sweeps made: which policies stand for which values.
    ///
    /// # Errors
    /// As [`Input::study`].
    pub fn swept_study(
        &self,
        vocabulary: &Vocabulary,
        set: &[(String, f64)],
    ) -> Result<(Study, Vec<Sweep>), Diagnostic> {
        let study = load_study_in(self.source.clone(), &self.path, vocabulary, set, Tables::Needed);
        study.map_err(|error| self.absent(error))
    }

    /// A file that was read with this one, by its path as manifests write it: its path without a mark, and its bytes.
    ///
    /// # Errors
    /// A file on the disk that cannot be read.
    pub fn bytes_of(&self, shown: &Path) -> (PathBuf, std::io::Result<Vec<u8>>) {
        let marked = shown.to_str().and_then(|shown| shown.strip_suffix(MARK)).map(PathBuf::from);
        match (&self.source, marked) {
            (Source::Memory(texts), Some(path)) => match texts.get(&path) {
                Some(bytes) => (path, Ok(bytes.to_vec())),
                None => (path, plain_file(shown)),
            },
            (Source::Memory(texts) | Source::Over(texts), None) if texts.get(shown).is_some() => {
                (shown.to_path_buf(), Ok(texts.get(shown).unwrap_or_default().to_vec()))
            }
            _ => (shown.to_path_buf(), plain_file(shown)),
        }
    }

    /// As [`load_study_to_solve`](super::study::load_study_to_solve).
    ///
    /// # Errors
    /// As there; where nothing is, what ships.
    pub fn study_to_solve(&self, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
        let study = load_study_in(self.source.clone(), &self.path, vocabulary, set, Tables::MayBeMissing);
        study.map(|(study, _)| study).map_err(|error| self.absent(error))
    }

    /// As [`load_policy`](super::study::load_policy).
    ///
    /// # Errors
    /// As there.
    pub fn policy(&self, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<PolicyFile, Diagnostic> {
        load_policy_in(&self.source, &self.path, vocabulary, set)
    }

    /// An error of reading it. Where nothing is, it may be one of those that ship that was meant.
    fn absent(&self, error: Diagnostic) -> Diagnostic {
        if self.instead.is_empty() || self.path.exists() {
            return error;
        }
        let plain = without_dots(&self.path).with_extension("");
        let asked = plain.strip_prefix(FOLDER).unwrap_or(&plain).to_string_lossy().replace('\\', "/");
        let within: Vec<&str> =
            self.instead.iter().map(String::as_str).filter(|name| name.starts_with(&format!("{asked}/"))).collect();
        let listed = if within.is_empty() { self.instead.iter().map(String::as_str).collect() } else { within };
        let nearest = nearest_name(&asked, self.instead.iter().map(String::as_str));
        Diagnostic {
            expected: Some(format!("a file that exists, or one that ships with the program: {}", listed.join(", "))),
            ..error.nearest(nearest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::policy::VOCABULARY;

    const STUDY: &str = "name = \"mine\"\nscenario = \"baseline.toml\"\nbudget_soles_per_year = 60_000\n[[policy]]\nname = \"p\"\n\
                         [[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n";

    fn scenarios() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
    }

    /// The toy scenario as if it shipped.
    fn packed() -> Vec<(String, Vec<u8>)> {
        let files = ["toy/baseline.toml", "toy/departments.csv", "toy/towns.csv", "madre-de-dios/parameters.csv"];
        files.map(|file| (file.to_owned(), std::fs::read(scenarios().join(file)).expect("a scenario's file"))).into()
    }

    #[test]
    fn a_text_that_is_given_stands_beside_the_files_that_it_names_on_the_disk_and_among_those_that_ship() {
        let shipped = Shipped::new(packed);
        let on_disk = Input::on_disk(&scenarios().join("toy/baseline.toml"));
        for beside in [on_disk, shipped.find(Path::new("toy/baseline"))] {
            let given = beside.given(Path::new("mine.toml"), STUDY);
            let study = given.study(&VOCABULARY, &[]).expect("a study");
            assert_eq!((study.name.as_str(), study.scenario.name.as_str()), ("mine", "toy"));
            let (first, _) = study.inputs.first().expect("what was read");
            assert_eq!(first, &beside.path().with_file_name("mine.toml"), "it is no file that ships");
            assert_eq!(given.bytes_of(first).1.expect("its bytes"), STUDY.as_bytes());
            for (shown, hash) in &study.inputs {
                let bytes = given.bytes_of(shown).1.expect("what was read can be read again");
                assert_eq!(*hash, blake3::hash(&bytes).to_hex().to_string(), "{}", shown.display());
            }
            // One that is given in its place is read; the input it was made from is as it was.
            let wrong = given.given(Path::new("mine.toml"), "nam = 1\n").study(&VOCABULARY, &[]).expect_err("no study");
            assert_eq!((wrong.line(), wrong.file.ends_with("mine.toml")), (Some(1), true));
            assert!(given.study(&VOCABULARY, &[]).is_ok());
        }
    }
}
