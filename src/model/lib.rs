//! The model of amparo: girls, households, recruiters and brothels across mining towns, week by week, and the programmes that
//! protect girls from being drawn into sexual exploitation. Everyone in it is synthetic.
//!
//! Data flow down this list and nowhere back; each module imports only from those above it.
//!
//! * [`math`]: utility, Shapley values, statistics, distributions, search, with the same bits everywhere: pure functions.
//! * [`draws`]: keyed randomness. Knows nothing of the science.
//! * [`register`]: every parameter with unit, range, prior, source and grade, as data.
//! * [`scenario`]: what a scenario and a study hold, checked: plain data.
//! * [`world`]: the entities, their components, the levers the science reads; filling a world.
//! * [`process`]: the science, one file per process.
//! * [`policy`]: interventions, one file each: what they cost and what they write to the levers.
//! * [`diagnose`]: which drivers act on girls of a community, and how strongly.
//! * [`observe`]: what a tick reports: series, register, conservation, the state's hash.
//! * [`engine`]: the schedule as one printable list; burn in, fork, run.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]

pub mod diagnose;
pub mod draws;
pub mod engine;
pub mod math;
pub mod observe;
pub mod policy;
pub mod process;
pub mod register;
pub mod scenario;
pub mod world;
