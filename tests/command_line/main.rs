//! What the command line promises, on the toy world and through the built program: exit codes, machine-readable answers,
//! and results that do not depend on how, in how many pieces, or how fast they were made.

mod again;
mod answers;
mod bench;
mod cases;
mod currency;
mod diagnose;
mod draws;
mod exits;
mod explain;
mod formulas;
mod init;
mod inputs;
#[cfg(unix)]
mod interrupts;
mod matching;
mod reading;
mod results;
mod resuming;
mod several;
mod shards;
mod shelf;
mod shells;
mod shipped;
#[cfg(unix)]
mod signals;
mod speed;
mod stale;
#[cfg(unix)]
mod terminal;
mod trials;
#[allow(dead_code, reason = "the stress run takes its own part")]
mod writers;
