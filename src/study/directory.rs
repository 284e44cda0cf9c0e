//! The one owner of a directory of results. It knows its own files by name from `manifest.json`, which is written first, as
//! "under way", and completed last, with every file's hash. A directory that holds anything else is refused before anything is
//! simulated, and nothing is ever removed but what a manifest of ours lists.

use super::claim::{Claim, check, foreign, option};
use super::error::StudyError;
use super::lock::{Hold, lock};
use super::manifest::{
    ALSO, LOCK, MANIFEST, Manifest, ManifestFacts, PROGRAM, RESOLVED, State, Took, read_manifest, store_json,
};
use super::plan::MODEL;
use super::seal::{hash_of, hash_of_file, is_pack, remove_sealed, sealed_files, unsealed};
use super::write::{self, write_whole};
use amparo_text::Diagnostic;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A directory of results, held until dropped.
pub struct Directory {
    root: PathBuf,
    claim: Claim,
    fresh: bool,
    hold: Hold,
    before: Option<Manifest>,
    _lock: Option<File>,
    /// Directories that were made for it, the outermost last.
    made: Vec<PathBuf>,
    now: Mutex<Now>,
}

/// State of the directory so far: which files are whole.
#[derive(Default)]
struct Now {
    begun: bool,
    /// Names that the manifest on disk lists.
    listed: BTreeSet<String>,
    /// Files of this run that are whole, with their hashes.
    whole: BTreeMap<String, String>,
    /// Sealed files that are whole but of no use to this run: those of a study that was larger.
    spare: BTreeSet<String>,
}

impl Directory {
    /// Takes a directory for this claim; it may not exist yet. Nothing of it is changed. `fresh`: what a manifest of ours lists
    /// may be replaced, whatever it is of.
    ///
    /// # Errors
    /// [`StudyError::Input`] if it holds anything else, with the difference, or an input of this command;
    /// [`StudyError::Failed`] if it cannot be made or is in use.
    pub fn claim(root: &Path, claim: Claim, fresh: bool) -> Result<Directory, StudyError> {
        Self::hold(root, claim, fresh, Hold::Alone)
    }

    /// Takes a part in a directory that several processes with the same claim may hold at a time, for studies shared out
    /// among machines: each adds sealed files; whoever holds it alone afterwards finishes it. A file system without locks will do.
    ///
    /// # Errors
    /// As [`Directory::claim`]; it is in use while somebody holds it alone.
    pub fn join(root: &Path, claim: Claim) -> Result<Directory, StudyError> {
        Self::hold(root, claim, false, Hold::Together)
    }

    /// Takes a directory to make tables of the sealed files that several added, on a file system without locks as well.
    ///
    /// # Errors
    /// As [`Directory::claim`]; what it holds is of another build of the model.
    pub fn gather(root: &Path, claim: Claim) -> Result<Directory, StudyError> {
        Self::hold(root, claim, false, Hold::Gathering)
    }

    fn hold(root: &Path, claim: Claim, fresh: bool, hold: Hold) -> Result<Directory, StudyError> {
        // Looked at before anything is made, so that a refusal leaves no trace.
        let same_model = |before: Option<Manifest>| match (hold, before) {
            (Hold::Alone, before) => Ok(before),
            (_, Some(before)) => of_this_model(root, before).map(Some),
            (_, None) => Ok(None),
        };
        same_model(check(root, &claim, fresh)?)?;
        let mut made = Vec::new();
        make_all(root, &mut made)?;
        let lock = match lock(root, hold) {
            Ok(lock) => lock,
            Err(error) => {
                unmake(&made);
                return Err(error);
            }
        };
        // And again, now that nobody else writes.
        let before = same_model(check(root, &claim, fresh)?)?;
        let now = Now { listed: before.iter().flat_map(|b| b.files.keys().cloned()).collect(), ..Now::default() };
        Ok(Directory { root: root.to_path_buf(), claim, fresh, hold, before, _lock: lock, made, now: Mutex::new(now) })
    }

