//! What an intervention does and costs: the trait that each of them implements, and what it is told.

use super::timing::Timing;
use crate::scenario::{Act, Objection, Whom};
use crate::world::{
    Levers, Reach, RegionLevers, SchoolYear, Tally, TrainingTerms, WEEKS_IN_ROSTER, WEEKS_PER_YEAR, YEARS_OF_SCHOOL,
};
use serde::{Deserialize, Serialize};

/// Whether an intervention is given girl by girl or community by community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A budget thins coverage everywhere.
    Girl,
    /// A budget buys whole communities.
    Community,
}

/// What money buys, by kind of intervention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Contacts of a girl with a campaign.
    Contacts,
    /// Years of one girl under the programme.
    GirlYears,
    /// Persons supported.
    Persons,
}

impl Unit {
    /// As files name it.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Contacts => "contacts",
            Unit::GirlYears => "girl-years",
            Unit::Persons => "persons",
        }
    }
}

/// Facts about a community that a mechanism's costs may depend on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// Girls aged 12 to 24, persons.
    pub girls: f64,
    /// Those among them whom the intervention is meant for, persons.
    pub aimed: f64,
    /// Those among these of school age, 12 to 16, persons.
    pub aimed_of_school_age: f64,
    /// Share of girls with phone and signal, 0 to 1.
    pub phone_share: f64,
    /// Girls expected in training at any time if every eligible girl is offered a place as often as the register says, persons.
    pub training_demand: f64,
    /// Girls expected to attend school in households that would have a school transfer at full coverage, persons.
    pub school_demand: f64,
    /// Girls in households that would have a transfer for them at full coverage, persons.
    pub transfer_demand: f64,
    /// Persons expected to come back from exploitation per year.
    pub returns_per_year: f64,
}

impl Place {
    /// A place of so many girls, all of whom an intervention is meant for, where nothing else is known.
    pub fn of_girls(girls: f64, phone_share: f64) -> Place {
        let place = Place { girls, aimed: girls, phone_share, ..Place::default() };
        Place { aimed_of_school_age: place.girls_of_school_age(), ..place }
    }

    /// Girls of school age, 12 to 16, persons: five of the thirteen years that a roster holds.
    pub fn girls_of_school_age(&self) -> f64 {
        self.girls * f64::from(YEARS_OF_SCHOOL * WEEKS_PER_YEAR) / f64::from(WEEKS_IN_ROSTER)
    }
}

/// Numbers of persons that a mechanism's costs are counted from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activity {
    /// Girls who attended training this week.
    pub in_training: f64,
    /// Persons newly supported this week.
    pub supported: f64,
}

impl Activity {
    /// From simulated to real persons. Who completed or left training this week attended it this week.
    pub fn new(tally: &Tally, still_in_training: usize, scale: f64) -> Self {
        let attended = still_in_training as f64 + f64::from(tally.completed_training + tally.dropped_out);
        Activity { in_training: attended * scale, supported: f64::from(tally.supported) * scale }
    }
}

/// Years of girls in a week of these communities at this coverage, where a place has so many of them.
pub fn girl_years(covered: &[(Place, f64)], girls: impl Fn(&Place) -> f64) -> f64 {
    covered.iter().map(|(place, coverage)| coverage * girls(place)).sum::<f64>() / f64::from(WEEKS_PER_YEAR)
}

/// One intervention's mechanism and costs. Money is in S/, time in years unless named otherwise.
pub trait Mechanism: Send + Sync {
    /// Unit of its coverage.
    fn grain(&self) -> Grain;

    /// Cost per year of running it at all, S/.
    fn fixed_cost(&self) -> f64 {
        0.0
    }

    /// Expected cost per year of full coverage of a community, S/.
    fn cost(&self, place: &Place) -> f64;

