//! What was timed becomes a record.

use super::figures::{Kind, Parts, Piece, Size, median, median_ratio, normalised, study_takes};
use super::named::{FIGURES, STUDY_SECONDS};
use super::options::BenchOptions;
use super::record::{BenchRecord, FORMAT, Figure, Machine, Sentinel};
use super::sentinel::{Beat, beat};
use amparo_model::scenario::Study;
use amparo_model::world::WEEKS_PER_YEAR;
use amparo_study::plan::{self, MODEL_VERSION, units};

/// Pieces of one figure.
pub(super) type Pieces = Vec<Piece>;

/// Everything that was timed; times in seconds.
#[derive(Default)]
pub(super) struct Measured {
    pub(super) girls: usize,
    pub(super) communities: usize,
    pub(super) burn_in_weeks: f64,
    pub(super) peak_bytes: Option<u64>,
    pub(super) beats: Vec<Beat>,
    pub(super) spawn: Pieces,
    pub(super) reseed: Pieces,
    pub(super) burn_in_week: Pieces,
    pub(super) baseline_week: Pieces,
    pub(super) policy_week: Pieces,
    pub(super) fork: Pieces,
    pub(super) hash: Pieces,
    pub(super) agent_ticks: Pieces,
    pub(super) approaches: Pieces,
    pub(super) two_jobs: SpeedUp,
    /// Of the jobs asked for, where they are neither 1 nor 2.
    pub(super) many_jobs: SpeedUp,
}

/// Work that several jobs did in the time of one, turn by turn.
#[derive(Default)]
pub(super) struct SpeedUp {
    pub(super) pieces: Pieces,
    /// The sentinel's, just before each.
    pub(super) sentinel: Vec<f64>,
}

impl SpeedUp {
    /// As a share of the sentinel's: what is lost to memory and waiting, whatever else keeps the cores busy.
    fn share(&self) -> Option<f64> {
        median_ratio(&self.pieces.iter().map(|p| p.value).collect::<Vec<_>>(), &self.sentinel)
    }
}

impl Measured {
    /// Runs the sentinel.
    pub(super) fn beat(&mut self) {
        self.beats.push(beat());
    }

    /// A piece measured after the sentinel's last run.
    pub(super) fn piece(&self, value: f64) -> Piece {
        Piece { value, after: self.beats.len().saturating_sub(1) }
    }

    /// The record of it.
    pub(super) fn record(&self, study: &Study, options: &BenchOptions, jobs: usize) -> BenchRecord {
        let wall: Vec<f64> = self.beats.iter().map(|b| b.wall).collect();
        let cpu: Vec<f64> = self.beats.iter().map(|b| b.cpu.unwrap_or(b.wall)).collect();
        let thousandth =
            |pieces: &Pieces| -> Pieces { pieces.iter().map(|p| Piece { value: p.value * 1e3, ..*p }).collect() };
        let per_girl = self.peak_bytes.map(|bytes| bytes as f64 / self.girls.max(1) as f64);
        let mut figures: Vec<Figure> = FIGURES
            .iter()
            .map(|named| match named.name {
                "agent_ticks_per_cpu_second" => named.measured(&self.agent_ticks, &cpu),
                "approaches_per_cpu_second" => named.measured(&self.approaches, &cpu),
                "baseline_week_milliseconds" => named.measured(&thousandth(&self.baseline_week), &wall),
                "policy_week_milliseconds" => named.measured(&thousandth(&self.policy_week), &wall),
                "burn_in_week_milliseconds" => named.measured(&thousandth(&self.burn_in_week), &wall),
                "spawn_seconds" => named.measured(&self.spawn, &wall),
                "fork_milliseconds" => named.measured(&thousandth(&self.fork), &wall),
                "bytes_per_girl" => named.known(per_girl, per_girl, false),
                _ => Figure { normalised: self.two_jobs.share(), ..named.measured(&self.two_jobs.pieces, &wall) },
            })
            .collect();
        figures.insert(2, self.whole_study(study, jobs, &wall));
        BenchRecord {
            format: FORMAT,
            program: concat!("amparo ", env!("CARGO_PKG_VERSION")).into(),
            model: MODEL_VERSION.into(),
            optimised: !cfg!(debug_assertions),
            machine: Machine::here(options.cores),
            study: study.name.clone(),
            scenario: study.scenario.name.clone(),
            set: study.scenario.set.0.iter().cloned().collect(),
            girls: self.girls,
            communities: self.communities,
            quick: options.quick,
            jobs,
            threads: options.threads,
            sentinel: Sentinel::of(&wall, &self.two_jobs.sentinel),
            figures,
        }
    }

    /// Time that the whole study would take on `jobs` jobs.
    fn whole_study(&self, study: &Study, jobs: usize, wall: &[f64]) -> Figure {
        let units_of = units(study).count();
        let size = Size {
            draws: study.draw_count(),
            units: units_of,
            policy_runs: plan::count_cells(study).saturating_sub(units_of),
            burn_in_weeks: self.burn_in_weeks,
            funded_weeks: f64::from(study.funded_years as u32 * WEEKS_PER_YEAR),
            following_weeks: f64::from(study.following_years as u32 * WEEKS_PER_YEAR),
        };
        let gained = if jobs == 2 { &self.two_jobs } else { &self.many_jobs };
        let (speed_up, of_free_cores) = match jobs {
            1 => (Some(1.0), Some(1.0)),
            _ => (middle(&gained.pieces), gained.share().map(|share| share * jobs as f64)),
        };
        let takes = |part: &dyn Fn(&Pieces) -> Option<f64>, speed_up: Option<f64>| -> Option<f64> {
            let parts = Parts {
                spawn: part(&self.spawn)?,
                reseed: part(&self.reseed)?,
                burn_in_week: part(&self.burn_in_week)?,
                baseline_week: part(&self.baseline_week)?,
                policy_week: part(&self.policy_week)?,
                fork: part(&self.fork)?,
                hash: part(&self.hash)?,
            };
            Some(study_takes(&parts, &size, jobs, speed_up?))
        };
        let seconds = takes(&middle, speed_up);
        let in_sentinels = takes(&|pieces| median(&normalised(pieces, Kind::Time, wall)), of_free_cores);
        STUDY_SECONDS.known(seconds, in_sentinels, true)
    }
}

/// Median of the pieces' values.
fn middle(pieces: &Pieces) -> Option<f64> {
    median(&pieces.iter().map(|p| p.value).collect::<Vec<_>>())
}
