//! Whom programmes reach, and what the girls they reach would have done without them (docs/odd.md §9, the funnel).
//!
//! Counted beside: nothing in the world depends on it.

use serde::{Deserialize, Serialize};

/// A way in which a programme reaches a girl.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// A campaign contact that she still knows something of.
    Contacts,
    /// She uses the application.
    App,
    /// Her community earns more, or has less violence or taboo, than without programmes, or she may ask somewhere about offers, or her
    /// household has a transfer for her.
    Community,
    /// She or a sister is in training, or she completed it.
    Training,
    /// A school programme, or a transfer while she attends, is given where she goes to school, or kept her there.
    Schooling,
    /// She was taken into support as she came back.
    Support,
}

impl Reach {
    /// Every way, in the order of [`Reach::row`].
    pub const ALL: [Reach; 6] =
        [Reach::Contacts, Reach::App, Reach::Community, Reach::Training, Reach::Schooling, Reach::Support];

    /// Its position in lists by way.
    pub const fn row(self) -> usize {
        self as usize
    }

    /// Its bit where a byte says how a girl is reached.
    pub const fn bit(self) -> u8 {
        1 << self.row()
    }
}

/// Lists by way: those of [`Reach::ALL`], then all but support together, in which a girl reached in several ways counts once.
pub const WAYS: usize = Reach::ALL.len() + 1;
/// Position of all ways but support together.
pub const ANY_WAY: usize = Reach::ALL.len();

/// Numbers by way.
pub type ByWay<T> = [T; WAYS];

/// Spells that would begin without programmes and spells that begin, counted over one week.
///
/// Support is counted in spells begun by going back; all other ways in first spells begun by an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtRisk {
    /// Girls who would be drawn in for the first time by this week's offers were there no programme; each once, the first time.
    pub all: u32,
    /// Girls among all approached who are drawn in for the first time.
    pub drawn_in: u32,
    /// As `all`, among girls reached in each way.
    pub by_reach: ByWay<u32>,
    /// As `drawn_in`, among girls reached in each way.
    pub drawn_in_by_reach: ByWay<u32>,
    /// Girls whom programmes reach, by way, among those looked at; support: persons newly taken in, of everyone.
    pub reached: ByWay<u32>,
    /// How many girls each of those looked at stands for.
    pub each: u32,
}

/// Rows of lists by way in which a girl counts who is reached in these ways.
pub fn rows_of(ways: u8) -> impl Iterator<Item = usize> {
    let single = Reach::ALL.into_iter().filter(move |way| ways & way.bit() != 0).map(Reach::row);
    let prevents = Reach::ALL.into_iter().any(|way| way != Reach::Support && ways & way.bit() != 0);
    single.chain(prevents.then_some(ANY_WAY))
}

impl AtRisk {
    /// Counts one girl who would be drawn in without programmes or is drawn in, reached in these ways; `kept`: she was counted before, as
    /// kept from it. Returns whether she is kept from it now.
    pub fn add(&mut self, without: bool, drawn_in: bool, ways: u8, kept: bool) -> bool {
        let (at_risk, drawn) = (u32::from(without && !kept), u32::from(drawn_in));
        self.all += at_risk;
        self.drawn_in += drawn;
        // Who is reached no more was when she was counted as kept.
        let before = (kept && ways == 0).then_some(ANY_WAY);
        for way in rows_of(ways).chain(before) {
            self.by_reach[way] += at_risk;
            self.drawn_in_by_reach[way] += drawn;
        }
        without && !drawn_in
    }
}
