//! Progress on standard error: a bar with rate and time left on a terminal, one line a stage otherwise.

use super::output::say;
use crate::report;
use crate::study::{Progress, Store, Tables};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
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

impl Shown {
    /// Progress counted in `unit`.
    pub fn new(quiet: bool, unit: &'static str) -> Self {
        Shown { quiet, terminal: std::io::stderr().is_terminal(), unit, stage: Mutex::new(None) }
    }

    fn with<R>(&self, see: impl FnOnce(&mut Option<Stage>) -> R) -> R {
        see(&mut self.stage.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress for Shown {
    fn stage(&self, name: &str, steps: u64) {
        if self.quiet {
            return;
        }
        self.done();
        let bar = if !self.terminal {
            say(format_args!("{name} …"));
            ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden())
        } else if steps == 0 {
            let style = ProgressStyle::with_template("{spinner} {msg} [{elapsed}]");
            let bar = ProgressBar::new_spinner();
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        } else {
            let template = format!("{{msg}} {{bar:20}} {{percent:>3}} %  {{per_sec}} {}/s, {{eta}} left", self.unit);
            let bar = ProgressBar::new(steps);
            let style = ProgressStyle::with_template(&template);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("█▌ ").with_key(
                "per_sec",
                |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
                    // A format that cannot be written shows nothing; the bar goes on.
                    let _ = write!(out, "{:.0}", state.per_sec());
                },
            ));
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        };
        bar.set_message(name.to_string());
        self.with(|stage| *stage = Some(Stage { name: name.to_string(), started: Instant::now(), bar }));
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
            Some(stage) if self.terminal => stage.bar.println(format!("  {line}")),
            _ => say(format_args!("  {line}")),
        });
    }

    fn first_look(&self, tables: &Tables, planned: usize, store: &Store) {
        // A look ahead: failing to draw it stops nothing.
        match report::first_chart(tables, planned, store) {
            Ok(file) => self.note(&format!("first chart (1 of {planned} replicates): {}", file.display())),
            Err(_) => self.note("no early chart could be drawn"),
        }
    }

    fn done(&self) {
        if self.quiet {
            return;
        }
        if let Some(stage) = self.with(Option::take) {
            stage.bar.finish_and_clear();
            say(format_args!("{}: {:.1} s", stage.name, stage.started.elapsed().as_secs_f64()));
        }
    }
}
