//! What the trade does under a policy may be held as it was in the baseline: which of its responses are live, what a
//! baseline run recorded of them, and whether a world records or replays (docs/odd.md §9).

use crate::draws::Draws;
use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Which of the trade's responses to a policy are live; those not live are as the baseline of the same draw and replicate
/// recorded them. Any subset is possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Channels(u8);

impl Channels {
    /// No response is live: run B, effects *before adaptation*.
    pub const NONE: Channels = Channels(0);
    /// Weights of communities: yields and reports as the trade sees them, `ω_kc/W_k`. Alone it is run S: effects before
    /// adaptation and the spatial shift.
    pub const WEIGHTS: Channels = Channels(1);
    /// The scale `(W_k/W₀_k)^ε_o`: how many approaches that are avoided are made elsewhere.
    pub const SCALE: Channels = Channels(2);
    /// Effort `e_k` from vacancies, and the vacancy gate: who still gets a place.
    pub const EFFORT: Channels = Channels(4);
    /// How many recruiters there are, and their arrests.
    pub const RECRUITERS: Channels = Channels(8);
    /// Every response is live: run A, an ordinary run, effects *after adaptation*.
    pub const ALL: Channels = Channels(15);

    /// The four responses one by one, in the order in which refilling is split.
    pub const EACH: [Channels; 4] = [Self::WEIGHTS, Self::SCALE, Self::EFFORT, Self::RECRUITERS];

    /// From B to A, one response after another: what a rung adds to the one before is that response's part of the effect.
    pub const LADDER: [Channels; 5] = [Self::NONE, Self::WEIGHTS, Channels(3), Channels(7), Self::ALL];

    /// Steps in the reverse order, from B to A: the parts depend on the order, their sum does not.
    pub const LADDER_REVERSED: [Channels; 5] = [Self::NONE, Self::RECRUITERS, Channels(12), Channels(14), Self::ALL];

    /// All sixteen subsets.
    pub fn subsets() -> impl Iterator<Item = Channels> {
        (0..=Self::ALL.0).map(Channels)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, others: Channels) -> Channels {
        Channels(self.0 | others.0)
    }

    /// Responses that are live here and not there.
    #[must_use]
    pub const fn without(self, others: Channels) -> Channels {
        Channels(self.0 & !others.0)
    }

    /// Whether all of those are live here.
    pub const fn has(self, others: Channels) -> bool {
        self.0 & others.0 == others.0
    }

    /// The name of a single response, as in files; empty for any other set.
    const fn single(self) -> &'static str {
        match self {
            Self::WEIGHTS => "weights",
            Self::SCALE => "scale",
            Self::EFFORT => "effort",
            Self::RECRUITERS => "recruiters",
            _ => "",
        }
    }

    /// Name in files: `none`, `all`, or the live responses joined by `+`, as in `weights+scale`.
    pub fn name(self) -> String {
        match self {
            Self::NONE => "none".into(),
            Self::ALL => "all".into(),
            _ => self.listed(Self::single, "+"),
        }
    }

    /// The set of a name that [`Channels::name`] gives.
    pub fn from_name(name: &str) -> Option<Channels> {
        Self::subsets().find(|set| set.name() == name)
    }

    /// For people: what of the trade responds.
    pub fn words(self) -> String {
        let response = |one: Channels| match one {
            Self::WEIGHTS => "where recruiters go",
            Self::SCALE => "how much of what is avoided is made up elsewhere",
            Self::EFFORT => "how hard they try when places are free, and who gets a place",
            _ => "how many recruiters there are",
        };
        match self {
            Self::NONE => "the trade behaves as in the baseline".into(),
            Self::ALL => "the trade adapts".into(),
            _ => format!("the trade adapts only in {}", self.listed(response, "; in ")),
        }
    }

    fn listed(self, say: impl Fn(Channels) -> &'static str, between: &str) -> String {
        let live: Vec<&str> = Self::EACH.into_iter().filter(|one| self.has(*one)).map(say).collect();
        live.join(between)
    }
}

impl fmt::Display for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The trade's behavior week by week, as a run of the baseline recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The replicate whose draws it was made with.
    draws: Draws,
    first_week: u32,
    towns: usize,
    communities: usize,
    /// One row per week: R, then by town R_k, e_k and W_k, then appeal by community.
    numbers: Vec<f64>,
    /// One row per week: by town the order after which it was full.
    gates: Vec<u64>,
    /// Rows of the recruiters arrested, week after week, and where each week's end.
    arrested: Vec<u32>,
    arrested_until: Vec<usize>,
}

