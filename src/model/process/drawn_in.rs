//! Who is drawn in: spells begun are counted by community, and by department, poverty and age (docs/odd.md §9).

use crate::process::income::ln_permanent;
use crate::world::{Community, Derived, Girl, Group, Household, OUTSIDE, Setting, Tally, Terciles, age_band};

/// Terciles of permanent income over all girls, each with her household's.
pub fn terciles(girls: &[Girl], households: &[Household], communities: &[Community], derived: &Derived) -> Terciles {
    let of_girl = |girl: &Girl| {
        let household = &households[girl.household as usize];
        ln_permanent(&communities[usize::from(household.community)], household, derived)
    };
    Terciles::of(girls.len(), || girls.iter().map(of_girl)).unwrap_or_default()
}

/// Tables that tell which group a girl belongs to.
pub struct Counting<'a> {
    /// Parameters and geography.
    pub setting: &'a Setting,
    /// Bounds between terciles of permanent income.
    pub terciles: &'a Terciles,
    /// All households.
    pub households: &'a [Household],
}

impl Counting<'_> {
    /// The group of a person from a community (or from outside), with the row of her household, at an age.
    pub fn group(&self, community: u16, household: u32, weeks_since_12: u32) -> usize {
        let region = &self.setting.region;
        let department_and_tercile = (community != OUTSIDE).then(|| {
            let place = &region.communities[usize::from(community)];
            let income = ln_permanent(place, &self.households[household as usize], &self.setting.derived);
            (usize::from(place.department), self.terciles.index(income))
        });
        Group { department_and_tercile, age: age_band(weeks_since_12) }.index(region.departments.len())
    }

    /// Counts a spell that begins; `household` means nothing for those from outside.
    pub fn spell(&self, tally: &mut Tally, community: u16, household: u32, weeks_since_12: u32, first: bool) {
        let (place, group) = (tally.place(community), self.group(community, household, weeks_since_12));
        tally.spells_begun += 1;
        tally.spells_by_community[place] += 1;
        tally.spells_by_group[group] += 1;
        if first {
            tally.newly_exploited += 1;
            tally.newly_by_community[place] += 1;
            tally.newly_by_group[group] += 1;
        }
    }
}
