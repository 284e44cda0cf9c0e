//! The page of a diagnosis: what differs between communities, where, and how sure the survey makes one.

use super::skeleton::{figure, page, who};
use crate::charts::driver_space::{driver_space, source};
use crate::kit::format::count;
use crate::tables::diagnosis as tables;
use amparo_decide::diagnosis::Diagnosis;
use amparo_tables::numbers::{number, soles};
use maud::{Markup, html};

/// Communities in the table: the most exposed.
const MOST: usize = 100;

/// The page as one self-contained HTML file.
pub fn diagnosis_page(diagnosis: &Diagnosis) -> String {
    let title = diagnosis.set.after(&format!("Why girls are drawn in: {}", diagnosis.title));
    let chart = driver_space(diagnosis);
    let survey = &diagnosis.survey;
    let asked = match &survey.file {
        None => format!(
            "{} households per community, surveyed in the model in {} for {}",
            survey.households,
            count(survey.communities, "place"),
            soles(survey.cost_soles)
        ),
        Some(file) => format!(
            "{} answers from {file} in {} of {} communities",
            number(survey.interviews as f64, 0),
            survey.communities,
            diagnosis.communities.len()
        ),
    };
    let truth = match survey.file {
        None => "what holds in the simulated world: the difference is the survey's error",
        Some(_) => "a simulated world with these communities' figures, not the place",
    };
    let body = html! {
        header { p.kicker { "amparo · " (diagnosis.scenario) } h1 { (title) } }
        section.first {
            h2 { "The finding" }
            ul.finding { li { (chart.title) "." } }
            p { (asked) ". “Estimated” is what the survey says, “true” is " (truth) "." }
            (tables::summary(&diagnosis.level_sets).html("shares"))
        }
        section {
            h2 { "Communities" }
            (figure(0, &chart))
            (communities(diagnosis))
        }
        (who())
    };
    page(&title, &body, &source(diagnosis))
}

/// The most exposed communities.
fn communities(diagnosis: &Diagnosis) -> Markup {
    let order = diagnosis.by_exposure();
    let shown = &order[..order.len().min(MOST)];
    let levels = diagnosis.level_sets.first().map_or("", |set| set.levels.name());
    let caption = format!(
        "The {} with the largest estimated exposure; all are in profiles.csv. Largest driver against the levels “{levels}”, its share \
         ± 95 % from who was asked.",
        count(shown.len(), "community")
    );
    tables::communities(diagnosis, shown).captioned(caption).html("shares")
}
