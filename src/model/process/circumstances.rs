//! A girl's circumstances when something touches her: everything is rebuilt from keys, nothing of it is stored.

use crate::draws::{Process, Stream};
use crate::math::num;
use crate::process::decision::{Circumstances, patience};
use crate::process::girl::{Occupant, occupant, phases};
use crate::process::income::{ln_permanent, transient};
use crate::process::knowledge::{AppDraws, belief, campaign_knowledge, has_app, has_phone, taboo};
use crate::process::own_weights::{Weights, own_weights};
use crate::process::schooling::{Schooling, schooling, spared_hazard, under_transfer};
use crate::register;
use crate::scenario::{Attending, Whom};
use crate::world::tables::rows;
use crate::world::{
    AppHistory, CampaignHistory, Clock, Community, CommunityState, Girl, Household, LeftAlone, Levers, Reach,
    RegionLevers, Roster, SchoolFall, SchoolGift, SchoolHistory, SchoolYear, Setting, TrainingTerms, WEEKS_PER_YEAR,
    Whereabouts,
};
use bevy_ecs::prelude::{Query, Res};
use bevy_ecs::system::SystemParam;

/// A consistent view of the world in one week, for looking at girls.
pub struct Scene<'a> {
    /// Parameters, geography and draws.
    pub setting: &'a Setting,
    /// Week since the world began, burn-in included.
    pub week: u32,
    /// All girls by slot.
    pub girls: Roster<'a>,
    /// All households; a girl's row says which is hers.
    pub households: &'a [Household],
    /// Communities: what does not change.
    pub communities: &'a [Community],
    /// By community: what changes.
    pub states: &'a [CommunityState],
    /// By community: what programmes change.
    pub levers: &'a [Levers],
    /// Levers of the whole region.
    pub region: &'a RegionLevers,
    /// Campaign contacts by week and community.
    pub campaign: &'a CampaignHistory,
    /// Cumulative hazard of adopting the app by week and community.
    pub app: &'a AppHistory,
    /// School programmes by year and community.
    pub school: &'a SchoolHistory,
    /// Factor on travel hours this week.
    pub travel: f64,
    /// Share of approaches to a girl in school that become no offer this week: none outside of term.
    pub phi_school: f64,
    /// Whether this is the world as it would be without programmes.
    without_programmes: bool,
    streams: Streams,
}

#[derive(Clone, Copy)]
struct Streams {
    phases: Stream,
    income: Stream,
    belief: Stream,
    patience: Stream,
    weights: Stream,
    school: Stream,
    transfer: Stream,
    household_transfer: Stream,
    school_place: Stream,
    app: AppDraws,
}

/// What a system asks for to look at girls, beside the tables that some systems change.
#[derive(SystemParam)]
pub struct Sight<'w, 's> {
    /// Parameters, geography and draws.
    pub setting: Res<'w, Setting>,
    /// The week.
    pub clock: Res<'w, Clock>,
    /// Levers of the whole region.
    pub region: Res<'w, RegionLevers>,
    campaign: Res<'w, CampaignHistory>,
    app: Res<'w, AppHistory>,
    /// School programmes by year and community.
    pub school: Res<'w, SchoolHistory>,
    communities: Query<'w, 's, &'static Community>,
    levers: Query<'w, 's, &'static Levers>,
}

impl Sight<'_, '_> {
    /// By community: what programmes change.
    pub fn levers(&self) -> &[Levers] {
        rows(&self.levers)
    }

    /// A view of this week.
    pub fn scene<'a>(
        &'a self,
        girls: Roster<'a>,
        households: &'a [Household],
        states: &'a [CommunityState],
    ) -> Scene<'a> {
        let communities = rows(&self.communities);
        let tables = Tables { girls, households, communities, states, levers: self.levers() };
        let (region, week) = (&*self.region, self.clock.week);
        Scene::new(&self.setting, week, tables, region, &self.campaign, &self.app, &self.school)
    }
}

/// Tables a [`Scene`] looks at.
pub struct Tables<'a> {
    /// All girls by slot.
    pub girls: Roster<'a>,
    /// All households.
    pub households: &'a [Household],
    /// Communities: what does not change.
    pub communities: &'a [Community],
    /// By community: what changes.
    pub states: &'a [CommunityState],
    /// By community: what programmes change.
    pub levers: &'a [Levers],
}

