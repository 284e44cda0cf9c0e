//! Times side by side: on a shared machine times move by a fifth from minute to minute, ratios of neighbouring ones by little.

use amparo::study::cpu_seconds;
use std::fmt::Write as _;
use std::time::Instant;

/// Processor seconds of this process, or wall seconds where the system does not tell.
fn now() -> f64 {
    static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    cpu_seconds().unwrap_or_else(|| BEGUN.get_or_init(Instant::now).elapsed().as_secs_f64())
}

/// CPU seconds that some work takes.
pub fn cpu(work: impl FnOnce()) -> f64 {
    let from = now();
    work();
    now() - from
}

/// Wall seconds that some work takes.
pub fn wall(work: impl FnOnce()) -> f64 {
    let from = Instant::now();
    work();
    from.elapsed().as_secs_f64()
}

/// Median and quartiles.
fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [0.25, 0.5, 0.75].map(|q| values[(q * (values.len() - 1) as f64).round() as usize])
}

/// What is timed: a name, and a function that does the work once and says how long it took.
pub type Variant<'a> = (&'a str, Box<dyn FnMut() -> f64 + 'a>);

/// Runs variants in turn, round after round, and prints the median time of each beside the median and the quartiles of its
/// ratio to the first in the same round; `units` of work a turn. Rounds begin with another variant each.
///
/// The same goes as CSV to `side-by-side/` in the target directory.
pub fn beside(question: &str, unit: &str, units: f64, rounds: usize, mut variants: Vec<Variant>) {
    let n = variants.len();
    let mut times = vec![Vec::new(); n];
    for round in 0..=rounds {
        for i in 0..n {
            let at = (round + i) % n;
            let seconds = variants[at].1();
            // The first round warms up.
            if round > 0 {
                times[at].push(seconds / units);
            }
        }
    }
    println!("\n{question} ({rounds} rounds)");
    let mut csv = format!("variant,seconds_per_{unit},ratio,ratio_lower_quartile,ratio_upper_quartile\n");
    for (i, (name, _)) in variants.iter().enumerate() {
        let [_, time, _] = quartiles(times[i].clone());
        let ratios = times[i].iter().zip(&times[0]).map(|(one, first)| one / first);
        let [low, ratio, high] = quartiles(ratios.collect());
        println!("  {name:<44}{:>12} a {unit}   × {ratio:.3} ({low:.3}–{high:.3})", in_words(time));
        let _ = writeln!(csv, "\"{name}\",{time:e},{ratio},{low},{high}");
    }
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("side-by-side");
    let file = directory.join(format!("{}.csv", question.replace(|c: char| !c.is_alphanumeric(), "-")));
    if std::fs::create_dir_all(&directory).and_then(|()| std::fs::write(&file, csv)).is_err() {
        eprintln!("{} could not be written", file.display());
    }
}

/// A time with its unit.
pub fn in_words(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s if s >= 1e-6 => (s * 1e6, "µs"),
        s => (s * 1e9, "ns"),
    };
    format!("{value:.2} {unit}")
}

/// Whether benches are only to be tried once, as `cargo test --benches` asks.
pub fn only_tried() -> bool {
    !std::env::args().any(|argument| argument == "--bench")
}

/// What two threads give to arithmetic that shares nothing: on a machine with other work, less than two.
pub fn two_threads(rounds: usize) {
    let spin = || (0..100_000_000u64).fold(1u64, |x, i| std::hint::black_box(x ^ i).rotate_left(7));
    let one = || wall(|| _ = std::hint::black_box((spin(), spin())));
    let two = || wall(|| _ = std::hint::black_box(rayon::join(spin, spin)));
    let variants: Vec<Variant> = vec![("one", Box::new(one)), ("two", Box::new(two))];
    beside("Plain arithmetic on one and two threads, wall time", "turn", 1.0, rounds, variants);
}
