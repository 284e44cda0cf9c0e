//! What was timed becomes a record.

use super::figures::{Kind, Parts, Piece, Size, median, median_ratio, normalised, study_takes};
use super::named::{FIGURES, STUDY_SECONDS};
use super::options::BenchOptions;
use super::record::{BenchRecord, Clocked, FORMAT, Figure, Machine, Sentinel};
use super::sentinel::{Beat, Loop};
use amparo_model::scenario::Study;
use amparo_study::cpu::Clock;
use amparo_study::plan::{self, MODEL_VERSION, units};
use std::time::{SystemTime, UNIX_EPOCH};

/// Pieces of one figure.
pub(super) type Pieces = Vec<Piece>;

/// Everything that was timed; times in seconds.
pub(super) struct Measured {
    sentinel: Loop,
    /// The clock of what one job does: the processor's where a world has one thread, so that waiting for others does not count.
    pub(super) clock: Clocked,
    pub(super) girls: usize,
    pub(super) communities: usize,
    pub(super) peak_bytes: Option<u64>,
    pub(super) beats: Vec<Beat>,
    pub(super) spawn: Pieces,
    pub(super) burn_in_week: Pieces,
    pub(super) baseline_week: Pieces,
    pub(super) policy_week: Pieces,
    pub(super) fork: Pieces,
    pub(super) agent_ticks: Pieces,
    pub(super) approaches: Pieces,
    pub(super) unit_baseline: Pieces,
    pub(super) policy_run: Pieces,
    pub(super) tables: Pieces,
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

/// Seconds that something took, on both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seconds {
    pub(super) wall: f64,
    pub(super) cpu: Option<f64>,
}

impl Seconds {
    /// Since a clock was started.
    pub(super) fn since(clock: &Clock) -> Seconds {
        Seconds { wall: clock.wall_seconds(), cpu: clock.cpu_seconds() }
    }
}

/// What something takes.
pub(super) fn seconds<R>(work: impl FnOnce() -> R) -> (Seconds, R) {
    let clock = Clock::start();
    let done = work();
    (Seconds::since(&clock), done)
}

impl Measured {
    /// Nothing yet, of worlds with so many threads each.
    pub(super) fn new(threads: usize) -> Measured {
        let told = Clock::start().cpu_seconds().is_some();
        Measured {
            sentinel: Loop::new(),
            clock: if threads == 1 && told { Clocked::Cpu } else { Clocked::Wall },
            girls: 0,
            communities: 0,
            peak_bytes: None,
            beats: Vec::new(),
            spawn: Vec::new(),
            burn_in_week: Vec::new(),
            baseline_week: Vec::new(),
            policy_week: Vec::new(),
            fork: Vec::new(),
            agent_ticks: Vec::new(),
            approaches: Vec::new(),
            unit_baseline: Vec::new(),
            policy_run: Vec::new(),
            tables: Vec::new(),
            two_jobs: SpeedUp::default(),
            many_jobs: SpeedUp::default(),
        }
    }

    /// Runs the sentinel.
    pub(super) fn beat(&mut self) {
        self.beats.push(self.sentinel.beat());
    }

    /// Work that so many runs of the sentinel at a time do in the time of one.
    pub(super) fn sentinel_speed_up(&self, jobs: usize) -> f64 {
        self.sentinel.speed_up(jobs)
    }

    /// A value measured after the sentinel's last run.
    pub(super) fn piece(&self, value: f64) -> Piece {
        Piece { value, after: self.beats.len().saturating_sub(1) }
    }

    /// What one job took, after the sentinel's last run, shared among `n`.
    pub(super) fn took(&self, seconds: Seconds, n: f64) -> Piece {
        let on_clock = match self.clock {
            Clocked::Cpu => seconds.cpu.unwrap_or(seconds.wall),
            Clocked::Wall => seconds.wall,
        };
        self.piece(on_clock / n)
    }

    /// The record of it.
    pub(super) fn record(&self, study: &Study, options: &BenchOptions, jobs: usize) -> BenchRecord {
        let sentinel = Sentinel::of(&self.beats, &self.two_jobs.sentinel);
        let thousandth =
            |pieces: &Pieces| -> Pieces { pieces.iter().map(|p| Piece { value: p.value * 1e3, ..*p }).collect() };
        let per_girl = self.peak_bytes.map(|bytes| bytes as f64 / self.girls.max(1) as f64);
        let mut figures: Vec<Figure> = FIGURES
            .iter()
            .map(|named| {
                let measured = |pieces: &Pieces| named.measured(pieces, &sentinel, self.clock);
                match named.name {
                    "agent_ticks_per_cpu_second" => named.measured(&self.agent_ticks, &sentinel, Clocked::Cpu),
                    "approaches_per_cpu_second" => named.measured(&self.approaches, &sentinel, Clocked::Cpu),
                    "baseline_week_milliseconds" => measured(&thousandth(&self.baseline_week)),
                    "policy_week_milliseconds" => measured(&thousandth(&self.policy_week)),
                    "burn_in_week_milliseconds" => measured(&thousandth(&self.burn_in_week)),
                    "spawn_seconds" => measured(&self.spawn),
                    "unit_baseline_seconds" => measured(&self.unit_baseline),
                    "policy_run_seconds" => measured(&self.policy_run),
                    "tables_seconds" => named.measured(&self.tables, &sentinel, Clocked::Wall),
                    "fork_milliseconds" => measured(&thousandth(&self.fork)),
                    "bytes_per_girl" => named.known(per_girl, per_girl, Clocked::Wall, false),
                    _ => Figure {
                        normalised: self.two_jobs.share(),
                        ..named.measured(&self.two_jobs.pieces, &sentinel, Clocked::Wall)
                    },
                }
            })
            .collect();
        figures.insert(2, self.whole_study(study, jobs, &sentinel));
        BenchRecord {
            format: FORMAT,
            unix_seconds: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            program: concat!("amparo ", env!("CARGO_PKG_VERSION")).into(),
            build: options.build.clone(),
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
            normalisation: BenchRecord::normalisation().into(),
            sentinel,
            figures,
        }
    }

    /// Time that the whole study would take on `jobs` jobs where nothing else keeps the cores busy: what one job takes, less what several
    /// gain, which is the gain measured as a share of the sentinel's.
    fn whole_study(&self, study: &Study, jobs: usize, sentinel: &Sentinel) -> Figure {
        let units_of = units(study).count();
        let size = Size {
            draws: study.draw_count(),
            units: units_of,
            policy_runs: plan::count_cells(study).saturating_sub(units_of),
        };
        let gained = if jobs == 2 { &self.two_jobs } else { &self.many_jobs };
        let speed_up = if jobs == 1 { Some(1.0) } else { gained.share().map(|share| share * jobs as f64) };
        let takes = |part: &dyn Fn(&Pieces, Clocked) -> Option<f64>| -> Option<f64> {
            let parts = Parts {
                spawn: part(&self.spawn, self.clock)?,
                baseline: part(&self.unit_baseline, self.clock)?,
                // A study of a baseline alone runs none.
                policy_run: if size.policy_runs == 0 { 0.0 } else { part(&self.policy_run, self.clock)? },
                tables: part(&self.tables, Clocked::Wall)?,
            };
            Some(study_takes(&parts, &size, jobs, speed_up?))
        };
        let seconds = takes(&|pieces, _| median(&pieces.iter().map(|p| p.value).collect::<Vec<_>>()));
        let in_sentinels = takes(&|pieces, clock| median(&normalised(pieces, Kind::Time, sentinel.on(clock))));
        STUDY_SECONDS.known(seconds, in_sentinels, self.clock, true)
    }
}
