//! Whom an intervention is meant for, and where: limits on communities by what planners know, and on girls by what its mechanism can
//! tell.

use serde::Serialize;

/// What is known of a community where an intervention is limited to some.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its name.
    pub community: &'a str,
    /// Name of its department.
    pub department: &'a str,
    /// Poverty rate of its department, 0 to 1: a published average.
    pub poverty: f64,
    /// Taboo of its department, 0 to 1: likewise.
    pub taboo: f64,
    /// Girls of 12 to 24, persons.
    pub girls: f64,
    /// Share of girls with phone and signal, 0 to 1.
    pub phone_share: f64,
    /// Hours to the nearest mining town.
    pub hours: f64,
    /// Its place in the order of estimated exposure over the whole region, 1 for the most; `None`: not known yet.
    pub exposure_rank: Option<usize>,
}

/// What a condition on communities is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Poverty rate of the department.
    Poverty,
    /// Taboo of the department.
    Taboo,
    /// Number of girls.
    Girls,
    /// Share of girls with phone and signal.
    PhoneShare,
    /// Hours to the nearest mining town.
    Hours,
    /// Place in the order of estimated exposure.
    ExposureRank,
}

/// A bound on a feature of communities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// What it is about.
    pub feature: Feature,
    /// Whether the bound is the least that is allowed; else it is the most.
    pub at_least: bool,
    /// The bound, itself allowed.
    pub bound: f64,
}

impl Condition {
    /// Every condition that files can state: key, feature, and whether the bound is the least.
    pub const KEYS: [(&'static str, Feature, bool); 11] = [
        ("poverty_at_least", Feature::Poverty, true),
        ("poverty_at_most", Feature::Poverty, false),
        ("taboo_at_least", Feature::Taboo, true),
        ("taboo_at_most", Feature::Taboo, false),
        ("girls_at_least", Feature::Girls, true),
        ("girls_at_most", Feature::Girls, false),
        ("phone_share_at_least", Feature::PhoneShare, true),
        ("phone_share_at_most", Feature::PhoneShare, false),
        ("hours_at_least", Feature::Hours, true),
        ("hours_at_most", Feature::Hours, false),
        ("exposure_rank_at_most", Feature::ExposureRank, false),
    ];

    /// Whether it holds for a community; what is not known yet may hold.
    fn holds(&self, known: &Known) -> bool {
        let value = match self.feature {
            Feature::Poverty => known.poverty,
            Feature::Taboo => known.taboo,
            Feature::Girls => known.girls,
            Feature::PhoneShare => known.phone_share,
            Feature::Hours => known.hours,
            Feature::ExposureRank => match known.exposure_rank {
                Some(rank) => rank as f64,
                None => return true,
            },
        };
        if self.at_least { value >= self.bound } else { value <= self.bound }
    }
}

/// The communities that an intervention is limited to. The default leaves none out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Where {
    /// Names of departments; with `communities`, either makes a community one of those named. Both empty: every community.
    pub departments: Vec<String>,
    /// Names of communities.
    pub communities: Vec<String>,
    /// What must hold besides, all of it.
    pub conditions: Vec<Condition>,
}

impl Where {
    /// Whether it says nothing.
    pub fn is_anywhere(&self) -> bool {
        *self == Where::default()
    }

    /// Whether a community is one of those it limits to.
    pub fn admits(&self, known: &Known) -> bool {
        let has = |names: &[String], name: &str| names.iter().any(|one| one == name);
        let named = (self.departments.is_empty() && self.communities.is_empty())
            || has(&self.departments, known.department)
            || has(&self.communities, known.community);
        named && self.conditions.iter().all(|condition| condition.holds(known))
    }

    /// Whether no community can be one of those that both limit to, as their names alone say.
    pub fn is_apart(&self, other: &Where) -> bool {
        let apart =
            |a: &[String], b: &[String]| !a.is_empty() && !b.is_empty() && a.iter().all(|name| !b.contains(name));
        let only_departments = self.communities.is_empty() && other.communities.is_empty();
        let only_communities = self.departments.is_empty() && other.departments.is_empty();
        (only_departments && apart(&self.departments, &other.departments))
            || (only_communities && apart(&self.communities, &other.communities))
    }

