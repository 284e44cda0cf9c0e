//! The columns of tables for programs, each declared once with its unit: what the workbook says above them follows from it.

use amparo_model::observe::{OUTCOMES, Outcome};

/// What the numbers of a column are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// No number.
    Text,
    /// Whether something holds.
    Yes,
    /// What the row itself says.
    AsStated,
    /// Something that is counted.
    Count,
    /// A number without a unit.
    Number,
    /// A fraction of one.
    Share,
    /// A percentage.
    Percent,
    /// Log-odds.
    LogOdds,
    /// Money.
    Money,
    /// Money per year.
    MoneyPerYear,
    /// Money per month.
    MoneyPerMonth,
    /// Persons.
    Persons,
    /// Persons per year.
    PersonsPerYear,
    /// Girls.
    Girls,
    /// Spells of exploitation.
    Spells,
    /// Years that persons spend.
    PersonYears,
    /// Years.
    Years,
    /// Weeks.
    Weeks,
}

/// What the end of a name says of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Standard error of the mean.
    Se,
    /// Part of it that is noise.
    NoiseSe,
    /// Half of the 95 % interval of the mean.
    Bar,
    /// Lower end of it.
    MeanLow,
    /// Upper end of it.
    MeanHigh,
    /// Lower end over draws.
    DrawsLow,
    /// Upper end over draws.
    DrawsHigh,
    /// Lower end.
    Low,
    /// Upper end.
    High,
    /// Mean.
    Mean,
    /// Share of the variance that is no noise.
    Reliability,
    /// Share of draws below zero.
    BelowZero,
    /// Not discounted.
    Undiscounted,
    /// As surveyed.
    Estimated,
    /// As it is in the model.
    True,
}

/// How columns begin that hold what a sweep varies.
const VARY: &str = "vary_";

/// The ends of names; one that is the end of another stands behind it.
const ENDS: [(&str, End); 15] = [
    ("_noise_se", End::NoiseSe),
    ("_se", End::Se),
    ("_bar", End::Bar),
    ("_mean_low", End::MeanLow),
    ("_mean_high", End::MeanHigh),
    ("_draws_low", End::DrawsLow),
    ("_draws_high", End::DrawsHigh),
    ("_low", End::Low),
    ("_high", End::High),
    ("_mean", End::Mean),
    ("_reliability", End::Reliability),
    ("_below_zero", End::BelowZero),
    ("_undiscounted", End::Undiscounted),
    ("_estimated", End::Estimated),
    ("_true", End::True),
];

macro_rules! columns {
    ($($name:ident: $unit:ident, $column:literal;)+) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Held {
            $(#[doc = concat!("`", $column, "`")] $name,)+
        }

        /// Every column: its name, behind the name of its table where another table means something else by it.
        const COLUMNS: &[(&str, Unit, Held)] = &[$(($column, Unit::$unit, Held::$name),)+];
    };
}