/// Response of the trade in one week; slices are by town unless they say otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TraceWeek<'a> {
    /// R, recruiters in the trade, simulated persons (a real number).
    pub recruiters: f64,
    /// R_k, recruiters at work.
    pub at_work: &'a [f64],
    /// e_k.
    pub effort: &'a [f64],
    /// W_k, those outside included.
    pub weight: &'a [f64],
    /// Factor that yield and reports put on a community's fixed weight, by community.
    pub appeal: &'a [f64],
    /// Order of the approach that took the last vacancy; `u64::MAX` if one was left.
    pub full_from: &'a [u64],
    /// Rows of the recruiters arrested.
    pub arrested: &'a [u32],
}

impl Trace {
    /// An empty trace that begins in week `first_week`.
    pub fn new(draws: Draws, first_week: u32, towns: usize, communities: usize) -> Trace {
        Trace {
            draws,
            first_week,
            towns,
            communities,
            numbers: Vec::new(),
            gates: Vec::new(),
            arrested: Vec::new(),
            arrested_until: Vec::new(),
        }
    }

    fn row(&self) -> usize {
        1 + 3 * self.towns + self.communities
    }

    /// Weeks recorded.
    pub fn weeks(&self) -> usize {
        self.arrested_until.len()
    }

    /// Bytes it takes in memory.
    pub fn bytes(&self) -> usize {
        8 * (self.numbers.capacity() + self.gates.capacity() + self.arrested_until.capacity())
            + 4 * self.arrested.capacity()
    }

    /// Whether it tells what the trade did in a week.
    pub fn covers(&self, week: u32) -> bool {
        week.checked_sub(self.first_week).is_some_and(|at| (at as usize) < self.weeks())
    }

    /// Whether it was recorded with these draws, in a world of this shape.
    pub fn fits(&self, draws: Draws, towns: usize, communities: usize) -> bool {
        (self.draws, self.towns, self.communities) == (draws, towns, communities)
    }

    /// Appends a week. Memory grows by exactly one year at a time.
    ///
    /// # Panics
    /// If a slice has not one number per town or community.
    pub fn push(&mut self, week: TraceWeek) {
        let year = super::components::WEEKS_PER_YEAR as usize;
        if self.weeks().is_multiple_of(year) {
            self.numbers.reserve_exact(year * self.row());
            self.gates.reserve_exact(year * self.towns);
            self.arrested_until.reserve_exact(year);
        }
        for by_town in [week.at_work, week.effort, week.weight] {
            assert_eq!(by_town.len(), self.towns, "one number per town");
        }
        assert_eq!((week.full_from.len(), week.appeal.len()), (self.towns, self.communities), "one number each");
        self.numbers.push(week.recruiters);
        for numbers in [week.at_work, week.effort, week.weight, week.appeal] {
            self.numbers.extend_from_slice(numbers);
        }
        self.gates.extend_from_slice(week.full_from);
        self.arrested.extend_from_slice(week.arrested);
        self.arrested_until.push(self.arrested.len());
    }

    /// Response of the trade in a week, counted as the [`Clock`](super::Clock) does.
    ///
    /// # Panics
    /// If that week was not recorded: replaying on would hold nothing.
    pub fn at(&self, week: u32) -> TraceWeek<'_> {
        assert!(
            self.covers(week),
            "week {week} is not among the {} recorded from week {} on: the trade's behavior cannot be held in it",
            self.weeks(),
            self.first_week
        );
        let i = (week - self.first_week) as usize;
        let (recruiters, rest) = self.numbers[i * self.row()..(i + 1) * self.row()].split_at(1);
        let (at_work, rest) = rest.split_at(self.towns);
        let (effort, rest) = rest.split_at(self.towns);
        let (weight, appeal) = rest.split_at(self.towns);
        let arrests_from = if i == 0 { 0 } else { self.arrested_until[i - 1] };
        TraceWeek {
            recruiters: recruiters[0],
            at_work,
            effort,
            weight,
            appeal,
            full_from: &self.gates[i * self.towns..(i + 1) * self.towns],
            arrested: &self.arrested[arrests_from..self.arrested_until[i]],
        }
    }
}

/// Whether a world records what its trade does, or holds some of it as recorded. Not part of the state's hash.
#[derive(Resource, Clone, Debug, Default)]
pub enum Replay {
    /// An ordinary run.
    #[default]
    Off,
    /// The trade's responses of each week are written to this trace.
    Recording(Trace),
    /// All but the live responses are as recorded.
    Held {
        /// The recorded trace.
        trace: Arc<Trace>,
        /// Responses that stay live; all others are as recorded.
        live: Channels,
    },
}

