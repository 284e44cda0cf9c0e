//! A directory is held by one process, or by several of the same plan; the lock goes with the process.

use super::claim::option;
use super::error::StudyError;
use super::manifest::LOCK;
use super::write::faults;
use amparo_text::Diagnostic;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;

/// How a directory is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// By one process, which may write everything.
    Alone,
    /// By several of the same plan, which add sealed files.
    Together,
    /// By one that gathers what several added. What it writes follows from that alone, so that two of them write the same.
    Gathering,
}

/// Locks a directory. The lock goes with the process, however that ends. `None`: the file system has no locks, and the command can do
/// without.
pub(super) fn lock(root: &Path, hold: Hold) -> Result<Option<File>, StudyError> {
    let path = root.join(LOCK);
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        return Err(Diagnostic::new(format!("{} is no plain file; it is not followed", path.display()))
            .in_file(option(root))
            .expected("another directory with --out, or that link removed")
            .into());
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    let failed = |e: std::io::Error| StudyError::file("write", &path, &e);
    // Somebody may give the directory up, and remove the lock with it, between opening and locking.
    for _ in 0..10 {
        let file = faults::step(faults::Step::Open).and_then(|()| options.open(&path)).map_err(failed)?;
        let locked = match faults::step(faults::Step::Lock) {
            Err(e) => Err(TryLockError::Error(e)),
            Ok(()) if hold == Hold::Together => file.try_lock_shared(),
            Ok(()) => file.try_lock(),
        };
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StudyError::Failed(format!(
                    "{} is in use by another run; wait for it, or give another directory with --out",
                    root.display()
                )));
            }
            Err(TryLockError::Error(_)) if hold != Hold::Alone => return Ok(None),
            Err(TryLockError::Error(e)) => {
                return Err(StudyError::Failed(format!(
                    "the file system of {} does not lock files ({e}), which keeps two runs from mixing their results; \
                     give a directory on a local disk with --out",
                    root.display()
                )));
            }
        }
        let handle = same_file::Handle::from_file(file.try_clone().map_err(failed)?).map_err(failed)?;
        if same_file::Handle::from_path(&path).is_ok_and(|there| there == handle) {
            return Ok(Some(file));
        }
    }
    Err(StudyError::Failed(format!("other runs keep taking {} and giving it up; try again", root.display())))
}
