//! What was run, in English.

use super::english::English;
use super::grammar::count;
use crate::said::runs::{Intervals, LeftOut, Runs, Source, World};
use crate::words::runs::RunsTold;
use amparo_tables::numbers::number;

/// "20 replicates", "128 draws", "one world (seed 3)".
pub fn runs(runs: &Runs) -> String {
    match runs {
        Runs::World { seed } => format!("one world (seed {seed})"),
        Runs::Worlds(n) => count(*n, "world"),
        Runs::Replicates(1) => "one replicate".into(),
        Runs::Replicates(n) => count(*n, "replicate"),
        Runs::Draws { used, effective: None } => count(*used, "draw"),
        Runs::Draws { used, effective: Some(n) } => {
            format!("{} (effective number {})", count(*used, "draw"), number(*n, 0))
        }
    }
}

/// "means of 20 replicates", "means over 128 draws"; with one replicate there is no mean to speak of.
pub fn means_of(of: &Runs) -> String {
    match of {
        Runs::Draws { .. } => format!("means over {}", runs(of)),
        Runs::World { .. } | Runs::Replicates(1) => runs(of),
        Runs::Worlds(_) | Runs::Replicates(_) => format!("means of {}", runs(of)),
    }
}

/// "34 of 162 sampled points could not meet their targets".
pub fn left_out(what: &LeftOut) -> String {
    match what {
        LeftOut::Unsettled(n) => format!("{n} more left out: their start never settled"),
        LeftOut::Missed(n, of) => format!(
            "{} of {} sampled points could not meet {} targets",
            number(*n as f64, 0),
            number(*of as f64, 0),
            if *n == 1 { "its" } else { "their" }
        ),
    }
}

/// "the baseline", "this world".
pub fn world(world: World) -> &'static str {
    match world {
        World::Baseline => "the baseline",
        World::One => "this world",
        World::Several => "these worlds",
    }
}

/// What every source says behind what was run.
pub const SYNTHETIC: &str = "synthetic population; no real person is described and nothing is a forecast";

impl RunsTold for English {
    fn intervals(&self, of: &Intervals) -> String {
        match of {
            Intervals::OneWorld => "One world gives no interval of simulation noise: with another seed the line would move. How uncertain the \
                                    parameters are is not shown either."
                .into(),
            Intervals::OneReplicate => "One replicate gives no interval of simulation noise, and how uncertain the parameters are is not shown \
                                        either."
                .into(),
            Intervals::Replicates => "Intervals show simulation noise only (95 %, over replicates, at one parameter vector), not how uncertain \
                                      the parameters are."
                .into(),
            Intervals::FewDraws(n) => format!(
                "{} of what is assumed {} too few to show how uncertain effects are over what is assumed. ±, thick lines: the 95 % interval of a \
                 mean over them, noise included.",
                count(*n, "draw"),
                if *n == 1 { "is" } else { "are" },
            ),
            Intervals::Over(over) => format!(
                "±, thick lines: 95 % interval of a mean over {}, noise included; more draws narrow it. Thin lines: what draws, that is, other \
                 values of what is assumed, give, from the 2.5 to the 97.5 % quantile, or of fewer than 39 all of them; they are not drawn where \
                 simulation noise hides them. Neither tells of what the model leaves out.",
                runs(over)
            ),
        }
    }

    fn conditional(&self) -> &'static str {
        "Effects are after adaptation: conditional on the assumed response of the trade."
    }

    fn source(&self, source: &Source) -> String {
        let ran = runs(&source.runs);
        let ran =
            if source.alone { format!("{ran} of {}", source.study) } else { format!("study {}, {ran}", source.study) };
        let missing = source.left_out.as_ref().map_or(String::new(), |what| format!(" ({})", left_out(what)));
        format!("Source: amparo {}, {ran}{missing}, {SYNTHETIC}.", source.version)
    }

    fn key_draws(&self) -> &'static str {
        "what is assumed: draws"
    }

    fn key_mean(&self) -> &'static str {
        "error of the mean: 95 %"
    }
}
