//! The world as programmes would have left it alone, for looking at one girl (docs/odd.md §9, the funnel).

use super::levers::{Levers, RegionLevers};
use super::state::{AppHistory, CampaignHistory, SchoolHistory, SchoolYear};
use bevy_ecs::prelude::Resource;

/// The world as it would be for a girl who is looked at, had there been no programme since the fork. Kept while programmes run.
#[derive(Resource, Clone, Debug, Default)]
pub struct LeftAlone {
    /// By community: whether a programme ever did something there; empty: there are none.
    pub touched: Vec<bool>,
    /// Levers nobody moved.
    pub levers: Vec<Levers>,
    /// Levers of the region that nobody moved.
    pub region: RegionLevers,
    /// No campaign.
    pub campaign: CampaignHistory,
    /// No application.
    pub app: AppHistory,
    /// No school programme.
    pub school: SchoolHistory,
}

impl LeftAlone {
    /// For a world of so many communities in which programmes begin.
    pub fn new(communities: usize) -> Self {
        LeftAlone {
            touched: vec![false; communities],
            levers: vec![Levers::default(); communities],
            ..LeftAlone::default()
        }
    }

    /// Whether there is anything to compare with.
    pub fn counts(&self) -> bool {
        !self.touched.is_empty()
    }

    /// Marks communities in which programmes do something this week or, to schooling, this year.
    pub fn mark(&mut self, levers: &[Levers], school: &SchoolHistory, year: u32) {
        let communities = self.touched.len();
        let planned = school.years(communities).contains(&year) && !school.rows.is_empty();
        for (c, (touched, levers)) in self.touched.iter_mut().zip(levers).enumerate() {
            *touched = *touched
                || *levers != Levers::default()
                || (planned && *school.of(year, c, communities) != SchoolYear::default());
        }
    }
}