impl Replay {
    /// Response of the trade in this week of the recorded run, if this response is held as it was then.
    ///
    /// # Panics
    /// As [`Trace::at`].
    #[inline]
    pub fn held(&self, response: Channels, week: u32) -> Option<TraceWeek<'_>> {
        match self {
            Replay::Held { trace, live } if !live.has(response) => Some(trace.at(week)),
            _ => None,
        }
    }

    /// Whether this response is held as recorded.
    pub fn holds(&self, response: Channels) -> bool {
        matches!(self, Replay::Held { live, .. } if !live.has(response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_a_name_of_its_own_that_leads_back_to_it() {
        let names: Vec<String> = Channels::subsets().map(Channels::name).collect();
        assert_eq!(names.len(), 16);
        for (i, name) in names.iter().enumerate() {
            assert!(!name.is_empty() && !names[..i].contains(name), "{names:?}");
        }
        assert!(Channels::subsets().all(|set| Channels::from_name(&set.name()) == Some(set)));
        assert_eq!(Channels::from_name("weight"), None);
        assert_eq!(Channels::WEIGHTS.and(Channels::SCALE).name(), "weights+scale");
    }

    #[test]
    fn each_ladder_climbs_from_none_to_all_by_one_response_a_rung_in_opposite_orders() {
        let added = |ladder: [Channels; 5]| -> Vec<Channels> {
            assert_eq!((ladder[0], ladder[4]), (Channels::NONE, Channels::ALL));
            assert!(ladder.windows(2).all(|pair| pair[1].has(pair[0])));
            ladder.windows(2).map(|pair| pair[1].without(pair[0])).collect()
        };
        let mut reversed = added(Channels::LADDER_REVERSED);
        assert_eq!(added(Channels::LADDER), Channels::EACH);
        reversed.reverse();
        assert_eq!(reversed, Channels::EACH);
    }

    fn week(i: u32, arrested: &[u32]) -> (f64, [f64; 2], [u64; 2], [f64; 3], Vec<u32>) {
        let x = f64::from(i);
        (x, [x + 0.1, x + 0.2], [u64::from(i), u64::MAX], [x, -x, 0.5], arrested.to_vec())
    }

    #[test]
    fn a_trace_gives_back_every_week_and_nothing_beyond() {
        let mut trace = Trace::new(Draws::new(7), 520, 2, 3);
        let weeks: Vec<_> = (0..120).map(|i| week(i, &[i, 5][..(i % 3) as usize])).collect();
        fn of(w: &(f64, [f64; 2], [u64; 2], [f64; 3], Vec<u32>)) -> TraceWeek<'_> {
            TraceWeek {
                recruiters: w.0,
                at_work: &w.1,
                effort: &w.1,
                weight: &w.1,
                appeal: &w.3,
                full_from: &w.2,
                arrested: &w.4,
            }
        }
        weeks.iter().for_each(|w| trace.push(of(w)));
        for (i, w) in weeks.iter().enumerate() {
            assert_eq!(trace.at(520 + i as u32), of(w));
        }
        assert!(trace.covers(520) && trace.covers(639) && !trace.covers(640) && !trace.covers(519));
        assert!(
            trace.fits(Draws::new(7), 2, 3) && !trace.fits(Draws::new(8), 2, 3) && !trace.fits(Draws::new(7), 3, 2)
        );
        // Three years' rows, no more.
        assert!(trace.bytes() <= 8 * 156 * (10 + 2 + 1) + 8 * 120, "{}", trace.bytes());
        assert!(std::panic::catch_unwind(|| trace.at(640).recruiters).is_err());
    }

    #[test]
    fn only_what_is_not_live_is_held() {
        let mut trace = Trace::new(Draws::new(7), 0, 2, 3);
        let w = week(1, &[]);
        trace.push(TraceWeek {
            recruiters: w.0,
            at_work: &w.1,
            effort: &w.1,
            weight: &w.1,
            appeal: &w.3,
            full_from: &w.2,
            arrested: &w.4,
        });
        let trace = Arc::new(trace);
        for live in Channels::subsets() {
            let replay = Replay::Held { trace: Arc::clone(&trace), live };
            for one in Channels::EACH {
                assert_eq!(replay.held(one, 0).is_some(), !live.has(one));
                assert_eq!(replay.holds(one), !live.has(one));
                assert!(!Replay::Off.holds(one) && Replay::Recording(Trace::clone(&trace)).held(one, 0).is_none());
            }
        }
    }
}
