//! The files of directories of results, each declared once: `README.txt`, the workbook, and `amparo runs` follow from it.

/// Where in a list of files one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// To be read first.
    First,
    /// Tables of answers.
    Tables,
    /// Series by week, year and place.
    Series,
    /// Charts, and their numbers.
    Charts,
    /// What was found, to be used in studies.
    Rules,
    /// For programs.
    Programs,
    /// What runs are kept for.
    Kept,
}

/// The shelves in their order.
pub const SHELVES: [Shelf; 7] =
    [Shelf::First, Shelf::Tables, Shelf::Series, Shelf::Charts, Shelf::Rules, Shelf::Programs, Shelf::Kept];

macro_rules! holds {
    ($($name:ident: $shelf:ident, $pattern:literal;)+) => {
        /// What a file holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Holds {
            $(#[doc = concat!("`", $pattern, "`")] $name,)+
        }

        /// Every file that a command may leave in its directory: its name there, `*` for whatever names differ in, and what it
        /// holds. A chart stands without its ending.
        pub const FILES: &[(&str, Shelf, Holds)] = &[$(($pattern, Shelf::$shelf, Holds::$name),)+];
    };
}

holds! {
    Report: First, "report.html";
    Workbook: First, "report.xlsx";
    Readme: First, "README.txt";
    Summary: Tables, "summary.csv";
    ByGirls: Tables, "by_girls.csv";
    Effects: Tables, "effects.csv";
    Decision: Tables, "decision.csv";
    Money: Tables, "money.csv";
    Targeting: Tables, "targeting.csv";
    Waterfall: Tables, "waterfall.csv";
    Sweep: Tables, "sweep.csv";
    SweepAxes: Tables, "sweep_axes.csv";
    Overview: Tables, "overview.csv";
    Funnel: Tables, "funnel.csv";
    Acceptability: Tables, "acceptability.csv";
    BreakEvens: Tables, "break_evens.csv";
    ValueOfInformation: Tables, "value_of_information.csv";
    WhoBenefits: Tables, "who_benefits.csv";
    ByTreatment: Tables, "by_treatment.csv";
    Pairing: Tables, "pairing.csv";
    TwoPart: Tables, "two_part.csv";
    Forecasts: Tables, "forecasts.csv";
    ForecastSkill: Tables, "forecast_skill.csv";
    SurveySizes: Tables, "survey_sizes.csv";
    HowDifferent: Tables, "how_different.csv";
    Discovery: Tables, "discovery.csv";
    DiscoveryDraws: Tables, "discovery_draws.csv";
    Profiles: Tables, "profiles.csv";
    Region: Tables, "region.csv";
    Matching: Tables, "matching.csv";
    Survey: Tables, "survey.csv";
    Comparison: Tables, "comparison.csv";
    TrialDraws: Tables, "draws.csv";
    Pools: Tables, "pools.csv";
    Priors: Tables, "priors.csv";
    Frontier: Tables, "frontier.csv";
    Steps: Tables, "steps.csv";
    WorldWeekly: Series, "series/weekly.csv";
    WorldTowns: Series, "series/towns.csv";
    WorldCommunities: Series, "series/communities.csv";
    Weekly: Series, "series/*-weekly.csv";
    Yearly: Series, "series/*-yearly.csv";
    Communities: Series, "series/*-communities.csv";
    Towns: Series, "series/*-towns.csv";
    GirlsAvertedChart: Charts, "charts/girls_averted";
    DecisionChart: Charts, "charts/decision";
    EffectsChart: Charts, "charts/effects";
    VictimsChart: Charts, "charts/victims_over_time";
    FunnelChart: Charts, "charts/funnel";
    BeforeAfterChart: Charts, "charts/before_after";
    ByTreatmentChart: Charts, "charts/by_treatment";
    OverDrawsChart: Charts, "charts/effects_over_draws";
    BreakEvensChart: Charts, "charts/break_evens";
    PlaneChart: Charts, "charts/plane";
    AcceptabilityChart: Charts, "charts/acceptability";
    FrontierChart: Charts, "charts/budget_frontier";
    LearningChart: Charts, "charts/value_of_information";
    BenefitsChart: Charts, "charts/who_benefits";
    StepsChart: Charts, "charts/two_part_steps";
    StrategiesChart: Charts, "charts/two_part_strategies";
    SurveySizeChart: Charts, "charts/survey_size";
    CalibrationChart: Charts, "charts/forecast_calibration";
    DifferentChart: Charts, "charts/how_different";
    DiscoveryChart: Charts, "charts/discovery";
    OriginsChart: Charts, "charts/origins_and_destinations";
    ByTownChart: Charts, "charts/by_town";
    DriversChart: Charts, "charts/drivers";
    DriverSpaceChart: Charts, "charts/driver_space";
    TrialsChart: Charts, "charts/trials";
    DoseChart: Charts, "charts/dose_response";
    DoseCharts: Charts, "charts/dose_response_*";
    Rules: Rules, "policies/*.toml";
    Result: Programs, "result.json";
    ProfilesJson: Programs, "profiles.json";
    TrialsJson: Programs, "trials.json";
    Manifest: Programs, "manifest.json";
    Resolved: Programs, "resolved.toml";
    Drivers: Kept, "cells/drivers.cell";
    Cells: Kept, "cells/*";
    Trials: Kept, "trials/*.cell";
    Points: Kept, "points/*.point";
    Also: Kept, "also/*/";
}

