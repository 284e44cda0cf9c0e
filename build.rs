//! Names the model's source by a hash, so that stored cells of another version of the model are never taken for this one's.
//! How files are read is not part of it: what was read stands in each cell's own hash.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let parts = [
        "math/multiple_choice.rs",
        "math/normal.rs",
        "math/num.rs",
        "math/poisson.rs",
        "math/shapley.rs",
        "draws.rs",
        "world",
        "model",
        "policy",
        "diagnose",
        "observe",
        "engine",
        "study/plan.rs",
        "study/unit.rs",
        "study/cell.rs",
    ];
    let mut files = Vec::new();
    for part in parts {
        let path = Path::new("src").join(part);
        println!("cargo::rerun-if-changed={}", path.display());
        collect(&path, &mut files);
    }
    files.sort();
    // FNV-1a, 64 bits: enough to notice a change.
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in files.iter().flat_map(|file| fs::read(file).unwrap_or_default()).filter(|byte| *byte != b'\r') {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    println!("cargo::rustc-env=AMPARO_MODEL={hash:016x}");
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else {
        files.push(path.to_path_buf());
    }
}
