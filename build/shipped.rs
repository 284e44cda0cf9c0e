//! Packs every file below `scenarios/` into the program, so that it needs no clone of the project: one deflated piece of bytes and a
//! list of which of them are whose.

use flate2::{Compression, write::DeflateEncoder};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FOLDER: &str = "scenarios";

fn main() -> io::Result<()> {
    // Cargo looks through the whole folder.
    println!("cargo:rerun-if-changed={FOLDER}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut files = Vec::new();
    list(Path::new(FOLDER), &mut files)?;
    files.sort();
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut index = String::from("&[\n");
    for file in files {
        let bytes = fs::read(&file)?;
        packed.write_all(&bytes)?;
        let below = file.strip_prefix(FOLDER).map_err(io::Error::other)?;
        let path = below.to_string_lossy().replace('\\', "/");
        writeln!(index, "({path:?}, {}),", bytes.len()).map_err(io::Error::other)?;
    }
    index.push(']');
    fs::write(out.join("shipped.deflate"), packed.finish()?)?;
    fs::write(out.join("shipped.rs"), index)
}

/// Every file below a folder, but for what editors and programs leave there.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let known =
            path.extension().is_some_and(|extension| ["toml", "csv", "md", "txt"].iter().any(|one| extension == *one));
        if path.is_dir() {
            list(&path, files)?;
        } else if known {
            files.push(path);
        }
    }
    Ok(())
}