columns! {
    Policy: Text, "policy";
    Title: Text, "title";
    Arm: Text, "arm";
    Window: Text, "window";
    Outcome: Text, "outcome";
    Unit: Text, "unit";
    Baseline: AsStated, "baseline";
    Difference: AsStated, "difference";
    Mean: AsStated, "mean";
    Se: AsStated, "se";
    NoiseSe: AsStated, "noise_se";
    MeanLow: AsStated, "mean_low";
    MeanHigh: AsStated, "mean_high";
    DrawsLow: AsStated, "draws_low";
    DrawsHigh: AsStated, "draws_high";
    Reliability: Share, "reliability";
    BelowZero: Share, "below_zero";
    Relative: Share, "relative";
    Verdict: Text, "verdict";
    Adaptation: Text, "adaptation";
    View: Text, "view";
    BudgetSolesPerYear: MoneyPerYear, "budget_soles_per_year";
    Draws: Count, "draws";
    EffectiveDraws: Count, "effective_draws";
    Worlds: Count, "worlds";
    Replicates: Count, "replicates";
    Rank: Count, "rank";
    HorizonYears: Years, "horizon_years";
    Girls: Girls, "girls";
    Repeated: Spells, "repeated";
    VictimYears: PersonYears, "victim_years";
    GirlsPoorestThird: Girls, "girls_poorest_third";
    GirlsUnder15: Girls, "girls_under_15";
    GirlsInTreated: Girls, "girls_in_treated";
    GirlsInUntreated: Girls, "girls_in_untreated";
    LeftSight: Persons, "left_sight";
    ElsewherePercent: Percent, "elsewhere_percent";
    GirlsAssumedLow: Girls, "girls_assumed_low";
    GirlsAssumedHigh: Girls, "girls_assumed_high";
    GirlsAssumedHolds: Share, "girls_assumed_holds";
    CostSoles: Money, "cost_soles";
    SocietalCostSoles: Money, "societal_cost_soles";
    SpentSoles: Money, "spent_soles";
    SpentShare: Share, "spent_share";
    SolesPerGirl: Money, "soles_per_girl";
    Dominated: Yes, "dominated";
    ClearlyAverts: Yes, "clearly_averts";
    ClearlyAdds: Yes, "clearly_adds";
    Word: Text, "word";
    AvertsMost: Yes, "averts_most";
    AvertsMostUnsettled: Yes, "averts_most_unsettled";
    NotBeaten: Text, "not_beaten";
    Sweep: Text, "sweep";
    Varied: AsStated, "vary";
    Axis: Text, "axis";
    SweepAxesValue: AsStated, "sweep_axes/value";
    StepFrom: Number, "step_from";
    StepGirls: Girls, "step_girls";
    StepCost: Money, "step_cost_soles";
    StepPer: Text, "step_per";
    StepGirlsPer: Number, "step_girls_per";
    Diminished: Yes, "diminished";
    Returns: Text, "returns";
    Study: Text, "study";
    OverviewPolicies: Count, "overview/policies";
    Leader: Text, "leader";
    Finding: Text, "finding";
    Directory: Text, "directory";
    SpellsAverted: Spells, "spells_averted";
    VictimYearsAverted: PersonYears, "victim_years_averted";
    Standing: Text, "standing";
    IcerSolesPerSpell: Money, "icer_soles_per_spell";
    DiscountedSolesPerSpellAverted: Money, "discounted_soles_per_spell_averted";
    ReferenceWillingness: Money, "reference_willingness";
    WillingnessSolesPerSpell: Money, "willingness_soles_per_spell";
    ProbabilityBest: Share, "probability_best";
    ExpectedLossSoles: Money, "expected_loss_soles";
    LargestRegretSoles: Money, "largest_regret_soles";
    BestExpected: Yes, "best_expected";
    MinimaxRegret: Yes, "minimax_regret";
    Against: Text, "against";
    Quantity: Text, "quantity";
    Words: Text, "words";
    ExaminedLow: AsStated, "examined_low";
    ExaminedHigh: AsStated, "examined_high";
    Threshold: AsStated, "threshold";
    PreferredAbove: Yes, "preferred_above";
    ShareOfDrawsOnPreferredSide: Share, "share_of_draws_on_preferred_side";
    Clear: Yes, "clear";
    Doubt: Text, "doubt";
    Year: Count, "year";
    Kind: Text, "kind";
    Everywhere: Text, "everywhere";
    ByExposure: Text, "by_exposure";
    EverywhereSpentSoles: Money, "everywhere_spent_soles";
    ByExposureSpentSoles: Money, "by_exposure_spent_soles";
    Comparable: Yes, "comparable";
    Step: Text, "step";
    Order: Text, "order";
    Spells: Text, "spells";
    Intervention: Text, "intervention";
    SpendingSoles: Money, "spending_soles";
    Units: AsStated, "units";
    Reached: Persons, "reached";
    AtRisk: Persons, "at_risk";
    Prevented: Spells, "prevented";
    Refilled: Spells, "refilled";
    Averted: Spells, "averted";
    Group: Text, "group";
    Parameters: Text, "parameters";
    ValueSoles: Money, "value_soles";
    SeSoles: Money, "se_soles";
    P: Share, "p";
    Dimension: Text, "dimension";
    Communities: Text, "communities";
    Correlation: Number, "correlation";
    UnpairedPerPaired: Number, "unpaired_per_paired";
    BaselineSpells: Spells, "baseline_spells";
    TwoPartKind: Text, "two_part/kind";
    Question: Text, "question";
    Role: Text, "role";
    ShareOfBaseline: Share, "share_of_baseline";
    SpentSolesPerYear: MoneyPerYear, "spent_soles_per_year";
    SurveySolesPerYear: MoneyPerYear, "survey_soles_per_year";
    UnspentSolesPerYear: MoneyPerYear, "unspent_soles_per_year";
    MostSpentSolesPerYear: MoneyPerYear, "most_spent_soles_per_year";
    Households: Count, "households";
    KnowsParameters: Yes, "knows_parameters";
    TwoPartCommunities: Count, "two_part/communities";
    Chosen: Text, "chosen";
    Draw: Count, "draw";
    Weight: Number, "weight";
    ForecastAverted: Spells, "forecast_averted";
    SimulatedAverted: Spells, "simulated_averted";
    SimulatedBeforeAdaptation: Spells, "simulated_before_adaptation";
    SimulatedPerForecast: Number, "simulated_per_forecast";
    SurveySoles: Money, "survey_soles";
    Gain: Spells, "gain";
    Scenario: Text, "scenario";
    Heterogeneity: Number, "heterogeneity";
    DriverCorrelation: Number, "driver_correlation";
    OwnWeights: Number, "own_weights";
    DiscoveryThreshold: Share, "discovery/threshold";
    LeftOut: Count, "left_out";
    TrainingDraws: Count, "training_draws";
    KeptOutDraws: Count, "held_out_draws";
    BaseRate: Share, "base_rate";
    Box: Count, "box";
    Parameter: Text, "parameter";
    Low: AsStated, "low";
    High: AsStated, "high";
    TrainingInBox: Count, "training_in_box";
    TrainingMass: Share, "training_mass";
    TrainingCoverage: Share, "training_coverage";
    TrainingDensity: Share, "training_density";
    KeptOutInBox: Count, "held_out_in_box";
    KeptOutMass: Share, "held_out_mass";
    KeptOutCoverage: Share, "held_out_coverage";
    KeptOutDensity: Share, "held_out_density";
    X: Text, "x";
    XUnit: Text, "x_unit";
    XValue: AsStated, "x_value";
    Y: Text, "y";
    YUnit: Text, "y_unit";
    YValue: AsStated, "y_value";
    Said: Text, "said";
    Community: Text, "community";
    Department: Text, "department";
    Rule: Text, "rule";
    Interventions: Text, "interventions";
    ProfilesGirls: Persons, "profiles/girls";
    CommunitiesGirls: Persons, "communities/girls";
    ExposureShare: Share, "exposure_share";
    Interviews: Count, "interviews";
    Levels: Text, "levels";
    Dominant: Text, "dominant";
    ProfilesClear: Yes, "profiles/clear";
    EffectiveDrivers: Number, "effective_drivers";
    Poverty: Share, "poverty";
    Information: Share, "information";
    Taboo: Share, "taboo";
    Violence: Share, "violence";
    Opportunity: Share, "opportunity";
    ProfilesGain: Share, "profiles/gain";
    RegionGain: Share, "region/gain";
    RegionView: Text, "region/view";
    OneAlone: Share, "one_alone";
    AllAct: Share, "all_act";
    EffectiveCommunities: Number, "effective_communities";
    EffectiveGirls: Number, "effective_girls";
    Name: Text, "name";
    Place: Text, "place";
    ComparisonYear: Text, "comparison/year";
    ComparisonKind: Text, "comparison/kind";
    ComparisonIntervention: Text, "comparison/intervention";
    ComparisonOutcome: Text, "comparison/outcome";
    Controlled: Yes, "controlled";
    Scale: Text, "scale";
    ComparisonValue: AsStated, "comparison/value";
    Panel: Text, "panel";
    Series: Text, "series";
    At: AsStated, "at";
    AtUnit: Text, "at_unit";
    Value: AsStated, "value";
    Interval: Text, "interval";
    Grade: Text, "grade";
    Size: Persons, "size";
    Clusters: Count, "clusters";
    Arms: Count, "arms";
    Contacts: Number, "contacts";
    ContactsSeen: Text, "contacts_seen";
    FollowUpWeeks: Weeks, "follow_up_weeks";
    FollowUpSeen: Text, "follow_up_seen";
    Model: Share, "model";
    Formula: Share, "formula";
    TakesLogOdds: LogOdds, "takes_log_odds";
    ShiftLogOdds: LogOdds, "shift_log_odds";
    Shift: LogOdds, "shift";
    ComparisonVerdict: Text, "comparison/verdict";
    Beside: Text, "beside";
    Missing: Text, "missing";
    Source: Text, "source";
    Change: Share, "change";
    Pool: Text, "pool";
    Studies: Count, "studies";
    Of: Text, "of";
    AssumedSe: Number, "assumed_se";
    HalfLifeWeeks: Weeks, "half_life_weeks";
    PoolsMean: LogOdds, "pools/mean";
    PoolsSe: LogOdds, "pools/se";
    PoolsLow: LogOdds, "pools/low";
    PoolsHigh: LogOdds, "pools/high";
    Tau: LogOdds, "tau";
    PoolsHeterogeneity: Share, "pools/heterogeneity";
    Predicted: LogOdds, "predicted";
    Register: AsStated, "register";
    Proposed: AsStated, "proposed";
    Without: AsStated, "without";
    FrontierKind: Text, "frontier/kind";
    StepsKind: Text, "steps/kind";
    Optimised: Yes, "optimised";
    Objective: Text, "objective";
    FrontierAverted: Spells, "frontier/averted";
    Training: Spells, "training";
    Optimism: Spells, "optimism";
    SpendSolesPerYear: MoneyPerYear, "spend_soles_per_year";
    Intervals: Text, "intervals";
    Evaluations: Count, "evaluations";
    AgeYears: Years, "age_years";
    GirlsInHousehold: Count, "girls_in_household";
    Schooling: Text, "schooling";
    IncomeSolesPerPersonMonth: MoneyPerMonth, "income_soles_per_person_month";
    UsualIncomeSolesPerPersonMonth: MoneyPerMonth, "usual_income_soles_per_person_month";
    LocalEarningsSolesMonth: MoneyPerMonth, "local_earnings_soles_month";
    BeliefPercent: Percent, "belief_percent";
    SurveyViolence: Yes, "survey/violence";
    SurveyTaboo: Number, "survey/taboo";
    Week: Count, "week";
    Victims: Persons, "victims";
    Minors: Persons, "minors";
    Returned: Persons, "returned";
    NewlyExploited: Girls, "newly_exploited";
    SpellsBegun: Spells, "spells_begun";
    WentBack: Persons, "went_back";
    Escaped: Persons, "escaped";
    Released: Persons, "released";
    ReleasedByClosing: Persons, "released_by_closing";
    MovedOn: Persons, "moved_on";
    Rescued: Persons, "rescued";
    RescuedMinors: Persons, "rescued_minors";
    RegisteredFromRaids: Persons, "registered_from_raids";
    RegisteredFromComplaints: Persons, "registered_from_complaints";
    Registered: Persons, "registered";
    Approaches: Count, "approaches";
    ApproachesWasted: Count, "approaches_wasted";
    ApproachesStopped: Count, "approaches_stopped";
    Offers: Count, "offers";
    Accepted: Count, "accepted";
    Brothels: Count, "brothels";
    Places: Count, "places";
    Vacancies: Count, "vacancies";
    BrothelsOpened: Count, "brothels_opened";
    BrothelsClosed: Count, "brothels_closed";
    Recruiters: Persons, "recruiters";
    Arrests: Persons, "arrests";
    Raids: Count, "raids";
    Reports: Count, "reports";
    InTraining: Persons, "in_training";
    Supported: Persons, "supported";
    ExtraPlaces: Count, "extra_places";
    TransfersSoles: Money, "transfers_soles";
    Elsewhere: Persons, "elsewhere";
    Town: Text, "town";
    Miners: Persons, "miners";
    SummaryVictims: Persons, "summary/victims";
    MinorsShare: Share, "minors_share";
    OfOutcome: AsStated, "outcome_of_the_model";
    RescuedPerYear: PersonsPerYear, "rescued_per_year";
}

