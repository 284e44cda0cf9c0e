//! The typed form of the register: one field a parameter, grouped as in `docs/odd.md`.
//!
//! Values, bounds, priors and sources are data (`scenarios/madre-de-dios/parameters.csv`); this file only
//! names them, so that the model reads plain fields and a missing or unknown name is found on loading.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One parameter vector: everything the model is allowed to know about the world besides its regional data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Population and the spread of the drivers.
    pub population: Population,
    /// Household income.
    pub income: Income,
    /// The decision when an offer comes.
    pub decision: Decision,
    /// What girls know and pass on.
    pub knowledge: Knowledge,
    /// Limits common to all programmes.
    pub programmes: Programmes,
    /// Miners and brothels.
    pub demand: Demand,
    /// Recruiters.
    pub recruiters: Recruiters,
    /// Approaches and offers.
    pub approach: Approach,
    /// Ways out of exploitation.
    pub exploitation: Exploitation,
    /// Raids, rescues, register, arrests.
    pub enforcement: Enforcement,
    /// Schooling.
    pub school: School,
    /// Information campaign.
    pub info: Info,
    /// Mobile application.
    pub app: App,
    /// Community-driven development.
    pub cdd: Cdd,
    /// Conditional cash transfer for skills training.
    pub cct: Cct,
    /// Cash transfer for school attendance (beyond the source).
    pub cct_school: CctSchool,
    /// School programme (beyond the source).
    pub school_programme: SchoolProgramme,
    /// Survey of communities.
    pub survey: Survey,
    /// Girls who came back.
    pub returned: Returned,
    /// Support after return.
    pub aftercare: Aftercare,
    /// Crackdowns.
    pub crackdown: Crackdown,
    /// Studies.
    pub study: Study,
    /// Errors of the calibration targets.
    pub targets: Targets,
    /// Targeting.
    pub targeting: Targeting,
    /// Values of what interventions from outside brought along, `group.name` → value.
    #[serde(skip)]
    pub own: BTreeMap<String, f64>,
}

/// Population and the spread of the drivers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// `n`, in persons/sim. girl: brothels and recruiters are scaled with the girls; refuse above 10.
    pub scale: f64,
    /// In share: girls 12-24 as a share of the 2017 census population.
    pub girl_share: f64,
    /// In log sd: log-normal spread of community sizes in a department.
    pub size_sd: f64,
    /// `rho_c`, in corr: one common factor, all loadings in the risky direction.
    pub driver_correlation: f64,
    /// In logit sd: between communities of a department.
    pub sd_poverty: f64,
    /// In logit sd.
    pub sd_taboo: f64,
    /// In logit sd.
    pub sd_violence: f64,
    /// In log sd.
    pub sd_earn: f64,
    /// In logit sd.
    pub sd_phone: f64,
    /// In logit sd: prior belief between communities.
    pub sd_belief: f64,
    /// `l`, in log-odds: median prior belief that an offer ends in exploitation (b = 0.35).
    pub belief0: f64,
    /// `sigma_l`, in log-odds sd: permanent spread between girls of one community.
    pub sd_belief_i: f64,
    /// In multiplier: scales every between-community and between-girl spread.
    pub heterogeneity: f64,
    /// In seed: seed of the synthetic communities: the same geography in every replicate.
    pub geography: f64,
    /// In girls 12-24: mean; siblings share income and violence.
    pub girls_per_household: f64,
    /// In log sd: travel hours between communities of a department.
    pub sd_hours: f64,
    /// In share of newly exploited: from departments not simulated.
    pub outside_origin: f64,
}

/// Household income.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Income {
    /// `sigma_p`, in log sd: permanent.
    pub sigma_p: f64,
    /// `sigma_z`, in log sd: transient.
    pub sigma_z: f64,
    /// `rho`, in per quarter: transient income on a quarterly grid, so that it is stateless.
    pub rho_q: f64,
    /// In persons: a transfer per household is divided by this.
    pub hh_size: f64,
    /// `E/P`, in x P: S/187 over S/352 (2019).
    pub ext_line: f64,
    /// `P`, in S/ person-month: 2019 soles; transfers are divided by it.
    pub poverty_line: f64,
}

