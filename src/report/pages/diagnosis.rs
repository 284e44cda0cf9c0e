//! The page of a diagnosis: what differs between communities, where, and how sure the survey makes one.

use super::skeleton::{figure, page, who};
use crate::charts::driver_space::driver_space;
use crate::kit::chart::VERSION;
use crate::tables::diagnosis as tables;
use crate::words::diagnosis::OfDiagnosis;
use crate::words::language::Language;
use amparo_decide::diagnosis::Diagnosis;
use maud::{Markup, html};

/// Communities in the table: the most exposed.
const MOST: usize = 100;

/// The page as one self-contained HTML file.
pub fn diagnosis_page(diagnosis: &Diagnosis, language: Language) -> String {
    let words = language.words();
    let title = diagnosis.set.after(&words.diagnosis_title(&diagnosis.title));
    let chart = driver_space(diagnosis, language);
    let body = html! {
        header { p.kicker { (words.kicker(&diagnosis.scenario)) } h1 { (title) } }
        section.first {
            h2 { (words.diagnosis(OfDiagnosis::Finding)) }
            ul.finding { li { (chart.title) "." } }
            p { (words.diagnosis_asked(diagnosis)) }
            (tables::summary(&diagnosis.level_sets, language).html("shares"))
        }
        section {
            h2 { (words.diagnosis(OfDiagnosis::Communities)) }
            (figure(words, 0, &chart))
            (communities(diagnosis, language))
        }
        (who(words))
    };
    page(language, &title, &body, &words.diagnosis_source(VERSION, diagnosis))
}

/// The most exposed communities.
fn communities(diagnosis: &Diagnosis, language: Language) -> Markup {
    let order = diagnosis.by_exposure();
    let shown = &order[..order.len().min(MOST)];
    let levels = diagnosis.level_sets.first().map_or("", |set| set.levels.name());
    let caption = language.words().diagnosis_caption(shown.len(), levels);
    tables::communities(diagnosis, shown, language).captioned(caption).html("shares")
}
