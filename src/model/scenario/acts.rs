//! What interventions are composed of: mechanisms with their doses, and what they cost. The kinds that ship are composed of the same.

use serde::Serialize;

/// How an effect runs through time. Level at a coverage: a dose that holds while the programme runs, and what grows year by year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Course {
    /// Level at full coverage and strength.
    pub dose: f64,
    /// What each year at full coverage and strength adds; it stays after the end.
    pub growth_per_year: f64,
    /// Weeks from what is done to its effect.
    pub delay_weeks: f64,
    /// Most that it comes to.
    pub cap: f64,
    /// Weeks in which half of it is lost once the programme has ended. Infinite: a dose ends with the programme, and what grew stays.
    pub fading_half_life_weeks: f64,
    /// Times this: an intervention's intensity.
    pub scale: f64,
}

impl Course {
    /// Nothing.
    pub const NONE: Course = Course {
        dose: 0.0,
        growth_per_year: 0.0,
        delay_weeks: 0.0,
        cap: f64::INFINITY,
        fading_half_life_weeks: f64::INFINITY,
        scale: 1.0,
    };
}

/// Contacts of a campaign with girls: each adds to what she believes, and to what is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contacts {
    /// Contacts per girl and year at full coverage.
    pub per_year: f64,
    /// Log-odds one contact adds to own knowledge.
    pub gain: f64,
    /// Times this many contacts: an intervention's intensity.
    pub scale: f64,
}

/// Something that spreads among phone owners (Bass): it warns of offers, users report them, and victims' homes complain more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Adoption {
    /// Weekly hazard of adopting on one's own.
    pub innovation_per_week: f64,
    /// Weekly hazard of adopting per share of the market that uses it.
    pub imitation_per_week: f64,
    /// Share of phone owners who would ever adopt.
    pub market: f64,
    /// Hazard of dropping it, per year.
    pub drop_per_year: f64,
    /// Probability that it warns a user of an offer.
    pub warning: f64,
    /// Log-odds a warning adds.
    pub shift: f64,
    /// Probability that a user reports an offer.
    pub report: f64,
    /// Complaint hazard of victims whose home uses it, relative to without.
    pub complaint_ratio: f64,
    /// Times this hazard of adopting on one's own: an intervention's intensity.
    pub scale: f64,
}

/// Somewhere to ask about an offer, without anything to adopt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// Probability that a girl asks about an offer, through time.
    pub asks: Course,
    /// Log-odds that a warning adds to what she believes.
    pub shift: f64,
    /// Probability that who asks reports the offer.
    pub report: f64,
    /// Whether one needs a phone and signal to ask.
    pub phone: bool,
}

/// Training places for poor girls out of school: take-up by utility, a transfer while attending, better prospects afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Training {
    /// Transfer to the household while she attends, S/ per month.
    pub soles_per_month: f64,
    /// Effort and forgone earnings, utility.
    pub effort: f64,
    /// Spread of what decides and is not modelled, utility.
    pub spread: f64,
    /// Youngest age, completed years.
    pub min_age: f64,
    /// Oldest age, completed years.
    pub max_age: f64,
    /// Length of the course, weeks.
    pub course_weeks: f64,
    /// Hazard of dropping out, per year.
    pub dropout_per_year: f64,
    /// Share of poor households missed.
    pub targeting_error: f64,
    /// Permanent income below which a household is eligible, × P.
    pub poor_cutoff: f64,
    /// Offers of a place per eligible girl and year at full coverage.
    pub offers_per_year: f64,
    /// Places offered for each there is money for.
    pub oversubscription: f64,
    /// Times this transfer: an intervention's intensity.
    pub scale: f64,
}

/// A transfer to poor households for each girl while she attends school.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SchoolTransfer {
    /// Per girl, S/ per month.
    pub soles_per_month: f64,
    /// Share of poor households missed.
    pub targeting_error: f64,
    /// Share of eligible households that take it up.
    pub take_up: f64,
    /// Times this transfer: an intervention's intensity.
    pub scale: f64,
}

/// Girls are kept in school: a relative fall of the hazard of leaving.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Schooling {
    /// Relative fall, 0 to 1.
    pub fall: f64,
    /// Times this fall: an intervention's intensity.
    pub scale: f64,
}

/// A transfer to poor households for each girl, whatever she does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HouseholdTransfer {
    /// Per girl, S/ per month.
    pub soles_per_month: f64,
    /// Share of poor households missed.
    pub targeting_error: f64,
    /// Share of eligible households that take it up.
    pub take_up: f64,
}

/// Support for those who come back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Support {
    /// Relative fall of the probability of going back.
    pub effect: f64,
    /// Speed of reintegration, relative.
    pub speed: f64,
    /// Times this fall: an intervention's intensity.
    pub scale: f64,
}