    /// Writes its part of a community's levers; called with coverage above 0 only, from the start on, after the end too.
    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers);

    /// Writes its part of the region's levers. `budget` is what it may have spent so far less what it has, S/.
    fn write_region(&self, _t: &Timing, _money: &Money, _region: &mut RegionLevers) {}

    /// Girls it is given to in a community that is fully covered, at a time (support after return: persons per year); `None`: it is
    /// given to whole communities.
    fn gives_to(&self, place: &Place) -> Option<f64> {
        (self.grain() == Grain::Girl).then_some(place.girls)
    }

    /// As [`Mechanism::write`] where it is meant for this share of the community's girls.
    fn write_among(&self, t: &Timing, coverage: f64, _share: f64, levers: &mut Levers) {
        self.write(t, coverage, levers);
    }

    /// What it is composed of; empty where it is code of its own.
    fn acts(&self) -> &[Act] {
        &[]
    }

    /// The girls it is limited to.
    fn whom(&self) -> Whom {
        Whom::EVERYONE
    }

    /// Contacts per girl and year that a campaign makes with the girls it is limited to, and what each adds to what she believes, log-odds;
    /// `None`: it makes none, or with everyone, which [`Mechanism::write`] says.
    fn picked_contacts(&self, _t: &Timing, _coverage: f64) -> Option<(f64, f64)> {
        None
    }

    /// Spending per year on what is covered besides what is counted as it happens, S/.
    fn beside(&self, covered: &[(Place, f64)]) -> f64 {
        covered.iter().map(|(place, coverage)| coverage * self.cost(place)).sum::<f64>() + self.fixed_cost()
    }

    /// Spending this week, S/; `covered` lists communities with their coverage. What is counted from activity does not shrink with
    /// strength: activity does.
    fn spending(&self, covered: &[(Place, f64)], _activity: &Activity, strength: f64) -> f64 {
        self.beside(covered) / f64::from(WEEKS_PER_YEAR) * strength
    }

    /// Part of [`Mechanism::spending`] this week that is a transfer to households, S/: it leaves the budget, not society.
    fn transfers(&self, _covered: &[(Place, f64)], _activity: &Activity, _strength: f64) -> f64 {
        0.0
    }

    /// In which way it reaches a girl.
    fn reach(&self) -> Reach {
        Reach::Community
    }

    /// What its money buys.
    fn unit(&self) -> Unit {
        Unit::GirlYears
    }

    /// What is bought this week, in its unit; shrinks with the ramp where spending does.
    fn units(&self, covered: &[(Place, f64)], _activity: &Activity, strength: f64) -> f64 {
        girl_years(covered, |place| place.girls) * strength
    }

    /// Writes what it does to schooling in a community in the year that begins, at its mean strength over the year's school weeks.
    fn plan_year(&self, _strength: f64, _coverage: f64, _year: &mut SchoolYear) {}

    /// The first week in which it acts, for a programme that is meant to start in `start_week`, since the fork: school programmes
    /// wait for the year that begins next, so that a year's plan is known when it begins and the past never changes.
    fn begins(&self, start_week: u32) -> u32 {
        start_week
    }

    /// Share of poor households with girls in school that would have its transfer at full coverage; `None`: it pays for no schooling.
    fn school_households(&self) -> Option<f64> {
        None
    }

    /// Share of poor households that would have its transfer, whatever their girls do, at full coverage; `None`: it pays no such.
    fn transfer_households(&self) -> Option<f64> {
        None
    }

    /// Whether the effect on girls who were surveyed can be forecast, so that it can be matched to communities.
    fn can_be_forecast(&self) -> bool {
        true
    }

    /// Terms of training and offers per girl and year, if demand for training has to be forecast.
    fn training(&self) -> Option<(TrainingTerms, f64)> {
        None
    }

    /// Whether it is given to persons wherever they are from, so that it reaches those from outside too.
    fn follows_persons(&self) -> bool {
        false
    }

    /// Weeks from its start until it has any effect.
    fn delay_weeks(&self) -> f64 {
        0.0
    }

    /// Objection to it at this intensity under these parameters: the key meant, and why.
    ///
    /// # Errors
    /// When it would be paid for more than the model can follow.
    fn possible(&self) -> Result<(), Objection> {
        Ok(())
    }

    /// The largest intensity at which [`Mechanism::possible`] holds under these parameters.
    fn most_intensity(&self) -> f64 {
        f64::INFINITY
    }
}

/// Money that a programme may still spend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Money {
    /// Budget per year, if it has one, S/.
    pub per_year: Option<f64>,
    /// Accrued in the programme's current year and not yet spent, S/; unlimited without a budget.
    pub available: Option<f64>,
    /// Of it per year, what is spent besides places in training and persons supported, S/.
    pub beside: f64,
    /// Girls it may be given to at a time, or persons per year, if it has a number of them.
    pub girls_per_year: Option<f64>,
    /// Persons it may still be given to in the programme's current year by that number; unlimited without.
    pub available_girls: Option<f64>,
    /// Persons one simulated person stands for.
    pub scale: f64,
}