    /// Whether a command with this claim would be refused here; nothing is made, locked or changed.
    ///
    /// # Errors
    /// As [`Directory::claim`], but for what only taking it shows.
    pub fn look(root: &Path, claim: &Claim) -> Result<(), StudyError> {
        check(root, claim, false).map(drop)
    }

    /// The same for one that joins or gathers: what is there must be of this build of the model, too.
    ///
    /// # Errors
    /// As [`Directory::join`].
    pub fn look_together(root: &Path, claim: &Claim) -> Result<(), StudyError> {
        check(root, claim, false)?.map_or(Ok(()), |before| of_this_model(root, before).map(drop))
    }

    /// The directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What it is of.
    pub fn claimed(&self) -> &Claim {
        &self.claim
    }

    /// Names of the files of this run that are whole, sorted; a folder of another baseline ends in `/`.
    pub fn whole(&self) -> Vec<String> {
        let there = |other: &&String| self.root.join(ALSO).join(other).is_dir();
        let also = self.claim.also.iter().filter(there).map(|other| format!("{ALSO}/{other}/"));
        self.now().whole.keys().cloned().chain(also).collect()
    }

    /// Files of this run that are whole, with the hashes of their bytes.
    pub fn hashes(&self) -> BTreeMap<String, String> {
        self.now().whole.clone()
    }

    /// What made the results of before took, as far as they are kept.
    pub fn took(&self) -> Took {
        self.before.as_ref().filter(|_| !self.fresh).map_or_else(Took::default, |before| before.took)
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says on disk that results are under way, and of what. With `fresh`, everything of before goes that a manifest lists.
    ///
    /// # Errors
    /// As [`Directory::write`].
    pub fn begin(&self) -> Result<(), StudyError> {
        let mut now = self.now();
        if now.begun {
            return Ok(());
        }
        let under_way = |b: &Manifest| b.state == State::UnderWay && b.inputs_hash == self.claim.hash();
        if self.hold == Hold::Together && self.before.as_ref().is_some_and(under_way) {
            now.begun = true;
            return Ok(());
        }
        if self.hold != Hold::Together {
            self.sweep(&now.listed);
        }
        let before = now.listed.clone();
        now.listed.insert(RESOLVED.into());
        self.write_manifest(State::UnderWay, &now, None)?;
        write_whole(&self.root.join(RESOLVED), self.claim.resolved.as_bytes())?;
        now.whole.insert(RESOLVED.into(), hash_of(self.claim.resolved.as_bytes()));
        now.begun = true;
        if self.hold == Hold::Together {
            // Another with other inputs may have begun at the same moment: then the text there is the other's.
            check(&self.root, &self.claim, false)?;
        }
        let Some(old) = self.before.as_ref().filter(|_| self.fresh) else { return Ok(()) };
        for name in before.iter().filter(|name| *name != RESOLVED) {
            write::remove(&self.root.join(name))?;
        }
        remove_empty_folders(&self.root, &before);
        for folder in &old.sealed {
            remove_sealed(&self.root.join(folder))?;
        }
        for other in old.also.iter().chain(&old.set_aside).filter(|other| !self.claim.also.contains(other)) {
            put_aside(&self.root.join(ALSO).join(other), true)?;
        }
        // Others may be in it.
        let _ = fs::remove_dir(self.root.join(ALSO));
        now.listed.retain(|name| name == RESOLVED);
        self.write_manifest(State::UnderWay, &now, None)
    }

    /// Removes what killed runs left half written.
    fn sweep(&self, listed: &BTreeSet<String>) {
        write::sweep(&self.root, |stem| stem == MANIFEST || listed.contains(stem));
        for folder in self.folders(listed) {
            let sealed = self.claim.sealed.contains(&&*folder);
            write::sweep(&self.root.join(&folder), |stem| sealed || listed.contains(&format!("{folder}/{stem}")));
        }
    }

    /// Folders that hold files of ours.
    fn folders(&self, listed: &BTreeSet<String>) -> BTreeSet<String> {
        let of = |name: &String| folder_of(name).map(str::to_owned);
        listed.iter().filter_map(of).chain(self.claim.sealed.iter().map(|s| (*s).to_owned())).collect()
    }

    /// Lists files that are about to be written, so that the manifest names them before they are there.
    ///
    /// # Errors
    /// [`StudyError::Input`] where one is there already and is none of ours.
    pub fn announce(&self, names: &[String]) -> Result<(), StudyError> {
        self.begin()?;
        let mut now = self.now();
        let new: Vec<&String> = names.iter().filter(|name| !now.listed.contains(*name)).collect();
        if new.is_empty() {
            return Ok(());
        }
        debug_assert!(self.hold != Hold::Together, "only sealed files are written together");
        for name in &new {
            if fs::symlink_metadata(self.root.join(name)).is_ok() {
                return Err(foreign(&self.root, &[(*name).clone()]).into());
            }
        }
        let new: Vec<String> = new.into_iter().cloned().collect();
        now.listed.extend(new);
        self.write_manifest(State::UnderWay, &now, None)
    }

    /// Writes a file of the directory, in one step.
    ///
    /// # Errors
    /// [`StudyError::Failed`], with nothing half written left behind; as [`Directory::announce`].
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), StudyError> {
        let folder = folder_of(name);
        if folder.is_some_and(|folder| self.claim.sealed.contains(&folder)) {
            self.begin()?;
        } else {
            self.announce(&[name.to_owned()])?;
        }
        if let Some(folder) = folder {
            // Only inside the directory: one that was removed meanwhile is not made again.
            write::make_folder(&self.root.join(folder))?;
        }
        write_whole(&self.root.join(name), content)?;
        self.is_whole(name, hash_of(content));
        Ok(())
    }

