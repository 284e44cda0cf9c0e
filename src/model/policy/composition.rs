//! The one mechanism of interventions: acts and costs put together. Kinds that ship compose it of parameters of the register, files of
//! what they say.

use super::mechanism::{Activity, Grain, Mechanism, Money, Place, Unit, girl_years};
use super::timing::Timing;
use crate::math::num;
use crate::scenario::{Act, Contacts, Cost, Custom, Intervention, Objection, Per, SchoolTransfer, Training, Whom};
use crate::world::{
    HouseholdTerms, Levers, Line, Reach, RegionLevers, SchoolFall, SchoolGift, SchoolYear, TrainingTerms,
    WEEKS_PER_YEAR,
};

/// Months in a year.
const MONTHS: f64 = 12.0;

/// An intervention put together of acts and costs.
pub struct Composition {
    /// What errors call it.
    pub name: String,
    /// Unit of its coverage.
    pub grain: Grain,
    /// What it does. The first says in which way it reaches girls, and what its money buys.
    pub acts: Vec<Act>,
    /// What it costs.
    pub costs: Vec<Cost>,
    /// Times its cost in a community: an intervention's intensity, where that scales all of it.
    pub cost_scale: f64,
    /// The girls it is limited to.
    pub whom: Whom,
    /// Contacts per girl and year that all campaigns together can make.
    pub most_contacts: f64,
    /// What each report per recruiter and year adds to the hazard of arrest, relative to it.
    pub arrest_per_report: f64,
    /// Whether what it does to girls who were surveyed can be forecast.
    pub can_be_forecast: bool,
}

impl Composition {
    /// Of a kind that ships, for an intervention.
    pub fn of(one: &Intervention, grain: Grain, acts: Vec<Act>, costs: Vec<Cost>) -> Composition {
        let school = |act: &Act| matches!(act, Act::SchoolTransfer(_) | Act::Schooling(_));
        Composition {
            name: one.kind.clone(),
            grain,
            can_be_forecast: one.whom.is_everyone() && !acts.iter().any(school),
            acts,
            costs,
            cost_scale: 1.0,
            whom: one.whom,
            most_contacts: one.parameters.knowledge.max_contacts,
            arrest_per_report: one.parameters.enforcement.arrest_app,
        }
    }

    /// Of what a file says.
    pub(super) fn custom(one: &Intervention, custom: &Custom) -> Composition {
        let grain = if custom.to_communities { Grain::Community } else { Grain::Girl };
        let whole = Composition::of(one, grain, custom.acts.clone(), custom.costs.clone());
        Composition { can_be_forecast: false, ..whole }
    }

    fn contacts(&self) -> impl Iterator<Item = &Contacts> {
        self.acts.iter().filter_map(|act| if let Act::Contacts(one) = act { Some(one) } else { None })
    }

    fn trains(&self) -> Option<&Training> {
        self.acts.iter().find_map(|act| if let Act::Training(one) = act { Some(one) } else { None })
    }

    fn pays_pupils(&self) -> Option<&SchoolTransfer> {
        self.acts.iter().find_map(|act| if let Act::SchoolTransfer(one) = act { Some(one) } else { None })
    }

    fn supports(&self) -> bool {
        self.acts.iter().any(|act| matches!(act, Act::Support(_)))
    }

    /// Whether its contacts are with some girls only.
    fn picks(&self) -> bool {
        !self.whom.is_everyone()
    }

    fn terms(&self, one: &Training) -> TrainingTerms {
        let aged = self.whom.limits_ages();
        let age = |of_whom: u32, own: f64| if aged { f64::from(of_whom) } else { own };
        TrainingTerms {
            transfer: one.soles_per_month * one.scale,
            cost: one.effort,
            spread: one.spread,
            min_age_years: age(self.whom.youngest, one.min_age),
            max_age_years: age(self.whom.oldest, one.max_age),
            course_weeks: one.course_weeks,
            dropout: one.dropout_per_year,
            targeting_error: one.targeting_error,
            ln_poor_cutoff: num::ln(one.poor_cutoff),
        }
    }

    /// What each place, or each person supported, costs, S/ per year or person.
    fn price(&self, per: Per) -> f64 {
        let of = self.costs.iter().filter(|cost| cost.per == per);
        of.map(|cost| (cost.transfer + cost.soles) * (1.0 + cost.overhead) * cost.scale).sum()
    }