impl<'a> Scene<'a> {
    /// A view of `week`.
    pub fn new(
        setting: &'a Setting,
        week: u32,
        tables: Tables<'a>,
        region: &'a RegionLevers,
        campaign: &'a CampaignHistory,
        app: &'a AppHistory,
        school: &'a SchoolHistory,
    ) -> Self {
        let draws = setting.draws;
        let in_term = setting.region.in_term(week);
        Scene {
            setting,
            week,
            girls: tables.girls,
            households: tables.households,
            communities: tables.communities,
            states: tables.states,
            levers: tables.levers,
            region,
            campaign,
            app,
            school,
            travel: 1.0,
            without_programmes: false,
            phi_school: if in_term { setting.parameters.approach.phi_school } else { 0.0 },
            streams: Streams {
                phases: phases(setting),
                income: draws.of(Process::TransientIncome),
                belief: draws.of(Process::Belief),
                patience: draws.of(Process::Patience),
                weights: draws.of(Process::OwnWeights),
                school: draws.of(Process::LeaveSchool),
                transfer: draws.of(Process::SchoolTransfer),
                household_transfer: draws.of(Process::HouseholdTransfer),
                school_place: draws.of(Process::SchoolPlace),
                app: AppDraws::new(draws),
            },
        }
    }

    /// The same people, as programmes would have left them alone.
    pub fn without(&self, programmes: &'a LeftAlone) -> Scene<'a> {
        Scene {
            setting: self.setting,
            week: self.week,
            girls: self.girls,
            households: self.households,
            communities: self.communities,
            states: self.states,
            levers: &programmes.levers,
            region: &programmes.region,
            campaign: &programmes.campaign,
            app: &programmes.app,
            school: &programmes.school,
            travel: self.travel,
            phi_school: self.phi_school,
            without_programmes: true,
            streams: self.streams,
        }
    }

    /// In which ways programmes reach her, one bit for each ([`Reach::bit`]); `without` is the world without them.
    pub fn reach(&self, without: &Scene, her: &Occupant, girl: &Girl, c: usize) -> u8 {
        let levers = &self.levers[c];
        let mut ways = 0;
        let mut add = |way: Reach, so: bool| ways |= if so { way.bit() } else { 0 };
        add(Reach::Contacts, self.campaign_knowledge(her, girl, c) > 0.0);
        add(Reach::App, self.has_app(her, c));
        let of_all = levers.earnings_rise > 0.0 || levers.violence_fall > 0.0 || levers.taboo_fall > 0.0;
        let of_her = || {
            if levers.line.asks <= 0.0 && levers.household.coverage <= 0.0 {
                return false;
            }
            let schooling = self.schooling(her, girl, c);
            self.may_ask(her, girl, c, schooling) || self.has_household_transfer(her, girl, c, schooling)
        };
        add(Reach::Community, of_all || of_her());
        let in_training = self.households[girl.household as usize].in_training > 0;
        add(Reach::Training, in_training || girl.has(Girl::TRAINED | Girl::IN_TRAINING));
        add(Reach::Schooling, self.school_reaches(without, her, girl, c));
        ways
    }

    /// Whether a school programme of this year reaches her as she attends, or one of any year keeps her in school.
    fn school_reaches(&self, without: &Scene, her: &Occupant, girl: &Girl, c: usize) -> bool {
        if self.school.rows.is_empty() {
            return false;
        }
        let schooling = self.schooling(her, girl, c);
        let (year, communities) = (self.week / WEEKS_PER_YEAR, self.communities.len());
        let given = schooling == Schooling::InSchool && self.school.years(communities).contains(&year) && {
            let planned = self.school.of(year, c, communities);
            let household = &self.households[girl.household as usize];
            let permanent = ln_permanent(&self.communities[c], household, &self.setting.derived);
            let age = her.age_years();
            planned.falls.iter().any(|fall| self.kept(fall, her.key(), age, permanent))
                || planned.gifts.iter().any(|gift| self.benefits(gift, girl.household, age, permanent))
        };
        given || schooling != without.schooling(her, girl, c)
    }

    /// Who lives in a slot this week.
    #[inline]
    pub fn occupant(&self, slot: u32) -> Occupant {
        occupant(self.streams.phases, slot, self.week)
    }

    /// Her roster row, fresh if it is about her predecessor.
    #[inline]
    pub fn girl(&self, her: &Occupant) -> Girl {
        self.girls[her.slot as usize].of(her.generation)
    }

    /// Taboo in a community now.
    #[inline]
    pub fn taboo(&self, c: usize) -> f64 {
        taboo(self.communities[c].taboo, self.levers[c].taboo_fall, self.setting.parameters.programmes.taboo_floor)
    }

    /// Her schooling.
    #[inline]
    pub fn schooling(&self, her: &Occupant, girl: &Girl, c: usize) -> Schooling {
        let community = &self.communities[c];
        let draws = self.streams.school.with(her.key());
        let household = &self.households[girl.household as usize];
        let permanent = ln_permanent(community, household, &self.setting.derived);
        let poor = permanent < 0.0;
        let (leaving, p) = (&self.setting.derived.leaving, &self.setting.parameters.school);
        let spared = || {
            if self.school.rows.is_empty() {
                return 0.0;
            }
            let communities = self.communities.len();
            let years = self.school.years(communities);
            let of = |year| self.school.of(year, c, communities);
            spared_hazard(
                her.twelve_in,
                her.weeks_since_12,
                poor,
                leaving,
                p,
                years,
                |year| of(year).by_age(),
                |year, age| {
                    let age = 12.0 + f64::from(age) / f64::from(WEEKS_PER_YEAR);
                    1.0 - self.multiplier(of(year), her.key(), girl.household, age, permanent)
                },
            )
        };
        schooling(
            her.weeks_since_12,
            draws.uniform(0),
            draws.uniform(1),
            community.in_school_at_12,
            poor,
            leaving,
            p,
            spared,
        )
    }

    /// Yearly multiplier m of a girl's hazard of leaving school at an age, by what programmes planned for the year.
    fn multiplier(&self, year: &SchoolYear, key: u64, household: u32, age: f64, ln_permanent: f64) -> f64 {
        let falls = year.falls.iter().filter(|fall| self.kept(fall, key, age, ln_permanent));
        let fall = falls.fold(0.0, |sum, one| (1.0 - (1.0 - sum) * (1.0 - one.fall)).min(SchoolFall::MOST));
        let mut multiplier = 1.0 - fall;
        let transfer = self.gifts(year, household, age, ln_permanent);
        if transfer > 0.0 {
            let per_head =
                transfer / self.setting.parameters.income.hh_size / self.setting.parameters.income.poverty_line;
            multiplier *= under_transfer(self.setting.parameters.school.d_transfer, per_head / num::exp(ln_permanent));
        }
        multiplier
    }

    /// Whether a girl is one of those whom a school programme keeps in school.
    #[inline]
    fn kept(&self, fall: &SchoolFall, key: u64, age: f64, ln_permanent: f64) -> bool {
        fall.whom.of_age(age)
            && (!fall.whom.poor || ln_permanent < 0.0)
            && (fall.share >= 1.0 || self.streams.school_place.uniform(key) < fall.share)
    }

    /// Transfers for a girl of an age who attends school in a year, S/ per month.
    #[inline]
    fn gifts(&self, year: &SchoolYear, household: u32, age: f64, ln_permanent: f64) -> f64 {
        let had = year.gifts.iter().filter(|gift| self.benefits(gift, household, age, ln_permanent));
        had.fold(0.0, |sum, gift| sum + gift.transfer)
    }

    /// Whether a household has a transfer for a girl of an age who attends school in a year: permanently poor, not missed by the
    /// targeting, takes it up, and is among those covered. Nested: who has it at some coverage has it at any higher one.
    #[inline]
    fn benefits(&self, gift: &SchoolGift, household: u32, age: f64, ln_permanent: f64) -> bool {
        if ln_permanent >= 0.0 || !gift.whom.of_age(age) {
            return false;
        }
        let draws = self.streams.transfer.with(u64::from(household));
        draws.uniform(0) < gift.coverage && draws.uniform(1) >= gift.targeting_error && draws.uniform(2) < gift.take_up
    }

    /// Transfer for her attending school this week, per head of her household, × P.
    fn school_transfer(&self, her: &Occupant, girl: &Girl, c: usize, schooling: Schooling) -> f64 {
        let year = self.week / WEEKS_PER_YEAR;
        let communities = self.communities.len();
        if schooling != Schooling::InSchool || !self.school.years(communities).contains(&year) {
            return 0.0;
        }
        let planned = self.school.of(year, c, communities);
        let household = &self.households[girl.household as usize];
        let permanent = ln_permanent(&self.communities[c], household, &self.setting.derived);
        let p = &self.setting.parameters.income;
        self.gifts(planned, girl.household, her.age_years(), permanent) / p.hh_size / p.poverty_line
    }

    /// Whether her household has a transfer for her this week whatever she does. Nested in coverage, as transfers for school are.
    fn has_household_transfer(&self, her: &Occupant, girl: &Girl, c: usize, schooling: Schooling) -> bool {
        let terms = &self.levers[c].household;
        if terms.coverage <= 0.0 || !self.is_one_of(&Whom { poor: true, ..terms.whom }, her, girl, c, schooling) {
            return false;
        }
        let draws = self.streams.household_transfer.with(u64::from(girl.household));
        draws.uniform(0) < terms.coverage
            && draws.uniform(1) >= terms.targeting_error
            && draws.uniform(2) < terms.take_up
    }

    /// Whether she is one of these girls, by her age this week and her schooling.
    pub fn is_one_of(&self, whom: &Whom, her: &Occupant, girl: &Girl, c: usize, schooling: Schooling) -> bool {
        let attends = |asked: Attending| (schooling == Schooling::InSchool) == (asked == Attending::In);
        whom.of_age(her.age_years()) && whom.schooling.is_none_or(attends) && (!whom.poor || self.is_poor(girl, c))
    }

    /// Whether she was one of these girls in an earlier week, or is in this one: a law of her keys and the week.
    pub fn was_one_of(&self, whom: &Whom, her: &Occupant, girl: &Girl, c: usize, week: u32) -> bool {
        let Some(weeks_since_12) = her.weeks_since_12.checked_sub(self.week.saturating_sub(week)) else { return false };
        let then = Occupant { weeks_since_12, ..*her };
        let schooling = || self.schooling(&then, girl, c);
        let attends = |asked: Attending| (schooling() == Schooling::InSchool) == (asked == Attending::In);
        whom.of_age(then.age_years()) && (!whom.poor || self.is_poor(girl, c)) && whom.schooling.is_none_or(attends)
    }

    /// Whether her household is permanently poor.
    #[inline]
    fn is_poor(&self, girl: &Girl, c: usize) -> bool {
        let household = &self.households[girl.household as usize];
        ln_permanent(&self.communities[c], household, &self.setting.derived) < 0.0
    }

    /// Whether she may ask somewhere about an offer made to her.
    #[inline]
    pub fn may_ask(&self, her: &Occupant, girl: &Girl, c: usize, schooling: Schooling) -> bool {
        let line = &self.levers[c].line;
        line.asks > 0.0
            && (!line.phone || has_phone(her.key(), &self.communities[c], &self.streams.app))
            && (line.whom.is_everyone() || self.is_one_of(&line.whom, her, girl, c, schooling))
    }

    /// Income per head without transfers, × P.
    #[inline]
    pub fn income(&self, girl: &Girl, c: usize) -> f64 {
        let household = &self.households[girl.household as usize];
        let ln_y = ln_permanent(&self.communities[c], household, &self.setting.derived)
            + transient(self.streams.income, girl.household, self.week, &self.setting.derived);
        num::exp(ln_y)
    }

    /// Local adult earnings w_c now, × P.
    #[inline]
    pub fn local_earnings(&self, c: usize) -> f64 {
        self.communities[c].earnings * (1.0 + self.levers[c].earnings_rise)
    }

    /// Her own patience (β, δ).
    pub fn patience(&self, her: &Occupant) -> (f64, f64) {
        let p = &self.setting.parameters;
        let h = p.population.heterogeneity;
        let draws = self.streams.patience.with(her.key());
        (
            patience(self.setting.derived.logit_beta, h * p.decision.sd_beta, draws.normal(0)),
            patience(self.setting.derived.logit_delta, h * p.decision.sd_delta, draws.normal(1)),
        )
    }

    /// How much each driver matters to her.
    #[inline]
    pub fn weights(&self, her: &Occupant) -> Weights {
        own_weights(self.streams.weights.with(her.key()), self.setting.parameters.decision.own_weights as u64)
    }

    /// The least and the most discounted years D she may have, without her patience.
    #[inline]
    pub fn years_between(&self, her: &Occupant) -> [f64; 2] {
        let draws = self.streams.patience.with(her.key());
        self.setting.derived.bounds.discounted_years(draws.uniform(0), draws.uniform(1))
    }

    /// Her circumstances as far as they are cheap to know, at their riskiest: income at the consumption floor, the least belief that her
    /// draw allows, no campaign knowledge; nothing of her patience, for which there is [`Scene::years_between`]. Her own
    /// circumstances never have less income or belief ([`Scene::circumstances`]), up to rounding.
    pub fn riskiest(&self, her: &Occupant, girl: &Girl, c: usize, schooling: Schooling, hours: f64) -> Circumstances {
        let least = self.setting.derived.bounds.normal.at_least(self.streams.belief.uniform(her.key()));
        let own = self.belief_offset(least);
        self.known(her, girl, c, schooling, hours, self.setting.parameters.decision.c_min, 0.0, own, (0.0, 0.0))
    }

    /// Everything her decision depends on, except talking it over and the app's warning.
    pub fn circumstances(
        &self,
        her: &Occupant,
        girl: &Girl,
        c: usize,
        schooling: Schooling,
        hours: f64,
    ) -> Circumstances {
        self.circumstances_at(self.income(girl, c), her, girl, c, schooling, hours)
    }

    /// [`Scene::circumstances`] where income without transfers ([`Scene::income`]) is known.
    pub fn circumstances_at(
        &self,
        mut income: f64,
        her: &Occupant,
        girl: &Girl,
        c: usize,
        schooling: Schooling,
        hours: f64,
    ) -> Circumstances {
        let p = &self.setting.parameters;
        let household = &self.households[girl.household as usize];
        if household.in_training > 0 {
            income += transfer_per_head(self.region.training.as_ref(), f64::from(household.in_training), &p.income);
        }
        if !self.school.rows.is_empty() {
            income += self.school_transfer(her, girl, c, schooling);
        }
        if self.has_household_transfer(her, girl, c, schooling) {
            income += self.levers[c].household.transfer / p.income.hh_size / p.income.poverty_line;
        }
        let x = self.campaign_knowledge(her, girl, c);
        self.known(her, girl, c, schooling, hours, income, x, self.own_belief(her), self.patience(her))
    }

    /// What campaigns taught her that she still knows, x, log-odds before the ceiling.
    fn campaign_knowledge(&self, her: &Occupant, girl: &Girl, c: usize) -> f64 {
        campaign_knowledge(
            her,
            c,
            self.communities.len(),
            self.week,
            self.campaign,
            self.setting.draws,
            &self.setting.derived,
            &self.setting.parameters.knowledge,
            |whom, week| self.was_one_of(whom, her, girl, c, week),
        )
    }

    /// Her permanent belief offset o_g, log-odds.
    #[inline]
    fn own_belief(&self, her: &Occupant) -> f64 {
        self.belief_offset(self.streams.belief.normal(her.key()))
    }

    /// Belief offset, log-odds, of a girl who is `z` standard deviations off.
    #[inline]
    fn belief_offset(&self, z: f64) -> f64 {
        let p = &self.setting.parameters.population;
        p.heterogeneity * p.sd_belief_i * z
    }

    /// Circumstances at this income, campaign knowledge and patience.
    #[inline]
    fn known(
        &self,
        her: &Occupant,
        girl: &Girl,
        c: usize,
        schooling: Schooling,
        hours: f64,
        income: f64,
        x: f64,
        own: f64,
        (beta, delta): (f64, f64),
    ) -> Circumstances {
        let p = &self.setting.parameters;
        let levers = &self.levers[c];
        let household = &self.households[girl.household as usize];
        let schooled = f64::from(u8::from(schooling != Schooling::Left)) * p.decision.r_school;
        let trained = f64::from(u8::from(girl.has(Girl::TRAINED | Girl::IN_TRAINING))) * p.decision.r_train;
        let ever = f64::from(u8::from(girl.has(Girl::EVER_EXPLOITED))) * p.knowledge.x_return;
        let state = &self.states[c];
        let shared = if self.without_programmes { state.shared_without } else { state.shared_knowledge };
        Circumstances {
            income,
            prospects: self.local_earnings(c) * (1.0 + schooled + trained),
            belief: belief(self.communities[c].belief, own, x, p.info.x_max, ever, shared),
            violence: f64::from(household.violence) < self.communities[c].violence_share * (1.0 - levers.violence_fall),
            returned: girl.whereabouts == Whereabouts::Returned,
            beta,
            delta,
            hours,
            gain_capped: false,
            weights: self.weights(her),
        }
    }

    /// Whether she uses the app.
    #[inline]
    pub fn has_app(&self, her: &Occupant, c: usize) -> bool {
        has_app(
            her,
            &self.communities[c],
            c,
            self.communities.len(),
            self.week,
            &self.levers[c],
            self.app,
            &self.streams.app,
        )
    }
}

/// Transfer per head of a household, × P, while `attending` of its members attend.
pub fn transfer_per_head(terms: Option<&TrainingTerms>, attending: f64, p: &register::Income) -> f64 {
    terms.map_or(0.0, |terms| terms.transfer * attending / p.hh_size / p.poverty_line)
}
