//! A study's directory: locked by one process at a time, every file written whole or not at all, cells with a checksum.

use super::cell::{Cell, CellId};
use super::error::StudyError;
use crate::register::Diagnostic;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

/// First line of a cell file, before its checksum.
const MAGIC: &str = "amparo cell 2";
/// Differences shown where a changed study is refused.
const SHOWN: usize = 8;

/// A directory of results, held until dropped.
pub struct Store {
    root: PathBuf,
    /// Held until dropped; none where it is only looked at.
    _lock: Option<File>,
}

impl Store {
    /// Opens (or makes) a directory and locks it.
    ///
    /// # Errors
    /// [`StudyError::Failed`] if it cannot be made or another process holds it.
    pub fn open(root: &Path) -> Result<Store, StudyError> {
        fs::create_dir_all(root).map_err(|e| StudyError::file("make", root, &e))?;
        let path = root.join(".lock");
        let lock = File::create(&path).map_err(|e| StudyError::file("write", &path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Store { root: root.to_path_buf(), _lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(StudyError::Failed(format!(
                "{} is in use by another run; wait for it, or give another directory with --out",
                root.display()
            ))),
            Err(TryLockError::Error(e)) => Err(StudyError::file("lock", &path, &e)),
        }
    }

    /// A directory that may not be there, to be looked at: nothing is made or locked.
    pub fn look(root: &Path) -> Store {
        Store { root: root.to_path_buf(), _lock: None }
    }

    /// The directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Begins a run of these resolved inputs. If the directory holds a study of other inputs it is refused with the
    /// difference; a study may grow, though (more replicates or draws), and its cells stay. With
    /// `replace` everything goes that an earlier run wrote. The manifest goes in any case: it is there only beside results that are whole.
    ///
    /// # Errors
    /// As [`Store::write`], or [`StudyError::Input`] with the difference.
    pub fn begin(&self, resolved: &str, replace: bool) -> Result<(), StudyError> {
        if replace {
            self.clear()?;
        } else {
            self.fits(resolved)?;
        }
        remove(&self.root.join("manifest.json"))?;
        self.write("resolved.toml", resolved.as_bytes())
    }

    /// Removes what earlier runs wrote here, and nothing else: a directory that does not hold results of this program is left
    /// as it is.
    fn clear(&self) -> Result<(), StudyError> {
        const FILES: [&str; 26] = [
            "two_part.csv",
            "forecasts.csv",
            "forecast_skill.csv",
            "survey_sizes.csv",
            "how_different.csv",
            "discovery.csv",
            "discovery_draws.csv",
            "matching.csv",
            "report.html",
            "result.json",
            "resolved.toml",
            "summary.csv",
            "effects.csv",
            "effects_over_draws.csv",
            "decision.csv",
            "acceptability.csv",
            "waterfall.csv",
            "break_evens.csv",
            "value_of_information.csv",
            "who_benefits.csv",
            "by_treatment.csv",
            "pairing.csv",
            "survey.csv",
            "profiles.csv",
            "profiles.json",
            "region.csv",
        ];
        let own = match fs::read_to_string(self.root.join("resolved.toml")) {
            Ok(text) => text.starts_with("# Resolved "),
            Err(_) => return Ok(()),
        };
        if !own {
            return Err(Diagnostic::new(format!(
                "{} holds a resolved.toml that this program did not write; nothing is replaced",
                self.root.display()
            ))
            .expected("another directory with --out")
            .into());
        }
        for name in FILES {
            remove(&self.root.join(name))?;
        }
        for (folder, endings) in
            [("cells", &[".cell", ".unfinished"][..]), ("series", &[".csv"]), ("charts", &[".svg", ".png"])]
        {
            let folder = self.root.join(folder);
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let ours = name.to_str().is_some_and(|name| endings.iter().any(|ending| name.ends_with(ending)));
                if ours && entry.path().is_file() {
                    remove(&entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// Whether these resolved inputs are those of the directory, or it has none yet.
    ///
    /// # Errors
    /// [`StudyError::Input`] with the difference.
    pub fn fits(&self, resolved: &str) -> Result<(), StudyError> {
        let changed = match fs::read_to_string(self.root.join("resolved.toml")) {
            Ok(old) => differences(&old, resolved),
            Err(_) => Vec::new(),
        };
        if changed.is_empty() {
            return Ok(());
        }
        let shown: Vec<String> = changed.iter().take(SHOWN).map(|line| format!("\n    {line}")).collect();
        let more = changed.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!("\n    and {more} more") } else { String::new() };
        Err(Diagnostic::new(format!(
            "{} holds results of other inputs; what differs (there → here):{}{more}",
            self.root.display(),
            shown.concat()
        ))
        .expected("the same inputs, another directory with --out, or --fresh to replace what is there")
        .into())
    }

    /// Gives the directory up; if nothing was written into it, it goes.
    pub fn abandon(self) {
        let lock = self.root.join(".lock");
        let alone = fs::read_dir(&self.root).is_ok_and(|mut files| files.all(|f| f.is_ok_and(|f| f.path() == lock)));
        if alone {
            // An empty directory left behind would be untidy, no more.
            let _ = fs::remove_file(&lock).and_then(|()| fs::remove_dir(&self.root));
        }
    }

    /// Writes a file of the directory: see [`write_whole`].
    ///
    /// # Errors
    /// [`StudyError::Failed`], with nothing half written left behind.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), StudyError> {
        let path = self.root.join(name);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|e| StudyError::file("make", folder, &e))?;
        write_whole(&path, content)
    }

    /// Stores a finished cell.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn put(&self, cell: &Cell) -> Result<(), StudyError> {
        let body = cell.to_bytes().map_err(StudyError::Failed)?;
        self.write(&cell_path(&cell.id), &checked(&body))
    }

    /// A stored cell, if it is there, whole, and of this key. A file that is there but damaged is an `Err` with its name:
    /// the caller says so and runs the cell again.
    ///
    /// # Errors
    /// Names the file if it is damaged.
    pub fn get(&self, id: &CellId, key: &str) -> Result<Option<Cell>, String> {
        let name = cell_path(id);
        let Some(body) = self.read_body(&name)? else { return Ok(None) };
        let cell = Cell::from_bytes(&body).map_err(|e| format!("{name}: {e}"))?;
        Ok((cell.key == key && cell.id == *id).then_some(cell))
    }

    /// Every stored cell's file name, sorted; none where there is no such directory.
    pub fn cell_files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.root.join("cells"))
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.starts_with('d') && name.ends_with(".cell") && name != "drivers.cell")
            .collect();
        names.sort();
        names
    }

    /// The cell of a file that [`Store::cell_files`] names, whatever study it belongs to.
    ///
    /// # Errors
    /// Names the file if it is gone or damaged.
    pub fn read_cell(&self, file: &str) -> Result<Cell, String> {
        let name = format!("cells/{file}");
        let body = self.read_body(&name)?.ok_or(format!("{name}: it is gone"))?;
        Cell::from_bytes(&body).map_err(|e| format!("{name}: {e}"))
    }

    /// Stores text with its checksum.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_checked(&self, name: &str, body: &str) -> Result<(), StudyError> {
        self.write(name, &checked(body.as_bytes()))
    }

    /// Text stored with its checksum; `None` if there is no such file.
    ///
    /// # Errors
    /// Names the file if it is damaged.
    pub fn read_checked(&self, name: &str) -> Result<Option<String>, String> {
        let Some(body) = self.read_body(name)? else { return Ok(None) };
        String::from_utf8(body).map(Some).map_err(|_| format!("{name}: not text"))
    }

    /// What stands behind a file's checksum.
    fn read_body(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let bytes = match fs::read(self.root.join(name)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(format!("{name}: {e}")),
        };
        let end = bytes.iter().position(|b| *b == b'\n').ok_or(format!("{name}: cut short"))?;
        let head = std::str::from_utf8(&bytes[..end]).unwrap_or("");
        let sum = head.strip_prefix(MAGIC).map(str::trim).ok_or(format!("{name}: not a cell of this version"))?;
        let body = &bytes[end + 1..];
        if sum != checksum(body) {
            return Err(format!("{name}: its checksum does not match"));
        }
        Ok(Some(body.to_vec()))
    }
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> Result<(), StudyError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StudyError::file("remove", path, &e)),
        _ => Ok(()),
    }
}

