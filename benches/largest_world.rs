//! How large a world runs for a year, in how much memory, and how long does a week of it take? The trade is held, as in
//! `population_scaling`. `cargo bench --bench largest_world -- 56` has 56 times everyone's girls, 5 × 10⁷; ten times unless it is said.
//!
//! One size a process, since the peak of resident memory is the process's. What it would not have room for is not begun.

mod twins;

use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::study::peak_memory_bytes;
use amparo::world::{Setting, WEEKS_PER_YEAR};
use std::process::ExitCode;
use twins::beside::{in_words, only_tried, wall};
use twins::{madre_de_dios, more_girls};

/// Bytes per girl that have to be free before a world is begun, her household and the check at the end included.
const ROOM: f64 = 130.0;
const GIB: f64 = (1u64 << 30) as f64;

/// Bytes that could be had without swapping; `None` where the system does not tell.
fn available() -> Option<f64> {
    let memory = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = memory.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kib| kib * 1024.0)
}

fn main() -> ExitCode {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse::<f64>().ok());
    let times = if only_tried() { 0.01 } else { asked.unwrap_or(10.0) };
    let scenario = more_girls(madre_de_dios(1.0), times);
    let expected = scenario.departments.iter().map(|d| d.population).sum::<f64>();
    let needed = ROOM * expected * scenario.parameters.population.girl_share;
    if let Some(free) = available().filter(|free| *free < needed) {
        eprintln!("not begun: it needs {:.1} GiB, {:.1} are free", needed / GIB, free / GIB);
        return ExitCode::FAILURE;
    }
    let mut made = None;
    let spawning = wall(|| made = Some(Simulation::new(&scenario, replicate_key(1, 0), 1)));
    let Some(mut sim) = made else { return ExitCode::FAILURE };
    let region = std::sync::Arc::clone(&sim.world.resource::<Setting>().region);
    let (girls, households) = (region.girls(), region.households());
    println!("{girls} girls in {households} households, spawned in {}", in_words(spawning));
    let year = wall(|| (0..WEEKS_PER_YEAR).for_each(|_| sim.tick()));
    let weeks = &sim.record().weeks;
    let mean = |f: fn(&amparo::observe::Week) -> f64| weeks.iter().map(f).sum::<f64>() / weeks.len() as f64;
    let week = year / f64::from(WEEKS_PER_YEAR);
    println!(
        "{WEEKS_PER_YEAR} weeks in {}, {} a week with {:.0} approaches; {:.0} victims, {:.1} newly exploited a week",
        in_words(year),
        in_words(week),
        mean(|w| w.approaches),
        mean(|w| w.victims),
        mean(|w| w.newly_exploited)
    );
    if let Some(peak) = peak_memory_bytes() {
        let peak = peak as f64;
        println!("at most {:.2} GiB resident, {:.1} bytes per girl", peak / GIB, peak / girls as f64);
    }
    if let Err(error) = sim.conservation() {
        eprintln!("counts do not conserve: {error}");
        return ExitCode::FAILURE;
    }
    println!("counts conserve; state {}", sim.state_hash());
    ExitCode::SUCCESS
}
