//! `amparo gather STUDY DIR…`

use super::common::{Common, Destination, cores};
use super::compare::{Extent, asked, shown};
use super::leaving::INTERRUPT;
use super::progress::Shown;
use amparo_files::Shipped;
use amparo_jobs as jobs;
use amparo_jobs::Options;
use amparo_study::StudyError;
use clap::Args;
use std::path::PathBuf;

/// Results of a study from the cells that its shards made, once all of them are there
#[derive(Args)]
pub struct Gather {
    /// Study file (TOML), or a study that ships, such as madre-de-dios/study
    study: PathBuf,
    /// Directories that shards wrote to; results go to the first, or to --out (by default the one that `amparo compare` would use)
    #[arg(value_name = "DIR")]
    directories: Vec<PathBuf>,
    #[command(flatten)]
    extent: Extent,
    /// Charts at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Print every table, not the answer alone
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// Gathers them.
///
/// # Errors
/// As [`jobs::gather`], or invalid input.
pub fn gather(command: &Gather, shipped: &Shipped) -> Result<(), StudyError> {
    let asked = asked(&command.extent, &command.common, &shipped.find(&command.study))?;
    let options = Options {
        jobs: command.jobs.map_or_else(cores, usize::from),
        threads: 1,
        fresh: false,
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "cells");
    let mut answer = jobs::gather(&asked.study, &asked.sweeps, &command.directories, &options, &progress, &INTERRUPT)?;
    answer.kept = asked.kept;
    jobs::publish::published(&answer, &progress)?;
    shown(&answer, command.common.format, command.details)
}
