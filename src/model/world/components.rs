//! The entities' components.

use bevy_ecs::prelude::Component;

/// Weeks in a year of the model.
pub const WEEKS_PER_YEAR: u32 = 52;
/// Weeks a girl spends in a roster slot: from her 12th to her 25th birthday.
pub const WEEKS_IN_ROSTER: u32 = 13 * WEEKS_PER_YEAR;
/// The community index of those who come from outside the simulated departments.
pub const OUTSIDE: u16 = u16::MAX;

/// Where the girl of a slot is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Whereabouts {
    /// With her household.
    #[default]
    AtHome = 0,
    /// In a brothel; her [`Case`](super::Case) says which.
    Exploited = 1,
    /// Came back, not yet reintegrated.
    Returned = 2,
    /// Moved on out of the region: unknown, never a success.
    LeftSight = 3,
}

/// A roster slot: what was done to its present girl. Who she is follows from (slot, generation), not from here.
///
/// Everything but `household` is about the girl of `generation`; once the slot has passed to the next girl it is stale
/// and reads as the default.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Girl {
    /// Row of her household.
    pub household: u32,
    /// Whom the rest of this row is about.
    pub generation: u16,
    /// Where she is now.
    pub whereabouts: Whereabouts,
    /// Bits of [`Girl::EVER_EXPLOITED`], [`Girl::IN_TRAINING`], [`Girl::TRAINED`], [`Girl::DRAWN_ELSEWHERE`].
    pub flags: u8,
}

impl Girl {
    /// Flag: she has been exploited at some time.
    pub const EVER_EXPLOITED: u8 = 1;
    /// Flag: she has a training place now.
    pub const IN_TRAINING: u8 = 2;
    /// Flag: she completed a training course.
    pub const TRAINED: u8 = 4;
    /// Flag: she has been drawn in at another destination, which is counted once and changes nothing here.
    pub const DRAWN_ELSEWHERE: u8 = 8;
    /// Flag: she would have been drawn in had there been no programme, and was not: counted once, and changes nothing.
    pub const KEPT: u8 = 16;

    /// The row as it is for the girl of `generation`: fresh if the stored one has left.
    #[inline]
    pub fn of(&self, generation: u16) -> Girl {
        if self.generation == generation {
            *self
        } else {
            Girl { household: self.household, generation, ..Girl::default() }
        }
    }

    /// The same girl had no programme trained her.
    #[inline]
    pub fn left_alone(&self) -> Girl {
        Girl { flags: self.flags & !(Girl::TRAINED | Girl::IN_TRAINING), ..*self }
    }

    /// Whether a flag, one of the constants above, is set.
    #[inline]
    pub fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// A household with girls: siblings share income and violence.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Household {
    /// Row of its community.
    pub community: u16,
    /// Members in training, each with a transfer.
    pub in_training: u8,
    /// Permanent income effect p, in units of its standard deviation.
    pub income: f32,
    /// Violence is present while this uniform is below the community's share.
    pub violence: f32,
}

/// Fixed properties of a community.
#[derive(Component, Clone, Debug, PartialEq)]
pub struct Community {
    /// Name, for tables.
    pub name: String,
    /// Index of its department in [`Region::departments`](super::setting::Region::departments).
    pub department: u16,
    /// First roster slot; its girls are the rows `first_girl..first_girl + girls`.
    pub first_girl: u32,
    /// Simulated girls.
    pub girls: u32,
    /// Row of its first household; its households are the rows `first_household..first_household + households`.
    pub first_household: u32,
    /// Simulated households.
    pub households: u32,
    /// Share of persons below the poverty line.
    pub poverty_rate: f64,
    /// ln m_c: log of the median of permanent income, × P.
    pub ln_median_income: f64,
    /// Taboo τ before any programme.
    pub taboo: f64,
    /// Share of households with violence before any programme.
    pub violence_share: f64,
    /// Adult earnings w_c before any programme, × P.
    pub earnings: f64,
    /// Share of girls with phone and signal.
    pub phone_share: f64,
    /// ℓ_c, log-odds.
    pub belief: f64,
    /// Hours to each mining town.
    pub hours: Vec<f64>,
    /// Hours to each destination outside the region.
    pub hours_elsewhere: Vec<f64>,
    /// Share of girls in school at twelve.
    pub in_school_at_12: f64,
}

/// State of a community, which changes from week to week.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct CommunityState {
    /// Shared knowledge s, log-odds.
    pub shared_knowledge: f64,
    /// What it would be had no campaign taught anyone and no programme lowered taboo, log-odds; nothing depends on it.
    pub shared_without: f64,
    /// Returned girls who speak about it this week.
    pub speaking: u32,
    /// The trade's fading memory of successes S_c.
    pub successes: f64,
    /// The trade's fading memory of approaches C_c, wasted ones included.
    pub approaches: f64,
    /// Reports, fading by the half-life of reports.
    pub reports: f64,
    /// Approaches fading by the same half-life.
    pub approaches_beside_reports: f64,
    /// Share of the app's market that uses it now.
    pub app_using: f64,
    /// Share of the app's market that dropped it.
    pub app_dropped: f64,
}

/// One recruiter.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Recruiter {
    /// Index of his mining town.
    pub town: u16,
    /// Place in the town's pool: in the trade while below the town's number of recruiters.
    pub rank: u16,
    /// First week in which he is replaced; 0 while he is active.
    pub arrested_until: u32,
    /// Reports against him, fading.
    pub reports: f64,
}

/// One mining town.
#[derive(Component, Clone, Debug, PartialEq)]
pub struct MiningTown {
    /// Miners it would have at gold index 1.
    pub base_miners: f64,
    /// Miners now, guests included, persons.
    pub miners: f64,
    /// Miners expelled by a crackdown who wait near the town.
    pub waiting: f64,
    /// Miners expelled by a crackdown who have left the region.
    pub gone: f64,
    /// Miners who were expelled elsewhere and came here, by the town they came from.
    pub guests: Vec<f64>,
    /// Share of the recruiters based here.
    pub recruiter_share: f64,
    /// Share of the recruiters who would be based here whatever the brothels do: its share of the miners at the start.
    pub fixed_share: f64,
    /// Smoothed share of the places of open brothels that are here.
    pub places_share: f64,
}

impl MiningTown {
    /// A town as it is when a world is filled, one of `towns`, with its share of the recruiters.
    pub fn new(miners: f64, share: f64, towns: usize) -> MiningTown {
        MiningTown {
            base_miners: miners,
            miners,
            waiting: 0.0,
            gone: 0.0,
            guests: vec![0.0; towns],
            recruiter_share: share,
            fixed_share: share,
            places_share: share,
        }
    }

    /// As it was when the world was filled.
    pub fn reset(&mut self) {
        *self = MiningTown::new(self.base_miners, self.fixed_share, self.guests.len());
    }
}

/// One brothel, or a place for one.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Brothel {
    /// Index of its mining town.
    pub town: u16,
    /// Whether it is open; `false` for a place where one may open.
    pub open: bool,
    /// Places K.
    pub places: u16,
    /// Persons exploited in it now, simulated persons.
    pub occupants: u16,
    /// Smoothed occupancy f, share of places.
    pub occupancy: f64,
}

impl Brothel {
    /// Free places; none when closed.
    #[inline]
    pub fn free(&self) -> u16 {
        if self.open { self.places.saturating_sub(self.occupants) } else { 0 }
    }
}