    /// Makes a folder of sealed files, if it is not there.
    ///
    /// # Errors
    /// As [`Directory::write`].
    pub fn make_folder(&self, folder: &str) -> Result<(), StudyError> {
        self.begin()?;
        write::make_folder(&self.root.join(folder))
    }

    /// Whether a file was found whole or written.
    pub fn has_whole(&self, name: &str) -> bool {
        self.now().whole.contains_key(name)
    }

    /// Names of what packs hold that is no part of the results.
    pub fn leaves_out(&self, names: Vec<String>) {
        self.now().spare.extend(names);
    }

    /// Files whose making is counted in [`Directory::took`]: those that earlier results had.
    pub fn counted(&self) -> Vec<String> {
        self.before.iter().flat_map(|before| before.files.keys().cloned()).collect()
    }

    /// A file that was found whole, with the hash of its bytes.
    pub fn is_whole(&self, name: &str, hash: String) {
        self.now().whole.insert(name.to_owned(), hash);
    }

    /// Completes the manifest, once everything else is there: what earlier runs listed and this one did not write goes, but for
    /// sealed files, which are kept for a study that grows again. `facts` are for readers.
    ///
    /// # Errors
    /// As [`Directory::write`].
    pub fn finish(&self, facts: &ManifestFacts) -> Result<(), StudyError> {
        self.begin()?;
        let mut now = self.now();
        let sealed = |name: &str| folder_of(name).is_some_and(|folder| self.claim.sealed.contains(&folder));
        let gone: Vec<String> =
            now.listed.iter().filter(|name| !now.whole.contains_key(*name) && !sealed(name)).cloned().collect();
        for name in &gone {
            write::remove(&self.root.join(name))?;
            now.listed.remove(name);
        }
        remove_empty_folders(&self.root, &gone);
        for folder in self.claim.sealed {
            for file in sealed_files(&self.root.join(folder)) {
                let name = format!("{folder}/{file}");
                if now.whole.contains_key(&name) {
                    continue;
                }
                if let Some(hash) = hash_of_whole(&self.root.join(&name)) {
                    now.spare.insert(name.clone());
                    now.whole.insert(name, hash);
                }
            }
        }
        for other in self.before.iter().flat_map(|b| &b.also).filter(|other| !self.claim.also.contains(other)) {
            put_aside(&self.root.join(ALSO).join(other), false)?;
        }
        now.listed = now.whole.keys().cloned().collect();
        self.write_manifest(State::Complete, &now, Some(facts.clone()))
    }

