//! Names the model by a hash, so that stored cells of another version of it are never taken for this one's.

#[path = "../../build/model_hash.rs"]
#[allow(dead_code, reason = "the test that watches the hash uses more of it")]
mod model_hash;

use std::path::{Path, PathBuf};

/// The folder of all crates, from this one's.
const SRC: &str = "..";

fn main() -> std::io::Result<()> {
    // What the hash leaves out as a whole folder may change without a new look.
    for folder in std::fs::read_dir(SRC)? {
        let folder = folder?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folder.is_dir()
            && (model_hash::left_out(&name).is_none() || model_hash::KEPT.iter().any(|k| k.starts_with(&name)))
        {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
    }
    for path in ["../../build", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let lock = lock();
    if let Some(lock) = &lock {
        println!("cargo::rerun-if-changed={}", lock.display());
    }
    let text = lock.map(std::fs::read_to_string).transpose()?;
    let hash = model_hash::model_hash(&model_hash::sources(Path::new(SRC))?, text.as_deref());
    println!("cargo::rustc-env=AMPARO_MODEL={hash}");
    Ok(())
}

/// The lock file of what is being built: as a library of another project that is the other project's, beside its target folder.
/// Where there is none, versions of libraries are not known, and the hash is that of no locked build.
fn lock() -> Option<PathBuf> {
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from)?;
    let mut folders: Vec<&Path> = out.ancestors().collect();
    let workspace = Path::new("../..");
    folders.push(workspace);
    let ours =
        |lock: &PathBuf| std::fs::read_to_string(lock).is_ok_and(|text| !model_hash::libraries(&text).is_empty());
    folders.into_iter().map(|folder| folder.join("Cargo.lock")).find(ours)
}