fn cell_path(id: &CellId) -> String {
    format!("cells/{}", id.file_name())
}

/// Keys of a resolved study that say how much of it there is or what it is called, not what it is.
const EXTENT: [&str; 12] = [
    "study.title",
    "study.replicates",
    "draws.used",
    "draws.repeated",
    "draws.rejected",
    "draws.as_given",
    "draws.sample.count",
    "adaptation",
    "precision",
    "scenario.title",
    "policy.title",
    // Other baselines have directories of their own, which look after themselves.
    "also",
];

/// What differs between two resolved studies, one line a value, `key: there → here`; without titles and without how much of
/// the study there is (replicates, draws used, runs before adaptation, precision), in which a study may grow.
pub fn differences(there: &str, here: &str) -> Vec<String> {
    let (Ok(there), Ok(here)) = (flat(there), flat(here)) else {
        return vec!["resolved.toml is not that of a study".into()];
    };
    let names: std::collections::BTreeSet<&String> = there.keys().chain(here.keys()).collect();
    let grows = |name: &str| {
        let general: String =
            name.split('.').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join(".");
        EXTENT.iter().any(|extent| general == *extent || general.starts_with(&format!("{extent}.")))
    };
    names
        .into_iter()
        .filter(|name| !grows(name))
        .filter_map(|name| match (there.get(name), here.get(name)) {
            (a, b) if a == b => None,
            // Draws that only one of the two uses.
            (None, Some(_)) | (Some(_), None) if name.starts_with("draw.") => None,
            (Some(a), Some(b)) => Some(format!("{name}: {a} → {b}")),
            (Some(a), None) => Some(format!("{name}: {a} → nothing")),
            (None, b) => Some(format!("{name}: nothing → {}", b.map_or("", String::as_str))),
        })
        .collect()
}