    /// How many a cost is counted by in a community that is fully covered, where that is known beforehand.
    fn count(&self, per: Per, place: &Place) -> f64 {
        match per {
            Per::Region | Per::Place | Per::Person => 0.0,
            Per::Community => 1.0,
            Per::Girl => place.aimed,
            Per::GirlOfSchoolAge => place.aimed_of_school_age,
            Per::PhoneOwner => place.girls * place.phone_share,
            Per::Contact => self.contacts().map(|one| place.aimed * one.per_year * one.scale).sum(),
            Per::Pupil => place.school_demand,
            Per::Recipient => place.transfer_demand,
        }
    }

    /// Cost per year of full coverage of a community without what is counted as it happens, S/; `of`: which costs.
    fn planned(&self, place: &Place, of: impl Fn(&Cost) -> bool) -> f64 {
        let each = |cost: &Cost| {
            self.count(cost.per, place) * (cost.transfer + cost.soles) * (1.0 + cost.overhead) * cost.scale
        };
        self.cost_scale * self.costs.iter().filter(|cost| of(cost)).map(each).sum::<f64>()
    }

    /// The same, of the communities covered; S/ per year.
    fn planned_of(&self, covered: &[(Place, f64)], of: impl Fn(&Cost) -> bool) -> f64 {
        covered.iter().map(|(place, coverage)| coverage * self.planned(place, &of)).sum()
    }
}

impl Mechanism for Composition {
    fn grain(&self) -> Grain {
        self.grain
    }

    fn fixed_cost(&self) -> f64 {
        let of = self.costs.iter().filter(|cost| cost.per == Per::Region);
        of.map(|cost| cost.soles * (1.0 + cost.overhead) * cost.scale).sum()
    }

    fn beside(&self, covered: &[(Place, f64)]) -> f64 {
        self.planned_of(covered, |_| true) + self.fixed_cost()
    }

    /// Of training, expected girls in it × the cost of a place, less the oversubscription: places are filled, not offers paid.
    fn cost(&self, place: &Place) -> f64 {
        let mut cost = self.planned(place, |_| true);
        if let Some(training) = self.trains() {
            cost += place.training_demand * self.price(Per::Place) / training.oversubscription;
        }
        if self.supports() {
            cost += place.returns_per_year * self.price(Per::Person);
        }
        cost
    }

