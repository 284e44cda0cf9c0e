//! A diagnosis in English.

use super::english::English;
use super::grammar::count;
use crate::kit::format::upper_first;
use crate::said::diagnosis::{Finding, Weighing};
use crate::words::baseline::Baseline;
use crate::words::basics::Basics;
use crate::words::diagnosis::{Diagnosed, OfDiagnosis};
use amparo_decide::diagnosis::{Diagnosis, RegionSeen};
use amparo_tables::numbers::{number, soles};

impl Diagnosed for English {
    fn diagnosis(&self, what: OfDiagnosis) -> &'static str {
        match what {
            OfDiagnosis::Finding => "The finding",
            OfDiagnosis::Communities => "Communities",
            OfDiagnosis::AxisMoney => "share of extreme poverty and lack of opportunity, %",
            OfDiagnosis::NotKnowing => "Here not knowing is the reason",
            OfDiagnosis::AxisNotKnowing => "share of lack of information and taboo, %",
            OfDiagnosis::Money => "Here money is the reason",
            OfDiagnosis::MoneyDrivers => "← poverty, no opportunity",
            OfDiagnosis::Neither => "Here violence or",
            OfDiagnosis::NeitherMore => "hope for more is",
            OfDiagnosis::LargestDriver => "Largest driver",
            OfDiagnosis::CommunitiesColumn => "communities",
            OfDiagnosis::Size => "Size: estimated exposure",
            OfDiagnosis::SizeIs => "share of the region's, from victims registered",
            OfDiagnosis::Cross => "Cross: how sure",
            OfDiagnosis::CrossIs => "95 % interval of a community, median width",
            OfDiagnosis::TooFewAnswers => "Too few answers to tell.",
            OfDiagnosis::Alike => "all six drivers weigh alike",
            OfDiagnosis::SummaryCaption => {
                "How far causes differ. Girls are weighted by P; shares depend on the levels counted as protected: the region's safer \
                 quartiles (upper quarter) or its medians (middle)."
            }
        }
    }

    fn diagnosis_title(&self, world: &str) -> String {
        format!("Why girls are drawn in: {world}")
    }

    fn diagnosis_asked(&self, diagnosis: &Diagnosis) -> String {
        let survey = &diagnosis.survey;
        let (asked, truth) = match &survey.file {
            None => (
                format!(
                    "{} households per community, surveyed in the model in {} for {}",
                    survey.households,
                    count(survey.communities, "place"),
                    soles(survey.cost_soles)
                ),
                "what holds in the simulated world: the difference is the survey's error",
            ),
            Some(file) => (
                format!(
                    "{} answers from {file} in {} of {} communities",
                    number(survey.interviews as f64, 0),
                    survey.communities,
                    diagnosis.communities.len()
                ),
                "a simulated world with these communities' figures, not the place",
            ),
        };
        format!("{asked}. “Estimated” is what the survey says, “true” is {truth}.")
    }

    fn diagnosis_caption(&self, shown: usize, levels: &str) -> String {
        format!(
            "The {} with the largest estimated exposure; all are in profiles.csv. Largest driver against the levels “{levels}”, its share \
             ± 95 % from who was asked.",
            count(shown, "community")
        )
    }

    fn driver_space_title(&self, w: &Weighing) -> String {
        let n = w.shown;
        let hedge = if 2 * w.clear < n { "; in most, sampling error leaves the order open" } else { "" };
        match w.finding {
            Finding::Unknown => "No community has a driver profile that can be shown".into(),
            Finding::Only(driver, place) => format!("{} weighs most in {place}", upper_first(self.driver(driver))),
            Finding::All(driver) => {
                format!("{} weighs most in all {n} communities{hedge}", upper_first(self.driver(driver)))
            }
            Finding::Most([(one, first), (other, second)]) => format!(
                "{} weighs most in {first} of {n} communities, {} in {second}{hedge}",
                upper_first(self.driver(one)),
                self.driver(other)
            ),
            Finding::Differ([(one, first), (other, second)]) => format!(
                "What weighs most differs: {} in {first} of {n} communities, {} in {second}{hedge}",
                self.driver(one),
                self.driver(other)
            ),
        }
    }

    fn driver_space_subtitle(&self, diagnosis: &Diagnosis, levels: &str) -> String {
        let survey = &diagnosis.survey;
        let asked = match &survey.file {
            None => format!("{} households surveyed in each", survey.households),
            Some(_) => format!("{} answers in {} of them", number(survey.interviews as f64, 0), survey.communities),
        };
        format!(
            "Each circle is a community ({asked}): shares of what makes girls accept a deceptive offer (Shapley shares of ln P), against the \
             protected levels “{levels}”; all synthetic"
        )
    }

    fn driver_space_reading(&self, estimated: &RegionSeen, hidden: usize) -> String {
        let left_out = match hidden {
            0 => String::new(),
            n => format!(" {n} not shown: fewer than 5 girls, nobody asked, or no driver that matters."),
        };
        format!(
            "How to read: at the lower right corner money is all of the reason, at the upper left one not knowing is, at the lower \
             left one neither. Girls in whom protecting one driver removes 80 % or more: {}; in whom every driver has at least 10 %: {} (as \
             surveyed, weighted by P).{left_out}",
            self.part(estimated.one_alone),
            self.part(estimated.all_act),
        )
    }

    fn driver_space_certainty(&self, w: &Weighing) -> String {
        format!(
            "Uncertainty: the cross is the 95 % interval, from who was asked, of the community with the median width; in {} of {} \
             communities the largest driver is ahead of the others by more than that. Response errors (violence is under-reported) come \
             on top. Other protected levels give other shares.",
            w.clear, w.shown
        )
    }

    fn driver_space_alt(&self, title: &str, counts: &[(usize, usize)]) -> String {
        let words: Vec<String> =
            counts.iter().map(|(driver, n)| format!("{} in {n} communities", self.driver(*driver))).collect();
        format!("{title}. Largest driver: {}.", words.join(", "))
    }

    fn diagnosis_source(&self, version: &str, diagnosis: &Diagnosis) -> String {
        let answers = match &diagnosis.survey.file {
            None => format!("one world (seed {}) of {}, surveyed within the model", diagnosis.seed, diagnosis.title),
            Some(_) => format!("answers given to it for {}", diagnosis.title),
        };
        format!(
            "Source: amparo {version}, {answers}; shares describe the model's decision; no real person is described and nothing is a forecast."
        )
    }

    fn dominant(&self, driver: &str, percent: f64, half: Option<f64>) -> String {
        let half = half.map_or(String::new(), |half| format!("\u{a0}±\u{a0}{}", number(half, 0)));
        format!("{driver} {}{half}\u{a0}%", number(percent, 0))
    }
}
