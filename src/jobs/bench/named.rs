//! The figures by name: what is measured, and what is estimated from it.

use super::figures::Kind;
use super::record::{Better, Named};

/// Figures that are measured, in the order in which they are reported.
pub const FIGURES: [Named; 12] = [
    named("agent_ticks_per_cpu_second", "agent-ticks per processor second, baseline", Better::Higher, Kind::Rate),
    named("approaches_per_cpu_second", "approaches per processor second, baseline", Better::Higher, Kind::Rate),
    named("baseline_week_milliseconds", "a week without policies, ms", Better::Lower, Kind::Time),
    named("policy_week_milliseconds", "a week with a policy (mean over policies), ms", Better::Lower, Kind::Time),
    named("burn_in_week_milliseconds", "a week of the burn-in, ms", Better::Lower, Kind::Time),
    named("spawn_seconds", "spawning everyone, s", Better::Lower, Kind::Time),
    named("unit_baseline_seconds", "burn-in and baseline of one draw and replicate, s", Better::Lower, Kind::Time),
    named("policy_run_seconds", "one run of a policy over the horizon, s", Better::Lower, Kind::Time),
    named("tables_seconds", "tables, charts, and report of the study, s", Better::Lower, Kind::Time),
    named("fork_milliseconds", "forking a burnt-in world into a standing one, ms", Better::Lower, Kind::Time),
    named("bytes_per_girl", "bytes per girl (peak resident, baseline run)", Better::Lower, Kind::Plain),
    named("speed_up_2_jobs", "speed-up from 1 job to 2", Better::Higher, Kind::Plain),
];

/// The figure that is estimated from the others.
pub const STUDY_SECONDS: Named = named("study_seconds", "the whole study, s", Better::Lower, Kind::Time);

const fn named(name: &'static str, title: &'static str, better: Better, kind: Kind) -> Named {
    Named { name, title, better, kind }
}
