//! **amparo** (Spanish: shelter, protection): an agent-based simulation of what protects girls from being drawn into sexual
//! exploitation, by how much, for whom, at what cost, and how sure one can be. The case it ships with is Madre de Dios, Peru;
//! everyone in it is synthetic.
//!
//! A world in ten lines, without and with an information campaign (`src/model/examples` has this and an intervention of one's own
//! as programs):
//!
//! ```
//! use amparo::{engine::SettledWorld, files::load_scenario, policy::VOCABULARY, scenario::Intervention};
//!
//! let scenario = load_scenario("scenarios/toy/baseline.toml".as_ref(), &VOCABULARY, &[])?;
//! let mut world = SettledWorld::new(&scenario, 1)?;
//! let campaign = Intervention::covering("information", 0.8, &scenario);
//! for given in [vec![], vec![campaign]] {
//!     let victims = world.run(&given, 2).weeks.last().map(|week| week.victims);
//!     println!("victims after two years: {victims:?}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate is a front door: it hands on the crates below, each a folder of `src/`. Data flow down this list and nowhere back;
//! each crate imports only from those above it.
//!
//! * [`text`]: errors that point at the line, tables with their places, names and numbers as people write them.
//! * [`tables`]: tables as data, with one writer each for CSV, JSON, pages and terminals.
//! * [`model`](amparo_model): the science, as a library of its own, whose modules are handed on one by one: [`math`], [`draws`], [`register`],
//!   [`scenario`], [`world`], [`process`], [`policy`], [`diagnose`], [`observe`], [`engine`].
//! * [`files`]: files become a checked tree, or an error that points at the line.
//! * [`decide`]: tables become effects, intervals, cost-effectiveness: pure functions.
//! * [`report`]: results become charts, tables and a page.
//! * [`study`]: plans become cells, cells a store, stored cells tables.
//! * [`jobs`]: what each subcommand does.
//! * [`cli`]: arguments of the command line, and nothing else.
//!
//! What the program ships with, the scenarios of this project, is built in here ([`shipped`]).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod shipped;

pub use amparo_cli as cli;
pub use amparo_decide as decide;
pub use amparo_files as files;
pub use amparo_jobs as jobs;
pub use amparo_model::{diagnose, draws, engine, math, observe, policy, process, register, scenario, world};
pub use amparo_report as report;
pub use amparo_study as study;
pub use amparo_tables as tables;
pub use amparo_text as text;