/// The decision when an offer comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// `beta`, in ratio: median present bias of adolescents.
    pub beta: f64,
    /// In logit sd: between girls.
    pub sd_beta: f64,
    /// `delta`, in per year.
    pub delta: f64,
    /// `H`, in years.
    pub horizon: f64,
    /// `c_min`, in x P.
    pub c_min: f64,
    /// `w*`, in x P: promised earnings, about S/1,750 per month; source: offers several times local pay.
    pub w_star: f64,
    /// `L`, in utility per year, against staying: with mu, pinned by the elasticity to believed risk (-0.2 to -0.7).
    pub loss: f64,
    /// `psi`, in utility per year: violence; odds ratio about 2.
    pub psi: f64,
    /// `stigma`, in utility.
    pub stigma: f64,
    /// `kappa_d`, in utility/hour.
    pub kappa_d: f64,
    /// `mu`, in utility: pinned by the elasticity to promised earnings (0.4-0.9).
    pub mu: f64,
    /// `theta`, in utility: pinned by acceptance at baseline.
    pub theta: f64,
    /// In per offer: mean acceptance of an offer at baseline.
    pub accept0: f64,
    /// `r_school`, in share: kept after leaving at 17 or later.
    pub r_school: f64,
    /// `r_train`, in share: earnings premium of training; Latin American trials 0-0.3.
    pub r_train: f64,
    /// `k_0`, in share: first-year promise lost to travel, debt, low start.
    pub k0: f64,
    /// In logit sd: between girls.
    pub sd_delta: f64,
    /// `k`, in exponentials a driver, whole: each girl's own weights of the drivers, 6 Dirichlet(k, ..., k); 0: all girls weigh alike.
    pub own_weights: f64,
}

/// What girls know and pass on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge {
    /// `h_x`, in weeks: half-life of own knowledge.
    pub h_x: f64,
    /// `h_s`, in weeks.
    pub h_s: f64,
    /// `eta`, in log-odds per contact/girl.
    pub eta: f64,
    /// `zeta`, in log-odds/week: per speaking returned girl per 1,000 girls.
    pub zeta: f64,
    /// In share: returned girls who speak.
    pub speak: f64,
    /// In log-odds: added while ever exploited, outside the ceiling x_max.
    pub x_return: f64,
    /// `pi`, in prob.
    pub pi_consult: f64,
    /// `Delta_consult`, in log-odds.
    pub d_consult: f64,
    /// In weeks: a returned girl may speak this long.
    pub speak_weeks: f64,
    /// In contacts/girl-year: most campaign contacts all campaigns together can make; fixes the candidate process that coverage thins.
    pub max_contacts: f64,
}

/// Limits common to all programmes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programmes {
    /// `tau_low`, in share: also the floor of what programmes reach.
    pub taboo_floor: f64,
}

/// Miners and brothels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// `m_b`, in miners: pinned by 420 brothels, given a_in, chi0.
    pub miners_per_brothel: f64,
    /// `a_M`, in per week: irrelevant while G is constant.
    pub a_miners: f64,
    /// `epsilon`, in elasticity: irrelevant while G is constant.
    pub gold_elast: f64,
    /// `G`, in index.
    pub gold: f64,
    /// `a_in`, in per week: not identified apart from m_b.
    pub a_in: f64,
    /// `chi0`, in per week.
    pub chi0: f64,
    /// `chi1`, in per week.
    pub chi1: f64,
    /// `chi2`, in per week: where demand has gone.
    pub chi2: f64,
    /// 1: closed brothels reopen where demand is unmet; 0: by miners (first edition).
    pub reopen_by_need: f64,
    /// `f*`, in share.
    pub f_star: f64,
    /// `K`, in places: with 10.7 victims per brothel it sets the vacancy rate; nothing identifies it.
    pub places: f64,
    /// In places.
    pub places_sd: f64,
    /// In weeks: smoothing of occupancy.
    pub f_weeks: f64,
    /// In ratio: multiplies places and their spread; the 1,600 baseline uses 1,600/4,500 so that the vacancy rate stays.
    pub places_scale: f64,
}

/// Recruiters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recruiters {
    /// `R`, in persons: only R x kappa_R matters.
    pub number: f64,
    /// `kappa_R`, in contacts/week: pinned by 4,500 victims, given accept0 and exits.
    pub kappa_r: f64,
    /// `v_ref`, in share.
    pub v_ref: f64,
    /// `lambda_y`, in per unit rel. yield.
    pub lambda_y: f64,
    /// `lambda_d`, in per ln(1+hours): with the department attraction, set against origin shares.
    pub lambda_d: f64,
    /// `lambda_e`, in per report in 100 contacts: risk as an absolute rate: relative risk made an app that works everywhere harmful.
    pub lambda_e: f64,
    /// `epsilon_o`, in elasticity: 0: a contact not made here is always made elsewhere; 1: never.
    pub outside_elasticity: f64,
    /// In weeks: half-life of what the trade remembers.
    pub y_half: f64,
    /// `m_Y`, in contacts: shrinkage of the yield; without it small communities run away.
    pub y_prior: f64,
    /// In ratio: cap on the relative yield.
    pub y_cap: f64,
    /// `phi_R`, in weight: 0: constant number of recruiters; 1: number follows adult victims and returned.
    pub feedback: f64,
    /// `a_R`, in per week: how fast the number of recruiters follows.
    pub follow_rate: f64,
    /// `phi_base`, in weight: of a town's fixed share of recruiters; the rest follows its places.
    pub base_share: f64,
    /// `h_base`, in weeks: over which the share of places is smoothed.
    pub share_weeks: f64,
    /// `gamma`, in exponent: how far other destinations take from the region's pull.
    pub gamma: f64,
    /// In share: of the approaches avoided here, those made at other destinations.
    pub spill: f64,
    /// `sigma_omega`, in log sd: department attraction, fitted on six departments, three held out.
    pub sigma_omega: f64,
    /// In weeks: how long the trade remembers reports.
    pub report_half_life: f64,
}