    /// The least bound on the place in the order of exposure, if there is one.
    pub fn most_exposed(&self) -> Option<f64> {
        let ranks = self.conditions.iter().filter(|one| one.feature == Feature::ExposureRank);
        ranks.map(|one| one.bound).reduce(f64::min)
    }
}

/// Whether a girl attends school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attending {
    /// She does.
    In,
    /// She left, completed it, or never went.
    Out,
}

impl Attending {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Attending::In => "in",
            Attending::Out => "out",
        }
    }
}

/// The youngest and the oldest age there is, completed years.
pub const AGES: (u32, u32) = (12, 24);

/// The girls that an intervention is limited to. [`Whom::EVERYONE`] leaves none out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Whom {
    /// Youngest age, completed years.
    pub youngest: u32,
    /// Oldest age, completed years.
    pub oldest: u32,
    /// Whether they attend school; `None`: whether or not.
    pub schooling: Option<Attending>,
    /// Only those of permanently poor households.
    pub poor: bool,
}

impl Whom {
    /// Everyone.
    pub const EVERYONE: Whom = Whom { youngest: AGES.0, oldest: AGES.1, schooling: None, poor: false };

    /// Whether it leaves nobody out.
    pub fn is_everyone(&self) -> bool {
        !self.limits_ages() && self.schooling.is_none() && !self.poor
    }

    /// Whether some ages are left out.
    pub fn limits_ages(&self) -> bool {
        self.youngest > AGES.0 || self.oldest < AGES.1
    }

    /// Whether an age, in years, is among those meant. Who is older than the oldest age there is counts as of that age.
    #[inline]
    pub fn of_age(&self, years: f64) -> bool {
        years >= f64::from(self.youngest) && (self.oldest >= AGES.1 || years < f64::from(self.oldest + 1))
    }
}

impl Default for Whom {
    fn default() -> Self {
        Whom::EVERYONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Known = Known {
        community: "Lakeside",
        department: "Highlands",
        poverty: 0.3,
        taboo: 0.5,
        girls: 400.0,
        phone_share: 0.6,
        hours: 10.0,
        exposure_rank: Some(3),
    };

    #[test]
    fn a_community_is_admitted_by_the_name_of_either_and_by_every_condition() {
        let here = |w: Where| w.admits(&HERE);
        let names = |departments: &[&str], communities: &[&str]| Where {
            departments: departments.iter().map(|&n| n.to_owned()).collect(),
            communities: communities.iter().map(|&n| n.to_owned()).collect(),
            conditions: Vec::new(),
        };
        assert!(here(Where::default()) && here(names(&["Highlands"], &[])) && here(names(&["Coast"], &["Lakeside"])));
        assert!(!here(names(&["Coast"], &[])) && !here(names(&[], &["Hill"])));
        for (_, feature, at_least) in Condition::KEYS {
            let value = match feature {
                Feature::Poverty => 0.3,
                Feature::Taboo => 0.5,
                Feature::Girls => 400.0,
                Feature::PhoneShare => 0.6,
                Feature::Hours => 10.0,
                Feature::ExposureRank => 3.0,
            };
            let bound = |bound| Where { conditions: vec![Condition { feature, at_least, bound }], ..Where::default() };
            let beyond = if at_least { 1.01 } else { 0.99 };
            assert!(here(bound(value)) && !here(bound(value * beyond)), "{feature:?}");
        }
    }

    #[test]
    fn ages_are_completed_years_and_the_oldest_has_no_end() {
        let whom = Whom { youngest: 14, oldest: 17, ..Whom::EVERYONE };
        assert!(whom.of_age(14.0) && whom.of_age(17.99) && !whom.of_age(13.99) && !whom.of_age(18.0));
        assert!(Whom::EVERYONE.of_age(31.0) && Whom { youngest: 18, ..Whom::EVERYONE }.of_age(31.0));
    }
}
