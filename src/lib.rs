//! **amparo** (Spanish: shelter, protection): an agent-based simulation of what protects girls from being drawn into sexual
//! exploitation, by how much, for whom, at what cost, and how sure one can be. The case it ships with is Madre de Dios, Peru;
//! everyone in it is synthetic.
//!
//! Data flow down this list and nowhere back; each module imports only from those above it.
//!
//! * [`math`]: utility, Shapley values, statistics, distributions, search, with the same bits everywhere: pure functions.
//! * [`draws`]: keyed randomness. Knows nothing of the science.
//! * [`register`]: every parameter with unit, range, prior, source and grade, as data.
//! * [`scenario`]: files become a checked tree, or an error that points at the line.
//! * [`world`]: the entities, their components, the levers the science reads; filling a world.
//! * [`model`]: the science, one file a process.
//! * [`policy`]: interventions, one file each: what they cost and what they write to the levers.
//! * [`diagnose`]: which drivers act on girls of a community, and how strongly.
//! * [`observe`]: what a tick reports: series, register, conservation, the state's hash.
//! * [`engine`]: the schedule as one printable list; burn in, fork, run.
//! * [`decide`]: tables become effects, intervals, cost-effectiveness: pure functions.
//! * [`study`]: plans become cells and cells results: replicates, store, comparison, calibration.
//! * [`report`]: results become charts, tables and a page.
//! * [`cli`]: one file a subcommand.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]

pub mod cli;
pub mod decide;
pub mod diagnose;
pub mod draws;
pub mod engine;
pub mod math;
pub mod model;
pub mod observe;
pub mod policy;
pub mod register;
pub mod report;
pub mod scenario;
pub mod study;
pub mod world;
