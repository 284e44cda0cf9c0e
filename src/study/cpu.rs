//! Processor time.

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
