//! Progress on standard error: a bar with rate and time left on a terminal that can draw one, one line a stage otherwise.

use super::output::{room_of_messages, say};
use amparo_jobs as jobs;
use amparo_study::{Progress, Store, Tables};
use amparo_text::{clipped, visible, width};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What the command line shows of long work.
pub struct Shown {
    quiet: bool,
    terminal: bool,
    /// What a step is called, such as `weeks`.
    unit: &'static str,
    stage: Mutex<Option<Stage>>,
}

struct Stage {
    name: String,
    started: Instant,
    bar: ProgressBar,
}

/// The bar that is being shown, for [`clear`].
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Takes the bar off the terminal, for a process that leaves in the middle of a stage.
pub fn clear() {
    // Whoever holds the lock is about to draw or to clear by itself.
    if let Ok(mut bar) = BAR.try_lock()
        && let Some(bar) = bar.take()
    {
        bar.finish_and_clear();
    }
}

fn keep(bar: Option<ProgressBar>) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// Whether standard error is a terminal on which a line can be drawn over: not one that says it is dumb, or nothing of itself, and none
/// whose output somebody keeps as a log.
fn draws() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = cfg!(unix) && std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    std::io::stderr().is_terminal() && !dumb && !set("CI")
}

impl Shown {
    /// Progress counted in `unit`.
    pub fn new(quiet: bool, unit: &'static str) -> Self {
        Shown { quiet, terminal: draws(), unit, stage: Mutex::new(None) }
    }