    /// Gives it up: directories that were made for it go again if nothing was written into them.
    pub fn abandon(self) {
        if self.before.is_none() && !self.now().begun {
            // An empty directory left behind would be untidy, no more.
            let _ = fs::remove_file(self.root.join(LOCK));
            unmake(&self.made);
        }
    }

    fn write_manifest(&self, state: State, now: &Now, facts: Option<ManifestFacts>) -> Result<(), StudyError> {
        let claim = &self.claim;
        let old = self.before.as_ref().filter(|_| !self.fresh || !now.begun);
        let set_aside = old
            .iter()
            .flat_map(|b| b.also.iter().chain(&b.set_aside))
            .filter(|other| !claim.also.contains(other))
            .cloned()
            .collect();
        let took = facts.as_ref().map_or_else(
            || self.took(),
            |facts| Took { wall_seconds: facts.work.wall_seconds, cpu_seconds: facts.work.cpu_seconds.unwrap_or(0.0) },
        );
        let manifest = Manifest {
            program: PROGRAM.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            model: MODEL.into(),
            command: claim.command.into(),
            name: claim.name.clone(),
            state,
            finished: (state == State::Complete)
                .then(|| humantime::format_rfc3339_seconds(SystemTime::now()).to_string()),
            inputs_hash: claim.hash(),
            inputs: claim.inputs.iter().map(|(path, hash)| (path.display().to_string(), hash.clone())).collect(),
            set: claim.set.clone(),
            facts,
            took,
            sealed: claim.sealed.iter().map(|folder| (*folder).to_owned()).collect(),
            also: claim.also.clone(),
            set_aside,
            spare: now.spare.clone(),
            files: now
                .listed
                .iter()
                .map(|name| (name.clone(), now.whole.get(name).filter(|_| state == State::Complete).cloned()))
                .collect(),
        };
        store_json(&self.root.join(MANIFEST), &manifest)
    }
}

/// Hash of a sealed file, if it is whole. A pack is, wherever it ends.
fn hash_of_whole(path: &Path) -> Option<String> {
    if is_pack(path) {
        return hash_of_file(path).ok();
    }
    let bytes = fs::read(path).ok()?;
    unsealed(&bytes).is_ok().then(|| hash_of(&bytes))
}

/// Refuses what another build of the model made: cells of two would never be one study's.
fn of_this_model(root: &Path, before: Manifest) -> Result<Manifest, StudyError> {
    if before.model == MODEL {
        return Ok(before);
    }
    let message = format!(
        "{} holds cells of another build of the model ({} of version {}); this one is {MODEL} of version {}",
        root.display(),
        before.model,
        before.version,
        env!("CARGO_PKG_VERSION")
    );
    Err(Diagnostic::new(message)
        .in_file(option(root))
        .expected("the same build for all shards, or another directory with --out")
        .into())
}

/// The folder of a file of the directory; `None` at the top.
fn folder_of(name: &str) -> Option<&str> {
    name.rsplit_once('/').map(|(folder, _)| folder)
}

/// Removes the folders of files that are gone; one that still holds something stays.
fn remove_empty_folders<'a>(root: &Path, gone: impl IntoIterator<Item = &'a String>) {
    for folder in gone.into_iter().filter_map(|name| folder_of(name)).collect::<BTreeSet<&str>>() {
        let _ = fs::remove_dir(root.join(folder));
    }
}

/// Makes a directory and those above it; `made` says which, the innermost first.
fn make_all(root: &Path, made: &mut Vec<PathBuf>) -> Result<(), StudyError> {
    let mut missing = Vec::new();
    let mut at = Some(root);
    while let Some(path) = at.filter(|path| !path.as_os_str().is_empty() && !path.exists()) {
        missing.push(path.to_path_buf());
        at = path.parent();
    }
    for path in missing.iter().rev() {
        write::make_folder(path).inspect_err(|_| unmake(made))?;
        made.insert(0, path.clone());
    }
    Ok(())
}

/// Removes directories that were made, as far as they are empty.
fn unmake(made: &[PathBuf]) {
    for path in made {
        // One that holds something stays, and so do those around it.
        let _ = fs::remove_dir(path);
    }
}

