//! Whatever the inputs are, they are loaded or refused: no panic, no hang, no gigabyte, and every refusal names a place.
//!
//! Inputs are made from the shipped files by changes that know their structure (keys, values, cells, rows, encodings) and some that
//! do not. Each follows from its number alone. Environment variables:
//!
//! - `AMPARO_FUZZ_INPUTS`: how many are tried, 200 unless it is said
//! - `AMPARO_FUZZ_FIRST`: number of the first, 0 unless it is said; with one input it is printed whole

mod judge;
mod memory;
mod mutate;
mod seeds;

use judge::{Verdict, judge};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Seconds that one input may take; a release build takes milliseconds, a debug build on a busy machine many times as long.
const MOST_SECONDS: u64 = 60;
/// Bytes held at once, by all inputs under way together.
const MOST_BYTES: usize = 1 << 30;
/// Failures after which it is enough.
const ENOUGH: usize = 10;

thread_local! {
    /// What the last panic of this thread said, and where it was.
    static PLACE: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

fn asked(variable: &str, otherwise: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is `{text}`, not a whole number")),
        Err(_) => otherwise,
    }
}

#[derive(Default)]
struct Counts {
    refused: u64,
    loaded: u64,
    simulated: u64,
    most_bytes: usize,
    slowest: (Duration, u64),
}

/// An input under way: its number and one, or 0, and when it began.
struct UnderWay {
    number: AtomicU64,
    began: Mutex<Instant>,
}

#[test]
fn every_input_is_loaded_or_refused_with_its_place_without_panic_hang_or_a_gigabyte() {
    let (inputs, first) = (asked("AMPARO_FUZZ_INPUTS", 200), asked("AMPARO_FUZZ_FIRST", 0));
    let seeds = seeds::Seeds::read();
    if inputs == 1 {
        println!("{}", mutate::made(&seeds, first).described(&seeds));
    }
    let started = Instant::now();
    let (next, failures, counts) = (AtomicU64::new(first), Mutex::new(Vec::new()), Mutex::new(Counts::default()));
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get()).min(16);
    let under_way: Vec<UnderWay> =
        (0..workers).map(|_| UnderWay { number: AtomicU64::new(0), began: Mutex::new(Instant::now()) }).collect();
    let left = AtomicU64::new(workers as u64);
    // A panic is not printed but listed at the end, with its place.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or(String::new(), ToString::to_string);
        PLACE.set(format!("{} at {place}", said(info.payload())));
    }));
    std::thread::scope(|scope| {
        for mine in &under_way {
            let (seeds, next, failures, counts, left) = (&seeds, &next, &failures, &counts, &left);
            // Deep trees of a text are walked on the stack; as much as a program's main thread has.
            let work = move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= first + inputs || failures.lock().is_ok_and(|found: _| Vec::len(&found) >= ENOUGH) {
                        break;
                    }
                    if let Ok(mut began) = mine.began.lock() {
                        *began = Instant::now();
                    }
                    mine.number.store(number + 1, Ordering::Relaxed);
                    let begun = Instant::now();
                    memory::begin(number);
                    let result = catch_unwind(AssertUnwindSafe(|| {
                        let input = mutate::made(seeds, number);
                        judge(&input, seeds, number)
                    }));
                    let bytes = memory::most();
                    mine.number.store(0, Ordering::Relaxed);
                    let wrong = match result {
                        Ok(Ok(verdict)) => {
                            if let Ok(mut counts) = counts.lock() {
                                match verdict {
                                    Verdict::Refused => counts.refused += 1,
                                    Verdict::Loaded { simulated } => {
                                        counts.loaded += 1;
                                        counts.simulated += u64::from(simulated);
                                    }
                                }
                                counts.most_bytes = counts.most_bytes.max(bytes);
                                counts.slowest = counts.slowest.max((begun.elapsed(), number));
                            }
                            (bytes > MOST_BYTES).then(|| format!("{bytes} bytes were held"))
                        }
                        Ok(Err(wrong)) => Some(wrong),
                        Err(_) => Some(format!("panicked: {}", PLACE.take())),
                    };
                    if let (Some(wrong), Ok(mut failures)) = (wrong, failures.lock()) {
                        // At once: a long run may be ended before its end.
                        println!("input {number}: {wrong}");
                        failures.push((number, wrong));
                    }
                }
                left.fetch_sub(1, Ordering::Relaxed);
            };
            if let Err(error) = std::thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, work) {
                panic!("no thread: {error}");
            }
        }
        let mut shown = Instant::now();
        while left.load(Ordering::Relaxed) > 0 {
            std::thread::sleep(Duration::from_millis(50));
            for one in &under_way {
                let number = one.number.load(Ordering::Relaxed);
                let took = one.began.lock().map_or(0, |began| began.elapsed().as_secs());
                if number > 0 && took > MOST_SECONDS {
                    eprintln!("input {} takes longer than {MOST_SECONDS} s", number - 1);
                    std::process::exit(1);
                }
            }
            if shown.elapsed().as_secs() >= 60 {
                shown = Instant::now();
                println!(
                    "{} inputs after {:.0} s",
                    next.load(Ordering::Relaxed) - first,
                    started.elapsed().as_secs_f64()
                );
            }
        }
    });
    let _ = std::panic::take_hook();
    if let Ok(counts) = counts.lock() {
        println!(
            "{inputs} inputs: {} refused, {} loaded, {} of them simulated; {:.1} s, at most {:.0} MB at once, the slowest {:.2} s (input {})",
            counts.refused,
            counts.loaded,
            counts.simulated,
            started.elapsed().as_secs_f64(),
            counts.most_bytes as f64 / 1e6,
            counts.slowest.0.as_secs_f64(),
            counts.slowest.1
        );
        if inputs >= 200 {
            assert!(counts.loaded * 20 > inputs, "too few inputs load for anything behind loading to be tried");
            assert!(counts.refused * 10 > inputs, "too few inputs are refused for changes to be worth their name");
        }
    }
    let failures = failures.into_inner().unwrap_or_default();
    let list: Vec<String> = failures.iter().map(|(number, wrong)| format!("input {number}: {wrong}")).collect();
    assert!(
        list.is_empty(),
        "{}\nAMPARO_FUZZ_FIRST=N AMPARO_FUZZ_INPUTS=1 cargo test --test fuzz -- --nocapture runs one alone",
        list.join("\n")
    );
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

#[test]
fn the_seeds_themselves_load() {
    let seeds = seeds::Seeds::read();
    for entry in seeds::ENTRIES {
        let loaded = seeds.load(&seeds.texts, entry, &[]);
        assert!(loaded.is_ok(), "{}: {}", entry.path, loaded.err().map_or(String::new(), |e| e.to_string()));
    }
}

#[test]
fn an_input_follows_from_its_number() {
    let seeds = seeds::Seeds::read();
    for number in [0, 1, 77, 1_000_003] {
        let (one, other) = (mutate::made(&seeds, number), mutate::made(&seeds, number));
        assert_eq!(one.described(&seeds), other.described(&seeds));
    }
    assert_ne!(mutate::made(&seeds, 1).described(&seeds), mutate::made(&seeds, 2).described(&seeds));
}