    fn with<R>(&self, see: impl FnOnce(&mut Option<Stage>) -> R) -> R {
        see(&mut self.stage.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Ends the stage, if there is one.
    fn end(&self) -> Option<Stage> {
        let stage = self.with(Option::take)?;
        keep(None);
        stage.bar.finish_and_clear();
        Some(stage)
    }

    /// A bar that draws itself in one line of the terminal, however wide that is by now.
    fn bar(&self, name: &str, steps: u64) -> ProgressBar {
        let (name, unit) = (name.to_string(), self.unit);
        let (template, bar) = match steps {
            0 => ("{spinner} {line}", ProgressBar::new_spinner()),
            _ => ("{line}", ProgressBar::new(steps)),
        };
        let line = move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let room = room_of_messages().saturating_sub(1);
            let text = match state.len() {
                Some(steps) if steps > 0 => {
                    let rate = Some(state.per_sec()).filter(|rate| state.pos() > 0 && rate.is_finite() && *rate > 0.0);
                    bar_line(&name, unit, (state.pos(), steps), rate, room)
                }
                _ => spinner_line(&name, state.elapsed(), room.saturating_sub(2)),
            };
            // A line that cannot be written shows nothing; the work goes on.
            let _ = out.write_str(&text);
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.with_key("line", line));
        bar.enable_steady_tick(Duration::from_millis(if steps == 0 { 120 } else { 250 }));
        bar
    }
}

/// Columns of a stage's name that a bar leaves at least.
const NAME: usize = 16;

/// A bar in one line of at most `room` columns: the name, how far it is and, once a rate is known, how long it will take. What there is no
/// room for is left out, the rate first.
fn bar_line(name: &str, unit: &str, (done, steps): (u64, u64), rate: Option<f64>, room: usize) -> String {
    let share = (done as f64 / steps as f64).clamp(0.0, 1.0);
    let percent = format!("{:>3.0} %", (share * 100.0).floor());
    let left = rate.map(|rate| format!("{} left", spell(steps.saturating_sub(done) as f64 / rate)));
    let speed = rate.map(|rate| format!("{rate:.0} {unit}/s"));
    let end = |parts: [&Option<String>; 2]| -> String {
        let told: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        if told.is_empty() { String::new() } else { format!("  {}", told.join(", ")) }
    };
    let (both, time) = (end([&speed, &left]), end([&left, &None]));
    let tails = [
        format!("{} {percent}{both}", blocks(share, 20)),
        format!("{} {percent}{both}", blocks(share, 10)),
        format!("{} {percent}{time}", blocks(share, 10)),
        format!("{percent}{time}"),
        percent,
    ];
    let wanted = width(name).min(NAME);
    let tail = tails.iter().find(|tail| width(tail) + 1 + wanted <= room).unwrap_or(&tails[4]);
    let name = clipped(name, room.saturating_sub(width(tail) + 1));
    clipped(&format!("{name} {tail}"), room)
}

/// Work whose length nobody knows, in one line of at most `room` columns.
fn spinner_line(name: &str, elapsed: Duration, room: usize) -> String {
    let time = format!("[{}]", spell(elapsed.as_secs_f64()));
    format!("{} {time}", clipped(name, room.saturating_sub(width(&time) + 1)))
}

/// So much of a bar of `columns`.
fn blocks(share: f64, columns: usize) -> String {
    let halves = (share * 2.0 * columns as f64) as usize;
    let (full, half) = (halves / 2, halves % 2);
    format!("{}{}{}", "█".repeat(full), "▌".repeat(half), " ".repeat(columns - full - half))
}

/// A time in seconds, minutes or hours.
fn spell(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

impl Progress for Shown {
    fn stage(&self, name: &str, steps: u64) {
        if self.quiet {
            return;
        }
        self.done();
        let name = visible(name).into_owned();
        let bar = if self.terminal {
            let bar = self.bar(&name, steps);
            keep(Some(bar.clone()));
            bar
        } else {
            say(format_args!("{name} …"));
            ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden())
        };
        self.with(|stage| *stage = Some(Stage { name, started: Instant::now(), bar }));
    }

    fn advance(&self, steps: u64) {
        self.with(|stage| {
            if let Some(stage) = stage {
                // A burn-in may take longer than planned: the bar's length follows.
                if stage.bar.length().is_some_and(|length| stage.bar.position() + steps > length) {
                    stage.bar.set_length(stage.bar.position() + steps);
                }
                stage.bar.inc(steps);
            }
        });
    }

    fn note(&self, line: &str) {
        if self.quiet {
            return;
        }
        self.with(|stage| match stage {
            Some(stage) => stage.bar.suspend(|| say(format_args!("  {line}"))),
            None => say(format_args!("  {line}")),
        });
    }

    fn first_look(&self, tables: &Tables, planned: usize, store: &Store) {
        // A look ahead: failing to draw it stops nothing.
        match jobs::publish::first_chart(tables, planned, store) {
            Ok(file) => self.note(&format!("first chart (1 of {planned} replicates): {}", file.display())),
            Err(_) => self.note("no early chart could be drawn"),
        }
    }

    fn done(&self) {
        if let Some(stage) = self.end() {
            say(format_args!("{}: {:.1} s", stage.name, stage.started.elapsed().as_secs_f64()));
        }
    }

    fn stopped(&self) {
        // Nothing is said of it: what stopped it is told by itself.
        self.end();
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.stopped();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str =
        "140 cells in 20 worlds on 2 jobs, named at length so that it has to be cut: 名前名前名前名前名前名前";

    #[test]
    fn a_bar_fits_every_terminal_and_always_says_how_far_it_is() {
        for room in 39..=200 {
            for rate in [None, Some(0.01), Some(123_456.0)] {
                for done in [0, 1, 5000, 9999, 10_000] {
                    let line = bar_line(NAME, "weeks", (done, 10_000), rate, room);
                    assert!(width(&line) <= room, "{room}: {line}");
                    assert!(line.contains(&format!("{} %", done / 100)), "{room}: {line}");
                    assert!(line.starts_with("140 cells"), "{room}: {line}");
                    assert_eq!(line.contains(" left"), rate.is_some(), "{room}: {line}");
                }
            }
            let line = spinner_line(NAME, Duration::from_secs(3), room);
            assert!(width(&line) <= room && line.ends_with("[3 s]"), "{room}: {line}");
        }
    }

    #[test]
    fn a_bar_says_nothing_of_time_left_before_a_rate_is_known() {
        assert_eq!(bar_line("burning in", "weeks", (0, 520), None, 79), format!("burning in {}   0 %", " ".repeat(20)));
        assert_eq!(
            bar_line("burning in", "weeks", (260, 520), Some(52.0), 79),
            format!("burning in {}{}  50 %  52 weeks/s, 5 s left", "█".repeat(10), " ".repeat(10))
        );
    }

    #[test]
    fn a_bar_is_full_only_when_the_work_is_done() {
        assert!(bar_line("a", "weeks", (999, 1000), None, 79).contains("99 %"));
        assert_eq!(blocks(1.0, 4), "████");
        assert_eq!(blocks(0.999, 4), "███▌");
        assert_eq!(blocks(0.0, 4), "    ");
    }
}
