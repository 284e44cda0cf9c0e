//! A temporary directory to work in, and the program run there.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A shipped scenario file.
pub fn shipped(file: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file).display().to_string()
}

/// The toy study.
pub fn study() -> String {
    shipped("toy/study.toml")
}

/// The toy world.
pub fn world() -> String {
    shipped("toy/baseline.toml")
}

/// An empty directory in which the program is run; removed afterwards.
pub struct Desk {
    pub dir: PathBuf,
}

impl Desk {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("amparo-command-line-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a temporary directory");
        Self { dir }
    }

    /// The program with these arguments, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amparo"));
        command.current_dir(&self.dir).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().expect("the program starts"))
    }

    /// Runs it and reads its JSON answer.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--quiet", "--format", "json"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        serde_json::from_str(&ran.out).expect("the answer is JSON")
    }

    /// Starts the program and leaves it running, silent.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
    }

    pub fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.dir.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }

    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.dir.join(file), content).unwrap_or_else(|e| panic!("{file}: {e}"));
    }

    /// Everything below the directory, sorted.
    pub fn files(&self, under: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.join(under)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path.strip_prefix(&self.dir).unwrap_or(&path).display().to_string());
                }
            }
        }
        found.sort();
        found
    }

    /// What the manifest of a directory of results says of it.
    #[track_caller]
    pub fn state(&self, results: &str) -> String {
        let manifest: Value = serde_json::from_slice(&self.read(&format!("{results}/manifest.json"))).expect("JSON");
        manifest["state"].as_str().expect("a state").to_owned()
    }

    /// Asserts that a manifest that says complete lists everything beside it, with its hash, and nothing else.
    #[track_caller]
    pub fn holds_what_its_manifest_says(&self, results: &str) {
        let manifest: Value = serde_json::from_slice(&self.read(&format!("{results}/manifest.json"))).expect("JSON");
        assert_eq!(manifest["state"], "complete", "{results}");
        let listed = manifest["files"].as_object().expect("files");
        for (name, hash) in listed {
            let bytes = self.read(&format!("{results}/{name}"));
            assert_eq!(hash.as_str(), Some(blake3::hash(&bytes).to_hex().as_str()), "{results}/{name}");
        }
        let own = |name: &str| listed.contains_key(name) || ["manifest.json", ".lock"].contains(&name);
        for file in self.files(results) {
            let name = &file[results.len() + 1..];
            assert!(own(name) || name.starts_with("also/"), "{results}: {name} is listed nowhere");
        }
    }

    /// Waits until a directory of results holds so many finished cells.
    #[track_caller]
    pub fn wait_for_cells(&self, results: &str, count: usize) {
        let cells = || {
            self.files(&format!("{results}/cells")).iter().filter(|f| f.contains("/d0") && f.ends_with(".cell")).count()
        };
        for _ in 0..3000 {
            if cells() >= count {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("{count} cells did not appear in {results}");
    }

    /// Asserts that two directories of results hold the same numbers, byte by byte.
    #[track_caller]
    pub fn same_numbers(&self, one: &str, other: &str) {
        let numbers = |results: &str| -> Vec<String> {
            let of = |f: &String| f.ends_with(".csv") || f.ends_with("result.json");
            self.files(results).iter().filter(|f| of(f)).map(|f| f[results.len()..].to_string()).collect()
        };
        assert!(numbers(one).len() > 4, "{one} holds results");
        assert_eq!(numbers(one), numbers(other));
        for file in numbers(one) {
            assert!(self.read(&format!("{one}{file}")) == self.read(&format!("{other}{file}")), "{file} differs");
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// What the program said and how it ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts how it ended and what its errors name.
    #[track_caller]
    pub fn ends(&self, code: i32, says: &[&str]) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        for part in says {
            assert!(self.err.contains(part), "expected {part:?} in:\n{}", self.err);
        }
    }
}