/// One mechanism with its doses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Contacts of a campaign.
    Contacts(Contacts),
    /// Fall of taboo, on its own scale.
    Taboo(Course),
    /// Relative fall of the share of households with violence.
    Violence(Course),
    /// Relative rise of local earnings.
    Earnings(Course),
    /// Something that spreads among phone owners.
    Adoption(Adoption),
    /// Somewhere to ask about an offer.
    Warning(Warning),
    /// Training places.
    Training(Training),
    /// A transfer while in school.
    SchoolTransfer(SchoolTransfer),
    /// Girls are kept in school.
    Schooling(Schooling),
    /// A transfer to poor households.
    HouseholdTransfer(HouseholdTransfer),
    /// Support after return.
    Support(Support),
}

impl Act {
    /// Its mechanism's name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Act::Contacts(_) => "contacts",
            Act::Taboo(_) => "taboo",
            Act::Violence(_) => "violence",
            Act::Earnings(_) => "earnings",
            Act::Adoption(_) => "adoption",
            Act::Warning(_) => "warning",
            Act::Training(_) => "training",
            Act::SchoolTransfer(_) => "school-transfer",
            Act::Schooling(_) => "schooling",
            Act::HouseholdTransfer(_) => "household-transfer",
            Act::Support(_) => "support",
        }
    }

    /// Contacts per girl and year that it makes at full coverage.
    pub fn contacts_per_year(&self) -> f64 {
        match self {
            Act::Contacts(one) => one.per_year * one.scale,
            _ => 0.0,
        }
    }

    /// Whether a community can have it only once at a time: its terms are the same for everyone there who has it.
    pub const fn only_once(&self) -> bool {
        matches!(self, Act::Adoption(_) | Act::Warning(_) | Act::HouseholdTransfer(_)) || self.only_once_in_a_region()
    }

    /// Whether a region can have it only once at a time: its places are the whole region's.
    pub const fn only_once_in_a_region(&self) -> bool {
        matches!(self, Act::Training(_) | Act::Support(_))
    }
}

/// What a cost is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Running it at all, per year.
    Region,
    /// Each covered community, per year.
    Community,
    /// Each girl it is meant for in covered communities, per year.
    Girl,
    /// Each of them of school age, 12 to 16, per year.
    GirlOfSchoolAge,
    /// Each girl with phone and signal, per year.
    PhoneOwner,
    /// Each contact.
    Contact,
    /// Each girl in school whose household has a transfer for it, per year.
    Pupil,
    /// Each girl whose household has a transfer, per year.
    Recipient,
    /// Each training place filled, per year.
    Place,
    /// Each person supported.
    Person,
}

impl Per {
    /// Every one, in the order of files.
    pub const ALL: [Per; 10] = [
        Per::Region,
        Per::Community,
        Per::Girl,
        Per::GirlOfSchoolAge,
        Per::PhoneOwner,
        Per::Contact,
        Per::Pupil,
        Per::Recipient,
        Per::Place,
        Per::Person,
    ];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Per::Region => "region",
            Per::Community => "community",
            Per::Girl => "girl",
            Per::GirlOfSchoolAge => "girl-of-school-age",
            Per::PhoneOwner => "phone-owner",
            Per::Contact => "contact",
            Per::Pupil => "pupil",
            Per::Recipient => "recipient",
            Per::Place => "place",
            Per::Person => "person",
        }
    }

    /// The mechanism without which there is nothing to count; `None`: there always is.
    pub const fn needs(self) -> Option<&'static str> {
        match self {
            Per::Contact => Some("contacts"),
            Per::Pupil => Some("school-transfer"),
            Per::Recipient => Some("household-transfer"),
            Per::Place => Some("training"),
            Per::Person => Some("support"),
            _ => None,
        }
    }
}

/// A cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What it is counted by.
    pub per: Per,
    /// S/ for each, besides what households get.
    pub soles: f64,
    /// S/ for each that households get.
    pub transfer: f64,
    /// Administration, as a share of both.
    pub overhead: f64,
    /// Times this: an intervention's intensity.
    pub scale: f64,
}

impl Cost {
    /// So many soles for each, nothing of it a transfer.
    pub const fn new(per: Per, soles: f64) -> Cost {
        Cost { per, soles, transfer: 0.0, overhead: 0.0, scale: 1.0 }
    }
}

/// An intervention composed in a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Custom {
    /// Its name in sentences.
    pub label: String,
    /// Whether it is given to whole communities; else girl by girl.
    pub to_communities: bool,
    /// What it does, at least one.
    pub acts: Vec<Act>,
    /// What it costs.
    pub costs: Vec<Cost>,
}
