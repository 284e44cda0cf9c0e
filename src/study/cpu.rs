//! Processor time and memory of this process.

use super::manifest::Work;
use std::time::Instant;

/// Both clocks at the start of a job: on the wall and of the processor.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
    cpu_before: Option<f64>,
}

impl Clock {
    /// Starts them.
    pub fn start() -> Self {
        Self { started: Instant::now(), cpu_before: cpu_seconds() }
    }

    /// Time on the wall since the start, seconds.
    pub fn wall_seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Processor time since the start, seconds over all threads; `None` where the system does not tell.
    pub fn cpu_seconds(&self) -> Option<f64> {
        self.cpu_before.zip(cpu_seconds()).map(|(before, after)| after - before)
    }

    /// What the job took until now, with `jobs` worlds at a time of `threads` threads each.
    pub fn work(&self, jobs: usize, threads: usize) -> Work {
        Work {
            jobs,
            threads,
            wall_seconds: self.wall_seconds(),
            cpu_seconds: self.cpu_seconds(),
            peak_memory_bytes: peak_memory_bytes(),
            agent_ticks_per_second: None,
        }
    }
}

/// Processor time of this process so far, seconds over all threads; `None` where the system does not tell.
#[cfg(unix)]
pub fn cpu_seconds() -> Option<f64> {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(t.tv_sec as f64 + t.tv_nsec as f64 * 1e-9)
}

/// Processor time of this process so far, seconds over all threads; `None` where the system does not tell.
#[cfg(not(unix))]
pub fn cpu_seconds() -> Option<f64> {
    None
}

/// Largest resident memory of this process so far, bytes; `None` where the system does not tell.
pub fn peak_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
