//! What the command line promises, on the toy world and through the built program: exit codes, machine-readable answers,
//! and results that do not depend on how, in how many pieces, or how fast they were made.

mod answers;
mod bench;
mod diagnose;
mod draws;
mod exits;
mod matching;
mod resuming;
#[cfg(unix)]
mod signals;
mod speed;
mod stale;