/// A line of the list: what stands under one pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its names, as they are shown.
    pub names: String,
    /// Where it stands.
    pub shelf: Shelf,
    /// What it holds; `None`: a file that is not declared.
    pub holds: Option<Holds>,
}

/// Whether a name is one of the pattern, in which `*` stands for some letters of one folder.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            let between = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            between.is_some_and(|between| !between.is_empty() && !between.contains('/'))
        }
    }
}

/// A chart's name without its ending, and other names as they are.
fn without_ending(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if name.starts_with("charts/") { stem } else { name }
}

/// What is declared of a file: its place in [`FILES`].
fn declared(name: &str) -> Option<usize> {
    FILES.iter().position(|(pattern, ..)| fits(pattern, without_ending(name)))
}

/// What a file of this name holds; `None`: it is not declared.
pub fn holds(name: &str) -> Option<Holds> {
    declared(name).map(|at| FILES[at].2)
}

/// The lines for these files, shelf by shelf. Files of one pattern share a line; one that is not declared has its own.
pub fn lines(names: &[String]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, (pattern, shelf, holds)) in FILES.iter().enumerate() {
        let of: Vec<&String> = names.iter().filter(|name| declared(name) == Some(at)).collect();
        let names = match of.as_slice() {
            [] => continue,
            // What cells are kept in has names that no two runs share.
            [one] if *holds != Holds::Cells => (*one).clone(),
            _ if *shelf == Shelf::Charts && !pattern.contains('*') => format!("{pattern}.*"),
            _ => (*pattern).to_owned(),
        };
        lines.push(Line { names, shelf: *shelf, holds: Some(*holds) });
    }
    let unknown = names.iter().filter(|name| declared(name).is_none());
    lines.extend(unknown.map(|name| Line { names: name.clone(), shelf: Shelf::Kept, holds: None }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_found_under_one_pattern_and_files_of_one_share_a_line() {
        let names =
            ["charts/plane.png", "charts/plane.svg", "series/a-weekly.csv", "series/b-weekly.csv", "series/weekly.csv"];
        let lines = lines(&names.map(String::from));
        let told: Vec<(&str, Option<Holds>)> = lines.iter().map(|line| (line.names.as_str(), line.holds)).collect();
        assert_eq!(
            told,
            [
                ("series/weekly.csv", Some(Holds::WorldWeekly)),
                ("series/*-weekly.csv", Some(Holds::Weekly)),
                ("charts/plane.*", Some(Holds::PlaneChart)),
            ]
        );
    }

    #[test]
    fn a_file_that_is_not_declared_is_listed_without_a_word() {
        let lines = lines(&["new.csv".to_owned(), "charts/new.svg".to_owned(), "cells/x/y.cell".to_owned()]);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.holds.is_none()));
    }

    #[test]
    fn what_is_listed_first_fits_before_what_stands_for_many() {
        assert_eq!(holds("cells/drivers.cell"), Some(Holds::Drivers));
        assert_eq!(holds("cells/d00001-r00000-baseline-all.cell"), Some(Holds::Cells));
        assert_eq!(holds("also/other/"), Some(Holds::Also));
    }
}