    fn gives_to(&self, place: &Place) -> Option<f64> {
        if self.grain == Grain::Community {
            return None;
        }
        Some(match self.acts.first()? {
            Act::Training(one) => place.training_demand / one.oversubscription,
            Act::Support(_) => place.returns_per_year,
            Act::SchoolTransfer(_) => place.school_demand,
            Act::HouseholdTransfer(_) => place.transfer_demand,
            Act::Schooling(_) => place.aimed_of_school_age,
            Act::Adoption(_) => place.girls * place.phone_share,
            Act::Contacts(_) | Act::Taboo(_) | Act::Violence(_) | Act::Earnings(_) | Act::Warning(_) => place.aimed,
        })
    }

    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) {
        self.write_among(t, coverage, 1.0, levers);
    }

    fn write_among(&self, t: &Timing, coverage: f64, share: f64, levers: &mut Levers) {
        for act in &self.acts {
            match act {
                Act::Contacts(one) => {
                    let rate = one.per_year * one.scale * coverage * t.strength;
                    if self.picks() {
                        levers.picked_contact_rate += rate * share;
                    } else {
                        levers.contact_rate += rate;
                        levers.contact_gain = levers.contact_gain.max(one.gain);
                    }
                }
                // A campaign for some of the girls does so much less to what all of them may talk of.
                Act::Taboo(course) => levers.taboo_fall += course.level(t, coverage * share),
                Act::Violence(course) => {
                    levers.violence_fall += course.level(t, coverage);
                    levers.violence_cap = levers.violence_cap.max(course.cap.min(1.0));
                }
                Act::Earnings(course) => {
                    levers.earnings_rise += course.level(t, coverage);
                    levers.earnings_cap = levers.earnings_cap.max(course.cap);
                }
                // The service ends with its funding.
                Act::Adoption(one) => {
                    if t.strength > 0.0 {
                        levers.app_innovation += one.innovation_per_week * one.scale * coverage * t.strength;
                        levers.app_imitation = one.imitation_per_week;
                        levers.app_market = one.market;
                        levers.app_drop = one.drop_per_year;
                        levers.app_warning = one.warning;
                        levers.app_shift = one.shift;
                        levers.app_report = one.report;
                        levers.app_complaint_ratio = one.complaint_ratio;
                    }
                }
                Act::Warning(one) => {
                    let asks = one.asks.level(t, coverage);
                    if asks > 0.0 {
                        levers.line =
                            Line { asks, shift: one.shift, report: one.report, phone: one.phone, whom: self.whom };
                    }
                }
                Act::Training(one) => levers.training_offers += one.offers_per_year * coverage * t.strength,
                Act::HouseholdTransfer(one) => {
                    if t.strength > 0.0 {
                        levers.household = HouseholdTerms {
                            coverage: (coverage * t.strength).min(1.0),
                            transfer: one.soles_per_month,
                            targeting_error: one.targeting_error,
                            take_up: one.take_up,
                            whom: self.whom,
                        };
                    }
                }
                Act::Support(one) => {
                    levers.support = (levers.support + coverage * t.strength).min(1.0);
                    levers.support_effect = (one.effect * one.scale).min(1.0);
                    levers.support_speed = one.speed;
                    levers.support_whom = self.whom;
                }
                // All that these do happens in schooling: see [`SchoolYear`].
                Act::SchoolTransfer(_) | Act::Schooling(_) => {}
            }
        }
    }

    fn acts(&self) -> &[Act] {
        &self.acts
    }

    fn whom(&self) -> Whom {
        self.whom
    }

    fn picked_contacts(&self, t: &Timing, coverage: f64) -> Option<(f64, f64)> {
        if !self.picks() || self.contacts().next().is_none() {
            return None;
        }
        let rate = self.contacts().map(|one| one.per_year * one.scale * coverage * t.strength).sum();
        Some((rate, self.contacts().map(|one| one.gain).fold(0.0, f64::max)))
    }

    /// Terms hold while the programme runs; places are what the yearly budget pays for. Nobody is supported with money that is not
    /// there yet.
    fn write_region(&self, t: &Timing, money: &Money, region: &mut RegionLevers) {
        if t.strength <= 0.0 {
            return;
        }
        if let Some(training) = self.trains() {
            region.training = Some(self.terms(training));
            region.training_places = match (money.girls_per_year, money.per_year) {
                (Some(girls), _) => (girls * t.strength / money.scale) as u32,
                (None, Some(budget)) => {
                    let budget = (budget - money.beside).max(0.0);
                    (budget * t.strength / (self.price(Per::Place) * money.scale)) as u32
                }
                (None, None) => u32::MAX,
            };
        }
        if self.supports() {
            let price = self.price(Per::Person);
            region.support_slots = match (money.available_girls, money.available) {
                (Some(girls), _) => (girls / money.scale).max(0.0) as u32,
                (None, Some(soles)) if price > 0.0 => (soles / (price * money.scale)).max(0.0) as u32,
                _ => u32::MAX,
            };
        }
        let reports = |act: &Act| matches!(act, Act::Adoption(_) | Act::Warning(_));
        if self.acts.iter().any(reports) {
            region.arrest_per_report = self.arrest_per_report;
        }
    }

    /// What is counted as it happens does not shrink with the ramp: fewer are in training while it is short.
    fn spending(&self, covered: &[(Place, f64)], activity: &Activity, strength: f64) -> f64 {
        let weeks = f64::from(WEEKS_PER_YEAR);
        let mut spending = self.beside(covered) / weeks * strength;
        if self.trains().is_some() {
            spending += activity.in_training * self.price(Per::Place) / weeks;
        }
        if self.supports() {
            spending += activity.supported * self.price(Per::Person);
        }
        spending
    }

    /// What households get, without delivery and overhead.
    fn transfers(&self, covered: &[(Place, f64)], activity: &Activity, strength: f64) -> f64 {
        let weeks = f64::from(WEEKS_PER_YEAR);
        let mut transfers = 0.0;
        for cost in
            self.costs.iter().filter(|cost| cost.transfer > 0.0 && !matches!(cost.per, Per::Place | Per::Person))
        {
            let spending = self.planned_of(covered, |one| std::ptr::eq(one, cost)) / weeks;
            transfers += spending * (cost.transfer / ((cost.transfer + cost.soles) * (1.0 + cost.overhead))) * strength;
        }
        if let Some(one) = self.trains() {
            transfers += activity.in_training * MONTHS * one.soles_per_month * one.scale / weeks;
        }
        transfers
    }

    fn reach(&self) -> Reach {
        match self.acts.first() {
            Some(Act::Contacts(_)) => Reach::Contacts,
            Some(Act::Adoption(_)) => Reach::App,
            Some(Act::Training(_)) => Reach::Training,
            Some(Act::SchoolTransfer(_) | Act::Schooling(_)) => Reach::Schooling,
            Some(Act::Support(_)) => Reach::Support,
            _ => Reach::Community,
        }
    }

    fn unit(&self) -> Unit {
        match self.acts.first() {
            Some(Act::Contacts(_)) => Unit::Contacts,
            Some(Act::Support(_)) => Unit::Persons,
            _ => Unit::GirlYears,
        }
    }

    fn units(&self, covered: &[(Place, f64)], activity: &Activity, strength: f64) -> f64 {
        match self.acts.first() {
            Some(Act::Contacts(one)) => girl_years(covered, |place| place.aimed) * one.per_year * one.scale * strength,
            Some(Act::Adoption(_)) => girl_years(covered, |place| place.girls * place.phone_share) * strength,
            Some(Act::Training(_)) => activity.in_training / f64::from(WEEKS_PER_YEAR),
            Some(Act::SchoolTransfer(_)) => girl_years(covered, |place| place.school_demand) * strength,
            Some(Act::Schooling(_)) => girl_years(covered, |place| place.aimed_of_school_age) * strength,
            Some(Act::HouseholdTransfer(_)) => girl_years(covered, |place| place.transfer_demand) * strength,
            Some(Act::Support(_)) => activity.supported,
            _ => girl_years(covered, |place| place.aimed) * strength,
        }
    }

    fn plan_year(&self, strength: f64, coverage: f64, year: &mut SchoolYear) {
        for act in &self.acts {
            match act {
                Act::SchoolTransfer(one) => {
                    let gift = SchoolGift {
                        coverage: (coverage * strength).min(1.0),
                        transfer: one.soles_per_month * one.scale,
                        targeting_error: one.targeting_error,
                        take_up: one.take_up,
                        whom: self.whom,
                    };
                    if gift.coverage > 0.0 && gift.transfer > 0.0 {
                        year.gifts.push(gift);
                    }
                }
                Act::Schooling(one) => {
                    // Given to whole communities it is for everyone there; girl by girl, for a share of them.
                    let (all, share) = match self.grain {
                        Grain::Community => (coverage, 1.0),
                        Grain::Girl => (1.0, coverage),
                    };
                    let fall = (one.fall * one.scale * all * strength).min(SchoolFall::MOST);
                    if fall > 0.0 && share > 0.0 {
                        year.falls.push(SchoolFall { fall, share, whom: self.whom });
                    }
                }
                _ => {}
            }
        }
    }

    /// What is all about school waits for the year that begins next.
    fn begins(&self, start_week: u32) -> u32 {
        let school = |act: &Act| matches!(act, Act::SchoolTransfer(_) | Act::Schooling(_));
        if self.acts.iter().all(school) { start_week.div_ceil(WEEKS_PER_YEAR) * WEEKS_PER_YEAR } else { start_week }
    }

    fn school_households(&self) -> Option<f64> {
        self.pays_pupils().map(|one| (1.0 - one.targeting_error) * one.take_up)
    }

    fn transfer_households(&self) -> Option<f64> {
        self.acts.iter().find_map(|act| match act {
            Act::HouseholdTransfer(one) => Some((1.0 - one.targeting_error) * one.take_up),
            _ => None,
        })
    }

    fn can_be_forecast(&self) -> bool {
        self.can_be_forecast
    }

    fn training(&self) -> Option<(TrainingTerms, f64)> {
        self.trains().map(|one| (self.terms(one), one.offers_per_year))
    }

    fn follows_persons(&self) -> bool {
        self.supports()
    }

    fn delay_weeks(&self) -> f64 {
        let delay = |act: &Act| match act {
            Act::Taboo(course) | Act::Violence(course) | Act::Earnings(course) => course.delay_weeks,
            Act::Warning(one) => one.asks.delay_weeks,
            _ => 0.0,
        };
        let first = self.acts.iter().map(delay).fold(f64::INFINITY, f64::min);
        if first.is_finite() { first } else { 0.0 }
    }

    /// More contacts than the candidate process has would be paid and not made.
    fn possible(&self) -> Result<(), Objection> {
        let (rate, most) = (self.contacts().map(|one| one.per_year * one.scale).sum::<f64>(), self.most_contacts);
        if rate > most {
            let why = format!(
                "`{}` makes {rate} campaign contacts per girl and year, more than knowledge.max_contacts = {most}",
                self.name
            );
            return Err(Objection { key: "intensity", why });
        }
        super::whom::possible(&self.name, &self.acts, &self.whom)
    }

    fn most_intensity(&self) -> f64 {
        let rate: f64 = self.contacts().map(|one| one.per_year).sum();
        if rate > 0.0 { self.most_contacts / rate } else { f64::INFINITY }
    }
}