/// Approaches and offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approach {
    /// `phi_school`, in share: with the age weights, set against the share of minors; only the combination is pinned.
    pub phi_school: f64,
    /// `phi_train`, in share.
    pub phi_train: f64,
    /// `a_12`, in weight: weight of a contact with a girl of 12, rising to 1 at 15 (1 = all ages alike).
    pub a_12: f64,
    /// `a_25`, in weight: falling from 1 at 18 to this at 25 (1 = all ages alike); pinned softly by the share of minors.
    pub a_25: f64,
    /// In years: age weight 1 from here.
    pub age_peak_from: f64,
    /// In years: to here.
    pub age_peak_to: f64,
}

/// Ways out of exploitation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exploitation {
    /// In per year.
    pub h_escape: f64,
    /// In per year.
    pub h_release: f64,
    /// In per year.
    pub h_moved: f64,
    /// `h_reint`, in weeks (mean).
    pub h_reint: f64,
}

/// Raids, rescues, register, arrests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enforcement {
    /// In per town-year: 37 operations in 2017 over seven towns.
    pub raids: f64,
    /// In share of brothels.
    pub raid_share: f64,
    /// `p_rescue`, in prob: about 130 persons rescued from sexual exploitation per year; calibrated.
    pub p_rescue: f64,
    /// `p_close`, in prob.
    pub p_close: f64,
    /// `p_move`, in prob.
    pub p_move: f64,
    /// `h_complaint`, in per year: splits the register with raids; split not identified.
    pub h_complaint: f64,
    /// In share: share of registrations that come from raids (used in calibration).
    pub register_share_from_raids: f64,
    /// In per year.
    pub h_arrest: f64,
    /// In weeks: until an arrested recruiter is replaced.
    pub replace_weeks: f64,
    /// In ratio: complaint hazard where the app is in use.
    pub complaint_app: f64,
    /// In ratio per report in a recruiter-year: arrest hazard h_arrest*(1 + a*reports per recruiter-year).
    pub arrest_app: f64,
    /// In prob: a rescued person enters the register.
    pub p_register: f64,
    /// In ratio: chance that a minor is found in a raid, relative to an adult.
    pub found_minor: f64,
    /// `c_minor`, in ratio: complaints by minors, relative to adults.
    pub complaint_minor: f64,
}

/// Schooling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// In per year at 12.
    pub h_leave: f64,
    /// In per year of age.
    pub g_leave: f64,
    /// In ratio: permanently poor households.
    pub poor_leave: f64,
    /// `d`, in relative fall of the hazard of leaving: at a transfer of a tenth of permanent income per head.
    pub d_transfer: f64,
}

/// Transfer to households whose girls attend school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CctSchool {
    /// In S/ household-month, per girl who attends.
    pub transfer: f64,
    /// In S/ girl-year who attends: checking attendance, paying.
    pub delivery: f64,
    /// In share.
    pub overhead: f64,
    /// In prob: an eligible household takes it up.
    pub take_up: f64,
    /// In share: poor households missed.
    pub targeting_error: f64,
}

/// School programme: information on returns, a place to board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolProgramme {
    /// In relative fall of the hazard of leaving school.
    pub effect: f64,
    /// In S/ girl of school age and year.
    pub cost_girl: f64,
    /// In S/ community-year.
    pub cost_community: f64,
}

/// Information campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Info {
    /// `r`, in contacts/girl-year.
    pub rate: f64,
    /// `Delta_info`, in log-odds.
    pub d_info: f64,
    /// `x_max`, in log-odds: ceiling: repeated messages teach less.
    pub x_max: f64,
    /// In per year: fall of taboo under a sustained campaign.
    pub tau_info: f64,
    /// In S/.
    pub cost_contact: f64,
    /// In S/ community-year.
    pub cost_info_comm: f64,
}