/// A column as it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// What it holds.
    pub held: Held,
    /// What the ends of its name say, the innermost first.
    pub ends: Vec<End>,
    /// Its unit.
    pub unit: Unit,
    /// The outcome of the model that it is of, which says what it counts, and in which unit.
    pub outcome: Option<&'static Outcome>,
}

impl Declared {
    fn of(held: Held, unit: Unit) -> Declared {
        Declared { held, ends: Vec::new(), unit, outcome: None }
    }
}

/// Every column that has a name of its own.
pub fn columns() -> impl Iterator<Item = (&'static str, Unit, Held)> {
    let own = |column: &(&'static str, Unit, Held)| !matches!(column.2, Held::OfOutcome | Held::Varied);
    COLUMNS.iter().copied().filter(own)
}

fn exact(table: &str, name: &str) -> Option<(Unit, Held)> {
    let of = |wanted: &str| COLUMNS.iter().find(|(column, ..)| *column == wanted).map(|(_, unit, held)| (*unit, *held));
    of(&format!("{table}/{name}")).or_else(|| of(name))
}

/// What is declared of a column; `None`: nothing.
pub fn declared(table: &str, name: &str) -> Option<Declared> {
    if let Some((unit, held)) = exact(table, name) {
        return Some(Declared::of(held, unit));
    }
    if let Some(outcome) = OUTCOMES.iter().find(|outcome| outcome.name == name) {
        return Some(Declared { outcome: Some(outcome), ..Declared::of(Held::OfOutcome, Unit::AsStated) });
    }
    // The axes of a sweep are the study's.
    if name.starts_with(VARY) {
        return Some(Declared::of(Held::Varied, Unit::AsStated));
    }
    let (stem, end) = ENDS.iter().find_map(|(end, says)| Some((name.strip_suffix(end)?, *says)))?;
    let mut found = declared(table, stem)?;
    found.ends.push(end);
    if matches!(end, End::Reliability | End::BelowZero) {
        found.unit = Unit::Share;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_its_table_by_its_name_and_by_the_ends_of_its_name() {
        let of = |table: &str, name: &str| declared(table, name).map(|found| (found.held, found.ends, found.unit));
        assert_eq!(of("by_girls", "girls"), Some((Held::Girls, vec![], Unit::Girls)));
        assert_eq!(of("profiles", "girls"), Some((Held::ProfilesGirls, vec![], Unit::Persons)));
        assert_eq!(
            of("by_girls", "girls_undiscounted_noise_se"),
            Some((Held::Girls, vec![End::Undiscounted, End::NoiseSe], Unit::Girls))
        );
        assert_eq!(of("decision", "cost_soles_below_zero"), Some((Held::CostSoles, vec![End::BelowZero], Unit::Share)));
        assert_eq!(of("effects", "mean_low"), Some((Held::MeanLow, vec![], Unit::AsStated)));
        assert_eq!(of("effects", "unheard_of"), None);
    }

    #[test]
    fn no_column_is_declared_twice() {
        let names: std::collections::BTreeSet<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names.len(), COLUMNS.len());
    }
}