/// Every value of a TOML text by its dotted name; tables of a list by their position.
fn flat(text: &str) -> Result<BTreeMap<String, String>, toml::de::Error> {
    fn walk(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
        let under = |name: &str| if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(name, value)| walk(&under(name), value, out)),
            toml::Value::Array(list) if list.iter().any(toml::Value::is_table) => {
                list.iter().enumerate().for_each(|(i, value)| walk(&under(&i.to_string()), value, out));
            }
            value => {
                out.insert(prefix.to_string(), value.to_string());
            }
        }
    }
    let table: toml::Table = toml::from_str(text)?;
    let mut out = BTreeMap::new();
    walk("", &toml::Value::Table(table), &mut out);
    Ok(out)
}

/// Writes a file in one step: a reader sees the old one or the new one.
///
/// # Errors
/// [`StudyError::Failed`], with nothing half written left behind.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), StudyError> {
    let unfinished = path.with_extension("unfinished");
    let written = File::create(&unfinished)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_data()
        })
        .and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|e| {
        // What is half written goes; if that fails too there is nothing more to do.
        let _ = fs::remove_file(&unfinished);
        StudyError::file("write", path, &e)
    })
}

fn checksum(body: &[u8]) -> String {
    blake3::hash(body).to_hex().to_string()
}

fn checked(body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{MAGIC} {}\n", checksum(body)).into_bytes();
    bytes.extend(body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_may_grow_but_not_change() {
        let text = |replicates: u32, theta: f64, rows: &str| {
            format!(
                "[study]\nname = \"s\"\nreplicates = {replicates}\n[draws]\nused = {replicates}\n{rows}\n\
                 [parameters]\n\"decision.theta\" = {theta:?}\n[[policy]]\nname = \"p\"\ntitle = \"T{replicates}\"\n"
            )
        };
        let first = text(2, 6.5, "[[draw]]\nmu = 1.5");
        assert_eq!(differences(&first, &first), Vec::<String>::new());
        assert_eq!(differences(&first, &text(9, 6.5, "[[draw]]\nmu = 1.5\n[[draw]]\nmu = 2.5")), Vec::<String>::new());
        assert_eq!(differences(&first, &text(2, 7.0, "[[draw]]\nmu = 1.5")), ["parameters.decision.theta: 6.5 → 7.0"]);
        assert_eq!(differences(&first, &text(2, 6.5, "[[draw]]\nmu = 1.6")), ["draw.0.mu: 1.5 → 1.6"]);
        assert_eq!(differences("[", &first).len(), 1);
    }
}