/// Mobile application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// `p`, in per week: at promotion 1.
    pub p_bass: f64,
    /// `q`, in per week.
    pub q_bass: f64,
    /// `m_app`, in share of phone owners: who would ever install; without it everyone with a phone does.
    pub m_app: f64,
    /// In prob: a girl with the app reports an offer.
    pub p_report: f64,
    /// In per year: stops using it.
    pub h_drop_app: f64,
    /// `s_app`, in prob.
    pub s_app: f64,
    /// `Delta_app`, in log-odds.
    pub d_app: f64,
    /// In S/ year.
    pub cost_app_fixed: f64,
    /// In S/ phone owner-year: at promotion 1.
    pub cost_app_promo: f64,
}

/// Community-driven development.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cdd {
    /// In weeks.
    pub delay: f64,
    /// `g`, in per year.
    pub growth: f64,
    /// In share.
    pub growth_cap: f64,
    /// In per year.
    pub tau_cdd: f64,
    /// In per year: relative fall of violence.
    pub v_cdd: f64,
    /// In share.
    pub v_cdd_cap: f64,
    /// In S/ community-year.
    pub cost_cdd_comm: f64,
    /// In S/ girl-year.
    pub cost_cdd_girl: f64,
}

/// Conditional cash transfer for skills training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cct {
    /// In S/ household-month: Juntos pays S/200 every two months.
    pub transfer: f64,
    /// In S/ place-year.
    pub tuition: f64,
    /// In share.
    pub overhead: f64,
    /// In weeks.
    pub course_weeks: f64,
    /// In per year.
    pub h_dropout: f64,
    /// `c_train`, in utility: effort and forgone earnings; without it every poor girl enrols.
    pub train_cost: f64,
    /// In utility: spread of the enrolment decision.
    pub train_mu: f64,
    /// In years.
    pub min_age: f64,
    /// In years.
    pub max_age: f64,
    /// In share: poor households missed.
    pub targeting_error: f64,
    /// In offers/girl-year: how often an eligible girl in a fully covered community is offered a training place.
    pub offers: f64,
    /// In x P: a household below this permanent income is eligible.
    pub poor_cutoff: f64,
    /// In ratio: places offered for each place there is money for, since not all who are offered one take it up or stay.
    pub oversubscription: f64,
    /// 1: places follow a community's own demand; 0: the region's mean, for every girl alike (first edition).
    pub places_by_demand: f64,
}

/// Survey of communities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// `n`, in per community.
    pub households: f64,
    /// In S/.
    pub cost_hh: f64,
    /// In log or logit sd: response error, shared by a community.
    pub resp_sd: f64,
    /// In share: violence that is reported.
    pub under_v: f64,
}

/// Girls who came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// `p_back`, in share: goes back within weeks after a raid, unsupported.
    pub p_back_raid: f64,
    /// `p_back`, in share: after escape or release.
    pub p_back_escape: f64,
    /// In weeks (mean): delay before going back.
    pub back_weeks: f64,
}

/// Support after return.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aftercare {
    /// In S/ person: support after return.
    pub cost: f64,
    /// In relative fall of p_back.
    pub effect: f64,
    /// In ratio: support shortens reintegration.
    pub reintegration_speed: f64,
}

/// Crackdowns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crackdown {
    /// In ratio: raids on the town while it lasts.
    pub raid_surge: f64,
    /// In share.
    pub miners_expelled: f64,
    /// In weeks: over which they are expelled.
    pub expel_weeks: f64,
    /// In share: expelled miners who go to another town.
    pub relocate: f64,
    /// In share: of the other expelled miners, those who wait near the town.
    pub wait: f64,
    /// `lambda_m`, in per hour: how the choice of another town falls with travel time.
    pub lambda_m: f64,
    /// `r_wait`, in per week: after it ends.
    pub r_wait: f64,
    /// `r_guest`, in per week: after it ends.
    pub r_guest: f64,
    /// `r_gone`, in per week: after it ends.
    pub r_gone: f64,
}

/// Studies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// In per year: costs and outcomes.
    pub discount_rate: f64,
}

/// Errors of the calibration targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// In persons: error of the stock target.
    pub victims_sd: f64,
    /// In brothels: error of the brothel target.
    pub brothels_sd: f64,
    /// In ratio: overdispersed yearly register.
    pub register_cv: f64,
}

/// Targeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targeting {
    /// In registered victims: weight of the gravity expectation when exposure is estimated from registered victims by origin.
    pub exposure_prior: f64,
}