/// Takes the tables and charts of a baseline that the study dropped away, as if it had never been; with `all`, what was
/// computed too.
fn put_aside(root: &Path, all: bool) -> Result<(), StudyError> {
    let Some(before) = read_manifest(root) else { return Ok(()) };
    let _lock = lock(root, Hold::Alone)?;
    let sealed = |name: &str| folder_of(name).is_some_and(|folder| before.sealed.iter().any(|s| s == folder));
    let text = fs::read_to_string(root.join(MANIFEST)).map_err(|e| StudyError::file("read", root, &e))?;
    let mut document: Map<String, Value> =
        serde_json::from_str(&text).map_err(|e| StudyError::Failed(e.to_string()))?;
    let (keep, go): (Vec<&String>, Vec<&String>) =
        before.files.keys().partition(|name| !all && (sealed(name) || *name == RESOLVED));
    document.insert("state".into(), serde_json::json!(State::UnderWay));
    let listing =
        |names: &[&String]| serde_json::json!(names.iter().map(|n| (*n, None::<String>)).collect::<BTreeMap<_, _>>());
    document.insert("files".into(), listing(&before.files.keys().collect::<Vec<_>>()));
    store_json(&root.join(MANIFEST), &document)?;
    for name in &go {
        write::remove(&root.join(name))?;
    }
    remove_empty_folders(root, go.iter().copied());
    if !all {
        document.insert("files".into(), listing(&keep));
        return store_json(&root.join(MANIFEST), &document);
    }
    for folder in &before.sealed {
        remove_sealed(&root.join(folder))?;
    }
    write::remove(&root.join(MANIFEST))?;
    let _ = fs::remove_file(root.join(LOCK));
    unmake(&[root.to_path_buf()]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::sealed;
    use amparo_model::scenario::SetValues;

    #[test]
    fn several_of_one_plan_add_sealed_files_and_one_alone_completes_them() {
        let root = std::env::temp_dir().join(format!("amparo-together-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let claim = |seed: u32| Claim {
            command: "compare",
            name: "s".into(),
            resolved: format!("[study]\nseed = {seed}\n"),
            inputs: Vec::new(),
            set: SetValues::default(),
            tables: vec!["table.csv".into()],
            sealed: &["cells"],
            also: Vec::new(),
        };
        let in_use = |result: Result<Directory, StudyError>| match result {
            Err(StudyError::Failed(message)) => message.contains("in use"),
            _ => false,
        };
        let parts: Vec<Directory> =
            (0..3).map(|_| Directory::join(&root, claim(1)).unwrap_or_else(|e| panic!("{e}"))).collect();
        std::thread::scope(|scope| {
            for (i, part) in parts.iter().enumerate() {
                scope.spawn(move || {
                    for cell in 0..20 {
                        let body = format!("{i} {cell}");
                        part.write(&format!("cells/{i}-{cell}.cell"), &sealed(body.as_bytes())).expect("a cell");
                    }
                });
            }
        });
        assert!(in_use(Directory::claim(&root, claim(1), false)), "nobody holds it alone meanwhile");
        assert!(
            matches!(Directory::join(&root, claim(2)), Err(StudyError::Input(_))),
            "another plan has no part in it"
        );
        drop(parts);
        let alone = Directory::claim(&root, claim(1), false).unwrap_or_else(|e| panic!("{e}"));
        assert!(in_use(Directory::join(&root, claim(1))));
        for i in 0..60 {
            let name = format!("cells/{}-{}.cell", i / 20, i % 20);
            let bytes = fs::read(root.join(&name)).expect("a cell");
            assert_eq!(unsealed(&bytes).expect("its seal holds"), format!("{} {}", i / 20, i % 20).as_bytes());
            alone.is_whole(&name, hash_of(&bytes));
        }
        alone.write("table.csv", b"a,b\n").expect("a table");
        alone.finish(&ManifestFacts::default()).expect("a manifest");
        let listed = read_manifest(&root).expect("a manifest");
        assert_eq!((listed.state, listed.files.len(), listed.spare.len()), (State::Complete, 62, 0));
        fs::remove_dir_all(root).expect("the directory");
    }
}
