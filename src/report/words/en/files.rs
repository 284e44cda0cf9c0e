//! The files of a directory of results, in English.

use super::english::English;
use crate::said::files::{Holds, Shelf};
use crate::words::files::{FilesTold, OfDirectory, OfWorkbook};

impl FilesTold for English {
    fn holds(&self, holds: Holds) -> &'static str {
        match holds {
            Holds::Report => "The report: one page for a browser or a printer, with the answer first.",
            Holds::Workbook => "Every table as a sheet of one workbook, with units and notes.",
            Holds::Readme => "This list.",
            Holds::Summary => "Levels over the funded years and what was spent. A row: the baseline, or a policy.",
            Holds::ByGirls => "Girls kept out of exploitation, and at what cost. A row: a budget and a policy.",
            Holds::Effects => {
                "Changes against the baseline, after adaptation. A row: a policy, a window of years, and an outcome."
            }
            Holds::Decision => {
                "Cost, spells averted, and which strategy is best. A row: a view of cost, a budget, and a strategy."
            }
            Holds::Money => "What is spent year by year. A row: a policy and a year.",
            Holds::Targeting => {
                "What it is worth to give an intervention where most are exposed. A row: a budget and an intervention."
            }
            Holds::Waterfall => {
                "What the trade's response undoes, step by step. A row: a policy, an outcome, a window, and a step."
            }
            Holds::Funnel => {
                "From money to girls averted. A row: a policy, first or repeated spells, and an intervention."
            }
            Holds::Acceptability => {
                "Which strategy is best by what a case averted is worth. A row: a view, a budget, a worth, and a strategy."
            }
            Holds::BreakEvens => {
                "At which assumption the preferred policy changes. A row: a policy, a rival, and a quantity."
            }
            Holds::ValueOfInformation => {
                "What it would be worth to know more. A row: a view, a budget, a worth, and a group of parameters."
            }
            Holds::WhoBenefits => "Changes by groups of girls. A row: a policy and a group.",
            Holds::ByTreatment => {
                "Changes in communities with and without a programme. A row: a policy, adaptation, and kind of community."
            }
            Holds::Pairing => "What pairing of runs saved. A row: a policy and an outcome.",
            Holds::TwoPart => {
                "One intervention or four: strategies, and gains of one over another. A row: a strategy, or a gain."
            }
            Holds::Forecasts => "What was forecast beside what came of it. A row: a budget, a policy, and a draw.",
            Holds::ForecastSkill => "How good forecasts were. A row: a budget and a policy.",
            Holds::SurveySizes => "What larger surveys gain. A row: a budget and a size.",
            Holds::Sweep => {
                "Each sweep, variant by variant, and the step that leads to each. A row: a variant at a budget."
            }
            Holds::SweepAxes => {
                "What each value does, averaged over the values of what else is varied. A row: a value."
            }
            Holds::Overview => "Several studies beside each other; their numbers are not compared. A row: a study.",
            Holds::HowDifferent => {
                "What matching gains where causes differ more or less. A row: a baseline and a question."
            }
            Holds::Discovery => {
                "Where in the space of assumptions the answer holds. A row: a question, a box, and a limit of it."
            }
            Holds::DiscoveryDraws => {
                "What each draw said, at the two most telling parameters. A row: a question and a draw."
            }
            Holds::Profiles => {
                "Which drivers dominate, as surveyed and as they are in the model. A row: a community and a set of protected levels."
            }
            Holds::Region => "The same for the region. A row: a set of protected levels, and a view.",
            Holds::Matching => "What each rule would give each community. A row: a community and a rule.",
            Holds::Survey => {
                "Simulated answers of the survey; everyone in it is synthetic. A row: a girl who was asked."
            }
            Holds::Comparison => {
                "Published effects beside what the model says of the same trials. A row: a published effect."
            }
            Holds::TrialDraws => "What the model says draw by draw. A row: a trial and a draw.",
            Holds::Pools => "Effects of messages pooled. A row: a way of pooling.",
            Holds::Priors => "Ranges of parameters that follow from the trials. A row: a parameter.",
            Holds::Frontier => {
                "What was found, beside other strategies, in the worlds kept apart. A row: a search and a strategy."
            }
            Holds::Steps => "How each search went on. A row: a new best rule.",
            Holds::WorldWeekly => "The region by week.",
            Holds::WorldTowns => "Mining towns by year.",
            Holds::WorldCommunities => "Communities by year; counts below five persons are left out.",
            Holds::Weekly => "The region by week: baseline and each policy, means.",
            Holds::Yearly => "The region by year, every count that is kept: baseline and each policy, means.",
            Holds::Communities => "Newly exploited by community and year; counts below five persons are left out.",
            Holds::Towns => "Mining towns by year: baseline and each policy, means.",
            Holds::GirlsAvertedChart => "Girls kept out of exploitation by each policy.",
            Holds::DecisionChart => "Spells averted and their cost.",
            Holds::EffectsChart => "Changes of spells begun, newly exploited, and victims.",
            Holds::VictimsChart => "Victims over time, and what policies change.",
            Holds::FunnelChart => "From contacts to girls averted.",
            Holds::DoseChart | Holds::DoseCharts => "How girls averted follow what is varied.",
            Holds::BeforeAfterChart => "Effects before and after the trade adapts.",
            Holds::ByTreatmentChart => "Effects in communities with and without a programme.",
            Holds::OverDrawsChart => "Effects draw by draw.",
            Holds::BreakEvensChart => "Assumptions at which the preferred policy changes.",
            Holds::PlaneChart => "Cost and spells averted, draw by draw.",
            Holds::AcceptabilityChart => "How likely each policy is best, by what a case averted is worth.",
            Holds::FrontierChart => "What each budget averts.",
            Holds::LearningChart => "What it would be worth to know more.",
            Holds::BenefitsChart => "Which groups of girls benefit.",
            Holds::StepsChart => "What combining, choosing, and diagnosing gain.",
            Holds::StrategiesChart => "What each strategy averts.",
            Holds::SurveySizeChart => "What larger surveys gain.",
            Holds::CalibrationChart => "Forecasts beside what came of them.",
            Holds::DifferentChart => "What matching gains where causes differ more or less.",
            Holds::DiscoveryChart => "Where in the space of assumptions the answer holds.",
            Holds::OriginsChart => "Where girls come from, and where they are exploited.",
            Holds::ByTownChart => "Mining towns over the years.",
            Holds::DriversChart => "Which drivers dominate where.",
            Holds::DriverSpaceChart => "Communities by their drivers.",
            Holds::TrialsChart => "Published effects beside the model's.",
            Holds::Rules => "What was found, as policy files that a study can name.",
            Holds::Result => "All answers as one document, for programs.",
            Holds::ProfilesJson => "All of it as one document, for programs.",
            Holds::TrialsJson => "All of it as one document, for programs.",
            Holds::Manifest => "When, by which version, and from what this was made; every file with its hash.",
            Holds::Resolved => "Everything that affects results, each value filled in: a record, and no input.",
            Holds::Drivers => "Driver profiles of the first world, kept so that they need not be made again.",
            Holds::Cells => {
                "Finished runs, kept so that they need not be run again. `amparo export` makes tables of them."
            }
            Holds::Trials => "Finished trials of the search, kept so that they need not be run again.",
            Holds::Points => "Points that were solved or rejected, kept so that they need not be solved again.",
            Holds::Also => "The same study at another baseline: a directory like this one.",
        }
    }

    fn shelf(&self, shelf: Shelf) -> &'static str {
        match shelf {
            Shelf::First => "To read first",
            Shelf::Tables => "Tables",
            Shelf::Series => "Series",
            Shelf::Charts => "Charts: as pictures, and their numbers as CSV",
            Shelf::Rules => "Policies",
            Shelf::Programs => "For programs",
            Shelf::Kept => "Kept for the next run",
        }
    }

    fn undeclared(&self) -> &'static str {
        "(not described)"
    }

    fn made_by(&self, of: &OfDirectory) -> String {
        let seed = of.seed.map_or(String::new(), |seed| format!(", seed {seed}"));
        format!("Results of `amparo {}` for {}{seed}, made by amparo {}.", of.command, of.name, of.version)
    }

    fn found(&self, finding: &str) -> String {
        format!("Answer: {finding}")
    }

    fn reading_tables(&self) -> &'static str {
        "An empty cell of a table means not known, or fewer than five persons; it never means zero. In CSV files a text that a spreadsheet would \
         run as a formula stands behind an apostrophe."
    }

    fn workbook(&self, of: OfWorkbook) -> &'static str {
        match of {
            OfWorkbook::Front => "Read me",
            OfWorkbook::Answer => "Answer",
            OfWorkbook::Made => "Made",
            OfWorkbook::Ran => "Ran",
            OfWorkbook::When => "When",
            OfWorkbook::WhenIs => {
                "Said in manifest.json beside this file (finished). Here it would make two files of the same study differ."
            }
            OfWorkbook::Inputs => "Hash of the inputs",
            OfWorkbook::Sheets => "Sheets",
            OfWorkbook::Reading => "How to read them",
            OfWorkbook::Columns => {
                "Above the name of each column stand what it holds and its unit. Cells hold every digit; fewer are shown. The same tables stand \
                 beside this file as CSV, under the same names."
            }
            OfWorkbook::Empty => "An empty cell means not known, or fewer than five persons; it never means zero.",
            OfWorkbook::Errors => {
                "se, mean_low, and mean_high tell how far chance and finitely many draws leave a mean open. draws_low and draws_high tell what other \
                 values of what is assumed give. The two are different things."
            }
        }
    }

    fn too_long_for_a_sheet(&self, files: &str) -> String {
        format!("{files}: too long for a sheet; the CSV files hold them.")
    }

    fn how_to_repeat(&self) -> &'static str {
        "To repeat it: `amparo rerun report.html`. The page holds all that was read, and nothing else is needed."
    }

    fn what_files_are_not(&self) -> &'static str {
        "Everyone simulated is synthetic. Nothing here is a forecast, an estimate of any real person's risk, or evidence by itself."
    }
}
