//! What the program is built from, by what, and how: records of speed name it.

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for variable in ["RUSTC", "CARGO_ENCODED_RUSTFLAGS"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    let told = |variable: &str| std::env::var(variable).unwrap_or_default();
    let compiler = said(Command::new(told("RUSTC")).arg("--version")).unwrap_or_default();
    // Flags are parted by a unit separator, which no line of text holds.
    let flags = told("CARGO_ENCODED_RUSTFLAGS").replace('\u{1f}', " ");
    println!("cargo::rustc-env=AMPARO_COMPILER={compiler}");
    println!("cargo::rustc-env=AMPARO_FLAGS={flags}");
    println!("cargo::rustc-env=AMPARO_FEATURES={}", told("CARGO_CFG_TARGET_FEATURE"));
    println!("cargo::rustc-env=AMPARO_COMMIT={}", commit().unwrap_or_default());
}

/// First line of what a command says; `None` if it fails.
fn said(command: &mut Command) -> Option<String> {
    let out = command.output().ok().filter(|out| out.status.success())?;
    Some(String::from_utf8(out.stdout).ok()?.lines().next()?.to_owned())
}

/// The commit that is checked out, if this is a repository of the program's own; it is looked at again when another one is.
fn commit() -> Option<String> {
    let root = Path::new("../..").canonicalize().ok()?;
    let git = |arguments: &[&str]| said(Command::new("git").arg("-C").arg(&root).args(arguments));
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?).canonicalize().ok()?;
    if top != root {
        return None;
    }
    let branch = git(&["symbolic-ref", "-q", "HEAD"]);
    for name in ["HEAD", "packed-refs"].into_iter().chain(branch.as_deref()) {
        let file = root.join(git(&["rev-parse", "--git-path", name])?);
        if file.exists() {
            println!("cargo::rerun-if-changed={}", file.display());
        }
    }
    git(&["rev-parse", "--short=12", "HEAD"])
}
